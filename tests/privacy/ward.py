"""A project on identifiable notes, and a search for planted identifiers through all that its processes write."""

import json
import os
import re
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from medpref_dagster.privacy_key import FILE_VARIABLE
from tests.conftest import CHECKOUT

NAME, NUMBER, MAIL, PATIENT = "Quillfeather", "5550147882", "ottilie@quill.example", "QFMRN77319"
PLANTED = (NAME, NUMBER, MAIL, PATIENT)
TEXT = f"{NAME}, MRN {PATIENT}, call {NUMBER} or write to {MAIL}"

MEANT_TO_HOLD_TEXT = ("store/tables", "store/models", "notes.csv", "broken.csv", "export.csv", "capture/", "assets/")
"""Beginnings of paths below the project: artifacts, the source itself, an export, the capture database, the YAML."""


@dataclass
class Ward:
    """A project on identifiable notes, and everything that its processes can write to."""

    root: Path
    statuses: list[int] = field(default_factory=list[int])

    @property
    def project(self) -> Path:
        return self.root / "project"

    @property
    def key(self) -> Path:
        return self.root / "privacy.key"

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("MEDPREF_", "DAGSTER"))}
        folders = {name: self.root / name.lower() for name in ("HOME", "TMPDIR", "DAGSTER_HOME")}
        for folder in folders.values():
            folder.mkdir(exist_ok=True)
        return kept | {
            **{name: str(folder) for name, folder in folders.items()},
            "PYTHONPATH": str(CHECKOUT),
            "MEDPREF_PROJECT": str(self.project),
            **({FILE_VARIABLE: str(self.key)} if self.key.exists() else {}),
        }

    def run(self, name: str, *command: str) -> int:
        """Run a program in a process of its own; what it prints is kept in files, to be searched with the others."""
        with (self.root / f"{name}.out").open("w") as out, (self.root / f"{name}.err").open("w") as err:
            return subprocess.run(
                [sys.executable, *command], env=self.environment, stdout=out, stderr=err, cwd=self.project, timeout=500
            ).returncode

    @contextmanager
    def running(self, name: str, *command: str) -> Iterator[subprocess.Popen[bytes]]:
        """A program that runs for the block, and is then asked to end."""
        with (self.root / f"{name}.out").open("w") as out, (self.root / f"{name}.err").open("w") as err:
            program = subprocess.Popen(
                [sys.executable, *command], env=self.environment, stdout=out, stderr=err, cwd=self.project
            )
            try:
                yield program
            finally:
                program.terminate()
                program.wait(60)

    def wait_for(self, name: str, pattern: str, program: subprocess.Popen[bytes]) -> str:
        """What a running program prints where a pattern has its group."""
        ends = time.monotonic() + 120
        while time.monotonic() < ends and program.poll() is None:
            if found := re.search(pattern, self.read(name)):
                return found[1]
            time.sleep(0.1)
        raise AssertionError(self.read(name))

    def call(self, *calls: Mapping[str, Any]) -> None:
        """Have `medpref` called, as `tests.privacy.calls` has it, and keep the exit statuses."""
        listed = self.root / "calls.json"
        listed.write_text(json.dumps(calls))
        self.run("calls", "-m", "tests.privacy.calls", str(listed))
        listed.unlink()
        self.statuses = [int(line.split()[1]) for line in self.read("calls").splitlines() if line.startswith("status ")]

    def read(self, name: str) -> str:
        return (self.root / f"{name}.out").read_text() + (self.root / f"{name}.err").read_text()

    def find_planted(self) -> dict[str, list[str]]:
        """File -> what of the planted identifiers stands in it or in its name, where no text of patients belongs."""
        found: dict[str, list[str]] = {}
        for path in sorted(self.root.rglob("*")):
            name = path.relative_to(self.root).as_posix()
            if name.startswith("project/") and name.removeprefix("project/").startswith(MEANT_TO_HOLD_TEXT):
                continue
            content = _read_everything(path) if path.is_file() else ""
            if here := [text for text in PLANTED if text.lower() in f"{name}\n{content}".lower()]:
                found[name] = here
        return found

    def find_open(self) -> list[str]:
        """Files and folders of what was made of the notes that others than their owner may read."""
        store = self.project / "store"
        made = [path for kind in ("tables", "models", "reports") for path in (store / kind).rglob("*")]
        noted = [path for kind in ("journals", "work", "tmp", "done") for path in (store / kind).rglob("*")]
        exports = [path for path in (self.project / "export.csv", self.project / "capture") if path.exists()]
        return [str(path) for path in (*made, *noted, *exports) if path.stat().st_mode & 0o077]


def _read_everything(path: Path) -> str:
    """A file's bytes as text; of a database also its rows, which lie over several pages."""
    content = path.read_bytes()
    text = content.decode("latin-1")
    if content.startswith(b"SQLite format 3"):
        with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as connection:
            text += "\n".join(connection.iterdump())
    return text
