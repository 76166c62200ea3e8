"""Object stores for the tests of a session, of three clouds; each test has a prefix of its own."""

from collections.abc import Iterator
from itertools import count

import pytest

from tests.storage import azure_server as azurite
from tests.storage import gcs_server as google
from tests.storage import s3_server as moto

_numbers = count()


@pytest.fixture(scope="session")
def s3_server() -> Iterator[moto.Server]:
    with moto.run_server() as server:
        yield server


@pytest.fixture
def s3(s3_server: moto.Server, monkeypatch: pytest.MonkeyPatch) -> Iterator[moto.Server]:
    """The server, with its credentials in the environment."""
    for name, value in s3_server.environment.items():
        monkeypatch.setenv(name, value)
    s3_server.behave()
    yield s3_server
    s3_server.behave()


@pytest.fixture
def s3_url(s3: moto.Server) -> str:
    """An empty object store."""
    return f"s3://{moto.BUCKET}/test-{next(_numbers)}"


@pytest.fixture
def url(s3_url: str) -> str:
    """An empty object store, for tests to which the cloud is all the same."""
    return s3_url


@pytest.fixture(scope="session")
def azurite_program() -> str:
    program = azurite.find_program()
    if program is None:
        pytest.skip("no Azurite here: npm install --global --prefix .venv azurite")
    return program


@pytest.fixture(scope="session")
def azure_server(azurite_program: str) -> Iterator[azurite.Server]:
    with azurite.run_server(azurite_program) as server:
        yield server


@pytest.fixture
def azure(azure_server: azurite.Server, monkeypatch: pytest.MonkeyPatch) -> azurite.Server:
    """The server, with its credentials in the environment."""
    for name, value in azure_server.environment.items():
        monkeypatch.setenv(name, value)
    return azure_server


@pytest.fixture
def azure_url(azure: azurite.Server) -> str:
    """An empty object store."""
    return f"az://{azurite.CONTAINER}/test-{next(_numbers)}"


@pytest.fixture(scope="session")
def gcs_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[google.Server]:
    with google.run_server(tmp_path_factory.mktemp("gcs")) as server:
        yield server


@pytest.fixture
def gcs(gcs_server: google.Server, monkeypatch: pytest.MonkeyPatch) -> google.Server:
    """The server, with its credentials in the environment."""
    for name, value in gcs_server.environment.items():
        monkeypatch.setenv(name, value)
    return gcs_server


@pytest.fixture
def gcs_url(gcs: google.Server) -> str:
    """An empty object store."""
    return f"gs://{google.BUCKET}/test-{next(_numbers)}"
