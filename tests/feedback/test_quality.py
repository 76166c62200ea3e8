import math

import pyarrow as pa
import pytest

from medpref_dagster.feedback.judgements import Judgement
from medpref_dagster.feedback.quality import find_opposed, measure_lengths
from tests.feedback.made_reactions import PAIRS


def make_pairs(*rows: tuple[str, str, str]) -> pa.Table:
    names = ("prompt", "chosen", "rejected")
    return pa.Table.from_pylist([dict(zip(names, row, strict=True)) for row in rows], schema=PAIRS)


def choose(item: str, clinician: str, side: int) -> Judgement:
    return Judgement("choice", "preferred", item, clinician, None, side, None if side == 2 else side)


def test_choices_with_clinicians_on_either_side_are_opposed_and_ties_are_not() -> None:
    judgements = [
        *(choose("a b", name, side) for name, side in (("c1", 0), ("c2", 1), ("c3", 0))),
        *(choose("c d", name, side) for name, side in (("c1", 1), ("c2", 1))),
        *(choose("e f", name, side) for name, side in (("c1", 0), ("c2", 2))),
        Judgement("thumb", "usable", "a", "c1", None, 1, 1),
        Judgement("thumb", "usable", "a", "c2", None, 0, 0),
    ]
    found = find_opposed(judgements, PAIRS.empty_table())
    assert (found.compared, found.opposed) == (2, 1)


def test_a_pair_and_its_opposite_contradict_each_other_only_of_one_prompt() -> None:
    pairs = make_pairs(("p", "a", "b"), ("p", "a", "b"), ("p", "b", "a"), ("q", "b", "a"), ("p", "a", "c"))
    assert find_opposed([], pairs).contradicting_pairs == 3


def test_length_bias_is_the_share_of_unequal_pairs_whose_longer_answer_is_chosen() -> None:
    found = measure_lengths(make_pairs(("p", "one two three", "one"), ("q", "one", "one two"), ("r", "one", "two")))
    assert found is not None
    assert (found.longer_chosen.estimate, found.unequal) == (0.5, 2)
    assert (found.chosen_words, found.rejected_words) == pytest.approx((5 / 3, 4 / 3))
    assert measure_lengths(make_pairs()) is None
    equal = measure_lengths(make_pairs(("p", "a", "b")))
    assert equal is not None
    assert math.isnan(equal.longer_chosen.estimate)
