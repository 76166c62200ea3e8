"""Whatever is sent, the service stays up, says nothing of it, and no event is lost or stored twice."""

import random
from collections import Counter

import pytest
from schemathesis import GenerationMode

from tests.capture.described import check_operations
from tests.capture.fuzz import make_request
from tests.feedback.made_events import CANARY

EXPECTED = {200, 400, 409, 413, 415, 422}


@pytest.mark.parametrize("seed", range(4))
def test_requests_made_by_chance_are_answered_precisely_and_each_event_is_stored_once(start, tmp_path, seed):
    product = start(f"sqlite:///{tmp_path}/c.sqlite")
    chance, stored, refused = random.Random(seed), Counter(), 0
    for number in range(250):
        sent = make_request(chance, number)
        answer = product.client.post(
            sent.path, content=sent.content, headers=sent.headers | {"authorization": f"Bearer {product.secret}"}
        )
        assert answer.status_code in EXPECTED, (seed, number, answer.status_code, answer.text)
        assert CANARY.encode() not in answer.content, (seed, number)
        if sent.path == "/v1/events" and answer.status_code in (200, 409, 422):
            results = answer.json().get("results", [answer.json()])
            stored.update(result["id"] for result in results if result["status"] == "stored")
            refused += sum(result["status"] in ("refused", "conflict") for result in results)
    ids = [row["id"] for row in product.read()]
    assert len(ids) == len(set(ids))
    assert set(stored) <= set(ids)
    assert set(stored.values()) == {1}
    assert refused > 20
    assert product.client.get("/readyz").status_code == 200


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=lambda mode: mode.value)
def test_every_answer_is_as_the_openapi_page_says(start, tmp_path, mode):
    product = start(f"sqlite:///{tmp_path}/c.sqlite")
    tried = check_operations(product.app, product.secret, mode, examples=8)
    assert {"POST /v1/events", "POST /v1/logs", "POST /api/public/scores", "GET /v1/stored"} <= set(tried)
    assert product.client.get("/readyz").status_code == 200
