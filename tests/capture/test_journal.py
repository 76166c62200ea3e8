"""The journal: groups, full disks, locked databases, several processes; a process killed in the middle."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import event, text

from medpref_dagster.capture import database as database_module
from medpref_dagster.capture import journal as journal_module
from medpref_dagster.capture.database import DatabaseError, open_database
from medpref_dagster.capture.journal import Journal, make_arrival, make_refusal
from medpref_dagster.feedback.parsing import parse_event
from tests.conftest import CHECKOUT
from tests.feedback.made_events import NOW, make_generation

PATH = "/v1/events"


def arrive(name: str, **changes):
    return make_arrival(parse_event(make_generation(id=name, **changes), NOW))


@pytest.fixture
def journal(database):
    engine = open_database(database)
    journal = Journal(engine, lambda: NOW)
    yield journal
    journal.close()
    engine.dispose()


def test_requests_that_come_while_the_disk_works_are_one_transaction(journal):
    commits, goes_on = [], threading.Event()
    event.listen(journal.engine, "commit", lambda _: (commits.append(1), goes_on.wait(30)))
    first = journal.submit([arrive("g-0")], "events", "x")
    while not commits:  # the first is at its commit
        goes_on.wait(0.001)
    rest = [journal.submit([arrive(f"g-{number}")], "events", "x") for number in range(1, 100)]
    goes_on.set()
    assert [future.result(30)[0].status for future in (first, *rest)] == ["stored"] * 100
    assert len(commits) == 2
    assert [row["id"] for row in journal.read_events(0, 1000)] == [f"g-{number}" for number in range(100)]


def test_the_same_id_many_times_in_one_group_is_stored_once(journal):
    with ThreadPoolExecutor(16) as pool:
        futures = list(pool.map(lambda _: journal.submit([arrive("g-1")], "events", "x"), range(200)))
    statuses = [future.result(30)[0].status for future in futures]
    assert (statuses.count("stored"), statuses.count("duplicate")) == (1, 199)
    assert len(journal.read_events(0, 10)) == 1


def test_two_processes_on_one_database_store_each_event_once(journal, database):
    other_engine = open_database(database)
    other = Journal(other_engine, lambda: NOW)
    names = [f"g-{number}" for number in range(300)]
    with ThreadPoolExecutor(8) as pool:
        both = pool.map(lambda name: [j.submit([arrive(name)], "events", "x") for j in (journal, other)], names)
        statuses = [{future.result(60)[0].status for future in futures} for futures in both]
    assert statuses == [{"stored", "duplicate"}] * 300
    assert len(journal.read_events(0, 1000)) == 300
    other.close()
    other_engine.dispose()


def test_more_than_a_statement_takes_is_stored_in_one_delivery(journal):
    names = [f"g-{number}" for number in range(1501)]
    refused = [make_refusal({"n": number}, "missing", "id: is missing") for number in range(501)]
    outcomes = journal.submit([*map(arrive, names), *refused], "events", "x").result(60)
    assert [outcome.status for outcome in outcomes] == ["stored"] * 1501 + ["refused"] * 501
    assert [row["id"] for row in journal.read_events(0, 5000)] == names
    assert len(journal.read_quarantine(0, 5000)) == 501


def test_a_row_that_the_database_refuses_costs_no_other_request_its_own(journal, monkeypatch):
    write, goes_on = journal_module._write, threading.Event()

    def refuse(engine, group, received, doorkeeper):
        goes_on.wait(30)
        if any(arrival.event_id == "bad" for delivery in group for arrival in delivery.arrivals):
            raise database_module.RefusedRowError("the database takes no such row")
        return write(engine, group, received, doorkeeper)

    monkeypatch.setattr(journal_module, "_write", refuse)
    futures = [journal.submit([arrive(name)], "events", "x") for name in ("first", "g-1", "bad", "g-2")]
    goes_on.set()
    assert [future.result(30)[0].status for future in (futures[0], futures[1], futures[3])] == ["stored"] * 3
    with pytest.raises(DatabaseError, match="no such row"):
        futures[2].result(30)


def test_too_much_that_waits_is_told_to_come_again(journal, monkeypatch):
    monkeypatch.setattr(journal_module, "_WAITING_CHARACTERS", 100)
    goes_on = threading.Event()
    event.listen(journal.engine, "commit", lambda _: goes_on.wait(30))
    first = journal.submit([arrive("g-1")], "events", "x")
    with pytest.raises(DatabaseError, match="too many events wait"):
        journal.submit([arrive("g-2")], "events", "x")
    goes_on.set()
    assert first.result(30)[0].status == "stored"


def test_a_full_disk_is_said_nothing_is_stored_and_it_goes_on_when_there_is_room(sqlite_product):
    def allow(pages):
        with sqlite_product.engine.connect() as connection:
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")

    allow(1)  # no more than there is
    big = make_generation(answer="x" * 500_000)
    answer = sqlite_product.post(PATH, big)
    assert (answer.status_code, answer.json()["error"]["reason"]) == (507, "database_full")
    assert sqlite_product.client.get("/readyz").status_code == 507
    assert sqlite_product.post("/v1/logs", {}).status_code == 200  # nothing to store
    log = {
        "resourceLogs": [
            {
                "scopeLogs": [
                    {"logRecords": [{"eventName": "gen_ai.evaluation.result", "body": {"stringValue": "x" * 500_000}}]}
                ]
            }
        ]
    }
    assert sqlite_product.post("/v1/logs", log).status_code == 503  # what an exporter sends again
    assert sqlite_product.read() == []
    allow(1_000_000)
    assert sqlite_product.post(PATH, big).status_code == 200
    assert sqlite_product.client.get("/readyz").status_code == 200


def test_a_database_that_another_process_has_locked_is_said(start, tmp_path, monkeypatch):
    monkeypatch.setattr(database_module, "WAIT_SECONDS", 0)
    product = start(f"sqlite:///{tmp_path}/c.sqlite")
    other = sqlite3.connect(tmp_path / "c.sqlite", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    for _ in range(2):
        answer = product.post(PATH, make_generation())
        assert (answer.status_code, answer.json()["error"]["reason"]) == (503, "database_locked")
        assert answer.headers["retry-after"] == "1"
    assert product.client.get("/readyz").status_code == 503
    assert product.client.get("/healthz").status_code == 200
    other.rollback()
    assert product.post(PATH, make_generation()).status_code == 200
    other.close()


def test_a_postgresql_whose_connections_broke_is_connected_anew(start, postgres_server):
    from tests.capture.conftest import clear_postgres

    product = start(clear_postgres(postgres_server))
    assert product.post(PATH, make_generation()).status_code == 200
    other = open_database(postgres_server)
    with other.begin() as connection:
        connection.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'"
            )
        )
    other.dispose()
    assert product.post(PATH, make_generation(id="g-2")).status_code == 200


_WRITE_AND_TELL = """
import sys
from medpref_dagster.capture.database import open_database
from medpref_dagster.capture.journal import Journal
from tests.capture.test_journal import NOW, arrive
journal = Journal(open_database(sys.argv[1]), lambda: NOW)
number = 0
while True:
    futures = [journal.submit([arrive(f"g-{number + k}")], "events", "x") for k in range(20)]
    for future in futures:
        future.result()
        print(f"g-{number}", flush=True)
        number += 1
"""


def test_what_was_acknowledged_is_there_after_a_kill(tmp_path):
    url = f"sqlite:///{tmp_path}/c.sqlite"
    process = subprocess.Popen(
        [sys.executable, "-c", _WRITE_AND_TELL, url],
        stdout=subprocess.PIPE,
        text=True,
        cwd=CHECKOUT,
        env=os.environ | {"PYTHONPATH": str(CHECKOUT)},
    )
    acknowledged = [process.stdout.readline().strip() for _ in range(150)]
    process.send_signal(signal.SIGKILL)
    acknowledged += process.stdout.read().split()
    process.wait()
    engine = open_database(url)
    journal = Journal(engine, lambda: NOW)
    rows = journal.read_events(0, 1_000_000)
    stored = [row["id"] for row in rows]
    assert stored[: len(acknowledged)] == acknowledged
    assert len(set(stored)) == len(stored)
    assert all(json.loads(row["content"])["id"] == row["id"] for row in rows)
    journal.close()
    engine.dispose()
