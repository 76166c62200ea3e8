"""No text of patients where it does not belong: whatever is written beside tables, models and databases is searched.

A whole task and the capture service run as a person runs them, in processes of their own with a home, a temporary
folder and a Dagster home of their own, on an identifiable source with planted identifiers; and so do their failures.
"""

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

from medpref_dagster.privacy_key import create_privacy_key
from medpref_dagster.storage.store import Store
from tests.conftest import shrink_task, write_project, write_task
from tests.feedback.made_events import make_generation, make_reaction
from tests.privacy.ward import MAIL, NAME, NUMBER, PATIENT, PLANTED, TEXT, Ward
from tests.ratings.judge_server import Reply, read_material, serving

WORDS = [
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
]


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
    """The task `uti` on files of notes: with few bad rows, with many, and with many after de-identification."""
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

    def filter_texts(attributes: dict[str, Any]) -> None:
        declare(attributes, "broken.csv")
        attributes["source"]["deidentify"] = {"id_formats": [{"pattern": NAME}], "max_characters": 20_000}

    write_task(project, "filtered", filter_texts, copy_of="uti")
    write_task(project, "broken", lambda attributes: declare(attributes, "broken.csv"), copy_of="uti")
    create_privacy_key(root / "privacy.key")
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
        "arguments": ["materialize", "filtered", "--base-model", "tiny"],
        "fails": "medpref_dagster.sources.deidentified_rows:deidentify_texts",
        "after": 0,
        "says": TEXT,
    },
    {"arguments": ["materialize", "filtered", "--base-model", "tiny"]},  # its cases are too few
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
STATUSES = [0, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0]


@pytest.fixture(scope="module")
def ward(tmp_path_factory: pytest.TempPathFactory, tiny_base_model: Path) -> Iterator[Ward]:
    root = tmp_path_factory.mktemp("ward")
    with serving(Judge()) as server:
        ward = write_ward(root, tiny_base_model, server.url)
        ward.call(*CALLS)
    return ward


def test_the_calls_end_as_they_should(ward: Ward) -> None:
    assert ward.statuses == STATUSES, ward.read("calls")[-6000:]


def test_no_identifier_is_anywhere_but_where_text_belongs(ward: Ward) -> None:
    assert ward.find_planted() == {}


def test_what_was_made_of_the_notes_is_its_owners_alone(ward: Ward) -> None:
    assert ward.find_open() == []


def test_errors_that_nobody_foresaw_are_told_by_kind_and_place(ward: Ward) -> None:
    said = " ".join(ward.read("calls").split())
    assert said.count("RuntimeError at calls.py") == 4
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


def test_deidentified_rows_and_their_quarantine_hold_none(ward: Ward) -> None:
    store = Store(ward.project / "store")
    made = store.current("filtered/deidentified_cases")
    kept = store.read_table(made).select(["note_id", "patient_id", "note"]).to_pylist()
    refused = store.read_table(made, "quarantine").to_pylist()
    assert {row["reason"] for row in refused} == {"too long to be de-identified"}
    assert [text for text in PLANTED if text.lower() in json.dumps([kept, refused]).lower()] == []
    assert len(kept) >= 100


# The capture service, and what is made of what it took


def at(minute: int) -> str:
    return f"2025-06-02T08:{minute:02d}:00Z"


def make_events() -> list[dict[str, Any]]:
    """Of one week: answers, an edit, a rejection, an acceptance; and what names no answer."""
    generations = [
        make_generation(
            id=f"g-{i}", time=at(i), prompt=f"{TEXT}. Visit {i}", answer=f"{NAME} is well {i}.", patient=PATIENT
        )
        for i in range(4)
    ]

    def react(name: str, generation: str, reaction: dict[str, Any]) -> dict[str, Any]:
        signed = {"time_shown": at(20), "time_signed": at(30)}
        return make_reaction(id=name, generation=generation, reaction=reaction, **signed)

    return [
        *generations,
        react("r-0", "g-0", {"kind": "edited", "text": f"{TEXT}. {NAME} has had dysuria for two days."}),
        react("r-1", "g-1", {"kind": "rejected", "reason": f"{NAME} was never there"}),
        react("r-2", "g-2", {"kind": "accepted"}),
        react("r-3", "g-9", {"kind": "edited", "text": TEXT}),
    ]


BAD: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("an unknown field", "/v1/events", {"json": make_generation(id="b-1", ward=TEXT)}),
    ("a control character", "/v1/events", {"json": make_generation(id="b-2", prompt=f"{TEXT}\x00")}),
    ("no time", "/v1/events", {"json": make_generation(id="b-3", time=None, prompt=TEXT)}),
    ("an id with a blank", "/v1/events", {"json": make_generation(id=f"{NAME} 1", prompt=TEXT)}),
    ("a conflict", "/v1/events", {"json": make_generation(id="g-0", time=at(0), prompt=f"{TEXT} otherwise")}),
    ("half an object", "/v1/events", {"content": f'{{"prompt": "{TEXT}'.encode()}),
    ("no gzip", "/v1/events", {"content": TEXT.encode(), "headers": {"content-encoding": "gzip"}}),
    ("another type", "/v1/events", {"content": TEXT.encode(), "headers": {"content-type": "text/plain"}}),
    (
        "a wrong token",
        "/v1/events",
        {"json": make_generation(id="b-4", prompt=TEXT), "headers": {"authorization": "Bearer x"}},
    ),
    ("no token", "/v1/events", {"json": make_generation(id="b-5", prompt=TEXT), "headers": {"authorization": ""}}),
    ("a name in the path", f"/v1/{NAME}/{NUMBER}", {"json": {}}),
    ("a name in the query", f"/v1/events?patient={PATIENT}", {"content": b"{"}),
    ("no spans", "/v1/traces", {"json": {"resourceSpans": TEXT}}),
    ("no protobuf", "/v1/traces", {"content": TEXT.encode(), "headers": {"content-type": "application/x-protobuf"}}),
    ("no logs", "/v1/logs", {"json": {"resourceLogs": [{"scopeLogs": TEXT}]}}),
    ("no batch", "/api/public/ingestion", {"json": {"batch": [{"id": NAME, "type": MAIL, "body": {"input": TEXT}}]}}),
)
MEDPREF = ("-c", "from medpref_dagster.cli import main; main()")


@pytest.fixture(scope="module")
def captured(tmp_path_factory: pytest.TempPathFactory, tiny_base_model: Path) -> Iterator[tuple[Ward, list[str]]]:
    """A ward whose service was sent good and bad events and was stopped, and the answers to the bad ones."""
    ward = Ward(tmp_path_factory.mktemp("captured"))
    write_project(ward.project, tiny_base_model)
    database = ("--database", f"sqlite:///{ward.project}/capture/events.sqlite")
    assert ward.run("tokens", *MEDPREF, "tokens", "create", "product", *database) == 0, ward.read("tokens")
    headers = {"authorization": f"Bearer {(ward.root / 'tokens.out').read_text().strip()}"}
    with ward.running("capture", *MEDPREF, "capture", "--port", "0", *database) as service:
        address = ward.wait_for("capture", r"running on (http://\S+)", service)
        with httpx.Client(base_url=address, headers=headers, timeout=60) as client:
            for event in make_events():
                assert client.post("/v1/events", json=event).status_code == 200
            answers = [
                client.post(path, **{**sent, "headers": {**headers, **sent.get("headers", {})}}).text
                for _, path, sent in BAD
            ]
    declared = {
        "title": "What the ward did",
        "start": "2025-06-02",
        "end": "2025-06-03",
        "sources": {"ward": {"capture": database[1]}},
    }
    folder = ward.project / "assets" / "ward"
    folder.mkdir()
    declaration = {"type": "medpref_dagster.components.Feedback", "attributes": declared}
    (folder / "defs.yaml").write_text(yaml.safe_dump(declaration))
    week: dict[str, Any] = {"arguments": ["materialize", "ward"]}
    ward.call({**week, "fails": "medpref_dagster.steps.signal:match_reactions", "after": 0, "says": TEXT}, week)
    return ward, answers


def test_bad_events_are_answered_without_their_text(captured: tuple[Ward, list[str]]) -> None:
    said = {what: answer for (what, _, _), answer in zip(BAD, captured[1], strict=True)}
    planted = (NAME, NUMBER, MAIL, PATIENT)
    assert {what: answer for what, answer in said.items() if any(text in answer for text in planted)} == {}


def test_weeks_of_captured_feedback_leave_no_identifier_elsewhere(captured: tuple[Ward, list[str]]) -> None:
    ward, _ = captured
    assert ward.statuses == [1, 0], ward.read("calls")[-6000:]
    assert ward.find_planted() == {}
    assert ward.find_open() == []


def test_what_the_service_took_is_in_its_database(captured: tuple[Ward, list[str]]) -> None:
    ward, _ = captured
    database = (ward.project / "capture" / "events.sqlite").read_bytes()
    assert all(text.encode() in database for text in (NAME, NUMBER, MAIL, PATIENT))
    store = Store(ward.project / "store")
    assert store.describe_table(store.current("ward/preference_pairs", "2025-06-02"))[0] >= 1
