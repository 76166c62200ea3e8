"""Locks in an object store: each is an object that its holder renews, and that another takes over once it stands still.

A holder renews its object every `BEAT_SECONDS`, on condition that it is still its own. Who waits reads it: an object
that has not changed for `DEAD_AFTER_SECONDS`, by the clock of the one who waits, is of a process that is gone, and is
taken over, on condition that it has not changed after all. So no clock of another machine is compared, and a holder
that was only slow knows at its next renewal that it lost the lock.

Held with others, a process has a mark of its own beside the lock: it writes the mark, then looks whether somebody has
the lock alone; who wants it alone takes the lock, then waits until no mark is left. Whichever came first, one sees the
other.
"""

import json
import os
import secrets
import socket
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager, suppress
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from medpref_dagster.locks import Holder, OnWait, Waiting
from medpref_dagster.storage.errors import StoreError
from medpref_dagster.storage.names import encode_name
from medpref_dagster.storage.objects import Found, Objects

if TYPE_CHECKING:
    from obstore import UpdateVersion

BEAT_SECONDS = 10.0
DEAD_AFTER_SECONDS = 60.0
LOOK_SECONDS = 1.0
_FREE = b"{}"


class Leases:
    """The locks under one URL."""

    def __init__(self, objects: Objects) -> None:
        self._objects = objects

    @contextmanager
    def hold(self, name: str, purpose: str, on_wait: OnWait, *, shared: bool = False) -> Generator[None]:
        """See `locking.Locks`.

        Raises
        ------
        StoreError
            At the end of the block, if another process took the lock over meanwhile.
        """
        seen = _Watch()
        waiting = Waiting(lambda: seen.holder, on_wait)
        holder = Holder(socket.gethostname(), os.getpid(), purpose, datetime.now(UTC).isoformat(timespec="seconds"))
        take = self._join if shared else self._take
        lease = take(name, holder, seen, waiting)
        try:
            with lease.renewed():
                if not shared:
                    self._wait_for_marks(name, seen, waiting)
                yield
        finally:
            lease.release()
        if lease.is_lost:
            raise StoreError(
                f"another machine took over the lock {name!r}: this process was silent for {DEAD_AFTER_SECONDS:.0f} s. "
                "What it put into the store is whole; run it again to be sure of the rest"
            )

    def is_held(self, name: str) -> bool:
        """See `locking.Locks`; also by one that is gone, as long as nobody waited for it."""
        found = self._objects.read(_key(name))
        return found is not None and found.content != _FREE

    def _take(self, name: str, holder: Holder, seen: "_Watch", waiting: Waiting) -> "_Lease":
        key, content = _key(name), _write(holder)
        while True:
            found = self._objects.read(key)
            if found is None:
                version = self._objects.create(key, content)
            elif found.content == _FREE or seen.stands_still(key, found):
                version = self._objects.replace(key, content, found.version)
            else:
                waiting.tell()
                time.sleep(LOOK_SECONDS)
                continue
            if version is not None:
                return _Lease(self._objects, key, content, version, is_mark=False)

    def _join(self, name: str, holder: Holder, seen: "_Watch", waiting: Waiting) -> "_Lease":
        key, mark = _key(name), f"{_marks(name)}/{secrets.token_hex(8)}"
        content = _write(holder)
        while True:
            self._wait_until_free(key, seen, waiting)
            version = self._objects.create(mark, content)
            found = self._objects.read(key)
            if version is not None and (found is None or found.content == _FREE):
                return _Lease(self._objects, mark, content, version, is_mark=True)
            self._objects.remove(mark)

    def _wait_until_free(self, key: str, seen: "_Watch", waiting: Waiting) -> None:
        while (found := self._objects.read(key)) is not None and found.content != _FREE:
            if seen.stands_still(key, found):
                self._objects.replace(key, _FREE, found.version)
                continue
            waiting.tell()
            time.sleep(LOOK_SECONDS)

    def _wait_for_marks(self, name: str, seen: "_Watch", waiting: Waiting) -> None:
        while True:
            marks = [item.key for item in self._objects.list_folder(_marks(name))]
            for key in list(marks):
                if self._is_gone(key, seen):
                    self._objects.remove(key)
                    marks.remove(key)
            if not marks:
                return
            waiting.tell()
            time.sleep(LOOK_SECONDS)

    def _is_gone(self, key: str, seen: "_Watch") -> bool:
        """Whether a mark is nobody's any more. The next renewal of one that was only slow fails: it learns of it."""
        found = self._objects.read(key)
        if found is None or found.content == _FREE:
            return True
        return seen.stands_still(key, found) and self._objects.replace(key, _FREE, found.version) is not None


def _key(name: str) -> str:
    return f"locks/{'/'.join(encode_name(part) for part in name.split('/'))}.lock"


def _marks(name: str) -> str:
    return f"{_key(name)}.shared"


def _write(holder: Holder) -> bytes:
    return json.dumps({**asdict(holder), "lease": secrets.token_hex(8), "beat": 0}).encode()


class _Watch:
    """Since when objects have not changed, by this process's own clock."""

    def __init__(self) -> None:
        self.holder: Holder | None = None
        self._seen: dict[str, tuple[bytes, float]] = {}

    def stands_still(self, key: str, found: Found) -> bool:
        """Whether an object has been the same for so long that its holder must be gone."""
        self.holder = _read_holder(found.content)
        now = time.monotonic()
        content, since = self._seen.get(key, (b"", now))
        if content != found.content:
            self._seen[key] = (found.content, now)
            return False
        return now - since > DEAD_AFTER_SECONDS


def _read_holder(content: bytes) -> Holder | None:
    try:
        fields: Any = json.loads(content)
        return Holder(fields["host"], fields["pid"], fields["purpose"], fields["since"])
    except (ValueError, KeyError, TypeError):
        return None


class _Lease:
    """A lock or a mark that this process has."""

    def __init__(self, objects: Objects, key: str, content: bytes, version: "UpdateVersion", *, is_mark: bool) -> None:
        self._objects, self._key, self._is_mark = objects, key, is_mark
        self._fields: dict[str, Any] = json.loads(content)
        self._version = version
        self.is_lost = False

    @contextmanager
    def renewed(self) -> Generator[None]:
        """Renew it as long as the block lasts."""
        stopped = threading.Event()

        def beat() -> None:
            while not self.is_lost and not stopped.wait(BEAT_SECONDS):
                with suppress(StoreError):  # a server that does not answer may do so again before anybody takes it over
                    self._renew()

        thread = threading.Thread(target=beat, name="lease", daemon=True)
        thread.start()
        try:
            yield
        finally:
            stopped.set()
            thread.join()
            if not self.is_lost:
                with suppress(StoreError):  # the last one tells whether it was one's own to the end
                    self._renew()

    def _renew(self) -> None:
        self._fields["beat"] += 1
        version = self._objects.replace(self._key, json.dumps(self._fields).encode(), self._version)
        if version is None:
            version = self._find_own()
        self.is_lost = version is None
        self._version = version or self._version

    def _find_own(self) -> "UpdateVersion | None":
        """The version of a renewal of ours whose answer never came."""
        found = self._objects.read(self._key)
        is_own = found is not None and f'"{self._fields["lease"]}"'.encode() in found.content
        return found.version if found is not None and is_own else None

    def release(self) -> None:
        """Give it back; a server that does not answer leaves it to those who wait."""
        with suppress(StoreError):
            if self._is_mark:
                self._objects.remove(self._key)
            elif not self.is_lost:
                self._objects.replace(self._key, _FREE, self._version)
