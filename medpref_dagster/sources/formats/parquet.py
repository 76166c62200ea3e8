"""Parquet files, which keep their own types."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from medpref_dagster.sources.opening import MalformedFileError, NoSuchFileError, SourceFile
from medpref_dagster.sources.reading import (
    DifferentColumnsError,
    MissingColumnError,
    Reading,
    add_row_ids,
    put_row_id_first,
)
from medpref_dagster.sources.records import BATCH_ROWS

if TYPE_CHECKING:
    import pyarrow as pa

    from medpref_dagster.declaration import Columns


def read_parquet(files: Sequence[SourceFile], chosen: Mapping[str, str] | None, columns: Columns) -> Reading:
    """A reading of Parquet files of the same columns and types, which it keeps; `chosen` is column -> column of the
    file, without it every one.

    Raises
    ------
    MissingColumnError, DifferentColumnsError, MalformedFileError, NoSuchFileError
        Also while the batches are consumed.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

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
