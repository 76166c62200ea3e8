"""`GET /v1/stored` and `/v1/quarantine`: what was stored, in the order in which it was."""

import json
from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from medpref_dagster.audit.actions import EVENTS_READ, QUARANTINE_READ
from medpref_dagster.capture.routes.refusals import document_refusals
from medpref_dagster.capture.service import get_service, note, require

router = APIRouter(
    tags=["reading"],
    dependencies=[Depends(require("read"))],
    responses=document_refusals(401, 403, 422, 429, 503, 507),
)

After = Annotated[int, Query(ge=0, lt=2**63, description="the last `next` that you were given")]
Limit = Annotated[int, Query(ge=1, le=10_000)]


@router.get(
    "/v1/stored",
    response_model=dict[str, Any],
    summary="Events behind a place, in the order in which they were stored",
)
async def read_stored(request: Request, after: After = 0, limit: Limit = 1000) -> Response:
    """Ask again with `next` until there are none."""
    return await _read(request, get_service(request).journal.read_events, EVENTS_READ, after, limit)


@router.get("/v1/quarantine", response_model=dict[str, Any], summary="What could not be taken, with its reason")
async def read_quarantine(request: Request, after: After = 0, limit: Limit = 1000) -> Response:
    """Ask again with `next` until there are none."""
    return await _read(request, get_service(request).journal.read_quarantine, QUARANTINE_READ, after, limit)


async def _read(
    request: Request, read: Callable[[int, int], list[dict[str, Any]]], action: str, after: int, limit: int
) -> Response:
    rows = await run_in_threadpool(read, after, limit)
    if rows:
        first, last = rows[0]["sequence"], rows[-1]["sequence"]
        await note(request, action, f"sequence {first} to {last}", "read over the service", rows=len(rows))
    answer = {
        "rows": [row | {"content": json.loads(row["content"])} for row in rows],
        "next": rows[-1]["sequence"] if rows else after,
    }
    # In ASCII, as the quarantine is kept: half a character has no UTF-8, and must not hide the rows beside it.
    return Response(json.dumps(answer, separators=(",", ":")), media_type="application/json")
