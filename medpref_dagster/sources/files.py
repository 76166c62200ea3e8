"""Reader `files`: CSV, TSV, JSON Lines, JSON, Parquet, Excel and SAS transport files, read as streams.

Paths are local or any URL that fsspec knows; globs match many files of one format and the same columns; a name that
ends in `.gz` is decompressed. Memory holds one batch of rows, whatever the size of the file.

Values are text in every format but Parquet, which keeps its own types: whole numbers without a point, dates in ISO
8601, lists and objects as JSON, an empty value as null. For joins and derived columns use the reader `duckdb`.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Literal, cast

from pydantic import Field, field_validator

from medpref_dagster.declaration import Columns, Declared
from medpref_dagster.sources.formats.delimited import read_delimited
from medpref_dagster.sources.formats.excel import read_excel
from medpref_dagster.sources.formats.json_array import read_json_array
from medpref_dagster.sources.formats.json_lines import read_json_lines
from medpref_dagster.sources.formats.parquet import read_parquet
from medpref_dagster.sources.formats.sas_transport import read_xpt
from medpref_dagster.sources.opening import MalformedFileError, SourceFile, find_files
from medpref_dagster.sources.reading import DifferentColumnsError, Reading, SourceError
from medpref_dagster.sources.records import BATCH_ROWS, Record, Unreadable, check_paths, read_as_text

SYNTHETIC = False

Format = Literal["csv", "tsv", "jsonl", "json", "parquet", "excel", "xpt"]

_SUFFIXES: dict[str, Format] = {
    ".csv": "csv",
    ".tsv": "tsv",
    ".tab": "tsv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "json",
    ".parquet": "parquet",
    ".xlsx": "excel",
    ".xlsm": "excel",
    ".xpt": "xpt",
}


class UnknownFormatError(SourceError):
    """A file's name does not say its format, and none is declared."""


class Options(Declared):
    """What `source.options` of the reader `files` may say."""

    path: tuple[str, ...] = Field(description="Path, glob or fsspec URL, or a list of them.", min_length=1)
    format: Format | None = Field(default=None, description="Without it, from the file's name.")
    encoding: str = Field(default="utf-8", description="Of text in CSV, TSV, JSON and SAS transport files.")
    delimiter: str | None = Field(
        default=None, min_length=1, max_length=1, description="Between fields, where it is no comma (CSV) or tab (TSV)."
    )
    quotes: bool = Field(default=True, description="Whether fields of CSV and TSV may be quoted.")
    sheet: str | None = Field(default=None, description="Excel: the sheet; without it, the first one.")
    records: str = Field(default="", description="JSON: dotted path to the list of records, where it is not the top.")
    columns: dict[str, str] | None = Field(
        default=None,
        min_length=1,
        description="Column -> column of the file, or in JSON a dotted path (input.age, answers.0.text). Only these "
        "are read. Without it, every column under its own name.",
    )

    @field_validator("path", mode="before")
    @classmethod
    def _one_path_is_a_list(cls, value: object) -> object:
        return (value,) if isinstance(value, str) else value

    @field_validator("encoding")
    @classmethod
    def _known_encoding(cls, name: str) -> str:
        try:
            "".encode(name)
        except LookupError:
            raise ValueError(f"unknown encoding {name!r}; accepted are Python's, e.g. utf-8, cp1252, latin-1") from None
        return name


def columns(options: Options) -> tuple[str, ...] | None:
    """The declared columns; `None` where only the file says them."""
    return tuple(options.columns) if options.columns is not None else None


def read(options: Options, columns: Columns) -> Reading:
    """Read the files as one stream, in the order of their names.

    Returns
    -------
    Reading
        Columns out: `row_id` (without `columns.row`, `file:line`), then the declared or the file's own columns. In the
        quarantine: rows of the wrong width, lines that are no JSON object, records with a field that the first ones
        lack.

    Raises
    ------
    NoSuchFileError, UnknownFormatError, MalformedFileError, TruncatedFileError, UnreadableEncodingError,
    MissingColumnError, DifferentColumnsError
        Also while the batches are consumed.
    """
    files = find_files(options.path)
    formats = {options.format or _SUFFIXES.get(file.suffix) for file in files}
    if None in formats or len(formats) != 1:
        endings = ", ".join(sorted({file.suffix or file.name for file in files}))
        raise UnknownFormatError(
            f"the files ({endings}) do not say one format by their names; declare source.options.format: one of "
            f"{', '.join(sorted(set(_SUFFIXES.values())))}"
        )
    form = cast(Format, formats.pop())
    if form == "parquet":
        return read_parquet(files, options.columns, columns)
    streams = iter([_read_records(file, form, options) for file in files])
    first: list[Record] = []
    names: tuple[str, ...] = ()
    stream: Iterator[Record] = iter(())
    for stream in streams:
        first += itertools.islice(stream, BATCH_ROWS)
        if names := _list_names(first):
            break
    if options.columns is not None:
        check_paths(options.columns, first, "source.options.columns")
    elif not names:
        problems = [record.content.detail for record in first if isinstance(record.content, Unreadable)]
        raise MalformedFileError(
            f"no row of {', '.join(file.name for file in files)} could be read"
            + (f"; the first problem: {problems[0]}" if problems else ": there is none")
        )
    records = itertools.chain(first, stream, *(_check_columns(further, names, options) for further in streams))
    return read_as_text(records, columns, tuple(options.columns or names), options.columns)


def _read_records(file: SourceFile, form: Format, options: Options) -> Iterator[Record]:
    if form in ("csv", "tsv"):
        delimiter = options.delimiter or ("," if form == "csv" else "\t")
        return read_delimited(file, delimiter=delimiter, quotes=options.quotes, encoding=options.encoding)
    if form == "jsonl":
        return read_json_lines(file, encoding=options.encoding)
    if form == "json":
        return read_json_array(file, records=options.records, encoding=options.encoding)
    if form == "excel":
        return read_excel(file, options.sheet)
    return read_xpt(file, options.encoding)


def _list_names(records: list[Record]) -> tuple[str, ...]:
    contents = [record.content for record in records if not isinstance(record.content, Unreadable)]
    return tuple(dict.fromkeys(name for content in contents for name in content))


def _check_columns(records: Iterator[Record], names: tuple[str, ...], options: Options) -> Iterator[Record]:
    """The records of a further file, after its first ones have shown the same columns as the first file's."""
    first = list(itertools.islice(records, BATCH_ROWS))
    if options.columns is not None:
        check_paths(options.columns, first, "source.options.columns")
    elif first and set(_list_names(first)) != set(names):
        own = _list_names(first)
        raise DifferentColumnsError(
            f"{first[0].file.name} has the columns {', '.join(own)}; the files before it have {', '.join(names)}. "
            f"Name those that all have in source.options.columns, or read the files as sources of their own."
        )
    yield from first
    yield from records
