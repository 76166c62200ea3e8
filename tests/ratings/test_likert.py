"""What the reports say of ratings: means, tests, agreement, and how far the judge can be trusted."""

import json

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from medpref_dagster.declaration import Evaluation
from medpref_dagster.ratings.clinicians import OUTDATED, SCALE
from medpref_dagster.ratings.judge import draw_questions
from medpref_dagster.ratings.likert import NOT_RATED, describe_likert, is_likert, list_measures, summarize_likert
from medpref_dagster.ratings.raters import measure_half_step_kappa
from medpref_dagster.schemas import QUARANTINE, RATINGS
from medpref_dagster.verdict.agreement import compute_weighted_kappa
from medpref_dagster.verdict.significance import compare_scores
from tests.ratings.rated_answers import MODELS, make_cases, make_predictions
from tests.ratings.test_judge import LIKERT

EVALUATION = Evaluation(bootstrap_samples=200)


def clinician(rater, levels, cases=12, patients=None):
    """`levels`: model -> function of the case's number to a rating; None where it was not rated."""
    return [
        make_row(number, model, rater, "clinician", rating, patient=number % (patients or cases))
        for number in range(cases)
        for model, level in levels.items()
        if (rating := level(number)) is not None
    ]


def judge(rating, cases=12):
    """`rating`: function of the case's number, the model, its place (from 1) and the order."""
    return [
        make_row(int(question.case_id[1:]), model, "gpt", "judge", value, question.order, place)
        for question in draw_questions(LIKERT, make_predictions(cases), make_cases(cases))
        for place, model in enumerate(question.models, 1)
        if (value := rating(int(question.case_id[1:]), model, place, question.order)) is not None
    ]


def make_row(number, model, rater, kind, rating, order=None, place=None, patient=None):
    return {
        "case_id": f"c{number}",
        "patient_id": f"p{number if patient is None else patient}",
        "model": model,
        "rater": rater,
        "rater_kind": kind,
        "order": order,
        "place": place,
        "rating": rating,
    }


def describe(*rows, reasons=(), models=MODELS):
    quarantine = [{"row_id": "c0", "reason": reason, "detail": None, "record": None} for reason in reasons]
    return describe_likert(
        pa.Table.from_pylist([row for some in rows for row in some], schema=RATINGS),
        pa.Table.from_pylist(quarantine, schema=QUARANTINE),
        models,
        EVALUATION,
    )


WORTH = {"base": 1, "sft": 2, "dpo": 4}
LEVELS = {model: lambda number, worth=worth: worth + number % 2 for model, worth in WORTH.items()}


def test_models_are_compared_case_by_case_and_raters_with_each_other():
    section = describe(clinician("ann", LEVELS), clinician("bob", LEVELS))
    [group] = section["groups"]
    assert (group["name"], group["raters"], group["ratings"], group["cases"]) == (
        "likert.clinician",
        ["ann", "bob"],
        72,
        12,
    )
    means = {model: item["estimate"] for model, item in group["models"].items()}
    assert means == {"base": 1.5, "sft": 2.5, "dpo": 4.5}
    assert all(item["low"] < item["estimate"] < item["high"] for item in group["models"].values())
    differences = {(test["first"], test["second"]): test["difference"]["estimate"] for test in group["tests"]}
    assert differences == {("base", "sft"): 1, ("sft", "dpo"): 2, ("base", "dpo"): 3}
    assert section["agreement"]["kappa"] == [{"raters": ["ann", "bob"], "items": 36, "kappa": 1.0}]
    assert section["agreement"]["alpha"] == pytest.approx(1)
    assert section["position"] is section["against_clinicians"] is None


def test_the_tests_are_those_of_the_statistics_and_adjusted_over_both_kinds_of_rater():
    levels = {model: lambda number, worth=worth: min(5, worth + number * worth % 3) for model, worth in WORTH.items()}
    section = describe(clinician("ann", levels), judge(lambda number, model, *_: levels[model](number + 1)))
    tests = [test for group in section["groups"] for test in group["tests"]]
    assert len(tests) == 6
    expected = compare_scores(*[[levels[model](number) for number in range(12)] for model in ("sft", "dpo")])
    [found] = [t for t in tests if (t["metric"], t["first"], t["second"]) == ("likert.clinician", "sft", "dpo")]
    assert (found["p"], found["p_wilcoxon"]) == (pytest.approx(expected.p_t), pytest.approx(expected.p_wilcoxon))
    assert (found["cohen_dz"], found["rank_biserial"]) == (
        pytest.approx(expected.cohen_dz),
        pytest.approx(expected.rank_biserial),
    )
    smallest = min(tests, key=lambda test: test["p"])
    assert smallest["p_adjusted"] == min(1, 6 * smallest["p"])
    assert found["outcome"] == "better"
    assert found["verdict"].startswith("DPO is better than SFT: Likert rating by clinicians")


def test_equal_ratings_are_no_difference_and_their_intervals_have_a_width():
    section = describe(clinician("ann", {model: lambda _: 3 for model in MODELS}))
    [group] = section["groups"]
    for item in [*group["models"].values(), *group["differences"]]:
        assert item["low"] < item["estimate"] < item["high"]
    assert all(item["low"] >= 1 and item["high"] <= 5 for item in group["models"].values())
    assert {test["outcome"] for test in group["tests"]} == {"undecided"}
    assert "No difference between SFT and the base model was shown" in group["tests"][0]["verdict"]


def test_ratings_of_a_fourth_model_are_judged_too():
    levels = {**LEVELS, "champion": lambda number: 3 + number % 2}
    [group] = describe(clinician("ann", levels), models=("champion", *MODELS))["groups"]
    assert list(group["models"]) == ["base", "sft", "dpo", "champion"]
    [test] = [test for test in group["tests"] if test["first"] == "champion"]
    assert (test["second"], test["title"]) == ("dpo", "DPO against champion, Likert rating by clinicians")


def test_a_few_equal_differences_are_no_proof():
    section = describe(clinician("ann", {"base": lambda _: 2, "sft": lambda _: 3, "dpo": lambda _: 3}, cases=4))
    test = section["groups"][0]["tests"][0]
    assert (test["cohen_dz"], test["t"], test["p_t"]) == (None, None, None), "infinite is no number of JSON"
    assert test["p"] == test["p_wilcoxon"] == 0.125
    assert test["outcome"] == "undecided"
    assert "Wilcoxon test" in test["verdict"]
    json.dumps(section, allow_nan=False)


def test_what_nobody_rated_counts_nowhere():
    rows = [row for row in clinician("ann", LEVELS) if (row["case_id"], row["model"]) != ("c3", "sft")]
    [group] = describe(rows)["groups"]
    assert (group["ratings"], group["cases"]) == (35, 11)
    assert describe(rows)["agreement"] == {"kappa": [], "alpha": None}


def test_where_no_case_was_rated_in_full_there_is_no_mean_and_no_test():
    section = describe(clinician("ann", {"base": lambda _: 3}))
    [group] = section["groups"]
    assert (group["ratings"], group["cases"], group["models"], group["tests"]) == (12, 0, {}, [])
    assert list_measures(section) == []
    assert summarize_likert(section) == ["Likert rating by clinicians: no case was rated in full."]
    one_case = describe(clinician("ann", LEVELS, cases=1))["groups"][0]
    assert (one_case["cases"], one_case["tests"]) == (1, [])


def test_without_ratings_it_says_so_and_shows_no_number():
    section = describe()
    assert section["groups"] == []
    assert section["asked"] == 0
    assert summarize_likert(section) == [NOT_RATED]
    assert summarize_likert(None) == []


def test_the_severity_of_a_rater_is_not_taken_for_a_difference_between_models():
    strict = clinician("strict", {model: lambda number: 2 + number % 2 for model in MODELS})
    mild = clinician("mild", {"dpo": lambda number: 4 + number % 2})
    [group] = describe(strict, mild)["groups"]
    assert [test["difference"]["estimate"] for test in group["tests"]] == [0, 0, 0]


def test_patients_with_several_cases_are_the_units():
    [group] = describe(clinician("ann", LEVELS, cases=12, patients=4))["groups"]
    assert {test["units"] for test in group["tests"]} == {4}


def test_a_judges_score_is_the_mean_over_both_orders_and_needs_both():
    def rating(number, model, _place, order):
        if number == 5 and order == "reversed":
            return None
        return WORTH[model] + (order == "drawn")

    section = describe(judge(rating), reasons=["the judge timed out"])
    [group] = section["groups"]
    assert (group["name"], group["cases"]) == ("likert.judge", 11)
    assert {model: item["estimate"] for model, item in group["models"].items()} == {
        "base": 1.5,
        "sft": 2.5,
        "dpo": 4.5,
    }
    assert (section["asked"], section["unread"]) == (24, {"the judge timed out": 1})
    assert section["position"]["cases"] == 11


def test_a_judge_that_always_prefers_what_it_sees_first_is_found_out():
    section = describe(judge(lambda _number, _model, place, _order: 6 - place))
    position = section["position"]
    assert (position["cases"], position["changed"], position["share"]["estimate"]) == (12, 12, 1.0)
    assert position["share"]["low"] < 1
    assert position["first_place_advantage"]["estimate"] == 2
    assert {item["estimate"] for item in section["groups"][0]["models"].values()} == {4.0}


def test_a_judge_that_heeds_the_answers_alone_has_no_position_bias():
    position = describe(judge(lambda _number, model, *_: WORTH[model]))["position"]
    assert (position["changed"], position["share"]["estimate"]) == (0, 0.0)
    assert position["first_place_advantage"]["estimate"] == 0


def test_position_bias_counts_the_cases_whose_best_answer_changed():
    # Where the order only moves the level, or the order among the worse ones, the preferred answer stays.
    def rating(number, model, place, order):
        if number < 4:
            return 6 - place
        return {"base": 1 + (order == "drawn"), "sft": 2, "dpo": 5}[model]

    position = describe(judge(rating))["position"]
    assert (position["changed"], position["cases"]) == (4, 12)


def test_a_judge_is_measured_by_the_clinicians_where_both_rated():
    clinicians = [clinician(rater, LEVELS, cases=8) for rater in ("ann", "bob")]
    against = describe(*clinicians, judge(lambda number, model, *_: LEVELS[model](number)))["against_clinicians"]
    assert (against["items"], against["pairs"]) == (24, 48)
    assert against["kappa"] == 1.0
    assert against["bias"]["estimate"] == 0
    assert [(row["rater"], row["items"], row["kappa"]) for row in against["by_rater"]] == [
        ("ann", 24, 1.0),
        ("bob", 24, 1.0),
    ]


def test_a_mild_judge_has_a_bias_of_its_mildness():
    against = describe(
        clinician("ann", LEVELS),
        # One step more in one order: half a step more in the mean.
        judge(lambda number, model, _, order: min(5, LEVELS[model](number) + (order == "drawn"))),
    )["against_clinicians"]
    # Half of DPO's ratings are 5 already.
    assert against["bias"]["estimate"] == pytest.approx((0.5 * 12 + 0.5 * 12 + 0.5 * 6) / 36)
    assert 0 < against["kappa"] < 1


def test_a_judge_whom_no_clinician_can_be_held_against_is_not_measured():
    section = describe(clinician("ann", LEVELS, cases=2), judge(lambda n, m, *_: None if n < 2 else LEVELS[m](n)))
    assert section["against_clinicians"] is None


@given(st.lists(st.tuples(st.integers(1, 5), st.integers(1, 5)), min_size=2, max_size=40))
def test_on_whole_ratings_the_judges_kappa_is_that_of_two_raters(pairs):
    first, second = [a for a, _ in pairs], [b for _, b in pairs]
    assert measure_half_step_kappa([(float(a), b) for a, b in pairs]) == pytest.approx(
        compute_weighted_kappa(first, second, SCALE), nan_ok=True
    )


def test_ratings_of_other_answers_are_counted_apart_from_what_the_judge_did():
    section = describe(clinician("ann", LEVELS), reasons=[OUTDATED, OUTDATED])
    assert (section["outdated"], section["unread"], section["asked"]) == (2, {}, 0)


def test_a_measure_of_ratings_is_known_by_its_name():
    section = describe(clinician("ann", LEVELS))
    assert all(is_likert(measure["name"]) for measure in list_measures(section))
    assert not is_likert("urgency.f1")
