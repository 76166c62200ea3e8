"""The content-addressed store: tables and models, written whole or not at all, and read only as they were written.

Its layout on disk is told by the package `medpref_dagster.storage`.
"""

import socket
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from medpref_dagster.disclosure import Disclosure, is_private, make_private, strictest
from medpref_dagster.hashing import content_key, hash_file, hash_folder
from medpref_dagster.locks import LockError, OnWait, hold_lock, is_held
from medpref_dagster.storage.artifacts import KINDS, Artifact, Artifacts, PendingArtifact, is_address
from medpref_dagster.storage.durable import sync, sync_folder
from medpref_dagster.storage.errors import DamagedError, MissingError, StoreError
from medpref_dagster.storage.journals import Journals
from medpref_dagster.storage.ledgers import Ledgers
from medpref_dagster.storage.lineage import Lineage
from medpref_dagster.storage.names import Partition, checked_name, encode_name
from medpref_dagster.storage.pointers import Computations, Pointers
from medpref_dagster.storage.temporary import Temporaries

__all__ = [
    "KINDS",
    "ROWS",
    "Artifact",
    "DamagedError",
    "MissingError",
    "Partition",
    "PendingArtifact",
    "Store",
    "StoreError",
    "content_key",
    "hash_file",
    "hash_folder",
]

ROWS = "rows"

_FOLDERS = (
    *KINDS,
    *("base_models", "refs", "done", "work", "journals", "ledgers", "locks", "tombstones", "taint", "tmp"),
    *(f"lineage/{kind}" for kind in KINDS),  # made by a private step they would be its user's alone
)


class Store:
    """A store rooted at one folder. Safe to open from several processes, on several machines, at once."""

    def __init__(self, root: Path | str) -> None:
        self.root = Path(root).expanduser().resolve()
        try:
            for name in _FOLDERS:
                (self.root / name).mkdir(parents=True, exist_ok=True)
        except OSError as error:
            said = f"the store {self.root} cannot be made: {error.strerror} ({error.filename})"
            raise StoreError(f"{said}; correct store.root in the profile, or who may write there") from error
        self._temporaries = Temporaries(self.root / "tmp")
        self._artifacts = Artifacts(self.root, self._temporaries, replacing=self.root / "locks" / "replacing")
        self._pointers = Pointers(self.root / "refs", self._artifacts, self._temporaries)
        self._computations = Computations(self.root / "done", self._artifacts, self._temporaries)
        self._journals = Journals(self.root / "journals")
        self._ledgers = Ledgers(self.root / "ledgers", self._temporaries)
        self._lineage = Lineage(self.root)

    # Writing

    @contextmanager
    def new_folder(self, kind: str) -> Generator[PendingArtifact]:
        """Write an artifact's files into a temporary folder; on leaving, it is synced, hashed and renamed.

        Where its address is taken already, what is there stays if it is whole, and is replaced if it is damaged.

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
        with self._artifacts.new_folder(kind) as pending:
            yield pending

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

    @contextmanager
    def replacing_folder(self, target: Path) -> Generator[Path]:
        """Write a folder that is no artifact (a base model, a checkpoint) and put it in place whole.

        `target` must lie under the root. If it exists when the block ends, what was written is dropped: the
        first writer wins.
        """
        target = self.confined(target)
        with self._temporaries.new_folder() as folder:
            yield folder
            sync_folder(folder)
            target.parent.mkdir(parents=True, exist_ok=True)
            try:
                folder.rename(target)
            except OSError:
                if not target.is_dir():
                    raise
                return  # another was first
            sync(target.parent)

    @contextmanager
    def new_scratch(self) -> Generator[Path]:
        """A folder for what a computation cannot hold in memory; gone when the block ends, or its process."""
        with self._temporaries.new_folder() as folder:
            yield folder

    def remove_folder(self, target: Path) -> None:
        """Remove what `replacing_folder` put in place, at once and whole, so that no kill leaves half of it."""
        self._temporaries.remove(self.confined(target))

    def remove_artifact(self, address: str) -> None:
        """Remove an artifact and the note of what it was made from; none there is no error.

        Raises
        ------
        StoreError
            If the address is malformed.
        """
        if not is_address(address):
            raise StoreError(f"{address!r} is no artifact address; expected <kind>/<64 hex digits>")
        self._temporaries.remove(self.root / address)
        self._lineage.forget(address)

    def write_document(self, path: Path, text: bytes) -> None:
        """Write a small file under the root whole or not at all, in the place of one that is there."""
        self._temporaries.write_file(self.confined(path), text)

    # Reading

    def artifact(self, address: str) -> Artifact:
        """The artifact at an address, its files verified against their hash once in a process.

        Raises
        ------
        StoreError
            If the address is malformed; `MissingError` if nothing lies there; `DamagedError` if its files are not what
            was written.
        """
        return self._artifacts.find(address)

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

    # What an asset points to now

    def point(self, asset: str, artifact: Artifact, partition: Partition | None = None) -> None:
        """Let an asset (`uti/cases`), or one partition of it, point to an artifact from now on.

        A name with a dot (`uti/sft_model.candidates`) is a part of an asset: pointed to before the asset itself is.

        Parameters
        ----------
        partition
            A key, of any characters, or a key for each dimension.
        """
        self._pointers.point(asset, artifact, partition)

    def current(self, asset: str, partition: Partition | None = None) -> Artifact:
        """The artifact that an asset, or a part of one, points to.

        Raises
        ------
        StoreError
            `MissingError` if the asset was never materialized into this store, `DamagedError` if its pointer or its
            content is not what was written.
        """
        return self._pointers.current(asset, partition)

    def current_version(self, asset: str, partition: Partition | None = None) -> str | None:
        """The content hash of what an asset points to; None unless that and all the asset's parts are whole."""
        return self.current(asset, partition).version if self._pointers.is_whole(asset, partition) else None

    # What was computed already

    def recall(self, key: str) -> Artifact | None:
        """The artifact that a computation with this `content_key` gave, if it is still there and whole."""
        return self._computations.recall(key)

    def remember(self, key: str, artifact: Artifact) -> None:
        """Note that a computation with this `content_key` gave this artifact."""
        self._computations.remember(key, artifact)

    def redirect_pointers(self, moved: Mapping[str, str | None]) -> None:
        """Let what assets point to be at its new address; what became None, none points to any more."""
        self._pointers.redirect(moved)

    def redirect_computations(self, moved: Mapping[str, str | None]) -> None:
        """Let what computations gave be at its new address; one that gave what became None counts as never done."""
        self._computations.redirect(moved)

    def computed(self) -> set[str]:
        """The addresses of what computations gave."""
        return self._computations.list_addresses()

    def sweep_abandoned(self) -> None:
        """Remove what processes were writing when they ended, of whatever machine; only while the store is had alone.

        What a process of this machine is writing stays, and what another machine's has touched within minutes.
        """
        self._temporaries.sweep_abandoned()

    def work_folder(self, key: str) -> Path:
        """A folder for a long computation's checkpoints; the same key finds it again after a kill."""
        folder = self.root / "work" / checked_name(key)
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    @contextmanager
    def hold_work(self, key: str, purpose: str, on_wait: OnWait) -> Generator[None]:
        """Do a long computation alone, among all processes of all machines that use this store; see `locks.hold_lock`.

        One at a time: computations whose keys begin alike share a lock, so that no more than 4,096 files are made,
        which can never be removed.

        Raises
        ------
        StoreError
            If the store's file system has no locks.
        """
        with _explained(), hold_lock(self._work_lock(key), purpose, on_wait):
            yield

    def is_at_work(self, key: str) -> bool:
        """Whether some process holds a computation, or one whose key begins alike."""
        return is_held(self._work_lock(key))

    def _work_lock(self, key: str) -> Path:
        return self.root / "locks" / "work" / checked_name(key)[:3]

    def finish_work(self, key: str) -> None:
        """Remove a finished computation's work folder, where there is one."""
        self._temporaries.remove(self.root / "work" / checked_name(key))

    # What was made from what

    def record_inputs(self, artifact: Artifact, inputs: Iterable[Artifact]) -> None:
        """Note that an artifact was made from these, outside of its hash."""
        self._lineage.record(artifact, inputs)

    def record_disclosure(self, artifact: Artifact, asset: str, disclosure: Disclosure) -> None:
        """Note what an artifact's text tells of patients as that of an asset, outside of its hash: the same content may
        be of several assets, made from other sources. Its files are its owner's alone where the disclosure asks for it.
        """
        self._lineage.record_disclosure(artifact, asset, disclosure)
        if is_private(disclosure):
            make_private(artifact.path)

    def find_disclosure(self, artifact: Artifact | str, asset: str | None = None) -> Disclosure | None:
        """What was noted last of an artifact as that of an asset; without one, or where nothing is noted for it, the
        strictest of all assets'. None where nothing is noted: earlier versions noted none.
        """
        noted = self._lineage.find_disclosures(_address_of(artifact))
        if asset in noted:
            return noted[asset]
        return strictest(noted.values()) if noted else None

    def record_forgotten(self, old: str, new: Artifact, moved: Mapping[str, str]) -> None:
        """Note that an artifact is another one without what was forgotten, made from what that was made from.

        Parameters
        ----------
        old
            The other one's address, which is about to be removed.
        moved
            Address -> address of what was written anew with it.
        """
        self._lineage.carry_over(old, new.address, moved)

    def redirect_inputs(self, moved: Mapping[str, str]) -> None:
        """Let every note of what was made from what name the new address of what was written anew."""
        self._lineage.redirect(moved, self.write_document)

    def forgotten_from(self, artifact: Artifact | str) -> list[str]:
        """Former addresses of what an artifact holds the rest of, since somebody was forgotten, in order."""
        return self._lineage.find_forgotten(_address_of(artifact))

    def find_rest(self, address: str) -> str:
        """Where an artifact is now that was once at an address: there, or, since somebody was forgotten, elsewhere.

        The address itself where nothing is known of another one.
        """
        if not is_address(address) or (self.root / address).is_dir():
            return address
        return self._lineage.find_rest(address) or address

    def parents(self, artifact: Artifact | str) -> list[str]:
        """Addresses of what an artifact was made from, by what was recorded and by a model's manifest, in order.

        What they point to may be gone: `artifact` tells.
        """
        return self._lineage.find_parents(_address_of(artifact))

    def children(self, artifact: Artifact | str) -> list[str]:
        """Addresses of what was made from an artifact, in order."""
        return self._lineage.find_children(_address_of(artifact))

    # What happened

    def note(self, journal: str, record: Mapping[str, Any]) -> None:
        """Add a record to a journal (`costs/uti/sft_model`): what happened, which no content hash covers.

        Records of several processes do not mix, and one that was cut off by a kill spoils no other.
        """
        self._journals.note(journal, record)

    def read_notes(self, journal: str, *fields: str) -> list[dict[str, Any]]:
        """A journal's records, the oldest first; none where nothing was noted.

        Parameters
        ----------
        fields
            What a record must have. One that lacks it, was cut off or was changed is left out.
        """
        return self._journals.read(journal, fields)

    # What was decided

    def read_ledger(self, ledger: str) -> list[dict[str, Any]]:
        """A ledger's records, the oldest first; none where nothing was added.

        Raises
        ------
        StoreError
            `LedgerError` if a record is missing, damaged, or does not follow the one before it.
        """
        return self._ledgers.read(ledger)

    def append_to_ledger(self, ledger: str, record: Mapping[str, Any], after: int) -> None:
        """Add a record for good, whole or not at all, behind so many that were read.

        Raises
        ------
        StoreError
            `TakenError` if another process has added one meanwhile.
        """
        self._ledgers.append(ledger, record, after)

    # Who does what

    @contextmanager
    def hold_shared_lock(self, name: str, purpose: str, on_wait: OnWait) -> Generator[None]:
        """As `hold_lock`, among the processes of all machines that use this store.

        Raises
        ------
        StoreError
            If the store's file system has no locks.
        """
        try:
            with hold_lock(self.root / "locks" / "~shared" / encode_name(name), purpose, on_wait):
                yield
        except LockError as error:
            raise StoreError(str(error)) from error

    @contextmanager
    def hold_lock(self, name: str, purpose: str, on_wait: OnWait, *, places: int = 1) -> Generator[None]:
        """Hold one of this machine's locks among all processes that use this store; see `locks.hold_lock`.

        Raises
        ------
        StoreError
            If the store's file system has no locks.
        """
        with _explained(), hold_lock(self.lock_path(name), purpose, on_wait, places=places):
            yield

    def lock_path(self, name: str) -> Path:
        """The file of one of this machine's locks."""
        return self.root / "locks" / encode_name(socket.gethostname()) / encode_name(name)

    # Paths

    def confined(self, path: Path) -> Path:
        """The resolved path, refused if it lies outside the root."""
        resolved = (self.root / path).resolve()
        if not resolved.is_relative_to(self.root):
            raise StoreError(f"{path} lies outside the store {self.root}")
        return resolved


@contextmanager
def _explained() -> Generator[None]:
    try:
        yield
    except LockError as error:
        raise StoreError(str(error)) from error


def _address_of(artifact: Artifact | str) -> str:
    return artifact if isinstance(artifact, str) else artifact.address
