"""Names in the store: every name becomes one entry of one folder, and none leads out of it."""

import hashlib
import re
from collections.abc import Mapping
from urllib.parse import quote

from medpref_dagster.storage.errors import StoreError

Partition = str | Mapping[str, str]
"""One key, or a key for each dimension: `{"base_model": "smollm2-135m", "week": "2026-06-01"}`."""

_PLAIN = re.compile(r"[A-Za-z0-9_.-]+")
_MOST_CHARACTERS = 180  # a file's name has at most 255 bytes, and what is written beside it is longer


def checked_name(name: str) -> str:
    """A name that must be plain: of a task, an asset, a key, a companion.

    Raises
    ------
    StoreError
        If it has other characters than letters, digits, '.', '_' and '-'.
    """
    if not _PLAIN.fullmatch(name) or name in {".", ".."}:
        raise StoreError(f"{name!r} is no name for the store: only letters, digits, '.', '_' and '-'")
    return name


def encode_name(name: str) -> str:
    """Any text as the name of a file: plain names stay as they are, other characters are percent-encoded.

    Two texts never share a name. Of a long one only the beginning is kept, and a hash of the whole.

    Raises
    ------
    StoreError
        If it is empty, or no text that UTF-8 can hold.

    >>> encode_name("smollm2-135m"), encode_name("2026-06-01|ward 3"), encode_name("..")
    ('smollm2-135m', '2026-06-01%7Cward%203', '%2E%2E')
    """
    if not name:
        raise StoreError("an empty name is no name for the store")
    try:
        encoded = quote(name, safe="").replace("~", "%7E")
    except UnicodeEncodeError:
        raise StoreError(f"{name!r} is no name for the store: it is no valid Unicode text") from None
    if encoded in {".", ".."}:
        return encoded.replace(".", "%2E")
    if len(encoded) > _MOST_CHARACTERS:
        return f"{encoded[:100]}~{hashlib.sha256(name.encode()).hexdigest()[:32]}"
    return encoded


def encode_partition(partition: Partition) -> str:
    """A partition as the name of a file; the order of its dimensions does not matter.

    >>> encode_partition({"week": "2026-06-01", "base_model": "tiny"})
    'base_model=tiny,week=2026-06-01'
    """
    if isinstance(partition, str):
        return encode_name(partition)
    if not partition:
        raise StoreError("a partition without dimensions is no name for the store")
    joined = ",".join(f"{encode_name(name)}={encode_name(partition[name])}" for name in sorted(partition))
    if len(joined) > _MOST_CHARACTERS:
        return f"{joined[:100]}~{hashlib.sha256(joined.encode()).hexdigest()[:32]}"
    return joined


def describe_partition(partition: Partition) -> str:
    """As a person reads it."""
    if isinstance(partition, str):
        return partition
    return ", ".join(f"{name} {key}" for name, key in sorted(partition.items()))
