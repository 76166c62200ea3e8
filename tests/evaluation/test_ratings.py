"""Ratings: nobody sees which model answered, nothing is rated that nobody rated, and mistakes have a line."""

import csv

import pyarrow as pa
import pytest

from medpref_dagster.evaluation.ratings import (
    RatingsError,
    blind_predictions,
    export_ratings,
    judge_ratings,
    read_ratings,
)
from medpref_dagster.schemas import CASES, PREDICTIONS

MODELS = ("base", "sft", "dpo")


def make_predictions(cases: int = 12) -> pa.Table:
    return pa.Table.from_pylist(
        [
            {
                "case_id": f"c{number}",
                "patient_id": f"p{number}",
                "model": model,
                "text": f"an answer {number} of {len(model)}",
                "parsed": [("text", "")],
                "gold": [("text", "")],
                "generated_tokens": 3,
            }
            for model in MODELS
            for number in range(cases)
        ],
        schema=PREDICTIONS,
    )


def make_cases(cases: int = 12) -> pa.Table:
    return pa.Table.from_pylist(
        [
            {
                "case_id": f"c{number}",
                "patient_id": f"p{number}",
                "split": "test",
                "text": f"=course {number}",
                "prompt": "",
                "answer": "",
                "gold": [("text", "")],
                "source_fields": "{}",
            }
            for number in range(cases)
        ],
        schema=CASES,
    )


def write(path, lines):
    path.write_text("\n".join(["item,rating", *lines]) + "\n")
    return path


def test_the_exported_file_tells_neither_model_nor_case_and_comes_back_rated(tmp_path):
    items = blind_predictions(make_predictions(), seed=5)
    path = tmp_path / "rater.csv"
    export_ratings(path, items, make_cases())
    with path.open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 36
    assert not any(name in row["item"] for row in rows for name in MODELS)
    assert {row["item"] for row in rows} == {item.item for item in items}
    assert all(row["case"].startswith("'=course") for row in rows), "a spreadsheet would run it as a formula"
    assert read_ratings(path, items) == {item.item: None for item in items}


def test_names_and_order_depend_on_the_seed_and_do_not_follow_the_models():
    predictions = make_predictions()
    assert blind_predictions(predictions, 5) == blind_predictions(predictions, 5)
    items, others = blind_predictions(predictions, 5), blind_predictions(predictions, 6)
    assert {item.item for item in items}.isdisjoint(item.item for item in others)
    assert [item.model for item in items] != sorted(item.model for item in items)


def test_a_limit_keeps_whole_cases():
    items = blind_predictions(make_predictions(), 5, max_cases=4)
    assert len(items) == 12
    assert len({item.case_id for item in items}) == 4


def test_an_existing_file_is_not_written_over(tmp_path):
    path = write(tmp_path / "rater.csv", [])
    with pytest.raises(RatingsError, match="exists and may hold ratings"):
        export_ratings(path, blind_predictions(make_predictions(), 5), make_cases())


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["nobody,3"], "line 2: item 'nobody' is not among those exported"),
        (["{0},3", "{0},4"], "line 3: item '{0}' is rated twice"),
        (["{0},6"], "line 2: rating '6' of item {0} is no whole number from 1 to 5"),
        (["{0},good"], "line 2: rating 'good'"),
        (["{0},3.5"], "line 2: rating '3.5'"),
    ],
)
def test_a_mistake_in_a_file_of_ratings_is_named_with_its_line(tmp_path, lines, said):
    items = blind_predictions(make_predictions(), 5)
    name = items[0].item
    path = write(tmp_path / "rater.csv", [line.format(name) for line in lines])
    with pytest.raises(RatingsError) as refused:
        read_ratings(path, items)
    assert said.format(name) in str(refused.value)


def test_a_file_that_is_none_is_refused(tmp_path):
    items = blind_predictions(make_predictions(), 5)
    with pytest.raises(RatingsError, match="there is no file"):
        read_ratings(tmp_path / "none.csv", items)
    (tmp_path / "other.csv").write_text("a,b\n1,2\n")
    with pytest.raises(RatingsError, match="no column item and rating"):
        read_ratings(tmp_path / "other.csv", items)
    (tmp_path / "latin.csv").write_bytes(b"item,rating\n\xff\xfe,3\n")
    with pytest.raises(RatingsError, match="UTF-8"):
        read_ratings(tmp_path / "latin.csv", items)


def rate(items, levels, shift=0):
    return {item.item: min(5, levels[item.model] + shift + int(item.case_id.removeprefix("c")) % 2) for item in items}


def test_models_are_compared_case_by_case_and_raters_with_each_other():
    items = blind_predictions(make_predictions(), 5)
    ratings = rate(items, {"base": 1, "sft": 2, "dpo": 4})
    judged = judge_ratings(items, {"ann": ratings, "bob": ratings})
    assert judged["kappa"] == [{"raters": ["ann", "bob"], "items": 36, "kappa": 1.0}]
    assert judged["alpha"] == pytest.approx(1)
    assert {model: item["mean"] for model, item in judged["models"].items()} == {"base": 1.5, "sft": 2.5, "dpo": 4.5}
    differences = {(test["first"], test["second"]): test["difference"] for test in judged["tests"]}
    assert differences == {("base", "sft"): 1, ("sft", "dpo"): 2, ("base", "dpo"): 3}
    assert all(test["p_adjusted"] >= test["p"] for test in judged["tests"])


def test_what_nobody_rated_counts_nowhere():
    items = blind_predictions(make_predictions(), 5)
    ratings = rate(items, {"base": 1, "sft": 2, "dpo": 4})
    left_out = next(item for item in items if item.case_id == "c3")
    judged = judge_ratings(items, {"ann": {**ratings, left_out.item: None}})
    assert judged["ratings"] == 35
    assert judged["cases"] == 11
    assert judged["alpha"] is None
    with pytest.raises(RatingsError, match="fewer than two cases"):
        judge_ratings(items, {"ann": {}})


def test_the_severity_of_a_rater_is_not_taken_for_a_difference_between_models():
    items = blind_predictions(make_predictions(), 5)
    strict = rate(items, {"base": 2, "sft": 2, "dpo": 2})
    mild = rate(items, {"base": 2, "sft": 2, "dpo": 2}, shift=2)
    mild = {item.item: mild[item.item] for item in items if item.model == "dpo"}
    judged = judge_ratings(items, {"strict": strict, "mild": mild})
    assert [test["difference"] for test in judged["tests"]] == [0, 0, 0]
