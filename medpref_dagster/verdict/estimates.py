"""A metric of one model and a difference of two, each with an interval that has a width.

The bootstrap gives intervals of any metric, but none where every case agrees: all right, all wrong, no case on which
two models differ, F1 without one hit. There a published interval of its kind takes its place.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from medpref_dagster.answering.metrics import CaseTotals
from medpref_dagster.declaration import Evaluation
from medpref_dagster.verdict.intervals import (
    Floats,
    Interval,
    add_unseen_case,
    bootstrap_difference,
    bootstrap_interval,
    compute_tango_interval,
    compute_wilson_interval,
    pair_contributions,
)
from medpref_dagster.verdict.results import Estimate, as_estimate

BOOTSTRAP = "BCa bootstrap"
WILSON = "Wilson"
TANGO = "Tango"
UNSEEN_CASE = "unseen case"

SHARES = (0.0, 1.0)
"""The scale of every metric with a score per case."""

Kinds = Callable[[], Floats | None]
"""What a case of each kind that there may be would contribute (kinds x columns), worked out only where it is needed."""


@dataclass(frozen=True)
class Sampling:
    """How intervals are drawn, and which cases belong together."""

    evaluation: Evaluation
    """Its confidence, bootstrap samples and seed are used."""
    patients: Sequence[str]
    """Of each case."""

    @property
    def clusters(self) -> Sequence[str] | None:
        """Patients, where any has several cases."""
        return self.patients if len(set(self.patients)) < len(self.patients) else None

    @property
    def alpha(self) -> float:
        """The level of the tests."""
        return 1 - self.evaluation.confidence

    @property
    def bootstrap(self) -> dict[str, Any]:
        """As keyword arguments of what resamples."""
        return {
            "confidence": self.evaluation.confidence,
            "samples": self.evaluation.bootstrap_samples,
            "seed": self.evaluation.seed,
            "clusters": self.clusters,
        }


def average_scores(scores: Floats) -> CaseTotals:
    """The mean of scores per case as totals."""
    return CaseTotals(
        np.stack([scores, np.ones_like(scores)], axis=1), lambda totals: totals[..., 0] / totals[..., 1], scores
    )


def estimate_metric(
    totals: CaseTotals, sampling: Sampling, scale: tuple[float, float] | None = SHARES, kinds: Kinds | None = None
) -> Estimate:
    """A metric of one model with its interval.

    By the BCa bootstrap; where no resample differs, by Wilson's interval on the metric's scale, or, for a metric
    without a score per case, by an unseen case of each kind.

    Parameters
    ----------
    scale
        The least and the greatest score that a case can have; None where there is none.
    kinds
        For a metric without scores.
    """
    counted = len(sampling.patients) if totals.scores is None else int((~np.isnan(totals.scores)).sum())
    if not counted:
        return Estimate(estimate=None, n=0)
    interval = bootstrap_interval(totals.contributions, totals.combine, **sampling.bootstrap)
    if interval.has_width:
        return as_estimate(interval, counted, BOOTSTRAP)
    if totals.scores is None:
        return as_estimate(*_add_kinds(totals.contributions, totals.combine, kinds, sampling, counted))
    if scale is None or math.isnan(interval.estimate):
        return as_estimate(Interval(interval.estimate, math.nan, math.nan), counted, WILSON)
    low, span = scale[0], scale[1] - scale[0]
    units = _count_units(~np.isnan(totals.scores), sampling)
    share = min(1.0, max(0.0, (interval.estimate - low) / span))
    found = compute_wilson_interval(share * units, units, sampling.evaluation.confidence)
    return as_estimate(Interval(interval.estimate, low + span * found.low, low + span * found.high), counted, WILSON)


def estimate_difference(
    first: CaseTotals,
    second: CaseTotals,
    sampling: Sampling,
    scale: tuple[float, float] | None = SHARES,
    kinds: Kinds | None = None,
) -> Estimate:
    """A metric of the second model minus that of the first, with its interval.

    By the paired BCa bootstrap; where no resample differs, by Tango's interval of the cases' rises and falls, or, for
    a metric without a score per case, by an unseen case of each kind.

    Parameters
    ----------
    scale
        As in `estimate_metric`.
    kinds
        Both models' contributions side by side.
    """
    pairs = (first.contributions, first.combine), (second.contributions, second.combine)
    scored = first.scores is not None and second.scores is not None
    change = second.scores - first.scores if first.scores is not None and second.scores is not None else np.zeros(0)
    counted = int((~np.isnan(change)).sum()) if scored else len(sampling.patients)
    if not counted:
        return Estimate(estimate=None, n=0)
    interval = bootstrap_difference(*pairs, **sampling.bootstrap)
    if interval.has_width:
        return as_estimate(interval, counted, BOOTSTRAP)
    if not scored:
        return as_estimate(*_add_kinds(*pair_contributions(*pairs), kinds, sampling, counted))
    return _bound_change(change, interval.estimate, sampling, scale)


def estimate_change(change: Floats, sampling: Sampling, scale: tuple[float, float]) -> Estimate:
    """The mean of differences of two scores on a scale, case by case, with its interval as in `estimate_difference`."""
    if not len(change):
        return Estimate(estimate=None, n=0)
    totals = average_scores(change)
    interval = bootstrap_interval(totals.contributions, totals.combine, **sampling.bootstrap)
    if interval.has_width:
        return as_estimate(interval, len(change), BOOTSTRAP)
    return _bound_change(change, interval.estimate, sampling, scale)


def _bound_change(change: Floats, estimate: float, sampling: Sampling, scale: tuple[float, float] | None) -> Estimate:
    known = change[~np.isnan(change)]
    if scale is None or math.isnan(estimate):
        return as_estimate(Interval(estimate, math.nan, math.nan), len(known), TANGO)
    span, units = scale[1] - scale[0], _count_units(~np.isnan(change), sampling)
    part = units / len(known) / span
    risen, fallen = float(np.clip(known, 0, None).sum()) * part, float(np.clip(-known, 0, None).sum()) * part
    found = compute_tango_interval(fallen, risen, units, sampling.evaluation.confidence)
    return as_estimate(Interval(estimate, span * found.low, span * found.high), len(known), TANGO)


def _add_kinds(
    contributions: Floats, combine: Callable[[Floats], Floats], kinds: Kinds | None, sampling: Sampling, counted: int
) -> tuple[Interval, int, str]:
    found = kinds() if kinds is not None else None
    if found is None:
        total = float(combine(contributions.sum(axis=0)))
        return Interval(total, math.nan, math.nan), counted, UNSEEN_CASE
    return add_unseen_case(contributions, combine, found, **sampling.bootstrap), counted, UNSEEN_CASE


def _count_units(counted: Any, sampling: Sampling) -> int:
    """Patients with a case that counts."""
    return len({patient for patient, counts in zip(sampling.patients, counted, strict=True) if counts})
