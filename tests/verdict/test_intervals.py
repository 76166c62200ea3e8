"""Intervals against scipy, published examples, independent solutions and simulation."""

import math
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize, stats

from medpref_dagster.answering.metrics import FieldAnswers, measure_metric
from medpref_dagster.verdict.intervals import (
    add_unseen_case,
    bootstrap_difference,
    bootstrap_interval,
    compute_tango_interval,
    compute_wilson_interval,
)


def mean(totals):
    return totals[..., 0] / totals[..., 1]


def with_ones(values):
    values = np.asarray(values, float)
    return np.stack([values, np.ones_like(values)], axis=1)


# Shares


@given(cases=st.integers(1, 500), share=st.floats(0, 1), confidence=st.floats(0.6, 0.999))
def test_wilsons_interval_solves_his_equation(cases, share, confidence):
    successes = round(cases * share)
    found = compute_wilson_interval(successes, cases, confidence)
    z = stats.norm.ppf((1 + confidence) / 2)
    for end in {found.low, found.high} - {found.estimate}:
        assert (found.estimate - end) ** 2 == pytest.approx(z**2 * end * (1 - end) / cases, abs=1e-9)
    assert 0 <= found.low <= found.estimate <= found.high <= 1
    assert found.has_width


def test_wilsons_interval_gives_the_published_ends():
    # Newcombe, Stat Med 1998;17:857-72, table I: 81 of 263, 15 of 148, 0 of 20, 1 of 29.
    published = {
        (81, 263): (0.2553, 0.3662),
        (15, 148): (0.0624, 0.1605),
        (0, 20): (0, 0.1611),
        (1, 29): (0.0061, 0.1718),
    }
    for (successes, cases), ends in published.items():
        found = compute_wilson_interval(successes, cases)
        assert (found.low, found.high) == pytest.approx(ends, abs=5e-5)


# Differences of shares


def solve_tango(only_first, only_second, cases, confidence):
    """The differences that a score test accepts, its nuisance share found by maximizing the likelihood."""
    z = stats.norm.ppf((1 + confidence) / 2)
    alike = cases - only_first - only_second

    def accepts(difference):
        def lose(share):
            chances = (share, share + difference, 1 - 2 * share - difference)
            counts = (only_first, only_second, alike)
            return -sum(n * math.log(max(p, 1e-300)) for n, p in zip(counts, chances, strict=True) if n)

        low, high = max(0.0, -difference), (1 - difference) / 2
        share = optimize.minimize_scalar(lose, bounds=(low, high), method="bounded", options={"xatol": 1e-12}).x
        gap = only_second - only_first - cases * difference
        return gap**2 <= z**2 * cases * (2 * share + difference * (1 - difference))

    grid = np.linspace(-1, 1, 1001)[1:-1]
    accepted = [difference for difference in grid if accepts(difference)]
    return accepted[0], accepted[-1]


@settings(max_examples=8)
@given(
    counts=st.tuples(st.integers(0, 8), st.integers(0, 8), st.integers(0, 30)).filter(lambda found: sum(found) > 2),
    confidence=st.sampled_from([0.9, 0.95]),
)
def test_tangos_interval_is_what_a_score_test_accepts(counts, confidence):
    only_first, only_second, alike = counts
    cases = only_first + only_second + alike
    found = compute_tango_interval(only_first, only_second, cases, confidence)
    assert (found.low, found.high) == pytest.approx(solve_tango(only_first, only_second, cases, confidence), abs=3e-3)
    assert -1 <= found.low <= found.estimate <= found.high <= 1
    mirrored = compute_tango_interval(only_second, only_first, cases, confidence)
    assert (mirrored.low, mirrored.high) == pytest.approx((-found.high, -found.low), abs=1e-9)


def test_tangos_interval_gives_the_published_ends():
    # Airway hyper-responsiveness, 1 and 7 discordant of 21: Fagerland, Lydersen, Laake, Stat Med 2014;33:2850-75.
    found = compute_tango_interval(7, 1, 21)
    assert (found.low, found.high) == pytest.approx((-0.517, -0.026), abs=5e-4)


def test_no_discordant_case_leaves_a_width():
    found = compute_tango_interval(0, 0, 120)
    assert (found.low, found.estimate, found.high) == pytest.approx((-0.031, 0, 0.031), abs=5e-5)
    assert found.high == pytest.approx(1.959964**2 / (120 + 1.959964**2))
    one_case = compute_tango_interval(0, 0, 1)
    assert -1 < one_case.low < 0 < one_case.high < 1
    every_case = compute_tango_interval(0, 12, 12)
    assert 0.4 < every_case.low < every_case.estimate == every_case.high == 1


# Any metric


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
    monkeypatch.setattr("medpref_dagster.verdict.intervals._BATCH_CELLS", 350)
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


# A metric that no resample changes


def count_f1(positive, negative, hits=0, false_alarms=0):
    """Contributions of F1, of so many positive cases (`hits` of them found) and so many negative ones."""
    rows = [(1, 2)] * hits + [(0, 1)] * (positive - hits + false_alarms) + [(0, 0)] * (negative - false_alarms)
    return np.array(rows, float).reshape(-1, 2)


def combine_f1(totals):
    return np.divide(
        2 * totals[..., 0], totals[..., 1], out=np.zeros(np.shape(totals[..., 1])), where=totals[..., 1] > 0
    )


KINDS = np.array([(1, 2), (0, 1), (0, 0)], float)


def test_an_unseen_case_gives_an_f1_without_a_hit_a_width():
    found = add_unseen_case(count_f1(61, 175), combine_f1, KINDS, samples=20_000)
    assert (found.estimate, found.low) == (0, 0)
    # Had every hit been of its own: Clopper and Pearson's bound of the recall of 0 of 61, as F1 with full precision.
    recall = 1 - 0.025 ** (1 / 61)
    assert found.high == pytest.approx(2 * recall / (1 + recall), rel=0.05)


def test_an_unseen_case_gives_a_perfect_f1_a_width():
    found = add_unseen_case(count_f1(20, 40, hits=20), combine_f1, KINDS)
    assert 0.7 < found.low < found.estimate == found.high == 1
    one_patient = add_unseen_case(count_f1(20, 40, hits=20), combine_f1, KINDS, clusters=["p"] * 60)
    assert one_patient.low < 0.2


def test_an_unseen_case_counts_patients_and_not_their_cases():
    alone = add_unseen_case(count_f1(60, 0), combine_f1, KINDS)
    clustered = add_unseen_case(count_f1(60, 0), combine_f1, KINDS, clusters=[case // 6 for case in range(60)])
    assert clustered.high > 3 * alone.high


def test_a_metric_without_cases_has_no_interval():
    nothing = add_unseen_case(np.zeros((0, 2)), combine_f1, KINDS)
    assert math.isnan(nothing.estimate)
    assert math.isnan(nothing.low)


def test_samples_of_an_unseen_case_are_drawn_in_parts_that_make_the_same_whole(monkeypatch):
    whole = add_unseen_case(count_f1(9, 21), combine_f1, KINDS, samples=200, seed=7)
    monkeypatch.setattr("medpref_dagster.verdict.intervals._BATCH_CELLS", 350)
    parts = add_unseen_case(count_f1(9, 21), combine_f1, KINDS, samples=200, seed=7)
    assert (parts.low, parts.high) == pytest.approx((whole.low, whole.high))


@pytest.mark.parametrize("cases", [8, 40, 120])
@pytest.mark.parametrize("share_positive", [0.1, 0.3, 0.7])
@pytest.mark.parametrize("recall", [0.01, 0.03, 0.1, 0.3, 0.6])
def test_an_interval_from_an_unseen_case_misses_the_truth_in_at_most_1_of_20_experiments(cases, share_positive, recall):
    # No false alarms: the truth that lies farthest from the F1 of 0 that is seen.
    rng, missed, experiments = np.random.default_rng(5), 0, 2000
    truth = 2 * recall / (1 + recall)
    positives = rng.binomial(cases, share_positive, experiments)
    hits = rng.binomial(positives, recall)
    bounds = {}
    for positive, hit in zip(positives.tolist(), hits.tolist(), strict=True):
        if hit:
            continue  # the bootstrap's turn
        if positive not in bounds:
            found = add_unseen_case(count_f1(positive, cases - positive), combine_f1, KINDS, samples=1000)
            bounds[positive] = found.high
        missed += bounds[positive] < truth
    assert missed / experiments <= 0.05


@pytest.mark.parametrize("error", [0.005, 0.02, 0.05, 0.15])
@pytest.mark.parametrize("confused", [(0, 1), (2, 0), (1, 3)])
def test_an_interval_of_a_perfect_macro_f1_misses_the_truth_in_at_most_1_of_20_experiments(error, confused):
    labels, shares, cases, experiments = ("a", "b", "c"), (0.6, 0.3, 0.1), 60, 400
    gold, read = confused
    wrong = error * shares[gold]

    def measure(rows):
        parts = zip(*rows, strict=True)
        return measure_metric("f1_macro", FieldAnswers("label", *(tuple(part) for part in parts), labels))

    kinds = measure([(left, right) for left in labels for right in (*labels, None)])
    truth = np.zeros((3, 4))
    truth[range(3), range(3)] = shares
    truth[gold, gold] -= wrong
    truth[gold, read] += wrong
    value = float(kinds.combine(truth.ravel()))
    rng, missed = np.random.default_rng(3), 0
    bounds = {}
    for _ in range(experiments):
        counts = tuple(rng.multinomial(cases, truth.ravel()).reshape(3, 4).ravel().tolist())
        table = np.array(counts).reshape(3, 4)
        if table.sum() != np.trace(table[:, :3]):
            continue
        if counts not in bounds:
            rows = [(label, label) for place, label in enumerate(labels) for _ in range(table[place, place])]
            found = add_unseen_case(measure(rows).contributions, kinds.combine, kinds.contributions, samples=400)
            bounds[counts] = found.low
        missed += bounds[counts] > value
    assert missed / experiments <= 0.05
