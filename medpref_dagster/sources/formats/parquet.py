"""Parquet files, which keep their own types."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from medpref_dagster.sources.fields import choose_fields, split_path, take_fields
from medpref_dagster.sources.limits import DEFAULT_LIMITS, Limits
from medpref_dagster.sources.opening import MalformedFileError, SourceFile, TruncatedFileError, named_damage, open_bytes
from medpref_dagster.sources.reading import Reading, add_row_ids, put_row_id_first
from medpref_dagster.sources.records import BATCH_ROWS
from medpref_dagster.sources.shards import convert_batch, join_schemas
from medpref_dagster.sources.typed_rows import BATCH_BYTES, PlacedRows, cut_batch, is_text, measure_rows

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq

    from medpref_dagster.declaration import Columns

_WHAT = "Parquet file"


def read_parquet(
    files: Sequence[SourceFile], chosen: Mapping[str, str] | None, columns: Columns, limits: Limits = DEFAULT_LIMITS
) -> Reading:
    """A reading of Parquet files of the same columns, which keep their types, or are joined where those differ.

    Parameters
    ----------
    chosen
        Column -> column of the file, or a dotted path into one; without it, every one under its own name.

    Returns
    -------
    Reading
        In the quarantine: rows with text that is not UTF-8, and rows longer than allowed.

    Raises
    ------
    MissingColumnError, DifferentColumnsError, MalformedFileError, TruncatedFileError, NoSuchFileError, LimitError
        Also while the batches are consumed.
    """
    schemas = [
        (file.name, choose_fields(_read_schema(file, limits), chosen, "source.options.columns")) for file in files
    ]
    own_schema = join_schemas(schemas)
    reading = Reading(put_row_id_first(own_schema, columns), iter(()))

    def batches() -> Iterator[pa.RecordBatch]:
        for file, (_, schema) in zip(files, schemas, strict=True):
            for batch, places in _read_file(file, chosen, limits, reading):
                if batch.num_rows:
                    yield add_row_ids(convert_batch(take_fields(batch, chosen, schema), own_schema), columns, places)

    reading.batches = batches()
    return reading


def _read_schema(file: SourceFile, limits: Limits) -> pa.Schema:
    import pyarrow.parquet as pq

    with open_bytes(file, limits) as stream, named_damage(file, _WHAT):
        schema = pq.read_schema(stream).remove_metadata()
        limits.check_columns(len(schema), file.name)
        if len(set(schema.names)) < len(schema):
            raise MalformedFileError(f"{file.name}: two columns of this Parquet file have one name")
        return schema


def _read_file(
    file: SourceFile, chosen: Mapping[str, str] | None, limits: Limits, reading: Reading
) -> Iterator[PlacedRows]:
    """The rows of one file with the columns that are read of it; what cannot be used goes to the quarantine."""
    import pyarrow as pa

    with open_bytes(file, limits) as stream:
        parquet, schema = _open(file, stream, chosen, limits)
        with named_damage(file, _WHAT):
            size = stream.seek(0, 2)
            said: int = parquet.metadata.num_rows
            rows_at_once = _count_rows_at_once(parquet)
            batches = parquet.iter_batches(rows_at_once, columns=schema.names)
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
                shown = pa.RecordBatch.from_arrays([batch.column(name) for name in schema.names], names=schema.names)
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
) -> tuple[pq.ParquetFile, pa.Schema]:
    """(the file, the schema of the columns that are read of it)"""
    import pyarrow as pa
    import pyarrow.parquet as pq

    with named_damage(file, _WHAT):
        size = stream.seek(0, 2)
        stream.seek(0)
        schema = pq.ParquetFile(stream).schema_arrow.remove_metadata()
        # A text that many rows share is in the file once: it stays so until it is known how much it is.
        shared = [field.name for field in schema if is_text(field.type)]
        stream.seek(0)
        parquet = pq.ParquetFile(stream, read_dictionary=shared)
        groups = [parquet.metadata.row_group(index) for index in range(parquet.metadata.num_row_groups)]
        limits.check_unpacking(sum(group.total_byte_size for group in groups), size, file.name)
    if chosen is None:
        return parquet, schema
    heads = dict.fromkeys(str(split_path(path, schema)[0]) for path in chosen.values())
    return parquet, pa.schema([schema.field(name) for name in heads])


def _count_rows_at_once(parquet: pq.ParquetFile) -> int:
    """Rows that have together, as far as the file says, not more bytes than a batch may."""
    groups = [parquet.metadata.row_group(index) for index in range(parquet.metadata.num_row_groups)]
    widest = max((group.total_byte_size // max(1, group.num_rows) for group in groups), default=0)
    return max(1, min(BATCH_ROWS, BATCH_BYTES // max(1, widest)))
