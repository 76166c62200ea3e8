"""Who does what in the store, alone or with others: locks of the kernel where the store is a folder.

Where it is an object store, `leases.Leases` gives the same.
"""

from collections.abc import Generator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Protocol

from medpref_dagster.locks import LockError, OnWait, hold_lock, is_held
from medpref_dagster.storage.errors import StoreError


class Locks(Protocol):
    """Locks among the processes of all machines that use a store, by names with slashes in them."""

    def hold(self, name: str, purpose: str, on_wait: OnWait, *, shared: bool = False) -> AbstractContextManager[None]:
        """As `locks.hold_lock`. Raises `StoreError` where there are no locks."""
        ...

    def is_held(self, name: str) -> bool:
        """Whether some process holds it."""
        ...


class FolderLocks:
    """Files in a folder; of the machines that mount it, where its file system has locks."""

    def __init__(self, root: Path) -> None:
        self._root = root

    @contextmanager
    def hold(
        self, name: str, purpose: str, on_wait: OnWait, *, shared: bool = False, places: int = 1
    ) -> Generator[None]:
        """See `Locks`, and for `places` `locks.hold_lock`."""
        try:
            with hold_lock(self.path(name), purpose, on_wait, shared=shared, places=places):
                yield
        except LockError as error:
            raise StoreError(str(error)) from error

    def is_held(self, name: str) -> bool:
        """See `Locks`."""
        return is_held(self.path(name))

    def path(self, name: str) -> Path:
        """The lock's file."""
        return self._root / name
