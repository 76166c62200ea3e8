"""Who was forgotten, in a store: a file a patient, of keyed hashes alone, so that nothing of them comes in again."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from medpref_dagster.capture.tombstones import EVENT, PATIENT, digest, digest_all
from medpref_dagster.feedback.event_ids import EventIds, spell
from medpref_dagster.forgetting.reach import list_pointers
from medpref_dagster.forgetting.wanted import ForgettingError
from medpref_dagster.privacy_key import PrivacyKey, PrivacyKeyError, explain_lost, read_privacy_key
from medpref_dagster.schemas import KEY_FINGERPRINT
from medpref_dagster.storage.store import ROWS, Store

_FOLDER = "tombstones"


@dataclass(frozen=True)
class Tombstones:
    """Tells who was forgotten. Without tombstones it needs no key, and costs nothing."""

    digests: frozenset[str]
    key: PrivacyKey | None

    @property
    def is_empty(self) -> bool:
        """Whether nobody was forgotten."""
        return not self.digests

    def holds_patient(self, patient: object) -> bool:
        """Whether a patient, in any spelling, was forgotten."""
        return self._holds(PATIENT, spell(patient))

    def holds_event(self, ids: EventIds) -> bool:
        """Whether an event is of a patient who was forgotten, or is or names an event of one."""
        return self._holds(PATIENT, ids.patient) or any(self._holds(EVENT, one) for one in ids.named)

    def _holds(self, kind: str, spelled: str | None) -> bool:
        return self.key is not None and spelled is not None and digest(self.key, kind, spelled) in self.digests


def read_tombstones(store: Store) -> Tombstones:
    """The tombstones of a store.

    Raises
    ------
    ForgettingError
        If there are some, and the key that they were made with is not there: nobody could tell who must stay out.
    """
    found = _read_all(store)
    if not found:
        return Tombstones(frozenset(), None)
    key = require_key(store)
    _check_fingerprint(key, {fields["fingerprint"] for fields in found})
    return Tombstones(frozenset(one for fields in found for one in fields["digests"]), key)


def write_tombstones(store: Store, key: PrivacyKey, name: str, patients: Iterable[str], events: Iterable[str]) -> None:
    """Keep a patient, under the name that `name_tombstone` gave, and what is known by now, out of the store.

    Raises
    ------
    ForgettingError
        If other tombstones were made with another key.
    """
    check_key(store, key)
    digests = digest_all(key, patients, events)

    def add(text: bytes | None) -> bytes:
        before = {} if text is None else _read(text, f"{name}.json")
        fields = {
            "fingerprint": key.fingerprint,
            "since": before.get("since") or datetime.now(UTC).isoformat(timespec="seconds"),
            "digests": before.get("digests", {}) | digests,
        }
        return text if text is not None and fields == before else json.dumps(fields, sort_keys=True).encode()

    store.documents.change(f"{_FOLDER}/{name}.json", add)


def check_key(store: Store, key: PrivacyKey) -> None:
    """Refuse a key that a store's tombstones, or the pseudonyms of its current cases, were not made with.

    Raises
    ------
    ForgettingError
        If so: nobody could tell who was forgotten, or under which pseudonym a patient is.
    """
    for pointer in list_pointers(store):
        made_with = None if pointer.address is None else find_fingerprint(store, pointer.address)
        if made_with not in (None, key.fingerprint):
            raise ForgettingError(
                f"{pointer} was de-identified with the privacy key of fingerprint {made_with}, this one has "
                f"{key.fingerprint}: by it nobody can tell under which pseudonym a patient is there. Take that key "
                "from your copy; is it lost for good, let it be made anew with this one (deidentify.key)"
            )
    _check_fingerprint(key, {fields["fingerprint"] for fields in _read_all(store)})


def find_fingerprint(store: Store, address: str) -> str | None:
    """The fingerprint of the key that a table's pseudonyms were made with; None where it has none."""
    path = store.folder(address) / f"{ROWS}.parquet"
    try:
        found = (pq.read_schema(path).metadata or {}).get(KEY_FINGERPRINT)
    except (OSError, pa.ArrowInvalid):
        return None  # gone or damaged, which others say
    return None if found is None else found.decode()


def name_tombstone(key: PrivacyKey, patients: Iterable[str]) -> str:
    """The keyed hash by which a patient is named where no id may stand: in file names and in the audit log.

    Of several ids of one patient, as pseudonyms are, the first in order.
    """
    return digest(key, PATIENT, min(patients))


def require_key(store: Store | None = None) -> PrivacyKey:
    """The key of the environment.

    Parameters
    ----------
    store
        Whose patients were forgotten with it, where some were.

    Raises
    ------
    ForgettingError
        If there is none that can be used.
    """
    try:
        return read_privacy_key()
    except PrivacyKeyError as error:
        made_with = [] if store is None else [fields["fingerprint"] for fields in _read_all(store)]
        if made_with:
            raise ForgettingError(f"patients were forgotten: {explain_lost(error, made_with)}") from None
        raise ForgettingError(str(error)) from None


def _check_fingerprint(key: PrivacyKey, made_with: set[str]) -> None:
    if others := made_with - {key.fingerprint}:
        raise ForgettingError(
            f"patients were forgotten with the privacy key of fingerprint {' and '.join(sorted(others))}, this one has "
            f"{key.fingerprint}: take that key from your copy. Is it lost for good, move the store's folder "
            "tombstones/ aside, and forget each of these patients again with the new key before anything else is read"
        )


def _read_all(store: Store) -> list[dict[str, Any]]:
    names = store.documents.list_names(_FOLDER)
    return [_read(store.documents.read(name) or b"", name.rpartition("/")[2]) for name in names]


def _read(content: bytes, name: str) -> dict[str, Any]:
    try:
        fields: Any = json.loads(content)
        if isinstance(fields["fingerprint"], str) and isinstance(fields["digests"], dict):
            return fields
    except (ValueError, KeyError, TypeError):
        pass
    raise ForgettingError(f"the tombstone {name} is damaged: restore the store's folder tombstones/ from a backup")
