"""What `POST /v1/events` answers to everything that a product may send, and what is then in the tables."""

import gzip
import json
import logging

import pytest

from medpref_dagster.capture.limits import Limits
from medpref_dagster.feedback.events import hash_event
from medpref_dagster.feedback.parsing import parse_event
from tests.feedback.made_events import CANARY, NOW, make_generation, make_reaction

PATH = "/v1/events"


def test_an_event_is_stored_once_and_a_second_delivery_is_a_duplicate(product):
    first, second = product.post(PATH, make_generation()), product.post(PATH, make_generation())
    assert (first.status_code, first.json()) == (200, {"status": "stored", "id": "g-1"})
    assert (second.status_code, second.json()) == (200, {"status": "duplicate", "id": "g-1"})
    [row] = product.read()
    assert json.loads(row["content"]) == make_generation()
    assert row["hash"] == hash_event(parse_event(make_generation(), NOW))
    assert (row["door"], row["sender"], row["kind"], row["generation"]) == ("events", "product", "generation", None)


def test_another_event_under_a_taken_id_is_a_conflict_and_in_the_quarantine_once(product):
    product.post(PATH, make_generation())
    for _ in range(2):
        answer = product.post(PATH, make_generation(answer="another"))
        assert answer.status_code == 409
        assert (answer.json()["status"], answer.json()["reason"]) == ("conflict", "conflict")
    [row] = product.read("quarantine")
    assert (row["event_id"], row["reason"], json.loads(row["content"])["answer"]) == ("g-1", "conflict", "another")
    assert json.loads(product.read()[0]["content"])["answer"] != "another"


def test_a_batch_is_answered_event_by_event_in_order(product):
    batch = [
        make_reaction(),
        make_generation(),
        make_generation(),
        make_generation(answer="another"),
        make_generation(id="g-2", prompt=f"{CANARY}\0"),
        7,
        make_generation(id="g-3"),
    ]
    answer = product.post(PATH, batch)
    assert answer.status_code == 200
    assert [result["status"] for result in answer.json()["results"]] == [
        "stored", "stored", "duplicate", "conflict", "refused", "refused", "stored",
    ]  # fmt: skip
    # A reaction that comes before its generation waits in the table like any other.
    assert [row["id"] for row in product.read()] == ["r-1", "g-1", "g-3"]
    assert product.read()[0]["generation"] == "g-1"
    assert [row["reason"] for row in product.read("quarantine")] == ["conflict", "control_character", "wrong_type"]


def test_what_is_refused_is_kept_whole_in_the_quarantine_even_nul_and_half_an_emoji(product):
    bad = make_generation(prompt="\0 and \ud83e and \x1b")
    answer = product.post(PATH, bad)
    assert answer.status_code == 422
    [row] = product.read("quarantine")
    assert json.loads(row["content"]) == bad
    assert (row["event_id"], row["reason"]) == ("g-1", "half_character")
    answer = product.client.get("/v1/quarantine", headers={"authorization": f"Bearer {product.secret}"})
    assert answer.status_code == 200
    assert [row["content"] for row in answer.json()["rows"]] == [bad]


REFUSED_WHOLE = {
    "cut off": (b'{"id": "Quillfeather', {}, 400, "malformed_json"),
    "empty": (b"", {}, 400, "malformed_json"),
    "latin-1": ('{"id": "Quillfeather é"}'.encode("latin-1"), {}, 400, "not_utf8"),
    "10,000 deep": (b"[" * 10_000 + b"]" * 10_000, {}, 400, "too_deep"),
    "NaN": (b"[NaN]", {}, 400, "malformed_json"),
    "a number beyond all": (b'[{"id": "Quillfeather", "x": -1e999}]', {}, 400, "malformed_json"),
    "a key twice": (b'{"id": 1, "id": 2}', {}, 400, "repeated_key"),
    "over 16 MiB": (b" " * ((16 << 20) + 1), {}, 413, "too_large"),
    "too many": (b"[" + b"1," * 10_000 + b"1]", {}, 413, "too_many_events"),
    "another type": (b"id=Quillfeather", {"content_type": "text/plain"}, 415, "unknown_content_type"),
    "another packing": (b"Quillfeather", {"content_encoding": "br"}, 415, "unknown_packing"),
    "no gzip": (b"Quillfeather", {"content_encoding": "gzip"}, 400, "malformed_gzip"),
    "gzip cut off": (gzip.compress(b"[]")[:-4], {"content_encoding": "gzip"}, 400, "malformed_gzip"),
    "gzip and more": (gzip.compress(b"[]") + b"x", {"content_encoding": "gzip"}, 400, "malformed_gzip"),
    "gzip bomb": (gzip.compress(b" " * (10 << 20)), {"content_encoding": "gzip"}, 413, "gzip_bomb"),
    "larger gzip bomb": (gzip.compress(b" " * (100 << 20)), {"content_encoding": "gzip"}, 413, "too_large"),
}


@pytest.mark.parametrize(("content", "headers", "status", "reason"), REFUSED_WHOLE.values(), ids=REFUSED_WHOLE)
def test_what_is_no_request_is_refused_with_its_status_and_none_of_its_text(
    sqlite_product, caplog, content, headers, status, reason
):
    with caplog.at_level(logging.DEBUG, "medpref_dagster"):
        answer = sqlite_product.post(PATH, content=content, **headers)
    assert (answer.status_code, answer.json()["error"]["reason"]) == (status, reason)
    assert CANARY not in answer.text + caplog.text
    assert sqlite_product.client.get("/readyz").status_code == 200
    assert sqlite_product.read() == sqlite_product.read("quarantine") == []


REFUSED = {
    "unknown version": (make_generation(schema_version=9), "unknown_version"),
    "no id": (make_generation(id=None), "missing"),
    "no clinician": (make_reaction(clinician=None), "missing"),
    "future": (make_generation(time="2026-11-26T12:06:00Z"), "future_time"),
    "10 MB": (make_generation(answer=CANARY * 1_000_000), "too_long"),
    "half an emoji": (make_generation(answer=f"{CANARY}\ud83e"), "half_character"),
    "half an emoji in a field's name": (make_generation(**{f"{CANARY}\ud83e": 1}), "half_character"),
    "half an emoji in a part's field's name": (make_generation(decoding={f"{CANARY}\ud83e": 1}), "half_character"),
    "NUL": (make_generation(answer=f"{CANARY}\0"), "control_character"),
    "a patient as field": (make_generation(**{CANARY: 1}), "unknown_field"),
    "out of order": (make_reaction(time_shown="2026-11-26T09:00:00Z"), "times_out_of_order"),
}


@pytest.mark.parametrize(("event", "reason"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_event_is_refused_with_its_reason_and_none_of_its_text(sqlite_product, caplog, event, reason):
    with caplog.at_level(logging.DEBUG, "medpref_dagster"):
        answer = sqlite_product.post(PATH, event)
    assert (answer.status_code, answer.json()["reason"]) == (422, reason)
    assert CANARY not in answer.text + caplog.text
    assert [row["reason"] for row in sqlite_product.read("quarantine")] == [reason]


def test_a_text_that_is_too_long_says_by_characters_how_long_it_may_be(sqlite_product):
    answer = sqlite_product.post(PATH, make_generation(answer="x" * 1_000_001))
    assert answer.json()["message"] == "answer: has 1000001 characters; at most 1000000 are taken"


def test_gzip_is_unpacked(sqlite_product):
    packed = gzip.compress(json.dumps(make_generation()).encode())
    assert sqlite_product.post(PATH, content=packed, content_encoding="gzip").json()["status"] == "stored"


def test_a_token_that_has_sent_more_than_its_rate_waits(start, tmp_path):
    product = start(f"sqlite:///{tmp_path}/c.sqlite", Limits(events_per_second=0.001))
    assert product.post(PATH, [make_generation(id=f"g-{number}") for number in range(3)]).status_code == 200
    answer = product.post(PATH, make_generation())
    assert (answer.status_code, answer.json()["error"]["reason"]) == (429, "too_many_events")
    assert int(answer.headers["retry-after"]) > 1000
    product.secret = product.make_token("send")
    assert product.post(PATH, make_generation()).status_code == 200


def test_an_error_that_nobody_foresaw_is_answered_and_logged_without_a_text(sqlite_product, monkeypatch, caplog):
    def fail(*_):
        raise KeyError(CANARY)

    monkeypatch.setattr("medpref_dagster.capture.routes.events.read_events", fail)
    answer = sqlite_product.post(PATH, make_generation())
    assert (answer.status_code, answer.json()["error"]["reason"]) == (500, "internal")
    assert "KeyError at test_events_route.py" in caplog.text
    assert CANARY not in answer.text + caplog.text


def test_unknown_paths_and_methods_are_refused_in_the_same_shape(sqlite_product):
    missing, wrong = sqlite_product.client.get("/nowhere"), sqlite_product.client.get(PATH)
    assert (missing.status_code, wrong.status_code) == (404, 405)
    assert missing.json()["error"]["reason"] == wrong.json()["error"]["reason"] == "http"
    assert wrong.headers["allow"] == "POST"


def test_what_was_stored_is_read_in_order_page_by_page(product):
    product.post(PATH, [make_generation(id=f"g-{number}") for number in range(5)])
    found, after = [], 0
    while True:
        page = product.client.get(
            "/v1/stored", params={"after": after, "limit": 2}, headers={"authorization": f"Bearer {product.secret}"}
        ).json()
        if not page["rows"]:
            break
        found += [row["content"]["id"] for row in page["rows"]]
        after = page["next"]
    assert found == [f"g-{number}" for number in range(5)]


def test_the_numbers_for_prometheus_count_events_by_what_became_of_them(sqlite_product):
    sqlite_product.post(PATH, [make_generation(), make_generation(), 1])
    numbers = sqlite_product.client.get("/metrics").text
    assert 'medpref_capture_events_total{door="events",outcome="duplicate"} 1.0' in numbers
    assert 'medpref_capture_events_total{door="events",outcome="refused"} 1.0' in numbers
    assert "medpref_capture_group_events_count 1.0" in numbers
