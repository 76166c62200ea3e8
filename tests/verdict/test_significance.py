"""Tests of two models against published results, enumeration and other implementations."""

import itertools
import math
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.weightstats import DescrStatsW

from medpref_dagster.answering.choice_metrics import find_correct
from medpref_dagster.answering.metrics import FieldAnswers, measure_metric
from medpref_dagster.verdict.significance import adjust_holm, compare_correctness, compare_scores, run_mcnemar

COUNTS = st.integers(0, 60)


@given(only_first=COUNTS, only_second=COUNTS)
def test_the_exact_mcnemar_p_is_that_of_a_fair_coin(only_first, only_second):
    total = only_first + only_second
    expected = stats.binomtest(only_first, total, 0.5).pvalue if total else 1.0
    result = run_mcnemar(only_first, only_second)
    assert result.p_exact == pytest.approx(expected, abs=1e-9)
    assert 0 < result.p_mid <= result.p_exact
    mirrored = run_mcnemar(only_second, only_first)
    assert (mirrored.p_exact, mirrored.p_mid) == (result.p_exact, result.p_mid)


def test_mcnemar_gives_the_published_p_values_of_airway_hyperresponsiveness():
    # Fagerland, Lydersen, Laake 2013, table 1 and results: 1 and 7 discordant of 21 children.
    result = run_mcnemar(1, 7)
    assert result.p_exact == pytest.approx(0.0703125, abs=1e-9)
    assert result.p_mid == pytest.approx(0.0390625, abs=1e-9)


@given(outcomes=st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=40))
def test_with_one_case_a_patient_the_clustered_test_is_mcnemars(outcomes):
    first, second = (np.array(column) for column in zip(*outcomes, strict=True))
    counted = compare_correctness(first, second)
    # One pair of concordant cases of the same patient makes it take the clustered way and changes nothing.
    patients = [f"p{i}" for i in range(len(outcomes))]
    clustered = compare_correctness(np.append(first, True), np.append(second, True), [*patients, "p0"])
    assert (clustered.only_first, clustered.only_second) == (counted.only_first, counted.only_second)
    assert clustered.p_exact == pytest.approx(counted.p_exact, abs=1e-12)
    assert clustered.p_mid == pytest.approx(counted.p_mid, abs=1e-12)


@given(
    outcomes=st.lists(st.tuples(st.booleans(), st.booleans(), st.integers(0, 5)), min_size=1, max_size=25),
)
def test_the_clustered_test_is_the_enumeration_of_all_sign_flips(outcomes):
    first, second, patients = (list(column) for column in zip(*outcomes, strict=True))
    sums = dict.fromkeys(patients, 0)
    for right_first, right_second, patient in outcomes:
        sums[patient] += int(right_second) - int(right_first)
    flips = [
        abs(sum(sign * value for sign, value in zip(signs, sums.values(), strict=True)))
        for signs in itertools.product((1, -1), repeat=len(sums))
    ]
    reference = np.mean([flip >= abs(sum(sums.values())) for flip in flips])
    assert compare_correctness(np.array(first), np.array(second), patients).p_exact == pytest.approx(reference)


def test_agreeing_cases_of_one_patient_count_for_less_than_those_of_many():
    first, second = np.zeros(12, bool), np.ones(12, bool)
    alone = compare_correctness(first, second, list(range(12)))
    together = compare_correctness(first, second, [i // 4 for i in range(12)])
    assert alone.p_exact == pytest.approx(2 / 2**12)
    assert together.p_exact == pytest.approx(2 / 2**3)


# Published verdicts (Savage et al. 2025): counts that give the published figures give the published p


@pytest.mark.parametrize(
    ("cases", "sft_right", "dpo_right", "only_sft", "published", "verdict"),
    [
        (500, 140, 180, 64, ("0.28", "0.36"), "0.003"),  # reasoning, Llama3
        (500, 165, 200, 51, ("0.33", "0.40"), "0.004"),  # reasoning, Mistral2
    ],
)
def test_published_accuracies_give_the_published_p(cases, sft_right, dpo_right, only_sft, published, verdict):
    only_dpo = dpo_right - (sft_right - only_sft)
    both = sft_right - only_sft
    right = [(True, True)] * both + [(True, False)] * only_sft + [(False, True)] * only_dpo
    right += [(False, False)] * (cases - len(right))
    sft, dpo = (np.array(column) for column in zip(*right, strict=True))
    assert (f"{sft.mean():.2f}", f"{dpo.mean():.2f}") == published
    assert f"{compare_correctness(sft, dpo).p_exact:.3f}" == verdict


def answers_with(true_positives, false_negatives, false_positives, true_negatives):
    gold = ["Yes"] * (true_positives + false_negatives) + ["No"] * (false_positives + true_negatives)
    read = ["Yes"] * true_positives + ["No"] * false_negatives + ["Yes"] * false_positives + ["No"] * true_negatives
    return FieldAnswers("label", tuple(gold), tuple(read), ("Yes", "No"), "Yes")


@pytest.mark.parametrize(
    ("sft", "dpo", "published", "verdict"),
    [
        ((79, 0, 4, 80), (72, 7, 0, 84), ("0.98", "0.95"), lambda p: f"{p:.2f}" == "0.55"),  # UTI, Llama3
        ((64, 2, 2, 60), (64, 2, 2, 60), ("0.97", "0.97"), lambda p: p > 0.99),  # UTI, Mistral2
        ((62, 38, 52, 148), (77, 23, 31, 169), ("0.58", "0.74"), lambda p: p < 0.001),  # personnel, Llama3
        ((88, 12, 14, 86), (81, 19, 9, 91), ("0.87", "0.85"), lambda p: p > 0.6),  # urgency, Mistral2
    ],
)
def test_published_f1_scores_give_the_published_verdict(sft, dpo, published, verdict):
    sft, dpo = answers_with(*sft), answers_with(*dpo)
    assert tuple(f"{measure_metric('f1', answers).value():.2f}" for answers in (sft, dpo)) == published
    assert verdict(compare_correctness(find_correct(sft), find_correct(dpo)).p_exact)


def test_published_ratings_give_the_published_verdict():
    # Summarization, Llama3: SFT 4.21, DPO 4.34, P < .001 by the paired t test.
    sft = [5] * 36 + [4] * 49 + [3] * 15
    dpo = [5] * 36 + [5] * 13 + [4] * 36 + [3] * 15
    comparison = compare_scores(sft, dpo)
    assert (np.mean(sft), np.mean(dpo)) == (4.21, 4.34)
    assert comparison.p_t < 0.001
    assert comparison.p_wilcoxon < 0.001


SCORES = st.lists(st.tuples(st.integers(1, 5), st.integers(1, 5)), min_size=3, max_size=30)


@settings(max_examples=12)
@given(pairs=SCORES)
def test_paired_tests_agree_with_scipy_and_statsmodels(pairs):
    first, second = (np.array(column, float) for column in zip(*pairs, strict=True))
    difference = second - first
    result = compare_scores(first.tolist(), second.tolist())
    assert result.difference == pytest.approx(difference.mean())
    if len(set(difference)) == 1:
        return
    t, p, _ = DescrStatsW(difference).ttest_mean(0)
    assert (result.t, result.p_t) == pytest.approx((t, p), abs=1e-9)
    assert result.cohen_dz == pytest.approx(difference.mean() / np.std(difference, ddof=1), abs=1e-9)
    reference = stats.wilcoxon(second, first)
    assert (result.wilcoxon, result.p_wilcoxon) == pytest.approx((reference.statistic, reference.pvalue), abs=1e-9)
    assert -1 <= result.rank_biserial <= 1
    assert compare_scores(second.tolist(), first.tolist()).rank_biserial == pytest.approx(-result.rank_biserial)


def test_paired_tests_give_the_published_result_of_students_sleep_data():
    # Student (1908), hours of sleep gained by ten patients: t = 4.0621, 9 degrees of freedom, p = 0.002833.
    first = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]
    second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]
    result = compare_scores(first, second)
    assert result.t == pytest.approx(4.062127683382037, abs=1e-9)
    assert result.p_t == pytest.approx(0.00283289019738427, abs=1e-9)
    assert result.rank_biserial == 1.0


def test_scores_of_one_patient_are_averaged_and_missing_ones_left_out():
    clustered = compare_scores([1, 2, 3, 1, 1], [3, 2, 4, math.nan, 5], ["a", "a", "b", "c", "c"])
    assert clustered == compare_scores([0, 0, 0], [1, 1, 4])
    with pytest.raises(ValueError, match="at least two units, got 1"):
        compare_scores([1, 2], [2, 3], ["a", "a"])


def test_differences_that_are_alike_but_for_rounding_are_alike():
    first = [0.1, 0.2, 0.3]
    result = compare_scores(first, [value + 0.1 for value in first])
    assert math.isinf(result.t)
    assert result.p_wilcoxon == 0.25


def test_equal_scores_are_no_difference():
    result = compare_scores([1, 2, 3], [1, 2, 3])
    assert (result.p_t, result.p_wilcoxon, result.cohen_dz, result.rank_biserial) == (1.0, 1.0, 0.0, 0.0)


@settings(max_examples=8)  # the library takes 0.1 s
@given(p_values=st.lists(st.floats(0, 1), min_size=1, max_size=12))
def test_holms_adjustment_is_the_greatest_bonferroni_of_those_before(p_values):
    ordered = sorted(p_values)
    expected = {
        p: max(min(1.0, (len(ordered) - rank) * earlier) for rank, earlier in enumerate(ordered) if earlier <= p)
        for p in ordered
    }
    assert adjust_holm(p_values) == pytest.approx([expected[p] for p in p_values], abs=1e-12)


def test_holms_adjustment_gives_his_own_scheme():
    # Holm 1979: the smallest p times m, the next times m - 1, never below the one before.
    assert adjust_holm([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.06, 0.06])


def test_no_tests_need_no_adjustment():
    assert adjust_holm([]) == []


def test_slow_libraries_are_loaded_when_they_are_used():
    code = (
        "import sys, medpref_dagster.reports.study, medpref_dagster.reports.task;"
        "print([name for name in ('statsmodels', 'sklearn') if name in sys.modules])"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert shown.strip() == "[]"
