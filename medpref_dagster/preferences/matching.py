"""Rows in twos with different labels, so that each can lend the other its label."""

from collections import Counter, defaultdict, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from medpref_dagster.preferences.drawing import make_random


@dataclass(frozen=True)
class Labelled:
    """A row that looks for a partner."""

    row_id: str
    label: str
    accepted: frozenset[str]
    """The labels that its answer could name instead."""


def match_labels(rows: Sequence[Labelled], seed: int) -> Iterator[tuple[int, int]]:
    """Two positions at a time, of rows with different labels of which each accepts the other's.

    The rows are gone through in their order: the next one without a partner gets one, whose label is drawn in
    proportion to the rows left of it, and of that label the first. A label that makes up half of the rows left, or
    more, is drawn always: so no more rows stay without a partner than must where every row accepts every label,
    `max(n % 2, 2 * largest - n)` of n rows.

    Every label is thus lent as often as it is borrowed: `n(a lends to b) == n(b lends to a)`, after each two.
    """
    waiting: defaultdict[tuple[str, tuple[str, ...]], deque[int]] = defaultdict(deque)
    for position, row in enumerate(rows):
        waiting[row.label, tuple(sorted(row.accepted))].append(position)
    kinds = sorted(waiting)  # not in the order of the rows: a new one shall change few draws
    left = Counter(row.label for row in rows)
    matched: set[int] = set()
    for position, row in enumerate(rows):
        if position in matched:
            continue
        total = left.total()
        waiting[row.label, tuple(sorted(row.accepted))].popleft()
        left[row.label] -= 1
        fits = [
            (label, accepted)
            for label, accepted in kinds
            if waiting[label, accepted] and label != row.label and label in row.accepted and row.label in accepted
        ]
        fits = [kind for kind in fits if 2 * left[kind[0]] >= total] or fits
        if not fits:
            continue
        sizes = [len(waiting[kind]) for kind in fits]
        [kind] = make_random("match", seed, row.row_id).choices(fits, sizes)
        partner = waiting[kind].popleft()
        left[kind[0]] -= 1
        matched.add(partner)
        yield position, partner
