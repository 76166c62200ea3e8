"""Pairs of clinicians and synthetic ones in one table, with no larger share of the latter than is declared."""

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import pyarrow as pa

from medpref_dagster.schemas import SYNTHETIC_PAIRS


@dataclass(frozen=True)
class Joined:
    """Pairs to train on."""

    pairs: pa.Table
    """SYNTHETIC_PAIRS: the clinicians' as they stand, then the synthetic ones that are kept, by their ids."""
    left_out: pa.Table
    """SYNTHETIC_PAIRS: synthetic ones over the cap, by their ids."""
    share: float
    """Of synthetic pairs among all; 0 of none."""


def join_with_cap(real: pa.Table, made: pa.Table, max_share: float) -> Joined:
    """Put clinicians' and synthetic pairs together, so that at most the declared share is synthetic.

    Which synthetic pairs are kept depends on no order of rows. Slices take turns, each with its pair of the largest
    margin that is left, so that none is filled while another goes without. One that comes twice counts once.

    Parameters
    ----------
    real
        Columns in: FEEDBACK_PAIRS, of one week or several; without pairs that a later week retracts.
    made
        Columns in: SYNTHETIC_PAIRS, of the same weeks.
    max_share
        At least 0, below 1.

    Raises
    ------
    ValueError
        If the share is none.

    Examples
    --------
    Of 7 pairs of clinicians and a share of 0.3, at most 3 synthetic ones: `7 * 0.3 / (1 - 0.3)`.

    >>> count_room(7, 0.3)
    3
    """
    once = list({row["pair_id"]: row for row in made.select(SYNTHETIC_PAIRS.names).to_pylist()}.values())
    once.sort(key=lambda row: (row["slice"] or "", -(row["margin"] or 0), row["pair_id"]))
    turns: Counter[str | None] = Counter()
    placed: list[tuple[int, int, str, dict[str, Any]]] = []
    for row in once:
        placed.append((turns[row["slice"]], -(row["margin"] or 0), row["pair_id"], row))
        turns[row["slice"]] += 1
    placed.sort(key=lambda item: item[:3])
    room = count_room(real.num_rows, max_share)
    kept, left = ([row for *_, row in some] for some in (placed[:room], placed[room:]))
    blank = {"synthetic": False, "generator": None, "judge": None, "margin": None, "slice": None}
    columns = {
        name: pa.array([blank[name]] * real.num_rows, SYNTHETIC_PAIRS.field(name).type) if name in blank else real[name]
        for name in SYNTHETIC_PAIRS.names
    }
    whole = pa.concat_tables([pa.table(columns).cast(SYNTHETIC_PAIRS), _tabulate(kept)])
    return Joined(whole, _tabulate(left), len(kept) / whole.num_rows if whole.num_rows else 0.0)


def count_room(real: int, max_share: float) -> int:
    """How many synthetic pairs may stand beside so many real ones: the largest n with `n / (n + real) <= max_share`.

    Raises
    ------
    ValueError
        If the share is not at least 0 and below 1.
    """
    if not 0 <= max_share < 1:
        raise ValueError(f"max_share {max_share} is no share from 0 up to, but not including, 1")
    share = Fraction(str(max_share))  # as it is written: 0.3 has no exact float
    return int(real * share / (1 - share))


def find_share_problem(real: int, made: int, max_share: float) -> list[str]:
    """A sentence where more of the pairs are synthetic than is declared."""
    if made <= count_room(real, max_share):
        return []
    return [
        f"{made} of {real + made} pairs are synthetic ({made / (real + made):.1%}, over the "
        f"declared max_share of {max_share:.1%})."
    ]


def _tabulate(rows: list[dict[str, Any]]) -> pa.Table:
    return pa.Table.from_pylist(sorted(rows, key=lambda row: row["pair_id"]), schema=SYNTHETIC_PAIRS)
