"""A DuckDB of its own for one computation: tables larger than memory spill to a folder, nothing is loaded or kept."""

import tempfile
from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pyarrow as pa

ROWS = 20_000
"""Of a batch: the same rows are cut the same way, so that they give the same file."""


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
        with duckdb.connect(":memory:", config=settings) as connection:
            yield connection


def show_files(connection: duckdb.DuckDBPyConnection, name: str, files: Iterable[Path], empty: pa.Schema) -> None:
    """Let a name stand for the rows of Parquet files; of no files, for a table without rows."""
    paths = [str(path) for path in files]
    relation = connection.read_parquet(paths) if paths else connection.from_arrow(empty.empty_table())
    if paths:
        relation.create_view(name)
    else:
        relation.create(name)


def stream_rows(
    connection: duckdb.DuckDBPyConnection, query: str, parameters: Mapping[str, object] | None = None
) -> Iterator[pa.RecordBatch]:
    """The rows of a query that says their order, in batches of `ROWS` each but the last, wherever DuckDB cut them."""
    reader = connection.sql(query, params=dict(parameters or {}) or None).to_arrow_reader(ROWS)
    waiting: list[pa.RecordBatch] = []
    count = 0
    for batch in reader:
        waiting.append(batch)
        count += batch.num_rows
        if count >= ROWS:
            table = pa.Table.from_batches(waiting)
            whole = count - count % ROWS
            yield from _cut(table.slice(0, whole))
            waiting, count = table.slice(whole).to_batches(), count - whole
    if count:
        yield from _cut(pa.Table.from_batches(waiting))


def count_rows(
    connection: duckdb.DuckDBPyConnection, query: str, parameters: Mapping[str, object] | None = None
) -> int:
    """The one number that a query gives."""
    row = connection.execute(query, dict(parameters or {}) or None).fetchone()
    assert row is not None  # noqa: S101 - a count always has one
    return int(row[0])


def _cut(table: pa.Table) -> Iterator[pa.RecordBatch]:
    for start in range(0, table.num_rows, ROWS):
        [batch] = table.slice(start, ROWS).combine_chunks().to_batches()
        yield batch
