"""Reader `files`: CSV, TSV, JSON Lines, JSON, Parquet, Excel and SAS transport files, read as streams.

Paths are local or any URL that fsspec knows; globs match many files of one format and the same columns; a name that
ends in `.gz` is decompressed. Memory holds one batch of rows, whatever the size of the file.

Values are text in every format but Parquet, which keeps its own types: whole numbers without a point, dates in ISO
8601, lists and objects as JSON, an empty value as null. For joins and derived columns use the reader `duckdb`.
"""

from __future__ import annotations

import io
import itertools
import json
import struct
import warnings
from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal, cast

from pydantic import Field, field_validator

from medpref_dagster.declaration import Columns, Declared
from medpref_dagster.sources.reading import (
    MissingColumnError,
    Reading,
    SourceError,
    add_row_ids,
    put_row_id_first,
)
from medpref_dagster.sources.streams import (
    BATCH_ROWS,
    MalformedFileError,
    NoSuchFileError,
    Record,
    SourceFile,
    TruncatedFileError,
    Unreadable,
    UnreadableEncodingError,
    check_paths,
    find_files,
    open_bytes,
    read_as_text,
    read_delimited,
    read_json_array,
    read_json_lines,
)

if TYPE_CHECKING:
    import pyarrow as pa

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


_XPT_BEGIN = b"HEADER RECORD*******LIBRARY HEADER RECORD!!!!!!!"


class UnknownFormatError(SourceError):
    """A file's name does not say its format, and none is declared."""


class DifferentColumnsError(SourceError):
    """Files that are read as one source have different columns."""


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
        return _read_parquet(files, options, columns)
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
        return _read_excel(file, options.sheet)
    return _read_xpt(file, options.encoding)


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


def _read_parquet(files: list[SourceFile], options: Options, columns: Columns) -> Reading:
    import pyarrow as pa
    import pyarrow.parquet as pq

    chosen = options.columns

    def batches_of(file: SourceFile) -> Iterator[pa.RecordBatch]:
        import fsspec

        try:
            with fsspec.open(file.url, "rb") as stream:
                parquet = pq.ParquetFile(stream)
                present = parquet.schema_arrow.names
                for name, column in (chosen or {}).items():
                    if column not in present:
                        raise MissingColumnError(f"source.options.columns.{name}", column, present)
                schema = parquet.schema_arrow.remove_metadata()
                if chosen is not None:
                    schema = pa.schema([schema.field(column).with_name(name) for name, column in chosen.items()])
                yield pa.RecordBatch.from_pylist([], schema=schema)
                for batch in parquet.iter_batches(
                    BATCH_ROWS, columns=list(dict.fromkeys((chosen or {}).values())) or None
                ):
                    arrays = [batch.column(column) for column in (chosen.values() if chosen else schema.names)]
                    yield pa.RecordBatch.from_arrays(arrays, schema=schema)
        except OSError as error:
            raise NoSuchFileError(f"{file.name} cannot be read ({type(error).__name__})") from error
        except pa.ArrowInvalid as error:
            raise MalformedFileError(f"{file.name} is no whole Parquet file; write or fetch it again") from error

    first, *others = (batches_of(file) for file in files)
    own_schema = next(first).schema
    reading_schema = put_row_id_first(own_schema, columns)

    def batches() -> Iterator[pa.RecordBatch]:
        for file, stream in zip(files, [first, *others], strict=True):
            number = 1
            for batch in stream:
                if batch.schema != own_schema:
                    raise DifferentColumnsError(
                        f"{file.name} has other columns or types than the files before it; name those that all have in "
                        f"source.options.columns, or read the files as sources of their own"
                    )
                places = [f"{file.name}:{number + index}" for index in range(batch.num_rows)]
                number += batch.num_rows
                if batch.num_rows:
                    yield add_row_ids(batch, columns, places)

    return Reading(reading_schema, batches())


def _read_excel(file: SourceFile, sheet: str | None) -> Iterator[Record]:
    """Records of a sheet whose first row names the columns; cells as shown by their values, not their formulas."""
    import zipfile

    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    with open_bytes(file) as stream:
        try:
            workbook = openpyxl.load_workbook(stream, read_only=True, data_only=True)
        except (zipfile.BadZipFile, InvalidFileException, KeyError, OSError) as error:
            raise MalformedFileError(f"{file.name} is no Excel workbook of the .xlsx kind; save it as one") from error
        if sheet is not None and sheet not in workbook.sheetnames:
            raise MissingColumnError("source.options.sheet", sheet, workbook.sheetnames)
        worksheet = workbook[sheet] if sheet is not None else workbook.worksheets[0]
        header: list[str] | None = None
        for line, cells in enumerate(worksheet.iter_rows(values_only=True), start=1):
            values = list(cells)
            while values and values[-1] is None:
                values.pop()
            if not values:
                continue
            if header is None:
                header = [str(value).strip() if value is not None else "" for value in values]
                if "" in header or len(set(header)) != len(header):
                    raise MalformedFileError(f"{file.name}:{line}: the header lacks or repeats a column name")
            elif len(values) > len(header):
                detail = f"{file.name}:{line}: {len(values)} values for {len(header)} columns"
                record = json.dumps(values, ensure_ascii=False, default=str)
                yield Record(file, line, Unreadable("row of the wrong width", detail, record))
            else:
                values += [None] * (len(header) - len(values))
                yield Record(file, line, dict(zip(header, values, strict=True)))
        if header is None:
            raise MalformedFileError(f"{file.name}: the sheet is empty: it has not even a row of column names")


def _read_xpt(file: SourceFile, encoding: str) -> Iterator[Record]:
    """Records of a SAS transport file (version 5), as the FDA and CDC publish data."""
    import pandas as pd

    with open_bytes(file) as stream:
        if stream.read(len(_XPT_BEGIN)) != _XPT_BEGIN:
            raise MalformedFileError(
                f"{file.name} is no SAS transport (XPT, version 5) file; export it with PROC COPY and the XPORT "
                f"engine, or as CSV"
            )
        if (size := stream.seek(0, io.SEEK_END)) % 80:
            raise TruncatedFileError(
                f"{file.name} has {size} bytes, which is no multiple of 80 as in every SAS transport file: it is cut "
                f"off. Fetch it again."
            )
        stream.seek(0)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("error")
                frames = pd.read_sas(stream, format="xport", chunksize=BATCH_ROWS, encoding=None)
        except (ValueError, KeyError, IndexError, struct.error, Warning) as error:
            raise MalformedFileError(f"{file.name}: the header of this SAS transport file is damaged") from error
        number = 0
        for frame in frames:
            names = [str(name) for name in frame.columns]
            for values in zip(*(frame[name].tolist() for name in frame.columns), strict=True):
                number += 1
                yield Record(
                    file,
                    number,
                    {
                        name: _decode_cell(value, encoding, file, number, name)
                        for name, value in zip(names, values, strict=True)
                    },
                )


def _decode_cell(value: object, encoding: str, file: SourceFile, number: int, name: str) -> object:
    if not isinstance(value, bytes):
        return value
    try:
        return value.decode(encoding).rstrip()
    except UnicodeDecodeError as error:
        raise UnreadableEncodingError(
            f"{file.name}, record {number}, column {name!r} of the value", encoding, error.start
        ) from None
