"""Does a challenger prefer what clinicians prefer more often than the champion does, on pairs that were held out?

A model prefers the answer that has the higher log-probability per token, so that a long answer is not worse for its
length alone; equal ones are half a win. The win rate of the challenger minus that of the champion, pair by pair, is
what is tested. Beside it stands DPO's own measure, the implicit reward against the champion: the share of pairs in
which the challenger has moved towards the chosen answer, wherever it stands.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pyarrow as pa

from medpref_dagster.verdict.intervals import Floats
from medpref_dagster.verdict.results import Result
from medpref_dagster.verdict.two_way import TwoWayEstimate, estimate_change, estimate_share

Outcome = Literal["raised", "lowered", "not shown"]

TIE = 1e-6
"""Nats a token: float32 tells log-probabilities apart no better."""

SLICES = ("specialty", "style", "rule", "held_out_by", "length")
"""Columns of ROUND_PAIRS that are looked at value by value; `length` is whether the longer answer is the chosen one."""


class SliceOfPairs(Result):
    """The same of some of the pairs."""

    by: str
    value: str
    champion: TwoWayEstimate
    challenger: TwoWayEstimate
    change: TwoWayEstimate


class Wins(Result):
    """What a challenger won on held-out pairs."""

    pairs: int
    champion: TwoWayEstimate
    """Its win rate: the share of pairs whose chosen answer it prefers."""
    challenger: TwoWayEstimate
    change: TwoWayEstimate
    """The challenger's win rate minus the champion's, tested against 0."""
    moved: TwoWayEstimate
    """The share of pairs with a positive implicit reward margin against the champion, tested against 1/2."""
    outcome: Outcome
    slices: tuple[SliceOfPairs, ...]


@dataclass(frozen=True)
class Scored:
    """Held-out pairs with the log-probabilities that two models give them."""

    pairs: pa.Table
    """ROUND_PAIRS"""
    champion: pa.Table
    """PAIR_LOGPS"""
    challenger: pa.Table
    """PAIR_LOGPS"""


def judge_wins(scored: Scored, confidence: float) -> Wins:
    """Win rates, their difference and the slices.

    Raises
    ------
    ValueError
        If there is no pair, or one has no log-probabilities.
    """
    rows = scored.pairs.to_pylist()
    if not rows:
        raise ValueError("there are no held-out pairs, so no win rate")
    champion, challenger = (_count_wins(rows, table) for table in (scored.champion, scored.challenger))
    moved = _compare(_sum_margins(rows, scored.challenger) - _sum_margins(rows, scored.champion))
    whole = range(len(rows))
    share, change = _estimators(rows, confidence)
    difference = change(challenger - champion, whole)
    return Wins(
        pairs=len(rows),
        champion=share(champion, whole),
        challenger=share(challenger, whole),
        change=difference,
        moved=share(moved, whole),
        outcome=say_outcome(difference),
        slices=tuple(
            SliceOfPairs(
                by=by,
                value=value,
                champion=share(champion, places),
                challenger=share(challenger, places),
                change=change(challenger - champion, places),
            )
            for by, value, places in _list_slices(rows)
        ),
    )


def say_outcome(change: TwoWayEstimate) -> Outcome:
    """What a difference comes to: its interval decides."""
    if change.low is not None and change.low > 0:
        return "raised"
    return "lowered" if change.high is not None and change.high < 0 else "not shown"


Estimator = Callable[[Floats, Sequence[int]], TwoWayEstimate]


def _estimators(rows: Sequence[Mapping[str, Any]], confidence: float) -> tuple[Estimator, Estimator]:
    """(of shares, of differences): values of all pairs, and the places of those that count."""
    patients, clinicians = ([row[name] for row in rows] for name in ("patient_id", "clinician"))

    def take(values: Floats, places: Sequence[int]) -> tuple[Floats, list[str], list[str]]:
        return values[list(places)], [patients[place] for place in places], [clinicians[place] for place in places]

    return (
        lambda values, places: estimate_share(*take(values, places), confidence),
        lambda values, places: estimate_change(*take(values, places), confidence),
    )


def _count_wins(rows: Sequence[Mapping[str, Any]], logps: pa.Table) -> Floats:
    """1 where the chosen answer is more probable per token, 0 where the other one is, 1/2 for a tie."""
    found = _read(rows, logps)
    return _compare(
        np.array(
            [
                chosen / row["chosen_tokens"] - rejected / row["rejected_tokens"]
                for row, (chosen, rejected) in zip(rows, found, strict=True)
            ]
        )
    )


def _sum_margins(rows: Sequence[Mapping[str, Any]], logps: pa.Table) -> Floats:
    return np.array([chosen - rejected for chosen, rejected in _read(rows, logps)])


def _compare(margins: Floats) -> Floats:
    return np.where(np.abs(margins) <= TIE, 0.5, (margins > 0).astype(np.float64))


def _read(rows: Sequence[Mapping[str, Any]], logps: pa.Table) -> list[tuple[float, float]]:
    found = {row["pair_id"]: (row["chosen_logp"], row["rejected_logp"]) for row in logps.to_pylist()}
    if missing := sorted(row["pair_id"] for row in rows if row["pair_id"] not in found):
        raise ValueError(f"{len(missing)} held-out pairs have no log-probabilities, e.g. {missing[0]}")
    return [found[row["pair_id"]] for row in rows]


def _list_slices(rows: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, str, list[int]]]:
    for by in SLICES:
        values = [_say_length(row) if by == "length" else row[by] or "none named" for row in rows]
        for value in sorted(set(values)):
            yield by, value, [place for place, own in enumerate(values) if own == value]


def _say_length(row: Mapping[str, Any]) -> str:
    chosen, rejected = row["chosen_tokens"], row["rejected_tokens"]
    if chosen == rejected:
        return "equally long"
    return "chosen is longer" if chosen > rejected else "chosen is shorter"
