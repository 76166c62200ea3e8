"""Runs whose process is gone: whoever materializes next reports them, whatever is left to do."""

import os
import socket

import dagster as dg
import pytest

from medpref_dagster.runs import PROCESS_TAG, open_instance

NOBODY = 2**22 + 1
"""Above any process id that Linux gives."""


@dg.op
def train() -> None:
    pass


@dg.job
def uti() -> None:
    train()


@pytest.mark.parametrize(
    ("process", "status"),
    [
        (f"{socket.gethostname()}:{NOBODY}", dg.DagsterRunStatus.FAILURE),
        (f"{socket.gethostname()}:{os.getpid()}", dg.DagsterRunStatus.NOT_STARTED),
        (f"another-host:{NOBODY}", dg.DagsterRunStatus.NOT_STARTED),
    ],
    ids=["nobody here", "this process", "another host"],  # of the values it would be other names in each process
)
def test_a_run_that_was_killed_is_reported_though_another_machine_made_the_rest(process, status, tmp_path):
    with dg.DagsterInstance.from_config(str(tmp_path)) as instance:
        run_id = instance.create_run_for_job(uti, tags={PROCESS_TAG: process}).run_id
    with open_instance(tmp_path) as instance:
        assert instance.get_run_by_id(run_id).status is status
