"""What the store raises."""

import errno
import shutil
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from pathlib import Path

from medpref_dagster.disclosure import is_expected

_FULL = {errno.ENOSPC, errno.EDQUOT}
_SAID = (
    *("os error 28", "os error 122", "no space left on device", "disk quota exceeded"),
    "database or disk is full",
)
"""By libraries that give no number: safetensors', DuckDB's, SQLite's."""


class StoreError(Exception):
    """The store was asked for something that it does not have or must not do."""


class MissingError(StoreError):
    """Nothing was ever made of what was asked for."""


class DamagedError(StoreError):
    """What was asked for was made, and its files are no longer what was written: it counts as absent."""


class UnreachableError(StoreError):
    """The object store does not answer now; it may do so later."""


class CrossedError(StoreError):
    """Another one has written the same object meanwhile."""


@contextmanager
def telling_full_disk(place: Path) -> Generator[None]:
    """What is written within the block finds the disk full: then that is told, and not as an error nobody foresaw.

    Raises
    ------
    StoreError
        In the place of such an error, whichever library raised it.
    """
    try:
        yield
    except Exception as error:
        if not is_full_disk(error):
            raise
        raise StoreError(f"{describe_full_disk(error, place)}: it goes on where it was") from error


def describe_full_disk(error: BaseException, place: Path) -> str:
    """Which folder takes no more, how much is free there, and what to do.

    Parameters
    ----------
    error
        One for which `is_full_disk` is true.
    place
        Where it was met; it need not be there.
    """
    there = next(folder for folder in (place, *place.parents) if folder.exists())
    free = f"{shutil.disk_usage(there).free / 2**20:,.0f} MiB are free"
    if getattr(error, "errno", None) == errno.EDQUOT:
        free = f"{free}, but no more of it for this user, whose quota is used up"
    return (
        f"the disk is full at {place}: nothing half written is kept there. {free}. Free some space (`medpref store gc` "
        "removes what nothing points to) or let the store lie on another disk (store.root in the profile), and run it "
        "again"
    )


def find_fullest(places: Iterable[Path]) -> Path:
    """The folder on whose file system the least is free; of several on one, the first. They need not be there.

    For an error of a write, which does not say of which file.
    """
    free: dict[int, tuple[int, Path]] = {}
    for place in places:
        there = next(folder for folder in (place, *place.parents) if folder.exists())
        free.setdefault(there.stat().st_dev, (shutil.disk_usage(there).free, place))
    return min(free.values(), key=lambda found: found[0])[1]


def is_full_disk(error: BaseException) -> bool:
    """Whether an error of a library says that the disk, or what a user may have of it, is full; this package's own say
    it better."""
    if is_expected(error):
        return False
    return getattr(error, "errno", None) in _FULL or any(said in str(error).lower() for said in _SAID)
