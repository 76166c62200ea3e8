"""Files as streams of rows: found by glob, decompressed, decoded and cut into records in bounded memory.

What the readers of files share. Every error names the file and the place in it, and never its content.
"""

from __future__ import annotations

import codecs
import csv
import gzip
import io
import json
import zlib
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, BinaryIO, Protocol, cast

from medpref_dagster.sources.reading import (
    MissingColumnError,
    Reading,
    SourceError,
    add_row_ids,
    put_row_id_first,
    quarantine_row,
)

if TYPE_CHECKING:
    import pyarrow as pa

    from medpref_dagster.declaration import Columns

BATCH_ROWS = 1024
"""Rows of a record batch."""

_CHUNK_BYTES = 1 << 18
_LONGEST_FIELD = 16 << 20  # characters; a stray quote in a CSV file must not swallow it whole


class NoSuchFileError(SourceError):
    """A declared path matches no file, or cannot be opened."""


class UnreadableEncodingError(SourceError):
    """Bytes are not text in the declared encoding."""

    def __init__(self, where: str, encoding: str, offset: int) -> None:
        self.offset = offset
        super().__init__(
            f"{where}: byte {offset} (counted from 0, uncompressed) is not {encoding}. "
            f"Declare the file's own encoding (source.options.encoding, e.g. cp1252 or latin-1), or convert the file."
        )


class TruncatedFileError(SourceError):
    """A file ends before its own end mark, or its checksum is wrong: rows are missing."""


class MalformedFileError(SourceError):
    """A file is not of the format that it is read as."""


@dataclass(frozen=True)
class SourceFile:
    """A file to read."""

    url: str
    """What fsspec opens."""
    name: str
    """How row ids and errors call it: its path below the folder that all matched files share."""

    @property
    def suffix(self) -> str:
        """Of the uncompressed file, lower case: `.csv` for `notes.CSV.gz`."""
        path = PurePosixPath(self.name.lower())
        return (path.with_suffix("") if path.suffix == ".gz" else path).suffix


@dataclass(frozen=True)
class Unreadable:
    """A record that cannot be read, and why."""

    reason: str
    detail: str | None
    record: str


@dataclass(frozen=True)
class Record:
    """One record and where it begins."""

    file: SourceFile
    line: int
    """Line, or number of the record where the format has no lines; counted from 1."""
    content: Mapping[str, object] | Unreadable
    """Field -> value."""

    @property
    def place(self) -> str:
        """`file:line`, the row id where the source has none."""
        return f"{self.file.name}:{self.line}"


class ByteStream(Protocol):
    """What a parser needs of a file."""

    def read(self, size: int = -1, /) -> bytes:
        """Up to `size` bytes; none at the end."""
        ...


def find_files(paths: Iterable[str]) -> list[SourceFile]:
    """The files that paths or globs match, sorted by name, each once.

    Parameters
    ----------
    paths
        Local paths or any URL that fsspec knows, with `*`, `?`, `[...]` and `**`.

    Raises
    ------
    NoSuchFileError
        If one of them matches no file or cannot be looked at.
    """
    import fsspec

    found: set[str] = set()
    for path in paths:
        try:
            filesystem, _, matched = fsspec.get_fs_token_paths(path, mode="rb")
            urls = [filesystem.unstrip_protocol(item) for item in matched if not filesystem.isdir(item)]
            if not urls or (not any(sign in path for sign in "*?[") and not filesystem.exists(matched[0])):
                raise NoSuchFileError(f"no file matches {path!r}; check source.options.path")
        except (OSError, ValueError, ImportError) as error:
            raise NoSuchFileError(f"{path!r} cannot be opened ({type(error).__name__}): {error}") from error
        found.update(urls)
    folders = [PurePosixPath(url).parent.parts for url in found]
    shared = 0
    while all(len(parts) > shared and parts[shared] == folders[0][shared] for parts in folders):
        shared += 1
    named = [SourceFile(url, "/".join(PurePosixPath(url).parts[shared:])) for url in found]
    return sorted(named, key=lambda file: (file.name, file.url))


@contextmanager
def open_bytes(file: SourceFile) -> Generator[BinaryIO]:
    """Open a file for reading, decompressed where its name ends in `.gz`.

    Raises
    ------
    NoSuchFileError
        If it cannot be opened.
    TruncatedFileError
        While it is read, if compressed data end early or their checksum is wrong.
    """
    import fsspec

    try:
        stream = cast("fsspec.core.OpenFile", fsspec.open(file.url, "rb")).open()
    except (OSError, ValueError) as error:
        raise NoSuchFileError(f"{file.name} cannot be opened ({type(error).__name__}): {error}") from error
    with stream:
        if not file.name.lower().endswith(".gz"):
            yield stream
            return
        try:
            with gzip.GzipFile(fileobj=stream) as unzipped:
                yield cast(BinaryIO, unzipped)
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise TruncatedFileError(
                f"{file.name} is no whole gzip file ({error}). Its rows are not used, since some may be missing; "
                f"fetch the file again and compare its checksum."
            ) from error


def decode_text(stream: ByteStream, encoding: str, where: str) -> Iterator[str]:
    """Pieces of text of a byte stream, without a byte order mark.

    Raises
    ------
    UnreadableEncodingError
        With the offset of the first byte that is not in the encoding.
    """
    decoder = codecs.getincrementaldecoder(encoding)()
    offset, first = 0, True
    while True:
        chunk = stream.read(_CHUNK_BYTES)
        try:
            text = decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError as error:
            # The decoder's object is what it had kept of earlier chunks, and this one.
            raise UnreadableEncodingError(
                where, encoding, offset + len(chunk) - len(error.object) + error.start
            ) from None
        offset += len(chunk)
        if first and text:
            text, first = text.removeprefix("\ufeff"), False
        if text:
            yield text
        if not chunk:
            return


def split_lines(pieces: Iterable[str]) -> Iterator[str]:
    """Lines with their line feeds; other line separators of Unicode stay inside a line."""
    parts: list[str] = []
    for piece in pieces:
        head, *tail = piece.split("\n")
        parts.append(head)
        for line in tail:
            yield "".join(parts) + "\n"
            parts = [line]
    if last := "".join(parts):
        yield last


def read_delimited(file: SourceFile, *, delimiter: str, quotes: bool, encoding: str) -> Iterator[Record]:
    """Records of a CSV or TSV file whose first row names the columns; quoted fields may hold line feeds.

    An empty field is `None`. A row of another width than the header and one whose quotes are wrong are `Unreadable`;
    blank lines are nothing.

    Raises
    ------
    MalformedFileError
        If the header is missing, repeats or lacks a name, or a quote is opened and never closed.
    """
    csv.field_size_limit(max(_LONGEST_FIELD, csv.field_size_limit()))
    with open_bytes(file) as stream:
        lines: list[str] = []  # of the record at hand

        def remember_lines() -> Iterator[str]:
            for text in split_lines(decode_text(stream, encoding, file.name)):
                lines.append(text)
                yield text

        rows = csv.reader(
            remember_lines(),
            delimiter=delimiter,
            quoting=csv.QUOTE_MINIMAL if quotes else csv.QUOTE_NONE,
            strict=True,
        )
        header: list[str] | None = None
        while True:
            line = rows.line_num + 1
            lines.clear()
            try:
                row = next(rows)
            except StopIteration:
                break
            except csv.Error as error:
                if header is None or "end of data" in str(error) or "field limit" in str(error):
                    raise MalformedFileError(
                        f"{file.name}:{line}: a quote is opened here and never closed, or quotes are used otherwise "
                        f"({error}). Correct the line, or declare source.options.quotes: false where the file does "
                        f"not quote fields."
                    ) from None
                yield Record(
                    file, line, Unreadable("unreadable quotes", f"{file.name}:{line}: {error}", "".join(lines))
                )
                continue
            if not row:
                continue
            if header is None:
                header = _check_header(row, file.name)
            elif len(row) != len(header):
                detail = f"{file.name}:{line}: {len(row)} values for {len(header)} columns"
                yield Record(file, line, Unreadable("row of the wrong width", detail, json.dumps(row)))
            else:
                yield Record(file, line, {name: value or None for name, value in zip(header, row, strict=True)})
        if header is None:
            raise MalformedFileError(f"{file.name} is empty: it has not even a row of column names")


def _check_header(header: Sequence[str], where: str) -> list[str]:
    names = [name.strip() for name in header]
    for index, name in enumerate(names, start=1):
        if not name:
            raise MalformedFileError(f"{where}: column {index} of {len(names)} has no name in the header")
        if names.count(name) > 1:
            raise MalformedFileError(f"{where}: the header names the column {name!r} more than once")
    return names


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


def look_up(record: Mapping[str, object], path: str) -> tuple[bool, object]:
    """(whether it is there, value) of a dotted path such as `input.demographics.age` or `answers.0.text`.

    A key that contains dots itself is found by its whole name.
    """
    return _look_up(record, path)


def _look_up(value: object, path: str) -> tuple[bool, object]:
    if isinstance(value, Mapping):
        if path in value:
            return True, value[path]
        head, dot, rest = path.partition(".")
        return _look_up(value[head], rest) if dot and head in value else (False, None)
    if isinstance(value, list):
        head, dot, rest = path.partition(".")
        if head.isdecimal() and int(head) < len(value):
            element: object = value[int(head)]
            return _look_up(element, rest) if dot else (True, element)
    return False, None


def write_as_text(value: object) -> str | None:
    """A field's value as text: whole numbers without a point, true and false as in JSON, dates in ISO 8601, lists and
    objects as JSON. Nothing and NaN are `None`."""
    if value is None or value != value:
        return None
    if isinstance(value, str):
        return value or None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    isoformat = getattr(value, "isoformat", None)
    return isoformat() if callable(isoformat) else str(value)  # pyright: ignore[reportReturnType]


def read_as_text(
    records: Iterator[Record], columns: Columns, names: tuple[str, ...], paths: Mapping[str, str] | None
) -> Reading:
    """A reading of records whose columns are all text.

    Parameters
    ----------
    records
        What the files hold, in order.
    columns
        What is declared; `columns.row` names the column with the row id, else it is `file:line`.
    names
        The columns. Without `paths`, a record that holds another field is quarantined, so that nothing is lost.
    paths
        Column -> path in the record.

    Returns
    -------
    Reading
        Columns out: `row_id` and `names`, all strings.
    """
    import pyarrow as pa

    own_schema = pa.schema([pa.field(name, pa.string()) for name in names])
    reading = Reading(put_row_id_first(own_schema, columns), iter(()))
    known = set(names)

    def batches() -> Iterator[pa.RecordBatch]:
        rows: list[dict[str, str | None]] = []
        places: list[str] = []
        for record in records:
            content = record.content
            if isinstance(content, Unreadable):
                reading.quarantine.append(quarantine_row(record.place, content.reason, content.detail, content.record))
                continue
            if paths is None and not known.issuperset(content):
                unexpected = ", ".join(sorted(set(content) - known))
                detail = f"{record.place}: {unexpected}; declare source.options.columns to choose fields"
                reading.quarantine.append(quarantine_row(record.place, "unexpected field", detail, content))
                continue
            if paths is None:
                rows.append({name: write_as_text(content.get(name)) for name in names})
            else:
                rows.append({name: write_as_text(look_up(content, path)[1]) for name, path in paths.items()})
            places.append(record.place)
            if len(rows) == BATCH_ROWS:
                yield add_row_ids(pa.RecordBatch.from_pylist(rows, schema=own_schema), columns, places)
                rows, places = [], []
        if rows:
            yield add_row_ids(pa.RecordBatch.from_pylist(rows, schema=own_schema), columns, places)

    reading.batches = batches()
    return reading


def check_paths(paths: Mapping[str, str], records: Iterable[Record], where: str) -> None:
    """Refuse a path that is in none of the records.

    Raises
    ------
    MissingColumnError
        Naming the path and the fields that are there.
    """
    contents = [record.content for record in records if not isinstance(record.content, Unreadable)]
    for name, path in paths.items():
        if contents and not any(look_up(content, path)[0] for content in contents):
            present = dict.fromkeys(field for content in contents for field in _list_paths(content))
            raise MissingColumnError(f"{where}.{name}", path, present)


def _list_paths(content: Mapping[str, object], above: str = "") -> Iterator[str]:
    for name, value in content.items():
        if isinstance(value, Mapping):
            yield from _list_paths(cast(Mapping[str, object], value), f"{above}{name}.")
        else:
            yield f"{above}{name}"


def simplify_types(schema: pa.Schema) -> pa.Schema:
    """A schema without metadata, with enums as text and what has no type yet (all null so far) as text."""
    import pyarrow as pa

    def simplify(kind: pa.DataType) -> pa.DataType:
        return pa.string() if pa.types.is_dictionary(kind) or pa.types.is_null(kind) else kind

    return pa.schema([pa.field(field.name, simplify(field.type)) for field in schema])
