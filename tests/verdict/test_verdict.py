"""Predictions of several models to a verdict: what is said is what was found, whatever the models and however alike."""

import json
import math

import pyarrow as pa
import pytest
from pyarrow import compute as pc

from medpref_dagster.answering import MetricError
from medpref_dagster.answering.metrics import score_metric
from medpref_dagster.schemas import OPTION_SCORES, PREDICTIONS
from medpref_dagster.verdict.errors import VerdictError
from medpref_dagster.verdict.significance import run_mcnemar
from medpref_dagster.verdict.verdict import Verdict, evaluate
from tests.verdict.judged_models import (
    TEXT_ANSWER,
    TRIAGE_ANSWER,
    make_cases,
    make_pair_scores,
    make_predictions,
    make_task,
)


def judge_by_accuracy():
    return make_task(metrics=["accuracy", "f1"])


def judge(task=None, share_right=None, patients=None, pairs=False, models=("base", "sft", "dpo"), count=400):
    task = task or judge_by_accuracy()
    cases = make_cases(task, count, patients)
    predictions = make_predictions(task, cases, models, share_right=share_right)
    return evaluate(task, cases, predictions, make_pair_scores(cases) if pairs else None).to_json(), predictions


def find_test(result, first, second):
    return next(test for test in result["tests"] if (test["first"], test["second"]) == (first, second))


def test_every_model_gets_each_metric_with_an_interval_around_it():
    result, predictions = judge(make_task())
    for row in result["metrics"]:
        for model, item in row["models"].items():
            one = predictions.filter(pc.field("model") == model)
            assert item["estimate"] == pytest.approx(score_metric(row["name"], one, make_task().answer))
            assert item["low"] < item["estimate"] < item["high"]
    assert [row["name"] for row in result["metrics"]] == ["f1", "accuracy"]


def test_auroc_is_judged_by_the_option_scores_of_each_model():
    task = make_task(metrics=["auroc", "sensitivity"], answer_by="likelihood")
    cases = make_cases(task, 200)
    predictions = make_predictions(task, cases, ("base", "sft"))
    scores = [
        {"case_id": row["case_id"], "model": row["model"], "option": option, "log_prob": log_prob}
        | {"tokens": 1, "characters": 3}
        for row in predictions.to_pylist()
        for option in ("Yes", "No")
        # The SFT model ranks every case rightly, the base model none.
        for right in [(option == dict(row["gold"])["label"]) == (row["model"] == "sft")]
        for log_prob in [-0.1 if right else -3.0]
    ]
    result = evaluate(
        task, cases, predictions, option_scores=pa.Table.from_pylist(scores, schema=OPTION_SCORES)
    ).to_json()
    [auroc, sensitivity] = result["metrics"]
    assert (auroc["title"], sensitivity["title"]) == ("AUROC", "Sensitivity")
    assert {model: item["estimate"] for model, item in auroc["models"].items()} == {"base": 0.0, "sft": 1.0}
    with pytest.raises(MetricError, match="pass the option scores"):
        evaluate(task, cases, predictions)


def test_f1_without_a_positive_label_is_titled_as_the_average_it_is():
    result, _ = judge(make_task(TRIAGE_ANSWER, metrics=["f1"]))
    assert [row["title"] for row in result["metrics"]] == ["F1, macro average of personnel", "F1 of urgency"]


def test_a_clear_gain_is_called_better_and_counted_case_by_case():
    result, predictions = judge(share_right={"base": 0.2, "sft": 0.9, "dpo": 0.9})
    test = find_test(result, "base", "sft")
    right = {
        model: {
            row["case_id"]: row["parsed"] == row["gold"] for row in predictions.to_pylist() if row["model"] == model
        }
        for model in ("base", "sft")
    }
    assert test["only_second"] == sum(right["sft"][case] and not right["base"][case] for case in right["sft"])
    assert test["only_first"] == sum(right["base"][case] and not right["sft"][case] for case in right["sft"])
    assert test["p"] == run_mcnemar(test["only_first"], test["only_second"]).p_exact
    assert test["outcome"] == "better"
    assert test["verdict"].startswith("SFT is better than the base model: accuracy")


def test_a_loss_is_called_worse():
    result, _ = judge(share_right={"base": 0.9, "sft": 0.9, "dpo": 0.2})
    assert find_test(result, "sft", "dpo")["outcome"] == "worse"
    assert "DPO is worse than SFT" in find_test(result, "sft", "dpo")["verdict"]


def test_equal_models_are_not_called_equal_but_told_what_could_have_been_found():
    result, _ = judge(share_right={"base": 0.2, "sft": 0.85, "dpo": 0.87})
    test = find_test(result, "sft", "dpo")
    assert test["outcome"] == "undecided"
    assert "No difference between DPO and SFT was shown" in test["verdict"]
    assert f"a true difference of {100 * test['detectable_difference']:.0f} points" in test["verdict"]


def test_p_values_are_adjusted_over_all_comparisons():
    result, _ = judge(make_task(TRIAGE_ANSWER))
    tests = [test for test in result["tests"] if not test["secondary"]]
    assert len(tests) == 6
    smallest = min(tests, key=lambda test: test["p"])
    assert smallest["p_adjusted"] == pytest.approx(min(1, 6 * smallest["p"]))
    assert {test["metric"] for test in tests} == {"personnel.f1", "urgency.f1"}
    beside = [test for test in result["tests"] if test["secondary"]]
    assert {(test["kind"], test["metric"]) for test in beside} == {
        ("mcnemar", "personnel.accuracy"),
        ("mcnemar", "urgency.accuracy"),
    }
    assert min(test["p_adjusted"] for test in beside) == pytest.approx(min(1, 6 * min(test["p"] for test in beside)))
    assert all(test["p"] <= test["p_adjusted"] <= 1 for test in tests)
    assert {row["name"] for row in result["metrics"]} == {
        "personnel.f1",
        "urgency.f1",
        "personnel.accuracy",
        "urgency.accuracy",
    }


def test_free_text_is_compared_by_its_scores():
    task = make_task(TEXT_ANSWER, metrics=["rouge_l", "unsupported_statement_rate"])
    result, _ = judge(task)
    assert {test["kind"] for test in result["tests"]} == {"scores"}
    assert find_test(result, "base", "sft")["outcome"] == "better"
    assert result["fields"] == []


def test_a_few_cases_that_all_differ_by_the_same_decide_nothing():
    task = make_task(TEXT_ANSWER, metrics=["rouge_l"])
    cases = make_cases(task, count=20)
    rows = make_predictions(task, cases, models=("base", "sft"), share_right={"base": 1, "sft": 1}).to_pylist()
    for row in rows:
        if row["model"] == "base":
            row["parsed"] = [(field, "?") for field, _ in row["parsed"]]
    [test] = evaluate(task, cases, pa.Table.from_pylist(rows, schema=PREDICTIONS)).to_json()["tests"]
    assert (test["units"], test["estimates"]) == (4, [0, 1])
    assert (test["kind"], test["p"], test["outcome"]) == ("wilcoxon", 0.125, "undecided")


def test_a_lower_rate_of_unsupported_statements_is_better():
    task = make_task(TEXT_ANSWER, metrics=["unsupported_statement_rate"])
    cases = make_cases(task)
    predictions = make_predictions(task, cases, share_right={"base": 1, "sft": 1, "dpo": 1})
    said = {"base": "Went to Spain.", "sft": "Went to Spain.", "dpo": "Nitrofurantoin was given."}
    rows = [{**row, "parsed": [("text", said[row["model"]])]} for row in predictions.to_pylist()]
    # One case differs, so that the differences vary.
    rows[-1]["parsed"] = [("text", "Went home.")]
    result = evaluate(task, cases, pa.Table.from_pylist(rows, schema=predictions.schema)).to_json()
    test = find_test(result, "sft", "dpo")
    assert test["difference"]["estimate"] < 0
    assert test["outcome"] == "better"


def test_patients_with_several_cases_widen_intervals_and_are_the_units():
    task = judge_by_accuracy()
    cases = make_cases(task, 400, patients=40)
    # Every case of a patient is answered alike, so that there is no more to learn from ten of them than from one.
    rows = make_predictions(task, cases, share_right={"base": 0.5, "sft": 0.5, "dpo": 0.5}).to_pylist()
    for row in rows:
        right = (int(row["patient_id"][-2:]) // 10 + len(row["model"])) % 2
        row["parsed"] = row["gold"] if right else None
    predictions = pa.Table.from_pylist(rows, schema=make_predictions(task, cases).schema)
    clustered = evaluate(task, cases, predictions).to_json()
    alone = [{**row, "patient_id": row["case_id"]} for row in rows]
    independent = evaluate(task, cases, pa.Table.from_pylist(alone, schema=predictions.schema)).to_json()
    width, narrow = (
        item["metrics"][0]["models"]["base"]["high"] - item["metrics"][0]["models"]["base"]["low"]
        for item in (clustered, independent)
    )
    assert width > 1.5 * narrow
    test = find_test(clustered, "base", "sft")
    assert test["clustered"]
    assert test["p"] >= find_test(independent, "base", "sft")["p"]
    assert test["detectable_difference"] > find_test(independent, "base", "sft")["detectable_difference"]


def test_the_order_of_predictions_does_not_matter():
    task = judge_by_accuracy()
    cases = make_cases(task)
    predictions = make_predictions(task, cases)
    backwards = predictions.take(pa.array(range(predictions.num_rows - 1, -1, -1)))
    first, second = evaluate(task, cases, predictions), evaluate(task, cases, backwards)
    assert first.tests[0].p == second.tests[0].p
    assert first.metrics[0].models["sft"].estimate == second.metrics[0].models["sft"].estimate


def test_a_perfect_model_has_an_interval_that_is_no_point():
    result, _ = judge(share_right={"base": 0.5, "sft": 1, "dpo": 1})
    accuracy = result["metrics"][0]["models"]["sft"]
    assert accuracy["method"] == "Wilson"
    assert accuracy["low"] < accuracy["estimate"] == accuracy["high"] == 1.0


def test_the_result_is_json_and_the_same_each_time():
    first, second = (judge(pairs=True)[0] for _ in range(2))
    assert json.dumps(first, allow_nan=False) == json.dumps(second, allow_nan=False)


def test_two_models_can_be_judged_without_the_third():
    result, _ = judge(models=("base", "sft"))
    assert [(test["first"], test["second"]) for test in result["tests"]] == [("base", "sft")]


def test_predictions_that_do_not_belong_together_are_refused():
    task = make_task()
    cases = make_cases(task)
    predictions = make_predictions(task, cases)
    with pytest.raises(VerdictError, match="did not answer the same cases: 1 differ"):
        evaluate(task, cases, predictions.slice(1))
    with pytest.raises(VerdictError, match="answered a case twice"):
        evaluate(task, cases, pa.concat_tables([predictions, predictions.slice(0, 1)]))
    with pytest.raises(VerdictError, match="no predictions"):
        evaluate(task, cases, predictions.slice(0, 0))
    with pytest.raises(VerdictError, match="no predictions of champion; there are those of base, sft, dpo"):
        evaluate(task, cases, predictions, comparisons=[("champion", "dpo")])


# Other models than three


def test_a_control_and_a_champion_are_judged_like_the_others():
    models = ("champion", "base", "sft", "sft_continued", "dpo")
    share_right = dict.fromkeys(models, 0.8) | {"champion": 0.3}
    result, _ = judge(models=models, share_right=share_right)
    assert result["models"] == ["base", "sft", "dpo", "sft_continued", "champion"]
    assert {(test["first"], test["second"]) for test in result["tests"]} == {
        ("base", "sft"),
        ("sft", "dpo"),
        ("base", "dpo"),
        ("champion", "dpo"),
        ("sft_continued", "dpo"),
    }
    test = find_test(result, "champion", "dpo")
    assert test["verdict"].startswith("DPO is better than champion: accuracy")
    assert test["title"] == "DPO against champion"
    assert all(set(row["models"]) == set(models) for row in result["metrics"])
    assert set(result["unreadable"]) == set(result["generated_tokens"]) == set(models)


def test_models_that_are_none_of_ours_are_compared_in_the_order_in_which_they_come():
    result, _ = judge(models=("challenger", "champion"), share_right={"champion": 0.9, "challenger": 0.2})
    [test] = result["tests"]
    assert (test["first"], test["second"], test["outcome"]) == ("challenger", "champion", "better")


def test_the_compared_pairs_can_be_named():
    task = judge_by_accuracy()
    cases = make_cases(task)
    verdict = evaluate(task, cases, make_predictions(task, cases), comparisons=[("dpo", "base")])
    [test] = verdict.tests
    assert (test.first, test.second, test.outcome) == ("dpo", "base", "worse")
    assert test.verdict.startswith("The base model is worse than DPO")
    assert [(item.first, item.second) for item in verdict.metrics[0].differences] == [("dpo", "base")]


# What is all alike


def answer(task, cases, **answers):
    """Predictions whose parsed answer is `answers[model](gold)`."""
    rows = make_predictions(task, cases, tuple(answers), share_right=dict.fromkeys(answers, 1)).to_pylist()
    for row in rows:
        found = answers[row["model"]](dict(row["gold"]))
        row["parsed"] = None if found is None else list(found.items())
    return pa.Table.from_pylist(rows, schema=PREDICTIONS)


def list_intervals(verdict):
    for row in verdict.metrics:
        yield from row.models.values()
        yield from row.differences
    yield from verdict.unreadable.values()
    yield from (test.difference for test in verdict.tests)


RIGHT = dict
ANSWERS = {
    "right": RIGHT,
    "unreadable": lambda gold: None,
    "always No": lambda gold: {"label": "No"},
    "always Yes": lambda gold: {"label": "Yes"},
    "the other": lambda gold: {"label": "No" if gold["label"] == "Yes" else "Yes"},
}


@pytest.mark.parametrize(("count", "patients"), [(10, None), (400, None), (400, 10)])
@pytest.mark.parametrize(
    ("base", "sft"), [*((name, name) for name in ANSWERS), ("unreadable", "always No"), ("the other", "right")]
)
def test_every_interval_has_a_width_and_holds_its_estimate(base, sft, patients, count):
    task = make_task(metrics=["f1", "f1_macro", "f1_weighted", "accuracy"], bootstrap_samples=100)
    cases = make_cases(task, count, patients)
    verdict = evaluate(task, cases, answer(task, cases, base=ANSWERS[base], sft=ANSWERS[sft]))
    for item in list_intervals(verdict):
        assert item.low <= item.estimate <= item.high
        assert item.high - item.low > 1e-6
        assert item.method
    for row in verdict.metrics:
        assert all(item.low >= 0 and item.high <= 1 for item in row.models.values())
        assert all(item.low >= -1 and item.high <= 1 for item in row.differences)


def test_a_model_that_finds_no_positive_case_has_an_f1_that_is_not_known_to_be_0():
    task = make_task()
    cases = make_cases(task, 400)
    verdict = evaluate(task, cases, answer(task, cases, base=ANSWERS["unreadable"], sft=ANSWERS["always No"]))
    f1 = verdict.metrics[0].models["sft"]
    assert (f1.estimate, f1.low, f1.method) == (0, 0, "unseen case")
    assert 0.05 < f1.high < 0.35


def test_models_that_answer_alike_differ_by_what_so_many_cases_leave_open():
    task = judge_by_accuracy()
    cases = make_cases(task, 600)
    verdict = evaluate(task, cases, answer(task, cases, base=RIGHT, sft=RIGHT))
    [test] = verdict.tests
    assert (test.units, test.p, test.outcome) == (120, 1, "undecided")
    assert (test.difference.low, test.difference.high) == pytest.approx((-0.031, 0.031), abs=5e-4)
    assert test.detectable_difference == pytest.approx(0.064, abs=5e-4)
    assert "a true difference of 6 points is found in 4 of 5 such tests." in test.verdict
    assert "to show" not in test.verdict


@pytest.mark.parametrize("kind", ["label", "text"])
@pytest.mark.parametrize("count", [10, 20])
def test_so_few_cases_that_nothing_can_be_shown_are_said_to_be_so(kind, count):
    task = make_task(TEXT_ANSWER, metrics=["rouge_l"]) if kind == "text" else judge_by_accuracy()
    cases = make_cases(task, count).filter(pc.field("split") == "test").slice(0, count // 10)
    wrong = {"text": "?"} if kind == "text" else None
    verdict = evaluate(task, cases, answer(task, cases, base=lambda gold: wrong, sft=RIGHT))
    [test] = verdict.tests
    assert test.outcome == "undecided"
    said = "With 1 such case," if count == 10 else "With 2 such cases,"
    assert f"{said} no difference could have been shown." in test.verdict
    assert all(item.low < item.high for item in list_intervals(verdict))


def test_one_patient_with_many_cases_shows_nothing_however_many_they_are():
    task = judge_by_accuracy()
    cases = make_cases(task, 400)
    cases = cases.filter(pc.field("split") == "test")
    one = pa.Table.from_pylist([{**row, "patient_id": "p"} for row in cases.to_pylist()], schema=cases.schema)
    for base in (RIGHT, ANSWERS["unreadable"]):
        rows = answer(task, one, base=base, sft=RIGHT).to_pylist()
        verdict = evaluate(task, one, pa.Table.from_pylist(rows, schema=PREDICTIONS))
        [test] = verdict.tests
        assert (test.outcome, test.detectable_difference) == ("undecided", 1)
        assert "no difference could have been shown" in test.verdict
        assert verdict.metrics[0].models["sft"].low < 0.3


def test_a_metric_that_no_case_has_is_undefined_and_not_0():
    task = make_task(TEXT_ANSWER, metrics=["fact_recall"])
    cases = make_cases(task, 100)
    bare = [{**row, "source_fields": "{}"} for row in cases.to_pylist()]
    verdict = evaluate(
        task, pa.Table.from_pylist(bare, schema=cases.schema), answer(task, cases, base=RIGHT, sft=RIGHT)
    )
    [test] = verdict.tests
    assert {item.estimate for item in list_intervals(verdict)} == {None, 0.0}  # 0: none is unreadable
    assert test.verdict == "SFT and the base model cannot be compared on fact recall: no case has such a score."


# What else is shown


def test_f1_without_a_positive_label_is_called_the_macro_average():
    result, _ = judge(make_task(TRIAGE_ANSWER))
    titles = {row["name"]: row["title"] for row in result["metrics"]}
    assert titles["personnel.f1"] == "F1, macro average of personnel"
    assert titles["urgency.f1"] == "F1 of urgency"


def test_answers_that_were_cut_off_are_counted_where_predictions_say_so():
    task = make_task()
    cases = make_cases(task)
    predictions = make_predictions(task, cases).drop_columns("cut_off")  # as before there was such a column
    assert evaluate(task, cases, predictions).cut_off is None
    cut = pa.array([row["model"] == "base" for row in predictions.to_pylist()])
    found = evaluate(task, cases, predictions.append_column("cut_off", cut)).cut_off
    assert {model: item.estimate for model, item in found.items()} == {"base": 1, "sft": 0, "dpo": 0}
    assert found["base"].low < 1
    assert found["sft"].high > 0


def test_a_verdict_is_read_back_as_it_was_written():
    task = make_task()
    cases = make_cases(task)
    verdict = evaluate(task, cases, make_predictions(task, cases), make_pair_scores(cases))
    assert Verdict.model_validate(json.loads(json.dumps(verdict.to_json(), allow_nan=False))) == verdict


def test_a_sum_over_patients_that_points_the_other_way_than_the_mean_over_cases_decides_nothing():
    task = make_task(TEXT_ANSWER, metrics=["rouge_l"])
    cases = make_cases(task, 1000).filter(pc.field("split") == "test")
    # One patient with most of the cases loses, all others gain.
    owners = ["many" if place < 150 else f"p{place}" for place in range(cases.num_rows)]
    cases = cases.set_column(cases.schema.get_field_index("patient_id"), "patient_id", pa.array(owners))
    rows = answer(task, cases, base=RIGHT, sft=RIGHT).to_pylist()
    for place, row in enumerate(rows):
        loses = (row["patient_id"] == "many") == (row["model"] == "sft")
        row["parsed"] = [("text", "?" if loses and place % 7 else "Nitrofurantoin was given for five days.")]
    [test] = evaluate(task, cases, pa.Table.from_pylist(rows, schema=PREDICTIONS)).tests
    assert test.difference.estimate < 0 < test.t
    assert test.p_adjusted < 0.001
    assert test.outcome == "undecided"
    assert not math.isnan(test.p)
