"""`medpref status` says how each partition stands, and which automation is on."""

import dagster as dg

from medpref_dagster.project import prepare_dagster_home
from tests.cli.calls import call, refusal
from tests.conftest import shrink_task, write_task


def line_of(written: str, start: str) -> str:
    return next(line for line in written.splitlines() if line.strip().startswith(start))


def test_what_was_made_changed_and_failed_is_told(project):
    write_task(project, "uti", shrink_task)
    before = call("status")
    assert before.returncode == 0, before.stderr
    assert "never made" in line_of(before.stdout, "tiny:")
    assert call("materialize", "uti", "--base-model", "tiny").returncode == 0
    made = call("status", "uti")
    assert line_of(made.stdout, "tiny:").strip() == "tiny: up to date"
    # Its first assets are the same for every base model, and are there.
    assert "never made" not in line_of(made.stdout, "smollm2-135m:")

    def change(attributes: dict) -> None:
        shrink_task(attributes)
        attributes["dpo"]["beta"] = [0.3]

    write_task(project, "uti", change)
    stale = line_of(call("status", "uti").stdout, "tiny:")
    assert "stale (dpo_model, " in stale

    def break_it(attributes: dict) -> None:
        change(attributes)
        attributes["source"]["reader"], attributes["source"]["options"] = "files", {"path": "not-there.csv"}

    write_task(project, "uti", break_it)
    assert call("materialize", "uti", "--base-model", "tiny").returncode == 1
    failed = call("status", "uti")
    assert failed.returncode == 1
    assert "failed" in line_of(failed.stdout, "tiny:")


def test_a_schedule_is_on_as_declared_or_as_a_person_switched_it(project):
    write_task(project, "uti", shrink_task)
    assert line_of(call("status", "uti").stdout, "schedule uti_refresh").endswith("off")
    home = prepare_dagster_home(project)
    with dg.DagsterInstance.from_config(str(home)) as instance:
        assert not list(instance.all_instigator_state()), "looking switches nothing"


def test_an_unknown_name_is_told_with_the_nearest(project):
    assert "did you mean 'uti'?" in refusal("status", "utti")
