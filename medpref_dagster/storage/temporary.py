"""Being written: temporary folders and files, each its process's own, and swept once that process is gone.

A temporary's name says to whom it belongs (`owners.Owner`). On the same machine the process is looked for. On a shared
file system another machine's processes cannot be seen from here, so each temporary's time is its heartbeat: renewed
while the process lives, by the file server's clock, and only one that has not beaten for a day is taken for abandoned.

A job's folder may outlive the run that made it: a queue goes on with the job, whose processes then renew it in the
run's place (`beating_job`), wherever they are. It is judged by its heartbeat alone.
"""

import os
import secrets
import shutil
import threading
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path

from medpref_dagster.storage.durable import sync
from medpref_dagster.storage.owners import read_owner, this_process

HEARTBEAT_SECONDS = 30.0
ABANDONED_AFTER_SECONDS = 24 * 3600.0
"""Without a heartbeat; a machine that slept for a night, or lost its file server for hours, loses nothing."""

_QUIET_HEARTBEATS = 10
_JOB, _BEGAN, _OVER = "~job", "began", "over"
"""How the name of a job's folder ends; what is in it when the job has begun, and when it is over."""


class Temporaries:
    """The temporary folders and files under one folder."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @contextmanager
    def new_folder(self, *, for_job: bool = False) -> Generator[Path]:
        """A folder to write into, or for a job of a queue; what is still there when the block ends is removed."""
        folder = self._new_path()
        folder = folder.with_name(folder.name + _JOB) if for_job else folder
        folder.mkdir()
        try:
            self._sweep(folder.stat().st_mtime)
            with _keep_beating(folder):
                yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def write_file(self, path: Path, text: bytes) -> None:
        """Write a file whole or not at all, in the place of one that is there."""
        with self._new_file(path, text) as temporary:
            temporary.replace(path)
        sync(path.parent)

    def write_new_file(self, path: Path, text: bytes) -> bool:
        """Write a file whole or not at all, unless one is there; whether it was written."""
        with self._new_file(path, text) as temporary:
            try:
                os.link(temporary, path)
            except FileExistsError:
                return False
        sync(path.parent)
        return True

    @contextmanager
    def _new_file(self, path: Path, text: bytes) -> Generator[Path]:
        """A temporary file with this content, on the disk, to be put in the place of `path`."""
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = self._new_path()
        try:
            with temporary.open("wb") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            yield temporary
        finally:
            temporary.unlink(missing_ok=True)

    def remove(self, path: Path) -> None:
        """Remove a file or folder so that it is gone at once, however long its removal takes; none is no error."""
        doomed = self._new_path()
        try:
            path.rename(doomed)
        except FileNotFoundError:
            return
        _remove(doomed)

    def sweep_abandoned(self) -> None:
        """Remove what nobody is writing: of this machine by the process, of another one after a few heartbeats."""
        mark = self._new_path()
        mark.touch()
        try:
            now = mark.stat().st_mtime  # by the file server's clock
            self._sweep(now, _QUIET_HEARTBEATS * HEARTBEAT_SECONDS)
        finally:
            mark.unlink(missing_ok=True)

    def _new_path(self) -> Path:
        return self.root / f"{this_process()}~{secrets.token_hex(8)}"

    def _sweep(self, now: float, abandoned_after: float = ABANDONED_AFTER_SECONDS) -> None:
        """Remove what processes left that are gone; `now` by the file server's clock."""
        for path in self.root.iterdir():
            owner = read_owner(path.name)
            gone = owner.is_gone() if owner is not None else None
            if gone is None or _is_at_work(path):  # another machine's, or of a version that named none, or a queue's
                silent = ABANDONED_AFTER_SECONDS if _waits_in_queue(path) else abandoned_after
                gone = False
                with suppress(OSError):  # finished meanwhile
                    gone = now - path.stat().st_mtime > silent
            if gone:
                _remove(path)


def is_left_job(folder: Path) -> bool:
    """Whether it is the folder of a job whose run was on this machine, and is gone."""
    owner = read_owner(folder.name)
    return folder.name.endswith(_JOB) and owner is not None and owner.is_gone() is True


def _is_at_work(folder: Path) -> bool:
    """Whether a queue may go on with the job of a run that is gone."""
    return is_left_job(folder) and not (folder / _OVER).exists()


def _waits_in_queue(folder: Path) -> bool:
    """Whether a job has not begun: nothing beats for it yet."""
    return folder.name.endswith(_JOB) and not (folder / _BEGAN).exists()


@contextmanager
def beating_job(folder: Path, *, leads: bool) -> Generator[None]:
    """Keep a job's folder from being swept while its processes work, also when its run is gone; no other folder.

    Parameters
    ----------
    leads
        Whether the job is over with this process.
    """
    if not folder.name.endswith(_JOB):
        yield
        return
    with suppress(OSError):
        (folder / _BEGAN).touch()
        os.utime(folder)
    try:
        with _keep_beating(folder):
            yield
    finally:
        if leads:
            with suppress(OSError):
                (folder / _OVER).touch()


@contextmanager
def _keep_beating(folder: Path) -> Generator[None]:
    stopped = threading.Event()

    def beat() -> None:
        while not stopped.wait(HEARTBEAT_SECONDS):
            with suppress(OSError):  # renamed into its place meanwhile
                os.utime(folder)

    thread = threading.Thread(target=beat, name="heartbeat", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stopped.set()


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with suppress(OSError):
            path.unlink()
