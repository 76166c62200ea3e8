"""An entry of the audit log: a line of JSON that carries the hash of the one before it and its own."""

import hashlib
import json
import os
import pwd
import socket
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

BEGIN = "0" * 64
"""The previous hash of the first entry."""

LONGEST = 2_000
"""Characters of a subject or a reason."""


class AuditError(Exception):
    """The audit log cannot be written or read. The message says what to do."""


@dataclass(frozen=True)
class Entry:
    """What somebody did."""

    sequence: int
    """From 1, without a gap."""
    time: str
    """ISO 8601, in UTC."""
    actor: str
    """`ana@host` for a user of the operating system, `token ward-3` for one who came with a token."""
    action: str
    """Such as `model.trained`."""
    subject: str
    """What it was done to: an asset, an address, a token; a patient only as `patient:<keyed hash>`."""
    why: str
    details: Mapping[str, Any] = field(default_factory=dict[str, Any])
    """JSON values; never a patient's text or id."""
    previous: str = BEGIN
    """The hash of the entry before it."""
    hash: str = ""
    """The sha256 of all other fields, as JSON with sorted names."""

    def compute_hash(self) -> str:
        """The hash that it must have."""
        fields = {name: value for name, value in asdict(self).items() if name != "hash"}
        return hashlib.sha256(_dump(fields)).hexdigest()

    def write(self) -> bytes:
        """Its line, without the break."""
        return _dump(asdict(self))


def read_entry(line: bytes) -> Entry | None:
    """The entry of a line; None where the line is none. Whether it is unchanged, its hash says."""
    try:
        fields: Any = json.loads(line)
        texts = [fields[name] for name in ("time", "actor", "action", "subject", "why", "previous", "hash")]
        if type(fields["sequence"]) is not int or not isinstance(fields["details"], dict):
            return None
        entry = Entry(**fields) if all(isinstance(text, str) for text in texts) else None
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    # Another spelling of the same values is another line than the one that was written.
    return entry if entry is not None and entry.write() == line else None


def is_one_line(text: str) -> bool:
    """Whether a person's reason is a line that can be read: without breaks, which would show entries that are none,
    without control characters, and without bytes of the command line that are no text.

    >>> is_one_line("worse on the ward"), is_one_line("worse\\n9  ana  model.promoted"), is_one_line("\\udcff")
    (True, False, False)
    """
    return not any(unicodedata.category(sign) in _UNREADABLE for sign in text)


_UNREADABLE = ("Cc", "Cs", "Zl", "Zp")


def name_user() -> str:
    """The user of the operating system under whom this process runs, and the host."""
    number = os.geteuid()
    try:
        name = pwd.getpwuid(number).pw_name
    except KeyError:
        name = f"uid {number}"
    return f"{name}@{socket.gethostname()}"


def name_token(name: str) -> str:
    """Somebody who came with a token of that name."""
    return f"token {name}"


def name_patient(digest: str) -> str:
    """A patient as a subject: by the keyed hash of the id alone."""
    return f"patient:{digest}"


def _dump(fields: Mapping[str, Any]) -> bytes:
    return json.dumps(fields, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()
