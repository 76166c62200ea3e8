"""Events into the tables: many requests a transaction, synced to the disk before any of them is answered.

A sync takes milliseconds, an insert microseconds. So requests hand their rows to one writer; while it brings one group
to the disk the next gathers.
"""

import hashlib
import json
import queue
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from sqlalchemy import Connection, Engine, Table, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from medpref_dagster.capture.database import (
    EVENTS,
    QUARANTINE,
    DatabaseError,
    RefusedRowError,
    begin_reading,
    begin_writing,
    name_failures,
)
from medpref_dagster.capture.tombstones import Doorkeeper, Incoming
from medpref_dagster.feedback.events import (
    Generation,
    Reaction,
    conflicts,
    dump_event,
    get_time,
    hash_dumped,
    is_id,
    write_dumped,
)

_GROUP_ROWS = 2_000
_STATEMENT_ROWS = 500
"""Both databases take some tens of thousands of parameters a statement."""
_WAITING_CHARACTERS = 256 << 20
"""What may wait for the writer; beyond it requests are told to come again."""
_FAILURE_SECONDS = 10
"""So long a failure counts against readiness; then the next delivery tries."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

FORGOTTEN = "forgotten"
Status = Literal["stored", "duplicate", "conflict", "refused", "forgotten"]


@dataclass(frozen=True)
class Arrival:
    """An event on its way into the tables, or what could not be taken and why."""

    content: str
    """JSON."""
    hash: str
    """Of the event; empty for what is none."""
    event_id: str | None
    kind: str = ""
    generation: str | None = None
    time_us: int = 0
    reason: str | None = None
    """Why it goes to the quarantine; None for an event."""
    message: str = ""


@dataclass(frozen=True)
class Outcome:
    """What became of an arrival."""

    status: Status
    event_id: str | None
    reason: str | None = None
    message: str = ""


@dataclass
class _Delivery:
    arrivals: Sequence[Arrival]
    door: str
    sender: str
    done: "Future[list[Outcome]]"
    characters: int


_EMPTIED = Arrival("", "", None, reason=FORGOTTEN)
"""What stands for an arrival that is about somebody who was forgotten."""


def make_arrival(event: Generation | Reaction) -> Arrival:
    """An event's rows-to-be."""
    said = dump_event(event)
    return Arrival(
        content=write_dumped(said),
        hash=hash_dumped(said),
        event_id=event.id,
        kind=event.kind,
        generation=event.generation if isinstance(event, Reaction) else None,
        time_us=to_microseconds(get_time(event)),
    )


def make_refusal(record: object, reason: str, message: str) -> Arrival:
    """What could not be taken, for the quarantine. Its JSON is ASCII, so that NUL and half characters can be kept."""
    content = json.dumps(record, separators=(",", ":"))
    named: Any = record.get("id") if isinstance(record, dict) else None  # pyright: ignore[reportUnknownMemberType]
    event_id = named if is_id(named) else None
    return Arrival(content=content, hash="", event_id=event_id, reason=reason, message=message)


def to_microseconds(moment: datetime) -> int:
    """Microseconds since 1970."""
    return (moment - _EPOCH) // timedelta(microseconds=1)


class Journal:
    """The writer's thread and what waits for it. One a process; several processes may share a database."""

    def __init__(
        self,
        engine: Engine,
        now: Callable[[], datetime],
        on_group: Callable[[int, float], None] | None = None,
        doorkeeper: Doorkeeper | None = None,
    ) -> None:
        self.engine = engine
        self._doorkeeper = doorkeeper or Doorkeeper()
        self._now = now
        self._on_group = on_group
        self._queue: queue.SimpleQueue[_Delivery | None] = queue.SimpleQueue()
        self._waiting = 0
        self._last_failure: tuple[DatabaseError | None, float] = (None, 0.0)
        self._lock = threading.Lock()
        self._writer = threading.Thread(target=self._write_groups, name="medpref-journal", daemon=True)
        self._writer.start()

    def submit(self, arrivals: Sequence[Arrival], door: str, sender: str) -> "Future[list[Outcome]]":
        """Hand arrivals to the writer. The future has their outcomes, in order, once all are on the disk.

        Raises
        ------
        DatabaseError
            Now, if too much waits already; from the future, if the database cannot store them. Then none is stored, or
            all are and the sender's next delivery finds duplicates.
        """
        characters = sum(len(arrival.content) for arrival in arrivals)
        with self._lock:
            if self._waiting + characters > _WAITING_CHARACTERS and self._waiting:
                raise DatabaseError("too many events wait for the disk: send again later", "locked")
            self._waiting += characters
        done: Future[list[Outcome]] = Future()
        self._queue.put(_Delivery(arrivals, door, sender, done, characters))
        return done

    def read_events(self, after: int, limit: int) -> list[dict[str, Any]]:
        """The events behind a sequence number, in order, as rows of `EVENTS`."""
        return self._read(EVENTS, after, limit)

    def read_quarantine(self, after: int, limit: int) -> list[dict[str, Any]]:
        """The quarantine behind a sequence number, in order, as rows of `QUARANTINE`."""
        return self._read(QUARANTINE, after, limit)

    def check_writable(self) -> None:
        """Whether a transaction can be begun now, and the last one was not lately refused.

        Raises
        ------
        DatabaseError
            If not.
        """
        failure, at = self._last_failure
        if failure is not None and time.monotonic() - at < _FAILURE_SECONDS:
            raise failure
        with name_failures(), begin_writing(self.engine):
            pass

    def close(self) -> None:
        """Write what waits, and end the writer."""
        self._queue.put(None)
        self._writer.join()

    def _read(self, table: Table, after: int, limit: int) -> list[dict[str, Any]]:
        query = select(table).where(table.c.sequence > after).order_by(table.c.sequence).limit(limit)
        with name_failures(), begin_reading(self.engine) as connection:
            return [dict(row) for row in connection.execute(query).mappings()]

    def _write_groups(self) -> None:
        while (first := self._queue.get()) is not None:
            group, ends = self._gather(first)
            self._write_group(group)
            if ends:
                return

    def _gather(self, first: _Delivery) -> tuple[list[_Delivery], bool]:
        """All that waits by now, up to a group's size, and whether the writer shall end with it."""
        group, rows = [first], len(first.arrivals)
        while rows < _GROUP_ROWS:
            try:
                following = self._queue.get_nowait()
            except queue.Empty:
                return group, False
            if following is None:
                return group, True
            group.append(following)
            rows += len(following.arrivals)
        return group, False

    def _write_group(self, group: list[_Delivery]) -> None:
        started = time.perf_counter()
        try:
            with name_failures():
                outcomes = _write(self.engine, group, to_microseconds(self._now()), self._doorkeeper)
        except RefusedRowError as error:
            # One delivery's rows are at fault: they must not cost the others theirs.
            if len(group) > 1:
                for delivery in group:
                    self._write_group([delivery])
            else:
                self._count_written(group, started)
                group[0].done.set_exception(error)
        except Exception as error:
            # The writer lives on, whatever it was.
            failure = (
                error if isinstance(error, DatabaseError) else DatabaseError(f"not stored: {type(error).__name__}")
            )
            self._last_failure = (failure, time.monotonic())
            self._count_written(group, started)
            for delivery in group:
                delivery.done.set_exception(failure)
        else:
            self._last_failure = (None, 0.0)
            self._count_written(group, started)
            for delivery, found in zip(group, outcomes, strict=True):
                delivery.done.set_result(found)

    def _count_written(self, group: list[_Delivery], started: float) -> None:
        """Before anybody is answered: who asks after that finds it counted, and room for what comes next."""
        if self._on_group is not None:
            self._on_group(sum(len(delivery.arrivals) for delivery in group), time.perf_counter() - started)
        with self._lock:
            self._waiting -= sum(delivery.characters for delivery in group)


def _write(engine: Engine, group: list[_Delivery], received_us: int, doorkeeper: Doorkeeper) -> list[list[Outcome]]:
    """Write deliveries in one transaction, and say what became of each arrival."""
    with begin_writing(engine) as connection:
        group = _drop_forgotten(connection, group, doorkeeper)
        stored, hashes = _insert_events(connection, group, received_us)
        outcomes: list[list[Outcome]] = []
        quarantined: dict[str, dict[str, Any]] = {}
        for delivery in group:
            found: list[Outcome] = []
            for arrival in delivery.arrivals:
                outcome = _judge(arrival, stored, hashes)
                if outcome.reason is not None:
                    row = _make_quarantine_row(arrival, outcome, delivery, received_us)
                    quarantined.setdefault(row["hash"], row)
                found.append(outcome)
            outcomes.append(found)
        _insert_refusals(connection, list(quarantined.values()))
    return outcomes


def _drop_forgotten(connection: Connection, group: list[_Delivery], doorkeeper: Doorkeeper) -> list[_Delivery]:
    """The deliveries with what is about somebody who was forgotten emptied, to be counted and no more."""
    arrivals = [arrival for delivery in group for arrival in delivery.arrivals]
    sifted = doorkeeper.sift(connection, [Incoming(item.content, item.reason is None) for item in arrivals])
    if not any(sifted):
        return group
    dropped = {id(arrival) for arrival, is_dropped in zip(arrivals, sifted, strict=True) if is_dropped}
    return [
        replace(delivery, arrivals=[_EMPTIED if id(arrival) in dropped else arrival for arrival in delivery.arrivals])
        for delivery in group
    ]


def _insert_events(
    connection: Connection, group: Iterable[_Delivery], received_us: int
) -> tuple[set[str], dict[str, str]]:
    """Insert the events whose ids are new: those ids, and the stored hash of every id that came."""
    first: dict[str, dict[str, Any]] = {}
    for delivery in group:
        for arrival in delivery.arrivals:
            if arrival.reason is None and arrival.event_id is not None and arrival.event_id not in first:
                first[arrival.event_id] = {
                    "id": arrival.event_id,
                    "kind": arrival.kind,
                    "generation": arrival.generation,
                    "time_us": arrival.time_us,
                    "received_us": received_us,
                    "hash": arrival.hash,
                    "door": delivery.door,
                    "sender": delivery.sender,
                    "content": arrival.content,
                }
    hashes = _read_hashes(connection, list(first))
    new = [row for name, row in first.items() if name not in hashes]
    if new:
        connection.execute(insert(EVENTS), new)
    stored = {row["id"] for row in new}
    return stored, hashes | {name: first[name]["hash"] for name in stored}


def _read_hashes(connection: Connection, names: list[str]) -> dict[str, str]:
    """Id -> hash of those that are stored. No other writer comes between this and the transaction's end."""
    hashes: dict[str, str] = {}
    for part in _cut(names, _STATEMENT_ROWS):
        for name, found in connection.execute(select(EVENTS.c.id, EVENTS.c.hash).where(EVENTS.c.id.in_(part))):
            hashes[name] = found
    return hashes


def _insert_refusals(connection: Connection, rows: list[dict[str, Any]]) -> None:
    """Insert those that are not there yet."""
    make = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    if rows:
        connection.execute(make(QUARANTINE).on_conflict_do_nothing(index_elements=["hash"]), rows)


def _judge(arrival: Arrival, stored: set[str], hashes: dict[str, str]) -> Outcome:
    """What becomes of an arrival. Of several with a new id, the first is the one that is stored."""
    if arrival is _EMPTIED:
        return Outcome("forgotten", None)
    if arrival.reason is not None or arrival.event_id is None:
        return Outcome("refused", arrival.event_id, arrival.reason, arrival.message)
    if arrival.event_id in stored:
        stored.remove(arrival.event_id)
        return Outcome("stored", arrival.event_id)
    if conflicts(hashes[arrival.event_id], arrival.hash):
        return Outcome("conflict", arrival.event_id, "conflict", "another event was stored under this id before")
    return Outcome("duplicate", arrival.event_id)


def _make_quarantine_row(arrival: Arrival, outcome: Outcome, delivery: _Delivery, received_us: int) -> dict[str, Any]:
    content = arrival.content
    return {
        # The same thing refused twice for the same reason is one row: senders try again.
        "hash": hashlib.sha256(f"{outcome.reason}\0{content}".encode()).hexdigest(),
        "event_id": arrival.event_id,
        "reason": outcome.reason,
        "message": outcome.message,
        "received_us": received_us,
        "door": delivery.door,
        "sender": delivery.sender,
        "content": content,
    }


def _cut(items: list[Any], size: int) -> Iterator[list[Any]]:
    return (items[begin : begin + size] for begin in range(0, len(items), size))
