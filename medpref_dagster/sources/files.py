"""Reader `files`: CSV, TSV, JSON Lines, JSON, Parquet, Excel and SAS transport files, read as streams.

Paths are local or any URL that fsspec knows, also a chained one (`zip://*.csv::/data/notes.zip`); globs match many
files of one format and the same columns; a name that ends in `.gz`, `.bz2` or `.xz` is decompressed. Memory holds one
batch of rows, whatever the size of the file; what is out of proportion is refused (`limits`).

Values are text in every format but Parquet, which keeps its own types: whole numbers without a point, dates in ISO
8601, lists and objects as JSON, an empty value as null. For joins and derived columns use the reader `duckdb`.
"""

from __future__ import annotations

import codecs
import itertools
from collections.abc import Iterator
from types import ModuleType
from typing import Literal, cast

from pydantic import Field, field_validator

from medpref_dagster import values
from medpref_dagster.declaration import Columns, Declared
from medpref_dagster.sources import fields, opening, records, shards
from medpref_dagster.sources.formats import (
    delimited,
    excel,
    json_array,
    json_lines,
    json_values,
    parquet,
    sas_transport,
)
from medpref_dagster.sources.formats.delimited import read_delimited
from medpref_dagster.sources.formats.excel import read_excel
from medpref_dagster.sources.formats.json_array import read_json_array
from medpref_dagster.sources.formats.json_lines import read_json_lines
from medpref_dagster.sources.formats.sas_transport import BlankEnd, read_xpt
from medpref_dagster.sources.limits import DEFAULT_LIMITS, Limits
from medpref_dagster.sources.opening import MalformedFileError, SourceFile, find_files
from medpref_dagster.sources.reading import DifferentColumnsError, Reading, SourceError, list_shown_names
from medpref_dagster.sources.records import (
    Record,
    Unreadable,
    check_names,
    check_paths,
    list_cells,
    list_names,
    read_as_text,
    take_some,
)

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

_CURES = {
    ".zip": "name its members, as in source.options.path: zip://*.csv::/path/notes.zip",
    ".tar": "name its members, as in source.options.path: tar://*.csv::/path/notes.tar",
    ".7z": "unpack it first",
    ".rar": "unpack it first",
    ".zst": "unpack it first (zstd -d), or pack it with gzip, bzip2 or xz",
    ".xls": "save the workbook as .xlsx",
    ".ods": "save the spreadsheet as .xlsx",
    ".sas7bdat": "export the data set with PROC COPY and the XPORT engine, or as CSV",
    ".dta": "export it as CSV",
    ".sav": "export it as CSV",
}
"""End of a name -> what to do with a file that no reader takes as it is."""
_NO_ENCODINGS_OF_FILES = ("idna", "punycode", "raw_unicode_escape", "undefined", "unicode_escape")


class UnknownFormatError(SourceError):
    """A file's name does not say its format, and none is declared."""


class Options(Declared):
    """What `source.options` of the reader `files` may say."""

    path: tuple[str, ...] = Field(description="Path, glob or fsspec URL, or a list of them.", min_length=1)
    format: Format | None = Field(default=None, description="Without it, from the file's name.")
    encoding: str = Field(default="utf-8", description="Of text in CSV, TSV, JSON and SAS transport files.")
    delimiter: str | None = Field(
        default=None,
        pattern=r'^[^"\r\n\x00]$',
        description="Between fields, where it is no comma (CSV; or what a first line sep=; says) or tab (TSV).",
    )
    quotes: bool = Field(default=True, description="Whether fields of CSV and TSV may be quoted.")
    sheet: str | None = Field(default=None, description="Excel: the sheet; without it, the first one.")
    records: str = Field(default="", description="JSON: dotted path to the list of records, where it is not the top.")
    blank_end: BlankEnd = Field(
        default="refuse",
        description="SAS transport of narrow text columns only: whether blanks at its end may be taken as padding.",
    )
    limits: Limits = Field(default=DEFAULT_LIMITS, description="What one record and one file may ask of the machine.")
    columns: dict[str, str] | None = Field(
        default=None,
        min_length=1,
        description="Column -> column of the file, or in JSON and Parquet a dotted path (input.age, answers.0.text). "
        "Only these are read. Without it, every column under its own name.",
    )

    @field_validator("path", mode="before")
    @classmethod
    def _one_path_is_a_list(cls, value: object) -> object:
        return (value,) if isinstance(value, str) else value

    @field_validator("encoding")
    @classmethod
    def _known_encoding(cls, name: str) -> str:
        try:
            known = codecs.lookup(name)
            known.incrementaldecoder().decode("".encode(name), final=True)
        except (LookupError, TypeError, UnicodeError):
            known = None
        if known is None or known.name in _NO_ENCODINGS_OF_FILES:
            raise ValueError(f"unknown encoding {name!r}; accepted are Python's, e.g. utf-8, cp1252, latin-1") from None
        return name


def code_modules(options: Options) -> tuple[ModuleType, ...]:  # noqa: ARG001  every reader is called alike
    """What makes the rows beside this module: other code makes them stale."""
    formats = (delimited, excel, json_array, json_lines, json_values, parquet, sas_transport)
    return (*formats, fields, opening, records, shards, values)


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
        for suffix in {file.suffix for file in files} & _CURES.keys():
            raise UnknownFormatError(f"the reader does not take {suffix} files as they are: {_CURES[suffix]}")
        raise UnknownFormatError(
            f"the files ({endings}) do not say one format by their names; declare source.options.format: one of "
            f"{', '.join(sorted(set(_SUFFIXES.values())))}"
        )
    form = cast(Format, formats.pop())
    if form == "parquet":
        return parquet.read_parquet(files, options.columns, columns, options.limits)
    streams = iter([_read_records(file, form, options) for file in files])
    first: list[Record] = []
    names: tuple[str, ...] = ()
    stream: Iterator[Record] = iter(())
    for stream in streams:
        first += take_some(stream)
        if names := list_names(first, options.limits):
            break
    if options.columns is not None:
        check_paths(options.columns, first, "source.options.columns")
    elif not names:
        problems = [record.content.detail for record in first if isinstance(record.content, Unreadable)]
        raise MalformedFileError(
            f"no row of {', '.join(file.name for file in files)} could be read"
            + (f"; the first problem: {problems[0]}" if problems else ": there is none")
        )
    else:
        check_names(names, columns, first)
    further = (_check_columns(others, names, options) for others in streams)
    chained = itertools.chain(first, stream, itertools.chain.from_iterable(further))
    nested = form in ("json", "jsonl")
    return read_as_text(chained, columns, tuple(options.columns or names), options.columns, nested=nested)


def _read_records(file: SourceFile, form: Format, options: Options) -> Iterator[Record]:
    limits, encoding = options.limits, options.encoding
    if form in ("csv", "tsv"):
        delimiter = options.delimiter or (None if form == "csv" else "\t")
        return read_delimited(file, delimiter=delimiter, quotes=options.quotes, encoding=encoding, limits=limits)
    if form == "jsonl":
        return read_json_lines(file, encoding=encoding, limits=limits)
    if form == "json":
        return read_json_array(file, records=options.records, encoding=encoding, limits=limits)
    if form == "excel":
        return read_excel(file, options.sheet, limits)
    return read_xpt(file, encoding, options.blank_end, limits)


def _check_columns(records: Iterator[Record], names: tuple[str, ...], options: Options) -> Iterator[Record]:
    """The records of a further file, after its first ones have shown the same columns as the first file's."""
    first = take_some(records)
    if options.columns is not None:
        check_paths(options.columns, first, "source.options.columns")
    elif (own := list_names(first, options.limits)) and set(own) != set(names):
        shown = ", ".join(list_shown_names(own, (), list_cells(first)))
        raise DifferentColumnsError(
            f"{first[0].file.name} has the columns {shown}; the files before it have "
            f"{', '.join(list_shown_names(names))}. "
            f"Name those that all have in source.options.columns, or read the files as sources of their own."
        )
    yield from first
    yield from records
