"""A DuckDB of its own for one computation: tables larger than memory spill to a folder, nothing is loaded or kept."""

import tempfile
from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

ROWS = 20_000
"""Of a batch: the same rows are cut the same way, so that they give the same file."""

RowNumbers = np.ndarray[Any, np.dtype[np.int64]]
"""Numbers of rows, shape (rows,)."""


@contextmanager
def open_scratch(folder: Path, memory: str, threads: int | None = None) -> Generator[duckdb.DuckDBPyConnection]:
    """An empty database in memory that spills into a folder of its own below the given one, removed at the end.

    Parameters
    ----------
    memory
        What DuckDB may take of it, e.g. `1GB`.
    threads
        Without it, one a core.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder) as spill:
        settings: dict[str, str | bool | int | float | list[str]] = {
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "allow_community_extensions": "false",
            "memory_limit": memory,
            "temp_directory": spill,
            # What is to be in order says so itself.
            "preserve_insertion_order": "false",
            **({"threads": threads} if threads else {}),
        }
        with _hold_memory(), duckdb.connect(":memory:", config=settings) as connection:
            yield connection


def show_files(connection: duckdb.DuckDBPyConnection, name: str, files: Iterable[Path], empty: pa.Schema) -> None:
    """Let a name stand for the rows of Parquet files; of no files, for a table without rows."""
    paths = [str(path) for path in files]
    relation = connection.read_parquet(paths) if paths else connection.from_arrow(empty.empty_table())
    if paths:
        relation.create_view(name)
    else:
        relation.create(name)


def show_numbered_files(
    connection: duckdb.DuckDBPyConnection, name: str, files: Iterable[Path], empty: pa.Schema
) -> None:
    """`show_files` with a column more, `row`: 0, 1 and so on, file after file, as `gathering.gather_rows` counts."""
    shown: duckdb.DuckDBPyRelation | None = None
    before = 0
    for path in files:
        part = connection.read_parquet(str(path), file_row_number=True)
        part = part.project(f"* EXCLUDE (file_row_number), file_row_number + {before} AS row")
        shown = part if shown is None else shown.union(part)
        before += pq.read_metadata(path).num_rows
    if shown is None:
        connection.from_arrow(empty.append(pa.field("row", pa.int64())).empty_table()).create(name)
    else:
        shown.create_view(name)


def keep_order(connection: duckdb.DuckDBPyConnection) -> None:
    """From now on rows that nobody puts in order come in the order of their file or table."""
    connection.execute("SET preserve_insertion_order = true")


def find_spill(connection: duckdb.DuckDBPyConnection) -> Path:
    """The folder into which the connection spills, for others that work with it."""
    [(folder,)] = connection.execute("SELECT current_setting('temp_directory')").fetchall()
    return Path(str(folder))


def count_threads(connection: duckdb.DuckDBPyConnection) -> int:
    """On how many cores the connection works: so many may others work on in its place."""
    return count_rows(connection, "SELECT current_setting('threads')")


def stream_rows(
    connection: duckdb.DuckDBPyConnection, query: str, parameters: Mapping[str, object] | None = None
) -> Iterator[pa.RecordBatch]:
    """The rows of a query that says their order, in batches of `ROWS` each but the last, wherever DuckDB cut them."""
    yield from cut_batches(connection.sql(query, params=dict(parameters or {}) or None).to_arrow_reader(ROWS))


def cut_batches(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """The same rows in batches of `ROWS` each but the last."""
    waiting: list[pa.RecordBatch] = []
    count = 0
    for batch in batches:
        waiting.append(batch)
        count += batch.num_rows
        if count >= ROWS:
            table = pa.Table.from_batches(waiting)
            whole = count - count % ROWS
            yield from _cut(table.slice(0, whole))
            waiting, count = table.slice(whole).to_batches(), count - whole
    if count:
        yield from _cut(pa.Table.from_batches(waiting))


def check_order(batches: Iterable[pa.RecordBatch], column: str) -> Iterator[pa.RecordBatch]:
    """The same batches, of a table that is in the order of a column of different texts.

    Raises
    ------
    ValueError
        Where it is not.
    """
    last: object = None
    for batch in batches:
        names = batch.column(column)
        ascends = pc.call_function("less", [names.slice(0, len(names) - 1), names.slice(1)])
        if ascends.false_count or (last is not None and names[0].as_py() <= last):
            raise ValueError(f"the table is not in the order of {column}")
        last = names[-1].as_py()
        yield batch


def read_column(connection: duckdb.DuckDBPyConnection, query: str) -> RowNumbers:
    """The one column of whole numbers that a query gives; -1 for null."""
    found = connection.sql(query).to_arrow_table().column(0)
    return pc.fill_null(found.cast(pa.int64()), -1).to_numpy()


def count_rows(
    connection: duckdb.DuckDBPyConnection, query: str, parameters: Mapping[str, object] | None = None
) -> int:
    """The one number that a query gives."""
    # All rows, so that the connection is free for what comes next.
    [(number,)] = connection.execute(query, dict(parameters or {}) or None).fetchall()
    return int(number)


@contextmanager
def _hold_memory() -> Generator[None]:
    """Let pyarrow take memory from jemalloc, where it was built with it.

    Batches come and go by the thousand here. Its usual allocator gives their memory back to the kernel each time, which
    then clears every page anew: a sixth of the time of a large week.
    """
    before = pa.default_memory_pool()
    with suppress(NotImplementedError):
        pa.set_memory_pool(pa.jemalloc_memory_pool())
    try:
        yield
    finally:
        pa.set_memory_pool(before)


def _cut(table: pa.Table) -> Iterator[pa.RecordBatch]:
    for start in range(0, table.num_rows, ROWS):
        [batch] = table.slice(start, ROWS).combine_chunks().to_batches()
        yield batch
