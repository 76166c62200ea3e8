"""Small files of the store, by names with slashes in them (`refs/uti/cases.json`): in a folder, or in an object store.

Written whole or not at all. What is read to be changed is compared before it is written, so that of two writers none
undoes what the other did. A journal (`journals/costs/uti.jsonl`) is lines that are added at its end.
"""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from medpref_dagster.locks import LockError, hold_lock
from medpref_dagster.storage.durable import append
from medpref_dagster.storage.errors import StoreError
from medpref_dagster.storage.objects import Objects
from medpref_dagster.storage.temporary import Temporaries

Lines = list[bytes]
"""Of a journal, without their breaks; none is empty."""


class Documents(Protocol):
    """Where the store's small files are."""

    def where(self, name: str) -> str:
        """As a person finds it."""
        ...

    def read(self, name: str) -> bytes | None:
        """What was written; None where nothing was."""
        ...

    def write(self, name: str, text: bytes) -> None:
        """Write, in the place of what is there."""
        ...

    def write_new(self, name: str, text: bytes) -> bool:
        """Write where nothing is; whether it was written."""
        ...

    def change(self, name: str, change: Callable[[bytes | None], bytes]) -> None:
        """Write what is computed of what is there (None where nothing is), and nothing that undoes another's."""
        ...

    def remove(self, name: str) -> None:
        """Remove; nothing there is no error."""
        ...

    def list_names(self, folder: str) -> list[str]:
        """The names of all documents and journals in a folder and in those below, in order."""
        ...

    def list_folders(self, folder: str) -> list[str]:
        """The folders right in a folder, by their own names, in order; whatever else is in it is not looked at."""
        ...

    def append(self, name: str, line: bytes) -> None:
        """Add a line to a journal; lines of several writers do not mix."""
        ...

    def read_lines(self, name: str) -> Lines:
        """The lines of a journal, the oldest first; none where there is none."""
        ...

    def rewrite(self, name: str, change: Callable[[Lines], Lines]) -> None:
        """Write a journal anew, some lines at a time."""
        ...


class FolderDocuments:
    """Files under one folder, of a local disk or one that several machines mount."""

    def __init__(self, root: Path, temporaries: Temporaries) -> None:
        self._root = root
        self._temporaries = temporaries

    def where(self, name: str) -> str:
        """The file."""
        return str(self._path(name))

    def read(self, name: str) -> bytes | None:
        """See `Documents`. Raises `OSError` where it cannot be read."""
        try:
            return self._path(name).read_bytes()
        except FileNotFoundError:
            return None

    def write(self, name: str, text: bytes) -> None:
        """See `Documents`."""
        self._temporaries.write_file(self._path(name), text)

    def write_new(self, name: str, text: bytes) -> bool:
        """See `Documents`."""
        return self._temporaries.write_new_file(self._path(name), text)

    def change(self, name: str, change: Callable[[bytes | None], bytes]) -> None:
        """See `Documents`; one process at a time."""
        try:
            with hold_lock(self._root / "locks" / "documents", f"changes {name}"):
                self.write(name, change(self.read(name)))
        except LockError as error:
            raise StoreError(str(error)) from error

    def remove(self, name: str) -> None:
        """See `Documents`."""
        self._path(name).unlink(missing_ok=True)

    def list_names(self, folder: str) -> list[str]:
        """See `Documents`."""
        found = (path for path in self._path(folder).rglob("*.json*") if path.suffix in {".json", ".jsonl"})
        return sorted(path.relative_to(self._root).as_posix() for path in found if path.is_file())

    def list_folders(self, folder: str) -> list[str]:
        """See `Documents`."""
        try:
            with os.scandir(self._path(folder)) as found:
                return sorted(item.name for item in found if item.is_dir())
        except FileNotFoundError:
            return []

    def append(self, name: str, line: bytes) -> None:
        """See `Documents`; the break before it ends a line that was cut off."""
        append(self._path(name), b"\n" + line + b"\n")

    def read_lines(self, name: str) -> Lines:
        """See `Documents`."""
        return _split(self.read(name))

    def rewrite(self, name: str, change: Callable[[Lines], Lines]) -> None:
        """See `Documents`; only while nobody adds to it."""
        lines = self.read_lines(name)
        changed = change(lines)
        if changed != lines:
            self.write(name, b"".join(b"\n" + line + b"\n" for line in changed))

    def _path(self, name: str) -> Path:
        path = self._root / name
        if ".." in path.parts:
            raise StoreError(f"{name} lies outside the store {self._root}")
        return path


_PART_BYTES = 64 * 2**10


class ObjectDocuments:
    """Objects under one URL. A journal is numbered objects, `<name>/000001`; only the last one grows."""

    def __init__(self, objects: Objects) -> None:
        self._objects = objects

    def where(self, name: str) -> str:
        """The object."""
        return f"{self._objects.url}/{name}"

    def read(self, name: str) -> bytes | None:
        """See `Documents`."""
        found = self._objects.read(name)
        return None if found is None else found.content

    def write(self, name: str, text: bytes) -> None:
        """See `Documents`."""
        self._objects.write(name, text)

    def write_new(self, name: str, text: bytes) -> bool:
        """See `Documents`."""
        return self._objects.create(name, text) is not None

    def change(self, name: str, change: Callable[[bytes | None], bytes]) -> None:
        """See `Documents`."""
        self._objects.change(name, change)

    def remove(self, name: str) -> None:
        """See `Documents`."""
        for part in self._list_parts(name) if name.endswith(_JOURNAL) else [name]:
            self._objects.remove(part)

    def list_names(self, folder: str) -> list[str]:
        """See `Documents`."""
        keys = [item.key for item in self._objects.list_folder(folder)]
        return sorted({_name_journal(key) or key for key in keys})

    def list_folders(self, folder: str) -> list[str]:
        """See `Documents`."""
        return self._objects.list_folders(folder)

    def append(self, name: str, line: bytes) -> None:
        """See `Documents`."""
        while True:
            parts = self._list_parts(name)
            last = None if not parts else self._objects.read(parts[-1])
            if last is None or len(last.content) >= _PART_BYTES:
                if self._objects.create(f"{name}/{len(parts) + 1:06d}", line + b"\n"):
                    return
            elif self._objects.replace(parts[-1], last.content + line + b"\n", last.version):
                return

    def read_lines(self, name: str) -> Lines:
        """See `Documents`."""
        return [line for part in self._list_parts(name) for line in _split(self.read(part))]

    def rewrite(self, name: str, change: Callable[[Lines], Lines]) -> None:
        """See `Documents`; part by part, each whole."""
        for part in self._list_parts(name):
            self._objects.change(part, lambda text: b"".join(line + b"\n" for line in change(_split(text))))

    def _list_parts(self, name: str) -> list[str]:
        return [item.key for item in self._objects.list_folder(name)]


_JOURNAL = ".jsonl"


def _name_journal(key: str) -> str | None:
    folder = key.rpartition("/")[0]
    return folder if folder.endswith(_JOURNAL) else None


def _split(text: bytes | None) -> Lines:
    return [line for line in (text or b"").split(b"\n") if line]
