"""Jobs of runs that were killed, with which their queue goes on: the next run of the same step finds them.

A job's folder says which step it does (`job.json`), and as what it was handed in (`note_handed_in`).
"""

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from medpref_dagster.storage.temporary import is_left_job

_HANDED_IN = "handed_in"
_OF_A_RUN = ("run", "package")
"""What two jobs of one step may differ in."""


@dataclass(frozen=True)
class LeftJob:
    """A job whose run is gone."""

    folder: Path
    name: str
    """As the queue knows it."""
    is_ours: bool
    """Whether this version of the package wrote it: what another one makes is not what is asked for."""

    def forget(self) -> None:
        """Remove its folder, once it is over."""
        shutil.rmtree(self.folder, ignore_errors=True)


def note_handed_in(job: Path, name: str) -> None:
    """Write down how the queue calls a job that it took."""
    job.with_name(_HANDED_IN).write_text(name, encoding="utf-8")


def list_left_jobs(job: Path) -> Iterator[LeftJob]:
    """Those that do the same step as `job`, of runs of this machine; one that was not yet handed in is none."""
    wanted = _read(job)
    for folder in sorted(job.parent.parent.iterdir()):
        if not is_left_job(folder):
            continue
        found, name = _read(folder / job.name), _read_text(folder / _HANDED_IN)
        if wanted and name and _name_step(found) == _name_step(wanted):
            yield LeftJob(folder, name, found.get("package") == wanted.get("package"))


def _name_step(told: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in told.items() if key not in _OF_A_RUN}


def _read(path: Path) -> dict[str, Any]:
    try:
        told: Any = json.loads(_read_text(path))
    except json.JSONDecodeError:
        return {}
    return told if isinstance(told, dict) else {}


def _read_text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return ""
