"""Parquet files, which keep their own types."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from medpref_dagster.sources.limits import DEFAULT_LIMITS, Limits
from medpref_dagster.sources.opening import MalformedFileError, SourceFile, TruncatedFileError, named_damage, open_bytes
from medpref_dagster.sources.reading import (
    DifferentColumnsError,
    MissingColumnError,
    Reading,
    add_row_ids,
    list_shown_names,
    put_row_id_first,
)
from medpref_dagster.sources.records import BATCH_ROWS
from medpref_dagster.sources.typed_rows import BATCH_BYTES, PlacedRows, cut_batch, is_text, measure_rows

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq

    from medpref_dagster.declaration import Columns

_WHAT = "Parquet file"


def read_parquet(
    files: Sequence[SourceFile], chosen: Mapping[str, str] | None, columns: Columns, limits: Limits = DEFAULT_LIMITS
) -> Reading:
    """A reading of Parquet files of the same columns and types, which it keeps.

    Parameters
    ----------
    chosen
        Column -> column of the file; without it, every one under its own name.

    Returns
    -------
    Reading
        In the quarantine: rows with text that is not UTF-8, and rows longer than allowed.

    Raises
    ------
    MissingColumnError, DifferentColumnsError, MalformedFileError, TruncatedFileError, NoSuchFileError, LimitError
        Also while the batches are consumed.
    """
    reading = Reading(_no_schema(), iter(()))
    first, *others = (_read_file(file, chosen, limits, reading) for file in files)
    own_schema = next(first)[0].schema
    reading.schema = put_row_id_first(own_schema, columns)

    def batches() -> Iterator[pa.RecordBatch]:
        for file, stream in zip(files, [first, *others], strict=True):
            for batch, places in stream:
                if batch.schema != own_schema:
                    raise DifferentColumnsError(
                        f"{file.name} has other columns or types than the files before it; name those that all have in "
                        f"source.options.columns, or read the files as sources of their own"
                    )
                if batch.num_rows:
                    yield add_row_ids(batch, columns, places)

    reading.batches = batches()
    return reading


def _no_schema() -> pa.Schema:
    import pyarrow as pa

    return pa.schema([])


def _read_file(
    file: SourceFile, chosen: Mapping[str, str] | None, limits: Limits, reading: Reading
) -> Iterator[PlacedRows]:
    """The rows of one file, after an empty batch that shows its schema; what cannot be used goes to the quarantine."""
    import pyarrow as pa

    with open_bytes(file, limits) as stream:
        parquet, schema, names = _open(file, stream, chosen, limits)
        with named_damage(file, _WHAT):
            yield pa.RecordBatch.from_pylist([], schema=schema), []
            size = stream.seek(0, 2)
            said: int = parquet.metadata.num_rows
            rows_at_once = _count_rows_at_once(parquet)
            batches = parquet.iter_batches(rows_at_once, columns=list(dict.fromkeys(names)))
        rows = unpacked = 0
        while True:
            with named_damage(file, _WHAT):
                batch = next(batches, None)
                if batch is None:
                    break
                unpacked += sum(measure_rows(batch))
                limits.check_unpacking(unpacked, size, file.name)
                places = [f"{file.name}:{rows + index}" for index in range(1, batch.num_rows + 1)]
                rows += batch.num_rows
                shown = pa.RecordBatch.from_arrays([batch.column(name) for name in names], names=schema.names)
                pieces = cut_batch(shown, places, schema, limits, reading.quarantine)
            while True:
                with named_damage(file, _WHAT):
                    piece = next(pieces, None)
                if piece is None:
                    break
                yield piece
        if rows != said:
            raise TruncatedFileError(f"{file.name} says that it has {said} rows, and holds {rows}; fetch it again")


def _open(
    file: SourceFile, stream: Any, chosen: Mapping[str, str] | None, limits: Limits
) -> tuple[pq.ParquetFile, pa.Schema, list[str]]:
    """(the file, the schema that its rows are to have, the file's name of each column)"""
    import pyarrow as pa
    import pyarrow.parquet as pq

    with named_damage(file, _WHAT):
        size = stream.seek(0, 2)
        stream.seek(0)
        schema = pq.ParquetFile(stream).schema_arrow.remove_metadata()
        limits.check_columns(len(schema), file.name)
        if len(set(schema.names)) < len(schema):
            raise MalformedFileError(f"{file.name}: two columns of this Parquet file have one name")
        for name, column in (chosen or {}).items():
            if column not in schema.names:
                present = list_shown_names(schema.names, (chosen or {}).values())
                raise MissingColumnError(f"source.options.columns.{name}", column, present)
        # A text that many rows share is in the file once: it stays so until it is known how much it is.
        shared = [field.name for field in schema if is_text(field.type)]
        stream.seek(0)
        parquet = pq.ParquetFile(stream, read_dictionary=shared)
        groups = [parquet.metadata.row_group(index) for index in range(parquet.metadata.num_row_groups)]
        limits.check_unpacking(sum(group.total_byte_size for group in groups), size, file.name)
    if chosen is None:
        return parquet, schema, list(schema.names)
    fields = [schema.field(column).with_name(name) for name, column in chosen.items()]
    return parquet, pa.schema(fields), list(chosen.values())


def _count_rows_at_once(parquet: pq.ParquetFile) -> int:
    """Rows that have together, as far as the file says, not more bytes than a batch may."""
    groups = [parquet.metadata.row_group(index) for index in range(parquet.metadata.num_row_groups)]
    widest = max((group.total_byte_size // max(1, group.num_rows) for group in groups), default=0)
    return max(1, min(BATCH_ROWS, BATCH_BYTES // max(1, widest)))
