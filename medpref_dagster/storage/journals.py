"""Journals: what happened, one record a line, added to by several processes at once."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from medpref_dagster.storage.errors import StoreError
from medpref_dagster.storage.names import encode_name
from medpref_dagster.storage.records import seal_record, unseal_record


class Journals:
    """The journals under one folder, by names with slashes in them (`costs/uti/sft_model/tiny`)."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def note(self, journal: str, record: Mapping[str, Any]) -> None:
        """Add a record; records of several processes do not mix, and one that a kill cut off spoils no other."""
        path = self.path(journal)
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o666)
        try:
            # The line break before it ends a line that was cut off.
            os.write(descriptor, b"\n" + seal_record(record) + b"\n")
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def read(self, journal: str, fields: tuple[str, ...] = ()) -> list[dict[str, Any]]:
        """The records that are whole and have these fields, the oldest first."""
        try:
            lines = self.path(journal).read_bytes().split(b"\n")
        except FileNotFoundError:
            return []
        records = (unseal_record(line) for line in lines if line)
        return [record for record in records if record is not None and all(field in record for field in fields)]

    def path(self, journal: str) -> Path:
        """The journal's file."""
        parts = journal.split("/")
        if any(part in {"", ".", ".."} for part in parts):
            raise StoreError(f"{journal!r} is no name for the store: parts between slashes, none '', '.' or '..'")
        path = self.root.joinpath(*(encode_name(part) for part in parts))
        return path.with_name(f"{path.name}.jsonl")
