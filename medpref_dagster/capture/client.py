"""For products: `Client(url, token, buffer=path).send(event)`. Standard library alone: this file can be copied.

`send` returns once the event is on this machine's disk. A thread delivers in order and tries again until the service
has answered for each. Killed anywhere, nothing is lost: what was not answered is sent again, and the service knows it
by its id.
"""

import fcntl
import http.client
import json
import logging
import os
import threading
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast
from urllib.parse import SplitResult, urlsplit

logger = logging.getLogger(__name__)

_BATCH_EVENTS = 500
_BATCH_BYTES = 4 << 20
_FIRST_WAIT_SECONDS, _LONGEST_WAIT_SECONDS = 0.5, 60.0
_TIMEOUT_SECONDS = 60


class BufferUnusableError(Exception):
    """The buffer cannot be used."""


def split_url(url: str) -> SplitResult:
    """A service's URL, in its parts.

    Raises
    ------
    ValueError
        If it is none.
    """
    try:
        parts = urlsplit(url)
        if parts.scheme in ("http", "https") and parts.hostname and parts.port != 0 and url.isprintable():
            return parts
    except ValueError:
        pass
    raise ValueError("this is no URL of a service, such as http://127.0.0.1:4318")


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """A redirect is an answer like any other that is none: the token goes to the service alone."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        """Follow none."""


_OPENER = urllib.request.build_opener(_NoRedirects)


class Client:
    """Events to a `medpref capture`, by way of a buffer on the disk.

    Parameters
    ----------
    url
        Of the service, such as `https://capture.example.org`.
    token
        With the scope `send`.
    buffer
        A file of this process's own: one event a line. `<buffer>.sent` says how far it was delivered, and
        `<buffer>.refused` keeps what the service did not take, with its reason (it has it in its quarantine, too).

    Raises
    ------
    ValueError
        If the URL is none.
    BufferUnusableError
        If another process has the buffer.
    """

    def __init__(self, url: str, token: str, buffer: str | Path) -> None:
        split_url(url)
        self._url = f"{url.rstrip('/')}/v1/events"
        self._token = token
        self._path = Path(buffer)
        self._sent_path = self._path.with_name(f"{self._path.name}.sent")
        self._refused_path = self._path.with_name(f"{self._path.name}.refused")
        self._changed = threading.Condition()
        self._closed = False
        self._open_buffer()
        self._thread = threading.Thread(target=self._deliver, name="medpref-client", daemon=True)
        self._thread.start()

    def send(self, event: Mapping[str, Any]) -> None:
        """Put an event on the disk; it is delivered as soon as the service is there.

        Raises
        ------
        ValueError
            If it is no JSON.
        OSError
            If the disk does not take it.
        BufferUnusableError
            If the client is closed, or somebody removed the buffer.
        """
        # ASCII, so that every text can be written; what the service does not take it says.
        line = json.dumps(event, allow_nan=False, separators=(",", ":")).encode() + b"\n"
        with self._changed:
            if self._closed:
                raise BufferUnusableError("the client is closed")
            if not os.fstat(self._file).st_nlink:
                raise BufferUnusableError(f"{self._path} was removed: what is written there would be lost")
            try:
                _write_all(self._file, line)
                os.fsync(self._file)
            except OSError:
                os.ftruncate(self._file, self._size)
                raise
            self._size += len(line)
            self._changed.notify_all()

    def flush(self, timeout: float | None = None) -> bool:
        """Wait until everything is delivered; False if that took longer than so many seconds."""
        with self._changed:
            return self._changed.wait_for(lambda: self._sent >= self._size, timeout)

    def close(self, timeout: float | None = 10) -> bool:
        """Deliver for at most so many seconds, and end. What is left is delivered by the next client of this buffer."""
        done = self.flush(timeout)
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        self._thread.join(timeout)
        os.close(self._file)
        return done

    def _open_buffer(self) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        # It holds patients' text.
        self._file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(self._file)
            raise BufferUnusableError(f"{self._path} is another process's buffer: give each its own") from None
        content = self._path.read_bytes()
        # A line without its end was never acknowledged to the product.
        self._size = content.rfind(b"\n") + 1
        os.ftruncate(self._file, self._size)
        try:
            sent = int(self._sent_path.read_text())
        except (OSError, ValueError):
            sent = 0
        self._sent = sent if 0 <= sent <= self._size and (sent == 0 or content[sent - 1 : sent] == b"\n") else 0

    def _deliver(self) -> None:
        wait = _FIRST_WAIT_SECONDS
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._closed or self._sent < self._size)
                if self._closed:
                    return
                lines = self._read_batch()
            problem = self._post_and_keep(lines) if lines else None
            with self._changed:
                if problem is None:
                    wait = _FIRST_WAIT_SECONDS
                    self._count_sent(sum(map(len, lines)))
                    self._changed.notify_all()
                    continue
                logger.warning("not delivered, trying again in %.1f s: %s", wait, problem)
                self._changed.wait_for(lambda: self._closed, wait)
            wait = min(2 * wait, _LONGEST_WAIT_SECONDS)

    def _read_batch(self) -> list[bytes]:
        lines: list[bytes] = []
        total = 0
        # Not by its name: who removes the file while it is in use keeps nothing from the service.
        with os.fdopen(os.dup(self._file), "rb") as file:
            file.seek(self._sent)
            while len(lines) < _BATCH_EVENTS and (line := file.readline()).endswith(b"\n"):
                total += len(line)
                if lines and total > _BATCH_BYTES:
                    break
                lines.append(line)
        if not lines:
            logger.error("%s was cut short by another program: what it had is lost", self._path)
            os.ftruncate(self._file, 0)
            self._sent = self._size = 0
        return lines

    def _post_and_keep(self, lines: list[bytes]) -> str | None:
        """Send a batch; what is wrong if the service did not answer for each event, or the disk did not take what it
        refused."""
        try:
            return self._post(lines)
        except OSError as error:
            return f"{self._refused_path} cannot be written ({error.strerror})"

    def _post(self, lines: list[bytes]) -> str | None:
        request = urllib.request.Request(  # noqa: S310 - the product's own address
            self._url,
            b"[" + b",".join(line.rstrip(b"\n") for line in lines) + b"]",
            {"Content-Type": "application/json", "Authorization": f"Bearer {self._token}"},
        )
        try:
            with _OPENER.open(request, timeout=_TIMEOUT_SECONDS) as response:
                results = _read_results(json.load(response), len(lines))
        except urllib.error.HTTPError as error:
            # One event that makes the whole request no request must not hold up those behind it.
            if error.code in (400, 413, 422):
                if len(lines) > 1:
                    half = len(lines) // 2
                    return self._post(lines[:half]) or self._post(lines[half:])
                self._keep_refused([(lines[0], {"status": "refused", "reason": f"HTTP {error.code}"})])
                return None
            return f"HTTP {error.code}"
        except (OSError, http.client.HTTPException, ValueError, OverflowError, RecursionError) as error:
            return type(error).__name__
        if results is None:
            return "the answer is not one for each event"
        taken = ("stored", "duplicate", "forgotten")
        self._keep_refused(
            [(line, result) for line, result in zip(lines, results, strict=True) if result["status"] not in taken]
        )
        return None

    def _keep_refused(self, refused: list[tuple[bytes, dict[str, Any]]]) -> None:
        """All of a batch or, where the disk is full, none: it is sent again then, and refused again."""
        if not refused:
            return
        for _, result in refused:
            logger.warning("an event was not taken: %s", result.get("reason"))
        kept = [json.dumps({"answer": result, "event": json.loads(line)}).encode() + b"\n" for line, result in refused]
        file = os.open(self._refused_path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            size = os.fstat(file).st_size
            try:
                _write_all(file, b"".join(kept))
                os.fsync(file)
            except OSError:
                os.ftruncate(file, size)
                raise
        finally:
            os.close(file)

    def _count_sent(self, size: int) -> None:
        """Note how far it was delivered. A disk that does not take that holds nothing up: the next client of the buffer
        sends again what was sent, and the service knows it by its id."""
        if self._closed:
            # The file may be closed by now. The next client sends again what was sent just now.
            return
        self._sent += size
        try:
            self._note_sent()
        except OSError as error:
            logger.warning("%s cannot be written: %s", self._sent_path, error.strerror)

    def _note_sent(self) -> None:
        """Say how far it was delivered; begin anew where that is everything.

        Said before the buffer is emptied: a client killed in between sends again, and loses nothing.
        """
        if self._sent < self._size:
            temporary = self._sent_path.with_name(f"{self._sent_path.name}.new")
            temporary.write_text(str(self._sent))
            temporary.replace(self._sent_path)
            return
        # No number is 0, and to be taken away it needs no room on a disk that is full. An old number that survived a
        # power loss would skip what is written next.
        self._sent_path.unlink(missing_ok=True)
        _sync(self._sent_path.parent)
        os.ftruncate(self._file, 0)
        self._sent = self._size = 0


def _read_results(answer: object, expected: int) -> list[dict[str, Any]] | None:
    """What became of each event; None of an answer that does not say so, as another program's on that address."""
    results: Any = cast("dict[str, Any]", answer).get("results") if isinstance(answer, dict) else None
    if not isinstance(results, list) or len(cast("list[Any]", results)) != expected:
        return None
    told = cast("list[Any]", results)
    return told if all(isinstance(result, dict) and "status" in result for result in told) else None


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _write_all(file: int, content: bytes) -> None:
    while content:
        content = content[os.write(file, content) :]
