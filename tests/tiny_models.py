"""Tiny random models and a tokenizer for unit tests: real architectures, no download, milliseconds a step."""

import torch
from tokenizers import Tokenizer, decoders, models, pre_tokenizers
from transformers import (
    AutoModelForCausalLM,
    Gemma2Config,
    Gemma3TextConfig,
    LlamaConfig,
    MistralConfig,
    PreTrainedModel,
    PreTrainedTokenizerFast,
    Qwen2Config,
    Qwen3Config,
)

CHAT_TEMPLATE = (
    "{% for message in messages %}<|im_start|>{{ message['role'] }}\n{{ message['content'] }}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)
SPECIAL_TOKENS = ["<|im_start|>", "<|im_end|>", "<pad>"]


def make_tokenizer() -> PreTrainedTokenizerFast:
    """A byte-level tokenizer (256 bytes and the special tokens) with a ChatML template."""
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    tokenizer = Tokenizer(models.BPE(vocab={byte: i for i, byte in enumerate(alphabet)}, merges=[]))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.add_special_tokens(SPECIAL_TOKENS)
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, eos_token="<|im_end|>", pad_token="<pad>", chat_template=CHAT_TEMPLATE
    )


VOCABULARY = 256 + len(SPECIAL_TOKENS)
_SHAPE = {
    "vocab_size": VOCABULARY,
    "hidden_size": 32,
    "intermediate_size": 64,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
    "num_key_value_heads": 2,
    "max_position_embeddings": 2048,
    "tie_word_embeddings": True,
    "bos_token_id": None,
    "eos_token_id": 257,
    "pad_token_id": 258,
}
CONFIGS = {
    "llama": lambda: LlamaConfig(**_SHAPE),
    "mistral": lambda: MistralConfig(**_SHAPE, sliding_window=24),
    "qwen2": lambda: Qwen2Config(**_SHAPE),
    "qwen3": lambda: Qwen3Config(**_SHAPE, head_dim=8),
    "gemma2": lambda: Gemma2Config(**_SHAPE, head_dim=8, sliding_window=24),
    "gemma3": lambda: Gemma3TextConfig(**_SHAPE, head_dim=8, sliding_window=24),
}


WIDE = {"hidden_size": 64, "intermediate_size": 128, "head_dim": 16}
"""Sizes whose weights a CPU can keep in 4 bits."""


def make_model(architecture: str = "llama", seed: int = 0, **sizes: int) -> PreTrainedModel:
    """A two-layer random model of an architecture, float32, in eval mode."""
    config = CONFIGS[architecture]()
    config.update(sizes)
    torch.manual_seed(seed)
    return AutoModelForCausalLM.from_config(config, dtype=torch.float32).eval()
