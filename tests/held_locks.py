"""Whether a process holds one of the kernel's locks, asked without the code under test."""

import fcntl
from pathlib import Path


def is_held(path: Path) -> bool:
    """Whether a process holds the lock of this file now, this one included."""
    if not path.exists():
        return False
    with path.open("r+b") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False
