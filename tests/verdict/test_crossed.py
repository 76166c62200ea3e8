"""Over seeds and patients: against a slow resampling with loops, on simulated experiments, and by what must hold."""

import itertools
import math
import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from medpref_dagster.answering.metrics import CaseTotals, FieldAnswers, mean_over_cases, measure_metric
from medpref_dagster.verdict.crossed import Resampling, compare_crossed, estimate_crossed
from medpref_dagster.verdict.intervals import compute_tango_interval

QUICK = Resampling(samples=300)


def answers(gold: str, read: str) -> FieldAnswers:
    return FieldAnswers("label", tuple(gold), tuple(read), ("y", "n"), positive="y")


def score_seeds(table: np.ndarray) -> list[CaseTotals]:
    return [mean_over_cases(row) for row in table]


def resample_slowly(tables: list[list[list[FieldAnswers]]], metric: str, draws: int) -> list[float]:
    """Seeds and patients drawn one by one, answers laid end to end, and the metric of those; seeds' own values."""
    rng = random.Random(1)
    seeds, patients = len(tables), len(tables[0])
    values = []
    for _ in range(draws):
        chosen = [rng.randrange(patients) for _ in range(patients)]
        of_seeds = []
        for seed in range(seeds):
            picked = [tables[seed][patient] for patient in chosen]
            laid = answers(
                "".join(label for cases in picked for case in cases for label in case.gold),
                "".join(label for cases in picked for case in cases for label in case.read),
            )
            of_seeds.append(measure_metric(metric, laid).value())
        drawn = [rng.randrange(seeds) for _ in range(seeds)]
        mean = sum(of_seeds) / seeds
        widen = math.sqrt(seeds / (seeds - 1))
        values.append(mean + widen * (sum(of_seeds[seed] for seed in drawn) / seeds - mean))
    return values


@pytest.mark.parametrize("metric", ["f1", "accuracy"])
def test_draws_are_those_of_a_slow_resampling(metric):
    rng = np.random.default_rng(3)
    gold = ["".join(rng.choice(["y", "n"], size)) for size in (1, 2, 1, 3, 1, 2, 2, 1, 1, 2, 1, 1)]
    tables, seeds = [], []
    for _ in range(3):
        read = ["".join(label if rng.random() < 0.7 else "yn"[label == "y"] for label in cases) for cases in gold]
        tables.append([[answers(g, r)] for g, r in zip(gold, read, strict=True)])
        seeds.append(measure_metric(metric, answers("".join(gold), "".join(read))))
    patients = [patient for patient, cases in enumerate(gold) for _ in cases]
    found = estimate_crossed(seeds, patients, Resampling(samples=4000))
    assert found.estimate == pytest.approx(np.mean([totals.value() for totals in seeds]))
    slow = resample_slowly(tables, metric, 4000)
    # Wider than the slow draws' standard error times the normal quantile, by the t distribution alone.
    half = (found.high - found.low) / 2 if found.high < 1 else found.estimate - found.low
    assert half == pytest.approx(np.std(slow) * t_quantile(seeds, slow, len(gold)), rel=0.06)


def t_quantile(seeds, slow, patients) -> float:
    from scipy import stats

    values = [totals.value() for totals in seeds]
    total, between = np.var(slow), min(np.var(slow), np.var(values, ddof=1) / len(values))
    freedom = total**2 / (between**2 / (len(values) - 1) + (total - between) ** 2 / (patients - 1))
    return float(stats.t.ppf(0.975, freedom))


@given(st.integers(0, 2**32 - 1))
def test_the_other_way_round_it_is_the_opposite(state):
    rng = np.random.default_rng(state)
    first, second = (score_seeds(rng.integers(0, 2, (3, 10)).astype(float)) for _ in range(2))
    there, back = compare_crossed(first, second, range(10), QUICK), compare_crossed(second, first, range(10), QUICK)
    assert there.estimate == pytest.approx(-back.estimate)
    assert (there.p, there.p_patients, there.p_seeds) == pytest.approx((back.p, back.p_patients, back.p_seeds))
    if there.low is not None:
        assert (there.low, there.high) == pytest.approx((-back.high, -back.low))
        assert there.low <= there.estimate <= there.high
        assert (there.p < 0.05) == (not there.low < 0 < there.high)


def test_cases_of_one_patient_are_not_independent():
    rng = np.random.default_rng(0)
    table = rng.integers(0, 2, (3, 20)).astype(float)
    once = estimate_crossed(score_seeds(table), range(20), QUICK)
    repeated = estimate_crossed(score_seeds(np.repeat(table, 4, axis=1)), np.repeat(range(20), 4).tolist(), QUICK)
    assert (repeated.low, repeated.high) == pytest.approx((once.low, once.high))


def test_seeds_that_differ_widen_the_interval_more_the_fewer_they_are():
    rng = np.random.default_rng(1)
    cases = rng.random(200)
    table = np.array([(cases < level).astype(float) for level in (0.5, 0.6, 0.7, 0.5, 0.6, 0.7)])
    widths = []
    for count in (1, 2, 3, 6):
        found = estimate_crossed(score_seeds(table[:count]), range(200), QUICK)
        widths.append(found.high - found.low)
        assert found.seeds == count
    one, two, three, six = widths
    assert two > 3 * one
    assert two > three > six > one


def test_what_few_seeds_cannot_show_is_said():
    first, second = score_seeds(np.zeros((3, 12))), score_seeds(np.ones((3, 12)))
    found = compare_crossed(first, second, range(12), QUICK)
    assert found.p_seeds == found.least_p_seeds == 0.25
    # No draw varies: the ends are those of one experiment with 12 cases.
    assert (found.estimate, found.high, found.method) == (1, 1, "Tango")
    assert found.low == compute_tango_interval(0, 12, 12).low
    assert found.p == found.p_patients < 0.05
    same = compare_crossed(first, first, range(12), QUICK)
    assert (same.estimate, same.p, same.p_patients, same.p_seeds) == (0, 1, 1, 1)


def test_where_nothing_varies_the_interval_has_a_width_or_there_is_none():
    found = estimate_crossed(score_seeds(np.zeros((3, 61))), range(61), QUICK)
    assert (found.low, found.method) == (0, "Wilson")
    assert found.high == pytest.approx(0.0592, abs=5e-4)  # Wilson's, of 0 of 61
    none_found = estimate_crossed([measure_metric("f1", answers("yyn", "nnn"))] * 2, range(3), QUICK)
    assert (none_found.estimate, none_found.low, none_found.method) == (0, None, None)


def test_the_exchange_of_patients_is_the_exact_one():
    rng = np.random.default_rng(5)
    before, after = rng.integers(0, 2, (2, 2, 8)).astype(float)
    sums = (after - before).mean(axis=0)
    exact = np.mean(
        [abs(np.dot(signs, sums)) >= abs(sums.sum()) - 1e-12 for signs in itertools.product((1, -1), repeat=8)]
    )
    found = compare_crossed(score_seeds(before), score_seeds(after), range(8), Resampling(samples=20_000))
    assert found.p_patients == pytest.approx(exact, abs=0.02)


def test_other_cases_or_seeds_are_refused():
    one, two = score_seeds(np.zeros((2, 4))), score_seeds(np.zeros((1, 4)))
    with pytest.raises(ValueError, match="same seeds and cases"):
        compare_crossed(one, two, range(4), QUICK)
    with pytest.raises(ValueError, match="same seeds and cases"):
        compare_crossed(one, one, range(5), QUICK)


def test_an_undefined_metric_has_no_interval():
    without_positive = measure_metric("sensitivity", answers("nnn", "nyn"))
    found = estimate_crossed([without_positive] * 2, range(3), QUICK)
    assert (found.estimate, found.low) == (None, None)


@pytest.mark.parametrize("seeds", [2, 3, 5])
def test_with_no_true_difference_it_is_claimed_no_more_often_than_declared(seeds):
    """Seeds, patients and their cells all have noise of their own; 400 experiments."""
    rng, claimed, experiments = np.random.default_rng(seeds), 0, 400
    for number in range(experiments):
        noise = 0.1 * rng.normal(size=(seeds, 1)) + 0.5 * rng.normal(size=(1, 40)) + 0.3 * rng.normal(size=(seeds, 40))
        first = score_seeds(np.zeros((seeds, 40)))
        found = compare_crossed(first, score_seeds(noise), range(40), Resampling(samples=200, seed=number))
        claimed += found.p < 0.05
    # Three standard errors of 0.05 in 400 experiments.
    assert claimed / experiments <= 0.05 + 3 * math.sqrt(0.05 * 0.95 / experiments)


def test_two_seeds_that_lie_far_apart_leave_no_values_that_no_metric_has():
    before = score_seeds(np.array([[1.0] * 2 + [0.0] * 18, [1.0] * 10 + [0.0] * 10]))
    after = score_seeds(np.array([[1.0] * 20, [1.0] * 12 + [0.0] * 8]))
    found = estimate_crossed(before, range(20), QUICK)
    assert (found.low, found.high) == (0, 1)
    change = compare_crossed(before, after, range(20), QUICK)
    assert -1 <= change.low < change.estimate < change.high <= 1


def test_a_metric_of_other_cases_with_each_seed_has_no_interval_where_nothing_varies():
    """Of the positive predictive value each seed's model chooses the cases; no case may have one for every seed."""
    one, two, three = (measure_metric("ppv", answers("yyynn", read)) for read in ("ynnnn", "nynnn", "nnynn"))
    found = compare_crossed([one, two], [two, three], range(5), QUICK)
    assert (found.estimate, found.low, found.p) == (0, None, 1)
