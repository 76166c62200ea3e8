"""Fixtures: a service on each database, and a product that talks to it."""

import json
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import Engine, create_engine, select, text

from medpref_dagster.capture.app import create_app
from medpref_dagster.capture.database import EVENTS, QUARANTINE, begin_reading, open_database
from medpref_dagster.capture.limits import Limits
from medpref_dagster.capture.tokens import create_token
from tests.capture.postgres import find_programs, run_server
from tests.capture.serving import serve
from tests.feedback.made_events import NOW


@dataclass
class Clock:
    """The service's time."""

    time: datetime = NOW

    def __call__(self) -> datetime:
        return self.time


@dataclass
class Product:
    """A service in this process, and who talks to it."""

    engine: Engine
    app: FastAPI
    client: TestClient | None
    clock: Clock
    secret: str
    url: str = ""

    def post(self, path: str, body: Any = None, *, content: bytes | None = None, **headers: str) -> httpx.Response:
        """Send JSON, or bytes as they are."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        sent = {"authorization": f"Bearer {self.secret}", "content-type": "application/json"} | named
        if content is None:
            content = json.dumps(body).encode()
        return self.client.post(path, content=content, headers=sent)

    def make_token(self, *scopes: str, lifetime: timedelta | None = None) -> str:
        return create_token(self.engine, "another", scopes, self.clock(), lifetime)[1]

    def read(self, table: str = "events") -> list[dict[str, Any]]:
        chosen = EVENTS if table == "events" else QUARANTINE
        with begin_reading(self.engine) as connection:
            return [dict(row) for row in connection.execute(select(chosen).order_by(chosen.c.sequence)).mappings()]


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    programs = find_programs()
    if programs is None:
        pytest.skip("no PostgreSQL server is installed: apt-get install postgresql")
    # pytest's own folders are closed to the user that the server runs as.
    with tempfile.TemporaryDirectory(prefix="medpref-postgres-") as folder:
        Path(folder).chmod(0o755)
        with run_server(Path(folder) / "server", programs) as url:
            yield url


def clear_postgres(url: str) -> str:
    """The server's database, emptied."""
    engine = create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    engine.dispose()
    return url


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty database of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/capture.sqlite"
    return clear_postgres(request.getfixturevalue("postgres_server"))


@pytest.fixture
def start() -> Iterator[Callable[..., Product]]:
    """`start(url, limits)` starts a service on a database."""
    with ExitStack() as stack:

        def start_service(url: str, limits: Limits | None = None) -> Product:
            clock = Clock()
            engine = open_database(url)
            _, secret = create_token(engine, "product", ["send", "read", "administer"], clock())
            app = create_app(engine, limits, now=clock)
            client = stack.enter_context(TestClient(app, raise_server_exceptions=False))
            return Product(engine, app, client, clock, secret)

        yield start_service


@pytest.fixture
def start_served(tmp_path: Path) -> Iterator[Callable[..., Product]]:
    """`start_served()` starts a service on SQLite and on a port; with the port of before, the same one again."""
    with ExitStack() as stack:

        def start_service(port: int = 0) -> Product:
            clock = Clock()
            engine = open_database(f"sqlite:///{tmp_path}/served.sqlite")
            _, secret = create_token(engine, "product", ["send"], clock())
            app = create_app(engine, now=clock)
            return Product(engine, app, None, clock, secret, stack.enter_context(serve(app, port)))

        yield start_service


@pytest.fixture
def product(start: Callable[..., Product], database: str) -> Product:
    """A service on each database."""
    return start(database)


@pytest.fixture
def sqlite_product(start: Callable[..., Product], tmp_path: Path) -> Product:
    """A service on SQLite, for what has nothing to do with the database."""
    return start(f"sqlite:///{tmp_path}/capture.sqlite")
