"""The content-addressed store: tables and models, written whole or not at all.

Layout under the root::

    tables/<sha256>/rows.parquet     a table; beside it, companions such as quarantine.parquet
    models/<sha256>/...              a model: safetensors, configuration, manifest.json
    reports/<sha256>/...             an evaluation report: report.html, report.json
    base_models/<name>/<sha256>/     a base model, converted once
    refs/<asset>[/<partition>].json  which artifact an asset points to now
    done/<key>.json                  which artifact a computation with these inputs gave
    work/<key>/                      what a long computation needs to go on after it was killed
    journals/<name>.jsonl            what happened, beside what was made: costs, uses of a test set
    tmp/<pid>-<random>/              being written; never read, swept when its process is gone

An artifact's name is the hash of its content (every file's relative path and bytes), so the same content has
the same address everywhere and an address never changes its meaning.
"""

import json
import os
import re
import secrets
import shutil
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from medpref_dagster.hashing import content_key, hash_file, hash_folder

__all__ = [
    "KINDS",
    "ROWS",
    "Artifact",
    "PendingArtifact",
    "Store",
    "StoreError",
    "content_key",
    "hash_file",
    "hash_folder",
]

KINDS = ("tables", "models", "reports")
ROWS = "rows"

_ADDRESS = re.compile(r"(tables|models|reports)/[0-9a-f]{64}")
_NAME = re.compile(r"[A-Za-z0-9_.-]+")


class StoreError(Exception):
    """The store was asked for something that it does not have or must not do."""


@dataclass(frozen=True)
class Artifact:
    """A finished folder in the store."""

    address: str
    """`<kind>/<sha256 of the content>`"""
    path: Path

    @property
    def version(self) -> str:
        """The content hash; Dagster's data version."""
        return self.address.rpartition("/")[2]


class Store:
    """A store rooted at one folder. Safe to open from several processes at once."""

    def __init__(self, root: Path | str) -> None:
        self.root = Path(root).expanduser().resolve()
        for name in (*KINDS, "base_models", "refs", "done", "work", "journals", "tmp"):
            (self.root / name).mkdir(parents=True, exist_ok=True)

    # Writing

    @contextmanager
    def new_folder(self, kind: str) -> Generator["PendingArtifact"]:
        """Write an artifact's files into a temporary folder; on leaving, it is synced, hashed and renamed.

        Parameters
        ----------
        kind
            One of `KINDS`.

        Yields
        ------
        PendingArtifact
            `.path` to write into; after the block, `.artifact` is the finished artifact. If the block
            raises, nothing is kept.
        """
        if kind not in KINDS:
            raise StoreError(f"no artifact kind {kind!r}; there are {', '.join(KINDS)}")
        pending = PendingArtifact(self._temporary_folder())
        try:
            yield pending
            _open_to_umask(pending.path)
            _sync_folder(pending.path)
            address = f"{kind}/{hash_folder(pending.path)}"
            self._publish(pending.path, self.root / address)
            pending.artifact = Artifact(address, self.root / address)
        finally:
            shutil.rmtree(pending.path, ignore_errors=True)

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
                pq.write_table(written, pending.path / f"{_checked_name(name)}.parquet", compression="zstd")
        return pending.finished

    @contextmanager
    def replacing_folder(self, target: Path) -> Generator[Path]:
        """Write a folder that is no artifact (a base model, a checkpoint) and put it in place whole.

        `target` must lie under the root. If it exists when the block ends, what was written is dropped: the
        first writer wins.
        """
        target = self.confined(target)
        folder = self._temporary_folder()
        try:
            yield folder
            _sync_folder(folder)
            self._publish(folder, target)
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    # Reading

    def artifact(self, address: str) -> Artifact:
        """The artifact at an address.

        Raises
        ------
        StoreError
            If the address is malformed or nothing lies there.
        """
        if not _ADDRESS.fullmatch(address):
            raise StoreError(f"{address!r} is no artifact address; expected <kind>/<64 hex digits>")
        path = self.root / address
        if not path.is_dir():
            raise StoreError(f"{address} is not in the store {self.root}; materialize the asset that made it")
        return Artifact(address, path)

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
        found = self.artifact(artifact) if isinstance(artifact, str) else artifact
        path = found.path / f"{_checked_name(part)}.parquet"
        if not path.is_file():
            raise StoreError(f"{found.address} has no table {part!r}")
        return path

    # What an asset points to now

    def point(self, asset: str, artifact: Artifact, partition: str | None = None) -> None:
        """Let an asset (`uti/cases`), or one partition of it, point to an artifact from now on."""
        _write_atomically(self._ref(asset, partition), json.dumps({"address": artifact.address}))

    def current(self, asset: str, partition: str | None = None) -> Artifact:
        """The artifact that an asset points to.

        Raises
        ------
        StoreError
            If the asset was never materialized into this store.
        """
        try:
            reference = json.loads(self._ref(asset, partition).read_text())
        except FileNotFoundError:
            where = f"{asset}, partition {partition}" if partition else asset
            raise StoreError(f"{where} was not materialized yet; materialize it first") from None
        return self.artifact(reference["address"])

    # What was computed already

    def recall(self, key: str) -> Artifact | None:
        """The artifact that a computation with this `content_key` gave, if it is still there."""
        try:
            return self.artifact(json.loads((self.root / "done" / f"{_checked_name(key)}.json").read_text())["address"])
        except (FileNotFoundError, StoreError):
            return None

    def remember(self, key: str, artifact: Artifact) -> None:
        """Note that a computation with this `content_key` gave this artifact."""
        _write_atomically(self.root / "done" / f"{_checked_name(key)}.json", json.dumps({"address": artifact.address}))

    def work_folder(self, key: str) -> Path:
        """A folder for a long computation's checkpoints; the same key finds it again after a kill."""
        folder = self.root / "work" / _checked_name(key)
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def finish_work(self, key: str) -> None:
        """Remove a finished computation's work folder."""
        shutil.rmtree(self.root / "work" / _checked_name(key), ignore_errors=True)

    # What happened

    def note(self, journal: str, record: Mapping[str, Any]) -> None:
        """Add a record to a journal (`costs/uti/sft_model`): what happened, which no content hash covers.

        Records of several processes do not mix, and one that was cut off by a kill spoils no other.
        """
        path = self._journal(journal)
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o666)
        try:
            # The line break before it ends a line that was cut off.
            os.write(descriptor, f"\n{json.dumps(dict(record), sort_keys=True)}\n".encode())
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def read_notes(self, journal: str) -> list[dict[str, Any]]:
        """A journal's records, the oldest first; none where nothing was noted."""
        try:
            lines = self._journal(journal).read_text().splitlines()
        except FileNotFoundError:
            return []
        found: list[dict[str, Any]] = []
        for line in filter(None, lines):
            try:
                found.append(json.loads(line))
            except json.JSONDecodeError:
                continue  # cut off by a kill
        return found

    # Paths

    def confined(self, path: Path) -> Path:
        """The resolved path, refused if it lies outside the root."""
        resolved = (self.root / path).resolve()
        if not resolved.is_relative_to(self.root):
            raise StoreError(f"{path} lies outside the store {self.root}")
        return resolved

    def _ref(self, asset: str, partition: str | None) -> Path:
        parts = [*asset.split("/"), *([partition] if partition else [])]
        path = self.root.joinpath("refs", *(_checked_name(part) for part in parts))
        return path.with_name(f"{path.name}.json")

    def _journal(self, name: str) -> Path:
        path = self.root.joinpath("journals", *(_checked_name(part) for part in name.split("/")))
        return path.with_name(f"{path.name}.jsonl")

    def _temporary_folder(self) -> Path:
        self._sweep()
        folder = self.root / "tmp" / f"{os.getpid()}-{secrets.token_hex(8)}"
        folder.mkdir()
        return folder

    def _sweep(self) -> None:
        """Remove what processes that are gone left half-written."""
        for folder in (self.root / "tmp").iterdir():
            pid = folder.name.partition("-")[0]
            if pid.isdigit() and not _is_running(int(pid)):
                shutil.rmtree(folder, ignore_errors=True)

    def _publish(self, folder: Path, target: Path) -> None:
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            folder.rename(target)
        except OSError:
            if not target.is_dir():
                raise
            return  # the same content is there already
        _sync(target.parent)


@dataclass
class PendingArtifact:
    """A folder being written; `finished` once its block has ended."""

    path: Path
    artifact: Artifact | None = None

    @property
    def finished(self) -> Artifact:
        """The artifact; only after the `new_folder` block."""
        if self.artifact is None:
            raise StoreError("the artifact is not finished: leave the new_folder block first")
        return self.artifact


def _checked_name(name: str) -> str:
    if not _NAME.fullmatch(name) or name in {".", ".."}:
        raise StoreError(f"{name!r} is no name for the store: only letters, digits, '.', '_' and '-'")
    return name


def _is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _write_atomically(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}-{secrets.token_hex(4)}")
    try:
        with temporary.open("w") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
    _sync(path.parent)


def _open_to_umask(folder: Path) -> None:
    """Give files the permissions that any new file has: some libraries write theirs for their owner alone."""
    umask = os.umask(0)
    os.umask(umask)
    for path in folder.rglob("*"):
        path.chmod((0o777 if path.is_dir() else 0o666) & ~umask)


def _sync_folder(folder: Path) -> None:
    for path in (*folder.rglob("*"), folder):
        _sync(path)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
