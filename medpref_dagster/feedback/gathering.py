"""Long columns in an order that was found by short ones, out of core.

A database that sorts rows carries their texts through each of its passes, and to the disk and back. So keys alone are
put in order there; here each row gets its texts, which are moved twice, however many there are.
"""

import queue
import threading
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from medpref_dagster.feedback.scratch import ROWS, RowNumbers

Item = TypeVar("Item")

RUN_BYTES = 64 << 20
"""Of what is wanted of the sources that is held at once."""
_BUCKET_ROWS = 4 * ROWS
"""Of the result that are put together at once: the parts that runs have of so many rows are few enough to be large."""
_MANY = 0.8
"""Of a group's rows: where so many are wanted, none is left out, which would cost a copy."""
_PLACE = "place"
_AHEAD = 2
"""Batches that may wait for who writes them."""


def gather_rows(
    folder: Path,
    files: Sequence[Path],
    columns: Sequence[str],
    rows: RowNumbers,
    run_bytes: int = RUN_BYTES,
) -> Generator[pa.RecordBatch]:
    """Rows of Parquet files in any order, any number of times.

    What does not fit in memory is cut into runs. A run's rows are written to the disk in the order in which they are
    wanted, and each batch is put together from what the runs have of it.

    Parameters
    ----------
    folder
        For a file of runs, which is removed at the end.
    files
        Their rows are numbered from 0 on, file after file.
    columns
        The wanted ones.
    rows
        Their numbers, shape (wanted,); -1 for a row of nulls.

    Yields
    ------
    RecordBatch
        `ROWS` rows, the last one what is left; the columns as they were named.
    """
    order = np.argsort(rows, kind="stable").astype(np.int64)
    order = order[np.searchsorted(rows[order], 0) :]
    runs = _read_runs(files, columns, rows[order], run_bytes)
    first = next(runs, None)
    if first is None or first.is_last:
        schema = _name_schema(files, columns)
        table = first.table if first is not None else schema.empty_table()
        for start in range(0, len(rows), ROWS):
            wanted = rows[start : start + ROWS]
            yield _take(table, wanted if first is None else np.where(wanted < 0, wanted, first.find(wanted)))
        return
    with closing(run_ahead(_chain(first, runs), 1)) as ahead, _spill_runs(folder, ahead, rows, order) as spilled:
        for start in range(0, len(rows), _BUCKET_ROWS):
            yield from spilled.read_bucket(start // _BUCKET_ROWS, min(_BUCKET_ROWS, len(rows) - start))


def run_ahead(items: Iterable[Item], ahead: int = _AHEAD) -> Generator[Item]:
    """The same items, of which a second thread makes the next while the caller is at work with this one.

    Parameters
    ----------
    ahead
        How many may wait for the caller.
    """
    made: queue.Queue[tuple[Item] | Exception | None] = queue.Queue(ahead)
    ended = threading.Event()

    def make() -> None:
        try:
            for item in items:
                made.put((item,))
                if ended.is_set():
                    if isinstance(items, Generator):
                        items.close()
                    return
            made.put(None)
        except Exception as error:
            made.put(error)

    thread = threading.Thread(target=make, name="medpref-batches", daemon=True)
    thread.start()
    try:
        while (found := made.get()) is not None:
            if isinstance(found, Exception):
                raise found
            yield found[0]
    finally:
        ended.set()
        while thread.is_alive():
            with suppress(queue.Empty):
                made.get(timeout=0.1)
        thread.join()


@dataclass(frozen=True)
class _Run:
    """Rows of the sources that are held at once, and which of the wanted ones are among them."""

    table: pa.Table
    numbers: RowNumbers
    """Of its rows, ascending."""
    low: int
    high: int
    """The part of the wanted numbers, in their order, that it has."""
    is_last: bool

    def find(self, numbers: RowNumbers) -> RowNumbers:
        """Where in the table rows are; of one that it does not have, anywhere."""
        if self.numbers[-1] - self.numbers[0] == len(self.numbers) - 1:
            return numbers - self.numbers[0]
        return np.searchsorted(self.numbers, numbers)


def _read_runs(files: Sequence[Path], columns: Sequence[str], wanted: RowNumbers, run_bytes: int) -> Iterator[_Run]:
    """Runs of rows in the sources' order; of a group of rows with many that nobody wants, the others alone."""
    held: list[pa.Table] = []
    numbers: list[RowNumbers] = []
    size, start, begun = 0, 0, 0
    for path in files:
        with pq.ParquetFile(path) as file:
            for group in range(file.num_row_groups):
                count = file.metadata.row_group(group).num_rows
                low, high = np.searchsorted(wanted, [start, start + count])
                start += count
                if low == high:
                    continue
                if size >= run_bytes:
                    yield _make_run(held, numbers, begun, int(low), is_last=False)
                    held, numbers, size, begun = [], [], 0, int(low)
                table, there = file.read_row_group(group, columns=list(columns)), np.arange(start - count, start)
                few = wanted[low:high]
                few = few[np.diff(few, prepend=-1) > 0]
                if len(few) < _MANY * count:
                    table, there = table.take(pa.array(few - (start - count))), few
                held.append(table)
                numbers.append(there)
                size += table.nbytes
    if held:
        yield _make_run(held, numbers, begun, len(wanted), is_last=True)


def _make_run(held: list[pa.Table], numbers: list[RowNumbers], low: int, high: int, *, is_last: bool) -> _Run:
    return _Run(pa.concat_tables(held).combine_chunks(), np.concatenate(numbers), low, high, is_last)


def _chain(first: _Run, rest: Iterator[_Run]) -> Iterator[_Run]:
    yield first
    yield from rest


@dataclass
class _Spilled:
    """Runs on the disk: of each bucket of the result, the parts that runs have of it."""

    reader: pa.ipc.RecordBatchFileReader
    parts: dict[int, list[int]] = field(default_factory=dict[int, list[int]])

    def read_bucket(self, number: int, count: int) -> Iterator[pa.RecordBatch]:
        """The batches of one bucket of the result."""
        found = [self.reader.get_batch(part) for part in self.parts.get(number, ())]
        table = pa.Table.from_batches(found, schema=self.reader.schema).combine_chunks()
        del found  # or the bucket would be held twice
        places = table.column(_PLACE).to_numpy() - number * _BUCKET_ROWS
        table = table.drop_columns([_PLACE])
        rows = np.full(count, -1, dtype=np.int64)
        rows[places] = np.arange(len(places))
        for start in range(0, count, ROWS):
            yield _take(table, rows[start : start + ROWS])


@contextmanager
def _spill_runs(folder: Path, runs: Iterator[_Run], rows: RowNumbers, order: RowNumbers) -> Generator[_Spilled]:
    path = folder / f"runs-{id(runs)}.arrow"
    options = pa.ipc.IpcWriteOptions(compression="lz4", use_threads=False)
    parts: dict[int, list[int]] = {}
    written = 0
    try:
        writer: pa.ipc.RecordBatchFileWriter | None = None
        with pa.OSFile(str(path), "wb") as sink:
            for run in runs:
                places = np.sort(order[run.low : run.high])
                edges = np.flatnonzero(np.diff(places // _BUCKET_ROWS)) + 1
                for part in np.split(places, edges):
                    taken = run.table.take(pa.array(run.find(rows[part]))).append_column(_PLACE, pa.array(part))
                    if writer is None:
                        writer = pa.ipc.new_file(sink, taken.schema, options=options)
                    writer.write_table(taken.combine_chunks())
                    parts.setdefault(int(part[0]) // _BUCKET_ROWS, []).append(written)
                    written += 1
            assert writer is not None  # noqa: S101 - there is more than one run
            writer.close()
        with pa.OSFile(str(path), "rb") as source:
            yield _Spilled(pa.ipc.open_file(source), parts)
    finally:
        path.unlink(missing_ok=True)


def _take(table: pa.Table, rows: RowNumbers) -> pa.RecordBatch:
    """Rows of a table in one piece; a negative number gives nulls."""
    numbers = pa.array(rows, mask=rows < 0) if (rows < 0).any() else pa.array(rows)
    if not table.num_rows:
        return pa.RecordBatch.from_arrays(
            [pa.nulls(len(rows), column.type) for column in table.schema], schema=_make_nullable(table.schema)
        )
    [batch] = pc.take(table, numbers).combine_chunks().to_batches(max_chunksize=len(rows)) or [None]
    assert batch is not None  # noqa: S101 - no batch is empty
    return batch


def _make_nullable(schema: pa.Schema) -> pa.Schema:
    return pa.schema([column.with_nullable(True) for column in schema])


def _name_schema(files: Sequence[Path], columns: Sequence[str]) -> pa.Schema:
    found = pq.read_schema(files[0])
    return pa.schema([found.field(name) for name in columns])
