"""JSON Lines files: one object a line."""

from __future__ import annotations

from collections.abc import Iterator

from medpref_dagster.sources.formats.json_values import TOO_LONG, parse_object
from medpref_dagster.sources.limits import DEFAULT_LIMITS, Limits
from medpref_dagster.sources.opening import CutLine, SourceFile, open_bytes, read_lines
from medpref_dagster.sources.records import Record, Unreadable


def read_json_lines(file: SourceFile, *, encoding: str, limits: Limits = DEFAULT_LIMITS) -> Iterator[Record]:
    """Records of a JSON Lines file. A line that is no JSON object, or longer or deeper than allowed, is `Unreadable`;
    blank lines are nothing."""
    with open_bytes(file, limits) as stream:
        for line, text in enumerate(read_lines(file, stream, encoding, limits), start=1):
            where = f"{file.name}:{line}"
            if isinstance(text, CutLine):
                detail = f"{where}: more characters than source.options.limits.record_characters"
                yield Record(file, line, Unreadable(TOO_LONG, detail, text))
            elif text.strip():
                yield Record(file, line, parse_object(text.rstrip("\r\n"), limits, where))
