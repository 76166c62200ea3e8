"""Which rows of a split are used where fewer are declared than there are: by a stable hash, no label lost.

A row's place depends on its id alone. Where the first rows by hash would lack a label that the split has (a disease
in 1 of 70 notes has often no case among 48), or where `split.stratify` is declared, rows are chosen label by label.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Sequence

import pyarrow as pa
from pyarrow import compute as pc

from medpref_dagster.answering.answers import Labels, read_labels
from medpref_dagster.declaration import Split, TaskDeclaration
from medpref_dagster.stages import CONTROLS


def select_rows(cases: pa.Table, split: str, limit: int | None = None, task: TaskDeclaration | None = None) -> pa.Table:
    """The rows of a split, or at most `limit` of them.

    Parameters
    ----------
    cases
        Columns in: `case_id`, `split`, with a task `gold`, and any others.
    split
        One of `schemas.SPLITS`.
    limit
        Which rows are kept depends on their `case_id` alone (the smallest sha256 first): a larger limit keeps
        those of a smaller one, and new rows displace few.
    task
        Whose cases they are. With it, the rows are chosen label by label where the task declares it, or where the
        choice by hash alone would lack a label that the split has (`order_rows`).

    Returns
    -------
    pa.Table
        The same columns, in the order of `cases`.
    """
    rows = cases.filter(pc.field("split") == split)
    if limit is None or rows.num_rows <= limit:
        return rows
    labels, declared = (None, None) if task is None else (read_labels(rows, task.answer), task.split)
    return rows.take(pa.array(choose_rows(rows["case_id"].to_pylist(), limit, labels, declared), pa.int64()))


def describe_choice(chosen: pa.Table, cases: pa.Table, split: str, limit: int | None) -> dict[str, list[str]]:
    """What the key of a computation on `select_rows` has to say of them: nothing where they are those by hash alone.

    The cases and the limit, which the key has, decide those; what a task declares of labels may choose others.
    """
    ids = chosen["case_id"].to_pylist()
    return {} if ids == select_rows(cases, split, limit)["case_id"].to_pylist() else {"chosen": ids}


def leave_controls_out(predictions: pa.Table) -> pa.Table:
    """The rows of models whose answers a person or a judge rates, or that answer elsewhere; column in: `model`."""
    return predictions.filter(~pc.field("model").isin([stage.name for stage in CONTROLS]))


def rank_by_hash(ids: Sequence[str]) -> list[int]:
    """Positions in the order of the sha256 of the ids; the same on every machine, and a new id moves no other."""
    return sorted(range(len(ids)), key=lambda place: (hashlib.sha256(ids[place].encode()).digest(), place))


def choose_rows(
    ids: Sequence[str], limit: int | None, labels: Sequence[Labels] | None = None, split: Split | None = None
) -> list[int]:
    """Positions of at most `limit` rows, ascending.

    Parameters
    ----------
    ids
        Of the rows of one split.
    labels
        Each row's labels; None for free text, and for a choice that does not regard them.
    split
        Its `stratify` and `min_per_label` are used.
    """
    if limit is None or len(ids) <= limit:
        return list(range(len(ids)))
    return sorted(order_rows(rank_by_hash(ids), limit, labels, split)[:limit])


def order_rows(
    ranked: Sequence[int], limit: int | None, labels: Sequence[Labels] | None, split: Split | None = None
) -> list[int]:
    """The order in which rows are taken, so that the first `limit` of them lack no label.

    That order is `ranked` itself unless its first `limit` rows have fewer than `split.min_per_label` of a label of
    which there are more, or `split.stratify` is declared. Then the first rows are `min_per_label` of each label, the
    rarest label first, and the rest follow so that each beginning has the labels in about the shares of the whole.

    Parameters
    ----------
    ranked
        Positions, in the order of a stable hash.
    labels
        As `choose_rows`, by position.

    Returns
    -------
    list of int
        All of `ranked`. In either order, a larger limit takes the rows of a smaller one, too.
    """
    split = split or Split()
    if labels is None or not (split.stratify or find_scarce_labels(ranked, limit, labels, split.min_per_label)):
        return list(ranked)
    first = _take_each_label(ranked, labels, split.min_per_label)
    return first + _spread_strata(ranked, labels, set(first))


def find_scarce_labels(
    ranked: Sequence[int], limit: int | None, labels: Sequence[Labels], at_least: int = 1
) -> list[tuple[str, str]]:
    """(field, label) of which the first `limit` rows have fewer than `at_least`, though there are more."""
    there, chosen = (Counter(part for place in places for part in labels[place]) for places in (ranked, ranked[:limit]))
    return [part for part, count in sorted(there.items()) if chosen[part] < min(at_least, count)]


def _take_each_label(ranked: Sequence[int], labels: Sequence[Labels], at_least: int) -> list[int]:
    """`at_least` rows of each label, in rounds; a row that one label brings counts for its other fields, too."""
    places: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for place in ranked:
        for part in labels[place]:
            places[part].append(place)
    rarest_first = sorted(places, key=lambda part: (len(places[part]), part))
    taken: dict[int, None] = {}
    counts: Counter[tuple[str, str]] = Counter()
    for wanted in range(1, at_least + 1):
        for part in rarest_first:
            if counts[part] >= min(wanted, len(places[part])):
                continue
            place = next(place for place in places[part] if place not in taken)
            taken[place] = None
            counts.update(labels[place])
    return list(taken)


def _spread_strata(ranked: Sequence[int], labels: Sequence[Labels], taken: set[int]) -> list[int]:
    """The rows that are not taken, each stratum (rows with the same labels) spread evenly over the whole order."""
    sizes = Counter(labels[place] for place in ranked)
    seen: Counter[Labels] = Counter()
    spread: list[tuple[float, int, int]] = []
    for rank, place in enumerate(ranked):
        stratum = labels[place]
        spread.append(((seen[stratum] + 0.5) / sizes[stratum], rank, place))
        seen[stratum] += 1
    return [place for *_, place in sorted(spread) if place not in taken]
