import pyarrow as pa
import pytest
import torch

from medpref_dagster.answering import predictions as predictions_module
from medpref_dagster.answering.parsing import parse_answer
from medpref_dagster.answering.predictions import predict
from medpref_dagster.chat import encode_prompt, stop_token_ids
from medpref_dagster.declaration import TaskDeclaration
from medpref_dagster.devices import Compute
from medpref_dagster.progress import Progress
from medpref_dagster.schemas import CASES, PREDICTIONS
from tests.tiny_models import make_model, make_tokenizer

CPU = Compute(torch.device("cpu"), torch.float32, 2**30, 1)


def make_task(answer):
    return TaskDeclaration.model_validate(
        {
            "title": "Task",
            "source": {"reader": "files", "columns": {"text": "text"}},
            "prompt": "{text}",
            "answer": answer,
            "evaluation": {"max_new_tokens": 6},
        }
    )


def make_cases(count, split="test"):
    rows = [
        {
            "case_id": f"{split}{i}",
            "patient_id": f"p{i}",
            "split": split,
            "text": f"note {i}",
            "prompt": f"note {i}",
            "answer": "Yes.",
            "gold": [("label", "Yes")],
            "source_fields": "{}",
        }
        for i in range(count)
    ]
    return pa.Table.from_pylist(rows, schema=CASES)


@pytest.mark.parametrize("answer", [{"kind": "text", "column": "x"}, {"column": "x", "labels": {"a": "a", "b": "b"}}])
def test_predictions_are_what_plain_greedy_generation_writes_read_by_the_strict_parser(answer):
    task, model, tokenizer, cases = (
        make_task({"kind": "label", **answer}),
        make_model(),
        make_tokenizer(),
        make_cases(3),
    )
    with torch.no_grad():  # a fresh model only repeats its last token
        for weight in model.model.layers.parameters():
            weight.mul_(20)
    predictions = predict(model, tokenizer, cases, task, "sft", CPU)
    assert predictions.schema == PREDICTIONS
    assert predictions["case_id"].to_pylist() == cases["case_id"].to_pylist()
    assert set(predictions["model"].to_pylist()) == {"sft"}
    for row in predictions.to_pylist():
        prompt = encode_prompt(tokenizer, f"note {row['case_id'][4:]}")
        plain = model.generate(
            torch.tensor([prompt]), max_new_tokens=6, do_sample=False, eos_token_id=sorted(stop_token_ids(tokenizer))
        )[0, len(prompt) :]
        whole = tokenizer.decode(plain, skip_special_tokens=True).strip()
        assert whole
        assert whole.startswith(row["text"].rstrip("\ufffd"))
        assert (row["parsed"] and dict(row["parsed"])) == parse_answer(task.answer, whole)
        assert row["generated_tokens"] <= len(plain)


def test_generation_stops_as_soon_as_the_answer_is_settled(monkeypatch):
    tokenizer, told = make_tokenizer(), []

    def write_scripted(model, prompts, *, max_new_tokens, is_finished, tell, **_):
        tell(Progress("generation", 1, 2, "rows"))
        answers = []
        for script in ("Yes, there is one", "Perhaps", "No<|im_end|>", "No"):
            ids = tokenizer(script)["input_ids"]
            answers.append(next((ids[:end] for end in range(1, len(ids)) if is_finished(ids[:end])), ids))
        return answers

    monkeypatch.setattr(predictions_module, "generate_greedy", write_scripted)
    task = make_task({"kind": "label", "column": "x", "labels": {"Yes": "Yes", "No": "No"}})
    predictions = predict(make_model(), tokenizer, make_cases(4), task, "dpo", CPU, told.append)
    assert predictions["text"].to_pylist() == ["Yes, th", "P", "No", "No"]
    assert predictions["parsed"].to_pylist() == [[("label", "Yes")], None, [("label", "No")], None]
    assert predictions["generated_tokens"].to_pylist() == [7, 1, 3, 2]
    assert predictions["cut_off"].to_pylist() == [False, False, False, True]
    assert [str(progress) for progress in told] == ["predictions dpo: 1/2 rows"]


def test_no_cases_give_an_empty_table():
    predictions = predict(
        make_model(), make_tokenizer(), make_cases(0), make_task({"kind": "text", "column": "x"}), "base", CPU
    )
    assert predictions.schema == PREDICTIONS
    assert predictions.num_rows == 0
