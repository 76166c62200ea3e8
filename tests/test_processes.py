"""Processes that look for identifiers end with the one that asked, however that ends."""

import os
import signal
import subprocess
import sys

from tests.conftest import CHECKOUT

PROGRAM = """
import os, threading
from medpref_dagster.processes import open_processes

def work(_):
    print(os.getpid(), flush=True)
    threading.Event().wait()

if __name__ == "__main__":
    with open_processes(2, 300_000) as pool:
        list(pool.map(work, range(2)))
"""


def test_workers_of_a_killed_process_end_too(tmp_path):
    (tmp_path / "program.py").write_text(PROGRAM)
    program = subprocess.Popen(
        [sys.executable, str(tmp_path / "program.py")],
        env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert program.stdout is not None
    workers = [program.stdout.readline() for _ in range(2)]
    assert all(worker.strip().isdecimal() for worker in workers)
    program.send_signal(signal.SIGKILL)
    # The pipe ends when the last process that could write to it has ended.
    assert program.communicate(timeout=120)[0] == ""
