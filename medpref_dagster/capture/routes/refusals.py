"""How a refusal is answered: as JSON, and to who speaks OTLP in protobuf as its `Status`."""

from typing import Any

from google.rpc.status_pb2 import Status  # pyright: ignore[reportAttributeAccessIssue]
from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from medpref_dagster.capture.service import RefusedError

PROTOBUF = "application/x-protobuf"
OTLP_PATHS = ("/v1/traces", "/v1/logs")


class Refusal(BaseModel):
    """Why a request was refused whole."""

    reason: str
    message: str


class RefusalBody(BaseModel):
    """The body of every answer that refuses a request whole."""

    error: Refusal


def document_refusals(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """For the OpenAPI page."""
    return {status: {"model": RefusalBody, "description": _MEANINGS[status]} for status in statuses}


def answer_refusal(request: Request, refusal: RefusedError) -> Response:
    """The answer to a request that is refused whole."""
    status, message = refusal.status, str(refusal)
    if request.url.path in OTLP_PATHS:
        # An exporter sends again on 429, 502, 503 and 504, and drops what was refused with anything else.
        status = 503 if status in (500, 507) else status
        if request.headers.get("content-type", "").startswith(PROTOBUF):
            body = Status(message=f"{refusal.reason}: {message}").SerializeToString()
            return Response(body, status, refusal.headers, media_type=PROTOBUF)
    body = RefusalBody(error=Refusal(reason=refusal.reason, message=message))
    return JSONResponse(body.model_dump(), status, refusal.headers)


_MEANINGS = {
    400: "No JSON, no protobuf, no gzip",
    401: "No token, or one that is wrong, revoked or expired",
    403: "A token without the scope",
    404: "There is none",
    409: "Another event is stored under this id; this one is in the quarantine",
    413: "Larger than the limits",
    415: "Another type or packing of the body",
    422: "Not what it must be",
    429: "More events than the token's rate allows",
    503: "Not stored: send again",
    507: "Not stored, the disk is full: send again",
}
