"""Intervals of shares, differences and any metric: pure functions of numbers, whole patients being the units.

Every one is checked against an independent implementation, a published example or by simulation in its test.
"""

import math
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np
import numpy.typing as npt
from scipy import optimize, stats

Floats = npt.NDArray[np.float64]
Combine = Callable[[Floats], Floats]
"""Totals (... x columns) -> metric (...), vectorised over the leading axes."""

_BATCH_CELLS = 4_000_000
"""Resampled cells held at once (32 MB)."""
_NO_WIDTH = 1e-9
"""Ends that are nearer than this differ by rounding alone."""


@dataclass(frozen=True)
class Interval:
    """An estimate with its confidence interval."""

    estimate: float
    low: float
    """NaN, as `high`, where no interval can be given."""
    high: float

    @property
    def has_width(self) -> bool:
        """Whether the two ends are known and differ."""
        return self.high - self.low > _NO_WIDTH


def compute_wilson_interval(successes: float, cases: int, confidence: float = 0.95) -> Interval:
    """Wilson's score interval of a proportion, by statsmodels.

    A mean of scores from 0 to 1 varies no more than a share of the same size, so that their sum in the place of
    `successes` gives an interval that is wide enough.

    Wilson: Probable inference, the law of succession, and statistical inference, JASA 1927;22:209-12.
    """
    from statsmodels.stats.proportion import proportion_confint

    ends = cast(tuple[float, float], proportion_confint(successes, cases, alpha=1 - confidence, method="wilson"))
    share = successes / cases
    # At 0 and 1 the end is the share itself, but for rounding.
    return Interval(share, min(share, float(ends[0])), max(share, float(ends[1])))


def compute_tango_interval(only_first: float, only_second: float, cases: int, confidence: float = 0.95) -> Interval:
    """Tango's score interval of the difference of two models' shares of right answers to the same cases.

    The differences d that a score test does not reject: with b and c the cases that only the first and only the second
    got right, `|c - b - n d| <= z sqrt(n (2 q + d (1 - d)))`, where q is the likeliest share of b given d, the larger
    root of `2 n q^2 - (b + c - (2 n - c + b) d) q - b d (1 - d) = 0`. It has a width where no case is discordant:
    `± z^2 / (n + z^2)`.

    Tango: Equivalence test and confidence interval for the difference in proportions for the paired-sample design,
    Stat Med 1998;17:891-908.

    Parameters
    ----------
    only_first, only_second
        Not necessarily whole: sums of how far each case's score (from 0 to 1) fell and rose give an interval that is
        wide enough, because the scores' difference varies no more than one of right and wrong.
    """
    z = float(stats.norm.ppf((1 + confidence) / 2))

    def score(difference: float) -> float:
        half = (only_first + only_second - (2 * cases - only_second + only_first) * difference) / 2
        product = 2 * cases * only_first * difference * (1 - difference)
        share = (half + math.sqrt(max(0.0, half**2 + product))) / (2 * cases)
        variance = cases * (2 * share + difference * (1 - difference))
        gap = only_second - only_first - cases * difference
        return gap / math.sqrt(variance) if variance > 0 else math.copysign(math.inf, gap)

    observed = (only_second - only_first) / cases
    edge = 1 - 1e-12
    # The score falls with the difference; an end at which it is not far enough yet is the end of the scale.
    low = -1.0 if score(-edge) < z else _find_root(lambda value: score(value) - z, -edge, min(observed, edge))
    high = 1.0 if score(edge) > -z else _find_root(lambda value: score(value) + z, max(observed, -edge), edge)
    return Interval(observed, low, high)


def _find_root(function: Callable[[float], float], low: float, high: float) -> float:
    # Where nothing is discordant the score leaps from 0 to its limit at the observed value itself.
    nudge = 1e-12
    return cast(float, optimize.brentq(function, low + nudge, high - nudge, xtol=1e-12))


def bootstrap_interval(
    contributions: Floats,
    combine: Combine,
    *,
    confidence: float = 0.95,
    samples: int = 2000,
    seed: int = 0,
    clusters: Sequence[Hashable] | None = None,
) -> Interval:
    """Bootstrap interval of a metric that is a function of a sum over cases: bias-corrected and accelerated (BCa).

    With z0 the normal quantile of the share of resamples below the estimate (equal ones by half), a the skewness
    of the leave-one-out values `sum(u^3) / (6 sum(u^2)^(3/2))`, the ends are the resamples' quantiles at
    `Phi(z0 + (z0 + z) / (1 - a (z0 + z)))` for z = Phi^-1((1 ± confidence) / 2).

    Parameters
    ----------
    contributions
        Cases x columns. For a difference of two models, both models' columns side by side.
    combine
        Totals (... x columns) -> metric (...), vectorised over the leading axes.
    clusters
        Patient of each case; whole patients are resampled.

    Returns
    -------
    Interval
        Its ends are NaN with fewer than two units. Without variation among the resamples both ends are the
        estimate; `compute_wilson_interval`, `compute_tango_interval` or `add_unseen_case` then give a width.

    References
    ----------
    Efron: Better bootstrap confidence intervals, JASA 1987;82:171-85. Field, Welsh: Bootstrapping clustered data,
    J R Stat Soc B 2007;69:369-90.
    """
    units = sum_clusters(contributions, clusters)
    totals = units.sum(axis=0)
    estimate = float(combine(totals))
    if len(units) < 2:
        return Interval(estimate, math.nan, math.nan)
    resampled = np.sort(combine(_resample_totals(units, samples, seed)))
    resampled = resampled[~np.isnan(resampled)]
    if math.isnan(estimate) or not len(resampled):
        return Interval(estimate, math.nan, math.nan)
    left_out = combine(totals - units)
    influence = np.nanmean(left_out) - left_out[~np.isnan(left_out)]
    spread = float((influence**2).sum()) ** 1.5
    acceleration = float((influence**3).sum()) / (6 * spread) if spread > 0 else 0.0
    # Resamples equal to the estimate but for rounding count as equal.
    below = np.mean(resampled < estimate - 1e-12) + np.mean(np.abs(resampled - estimate) <= 1e-12) / 2
    bias = float(stats.norm.ppf(below))
    ends = stats.norm.ppf([(1 - confidence) / 2, (1 + confidence) / 2])
    if math.isfinite(bias):
        ends = bias + (bias + ends) / (1 - acceleration * (bias + ends))
    low, high = np.quantile(resampled, stats.norm.cdf(ends))
    return Interval(estimate, float(low), float(high))


def bootstrap_difference(
    first: tuple[Floats, Combine],
    second: tuple[Floats, Combine],
    *,
    confidence: float = 0.95,
    samples: int = 2000,
    seed: int = 0,
    clusters: Sequence[Hashable] | None = None,
) -> Interval:
    """Paired bootstrap (BCa) interval of a metric of the second model minus that of the first.

    Each model's (contributions, combine) as in `bootstrap_interval`, over the same cases in the same order; both
    models' answers to a case are resampled together.
    """
    return bootstrap_interval(
        *pair_contributions(first, second),
        confidence=confidence,
        samples=samples,
        seed=seed,
        clusters=clusters,
    )


def pair_contributions(first: tuple[Floats, Combine], second: tuple[Floats, Combine]) -> tuple[Floats, Combine]:
    """Both models' contributions side by side, and the metric of the second minus that of the first."""
    width = first[0].shape[1]
    return (
        np.concatenate([first[0], second[0]], axis=1),
        lambda totals: second[1](totals[..., width:]) - first[1](totals[..., :width]),
    )


def add_unseen_case(
    contributions: Floats,
    combine: Combine,
    kinds: Floats,
    *,
    confidence: float = 0.95,
    samples: int = 2000,
    seed: int = 0,
    clusters: Sequence[Hashable] | None = None,
) -> Interval:
    """An interval of a metric that is the same in every resample: what one case of another kind could change.

    F1 of 0.00 has no scores per case to which Wilson's interval could be given, and no resample shows a hit where
    there was none. So the cases are weighted by a Bayesian bootstrap, and one pseudo-case is added that was not seen:
    the weights of cases and pseudo-case are independent Gamma(1) variates, and the metric of the weighted sums is
    its posterior, as Goutte and Gaussier have it for F1 with Gamma variates of the counts. This is done for each kind
    of case that there may be; the ends are the lowest and the highest quantile that any kind gives. For a share of 0
    of n, it is Clopper's and Pearson's upper bound, `1 - ((1 - confidence) / 2)^(1/n)`.

    Rubin: The Bayesian bootstrap, Ann Stat 1981;9:130-4. Goutte, Gaussier: A probabilistic interpretation of
    precision, recall and F-score, with implication for evaluation, ECIR 2005, LNCS 3408:345-59.

    Parameters
    ----------
    contributions, combine
        As in `bootstrap_interval`.
    kinds
        Kinds x columns: what a case of each kind would contribute.
    clusters
        Patient of each case; whole patients are weighted, and the pseudo-case counts as many cases as the mean
        patient has.

    Returns
    -------
    Interval
        Both ends are NaN where the metric is undefined or there are no cases.
    """
    units = sum_clusters(contributions, clusters)
    estimate = float(combine(units.sum(axis=0))) if len(units) else math.nan
    if math.isnan(estimate):
        return Interval(estimate, math.nan, math.nan)
    rng = np.random.default_rng(seed)
    unseen = np.unique(kinds, axis=0) * (len(contributions) / len(units))
    batch = max(1, _BATCH_CELLS // (len(units) + 1))
    weighted: list[Floats] = []
    for start in range(0, samples, batch):
        weighted.append(rng.standard_exponential((min(batch, samples - start), len(units))) @ units)
    totals, weights = np.concatenate(weighted), rng.standard_exponential((samples, 1))
    low = high = estimate
    for kind in unseen:
        values = combine(totals + weights * kind)
        values = values[~np.isnan(values)]
        if len(values):
            ends = np.quantile(values, [(1 - confidence) / 2, (1 + confidence) / 2])
            low, high = min(low, float(ends[0])), max(high, float(ends[1]))
    return Interval(estimate, low, high)


def sum_clusters(contributions: Floats, clusters: Sequence[Hashable] | None) -> Floats:
    """Units x columns: the cases, or the sums of each patient's."""
    if clusters is None:
        return contributions
    numbers = number_clusters(clusters)
    units = np.zeros((int(numbers.max(initial=-1)) + 1, contributions.shape[1]))
    np.add.at(units, numbers, contributions)
    return units


def number_clusters(clusters: Sequence[Hashable]) -> npt.NDArray[np.int64]:
    """Number clusters 0, 1, ... in the order of their first appearance."""
    numbers: dict[Hashable, int] = {}
    return np.array([numbers.setdefault(cluster, len(numbers)) for cluster in clusters], dtype=np.int64)


def _resample_totals(units: Floats, samples: int, seed: int) -> Floats:
    """Samples x columns: the column sums of as many units, drawn with replacement."""
    rng, count = np.random.default_rng(seed), len(units)
    batch = max(1, _BATCH_CELLS // count)
    totals: list[Floats] = []
    for start in range(0, samples, batch):
        size = min(batch, samples - start)
        places = rng.integers(0, count, (size, count)) + np.arange(size)[:, None] * count
        weights = np.bincount(places.ravel(), minlength=size * count).reshape(size, count)
        totals.append(weights @ units)
    return np.concatenate(totals)
