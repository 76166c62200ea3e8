"""`POST /v1/events`: our own events, one or a batch, with an answer for each."""

from datetime import datetime, timedelta
from typing import Any, Literal, cast

from fastapi import APIRouter
from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import JSONResponse

from medpref_dagster.capture.journal import Arrival, Outcome, make_arrival, make_refusal
from medpref_dagster.capture.limits import BATCH_EVENTS
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
from medpref_dagster.feedback.events import describe_schema
from medpref_dagster.feedback.parsing import EventError, load_json, parse_event

DOOR = "events"
PATH = "/v1/events"
_STATUSES = {"stored": 200, "duplicate": 200, "forgotten": 200, "conflict": 409, "refused": 422}

router = APIRouter(tags=["events"])


class EventAnswer(BaseModel):
    """What became of one event."""

    status: Literal["stored", "duplicate", "conflict", "refused", "forgotten"]
    id: str | None
    reason: str | None = None
    message: str | None = None


class BatchAnswer(BaseModel):
    """What became of each event, in order."""

    results: list[EventAnswer]


SCHEMA = describe_schema("#/components/schemas/{model}")
"""The event's, for the OpenAPI page; what stands under `$defs` belongs to its components."""
_EVENT = {name: value for name, value in SCHEMA.items() if name != "$defs"}
_ONE_OR_MANY: dict[str, Any] = {"anyOf": [_EVENT, {"type": "array", "items": _EVENT, "maxItems": BATCH_EVENTS}]}


@router.post(
    PATH,
    summary="Store one event or a batch (an array)",
    response_model=EventAnswer | BatchAnswer,
    responses={
        **document_refusals(400, 401, 403, 413, 415, 429, 503, 507),
        409: {"model": EventAnswer, "description": "One event: another is stored under its id"},
        422: {"model": EventAnswer, "description": "One event: it is refused, and kept in the quarantine"},
    },
    openapi_extra=DOCUMENTED_TOKEN
    | {"requestBody": {"required": True, "content": {"application/json": {"schema": _ONE_OR_MANY}}}},
)
async def take_events(request: Request) -> JSONResponse:
    """An event that was `stored` or is a `duplicate` is on the disk. A `conflict` and what was `refused` are in the
    quarantine with their reason. What is about a patient who was `forgotten` is kept nowhere. A batch is answered with
    200, whatever became of its events."""
    token = await admit(request, "send")
    require_content_type(request, "application/json")
    body = await receive(request)
    service = get_service(request)
    one, arrivals = await work_out(len(body), lambda: read_events(body, service.now(), service.future_tolerance))
    outcomes = await store(request, arrivals, DOOR, token)
    if one:
        return JSONResponse(describe_outcome(outcomes[0]), _STATUSES[outcomes[0].status])
    return JSONResponse({"results": [describe_outcome(outcome) for outcome in outcomes]})


def read_events(body: bytes, now: datetime, tolerance: timedelta) -> tuple[bool, list[Arrival]]:
    """Whether a body is one event, and its arrivals.

    Raises
    ------
    EventError
        If it is no JSON.
    """
    loaded = load_json(body)
    records = cast(list[object], loaded) if isinstance(loaded, list) else [loaded]
    return not isinstance(loaded, list), [read_event(record, now, tolerance) for record in records]


def read_event(record: object, now: datetime, tolerance: timedelta) -> Arrival:
    """An event, or what could not be taken, for the quarantine."""
    try:
        return make_arrival(parse_event(record, now, tolerance))
    except EventError as error:
        return make_refusal(record, error.reason, str(error))


def describe_outcome(outcome: Outcome) -> dict[str, str | None]:
    """An outcome as an answer has it."""
    answer: dict[str, str | None] = {"status": outcome.status, "id": outcome.event_id}
    if outcome.reason is not None:
        answer |= {"reason": outcome.reason, "message": outcome.message}
    return answer
