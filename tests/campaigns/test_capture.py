"""A few kills of the capture service; `python -m tests.campaigns.capture` does many."""

import sqlite3

import pytest

from tests.campaigns.capture import Deliveries, compare, post_by_api, run_fuzz, run_kills, send_by_exporter


@pytest.mark.parametrize("door", [post_by_api, send_by_exporter], ids=lambda door: door.__name__)
def test_every_acknowledged_event_is_there_exactly_once_after_a_kill(tmp_path, door):
    deliveries, found, _ = run_kills(tmp_path / "run", door, "e", events=480, kills=1, seed=1)
    assert found.is_clean(), found
    assert len(deliveries.acknowledged) == found.stored == 480


def test_the_campaign_sees_what_is_missing_twice_or_changed(tmp_path):
    database = tmp_path / "c.sqlite"
    with sqlite3.connect(database) as connection:
        connection.execute("CREATE TABLE events (id TEXT, content TEXT)")
        rows = [("a", "1"), ("a", "1"), ("b", "x"), ("z", "1")]
        connection.executemany("INSERT INTO events VALUES (?, ?)", [(i, f'{{"answer": "{a}"}}') for i, a in rows])
    sent = {"a": "1", "b": "2", "c": "3"}
    found = compare(database, Deliveries(acknowledged=sent, sent=sent))
    assert (found.missing, found.twice, found.changed, found.unknown) == (["c"], ["a"], ["b"], ["z"])


def test_the_fuzzing_campaign_finds_nothing(tmp_path):
    counts, faults = run_fuzz(tmp_path, 11, 300)
    assert faults == []
    assert counts["stored"] > 20
    assert counts["quarantined"] > 20
