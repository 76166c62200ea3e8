"""No more synthetic pairs than declared, whatever the order of rows and however weeks are put together."""

import random
from fractions import Fraction

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from medpref_dagster.schemas import SYNTHETIC_PAIRS
from medpref_dagster.synthesis.joining import count_room, find_share_problem, join_with_cap
from tests.synthesis.made_pairs import make_real, make_synthetic, tabulate_real, tabulate_synthetic

SHARES = st.integers(0, 99).map(lambda percent: percent / 100)


def join(real, synthetic, max_share=0.3):
    rows = [make_real(number) for number in range(real)]
    return join_with_cap(tabulate_real(rows), tabulate_synthetic(synthetic), max_share)


@given(st.integers(0, 10_000), SHARES)
def test_one_more_than_the_room_would_be_over_the_share(real, max_share):
    room, share = count_room(real, max_share), Fraction(str(max_share))
    assert room <= share * (room + real)
    assert room + 1 > share * (room + 1 + real)
    assert find_share_problem(real, room, max_share) == []
    assert find_share_problem(real, room + 1, max_share) != []


@given(st.lists(st.integers(0, 300), min_size=1, max_size=8), SHARES)
def test_weeks_that_hold_the_cap_hold_it_together(weeks, max_share):
    room = sum(count_room(real, max_share) for real in weeks)
    assert find_share_problem(sum(weeks), room, max_share) == []


def test_the_cap_leaves_out_what_is_over_it_and_says_which():
    joined = join(7, [make_synthetic(number) for number in range(5)])
    assert joined.pairs.schema == SYNTHETIC_PAIRS
    assert joined.pairs["synthetic"].to_pylist() == [False] * 7 + [True] * 3
    assert joined.pairs["pair_id"].to_pylist()[7:] == ["s000", "s001", "s002"]
    assert joined.left_out["pair_id"].to_pylist() == ["s003", "s004"]
    assert joined.share == 0.3


def test_rows_of_clinicians_stay_as_they_are_and_name_no_generator():
    [row] = join(1, []).pairs.to_pylist()
    assert row == make_real(0) | {
        "synthetic": False,
        "generator": None,
        "judge": None,
        "margin": None,
        "slice": None,
    }


def test_slices_take_turns_and_each_gives_its_largest_margin_first():
    many = [make_synthetic(number, slice="a", margin=1 + number % 3) for number in range(9)]
    few = [make_synthetic(50 + number, slice="b", margin=1) for number in range(2)]
    kept = [row for row in join(10, [*many, *few], 0.3).pairs.to_pylist() if row["synthetic"]]
    assert sorted((row["slice"], row["margin"]) for row in kept) == [("a", 3), ("a", 3), ("b", 1), ("b", 1)]


@given(st.randoms(use_true_random=False))
def test_no_order_of_rows_changes_what_is_kept(draw: random.Random):
    rows = [make_synthetic(number, slice="ab"[number % 2], margin=1 + number % 4) for number in range(12)]
    before = join(9, rows)
    draw.shuffle(rows)
    after = join(9, rows)
    assert after.pairs == before.pairs
    assert after.left_out == before.left_out


def test_the_same_pair_of_two_weeks_counts_once():
    joined = join(20, [make_synthetic(1), make_synthetic(1)])
    assert joined.pairs.num_rows == 21
    assert joined.left_out.num_rows == 0


def test_without_pairs_of_clinicians_there_is_no_synthetic_one():
    joined = join(0, [make_synthetic(1)])
    assert (joined.pairs.num_rows, joined.left_out.num_rows, joined.share) == (0, 1, 0.0)


@pytest.mark.parametrize("max_share", [1.0, -0.1, 1.5])
def test_what_is_no_share_is_refused(max_share):
    with pytest.raises(ValueError, match="no share"):
        join(1, [], max_share)


def test_a_share_over_the_declared_one_is_named():
    [problem] = find_share_problem(7, 4, 0.3)
    assert problem == "4 of 11 pairs are synthetic (36.4%, over the declared max_share of 30.0%)."


def test_tables_that_were_cut_into_pieces_are_joined_alike():
    rows = [make_synthetic(number) for number in range(4)]
    whole, pieces = tabulate_synthetic(rows), pa.concat_tables([tabulate_synthetic([row]) for row in rows])
    real = tabulate_real([make_real(number) for number in range(5)])
    assert join_with_cap(real, whole, 0.4).pairs == join_with_cap(real, pieces, 0.4).pairs.combine_chunks()
