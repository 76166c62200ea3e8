"""Somebody's events in a capture database: found, and deleted so that no page of the file keeps them."""

import json
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, Table, delete, select

from medpref_dagster.capture.database import (
    EVENTS,
    QUARANTINE,
    DatabaseError,
    begin_reading,
    begin_writing,
    name_failures,
    open_database,
)
from medpref_dagster.capture.reading import require_file
from medpref_dagster.capture.tombstones import write_tombstones
from medpref_dagster.feedback.event_ids import list_texts, read_event_ids
from medpref_dagster.forgetting.wanted import Wanted

_ROWS = 5_000
_STATEMENT_ROWS = 500
_ATTEMPTS, _PAUSE_SECONDS = 30, 0.5


@dataclass(frozen=True)
class Captured:
    """What of somebody is in a capture database."""

    ids: frozenset[str]
    """Of events, and aliases."""
    events: tuple[int, ...]
    """Sequence numbers."""
    quarantined: tuple[int, ...]


def find_captured(url: str, wanted: Wanted) -> Captured:
    """Look through a capture database.

    Raises
    ------
    DatabaseError
        If it cannot be read, or a file is not there.
    """
    require_file(url)
    engine = open_database(url)
    try:
        with name_failures(), begin_reading(engine) as connection:
            return _find(connection, wanted)
    finally:
        engine.dispose()


def delete_captured(url: str, wanted: Wanted, digests: Mapping[str, str], fingerprint: str) -> Captured:
    """Delete somebody's events, leave tombstones so that the doors take none again, and give the file's pages back.

    Again is no error: what is gone is gone, and the pages are given back once more.

    Parameters
    ----------
    digests
        Tombstones: keyed hash -> kind (`capture.tombstones`).
    fingerprint
        Of the key that they were made with.

    Raises
    ------
    DatabaseError
        If it cannot be written, or another process kept it from giving its pages back: then call again.
    """
    require_file(url)
    engine = open_database(url)
    try:
        with name_failures(), begin_writing(engine) as connection:
            # First the tombstones: what comes between is refused.
            write_tombstones(connection, digests, fingerprint)
            found = _find(connection, wanted)
            delete_rows(connection, EVENTS, found.events)
            delete_rows(connection, QUARANTINE, found.quarantined)
        give_pages_back(engine)
        return found
    finally:
        engine.dispose()


def delete_rows(connection: Connection, table: Table, sequences: tuple[int, ...]) -> None:
    """Delete rows by their sequence numbers."""
    for first in range(0, len(sequences), _STATEMENT_ROWS):
        connection.execute(delete(table).where(table.c.sequence.in_(sequences[first : first + _STATEMENT_ROWS])))


def delete_older(connection: Connection, table: Table, before_us: int) -> int:
    """Delete what came before a moment, in microseconds since 1970; how many rows."""
    return connection.execute(delete(table).where(table.c.received_us < before_us)).rowcount


def give_pages_back(engine: Engine) -> None:
    """Let no free page, and no log of changes, keep what was deleted: SQLite's file and WAL, PostgreSQL's tables.

    What PostgreSQL archives, and backups, are beyond reach.

    Raises
    ------
    DatabaseError
        If other processes keep the database so busy that it cannot be.
    """
    with name_failures():
        raw = engine.raw_connection()
        try:
            connection: Any = raw.driver_connection
            if engine.dialect.name == "postgresql":
                connection.rollback()
                connection.autocommit = True
                connection.execute("VACUUM FULL events")
                connection.execute("VACUUM FULL quarantine")
                connection.execute("CHECKPOINT" if _may_checkpoint(connection) else "SELECT 1")
                connection.autocommit = False
            else:
                _vacuum_sqlite(connection)
        finally:
            raw.close()


def _may_checkpoint(connection: Any) -> bool:
    return bool(connection.execute("SELECT pg_has_role(current_user, 'pg_checkpoint', 'member')").fetchone()[0])


def _vacuum_sqlite(connection: Any) -> None:
    """A reader or writer beside us may keep us from it for a moment."""
    import sqlite3

    for _ in range(_ATTEMPTS):
        try:
            connection.execute("VACUUM")
            busy, *_ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            if not busy:
                return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                raise
        time.sleep(_PAUSE_SECONDS)
    raise DatabaseError(
        "rows were deleted, but other processes keep the database from giving their pages back: stop them for a "
        "moment, and call this again",
        "locked",
    )


def _find(connection: Connection, wanted: Wanted) -> Captured:
    generations = wanted.events | {
        one
        for _, event in _stream(connection, EVENTS)
        if (ids := read_event_ids(event)).patient in wanted.patients
        for one in ids.own
    }
    own: set[str] = set()
    events: list[int] = []
    for sequence, event in _stream(connection, EVENTS):
        ids = read_event_ids(event)
        if ids.patient in wanted.patients or ids.named & generations:
            own |= ids.own
            events.append(sequence)
    known = generations | own
    quarantined = [
        sequence for sequence, event in _stream(connection, QUARANTINE) if is_about(event, wanted.patients, known)
    ]
    return Captured(frozenset(own), tuple(events), tuple(quarantined))


def is_about(event: object, patients: set[str], events: set[str]) -> bool:
    """Whether what was refused names a patient or an event; what is no event, whether it has the id anywhere."""
    ids = read_event_ids(event)
    return ids.patient in patients or bool(ids.named & events) or not patients.isdisjoint(list_texts(event))


def _stream(connection: Connection, table: Table) -> Iterator[tuple[int, Any]]:
    last = 0
    while True:
        query = select(table.c.sequence, table.c.content).where(table.c.sequence > last)
        rows = connection.execute(query.order_by(table.c.sequence).limit(_ROWS)).all()
        for sequence, content in rows:
            yield sequence, json.loads(content)
        if len(rows) < _ROWS:
            return
        last = rows[-1][0]
