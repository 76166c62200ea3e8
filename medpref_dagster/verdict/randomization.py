"""A paired randomization test of any metric: F1, sensitivity and the like, which are no means of scores per case."""

import math
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from medpref_dagster.verdict.intervals import Combine, Floats, sum_clusters

SAMPLES = 10_000
"""Drawn swaps; as many or fewer ways to swap are all gone through, so that the test is exact."""
_ROUNDING = 1e-12
"""A difference that is nearer to the observed one than this counts as equal to it."""
_BATCH_CELLS = 4_000_000
"""Swapped cells held at once (32 MB)."""


@dataclass(frozen=True)
class Randomization:
    """What a paired randomization test found."""

    difference: float
    """The metric of the second model minus that of the first; NaN where it is undefined."""
    p: float
    """Two-sided."""
    swaps: int
    """How many ways to swap were looked at."""
    exact: bool
    """Whether those were all."""


def randomize_pairs(
    first: Floats,
    second: Floats,
    combine: Combine,
    *,
    seed: int = 0,
    samples: int = SAMPLES,
    clusters: Sequence[Hashable] | None = None,
) -> Randomization:
    """Test whether two models that answered the same cases differ on a metric.

    If the models are alike, a patient's answers could as well have come from the respective other one. So the two
    models' answers are swapped, patient by patient with probability 1/2, and the metric's difference is taken again:
    p is the share of swaps whose difference lies at least as far from 0 as the observed one, `(1 + hits) /
    (1 + samples)` where swaps are drawn, or over all of them where there are few. A swap with an undefined difference
    counts as a hit.

    Parameters
    ----------
    first, second
        Cases x columns: what each case contributes to the metric of either model, in the same columns.
    combine
        Totals (... x columns) -> metric (...), the same for both.
    clusters
        Patient of each case; a patient's answers are swapped together.

    References
    ----------
    Noreen: Computer-intensive methods for testing hypotheses, 1989, ch. 2. Yeh: More accurate tests for the
    statistical significance of result differences, COLING 2000:947-53 (F1, precision and recall).
    """
    before, after = sum_clusters(first, clusters), sum_clusters(second, clusters)
    total_before, total_after = before.sum(axis=0), after.sum(axis=0)
    observed = float(combine(total_after) - combine(total_before))
    change = after - before
    change = change[np.any(change != 0, axis=1)]  # another swap moves nothing
    units = len(change)
    if math.isnan(observed) or not units:
        return Randomization(observed, 1.0, 1, True)
    exact = units < math.log2(samples) + 1  # by symmetry half of the swaps says all: the first unit stays
    swaps = 2 ** (units - 1) if exact else samples
    rng = np.random.default_rng(seed)
    hits, batch = 0, max(1, _BATCH_CELLS // max(units, change.shape[1]))
    for start in range(0, swaps, batch):
        size = min(batch, swaps - start)
        swapped = _list_swaps(start, size, units) if exact else rng.integers(0, 2, (size, units)).astype(np.float64)
        moved = swapped @ change
        differences = combine(total_after - moved) - combine(total_before + moved)
        hits += int((~(np.abs(differences) < abs(observed) - _ROUNDING)).sum())
    return Randomization(observed, hits / swaps if exact else (1 + hits) / (1 + swaps), swaps, exact)


def _list_swaps(start: int, size: int, units: int) -> npt.NDArray[np.float64]:
    """Rows of the table of all swaps (swaps x units), of which the first unit is never swapped."""
    numbers = np.arange(start, start + size)[:, None]
    swapped = ((numbers >> np.arange(units - 1)) & 1).astype(np.float64)
    return np.concatenate([np.zeros((size, 1)), swapped], axis=1)
