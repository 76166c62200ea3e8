"""JSON files that hold a list of objects: cut into the list's elements as a stream, each parsed by itself.

The elements are found by their brackets and strings alone, so that one that is no JSON (NaN is, as Python writes it)
costs itself and not the file.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import NamedTuple

from medpref_dagster.sources.formats.json_values import NESTED_TOO_DEEP, TOO_LONG, parse_object
from medpref_dagster.sources.limits import DEFAULT_LIMITS, Limits
from medpref_dagster.sources.opening import MalformedFileError, SourceFile, TruncatedFileError, decode_text, open_bytes
from medpref_dagster.sources.records import Record, Unreadable

_TOKEN = re.compile(r'\s*+("(?:[^"\\]|\\.)*+"|[\[\]{},:]|[^\s"\[\]{},:]++)', re.DOTALL)
_BEGIN = re.compile(r"\s*+")
_REST_OF_STRING = re.compile(r'(?:[^"\\]|\\.)*+', re.DOTALL)
_SIGNS = frozenset("[]{},:")
_CLOSES = {"]": "[", "}": "{"}
_SCALAR = re.compile(r'[^\s"\[\]{},:]+')
_STRING = re.compile(r'"(?:[^"\\]|\\.)*+"', re.DOTALL)


def read_json_array(
    file: SourceFile, *, records: str, encoding: str, limits: Limits = DEFAULT_LIMITS
) -> Iterator[Record]:
    """Records of a JSON file that holds a list of objects, parsed as a stream. An element that is no object, or longer
    or deeper than allowed, is `Unreadable`.

    Parameters
    ----------
    records
        Dotted path to the list, empty where the file itself is the list; `item` stands for the elements of a list on
        the way.

    Raises
    ------
    MalformedFileError
        If there is no list, or its brackets and quotes are so wrong that nobody can say where an element ends.
    TruncatedFileError
        If the file ends within it.
    """
    number = 0
    with open_bytes(file, limits) as stream:
        tokens = _read_tokens(decode_text(stream, encoding, file.name), limits.record_characters)
        try:
            for element in _cut_elements(tokens, records, limits):
                number += 1
                yield Record(file, number, _parse(element, limits, f"{file.name}, element {number}"))
        except _EndsEarlyError:
            raise TruncatedFileError(
                f"{file.name} ends or breaks off after element {number}: it is no whole JSON file. Fetch it again; "
                f"for one object a line declare source.options.format: jsonl."
            ) from None
        except _NoJsonError as error:
            raise MalformedFileError(
                f"{file.name} is not valid JSON after element {number} ({error}); for one object a line declare "
                f"source.options.format: jsonl"
            ) from None
    if not number:
        at = f"at {records!r}" if records else "at its top"
        raise MalformedFileError(
            f"{file.name} holds no list of records {at}; name the path to the list in source.options.records"
        )


class _EndsEarlyError(Exception):
    """The text ends inside a value."""


class _NoJsonError(Exception):
    """Brackets, quotes or values are where none can be; the message says which."""


class _Element(NamedTuple):
    text: str
    """As it stands in the file; of one that is longer than allowed, the begin."""
    levels: int
    cut: bool


class _Token(NamedTuple):
    sign: str
    """One of the signs of JSON, or the begin of a string or of another value."""
    text: str
    """With the blanks before it; cut where it is longer than a record may be."""
    cut: bool = False


def _read_tokens(pieces: Iterator[str], longest: int) -> Iterator[_Token]:
    """Signs, strings and other values of a text that comes in pieces, in memory of at most one of them."""
    text, at, ended = "", 0, False
    while True:
        token = _TOKEN.match(text, at)
        if token is not None and (ended or token[1] in _SIGNS or token[1][0] == '"' or token.end() < len(text)):
            yield _Token(token[1][0], token[0])
            at = token.end()
            continue
        begin = _BEGIN.match(text, at)
        at = begin.end() if begin is not None else at
        if ended:
            if at < len(text):
                raise _EndsEarlyError
            return
        if len(text) - at > longest:
            if text[at] != '"':
                raise _NoJsonError("a value of more characters than a record may have")
            yield _Token('"', "", cut=True)
            text, at = _skip_string(text[at + 1 :], pieces), 0
            continue
        # Twice what there is: a long string is looked at again and again, but not more than a few times.
        more: list[str] = []
        while sum(map(len, more)) <= len(text) - at and not ended:
            piece = next(pieces, None)
            ended = piece is None
            more.append(piece or "")
        text, at = text[at:] + "".join(more), 0


def _skip_string(text: str, pieces: Iterator[str]) -> str:
    """What comes after a string of which this is the rest."""
    while True:
        inside = _REST_OF_STRING.match(text)
        end = inside.end() if inside is not None else 0
        if end < len(text) and text[end] == '"':
            return text[end + 1 :]
        piece = next(pieces, None)
        if piece is None:
            raise _EndsEarlyError
        text = text[end:] + piece


def _cut_elements(tokens: Iterator[_Token], records: str, limits: Limits) -> Iterator[_Element]:
    """The elements of the lists at a path."""
    path = records.split(".")
    containers: list[str] = []
    keys: list[str] = []
    # Of each open container, whether the path went through it: a key that stands twice would give rows of two lists,
    # where Python's json takes the last.
    passed: list[bool] = []
    waiting_for_key = False
    for token in tokens:
        if token.sign in "[{":
            if not containers and keys:
                raise _NoJsonError("more than one value at the top")
            if token.sign == "[" and ".".join(keys) == records:
                yield from _cut_list(tokens, limits)
                if not containers:
                    keys = [""]  # the value at the top has been
                continue
            containers.append(token.sign)
            passed.append(False)
            keys.append("item" if token.sign == "[" else "")
            waiting_for_key = token.sign == "{"
        elif token.sign in "]}":
            if not containers or containers.pop() != _CLOSES[token.sign]:
                raise _NoJsonError("a bracket closes what was not opened")
            keys.pop()
            passed.pop()
            waiting_for_key = False
            if not containers:
                keys = [""]
        elif token.sign == ",":
            waiting_for_key = bool(containers) and containers[-1] == "{"
        elif token.sign == '"' and waiting_for_key:
            keys[-1] = _parse_key(token)
            waiting_for_key = False
            if keys == path[: len(keys)]:
                if passed[-1]:
                    raise _NoJsonError(f"the key {keys[-1]!r} of source.options.records stands twice")
                passed[-1] = True
        elif not containers:
            if keys:
                raise _NoJsonError("more than one value at the top")
            keys = [""]
    if containers:
        raise _EndsEarlyError


def _parse_key(token: _Token) -> str:
    try:
        return "" if token.cut else str(json.loads(token.text))
    except ValueError:
        raise _NoJsonError("a key is no string") from None


def _cut_list(tokens: Iterator[_Token], limits: Limits) -> Iterator[_Element]:
    """The elements of a list whose bracket has just been opened, up to the one that closes it."""
    parts: list[str] = []
    containers: list[str] = []
    size = levels = 0
    cut = False

    def finish() -> Iterator[_Element]:
        text = "".join(parts)
        if cut or text.strip():
            yield _Element(text.strip(), levels, cut)

    for token in tokens:
        if not containers and token.sign in ",]":
            yield from finish()
            if token.sign == "]":
                return
            parts, size, levels, cut = [], 0, 0, False
            continue
        if token.sign in "[{":
            containers.append(token.sign)
            levels = max(levels, len(containers))
        elif token.sign in "]}" and (not containers or containers.pop() != _CLOSES[token.sign]):
            raise _NoJsonError("a bracket closes what was not opened")
        size += len(token.text)
        cut = cut or token.cut or size > limits.record_characters
        if not cut:
            parts.append(token.text)
        if not containers and token.sign in "]}":
            # Whatever follows before the next comma is an element of its own: the comma is missing.
            yield from finish()
            parts, size, levels, cut = [], 0, 0, False
    raise _EndsEarlyError


def _parse(element: _Element, limits: Limits, where: str) -> dict[str, object] | Unreadable:
    if element.cut:
        detail = f"{where}: more characters than source.options.limits.record_characters"
        return Unreadable(TOO_LONG, detail, element.text)
    if element.levels > limits.depth:
        detail = f"{where}: more levels than source.options.limits.depth"
        return Unreadable(NESTED_TOO_DEEP, detail, element.text)
    value = parse_object(element.text, limits, where)
    if isinstance(value, Unreadable) and value.reason == "not valid JSON" and not _is_whole(element.text):
        # Quotes or commas are missing: what looks like one element may be several, so that rows would be lost.
        raise _NoJsonError("quotes, colons or commas are missing in the element after it")
    return value


def _is_whole(text: str) -> bool:
    """Whether only values in it are no JSON, and its quotes, brackets, colons and commas are where they belong."""
    bare: list[str] = []
    at = 0
    for string in _STRING.finditer(text):
        bare += [_SCALAR.sub("0", text[at : string.start()]), '""']
        at = string.end()
    bare.append(_SCALAR.sub("0", text[at:]))
    try:
        json.loads("".join(bare))
    except ValueError:
        return False
    return True
