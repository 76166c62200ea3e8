"""Dawid's and Skene's model: from several observers' labels of the same items, how reliable each of them is.

Each item has one true class, drawn with the prior probability p_j; observer k, shown an item of class j, says l with
probability pi_jl^(k), independently of the others. The likelihood is `prod over items of sum over j of p_j * prod over
the item's labels of pi_jl^(k)`; EM climbs it. Of equal solutions that differ in the names of the classes, EM finds the
one that begins at the majority's labels: it takes for granted that most observers are better than chance.

Dawid, Skene: Maximum likelihood estimation of observer error-rates using the EM algorithm, Appl Stat 1979;28:20-8.
The kept-up library for it, crowd-kit, needs transformers and nltk, and gives no intervals; its weighted items, from
which ours come, it does not have either.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from medpref_dagster.verdict.intervals import Floats

Indices = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Labels:
    """n labels: `observers[i]` said `labels[i]` of `items[i]`, each counted from 0."""

    items: Indices
    observers: Indices
    labels: Indices
    classes: int

    @property
    def item_count(self) -> int:
        """Items."""
        return int(self.items.max(initial=-1)) + 1

    @property
    def observer_count(self) -> int:
        """Observers."""
        return int(self.observers.max(initial=-1)) + 1


@dataclass(frozen=True)
class DawidSkene:
    """The fitted model."""

    prior: Floats
    """classes"""
    confusion: Floats
    """observers x true classes x said classes; each row sums to 1"""
    posterior: Floats
    """items x classes"""
    log_likelihood: float
    """in nats, without the pseudo-counts"""


def fit_dawid_skene(
    data: Labels,
    *,
    weights: Floats | None = None,
    pseudo_count: float = 0.0,
    start: DawidSkene | None = None,
    iterations: int = 500,
    tolerance: float = 1e-9,
) -> DawidSkene:
    """The model by EM.

    Parameters
    ----------
    data
        The labels.
    weights
        Of each item; 1 unless given. A resample of items is how often each was drawn.
    pseudo_count
        Added to each cell of each observer's counts: draws who said little towards chance. With 0 it is the maximum
        of the likelihood.
    start
        From which EM begins, else from the majority's labels.
    iterations, tolerance
        EM stops after so many steps, one at least, or where a step gains less of the mean log-likelihood of an item.
    """
    weights = np.ones(data.item_count) if weights is None else weights
    total = max(float(weights.sum()), 1.0)
    if start is None:
        posterior = _count_labels(data)
        posterior = posterior / posterior.sum(axis=1, keepdims=True)
    else:
        posterior, _ = _expect(data, start.prior, start.confusion, weights)
    prior, confusion = _maximize(data, posterior, weights, pseudo_count)
    posterior, likelihood = _expect(data, prior, confusion, weights)
    for _ in range(iterations - 1):
        before = likelihood
        prior, confusion = _maximize(data, posterior, weights, pseudo_count)
        posterior, likelihood = _expect(data, prior, confusion, weights)
        if abs(likelihood - before) <= tolerance * total:
            break
    return DawidSkene(prior, confusion, posterior, likelihood)


def index_labels(rows: Sequence[tuple[str, str, int]], classes: int) -> tuple[Labels, list[str]]:
    """(item, observer, label) -> labels, and the observers' names in their order."""
    items = {name: place for place, name in enumerate(sorted({item for item, _, _ in rows}))}
    names = sorted({observer for _, observer, _ in rows})
    observers = {name: place for place, name in enumerate(names)}
    table = np.array([(items[i], observers[o], label) for i, o, label in rows], np.int64).reshape(-1, 3)
    return Labels(table[:, 0], table[:, 1], table[:, 2], classes), names


def _count_labels(data: Labels) -> Floats:
    counts = np.bincount(data.items * data.classes + data.labels, minlength=data.item_count * data.classes)
    return counts.reshape(data.item_count, data.classes).astype(np.float64)


def _maximize(data: Labels, posterior: Floats, weights: Floats, pseudo_count: float) -> tuple[Floats, Floats]:
    """The likeliest prior and confusions given the items' classes (equations 2.3 and 2.4)."""
    weighted = posterior * weights[:, None]
    prior = weighted.sum(axis=0) / max(float(weights.sum()), 1e-300)
    cells = data.observers * data.classes + data.labels
    size = data.observer_count * data.classes
    counts = np.stack(
        [np.bincount(cells, weighted[data.items, true], size) for true in range(data.classes)], axis=1
    ).reshape(data.observer_count, data.classes, data.classes)
    # np.stack put the true class behind observer and label: (observer, label, true) -> (observer, true, label).
    counts = np.swapaxes(counts, 1, 2) + pseudo_count
    sums = counts.sum(axis=2, keepdims=True)
    return prior, np.where(sums > 0, counts / np.where(sums > 0, sums, 1), 1 / data.classes)


def _expect(data: Labels, prior: Floats, confusion: Floats, weights: Floats) -> tuple[Floats, float]:
    """The items' classes given prior and confusions (equation 2.5), and the log-likelihood."""
    with np.errstate(divide="ignore"):
        logs = np.log(confusion)[data.observers, :, data.labels]
        joint = np.tile(np.log(prior), (data.item_count, 1))
    for true in range(data.classes):
        joint[:, true] += np.bincount(data.items, np.maximum(logs[:, true], -1e6), data.item_count)
    highest = joint.max(axis=1, keepdims=True)
    shares = np.exp(joint - highest)
    sums = shares.sum(axis=1, keepdims=True)
    return shares / sums, float((weights * (np.log(sums) + highest)[:, 0]).sum())
