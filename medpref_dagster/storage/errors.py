"""What the store raises."""

import errno
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from medpref_dagster.disclosure import is_expected

_FULL = {errno.ENOSPC, errno.EDQUOT}
_SAID = ("os error 28", "os error 122", "no space left on device", "disk quota exceeded")
"""By libraries that give no number: safetensors', DuckDB's."""


class StoreError(Exception):
    """The store was asked for something that it does not have or must not do."""


class MissingError(StoreError):
    """Nothing was ever made of what was asked for."""


class DamagedError(StoreError):
    """What was asked for was made, and its files are no longer what was written: it counts as absent."""


class UnreachableError(StoreError):
    """The object store does not answer now; it may do so later."""


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
        raise StoreError(
            f"the disk is full at {place}: nothing half written is kept there. Free some space (`medpref store gc` "
            "removes what nothing points to), and run it again: it goes on where it was"
        ) from error


def is_full_disk(error: BaseException) -> bool:
    """Whether an error of a library says that the disk, or what a user may have of it, is full; this package's own say
    it better."""
    if is_expected(error):
        return False
    return getattr(error, "errno", None) in _FULL or any(said in str(error).lower() for said in _SAID)
