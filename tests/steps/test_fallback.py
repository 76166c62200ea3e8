"""Where the SFT model is kept in place of a DPO model, everything downstream works and says so."""

import pyarrow.compute as pc
import pytest

from medpref_dagster.declaration.machine import BaseModelDeclaration
from medpref_dagster.steps import DeclaredTask
from medpref_dagster.steps.running import run_step
from medpref_dagster.steps.task import list_task_steps
from medpref_dagster.storage.base_models import prepare_base_model
from medpref_dagster.storage.store import Store
from medpref_dagster.workbench import Workbench
from tests.steps.declared import declare
from tests.training.tiny_task import COMPUTE


@pytest.fixture(scope="module")
def ran(tmp_path_factory, tiny_base_model):
    """Each step's result for a task whose only candidate unlearns the chosen answers, as the loss apo_down intends."""
    origin = {"from": "folder", "path": str(tiny_base_model)}
    base = BaseModelDeclaration.model_validate({"name": "tiny", "licence": "none", "origin": origin})
    store = Store(tmp_path_factory.mktemp("fallback") / "store")
    workbench = Workbench(store, prepare_base_model(base, store), COMPUTE, partition="tiny")
    task = declare("uti")
    dpo = {
        **task.dpo.model_dump(),
        "loss": "apo_down",
        "sft_weight": 0,
        "guards": {"max_chosen_logp_drop": 1e-6},
        "fallback": "sft",
    }
    about = DeclaredTask("uti", task.model_validate({**task.model_dump(), "dpo": dpo}))
    return store, {step.name: run_step(step, about, workbench) for step in list_task_steps(about)}


def test_the_dpo_models_answers_are_the_sft_models(ran):
    store, results = ran
    assert results["dpo_model"].artifact == results["sft_model"].artifact
    predictions = store.read_table(results["predictions"].artifact)
    answers = {
        model: predictions.filter(pc.field("model") == model).select(["case_id", "text"]) for model in ("sft", "dpo")
    }
    assert answers["dpo"].num_rows
    assert answers["dpo"].equals(answers["sft"])


def test_the_check_and_the_report_say_that_the_sft_model_is_kept(ran):
    _, results = ran
    finding = results["dpo_model"].findings["better_than_sft_on_dev"]
    assert not finding.passed
    assert "The SFT model itself is kept" in (finding.sentence or "")
    html = (results["evaluation_report"].artifact.path / "report.html").read_text()
    assert "what this report says of DPO is said of the SFT model" in html
    assert "fallback: every candidate diverged or collapsed" in html
    assert "nats a token below the SFT model" in html
