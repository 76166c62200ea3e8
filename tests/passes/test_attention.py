import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from medpref_dagster.passes.attention import (
    SEGMENTED_ATTENTION,
    attend_by_segments,
    attending_by,
    build_segmented_mask,
    can_attend_by_segments,
    carry_mask,
    cut_into_segments,
)
from medpref_dagster.passes.trie import pack_rows
from tests.tiny_models import make_model

rows_of_tokens = st.lists(
    st.tuples(st.lists(st.integers(0, 2), min_size=1, max_size=60), st.lists(st.integers(0, 2), min_size=1)),
    min_size=1,
    max_size=12,
)


ALIKE = (70,) * 6
UNLIKE = (70, 64, 70, 12, 31, 66)


def make_branching_pack(lengths=ALIKE, trunk=40):
    generator = torch.Generator().manual_seed(0)

    def draw(count):
        return torch.randint(0, 256, (count,), generator=generator).tolist()

    instruction = draw(trunk)
    return pack_rows([(instruction + draw(length), [1]) for length in lengths], 10_000, dense_attention=False)[0]


@given(rows_of_tokens, st.sampled_from([None, 3]))
def test_segments_hold_every_allowed_pair_once(rows, window):
    for pack in pack_rows(rows, 1000):
        mask = build_segmented_mask(pack, cut_into_segments(pack), window, torch.float32)
        allowed = torch.zeros(len(pack), len(pack), dtype=torch.int)
        for block in mask.blocks:
            segment, query, key = torch.nonzero(block.additive == 0, as_tuple=True)
            allowed.index_put_(
                (block.queries[segment, query], block.keys[segment, key]), torch.tensor(1).int(), accumulate=True
            )
        assert torch.equal(allowed, pack.attention_allowed(window).int())


def test_rows_that_share_an_instruction_need_a_fraction_of_the_mask():
    pack = make_branching_pack()
    pairs = sum((segment.end - segment.start) * len(segment.keys) for segment in cut_into_segments(pack))
    assert pairs < 0.4 * len(pack) ** 2


@pytest.mark.parametrize("lengths", [ALIKE, UNLIKE])
@pytest.mark.parametrize("window", [None, 30])
def test_outputs_and_gradients_are_those_of_the_whole_mask(window, lengths):
    pack = make_branching_pack(lengths)
    generator = torch.Generator().manual_seed(1)
    query, weights = (torch.randn(1, 6, len(pack), 8, generator=generator, requires_grad=True) for _ in range(2))
    key, value = (torch.randn(1, 2, len(pack), 8, generator=generator, requires_grad=True) for _ in range(2))
    segments = cut_into_segments(pack)
    built = build_segmented_mask(pack, segments, window, torch.float32)
    assert 1 < len(built.blocks) < len(segments)
    assert all(block.is_query.all() for block in built.blocks) == (lengths is ALIKE)
    mask = carry_mask(built)
    ours = attend_by_segments(torch.nn.Module(), query, key, value, mask, scaling=0.3)[0].transpose(1, 2)
    theirs = torch.nn.functional.scaled_dot_product_attention(
        query, key, value, attn_mask=pack.attention_allowed(window), scale=0.3, enable_gqa=True
    )
    torch.testing.assert_close(ours, theirs, atol=1e-5, rtol=0)
    inputs = (query, key, value)
    for a, b in zip(
        torch.autograd.grad((ours * weights).sum(), inputs),
        torch.autograd.grad((theirs * weights).sum(), inputs),
        strict=True,
    ):
        torch.testing.assert_close(a, b, atol=1e-4, rtol=0)


def test_what_the_kernel_cannot_do_is_refused():
    pack = make_branching_pack(lengths=(70,))
    states = torch.zeros(1, 1, len(pack), 8)
    mask = carry_mask(build_segmented_mask(pack, cut_into_segments(pack), None, torch.float32))
    with pytest.raises(ValueError, match="softcap"):
        attend_by_segments(torch.nn.Module(), states, states, states, mask, softcap=30.0)


def test_the_model_s_attention_is_restored_even_after_an_error():
    model = make_model()
    with pytest.raises(ValueError, match="input_ids"), attending_by(model, SEGMENTED_ATTENTION):
        model()
    assert model.config._attn_implementation == "sdpa"


def test_checkpointed_layers_and_other_attentions_keep_the_whole_mask():
    model = make_model()
    assert can_attend_by_segments(model)
    model.train().activation_checkpointing_enable()
    assert not can_attend_by_segments(model)
    assert not can_attend_by_segments(make_model("gemma2"))  # eager: its attention caps the scores
