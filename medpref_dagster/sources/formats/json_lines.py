"""JSON Lines files: one object a line."""

from __future__ import annotations

import json
from collections.abc import Iterator

from medpref_dagster.sources.opening import SourceFile, decode_text, open_bytes, split_lines
from medpref_dagster.sources.records import Record, Unreadable


def read_json_lines(file: SourceFile, *, encoding: str) -> Iterator[Record]:
    """Records of a JSON Lines file. A line that is no JSON object is `Unreadable`; blank lines are nothing."""
    with open_bytes(file) as stream:
        for line, text in enumerate(split_lines(decode_text(stream, encoding, file.name)), start=1):
            if not text.strip():
                continue
            try:
                value = json.loads(text)
            except ValueError as error:
                column = getattr(error, "colno", "?")
                detail = f"{file.name}:{line}: not valid JSON at column {column}"
                yield Record(file, line, Unreadable("not valid JSON", detail, text.rstrip("\r\n")))
                continue
            if isinstance(value, dict):
                yield Record(file, line, value)
            else:
                detail = f"{file.name}:{line}: a JSON {type(value).__name__} instead of an object"
                yield Record(file, line, Unreadable("not a JSON object", detail, text.rstrip("\r\n")))
