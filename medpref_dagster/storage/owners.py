"""Which process of which machine something belongs to, and whether that process is still there.

A process is its machine, its id and when it started: ids are used again, also soon. A machine is a host since it was
booted, and in it a space of process ids (each container has its own), so that on a shared file system nobody takes
another machine's process for one of its own.
"""

import functools
import hashlib
import os
import re
import socket
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

from medpref_dagster.storage.names import encode_name

_STARTED = 19
"""Of the words of /proc/<pid>/stat behind the program's name: when it started, in ticks since boot (man 5 proc)."""


_NAME = re.compile(r"([^~]+)~([^~]+)~([0-9]{1,9})~([0-9]{1,18})(?:~|$)")
"""Numbers that a system can have: a stranger's name in the folder is nobody's, and must stop nobody who looks at it."""


@dataclass(frozen=True)
class Owner:
    """A process."""

    host: str
    """As `encode_name` writes it."""
    machine: str
    pid: int
    started: int

    def __str__(self) -> str:
        """As a part of a file's name; see `read_owner`."""
        return f"{self.host}~{self.machine}~{self.pid}~{self.started}"

    def is_gone(self) -> bool | None:
        """Whether the process has ended; None where it is of another machine, which cannot be seen from here."""
        if (self.host, self.machine) != (encode_name(socket.gethostname()), identify_machine()):
            return None
        return _find_start(self.pid) not in {self.started, _UNKNOWN}


_UNKNOWN = -1
"""The start of a process that is there but may not be looked at."""


def this_process() -> Owner:
    """The process that asks."""
    return Owner(encode_name(socket.gethostname()), identify_machine(), os.getpid(), _find_start(os.getpid()) or 0)


def read_owner(name: str) -> Owner | None:
    """The owner that a file's name begins with; None where it names none."""
    found = _NAME.match(name)
    return Owner(found[1], found[2], int(found[3]), int(found[4])) if found else None


@functools.cache
def identify_machine() -> str:
    """A name for the host since its boot, and for this container's process ids."""
    parts: list[str] = []
    with suppress(OSError):
        parts.append(Path("/proc/sys/kernel/random/boot_id").read_text().strip())
    with suppress(OSError):
        parts.append(str(Path("/proc/self/ns/pid").stat().st_ino))
    return hashlib.sha256(" ".join(parts).encode()).hexdigest()[:12]


def _find_start(pid: int) -> int | None:
    """When a process started, in a unit of this machine; None where there is none, or only what is left of it."""
    try:
        words = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return None if words[0] in {"Z", "X"} else int(words[_STARTED])
    except (OSError, IndexError, ValueError):
        pass
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return None
    except PermissionError:
        return _UNKNOWN
    with suppress(psutil.Error):
        return int(psutil.Process(pid).create_time())
    return _UNKNOWN
