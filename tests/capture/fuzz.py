"""Requests made by chance for the service's doors: right and damaged events and bytes, repeated and changed."""

import gzip
import json
import random
from dataclasses import dataclass
from typing import Any

from tests.feedback.made_events import CANARY, make_generation, make_reaction

_TOKENS = (
    b'"', b"{", b"}", b"[", b"]", b",", b":", b"\\", b"\\ud83e", b"\\u0000", b"\x00", b"\xff", b"\xed\xa0\xbd", b"NaN",
    b"1e999", b"9" * 5000, b"[" * 200, b'{"a":' * 200, b"null", b"true", b"-1",
)  # fmt: skip
_VALUES = (
    None, True, -1, 1.5, 2**70, "", "\0", "\ud83e", "x" * 300, [], {}, [[]], {"kind": []},
    "2026-11-26T08:00:00", "9999-01-01T00:00:00Z", "0001-01-01T00:00:00+23:59", "é" * 10, f"{CANARY} x",
)  # fmt: skip


@dataclass
class Sent:
    """A request."""

    path: str
    content: bytes
    headers: dict[str, str]
    events: int
    """So many were in it before the damage."""


def make_request(chance: random.Random, number: int) -> Sent:
    """One request; ids come again now and then, with the same content or another."""
    events = [_make_event(chance, number * 10 + index) for index in range(chance.choice([1, 1, 1, 2, 5]))]
    path = chance.choice(["/v1/events", "/v1/events", "/v1/logs", "/v1/traces", "/api/public/scores"])
    body: Any = events if len(events) > 1 or chance.random() < 0.3 else events[0]
    if path in ("/v1/logs", "/v1/traces"):
        body = _wrap_in_otlp(chance, path, events)
    elif path == "/api/public/scores":
        body = _make_score(chance, events[0])
    content = json.dumps(body).encode()
    headers = {"content-type": "application/json"}
    if chance.random() < 0.2:
        content = _damage(chance, content)
    if chance.random() < 0.1:
        content, headers["content-encoding"] = gzip.compress(content), "gzip"
        content = _damage(chance, content) if chance.random() < 0.3 else content
    if path.startswith("/v1/") and chance.random() < 0.05:
        headers["content-type"] = chance.choice(
            ["application/x-protobuf", "text/plain", "", "application/json; charset=latin-1"]
        )
    return Sent(path, content, headers, len(events))


def _make_event(chance: random.Random, number: int) -> dict[str, Any]:
    name = f"e-{chance.randrange(max(1, number)) if chance.random() < 0.2 else number}"
    done = chance.choice([
        {"kind": "accepted"}, {"kind": "edited", "text": f"{CANARY} {number % 3}"}, {"kind": "rejected"},
        {"kind": "chosen", "over": ["g-2"]}, {"kind": "rated", "rating": 3}, {"kind": "thumb", "up": True},
    ])  # fmt: skip
    event = make_generation(id=name) if chance.random() < 0.5 else make_reaction(id=name, reaction=done)
    if chance.random() < 0.4:
        place = event["reaction"] if "reaction" in event and chance.random() < 0.3 else event
        place[chance.choice([*place, CANARY, "aliases", "decoding"])] = chance.choice(_VALUES)
    return event


def _wrap_in_otlp(chance: random.Random, path: str, events: list[dict[str, Any]]) -> dict[str, Any]:
    records = [
        {
            "timeUnixNano": chance.choice([str(1_795_680_000_000_000_000), 0, "x", -1, 2**64 - 1]),
            "endTimeUnixNano": str(1_795_680_000_000_000_000),
            "eventName": chance.choice(["gen_ai.evaluation.result", "gen_ai.client.inference.operation.details", "y"]),
            "traceId": chance.choice(["0af7651916cd43dd8448eb211c80319c", "zz", ""]),
            "attributes": [
                {"key": key, "value": {"stringValue": value}}
                for key, value in {
                    "medpref.event.id": event.get("id"),
                    "medpref.clinician": "c-1",
                    "medpref.reaction": chance.choice(["accepted", "rejected", "x"]),
                    "medpref.generation.id": "g-1",
                    "gen_ai.request.model": "m",
                    "gen_ai.input.messages": json.dumps([{"role": "user", "content": event.get("prompt", CANARY)}]),
                    "gen_ai.output.messages": json.dumps([{"role": "assistant", "content": event.get("answer", "a")}]),
                }.items()
                if chance.random() < 0.95
            ],
        }
        for event in events
    ]
    if path == "/v1/logs":
        return {"resourceLogs": [{"scopeLogs": [{"logRecords": records}]}]}
    return {"resourceSpans": [{"scopeSpans": [{"spans": records}]}]}


def _make_score(chance: random.Random, event: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": event.get("id"),
        "traceId": "t-1",
        "name": "n",
        "value": chance.choice([*_VALUES, "accepted", 1, 0, "signed"]),
        "dataType": chance.choice(["CORRECTION", "BOOLEAN", "NUMERIC", "CATEGORICAL", None, 7]),
        "metadata": chance.choice(
            [{"clinician": "c-1"}, {"clinician": "c-1", "highest": 5}, [], None, {"clinician": {}}]
        ),
    }


def _damage(chance: random.Random, content: bytes) -> bytes:
    begin = chance.randrange(len(content) + 1)
    end = min(len(content), begin + chance.randrange(20))
    return content[:begin] + chance.choice([b"", chance.choice(_TOKENS), content[begin:end] * 2]) + content[end:]
