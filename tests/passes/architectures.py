"""Every causal language model of the installed transformers, tiny and random; and what its own pass gives."""

from typing import Any

import numpy as np
import torch
from transformers import AutoModelForCausalLM, PreTrainedModel
from transformers.models.auto.configuration_auto import CONFIG_MAPPING
from transformers.models.auto.modeling_auto import MODEL_FOR_CAUSAL_LM_MAPPING_NAMES

VOCABULARY = 259
MODEL_TYPES = tuple(MODEL_FOR_CAUSAL_LM_MAPPING_NAMES)

WINDOW = 24
"""Shorter than the rows, so that a wrong window shows."""

# What configurations call their sizes; each is given where a configuration has it.
_SIZES: dict[str, Any] = {
    **dict.fromkeys(("vocab_size", "vocab_size_per_layer_input"), VOCABULARY),
    **dict.fromkeys(("hidden_size", "embedding_size", "d_embed"), 32),
    **dict.fromkeys(("num_hidden_layers", "num_layers", "decoder_layers"), 2),
    **dict.fromkeys(("num_attention_heads", "attention_heads", "decoder_attention_heads"), 4),
    **dict.fromkeys(("encoder_layers",), 1),
    **dict.fromkeys(("encoder_attention_heads", "linear_num_value_heads", "mamba_n_heads"), 4),
    **dict.fromkeys(("num_key_value_heads", "linear_num_key_heads"), 2),
    **dict.fromkeys(("intermediate_size", "ffn_dim", "d_ff", "n_inner", "encoder_ffn_dim", "decoder_ffn_dim"), 64),
    **dict.fromkeys(("moe_intermediate_size", "shared_expert_intermediate_size"), 32),
    **dict.fromkeys(("max_position_embeddings", "n_positions", "n_ctx"), 256),
    **dict.fromkeys(("num_experts", "num_local_experts", "n_routed_experts", "moe_num_experts"), 4),
    **dict.fromkeys(("num_experts_per_tok", "moe_topk", "moe_k"), 2),
    **dict.fromkeys(("n_shared_experts", "n_group", "topk_group", "first_k_dense_replace", "mamba_n_groups"), 1),
    **dict.fromkeys(("q_lora_rank", "kv_lora_rank", "mamba_d_head"), 16),
    **dict.fromkeys(("head_dim", "kv_channels", "rotary_dim", "v_head_dim", "qk_nope_head_dim"), 8),
    **dict.fromkeys(("linear_key_head_dim", "linear_value_head_dim", "mamba_d_state", "state_size"), 8),
    "hidden_size_per_layer_input": 8,
    "qk_rope_head_dim": 8,
    "qk_head_dim": 16,
    "sliding_window": WINDOW,
    "pad_token_id": 0,
    "eos_token_id": 1,
    "bos_token_id": 2,
}

_AS_IT_IS = object()
_ALL_HEADS = {"num_key_value_heads": 4}
# Written as encoders, and causal language models only where they are told so.
_ENCODERS = ("bert", "bert-generation", "big_bird", "camembert", "data2vec-text", "electra", "ernie", "megatron-bert")
_ENCODERS += ("rembert", "roberta", "roberta-prelayernorm", "roc_bert", "xlm-roberta", "xlm-roberta-xl")

# Where the sizes above do not go together.
_OWN_SIZES: dict[str, dict[str, Any]] = {
    **dict.fromkeys(("axk1", "axk2", "deepseek_v2", "deepseek_v3", "deepseek_v32", "glm4_moe_lite"), _ALL_HEADS),
    **dict.fromkeys(("glm_moe_dsa", "longcat_flash", "minicpm3", "youtu"), _ALL_HEADS),
    # As many layers as it takes for one with attention.
    **{name: {"num_hidden_layers": 4} for name in ("kimi_linear", "lfm3", "recurrent_gemma")},
    **{name: {"num_hidden_layers": 4} for name in ("qwen3_5_moe_text", "qwen3_5_text", "qwen3_next")},
    "bailing_hybrid": {"num_hidden_layers": 8},
    "bamba": {"attn_layer_indices": [1]},
    "granitemoehybrid": {"layer_types": ["mamba", "attention"]},
    "jamba": {"attn_layer_period": 2, "attn_layer_offset": 1},
    **{name: {"is_decoder": True} for name in _ENCODERS},
    "reformer": {"is_decoder": True, "axial_pos_embds": False},
    "xlstm": {"v_head_dim": _AS_IT_IS, "qk_head_dim": _AS_IT_IS},
    "falcon": {"alibi": False, "head_dim": _AS_IT_IS},
    "falcon_h1": {"mamba_d_ssm": 64},
    "gemma3n_text": {
        "num_hidden_layers": 4,
        "num_kv_shared_layers": 2,
        "layer_types": ["sliding_attention", "full_attention"] * 2,
    },
    "gemma4_text": {"head_dim": _AS_IT_IS},
    "gemma4_unified_text": {"head_dim": _AS_IT_IS},
    "gpt_neo": {"attention_types": [[["global", "local"], 1]], "window_size": WINDOW},
    "lfm2": {"layer_types": ["conv", "full_attention"]},
    "lfm2_moe": {"layer_types": ["conv", "full_attention"], "num_dense_layers": 1},
    "mamba2": {"num_heads": 8, "head_dim": 8},
    "prophetnet": {"num_hidden_layers": _AS_IT_IS},
    "xlm": {"causal": True},
    "xmod": {"is_decoder": True, "default_language": "en_XX"},
    "xlnet": {"max_position_embeddings": _AS_IT_IS, "d_head": 8},
    "zamba": {"num_hidden_layers": _AS_IT_IS},
    "zamba2": {"num_hidden_layers": _AS_IT_IS},
    "zaya": {"num_experts_per_tok": 1},
}

_PARTS = ("vision_config", "audio_config", "text_config", "thinker_config", "encoder_config")


class CannotBuildError(Exception):
    """An architecture has no tiny model here; the message says why."""


def make_tiny_model(model_type: str) -> PreTrainedModel:
    """A model with two layers or so, whose logits depend visibly on every token that it sees; float32, eval mode.

    Raises
    ------
    CannotBuildError
        If it is a text model together with another, or its sizes do not go together.
    """
    configuration = CONFIG_MAPPING[model_type]
    parts = sorted(set(getattr(configuration, "sub_configs", {})) & set(_PARTS))
    if parts:
        raise CannotBuildError(f"several models in one ({', '.join(parts)})")
    try:
        default = configuration()
        sizes = {name: value for name, value in _SIZES.items() if _has(default, name)}
        sizes |= _OWN_SIZES.get(model_type, {})
        config = configuration(**{name: value for name, value in sizes.items() if value is not _AS_IT_IS})
        torch.manual_seed(0)
        model = AutoModelForCausalLM.from_config(config, dtype=torch.float32).eval()
    except Exception as error:  # whatever an architecture's own validation says
        raise CannotBuildError(f"{type(error).__name__}: {str(error).strip().splitlines()[-1][:90]}") from error
    return make_expressive(model)


def make_expressive(model: PreTrainedModel) -> PreTrainedModel:
    """Weights that are large enough for a wrong mask to show."""
    generator = torch.Generator().manual_seed(1)
    with torch.no_grad():
        for parameter in model.parameters():
            if parameter.ndim >= 2:
                drawn = torch.randn(parameter.shape, generator=generator)
                parameter.copy_(drawn * 1.5 / parameter.shape[-1] ** 0.5)
    return model


def make_rows(last: int = 0) -> list[tuple[list[int], list[int]]]:
    """Rows with a common instruction, two of them a whole prompt; `last` draws the last ones anew, equally long."""
    common, own = np.random.default_rng(0), np.random.default_rng(1 + last)

    def draw(random: np.random.Generator, count: int) -> list[int]:
        return random.integers(3, 255, count).tolist()

    instruction = draw(common, 30)
    first, second = instruction + draw(common, 7), instruction + draw(own, 12)
    return [(first, draw(common, 5)), (first, draw(own, 2)), (second, draw(own, 9)), (second, draw(own, 1))]


@torch.no_grad()
def score_row(model: PreTrainedModel, row: tuple[list[int], list[int]]) -> float:
    """What the model's own pass over this row alone gives its completion; nats."""
    prompt, completion = row
    logits = _run(model, [*prompt, *completion])[len(prompt) - 1 : -1]
    return float(logits.log_softmax(-1).gather(1, torch.tensor(completion)[:, None]).sum())


@torch.no_grad()
def answer_plainly(model: PreTrainedModel, prompt: list[int], count: int) -> list[int]:
    """The most probable tokens one after the other, each from a pass over everything before it."""
    tokens = list(prompt)
    for _ in range(count):
        tokens.append(int(_run(model, tokens)[-1].argmax()))
    return tokens[len(prompt) :]


def _run(model: PreTrainedModel, tokens: list[int]) -> torch.Tensor:
    input_ids = torch.tensor([tokens])
    return model(input_ids=input_ids, attention_mask=torch.ones_like(input_ids)).logits[0, -len(tokens) :].float()


def _has(config: Any, name: str) -> bool:
    try:
        return hasattr(config, name)
    except Exception:  # some refuse to say where layers differ
        return False
