"""Examples are cases that a training step changed, or whose answer cannot be read."""

import pytest
from pyarrow import compute as pc

from medpref_dagster.answering import METRICS
from medpref_dagster.answering.metrics import measure_predictions
from medpref_dagster.reports.examples import find_examples
from tests.verdict.judged_models import TEXT_ANSWER, make_cases, make_predictions, make_task


def test_examples_are_what_a_step_fixed_broke_or_left_unreadable():
    task = make_task()
    cases = make_cases(task, 200)
    predictions = make_predictions(task, cases)
    groups = find_examples(task, cases, predictions)
    right = {(row["model"], row["case_id"]): row["parsed"] == row["gold"] for row in predictions.to_pylist()}
    for group in groups:
        assert len(group["cases"]) == min(3, group["count"])
        for item in group["cases"]:
            after = right[group["second"], item["case_id"]]
            assert after == (group["what"] == "fixed")
            if group["first"]:
                assert right[group["first"], item["case_id"]] != after
    assert {group["what"] for group in groups} == {"fixed", "broke", "unreadable"}


@pytest.mark.parametrize("metric", ["rouge_l", "unsupported_statement_rate"])
def test_examples_of_free_texts_are_those_whose_score_changed_most(metric):
    task = make_task(TEXT_ANSWER, metrics=[metric])
    cases = make_cases(task, 200)
    predictions = make_predictions(task, cases)
    groups = find_examples(task, cases, predictions)
    assert [(group["first"], group["second"], group["what"]) for group in groups] == [
        ("base", "sft", "improved"),
        ("base", "sft", "worsened"),
        ("sft", "dpo", "improved"),
        ("sft", "dpo", "worsened"),
    ]
    for group in groups:
        first, second = group["first"], group["second"]
        scores = {
            model: measure_predictions(
                metric, predictions.filter(pc.field("model") == model), task.answer, cases
            ).scores.tolist()
            for model in (first, second)
        }
        higher = METRICS[metric].higher_is_better == (group["what"] == "improved")
        changes = [(after - before) * (1 if higher else -1) for before, after in zip(*scores.values(), strict=True)]
        risen = sorted((change for change in changes if change > 0), reverse=True)
        assert group["count"] == len(risen)
        shown = [abs(item["scores"][second] - item["scores"][first]) for item in group["cases"]]
        assert shown == risen[:3]
        assert all(set(item["answers"]) == {first, second} and item["gold"] for item in group["cases"])
    assert find_examples(task, cases, predictions) == groups
