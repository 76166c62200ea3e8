"""Processes on this machine, started by PyTorch's torchrun; they find each other on the loopback interface."""

import contextlib
import math
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
import psutil

from medpref_dagster.declaration.launchers import LauncherDeclaration
from medpref_dagster.launchers import Errand
from medpref_dagster.launchers.elsewhere import Ended, end_undisturbed, materialize_elsewhere
from medpref_dagster.launchers.job_folders import new_job_folder

_LOOPBACK = "127.0.0.1"
_SECONDS_TO_END = 40.0
"""torchrun gives its processes 30 before it kills them."""
_LAST_LINES = 400
_FAILURE = re.compile(r"\brank\s*:\s*(\d+)[^\n]*\n\s*exitcode\s*:\s*(-?\d+)")
"""In torchrun's report; the one that it saw first stands last, as the root cause."""


def materialize(errand: Errand) -> dg.MaterializeResult:
    """Have the declared number of processes do it."""
    return materialize_elsewhere(
        errand,
        lambda job, environment: run(job, environment, errand.declared),
        new_job_folder(),
    )


def command_for(job: Path, processes: int, python: str = sys.executable) -> list[str]:
    """What starts a number of processes on a machine to do a job together; if one fails, the others are ended."""
    work = ["-m", "medpref_dagster.work", str(job)]
    if processes == 1:
        return [python, *work]
    return [
        *(python, "-m", "torch.distributed.run", "--standalone", "--local-addr", _LOOPBACK),
        *("--max-restarts", "0", "--nproc-per-node", str(processes), *work),
    ]


def run(job: Path, environment: Mapping[str, str], declared: LauncherDeclaration) -> Ended:
    """Start the processes, and wait until all have ended; if one fails, torchrun ends the others.

    What they print goes where this process prints.
    """
    threads = max(1, len(os.sched_getaffinity(0)) // declared.processes)
    env = {"OMP_NUM_THREADS": str(threads), "GLOO_SOCKET_IFNAME": "lo", **os.environ, **environment}
    command = command_for(job, declared.processes)
    process = subprocess.Popen(command, env=env, stderr=subprocess.PIPE, text=True, errors="replace")
    last: deque[str] = deque(maxlen=_LAST_LINES)
    reading = threading.Thread(target=_pass_on, args=(process.stderr, last), daemon=True)
    reading.start()
    try:
        # With a limit in any case, so that it looks now and then: what Ray interrupts a task with wakes nothing up.
        status = process.wait(math.inf if declared.hours is None else declared.hours * 3600)
    except subprocess.TimeoutExpired:
        _end(process, job)
        return Ended(well=False, because=f"they took longer than the profile's {declared.hours:g} hours")
    except BaseException:  # an interrupt
        end_undisturbed(lambda: _end(process, job))
        raise
    if status != 0:
        _end_left(job)  # they hold the pipe that is read
    reading.join()
    return Ended(well=True) if status == 0 else explain("".join(last), status, declared.processes)


def _end(process: subprocess.Popen[str], job: Path) -> None:
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(_SECONDS_TO_END)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    _end_left(job)


def _end_left(job: Path) -> None:
    """End what torchrun left: where it was killed itself, its processes would wait for it for ever."""
    for process in psutil.process_iter(["cmdline"]):
        if str(job) in (process.info["cmdline"] or ()):
            with contextlib.suppress(psutil.Error):  # it is over, or another user's
                process.kill()


def _pass_on(lines: IO[str], last: deque[str]) -> None:
    for line in lines:
        sys.stderr.write(line)
        last.append(line)


def explain(printed: str, status: int, processes: int) -> Ended:
    """How processes ended that failed, by what torchrun printed: one that was killed, else the first that ended.

    Those that torchrun ended itself (SIGTERM) are no cause; one that lost another ends with an error of its own.
    """
    if processes == 1:
        return describe_exit(status, "the process")
    found = [(int(rank), int(code)) for rank, code in _FAILURE.findall(printed)]
    if not found:
        return describe_exit(status, "torchrun")
    killed = [(rank, code) for rank, code in found if code < 0 and -code != signal.SIGTERM]
    rank, code = (killed or found)[-1]
    return describe_exit(code, f"process {rank + 1} of {processes}")


def describe_exit(status: int, who: str) -> Ended:
    """How a process ended that failed: its exit status, or minus the signal that ended it."""
    if status < 0 and -status != signal.SIGTERM:
        return Ended(well=False, killed=True, because=f"{who} was killed by {signal.Signals(-status).name}")
    return Ended(well=False, because=f"{who} ended with status {status}")
