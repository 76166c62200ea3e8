"""Somebody's events go out of a capture database, of either kind, and do not come in again."""

import sqlite3

import pytest

from medpref_dagster.capture.database import DatabaseError, open_database
from medpref_dagster.capture.journal import Journal, make_arrival, make_refusal
from medpref_dagster.capture.tombstones import digest_all
from medpref_dagster.feedback.parsing import parse_event
from medpref_dagster.forgetting.captured import delete_captured, find_captured
from medpref_dagster.forgetting.wanted import want_patient
from medpref_dagster.privacy_key import FILE_VARIABLE, create_privacy_key
from tests.capture.conftest import database, postgres_server  # noqa: F401 - fixtures
from tests.feedback.made_events import CANARY, NOW, make_generation, make_reaction

OTHER = {"prompt": "Somebody else.", "answer": "Somebody else.", "patient": "p-2"}
EVENTS = [
    make_generation(aliases=["span-1"]),
    make_reaction(),
    make_reaction(id="r-2", generation="span-1"),
    make_generation(id="g-2", **OTHER),
    make_reaction(id="r-3", generation="g-2", reaction={"kind": "accepted"}),
    make_reaction(id="r-4", generation="g-2", reaction={"kind": "chosen", "over": ["g-1"]}),
]


@pytest.fixture
def key(tmp_path, monkeypatch):
    monkeypatch.setenv(FILE_VARIABLE, str(tmp_path / "key"))
    return create_privacy_key(tmp_path / "key")


def send(url, *events, refused=()):
    engine = open_database(url)
    journal = Journal(engine, lambda: NOW)
    try:
        arrivals = [make_arrival(parse_event(event, NOW)) for event in events]
        arrivals += [make_refusal(record, "malformed", "is no event") for record in refused]
        return [outcome.status for outcome in journal.submit(arrivals, "events", "a test").result(30)]
    finally:
        journal.close()
        engine.dispose()


def list_ids(url):
    engine = open_database(url)
    journal = Journal(engine, lambda: NOW)
    try:
        events, quarantine = journal.read_events(0, 100), journal.read_quarantine(0, 100)
        return [row["id"] for row in events], [row["content"] for row in quarantine]
    finally:
        journal.close()
        engine.dispose()


def forget(url, key):
    wanted = want_patient("p-1")
    found = find_captured(url, wanted)
    wanted.events |= found.ids
    return delete_captured(url, wanted, digest_all(key, wanted.patients, wanted.events), key.fingerprint)


def test_a_patients_generations_reactions_and_refusals_go_and_stay_out(database, key):  # noqa: F811 - the fixture
    refused = [{"id": "x", "patient": "p-1", "kind": "note"}, {"mrn": ["p-1"]}, {"id": "y", "patient": "p-2"}]
    send(database, *EVENTS, refused=refused)
    found = forget(database, key)
    assert found.ids == {"g-1", "span-1", "r-1", "r-2", "r-4"}
    assert list_ids(database) == (["g-2", "r-3"], ['{"id":"y","patient":"p-2"}'])
    assert send(database, *EVENTS, refused=refused) == [
        *("forgotten", "forgotten", "forgotten", "duplicate", "duplicate", "forgotten"),
        *("forgotten", "forgotten", "refused"),
    ]
    assert list_ids(database) == (["g-2", "r-3"], ['{"id":"y","patient":"p-2"}'])
    assert forget(database, key).events == ()  # again is no error


def test_no_page_of_the_file_keeps_what_was_deleted(tmp_path, key):
    url = f"sqlite:///{tmp_path}/capture.sqlite"
    send(url, *EVENTS)
    assert any(CANARY.encode() in path.read_bytes() for path in tmp_path.glob("capture.sqlite*"))
    forget(url, key)
    assert not any(CANARY.encode() in path.read_bytes() for path in tmp_path.glob("capture.sqlite*"))


def test_a_service_that_has_the_database_open_does_not_keep_the_pages(tmp_path, key):
    url = f"sqlite:///{tmp_path}/capture.sqlite"
    engine = open_database(url)
    journal = Journal(engine, lambda: NOW)
    try:
        journal.submit([make_arrival(parse_event(event, NOW)) for event in EVENTS], "events", "a test").result(30)
        forget(url, key)
        assert not any(CANARY.encode() in path.read_bytes() for path in tmp_path.glob("capture.sqlite*"))
        assert [row["id"] for row in journal.read_events(0, 100)] == ["g-2", "r-3"]
    finally:
        journal.close()
        engine.dispose()


def test_a_reader_that_does_not_end_is_told_and_the_next_call_finishes(tmp_path, key, monkeypatch):
    monkeypatch.setattr("medpref_dagster.forgetting.captured._PAUSE_SECONDS", 0.0)
    monkeypatch.setattr("medpref_dagster.capture.database.WAIT_SECONDS", 0)
    monkeypatch.setattr("medpref_dagster.forgetting.captured._ATTEMPTS", 2)
    url = f"sqlite:///{tmp_path}/capture.sqlite"
    send(url, *EVENTS)
    with sqlite3.connect(tmp_path / "capture.sqlite") as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM events").fetchone()
        with pytest.raises(DatabaseError, match="keep the database from giving their pages back"):
            forget(url, key)
        reader.rollback()
    forget(url, key)
    assert not any(CANARY.encode() in path.read_bytes() for path in tmp_path.glob("capture.sqlite*"))


def test_a_service_without_the_key_takes_nothing_once_somebody_was_forgotten(tmp_path, key, monkeypatch):
    url = f"sqlite:///{tmp_path}/capture.sqlite"
    send(url, *EVENTS)
    forget(url, key)
    monkeypatch.delenv(FILE_VARIABLE)
    needed = f"the privacy key of fingerprint {key.fingerprint} is needed, and none is set"
    with pytest.raises(DatabaseError, match=f"nobody can tell whose events come: {needed}"):
        send(url, make_generation(id="g-9", **OTHER))
    create_privacy_key(tmp_path / "other")
    monkeypatch.setenv(FILE_VARIABLE, str(tmp_path / "other"))
    with pytest.raises(DatabaseError, match=f"the key with the fingerprint {key.fingerprint}"):
        send(url, make_generation(id="g-9", **OTHER))
