"""`medpref capture`: the service that products send events to. `medpref tokens`: who may."""

import logging
import math
from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import click

from medpref_dagster.cli.audited import find_audit_log, note

if TYPE_CHECKING:
    from sqlalchemy import Engine

_LOOPBACK = ("127.0.0.1", "::1", "localhost")

_database = click.option(
    "--database",
    envvar="MEDPREF_CAPTURE_DATABASE",
    default="sqlite:///.medpref/capture.sqlite",
    show_default=True,
    help="sqlite:///FILE or postgresql://USER@HOST/NAME. A URL with a password belongs into MEDPREF_CAPTURE_DATABASE.",
)


def _require_finite(_context: click.Context, _option: click.Parameter, given: float) -> float:
    """Not nan, which is below no least, and would let everything pass."""
    if not math.isfinite(given):
        raise click.BadParameter(f"{given} is no number")
    return given


@click.command()
@_database
@click.option("--port", type=click.IntRange(0, 65_535), default=4318, show_default=True, help="OTLP's own by default.")
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="Another than this machine alone: see the docs on TLS."
)
@click.option(
    "--max-body", type=click.IntRange(min=1024), default=16 << 20, show_default=True, help="Bytes of a request."
)
@click.option(
    "--rate",
    type=click.FloatRange(min=1),
    callback=_require_finite,
    default=5000.0,
    show_default=True,
    help="Events a second of a token.",
)
@click.option(
    "--future-tolerance",
    type=click.IntRange(0, 366 * 86_400),
    default=300,
    show_default=True,
    help="Seconds that a sender's clock may be ahead.",
)
def capture(database: str, port: int, host: str, max_body: int, rate: float, future_tolerance: int) -> None:
    """Take events from products: what a model wrote, and what a clinician did with it.

    An event that was answered with 200 is on the disk. `medpref tokens create` makes the token that a product needs.
    """
    import uvicorn

    from medpref_dagster.capture.app import create_app
    from medpref_dagster.capture.connections import BoundedHeads
    from medpref_dagster.capture.limits import Limits

    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("alembic").setLevel(logging.WARNING)
    with _open(database) as engine:
        app = create_app(
            engine,
            Limits(max_body, rate),
            future_tolerance=timedelta(seconds=future_tolerance),
            audit=find_audit_log(),
        )
        if host not in _LOOPBACK:
            click.echo(
                f"listening on {host} without TLS: put a proxy before it, see docs/capture-feedback.md", err=True
            )
        # An access log would hold the ids in paths, and costs more than the request.
        uvicorn.run(
            app,
            host=host,
            port=port,
            http=BoundedHeads,
            access_log=False,
            log_level="info",
            timeout_graceful_shutdown=10,
        )


@click.group()
def tokens() -> None:
    """Tokens of those who may send events, read them, or administer."""


@tokens.command("create")
@click.argument("name")
@click.option(
    "--scope",
    "scopes",
    multiple=True,
    type=click.Choice(["send", "read", "administer"]),
    default=["send"],
    show_default=True,
)
@click.option(
    "--days", type=click.IntRange(1, 36_500), default=None, help="It expires after so many days; never without."
)
@_database
def create(name: str, scopes: tuple[str, ...], days: int | None, database: str) -> None:
    """Make a token for NAME and print its secret, which is kept nowhere."""
    from medpref_dagster.audit.actions import TOKEN_CREATED
    from medpref_dagster.capture.tokens import TokenError, create_token

    with _open(database) as engine:
        try:
            token, secret = create_token(
                engine, name, scopes, datetime.now(UTC), None if days is None else timedelta(days=days)
            )
        except TokenError as error:
            raise click.ClickException(str(error)) from None
    # Before the secret is shown: a token that is noted nowhere is of no use to anybody.
    note(find_audit_log(), TOKEN_CREATED, f"token {token.id}", f"for {name}", scopes=list(token.scopes), days=days)
    click.echo(f"token {token.id} of {name}, to {' and '.join(token.scopes)}; it is shown this once:", err=True)
    click.echo(secret)


@tokens.command("list")
@_database
def show(database: str) -> None:
    """All tokens: id, scopes, since and until when, name."""
    from medpref_dagster.capture.tokens import list_tokens

    with _open(database) as engine:
        for token in list_tokens(engine):
            until = "revoked" if token.revoked_us is not None else _write_day(token.expires_us)
            click.echo(
                f"{token.id}  {','.join(token.scopes):<20}  {_write_day(token.created_us)}  {until:<10}  {token.name}"
            )


@tokens.command("revoke")
@click.argument("identifier", metavar="ID")
@_database
def revoke(identifier: str, database: str) -> None:
    """Let the token of this ID hold no longer; running services refuse it after a second."""
    from medpref_dagster.audit.actions import TOKEN_REVOKED
    from medpref_dagster.capture.tokens import TokenError, revoke_token

    with _open(database) as engine:
        try:
            revoke_token(engine, identifier, datetime.now(UTC))
        except TokenError as error:
            raise click.ClickException(str(error)) from None
    note(find_audit_log(), TOKEN_REVOKED, f"token {identifier}", "medpref tokens revoke")
    click.echo(f"token {identifier} is revoked")


@contextmanager
def _open(database: str) -> "Generator[Engine]":
    from medpref_dagster.capture.database import DatabaseError, open_database

    try:
        engine = open_database(database)
        try:
            yield engine
        finally:
            engine.dispose()
    except DatabaseError as error:
        raise click.ClickException(str(error)) from None


def _write_day(microseconds: int | None) -> str:
    return "forever" if microseconds is None else f"{datetime.fromtimestamp(microseconds / 1e6, UTC):%Y-%m-%d}"
