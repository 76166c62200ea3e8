"""The folders of jobs that this machine does itself, in its temporary folder; swept once nobody works in them.

A folder's name says whose it is (`storage.owners.Owner`). A run that was killed by SIGKILL leaves its folder, and its
processes may go on in there: it is in use as long as one of them names it on its command line.
"""

import os
import shutil
import stat
import tempfile
from collections.abc import Generator, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil

from medpref_dagster.storage.owners import read_owner, this_process

_PREFIX = "medpref-job-"


@contextmanager
def new_job_folder() -> Generator[Path]:
    """A folder for a job, readable by this user alone; gone when the block ends. Sweeps what killed runs left."""
    folder = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{this_process()}~"))
    try:
        sweep_job_folders()
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def sweep_job_folders() -> None:
    """Remove this user's job folders whose run is gone, and in which no process of its works any more.

    Those of other machines, of containers with process ids of their own, and of other users stay.
    """
    left = list(_list_left())
    if not left:
        return
    running = list(_list_command_lines())
    for folder in left:
        if not any(f"{folder.name}/" in word for words in running for word in words):
            shutil.rmtree(folder, ignore_errors=True)


def _list_left() -> Iterator[Path]:
    for path in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        owner = read_owner(path.name.removeprefix(_PREFIX))
        if owner is None or not owner.is_gone():
            continue
        with suppress(OSError):  # swept by another one meanwhile
            found = path.lstat()
            if stat.S_ISDIR(found.st_mode) and found.st_uid == os.geteuid():
                yield path


def _list_command_lines() -> Iterator[list[str]]:
    for process in psutil.process_iter(["cmdline"]):
        yield process.info["cmdline"] or []
