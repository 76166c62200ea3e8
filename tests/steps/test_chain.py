"""A chain gives what a task's own steps give, and stops where a blocking check does; a trial keeps what it scored."""

import json

import pytest

from medpref_dagster.declaration.ablation import AblationDeclaration, list_conditions, list_trials
from medpref_dagster.declaration.machine import BaseModelDeclaration
from medpref_dagster.steps import DeclaredAblation, DeclaredTask
from medpref_dagster.steps.ablation import ABLATION_STEPS
from medpref_dagster.steps.chain import ChainError, list_chain, run_chain
from medpref_dagster.steps.running import run_step
from medpref_dagster.steps.task import list_task_steps
from medpref_dagster.storage.base_models import prepare_base_model
from medpref_dagster.storage.costs import read_cost_of
from medpref_dagster.storage.store import Store
from medpref_dagster.workbench import Workbench
from tests.steps.declared import declare
from tests.steps.reads import replace_leaf
from tests.training.tiny_task import COMPUTE


@pytest.fixture(scope="module")
def store(tmp_path_factory) -> Store:
    return Store(tmp_path_factory.mktemp("chain") / "store")


@pytest.fixture(scope="module")
def workbench(store, tiny_base_model) -> Workbench:
    origin = {"from": "folder", "path": str(tiny_base_model)}
    base = BaseModelDeclaration.model_validate({"name": "tiny", "licence": "none", "origin": origin})
    return Workbench(store, prepare_base_model(base, store), COMPUTE, partition="tiny", trial="uti/seed=17")


def test_a_chain_is_the_tasks_own_table_and_recalls_what_its_assets_made(workbench, store):
    about = DeclaredTask("uti", declare("uti"))
    assert [step.name for step in list_chain(about)] == [
        step.name for step in list_task_steps(about) if step.name != "evaluation_report"
    ]
    for step in list_task_steps(about):
        run_step(step, about, workbench)
    own = {
        step.name: store.current(f"uti/{step.name}", "tiny" if step.partitioned else None) for step in list_chain(about)
    }
    made = run_chain(about, workbench)
    assert {name: made[name].address for name in own} == {name: artifact.address for name, artifact in own.items()}
    assert made["sft_model.candidates"] == store.current("uti/sft_model.candidates", "tiny")


def test_a_blocking_check_stops_the_chain_with_its_sentence(workbench):
    about = DeclaredTask("uti", replace_leaf(declare("uti"), "source.max_text_characters", 10))
    with pytest.raises(ChainError, match=r"uti/cases, check usable: "):
        run_chain(about, workbench)


def test_a_trial_keeps_scores_rows_and_addresses_and_no_text(workbench, store):
    task = declare("uti")
    ablation = AblationDeclaration.model_validate(
        {"title": "One", "question": "Is it whole?", "tasks": {"uti": {}}, "seeds": [17]}
    )
    conditions = list_conditions(ablation)
    trials = {trial.name: trial for trial in list_trials(ablation, {"uti": task}, conditions)}
    about = DeclaredAblation("one", ablation, trials, (workbench.base.declaration,))
    step, report = ABLATION_STEPS
    result = run_step(step, about, workbench)
    assert store.current("one/trials", {"base_model": "tiny", "trial": "uti/seed=17"}) == result.artifact

    written = (result.artifact.path / "trial.json").read_text()
    content = json.loads(written)
    assert content["seed"] == 17
    assert content["pairs"]["train"] == task.rejected.pairs
    assert content["trained_rows"]["sft"] == task.sft.max_training_rows
    assert set(content["dev"]) >= {"sft", "dpo"}
    model = content["artifacts"]["dpo_model"]
    assert read_cost_of(store, "uti/dpo_model", "tiny", model).cpu_seconds > 0
    assert model in store.parents(result.artifact)

    table = store.read_table(result.artifact)
    cases = store.read_table(content["artifacts"]["cases"]).to_pylist()
    test = {case["case_id"] for case in cases if case["split"] == "test"}
    assert set(table["case_id"].to_pylist()) <= test
    for text in [case["text"] for case in cases]:
        assert text not in written
        assert text not in json.dumps(table.to_pylist())

    reported = run_step(report, about, workbench)
    assert reported.shown["trials"] == 1
    again = run_step(step, about, workbench)
    assert again.artifact == result.artifact, "the same trial has the same bytes"
