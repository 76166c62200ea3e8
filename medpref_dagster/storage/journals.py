"""Journals: what happened, one record a line, added to by several processes at once."""

from collections.abc import Callable, Mapping
from typing import Any

from medpref_dagster.storage.documents import Documents
from medpref_dagster.storage.errors import StoreError
from medpref_dagster.storage.names import encode_name
from medpref_dagster.storage.records import seal_record, unseal_record


class Journals:
    """The journals in one folder of documents, by names with slashes in them (`costs/uti/sft_model/tiny`)."""

    def __init__(self, documents: Documents, folder: str = "journals") -> None:
        self._documents = documents
        self._folder = folder

    def note(self, journal: str, record: Mapping[str, Any]) -> None:
        """Add a record; records of several processes do not mix, and one that a kill cut off spoils no other."""
        self._documents.append(self.name(journal), seal_record(record))

    def read(self, journal: str, fields: tuple[str, ...] = ()) -> list[dict[str, Any]]:
        """The records that are whole and have these fields, the oldest first."""
        records = (unseal_record(line) for line in self._documents.read_lines(self.name(journal)))
        return [record for record in records if record is not None and all(field in record for field in fields)]

    def list_names(self) -> list[str]:
        """The names of all journals, each part as a file's name has it."""
        names = self._documents.list_names(self._folder)
        return [name.removeprefix(f"{self._folder}/").removesuffix(".jsonl") for name in names]

    def rewrite(self, listed: str, change: Callable[[dict[str, Any]], dict[str, Any] | None]) -> int:
        """Write each record of a journal of `list_names` as it was changed: how many went, because they became None or
        were cut off. Only while nobody adds to it.
        """
        removed = 0

        def rewrite(lines: list[bytes]) -> list[bytes]:
            nonlocal removed
            kept: list[bytes] = []
            for line in lines:
                record = unseal_record(line)
                changed = None if record is None else change(record)
                if changed is not None:
                    kept.append(line if changed == record else seal_record(changed))
            removed += len(lines) - len(kept)
            return kept

        self._documents.rewrite(f"{self._folder}/{listed}.jsonl", rewrite)
        return removed

    def remove(self, journal: str) -> None:
        """Remove a journal; none is no error."""
        self._documents.remove(self.name(journal))

    def name(self, journal: str) -> str:
        """The journal's document."""
        parts = journal.split("/")
        if any(part in {"", ".", ".."} for part in parts):
            raise StoreError(f"{journal!r} is no name for the store: parts between slashes, none '', '.' or '..'")
        return f"{self._folder}/{'/'.join(encode_name(part) for part in parts)}.jsonl"
