"""A job of Slurm's queue on one node of a cluster, whose processes find each other there.

The job's folder lies in the store's folder, which all nodes must see, also where the store is an object store; what is
in it is gone when the step is over. The processes run the Python that runs this, under its path. Slurm's own programs
are used (`sbatch`, `scontrol`, `scancel`), and they take the environment of the run along: credentials that are in it
go to the node as they would to a process of this machine.
"""

import os
import re
import shlex
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import dagster as dg

from medpref_dagster.declaration.launchers import LauncherDeclaration
from medpref_dagster.launchers import Errand
from medpref_dagster.launchers.elsewhere import Ended, LaunchError, end_undisturbed, materialize_elsewhere
from medpref_dagster.launchers.left_jobs import LeftJob, list_left_jobs, note_handed_in
from medpref_dagster.launchers.torchrun import command_for, explain

_SECONDS_FOR_AN_ANSWER = 120.0
"""Slurm's programs ask a controller that does not answer several times."""
_SECONDS_WITHOUT_AN_ANSWER = 1800.0
"""A controller that is started anew knows its jobs again."""
_SHORTEST_LOOK, _LONGEST_LOOK = 0.5, 10.0
"""Seconds from one look at a job to the next: every look is work for the controller of the whole cluster."""
_GONE = "GONE"
"""The state of a job that the controller has forgotten, because it was over for long."""
_ENDED_BY_SLURM = {
    "PREEMPTED": "Slurm took the node away for a job that goes first",
    "NODE_FAIL": "the node {node} failed",
    "BOOT_FAIL": "the node {node} did not start",
    "DEADLINE": "it could not be done by its deadline",
    "OUT_OF_MEMORY": "it took more memory than it had asked for; ask for more (--mem among the launcher's options)",
    "CANCELLED": "it was cancelled",
}

_TAKEN_AWAY = frozenset({"PREEMPTED", "NODE_FAIL", "BOOT_FAIL"})
"""States of jobs that another attempt may bring to their end. Who cancels one means it."""

_OVER = frozenset({"COMPLETED", "FAILED", "TIMEOUT", _GONE, *_ENDED_BY_SLURM})

Tell = Callable[[str], None]
_Done = subprocess.CompletedProcess[str]


def materialize(errand: Errand) -> dg.MaterializeResult:
    """Have a job of the queue do it.

    Raises
    ------
    LaunchError
        If Slurm does not take the job, or cannot be asked any more.
    """
    name = f"medpref-{'-'.join(errand.context.asset_key.path)}"
    return materialize_elsewhere(
        errand,
        lambda job, environment: run(job, environment, errand.declared, name, errand.context.log.info),
        errand.context.resources.store.open().new_job_folder(),
    )


def run(job: Path, environment: Mapping[str, str], declared: LauncherDeclaration, name: str, tell: Tell) -> Ended:
    """Put a job into the queue, and wait until it is over; an interrupt takes it out.

    What it printed is printed here when it is over.
    """
    job.parent.chmod(0o700)
    printed = job.with_name("printed")
    _end_left(job, name, tell)
    number = _submit(job, environment, declared, name, printed)
    note_handed_in(job, number)
    tell(f"Slurm's job {number} waits in the queue")
    try:
        over = _wait(number, tell)
    except BaseException:  # an interrupt, or no answer: nobody would read what it makes
        end_undisturbed(lambda: _ask("scancel", number))
        raise
    text = printed.read_text(encoding="utf-8", errors="replace") if printed.exists() else None
    sys.stderr.write(text or "")
    return explain_end(number, over, text, declared)


def _end_left(job: Path, name: str, tell: Tell) -> None:
    """See that nobody does the same any more: wait for a job that a killed run left working, take out one that waits.

    What it made is found by the one that comes then.
    """
    for left in list_left_jobs(job):
        said = read_state(_ask("scontrol", "--oneliner", "show", "job", left.name))
        if said is None or not _is_the_same(said, left, name):  # no answer: the locks of the store are there, too
            continue
        try:
            if said["JobState"] in _OVER:
                pass
            elif said["JobState"] == "PENDING" or not left.is_ours:
                tell(f"Slurm's job {left.name} is of a run that was killed: it is taken out of the queue")
                _ask("scancel", left.name)
                _wait(left.name, tell)
            else:
                tell(f"Slurm's job {left.name} still does this, for a run that was killed: it is waited for")
                _wait(left.name, tell)
        except BaseException:  # an interrupt, as of a job of one's own
            end_undisturbed(lambda number=left.name: _ask("scancel", number))
            raise
        left.forget()


def _is_the_same(said: Mapping[str, str], left: LeftJob, name: str) -> bool:
    """Whether a job of that number is the one that was handed in: numbers begin anew with the controller's files."""
    if said["JobState"] == _GONE:
        return True
    return said.get("JobName") == name and str(left.folder).startswith(said.get("WorkDir") or "-")


def write_script(job: Path, processes: int) -> str:
    """What the node runs; its cores are divided among the processes."""
    command = shlex.join(command_for(job, processes))
    threads = f"$(( SLURM_CPUS_ON_NODE > {processes} ? SLURM_CPUS_ON_NODE / {processes} : 1 ))"
    return "\n".join(
        [
            "#!/bin/sh",
            f'export OMP_NUM_THREADS="${{OMP_NUM_THREADS:-{threads}}}" GLOO_SOCKET_IFNAME=lo',
            f"exec {command}\n",
        ]
    )


def _submit(job: Path, environment: Mapping[str, str], declared: LauncherDeclaration, name: str, printed: Path) -> str:
    command = ["sbatch", "--parsable", "--no-requeue", "--nodes=1", "--ntasks=1", "--export=ALL", f"--job-name={name}"]
    command += [f"--chdir={job.parent}", f"--output={printed}", f"--error={printed}"]
    if declared.hours is not None:
        command.append(f"--time={max(1, round(declared.hours * 60))}")
    done = _call([*command, *declared.options], write_script(job, declared.processes), {**os.environ, **environment})
    if done.returncode != 0:
        raise LaunchError(f"Slurm did not take the job: {_read_complaint(done)}")
    number = done.stdout.strip().partition(";")[0]
    if not number.isdecimal():  # --help or --version among the options
        raise LaunchError(f"Slurm did not take the job: sbatch gave no number but {number.partition(chr(10))[0]!r}")
    return number


def _call(
    command: list[str], given: str = "", env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    try:
        return subprocess.run(
            command, input=given, env=env, capture_output=True, text=True, timeout=_SECONDS_FOR_AN_ANSWER, check=False
        )
    except FileNotFoundError:
        raise LaunchError(
            f"there is no {command[0]} on this machine: the launcher slurm runs where jobs can be handed to a Slurm "
            "cluster; materialize there, or take another profile"
        ) from None
    except subprocess.TimeoutExpired:
        raise LaunchError(
            f"{command[0]} had no answer from Slurm in {_SECONDS_FOR_AN_ANSWER:g} s: see with sinfo whether the "
            "cluster can be reached"
        ) from None


def _ask(*command: str) -> _Done | None:
    """What Slurm says of a job; None where it did not answer."""
    try:
        return _call(list(command))
    except LaunchError:
        return None


def _read_complaint(done: _Done) -> str:
    lines = [line.strip() for line in done.stderr.splitlines() if line.strip()]
    return "; ".join(re.sub(r"^\w+: (error: )?", "", line) for line in lines) or f"status {done.returncode}"


def _wait(number: str, tell: Tell) -> Mapping[str, str]:
    """What Slurm says of the job when it is over."""
    told, pause, answered = "PENDING", _SHORTEST_LOOK, time.monotonic()
    while True:
        said = read_state(_ask("scontrol", "--oneliner", "show", "job", number))
        if said is not None:
            answered = time.monotonic()
            state = said["JobState"]
            if state in _OVER:
                return said
            reason = said.get("Reason", "None")
            now = state if reason == "None" else f"{state} ({reason})"
            if now != told:
                tell(f"Slurm's job {number}: {now}" + (f" on {said['NodeList']}" if state == "RUNNING" else ""))
                told = now
        elif time.monotonic() - answered > _SECONDS_WITHOUT_AN_ANSWER:
            raise LaunchError(
                f"Slurm has not answered for {_SECONDS_WITHOUT_AN_ANSWER / 60:g} minutes; what became of its job "
                f"{number} is not known. When it answers again, look with squeue, and materialize again"
            )
        time.sleep(pause)
        pause = min(pause * 1.5, _LONGEST_LOOK)


def read_state(answered: _Done | None) -> dict[str, str] | None:
    """The fields of `scontrol show job`; None where that was no answer."""
    if answered is None:
        return None
    if answered.returncode != 0:
        return {"JobState": _GONE} if "Invalid job id" in answered.stderr else None
    fields = dict(re.findall(r"(?:^|\s)(\w+)=(\S*)", answered.stdout))
    return fields if "JobState" in fields else None


def explain_end(number: str, over: Mapping[str, str], printed: str | None, declared: LauncherDeclaration) -> Ended:
    """How the job ended, by its state, its exit code and what it printed (None: there is no such file)."""
    state, job = over["JobState"], f"Slurm's job {number}"
    if state in {"COMPLETED", _GONE}:
        return Ended(well=True)  # whether a result is there says whether it is so
    if state == "TIMEOUT":
        limit = "the partition's time" if declared.hours is None else f"the profile's {declared.hours:g} hours"
        return Ended(well=False, killed=True, because=f"{job} took longer than {limit}")
    if state in _ENDED_BY_SLURM:
        because = _ENDED_BY_SLURM[state].format(node=over.get("NodeList", ""))
        return Ended(well=False, killed=True, because=f"{job}: {because}", taken_away=state in _TAKEN_AWAY)
    if printed is None:
        return Ended(
            well=False,
            because=f"{job} failed on {over.get('NodeList', 'its node')} without a trace in the store: the nodes must "
            "see the store's folder (store.root, of an object store, too), the project and this Python under the same "
            "paths as this machine",
        )
    status, _, signalled = over.get("ExitCode", "").partition(":")
    ended = explain(printed, -int(signalled) if int(signalled or 0) else int(status or 1), declared.processes)
    return Ended(well=False, killed=ended.killed, because=f"in {job}, {ended.because}")
