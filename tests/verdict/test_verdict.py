import json

import numpy as np
import pyarrow as pa
import pytest
from pyarrow import compute as pc

from medpref_dagster.answering import MetricError
from medpref_dagster.answering.metrics import score_metric
from medpref_dagster.schemas import OPTION_SCORES, PREDICTIONS
from medpref_dagster.verdict.statistics import run_mcnemar
from medpref_dagster.verdict.verdict import (
    EvaluationError,
    PairScores,
    evaluate,
    format_interval,
    format_number,
    format_p,
)
from tests.verdict.judged_models import (
    TEXT_ANSWER,
    TRIAGE_ANSWER,
    make_cases,
    make_pair_scores,
    make_predictions,
    make_task,
)


def judge(task=None, share_right=None, patients=None, pairs=False, models=("base", "sft", "dpo"), count=400):
    task = task or make_task()
    cases = make_cases(task, count, patients)
    predictions = make_predictions(task, cases, models, share_right=share_right)
    return evaluate(task, cases, predictions, make_pair_scores(cases) if pairs else None), predictions


def find_test(result, first, second):
    return next(test for test in result["tests"] if (test["first"], test["second"]) == (first, second))


def test_every_model_gets_each_metric_with_an_interval_around_it():
    result, predictions = judge()
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
    result = evaluate(task, cases, predictions, option_scores=pa.Table.from_pylist(scores, schema=OPTION_SCORES))
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
    assert "No difference between SFT and DPO was shown" in test["verdict"]
    assert f"a true difference of {100 * test['detectable_difference']:.0f} points" in test["verdict"]


def test_p_values_are_adjusted_over_all_comparisons():
    result, _ = judge(make_task(TRIAGE_ANSWER))
    tests = result["tests"]
    assert len(tests) == 6
    smallest = min(tests, key=lambda test: test["p"])
    assert smallest["p_adjusted"] == pytest.approx(min(1, 6 * smallest["p"]))
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
    [test] = evaluate(task, cases, pa.Table.from_pylist(rows, schema=PREDICTIONS), None)["tests"]
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
    result = evaluate(task, cases, pa.Table.from_pylist(rows, schema=predictions.schema))
    test = find_test(result, "sft", "dpo")
    assert test["difference"]["estimate"] < 0
    assert test["outcome"] == "better"


def test_patients_with_several_cases_widen_intervals_and_are_the_units():
    task = make_task()
    cases = make_cases(task, 400, patients=40)
    # Every case of a patient is answered alike, so that there is no more to learn from ten of them than from one.
    rows = make_predictions(task, cases, share_right={"base": 0.5, "sft": 0.5, "dpo": 0.5}).to_pylist()
    for row in rows:
        right = (int(row["patient_id"][-2:]) // 10 + len(row["model"])) % 2
        row["parsed"] = row["gold"] if right else None
    predictions = pa.Table.from_pylist(rows, schema=make_predictions(task, cases).schema)
    clustered = evaluate(task, cases, predictions)
    alone = [{**row, "patient_id": row["case_id"]} for row in rows]
    independent = evaluate(task, cases, pa.Table.from_pylist(alone, schema=predictions.schema))
    width, narrow = (
        item["metrics"][1]["models"]["base"]["high"] - item["metrics"][1]["models"]["base"]["low"]
        for item in (clustered, independent)
    )
    assert width > 1.5 * narrow
    test = find_test(clustered, "base", "sft")
    assert test["clustered"]
    assert test["p"] >= find_test(independent, "base", "sft")["p"]
    assert test["detectable_difference"] > find_test(independent, "base", "sft")["detectable_difference"]


def test_the_order_of_predictions_does_not_matter():
    task = make_task()
    cases = make_cases(task)
    predictions = make_predictions(task, cases)
    backwards = predictions.take(pa.array(range(predictions.num_rows - 1, -1, -1)))
    first, second = evaluate(task, cases, predictions), evaluate(task, cases, backwards)
    assert first["tests"][0]["p"] == second["tests"][0]["p"]
    assert first["metrics"][0]["models"]["sft"]["estimate"] == second["metrics"][0]["models"]["sft"]["estimate"]


def test_a_perfect_model_has_an_interval_that_is_no_point():
    result, _ = judge(share_right={"base": 0.5, "sft": 1, "dpo": 1})
    accuracy = result["metrics"][1]["models"]["sft"]
    assert accuracy["method"] == "Wilson"
    assert accuracy["low"] < accuracy["estimate"] == accuracy["high"] == 1.0


def test_the_win_rate_is_the_share_of_test_pairs_with_a_positive_margin():
    cases = make_cases(make_task())
    scores = make_pair_scores(cases)
    result = evaluate(make_task(), cases, make_predictions(make_task(), cases), scores)["preferences"]
    policy, reference = (table.filter(pc.field("split") == "test") for table in (scores.policy, scores.reference))
    ratios = [table["chosen_logp"].to_numpy() - table["rejected_logp"].to_numpy() for table in (policy, reference)]
    margins = scores.beta * (ratios[0] - ratios[1])
    assert result["pairs"] == len(margins) == 80
    assert result["win_rate"]["estimate"] == pytest.approx((margins > 0).mean())
    assert result["margin"]["estimate"] == pytest.approx(margins.mean())
    assert sum(result["histogram"]["counts"]) == 80
    assert 0.0 in result["histogram"]["edges"]


def test_a_policy_that_is_its_reference_wins_nothing_and_ties_everything():
    cases = make_cases(make_task())
    scores = make_pair_scores(cases)
    same = PairScores(scores.pairs, scores.reference, scores.reference, 0.1)
    result = evaluate(make_task(), cases, make_predictions(make_task(), cases), same)["preferences"]
    assert (result["win_rate"]["estimate"], result["ties"], result["margin"]["estimate"]) == (0.0, 80, 0.0)


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
    with pytest.raises(EvaluationError, match="did not answer the same cases: 1 differ"):
        evaluate(task, cases, predictions.slice(1))
    with pytest.raises(EvaluationError, match="answered a case twice"):
        evaluate(task, cases, pa.concat_tables([predictions, predictions.slice(0, 1)]))
    with pytest.raises(EvaluationError, match="no predictions"):
        evaluate(task, cases, predictions.slice(0, 0))
    renamed = predictions.set_column(2, "model", pa.array(["other"] * predictions.num_rows))
    with pytest.raises(EvaluationError, match="unknown models"):
        evaluate(task, cases, renamed)


def test_pairs_without_scores_are_refused():
    task = make_task()
    cases = make_cases(task)
    scores = make_pair_scores(cases)
    missing = PairScores(scores.pairs, scores.policy.slice(0, 10), scores.reference, 0.1)
    with pytest.raises(EvaluationError, match="have no log-probabilities"):
        evaluate(task, cases, make_predictions(task, cases), missing)
    none = PairScores(scores.pairs.slice(0, 0), scores.policy, scores.reference, 0.1)
    with pytest.raises(EvaluationError, match="no preference pairs"):
        evaluate(task, cases, make_predictions(task, cases), none)


@pytest.mark.parametrize(
    ("p", "text"), [(0.0001, "<.001"), (0.003, ".003"), (0.03, ".03"), (0.049, ".049"), (0.55, ".55"), (1.0, ">.99")]
)
def test_p_values_are_printed_as_journals_print_them(p, text):
    assert format_p(p) == text


def test_undefined_numbers_are_dashes():
    assert format_number(None) == "\N{EN DASH}"
    assert format_interval({"estimate": 0.5, "low": None, "high": None}) == "0.50"
    assert format_interval({"estimate": np.float64(-0.5), "low": -1.0, "high": 0.0}, signed=True) == (
        "\N{MINUS SIGN}0.500 (\N{MINUS SIGN}1.000 to +0.000)"
    )
