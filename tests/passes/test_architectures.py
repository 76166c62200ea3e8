"""An architecture's packed numbers are its own, or packs are not used. `tests.campaigns.architectures` tries all."""

import pytest
import torch
from transformers import AutoModelForCausalLM, FalconConfig

from medpref_dagster.passes import architectures
from medpref_dagster.passes.architectures import supports_packing
from medpref_dagster.passes.logps import score_completions
from tests.campaigns.architectures import Finding, examine
from tests.passes.architectures import make_expressive, make_rows, make_tiny_model, score_row
from tests.tiny_models import make_model

PACKED = ["bert", "cohere2", "deepseek_v3", "falcon", "gemma3n_text", "gemma4_text", "gpt2", "gpt_neox", "gpt_oss"]
PACKED += ["gptj", "minimax_m2", "modernbert-decoder", "opt", "phi3", "qwen3_moe", "stablelm"]
NOT_PACKED = {
    "bart": "takes no position_ids",
    "deepseek_v32": "layers of kind indexed_attention",
    "doge": "fails on a pack",
    "gpt_neo": "a mask of their own",
    "lfm2": "layers of kind conv",
    "llama4_text": "layers of kind chunked_attention",
    "moshi": "declares a sliding window and makes its masks without one",
    "openai-gpt": "fails on a pack",
    "qwen3_next": "recurrent state",
    "roberta": "other numbers than alone",  # its positions begin behind the padding token's id
}


@pytest.mark.parametrize("model_type", PACKED)
def test_packed_numbers_and_answers_are_the_architecture_s_own(model_type):
    assert examine(model_type) == Finding("packed")


@pytest.mark.parametrize("model_type", NOT_PACKED)
def test_an_architecture_that_packs_cannot_serve_says_why_and_takes_its_own_pass(model_type):
    finding = examine(model_type)
    assert finding.kind == "stock"
    assert NOT_PACKED[model_type] in finding.reason


def test_attention_that_does_not_ask_the_interface_sees_the_whole_mask():
    """Falcon calls PyTorch's attention itself: of a segmented mask it would see a carrier that means nothing."""
    config = FalconConfig(
        vocab_size=259, hidden_size=32, num_hidden_layers=2, num_attention_heads=4, alibi=False, initializer_range=0.3
    )
    torch.manual_seed(0)
    model = AutoModelForCausalLM.from_config(config, dtype=torch.float32).eval()
    prompt = list(range(20, 80))
    rows = [(prompt, [5, 6, 7]), (prompt, [9, 8])]
    scores = score_completions(model, rows, 10_000)
    assert scores == pytest.approx([score_row(model, row) for row in rows], abs=1e-3)
    assert score_completions(model, [rows[0], (prompt, [200, 201])], 10_000)[0] == pytest.approx(scores[0], abs=1e-4)


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
@pytest.mark.parametrize(
    ("ignored", "reason"), [("attention_mask", "see the other rows"), ("position_ids", "other numbers than alone")]
)
def test_an_architecture_that_ignores_what_it_is_given_is_found_by_trying(ignored, reason, dtype):
    model = make_expressive(make_model("llama")).to(dtype)
    model.set_attn_implementation("eager")
    assert supports_packing(model) is None
    deaf = make_expressive(make_model("llama")).to(dtype)
    deaf.set_attn_implementation("eager")

    def lose(_module, args, kwargs):
        nodes = kwargs["input_ids"].shape[1]
        every_token_before = torch.full((1, 1, nodes, nodes), torch.finfo(dtype).min, dtype=dtype).triu(1)
        return args, {**kwargs, ignored: every_token_before if ignored == "attention_mask" else None}

    deaf.model.register_forward_pre_hook(lose, with_kwargs=True)
    assert reason in supports_packing(deaf)


def test_a_model_is_tried_once_and_left_in_its_mode(monkeypatch):
    model = make_model("qwen2").train()
    assert supports_packing(model) is None
    assert model.training
    monkeypatch.setattr(architectures, "_compare_passes", lambda *_: pytest.fail("tried again"))
    assert supports_packing(model) is None


def test_weights_that_are_no_numbers_are_not_taken_for_an_architecture_s_fault():
    model = make_model()
    with torch.no_grad():
        model.lm_head.weight.fill_(torch.nan)
    assert supports_packing(model) is None


def test_the_tiny_models_see_what_a_wrong_mask_would_change():
    """Otherwise the tests above would pass with any mask."""
    model = make_tiny_model("phi3")
    prompt, completion = make_rows()[0]
    changed = [*prompt[:-4], *prompt[-8:-4]]
    assert abs(score_row(model, (prompt, completion)) - score_row(model, (changed, completion))) > 0.1


def test_an_architecture_is_tried_in_whole_float32_whatever_trains_it():
    model, before, seen = make_model(), torch.get_float32_matmul_precision(), set()
    model.register_forward_hook(lambda *_: seen.add(torch.get_float32_matmul_precision()))
    torch.set_float32_matmul_precision("high")
    try:
        assert supports_packing(model) is None
        assert torch.get_float32_matmul_precision() == "high"
    finally:
        torch.set_float32_matmul_precision(before)
    assert seen == {"highest"}
