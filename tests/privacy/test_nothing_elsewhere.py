"""No text of patients where it does not belong: whatever is written beside tables, models and databases is searched.

A whole task and the capture service run as a person runs them, in processes of their own with a home, a temporary
folder and a Dagster home of their own, on an identifiable source with planted identifiers; and so do their failures.
"""

import csv
import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml

from medpref_dagster.storage.store import Store
from tests.conftest import CHECKOUT, shrink_task, write_project, write_task
from tests.ratings.judge_server import Reply, read_material, serving

NAME, NUMBER, MAIL, PATIENT = "Quillfeather", "5550147882", "ottilie@quill.example", "QFMRN77319"
PLANTED = (NAME, NUMBER, MAIL, PATIENT)
TEXT = f"{NAME}, MRN {PATIENT}, call {NUMBER} or write to {MAIL}"

MEANT_TO_HOLD_TEXT = ("store/tables", "store/models", "notes.csv", "broken.csv", "export.csv", "capture/", "assets/")
"""Beginnings of paths below the project: artifacts, the source itself, an export, the capture database, the YAML."""

WORDS = (
    "afebrile",
    "catheter",
    "dysuria",
    "frequency",
    "nausea",
    "urgency",
    "well",
    "tired",
    "pain",
    "fever",
    "chills",
)


def write_note(number: int) -> str:
    told = " ".join(f"{WORDS[(number * 7 + i * i) % len(WORDS)]}{number + i}" for i in range(12))
    return f"{TEXT}. {told}"


def write_rows(path: Path, bad: int) -> None:
    """A file as a ward exports it: good rows, and so many bad ones of each kind, with identifiers in every column."""
    good = [(f"n{i}", f"{PATIENT}-{i}", write_note(i * 100), "yes" if i % 2 else "no") for i in range(100)]
    rows = [*good]
    for i in range(bad):
        rows += [
            (f"label{i}", f"{PATIENT}-{i}", write_note(90_000 + i * 100), f"{NAME} maybe"),
            (f"empty{i}", f"{PATIENT}-{i}", "", "yes"),
            (f"long{i}", f"{PATIENT}-{i}", write_note(95_000 + i * 100) * 400, "no"),
            (f"n{i}", f"{PATIENT}-{i}", f"{TEXT} again {i}", "no"),
            ("", f"{PATIENT}-{i}", f"{TEXT} without an id {i}", "no"),
            (f"other{i}", f"{PATIENT}-x{i}", good[i][2], "no" if i % 2 else "yes"),
            (f"short{i}", f"{TEXT} too few"),
        ]
    with path.open("w", newline="") as file:
        csv.writer(file).writerows([("note_id", "patient_id", "note", "uti"), *rows])


@dataclass
class Ward:
    """A project on identifiable notes, and everything that its processes can write to."""

    root: Path
    statuses: list[int] = field(default_factory=list[int])

    @property
    def project(self) -> Path:
        return self.root / "project"

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
        }

    def run(self, name: str, *command: str) -> int:
        """Run a program in a process of its own; what it prints is kept in files, to be searched with the others."""
        with (self.root / f"{name}.out").open("w") as out, (self.root / f"{name}.err").open("w") as err:
            return subprocess.run(
                [sys.executable, *command], env=self.environment, stdout=out, stderr=err, cwd=self.project, timeout=500
            ).returncode

    def read(self, name: str) -> str:
        return (self.root / f"{name}.out").read_text() + (self.root / f"{name}.err").read_text()

    def find_planted(self) -> dict[str, list[str]]:
        """File -> what of the planted identifiers stands in it or in its name, where no text of patients belongs."""
        found: dict[str, list[str]] = {}
        for path in sorted(self.root.rglob("*")):
            name = path.relative_to(self.root).as_posix()
            if path.relative_to(self.root).parts[0] == "project":
                if name.removeprefix("project/").startswith(MEANT_TO_HOLD_TEXT):
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


class Judge:
    """Answers the first question with a refusal that quotes it, then by turns with nonsense that does, and ratings."""

    def __init__(self) -> None:
        self.asked = 0

    def __call__(self, question: str) -> Any:
        self.asked += 1
        if self.asked == 1:
            return Reply(status=401, body=question.encode())
        if self.asked % 3 == 0:
            return Reply(status=500, body=question.encode(), headers={"Retry-After": "0"})
        if self.asked % 3 == 1:
            return question
        return json.dumps([3] * len(read_material(question)["answers"]))


def write_ward(root: Path, base_model: Path, judge: str) -> Ward:
    """The task `uti` on files of notes, twice: once with few bad rows, once with many; and feedback that is captured."""
    project = write_project(root / "project", base_model)
    write_rows(project / "notes.csv", bad=1)
    write_rows(project / "broken.csv", bad=9)

    def declare(attributes: dict[str, Any], name: str) -> None:
        shrink_task(attributes)
        attributes.pop("schedule", None)
        attributes["source"].update(reader="files", options={"path": str(project / name)}, max_quarantined_share=0.2)
        attributes["source"]["disclosure"] = "identifiable"
        attributes["evaluation"]["likert"] = {"rubric": "Be right.", "judge": "gpt", "max_cases": 4}

    write_task(project, "uti", lambda attributes: declare(attributes, "notes.csv"))
    write_task(project, "broken", lambda attributes: declare(attributes, "broken.csv"), copy_of="uti")
    profile = project / "resources" / "local" / "defs.yaml"
    machine = yaml.safe_load(profile.read_text())
    machine["attributes"]["judges"] = [
        {"name": "gpt", "from": "endpoint", "url": judge, "model": "m", "max_retries": 0}
    ]
    profile.write_text(yaml.safe_dump(machine))
    return Ward(root)


UTI = ["materialize", "uti", "--base-model", "tiny"]
CALLS: tuple[dict[str, Any], ...] = (
    {"arguments": ["check", "uti", "--base-model", "tiny"]},
    {"arguments": ["check", "uti"], "fails": "medpref_dagster.sources.files:read", "after": 0, "says": TEXT},
    {"arguments": UTI, "fails": "medpref_dagster.sources.files:read", "after": 0, "says": TEXT},
    {"arguments": ["materialize", "broken", "--base-model", "tiny"]},
    {
        "arguments": UTI,
        "fails": "medpref_dagster.training.packed_trainer:PackedPasses.training_step",
        "after": 1,
        "says": TEXT,
    },
    {"arguments": UTI},  # the judge refuses the first question
    {"arguments": UTI},
    {"arguments": ["verdict", "uti", "--base-model", "tiny"]},
    {"arguments": ["ratings", "export", "uti", "--base-model", "tiny", "--seed", "3", "export.csv"]},
)
STATUSES = [0, 1, 1, 1, 1, 1, 0, 0, 0]


@pytest.fixture(scope="module")
def ward(tmp_path_factory: pytest.TempPathFactory, tiny_base_model: Path) -> Iterator[Ward]:
    root = tmp_path_factory.mktemp("ward")
    with serving(Judge()) as server:
        ward = write_ward(root, tiny_base_model, server.url)
        calls = root / "calls.json"
        calls.write_text(json.dumps(CALLS))
        ward.run("calls", "-m", "tests.privacy.calls", str(calls))
        calls.unlink()
        ward.statuses = [int(line.split()[1]) for line in ward.read("calls").splitlines() if line.startswith("status ")]
    return ward


def test_the_calls_end_as_they_should(ward: Ward) -> None:
    assert ward.statuses == STATUSES, ward.read("calls")[-6000:]


def test_no_identifier_is_anywhere_but_where_text_belongs(ward: Ward) -> None:
    assert ward.find_planted() == {}


def test_what_was_made_of_the_notes_is_its_owners_alone(ward: Ward) -> None:
    assert ward.find_open() == []


def test_errors_that_nobody_foresaw_are_told_by_kind_and_place(ward: Ward) -> None:
    said = " ".join(ward.read("calls").split())
    assert said.count("RuntimeError at calls.py") == 3
    assert "Its message is not shown, since the text is identifiable" in said


def test_the_search_would_find_them(ward: Ward) -> None:
    table = Store(ward.project / "store").read_table(Store(ward.project / "store").current("uti/cases"))
    assert all(NAME in text and NUMBER in text for text in table["text"].to_pylist())
    planted = ward.root / "home" / "planted.log"
    planted.write_text(f"INFO {MAIL.upper()}")
    try:
        assert ward.find_planted() == {"home/planted.log": [MAIL]}
    finally:
        planted.unlink()
