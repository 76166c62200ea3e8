import base64
import hashlib
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient

from medpref_dagster.audit.log import AuditLog
from medpref_dagster.capture.app import create_app
from medpref_dagster.capture.database import open_database
from medpref_dagster.capture.tokens import (
    TokenBook,
    TokenError,
    UnknownTokenError,
    create_token,
    list_tokens,
    revoke_token,
)
from tests.feedback.made_events import CANARY, NOW, make_generation

PATH = "/v1/events"


def test_the_database_holds_the_hash_of_a_token_and_never_the_token(product):
    token, secret = create_token(product.engine, "ward 3", ["send"], NOW, timedelta(days=30))
    [stored] = [item for item in list_tokens(product.engine) if item.id == token.id]
    assert stored == token
    assert stored.hash == hashlib.sha256(secret.encode()).hexdigest()
    assert secret not in repr(stored)
    assert len(secret.split("_", 2)[2]) == 43  # 256 bits


def post_with(product, authorization):
    return product.post(PATH, make_generation(), authorization=authorization)


def test_wrong_expired_and_revoked_tokens_are_refused_with_their_reason(product):
    expiring, revoked = product.make_token("send", lifetime=timedelta(minutes=1)), product.make_token("send")
    assert post_with(product, f"Bearer {expiring}").status_code == 200
    product.clock.time += timedelta(minutes=1)
    revoke_token(product.engine, revoked.split("_")[1], NOW)
    forged = f"{product.secret[:-1]}{'A' if product.secret[-1] != 'A' else 'B'}"
    for authorization, says in {
        "": "no token was sent: Authorization must be Bearer and a token",
        "Bearer": "no token was sent: Authorization must be Bearer and a token",
        "Bearer Quillfeather": "the token is wrong",
        f"Bearer {forged}": "the token is wrong",
        "Basic !!!": "no token was sent: Authorization must be Bearer and a token",
        "Bearer é_é_é": "the token is wrong",
        f"Bearer {expiring}": "the token has expired",
    }.items():
        answer = post_with(product, authorization.encode())
        assert (answer.status_code, answer.json()["error"]["message"]) == (401, says), authorization
        assert answer.headers["www-authenticate"] == "Bearer"
    product.app.state.service.tokens.refresh()
    assert post_with(product, f"Bearer {revoked}").json()["error"]["message"] == "the token was revoked"


def test_a_token_does_what_its_scopes_say_and_nothing_else(sqlite_product):
    product = sqlite_product
    calls = {
        "send": lambda headers: product.client.post(PATH, json=make_generation(), headers=headers),
        "read": lambda headers: product.client.get("/v1/stored", headers=headers),
        "administer": lambda headers: product.client.get("/v1/tokens", headers=headers),
    }
    for scope in calls:
        headers = {"authorization": f"Bearer {product.make_token(scope)}"}
        for needed, call in calls.items():
            answer = call(headers)
            assert answer.status_code == (200 if needed == scope else 403), (scope, needed)
            if needed != scope:
                assert answer.json()["error"]["message"] == f"the token lacks the scope {needed}"


def test_a_revocation_elsewhere_holds_after_a_second(sqlite_product):
    seconds = [0.0]
    book = TokenBook(sqlite_product.engine, lambda: NOW, lambda: seconds[0])
    token, secret = create_token(sqlite_product.engine, "x", ["send"], NOW)
    assert book.check(secret).id == token.id
    revoke_token(sqlite_product.engine, token.id, NOW)
    seconds[0] = 0.9
    assert book.check(secret).id == token.id
    seconds[0] = 1.0
    with pytest.raises(UnknownTokenError, match="revoked"):
        book.check(secret)


def test_administrators_make_list_and_revoke_tokens_over_http(sqlite_product):
    made = sqlite_product.post("/v1/tokens", {"name": "ward 3", "scopes": ["send"], "days": 1})
    assert made.status_code == 201
    identifier, secret = made.json()["token"]["id"], made.json()["secret"]
    assert post_with(sqlite_product, f"Bearer {secret}").status_code == 200
    headers = {"authorization": f"Bearer {sqlite_product.secret}"}
    listed = sqlite_product.client.get("/v1/tokens", headers=headers).json()["tokens"]
    assert {token["name"] for token in listed} == {"product", "ward 3"}
    assert not any("hash" in token for token in listed)
    assert sqlite_product.client.delete(f"/v1/tokens/{identifier}", headers=headers).json() == {"status": "revoked"}
    assert post_with(sqlite_product, f"Bearer {secret}").status_code == 401
    assert sqlite_product.client.delete("/v1/tokens/000000000000", headers=headers).status_code == 404


@pytest.mark.parametrize(
    ("name", "scopes", "lifetime"),
    [
        ("", ["send"], None),
        ("x\n", ["send"], None),
        ("x", [], None),
        ("x", ["root"], None),
        ("x", ["send"], timedelta(0)),
    ],
)
def test_a_token_that_makes_no_sense_is_not_made(sqlite_product, name, scopes, lifetime):
    with pytest.raises(TokenError):
        create_token(sqlite_product.engine, name, scopes, NOW, lifetime)


def test_a_malformed_request_for_a_token_is_answered_without_what_it_held(sqlite_product):
    for body in ({"name": "Quillfeather", "scopes": "send"}, {"name": "x", "scopes": ["send"], "Quillfeather": 1}):
        answer = sqlite_product.post("/v1/tokens", body)
        assert answer.status_code == 422
        assert "Quillfeather" not in answer.text


def test_langfuse_s_clients_send_the_token_as_a_password(sqlite_product):
    basic = base64.b64encode(f"public:{sqlite_product.secret}".encode()).decode()
    assert post_with(sqlite_product, f"Basic {basic}").status_code == 200
    for junk in (b"Basic \xff\xff", b"Basic ====", b"Basic /w==", b"Basic"):
        assert post_with(sqlite_product, junk).status_code == 401


def test_who_administers_tokens_and_reads_events_is_in_the_audit_log(tmp_path):
    engine = open_database(f"sqlite:///{tmp_path}/capture.sqlite")
    _, secret = create_token(engine, "admin", ["send", "read", "administer"], NOW)
    log = AuditLog(tmp_path / "store" / "audit")
    held = {"authorization": f"Bearer {secret}"}
    with TestClient(create_app(engine, now=lambda: NOW, audit=log)) as client:
        made = client.post("/v1/tokens", json={"name": "ward", "scopes": ["send"]}, headers=held).json()["token"]
        client.delete(f"/v1/tokens/{made['id']}", headers=held)
        client.post("/v1/events", json=make_generation(), headers=held)
        assert client.get("/v1/stored", headers=held).json()["next"] == 1
        assert client.get("/v1/stored?after=1", headers=held).json()["rows"] == []
    found = [(entry.action, entry.subject) for entry in log.entries()]
    subject = f"token {made['id']}"
    assert found == [("token.created", subject), ("token.revoked", subject), ("events.read", "sequence 1 to 1")]
    assert all(entry.actor.endswith(" admin") for entry in log.entries())
    assert CANARY not in log.path.read_text()
