"""The anchor: where else it is written down how far the audit log has come, so that a log that was cut short is known.

A file of its own, a line for each entry of the log. It is worth what its place is worth: on a disk, a mount or a host
that who can write the store cannot write, nobody shortens or rewrites the log unnoticed.
"""

import hashlib
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from medpref_dagster.audit.entries import AuditError, Entry
from medpref_dagster.storage.durable import sync


@dataclass(frozen=True)
class Anchored:
    """An entry, as the anchor knows it."""

    sequence: int
    hash: str


class Anchor:
    """The anchor of one log."""

    def __init__(self, declared: Path, log: Path) -> None:
        """`declared` is a file, or a folder for the anchors of several stores; `log` is the log's folder.

        Raises
        ------
        AuditError
            If it lies in the store.
        """
        place, store = declared.expanduser().resolve(), log.parent.resolve()
        if place.is_relative_to(store):
            raise AuditError(
                f"the audit log's anchor {declared} lies in the store {store}: who changes the log could change it, "
                "too; declare a place outside (audit.anchor of the profile)"
            )
        is_folder = place.is_dir() or str(declared).endswith(os.sep)
        name = f"{store.name}-{hashlib.sha256(str(store).encode()).hexdigest()[:12]}.jsonl"
        self.path = place / name if is_folder else place

    def read(self) -> list[Anchored]:
        """Every line that is whole, the oldest first; none where there is no anchor yet.

        Raises
        ------
        AuditError
            If it cannot be read.
        """
        try:
            lines = self.path.read_bytes().split(b"\n")
        except FileNotFoundError:
            return []
        except OSError as error:
            raise AuditError(f"the audit log's anchor {self.path} cannot be read: {error.strerror}") from None
        return [found for line in lines if (found := _read_line(line)) is not None]

    def last(self) -> Anchored | None:
        """The furthest that it knows."""
        return max(self.read(), key=lambda found: found.sequence, default=None)

    def write(self, entry: Entry) -> None:
        """Add an entry, and bring it to the disk.

        Raises
        ------
        AuditError
            If it cannot be written.
        """
        line = json.dumps({"sequence": entry.sequence, "hash": entry.hash, "time": entry.time}).encode()
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            is_new = not self.path.exists()
            descriptor = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
            try:
                # The break before it ends a line that a full disk has cut.
                _write_all(descriptor, b"\n" + line + b"\n")
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
            if is_new:
                sync(self.path.parent)
        except OSError as error:
            raise AuditError(
                f"entry {entry.sequence} is in the audit log, but not in its anchor {self.path} ({error.strerror}): "
                "make that place writable, and do it again"
            ) from None


def _write_all(descriptor: int, data: bytes) -> None:
    while data:
        data = data[os.write(descriptor, data) :]


def _read_line(line: bytes) -> Anchored | None:
    try:
        fields: Any = json.loads(line)
        sequence, known = fields["sequence"], fields["hash"]
    except (ValueError, TypeError, KeyError):
        return None
    return Anchored(sequence, known) if type(sequence) is int and isinstance(known, str) else None
