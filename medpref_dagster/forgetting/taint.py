"""Models that learned from a patient who was forgotten, and what was built on them.

A taint is a record beside the model, because its weights cannot be unlearned: it stays until the model is gone, also
under its new address, and whoever is about to use a model asks `is_tainted`.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from medpref_dagster.storage.store import Store, StoreError

_FOLDER = "taint"
_MODELS = "models"


@dataclass(frozen=True)
class Taint:
    """Why a model is tainted."""

    address: str
    patient: str
    """The keyed hash, as the audit log has it."""
    since: str
    rows: Mapping[str, int]
    """Split -> rows of the patient that it saw itself."""
    through: str | None
    """The model that it was built on, where it is tainted by that."""
    was: str | None
    """Its address while it still named these rows."""


def taint(
    store: Store,
    address: str,
    patient: str,
    rows: Mapping[str, int],
    through: str | None = None,
    was: str | None = None,
) -> None:
    """Note that a model learned from a patient who was forgotten; again is no error."""
    since = datetime.now(UTC).isoformat(timespec="seconds")

    def add(text: bytes | None) -> bytes:
        noted = _parse(text)
        if text is not None and any(item.patient == patient for item in noted):
            return text
        fields = [asdict(item) for item in (*noted, Taint(address, patient, since, dict(rows), through, was))]
        return json.dumps({"taints": fields}, sort_keys=True).encode()

    store.documents.change(_name(address), add)


def find_taints(store: Store, address: str) -> list[Taint]:
    """Why a model is tainted, by itself or by what it was built on; nothing where it is not.

    Raises
    ------
    StoreError
        If the address is no model's.
    """
    if not address.startswith(f"{_MODELS}/"):
        raise StoreError(f"{address!r} is no model: models/<64 hex digits>")
    found: list[Taint] = []
    seen: set[str] = set()
    waiting = [address]
    while waiting:
        current = waiting.pop()
        if current in seen:
            continue
        seen.add(current)
        found += _read(store, current)
        waiting += [parent for parent in store.parents(current) if parent.startswith(_MODELS)]
    return found


def is_tainted(store: Store, address: str) -> bool:
    """Whether a model learned from a patient who was forgotten, or was built on one that did."""
    return bool(find_taints(store, address))


def copy_taints(store: Store, old: str, new: str) -> None:
    """Let the new address of a model have the taints of the old one."""
    for item in _read(store, old):
        taint(store, new, item.patient, item.rows, item.through, item.was or old)


def _read(store: Store, address: str) -> list[Taint]:
    return _parse(store.documents.read(_name(address)))


def _parse(text: bytes | None) -> list[Taint]:
    try:
        fields: Any = json.loads(text or b"")
    except ValueError:
        return []
    return [Taint(**item) for item in fields.get("taints", ())] if isinstance(fields, dict) else []


def _name(address: str) -> str:
    return f"{_FOLDER}/{address.rpartition('/')[2]}.json"
