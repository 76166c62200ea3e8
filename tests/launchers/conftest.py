"""What the launchers' tests share: a project whose store a test names, runs of its task, a cluster of one node."""

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.launchers.one_node import list_missing, run_cluster
from tests.launchers.own_network import Network
from tests.storage.conftest import s3, s3_server, s3_url, url

__all__ = ["s3", "s3_server", "s3_url", "url"]


@pytest.fixture(scope="session")
def network() -> Iterator[Network]:
    """Where the clusters of these tests listen: nobody else is there."""
    try:
        made = Network()
    except OSError as error:
        pytest.skip(f"no network of its own for a cluster ({error.strerror}): root may make one")
    yield made
    made.close()


@pytest.fixture(scope="session")
def installed_slurm() -> None:
    if missing := list_missing():
        pytest.skip(f"no Slurm here ({', '.join(missing)} missing): apt-get install slurm-wlm munge")


@pytest.fixture(scope="session")
def cluster(installed_slurm, network) -> Iterator[dict[str, str]]:
    # A socket's path is short; pytest's own folders need not be.
    with tempfile.TemporaryDirectory(prefix="medpref-slurm-") as folder, ExitStack() as running:
        with network.entered():
            environment = running.enter_context(run_cluster(Path(folder)))
        yield environment


@pytest.fixture
def slurm(cluster, network, monkeypatch) -> Iterator[dict[str, str]]:
    """Jobs go to the cluster."""
    for name, value in cluster.items():
        monkeypatch.setenv(name, value)
    with network.entered():
        yield cluster
