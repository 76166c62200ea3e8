"""A broken file is shown as broken and stops no other; nothing in a file is ever evaluated."""

import contextlib
import logging
import os
import shutil
import subprocess
import sys
from pathlib import Path

import dagster as dg
import pytest
import yaml

from medpref_dagster.components.loading import load_assets, load_machine
from medpref_dagster.declaration.documents import DeclarationError
from medpref_dagster.definitions import load_definitions
from tests.components.test_study import STUDY
from tests.conftest import CHECKOUT

TITLE = "Urinary tract infection in clinical notes"


def copy_task(project: Path, name: str, change=lambda text: text) -> Path:
    file = project / "assets" / name / "defs.yaml"
    file.parent.mkdir(parents=True)
    file.write_text(change((CHECKOUT / "assets" / "uti" / "defs.yaml").read_text()))
    return file


def mistakes_of(project: Path) -> list[str]:
    return [str(mistake) for mistake in load_assets(project)[1]]


def assets_of(defs: dg.Definitions) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for spec in defs.resolve_all_asset_specs():
        found.setdefault(spec.group_name or "", set()).add(spec.key.path[-1])
    return found


def test_a_broken_task_is_one_asset_that_says_what_is_wrong_and_stops_no_other(project, caplog):
    copy_task(project, "sepsis", lambda text: text.replace("learning_rate: [0.002]", "learning_rat: [0.002]"))
    with caplog.at_level(logging.ERROR):
        defs = load_definitions()
    lines = (project / "assets" / "sepsis" / "defs.yaml").read_text().splitlines()
    [line] = [number for number, text in enumerate(lines, 1) if "learning_rat: " in text]
    expected = (
        f"assets/sepsis/defs.yaml:{line} sft.learning_rat: unknown field 'learning_rat'; did you mean 'learning_rate'?"
    )
    assert [record.message for record in caplog.records] == [spec_of(defs, "sepsis").description]
    assert str(spec_of(defs, "sepsis").description).startswith(expected)
    found = assets_of(defs)
    assert found["sepsis"] == {"broken"}
    assert "evaluation_report" in found["uti"]


def spec_of(defs: dg.Definitions, name: str) -> dg.AssetSpec:
    return next(spec for spec in defs.resolve_all_asset_specs() if spec.key.path == [name, "broken"])


def test_full_training_of_a_base_model_in_4_bits_is_refused_with_its_line(project):
    profile = project / "resources" / "local" / "defs.yaml"
    declared = yaml.safe_load(profile.read_text())
    declared["attributes"]["base_models"][0]["quantization"] = {"kind": "nf4"}
    profile.write_text(yaml.safe_dump(declared))
    assert mistakes_of(project) == []
    file = copy_task(project, "sepsis", lambda text: text.replace("dpo:\n", "dpo:\n    method: full\n"))
    [line] = [number for number, text in enumerate(file.read_text().splitlines(), 1) if "method: full" in text]
    [mistake] = mistakes_of(project)
    assert mistake.startswith(f"assets/sepsis/defs.yaml:{line} dpo.method: full training changes every weight")
    assert "those of tiny are declared in 4 bits" in mistake


def test_to_materialize_what_is_broken_fails_with_the_mistake(project):
    copy_task(project, "sepsis", lambda text: text.replace("batch_size: 8", "batch_size: 0"))
    result = (
        load_definitions()
        .resolve_implicit_global_asset_job_def()
        .execute_in_process(
            asset_selection=[dg.AssetKey(["sepsis", "broken"])],
            raise_on_error=False,
            instance=dg.DagsterInstance.ephemeral(),
        )
    )
    (failure,) = [event.step_failure_data for event in result.all_events if event.is_step_failure]
    assert "sft.batch_size: must be greater than 0, got 0" in failure.user_failure_data.description


@pytest.mark.parametrize("name", ["my-task", "config", "class", "a.b", "größe"])
def test_a_name_that_dagster_refuses_is_told_with_a_better_one(project, name):
    copy_task(project, name)
    [mistake] = mistakes_of(project)
    assert mistake.startswith(f"assets/{name}/defs.yaml:1: Dagster does not take the name {name!r}; call the folder ")
    assert "evaluation_report" in assets_of(load_definitions())["uti"]
    better = mistake.rpartition(" ")[2].strip("'")
    (project / "assets" / name).rename(project / "assets" / better)
    assert mistakes_of(project) == []
    assert "evaluation_report" in assets_of(load_definitions())[better]


@pytest.mark.parametrize("owner", ["clinical-ml", "team:", "me@", "42"])
def test_an_owner_that_is_none_is_told_with_its_line(project, owner):
    file = copy_task(project, "sepsis", lambda text: text.replace("team:clinical-ml", owner))
    [mistake] = mistakes_of(project)
    line = next(number for number, text in enumerate(file.read_text().splitlines(), 1) if "owners:" in text)
    assert mistake.startswith(f"assets/sepsis/defs.yaml:{line} owners.0: {owner!r} is no owner; write")


def test_an_address_and_a_team_are_owners(project):
    copy_task(project, "sepsis", lambda text: text.replace('"team:clinical-ml"', "ada@ward.example, 'team:x'"))
    assert mistakes_of(project) == []
    owners = {
        tuple(spec.owners) for spec in load_definitions().resolve_all_asset_specs() if spec.group_name == "sepsis"
    }
    assert owners == {("ada@ward.example", "team:x")}


def test_a_task_may_lie_deeper_but_a_name_is_used_once(project):
    copy_task(project, "wards/sepsis")
    assert "evaluation_report" in assets_of(load_definitions())["sepsis"]
    copy_task(project, "clinics/sepsis")
    [mistake] = mistakes_of(project)
    assert mistake.startswith(
        "assets/wards/sepsis/defs.yaml:1: 'sepsis' is declared in assets/clinics/sepsis/defs.yaml"
    )
    assert assets_of(load_definitions())["sepsis"] == {"broken"}


def test_a_file_with_another_name_is_not_passed_over(project):
    copy_task(project, "sepsis").rename(project / "assets" / "sepsis" / "defs.yml")
    assert mistakes_of(project) == ["assets/sepsis/defs.yml:1: is not read; call it defs.yaml"]


def test_a_study_of_a_broken_task_is_broken_and_says_of_which(project):
    copy_task(project, "sepsis", lambda text: text.replace("batch_size: 8", "batch_size: 0", 1))
    (project / "assets" / "trial").mkdir()
    attributes = {**STUDY["attributes"], "tasks": ["uti", "sepsis", "utti"], "seeds": []}
    (project / "assets" / "trial" / "defs.yaml").write_text(yaml.safe_dump({**STUDY, "attributes": attributes}))
    of_study = [line for line in mistakes_of(project) if line.startswith("assets/trial/")]
    assert [line.partition(": ")[2] for line in of_study] == [
        "'sepsis' is broken: assets/sepsis/defs.yaml:40 sft.batch_size: must be greater than 0, got 0".replace(
            ":40 ", f":{line_of_batch_size()} "
        ),
        "unknown task 'utti'; did you mean 'uti'? declared under assets/: 'uti'",
    ]
    assert "evaluation_report" in assets_of(load_definitions())["uti"]


def line_of_batch_size() -> int:
    text = (CHECKOUT / "assets" / "uti" / "defs.yaml").read_text()
    return text.count("\n", 0, text.index("batch_size: 8")) + 1


@pytest.mark.parametrize(
    "key", ["requirements: {env: [A]}", "post_processing: {assets: []}", "template_vars_module: .x"]
)
def test_what_dagster_would_evaluate_or_import_is_not_taken(project, key):
    copy_task(project, "sepsis", lambda text: f"{text}\n{key}\n")
    [mistake] = mistakes_of(project)
    assert f" {key.partition(':')[0]}: is Dagster's, and not taken here" in mistake


def test_only_our_components_are_taken_and_no_other_module_is_imported(project):
    (project / "planted.py").write_text("import pathlib; pathlib.Path(__file__).with_suffix('.ran').touch()")
    sys.path.insert(0, str(project))
    try:
        copy_task(
            project, "sepsis", lambda text: text.replace("medpref_dagster.components.ClinicalTask", "planted.Task")
        )
        [mistake] = mistakes_of(project)
    finally:
        sys.path.remove(str(project))
    assert "type: unknown type 'planted.Task'; accepted: 'medpref_dagster.components.ClinicalTask'" in mistake
    assert not (project / "planted.ran").exists()


PLANTED = "{{ lipsum.__globals__['os'].system('touch {}') }}"
OTHERS = (
    "{{ cycler.__init__.__globals__.os.system('touch {}') }}",
    "{{ dg.__init__.__globals__['os'].system('touch {}') }}",
    "{% for x in [1] %}{{ lipsum.__globals__['os'].system('touch {}') }}{% endfor %}",
    "!!python/object/apply:os.system ['touch {}']",
)


def test_what_is_planted_here_runs_where_dagster_renders_it(tmp_path):
    trace = tmp_path / "ran"
    dg.ResolutionContext.default().resolve_value(PLANTED.replace("{}", str(trace)))
    assert trace.exists()


def texts_in(value: object, place: tuple = ()) -> list[tuple]:
    """Where text stands in a document: keys of maps and all values."""
    if isinstance(value, dict):
        return [found for key, item in value.items() for found in texts_in(item, (*place, key))]
    if isinstance(value, list):
        return [found for number, item in enumerate(value) for found in texts_in(item, (*place, number))]
    return [place] if isinstance(value, str) else []


def plant(document: dict, place: tuple, text: str) -> dict:
    *above, last = place
    target = document
    for part in above:
        target = target[part]
    target[last] = text
    return document


def test_no_text_anywhere_in_a_file_is_evaluated(project):
    """Every text of a task's, a study's and a machine's file is a command in turn: none is ever run."""
    trace = project / "ran"
    planted = PLANTED.replace("{}", str(trace))
    uti = yaml.safe_load((CHECKOUT / "assets" / "uti" / "defs.yaml").read_text())
    uti |= {"requirements": {"env": ["A"]}, "template_vars_module": ".vars"}
    uti["post_processing"] = {"assets": [{"target": "*", "attributes": {"description": "b"}}]}
    study = {**STUDY, "attributes": {**STUDY["attributes"], "tasks": ["uti"], "seeds": []}}
    machine = yaml.safe_load((project / "resources" / "local" / "defs.yaml").read_text())
    for where, document in (("assets/x", uti), ("assets/y", study), ("resources/local", machine)):
        file = project / where / "defs.yaml"
        file.parent.mkdir(parents=True, exist_ok=True)
        for place in texts_in(document):
            file.write_text(yaml.safe_dump(plant(yaml.safe_load(yaml.safe_dump(document)), place, planted)))
            with contextlib.suppress(DeclarationError):
                load_machine(project, "local")
                load_assets(project)
            assert not trace.exists(), place
        file.unlink()
    assert len(texts_in(uti)) > 20


@pytest.mark.parametrize("text", OTHERS)
def test_a_title_that_looks_like_a_command_is_a_title(project, text):
    trace = project / "ran"
    planted = yaml.safe_dump({"title": text.replace("{}", str(trace))}, width=999).strip()
    copy_task(project, "sepsis", lambda written: written.replace(f"title: {TITLE}", planted))
    assert mistakes_of(project) == []
    job = load_definitions().resolve_job_def("sepsis")
    assert "touch" in str(job.description)
    assert not trace.exists()


def test_a_broken_profile_is_told_in_one_line(project):
    file = project / "resources" / "local" / "defs.yaml"
    file.write_text(file.read_text().replace("device: cpu", "device: cpuu"))
    with pytest.raises(DeclarationError) as refused:
        load_definitions()
    assert "compute.device: unknown value 'cpuu'; did you mean 'cpu'?" in str(refused.value)
    assert str(refused.value).startswith("resources/local/defs.yaml:")
    assert "\n" not in str(refused.value)


def test_every_asset_leads_first_to_its_file(project):
    spec = next(spec for spec in load_definitions().resolve_all_asset_specs() if spec.key.path == ["uti", "cases"])
    reference = spec.metadata["dagster/code_references"].code_references[0]
    assert reference.file_path == str(project / "assets" / "uti" / "defs.yaml")
    assert "attributes:" in Path(reference.file_path).read_text().splitlines()[reference.line_number - 1]


@pytest.mark.parametrize("check", [("defs", "--no-check-yaml"), ("yaml",)], ids=lambda check: check[0])
def test_dg_check_fails_with_the_line_of_the_mistake(check, project):
    copy_task(project, "sepsis", lambda text: text.replace('cron: "0 6 * * 1"', "cron: weekly-ish"))
    for name in ("pyproject.toml", "workspace.yaml"):
        shutil.copyfile(CHECKOUT / "medpref_dagster" / "cli" / "new_project" / name, project / name)
    called = subprocess.run(
        [sys.executable, "-m", "medpref_dagster.cli", "dg", "check", *check, "--use-active-venv"],
        cwd=project,
        env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert called.returncode != 0
    assert "schedule.cron: 'weekly-ish' is no cron expression" in called.stdout + called.stderr
    assert "Telemetry" not in called.stdout + called.stderr
