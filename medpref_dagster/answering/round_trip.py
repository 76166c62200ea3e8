"""Before anything is trained: the model sees each case, and what it is taught to write is read as what was meant."""

import logging
import unicodedata

import pyarrow as pa
from transformers import PreTrainedTokenizerBase

from medpref_dagster.answering.parsing import parse_answer
from medpref_dagster.chat import ChatTemplateError, decode_completion, encode_completion, shows_prompt
from medpref_dagster.declaration import Answer, TextAnswer

_LOG = logging.getLogger(__name__)

_CHANGED_TEXTS = 0.01
"""Share of free texts that may come back otherwise: a rare sign that a tokenizer lacks costs no training. Of labels and
options none may, since each is the answer to many cases."""


def require_round_trip(
    tokenizer: PreTrainedTokenizerBase, answer: Answer, rows: pa.Table, id_column: str, answer_column: str
) -> None:
    """Encode prompts and answers as they are trained on, decode the answers as generated ones are, and read them.

    An answer that many rows have is tried once, with the first row's prompt.

    Parameters
    ----------
    answer
        As declared: how an answer is read. A free text must come back word by word, but for upper case and for the
        form of its signs (Unicode's NFKC).
    rows
        Columns in: `id_column`, `prompt` and `answer_column`.

    Raises
    ------
    ChatTemplateError
        If a prompt is not in what the model sees, or an answer is read otherwise than it was written, naming the
        tokenizer and the first such row; or as `chat.encode_completion`.
    """
    seen: set[str] = set()
    first_of: dict[str, str] = {}
    changed: list[str] = []
    for row in rows.select([id_column, "prompt", answer_column]).to_pylist():
        if row["prompt"] not in seen and not shows_prompt(tokenizer, row["prompt"]):
            raise ChatTemplateError(
                f"the chat template of {tokenizer.name_or_path} does not show the prompt of row {row[id_column]!r} as "
                "it is: the model would not see all of the case; declare a chat_template for this base model that puts "
                "message['content'] into the text unchanged"
            )
        seen.add(row["prompt"])
        written = row[answer_column]
        if written not in first_of:
            first_of[written] = row[id_column]
            found = decode_completion(tokenizer, encode_completion(tokenizer, row["prompt"], written))
            if _read(answer, found) != _read(answer, written):
                changed.append(row[id_column])
    allowed = int(_CHANGED_TEXTS * len(first_of)) if isinstance(answer, TextAnswer) else 0
    if len(changed) > allowed:
        raise ChatTemplateError(
            f"{len(changed)} of {len(first_of)} answers ({answer_column}) are read otherwise once "
            f"{tokenizer.name_or_path} has encoded and decoded them, the first is that of row {changed[0]!r}: its "
            "tokenizer has no tokens for some of the text, or its chat template changes it; declare another base "
            "model, or a chat_template that leaves an answer as it is"
        )
    if changed:
        _LOG.warning(
            "%d of %d answers lose signs in their tokens, e.g. row %s", len(changed), len(first_of), changed[0]
        )


def _read(answer: Answer, text: str) -> object:
    if isinstance(answer, TextAnswer):
        return unicodedata.normalize("NFKC", text).casefold().split()
    return parse_answer(answer, text)
