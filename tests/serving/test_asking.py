"""One case is answered as the evaluation answers it: the same message, the same way to answer, the same parser."""

from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pytest

from medpref_dagster.answering.predictions import predict
from medpref_dagster.declaration import LabelAnswer
from medpref_dagster.feedback.events import EVENT
from medpref_dagster.serving.asking import GivenAnswer, answer_case, describe_generation, make_case
from medpref_dagster.serving.errors import ServingError
from medpref_dagster.sources import open_source
from medpref_dagster.sources.cases import build_cases
from medpref_dagster.storage.models import load_model, load_tokenizer
from medpref_dagster.storage.store import Store
from tests.serving.made_models import CPU, declare_task, fill_store, make_base, make_task

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


def test_the_message_is_that_of_the_evaluated_case():
    task = declare_task()
    raw = pa.Table.from_batches(list(open_source(task.source, None).batches)).slice(0, 50)
    cases = build_cases(raw, task).cases
    notes = dict(zip(raw["row_id"].to_pylist(), raw["note"].to_pylist(), strict=True))
    assert cases.num_rows > 20
    for case_id, prompt in zip(cases["case_id"].to_pylist(), cases["prompt"].to_pylist(), strict=True):
        assert make_case(task, {"note": notes[case_id]})["prompt"].to_pylist() == [prompt]


@pytest.mark.parametrize("answer_by", ["generation", "likelihood"])
def test_the_answer_is_that_of_the_evaluation(tmp_path: Path, answer_by: str):
    store = Store(tmp_path / "store")
    made = fill_store(store, make_base(store, tmp_path / "base"), declare_task(answer_by=answer_by))
    chosen = made.choose(made.train_adapter(made.train_adapter(), "dpo", seed=2))
    answer = answer_case(chosen, {"note": "burning urine"}, made.workbench)
    model = load_model(store, made.base, chosen.model, CPU)
    [expected] = predict(
        model, load_tokenizer(made.base), make_case(made.task, {"note": "burning urine"}), made.task, "dpo", CPU
    ).to_pylist()
    # What the evaluation reads is settled earlier: the sentence goes on behind it.
    assert answer.text.startswith(expected["text"])
    assert answer.readable is (expected["parsed"] is not None)
    if answer_by == "likelihood":
        assert isinstance(made.task.answer, LabelAnswer)
        assert answer.text in made.task.answer.sentences().values()


@pytest.mark.parametrize("fields", [{}, {"note": "  "}, {"note": ["a secret"]}, {"note": "a secret" * 1000}])
def test_what_is_no_case_is_refused_by_the_name_of_the_column_alone(fields: dict):
    with pytest.raises(ServingError, match=r"this is no case: .*is made of: note.*--case FILE") as refused:
        make_case(declare_task(), fields)
    assert "secret" not in str(refused.value)


def test_the_event_names_the_model_and_how_it_answered(tmp_path: Path):
    made = make_task(tmp_path)
    chosen = made.choose(made.train_adapter())
    event = describe_generation(chosen, GivenAnswer("a prompt", "an answer", True), "ask-1", NOW, patient="p-1")
    read = EVENT.validate_python(event)
    assert read.kind == "generation"
    assert (read.model, read.task, read.patient) == (chosen.model.address, "uti", "p-1")
    assert (read.decoding.temperature, read.decoding.max_new_tokens) == (0.0, 8)


def test_what_the_service_would_refuse_is_told_without_the_value(tmp_path: Path):
    made = make_task(tmp_path)
    chosen = made.choose(made.train_adapter())
    answer = GivenAnswer("a prompt", "an answer", True)
    with pytest.raises(ServingError, match=r"patient has a blank") as refused:
        describe_generation(chosen, answer, "ask-1", NOW, patient="Jane Doe")
    assert "Jane" not in str(refused.value)
