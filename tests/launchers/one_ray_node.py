"""A Ray cluster of one node, this machine, in a network of its own."""

import os
import secrets
import signal
import subprocess
import sys
import tempfile
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.conftest import CHECKOUT
from tests.launchers.own_network import Network

_LOOPBACK = "127.0.0.2"
"""For 127.0.0.1 Ray would take the address by which other machines reach this one."""


@contextmanager
def run_cluster(network: Network, threads: int) -> Generator[dict[str, str]]:
    """The environment in which a cluster is found, from within its network, that runs during the block.

    Parameters
    ----------
    threads
        That each process of a task computes with.
    """
    ours = {"RAY_AUTH_TOKEN": secrets.token_hex(16), "RAY_AUTH_MODE": "token", "RAY_USAGE_STATS_ENABLED": "0"}
    # Sockets' paths are short; pytest's own folders need not be.
    with tempfile.TemporaryDirectory(prefix="mp-ray-") as folder:
        environment = {**os.environ, **ours, "PYTHONPATH": str(CHECKOUT), "OMP_NUM_THREADS": str(threads)}
        command = [sys.executable, "-m", "ray.scripts.scripts"]
        head = ["start", "--head", "--port=0", f"--node-ip-address={_LOOPBACK}", "--include-dashboard=false"]
        sizes = ["--num-cpus=2", "--num-gpus=0", "--object-store-memory=80000000", f"--temp-dir={folder}"]
        written = Path(folder) / "started.out"
        with written.open("w") as out, network.entered():
            started = subprocess.run([*command, *head, *sizes], env=environment, stdout=out, stderr=out, check=False)
        assert started.returncode == 0, written.read_text()
        try:
            yield ours | {"RAY_ADDRESS": (Path(folder) / "ray_current_cluster").read_text().strip()}
        finally:
            for process in find_processes(folder):
                with suppress(ProcessLookupError):
                    os.kill(process, signal.SIGKILL)  # of SIGTERM gcs_server takes no notice


def find_processes(folder: str) -> list[int]:
    """Those of the cluster whose files lie in a folder: `ray stop` would end every cluster of this machine."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            said = path.read_bytes().decode(errors="replace")
        except OSError:
            continue
        if folder in said:
            found.append(int(path.parent.name))
    return found
