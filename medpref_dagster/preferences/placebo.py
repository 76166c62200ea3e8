"""A placebo for studies: pairs of which a coin says which side is preferred."""

from collections.abc import Mapping
from typing import Any

from medpref_dagster.preferences.drawing import draw_share

PLACEBO = "placebo"
"""The beginning of the `rejected_source` of a pair whose preference was drawn."""


def draw_preference(
    row: Mapping[str, Any], first_tokens: tuple[int, int], seed: int
) -> tuple[dict[str, Any], tuple[int, int]]:
    """A pair with the side that a fair coin prefers.

    The coin is thrown by the seed and the pair's id. The id and the two answers stay, so that a model learns
    from the same pairs; the preference that it could learn is gone.

    Parameters
    ----------
    row
        A row of PREFERENCE_PAIRS.
    first_tokens
        The first tokens in which its answers differ: the chosen one's, the rejected one's.

    Returns
    -------
    tuple
        The row, whose `rejected_source` is `placebo:` and where its rejected answer comes from; and the first tokens of
        the sides as they are now.
    """
    turned = draw_share(PLACEBO, seed, row["pair_id"]) < 0.5
    sides = ("rejected", "chosen") if turned else ("chosen", "rejected")
    drawn = dict(row)
    for side, source in zip(("chosen", "rejected"), sides, strict=True):
        for column in ("{}", "{}_source", "{}_tokens"):
            drawn[column.format(side)] = row[column.format(source)]
    drawn["rejected_source"] = f"{PLACEBO}:{drawn['rejected_source']}"
    one, other = first_tokens
    return drawn, (other, one) if turned else (one, other)
