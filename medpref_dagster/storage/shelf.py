"""Artifacts in an object store: each is one object, so that it is there whole or not at all.

An uncompressed tar archive (what is in it is compressed already) of files in the order of their names, without owners
and times: the same artifact is the same bytes, whoever puts it there.
"""

import tarfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import IO, Any, cast

from medpref_dagster.storage.errors import CrossedError, DamagedError
from medpref_dagster.storage.objects import Objects

_SUFFIX = ".tar"
_CHUNK_BYTES = 2**20
_TRIES = 5


class Shelf:
    """The artifacts under one URL."""

    def __init__(self, objects: Objects) -> None:
        self._objects = objects
        self.where = objects.url
        self._damaged: set[str] = set()

    def has(self, address: str) -> bool:
        """Whether an artifact is there and, as far as this process has read it, whole."""
        return address not in self._damaged and self._objects.find(_key(address)) is not None

    def put(self, address: str, folder: Path) -> None:
        """Put an artifact's files there, unless it is there already, or another one puts it there meanwhile."""
        for tried in range(_TRIES):
            if self.has(address):
                return
            try:
                self._objects.write(_key(address), _pack(folder))
            except CrossedError:
                if tried + 1 == _TRIES:
                    raise
                continue
            self._damaged.discard(address)

    def fetch(self, address: str, folder: Path) -> bool:
        """Write an artifact's files into an empty folder; False where it is not there.

        Raises
        ------
        DamagedError
            If it is no archive of files.
        """
        listed = self._objects.find(_key(address))
        if listed is None:
            return False
        stream = cast("IO[bytes]", _Stream(self._objects.read_parts(listed)))
        try:
            with tarfile.open(fileobj=stream, mode="r|") as archive:
                for member in archive:
                    _unpack(archive, member, folder)
        except (tarfile.TarError, EOFError, ValueError) as error:
            self.note_damage(address)
            raise DamagedError(f"{address} in {self.where} is damaged: materialize the asset that made it") from error
        return True

    def note_damage(self, address: str) -> None:
        """Let an artifact that was read and is not what was written be written anew by the next `put`."""
        self._damaged.add(address)

    def list_addresses(self, kind: str) -> list[str]:
        """The addresses of the artifacts of a kind, in order."""
        keys = (item.key for item in self._objects.list_folder(kind))
        return [key.removesuffix(_SUFFIX) for key in keys if key.endswith(_SUFFIX)]

    def remove(self, address: str) -> None:
        """Remove an artifact; none is no error."""
        self._objects.remove(_key(address))

    def measure(self, address: str) -> tuple[int, float] | None:
        """Bytes, and since when it is there, by the server's clock, in seconds since 1970; None where it is not."""
        listed = self._objects.find(_key(address))
        return None if listed is None else (listed.bytes, listed.modified)


def _key(address: str) -> str:
    return f"{address}{_SUFFIX}"


def _pack(folder: Path) -> Iterator[bytes]:
    for path in sorted(folder.rglob("*")):
        header = tarfile.TarInfo(path.relative_to(folder).as_posix())
        if path.is_dir():
            header.type = tarfile.DIRTYPE
            yield header.tobuf(tarfile.PAX_FORMAT)
            continue
        header.size = path.stat().st_size
        yield header.tobuf(tarfile.PAX_FORMAT)
        left = header.size
        with path.open("rb") as file:
            while left:
                chunk = file.read(min(left, _CHUNK_BYTES))
                if not chunk:
                    raise OSError(f"{path.name} became shorter while it was read")
                left -= len(chunk)
                yield chunk
        yield bytes(-header.size % tarfile.BLOCKSIZE)
    yield bytes(2 * tarfile.BLOCKSIZE)


def _unpack(archive: tarfile.TarFile, member: tarfile.TarInfo, folder: Path) -> None:
    """A file or folder, by its name and content alone."""
    parts = PurePosixPath(member.name).parts
    if not parts or ".." in parts or member.name.startswith("/") or not (member.isfile() or member.isdir()):
        raise ValueError("an archive of the store holds files and folders alone, none outside of it")
    target = folder.joinpath(*parts)
    if member.isdir():
        target.mkdir(exist_ok=True)
        return
    source = archive.extractfile(member)
    if source is None:
        raise ValueError("a file without content")
    with target.open("xb") as file:
        while chunk := source.read(_CHUNK_BYTES):
            file.write(chunk)


class _Stream:
    """Pieces as a file that is read from its beginning to its end."""

    def __init__(self, parts: Iterator[bytes]) -> None:
        self._parts = parts
        self._left = memoryview(b"")

    def read(self, size: int = -1) -> bytes:
        """So many bytes, fewer only at the end."""
        taken: list[Any] = []
        while size < 0 or size > 0:
            if not self._left:
                part = next(self._parts, None)
                if part is None:
                    break
                self._left = memoryview(part)
            piece = self._left if size < 0 else self._left[:size]
            self._left = self._left[len(piece) :]
            taken.append(piece)
            size -= len(piece) if size > 0 else 0
        return b"".join(taken)
