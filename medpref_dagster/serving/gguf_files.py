"""A model as a GGUF file: names, order of rows and header as llama.cpp has them."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
from transformers import PretrainedConfig, PreTrainedModel, PreTrainedTokenizerBase

from medpref_dagster.chat import stop_token_ids, write_plain_template
from medpref_dagster.serving.errors import ServingError
from medpref_dagster.serving.gguf_tokens import GgufTokens, read_tokens

GgufType = Literal["f32", "f16", "q8_0"]
GGUF_TYPES: tuple[GgufType, ...] = ("f32", "f16", "q8_0")
BYTES_A_WEIGHT = {"f32": 4.0, "f16": 2.0, "q8_0": 34 / 32}
"""Of q8_0, 32 weights share a scale of two bytes."""
FILE = "model.gguf"


@dataclass(frozen=True)
class _Architecture:
    name: str
    """As gguf's `MODEL_ARCH` names it."""
    pairs_neighbours: bool
    """Whether llama.cpp turns neighbouring rows of a head by one angle, where transformers turns its two halves."""


_ARCHITECTURES = {
    "llama": _Architecture("LLAMA", pairs_neighbours=True),
    "mistral": _Architecture("LLAMA", pairs_neighbours=True),
    "qwen2": _Architecture("QWEN2", pairs_neighbours=False),
}


def require_architecture(config: PretrainedConfig) -> None:
    """Refuse a model that cannot be written so that it computes the same.

    Raises
    ------
    ServingError
        Naming what is in the way.
    """
    kind = config.model_type
    if kind not in _ARCHITECTURES:
        raise ServingError(
            f"no GGUF of the architecture {kind}: only {', '.join(_ARCHITECTURES)} are written; use --format hf, and "
            "llama.cpp's own converter on that folder"
        )
    rope = config.rope_parameters.get("rope_type", "default")
    window = getattr(config, "sliding_window", None)
    has_window = window is not None and getattr(config, "use_sliding_window", True)
    beyond = {
        f"rope scaling {rope}": rope != "default",
        f"a sliding window of {window}": has_window and window < config.max_position_embeddings,
        "attention_bias": bool(getattr(config, "attention_bias", False)),
        "mlp_bias": bool(getattr(config, "mlp_bias", False)),
        f"the activation {config.hidden_act}": config.hidden_act != "silu",
    }
    if found := [name for name, is_there in beyond.items() if is_there]:
        raise ServingError(
            f"no GGUF of this {kind} model: it has {' and '.join(found)}, which is not written here; use --format hf, "
            "and llama.cpp's own converter on that folder"
        )


def write_gguf(
    model: PreTrainedModel, tokenizer: PreTrainedTokenizerBase, folder: Path, kind: GgufType, title: str, licence: str
) -> Path:
    """Write `model.gguf`. Equal weights give equal bytes.

    Parameters
    ----------
    kind
        Of the weights of layers and embeddings; vectors, such as those of norms, stay float32. By q8_0, matrices whose
        rows are no multiple of 32 long are f16, as llama.cpp does it.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    ServingError
        As `require_architecture` and `gguf_tokens.read_tokens`.
    """
    from gguf import MODEL_ARCH, GGUFWriter, get_tensor_name_map, quantize

    require_architecture(model.config)
    architecture = _ARCHITECTURES[model.config.model_type]
    writer = GGUFWriter(folder / FILE, architecture.name.lower())
    writer.add_name(title)
    writer.add_license(licence)
    _add_shape(writer, model.config, kind)
    _add_tokens(writer, tokenizer, read_tokens(tokenizer, model.config.vocab_size))
    names = get_tensor_name_map(MODEL_ARCH[architecture.name], model.config.num_hidden_layers)
    for name, parameter in model.state_dict().items():
        module, _, suffix = name.rpartition(".")
        if module == "lm_head" and model.config.tie_word_embeddings:
            continue
        weights = parameter.detach().float().cpu().numpy()
        if architecture.pairs_neighbours and module.endswith(("q_proj", "k_proj")):
            weights = _pair_neighbours(weights, model.config.head_dim)
        kept = _choose_type(weights, kind)
        writer.add_tensor(f"{names.get_name(module)}.{suffix}", quantize(weights, kept), raw_dtype=kept)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return folder / FILE


def _add_shape(writer: Any, config: Any, kind: GgufType) -> None:
    from gguf import GGML_QUANT_VERSION, LlamaFileType

    file_types = {
        "f32": LlamaFileType.ALL_F32,
        "f16": LlamaFileType.MOSTLY_F16,
        "q8_0": LlamaFileType.MOSTLY_Q8_0,
    }
    head = getattr(config, "head_dim", None) or config.hidden_size // config.num_attention_heads
    writer.add_file_type(file_types[kind])
    writer.add_quantization_version(GGML_QUANT_VERSION)
    writer.add_context_length(config.max_position_embeddings)
    writer.add_embedding_length(config.hidden_size)
    writer.add_block_count(config.num_hidden_layers)
    writer.add_feed_forward_length(config.intermediate_size)
    writer.add_head_count(config.num_attention_heads)
    writer.add_head_count_kv(config.num_key_value_heads)
    writer.add_key_length(head)
    writer.add_value_length(head)
    writer.add_rope_dimension_count(head)
    writer.add_rope_freq_base(float(config.rope_parameters["rope_theta"]))
    writer.add_layer_norm_rms_eps(config.rms_norm_eps)
    writer.add_vocab_size(config.vocab_size)


def _add_tokens(writer: Any, tokenizer: PreTrainedTokenizerBase, tokens: GgufTokens) -> None:
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre(tokens.pre)
    writer.add_token_list(tokens.tokens)
    writer.add_token_types(tokens.types)
    writer.add_token_merges(tokens.merges)
    # The chat template writes it where there is one.
    writer.add_add_bos_token(False)
    ends = stop_token_ids(tokenizer)
    end_of_text = tokenizer.eos_token_id if isinstance(tokenizer.eos_token_id, int) else min(ends)
    writer.add_eos_token_id(end_of_text)
    if others := sorted(ends - {end_of_text}):
        writer.add_eot_token_id(others[0])
    for identifier, add in (
        (tokenizer.bos_token_id, writer.add_bos_token_id),
        (tokenizer.pad_token_id, writer.add_pad_token_id),
    ):
        if isinstance(identifier, int):
            add(identifier)
    writer.add_chat_template(write_plain_template(tokenizer))


def _pair_neighbours(weights: Any, head_dim: int) -> Any:
    """A head's rows in llama.cpp's order: the first of each half, the second of each half, and so on."""
    rows = weights.shape[0]
    halves = weights.reshape(rows // head_dim, 2, head_dim // 2, *weights.shape[1:])
    return np.ascontiguousarray(halves.swapaxes(1, 2)).reshape(weights.shape)


def _choose_type(weights: Any, kind: GgufType) -> Any:
    from gguf import GGML_QUANT_SIZES, GGMLQuantizationType

    if weights.ndim == 1:
        return GGMLQuantizationType.F32
    wanted = GGMLQuantizationType[kind.upper()]
    block, _ = GGML_QUANT_SIZES[wanted]
    return wanted if weights.shape[-1] % block == 0 else GGMLQuantizationType.F16
