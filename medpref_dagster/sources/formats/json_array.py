"""JSON files that hold a list of objects."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator

from medpref_dagster.sources.opening import (
    MalformedFileError,
    SourceFile,
    TruncatedFileError,
    decode_text,
    open_bytes,
)
from medpref_dagster.sources.records import Record, Unreadable


class _CheckedStream(io.RawIOBase):
    """A byte stream as UTF-8 bytes, whatever its encoding was: what the JSON parser reads."""

    def __init__(self, pieces: Iterator[str]) -> None:
        self._pieces = pieces
        self._rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        while not self._rest:
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._rest = piece.encode()
        size = min(len(buffer), len(self._rest))
        buffer[:size], self._rest = self._rest[:size], self._rest[size:]
        return size


def read_json_array(file: SourceFile, *, records: str, encoding: str) -> Iterator[Record]:
    """Records of a JSON file that holds a list of objects, parsed as a stream.

    Parameters
    ----------
    records
        Dotted path to the list, empty where the file itself is the list.

    Raises
    ------
    MalformedFileError
        If there is no list, or the file is no JSON.
    TruncatedFileError
        If the file ends within it.
    """
    import ijson

    prefix = f"{records}.item" if records else "item"
    number = 0
    with open_bytes(file) as stream:
        checked = io.BufferedReader(_CheckedStream(decode_text(stream, encoding, file.name)))
        try:
            for value in ijson.items(checked, prefix, use_float=True):
                number += 1
                if isinstance(value, dict):
                    yield Record(file, number, value)
                else:
                    detail = f"{file.name}, element {number}: a JSON {type(value).__name__} instead of an object"
                    yield Record(file, number, Unreadable("not a JSON object", detail, json.dumps(value)))
        except ijson.IncompleteJSONError:
            raise TruncatedFileError(
                f"{file.name} ends or breaks off after element {number}: it is no whole JSON file. Fetch it again; "
                f"for one object a line declare source.options.format: jsonl."
            ) from None
        except ijson.JSONError:
            raise MalformedFileError(
                f"{file.name} is not valid JSON after element {number}; for one object a line declare "
                f"source.options.format: jsonl"
            ) from None
    if not number:
        at = f"at {records!r}" if records else "at its top"
        raise MalformedFileError(
            f"{file.name} holds no list of records {at}; name the path to the list in source.options.records"
        )
