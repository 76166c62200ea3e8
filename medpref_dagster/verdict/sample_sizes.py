"""How many cases show a difference, and which difference so many cases show."""

import math
from collections.abc import Hashable, Sequence

import numpy as np
from scipy import stats

from medpref_dagster.verdict.intervals import Floats, number_clusters


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
    one side would not suffice, as where there are none, the discordant share is let grow to the difference itself; 1
    where no difference is ever found with so few cases.

    >>> round(find_detectable_difference(120, 0.0), 3)
    0.064
    """
    if not can_reach_significance(cases, alpha):
        return 1.0
    z_alpha, z_power = float(stats.norm.ppf(1 - alpha / 2)), float(stats.norm.ppf(power))
    scale = cases + z_power**2
    root = math.sqrt(cases - z_alpha**2 + z_power**2)
    difference = math.sqrt(discordant) * (math.sqrt(cases) * z_alpha + z_power * root) / scale
    if 0 < difference <= discordant:
        return difference
    square = z_alpha**2 * z_power**2 + scale * (cases - z_alpha**2)
    return 1 - ((math.sqrt(square) - z_alpha * z_power) / scale) ** 2


def can_reach_significance(units: int, alpha: float = 0.05) -> bool:
    """Whether an exact two-sided test of signs can fall below alpha, if all units point the same way: `2 (1/2)^n`.

    >>> can_reach_significance(5), can_reach_significance(6)
    (False, True)
    """
    return 2 * 0.5**units < alpha


def estimate_design_effect(differences: Floats, clusters: Sequence[Hashable]) -> float:
    """By how much clusters inflate the variance of a mean difference: so many times more cases are needed.

    `sum over clusters of (sum of d)^2 / sum of d^2`, the ratio of the variances of the sum under the hypothesis of no
    difference, with and without regard to clusters. 1 where all differences are 0 or no cluster has two.

    Kish: Survey Sampling, 1965, ch. 5 (design effect).
    """
    alone = float((differences**2).sum())
    sums = np.bincount(number_clusters(clusters), weights=differences)
    return float((sums**2).sum()) / alone if alone else 1.0
