"""Bearer tokens: 256 random bits, of which the database holds only the sha256; with scopes, expiring, revocable.

A hash without salt or stretching is enough for a secret that nobody chose: there is nothing to guess.
"""

import hashlib
import hmac
import secrets
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine, insert, select, update

from medpref_dagster.capture.database import TOKENS, begin_reading, begin_writing, name_failures
from medpref_dagster.capture.journal import to_microseconds

SCOPES = ("send", "read", "administer")
_PREFIX = "medpref"
_FRESH_SECONDS = 1.0
"""A token that was revoked elsewhere is refused after so long."""


class TokenError(Exception):
    """A token that cannot be made or found. The message says why."""


class UnknownTokenError(Exception):
    """No token, or one that does not hold: wrong, expired or revoked. The message says which, and holds no secret."""


@dataclass(frozen=True)
class Token:
    """A token as the database has it: without its secret."""

    id: str
    name: str
    hash: str
    scopes: tuple[str, ...]
    created_us: int
    expires_us: int | None = None
    revoked_us: int | None = None


def create_token(
    engine: Engine, name: str, scopes: Iterable[str], now: datetime, lifetime: timedelta | None = None
) -> tuple[Token, str]:
    """Make a token and store its hash: the token, and the secret, which is shown this once.

    Raises
    ------
    TokenError
        If a scope is unknown, the name is empty, or the lifetime is not positive.
    """
    wanted = tuple(scope for scope in SCOPES if scope in set(scopes))
    if set(wanted) != set(scopes) or not wanted:
        raise TokenError(f"a token's scopes are some of {', '.join(SCOPES)}")
    if not name or len(name) > 200 or not name.isprintable():
        raise TokenError("a token's name has 1 to 200 printable characters")
    if lifetime is not None and lifetime <= timedelta(0):
        raise TokenError("a token's lifetime is longer than nothing")
    identifier = secrets.token_hex(6)
    secret = f"{_PREFIX}_{identifier}_{secrets.token_urlsafe(32)}"
    created = to_microseconds(now)
    expires = None if lifetime is None else created + lifetime // timedelta(microseconds=1)
    token = Token(identifier, name, _hash(secret), wanted, created, expires)
    row = {**token.__dict__, "scopes": " ".join(token.scopes)}
    with name_failures(), begin_writing(engine) as connection:
        connection.execute(insert(TOKENS).values(row))
    return token, secret


def list_tokens(engine: Engine) -> list[Token]:
    """All tokens, the oldest first."""
    with name_failures(), begin_reading(engine) as connection:
        rows = connection.execute(select(TOKENS).order_by(TOKENS.c.created_us, TOKENS.c.id)).mappings().all()
    return [_read_row(dict(row)) for row in rows]


def revoke_token(engine: Engine, identifier: str, now: datetime) -> None:
    """Let a token hold no longer; again is no error.

    Raises
    ------
    TokenError
        If there is none of this id.
    """
    with name_failures(), begin_writing(engine) as connection:
        found = connection.execute(select(TOKENS.c.revoked_us).where(TOKENS.c.id == identifier)).one_or_none()
        if found is None:
            raise TokenError("there is no token of this id: medpref tokens list")
        if found.revoked_us is None:
            connection.execute(update(TOKENS).where(TOKENS.c.id == identifier).values(revoked_us=to_microseconds(now)))


class TokenBook:
    """The tokens in memory, as fresh as a second, so that a request costs no query."""

    def __init__(
        self, engine: Engine, now: Callable[[], datetime], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._engine, self._now, self._clock = engine, now, clock
        self._tokens: dict[str, Token] = {}
        self._read_at = float("-inf")
        self._lock = threading.Lock()

    def is_fresh(self) -> bool:
        """Whether `check` would answer without the database."""
        return self._clock() - self._read_at < _FRESH_SECONDS

    def check(self, secret: str) -> Token:
        """The token that a secret is of.

        Raises
        ------
        UnknownTokenError
            If it is of none, or of one that does not hold.
        medpref_dagster.capture.database.DatabaseError
            If the tokens cannot be read.
        """
        identifier = secret.split("_")[1] if secret.count("_") >= 2 else ""
        if not self.is_fresh() or identifier not in self._tokens:
            self.refresh()
        token = self._tokens.get(identifier)
        # The comparison takes as long for a token that there is not.
        if not hmac.compare_digest(_hash(secret), token.hash if token else _hash("")) or token is None:
            raise UnknownTokenError("the token is wrong")
        if token.revoked_us is not None:
            raise UnknownTokenError("the token was revoked")
        if token.expires_us is not None and token.expires_us <= to_microseconds(self._now()):
            raise UnknownTokenError("the token has expired")
        return token

    def refresh(self) -> None:
        """Read the tokens anew."""
        with self._lock:
            self._tokens = {token.id: token for token in list_tokens(self._engine)}
            self._read_at = self._clock()


def _read_row(row: dict[str, Any]) -> Token:
    scopes: Any = tuple(row["scopes"].split())
    return Token(**{**row, "scopes": scopes})


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode(errors="replace")).hexdigest()
