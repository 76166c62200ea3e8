"""A GGUF file of the Llama architecture as safetensors, with its configuration and tokenizer."""

import json
from pathlib import Path
from typing import Any

from medpref_dagster.storage.origins import BaseModelError
from medpref_dagster.storage.origins.folder import SINGLE


def convert_gguf(gguf: Path, folder: Path) -> None:
    """Convert a GGUF file of the Llama architecture to safetensors in float32, with its configuration and tokenizer.

    The weights are those that `transformers` reads out of the file (`from_pretrained(..., gguf_file=...)`), in a
    third of its time: the file's header is parsed once and the names of its tensors are looked up once.
    Equal files give equal bytes.

    Raises
    ------
    BaseModelError
        If the file is of another architecture, or lacks a tensor.
    """
    import torch
    from gguf import MODEL_ARCH, GGUFReader, dequantize, get_tensor_name_map
    from safetensors.torch import save_file
    from transformers import AutoConfig, AutoModelForCausalLM, PreTrainedTokenizerFast

    reader = GGUFReader(gguf)
    architecture = _gguf_field(reader, "general.architecture")
    if architecture != "llama":
        raise BaseModelError(
            f"{gguf.name} has the architecture {architecture}; only GGUF files of the architecture llama are "
            "converted: declare this model's hub repository or a folder with safetensors instead"
        )
    config = AutoConfig.from_pretrained(gguf.parent, gguf_file=gguf.name)
    plain = {key: value for key, value in config.to_dict().items() if key not in _NOT_OF_THE_MODEL}
    config = type(config).from_dict(plain)
    with torch.device("meta"):
        model = AutoModelForCausalLM.from_config(config, dtype=torch.float32)

    names = get_tensor_name_map(MODEL_ARCH.LLAMA, config.num_hidden_layers)
    packed = {tensor.name: tensor for tensor in reader.tensors}
    state: dict[str, torch.Tensor] = {}
    for name, parameter in model.state_dict().items():
        module, _, suffix = name.rpartition(".")
        if name == "lm_head.weight" and config.tie_word_embeddings:
            continue
        tensor = packed.get(f"{names.get_name(module)}.{suffix}")
        if tensor is None:
            raise BaseModelError(f"{gguf.name} has no tensor for {name}; the file is not whole")
        weights = torch.from_numpy(dequantize(tensor.data, tensor.tensor_type).copy())
        if module.endswith(("q_proj", "k_proj")):
            weights = _restore_rotary_order(weights, config.head_dim)
        if weights.shape != parameter.shape:
            raise BaseModelError(f"{gguf.name}: {name} has shape {list(weights.shape)}, not {list(parameter.shape)}")
        state[name] = weights.to(torch.float32).contiguous()
    save_file(state, folder / SINGLE, metadata={"format": "pt"})

    config.architectures = [type(model).__name__]
    config.dtype = torch.float32
    config.save_pretrained(folder)
    if model.generation_config is not None:
        model.generation_config.save_pretrained(folder)
    tokenizer = PreTrainedTokenizerFast.from_pretrained(gguf.parent, gguf_file=gguf.name)
    if _gguf_field(reader, "tokenizer.ggml.pre") == "smollm":
        _split_digits(tokenizer)
    tokenizer.save_pretrained(folder)
    drop_local_facts(folder / "tokenizer_config.json")


_NOT_OF_THE_MODEL = frozenset({"quantization_config", "_model_name_or_path", "_name_or_path"})


def _gguf_field(reader: Any, name: str) -> Any:
    field = reader.get_field(name)
    return None if field is None else field.contents()


def _restore_rotary_order(weights: Any, head_dim: int) -> Any:
    """Undo llama.cpp's order of a head's rows: pairs of neighbours there, two halves in transformers."""
    rows, columns = weights.shape
    paired = weights.reshape(rows // head_dim, head_dim // 2, 2, columns)
    return paired.transpose(1, 2).reshape(rows, columns)


def _split_digits(tokenizer: Any) -> None:
    """Split numbers into digits, as SmolLM's tokenizer does and as transformers forgets when it reads a GGUF file."""
    from tokenizers import pre_tokenizers

    tokenizer.backend_tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.Digits(individual_digits=True), pre_tokenizers.ByteLevel(add_prefix_space=False)]
    )


def drop_local_facts(tokenizer_config: Path) -> None:
    """Remove what says how the tokenizer was loaded rather than what it is."""
    config = json.loads(tokenizer_config.read_text())
    for key in ("is_local", "local_files_only", "name_or_path"):
        config.pop(key, None)
    tokenizer_config.write_text(json.dumps(config, indent=2, sort_keys=True, ensure_ascii=False) + "\n")
