import math
import re

import pytest
import torch
from peft import LoraConfig, PromptTuningConfig, get_peft_model
from transformers import (
    AutoModelForCausalLM,
    BloomConfig,
    GPT2Config,
    LlamaConfig,
    MambaConfig,
    MixtralConfig,
    T5Config,
    T5ForConditionalGeneration,
)
from trl.trainer.utils import add_fused_lm_head

from medpref_dagster.passes.architectures import supports_packing
from medpref_dagster.passes.forward import PackingUnsupportedError
from medpref_dagster.passes.logps import (
    completion_logps,
    packed_forward,
    score_completions,
)
from medpref_dagster.passes.trie import PackingError
from tests.passes.rows import make_expressive_model, make_rows, pad_rows, stock_logps
from tests.tiny_models import CONFIGS, make_model

TOLERANCE = 1e-4
ROWS = make_rows()


def weigh(logps):
    """A scalar whose gradient differs from row to row and from token to token."""
    return sum((part * torch.linspace(-1, 1 + index, len(part))).sum() for index, part in enumerate(logps))


def gradients(model, logps):
    model.zero_grad()
    weigh(logps).backward()
    return {name: p.grad.clone() for name, p in model.named_parameters() if p.grad is not None}


@pytest.mark.parametrize("lora", [False, True], ids=["full", "lora"])
@pytest.mark.parametrize("architecture", CONFIGS)
def test_log_probabilities_and_gradients_are_those_of_the_padded_pass(architecture, lora):
    model = make_expressive_model(architecture, lora)
    stock = stock_logps(model, ROWS)
    stock_gradients = gradients(model, stock)
    for budget in (1, 120, 10_000):
        packed = completion_logps(model, ROWS, budget)
        packed_gradients = gradients(model, packed)
        for ours, theirs in zip(packed, stock, strict=True):
            torch.testing.assert_close(ours, theirs, atol=TOLERANCE, rtol=0)
        assert packed_gradients.keys() == stock_gradients.keys()
        for name, theirs in stock_gradients.items():
            scale = max(1.0, theirs.abs().max().item())
            torch.testing.assert_close(packed_gradients[name] / scale, theirs / scale, atol=TOLERANCE, rtol=0)


@pytest.mark.parametrize("architecture", ["mistral", "gemma2", "gemma3"])
def test_the_sliding_window_matters_in_these_rows(architecture):
    """Otherwise the test above would pass with a wrong window."""
    windowed, whole = make_expressive_model(architecture), make_expressive_model(architecture)
    whole.config.sliding_window = 4096
    near, far = (torch.cat(completion_logps(model, ROWS, 200)) for model in (windowed, whole))
    assert (near - far).abs().max() > 0.01


@pytest.mark.parametrize("left", [False, True], ids=["right padding", "left padding"])
def test_packed_forward_gives_what_trl_reads_from_its_fused_forward(left):
    model = make_expressive_model("gemma2")
    input_ids, attention_mask, labels = pad_rows(ROWS, left)
    labels[0, :] = -100  # a row of which nothing is scored
    labels[2, -20:-18] = -100  # and one with a gap
    packed = packed_forward(model, input_ids, attention_mask, labels, token_budget=150)
    add_fused_lm_head(model, outputs=("log_probs", "entropy", "mean_logits", "is_top1"))
    stock = model(
        input_ids=input_ids,
        attention_mask=attention_mask,
        position_ids=(attention_mask.cumsum(1) - 1).clamp(min=0),
        labels=labels,
        fused_lm_head=True,
    )
    for name in ("log_probs", "entropy", "mean_logits", "loss"):
        torch.testing.assert_close(getattr(packed, name), getattr(stock, name), atol=TOLERANCE, rtol=0)
    assert torch.equal(packed.is_top1, stock.is_top1.bool())
    assert torch.equal(packed.label_mask, stock.label_mask)
    assert stock.aux_loss is packed.aux_loss is None
    assert not packed.entropy.requires_grad


def test_packed_log_probs_carry_the_gradient_to_the_weights():
    model = make_expressive_model("llama", lora=True)
    input_ids, attention_mask, labels = pad_rows(ROWS)
    model.zero_grad()
    packed_forward(model, input_ids, attention_mask, labels, 150).log_probs.sum().backward()
    ours = {n: p.grad.clone() for n, p in model.named_parameters() if p.grad is not None}
    model.zero_grad()
    sum(part.sum() for part in stock_logps(model, ROWS)).backward()
    stock = {n: p.grad for n, p in model.named_parameters() if p.grad is not None}
    assert ours.keys() == stock.keys()
    for name, gradient in stock.items():
        scale = gradient.abs().max().item()
        assert scale > 1e-3
        torch.testing.assert_close(ours[name] / scale, gradient / scale, atol=TOLERANCE, rtol=0)


def test_a_batch_with_nothing_scored_gives_a_finite_zero():
    model = make_model()
    input_ids, attention_mask, labels = pad_rows(ROWS)
    packed = packed_forward(model, input_ids, attention_mask, torch.full_like(labels, -100), 100)
    assert packed.loss.item() == 0
    assert not packed.label_mask.any()


def test_scores_are_sums_over_the_completion_without_gradient_and_in_eval_mode():
    model = make_expressive_model("qwen2").train()
    reports = []
    scores = score_completions(model, [*ROWS, ([1, 2], [])], 100, reports.append)
    stock = [part.double().sum().item() for part in stock_logps(model, ROWS)]
    assert scores == pytest.approx([*stock, 0.0], abs=TOLERANCE)
    assert model.training
    assert [report.done for report in reports] == sorted({report.done for report in reports})
    assert reports[-1].done == len(ROWS)


def test_rows_keep_their_order_and_repeated_rows_agree():
    model = make_expressive_model("llama")
    rows = [ROWS[3], ROWS[0], ROWS[3]]
    scores = score_completions(model, rows, 1000)
    assert scores[0] == scores[2]
    assert scores == pytest.approx([score_completions(model, [row], 1000)[0] for row in rows], abs=TOLERANCE)


def test_the_options_of_a_question_sum_to_one_over_the_whole_vocabulary():
    model = make_model()
    prompt = ROWS[0][0]
    scores = score_completions(model, [(prompt, [token]) for token in range(model.config.vocab_size)], 1000)
    assert math.fsum(math.exp(score) for score in scores) == pytest.approx(1, abs=1e-5)


@pytest.mark.parametrize("architecture", CONFIGS)
def test_the_tiny_architectures_are_supported(architecture):
    assert supports_packing(make_model(architecture)) is None
    assert supports_packing(make_expressive_model(architecture, lora=True).train()) is None


SMALL = {"vocab_size": 64, "hidden_size": 32, "num_hidden_layers": 2}
HEADS = {"num_attention_heads": 4, "num_key_value_heads": 2, "intermediate_size": 32}
REFUSED = {
    "position_ids": BloomConfig(vocab_size=64, hidden_size=32, n_layer=1, n_head=2),
    "recurrent|takes no": MambaConfig(**SMALL, state_size=4),
    "router loss": MixtralConfig(**SMALL, **HEADS, num_local_experts=2, output_router_logits=True),
    "longest row": LlamaConfig(
        **SMALL, **HEADS, rope_parameters={"rope_type": "dynamic", "factor": 2.0, "rope_theta": 1e4}
    ),
}


@pytest.mark.parametrize("reason", REFUSED)
def test_what_a_pack_cannot_serve_is_refused_with_its_reason(reason):
    model = AutoModelForCausalLM.from_config(REFUSED[reason])
    assert re.search(reason, supports_packing(model))
    with pytest.raises(PackingUnsupportedError, match=reason):
        completion_logps(model, ROWS, 100)


def test_an_encoder_decoder_is_refused():
    model = T5ForConditionalGeneration(T5Config(vocab_size=64, d_model=16, d_ff=16, num_layers=1, num_heads=2, d_kv=8))
    assert supports_packing(model) == "it is an encoder-decoder"


def test_scoring_falls_back_to_the_stock_pass_and_says_so(caplog):
    model = make_expressive_model("llama")
    packed = score_completions(model, [*ROWS, ([1], [])], 100)
    model.config._attn_implementation = "flash_attention_2"
    assert "takes no mask" in supports_packing(model)
    model.config.output_router_logits, model.config._attn_implementation = True, "sdpa"
    assert score_completions(model, [*ROWS, ([1], [])], 100) == pytest.approx(packed, abs=TOLERANCE)
    assert "router loss" in caplog.text
    with pytest.raises(PackingError, match="row 0"):
        score_completions(model, [([], [1])], 100)


def test_dropout_is_refused_only_while_it_is_active():
    model = AutoModelForCausalLM.from_config(GPT2Config(vocab_size=64, n_embd=16, n_layer=1, n_head=2)).train()
    assert "dropout is active" in supports_packing(model)
    assert supports_packing(model.eval()) is None
    adapted = get_peft_model(make_model(), LoraConfig(r=2, lora_dropout=0.1, target_modules="all-linear")).train()
    assert "dropout is active" in supports_packing(adapted)
    assert supports_packing(adapted.eval()) is None


def test_virtual_tokens_are_refused():
    adapted = get_peft_model(make_model(), PromptTuningConfig(task_type="CAUSAL_LM", num_virtual_tokens=2))
    assert "virtual tokens" in supports_packing(adapted)


def test_checkpointed_layers_give_the_same_gradients():
    model = make_expressive_model("llama", lora=True).train()
    plain = gradients(model, completion_logps(model, ROWS, 200))
    model.enable_input_require_grads()
    model.activation_checkpointing_enable()
    checkpointed = gradients(model, completion_logps(model, ROWS, 200))
    assert plain.keys() == checkpointed.keys()
    for name, expected in plain.items():
        scale = expected.abs().max().item()
        assert scale > 1e-3
        torch.testing.assert_close(checkpointed[name] / scale, expected / scale, atol=TOLERANCE, rtol=0)


@pytest.mark.parametrize("architecture", ["llama", "gemma2"])
def test_bfloat16_weights_score_near_float32(architecture):
    model = make_model(architecture)
    exact = score_completions(model, ROWS, 200)
    assert score_completions(model.to(torch.bfloat16), ROWS, 200) == pytest.approx(exact, rel=0.02)


def test_autocast_scores_near_float32():
    model = make_model()
    exact = score_completions(model, ROWS, 200)
    with torch.autocast("cpu", torch.bfloat16):
        assert score_completions(model, ROWS, 200) == pytest.approx(exact, rel=0.02)


def test_rows_beyond_the_budget_are_computed_again_rather_than_kept():
    model = make_expressive_model("llama", lora=True)

    def count_kept(budget):
        kept = []

        def keep(tensor):
            kept.append(tensor.numel())
            return tensor

        with torch.autograd.graph.saved_tensors_hooks(keep, lambda tensor: tensor):
            completion_logps(model, ROWS, budget)
        return sum(kept)

    assert count_kept(60) < 0.5 * count_kept(10_000)
