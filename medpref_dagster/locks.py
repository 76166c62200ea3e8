"""Locks that the kernel holds and gives back when their holder ends, however it ends.

`flock` on a file: a process that is killed, on whatever line, leaves no lock behind, so that nobody ever waits for one
that is gone. Who waits sleeps and is told for whom; a signal's handler that raises ends the wait.

Light, because the project's first commands need it: only the standard library.
"""

import errno
import fcntl
import json
import os
import socket
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

_POLL_SECONDS = 0.2
_FIRST_REMINDER_SECONDS, _LAST_REMINDER_SECONDS = 6.0, 600.0
"""The first is a little longer than the command line keeps silent between two lines."""
_NO_LOCKS = {errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP}


class LockError(Exception):
    """A lock cannot be had at all. The message says what to do."""


class HeldError(LockError):
    """Another process holds a lock that is not waited for."""

    def __init__(self, holder: "Holder | None") -> None:
        self.holder = holder
        """None where it is just being written."""
        super().__init__(f"held by {holder or 'another process'}")


@dataclass(frozen=True)
class Holder:
    """Who holds a lock."""

    host: str
    pid: int
    purpose: str
    """What it is doing, e.g. `uti/sft_model of run 1f0c...`."""
    since: str
    """ISO 8601, in UTC."""

    def __str__(self) -> str:
        """As one clause for a person: `process 4711 on gpu3, uti/sft_model of run 1f0c..., since ...`."""
        doing = f", {self.purpose}" if self.purpose else ""
        return f"process {self.pid} on {self.host}{doing}, since {self.since}"


OnWait = Callable[[Holder | None], None]
"""Told for whom is waited; None where that is not known yet."""


def ignore(_: Holder | None) -> None:
    """Tell nobody for whom is waited."""


@contextmanager
def hold_lock(
    path: Path,
    purpose: str = "",
    on_wait: OnWait = ignore,
    *,
    shared: bool = False,
    places: int = 1,
) -> Generator[None]:
    """Hold a lock during the block; wait for it where another process holds it.

    Processes that wait get it in some order, but none that had it gets it back before one that waited: everyone passes
    a turnstile (a second file, `<path>.next`), which the first of those who wait keeps.

    Parameters
    ----------
    path
        The lock's file, made where it is missing and never removed: a removed file's lock excludes nobody.
    purpose
        Shown to those who wait.
    on_wait
        Called with the holder when the wait begins, when the holder is another one, and now and then in between;
        None where the holder is not known yet.
    shared
        Hold it beside others that hold it so, too; who wants it alone waits for all of them, and lets no new one by.
    places
        How many may hold it side by side, each at a file of its own (`<path>`, `<path>.2`, ...); who waits for one is
        told who holds the first. Who asks for fewer places waits for those alone.

    Raises
    ------
    LockError
        If the file cannot be written, or its file system has no locks.
    """
    descriptors: list[int] = []
    try:
        for place in range(1, places + 1):
            descriptors.append(_open(path if place == 1 else path.with_name(f"{path.name}.{place}")))
        turnstile = _open(path.with_name(f"{path.name}.next"))
        try:
            waiting = Waiting(lambda: read_holder(path), on_wait)
            _wait_for([turnstile], path, waiting)
            taken = _wait_for(descriptors, path, waiting, shared=shared)
        finally:
            _close(turnstile)
        _write_holder(taken, Holder(socket.gethostname(), os.getpid(), purpose, _now()))
        yield
    finally:
        for descriptor in descriptors:
            _close(descriptor)


def keep_lock(path: Path, purpose: str) -> None:
    """Take a lock until this process ends, also where it becomes another program; nobody is waited for.

    Processes that it starts do not have it, unless they were forked.

    Raises
    ------
    HeldError
        If another process holds it.
    LockError
        As of `hold_lock`.
    """
    descriptor = _open(path)
    try:
        if not _take(descriptor, path, fcntl.LOCK_EX):
            raise HeldError(read_holder(path))
    except BaseException:
        _close(descriptor)
        raise
    os.set_inheritable(descriptor, True)  # else the next program's first act would be to give it back
    _write_holder(descriptor, Holder(socket.gethostname(), os.getpid(), purpose, _now()))


def is_held(path: Path) -> bool:
    """Whether a process, this one too, holds a lock just now."""
    if not path.exists():
        return False
    descriptor = _open(path)
    try:
        return not _take(descriptor, path, fcntl.LOCK_EX)
    finally:
        _close(descriptor)


def read_holder(path: Path) -> Holder | None:
    """Who took the lock last; None where nobody did or it is just being written."""
    try:
        return Holder(**json.loads(path.read_text()))
    except (OSError, ValueError, TypeError):
        return None


class Waiting:
    """Tells who holds a lock: at once, when that changes, and again after ever longer times."""

    def __init__(self, read: Callable[[], Holder | None], on_wait: OnWait) -> None:
        self._read = read
        self._on_wait = on_wait
        self._told: list[Holder | None] = []
        self._pause = _FIRST_REMINDER_SECONDS
        self._remind_at = 0.0

    def tell(self) -> None:
        """Tell, if it is time to."""
        holder, now = self._read(), time.monotonic()
        if self._told == [holder] and now < self._remind_at:
            return
        self._pause = min(2 * self._pause, _LAST_REMINDER_SECONDS) if self._told == [holder] else self._pause
        self._told, self._remind_at = [holder], now + self._pause
        self._on_wait(holder)


def _wait_for(descriptors: list[int], path: Path, waiting: Waiting, *, shared: bool = False) -> int:
    """Take the first that is free, and wait for one where none is."""
    while True:
        for descriptor in descriptors:
            if _take(descriptor, path, fcntl.LOCK_SH if shared else fcntl.LOCK_EX):
                return descriptor
        waiting.tell()
        time.sleep(_POLL_SECONDS)


def _take(descriptor: int, path: Path, how: int) -> bool:
    try:
        fcntl.flock(descriptor, how | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError as error:
        if error.errno in _NO_LOCKS:
            raise LockError(
                f"the file system of {path.parent} has no locks ({error.strerror}); put the folder on one that has "
                "(a local disk, NFS with its lock service, Lustre mounted with -o flock)"
            ) from error
        raise
    return True


_descriptors: set[int] = set()


def _open(path: Path) -> int:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    except OSError as error:
        raise LockError(
            f"the lock {path} cannot be opened ({error.strerror}); give this user the right to write there"
        ) from error
    _descriptors.add(descriptor)
    return descriptor


def _close(descriptor: int) -> None:
    # Unlocked first: a process that was forked meanwhile may have a copy of the descriptor.
    with suppress(OSError):
        fcntl.flock(descriptor, fcntl.LOCK_UN)
    _descriptors.discard(descriptor)
    os.close(descriptor)


def _close_copies() -> None:
    """In a forked child: a copy that outlives its parent would keep the parent's lock."""
    for descriptor in _descriptors:
        with suppress(OSError):
            os.close(descriptor)
    _descriptors.clear()


os.register_at_fork(after_in_child=_close_copies)


def _write_holder(descriptor: int, holder: Holder) -> None:
    """For those who wait. On a disk that is full they are told of "another process": the lock holds all the same."""
    with suppress(OSError):
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, json.dumps(asdict(holder)).encode(), 0)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
