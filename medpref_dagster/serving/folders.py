"""A folder outside of the store that appears whole or not at all, and never in the place of another."""

import errno
import os
import shutil
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path

from safetensors import SafetensorError

from medpref_dagster.serving.errors import ServingError
from medpref_dagster.storage.durable import sync, sync_folder
from medpref_dagster.storage.errors import is_full_disk
from medpref_dagster.storage.temporary import Temporaries

_BESIDE = ".medpref-exports"
"""Where it is written until it is whole: beside its place, so that it can be renamed."""


def require_place(target: Path, store: Path) -> Path:
    """The resolved folder that is to be written.

    Raises
    ------
    ServingError
        If something is there already, it lies in the store, or there can be no such folder.
    """
    try:
        return _require_place(target.expanduser().resolve(), store)
    except (OSError, RuntimeError) as error:  # too long a name, links in a circle, a home that nobody knows
        reason = getattr(error, "strerror", None) or str(error)
        raise ServingError(f"{target} cannot be written: {reason}; name another folder") from None


def _require_place(target: Path, store: Path) -> Path:
    if target.is_relative_to(store):
        raise ServingError(f"{target} lies in the store, which only medpref writes; choose a folder outside of {store}")
    if target.exists() and not target.is_dir():
        raise ServingError(f"{target} is a file; name a folder that is not there yet")
    if target.is_dir() and any(target.iterdir()):
        raise ServingError(
            f"{target} is not empty, and nothing is ever overwritten; name a folder that is not there yet"
        )
    return target


@contextmanager
def new_folder(target: Path, *, needed: int, private: bool) -> Generator[Path]:
    """A temporary folder that becomes `target` when the block ends, synced and by one renaming.

    Parameters
    ----------
    target
        Of `require_place`.
    needed
        Bytes that will be written, so that a full disk is told before any work.
    private
        Whether the files are their owner's alone.

    Raises
    ------
    ServingError
        If there is no room, the disk refuses, or another process was first. Nothing is left then.
    """
    beside = target.parent / _BESIDE
    try:
        beside.mkdir(parents=True, exist_ok=True)
        _require_room(target, needed)
        with Temporaries(beside).new_folder() as folder:
            yield folder
            for path in (folder, *folder.rglob("*")):
                path.chmod((0o700 if private else 0o755) if path.is_dir() else (0o600 if private else 0o644))
            sync_folder(folder)
            folder.rename(target)  # onto an empty folder, too
            sync(target.parent)
    except (OSError, SafetensorError) as error:
        raise ServingError(_explain(error, target)) from error
    finally:
        with suppress(OSError):  # another export is written there
            beside.rmdir()


def _require_room(target: Path, needed: int) -> None:
    free = shutil.disk_usage(target.parent).free
    if free < needed:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def _explain(error: OSError | SafetensorError, target: Path) -> str:
    number = getattr(error, "errno", None)
    if number in {errno.ENOTEMPTY, errno.EEXIST}:
        return f"{target} was filled by another process meanwhile; nothing of it was changed"
    if is_full_disk(error):
        with suppress(OSError):
            free = shutil.disk_usage(target.parent).free / 2**20
            return (
                f"the disk is full: {target} could not be written ({free:.0f} MiB are free); free some space, or name "
                "a folder on another disk. Nothing was kept"
            )
    return f"{target} could not be written: {os.strerror(number) if number else error}. Nothing was kept"
