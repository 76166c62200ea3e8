"""The control of DPO with equal compute: the same start, rows, batch and steps, and the SFT loss."""

import json
from pathlib import Path

import pyarrow.compute as pc
import pytest

from medpref_dagster.answering.test_set import find_held_out_rows
from medpref_dagster.controls.answering import answer_controls, read_training_cases
from medpref_dagster.storage.models import read_manifest
from medpref_dagster.training.continued import declare_continued, fit_continued_sft
from tests.training.tiny_task import TinyTask, make_declaration, open_tiny_task

TASK = make_declaration(dpo={"epochs": [2], "learning_rate": [1e-3]}, evaluation={"max_new_tokens": 3})


@pytest.fixture
def tiny(tmp_path: Path) -> TinyTask:
    return open_tiny_task(tmp_path / "store", tmp_path / "base")


def test_it_starts_from_sft_and_sees_the_pairs_of_dpo_for_as_many_steps(tiny: TinyTask) -> None:
    sft = tiny.fit_sft(TASK).model
    dpo = tiny.fit_dpo(TASK, sft).model
    found = fit_continued_sft(TASK, tiny.pairs, tiny.cases, sft, dpo, tiny.workbench)
    manifest, of_dpo = read_manifest(found.model), read_manifest(dpo)
    assert (manifest.stage, manifest.parent) == ("sft_continued", sft.address)
    assert manifest.training["steps"] == of_dpo.training["steps"]
    assert manifest.training["arguments"]["batch_size"] == of_dpo.training["arguments"]["batch_size"]
    assert tiny.store.read_table(found.model, "rows").equals(tiny.store.read_table(dpo, "rows"))
    assert [json.loads(row)["learning_rate"] for row in found.candidates["arguments"].to_pylist()] == [1e-3, 1e-2]
    assert find_held_out_rows(tiny.store, found.model, tiny.cases) == []
    assert "SFT continued" in (found.model.path / "README.md").read_text()
    again = fit_continued_sft(TASK, tiny.pairs, tiny.cases, sft, dpo, tiny.workbench)
    assert again.reused
    assert again.model.address == found.model.address


def test_its_learning_rates_are_declared_or_those_of_both_grids_and_a_tenth_of_sfts() -> None:
    task = make_declaration(sft={"learning_rate": [2e-3]}, dpo={"learning_rate": [2e-4, 5e-5]})
    assert declare_continued(task).learning_rate == (5e-5, 2e-4, 2e-3)
    own = make_declaration(evaluation={"sft_continued_learning_rate": [1e-4]})
    assert declare_continued(own).learning_rate == (1e-4,)


def test_the_cheap_controls_learn_from_the_rows_that_sft_was_trained_on_and_no_other(tiny: TinyTask) -> None:
    task = make_declaration(sft={"max_training_rows": 6}, evaluation={"max_new_tokens": 3})
    sft = tiny.fit_sft(task).model
    cases = tiny.store.read_table(tiny.cases)
    trained = read_training_cases(cases, sft, tiny.store)
    seen = tiny.store.read_table(sft, "rows").filter(pc.field("split") == "train")["row_id"].to_pylist()
    assert sorted(trained["case_id"].to_pylist()) == sorted(seen)
    assert len(seen) == 6
    answered = answer_controls(task, tiny.cases, sft, tiny.store)
    models = [set(tiny.store.read_table(block)["model"].to_pylist()) for block in answered.blocks]
    assert (models, answered.left_out) == ([{"majority"}, {"bag_of_words"}], {})
