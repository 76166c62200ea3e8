"""Bounds at small levels: they hold what they promise, and agree with what is known of simple cases."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from medpref_dagster.answering.metrics import CaseTotals
from medpref_dagster.verdict.bounds import bound_difference, count_cases_for_bound
from medpref_dagster.verdict.estimates import average_scores
from medpref_dagster.verdict.intervals import compute_tango_interval
from medpref_dagster.verdict.sample_sizes import count_cases_needed
from medpref_dagster.verdict.significance import compare_correctness, compare_wins


def bound(before, after, patients=None, level=0.05):
    patients = [str(place) for place in range(len(before))] if patients is None else patients
    return bound_difference(
        average_scores(np.asarray(before, float)), average_scores(np.asarray(after, float)), patients, level
    )


def make_f1(gold, read):
    """F1 as totals: true positives, false positives, false negatives."""
    cells = np.stack([gold & read, ~gold & read, gold & ~read], axis=1).astype(float)
    return CaseTotals(cells, lambda t: 2 * t[..., 0] / (2 * t[..., 0] + t[..., 1] + t[..., 2]))


def test_one_case_a_patient_gives_the_paired_t_bound():
    rng = np.random.default_rng(3)
    before, after = rng.random(60), rng.random(60)
    change = after - before
    t_bound = change.mean() - stats.t.isf(0.01, 59) * change.std(ddof=1) / math.sqrt(60)
    found = bound(before, after, level=0.01)
    assert found.error == pytest.approx(change.std(ddof=1) / math.sqrt(60))
    assert found.low <= t_bound + 1e-12


def test_models_that_never_differ_have_tangos_width():
    found = bound([1.0] * 80, [1.0] * 80, level=0.001)
    expected = compute_tango_interval(0, 0, 80, 0.998)
    assert (found.low, found.high) == pytest.approx((expected.low, expected.high))
    assert found.low < -0.1


def test_a_patients_cases_that_are_alike_count_once():
    alone = bound([0.0, 1.0] * 20, [1.0, 1.0] * 20, level=0.01)
    patients = [str(place // 4) for place in range(160)]
    fourfold = bound(np.repeat([0.0, 1.0] * 20, 4), np.repeat([1.0, 1.0] * 20, 4), patients, level=0.01)
    assert fourfold.error == pytest.approx(alone.error)
    assert fourfold.design_effect == pytest.approx(4)
    assert fourfold.low == pytest.approx(alone.low, abs=1e-6)


def test_an_unseen_kind_of_case_gives_f1_a_bound_where_nothing_differs():
    gold = np.array([True] * 10 + [False] * 40)
    totals = make_f1(gold, gold)
    patients = [str(place) for place in range(50)]
    kinds = np.array([[1, 0, 0, 0, 0, 1], [0, 0, 0, 0, 1, 0]], dtype=float)
    found = bound_difference(totals, totals, patients, 0.05, kinds)
    share = 1 - 0.05 ** (1 / 50)
    missed = share / (1 - share) * 50
    # Of so many more positives, all of which only the first model found: 2 tp / (2 tp + fn) minus 1.
    assert found.low == pytest.approx(20 / (20 + missed) - 1)
    assert math.isnan(bound_difference(totals, totals, patients, 0.05).low)


def test_one_patient_has_no_standard_error_and_asks_for_no_number():
    found = bound([0.0] * 5, [1.0] * 5, ["a"] * 5)
    assert math.isnan(found.error)
    assert count_cases_for_bound(found, 0.1, 0.0, 0.01, 0.8) is None


def test_cases_needed_for_a_limit_of_0_are_connors():
    found = bound([0.0] * 20 + [1.0] * 80, [1.0] * 20 + [0.0] * 10 + [1.0] * 70)
    assert found.changed == pytest.approx(0.3)
    assert count_cases_for_bound(found, 0.1, 0.0, 0.025, 0.8) == count_cases_needed(0.3, 0.1, 0.05, 0.8)


def test_so_many_cases_have_the_power_that_was_asked_for():
    rng = np.random.default_rng(11)
    seen = bound([0.0] * 25 + [1.0] * 75, [1.0] * 20 + [0.0] * 5 + [0.0] * 10 + [1.0] * 65)
    cases = count_cases_for_bound(seen, 0.1, 0.0, 0.01, 0.8)
    hits = 0
    for _ in range(400):
        change = rng.choice([1.0, -1.0, 0.0], cases, p=[0.2, 0.1, 0.7])
        hits += bound(np.zeros(cases), change, level=0.01).low > 0
    assert stats.binomtest(hits, 400, 0.8).pvalue > 0.001


@pytest.mark.parametrize(("rate", "margin"), [(0.5, 0.0), (0.1, 0.0), (0.1, 0.05), (0.3, 0.1)])
def test_a_bound_at_a_small_level_misses_no_more_often_than_that(rate, margin):
    """True difference 0 or minus the margin, patients with three alike cases."""
    rng = np.random.default_rng(5)
    misses, runs, level = 0, 800, 0.01
    for _ in range(runs):
        falls = rng.random(60) < (rate + margin) / 2
        rises = ~falls & (rng.random(60) < (rate - margin) / 2 / (1 - (rate + margin) / 2))
        change = np.repeat(rises.astype(float) - falls, 3)
        keep = rng.random(180) < 0.7
        change = np.where(keep, change, 0.0)
        low = bound(np.zeros(180), change, [str(place // 3) for place in range(180)], level).low
        misses += low > -0.7 * margin
    assert stats.binomtest(misses, runs, level, alternative="greater").pvalue > 0.001


@given(st.lists(st.tuples(st.booleans(), st.booleans(), st.integers(0, 6)), min_size=2, max_size=40))
def test_the_test_of_wins_is_half_of_the_two_sided_one(cases):
    first, second, patients = (np.array(column) for column in zip(*cases, strict=True))
    change = second.astype(float) - first
    both = compare_correctness(first, second, patients.tolist())
    p = compare_wins(change, patients.tolist())
    if change.sum() > 0:
        assert 2 * p == pytest.approx(both.p_exact)
    else:
        assert p >= 0.5
    assert 0 <= p <= 1


def test_ties_count_half_and_three_lucky_pairs_are_chance():
    assert compare_wins(np.array([0.5, 0.5, 0.5]), ["a", "b", "c"]) == pytest.approx(1 / 8)
    assert compare_wins(np.array([1.0] * 3 + [0.0] * 200), [str(place) for place in range(203)]) == pytest.approx(1 / 8)
    with pytest.raises(ValueError, match="multiples of 1/2"):
        compare_wins(np.array([0.3]), ["a"])
