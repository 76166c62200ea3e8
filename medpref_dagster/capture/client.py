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
from typing import Any

logger = logging.getLogger(__name__)

_BATCH_EVENTS = 500
_BATCH_BYTES = 4 << 20
_FIRST_WAIT_SECONDS, _LONGEST_WAIT_SECONDS = 0.5, 60.0
_TIMEOUT_SECONDS = 60


class BufferUnusableError(Exception):
    """The buffer cannot be used."""


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
    """

    def __init__(self, url: str, token: str, buffer: str | Path) -> None:
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
        """
        # ASCII, so that every text can be written; what the service does not take it says.
        line = json.dumps(event, allow_nan=False, separators=(",", ":")).encode() + b"\n"
        with self._changed:
            if self._closed:
                raise BufferUnusableError("the client is closed")
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
            problem = self._post(lines)
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
        with self._path.open("rb") as file:
            file.seek(self._sent)
            while len(lines) < _BATCH_EVENTS and (line := file.readline()).endswith(b"\n"):
                total += len(line)
                if lines and total > _BATCH_BYTES:
                    break
                lines.append(line)
        return lines

    def _post(self, lines: list[bytes]) -> str | None:
        """Send a batch; what is wrong if the service did not answer for each event."""
        request = urllib.request.Request(  # noqa: S310 - the product's own address
            self._url,
            b"[" + b",".join(line.rstrip(b"\n") for line in lines) + b"]",
            {"Content-Type": "application/json", "Authorization": f"Bearer {self._token}"},
        )
        try:
            with urllib.request.urlopen(request, timeout=_TIMEOUT_SECONDS) as response:  # noqa: S310
                results: list[dict[str, Any]] = json.load(response)["results"]
        except urllib.error.HTTPError as error:
            # One event that makes the whole request no request must not hold up those behind it.
            if error.code in (400, 413, 422):
                if len(lines) > 1:
                    half = len(lines) // 2
                    return self._post(lines[:half]) or self._post(lines[half:])
                self._keep_refused(lines[0], {"status": "refused", "reason": f"HTTP {error.code}"})
                return None
            return f"HTTP {error.code}"
        except (OSError, http.client.HTTPException, ValueError, KeyError) as error:
            return type(error).__name__
        if len(results) != len(lines):
            return "the answer is not one for each event"
        for line, result in zip(lines, results, strict=True):
            if result["status"] not in ("stored", "duplicate", "forgotten"):
                self._keep_refused(line, result)
        return None

    def _keep_refused(self, line: bytes, result: dict[str, Any]) -> None:
        logger.warning("an event was not taken: %s", result.get("reason"))
        with open(os.open(self._refused_path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "ab") as file:  # noqa: PTH123
            file.write(json.dumps({"answer": result, "event": json.loads(line)}).encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())

    def _count_sent(self, size: int) -> None:
        """Say how far it was delivered; begin anew where that is everything.

        Said before the buffer is emptied: a client killed in between sends again, and loses nothing.
        """
        if self._closed:
            # The file may be closed by now. The next client sends again what was sent just now.
            return
        self._sent += size
        empties = self._sent == self._size
        temporary = self._sent_path.with_name(f"{self._sent_path.name}.new")
        temporary.write_text("0" if empties else str(self._sent))
        if empties:
            # An old number that survived a power loss would skip what is written next.
            _sync(temporary)
        temporary.replace(self._sent_path)
        if empties:
            _sync(self._sent_path.parent)
            os.ftruncate(self._file, 0)
            self._sent = self._size = 0


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _write_all(file: int, content: bytes) -> None:
    while content:
        content = content[os.write(file, content) :]
