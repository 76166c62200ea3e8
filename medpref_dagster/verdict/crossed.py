"""Metrics over seeds and cases at once: would another seed, and would other patients, have shown the same?

Each seed's model answers the same cases, so that scores lie in a table of seeds x patients whose rows and columns are
both drawn by chance. The pigeonhole bootstrap draws rows and columns with replacement, independently of each other; a
score counts as often as its seed times its patient was drawn. The variance of these draws is that of the metric or a
little more (Owen 2007, theorem 3). A resample of S seeds varies by (S - 1) / S too little, which matters where seeds
are few: their draws are widened by sqrt(S / (S - 1)). Ends lie at t quantiles, with the degrees of freedom that
Satterthwaite gives a sum of a variance between S seeds and one between P patients, so that two seeds that differ give
an interval as wide as two seeds deserve.

Owen: The pigeonhole bootstrap, Ann Appl Stat 2007;1:386-411. Satterthwaite: An approximate distribution of estimates of
variance components, Biometrics Bull 1946;2:110-4.
"""

import itertools
import math
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from scipy import stats

from medpref_dagster.answering.metrics import CaseTotals
from medpref_dagster.verdict.estimates import TANGO, WILSON
from medpref_dagster.verdict.intervals import (
    Floats,
    Interval,
    compute_tango_interval,
    compute_wilson_interval,
    number_clusters,
)
from medpref_dagster.verdict.results import Estimate, Number

CROSSED = "pigeonhole bootstrap"

_NO_WIDTH = 1e-12
_MOST_ENUMERATED = 12
"""Up to so many seeds, every way of exchanging two models is tried."""


@dataclass(frozen=True)
class Resampling:
    """How seeds and patients are drawn."""

    confidence: float = 0.95
    samples: int = 2000
    seed: int = 0


class CrossedEstimate(Estimate):
    """A number with its interval over seeds and patients; `n` is the number of cases."""

    seeds: int
    between_seeds: Number = None
    """Standard deviation of the seeds' own values; None for one seed."""


class CrossedTest(CrossedEstimate):
    """The mean over seeds of a metric of the second minus that of the first, and whether it may be chance."""

    p: Number = None
    """Two-sided, of seeds and patients, by the same t distribution as the interval; None where it cannot be had."""
    p_patients: Number = None
    """Of an exchange of the two within patients: of these trained models, had other patients come."""
    p_seeds: Number = None
    """Of an exchange of the two within seeds: of these patients, had other seeds been taken. Exact up to 12 seeds."""
    least_p_seeds: Number = None
    """The least that `p_seeds` could have been with so many seeds, 2 / 2^S."""


def estimate_crossed(seeds: Sequence[CaseTotals], patients: Sequence[Hashable], how: Resampling) -> CrossedEstimate:
    """The mean over seeds of a metric, with its interval over seeds and patients.

    Parameters
    ----------
    seeds
        Of each seed's model, the answers to the same cases in the same order.
    patients
        Of each case.

    Returns
    -------
    CrossedEstimate
        Its interval ends at 1 and, where the metric was negative for no drawn patients, at 0. Where nothing varies, it
        is Wilson's of the mean score over seeds; a metric without scores then has none.
    """
    values = np.array([totals.value() for totals in seeds])
    drawn = _draw_values(seeds, patients, how)
    spread = _find_spread(values, drawn.means, len(set(patients)))
    low = high = method = None
    if spread is not None:
        ends = spread.ends(how.confidence)
        low, high, method = max(ends[0], drawn.least), min(ends[1], 1.0), CROSSED
    elif (scores := _average_scores(seeds)) is not None and (share := _mean(scores)) is not None:
        units = _count_units(scores, patients)
        bounds = compute_wilson_interval(min(1.0, max(0.0, share)) * units, units, how.confidence)
        low, high, method = bounds.low, bounds.high, WILSON
    return CrossedEstimate(
        estimate=_mean(values),
        low=low,
        high=high,
        n=len(patients),
        method=method,
        seeds=len(seeds),
        between_seeds=_find_deviation(values),
    )


def compare_crossed(
    first: Sequence[CaseTotals],
    second: Sequence[CaseTotals],
    patients: Sequence[Hashable],
    how: Resampling,
    *,
    exchangeable: bool = True,
) -> CrossedTest:
    """The second's metric minus the first's, seed by seed on the same cases, with interval and tests.

    Parameters
    ----------
    first, second
        Of each seed, in the same order of seeds; the same cases in the same order.
    exchangeable
        Whether both contribute in the same columns, so that what a patient contributes can be exchanged.

    Raises
    ------
    ValueError
        If they have not the same seeds or cases.
    """
    if len(first) != len(second) or any(len(totals.contributions) != len(patients) for totals in (*first, *second)):
        raise ValueError("two models can be compared only on the same seeds and cases")
    differences = np.array([b.value() - a.value() for a, b in zip(first, second, strict=True)])
    before, after = _draw_values(first, patients, how), _draw_values(second, patients, how)
    spread = _find_spread(differences, after.means - before.means, len(set(patients)))
    estimate, p_patients = _mean(differences), None
    if exchangeable:
        p_patients = _exchange_patients(first, second, patients, how)
    low = high = method = p = None
    if spread is not None:
        ends, widest = spread.ends(how.confidence), 1.0 - min(before.least, after.least)
        low, high, method, p = max(ends[0], -widest), min(ends[1], widest), CROSSED, spread.p()
    elif estimate is not None:
        # No draw says how far it may be chance: both are alike in every case, or differ in all of them by as much.
        p = 1.0 if estimate == 0 else p_patients
        scores = _average_scores(first), _average_scores(second)
        if scores[0] is not None and scores[1] is not None:
            bounds = _bound_change(scores[1] - scores[0], patients, how)
            low, high, method = (None, None, None) if bounds is None else (bounds.low, bounds.high, TANGO)
    return CrossedTest(
        estimate=estimate,
        low=low,
        high=high,
        n=len(patients),
        method=method,
        seeds=len(first),
        between_seeds=_find_deviation(differences),
        p=p,
        p_patients=p_patients,
        p_seeds=_exchange_seeds(differences, how),
        least_p_seeds=2.0 ** (1 - len(first)),
    )


@dataclass(frozen=True)
class _Spread:
    """How far an estimate may be off."""

    centre: float
    error: float
    """Standard error."""
    freedom: float

    def ends(self, confidence: float) -> tuple[float, float]:
        reach = float(stats.t.ppf((1 + confidence) / 2, self.freedom)) * self.error
        return self.centre - reach, self.centre + reach

    def p(self) -> float:
        return min(1.0, 2 * float(stats.t.sf(abs(self.centre) / self.error, self.freedom)))


def _find_spread(values: Floats, draws: Floats, patients: int) -> _Spread | None:
    """None where it is unknown: the metric is undefined, nothing varies, or there is one patient."""
    known, drawn = values[~np.isnan(values)], draws[~np.isnan(draws)]
    if not len(known) or len(drawn) < 2 or patients < 2:
        return None
    total = float(drawn.var(ddof=1))
    if total <= _NO_WIDTH:
        return None
    if len(known) < 2:
        return _Spread(float(known.mean()), math.sqrt(total), patients - 1)
    between = min(total, float(known.var(ddof=1)) / len(known))
    within = total - between
    freedom = total**2 / (between**2 / (len(known) - 1) + within**2 / (patients - 1))
    return _Spread(float(known.mean()), math.sqrt(total), freedom)


@dataclass(frozen=True)
class _Drawn:
    """A metric in resamples of seeds and patients."""

    means: Floats
    """Over the drawn seeds: one a resample."""
    least: float
    """The least value that the metric is taken to have: 0, or -1 where drawn patients gave one below 0 (kappa). Not of
    `means`: seeds' weights are widened, and so may be negative."""


def _draw_values(seeds: Sequence[CaseTotals], patients: Sequence[Hashable], how: Resampling) -> _Drawn:
    """The metric's mean over drawn seeds, for drawn patients.

    The same patients and seeds are drawn for every model, so that differences of draws are draws of the difference.
    """
    numbers = number_clusters(patients)
    of_patients, of_seeds = _draw_weights(int(numbers.max(initial=-1)) + 1, len(seeds), how)
    values = np.stack([totals.combine(of_patients @ _sum_patients(totals, numbers)) for totals in seeds], axis=1)
    known = values[~np.isnan(values)]
    return _Drawn((of_seeds * values).mean(axis=1), -1.0 if len(known) and float(known.min()) < 0 else 0.0)


@lru_cache(maxsize=4)
def _draw_weights(patients: int, seeds: int, how: Resampling) -> tuple[Floats, Floats]:
    """How often each patient, and each seed, was drawn: samples x patients, samples x seeds, the seeds' widened."""
    rng = np.random.default_rng(how.seed)
    of_patients = rng.multinomial(patients, np.full(patients, 1 / max(patients, 1)), size=how.samples)
    if seeds == 1:
        return of_patients.astype(np.float64), np.ones((how.samples, 1))
    drawn = rng.multinomial(seeds, np.full(seeds, 1 / seeds), size=how.samples).astype(np.float64)
    return of_patients.astype(np.float64), 1.0 + math.sqrt(seeds / (seeds - 1)) * (drawn - 1.0)


def _sum_patients(totals: CaseTotals, numbers: np.ndarray) -> Floats:
    units = np.zeros((int(numbers.max(initial=-1)) + 1, totals.contributions.shape[1]))
    np.add.at(units, numbers, totals.contributions)
    return units


def _exchange_patients(
    first: Sequence[CaseTotals], second: Sequence[CaseTotals], patients: Sequence[Hashable], how: Resampling
) -> float | None:
    """The share of random exchanges within patients that differ as far as was observed, the observed one among them.

    If both models answered as well, which answers to a patient's cases are whose is chance; a patient's answers of all
    seeds are exchanged together, because they are alike.

    Noreen: Computer-intensive methods for testing hypotheses, Wiley 1989, chapter 2.
    """
    if any(a.contributions.shape != b.contributions.shape for a, b in zip(first, second, strict=True)):
        return None
    numbers = number_clusters(patients)
    count, rng = int(numbers.max(initial=-1)) + 1, np.random.default_rng(how.seed)
    exchanged = rng.integers(0, 2, (how.samples, count)).astype(np.float64)
    exchanged[0] = 0  # as it was
    differences = np.zeros((how.samples, len(first)))
    for place, (before, after) in enumerate(zip(first, second, strict=True)):
        change = _sum_patients(after, numbers) - _sum_patients(before, numbers)
        moved = exchanged @ change
        differences[:, place] = after.combine(after.contributions.sum(axis=0) - moved) - before.combine(
            before.contributions.sum(axis=0) + moved
        )
    far = np.abs(differences.mean(axis=1))
    if math.isnan(far[0]):
        return None
    return float(np.mean(far[~np.isnan(far)] >= far[0] - 1e-12))


def _exchange_seeds(differences: Floats, how: Resampling) -> float | None:
    """The share of exchanges within seeds whose mean difference is as far from 0 as the observed one."""
    if np.isnan(differences).any():
        return None
    count = len(differences)
    if count <= _MOST_ENUMERATED:
        signs = np.array(list(itertools.product((1.0, -1.0), repeat=count)))
    else:
        signs = np.random.default_rng(how.seed).choice((1.0, -1.0), (how.samples, count))
        signs[0] = 1
    far = np.abs(signs @ differences) / count
    return float(np.mean(far >= abs(float(differences.mean())) - 1e-12))


def _mean(values: Floats) -> float | None:
    known = values[~np.isnan(values)]
    return float(known.mean()) if len(known) else None


def _find_deviation(values: Floats) -> float | None:
    known = values[~np.isnan(values)]
    return float(known.std(ddof=1)) if len(known) > 1 else None


def _average_scores(seeds: Sequence[CaseTotals]) -> Floats | None:
    """Each case's score, averaged over seeds; None where the metric has no scores."""
    scores = [totals.scores for totals in seeds if totals.scores is not None]
    return np.mean(scores, axis=0) if len(scores) == len(seeds) else None


def _bound_change(change: Floats, patients: Sequence[Hashable], how: Resampling) -> Interval | None:
    """Tango's interval of differences from -1 to 1, whole patients being the units; None where no case has one."""
    known, units = change[~np.isnan(change)], _count_units(change, patients)
    if not units:
        return None
    part = units / len(known)
    risen, fallen = float(np.clip(known, 0, None).sum()) * part, float(np.clip(-known, 0, None).sum()) * part
    return compute_tango_interval(fallen, risen, units, how.confidence)


def _count_units(scores: Floats, patients: Sequence[Hashable]) -> int:
    """Patients with a case that counts."""
    return len({patient for patient, score in zip(patients, scores, strict=True) if not math.isnan(score)})
