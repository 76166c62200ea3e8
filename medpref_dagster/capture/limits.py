"""Limits: what a body may weigh, packed and unpacked, and how many events a token may send a second."""

import time
import zlib
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass

BODY_BYTES = 16 << 20
UNPACKING_RATIO = 200
_RATIO_COUNTS_FROM = 1 << 20
"""Small bodies of blanks pack better than any ratio, and do no harm."""
EVENTS_PER_SECOND = 5_000.0
BATCH_EVENTS = 10_000


@dataclass(frozen=True)
class Limits:
    """What one service allows."""

    body_bytes: int = BODY_BYTES
    """Of a body, packed as well as unpacked."""
    events_per_second: float = EVENTS_PER_SECOND
    """Of one token; twice as many at once after a pause."""


class BodyError(Exception):
    """A body that cannot be read, and the status to answer with."""

    def __init__(self, status: int, reason: str, message: str) -> None:
        super().__init__(message)
        self.status, self.reason = status, reason


async def read_body(chunks: AsyncIterator[bytes], encoding: str, length: str | None, limits: Limits) -> bytes:
    """A request's body, unpacked. Never more than the limit is held.

    Raises
    ------
    BodyError
        413 beyond a limit, 415 for another packing than gzip, 400 for what does not unpack.
    """
    if encoding not in ("", "identity", "gzip"):
        raise BodyError(415, "unknown_packing", "the Content-Encoding must be gzip or absent")
    largest = limits.body_bytes
    if length is not None and length.isdecimal() and int(length[:20]) > largest:
        raise _too_large(largest)
    packed = bytearray()
    async for chunk in chunks:
        packed += chunk
        if len(packed) > largest:
            raise _too_large(largest)
    return unpack_gzip(bytes(packed), limits) if encoding == "gzip" else bytes(packed)


def unpack_gzip(packed: bytes, limits: Limits) -> bytes:
    """What a gzip body holds.

    Raises
    ------
    BodyError
        As `read_body`.
    """
    reader = zlib.decompressobj(wbits=31)
    allowed = min(limits.body_bytes, max(_RATIO_COUNTS_FROM, UNPACKING_RATIO * len(packed)))
    try:
        body = reader.decompress(packed, allowed + 1)
    except zlib.error:
        raise BodyError(400, "malformed_gzip", "the body is no gzip") from None
    if len(body) > limits.body_bytes:
        raise _too_large(limits.body_bytes)
    if len(body) > allowed:
        raise BodyError(413, "gzip_bomb", f"the body unpacks to over {UNPACKING_RATIO} times its size")
    if not reader.eof:
        raise BodyError(400, "malformed_gzip", "the gzip body is cut off")
    if reader.unused_data:
        raise BodyError(400, "malformed_gzip", "something follows the gzip body")
    return body


class RateLimit:
    """A bucket for each token. It may run into debt, so that a batch larger than the bucket passes, and is paid for."""

    def __init__(self, events_per_second: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._rate, self._clock = events_per_second, clock
        self._levels: dict[str, tuple[float, float]] = {}

    def seconds_to_wait(self, token: str) -> float:
        """0 where the token may send now."""
        level = self._level(token)
        return 0.0 if level > 0 else (1 - level) / self._rate

    def charge(self, token: str, events: int) -> None:
        """Count what a token has sent."""
        self._levels[token] = (self._level(token) - events, self._clock())

    def _level(self, token: str) -> float:
        full = max(2 * self._rate, 1.0)
        level, at = self._levels.get(token, (full, self._clock()))
        return min(full, level + (self._clock() - at) * self._rate)


def _too_large(largest: int) -> BodyError:
    return BodyError(413, "too_large", f"the body is larger than {largest} bytes: send fewer events at once")
