"""Small JSON records that can tell whether they are still what was written."""

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any

_SEALED = re.compile(rb"(\{.*\})(?: #([0-9a-f]{16}))?\s*", re.DOTALL)


def seal_record(record: Mapping[str, Any]) -> bytes:
    """A record as one line: its JSON, and a hash of that."""
    text = json.dumps(dict(record), sort_keys=True).encode()
    return text + b" #" + _digest(text)


def unseal_record(line: bytes) -> dict[str, Any] | None:
    """The record of a line; None where the line was cut off or changed.

    A line without a hash, as earlier versions wrote it, is read as far as it is JSON.
    """
    found = _SEALED.fullmatch(line)
    if found is None or (found[2] is not None and found[2] != _digest(found[1])):
        return None
    try:
        return json.loads(found[1])
    except ValueError:
        return None


def check_of(record: Mapping[str, Any]) -> str:
    """The hash of a record, to be kept inside of it under a name of its own."""
    return _digest(json.dumps(dict(record), sort_keys=True).encode()).decode()


def _digest(text: bytes) -> bytes:
    return hashlib.sha256(text).hexdigest()[:16].encode()
