"""Tests of two models on the same cases, and the adjustment of several tests: pure functions of numbers.

Every one is checked against an independent implementation or a published example in its test. What libraries have is
theirs, and imported when it is used; what is clustered by patient is ours.
"""

import math
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np
import numpy.typing as npt
from scipy import stats

from medpref_dagster.verdict.intervals import number_clusters

_ROUNDING = 1e-9
"""A deviation that is smaller than this share of the mean is rounding."""


@dataclass(frozen=True)
class McNemar:
    """McNemar's test of two models on the same cases."""

    only_first: int
    """Cases that only the first model answered correctly."""
    only_second: int
    p_exact: float
    p_mid: float
    """Less conservative than the exact p, and nearly never above the nominal level."""


@dataclass(frozen=True)
class PairedComparison:
    """Paired t and Wilcoxon signed-rank tests of second minus first."""

    units: int
    difference: float
    """Mean of second minus first."""
    t: float
    p_t: float
    cohen_dz: float
    wilcoxon: float
    """The smaller of the two rank sums."""
    p_wilcoxon: float
    rank_biserial: float


def run_mcnemar(only_first: int, only_second: int) -> McNemar:
    """McNemar's exact conditional test, two-sided, by statsmodels, and its mid-p version.

    With n = b + c discordant cases and X ~ Binomial(n, 1/2), the exact p is `min(1, 2 P(X <= min(b, c)))`, the
    mid-p that minus P(X = b), and `1 - P(X = b) / 2` where b = c. Without discordant cases the exact p is 1.

    Fagerland, Lydersen, Laake: The McNemar test for binary matched-pairs data, BMC Med Res Methodol 2013;13:91.

    >>> result = run_mcnemar(1, 7)
    >>> round(result.p_exact, 4), round(result.p_mid, 4)
    (0.0703, 0.0391)
    """
    from statsmodels.stats.contingency_tables import mcnemar

    exact = float(mcnemar([[0, only_first], [only_second, 0]], exact=True).pvalue)  # pyright: ignore[reportAttributeAccessIssue]
    point = float(stats.binom.pmf(min(only_first, only_second), only_first + only_second, 0.5))
    mid = 1 - point / 2 if only_first == only_second else exact - point
    return McNemar(only_first, only_second, exact, mid)


def compare_correctness(
    first: npt.NDArray[np.bool_], second: npt.NDArray[np.bool_], clusters: Sequence[Hashable] | None = None
) -> McNemar:
    """McNemar's exact test from two models' right and wrong answers; with clusters, patients are the units.

    With clusters it is the exact sign-flip test: let d be a patient's cases that only the second model got right
    minus those that only the first did. If the models are alike, each d is as likely -d, independently. The p is
    the probability that the flipped sum lies at least as far from 0 as the observed one, computed exactly by
    convolution; the mid-p counts equally far sums by half. Where every patient has one case, this is McNemar's test.

    Parameters
    ----------
    first, second
        Cases, True where right; the same cases in the same order.
    clusters
        Patient of each case.

    References
    ----------
    Permutation within clusters: Good, Permutation, Parametric and Bootstrap Tests of Hypotheses, 2005, ch. 3.
    """
    outcome = second.astype(np.int64) - first.astype(np.int64)
    only_first, only_second = int((outcome < 0).sum()), int((outcome > 0).sum())
    if clusters is None or len(set(clusters)) == len(clusters):
        return run_mcnemar(only_first, only_second)
    sums = np.bincount(number_clusters(clusters), weights=outcome).astype(np.int64)
    distance, observed = _flip_signs(sums), abs(int(sums.sum()))
    as_far, farther = float(distance[observed]), float(distance[observed + 1 :].sum())
    return McNemar(only_first, only_second, min(1.0, farther + as_far), farther + as_far / 2)


def compare_wins(change: npt.NDArray[np.float64], clusters: Sequence[Hashable]) -> float:
    """The one-sided exact sign-flip test of a gain: could a sum of changes as large have come by chance?

    If neither model is better, each patient's sum of changes is as likely its opposite, independently; p is the
    probability that a flipped sum is at least the observed one. At small levels it stays exact where a t test of few
    changes is not.

    Parameters
    ----------
    change
        Cases; multiples of 1/2 from -1 to 1, since a tie counts as half.
    clusters
        Patient of each case.

    Raises
    ------
    ValueError
        If a change is no multiple of 1/2.

    References
    ----------
    Good, Permutation, Parametric and Bootstrap Tests of Hypotheses, 2005, ch. 3.
    """
    halves = np.rint(2 * change)
    if np.any(halves != 2 * change):
        raise ValueError("changes of wins are multiples of 1/2")
    sums = np.bincount(number_clusters(clusters), weights=halves).astype(np.int64)
    observed = int(sums.sum())
    distance = _flip_signs(sums)
    # The distribution is symmetric: each side has half of what lies farther than 0.
    if observed <= 0:
        return 1.0 - float(distance[-observed + 1 :].sum()) / 2
    return float(distance[observed:].sum()) / 2


def _flip_signs(sums: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    """The distribution of |sum of randomly signed numbers|: the probability of each distance 0, 1, ..."""
    farthest = int(np.abs(sums).sum())
    distribution = np.zeros(2 * farthest + 1)
    distribution[farthest] = 1
    for step in np.abs(sums[sums != 0]):
        moved = np.zeros_like(distribution)
        moved[step:] = distribution[:-step]
        moved[:-step] += distribution[step:]
        distribution = moved / 2
    folded = distribution[farthest:].copy()
    folded[1:] += distribution[:farthest][::-1]
    return folded


def compare_scores(
    first: Sequence[float], second: Sequence[float], clusters: Sequence[Hashable] | None = None
) -> PairedComparison:
    """Paired t test and Wilcoxon signed-rank test of two models' scores of the same cases, two-sided.

    `t = mean(d) / (s / sqrt(n))` with n - 1 degrees of freedom and Cohen's `dz = mean(d) / s`, d = second - first.
    Wilcoxon drops zero differences; its p is exact (up to 50 units without ties, up to 13 with them), else the normal
    approximation with tie correction. The rank-biserial correlation is `(R+ - R-) / (R+ + R-)`.

    Parameters
    ----------
    first, second
        Scores of the same cases in the same order; a case that is NaN in either is left out.
    clusters
        Patient of each case; a patient's differences are averaged first, so that patients are the units.

    Returns
    -------
    PairedComparison
        Where all differences are alike, t and dz are infinite and their p is 0, however few there are; the Wilcoxon
        test's p is not.

    Raises
    ------
    ValueError
        If fewer than two units remain.

    References
    ----------
    Lakens, Front Psychol 2013;4:863 (dz). Kerby, Compr Psychol 2014;3:11.IT.3.1 (rank-biserial correlation).
    """
    difference = np.asarray(second, np.float64) - np.asarray(first, np.float64)
    kept = ~np.isnan(difference)
    if clusters is not None:
        numbers = number_clusters([cluster for cluster, keep in zip(clusters, kept, strict=True) if keep])
        difference = np.bincount(numbers, weights=difference[kept]) / np.bincount(numbers)
    else:
        difference = difference[kept]
    units = len(difference)
    if units < 2:
        raise ValueError(f"a paired comparison needs at least two units, got {units}")
    mean, deviation = float(difference.mean()), float(difference.std(ddof=1))
    if not np.any(difference):
        return PairedComparison(units, 0.0, 0.0, 1.0, 0.0, 0.0, 1.0, 0.0)
    # Differences that are all alike but for rounding have no deviation: t would be as large as rounding makes it.
    alike = deviation <= _ROUNDING * abs(mean)
    dz = math.copysign(math.inf, mean) if alike else mean / deviation
    t = dz * math.sqrt(units)
    ranks = stats.rankdata(np.abs(difference[difference != 0]))
    signs = np.sign(difference[difference != 0])
    rank_sum, p_wilcoxon = cast(tuple[float, float], tuple(stats.wilcoxon(difference)))
    return PairedComparison(
        units=units,
        difference=mean,
        t=t,
        p_t=2 * float(stats.t.sf(abs(t), units - 1)),
        cohen_dz=dz,
        wilcoxon=float(rank_sum),
        p_wilcoxon=float(p_wilcoxon),
        rank_biserial=float((ranks * signs).sum() / ranks.sum()),
    )


def adjust_holm(p_values: Sequence[float]) -> list[float]:
    """Holm's step-down adjustment of a family of p-values, in the given order, by statsmodels.

    Holm: A simple sequentially rejective multiple test procedure, Scand J Stat 1979;6:65-70.

    >>> adjust_holm([0.01, 0.04, 0.03])
    [0.03, 0.06, 0.06]
    """
    from statsmodels.stats.multitest import multipletests

    adjusted = cast(npt.NDArray[np.float64], multipletests(list(p_values), method="holm")[1])
    return adjusted.tolist()
