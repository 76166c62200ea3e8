"""Runs whose process is gone: they are reported as failed, since nobody else would."""

import socket

import dagster as dg
import psutil

PROCESS_TAG = "medpref/process"
"""`<host>:<process id>` of a run that a command of ours started."""


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
    return [run.run_id for run in killed]


def list_killed_runs(instance: dg.DagsterInstance) -> list[dg.DagsterRun]:
    """The runs of this machine that are shown as running and whose process is gone."""
    killed: list[dg.DagsterRun] = []
    for record in instance.get_run_records(dg.RunsFilter(statuses=[dg.DagsterRunStatus.STARTED])):
        host, _, pid = record.dagster_run.tags.get(PROCESS_TAG, "").partition(":")
        if host == socket.gethostname() and not _is_process_of(int(pid), record.create_timestamp.timestamp()):
            killed.append(record.dagster_run)
    return killed


def _is_process_of(pid: int, run_created: float) -> bool:
    """Whether a process is there that is old enough to be the run's: process ids are used again."""
    try:
        return psutil.Process(pid).create_time() <= run_created
    except psutil.NoSuchProcess:
        return False
