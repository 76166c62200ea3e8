"""A tokenizer as llama.cpp keeps it: a byte-level BPE by tokens, merges and the name of how it splits text first."""

import json
from dataclasses import dataclass
from typing import Any

from transformers import PreTrainedTokenizerBase

from medpref_dagster.serving.errors import ServingError

_WORDS = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|"
_REST = r"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
_WHOLE_WORDS_FIRST = "llama-bpe"
_SPLITS = {_WORDS + r"\p{N}{1,3}" + _REST: _WHOLE_WORDS_FIRST, _WORDS + r"\p{N}" + _REST: "qwen2"}
"""The pattern by which text is split before its bytes are merged -> llama.cpp's name of it."""


@dataclass(frozen=True)
class GgufTokens:
    """The vocabulary of a GGUF file."""

    pre: str
    """llama.cpp's name of how text is split."""
    tokens: list[str]
    types: list[int]
    merges: list[str]


def read_tokens(tokenizer: PreTrainedTokenizerBase, vocabulary: int) -> GgufTokens:
    """What a GGUF file says of a tokenizer.

    Parameters
    ----------
    vocabulary
        Rows of the model's embedding; those without a token are filled up.

    Raises
    ------
    ServingError
        If it is no byte-level BPE, or splits text in a way that is not known by name here.
    """
    from gguf import TokenType

    backend = getattr(tokenizer, "backend_tokenizer", None)
    described: dict[str, Any] = {} if backend is None else json.loads(backend.to_str())
    model = described.get("model", {})
    if model.get("type") != "BPE" or model.get("byte_fallback"):
        raise ServingError(_refuse("is no byte-level BPE"))
    if described.get("normalizer") not in (None, {"type": "NFC"}):
        raise ServingError(_refuse("changes text before it splits it"))
    pre = _name_splitting(described.get("pre_tokenizer"))
    # llama.cpp takes a whole word that is a token without merging, where it is told Llama 3's name and nowhere else.
    if bool(model.get("ignore_merges")) is not (pre == _WHOLE_WORDS_FIRST):
        raise ServingError(_refuse("treats whole words otherwise than llama.cpp does with its way to split text"))
    by_id = {index: token for token, index in tokenizer.get_vocab().items()}
    added = tokenizer.added_tokens_decoder
    if by_id and max(by_id) >= vocabulary:
        raise ServingError(_refuse(f"has more tokens than the {vocabulary} rows of the model's embedding"))
    types = [TokenType.NORMAL if index in by_id else TokenType.UNUSED for index in range(vocabulary)]
    for index, token in added.items():
        types[index] = TokenType.CONTROL if token.special else TokenType.USER_DEFINED
    return GgufTokens(
        pre=pre,
        tokens=[by_id.get(index, f"[PAD{index}]") for index in range(vocabulary)],
        types=[int(kind) for kind in types],
        merges=[merge if isinstance(merge, str) else " ".join(merge) for merge in model["merges"]],
    )


def _name_splitting(pre_tokenizer: Any) -> str:
    pieces = (pre_tokenizer or {}).get("pretokenizers", [pre_tokenizer] if pre_tokenizer else [])
    kinds = [piece["type"] for piece in pieces]
    if not pieces or kinds[-1] != "ByteLevel" or pieces[-1]["add_prefix_space"]:
        raise ServingError(_refuse("is no byte-level BPE"))
    first, by_words = pieces[0], pieces[-1]["use_regex"]
    if kinds == ["ByteLevel"] and by_words:
        return "gpt-2"
    if kinds == ["Digits", "ByteLevel"] and by_words and first["individual_digits"]:
        return "smollm"
    if kinds == ["Split", "ByteLevel"] and not by_words and first["behavior"] == "Isolated" and not first["invert"]:
        pattern = first["pattern"].get("Regex")
        if pattern in _SPLITS:
            return _SPLITS[pattern]
    raise ServingError(_refuse(f"splits text in a way ({', '.join(kinds)}) that has no name here"))


def _refuse(why: str) -> str:
    return (
        f"no GGUF: the tokenizer {why}, and a file with another tokenization would answer otherwise; use --format hf, "
        "and llama.cpp's own converter on that folder"
    )
