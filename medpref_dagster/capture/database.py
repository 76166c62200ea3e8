"""SQLite or PostgreSQL: opened so that what is committed is on the disk, with its tables brought up to date."""

import os
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Engine,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    create_engine,
    event,
    text,
)
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DataError, DBAPIError, IntegrityError, SQLAlchemyError

WAIT_SECONDS = 5
"""How long a transaction waits for another process's lock."""
_STATEMENT_SECONDS = 60
_WRITERS = 0x6D656470
"""PostgreSQL's advisory lock of those who write events: "medp"."""

METADATA = MetaData()
_SEQUENCE = BigInteger().with_variant(Integer, "sqlite")

EVENTS = Table(
    "events",
    METADATA,
    Column("sequence", _SEQUENCE, primary_key=True, autoincrement=True),
    Column("id", String(200), nullable=False, unique=True),
    Column("kind", String(20), nullable=False),
    Column("generation", String(200)),
    Column("time_us", BigInteger, nullable=False),
    Column("received_us", BigInteger, nullable=False),
    Column("hash", String(64), nullable=False),
    Column("door", String(20), nullable=False),
    Column("sender", String(200), nullable=False),
    Column("content", Text, nullable=False),
    Index("events_by_time", "time_us"),
    sqlite_autoincrement=True,
)
"""Every event once. `sequence` grows in the order of commits; `generation` is what a reaction names; `time_us` and
`received_us` are microseconds since 1970; `content` is the event as JSON; `sender` is the token's name."""

QUARANTINE = Table(
    "quarantine",
    METADATA,
    Column("sequence", _SEQUENCE, primary_key=True, autoincrement=True),
    Column("hash", String(64), nullable=False, unique=True),
    Column("event_id", String(200)),
    Column("reason", String(40), nullable=False),
    Column("message", Text, nullable=False),
    Column("received_us", BigInteger, nullable=False),
    Column("door", String(20), nullable=False),
    Column("sender", String(200), nullable=False),
    Column("content", Text, nullable=False),
    sqlite_autoincrement=True,
)
"""What could not be taken, once each, as ASCII JSON, with its reason."""

TOKENS = Table(
    "tokens",
    METADATA,
    Column("id", String(20), primary_key=True),
    Column("name", String(200), nullable=False),
    Column("hash", String(64), nullable=False),
    Column("scopes", String(100), nullable=False),
    Column("created_us", BigInteger, nullable=False),
    Column("expires_us", BigInteger),
    Column("revoked_us", BigInteger),
)
"""Bearer tokens by the sha256 of what is sent; see `tokens`."""

TOMBSTONES = Table(
    "tombstones",
    METADATA,
    Column("digest", String(64), primary_key=True),
    Column("kind", String(20), nullable=False),
    Column("fingerprint", String(64), nullable=False),
)
"""Keyed hashes of patients and events that were forgotten, and the fingerprint of the key; see `tombstones`."""


class DatabaseError(Exception):
    """The database cannot be used. `kind` is `full`, `locked` or `unavailable`; the message holds no data."""

    def __init__(self, message: str, kind: str = "unavailable") -> None:
        super().__init__(message)
        self.kind = kind


def open_database(url: str) -> Engine:
    """Open the database and bring its tables up to date.

    Parameters
    ----------
    url
        `sqlite:///path/to/file` or `postgresql://user@host/name`.

    Raises
    ------
    DatabaseError
        If it cannot be opened, was written by a newer medpref, or does not bring commits to the disk.
    """
    address = _read_url(url)
    if address.get_backend_name() == "sqlite":
        _make_private_file(Path(address.database or ""))
        engine = create_engine(address, hide_parameters=True, connect_args={"timeout": WAIT_SECONDS})
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        options = f"-c lock_timeout={WAIT_SECONDS}s -c statement_timeout={_STATEMENT_SECONDS}s -c synchronous_commit=on"
        engine = create_engine(
            address,
            hide_parameters=True,
            pool_pre_ping=True,
            connect_args={"connect_timeout": WAIT_SECONDS, "options": options},
        )
    with name_failures():
        _migrate(engine)
    return engine


class RefusedRowError(DatabaseError):
    """The database takes no such row."""


@contextmanager
def name_failures() -> Generator[None]:
    """Raise a library's errors as `DatabaseError`s that say what to do and quote no data."""
    try:
        yield
    except (DataError, IntegrityError) as error:
        raise RefusedRowError(f"the database takes no such row: {type(error).__name__}") from None
    except DBAPIError as error:
        raise _name_failure(error) from None
    except SQLAlchemyError as error:
        raise DatabaseError(f"the database does not answer: {type(error).__name__}") from None


@contextmanager
def begin_writing(engine: Engine) -> Generator[Connection]:
    """A transaction that no other writer overlaps, so that sequence numbers are in the order of commits."""
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _WRITERS})
        yield connection


@contextmanager
def begin_reading(engine: Engine) -> Generator[Connection]:
    """A transaction that waits for no writer."""
    with engine.execution_options(medpref_reads=True).begin() as connection:
        yield connection


def find_newest_schema() -> str:
    """The schema that this medpref writes."""
    return ScriptDirectory.from_config(_configure()).get_current_head() or ""


def _read_url(url: str) -> URL:
    try:
        address = make_url(url)
    except (ArgumentError, ValueError):  # the second of a port that is no number
        raise DatabaseError("the database's URL is none: sqlite:///capture.sqlite, or postgresql://...") from None
    backend = address.get_backend_name()
    if backend == "sqlite":
        # SQLite makes no file of `:memory:`, nor of some URIs.
        if not address.database or address.database.startswith((":", "file:")):
            raise DatabaseError("a database in memory would lose what it acknowledged: name a file, sqlite:///FILE")
        _require_plain(address)
        return address.set(drivername="sqlite")
    if backend in ("postgresql", "postgres"):
        return address.set(drivername="postgresql+psycopg")
    raise DatabaseError(f"the database is {backend!r}; medpref captures into sqlite:///FILE or postgresql://...")


def _require_plain(address: URL) -> None:
    """Refuse what a file's URL says besides the file: it would be ignored, or mean something else than it says."""
    if address.host or address.username or address.password or address.port:
        raise DatabaseError("sqlite:///FILE takes neither host nor user: name a file of this machine, sqlite:///FILE")
    if address.query:
        names = ", ".join(address.query)
        raise DatabaseError(f"sqlite:///FILE takes nothing behind '?', and this has {names}: name the file alone")


def _make_private_file(path: Path) -> None:
    """SQLite gives its other files the permissions of this one; it holds patients' text."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as error:
        raise DatabaseError(f"{path} cannot be written: {error.strerror}") from None


def _set_up_sqlite(connection: Any, _: object) -> None:
    # Transactions begin where `_begin_sqlite` says so, DDL included.
    connection.isolation_level = None
    # What is deleted is written over: it may be a patient's.
    pragmas = ("journal_mode = WAL", "synchronous = FULL", "secure_delete = ON")
    for pragma in (f"busy_timeout = {WAIT_SECONDS * 1000}", *pragmas):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    reads = connection.get_execution_options().get("medpref_reads", False)
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


def _configure() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    return config


def _migrate(engine: Engine) -> None:
    """In one transaction that no other writer overlaps: a service killed in it leaves the schema as it was.

    Tables that are up to date wait for no writer: who reads events does not, either.
    """
    config = _configure()
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    newest = find_newest_schema()
    with begin_reading(engine) as connection:
        if engine.dialect.name == "postgresql" and connection.execute(text("SHOW fsync")).scalar() != "on":
            raise DatabaseError("the PostgreSQL server runs with fsync off: what it commits can be lost; turn it on")
        if MigrationContext.configure(connection).get_current_revision() == newest:
            return
    with begin_writing(engine) as connection:
        current = MigrationContext.configure(connection).get_current_revision()
        if current is not None and current not in known:
            raise DatabaseError(
                f"the database has schema {current!r} of a newer medpref; this one knows up to "
                f"{newest!r}: install the newer one"
            )
        if current != newest:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")


def _name_failure(error: DBAPIError) -> DatabaseError:
    original: Any = error.orig
    # SQLite's primary code is the lower byte: FULL 13, BUSY 5, LOCKED 6; PostgreSQL's are five characters.
    code = getattr(original, "sqlite_errorcode", None)
    state = getattr(original, "sqlstate", None)
    primary = code & 0xFF if isinstance(code, int) else None
    if primary == 13 or state == "53100":
        return DatabaseError("the database's disk is full: make room; nothing was stored", "full")
    if primary in (5, 6) or state in ("55P03", "57014", "40P01"):
        return DatabaseError(f"another process has locked the database for over {WAIT_SECONDS} s", "locked")
    name = getattr(original, "sqlite_errorname", None) or state or type(original).__name__
    return DatabaseError(f"the database does not answer: {name}")
