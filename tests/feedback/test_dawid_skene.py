"""Reliability of observers, against the paper's example and formulas, and the definition.

Dawid and Skene, "Maximum likelihood estimation of observer error-rates using the EM algorithm", Applied Statistics 28
(1979), 20-28.
"""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from medpref_dagster.feedback.dawid_skene import Labels, fit_dawid_skene, index_labels

# Table 1 of the paper: 45 patients, observer 1 three times, then observers 2 to 5. Compared patient by patient with the
# transcription in Dallas Card's implementation, `generate_sample_data` of github.com/dallascard/dawid_skene.
ANAESTHETISTS = (
    "1111111 3334334 1122122 2223121 2223222 2223322 1222111 3333433 2222223 2322223 "
    "4444444 2223343 1111111 2223212 1211111 1112111 1111111 1111111 2222221 2221322 "
    "2222222 2222221 2223222 2212222 1111111 1111111 2322222 1111111 1111111 1121121 "
    "1111111 3333233 1111111 2222222 2223232 4334343 2212232 2323233 3333432 1111111 "
    "1111111 1212111 2322222 1211111 2222222"
)
OBSERVERS = (0, 0, 0, 1, 2, 3, 4)


def _estimate_by_the_papers_formulas(
    counts: list[list[list[int]]], classes: int, steps: int
) -> tuple[list[float], list[list[list[float]]]]:
    """Prevalences and error rates by equations 2.3 to 2.5 as they are printed, from the averages of 3.1."""
    observers = range(len(counts[0]))
    span = range(classes)
    totals = [[sum(patient[k][j] for k in observers) for j in span] for patient in counts]
    truth = [[total / sum(row) for total in row] for row in totals]
    prior: list[float] = []
    rates: list[list[list[float]]] = []
    for _ in range(steps):
        prior = [sum(row[j] for row in truth) / len(counts) for j in span]
        rates = []
        for k in observers:
            said = [
                [sum(t[j] * n[k][label] for t, n in zip(truth, counts, strict=True)) for label in span] for j in span
            ]
            rates.append([[value / sum(row) for value in row] for row in said])
        for row, patient in zip(truth, counts, strict=True):
            chances = [
                prior[j] * math.prod(rates[k][j][label] ** patient[k][label] for k in observers for label in span)
                for j in span
            ]
            row[:] = [chance / sum(chances) for chance in chances]
    return prior, rates


def test_the_papers_example_gives_what_its_formulas_give() -> None:
    rows = [
        (f"{patient:02}", str(observer), int(label) - 1)
        for patient, labels in enumerate(ANAESTHETISTS.split())
        for observer, label in zip(OBSERVERS, labels, strict=True)
    ]
    data, names = index_labels(rows, 4)
    fitted = fit_dawid_skene(data)
    assert names == ["0", "1", "2", "3", "4"]
    counts = [[[0] * 4 for _ in names] for _ in ANAESTHETISTS.split()]
    for patient, observer, label in rows:
        counts[int(patient)][int(observer)][label] += 1
    prior, rates = _estimate_by_the_papers_formulas(counts, 4, 100)
    np.testing.assert_allclose(fitted.prior, prior, atol=1e-4)
    np.testing.assert_allclose(fitted.confusion, rates, atol=1e-4)


LABELS = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 2), st.integers(0, 1)), min_size=4, max_size=14).filter(
    lambda rows: {item for item, _, _ in rows} == set(range(max(item for item, _, _ in rows) + 1))
)


def _brute_log_likelihood(data: Labels, prior: np.ndarray, confusion: np.ndarray) -> float:
    """By its definition: the sum over all assignments of classes to items."""
    total = 0.0
    for classes in itertools.product(range(data.classes), repeat=data.item_count):
        chance = math.prod(prior[true] for true in classes)
        for item, observer, label in zip(data.items, data.observers, data.labels, strict=True):
            chance *= confusion[observer, classes[item], label]
        total += chance
    return math.log(total)


@settings(deadline=None, max_examples=40)
@given(rows=LABELS)
def test_the_likelihood_is_that_over_all_assignments_and_no_step_lowers_it(rows: list[tuple[int, int, int]]) -> None:
    data, _ = index_labels([(str(item), str(observer), label) for item, observer, label in rows], 2)
    steps = [fit_dawid_skene(data, iterations=count, tolerance=0) for count in (1, 2, 5, 50)]
    for fitted in steps:
        assert fitted.log_likelihood == pytest.approx(
            _brute_log_likelihood(data, fitted.prior, fitted.confusion), abs=1e-8
        )
    likelihoods = [fitted.log_likelihood for fitted in steps]
    assert all(later >= earlier - 1e-9 for earlier, later in itertools.pairwise(likelihoods))


@pytest.mark.parametrize("seed", range(5))
def test_nothing_near_the_solution_is_likelier(seed: int) -> None:
    rng = np.random.default_rng(seed)
    truth = rng.integers(0, 2, 8)
    rows = [
        (str(item), str(observer), int(truth[item] ^ (rng.random() < 0.25)))
        for item in range(8)
        for observer in range(4)
    ]
    data, _ = index_labels(rows, 2)
    fitted = fit_dawid_skene(data, iterations=5000, tolerance=1e-14)
    for _ in range(40):
        near = [
            0.99 * values + 0.01 * rng.dirichlet(np.ones(2), values.shape[:-1])
            for values in (fitted.prior, fitted.confusion)
        ]
        assert _brute_log_likelihood(data, *near) <= fitted.log_likelihood + 1e-9


def test_weights_of_items_count_as_that_many_items() -> None:
    rng = np.random.default_rng(1)
    rows = [(f"{item}", str(observer), int(rng.random() < 0.7)) for item in range(9) for observer in range(3)]
    data, _ = index_labels(rows, 2)
    weights = np.array([2.0, 1, 0, 3, 1, 1, 2, 1, 1])
    repeated = [
        (f"{item}/{copy}", observer, label) for item, observer, label in rows for copy in range(int(weights[int(item)]))
    ]
    weighted, copied = fit_dawid_skene(data, weights=weights), fit_dawid_skene(index_labels(repeated, 2)[0])
    np.testing.assert_allclose(weighted.confusion, copied.confusion, atol=1e-6)
    assert weighted.log_likelihood == pytest.approx(copied.log_likelihood, abs=1e-6)


def test_who_says_the_opposite_is_found_below_chance() -> None:
    rng = np.random.default_rng(2)
    truth = rng.integers(0, 2, 200)
    accuracy = [0.9, 0.85, 0.8, 0.1]
    rows = [
        (f"{item:03}", str(observer), int(truth[item] if rng.random() < share else 1 - truth[item]))
        for item in range(200)
        for observer, share in enumerate(accuracy)
    ]
    fitted = fit_dawid_skene(index_labels(rows, 2)[0])
    np.testing.assert_allclose(np.einsum("kjj->kj", fitted.confusion).mean(axis=1), accuracy, atol=0.07)
