"""One-sided bounds of a difference at small levels, whole patients being the units.

A gate divides its alpha over many rounds, so that a test has a level of a thousandth or less. There the resamples of a
bootstrap are few or none; these bounds are closed forms. Where their approximations differ, the most cautious counts.
"""

import math
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from scipy import stats

from medpref_dagster.answering.metrics import CaseTotals
from medpref_dagster.verdict.intervals import Combine, Floats, compute_tango_interval, pair_contributions, sum_clusters
from medpref_dagster.verdict.sample_sizes import estimate_design_effect

_NO_SPREAD = 1e-12
_NORMAL = NormalDist()


@dataclass(frozen=True)
class Bounds:
    """A difference, second minus first, between a lower and an upper bound, each of which misses with the level."""

    difference: float
    """NaN where it is undefined."""
    low: float
    """NaN, as `high`, where no bound can be given."""
    high: float
    cases: int
    """Those that have a score in both models; all of them for a metric without scores."""
    patients: int
    error: float
    """Standard error, patients being the units; NaN where there are fewer than two."""
    changed: float | None
    """The mean squared change of a case's score, for shares of right answers the discordant share; None for a metric
    without scores."""
    design_effect: float
    """By how much patients with several cases inflate the variance."""


def bound_difference(
    first: CaseTotals,
    second: CaseTotals,
    patients: Sequence[Hashable],
    level: float,
    kinds: Floats | None = None,
) -> Bounds:
    """Bounds of a metric of the second model minus that of the first, over the same cases in the same order.

    The widest of these:

    - Student's t with the standard error of the jackknife over patients, `sqrt((n - 1) / n sum (u_i - mean u)^2)` of
      the leave-one-out differences u, with n - 1 degrees of freedom. For a mean of scores it is the cluster-robust
      standard error of a ratio.
    - For scores from 0 to 1, Tango's score interval of the summed rises and falls, the cases divided by the design
      effect. It has a width where models seldom or never differ.
    - For a metric without scores, what the likeliest unseen patient could change: with none of n patients of some kind
      seen, their share is below `q = 1 - level^(1/n)`, so that `q / (1 - q)` times the cases are added of each kind.

    Parameters
    ----------
    level
        One-sided, of each bound.
    kinds
        For a metric without scores: kinds x columns, both models' contributions of a case of each kind side by side
        (`list_paired_kinds`).

    References
    ----------
    Efron, Stein: The jackknife estimate of variance, Ann Stat 1981;9:586-96. Tango, Stat Med 1998;17:891-908. Clopper,
    Pearson, Biometrika 1934;26:404-13.
    """
    contributions, combine = pair_contributions(
        (first.contributions, first.combine), (second.contributions, second.combine)
    )
    change, of_patients = _read_change(first, second, patients)
    units = sum_clusters(contributions, patients)
    totals = units.sum(axis=0)
    difference, error = float(combine(totals)), _jackknife(units, totals, combine)
    low = high = math.nan
    if error > _NO_SPREAD:
        reach = float(stats.t.isf(level, len(units) - 1)) * error
        low, high = difference - reach, difference + reach
    changed, design_effect, cases = None, 1.0, len(contributions)
    if change is not None:
        cases, changed = len(change), float((change**2).mean()) if len(change) else 0.0
        design_effect = _find_design_effect(change, of_patients)
        rare = _bound_scores(change, design_effect, level)
    else:
        rare = _bound_kinds(contributions, combine, kinds, len(units), level)
    if rare is not None and not math.isnan(difference):
        low, high = (rare[0], rare[1]) if math.isnan(low) else (min(low, rare[0]), max(high, rare[1]))
    counted = len(set(of_patients)) if change is not None else len(units)
    return Bounds(difference, low, high, cases, counted, error, changed, design_effect)


def count_cases_for_bound(bounds: Bounds, expected: float, limit: float, level: float, power: float) -> int | None:
    """Cases, alike to those that were seen, of which the lower bound lies above a limit with this power.

    For scores, with psi the mean squared change, at least as much as the differences ask for, and D the design effect:
    `D (z_level sqrt(psi - limit^2) + z_power sqrt(psi - expected^2))^2 / (expected - limit)^2`, which is the formula of
    `count_cases_needed` for a limit of 0. For other metrics `n ((z_level + z_power) se / (expected - limit))^2` from
    the standard error of the n cases seen, and never fewer patients than a metric on which no patient changed would ask
    for. None where it cannot be said.

    Parameters
    ----------
    expected
        The difference that there is, e.g. 0 for a challenger that is as good; above `limit`.
    level, power
        One-sided level of the bound, and the chance that it lies above the limit.
    """
    if not bounds.patients or math.isnan(bounds.error):
        return None
    z_level, z_power = -_NORMAL.inv_cdf(level), _NORMAL.inv_cdf(power)
    gap = expected - limit
    if bounds.changed is not None:
        psi = max(bounds.changed, abs(expected), abs(limit))
        root = z_level * math.sqrt(psi - limit**2) + z_power * math.sqrt(psi - expected**2)
        return math.ceil(bounds.design_effect * (root / gap) ** 2 - 1e-9)
    seen = bounds.cases * ((z_level + z_power) * bounds.error / gap) ** 2
    unseen = z_level**2 * (1 - gap) / gap * bounds.cases / bounds.patients
    return math.ceil(max(seen, unseen) - 1e-9)


def _jackknife(units: Floats, totals: Floats, combine: Combine) -> float:
    count = len(units)
    if count < 2:
        return math.nan
    left_out = combine(totals - units)
    if np.isnan(left_out).any():
        return math.nan
    return math.sqrt((count - 1) / count * float(((left_out - left_out.mean()) ** 2).sum()))


def _read_change(
    first: CaseTotals, second: CaseTotals, patients: Sequence[Hashable]
) -> tuple[Floats | None, list[Hashable]]:
    """Changes of the scores that both models have, and the patient of each; None for a metric without scores."""
    if first.scores is None or second.scores is None:
        return None, list(patients)
    change = second.scores - first.scores
    known = ~np.isnan(change)
    return change[known], [patient for patient, keep in zip(patients, known, strict=True) if keep]


def _find_design_effect(change: Floats, patients: Sequence[Hashable]) -> float:
    """At least 1; where no case changed nobody knows how alike a patient's cases are, so that patients are counted."""
    if not len(change):
        return 1.0
    if not np.any(change):
        return len(change) / len(set(patients))
    return max(1.0, estimate_design_effect(change, patients))


def _bound_scores(change: Floats, design_effect: float, level: float) -> tuple[float, float] | None:
    if not len(change):
        return None
    units = max(1, int(len(change) / design_effect))
    part = units / len(change)
    risen, fallen = float(np.clip(change, 0, None).sum()) * part, float(np.clip(-change, 0, None).sum()) * part
    found = compute_tango_interval(fallen, risen, units, 1 - 2 * level)
    return found.low, found.high


def _bound_kinds(
    contributions: Floats, combine: Combine, kinds: Floats | None, patients: int, level: float
) -> tuple[float, float] | None:
    if kinds is None or not patients:
        return None
    share = 1 - level ** (1 / patients)
    values = combine(contributions.sum(axis=0) + share / (1 - share) * len(contributions) * kinds)
    values = values[~np.isnan(values)]
    return (float(values.min()), float(values.max())) if len(values) else None
