"""Synthetic pairs of a round: beside clinicians' pairs that are trained on, never tested on, no more than declared."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from medpref_dagster.schemas import SYNTHETIC_PAIRS
from medpref_dagster.synthesis.joining import Joined, count_room, join_with_cap
from medpref_dagster.training.rows import take_split

UNKNOWN_JUDGE = "its judge was not held against clinicians"
NO_BETTER_JUDGE = "its judge is no better than chance"
HELD_OUT = "synthetic, and its patient is held out"
CURVES = "synthetic, and its patient gives the curves"
AGAINST_CLINICIANS = "clinicians prefer the other answer"
OVER = "over max_share"

_HALF = 0.5


@dataclass(frozen=True)
class Synthetic:
    """What `synthesis` of the feedback made."""

    pairs: pa.Table
    """SYNTHETIC_PAIRS of the round's weeks and of those that it looks back to; only the round's own are trained on."""
    max_share: float
    """Of synthetic pairs among those that are trained on."""
    agreement: float | None = None
    """Share of clinicians' pairs in which the judge prefers what they do, where it was asked; None of none."""

    @property
    def weight(self) -> float | None:
        """Where pairs count by reliability: 2 a - 1 of the judge, as 2 r - 1 of a clinician; None where unknown."""
        return None if self.agreement is None else max(0.0, (self.agreement - _HALF) / _HALF)


NOTHING = Synthetic(SYNTHETIC_PAIRS.empty_table(), 0.0)
"""Of feedback without a synthesis."""


def join_trained(real: pa.Table, usable: list[Mapping[str, Any]], max_share: float) -> Joined:
    """The synthetic pairs that stand beside a round's real ones, and those over the cap.

    Parameters
    ----------
    real
        FEEDBACK_PAIRS that are trained on, replayed ones included.
    usable
        Rows of SYNTHETIC_PAIRS.
    """
    return join_with_cap(real, pa.Table.from_pylist(usable, schema=SYNTHETIC_PAIRS), max_share)


def choose_trained(rows: pa.Table, most: int | None, max_share: float) -> pa.Table:
    """At most so many pairs of the train split, of which no larger share is synthetic than declared.

    Parameters
    ----------
    rows
        ROUND_PAIRS; the columns are kept.
    most
        None for all.
    """
    written = pc.field("synthetic")
    real, made = (rows.filter(which) for which in (~written, written))
    room = made.num_rows if most is None else min(made.num_rows, int(most * max_share))
    kept = take_split(real, "train", "pair_id", None if most is None else most - room)
    return pa.concat_tables(
        [kept, take_split(made, "train", "pair_id", min(room, count_room(kept.num_rows, max_share)))]
        if made.num_rows
        else [kept]
    )
