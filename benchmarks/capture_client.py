"""The client of `benchmarks.capture`: as little work as sending can be, so that the service's is what is measured.

    python -m benchmarks.capture_client PORT EVENTS_A_REQUEST SECONDS < secret

One thread over many connections; each sends its next request once it was answered. What every request has in common is
made beforehand, and of an answer no more is read than its status and its length. Prints what was acknowledged, as JSON.
"""

import json
import selectors
import socket
import sys
import time
from typing import Any

CONNECTIONS = 64
_NOTE = "A 62-year-old with dysuria for two days, no fever, no flank pain. " * 15
"""A kilobyte, as prompts and answers of a note's section have."""
_NAME = "NAME"


def make_event(name: str) -> dict[str, Any]:
    """An event of 2 KB."""
    return {
        "kind": "generation",
        "schema_version": 1,
        "id": name,
        "time": "2026-11-02T08:59:30Z",
        "prompt": _NOTE,
        "answer": _NOTE,
        "model": "uti/dpo_model/smollm2-135m",
        "patient": "p-17",
    }


class Sender:
    """What every request has in common, and the number of the next event."""

    def __init__(self, secret: str, batch: int) -> None:
        self.batch, self.number = batch, 0
        self.before, self.after = json.dumps(make_event(_NAME)).encode().split(_NAME.encode())
        length = batch * (len(self.before) + len(self.after) + 12) + (batch + 1 if batch > 1 else 0)
        self.head = (
            "POST /v1/events HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
            f"Authorization: Bearer {secret}\r\nContent-Length: {length}\r\n\r\n"
        ).encode()

    def write(self) -> bytes:
        """The next request."""
        first, self.number = self.number, self.number + self.batch
        events = b",".join(b"%b%012d%b" % (self.before, number, self.after) for number in range(first, self.number))
        return self.head + (b"[" + events + b"]" if self.batch > 1 else events)


def send(port: int, secret: str, batch: int, seconds: float) -> dict[str, float]:
    """Send for so long: events acknowledged, seconds, and seconds of the processor."""
    sender, waiting = Sender(secret, batch), selectors.DefaultSelector()
    for _ in range(CONNECTIONS):
        connection = socket.create_connection(("127.0.0.1", port))
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        waiting.register(connection, selectors.EVENT_READ, connection)
    started, processor = time.perf_counter(), time.process_time()
    for key in waiting.get_map().values():
        key.data.sendall(sender.write())
    open_requests, answers = CONNECTIONS, 0
    while open_requests:
        for key, _ in waiting.select():
            answers += _read_answer(key.data)
            if time.perf_counter() - started < seconds:
                key.data.sendall(sender.write())
            else:
                open_requests -= 1
                waiting.unregister(key.data)
    return {
        "events": answers * batch,
        "seconds": time.perf_counter() - started,
        "processor": time.process_time() - processor,
    }


def _read_answer(connection: socket.socket) -> int:
    """Read one answer to its end."""
    read = connection.recv(1 << 16)
    while b"\r\n\r\n" not in read:
        read += _receive(connection)
    head, _, body = read.partition(b"\r\n\r\n")
    if not head.startswith(b"HTTP/1.1 200"):
        raise RuntimeError(read.decode(errors="replace"))
    length = int(head.lower().partition(b"content-length:")[2].split(b"\r\n")[0])
    while len(body) < length:
        body += _receive(connection)
    return 1


def _receive(connection: socket.socket) -> bytes:
    found = connection.recv(1 << 16)
    if not found:
        raise RuntimeError("the service closed a connection")
    return found


if __name__ == "__main__":
    print(json.dumps(send(int(sys.argv[1]), sys.stdin.read().strip(), int(sys.argv[2]), float(sys.argv[3]))))
