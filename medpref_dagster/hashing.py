"""Content hashes: of files, of folders and of named JSON values. Light: definitions use it at load."""

import hashlib
import json
from pathlib import Path
from typing import Any

_CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def content_key(**parts: Any) -> str:
    """Hash named JSON values into a key.

    Two calls with equal parts give equal keys on every machine; every input that can change a result must be
    a part.
    """
    return hashlib.sha256(_CANONICAL.encode(parts).encode()).hexdigest()


def hash_file(path: Path) -> str:
    """The sha256 of a file's bytes, as hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def hash_folder(folder: Path) -> str:
    """The sha256 over every file's relative POSIX path and content hash, in sorted order."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*"), key=lambda item: item.relative_to(folder).as_posix()):
        if path.is_file():
            digest.update(f"{path.relative_to(folder).as_posix()}\0{hash_file(path)}\n".encode())
    return digest.hexdigest()
