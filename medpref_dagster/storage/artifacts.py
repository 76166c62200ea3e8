"""Artifacts: finished folders whose name is the hash of what is in them, read only if it still is.

An artifact's files are hashed before they are first used in a process, and again whenever a file's size, times or inode
differ from when they were. So a flipped byte, a file that was cut or removed, or a link that was changed is an error
before anything is made of it. What is damaged counts as absent: the same content, made again, takes its place.
"""

import re
from collections.abc import Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from medpref_dagster.disclosure import make_private
from medpref_dagster.hashing import hash_folder
from medpref_dagster.locks import hold_lock
from medpref_dagster.storage.durable import open_to_umask, sync, sync_folder
from medpref_dagster.storage.errors import DamagedError, MissingError, StoreError, UnreachableError
from medpref_dagster.storage.shelf import Shelf
from medpref_dagster.storage.temporary import Temporaries

KINDS = ("tables", "models", "reports")

_ADDRESS = re.compile(rf"({'|'.join(KINDS)})/[0-9a-f]{{64}}")

_Signature = tuple[tuple[str, int, int, int, int], ...]
"""Of each file: its path in the folder, size, times of its content and of its inode, and the inode."""

_verified: dict[Path, _Signature] = {}
"""What this process found to have its hash: the folder, and its files as they were then."""


def is_address(text: str) -> bool:
    """Whether a text can be an artifact's address."""
    return _ADDRESS.fullmatch(text) is not None


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


@dataclass
class PendingArtifact:
    """A folder being written; `finished` once its block has ended."""

    path: Path
    artifact: Artifact | None = None

    @property
    def finished(self) -> Artifact:
        """The artifact; only after the block that wrote it."""
        if self.artifact is None:
            raise StoreError("the artifact is not finished: leave the new_folder block first")
        return self.artifact


class Artifacts:
    """The artifacts under one root."""

    def __init__(self, root: Path, temporaries: Temporaries, replacing: Path, shelf: Shelf | None = None) -> None:
        """`replacing` is the file of the lock under which a damaged artifact is replaced. With a shelf, that is where
        artifacts are, and the root holds copies of them."""
        self._root = root
        self._temporaries = temporaries
        self._replacing = replacing
        self._shelf = shelf

    @contextmanager
    def new_folder(self, kind: str) -> Generator[PendingArtifact]:
        """Write an artifact's files; on leaving, they are synced, hashed and put in place. See `Store.new_folder`."""
        if kind not in KINDS:
            raise StoreError(f"no artifact kind {kind!r}; there are {', '.join(KINDS)}")
        with self._temporaries.new_folder() as folder:
            pending = PendingArtifact(folder)
            yield pending
            open_to_umask(folder)
            sync_folder(folder)
            address = f"{kind}/{hash_folder(folder)}"
            artifact = Artifact(address, self._root / address)
            if self._shelf is not None:
                self._shelf.put(address, folder)
            self._publish(folder, artifact)
            pending.artifact = artifact

    def find(self, address: str) -> Artifact:
        """The artifact at an address, its files verified.

        Raises
        ------
        StoreError
            If the address is malformed; `MissingError` if nothing lies there; `DamagedError` if something else does.
        """
        if not is_address(address):
            raise StoreError(f"{address!r} is no artifact address; expected <kind>/<64 hex digits>")
        artifact = Artifact(address, self._root / address)
        if self._shelf is None:
            self.verify(artifact)
        else:
            self._bring(artifact, self._shelf)
        return artifact

    def has(self, address: str) -> bool:
        """Whether something lies at an address, whole or not."""
        if self._shelf is not None:
            return self._shelf.has(address)
        return (self._root / address).is_dir()

    def folder(self, address: str) -> Path:
        """Where an artifact's files are on this machine, whole or not, or would be if it were there."""
        if self._shelf is not None:
            with suppress(MissingError, DamagedError):
                self.find(address)
        return self._root / address

    def list_addresses(self, kind: str) -> list[str]:
        """The addresses of the artifacts of a kind, in order."""
        if self._shelf is not None:
            return self._shelf.list_addresses(kind)
        found = (f"{kind}/{path.name}" for path in (self._root / kind).iterdir())
        return sorted(address for address in found if is_address(address))

    def measure(self, address: str) -> tuple[int, float] | None:
        """Bytes, and since when it is there, in seconds since 1970; None where it is not."""
        if self._shelf is not None:
            return self._shelf.measure(address)
        folder = self._root / address
        try:
            found = [file.stat() for file in folder.rglob("*") if file.is_file()]
            youngest = max((status.st_mtime for status in found), default=folder.stat().st_mtime)
        except FileNotFoundError:
            return None
        return sum(status.st_size for status in found), youngest

    def remove(self, address: str) -> None:
        """Remove an artifact, first where it is shared: a copy stands for nothing else. None is no error."""
        if self._shelf is not None:
            self._shelf.remove(address)
        self._temporaries.remove(self._root / address)

    def drop_copies(self) -> None:
        """Remove this machine's copies of what is not shared any more."""
        if self._shelf is None:
            return
        for kind in KINDS:
            kept = {*self._shelf.list_addresses(kind)}
            for path in (self._root / kind).iterdir():
                if f"{kind}/{path.name}" not in kept:
                    self._temporaries.remove(path)

    def _bring(self, artifact: Artifact, shelf: Shelf) -> None:
        """Have a whole copy of a shared artifact on this machine; of what is gone there, none."""
        if not shelf.has(artifact.address):
            self._temporaries.remove(artifact.path)
            raise MissingError(f"{artifact.address} is not in {shelf.where}; materialize the asset that made it")
        if artifact.path.exists():
            with suppress(DamagedError):
                self.verify(artifact)
                return
        with self._temporaries.new_folder() as folder:
            make_private(folder)
            shelf.fetch(artifact.address, folder)
            if hash_folder(folder) != artifact.version:
                shelf.note_damage(artifact.address)
                raise DamagedError(f"{artifact.address} in {shelf.where} is damaged: {_REMEDY}")
            make_private(folder)
            sync_folder(folder)
            self._publish(folder, artifact)

    def verify(self, artifact: Artifact) -> None:
        """Hash an artifact's files, unless this process did and they are as they were.

        Raises
        ------
        StoreError
            As of `find`.
        """
        if not artifact.path.exists():
            raise MissingError(
                f"{artifact.address} is not in the store {self._root}; materialize the asset that made it"
            )
        try:
            signature = _sign(artifact.path)
            if _verified.get(artifact.path) == signature:
                return
            found = hash_folder(artifact.path)
        except OSError as error:
            raise DamagedError(f"{artifact.address} cannot be read ({error.strerror}); {_REMEDY}") from error
        if found != artifact.version:
            raise DamagedError(f"{artifact.address} is damaged: its files do not have its hash; {_REMEDY}")
        _verified[artifact.path] = signature

    def is_whole(self, address: object) -> bool:
        """Whether an artifact of that address is there, with what was written. What is shared and not copied yet is
        taken for whole until it is."""
        if self._shelf is not None and isinstance(address, str) and not (self._root / address).exists():
            return is_address(address) and self._shelf.has(address)
        try:
            return isinstance(address, str) and bool(self.find(address))
        except UnreachableError:
            raise
        except StoreError:
            return False

    def _publish(self, folder: Path, artifact: Artifact) -> None:
        """Put a finished folder in its place, unless the same is there; what is damaged there makes room."""
        signature = _sign(folder)
        if not _rename(folder, artifact.path):
            if self._is_copied(artifact):
                return
            # One at a time, so that nobody takes away what another has just put there.
            with hold_lock(self._replacing, f"replaces {artifact.address}, which is damaged"):
                if not self._replace(folder, artifact):
                    return
        _verified[artifact.path] = signature
        sync(artifact.path.parent)

    def _is_copied(self, artifact: Artifact) -> bool:
        try:
            self.verify(artifact)
        except StoreError:
            return False
        return True

    def _replace(self, folder: Path, artifact: Artifact) -> bool:
        """Take away what is damaged and put a folder there; False where another process has put the same there.

        A process that finds the place empty does not come by the lock: it may be faster, and what it wrote is whole.
        """
        for _ in range(_ATTEMPTS):
            if self._is_copied(artifact):
                return False
            self._temporaries.remove(artifact.path)
            if _rename(folder, artifact.path):
                return True
        raise StoreError(f"{artifact.path} could not be replaced: is another program writing there?")


_ATTEMPTS = 3
_REMEDY = "materialize the asset that made it: that makes it again and replaces it"


def _rename(folder: Path, target: Path) -> bool:
    """Put a folder in its place in one step; False where something is there already."""
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        folder.rename(target)
    except OSError:
        if not target.exists():
            raise
        return False
    return True


def _sign(folder: Path) -> _Signature:
    found: list[tuple[str, int, int, int, int]] = []
    for path in sorted(folder.rglob("*")):
        if not path.is_file():
            continue
        status = path.stat()
        name = path.relative_to(folder).as_posix()
        found.append((name, status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino))
    return tuple(found)
