"""Raters against each other: how far clinicians agree, how far the judge is like them and like itself."""

import itertools
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from medpref_dagster.ratings.clinicians import SCALE
from medpref_dagster.ratings.judge import JUDGE, ORDERS
from medpref_dagster.verdict.agreement import compute_krippendorff_alpha, compute_weighted_kappa
from medpref_dagster.verdict.estimates import Sampling, estimate_change
from medpref_dagster.verdict.intervals import compute_wilson_interval
from medpref_dagster.verdict.results import Estimate, Number, Result

ENDS = (float(SCALE[0]), float(SCALE[-1]))
"""The scale's ends."""

Scores = dict[str, dict[str, float]]
"""case_id -> model -> score."""
ClinicianRatings = Mapping[str, Mapping[tuple[str, str], int]]
"""Rater -> (case_id, model) -> rating."""
JudgeRatings = Mapping[str, Mapping[str, Mapping[str, int]]]
"""case_id -> order -> model -> rating, of orders in which every model was rated."""

_HALF_STEPS = tuple(range(2 * SCALE[0], 2 * SCALE[-1] + 1))
"""The scale in half steps: a judge's score is the mean of two ratings."""


class PairKappa(Result):
    """Two clinicians."""

    raters: tuple[str, str]
    items: int
    """Answers that both rated."""
    kappa: Number
    """Quadratic weighted."""


class Agreement(Result):
    """The clinicians among each other."""

    kappa: tuple[PairKappa, ...]
    alpha: Number
    """Krippendorff's, ordinal; None of one rater."""


class RaterKappa(Result):
    """The judge against one clinician."""

    rater: str
    items: int
    kappa: Number


class AgainstClinicians(Result):
    """The judge's scores against the clinicians' ratings of the same answers."""

    items: int
    """Answers that both rated."""
    pairs: int
    """Of a score and a clinician's rating."""
    kappa: Number
    """Quadratic weighted, over all pairs."""
    by_rater: tuple[RaterKappa, ...]
    bias: Estimate
    """Mean of the judge's score minus the clinicians' mean."""


class Position(Result):
    """What the order of the answers does to the judge."""

    cases: int
    """Rated in both orders."""
    changed: int
    """Cases in which the order changed which answers are rated highest."""
    share: Estimate
    first_place_advantage: Estimate
    """By how much an answer's rating rises from being shown first rather than last."""


def measure_agreement(by_rater: ClinicianRatings) -> Agreement:
    """Weighted kappa of each two clinicians, and Krippendorff's alpha of all."""
    items = sorted({item for ratings in by_rater.values() for item in ratings})
    kappa: list[PairKappa] = []
    for first, second in itertools.combinations(sorted(by_rater), 2):
        both = [item for item in items if item in by_rater[first] and item in by_rater[second]]
        values = [[by_rater[rater][item] for item in both] for rater in (first, second)]
        found = compute_weighted_kappa(values[0], values[1], SCALE) if both else None
        kappa.append(PairKappa(raters=(first, second), items=len(both), kappa=found))
    table = [[by_rater[rater].get(item) for item in items] for rater in sorted(by_rater)]
    return Agreement(kappa=tuple(kappa), alpha=compute_krippendorff_alpha(table) if len(table) > 1 else None)


def compare_with_clinicians(scores: Scores, by_rater: ClinicianRatings, sampling: Sampling) -> AgainstClinicians | None:
    """The judge held against the clinicians; None where they rated no answer in common.

    Parameters
    ----------
    scores
        The judge's.
    sampling
        Its patients are those of the answers in common, as `list_common_items` orders them.
    """
    pairs = [
        (rater, item, scores[item[0]][item[1]], rating)
        for rater in sorted(by_rater)
        for item, rating in sorted(by_rater[rater].items())
        if item[0] in scores
    ]
    if not pairs:
        return None
    items = list_common_items(scores, by_rater)
    means = {
        item: float(np.mean([ratings[item] for ratings in by_rater.values() if item in ratings])) for item in items
    }
    bias = np.array([scores[case_id][model] - means[case_id, model] for case_id, model in items])
    return AgainstClinicians(
        items=len(items),
        pairs=len(pairs),
        kappa=measure_half_step_kappa([(score, rating) for _, _, score, rating in pairs]),
        by_rater=tuple(
            RaterKappa(
                rater=rater,
                items=len(own),
                kappa=measure_half_step_kappa([(score, rating) for _, _, score, rating in own]),
            )
            for rater in sorted(by_rater)
            if (own := [pair for pair in pairs if pair[0] == rater])
        ),
        bias=estimate_change(bias, sampling, ENDS),
    )


def list_common_items(scores: Scores, by_rater: ClinicianRatings) -> list[tuple[str, str]]:
    """The answers, (case_id, model), that both the judge and a clinician rated."""
    return sorted({item for ratings in by_rater.values() for item in ratings if item[0] in scores})


def measure_half_step_kappa(pairs: Sequence[tuple[float, int]]) -> float:
    """Quadratic weighted kappa of scores in half steps; with these weights it is that of whole steps where all are."""
    return compute_weighted_kappa([round(2 * score) for score, _ in pairs], [2 * r for _, r in pairs], _HALF_STEPS)


def measure_position(
    rows: Sequence[Mapping[str, Any]], orders: JudgeRatings, cases: Sequence[str], sampling: Sampling
) -> Position | None:
    """What the order did; None where no case was rated in both.

    Parameters
    ----------
    rows
        Of RATINGS.
    cases
        Those rated in both orders.
    sampling
        Its patients are those of the cases.
    """
    if not cases:
        return None
    changed = sum(_preferred(orders[case_id][ORDERS[0]]) != _preferred(orders[case_id][ORDERS[1]]) for case_id in cases)
    share = compute_wilson_interval(changed, len(cases), sampling.evaluation.confidence)
    placed = {(row["case_id"], row["order"], row["place"]): row["rating"] for row in rows if row["rater_kind"] == JUDGE}
    last = max(place for _, _, place in placed)
    # What is first in one order is last in the other, so that what the answers are worth cancels out.
    gains = [[placed[case_id, order, 1] - placed[case_id, order, last] for order in ORDERS] for case_id in cases]
    return Position(
        cases=len(cases),
        changed=changed,
        share=Estimate(estimate=share.estimate, low=share.low, high=share.high, n=len(cases), method="Wilson"),
        first_place_advantage=estimate_change(np.mean(gains, axis=1), sampling, ENDS),
    )


def _preferred(rated: Mapping[str, int]) -> frozenset[str]:
    """The models whose answers were rated highest: several, where they are rated alike."""
    return frozenset(model for model, rating in rated.items() if rating == max(rated.values()))
