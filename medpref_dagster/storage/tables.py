"""Table artifacts: a folder with `rows.parquet`, and companions beside it."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from medpref_dagster.storage.artifacts import Artifact, PendingArtifact
from medpref_dagster.storage.errors import StoreError
from medpref_dagster.storage.names import checked_name

ROWS = "rows"


class Tables(ABC):
    """What a store does with tables."""

    @abstractmethod
    def new_folder(self, kind: str) -> AbstractContextManager[PendingArtifact]:
        """See `Store.new_folder`."""

    @abstractmethod
    def artifact(self, address: str) -> Artifact:
        """See `Store.artifact`."""

    def write_table(
        self,
        rows: pa.Table | Iterable[pa.RecordBatch],
        schema: pa.Schema,
        companions: Mapping[str, pa.Table | Callable[[], pa.Table]] | None = None,
    ) -> Artifact:
        """Write a table, and companions beside it, as one artifact.

        Parameters
        ----------
        rows
            A table, or batches that are written as they come, so that the table need not fit in memory.
        schema
            Columns out. Rows are cast to it; a row that does not fit raises `pyarrow.ArrowInvalid`.
        companions
            Further tables by name, e.g. `{"quarantine": ...}`. Read with `read_table(..., part=name)`.
            A callable is called once the rows are written, for what is only known then.
        """
        with self.new_folder("tables") as pending:
            batches = rows.to_batches() if isinstance(rows, pa.Table) else rows  # pyright: ignore[reportAttributeAccessIssue]
            with pq.ParquetWriter(pending.path / f"{ROWS}.parquet", schema, compression="zstd") as writer:
                for batch in batches:
                    writer.write_table(pa.Table.from_batches([batch]).select(schema.names).cast(schema))
            for name, table in (companions or {}).items():
                written = table if isinstance(table, pa.Table) else table()
                pq.write_table(written, pending.path / f"{checked_name(name)}.parquet", compression="zstd")
        return pending.finished

    def read_table(self, artifact: Artifact | str, part: str = ROWS) -> pa.Table:
        """Read a table artifact, or one of its companions."""
        return pq.read_table(self.table_path(artifact, part))

    def read_batches(self, artifact: Artifact | str, part: str = ROWS, rows: int = 50_000) -> Iterator[pa.RecordBatch]:
        """Read a table artifact piece by piece, at most so many rows at once."""
        with pq.ParquetFile(self.table_path(artifact, part)) as file:
            yield from file.iter_batches(rows)

    def describe_table(self, artifact: Artifact | str, part: str = ROWS) -> tuple[int, pa.Schema]:
        """How many rows a table artifact has, and its schema, without reading it."""
        path = self.table_path(artifact, part)
        return pq.read_metadata(path).num_rows, pq.read_schema(path)

    def table_path(self, artifact: Artifact | str, part: str = ROWS) -> Path:
        """The Parquet file of a table artifact, for reading in place."""
        found = self.artifact(artifact if isinstance(artifact, str) else artifact.address)
        path = found.path / f"{checked_name(part)}.parquet"
        if not path.is_file():
            raise StoreError(f"{found.address} has no table {part!r}")
        return path
