import json

import pytest

from medpref_dagster.capture.tombstones import digest_all
from medpref_dagster.forgetting.captured import delete_captured
from medpref_dagster.forgetting.wanted import want_patient
from medpref_dagster.privacy_key import FILE_VARIABLE, create_privacy_key
from tests.feedback.made_events import CANARY, make_generation

PATH = "/api/public/scores"


def make_score(**changes):
    score = {
        "id": "s-1",
        "traceId": "0af7651916cd43dd8448eb211c80319c",
        "observationId": "b7ad6b7169203331",
        "name": "output",
        "value": f"{CANARY} signed this.",
        "dataType": "CORRECTION",
        "environment": "production",
        "metadata": {"clinician": "c-1", "time_shown": "2026-11-26T11:59:00Z"},
    }
    return {name: value for name, value in (score | changes).items() if value is not None}


def test_a_correction_is_an_edit_and_the_same_one_again_is_one_event(product):
    for minutes in range(3):
        product.clock.time = product.clock.time.replace(minute=minutes)
        answer = product.post(PATH, make_score())
        assert (answer.status_code, answer.json()) == (200, {"id": "s-1"})
    [row] = product.read()
    content = json.loads(row["content"])
    assert content["reaction"] == {"kind": "edited", "text": f"{CANARY} signed this."}
    assert (content["generation"], content["clinician"]) == ("b7ad6b7169203331", "c-1")
    assert (content["time_shown"], content["time_signed"]) == ("2026-11-26T11:59:00Z", "2026-11-26T12:00:00Z")
    assert row["door"] == "langfuse"


DONE = {
    "boolean": (
        {"dataType": "BOOLEAN", "value": 0, "comment": "too long"},
        {"kind": "thumb", "up": False, "reason": "too long"},
    ),
    "category": ({"dataType": "CATEGORICAL", "value": "rejected"}, {"kind": "rejected"}),
    "a text without its type": ({"dataType": None, "value": "accepted"}, {"kind": "accepted"}),
    "rating": (
        {"dataType": "NUMERIC", "value": 6.0, "metadata": {"clinician": "c-1", "highest": 7}},
        {"kind": "rated", "rating": 6, "highest": 7},
    ),
}


@pytest.mark.parametrize(("changes", "done"), DONE.values(), ids=DONE)
def test_a_score_is_the_reaction_that_it_says(sqlite_product, changes, done):
    assert sqlite_product.post(PATH, make_score(**changes)).status_code == 200
    assert json.loads(sqlite_product.read()[0]["content"])["reaction"] == done


REFUSED = {
    "a number without its scale": ({"dataType": "NUMERIC", "value": 1}, "unknown_reaction"),
    "unknown category": ({"dataType": "CATEGORICAL", "value": CANARY}, "unknown_reaction"),
    "unknown type": ({"dataType": CANARY}, "unknown_reaction"),
    "a list as boolean": ({"dataType": "BOOLEAN", "value": [CANARY]}, "unknown_reaction"),
    "no clinician": ({"metadata": {}}, "missing"),
    "no trace": ({"traceId": None, "observationId": None}, "missing"),
    "a correction that is no text": ({"value": 7}, "wrong_type"),
    "half an emoji and no id": ({"id": None, "value": "\ud83e"}, "half_character"),
    "half an emoji": ({"value": "\ud83e"}, "half_character"),
    "half an emoji beside": ({"name": "\ud83e"}, "half_character"),
}


@pytest.mark.parametrize(("changes", "reason"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_understood_is_in_the_quarantine(sqlite_product, changes, reason):
    answer = sqlite_product.post(PATH, make_score(**changes))
    assert answer.status_code == 422
    assert CANARY not in answer.text
    [row] = sqlite_product.read("quarantine")
    assert row["reason"] == (reason)
    assert json.loads(row["content"]) == make_score(**changes)


def test_a_changed_score_under_its_id_is_a_conflict_and_an_event_s_id_is_taken_too(sqlite_product):
    sqlite_product.post("/v1/events", make_generation(id="s-2"))
    sqlite_product.post(PATH, make_score())
    assert sqlite_product.post(PATH, make_score(value="changed")).status_code == 409
    assert sqlite_product.post(PATH, make_score(id="s-2")).status_code == 409
    assert [row["reason"] for row in sqlite_product.read("quarantine")] == ["conflict", "conflict"]


def test_without_an_id_the_content_decides_what_is_the_same(sqlite_product):
    first, second = (sqlite_product.post(PATH, make_score(id=None)).json() for _ in range(2))
    assert first == second
    assert first["id"].startswith("langfuse-")
    assert len(sqlite_product.read()) == 1


def test_a_number_beyond_all_is_refused_with_and_without_an_id(sqlite_product):
    for identifier in (b'"id":"s-1",', b""):
        content = b'{%s"name":"x","traceId":"t","value":1e999}' % identifier
        answer = sqlite_product.post(PATH, content=content)
        assert (answer.status_code, answer.json()["error"]["reason"]) == (400, "malformed_json")


def test_a_score_about_who_was_forgotten_is_answered_as_any_and_kept_nowhere(sqlite_product, tmp_path, monkeypatch):
    key = create_privacy_key(tmp_path / "key")
    monkeypatch.setenv(FILE_VARIABLE, str(tmp_path / "key"))
    sqlite_product.post("/v1/events", make_generation())
    wanted = want_patient(make_generation()["patient"])
    wanted.events |= {"g-1"}
    url = sqlite_product.engine.url.render_as_string()
    delete_captured(url, wanted, digest_all(key, wanted.patients, wanted.events), key.fingerprint)
    answer = sqlite_product.post(PATH, make_score(observationId="g-1"))
    assert (answer.status_code, answer.json()) == (200, {"id": "s-1"})
    assert sqlite_product.read() == sqlite_product.read("quarantine") == []


def test_a_list_is_no_score(sqlite_product):
    assert sqlite_product.post(PATH, [make_score()]).json()["reason"] == "wrong_type"
