"""The tokenizer of an export: whoever renders a message with it in the usual way gets the tokens of the evaluation."""

from collections.abc import Sequence
from copy import deepcopy
from pathlib import Path
from typing import Any, Literal

from transformers import AutoTokenizer, GenerationConfig, PreTrainedTokenizerBase

from medpref_dagster.chat import break_special_tokens, encode_prompt, stop_token_ids, write_plain_template
from medpref_dagster.serving.errors import ServingError
from medpref_dagster.storage.origins.gguf import drop_local_facts

Content = Literal["text", "parts"]
"""How a message's content is given to the template: as a string, or as `[{"type": "text", "text": ...}]`."""


def save_tokenizer(tokenizer: PreTrainedTokenizerBase, folder: Path, prompts: Sequence[str]) -> Content:
    """Write the tokenizer with its chat template, and read it back as a consumer does.

    Returns
    -------
    Content
        How a consumer must give the message.

    Raises
    ------
    ServingError
        If what was read back makes other tokens of the prompts.
    """
    plain = deepcopy(tokenizer)
    plain.chat_template = write_plain_template(tokenizer)
    plain.save_pretrained(folder)
    drop_local_facts(folder / "tokenizer_config.json")
    read_back = AutoTokenizer.from_pretrained(folder, local_files_only=True, trust_remote_code=False)
    expected = [encode_prompt(tokenizer, prompt) for prompt in prompts]
    for content in ("text", "parts"):
        if [_encode(read_back, prompt, content) for prompt in prompts] == expected:
            return content
    raise ServingError(
        "the exported tokenizer does not make the tokens of the evaluation of these prompts; does the base model's "
        "tokenizer come with files that only its own code reads? Export another base model"
    )


def _encode(tokenizer: PreTrainedTokenizerBase, prompt: str, content: Content) -> list[int]:
    written = break_special_tokens(tokenizer, prompt)
    message: Any = written if content == "text" else [{"type": "text", "text": written}]
    try:
        text = tokenizer.apply_chat_template(
            [{"role": "user", "content": message}], add_generation_prompt=True, tokenize=False
        )
    except (TypeError, ValueError):  # a template that takes the other kind only
        return []
    return list(tokenizer(str(text), add_special_tokens=False)["input_ids"])


def configure_generation(tokenizer: PreTrainedTokenizerBase, max_new_tokens: int) -> GenerationConfig:
    """Greedy, ending where the evaluation ends, without the penalties of the base model."""
    return GenerationConfig(
        do_sample=False,
        eos_token_id=sorted(stop_token_ids(tokenizer)),
        bos_token_id=tokenizer.bos_token_id,
        pad_token_id=tokenizer.pad_token_id,
        max_new_tokens=max_new_tokens,
    )
