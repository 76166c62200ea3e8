"""An SFT model of a fold never saw that fold's training patients, and is trained once."""

from pathlib import Path

import pyarrow as pa
import pytest

from medpref_dagster.preferences.cross_fitting import CrossFitting
from medpref_dagster.preferences.rejected import Fold, Holdout, find_fold
from medpref_dagster.preferences.sampling import ModelSampler
from medpref_dagster.storage.models import read_manifest
from tests.training.tiny_task import TinyTask, make_cases, make_declaration, open_tiny_task


@pytest.fixture
def tiny(tmp_path: Path) -> TinyTask:
    return open_tiny_task(tmp_path / "store", tmp_path / "base")


def list_trained(tiny: TinyTask, model) -> set[str]:
    return {row["row_id"] for row in tiny.store.read_table(model).to_pylist() if row["split"] == "train"}


def test_a_folds_model_saw_all_training_patients_but_the_folds(tiny: TinyTask) -> None:
    task = make_declaration(sft={"learning_rate": [1e-3, 1e-2], "stop_early": True})
    sft = tiny.fit_sft(task).model
    crossed = CrossFitting(task, tiny.examples, tiny.cases, sft, tiny.workbench)
    models = [crossed.fit(Fold(number, 2)) for number in range(2)]
    training = [row for row in make_cases().to_pylist() if row["split"] == "train"]
    for number, model in enumerate(models):
        others = {row["case_id"] for row in training if find_fold(row["patient_id"], 2).number != number}
        assert list_trained(tiny, model) == others
        manifest, chosen = read_manifest(model).training, read_manifest(sft).training
        assert manifest["arguments"]["learning_rate"] == chosen["arguments"]["learning_rate"]
    assert list_trained(tiny, models[0]) | list_trained(tiny, models[1]) == list_trained(tiny, sft)
    tiny.told.clear()
    assert crossed.fit(Fold(0, 2)) == models[0]
    assert not tiny.told


def test_the_sampler_asks_the_folds_model_and_measures_by_the_sft_model(tiny: TinyTask) -> None:
    task = make_declaration()
    sft = tiny.fit_sft(task).model
    crossed = CrossFitting(task, tiny.examples, tiny.cases, sft, tiny.workbench)
    sampler = ModelSampler(task, sft, tiny.workbench, crossed)
    prompts = tiny.store.read_table(tiny.cases)["prompt"].to_pylist()[:6]
    asked = {"temperature": 1.0, "seed": 1}
    folds = [sampler(prompts, model=Fold(number, 2), **asked) for number in range(2)]
    alone = ModelSampler(task, crossed.fit(Fold(1, 2)), tiny.workbench)(prompts, model="sft", **asked)
    assert folds[1] == alone
    assert folds[0] != folds[1]

    logps = tiny.store.read_table(tiny.score_reference(sft))
    pairs: pa.Table = tiny.store.read_table(tiny.pairs)
    rows = [(row["prompt"], row["chosen"], row["rejected"]) for row in pairs.to_pylist()]
    expected = [row["chosen_logp"] - row["rejected_logp"] for row in logps.to_pylist()]
    assert sampler.measure_margins(rows) == pytest.approx(expected, abs=1e-4)


def test_a_fold_that_nobody_trains_is_refused(tiny: TinyTask) -> None:
    with pytest.raises(ValueError, match="nobody trains it"):
        ModelSampler(make_declaration(), None, tiny.workbench)(["?"], model=Fold(0, 2), temperature=1.0, seed=1)


def test_a_holdouts_model_saw_the_other_training_patients_alone(tiny: TinyTask) -> None:
    task, holdout = make_declaration(), Holdout(0.4)
    sft = tiny.fit_sft(task).model
    model = CrossFitting(task, tiny.examples, tiny.cases, sft, tiny.workbench).fit(holdout)
    training = [row for row in make_cases().to_pylist() if row["split"] == "train"]
    others = {row["case_id"] for row in training if not holdout.holds(row["patient_id"])}
    assert set() < others < {row["case_id"] for row in training}
    assert list_trained(tiny, model) == others
