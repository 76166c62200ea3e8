"""Every task under `assets/` goes the whole way, from its source to its verdict, on a tiny model."""

import json

import dagster as dg
import pytest
import yaml

from medpref_dagster.definitions import load_definitions
from medpref_dagster.storage.store import Store
from tests.conftest import CHECKOUT

TASKS = sorted(
    path.parent.name
    for path in CHECKOUT.glob("assets/*/defs.yaml")
    if yaml.safe_load(path.read_text())["type"].endswith(".ClinicalTask")
)


def materialize_task(task: str) -> dg.ExecuteInProcessResult:
    defs = load_definitions()
    with dg.DagsterInstance.ephemeral() as instance:
        return defs.resolve_job_def(task).execute_in_process(
            instance=instance, tags={"dagster/partition": "tiny"}, raise_on_error=True
        )


def list_controls(answer: str) -> list[str]:
    """As they are shown; free texts have neither a majority nor a bag of words."""
    return ["sft_continued"] if answer == "text" else ["majority", "bag_of_words", "sft_continued"]


@pytest.mark.parametrize("task", TASKS)
def test_a_declared_task_goes_from_its_source_to_its_verdict(project, tiny_task, task):
    tiny_task(task)
    result = materialize_task(task)
    blocking = [
        f"{check.asset_key.to_user_string()} {check.check_name}: {check.description}"
        for check in result.get_asset_check_evaluations()
        if check.severity == dg.AssetCheckSeverity.ERROR and not check.passed
    ]
    assert blocking == []
    report = Store(project / "store").current(f"{task}/evaluation_report", "tiny")
    content = json.loads((report.path / "report.json").read_text())
    assert content["result"]["models"] == ["base", "sft", "dpo", *list_controls(content["result"]["answer"])]
    assert content["disclosure"] == "synthetic"


SHORT = yaml.safe_load((CHECKOUT / "assets" / "study" / "defs.yaml").read_text())["attributes"]["tasks"]
"""The short study's; the others train on all their rows."""


@pytest.mark.parametrize("task", SHORT)
def test_a_task_of_the_short_study_is_sized_for_two_cores(task):
    declared = yaml.safe_load((CHECKOUT / "assets" / task / "defs.yaml").read_text())["attributes"]
    assert declared["sft"]["max_training_rows"] <= 200
    assert declared["rejected"]["pairs"] <= 100
    assert declared["evaluation"]["max_test_rows"] <= 120
