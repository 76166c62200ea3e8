"""Temporary folders: swept when their process is gone, and only then, on this machine and on others."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from medpref_dagster.storage import temporary
from medpref_dagster.storage.owners import Owner, this_process
from medpref_dagster.storage.temporary import ABANDONED_AFTER_SECONDS, Temporaries, beating_job
from tests.conftest import CHECKOUT

_DIE_WRITING = """
import os, signal, sys
from pathlib import Path
from medpref_dagster.storage.temporary import Temporaries
with Temporaries(Path(sys.argv[1])).new_folder() as folder:
    (folder / "half").write_text("half")
    os.kill(os.getpid(), signal.SIGKILL)
"""


def leave(root: Path, owner: object, age: float = 0.0) -> Path:
    """What a process left half-written, its last heartbeat so long ago."""
    folder = root / f"{owner}~0123456789abcdef"
    folder.mkdir()
    (folder / "half").write_text("half")
    then = folder.stat().st_mtime - age
    os.utime(folder, (then, then))
    return folder


def sweep(root: Path) -> None:
    with Temporaries(root).new_folder():
        pass


def test_what_a_killed_process_left_is_swept(tmp_path):
    killed = subprocess.run(
        [sys.executable, "-c", _DIE_WRITING, str(tmp_path)], check=False, env=os.environ | {"PYTHONPATH": str(CHECKOUT)}
    )
    assert killed.returncode == -signal.SIGKILL
    assert len(list(tmp_path.iterdir())) == 1
    sweep(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_what_a_running_process_writes_stays(tmp_path):
    with Temporaries(tmp_path).new_folder() as folder:
        sweep(tmp_path)
        assert list(tmp_path.iterdir()) == [folder]


def test_a_process_with_the_id_of_one_that_is_gone_is_another(tmp_path):
    me = this_process()
    earlier = Owner(me.host, me.machine, me.pid, me.started - 1)
    assert earlier.is_gone()
    assert me.is_gone() is False
    leave(tmp_path, earlier)
    sweep(tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("host", [Owner("another", "0" * 12, 1, 1), Owner(this_process().host, "0" * 12, 1, 1)])
def test_another_machines_or_containers_is_swept_only_when_its_heart_has_not_beaten_for_a_day(tmp_path, host):
    beating = leave(tmp_path, host, ABANDONED_AFTER_SECONDS - 60)
    sweep(tmp_path)
    assert list(tmp_path.iterdir()) == [beating]
    then = beating.stat().st_mtime - 120
    os.utime(beating, (then, then))
    sweep(tmp_path)
    assert list(tmp_path.iterdir()) == []


_LEAVE_A_JOB = """
import os, signal, sys
from pathlib import Path
from medpref_dagster.storage.temporary import Temporaries
with Temporaries(Path(sys.argv[1])).new_folder(for_job=True):
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def left_job(tmp_path) -> Path:
    """The folder of a job whose run was killed."""
    command = [sys.executable, "-c", _LEAVE_A_JOB, str(tmp_path)]
    subprocess.run(command, check=False, env=os.environ | {"PYTHONPATH": str(CHECKOUT)})
    [folder] = tmp_path.iterdir()
    return folder


def test_a_job_whose_run_was_killed_keeps_its_folder_until_it_is_over(tmp_path, left_job):
    sweep(tmp_path)  # it waits in its queue
    with beating_job(left_job, leads=True):
        with beating_job(left_job, leads=False):
            sweep(tmp_path)
        sweep(tmp_path)
        assert list(tmp_path.iterdir()) == [left_job]
    sweep(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_job_whose_run_was_killed_and_of_which_nothing_was_heard_for_a_day_loses_its_folder(tmp_path, left_job):
    then = left_job.stat().st_mtime - ABANDONED_AFTER_SECONDS - 60
    os.utime(left_job, (then, then))
    with beating_job(left_job, leads=False):
        sweep(tmp_path)
        assert list(tmp_path.iterdir()) == [left_job], "its process has beaten at its start"
    os.utime(left_job, (then, then))
    sweep(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_job_that_waits_in_its_queue_keeps_its_folder_when_a_person_sweeps(tmp_path, left_job):
    then = left_job.stat().st_mtime - 3600
    os.utime(left_job, (then, then))
    Temporaries(tmp_path).sweep_abandoned()
    assert list(tmp_path.iterdir()) == [left_job]
    with beating_job(left_job, leads=False):
        pass
    os.utime(left_job, (then, then))
    Temporaries(tmp_path).sweep_abandoned()
    assert list(tmp_path.iterdir()) == [], "one that had begun beats no more"


def test_a_process_of_a_job_leaves_folders_alone_that_are_no_jobs(tmp_path):
    with beating_job(tmp_path, leads=True):
        pass
    assert list(tmp_path.iterdir()) == []


def test_what_a_version_left_that_named_no_machine_is_swept_after_a_day(tmp_path):
    (tmp_path / "4711-0123456789abcdef").mkdir()
    sweep(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["4711-0123456789abcdef"]
    os.utime(tmp_path / "4711-0123456789abcdef", (0, 0))
    sweep(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_the_heart_beats_while_the_folder_is_written(tmp_path, monkeypatch):
    monkeypatch.setattr(temporary, "HEARTBEAT_SECONDS", 0.001)
    with Temporaries(tmp_path).new_folder() as folder:
        os.utime(folder, (0, 0))
        for _ in range(10_000):
            if folder.stat().st_mtime > 0:
                break
            os.sched_yield()
        assert folder.stat().st_mtime > 0


def test_a_file_is_whole_or_as_it_was(tmp_path):
    (tmp_path / "tmp").mkdir()
    temporaries, target = Temporaries(tmp_path / "tmp"), tmp_path / "refs" / "cases.json"
    temporaries.write_file(target, b"first")
    with pytest.raises(TypeError):
        temporaries.write_file(target, "text")  # fails while writing
    assert target.read_bytes() == b"first"
    assert list((tmp_path / "tmp").iterdir()) == []


def test_a_removal_is_whole_too(tmp_path):
    (tmp_path / "tmp").mkdir()
    (tmp_path / "work" / "deep").mkdir(parents=True)
    temporaries = Temporaries(tmp_path / "tmp")
    temporaries.remove(tmp_path / "work")
    temporaries.remove(tmp_path / "work")
    assert [path.name for path in tmp_path.rglob("*")] == ["tmp"]


@pytest.mark.parametrize(
    "name", ["host~machine~²~1", "host~machine~" + "9" * 90 + "~1", "{me}~" + "9" * 90 + "~1", "~~~", "x"]
)
def test_a_name_that_no_process_has_stops_nobody(tmp_path, name):
    me = this_process()
    stranger = tmp_path / name.replace("{me}", f"{me.host}~{me.machine}")
    stranger.mkdir()
    sweep(tmp_path)
    assert list(tmp_path.iterdir()) == [stranger]
