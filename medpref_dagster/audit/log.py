"""The audit log of a store: `audit/log.jsonl`, one entry a line, added to by one process at a time.

An entry is on the disk when `append` comes back. A line that a full disk or a kill has cut is moved aside by the next
append, into a file of its own beside the log, and an entry says so. An end that is not as it was written stops appends
until somebody has looked; what was changed further up is found by `verification`.
"""

import hashlib
import os
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from medpref_dagster.audit.anchor import Anchor
from medpref_dagster.audit.entries import BEGIN, LONGEST, AuditError, Entry, name_user, read_entry
from medpref_dagster.audit.verification import Verification, verify_log
from medpref_dagster.locks import LockError, hold_lock
from medpref_dagster.storage.durable import sync

LOG = "log.jsonl"
REPAIRED = "log.repaired"
"""The action of the entry behind a line that was cut."""

_CUT, _PENDING = ".cut", ".cut-now"
_WINDOW = 1 << 16


class AuditLog:
    """The log in one folder. Safe to append to from several processes at once; none forks the chain."""

    def __init__(self, path: Path | str, anchor: Path | str | None = None) -> None:
        """`path` is the log's folder, `<store>/audit`; `anchor` what the profile declares as `audit.anchor`.

        Raises
        ------
        AuditError
            If the anchor lies in the store.
        """
        self.folder = Path(path)
        self.path = self.folder / LOG
        self.anchor = None if anchor is None else Anchor(Path(anchor), self.folder)

    def append(
        self,
        action: str,
        subject: str,
        why: str,
        actor: str | None = None,
        details: Mapping[str, Any] | None = None,
    ) -> Entry:
        """Note what was done; it is on the disk when this returns.

        Parameters
        ----------
        actor
            Without one, the user of the operating system.
        details
            JSON values. Never a patient's text or plain id.

        Raises
        ------
        AuditError
            If the log cannot be written, or is not what was written before: nothing is added then.
        """
        for name, text in (("action", action), ("subject", subject), ("why", why)):
            if not text.strip() or len(text) > LONGEST:
                raise AuditError(f"an audit entry's {name} has 1 to {LONGEST} characters")
        with self._alone():
            last = self._repair(self._find_last(), actor or name_user())
            return self._add(last, action, subject, why, actor or name_user(), details or {})

    def entries(self) -> Iterator[Entry]:
        """The entries, the oldest first, as far as their lines can be read.

        Raises
        ------
        AuditError
            If the file cannot be read.
        """
        try:
            with self.path.open("rb") as file:
                for line in file:
                    if (entry := read_entry(line.rstrip(b"\n"))) is not None:
                        yield entry
        except FileNotFoundError:
            return
        except OSError as error:
            raise AuditError(f"the audit log {self.path} cannot be read: {error.strerror}") from None

    def verify(self) -> Verification:
        """Whether the log is what was written, line by line, and as long as its anchor knows."""
        with self._alone():
            return verify_log(self.path, self.anchor)

    @contextmanager
    def _alone(self) -> Generator[None]:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with hold_lock(self.folder / "lock", "writes the audit log"):
                yield
        except LockError as error:
            raise AuditError(str(error)) from None
        except OSError as error:
            raise AuditError(f"the audit log in {self.folder} cannot be used: {error.strerror}") from None

    def _find_last(self) -> Entry | None:
        """The last whole line's entry; None of an empty log."""
        line = _read_last_line(self.path)
        last = None if line is None else read_entry(line)
        if line is not None and (last is None or last.hash != last.compute_hash()):
            raise AuditError(f"the last line of the audit log {self.path} is not what was written: {_REMEDY}")
        known = None if self.anchor is None else self.anchor.last()
        if known is None:
            return last
        if last is None or known.sequence > last.sequence:
            raise AuditError(f"the audit log {self.path} is shorter than its anchor knows: {_REMEDY}")
        if known.sequence == last.sequence and known.hash != last.hash:
            raise AuditError(f"the audit log {self.path} ends otherwise than its anchor knows: {_REMEDY}")
        return last

    def _repair(self, last: Entry | None, actor: str) -> Entry | None:
        """Move a cut line aside and say so; the last entry then.

        The part is written aside before it is cut off, and loses its mark only behind the entry, so that a kill on
        whatever line leaves it to the next append.
        """
        part = _read_behind_last_break(self.path)
        if part:
            kept = self.folder / f"{(last.sequence if last else 0) + 1}-{_hash(part)[:12]}{_PENDING}"
            kept.write_bytes(part)
            sync(kept)
            sync(self.folder)
            os.truncate(self.path, self.path.stat().st_size - len(part))
            sync(self.path)
        for pending in sorted(self.folder.glob(f"*{_PENDING}")):
            kept, found = pending.with_suffix(_CUT), pending.read_bytes()
            details = {"bytes": len(found), "sha256": _hash(found), "kept": kept.name}
            if last is None or last.details != details:
                why = "a line was cut by a full disk or a kill; what there was of it is kept beside the log"
                last = self._add(last, REPAIRED, LOG, why, actor, details)
            pending.rename(kept)
            sync(self.folder)
        return last

    def _add(
        self, last: Entry | None, action: str, subject: str, why: str, actor: str, details: Mapping[str, Any]
    ) -> Entry:
        unsigned = Entry(
            sequence=1 if last is None else last.sequence + 1,
            time=datetime.now(UTC).isoformat(timespec="milliseconds"),
            actor=actor,
            action=action,
            subject=subject,
            why=why,
            details=dict(details),
            previous=BEGIN if last is None else last.hash,
        )
        entry = replace(unsigned, hash=unsigned.compute_hash())
        _write_line(self.path, entry.write() + b"\n")
        if self.anchor is not None:
            self.anchor.write(entry)
        return entry


_REMEDY = (
    "`medpref audit verify` says more. Nothing is added until it is whole again: restore it from a backup, or, once it "
    "was looked into, move the folder and its anchor aside as evidence, and a new log begins"
)


def _write_line(path: Path, line: bytes) -> None:
    """Add a line whole, or as good as not at all: what is left of one that failed is cut off again, if that can be."""
    is_new = not path.exists()
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o666)
    try:
        size = os.fstat(descriptor).st_size
        try:
            left = line
            while left:
                left = left[os.write(descriptor, left) :]
            os.fsync(descriptor)
        except OSError as error:
            with suppress(OSError):
                os.ftruncate(descriptor, size)
            raise AuditError(
                f"the audit log {path} cannot be written ({error.strerror}): make room or give leave, and do it again"
            ) from None
    finally:
        os.close(descriptor)
    if is_new:
        sync(path.parent)


def _read_last_line(path: Path) -> bytes | None:
    """The last line that ends with a break, without it; None where there is none."""
    tail = _read_tail(path, breaks=2)
    whole = tail[: tail.rfind(b"\n") + 1]
    return whole[:-1].rpartition(b"\n")[2] if whole else None


def _read_behind_last_break(path: Path) -> bytes:
    tail = _read_tail(path, breaks=1)
    return tail[tail.rfind(b"\n") + 1 :]


def _read_tail(path: Path, breaks: int) -> bytes:
    """The end of a file, from before so many line breaks on."""
    try:
        with path.open("rb") as file:
            size = file.seek(0, os.SEEK_END)
            length = 0
            while True:
                length = min(size, length * 2 or _WINDOW)
                file.seek(size - length)
                tail = file.read(length)
                if length == size or tail.count(b"\n") >= breaks:
                    return tail
    except FileNotFoundError:
        return b""


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
