"""A model that saw what was held out is found out by its own manifest, and uses of a test set are counted."""

import pyarrow as pa
import pytest

from medpref_dagster.answering.test_set import count_test_uses, find_held_out_rows, note_test_use
from medpref_dagster.schemas import CASES
from tests.training.tiny_task import TinyTask, make_cases, make_declaration, open_tiny_task


@pytest.fixture(scope="module")
def tiny(tmp_path_factory) -> TinyTask:
    return open_tiny_task(tmp_path_factory.mktemp("store"), tmp_path_factory.mktemp("base"))


@pytest.fixture(scope="module")
def models(tiny):
    declared = make_declaration(sft={"epochs": 1}, dpo={"epochs": 1})
    sft = tiny.fit_sft(declared).model
    return {"sft": sft, "dpo": tiny.fit_dpo(declared, sft).model}


def change_cases(**changes: dict[str, str]) -> pa.Table:
    """The cases with some of them changed: `change_cases(c1={"split": "test"})`."""
    return pa.Table.from_pylist([row | changes.get(row["case_id"], {}) for row in make_cases().to_pylist()], CASES)


def test_a_model_that_saw_only_what_it_may_has_no_problems(tiny, models):
    assert find_held_out_rows(tiny.store, models["sft"], tiny.cases) == []
    assert find_held_out_rows(tiny.store, models["dpo"], tiny.cases) == []


def test_a_test_case_that_was_trained_on_is_named_for_the_model_and_for_its_parent(tiny, models):
    problems = find_held_out_rows(tiny.store, models["dpo"], change_cases(c1={"split": "test"}))
    assert len(problems) == 2
    assert "The dpo model" in problems[0]
    assert "The sft model" in problems[1]
    assert all("saw 1 rows as train whose case or patient is in test, e.g. case c1" in text for text in problems)


def test_another_case_of_a_trained_patient_in_dev_is_a_problem_too(tiny, models):
    cases = change_cases(c17={"patient_id": "p2"})
    assert cases.to_pylist()[17]["split"] == "dev"
    [problem] = find_held_out_rows(tiny.store, models["sft"], cases)
    assert "as train whose case or patient is in dev, e.g. case c2" in problem


def test_what_gave_the_loss_curve_may_be_nothing_but_eval(tiny, models):
    [problem] = find_held_out_rows(tiny.store, models["sft"], change_cases(c14={"split": "dev"}))
    assert "saw 1 rows as eval whose case or patient is in dev" in problem


def test_a_model_whose_list_of_rows_was_changed_proves_nothing(tiny, models, tmp_path):
    (models["sft"].path / "rows.parquet").chmod(0o644)
    kept = (models["sft"].path / "rows.parquet").read_bytes()
    try:
        (models["sft"].path / "rows.parquet").write_bytes(b"")
        [problem] = find_held_out_rows(tiny.store, models["sft"], tiny.cases)
    finally:
        (models["sft"].path / "rows.parquet").write_bytes(kept)
    assert "its files do not have its hash" in problem


def test_a_model_counts_once_however_often_it_answers(tiny, models):
    for model in (models["sft"], models["sft"], models["dpo"]):
        note_test_use(tiny.store, "uti", tiny.base, model, "dpo" if model is models["dpo"] else "sft", 3)
    note_test_use(tiny.store, "uti", tiny.base, None, "base", 3)
    assert count_test_uses(tiny.store, "uti") == {"base": 1, "dpo": 1, "sft": 1}
    assert count_test_uses(tiny.store, "triage") == {}
