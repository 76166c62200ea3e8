import itertools
import math
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from sklearn.metrics import cohen_kappa_score
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import proportion_confint
from statsmodels.stats.weightstats import DescrStatsW

from medpref_dagster.answering.choice_metrics import find_correct
from medpref_dagster.answering.metrics import FieldAnswers, measure_metric
from medpref_dagster.verdict.statistics import (
    adjust_holm,
    bootstrap_difference,
    bootstrap_interval,
    compare_correctness,
    compare_scores,
    compute_krippendorff_alpha,
    compute_weighted_kappa,
    compute_wilson_interval,
    count_cases_needed,
    find_detectable_difference,
    run_mcnemar,
)

COUNTS = st.integers(0, 60)
SHARES = st.floats(0.01, 0.99)


def mean(totals):
    return totals[..., 0] / totals[..., 1]


def with_ones(values):
    values = np.asarray(values, float)
    return np.stack([values, np.ones_like(values)], axis=1)


# McNemar


@given(only_first=COUNTS, only_second=COUNTS)
def test_the_exact_mcnemar_p_is_statsmodels(only_first, only_second):
    reference = mcnemar([[0, only_first], [only_second, 0]], exact=True).pvalue if only_first + only_second else 1.0
    result = run_mcnemar(only_first, only_second)
    assert result.p_exact == pytest.approx(reference, abs=1e-9)
    assert result.p_mid <= result.p_exact
    assert result == run_mcnemar(only_second, only_first).__class__(
        only_first, only_second, result.p_exact, run_mcnemar(only_second, only_first).p_mid
    )


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


# Proportions and sample sizes


@given(cases=st.integers(1, 500), share=st.floats(0, 1), confidence=st.floats(0.6, 0.999))
def test_wilsons_interval_is_statsmodels(cases, share, confidence):
    successes = round(cases * share)
    low, high = proportion_confint(successes, cases, alpha=1 - confidence, method="wilson")
    interval = compute_wilson_interval(successes, cases, confidence)
    assert (interval.low, interval.high) == pytest.approx((low, high), abs=1e-9)
    assert interval.low <= interval.estimate <= interval.high


@pytest.mark.parametrize(("discordant", "difference", "cases"), [(0.5, 0.4, 23), (0.45, 0.15, 155)])
def test_cases_needed_agree_with_published_examples_of_connors_formula(discordant, difference, cases):
    assert count_cases_needed(discordant, difference) == cases
    assert count_cases_needed(discordant, -difference) == cases


@given(cases=st.integers(5, 5000), discordant=SHARES, power=st.floats(0.6, 0.95))
def test_the_detectable_difference_is_the_one_for_which_these_cases_are_needed(cases, discordant, power):
    difference = find_detectable_difference(cases, discordant, power=power)
    grown = max(discordant, difference)
    assert count_cases_needed(grown, difference, power=power) == cases
    assert 0 < difference <= 1


def test_nothing_is_detectable_with_three_cases_and_a_nonsense_plan_is_refused():
    assert find_detectable_difference(3, 0.5) == 1.0
    with pytest.raises(ValueError, match="discordant"):
        count_cases_needed(0.1, 0.2)


# Scores

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


def test_equal_scores_are_no_difference():
    result = compare_scores([1, 2, 3], [1, 2, 3])
    assert (result.p_t, result.p_wilcoxon, result.cohen_dz, result.rank_biserial) == (1.0, 1.0, 0.0, 0.0)


# Bootstrap


@pytest.mark.parametrize("values", [np.random.default_rng(1).exponential(size=40), np.arange(25) % 4 == 0])
def test_bca_is_scipys_for_the_same_resamples(values):
    values = np.asarray(values, float)
    reference = stats.bootstrap((values,), np.mean, n_resamples=999, method="BCa", rng=np.random.default_rng(7))
    interval = bootstrap_interval(with_ones(values), mean, samples=999, seed=7)
    assert interval.estimate == pytest.approx(values.mean())
    expected = reference.confidence_interval
    assert (interval.low, interval.high) == pytest.approx((expected.low, expected.high), abs=1e-9)


def test_bca_of_a_ratio_metric_is_scipys_for_the_same_resamples():
    rng = np.random.default_rng(3)
    gold, read = rng.random(60) < 0.4, rng.random(60) < 0.5

    def f1(gold, read, axis=-1):
        return 2 * (gold & read).sum(axis) / (gold.sum(axis) + read.sum(axis))

    reference = stats.bootstrap(
        (gold, read), f1, paired=True, n_resamples=999, method="BCa", rng=np.random.default_rng(5)
    ).confidence_interval
    label = np.where(gold, "Yes", "No"), np.where(read, "Yes", "No")
    totals = measure_metric("f1", FieldAnswers("label", *map(tuple, label), ("Yes", "No"), "Yes"))
    interval = bootstrap_interval(totals.contributions, totals.combine, samples=999, seed=5)
    assert (interval.low, interval.high) == pytest.approx((reference.low, reference.high), abs=1e-9)


def test_large_samples_are_drawn_in_parts_that_make_the_same_whole(monkeypatch):
    values = with_ones(np.random.default_rng(1).random(50))
    whole = bootstrap_interval(values, mean, samples=200, seed=7)
    monkeypatch.setattr("medpref_dagster.verdict.statistics._BATCH_CELLS", 350)
    assert bootstrap_interval(values, mean, samples=200, seed=7) == whole


def test_a_difference_is_bootstrapped_over_the_same_cases():
    rng = np.random.default_rng(2)
    first, second = rng.random(40), rng.random(40)
    paired = bootstrap_difference((with_ones(first), mean), (with_ones(second), mean), samples=500)
    alone = bootstrap_interval(with_ones(second - first), mean, samples=500)
    assert (paired.estimate, paired.low, paired.high) == pytest.approx((alone.estimate, alone.low, alone.high))
    same = bootstrap_difference((with_ones(first), mean), (with_ones(first), mean), samples=500)
    assert (same.estimate, same.low, same.high) == (0.0, 0.0, 0.0)


@given(values=st.lists(st.integers(0, 1), min_size=4, max_size=30), size=st.integers(1, 4))
def test_whole_patients_are_resampled(values, size):
    patients = [index // size for index in range(len(values))]
    clustered = bootstrap_interval(with_ones(values), mean, samples=100, clusters=patients)
    summed = [with_ones(values[i : i + size]).sum(axis=0) for i in range(0, len(values), size)]
    by_hand = bootstrap_interval(np.array(summed), mean, samples=100)
    assert (clustered.low, clustered.high) == pytest.approx((by_hand.low, by_hand.high), nan_ok=True)


@given(values=st.lists(st.floats(0, 1), min_size=2, max_size=20), seed=st.integers(0, 3))
def test_an_interval_stays_within_the_values_and_repeats_for_its_seed(values, seed):
    interval = bootstrap_interval(with_ones(values), mean, samples=100, seed=seed)
    assert min(values) - 1e-9 <= interval.low <= interval.high <= max(values) + 1e-9
    assert interval == bootstrap_interval(with_ones(values), mean, samples=100, seed=seed)


def test_an_interval_of_one_unit_is_undefined_and_of_equal_values_a_point():
    assert math.isnan(bootstrap_interval(with_ones([1]), mean).low)
    point = bootstrap_interval(with_ones([1, 1, 1]), mean)
    assert (point.low, point.high) == (1.0, 1.0)


def test_two_thousand_samples_of_a_difference_take_less_than_a_second():
    rng = np.random.default_rng(0)
    labels = np.array(["Yes", "No"])
    totals = [
        measure_metric("f1_macro", FieldAnswers("label", tuple(labels[rng.integers(0, 2, 500)]), read, ("Yes", "No")))
        for read in (tuple(labels[rng.integers(0, 2, 500)]), tuple(labels[rng.integers(0, 2, 500)]))
    ]
    pairs = [(item.contributions, item.combine) for item in totals]
    started = time.process_time()
    bootstrap_difference(*pairs, samples=2000)
    assert time.process_time() - started < 1


@pytest.mark.parametrize("size", [30, 80])
def test_a_95_percent_interval_covers_the_truth_about_95_times_in_100(size):
    rng = np.random.default_rng(11)
    covered = 0
    for seed in range(200):
        interval = bootstrap_interval(with_ones(rng.exponential(size=size)), mean, samples=300, seed=seed)
        covered += interval.low <= 1.0 <= interval.high
    assert 0.90 <= covered / 200 <= 0.99


# Families and raters


@settings(max_examples=8)  # the reference takes 0.1 s
@given(p_values=st.lists(st.floats(0, 1), min_size=1, max_size=12))
def test_holms_adjustment_is_statsmodels(p_values):
    assert adjust_holm(p_values) == pytest.approx(multipletests(p_values, method="holm")[1].tolist(), abs=1e-9)


def test_no_tests_need_no_adjustment():
    assert adjust_holm([]) == []


@given(pairs=SCORES, weights=st.sampled_from(["linear", "quadratic"]))
def test_weighted_kappa_is_scikit_learns(pairs, weights):
    first, second = (list(column) for column in zip(*pairs, strict=True))
    kappa = compute_weighted_kappa(first, second, range(1, 6), weights)
    if len({*first, *second}) == 1:
        assert math.isnan(kappa)
    else:
        assert kappa == pytest.approx(
            cohen_kappa_score(first, second, labels=[1, 2, 3, 4, 5], weights=weights), abs=1e-9
        )


@pytest.mark.parametrize(("level", "published"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849)])
def test_krippendorffs_alpha_gives_his_published_example(level, published):
    _ = None
    ratings = [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, _, _, _],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, _, 3],
        [_, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, _],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, _],
    ]
    assert round(compute_krippendorff_alpha(ratings, level), 3) == published


@given(pairs=st.lists(st.tuples(st.integers(1, 5), st.integers(1, 5)), min_size=2, max_size=20))
def test_alpha_of_two_complete_raters_relates_to_disagreement_as_defined(pairs):
    ratings = [list(column) for column in zip(*pairs, strict=True)]
    values = [value for pair in pairs for value in pair]
    alpha = compute_krippendorff_alpha(ratings, "interval")
    if len(set(values)) == 1:
        assert math.isnan(alpha)
        return
    observed = np.mean([(left - right) ** 2 for left, right in pairs])
    expected = np.mean([(left - right) ** 2 for left, right in itertools.permutations(values, 2)])
    assert alpha == pytest.approx(1 - observed / expected, abs=1e-9)
