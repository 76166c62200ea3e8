"""`medpref materialize` of a loop, as a person calls it: the task, the weeks, the rounds; and nothing twice."""

import json

import dagster as dg
import pytest

from medpref_dagster.components.last_made import find_last_made
from medpref_dagster.storage.store import Store
from tests.cli.calls import call, refusal
from tests.cli.made_loop import GATE, ROUND, declare_gate, write_loop


@pytest.fixture
def loop(project, tiny_task):
    """A tiny task, a week of simulated feedback that counts as its own, and a loop on both."""
    tiny_task("uti")
    write_loop(project)
    return project


def test_one_command_leads_to_what_a_challenger_won_and_the_next_trains_nothing(loop):
    first = call("materialize", "ward_loop")
    assert first.returncode == 0, first.stdout + first.stderr
    report = Store(loop / "store").current("ward_loop/challenger_report", ROUND)
    said = json.loads((report.path / "report.json").read_text())
    assert said["wins"]["pairs"] == 4
    assert " ".join(said["answer"].split()) in " ".join(first.stdout.split())
    made = {line.split()[1] for line in first.stdout.splitlines() if line.startswith("✓ ")}
    assert {"uti/dpo_model", "ward/preference_pairs", "ward_loop/challenger"} <= made
    assert not {"uti/predictions", "uti/evaluation_report", "ward/signal_report"} & made, "no round stands on these"

    again = call("materialize", "ward_loop", "--round", "2025-10-01")
    assert again.returncode == 0, again.stdout + again.stderr
    assert "nothing was trained or computed again" in again.stdout
    assert not [line for line in again.stdout.splitlines() if line.startswith("✓ ward_loop/")]


def list_audited() -> list[str]:
    shown = call("audit", "show", "--json").stdout.splitlines()
    actions = [json.loads(line)["action"] for line in shown]
    return [action for action in actions if action.startswith("model.") and action != "model.trained"]


def show_champion(project) -> tuple[str, bool]:
    """The version of the round's champion as Dagster's pages have it, and whether its check passed."""
    key = dg.AssetKey(["ward_loop", "champion"])
    with dg.DagsterInstance.from_config(str(project / ".dagster-home")) as instance:
        made = find_last_made(instance, key, ROUND)
        check = instance.event_log_storage.get_latest_asset_check_execution_by_key([dg.AssetCheckKey(key, "approved")])
        [record] = check.values()
        return made.version, record.event.dagster_event.asset_check_evaluation_data.passed


def test_a_round_is_decided_approved_and_rolled_back_by_commands_and_trained_once(loop):
    declare_gate(loop)
    first = call("materialize", "ward_loop")
    assert first.returncode == 0, first.stdout + first.stderr
    assert "Promote: the challenger passed every one of" in first.stdout
    store = Store(loop / "store")
    challenger, began = store.current("ward_loop/challenger", ROUND), store.current("uti/dpo_model", "tiny")
    assert store.current("ward_loop/champion") == began, "a person is waited for"
    assert show_champion(loop) == (began.version, False)
    assert "needs a name and a reason" in refusal("approve", "ward_loop", "--round", ROUND, "--why", " ")
    assert "was not decided" in refusal("approve", "ward_loop", "--round", "2025-10-20", "--why", "good")

    approved = call("approve", "ward_loop", "--round", "2025-09-29", "--why", "read fifty answers")
    assert approved.returncode == 0, approved.stderr
    assert store.current("ward_loop/champion") == challenger
    assert show_champion(loop) == (challenger.version, True)
    assert store.current("ward_loop/champion", ROUND) == challenger
    back = call("rollback", "ward_loop", "--to", "first", "--why", "worse on the ward")
    assert back.returncode == 0, back.stderr
    assert store.current("ward_loop/champion") == began
    same = call("rollback", "ward_loop", "--to", "first", "--why", "worse on the ward")
    assert (same.returncode, same.stdout) == (0, back.stdout), "so that it may stand in a script"
    assert "is the champion of ward_loop already" in refusal("rollback", "ward_loop", "--to", "first", "--why", "else")
    assert list_audited() == ["model.started", "model.promoted", "model.rolled_back"]
    assert "was promoted already, and the champion has moved since" in refusal(
        "approve", "ward_loop", "--round", ROUND, "--why", "again"
    )

    again = call("materialize", "ward_loop")
    assert "nothing was trained or computed again" in again.stdout, again.stdout + again.stderr
    assert list_audited() == ["model.started", "model.promoted", "model.rolled_back"]
    collected = call("store", "gc")
    assert collected.returncode == 0, collected.stderr
    assert store.artifact(challenger.address) == challenger, "a loop may go back to it"

    plan = call("change-plan", "ward_loop", "--to", str(loop / "plan"))
    assert plan.returncode == 0, plan.stderr
    [outcome] = json.loads((loop / "plan" / "plan.json").read_text())["outcomes"]
    assert (outcome["outcome"], outcome["rolled_back"]) == ("promote", "worse on the ward")
    assert "worse on the ward" in (loop / "plan" / "plan.html").read_text()


def test_a_challenger_that_is_refused_is_an_answer_and_no_failure(loop):
    declare_gate(loop, collapse=GATE["collapse"] | {"unreadable": 0.01})
    first = call("materialize", "ward_loop")
    assert first.returncode == 0, first.stdout + first.stderr
    assert "Refuse: 1 condition failed (unreadable answers" in " ".join(first.stdout.split())
    again = call("materialize", "ward_loop")
    assert "nothing was trained or computed again" in again.stdout, again.stdout + again.stderr
    assert list_audited() == ["model.started", "model.refused"]
    assert "earned no promotion. Refuse:" in refusal("approve", "ward_loop", "--round", ROUND, "--why", "good")


def test_what_has_no_champion_is_refused(loop):
    assert "declares no gate" in refusal("approve", "ward_loop", "--round", ROUND, "--why", "good")
    assert "unknown loop 'ward_lop'; did you mean 'ward_loop'?" in refusal(
        "rollback", "ward_lop", "--to", "first", "--why", "x"
    )
    declare_gate(loop)
    assert "never gave a champion" in refusal("rollback", "ward_loop", "--to", "first", "--why", "worse")
    assert "is no day such as" in refusal("rollback", "ward_loop", "--to", "June", "--why", "worse")


def test_a_loop_that_names_what_is_not_declared_is_told_by_its_line_whatever_is_asked_of_it(loop, tmp_path):
    declare_gate(loop, loop={"base_model": "tinny"})
    out = str(tmp_path / "out")
    for arguments in (
        ("approve", "ward_loop", "--round", ROUND, "--why", "good"),
        ("rollback", "ward_loop", "--to", "first", "--why", "worse"),
        ("change-plan", "ward_loop", "--to", out),
        ("export", "--loop", "ward_loop", "--format", "hf", "--to", out),
        ("ask", "--loop", "ward_loop", "a case"),
        ("materialize", "ward_loop"),
    ):
        said = refusal(*arguments)
        assert "assets/ward_loop/defs.yaml:2 base_model: unknown base model 'tinny'; did you mean 'tiny'?" in said
    assert not (tmp_path / "out").exists()


def test_what_is_no_round_is_refused(loop):
    assert "there is no round 2026-01-05, or it is not over" in refusal(
        "materialize", "ward_loop", "--round", "2026-01-05"
    )
    assert "is no day such as" in refusal("materialize", "ward_loop", "--round", "June")
    assert "--round is for loops" in refusal("materialize", "uti", "--round", ROUND)
    assert "--week is for feedback" in refusal("materialize", "ward_loop", "--week", ROUND)
    assert "names its base model" in refusal("materialize", "ward_loop", "--base-model", "tiny")
    assert "not both" in refusal("materialize", "ward_loop", "--round", ROUND, "--to", ROUND)


def test_a_reason_that_names_somebody_is_refused_before_anything_is_done(loop):
    declare_gate(loop)
    path = loop / "assets" / "ward" / "defs.yaml"
    path.write_text(path.read_text().replace("reader: synthetic", "reader: synthetic\n      disclosure: deidentified"))
    for arguments in (("approve", "ward_loop", "--round", ROUND), ("rollback", "ward_loop", "--to", "first")):
        said = refusal(*arguments, "--why", "Ottilie Quillfeather (617-253-9921) was told nonsense")
        assert "the reason holds what looks like an identifier (1 name, 1 phone)" in said
        assert "Quillfeather" not in said
    assert list_audited() == []
