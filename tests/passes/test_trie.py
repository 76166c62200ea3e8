import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from medpref_dagster.passes.trie import PACK_COST_ON_GPU, Pack, PackingError, count_shared_tokens, pack_rows

tokens = st.lists(st.integers(0, 2), max_size=8)
rows_of_tokens = st.lists(st.tuples(st.lists(st.integers(0, 2), min_size=1, max_size=8), tokens), max_size=12)


def walk_to_root(pack: Pack, node: int) -> list[int]:
    """The nodes that a node attends to, from the root down."""
    return torch.nonzero(pack.attention_allowed()[node]).flatten().tolist()


@given(rows_of_tokens, st.integers(1, 60))
def test_each_scored_token_sees_exactly_its_own_row_up_to_its_predecessor(rows, budget):
    seen = {}
    for pack in pack_rows(rows, budget):
        for scored in pack.scored_rows:
            prompt, completion = rows[scored.row]
            assert scored.token_ids == completion
            for offset, node in enumerate(scored.nodes):
                ancestors = walk_to_root(pack, node)
                assert [pack.token_ids[i] for i in ancestors] == [*prompt, *completion[:offset]]
                assert [pack.depths[i] for i in ancestors] == list(range(len(prompt) + offset))
            seen[scored.row] = seen.get(scored.row, 0) + 1
    assert seen == {index: 1 for index, (_, completion) in enumerate(rows) if completion}


@given(rows_of_tokens)
def test_one_pack_has_one_node_for_each_distinct_prefix(rows):
    packs = pack_rows(rows, 10_000)
    prefixes = set()
    for prompt, completion in rows:
        path = [*prompt, *completion[:-1]] if completion else []
        prefixes |= {tuple(path[:end]) for end in range(1, len(path) + 1)}
    assert len(packs) == bool(prefixes)
    assert sum(len(pack) for pack in packs) == len(prefixes)


@given(rows_of_tokens, st.integers(1, 60))
def test_only_a_pack_around_a_row_that_is_itself_too_long_exceeds_the_budget(rows, budget):
    for pack in pack_rows(rows, budget):
        longest = max(len(rows[scored.row][0]) + len(rows[scored.row][1]) - 1 for scored in pack.scored_rows)
        assert len(pack) <= budget or (longest > budget and len(pack) <= 1.25 * longest)


def test_a_pair_whose_rows_are_too_long_computes_its_prompt_once():
    prompt = list(range(1000))
    [pack] = pack_rows([(prompt, [1] * 150), (prompt, [2] * 150)], 1024)
    assert len(pack) == 1298


@settings(max_examples=30)
@given(rows_of_tokens, st.integers(1, 6))
def test_a_window_hides_what_lies_further_back_in_the_row(rows, window):
    for pack in pack_rows(rows, 100):
        depths = torch.tensor(pack.depths)
        near = depths[:, None] - depths[None, :] < window
        assert torch.equal(pack.attention_allowed(window), pack.attention_allowed() & near)


def test_a_pair_s_prompt_is_not_cut_from_its_second_answer_where_another_cut_is_free():
    pairs = [[first, *range(10, 30)] for first in (1, 2, 3)]
    rows = [(prompt, [answer, 9]) for prompt in pairs for answer in (7, 8)]
    packs = pack_rows(rows, 50)
    assert sorted(len(pack) for pack in packs) == [23, 46]


def test_a_prompt_without_tokens_is_refused_with_its_row():
    with pytest.raises(PackingError, match="row 1 has an empty prompt"):
        pack_rows([([1], [2]), ([], [3])], 10)


@given(tokens, tokens)
def test_the_shared_prefix_is_the_longest(a, b):
    count = count_shared_tokens(a, b)
    assert a[:count] == b[:count]
    assert a[: count + 1] != b[: count + 1] or count == min(len(a), len(b))


def test_where_a_pack_costs_much_the_same_rows_lie_in_few():
    rows = [([row] * 150, [1, 2]) for row in range(60)]
    many, few = pack_rows(rows, 8000), pack_rows(rows, 8000, pack_cost=PACK_COST_ON_GPU)
    assert len(few) < len(many) / 3
    for packs in (many, few):
        assert sorted(scored.row for pack in packs for scored in pack.scored_rows) == list(range(60))
