"""Captured events, read by those who make tables of them; a service may write at the same time."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from medpref_dagster.capture.database import EVENTS, DatabaseError, begin_reading, name_failures, open_database

_ROWS = 5_000
"""Fetched at once."""


def read_between(url: str, first_us: int, after_us: int) -> Iterator[dict[str, Any]]:
    """The events whose own time is in an interval: `id`, `kind`, `time_us`, `hash`, `content`.

    Parameters
    ----------
    url
        As for `open_database`. A file that is not there is not made.
    first_us, after_us
        Microseconds since 1970: from the first, up to the moment before the second.

    Raises
    ------
    DatabaseError
        If it cannot be read.
    """
    columns = (EVENTS.c.id, EVENTS.c.kind, EVENTS.c.time_us, EVENTS.c.hash, EVENTS.c.content)
    query = select(*columns).where(EVENTS.c.time_us >= first_us, EVENTS.c.time_us < after_us)
    yield from _stream(url, query)


def read_hashes(url: str) -> Iterator[dict[str, Any]]:
    """`id`, `time_us` and `hash` of every event. Raises as `read_between`."""
    yield from _stream(url, select(EVENTS.c.id, EVENTS.c.time_us, EVENTS.c.hash))


def read_new_times(url: str, after: int) -> Iterator[dict[str, Any]]:
    """`sequence` and `time_us` of what was stored behind a sequence number, in order. Raises as `read_between`."""
    query = select(EVENTS.c.sequence, EVENTS.c.time_us).where(EVENTS.c.sequence > after)
    yield from _stream(url, query.order_by(EVENTS.c.sequence))


def _stream(url: str, query: Any) -> Iterator[dict[str, Any]]:
    require_file(url)
    engine = open_database(url)
    try:
        with name_failures(), begin_reading(engine) as connection:
            for row in connection.execution_options(yield_per=_ROWS).execute(query).mappings():
                yield dict(row)
    finally:
        engine.dispose()


def require_file(url: str) -> None:
    """Refuse a file that is not there: reading makes no database, an empty one would say that nobody ever reacted.

    Raises
    ------
    DatabaseError
        If so.
    """
    try:
        address = make_url(url)
    except ArgumentError:
        return  # `open_database` says so
    if address.get_backend_name() == "sqlite" and address.database and not Path(address.database).is_file():
        raise DatabaseError(f"there is no database {address.database}: start `medpref capture` with it, or correct it")
