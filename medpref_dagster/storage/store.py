"""The content-addressed store: tables and models, written whole or not at all, and read only as they were written.

Its layout on disk is told by the package `medpref_dagster.storage`.
"""

import socket
from collections.abc import Generator, Iterable, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from medpref_dagster.disclosure import Disclosure, is_private, make_private, may_leave, most_that_may_leave, strictest
from medpref_dagster.hashing import content_key, hash_file, hash_folder
from medpref_dagster.locks import OnWait
from medpref_dagster.storage.artifacts import KINDS, Artifact, Artifacts, PendingArtifact, is_address
from medpref_dagster.storage.documents import Documents, FolderDocuments, ObjectDocuments
from medpref_dagster.storage.durable import sync, sync_folder
from medpref_dagster.storage.errors import DamagedError, MissingError, StoreError, describe_full_disk, is_full_disk
from medpref_dagster.storage.journals import Journals
from medpref_dagster.storage.leases import Leases
from medpref_dagster.storage.ledgers import Ledgers
from medpref_dagster.storage.lineage import Lineage
from medpref_dagster.storage.locking import FolderLocks, Locks
from medpref_dagster.storage.names import Partition, checked_name, encode_name
from medpref_dagster.storage.objects import Objects
from medpref_dagster.storage.pointers import Computations, Pointers
from medpref_dagster.storage.shelf import Shelf
from medpref_dagster.storage.tables import ROWS, Tables
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

_FOLDERS = (
    *KINDS,
    *("base_models", "refs", "done", "work", "journals", "ledgers", "locks", "tombstones", "taint", "tmp"),
    *(f"lineage/{kind}" for kind in KINDS),  # made by a private step they would be its user's alone
)


class Store(Tables):
    """A store rooted at one folder. Safe to open from several processes, on several machines, at once."""

    def __init__(self, root: Path | str, url: str | None = None, may_hold: Disclosure | None = None) -> None:
        """Open a store, its folders made where missing.

        Parameters
        ----------
        root
            Its folder.
        url
            Of an object store where it lies instead; the folder is this machine's cache and scratch then.
        may_hold
            The strictest text that may go there; without one, only what tells nothing of patients.

        Raises
        ------
        StoreError
            If the folders cannot be made, there is no such object store, or it cannot be written.
        """
        self.url = url
        self._may_hold = may_hold
        self.root = Path(root).expanduser().resolve()
        try:
            for name in _FOLDERS:
                (self.root / name).mkdir(parents=True, exist_ok=True)
        except OSError as error:
            if is_full_disk(error):
                raise StoreError(describe_full_disk(error, self.root)) from error
            said = f"the store {self.root} cannot be made: {error.strerror} ({error.filename})"
            raise StoreError(f"{said}; correct store.root in the profile, or who may write there") from error
        self._temporaries = Temporaries(self.root / "tmp")
        self._own_locks = FolderLocks(self.root / "locks")
        objects = None if url is None else Objects(url)
        shelf = None if objects is None else Shelf(objects)
        self.documents: Documents = (
            FolderDocuments(self.root, self._temporaries) if objects is None else ObjectDocuments(objects)
        )
        self._locks: Locks = self._own_locks if objects is None else Leases(objects)
        self._artifacts = Artifacts(self.root, self._temporaries, self.root / "locks" / "replacing", shelf)
        self.pointers = Pointers(self.documents, self._artifacts)
        self.computations = Computations(self.documents, self._artifacts)
        self.journals = Journals(self.documents)
        self.ledgers = Ledgers(self.documents)
        self.lineage = Lineage(self.root, self.documents)

    def require_may_hold(self, disclosure: Disclosure, what: str) -> None:
        """Refuse what would put text where the profile does not allow it.

        Raises
        ------
        StoreError
            If the store is an object store that may not hold it.
        """
        if self.url is not None and not may_leave(disclosure, self._may_hold):
            allowed = most_that_may_leave(self._may_hold).value
            raise StoreError(
                f"{what} is {disclosure.value}, and {self.url} may hold what is {allowed} at most: nothing of it is "
                f"put there. De-identify it first in a store of this machine (a profile without store.url), declare "
                f"what it tells (`disclosure`) if it tells less, or allow it (store.may_hold: {disclosure.value})"
            )

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
        if self.url is not None:
            self.lineage.record_manifest(pending.finished)

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

    @contextmanager
    def new_job_folder(self) -> Generator[Path]:
        """A folder for a job that a queue may go on with when this process is gone (`temporary.beating_job`)."""
        with self._temporaries.new_folder(for_job=True) as folder:
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
        self._artifacts.remove(address)
        self.lineage.forget(address)

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

    def has(self, address: str) -> bool:
        """Whether something lies at an address, whole or not."""
        return self._artifacts.has(address)

    def folder(self, address: str) -> Path:
        """Where an artifact's files are on this machine, whole or not, or would be if it were there."""
        return self._artifacts.folder(address)

    def list_artifacts(self) -> list[str]:
        """The addresses of all artifacts, in order."""
        return sorted(address for kind in KINDS for address in self._artifacts.list_addresses(kind))

    def measure(self, address: str) -> tuple[int, float] | None:
        """An artifact's bytes, and since when it is there, in seconds since 1970; None where it is not."""
        return self._artifacts.measure(address)

    # What an asset points to now

    def point(self, asset: str, artifact: Artifact, partition: Partition | None = None) -> None:
        """Let an asset (`uti/cases`), or one partition of it, point to an artifact from now on.

        A name with a dot (`uti/sft_model.candidates`) is a part of an asset: pointed to before the asset itself is.

        Parameters
        ----------
        partition
            A key, of any characters, or a key for each dimension.
        """
        self.pointers.point(asset, artifact, partition)

    def current(self, asset: str, partition: Partition | None = None) -> Artifact:
        """The artifact that an asset, or a part of one, points to.

        Raises
        ------
        StoreError
            `MissingError` if the asset was never materialized into this store, `DamagedError` if its pointer or its
            content is not what was written.
        """
        return self.pointers.current(asset, partition)

    def current_version(self, asset: str, partition: Partition | None = None) -> str | None:
        """The content hash of what an asset points to; None unless that and all the asset's parts are whole."""
        address = self.pointers.find_whole(asset, partition)
        return None if address is None else address.rpartition("/")[2]

    # What was computed already

    def recall(self, key: str) -> Artifact | None:
        """The artifact that a computation with this `content_key` gave, if it is still there and whole."""
        return self.computations.recall(key)

    def remember(self, key: str, artifact: Artifact) -> None:
        """Note that a computation with this `content_key` gave this artifact."""
        self.computations.remember(key, artifact)

    def sweep_abandoned(self) -> None:
        """Remove what processes were writing when they ended, of whatever machine; only while the store is had alone.

        What a process of this machine is writing stays, and what another machine's has touched within minutes. Copies
        of what is not shared any more go as well.
        """
        self._temporaries.sweep_abandoned()
        self._artifacts.drop_copies()

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
        with self._locks.hold(_work_lock(key), purpose, on_wait):
            yield

    def is_at_work(self, key: str) -> bool:
        """Whether some process holds a computation, or one whose key begins alike."""
        return self._locks.is_held(_work_lock(key))

    def finish_work(self, key: str) -> None:
        """Remove a finished computation's work folder, where there is one."""
        self._temporaries.remove(self.root / "work" / checked_name(key))

    # What was made from what

    def record_inputs(self, artifact: Artifact, inputs: Iterable[Artifact]) -> None:
        """Note that an artifact was made from these, outside of its hash."""
        self.lineage.record(artifact, inputs)

    def record_disclosure(self, artifact: Artifact, asset: str, disclosure: Disclosure) -> None:
        """Note what an artifact's text tells of patients as that of an asset, outside of its hash: the same content may
        be of several assets, made from other sources. Its files are its owner's alone where the disclosure asks for it.
        """
        self.lineage.record_disclosure(artifact, asset, disclosure)
        if is_private(disclosure):
            make_private(artifact.path)

    def find_disclosure(self, artifact: Artifact | str, asset: str | None = None) -> Disclosure | None:
        """What was noted last of an artifact as that of an asset; without one, or where nothing is noted for it, the
        strictest of all assets'. None where nothing is noted: earlier versions noted none.
        """
        noted = self.lineage.find_disclosures(_address_of(artifact))
        if asset in noted:
            return noted[asset]
        return strictest(noted.values()) if noted else None

    def find_rest(self, address: str) -> str:
        """Where an artifact is now that was once at an address: there, or, since somebody was forgotten, elsewhere.

        The address itself where nothing is known of another one.
        """
        if not is_address(address) or self.has(address):
            return address
        return self.lineage.find_rest(address) or address

    def parents(self, artifact: Artifact | str) -> list[str]:
        """Addresses of what an artifact was made from, by what was recorded and by a model's manifest, in order.

        What they point to may be gone: `artifact` tells.
        """
        return self.lineage.find_parents(_address_of(artifact))

    def children(self, artifact: Artifact | str) -> list[str]:
        """Addresses of what was made from an artifact, in order."""
        return self.lineage.find_children(_address_of(artifact))

    # What happened

    def note(self, journal: str, record: Mapping[str, Any]) -> None:
        """Add a record to a journal (`costs/uti/sft_model`): what happened, which no content hash covers.

        Records of several processes do not mix, and one that was cut off by a kill spoils no other.
        """
        self.journals.note(journal, record)

    def read_notes(self, journal: str, *fields: str) -> list[dict[str, Any]]:
        """A journal's records, the oldest first; none where nothing was noted.

        Parameters
        ----------
        fields
            What a record must have. One that lacks it, was cut off or was changed is left out.
        """
        return self.journals.read(journal, fields)

    # What was decided

    def read_ledger(self, ledger: str) -> list[dict[str, Any]]:
        """A ledger's records, the oldest first; none where nothing was added.

        Raises
        ------
        StoreError
            `LedgerError` if a record is missing, damaged, or does not follow the one before it.
        """
        return self.ledgers.read(ledger)

    def append_to_ledger(self, ledger: str, record: Mapping[str, Any], after: int) -> None:
        """Add a record for good, whole or not at all, behind so many that were read.

        Raises
        ------
        StoreError
            `TakenError` if another process has added one meanwhile.
        """
        self.ledgers.append(ledger, record, after)

    # Who does what

    @contextmanager
    def hold_shared_lock(self, name: str, purpose: str, on_wait: OnWait) -> Generator[None]:
        """As `hold_lock`, among the processes of all machines that use this store.

        Raises
        ------
        StoreError
            If the store's file system has no locks.
        """
        with self._locks.hold(f"~shared/{encode_name(name)}", purpose, on_wait):
            yield

    @contextmanager
    def hold_forgetting(self, purpose: str, on_wait: OnWait, *, shared: bool) -> Generator[None]:
        """Work in the store beside others (`shared`), or have it alone, among the processes of all machines.

        Raises
        ------
        StoreError
            If the store's file system has no locks.
        """
        with self._locks.hold("forgetting", purpose, on_wait, shared=shared):
            yield

    @contextmanager
    def hold_lock(self, name: str, purpose: str, on_wait: OnWait, *, places: int = 1) -> Generator[None]:
        """Hold one of this machine's locks among all processes that use this store; see `locks.hold_lock`.

        Raises
        ------
        StoreError
            If the store's file system has no locks.
        """
        with self._own_locks.hold(_own_lock(name), purpose, on_wait, places=places):
            yield

    def lock_path(self, name: str) -> Path:
        """The file of one of this machine's locks."""
        return self._own_locks.path(_own_lock(name))

    # Paths

    def confined(self, path: Path) -> Path:
        """The resolved path, refused if it lies outside the root."""
        resolved = (self.root / path).resolve()
        if not resolved.is_relative_to(self.root):
            raise StoreError(f"{path} lies outside the store {self.root}")
        return resolved


def _own_lock(name: str) -> str:
    return f"{encode_name(socket.gethostname())}/{encode_name(name)}"


def _work_lock(key: str) -> str:
    return f"work/{checked_name(key)[:3]}"


def _address_of(artifact: Artifact | str) -> str:
    return artifact if isinstance(artifact, str) else artifact.address
