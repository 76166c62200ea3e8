"""Statistics of paired comparisons, as pure functions of numbers. Every one is checked against an independent
implementation or a published example in its test."""

import math
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Literal, cast

import numpy as np
import numpy.typing as npt
from scipy import stats

Floats = npt.NDArray[np.float64]

_BATCH_CELLS = 4_000_000
"""Resampled cells held at once (32 MB)."""


@dataclass(frozen=True)
class Interval:
    """An estimate with its confidence interval."""

    estimate: float
    low: float
    high: float


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


# Right and wrong


def run_mcnemar(only_first: int, only_second: int) -> McNemar:
    """McNemar's exact conditional test, two-sided, and its mid-p version.

    With n = b + c discordant cases and X ~ Binomial(n, 1/2), the exact p is `min(1, 2 P(X <= min(b, c)))`, the
    mid-p that minus P(X = b), and `1 - P(X = b) / 2` where b = c. Without discordant cases the exact p is 1.

    Fagerland, Lydersen, Laake: The McNemar test for binary matched-pairs data, BMC Med Res Methodol 2013;13:91.

    >>> result = run_mcnemar(1, 7)
    >>> round(result.p_exact, 4), round(result.p_mid, 4)
    (0.0703, 0.0391)
    """
    total, smaller = only_first + only_second, min(only_first, only_second)
    point = float(stats.binom.pmf(smaller, total, 0.5))
    exact = min(1.0, 2 * float(stats.binom.cdf(smaller, total, 0.5)))
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
    farthest, observed = int(np.abs(sums).sum()), abs(int(sums.sum()))
    distribution = np.zeros(2 * farthest + 1)
    distribution[farthest] = 1
    for step in np.abs(sums[sums != 0]):
        distribution = (np.roll(distribution, step) + np.roll(distribution, -step)) / 2
    distance = np.abs(np.arange(-farthest, farthest + 1))
    as_far = float(distribution[distance == observed].sum())
    farther = float(distribution[distance > observed].sum())
    return McNemar(only_first, only_second, min(1.0, farther + as_far), farther + as_far / 2)


def compute_wilson_interval(successes: int, cases: int, confidence: float = 0.95) -> Interval:
    """Wilson's score interval of a proportion.

    `(p + z^2 / 2n ± z sqrt(p (1 - p) / n + z^2 / 4n^2)) / (1 + z^2 / n)`.

    Wilson: Probable inference, the law of succession, and statistical inference, JASA 1927;22:209-12.
    """
    z = float(stats.norm.ppf((1 + confidence) / 2))
    share = successes / cases
    centre = share + z**2 / (2 * cases)
    half = z * math.sqrt(share * (1 - share) / cases + z**2 / (4 * cases**2))
    scale = 1 + z**2 / cases
    low = (centre - half) / scale if successes else 0.0
    high = (centre + half) / scale if successes < cases else 1.0
    return Interval(share, low, high)


def count_cases_needed(discordant: float, difference: float, alpha: float = 0.05, power: float = 0.8) -> int:
    """Cases that McNemar's test needs to find a difference of two models' shares of right answers.

    With psi the discordant share and delta the difference,
    `n = (z_(1-alpha/2) sqrt(psi) + z_power sqrt(psi - delta^2))^2 / delta^2`, rounded up.

    Connor: Sample size for testing differences in proportions for the paired-sample design, Biometrics
    1987;43:207-11.

    Raises
    ------
    ValueError
        Unless 0 < |difference| <= discordant <= 1.
    """
    if not 0 < abs(difference) <= discordant <= 1:
        raise ValueError(f"needs 0 < |difference| <= discordant <= 1, got {difference:g} and {discordant:g}")
    z_alpha, z_power = float(stats.norm.ppf(1 - alpha / 2)), float(stats.norm.ppf(power))
    cases = (z_alpha * math.sqrt(discordant) + z_power * math.sqrt(discordant - difference**2)) ** 2 / difference**2
    return math.ceil(cases - 1e-9)


def find_detectable_difference(cases: int, discordant: float, alpha: float = 0.05, power: float = 0.8) -> float:
    """The smallest difference of two models' shares of right answers that McNemar's test finds with this power.

    The solution of the formula of `count_cases_needed` for delta, in closed form. Where even all discordant cases on
    one side would not suffice, the discordant share is let grow to the difference itself; 1 where no difference
    is ever found with so few cases.
    """
    z_alpha, z_power = float(stats.norm.ppf(1 - alpha / 2)), float(stats.norm.ppf(power))
    if cases <= z_alpha**2:
        return 1.0
    scale = cases + z_power**2
    root = math.sqrt(cases - z_alpha**2 + z_power**2)
    difference = math.sqrt(discordant) * (math.sqrt(cases) * z_alpha + z_power * root) / scale
    if difference <= discordant:
        return difference
    square = z_alpha**2 * z_power**2 + scale * (cases - z_alpha**2)
    return 1 - ((math.sqrt(square) - z_alpha * z_power) / scale) ** 2


def estimate_design_effect(differences: Floats, clusters: Sequence[Hashable]) -> float:
    """By how much clusters inflate the variance of a mean difference: so many times more cases are needed.

    `sum over clusters of (sum of d)^2 / sum of d^2`, the ratio of the variances of the sum under the hypothesis of no
    difference, with and without regard to clusters. 1 where all differences are 0 or no cluster has two.

    Kish: Survey Sampling, 1965, ch. 5 (design effect).
    """
    alone = float((differences**2).sum())
    sums = np.bincount(number_clusters(clusters), weights=differences)
    return float((sums**2).sum()) / alone if alone else 1.0


# Scores


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
    dz = mean / deviation if deviation > 0 else math.copysign(math.inf, mean)
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


# Intervals of any metric


def bootstrap_interval(
    contributions: Floats,
    combine: Callable[[Floats], Floats],
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
        estimate: a proportion of 0 or 1 is better served by `compute_wilson_interval`.

    References
    ----------
    Efron: Better bootstrap confidence intervals, JASA 1987;82:171-85. Field, Welsh: Bootstrapping clustered data,
    J R Stat Soc B 2007;69:369-90.
    """
    units = contributions
    if clusters is not None:
        numbers = number_clusters(clusters)
        units = np.zeros((int(numbers.max(initial=-1)) + 1, contributions.shape[1]))
        np.add.at(units, numbers, contributions)
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
    first: tuple[Floats, Callable[[Floats], Floats]],
    second: tuple[Floats, Callable[[Floats], Floats]],
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
    width = first[0].shape[1]
    return bootstrap_interval(
        np.concatenate([first[0], second[0]], axis=1),
        lambda totals: second[1](totals[..., width:]) - first[1](totals[..., :width]),
        confidence=confidence,
        samples=samples,
        seed=seed,
        clusters=clusters,
    )


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


# Several tests, several raters


def adjust_holm(p_values: Sequence[float]) -> list[float]:
    """Holm's step-down adjustment of a family of p-values, in the given order.

    Sorted ascending, `p~(i) = max over j <= i of min(1, (m - j + 1) p(j))`.

    Holm: A simple sequentially rejective multiple test procedure, Scand J Stat 1979;6:65-70.

    >>> adjust_holm([0.01, 0.04, 0.03])
    [0.03, 0.06, 0.06]
    """
    adjusted, largest = [1.0] * len(p_values), 0.0
    for rank, index in enumerate(sorted(range(len(p_values)), key=lambda index: p_values[index])):
        largest = max(largest, min(1.0, (len(p_values) - rank) * p_values[index]))
        adjusted[index] = largest
    return adjusted


def compute_weighted_kappa(
    first: Sequence[int],
    second: Sequence[int],
    categories: Sequence[int],
    weights: Literal["linear", "quadratic"] = "quadratic",
) -> float:
    """Cohen's weighted kappa of two raters' ordered ratings.

    `1 - sum(w o) / sum(w e)` with o the observed and e the expected shares of the category pairs i, j and
    w = |i - j| or (i - j)^2, counted in steps of the categories. NaN where both raters only ever use one and the same
    category.

    Cohen: Weighted kappa, Psychol Bull 1968;70:213-20.

    Parameters
    ----------
    first, second
        Ratings of the same items in the same order.
    categories
        All possible ratings, ascending, e.g. 1 to 5.
    """
    places = {category: index for index, category in enumerate(categories)}
    observed = np.zeros((len(places), len(places)))
    for left, right in zip(first, second, strict=True):
        observed[places[left], places[right]] += 1
    expected = np.outer(observed.sum(axis=1), observed.sum(axis=0)) / observed.sum()
    steps = np.abs(np.subtract.outer(np.arange(len(places)), np.arange(len(places)))).astype(np.float64)
    cost = steps if weights == "linear" else steps**2
    by_chance = float((cost * expected).sum())
    return 1 - float((cost * observed).sum()) / by_chance if by_chance else math.nan


def compute_krippendorff_alpha(
    ratings: Sequence[Sequence[float | None]], level: Literal["nominal", "ordinal", "interval"] = "ordinal"
) -> float:
    """Krippendorff's alpha of any number of raters, with missing ratings.

    `1 - D_observed / D_expected` over the coincidence matrix o(c, k), to which each item with m >= 2 ratings adds
    1 / (m - 1) for each ordered pair of them. The squared distance is 0 or 1 (nominal), the values' difference
    squared (interval), or, with n_g the marginal of value g, the square of
    `sum of n_g from c to k - (n_c + n_k) / 2` (ordinal). NaN where no item has two ratings or all ratings are equal.

    Krippendorff: Computing Krippendorff's alpha-reliability, 2011.

    Parameters
    ----------
    ratings
        Raters x items; None where a rater did not rate an item.
    level
        The scale's level of measurement; Likert ratings are ordinal.
    """
    items = [[value for value in column if value is not None] for column in zip(*ratings, strict=True)]
    items = [item for item in items if len(item) > 1]
    values = sorted({value for item in items for value in item})
    places = {value: index for index, value in enumerate(values)}
    coincidences = np.zeros((len(values), len(values)))
    for item in items:
        counts = np.bincount([places[value] for value in item], minlength=len(values)).astype(np.float64)
        coincidences += (np.outer(counts, counts) - np.diag(counts)) / (len(item) - 1)
    marginals = coincidences.sum(axis=1)
    if level == "nominal":
        distance = 1 - np.eye(len(values))
    elif level == "interval":
        distance = np.subtract.outer(values, values).astype(np.float64) ** 2
    else:
        position = np.cumsum(marginals) - marginals / 2
        distance = np.subtract.outer(position, position) ** 2
    expected = float((distance * np.outer(marginals, marginals)).sum())
    if not expected:
        return math.nan
    return 1 - (marginals.sum() - 1) * float((distance * coincidences).sum()) / expected
