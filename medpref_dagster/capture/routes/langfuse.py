"""`POST /api/public/scores`: a score in Langfuse's shape, CORRECTION included, as a reaction.

| score | reaction |
| --- | --- |
| `CORRECTION`, its value a text | edited |
| `BOOLEAN` | thumb |
| `CATEGORICAL`: accepted, rejected, regenerated, thumb_up, thumb_down | that |
| `NUMERIC` with `metadata.highest` | rated |

The generation is `observationId`, else `traceId`; the clinician is `metadata.clinician`.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, cast

from fastapi import APIRouter
from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import JSONResponse

from medpref_dagster.capture.journal import Arrival, make_arrival, make_refusal
from medpref_dagster.capture.routes.events import EventAnswer, describe_outcome
from medpref_dagster.capture.routes.refusals import document_refusals
from medpref_dagster.capture.service import (
    DOCUMENTED_TOKEN,
    admit,
    get_service,
    receive,
    require_content_type,
    store,
    work_out,
)
from medpref_dagster.feedback.events import SCHEMA_VERSION
from medpref_dagster.feedback.labels import LABELS, add_reason, read_rating
from medpref_dagster.feedback.parsing import EventError, load_json, parse_event
from medpref_dagster.hashing import content_key

DOOR = "langfuse"
_STATUSES = {"stored": 200, "duplicate": 200, "conflict": 409, "refused": 422}
_TRUTHS: dict[object, bool] = {1: True, 0: False, "True": True, "False": False, "true": True, "false": False}

router = APIRouter(tags=["Langfuse"])


class ScoreAnswer(BaseModel):
    """The score's id, as Langfuse answers."""

    id: str


_SCORE: dict[str, Any] = {
    "type": "object",
    "required": ["name", "value"],
    "properties": {
        "id": {"type": "string"},
        "traceId": {"type": "string"},
        "observationId": {"type": "string"},
        "name": {"type": "string"},
        "value": {},
        "dataType": {"enum": ["NUMERIC", "BOOLEAN", "CATEGORICAL", "CORRECTION"]},
        "comment": {"type": "string"},
        "metadata": {"type": "object"},
    },
}


@router.post(
    "/api/public/scores",
    summary="A score in Langfuse's shape",
    response_model=ScoreAnswer,
    responses={
        **document_refusals(400, 401, 403, 413, 415, 429, 503, 507),
        409: {"model": EventAnswer, "description": "Another score is stored under its id: no score is changed"},
        422: {"model": EventAnswer, "description": "It is refused, and kept in the quarantine"},
    },
    openapi_extra=DOCUMENTED_TOKEN
    | {"requestBody": {"required": True, "content": {"application/json": {"schema": _SCORE}}}},
)
async def take_score(request: Request) -> JSONResponse:
    """Bearer, or Basic with the token as its password, as Langfuse's clients send it."""
    token = await admit(request, "send")
    require_content_type(request, "application/json")
    body = await receive(request)
    service = get_service(request)
    arrival = await work_out(len(body), lambda: read_score(body, service.now(), service.future_tolerance))
    [outcome] = await store(request, [arrival], DOOR, token)
    if outcome.reason is None:
        # Of a score about who was forgotten nothing is kept, and nothing is said but the sender's own id.
        return JSONResponse({"id": outcome.event_id or arrival.event_id})
    return JSONResponse(describe_outcome(outcome), _STATUSES[outcome.status])


def read_score(body: bytes, now: datetime, tolerance: timedelta) -> Arrival:
    """A score's arrival, or what could not be taken, for the quarantine.

    Raises
    ------
    EventError
        If the body is no JSON.
    """
    loaded = load_json(body)
    try:
        if not isinstance(loaded, dict):
            raise EventError("wrong_type", "a score must be a JSON object")
        score = cast("dict[str, Any]", loaded)
        event = _read_event(score, now)
        arrival = make_arrival(parse_event(event, now, tolerance))
        # A score has no time, so that the same one would be another event when it is sent again.
        return arrival if "time_signed" in _get_metadata(score) else replace(arrival, hash=_hash(score))
    except EventError as error:
        return make_refusal(loaded, error.reason, str(error))


def _read_event(score: dict[str, Any], now: datetime) -> dict[str, Any]:
    metadata = _get_metadata(score)
    event = {
        "kind": "reaction",
        "schema_version": SCHEMA_VERSION,
        "id": score.get("id"),
        "generation": score.get("observationId") or score.get("traceId"),
        "clinician": metadata.get("clinician"),
        "time_shown": metadata.get("time_shown"),
        "time_signed": metadata.get("time_signed") or now.isoformat(),
        "reaction": _read_reaction(score, metadata),
    }
    if event["id"] is None:
        event["id"] = f"langfuse-{_hash(score)[:40]}"
    return {name: value for name, value in event.items() if value is not None}


def _read_reaction(score: dict[str, Any], metadata: dict[str, Any]) -> dict[str, Any]:
    value = score.get("value")
    kind = score.get("dataType") or ("CATEGORICAL" if isinstance(value, str) else "NUMERIC")
    if kind == "CORRECTION":
        return {"kind": "edited", "text": value}
    if kind == "NUMERIC":
        return read_rating(value, metadata.get("highest"), "metadata.highest")
    done: dict[str, Any] | None = None
    if kind == "BOOLEAN" and isinstance(value, str | int | float) and value in _TRUTHS:
        done = {"kind": "thumb", "up": _TRUTHS[value]}
    if kind == "CATEGORICAL" and isinstance(value, str):
        done = LABELS.get(value)
    if done is None:
        raise EventError(
            "unknown_reaction",
            f"dataType and value: CORRECTION with a text, BOOLEAN, NUMERIC with metadata.highest, or CATEGORICAL with "
            f"one of {', '.join(LABELS)}",
        )
    return add_reason(done, score.get("comment"))


def _hash(score: dict[str, Any]) -> str:
    try:
        return content_key(score=score)
    except UnicodeEncodeError:
        raise EventError("half_character", "the score has half a character") from None


def _get_metadata(score: dict[str, Any]) -> dict[str, Any]:
    metadata = score.get("metadata")
    return cast("dict[str, Any]", metadata) if isinstance(metadata, dict) else {}
