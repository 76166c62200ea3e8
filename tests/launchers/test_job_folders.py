"""A job's folder is gone with its run, however that ended; and no folder that somebody works in is touched."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest

from medpref_dagster.launchers import torchrun
from medpref_dagster.launchers.job_folders import new_job_folder, sweep_job_folders
from medpref_dagster.storage.owners import this_process
from tests.conftest import CHECKOUT

KILLED = """
import os, signal
from medpref_dagster.launchers.job_folders import new_job_folder

with new_job_folder() as folder:
    (folder / "job.json").write_text("{}")
    print(folder, flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
"""
WAITS = "import sys; sys.stdin.read()"
"""Ends when nobody holds the other end of its standard input any more."""


@pytest.fixture(autouse=True)
def temporary(tmp_path, monkeypatch) -> Path:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setenv("PYTHONPATH", str(CHECKOUT))
    return tmp_path


@pytest.fixture
def left() -> Path:
    """What a run that was killed left."""
    done = subprocess.run([sys.executable, "-c", KILLED], capture_output=True, text=True, check=False)
    assert done.returncode == -9, done.stderr
    return Path(done.stdout.strip())


def test_what_a_killed_run_left_is_swept_by_the_next_job(left):
    assert (left / "job.json").exists()
    with new_job_folder() as folder:
        assert folder.is_dir()
        assert not left.exists()
    assert not folder.exists()


def test_the_folder_of_a_run_that_lives_stays():
    with new_job_folder() as folder, new_job_folder():
        sweep_job_folders()
        assert folder.is_dir()


def test_a_folder_in_which_processes_of_a_killed_run_still_work_stays_until_they_end(left):
    command = [sys.executable, "-c", WAITS, str(left / "job.json")]
    with subprocess.Popen(command, stdin=subprocess.PIPE) as worker:
        sweep_job_folders()
        assert left.is_dir()
        assert worker.stdin is not None
        worker.stdin.close()
    sweep_job_folders()
    assert not left.exists()


def test_what_is_of_another_machine_or_user_or_of_nobody_stays(temporary, left):
    ours = left.name
    elsewhere = temporary / ours.replace(this_process().machine, "0" * 12)
    for folder in (elsewhere, temporary / "medpref-job-abc123"):
        folder.mkdir()
    link = temporary / f"{ours}x"
    link.symlink_to(elsewhere)
    others = temporary / f"{ours}y"
    others.mkdir()
    if os.geteuid() == 0:
        os.chown(others, 12345, 12345)
    sweep_job_folders()
    staying = {elsewhere.name, "medpref-job-abc123", link.name} | ({others.name} if os.geteuid() == 0 else set())
    assert {path.name for path in temporary.iterdir()} == staying


def test_torchrun_works_in_such_a_folder(monkeypatch):
    def materialize(errand: object, start: object, folder: Any) -> Any:
        with folder as path:
            return path.name

    monkeypatch.setattr(torchrun, "materialize_elsewhere", materialize)
    nobody: Any = None
    assert str(torchrun.materialize(nobody)).startswith(f"medpref-job-{this_process()}~")
