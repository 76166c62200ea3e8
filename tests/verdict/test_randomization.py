"""The paired randomization test: what a slow, plain one gives, and nothing where nothing differs."""

import itertools
import math
import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from medpref_dagster.answering.metrics import FieldAnswers, measure_metric
from medpref_dagster.verdict.randomization import randomize_pairs
from medpref_dagster.verdict.significance import compare_correctness

LABELS = ("Yes", "No")


def make_answers(gold, read):
    return FieldAnswers("label", tuple(gold), tuple(read), LABELS, "Yes")


def draw_answers(seed, cases, sharpness=0.75):
    draw = random.Random(seed)
    gold = [draw.choice(LABELS) for _ in range(cases)]
    reads = [
        [answer if draw.random() < sharpness else draw.choice([*LABELS, None]) for answer in gold] for _ in range(2)
    ]
    return make_answers(gold, reads[0]), make_answers(gold, reads[1])


def go_through_every_swap(metric, first, second, patients):
    """p over all ways to swap patients: the metric is measured anew each time, by its own definition."""
    order = sorted(set(patients))
    observed = measure_metric(metric, second).value() - measure_metric(metric, first).value()
    hits = 0
    for swapped in itertools.product([False, True], repeat=len(order)):
        chosen = dict(zip(order, swapped, strict=True))
        sides = [
            (b, a) if chosen[patient] else (a, b)
            for a, b, patient in zip(first.read, second.read, patients, strict=True)
        ]
        one, two = (make_answers(first.gold, [side[place] for side in sides]) for place in (0, 1))
        difference = measure_metric(metric, two).value() - measure_metric(metric, one).value()
        hits += math.isnan(difference) or abs(difference) >= abs(observed) - 1e-12
    return hits / 2 ** len(order)


def randomize(metric, first, second, patients=None, **options):
    one, two = measure_metric(metric, first), measure_metric(metric, second)
    return randomize_pairs(one.contributions, two.contributions, one.combine, clusters=patients, **options)


@pytest.mark.parametrize("metric", ["f1", "f1_macro", "sensitivity", "ppv", "quadratic_kappa", "accuracy"])
@pytest.mark.parametrize("seed", range(3))
def test_few_patients_are_tested_exactly_as_by_going_through_every_swap(metric, seed):
    first, second = draw_answers(seed, 16)
    patients = [f"p{place % 8}" for place in range(16)]
    found = randomize(metric, first, second, patients)
    assert found.exact
    assert found.p == pytest.approx(go_through_every_swap(metric, first, second, patients))


def test_drawn_swaps_come_near_the_exact_p_and_never_give_zero():
    first, second = draw_answers(5, 14)
    exact = randomize("f1", first, second)
    drawn = randomize("f1", first, second, samples=1000)
    assert exact.exact
    assert drawn.p == pytest.approx(exact.p, abs=0.06)
    gold = ["Yes", "No"] * 40
    clear = randomize("f1", make_answers(gold, ["No"] * 80), make_answers(gold, gold))
    assert not clear.exact
    assert clear.p == 1 / (1 + clear.swaps) > 0


@given(st.integers(0, 10_000), st.integers(6, 40))
def test_on_accuracy_it_is_mcnemars_exact_test(seed, cases):
    first, second = draw_answers(seed, cases)
    right = [np.array([r == g for r, g in zip(a.read, a.gold, strict=True)]) for a in (first, second)]
    if (right[0] != right[1]).sum() > 12:
        return  # drawn, so only near
    p = compare_correctness(*right).p_exact
    assert randomize("accuracy", first, second).p == pytest.approx(p)


def test_the_order_of_the_models_does_not_matter_and_the_seed_decides_the_draws():
    first, second = draw_answers(7, 60, sharpness=0.3)
    there, back = randomize("f1", first, second, seed=3), randomize("f1", second, first, seed=3)
    assert (there.p, there.difference) == (back.p, pytest.approx(-back.difference))
    assert randomize("f1", first, second, seed=3).p == there.p


def test_models_that_answer_alike_and_a_metric_that_is_undefined_show_nothing():
    gold = ["No"] * 9
    first, second = make_answers(gold, ["No"] * 9), make_answers(gold, ["Yes"] * 9)
    assert randomize("f1", first, first).p == 1
    found = randomize("sensitivity", first, second)
    assert math.isnan(found.difference)
    assert found.p == 1
