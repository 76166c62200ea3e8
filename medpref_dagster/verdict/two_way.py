"""Means of values that belong to a patient and to a clinician at once: neither's values are independent of each other.

The variance is that of values clustered by patient plus that of values clustered by clinician minus that of values
clustered by both together (statsmodels has it), each with its small-sample correction; where the sum is below one of
the first two, that one is taken, so that an interval is rather too wide. Ends and p are of a t distribution with one
degree of freedom less than there are patients or clinicians, whichever are fewer.

Cameron, Gelbach, Miller: Robust inference with multiway clustering, J Bus Econ Stat 2011;29:238-49.
"""

import math
from collections.abc import Hashable, Sequence

import numpy as np
from scipy import stats

from medpref_dagster.verdict.estimates import TANGO, WILSON
from medpref_dagster.verdict.intervals import (
    Floats,
    compute_tango_interval,
    compute_wilson_interval,
    number_clusters,
)
from medpref_dagster.verdict.results import Estimate, Number

TWO_WAY = "two-way clusters"

_NO_VARIANCE = 1e-12


class TwoWayEstimate(Estimate):
    """A mean with its interval over patients and clinicians; `n` is the number of values."""

    patients: int
    clinicians: int
    p: Number = None
    """Two-sided, of the mean being the value that it was held against; None where it cannot be had."""


def estimate_share(
    wins: Floats,
    patients: Sequence[Hashable],
    clinicians: Sequence[Hashable],
    confidence: float = 0.95,
    null: float = 0.5,
) -> TwoWayEstimate:
    """The mean of values from 0 to 1, tested against `null`.

    Where all values are the same, or of one patient or clinician alone, the interval is Wilson's, the patients or
    clinicians being counted, whichever are fewer; there is no p then.
    """
    found = _estimate(wins, patients, clinicians, confidence, null, (0.0, 1.0))
    if found.low is not None or not len(wins):
        return found
    units = min(found.patients, found.clinicians)
    bounds = compute_wilson_interval(float(wins.mean()) * units, units, confidence)
    return found.model_copy(update={"low": bounds.low, "high": bounds.high, "method": WILSON})


def estimate_change(
    change: Floats, patients: Sequence[Hashable], clinicians: Sequence[Hashable], confidence: float = 0.95
) -> TwoWayEstimate:
    """The mean of differences from -1 to 1, tested against 0.

    Where all are the same, or of one patient or clinician alone, the interval is Tango's, the patients or clinicians
    being counted, whichever are fewer; there is no p then.
    """
    found = _estimate(change, patients, clinicians, confidence, 0.0, (-1.0, 1.0))
    if found.low is not None or not len(change):
        return found
    units = min(found.patients, found.clinicians)
    mean = float(change.mean())
    bounds = compute_tango_interval(max(-mean, 0.0) * units, max(mean, 0.0) * units, units, confidence)
    return found.model_copy(update={"low": bounds.low, "high": bounds.high, "method": TANGO})


def _estimate(
    values: Floats,
    patients: Sequence[Hashable],
    clinicians: Sequence[Hashable],
    confidence: float,
    null: float,
    scale: tuple[float, float],
) -> TwoWayEstimate:
    if not len(values) == len(patients) == len(clinicians):
        raise ValueError("each value needs its patient and its clinician")
    found = TwoWayEstimate(estimate=None, n=len(values), patients=len(set(patients)), clinicians=len(set(clinicians)))
    if not len(values):
        return found
    mean, freedom = float(values.mean()), min(found.patients, found.clinicians) - 1
    found = found.model_copy(update={"estimate": mean})
    variance = measure_variance(values, patients, clinicians)
    if variance is None or variance <= _NO_VARIANCE:
        return found
    error = math.sqrt(variance)
    reach = float(stats.t.ppf((1 + confidence) / 2, freedom)) * error
    ends = {"low": max(scale[0], mean - reach), "high": min(scale[1], mean + reach), "method": TWO_WAY}
    p = min(1.0, 2 * float(stats.t.sf(abs(mean - null) / error, freedom)))
    return found.model_copy(update={**ends, "p": p})


def measure_variance(values: Floats, patients: Sequence[Hashable], clinicians: Sequence[Hashable]) -> float | None:
    """The variance of the mean over patients and clinicians; None with one patient or one clinician alone."""
    from statsmodels.regression.linear_model import OLS
    from statsmodels.stats.sandwich_covariance import cov_cluster_2groups

    groups = number_clusters(patients), number_clusters(clinicians)
    if min(int(numbers.max(initial=0)) for numbers in groups) < 1:
        return None
    fitted = OLS(values, np.ones((len(values), 1))).fit()
    both, of_patients, of_clinicians = cov_cluster_2groups(fitted, *groups)
    return max(float(found[0, 0]) for found in (both, of_patients, of_clinicians))
