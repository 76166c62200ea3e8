"""A project whose notes and feedback are of patients with names of their own, so that a grep finds each of them."""

import csv
import json
import re
import sqlite3
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyarrow.parquet as pq
import yaml

from medpref_dagster.capture.database import open_database
from medpref_dagster.capture.journal import Journal, make_arrival
from medpref_dagster.capture.reading import read_between
from medpref_dagster.feedback.parsing import parse_event
from medpref_dagster.privacy_key import FILE_VARIABLE, create_privacy_key
from medpref_dagster.storage.manifests import read_manifest
from medpref_dagster.storage.store import Store
from medpref_dagster.synthetic.uti import generate
from tests.cli.made_loop import GATE
from tests.cli.made_loop import LOOP as LOOP_DECLARED
from tests.conftest import shrink_task, write_project, write_task
from tests.feedback.made_weeks import NOW, react, write

TASK, FEEDBACK, LOOP = "clinic", "ward", "ward_loop"
LAST_PATIENT = 45
"""Of those with feedback, where there is a loop; half of `ROWS` have notes."""
ROWS = 60
DATABASE = "capture.sqlite"
CAME_DAYS_AGO = 10


def name_patient(number: int) -> str:
    return f"MRN-{number:06d}"


def name_in_text(patient: str) -> str:
    """The patient's name, in every text that is about the patient and in no other."""
    return f"Quillfeather{patient[-6:]}"


def write_clinic(root: Path, base_model: Path) -> Path:
    """A project with the task `clinic` on a file, and the feedback `ward` on a capture database; nothing made yet."""
    write_project(root, base_model)
    profile = root / "resources" / "local" / "defs.yaml"
    machine = yaml.safe_load(profile.read_text())
    machine["attributes"]["store"]["root"] = "store"
    profile.write_text(yaml.safe_dump(machine))
    write_notes(root)
    write_task(root, TASK, lambda attributes: declare(attributes, root), copy_of="uti")
    for unused in ("uti",):
        (root / "assets" / unused / "defs.yaml").unlink()
    capture_events(root, make_events(range(1, 7)))
    feedback = {
        "title": "The ward's feedback",
        "start": "2026-06-03",
        "end": "2026-06-14",
        "lookback_weeks": 1,
        "min_matched_share": 0.0,
        "sources": {"capture": {"capture": f"sqlite:///{root / DATABASE}"}},
    }
    (root / "assets" / FEEDBACK).mkdir()
    declared = {"type": "medpref_dagster.components.Feedback", "attributes": feedback}
    (root / "assets" / FEEDBACK / "defs.yaml").write_text(yaml.safe_dump(declared))
    return root


def write_looped_clinic(root: Path, base_model: Path) -> Path:
    """The same with more feedback, also of patients without a note, and the loop `ward_loop` on both; nothing made."""
    write_clinic(root, base_model)
    capture_events(root, list(make_events(range(7, LAST_PATIENT + 1))))
    path = root / "assets" / FEEDBACK / "defs.yaml"
    declared = yaml.safe_load(path.read_text())
    declared["attributes"]["task"] = TASK
    path.write_text(yaml.safe_dump(declared))
    (root / "assets" / LOOP).mkdir()
    attributes = LOOP_DECLARED | {
        "task": TASK,
        "feedback": FEEDBACK,
        "max_test_pairs": 30,
        "gate": GATE
        | {
            "non_inferiority": [{"task": TASK, "metric": "accuracy", "margin": 0.9}],
            "approval": "automatic",
            "error_control": {"kind": "alpha_spending", "rounds": 3},
        },
    }
    written = {"type": "medpref_dagster.components.FeedbackLoop", "attributes": attributes}
    (root / "assets" / LOOP / "defs.yaml").write_text(yaml.safe_dump(written))
    return root


def declare(attributes: dict, root: Path) -> None:
    shrink_task(attributes)
    attributes["source"] = {
        "reader": "files",
        "options": {"path": str(root / "notes.csv")},
        "columns": {"text": "note", "row": "note_id", "patient": "patient_id"},
        "max_quarantined_share": 0.5,
    }
    attributes["split"] |= {"train": 0.4, "eval": 0.1, "dev": 0.2, "test": 0.3}


def write_notes(root: Path, rows: int = ROWS) -> None:
    """Notes of patients 1 to half of `rows`, two each, and one that is quarantined."""
    with (root / "notes.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["note_id", "patient_id", "note", "uti"])
        for number, row in enumerate(generate(rows, 3)):
            patient = name_patient(number // 2 + 1)
            writer.writerow([f"NOTE-{number:05d}", patient, f"{row['note']} {name_in_text(patient)}.", row["uti"]])
        for number in range(1, rows // 2 + 1):
            patient = name_patient(number)
            writer.writerow([f"NOTE-9{number:04d}", patient, f"{name_in_text(patient)} came.", "who knows"])


def make_events(numbers: Sequence[int] | range) -> Iterator[dict]:
    """Of each patient a generation and an edit in the first week, and an acceptance in the next."""
    for number in numbers:
        patient = name_patient(number)
        said = f"{name_in_text(patient)} has cystitis; start nitrofurantoin."
        yield write(f"g-{number}-made", said, number, patient=patient, prompt=f"Summarize {name_in_text(patient)}.")
        yield react(f"r-{number}-made", f"g-{number}-made", "edited", 60 + number, text=f"{said} Push fluids.")
        yield react(f"s-{number}-made", f"g-{number}-made", "accepted", 60 + number + 7 * 24 * 60)


def capture_events(root: Path, events: Iterator[dict] | Sequence[dict]) -> list[str]:
    """As the capture service stores them; what became of each."""
    engine = open_database(f"sqlite:///{root / DATABASE}")
    journal = Journal(engine, lambda: datetime.now(UTC) - timedelta(days=CAME_DAYS_AGO))
    try:
        arrivals = [make_arrival(parse_event(event, NOW)) for event in events]
        return [outcome.status for outcome in journal.submit(arrivals, "events", "a test").result(30)]
    finally:
        journal.close()
        engine.dispose()


def make_key(folder: Path, monkeypatch) -> Path:
    create_privacy_key(folder / "privacy.key")
    monkeypatch.setenv(FILE_VARIABLE, str(folder / "privacy.key"))
    return folder / "privacy.key"


def list_words(patient: str, root: Path) -> list[str]:
    """What a grep for a patient looks for: the id, the name, the ids of notes and events."""
    number = int(patient[-6:])
    with (root / "notes.csv").open() as file:
        notes = [row["note_id"] for row in csv.DictReader(file) if row["patient_id"] == patient]
    return [patient, name_in_text(patient), *notes, *(f"{kind}-{number}-made" for kind in "grs")]


def find_remains(root: Path, words: Sequence[str], but: Sequence[str] = ("notes.csv",)) -> dict[str, list[str]]:
    """Every file of a project in which a word stands, in its bytes or, of Parquet, in its values."""
    pattern = re.compile("|".join(re.escape(word) + r"(?!\d)" for word in words))
    found: dict[str, list[str]] = {}
    for path in sorted(root.rglob("*")):
        if not path.is_file() or path.name in but:
            continue
        text = path.read_bytes().decode("utf-8", "replace")
        if path.suffix == ".parquet":
            text += json.dumps(pq.read_table(path).to_pylist(), default=str)
        if hits := sorted(set(pattern.findall(text))):
            found[str(path.relative_to(root))] = hits
    return found


def list_captured(root: Path) -> list[str]:
    first, after = (round(moment.timestamp() * 1e6) for moment in (NOW - timedelta(days=400), NOW))
    return [row["id"] for row in read_between(f"sqlite:///{root / DATABASE}", first, after)]


def read_rows(root: Path, asset: str, partition=None, part: str = "rows") -> list[dict]:
    store = Store(root / "store")
    return store.read_table(store.current(asset, partition), part).to_pylist()


def find_patients_learned_from(root: Path, asset: str, partition: str) -> list[str]:
    """Those whose pairs a model was trained on, in order."""
    seen = {row["row_id"] for row in read_rows(root, asset, partition) if row["split"] == "train"}
    store = Store(root / "store")
    rows = read_manifest(store.current(asset, partition)).rows_from
    return sorted({row["patient_id"] for row in store.read_table(rows).to_pylist() if row["pair_id"] in seen})


def find_trained_patient(root: Path) -> str:
    """One whose note the SFT model was trained on and who has feedback, too; else any that it was trained on."""
    patients = {row["case_id"]: row["patient_id"] for row in read_rows(root, f"{TASK}/cases")}
    seen = [row for row in read_rows(root, f"{TASK}/sft_model", "tiny") if row["split"] == "train"]
    trained = sorted({patients[row["row_id"]] for row in seen})
    return trained[0]


def check_whole(root: Path) -> None:
    """Every artifact has its hash and every pointer names one; every table can be read; the database is sound."""
    from medpref_dagster.forgetting.reach import find_reach

    store = Store(root / "store")
    for address in store.list_artifacts():
        store.artifact(address)
        for path in (store.root / address).glob("*.parquet"):
            pq.read_table(path)
    for pointer in find_reach(store).pointers:
        for address in pointer.addresses:
            store.artifact(address)
    with sqlite3.connect(root / DATABASE) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
