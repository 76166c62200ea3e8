"""Batches that keep their own types: rows that are too long, whose text is no UTF-8, or whose dates are in no calendar,
go to the quarantine."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from medpref_dagster.sources.limits import Limits
from medpref_dagster.sources.reading import list_shown_names, quarantine_row

if TYPE_CHECKING:
    import pyarrow as pa

BATCH_BYTES = 32 << 20
"""Bytes of text of a record batch."""

NOT_UTF_8 = "text that is not UTF-8"
OUT_OF_RANGE = "date or time outside the calendar"
TOO_LONG = "longer than a record may be"

Quarantine = list[dict[str, str | None]]
PlacedRows = tuple["pa.RecordBatch", list[str]]
"""Rows, and where each stands."""


def cut_batch(
    batch: pa.RecordBatch, places: Sequence[str], schema: pa.Schema, limits: Limits, quarantine: Quarantine
) -> Iterator[PlacedRows]:
    """A batch in pieces of bounded size, without the rows that cannot be used.

    Parameters
    ----------
    batch
        Columns in: the schema's, in its order; text may be a dictionary, so that what many rows share is held once.
    places
        Where each row stands.
    schema
        Columns out.
    quarantine
        Takes the rows that are longer than allowed, whose text is no UTF-8, or whose dates are in no calendar.
    """
    import pyarrow as pa

    sizes = measure_rows(batch)
    for begin, end in _cut_runs(sizes, limits.record_characters):
        if sizes[begin] > limits.record_characters:
            detail = f"{places[begin]}: more bytes of text than source.options.limits.record_characters"
            quarantine.append(quarantine_row(places[begin], TOO_LONG, detail))
            continue
        cut = batch.slice(begin, end - begin)
        columns = [column.cast(field.type) for column, field in zip(cut, schema, strict=True)]
        run = pa.RecordBatch.from_arrays(columns, schema=schema)
        yield keep_readable(run, list(places[begin:end]), quarantine)


def is_text(kind: pa.DataType) -> bool:
    """Whether a column's values are texts or bytes."""
    import pyarrow as pa

    return kind in (pa.string(), pa.binary())


def measure_rows(batch: pa.RecordBatch) -> list[int]:
    """Bytes of text of each row."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute

    pc: Any = pyarrow.compute

    total = np.zeros(batch.num_rows, dtype=np.int64)
    for array in batch.columns:
        if isinstance(array, pa.DictionaryArray) and is_text(array.type.value_type):
            lengths = pc.binary_length(array.dictionary).take(array.indices)
        elif is_text(array.type):
            lengths = pc.binary_length(array)
        else:
            continue
        total += pc.fill_null(lengths, 0).to_numpy(zero_copy_only=False)
    return [int(size) for size in total]


def _cut_runs(sizes: Sequence[int], longest: int) -> Iterator[tuple[int, int]]:
    """(begin, end) of runs of rows of at most `BATCH_BYTES`; a row that is longer than `longest` is one by itself."""
    begin = size = 0
    for index, more in enumerate(sizes):
        if begin < index and (size + more > BATCH_BYTES or more > longest or sizes[begin] > longest):
            yield begin, index
            begin, size = index, 0
        size += more
    if begin < len(sizes):
        yield begin, len(sizes)


def keep_readable(batch: pa.RecordBatch, places: list[str], quarantine: Quarantine) -> tuple[pa.RecordBatch, list[str]]:
    """The rows whose text is UTF-8 and whose dates and times are in the calendar; the others go to the quarantine."""
    import pyarrow as pa

    if _is_readable(batch):
        return batch, places
    kept: list[int] = []
    for index, place in enumerate(places):
        row = batch.slice(index, 1)
        if _is_readable(row):
            kept.append(index)
            continue
        damaged = [name for name, column in zip(row.schema.names, row.columns, strict=True) if not _has_value(column)]
        if damaged:
            shown = ", ".join(list_shown_names(damaged))
            detail = (
                f"{place}: {shown}: no date or time from the year 1 to 9999; give it another value or leave it empty"
            )
            quarantine.append(quarantine_row(place, OUT_OF_RANGE, detail, _write_bytes(row)))
        else:
            detail = f"{place}: write the file anew with its text as UTF-8"
            quarantine.append(quarantine_row(place, NOT_UTF_8, detail, _write_bytes(row)))
    return batch.take(pa.array(kept, pa.int64())), [places[index] for index in kept]


def _is_readable(batch: pa.RecordBatch) -> bool:
    import pyarrow as pa

    try:
        batch.validate(full=True)
    except pa.ArrowInvalid:
        return False
    return all(_has_value(column) for column in batch.columns)


def _has_value(column: pa.Array) -> bool:
    """Whether Python has the values of a column of dates or times: Arrow's and DuckDB's reach beyond the calendar."""
    import pyarrow as pa

    if not pa.types.is_temporal(column.type):
        return True
    try:
        column.validate(full=True)
        column.to_pylist()
    except (pa.ArrowInvalid, OverflowError, ValueError):
        return False
    return True


def _write_bytes(row: pa.RecordBatch) -> str:
    """A row as JSON, with what is not UTF-8 as escapes."""
    import pyarrow as pa

    values: dict[str, object] = {}
    for name, column in zip(row.schema.names, row.columns, strict=True):
        if is_text(column.type):
            value = column.cast(pa.binary())[0].as_py()
            values[name] = None if value is None else value.decode(errors="backslashreplace")
    return json.dumps(values, ensure_ascii=False)
