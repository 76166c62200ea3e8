"""Processes on this machine, started by PyTorch's torchrun; they find each other on the loopback interface."""

import os
import re
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Mapping
from pathlib import Path
from typing import IO

import dagster as dg

from medpref_dagster.declaration.machine import LauncherDeclaration
from medpref_dagster.launchers import Errand
from medpref_dagster.launchers.elsewhere import Ended, materialize_elsewhere

_LOOPBACK = "127.0.0.1"
_SECONDS_TO_END = 40.0
"""torchrun gives its processes 30 before it kills them."""
_LAST_LINES = 400
_ROOT_CAUSE = re.compile(r"Root Cause.*?rank\s*:\s*(\d+).*?exitcode\s*:\s*(-?\d+)", re.DOTALL)


def materialize(errand: Errand) -> dg.MaterializeResult:
    """Have the declared number of processes do it."""
    return materialize_elsewhere(errand, lambda job, environment: run(job, environment, errand.declared))


def run(job: Path, environment: Mapping[str, str], declared: LauncherDeclaration) -> Ended:
    """Start the processes, and wait until all have ended; if one fails, torchrun ends the others.

    What they print goes where this process prints.
    """
    command = [
        *(sys.executable, "-m", "torch.distributed.run", "--standalone", "--local-addr", _LOOPBACK),
        *("--max-restarts", "0", "--nproc-per-node", str(declared.processes), "-m", "medpref_dagster.work", str(job)),
    ]
    threads = max(1, len(os.sched_getaffinity(0)) // declared.processes)
    env = {"OMP_NUM_THREADS": str(threads), "GLOO_SOCKET_IFNAME": "lo", **os.environ, **environment}
    process = subprocess.Popen(command, env=env, stderr=subprocess.PIPE, text=True, errors="replace")
    last: deque[str] = deque(maxlen=_LAST_LINES)
    reading = threading.Thread(target=_pass_on, args=(process.stderr, last), daemon=True)
    reading.start()
    try:
        status = process.wait(None if declared.hours is None else declared.hours * 3600)
    except subprocess.TimeoutExpired:
        _end(process)
        return Ended(well=False, because=f"they took longer than the profile's {declared.hours:g} hours")
    except BaseException:  # an interrupt
        _end(process)
        raise
    reading.join()
    return Ended(well=status == 0, because=explain("".join(last), status, declared.processes))


def _end(process: subprocess.Popen[str]) -> None:
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(_SECONDS_TO_END)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _pass_on(lines: IO[str], last: deque[str]) -> None:
    for line in lines:
        sys.stderr.write(line)
        last.append(line)


def explain(printed: str, status: int, processes: int) -> str:
    """Which process failed first, by what torchrun printed: its report names the first as the root cause."""
    if (found := _ROOT_CAUSE.search(printed)) is None:
        return f"torchrun ended with status {status}"
    rank, code = int(found[1]), int(found[2])
    how = f"was killed by {signal.Signals(-code).name}" if code < 0 else f"ended with status {code}"
    return f"process {rank + 1} of {processes} {how}"
