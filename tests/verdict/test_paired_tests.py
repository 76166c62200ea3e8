"""One judgement: what a paired test decides, what it says, and that both are read back as written."""

import json

import numpy as np
import pytest

from medpref_dagster.declaration import Evaluation
from medpref_dagster.verdict.estimates import Sampling
from medpref_dagster.verdict.paired_tests import (
    CorrectnessTest,
    Outcome,
    ScoresTest,
    describe_correctness,
    describe_scores,
    judge_tests,
    read_test,
)
from medpref_dagster.verdict.results import Estimate

SHOWN = {
    "first": "sft",
    "second": "dpo",
    "metric": "accuracy",
    "title": "DPO against SFT",
    "metric_title": "Accuracy",
    "higher_is_better": True,
}


def make_sampling(cases, patients=None):
    return Sampling(Evaluation(bootstrap_samples=100), [f"p{case % (patients or cases)}" for case in range(cases)])


def count_right(only_first, only_second, both=0, neither=0, patients=None):
    first = np.array([1] * only_first + [0] * only_second + [1] * both + [0] * neither, float)
    second = np.array([0] * only_first + [1] * only_second + [1] * both + [0] * neither, float)
    return CorrectnessTest(
        **SHOWN,
        difference=Estimate(estimate=float((second - first).mean())),
        estimates=(float(first.mean()), float(second.mean())),
        **describe_correctness(first, second, make_sampling(len(first), patients)),
    )


def score(first, second, **changes):
    first, second = np.array(first, float), np.array(second, float)
    return ScoresTest(
        **SHOWN | changes,
        difference=Estimate(estimate=float((second - first).mean())),
        estimates=(float(first.mean()), float(second.mean())),
        **describe_scores(first, second, make_sampling(len(first))),
    )


@pytest.mark.parametrize(
    ("only_first", "only_second", "outcome"),
    [(0, 12, Outcome.BETTER), (12, 0, Outcome.WORSE), (5, 6, Outcome.UNDECIDED), (0, 0, Outcome.UNDECIDED)],
)
def test_a_difference_counts_where_its_p_lies_below_the_level(only_first, only_second, outcome):
    assert count_right(only_first, only_second, both=20).decide(0.05) == outcome


def test_the_adjusted_p_decides_and_not_the_raw_one():
    test = count_right(0, 7, both=20)
    assert test.p < 0.05
    assert test.decide(0.05) == Outcome.BETTER
    assert test.judge(0.05, p_adjusted=0.2).outcome == Outcome.UNDECIDED


def test_what_should_be_low_is_worse_where_it_is_higher():
    lower = score([0.1, 0.2, 0.1, 0.2], [0.8, 0.9, 0.9, 0.8], higher_is_better=False)
    assert lower.decide(0.05) == Outcome.WORSE


def test_judged_tests_are_one_family():
    tests = judge_tests([count_right(0, 7, both=20), count_right(3, 4, both=20), count_right(0, 9, both=20)], 0.05)
    raw = [test.p for test in tests]
    assert [test.p_adjusted for test in tests] == pytest.approx([2 * raw[0], raw[1], 3 * raw[2]])
    assert [test.outcome for test in tests] == ["better", "undecided", "better"]
    assert judge_tests([], 0.05) == ()


def test_a_sentence_says_who_is_better_by_what_and_on_which_ground():
    said = count_right(0, 12, both=20, neither=8).judge(0.05, 0.0015).verdict
    assert said == "DPO is better than SFT: accuracy 0.80 against 0.50 (exact McNemar test, Holm-adjusted p = .002)."


def test_a_sentence_without_a_difference_says_what_could_have_been_shown():
    test = count_right(5, 6, both=89).judge(0.05, 1.0)
    points = 100 * test.detectable_difference
    assert test.verdict == (
        "No difference between DPO and SFT was shown: accuracy 0.95 against 0.94 (exact McNemar test, Holm-adjusted "
        f"p > .99). With 100 cases, a true difference of {points:.0f} points is found in 4 of 5 such tests; to show "
        f"the one seen here, about {test.cases_needed:,} cases are needed."
    )


def test_no_more_cases_are_asked_for_than_there_are():
    test = count_right(0, 9, both=100).judge(0.05, p_adjusted=0.06)
    assert test.cases_needed <= test.units
    assert "are needed" not in test.verdict


def test_scores_that_differ_by_less_than_is_printed_are_printed_as_different():
    said = score([0.5, 0.5, 0.5001], [0.5, 0.5, 0.502]).judge(0.05).verdict
    assert "ROUGE" not in said
    assert "accuracy 0.501 against 0.500" in said


def test_without_a_discordant_case_patients_are_counted_and_not_their_cases():
    alone, clustered = count_right(0, 0, both=120), count_right(0, 0, both=120, patients=20)
    assert alone.detectable_difference < 0.1 < 0.3 < clustered.detectable_difference < 1
    assert count_right(0, 0, both=120, patients=4).detectable_difference == 1


@pytest.mark.parametrize(
    ("test", "name", "value"),
    [
        (count_right(5, 15), "Cohen's g", 0.25),
        (count_right(0, 0, both=3), "Cohen's g", None),
        (score([1, 2, 3], [2, 2, 5]), "Cohen's dz", 1.0),
        (score([1, 2, 3], [2, 3, 4]), "rank-biserial", 1.0),
    ],
)
def test_the_effect_size_is_that_of_the_test(test, name, value):
    assert (test.effect.name, test.effect.value) == (name, pytest.approx(value))


@pytest.mark.parametrize("test", [count_right(2, 9, both=5), score([1, 2, 3], [2, 2, 5]), score([1, 2], [2, 3])])
def test_a_test_is_read_back_as_it_was_written(test):
    judged = test.judge(0.05, 0.5)
    written = json.loads(json.dumps(judged.to_json(), allow_nan=False))
    assert read_test(written | {"effect": "of a later reader"}) == judged
