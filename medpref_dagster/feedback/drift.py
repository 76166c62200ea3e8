"""Whether what clinicians do changes from week to week: how often they edit, what, why, and how long they take.

Everything is counted in classes by week, within each clinician. The tests ask whether one week divides the quarter: of
all weeks that could, the one with the largest chi-squared between before and after. Its p-value is that of tables with
the same margins, drawn within each clinician: so a clinician who works more in spring is no change, nor is a new one.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from scipy import stats

from medpref_dagster.verdict.intervals import Floats
from medpref_dagster.verdict.significance import adjust_holm

SIGNED = ("accepted", "edited", "rejected", "regenerated")
"""What can be done with an answer that was shown to be signed."""

EDIT_RATE, EDIT_KINDS, REASONS, SECONDS = "edit rate", "kinds of edits", "reasons", "seconds to sign"
_CLASSES_OF_SECONDS = 4
"""Quarters of the whole period: seconds have a long tail."""

_MOST_REASONS = 12
OTHER_REASONS = "other reasons"

Counted = list[tuple[str, str, str]]
"""(week, clinician, class)"""


@dataclass(frozen=True)
class Week:
    """What happened in a week."""

    week: str
    reactions: int
    signed: int
    """Accepted, edited, rejected or regenerated."""
    edited: int
    clinicians: int
    edit_kinds: Mapping[str, int]
    """Of the pairs: how many edits hold a change of a kind."""
    reasons: Mapping[str, int]
    median_seconds: float | None
    """From shown to signed."""


@dataclass(frozen=True)
class Change:
    """A test for a change."""

    measure: str
    clinician: str | None
    """None for all of them."""
    week: str | None
    """The first week after the likeliest change; None where it cannot be tested."""
    counted: int
    before: Mapping[str, float]
    """Class -> its share up to that week."""
    after: Mapping[str, float]
    p: float
    p_adjusted: float
    """By Holm's method over all tests of the report."""


def count_weeks(reactions: pa.Table, pairs: pa.Table) -> list[Week]:
    """Each week from the first to the last reaction, in order.

    Columns in: REACTIONS, FEEDBACK_PAIRS.
    """
    by_week: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in reactions.select(["week", "clinician", "kind", "reason", "seconds"]).to_pylist():
        by_week[row["week"]].append(row)
    kinds: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for week, _, kind in _list_edit_kinds(pairs):
        kinds[week][kind] += 1
    weeks: list[Week] = []
    for week in sorted(by_week):
        rows = by_week[week]
        signed = [row for row in rows if row["kind"] in SIGNED]
        seconds = [row["seconds"] for row in signed if row["seconds"] is not None]
        weeks.append(
            Week(
                week=week,
                reactions=len(rows),
                signed=len(signed),
                edited=sum(row["kind"] == "edited" for row in signed),
                clinicians=len({row["clinician"] for row in rows}),
                edit_kinds=dict(sorted(kinds[week].items())),
                reasons=dict(sorted(Counter(row["reason"] for row in rows if row["reason"]).items())),
                median_seconds=float(np.median(seconds)) if seconds else None,
            )
        )
    return weeks


def find_changes(reactions: pa.Table, pairs: pa.Table, *, samples: int = 4999, seed: int = 0) -> list[Change]:
    """The declared tests, one family by Holm's method: four over all clinicians, and each clinician's edit rate.

    Columns in: REACTIONS (week, clinician, kind, reason, seconds), FEEDBACK_PAIRS (week, clinician, edit_kinds).

    Parameters
    ----------
    samples
        Drawn tables; p is `(1 + tables with as large a statistic) / (1 + samples)`, so that this bounds it from below.
    """
    signed = reactions.filter(pc.field("kind").isin(list(SIGNED)))
    rates = _list_edits(signed)
    tested: list[tuple[str, str | None, Counted]] = [
        (EDIT_RATE, None, rates),
        (EDIT_KINDS, None, _list_edit_kinds(pairs)),
        (REASONS, None, _list_reasons(reactions)),
        (SECONDS, None, _list_seconds(signed)),
    ]
    clinicians = sorted({clinician for _, clinician, _ in rates})
    if len(clinicians) > 1:
        tested += [(EDIT_RATE, name, [row for row in rates if row[1] == name]) for name in clinicians]
    weeks = sorted(set(reactions["week"].to_pylist()))
    found = [_test_change(measure, who, counted, weeks, samples, seed) for measure, who, counted in tested]
    testable = [place for place, change in enumerate(found) if change.week is not None]
    adjusted = adjust_holm([found[place].p for place in testable]) if testable else []
    for place, p in zip(testable, adjusted, strict=True):
        found[place] = replace(found[place], p_adjusted=p)
    return found


def _list_edits(signed: pa.Table) -> Counted:
    return [
        (row["week"], row["clinician"], "edited" if row["kind"] == "edited" else "not edited")
        for row in signed.select(["week", "clinician", "kind"]).to_pylist()
    ]


def _list_edit_kinds(pairs: pa.Table) -> Counted:
    """Each kind of an edit once; trivial edits make no pair and so are not among them."""
    return [
        (row["week"], row["clinician"], kind)
        for row in pairs.select(["week", "clinician", "edit_kinds"]).to_pylist()
        for kind in sorted(set(row["edit_kinds"] or ()))
    ]


def _list_reasons(reactions: pa.Table) -> Counted:
    """The most frequent ones; all the rest, which free texts have many of, are one class."""
    rows = reactions.select(["week", "clinician", "reason"]).filter(pc.field("reason").is_valid()).to_pylist()
    counts = Counter(row["reason"] for row in rows)
    named = set(sorted(counts, key=lambda reason: (-counts[reason], reason))[:_MOST_REASONS])
    return [(row["week"], row["clinician"], row["reason"] if row["reason"] in named else OTHER_REASONS) for row in rows]


def _list_seconds(signed: pa.Table) -> Counted:
    """In quarters, named by their ends."""
    rows = signed.select(["week", "clinician", "seconds"]).filter(pc.field("seconds").is_valid()).to_pylist()
    if not rows:
        return []
    values = np.array([row["seconds"] for row in rows], np.float64)
    ends = np.unique(np.quantile(values, np.arange(1, _CLASSES_OF_SECONDS) / _CLASSES_OF_SECONDS))
    names = [
        *(f"{'' if not place else f'over {ends[place - 1]:.0f} '}up to {end:.0f} s" for place, end in enumerate(ends)),
        f"over {ends[-1]:.0f} s",
    ]
    places = np.searchsorted(ends, values)
    return [(row["week"], row["clinician"], names[place]) for row, place in zip(rows, places.tolist(), strict=True)]


def _test_change(
    measure: str, clinician: str | None, counted: Counted, weeks: Sequence[str], samples: int, seed: int
) -> Change:
    classes = sorted({name for _, _, name in counted})
    tables = _tabulate(counted, weeks, classes)
    whole = sum(tables, np.zeros((len(weeks), len(classes))))
    observed = _measure_splits(whole)
    if len(classes) < 2 or not observed.size or not observed.max() > 0:
        return Change(measure, clinician, None, len(counted), {}, {}, 1.0, 1.0)
    drawn = np.zeros((samples, len(weeks), len(classes)))
    rng = np.random.default_rng(seed)
    for table in tables:
        drawn += stats.random_table(table.sum(axis=1), table.sum(axis=0)).rvs(samples, random_state=rng)
    as_large = int((_measure_splits(drawn).max(axis=-1) >= observed.max() - 1e-9).sum())
    split = int(observed.argmax()) + 1
    p = (1 + as_large) / (1 + samples)
    return Change(
        measure=measure,
        clinician=clinician,
        week=weeks[split],
        counted=len(counted),
        before=_share(classes, whole[:split]),
        after=_share(classes, whole[split:]),
        p=p,
        p_adjusted=p,
    )


def _tabulate(counted: Counted, weeks: Sequence[str], classes: Sequence[str]) -> list[Floats]:
    """Of each clinician weeks x classes."""
    rows = {week: place for place, week in enumerate(weeks)}
    columns = {name: place for place, name in enumerate(classes)}
    tables: dict[str, Floats] = {}
    for (week, clinician, name), count in sorted(Counter(counted).items()):
        table = tables.setdefault(clinician, np.zeros((len(weeks), len(classes))))
        table[rows[week], columns[name]] = count
    return [tables[clinician] for clinician in sorted(tables)]


def _measure_splits(tables: Floats) -> Floats:
    """Chi-squared of before and after, for each week that could divide: ... x weeks x classes -> ... x (weeks - 1)."""
    totals = tables.sum(axis=-2, keepdims=True)
    before = np.cumsum(tables, axis=-2)[..., :-1, :]
    share = before.sum(axis=-1, keepdims=True) / np.maximum(totals.sum(axis=-1, keepdims=True), 1)
    spread = totals * share * (1 - share)
    # Before and after differ from what is expected by the same number, so that both sides' terms add up to this one.
    terms = np.where(spread > 0, (before - totals * share) ** 2 / np.where(spread > 0, spread, 1), 0)
    return terms.sum(axis=-1)


def _share(classes: Iterable[str], counts: Floats) -> dict[str, float]:
    total = max(float(counts.sum()), 1.0)
    return {name: float(count) / total for name, count in zip(classes, counts.sum(axis=0), strict=True)}
