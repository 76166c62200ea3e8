"""A study over its tasks: one job, one report, whatever is missing, and what it says of what was found."""

import csv
import json

import dagster as dg
import pytest
import yaml

from medpref_dagster.definitions import load_definitions
from medpref_dagster.storage.store import Store
from tests.components.test_task import refusal

STUDY = {
    "type": "medpref_dagster.components.Study",
    "attributes": {
        "title": "Two tasks",
        "tasks": ["uti", "triage"],
        "comparisons": [["base", "sft"], ["sft", "dpo"]],
        "cross_task_rows": 3,
        "seeds": [1, 2],
        "published": {
            "citation": "Doe 2025",
            "results": [{"task": "uti", "measure": "F1", "metric": "f1", "model": "Big", "dpo": 0.9, "p": ".55"}],
        },
    },
}


def declare_study(project, **changes) -> None:
    folder = project / "assets" / "study"
    folder.mkdir(exist_ok=True)
    declared = {**STUDY, "attributes": {**STUDY["attributes"], **changes}}
    (folder / "defs.yaml").write_text(yaml.safe_dump(declared))


@pytest.fixture
def study(project, tiny_task):
    """The project with two tiny tasks and a study of both."""
    tiny_task("uti")
    tiny_task("triage")
    declare_study(project)
    return project


def materialize(
    job: str, instance: dg.DagsterInstance, selection: list[str] | None = None
) -> dg.ExecuteInProcessResult:
    return (
        load_definitions()
        .resolve_job_def(job)
        .execute_in_process(
            instance=instance,
            tags={"dagster/partition": "tiny"},
            asset_selection=[dg.AssetKey.from_user_string(key) for key in selection] if selection else None,
        )
    )


def read_report(project) -> dict:
    return json.loads((Store(project / "store").current("study/report").path / "report.json").read_text())


def test_one_job_leads_from_the_sources_of_every_task_to_the_report(study):
    with dg.DagsterInstance.ephemeral() as instance:
        assert materialize("study", instance).success
    content = read_report(study)
    assert {(entry["task"], entry["status"]) for entry in content["entries"]} == {
        ("uti", "evaluated"),
        ("triage", "evaluated"),
    }
    assert content["base_models_not_run"] == ["smollm2-135m"]
    assert content["made_up"] == ["triage", "uti"]
    # uti has one field, triage two; each is compared twice.
    assert content["family"] == 6
    family = [test["p_study"] for entry in content["entries"] for test in entry["tests"]]
    assert sum(p is not None for p in family) == 6
    for entry in content["entries"]:
        assert entry["held_out_problems"] == []
        assert all(cost["tokens"] > 0 and cost["seconds"] > 0 for cost in entry["costs"].values())
    # Two more SFT and DPO models, of two more seeds, answered too.
    others = {"dpo of triage": 1, "sft of triage": 1}
    assert content["test_uses"]["uti"] == {"base": 1, "dpo": 3, "sft": 3, "sft_continued": 1} | others
    assert {(row["task"], tuple(row["seeds"])) for row in content["seeds"]["tiny"]} == {
        ("uti", (1, 2)),
        ("triage", (1, 2)),
    }
    # The base model is not trained, so that no seed changes it.
    assert all(row["models"]["base"]["sd"] == 0 for row in content["seeds"]["tiny"])
    assert content["shared_texts"] == {"pairs": 0, "leaks": 0, "feedback": {}}

    matrix = content["forgetting"]["tiny"]
    assert [column["task"] for column in matrix["columns"]] == ["uti", "triage"]
    assert [(row["trained_on"], row["model"]) for row in matrix["rows"]] == [
        (None, "base"),
        ("uti", "sft"),
        ("uti", "dpo"),
        ("triage", "sft"),
        ("triage", "dpo"),
    ]

    folder = Store(study / "store").current("study/report").path
    page = (folder / "report.html").read_text()
    assert "Synthetic data" in page
    assert "Doe 2025" in page
    assert "http" not in page.replace("http://www.w3.org", "")
    results = list(csv.DictReader((folder / "results.csv").open()))
    assert {row["origin"] for row in results} == {"this study, synthetic data", "Doe 2025"}
    # Six comparisons of the three fields, each by the declared metric and by right and wrong answers.
    assert len(list(csv.DictReader((folder / "tests.csv").open()))) == 6 * 3 * 2


def test_a_report_shows_what_was_not_run_and_is_the_same_for_the_same_content(study):
    with dg.DagsterInstance.ephemeral() as instance:
        assert materialize("uti", instance).success
        assert materialize("study", instance, ["study/report"]).success
        content, first = read_report(study), Store(study / "store").current("study/report").address
        assert materialize("study", instance, ["study/report"]).success
    assert Store(study / "store").current("study/report").address == first
    assert {entry["task"]: entry["status"] for entry in content["entries"]} == {"uti": "evaluated", "triage": "not run"}
    assert content["family"] == 2
    assert content["forgetting"] == {}


def test_a_backfill_over_base_models_ends_with_one_report_of_all_of_them(project, tiny_task):
    tiny_task("uti")
    declare_study(project, tasks=["uti"], seeds=[])
    job = load_definitions().resolve_job_def("study")
    with dg.DagsterInstance.ephemeral() as instance:
        for base_model in ("tiny", "smollm2-135m"):
            assert job.execute_in_process(instance=instance, partition_key=base_model).success
    content = read_report(project)
    assert {(entry["base_model"], entry["status"]) for entry in content["entries"]} == {
        ("tiny", "evaluated"),
        ("smollm2-135m", "evaluated"),
    }
    assert content["base_models_not_run"] == []
    assert content["family"] == 4
    assert set(content["forgetting"]) == {"tiny", "smollm2-135m"}


def test_the_runs_of_a_backfill_take_turns_at_the_report_and_at_the_device(study):
    assets = [asset for asset in load_definitions().assets or () if isinstance(asset, dg.AssetsDefinition)]
    locks = {asset.key.to_user_string(): asset.get_asset_spec().tags.get("medpref/lock") for asset in assets}
    assert locks["study/report"] == "report"
    models = ("sft_model", "reference_logps", "dpo_model", "predictions")
    assert {locks[f"{task}/{name}"] for task in ("uti", "triage") for name in models} == {"device"}
    assert locks["uti/preference_pairs"] is None  # no model answers for them
    assert {locks[f"study/{name}"] for name in ("cross_task_predictions", "seeds")} == {"device"}


def declare_feedback(study, **columns) -> None:
    source = {"reader": "files", "options": {"path": str(study / "ward.csv")}, "columns": {"text": "note", **columns}}
    declare_study(study, feedback={"ward": source})


def write_feedback(study, *texts: str) -> None:
    with (study / "ward.csv").open("w", newline="") as file:
        csv.writer(file).writerows([("note",), *((text,) for text in texts)])


def test_feedback_that_is_a_near_duplicate_of_a_held_out_case_is_warned_of(study):
    write_feedback(study, "nothing that any task has written")
    declare_feedback(study)
    with dg.DagsterInstance.ephemeral() as instance:
        upstream = ["uti/raw_cases", "uti/cases", "triage/raw_cases", "triage/cases"]
        assert materialize("study", instance, upstream).success
        cases = Store(study / "store").read_table(Store(study / "store").current("uti/cases")).to_pylist()
        held_out = next(case for case in cases if case["split"] == "test")
        trained = next(case for case in cases if case["split"] == "train")
        write_feedback(study, f"{held_out['text']} Indeed.", trained["text"], "nothing that any task has written")
        made = materialize("study", instance, ["study/feedback", "study/shared_texts", "study/report"])
    assert made.success
    [check] = [check for check in made.get_asset_check_evaluations() if check.check_name == "held_out_texts_unseen"]
    assert not check.passed
    assert check.description == (
        "1 texts of the feedback ward are near duplicates of dev or test cases of uti: leave them out where it is "
        "trained on."
    )
    store = Store(study / "store")
    rows = store.read_table(store.current("study/shared_texts")).to_pylist()
    assert {(row["case_id"], row["other_kind"], row["other"], row["other_id"]) for row in rows} == {
        (held_out["case_id"], "feedback", "ward", "ward.csv:2"),
        (trained["case_id"], "feedback", "ward", "ward.csv:3"),
    }
    assert read_report(study)["shared_texts"]["feedback"] == {"ward": {"pairs": 2, "leaks": 1}}
    assert "feedback ward" in (store.current("study/report").path / "report.html").read_text()
    shown = "".join(str(value) for event in made.get_asset_materialization_events() for value in [event])
    assert "Indeed." not in shown  # it may be a patient's


MISTAKES = {
    "an unknown task": ({"tasks": ["uti", "flu"]}, ["unknown task 'flu'", "triage", "uti"]),
    "a task twice": ({"tasks": ["uti", "uti"]}, ["same task twice", "defs.yaml:"]),
    "a published result of no task": ({"tasks": ["triage"]}, ["unknown task 'uti'", "defs.yaml:"]),
    "feedback of no reader": (
        {"feedback": {"ward": {"reader": "fax", "columns": {"text": "note"}}}},
        ["ward: source.reader: unknown reader 'fax'", "defs.yaml:"],
    ),
    "feedback without a column": (
        {
            "feedback": {
                "ward": {
                    "reader": "synthetic",
                    "options": {"generator": "uti", "rows": 9},
                    "columns": {"text": "report"},
                }
            }
        },
        ["ward: source.columns.text names the column 'report'", "defs.yaml:"],
    ),
    "feedback with a task's name": (
        {"feedback": {"uti": {"reader": "files", "options": {"path": "a.csv"}, "columns": {"text": "note"}}}},
        ["uti is the name of a task", "defs.yaml:"],
    ),
    "an unknown model": ({"comparisons": [["sft", "dpoo"]]}, ["comparisons.0", "did you mean 'dpo'", "defs.yaml:"]),
    "a model against itself": ({"comparisons": [["sft", "sft"]]}, ["compared with itself", "defs.yaml:"]),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_in_a_study_is_refused_at_load(study, mistake):
    changes, expected = MISTAKES[mistake]
    declare_study(study, **changes)
    message = refusal(study)
    assert [part for part in expected if part not in message] == []
