"""Before anything is trained: what a model is taught to write is read as the answer that was meant."""

from collections.abc import Iterable

import pyarrow as pa
from transformers import PreTrainedTokenizerBase

from medpref_dagster.answering.answers import parse_answer
from medpref_dagster.chat import ChatTemplateError, decode_completion, encode_completion
from medpref_dagster.declaration import Answer, TextAnswer


def require_round_trip(
    tokenizer: PreTrainedTokenizerBase, answer: Answer, rows: pa.Table, id_column: str, answer_columns: Iterable[str]
) -> None:
    """Encode answers as they are trained on, decode them as generated ones are, and read both.

    An answer that many rows have is tried once, with the first row's prompt.

    Parameters
    ----------
    answer
        As declared: how an answer is read. A free text must come back word by word.
    rows
        Columns in: `id_column`, `prompt` and `answer_columns`.

    Raises
    ------
    ChatTemplateError
        If an answer is read otherwise than it was written, naming the tokenizer and the first such row; or as
        `chat.encode_completion`.
    """
    tried: set[str] = set()
    for row in rows.select([id_column, "prompt", *answer_columns]).to_pylist():
        for column in answer_columns:
            written = row[column]
            if written in tried:
                continue
            tried.add(written)
            found = decode_completion(tokenizer, encode_completion(tokenizer, row["prompt"], written))
            if _read(answer, found) != _read(answer, written):
                raise ChatTemplateError(
                    f"{column} of row {row[id_column]!r} is read otherwise once {tokenizer.name_or_path} has encoded "
                    "and decoded it: its tokenizer has no tokens for some of the text, or its chat template changes "
                    "it; declare another base model, or a chat_template that leaves an answer as it is"
                )


def _read(answer: Answer, text: str) -> object:
    return text.split() if isinstance(answer, TextAnswer) else parse_answer(answer, text)
