"""An object store for the tests of a session; each test has a prefix of its own."""

from collections.abc import Iterator
from itertools import count

import pytest

from tests.storage.s3_server import BUCKET, Server, run_server

_numbers = count()


@pytest.fixture(scope="session")
def s3_server() -> Iterator[Server]:
    with run_server() as server:
        yield server


@pytest.fixture
def s3(s3_server: Server, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """The server, with its credentials in the environment."""
    for name, value in s3_server.environment.items():
        monkeypatch.setenv(name, value)
    s3_server.behave()
    yield s3_server
    s3_server.behave()


@pytest.fixture
def url(s3: Server) -> str:
    """An empty object store."""
    return f"s3://{BUCKET}/test-{next(_numbers)}"
