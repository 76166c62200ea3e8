"""The service put together: its doors, its health, and what is said of an error. No answer and no log quotes a text."""

import logging
import traceback
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from prometheus_client import CONTENT_TYPE_LATEST
from sqlalchemy import Engine
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from medpref_dagster.audit.log import AuditLog
from medpref_dagster.capture.database import DatabaseError
from medpref_dagster.capture.journal import Journal
from medpref_dagster.capture.limits import Limits, RateLimit
from medpref_dagster.capture.metrics import Metrics
from medpref_dagster.capture.routes import administration, events, langfuse, otlp, reading
from medpref_dagster.capture.routes.refusals import answer_refusal
from medpref_dagster.capture.service import RefusedError, Service, get_service
from medpref_dagster.capture.tokens import TokenBook
from medpref_dagster.feedback.events import FUTURE_TOLERANCE
from medpref_dagster.feedback.parsing import EventError

logger = logging.getLogger(__name__)

_DESCRIPTION = """Events of what models wrote and what clinicians did with it. An answer of 200 means: it is on
the disk. Send a delivery that failed with 429, 500, 503 or 507 again: what was stored is known by its id."""


def _read_clock() -> datetime:
    return datetime.now(UTC)


def create_app(
    engine: Engine,
    limits: Limits | None = None,
    *,
    now: Callable[[], datetime] = _read_clock,
    future_tolerance: timedelta = FUTURE_TOLERANCE,
    audit: AuditLog | None = None,
) -> FastAPI:
    """The service on a database that `open_database` gave. The app's end closes both.

    In `audit` it notes who administered tokens and who read events.
    """
    limits = limits or Limits()
    metrics = Metrics()
    service = Service(
        Journal(engine, now, metrics.observe_group),
        TokenBook(engine, now),
        limits,
        RateLimit(limits.events_per_second),
        metrics,
        now,
        future_tolerance,
        audit,
    )

    @asynccontextmanager
    async def run(_: FastAPI) -> AsyncGenerator[None]:
        yield
        await run_in_threadpool(service.journal.close)
        engine.dispose()

    app = FastAPI(
        title="medpref capture",
        version=version("medpref-dagster"),
        description=_DESCRIPTION,
        lifespan=run,
        redirect_slashes=False,
        # What it would tell of each request is in `metrics`; and nothing of it shall go where others collect traces.
        telemetry={"tracing": False, "metrics": False, "logs": False},
    )
    app.state.service = service
    for routes in (events, otlp, langfuse, reading, administration):
        app.include_router(routes.router)
    _add_health(app)
    _add_refusals(app)
    # Events are read from the body as it came, so that their schema is not found by itself.
    app.openapi()["components"]["schemas"] |= events.SCHEMA["$defs"]
    app.add_middleware(ShortWay)
    app.add_middleware(HideTexts)
    return app


class ShortWay:
    """Requests for `POST /v1/events` straight to it: what a framework does for any route costs as much as the event.

    The same function answers as on the long way, and the same refusals; the route is on the OpenAPI page.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """As ASGI has it."""
        if scope["type"] != "http" or scope["path"] != events.PATH or scope["method"] != "POST":
            await self.app(scope, receive, send)
            return
        request = Request(scope, receive)
        try:
            answer = await events.take_events(request)
        except _REFUSING as error:
            answer = _refuse(request, error)
        await answer(scope, receive, send)


class HideTexts:
    """The outermost layer: an error that nobody foresaw is answered with 500, and logged by its type and place alone.

    A traceback's message may quote a patient's text.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """As ASGI has it."""
        started = False

        async def watch(message: Any) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self.app(scope, receive, watch)
        except ClientDisconnect:
            return
        except Exception as error:
            if scope["type"] != "http":
                raise
            place = traceback.extract_tb(error.__traceback__)[-1]
            logger.error("%s at %s:%s", type(error).__name__, Path(place.filename).name, place.lineno)
            if not started:
                refusal = RefusedError(500, "internal", "an error that nobody foresaw; it is in the service's log")
                await answer_refusal(Request(scope), refusal)(scope, receive, send)


def _add_health(app: FastAPI) -> None:
    @app.get("/healthz", tags=["health"], summary="The process is there")
    async def say_alive() -> dict[str, str]:  # pyright: ignore[reportUnusedFunction]
        return {"status": "alive"}

    @app.get(
        "/readyz",
        tags=["health"],
        summary="The database can be written",
        responses={
            503: {"description": "It cannot; the reason is in the body"},
            507: {"description": "Its disk is full"},
        },
    )
    async def say_ready(request: Request) -> dict[str, str]:  # pyright: ignore[reportUnusedFunction]
        await run_in_threadpool(get_service(request).journal.check_writable)
        return {"status": "ready"}

    @app.get("/metrics", tags=["health"], summary="Counts and times for Prometheus", response_class=Response)
    async def write_metrics(request: Request) -> Response:  # pyright: ignore[reportUnusedFunction]
        return Response(get_service(request).metrics.write(), media_type=CONTENT_TYPE_LATEST)


_REFUSING = (RefusedError, DatabaseError, EventError, RequestValidationError, HTTPException)
"""Errors that are answers."""


def _add_refusals(app: FastAPI) -> None:
    for kind in _REFUSING:
        app.add_exception_handler(kind, _refuse)


def _refuse(request: Request, error: Exception) -> Response:
    refusal = _name_refusal(error)
    get_service(request).metrics.refusals.labels(refusal.reason).inc()
    return answer_refusal(request, refusal)


def _name_refusal(error: Exception) -> RefusedError:
    if isinstance(error, RefusedError):
        return error
    if isinstance(error, DatabaseError):
        status = 507 if error.kind == "full" else 503
        logger.error("%s", error)
        return RefusedError(status, f"database_{error.kind}", str(error), {"Retry-After": "1"})
    if isinstance(error, EventError):
        return RefusedError(400, error.reason, str(error))
    if isinstance(error, RequestValidationError):
        found = error.errors()[0]
        # Of what is wrong only the place is said: the input stands in the rest.
        where = ".".join(
            str(part) for part in found["loc"] if part in ("body", "query", "path") or isinstance(part, int)
        )
        return RefusedError(422, "malformed_request", f"{where}: {found['type']}; see /docs")
    if isinstance(error, HTTPException):
        return RefusedError(error.status_code, "http", str(error.detail), dict(error.headers or {}))
    raise error
