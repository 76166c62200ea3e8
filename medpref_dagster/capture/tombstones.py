"""Who was forgotten, so that no door takes anything of them again: keyed hashes, no ids.

`medpref forget` writes them (`medpref_dagster.forgetting`). To tell whether an event is about somebody who was
forgotten takes the key that they were made with; where it lacks, nothing is taken rather than what must not be.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, delete, func, select
from sqlalchemy.dialects import postgresql, sqlite

from medpref_dagster.capture.database import EVENTS, TOMBSTONES, DatabaseError
from medpref_dagster.feedback.event_ids import EventIds, list_texts, read_event_ids
from medpref_dagster.privacy_key import PrivacyKey, PrivacyKeyError, explain_lost, read_privacy_key

PATIENT, EVENT = "patient", "event"
"""Kinds of tombstones."""

_PURPOSES = {PATIENT: "forgotten patient", EVENT: "forgotten event"}


def digest(key: PrivacyKey, kind: str, spelled: str) -> str:
    """The keyed hash of an id, in the spelling of `values.spell_value`."""
    return key.digest(_PURPOSES[kind], spelled)


def digest_all(key: PrivacyKey, patients: Iterable[str], events: Iterable[str]) -> dict[str, str]:
    """The tombstones of patients and of events: keyed hash -> kind."""
    return {digest(key, PATIENT, one): PATIENT for one in patients} | {digest(key, EVENT, one): EVENT for one in events}


def write_tombstones(connection: Connection, digests: Mapping[str, str], fingerprint: str) -> None:
    """Keep them in the database; those that are there stay."""
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    rows = [{"digest": one, "kind": kind, "fingerprint": fingerprint} for one, kind in digests.items()]
    if rows:
        connection.execute(insert(TOMBSTONES).on_conflict_do_nothing(index_elements=["digest"]), rows)


@dataclass(frozen=True)
class Incoming:
    """What comes in: its JSON, and whether it is an event."""

    content: str
    is_event: bool


class Doorkeeper:
    """Tells what is about somebody who was forgotten. Tombstones stay in memory as long as there are no new ones."""

    def __init__(self, read_key: Callable[[], PrivacyKey] = read_privacy_key) -> None:
        self._read_key = read_key
        self._number = 0
        self._digests: frozenset[str] = frozenset()

    def sift(self, connection: Connection, incoming: Sequence[Incoming]) -> list[bool]:
        """For each thing that comes in, whether it must not.

        What a generation of somebody who was forgotten is called by becomes a tombstone as well, and reactions to it
        that came before it go.

        Raises
        ------
        DatabaseError
            If there are tombstones, and not the key that they were made with.
        """
        if not self._refresh(connection):
            return [False] * len(incoming)
        key = self._require_key(connection)
        found = [_Found(item, read_event_ids(json.loads(item.content))) for item in incoming]
        new = {
            digest(key, EVENT, one): EVENT
            for item in found
            if item.incoming.is_event and self._is_of_forgotten(key, item.ids)
            for one in item.ids.own
        }
        if new:
            write_tombstones(connection, new, key.fingerprint)
            self._refresh(connection)
            named = {one for item in found if self._is_of_forgotten(key, item.ids) for one in item.ids.own}
            connection.execute(delete(EVENTS).where(EVENTS.c.generation.in_(sorted(named))))
        return [self._must_stay_out(key, item) for item in found]

    def _is_of_forgotten(self, key: PrivacyKey, ids: EventIds) -> bool:
        return ids.patient is not None and digest(key, PATIENT, ids.patient) in self._digests

    def _must_stay_out(self, key: PrivacyKey, item: "_Found") -> bool:
        if self._is_of_forgotten(key, item.ids):
            return True
        if any(digest(key, EVENT, one) in self._digests for one in item.ids.named):
            return True
        if item.incoming.is_event:
            return False
        # What is refused may have the patient in any field.
        texts = {text for text in list_texts(json.loads(item.incoming.content)) if len(text) <= _LONGEST_ID}
        return any(digest(key, PATIENT, text) in self._digests for text in texts)

    def _refresh(self, connection: Connection) -> int:
        number = connection.execute(select(func.count()).select_from(TOMBSTONES)).scalar_one()
        if number != self._number:
            self._digests = frozenset(connection.execute(select(TOMBSTONES.c.digest)).scalars())
            self._number = number
        return number

    def _require_key(self, connection: Connection) -> PrivacyKey:
        made_with = connection.execute(select(TOMBSTONES.c.fingerprint).distinct()).scalars().all()
        try:
            key = self._read_key()
        except PrivacyKeyError as error:
            lost = explain_lost(error, made_with)
            raise DatabaseError(f"patients were forgotten, and nobody can tell whose events come: {lost}") from None
        if set(made_with) != {key.fingerprint}:
            raise DatabaseError(
                "patients were forgotten with another privacy key than this one, so nobody can tell whose events come: "
                f"give the service the key with the fingerprint {' and '.join(sorted(made_with))}"
            )
        return key


_LONGEST_ID = 200


@dataclass(frozen=True)
class _Found:
    incoming: Incoming
    ids: EventIds
