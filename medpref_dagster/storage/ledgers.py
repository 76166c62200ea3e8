"""Ledgers: numbered records that are added and never changed, each bound to the one before it.

What must not be forgotten when a process is killed, nor added twice by two of them: decisions of a gate, what became
champion. A record is a file of its own, `ledgers/<name>/000001.json`, that appears whole or not at all, and only if
nobody has put one of that number there. It names the hash of the record before it, so that one that was changed, or is
gone from the middle, is noticed.
"""

import hashlib
import re
from collections.abc import Mapping
from typing import Any

from medpref_dagster.storage.documents import Documents
from medpref_dagster.storage.errors import StoreError
from medpref_dagster.storage.names import encode_name
from medpref_dagster.storage.records import seal_record, unseal_record

_NUMBERED = re.compile(r"([0-9]{6})\.json")
_PREVIOUS, _RECORD = "previous", "record"


class LedgerError(StoreError):
    """A ledger has a record that is not what was written. The message says which."""


class TakenError(StoreError):
    """Another process has added a record since the ledger was read."""


class Ledgers:
    """The ledgers in one folder of documents, by names with slashes in them (`gate/uti_loop/first`)."""

    def __init__(self, documents: Documents, folder: str = "ledgers") -> None:
        self._documents = documents
        self._folder = folder

    def read(self, ledger: str) -> list[dict[str, Any]]:
        """The records, the oldest first; none where nothing was added.

        Raises
        ------
        LedgerError
            If one is missing, damaged, or does not follow the one before it.
        """
        return [record for record, _ in self._read(ledger)]

    def append(self, ledger: str, record: Mapping[str, Any], after: int) -> None:
        """Add a record behind so many that were read.

        Raises
        ------
        TakenError
            If there are more by now.
        LedgerError
            As of `read`, and if there are fewer.
        """
        found = self._read(ledger)
        if len(found) > after:
            raise TakenError(f"{ledger}: another process has added a record meanwhile; read it again and decide anew")
        if len(found) < after:
            where = self._documents.where(self.name(ledger))
            raise LedgerError(f"{where} has {len(found)} records, and {after} were read from it")
        name = f"{self.name(ledger)}/{after + 1:06d}.json"
        sealed = seal_record({_RECORD: dict(record), _PREVIOUS: found[-1][1] if found else None})
        if not self._documents.write_new(name, sealed + b"\n"):
            raise TakenError(f"{ledger}: another process has added a record meanwhile; read it again and decide anew")

    def list_names(self) -> list[str]:
        """The names of all ledgers, each part as a file's name has it."""
        names = {name.rpartition("/")[0] for name in self._documents.list_names(self._folder)}
        return sorted(name.removeprefix(f"{self._folder}/") for name in names)

    def name(self, ledger: str) -> str:
        """The ledger's folder of documents."""
        parts = ledger.split("/")
        if any(part in {"", ".", ".."} for part in parts):
            raise StoreError(f"{ledger!r} is no name for the store: parts between slashes, none '', '.' or '..'")
        return "/".join((self._folder, *(encode_name(part) for part in parts)))

    def _read(self, ledger: str) -> list[tuple[dict[str, Any], str]]:
        """Records, each with its hash."""
        folder = self.name(ledger)
        where = self._documents.where(folder)
        names = (name.removeprefix(f"{folder}/") for name in self._documents.list_names(folder))
        numbers = sorted(int(found[1]) for name in names if (found := _NUMBERED.fullmatch(name)))
        if numbers != list(range(1, len(numbers) + 1)):
            missing = min(set(range(1, numbers[-1] + 1)) - set(numbers))
            raise LedgerError(f"{where}: record {missing:06d} is missing; {_REMEDY}")
        records: list[tuple[dict[str, Any], str]] = []
        for number in numbers:
            path = f"{where}/{number:06d}.json"
            line = self._documents.read(f"{folder}/{number:06d}.json") or b""
            held = unseal_record(line)
            if held is None or held.keys() != {_RECORD, _PREVIOUS} or b" #" not in line:
                raise LedgerError(f"{path} is damaged; {_REMEDY}")
            if held[_PREVIOUS] != (records[-1][1] if records else None):
                raise LedgerError(f"{path} does not follow {number - 1:06d}: one of both was changed; {_REMEDY}")
            records.append((held[_RECORD], hashlib.sha256(line.strip()).hexdigest()))
        return records


_REMEDY = "put the folder back from a backup: what it held is nowhere else"
