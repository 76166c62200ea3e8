"""A placebo for studies: pairs of which a coin says which side is preferred."""

from collections.abc import Mapping
from typing import Any

from medpref_dagster.preferences.drawing import draw_share

PLACEBO = "placebo"
"""The beginning of the `rejected_source` of a pair whose preference was drawn."""


def draw_preference(row: Mapping[str, Any], seed: int) -> tuple[dict[str, Any], bool]:
    """A pair with the side that a fair coin prefers, and whether that turned it.

    The coin is thrown by the seed and the pair's id. The id and the two answers stay, so that a model learns
    from the same pairs; the preference that it could learn is gone.

    Parameters
    ----------
    row
        A row of PREFERENCE_PAIRS.

    Returns
    -------
    tuple
        The row, whose `rejected_source` is `placebo:` and where its rejected answer comes from; and whether chosen and
        rejected changed places.
    """
    turned = draw_share(PLACEBO, seed, row["pair_id"]) < 0.5
    sides = ("rejected", "chosen") if turned else ("chosen", "rejected")
    drawn = dict(row)
    for side, source in zip(("chosen", "rejected"), sides, strict=True):
        for column in ("{}", "{}_source", "{}_tokens"):
            drawn[column.format(side)] = row[column.format(source)]
    drawn["rejected_source"] = f"{PLACEBO}:{drawn['rejected_source']}"
    return drawn, turned
