import pytest
import torch
from transformers import GPT2Config, GPT2LMHeadModel
from transformers.models.gpt2 import modeling_gpt2
from transformers.models.qwen3 import modeling_qwen3

from medpref_dagster.passes.rotation import fused_rotation, rotate
from tests.tiny_models import make_model


@pytest.fixture
def stock():
    return modeling_qwen3.apply_rotary_pos_emb


def test_a_rotation_and_its_gradient_are_the_stock_one_s(stock):
    draw = torch.Generator().manual_seed(0)
    states = [torch.randn(1, heads, 7, 8, generator=draw, requires_grad=True) for heads in (4, 2)]
    cos, sin = (torch.randn(1, 7, 8, generator=draw) for _ in range(2))  # also where the halves' angles differ
    weights = [torch.randn(state.shape, generator=draw) for state in states]

    def run(function):
        rotated = function(*states, cos, sin)
        total = sum((part * weight).sum() for part, weight in zip(rotated, weights, strict=True))
        return (*rotated, *torch.autograd.grad(total, states))

    for ours, theirs in zip(run(rotate), run(stock), strict=True):
        torch.testing.assert_close(ours, theirs, rtol=1e-5, atol=1e-5)


def test_a_model_s_code_rotates_so_inside_the_block_only_even_after_an_error(stock):
    model = make_model("qwen3")
    seen = []
    with pytest.raises(ValueError, match="input_ids"), fused_rotation(model):
        model(seen.append(modeling_qwen3.apply_rotary_pos_emb))
    assert seen == [rotate]
    assert modeling_qwen3.apply_rotary_pos_emb is stock


def test_blocks_of_several_threads_may_end_in_any_order(stock):
    first, second = fused_rotation(make_model("qwen3")), fused_rotation(make_model("qwen3"))
    first.__enter__()
    second.__enter__()
    first.__exit__(None, None, None)
    assert modeling_qwen3.apply_rotary_pos_emb is rotate
    second.__exit__(None, None, None)
    assert modeling_qwen3.apply_rotary_pos_emb is stock


def test_layers_that_run_twice_and_other_codes_keep_their_rotation(stock):
    model = make_model("qwen3")
    model.train().activation_checkpointing_enable()
    without = GPT2LMHeadModel(GPT2Config(vocab_size=8, n_embd=8, n_head=1, n_layer=1))
    with fused_rotation(model), fused_rotation(without):
        assert modeling_qwen3.apply_rotary_pos_emb is stock
        assert not hasattr(modeling_gpt2, "apply_rotary_pos_emb")
