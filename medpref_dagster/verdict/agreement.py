"""How far raters agree: weighted kappa of two, Krippendorff's alpha of any number."""

import math
from collections.abc import Sequence
from typing import Literal

import numpy as np

from medpref_dagster.verdict.intervals import Floats

Level = Literal["nominal", "ordinal", "interval"]
"""A scale's level of measurement."""


def compute_weighted_kappa(
    first: Sequence[int],
    second: Sequence[int],
    categories: Sequence[int],
    weights: Literal["linear", "quadratic"] = "quadratic",
) -> float:
    """Cohen's weighted kappa of two raters' ordered ratings, by scikit-learn.

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
    from sklearn.metrics import cohen_kappa_score

    if len({*first, *second}) == 1:
        return math.nan
    return float(cohen_kappa_score(first, second, labels=list(categories), weights=weights))


def compute_krippendorff_alpha(ratings: Sequence[Sequence[float | None]], level: Level = "ordinal") -> float:
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
    coincidences = np.zeros((len(values), len(values)))
    for item in items:
        coincidences += count_coincidences(item, values)
    return float(combine_coincidences(coincidences, values, level))


def count_coincidences(item: Sequence[float], values: Sequence[float]) -> Floats:
    """What one item's ratings, two or more, add to the coincidence matrix: values x values."""
    places = {value: index for index, value in enumerate(values)}
    counts = np.bincount([places[value] for value in item], minlength=len(values)).astype(np.float64)
    return (np.outer(counts, counts) - np.diag(counts)) / (len(item) - 1)


def combine_coincidences(coincidences: Floats, values: Sequence[float], level: Level) -> Floats:
    """Alpha of coincidence matrices: ... x values x values -> ...; NaN where it is undefined."""
    marginals = coincidences.sum(axis=-1)
    if level == "nominal":
        distance = 1 - np.eye(len(values))
    elif level == "interval":
        distance = np.subtract.outer(values, values).astype(np.float64) ** 2
    else:
        position = np.cumsum(marginals, axis=-1) - marginals / 2
        distance = (position[..., :, None] - position[..., None, :]) ** 2
    observed = (distance * coincidences).sum(axis=(-2, -1))
    expected = (distance * marginals[..., :, None] * marginals[..., None, :]).sum(axis=(-2, -1))
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(expected > 0, 1 - (marginals.sum(axis=-1) - 1) * observed / expected, math.nan)
