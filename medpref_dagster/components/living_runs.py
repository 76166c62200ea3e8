"""Runs that go on, and those whose process is gone, which are reported as failed, since nobody else would.

A command that runs something holds a lock of the kernel meanwhile, one file a run, which ends with its process however
that ends. So a run that lives can be told from one that was killed, also out of another container, or on another host
where the file system's locks reach it.
"""

import os
import socket
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import dagster as dg

from medpref_dagster.locks import hold_lock, is_held

PROCESS_TAG = "medpref/process"
"""`<host>:<process id>` of a run that a command of ours started."""

LAUNCH_TAG = "medpref/launch"
"""Names a run before it has an id: who starts it tells its follower, and holds the lock of that name."""

_UNFINISHED = [
    dg.DagsterRunStatus.NOT_STARTED,
    dg.DagsterRunStatus.QUEUED,
    dg.DagsterRunStatus.STARTING,
    dg.DagsterRunStatus.STARTED,
    dg.DagsterRunStatus.CANCELING,
]


@contextmanager
def stay_known_alive(instance: dg.DagsterInstance, launch: str, purpose: str) -> Generator[dict[str, str]]:
    """Hold the lock of a launch during the block, in which its run begins and ends; the tags that the run must have."""
    path = _find_lock(instance, launch)
    try:
        with hold_lock(path, purpose):
            yield {LAUNCH_TAG: launch, PROCESS_TAG: f"{socket.gethostname()}:{os.getpid()}"}
    finally:
        _remove(path)  # nobody else ever takes a lock of this name


@contextmanager
def open_instance(home: Path) -> Generator[dg.DagsterInstance]:
    """The Dagster instance of a home for a command that materializes, killed runs reported: also where nothing is left
    to run, because another machine made the rest."""
    with dg.DagsterInstance.from_config(str(home)) as instance:
        fail_killed_runs(instance)
        yield instance


def fail_killed_runs(instance: dg.DagsterInstance) -> list[str]:
    """Report the runs whose process is gone as failed; without it, the UI would show them as running for ever.

    Nothing waits for them: what they held of the device, the kernel gave back when they were killed.

    Returns
    -------
    list of str
        The ids of those runs.
    """
    killed = list_killed_runs(instance)
    for run in killed:
        instance.report_run_failed(run, "its process is gone: it was killed")
        _remove(_find_lock(instance, run.tags.get(LAUNCH_TAG, "")))
    return [run.run_id for run in killed]


def list_killed_runs(instance: dg.DagsterInstance) -> list[dg.DagsterRun]:
    """The runs that a command of ours started, that are shown as waiting or running, and whose process is gone."""
    records = instance.get_run_records(dg.RunsFilter(statuses=_UNFINISHED))
    return [
        record.dagster_run
        for record in records
        # A run that a person has executed again in the UI has its parent's tags, and not its process.
        if PROCESS_TAG in record.dagster_run.tags
        and record.dagster_run.parent_run_id is None
        and not _lives(instance, record.dagster_run, record.create_timestamp.timestamp())
    ]


def find_under_way(instance: dg.DagsterInstance, name: str) -> dg.RunRecord | None:
    """The run that makes what is declared under a name, its job or assets of it that a person chose; the oldest.

    One whose process is gone is reported as failed, and is none.
    """
    return next(iter(list_under_way(instance, name)), None)


def list_under_way(instance: dg.DagsterInstance, name: str) -> list[dg.RunRecord]:
    """All such runs, the oldest first."""
    fail_killed_runs(instance)
    records = instance.get_run_records(dg.RunsFilter(statuses=_UNFINISHED), ascending=True)
    return [record for record in records if _makes(record.dagster_run, name)]


def _makes(run: dg.DagsterRun, name: str) -> bool:
    return run.job_name == name or any(key.path[0] == name for key in run.asset_selection or ())


def _lives(instance: dg.DagsterInstance, run: dg.DagsterRun, created: float) -> bool:
    path = _find_lock(instance, run.tags.get(LAUNCH_TAG, ""))
    if path.is_file():
        return is_held(path)
    # A run of a version that held no lock.
    host, _, pid = run.tags[PROCESS_TAG].partition(":")
    return host != socket.gethostname() or _is_process_of(int(pid), created)


def _find_lock(instance: dg.DagsterInstance, launch: str) -> Path:
    return Path(instance.root_directory) / "medpref-runs" / (launch or "none")


def _remove(path: Path) -> None:
    for file in (path, path.with_name(f"{path.name}.next")):
        file.unlink(missing_ok=True)


def _is_process_of(pid: int, run_created: float) -> bool:
    """Whether a process is there that is old enough to be the run's: process ids are used again."""
    import psutil

    try:
        return psutil.Process(pid).create_time() <= run_created
    except psutil.NoSuchProcess:
        return False
