"""What a running service works with, and what every door does: admit a sender, read its body, store what it sent."""

import asyncio
import base64
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, Any, TypeVar, cast

from fastapi import Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from medpref_dagster.audit.entries import AuditError, name_token
from medpref_dagster.audit.log import AuditLog
from medpref_dagster.capture.journal import Arrival, Journal, Outcome
from medpref_dagster.capture.limits import BATCH_EVENTS, BodyError, Limits, RateLimit, read_body
from medpref_dagster.capture.metrics import Metrics
from medpref_dagster.capture.tokens import Token, TokenBook, UnknownTokenError

Answer = TypeVar("Answer")

_BEARER = HTTPBearer(auto_error=False, description="A token of `medpref tokens create`")
"""For the OpenAPI page; the header itself is read here, because Langfuse's clients send another."""
DOCUMENTED_TOKEN: dict[str, Any] = {"security": [{_BEARER.scheme_name: []}]}
"""The same for routes that are called thousands of times a second, and admit senders themselves."""
_NO_TOKEN = "no token was sent: Authorization must be Bearer and a token"  # noqa: S105
_ASKING = {"WWW-Authenticate": "Bearer"}
_LARGE_BYTES = 64 << 10
"""A body above this is parsed beside the loop that serves the others."""


@dataclass(frozen=True)
class Service:
    """One service's parts."""

    journal: Journal
    tokens: TokenBook
    limits: Limits
    rate: RateLimit
    metrics: Metrics
    now: Callable[[], datetime]
    future_tolerance: timedelta
    audit: AuditLog | None = None
    """Where it is noted who administered tokens and who read events; None outside of a project."""


class RefusedError(Exception):
    """A request that is refused whole: status, reason, and a message without any of its text."""

    def __init__(self, status: int, reason: str, message: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(message)
        self.status, self.reason, self.headers = status, reason, headers or {}


def get_service(request: Request) -> Service:
    """The service that a request came to."""
    return cast(Service, request.app.state.service)


async def admit(request: Request, scope: str) -> Token:
    """The sender's token, if it has this scope.

    Raises
    ------
    RefusedError
        401 without a token that holds, 403 for one of other scopes, 429 where it has sent too much.
    """
    service = get_service(request)
    secret = _read_secret(request.headers.get("authorization", ""))
    if not secret:
        raise RefusedError(401, "unauthorized", _NO_TOKEN, _ASKING)
    try:
        check = service.tokens.check
        token = check(secret) if service.tokens.is_fresh() else await run_in_threadpool(check, secret)
    except UnknownTokenError as error:
        raise RefusedError(401, "unauthorized", str(error), _ASKING) from None
    if scope not in token.scopes:
        raise RefusedError(403, "other_scope", f"the token lacks the scope {scope}")
    wait = service.rate.seconds_to_wait(token.id)
    if wait > 0:
        raise RefusedError(
            429, "too_many_events", "the token has sent more events than its rate allows", _retry_after(wait)
        )
    return token


def require(scope: str) -> Callable[..., Awaitable[None]]:
    """`admit` as a dependency of a router."""

    async def require_scope(
        request: Request,
        shown: Annotated[HTTPAuthorizationCredentials | None, Security(_BEARER)],  # noqa: ARG001 - see _BEARER
    ) -> None:
        request.state.token = await admit(request, scope)

    return require_scope


async def note(request: Request, action: str, subject: str, why: str, **details: Any) -> None:
    """Note in the audit log what the sender of an admitted request does, before it is answered.

    Raises
    ------
    RefusedError
        503 where it cannot be noted.
    """
    audit, token = get_service(request).audit, cast(Token, request.state.token)
    if audit is None:
        return
    try:
        await run_in_threadpool(audit.append, action, subject, why, name_token(f"{token.id} {token.name}"), details)
    except AuditError as error:
        raise RefusedError(503, "not_audited", str(error)) from None


async def receive(request: Request) -> bytes:
    """A request's body, unpacked and within the limits.

    Raises
    ------
    RefusedError
        400, 413 or 415.
    """
    headers = request.headers
    try:
        return await read_body(
            request.stream(),
            headers.get("content-encoding", "").strip().lower(),
            headers.get("content-length"),
            get_service(request).limits,
        )
    except BodyError as error:
        raise RefusedError(error.status, error.reason, str(error)) from None


def require_content_type(request: Request, *accepted: str) -> str:
    """What the body says that it is.

    Raises
    ------
    RefusedError
        415 for another than those accepted.
    """
    found = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if found not in accepted:
        raise RefusedError(415, "unknown_content_type", f"the Content-Type must be {' or '.join(accepted)}")
    return found


async def work_out(size: int, function: Callable[[], Answer]) -> Answer:
    """Call a function, beside the loop where there is much to do."""
    return await run_in_threadpool(function) if size > _LARGE_BYTES else function()


async def store(request: Request, arrivals: Sequence[Arrival], door: str, token: Token) -> list[Outcome]:
    """Store arrivals and say what became of each, once all of it is on the disk.

    Raises
    ------
    RefusedError
        413 for more events than one request may have.
    medpref_dagster.capture.database.DatabaseError
        If they could not be stored.
    """
    service = get_service(request)
    if len(arrivals) > BATCH_EVENTS:
        raise RefusedError(
            413, "too_many_events", f"more than {BATCH_EVENTS} events in one request: send fewer at once"
        )
    if not arrivals:
        return []
    service.rate.charge(token.id, len(arrivals))
    outcomes = await asyncio.wrap_future(service.journal.submit(arrivals, door, token.name))
    for outcome in outcomes:
        service.metrics.events.labels(door, outcome.status).inc()
    return outcomes


def _retry_after(seconds: float) -> dict[str, str]:
    return {"Retry-After": str(max(1, round(seconds)))}


def _read_secret(header: str) -> str:
    """The token of `Bearer <token>`; or the password of `Basic`, which is how Langfuse's clients send one."""
    kind, _, value = header.partition(" ")
    if kind.lower() == "bearer":
        return value.strip()
    if kind.lower() == "basic":
        try:
            return base64.b64decode(value, validate=True).decode().partition(":")[2]
        except ValueError:  # no base64, no ASCII, no UTF-8
            return ""
    return ""
