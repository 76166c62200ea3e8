"""`/v1/tokens`: who may send, read or administer."""

from datetime import timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path
from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from medpref_dagster.audit.actions import TOKEN_CREATED, TOKEN_REVOKED
from medpref_dagster.capture.routes.refusals import document_refusals
from medpref_dagster.capture.service import RefusedError, get_service, note, require
from medpref_dagster.capture.tokens import Token, TokenError, create_token, list_tokens, revoke_token

router = APIRouter(
    tags=["tokens"],
    dependencies=[Depends(require("administer"))],
    responses=document_refusals(400, 401, 403, 422, 429, 503, 507),
)


class NewToken(BaseModel):
    """What a token shall be."""

    model_config = ConfigDict(extra="forbid", strict=True)

    name: str = Field(min_length=1, max_length=200)
    scopes: list[str] = Field(min_length=1, max_length=3)
    days: int | None = Field(default=None, ge=1, le=36_500, description="after so many days it expires")


@router.get("/v1/tokens", summary="All tokens, without their secrets")
async def show_tokens(request: Request) -> dict[str, Any]:
    """Also those that were revoked or have expired."""
    found = await run_in_threadpool(list_tokens, get_service(request).journal.engine)
    return {"tokens": [_describe(item) for item in found]}


@router.post("/v1/tokens", summary="A new token; its secret is shown this once", status_code=201)
async def make_token(request: Request, new: NewToken) -> dict[str, Any]:
    """The scopes are some of send, read, administer."""
    service = get_service(request)
    lifetime = None if new.days is None else timedelta(days=new.days)
    try:
        made, secret = await run_in_threadpool(
            create_token, service.journal.engine, new.name, new.scopes, service.now(), lifetime
        )
    except TokenError as error:
        raise RefusedError(422, "malformed_token", str(error)) from None
    await note(request, TOKEN_CREATED, f"token {made.id}", "POST /v1/tokens", scopes=list(made.scopes), days=new.days)
    return {"token": _describe(made), "secret": secret}


@router.delete("/v1/tokens/{identifier}", summary="Let a token hold no longer", responses=document_refusals(404))
async def end_token(request: Request, identifier: Annotated[str, Path(pattern=r"^[0-9a-f]{12}$")]) -> dict[str, str]:
    """Every process of the service refuses it after a second."""
    service = get_service(request)
    try:
        await run_in_threadpool(revoke_token, service.journal.engine, identifier, service.now())
    except TokenError as error:
        raise RefusedError(404, "unknown_token", str(error)) from None
    await run_in_threadpool(service.tokens.refresh)
    await note(request, TOKEN_REVOKED, f"token {identifier}", "DELETE /v1/tokens")
    return {"status": "revoked"}


def _describe(token: Token) -> dict[str, Any]:
    return {name: value for name, value in token.__dict__.items() if name != "hash"}
