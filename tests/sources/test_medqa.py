import json
from pathlib import Path
from typing import Any

import pytest

from medpref_dagster.declaration import Columns
from medpref_dagster.sources import medqa

QUESTION = {
    "question": "A 23-year-old woman has burning on urination. What is the best treatment?",
    "answer": "Nitrofurantoin",
    "options": {"A": "Ampicillin", "B": "Ceftriaxone", "C": "Ciprofloxacin", "D": "Doxycycline", "E": "Nitrofurantoin"},
    "meta_info": "step2&3",
    "answer_idx": "E",
}


def read_rows(path: Path, lines: list[Any], **options: Any) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    (path / "train.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    declared = medqa.Options(path=str(path / "train.jsonl"), **options)
    reading = medqa.read(declared, Columns(text="question"))
    assert reading.schema.names == ["row_id", *medqa.columns(declared)]
    return [row for batch in reading.batches for row in batch.to_pylist()], reading.quarantine


def test_a_question_becomes_a_row_with_a_column_for_each_option(tmp_path: Path) -> None:
    rows, quarantine = read_rows(tmp_path, [QUESTION])
    assert rows == [
        {
            "row_id": "train.jsonl:1",
            "question": QUESTION["question"],
            "option_a": "Ampicillin",
            "option_b": "Ceftriaxone",
            "option_c": "Ciprofloxacin",
            "option_d": "Doxycycline",
            "option_e": "Nitrofurantoin",
            "answer_idx": "E",
            "answer": "Nitrofurantoin",
            "meta_info": "step2&3",
        }
    ]
    assert quarantine == []


def test_the_edition_with_four_options(tmp_path: Path) -> None:
    four = {**QUESTION, "options": {k: v for k, v in QUESTION["options"].items() if k != "A"}}  # type: ignore[attr-defined]
    four["options"] = dict(zip("ABCD", four["options"].values(), strict=True))
    rows, quarantine = read_rows(tmp_path, [{**four, "answer_idx": "D"}, QUESTION], options=4)
    assert [row["answer_idx"] for row in rows] == ["D"]
    assert [item["reason"] for item in quarantine] == ["other options than declared"]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"answer_idx": "A"}, "answer is not the text of its letter"),
        ({"answer_idx": "F"}, "answer is not the text of its letter"),
        ({"options": ["Ampicillin"]}, "other options than declared"),
        ({"question": ""}, "field missing"),
    ],
)
def test_a_question_that_contradicts_itself_is_quarantined_whole(
    tmp_path: Path, change: dict[str, Any], reason: str
) -> None:
    rows, quarantine = read_rows(tmp_path, [QUESTION, {**QUESTION, **change}])
    assert len(rows) == 1
    assert [(item["row_id"], item["reason"]) for item in quarantine] == [("train.jsonl:2", reason)]
    assert json.loads(quarantine[0]["record"]) == {**QUESTION, **change}
    assert "Ampicillin" not in quarantine[0]["detail"]


@pytest.mark.parametrize(
    "changed", [{"answer_idx": ["E"]}, {"answer_idx": {"a": 1}}, {"answer_idx": 5}, {"options": []}]
)
def test_a_question_with_a_value_of_another_type_costs_itself(tmp_path: Path, changed: dict[str, Any]) -> None:
    rows, quarantine = read_rows(tmp_path, [QUESTION, {**QUESTION, **changed}])
    assert len(rows) == 1
    assert [row["row_id"] for row in quarantine] == ["train.jsonl:2"]
