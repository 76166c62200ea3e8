"""A tiny random model of a base model's own architecture: every step runs with it in seconds, before the bill.

It has the class, the kind of attention, of rotary embedding and of head of the large one, and nothing of its size or
knowledge: what runs with it shows that the architecture goes through every step, not how well or fast.
"""

from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer, decoders, models, pre_tokenizers
from transformers import AutoConfig, AutoModelForCausalLM, PretrainedConfig, PreTrainedTokenizerFast

from medpref_dagster.devices import key_value_width
from medpref_dagster.plan import PlanError

_LAYERS, _HIDDEN, _HEADS, _HEAD_WIDTH, _MLP = 2, 64, 4, 16, 128
"""So wide that a CPU can keep the weights in 4 bits, where the large model is declared so."""
_END, _PAD = "<|im_end|>", "<pad>"
_SPECIAL = ("<|im_start|>", _END, _PAD)
_TEMPLATE = (
    "{% for message in messages %}<|im_start|>{{ message['role'] }}\n{{ message['content'] }}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)


def shrink_config(config: PretrainedConfig) -> PretrainedConfig:
    """The configuration with small sizes; whether heads share their keys, and all else, as it was.

    Raises
    ------
    PlanError
        If its sizes are not where a text model of transformers has them.
    """
    fields = config.get_text_config().to_dict()
    if missing := sorted({"hidden_size", "num_hidden_layers", "num_attention_heads", "vocab_size"} - set(fields)):
        raise PlanError(f"no tiny model of {config.model_type} is made here: its configuration has no {missing[0]}")
    full_width = key_value_width(config.get_text_config())
    shares_keys = (
        full_width
        < (fields.get("head_dim") or fields["hidden_size"] // fields["num_attention_heads"])
        * (fields["num_attention_heads"])
    )
    alphabet = len(pre_tokenizers.ByteLevel.alphabet())
    small: dict[str, Any] = {
        "hidden_size": _HIDDEN,
        "intermediate_size": _MLP,
        "num_hidden_layers": _LAYERS,
        "num_attention_heads": _HEADS,
        "num_key_value_heads": _HEADS // 2 if shares_keys else _HEADS,
        "head_dim": _HEAD_WIDTH,
        "vocab_size": alphabet + len(_SPECIAL),
        "bos_token_id": None,
        "eos_token_id": alphabet + _SPECIAL.index(_END),
        "pad_token_id": alphabet + _SPECIAL.index(_PAD),
    }
    kept = {name: value for name, value in fields.items() if name not in {"model_type", "layer_types", "dtype"}}
    known = {name: value for name, value in small.items() if name in fields or name in {"eos_token_id"}}
    if fields.get("layer_types"):
        known["layer_types"] = list(fields["layer_types"])[:_LAYERS]
    return AutoConfig.for_model(config.get_text_config().model_type, **{**kept, **known})


def write_rehearsal(config: PretrainedConfig, folder: Path) -> None:
    """Write the tiny model and a byte-level tokenizer, as `save_pretrained` does, into an empty or new folder.

    Raises
    ------
    PlanError
        If there is something in the folder, or the architecture has no tiny model.
    """
    if folder.exists() and any(folder.iterdir()):
        raise PlanError(f"{folder} is not empty; name a new folder")
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        model = AutoModelForCausalLM.from_config(shrink_config(config), dtype=torch.float32, trust_remote_code=False)
    model.generation_config.eos_token_id = model.config.eos_token_id
    model.save_pretrained(folder)
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    tokenizer = Tokenizer(models.BPE(vocab={byte: place for place, byte in enumerate(alphabet)}, merges=[]))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.add_special_tokens(list(_SPECIAL))
    PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, eos_token=_END, pad_token=_PAD, chat_template=_TEMPLATE
    ).save_pretrained(folder)
