"""A value of a source as text. Ids, labels and numbers have one spelling in all files; what is nested has none.

One program writes the patient 1001 as a whole number, the next as 1001.0, the third as text: it is one patient. A list,
an object or bytes would reach a prompt as Python writes them; they are read as what they mean, or refused.
"""

import json
import math
import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date, time, timedelta
from decimal import Decimal
from typing import cast
from uuid import UUID

ASSISTANT = "assistant"
"""The role of the messages that are answers."""

_LARGEST_EXACT = 2**53
"""Beyond it not every whole number has a float of its own."""
_WHOLE_AS_FLOAT = re.compile(r"(-?(?:0|[1-9][0-9]*))\.0")
_LIST_OF_OBJECTS = re.compile(r"\s*\[\s*\{")
_BYTES_OF_PYTHON = re.compile(r"b(['\"]).*\1", re.DOTALL)
_NESTED_OF_PYTHON = re.compile(r"\s*(?:\[\s*'.*'\s*\]|\{\s*'[^']*':.*\})\s*", re.DOTALL)
"""What a program leaves that writes lists and objects into a CSV: JSON has no such quotes."""


class NotTextError(ValueError):
    """A value that cannot be written as text. The message says what kind of value it is, never the value."""


def is_missing(value: object) -> bool:
    """Whether a cell holds nothing: null, NaN, blanks only, an empty list."""
    if value is None or value != value:  # NaN is the value that does not equal itself
        return True
    if isinstance(value, str | bytes):
        return not value.strip()
    return isinstance(value, Sequence | Mapping) and not value


def write_value(value: object) -> str | None:
    """A value of a type as text; text stays as it is. None for null and NaN.

    Whole numbers are written without a point, whatever type they came in; true and false as in JSON; dates and times in
    ISO 8601; decimals without trailing zeros; bytes are read as UTF-8.

    >>> write_value(1001.0), write_value(True), write_value(b"fever"), write_value("1001.0")
    ('1001', 'true', 'fever', '1001.0')

    Raises
    ------
    NotTextError
        For a list, an object, bytes that are not UTF-8, or anything else that is no text.
    """
    if value is None or value != value:
        return None
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) <= _LARGEST_EXACT else repr(value)
    if isinstance(value, Decimal):
        return _write_decimal(value)
    if isinstance(value, int | timedelta | UUID):
        return str(value)
    if isinstance(value, date | time):  # a datetime is a date
        return value.isoformat()
    if isinstance(value, bytes | bytearray | memoryview):
        try:
            return bytes(value).decode()
        except UnicodeDecodeError:
            raise NotTextError("bytes that are not UTF-8") from None
    raise NotTextError(describe_kind(value))


def write_as_text(value: object) -> str | None:
    """A field's value as `write_value` writes it, lists and objects as JSON; None for nothing, NaN and
    what is empty."""
    if isinstance(value, list | dict) and value:
        return json.dumps(to_json(value), ensure_ascii=False)
    return None if is_missing(value) and not isinstance(value, str) else write_value(value) or None


def spell_value(value: object) -> str | None:
    """An id, a label or a rating: `write_value` without surrounding blanks, and a whole number without ".0" also where
    it came as text. Leading zeros and exponents stay. An accent is one character (NFC). None where there is nothing.

    >>> spell_value(1001), spell_value(1001.0), spell_value(" 1001.0 "), spell_value("007"), spell_value("1e5")
    ('1001', '1001', '1001', '007', '1e5')

    Raises
    ------
    NotTextError
        As `write_value`.
    """
    written = unicodedata.normalize("NFC", (write_value(value) or "").strip())
    return drop_point(written) or None


def drop_point(text: str) -> str:
    """A whole number as a program writes that has made it a float, as it was: "1001" for "1001.0"."""
    whole = _WHOLE_AS_FLOAT.fullmatch(text)
    if whole is None:
        return text
    return "0" if whole[1] == "-0" else whole[1]


def is_whole_number(text: str) -> bool:
    """Whether a text is a whole number without leading zeros, with ".0" or without."""
    return _WHOLE_AS_FLOAT.fullmatch(text if text.endswith(".0") else f"{text}.0") is not None


def read_text(value: object) -> str | None:
    """A value that belongs into a prompt. Of a conversation with one message it is that message.

    Raises
    ------
    NotTextError
        If it is nested otherwise, also where it is nested as JSON or as Python writes it, or no text.
    """
    messages = read_messages(value)
    if messages is None:
        return _refuse_written_lists(write_value(value))
    if len(messages) != 1:
        raise NotTextError(f"a conversation of {len(messages)} messages")
    return _read_content(messages[0])


def read_reply(value: object) -> str | None:
    """A value that is an answer. Of a conversation it is the last message of the assistant.

    >>> read_reply([{"role": "user", "content": "What next?"}, {"role": "assistant", "content": "Send a culture."}])
    'Send a culture.'

    Raises
    ------
    NotTextError
        If it is nested otherwise, also where it is nested as JSON or as Python writes it, or no text.
    """
    messages = read_messages(value)
    if messages is None:
        return _refuse_written_lists(write_value(value))
    for message in reversed(messages):
        if message["role"] == ASSISTANT:
            return _read_content(message)
    raise NotTextError(f"a conversation of {len(messages)} messages, none of them of the role {ASSISTANT!r}")


def read_messages(value: object) -> list[Mapping[str, object]] | None:
    """The messages of a conversation: a list of objects with a role and a content, also as JSON; None of what is none.

    >>> read_messages('[{"role": "user", "content": "Fever?"}]')
    [{'role': 'user', 'content': 'Fever?'}]
    """
    if isinstance(value, str) and _LIST_OF_OBJECTS.match(value):
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            return None
    if not isinstance(value, list) or not value:
        return None
    items = cast(list[object], value)
    if all(
        isinstance(item, Mapping) and {"role", "content"} <= set(cast(Mapping[str, object], item)) for item in items
    ):
        return cast(list[Mapping[str, object]], items)
    return None


def describe_kind(value: object) -> str:
    """What a value is, without saying any of it."""
    if isinstance(value, Mapping):
        return f"an object of {len(cast(Mapping[object, object], value))} fields"
    if isinstance(value, list | tuple):
        return f"a list of {len(cast(Sequence[object], value))} values"
    return f"a value of the type {type(value).__name__}"


def _read_content(message: Mapping[str, object]) -> str | None:
    content = message["content"]
    if content is None or isinstance(content, str):
        return content
    raise NotTextError(f"a message whose content is {describe_kind(content)}")


def _refuse_written_lists(text: str | None) -> str | None:
    if text is not None and _LIST_OF_OBJECTS.match(text):
        raise NotTextError("a list of objects, written as text")
    if text is not None and _BYTES_OF_PYTHON.fullmatch(text):
        raise NotTextError("bytes, written as Python does")
    if text is not None and _NESTED_OF_PYTHON.fullmatch(text):
        raise NotTextError("a list or an object, written as Python does")
    return text


def _write_decimal(value: Decimal) -> str:
    if not value.is_finite():
        return str(value)
    if value == value.to_integral_value():
        return f"{value.to_integral_value():f}" if value else "0"
    return f"{value.normalize():f}"


def to_json(value: object) -> object:
    """A value as JSON has it, however deep: NaN as null; infinities and what JSON does not know (dates, decimals,
    bytes) as text. Bytes that are not UTF-8 keep every byte, as `\\xff`."""
    if isinstance(value, str | int) or value is None:
        return value
    if isinstance(value, float):
        return None if value != value else value if math.isfinite(value) else str(value)
    if isinstance(value, Mapping):
        return {str(name): to_json(item) for name, item in cast(Mapping[object, object], value).items()}
    if isinstance(value, list | tuple):
        return [to_json(item) for item in cast(Sequence[object], value)]
    if isinstance(value, bytes | bytearray | memoryview):
        return bytes(value).decode(errors="backslashreplace")
    try:
        return write_value(value)
    except NotTextError:
        return str(value)
