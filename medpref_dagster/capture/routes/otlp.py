"""`POST /v1/logs` and `/v1/traces`: OTLP over HTTP, for products with a stock OpenTelemetry exporter."""

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

from fastapi import APIRouter
from google.protobuf.json_format import MessageToDict
from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsPartialSuccess, ExportLogsServiceResponse
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import (
    ExportTracePartialSuccess,
    ExportTraceServiceResponse,
)
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from medpref_dagster.capture.journal import Arrival, Outcome, make_arrival, make_refusal
from medpref_dagster.capture.otlp_events import is_feedback, read_record
from medpref_dagster.capture.otlp_records import Record, Signal, read_json, read_protobuf
from medpref_dagster.capture.routes.refusals import PROTOBUF, document_refusals
from medpref_dagster.capture.service import (
    DOCUMENTED_TOKEN,
    admit,
    get_service,
    receive,
    require_content_type,
    store,
    work_out,
)
from medpref_dagster.feedback.parsing import EventError, parse_event

DOOR = "otlp"
_JSON = "application/json"
_BODY: dict[str, Any] = DOCUMENTED_TOKEN | {
    "requestBody": {
        "required": True,
        "content": {
            _JSON: {"schema": {"type": "object"}},
            PROTOBUF: {"schema": {"type": "string", "format": "binary"}},
        },
    }
}

router = APIRouter(tags=["OpenTelemetry"], responses=document_refusals(400, 401, 403, 413, 415, 429, 503))

_ANSWERS: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "What is feedback is on the disk; `partialSuccess` counts what is in the quarantine",
        "content": {_JSON: {"schema": {"type": "object"}}, PROTOBUF: {}},
    }
}


@router.post("/v1/logs", summary="Log records", response_class=Response, responses=_ANSWERS, openapi_extra=_BODY)
async def take_logs(request: Request) -> Response:
    """Events `gen_ai.client.inference.operation.details` and `gen_ai.evaluation.result`; all else is left alone."""
    return await _take(request, "logs")


@router.post("/v1/traces", summary="Spans", response_class=Response, responses=_ANSWERS, openapi_extra=_BODY)
async def take_traces(request: Request) -> Response:
    """Spans with `gen_ai.output.messages`, and the events of spans as in logs; all else is left alone."""
    return await _take(request, "traces")


def read_records(
    body: bytes, content_type: str, signal: Signal, now: datetime, tolerance: timedelta
) -> tuple[list[Arrival], int]:
    """The arrivals of a body, and how many of its records are no feedback.

    Raises
    ------
    EventError
        If the body is no OTLP.
    """
    records = (read_json if content_type == _JSON else read_protobuf)(body, signal)
    ours = [record for record in records if is_feedback(record)]
    return [_read(record, now, tolerance) for record in ours], len(records) - len(ours)


async def _take(request: Request, signal: Signal) -> Response:
    token = await admit(request, "send")
    content_type = require_content_type(request, PROTOBUF, _JSON)
    body = await receive(request)
    service = get_service(request)
    arrivals, left_alone = await work_out(
        len(body), lambda: read_records(body, content_type, signal, service.now(), service.future_tolerance)
    )
    outcomes = await store(request, arrivals, DOOR, token)
    service.metrics.events.labels(DOOR, "left alone").inc(left_alone)
    answer = _answer(signal, outcomes)
    if content_type == _JSON:
        return JSONResponse(MessageToDict(answer))
    return Response(answer.SerializeToString(), media_type=PROTOBUF)


def _read(record: Record, now: datetime, tolerance: timedelta) -> Arrival:
    try:
        return make_arrival(parse_event(read_record(record), now, tolerance))
    except EventError as error:
        return make_refusal(record.original, error.reason, str(error))


def _answer(signal: Signal, outcomes: list[Outcome]) -> Any:
    quarantined = [outcome for outcome in outcomes if outcome.reason is not None]
    if not quarantined:
        return ExportLogsServiceResponse() if signal == "logs" else ExportTraceServiceResponse()
    reasons = Counter(f"{outcome.reason} ({outcome.message})" for outcome in quarantined)
    message = f"in the quarantine: {'; '.join(f'{count} x {reason}' for reason, count in reasons.most_common(5))}"
    if signal == "logs":
        part = ExportLogsPartialSuccess(rejected_log_records=len(quarantined), error_message=message)
        return ExportLogsServiceResponse(partial_success=part)
    spans = ExportTracePartialSuccess(rejected_spans=len(quarantined), error_message=message)
    return ExportTraceServiceResponse(partial_success=spans)
