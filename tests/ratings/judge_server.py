"""An OpenAI-compatible server on the loopback address that answers as a test tells it."""

import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Reply:
    """What the server sends."""

    content: object = None
    """The message's content."""
    finish_reason: str = "stop"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes | None = None
    """Sent as it is, instead of a chat completion."""
    hangs: bool = False
    """Nothing is sent until the test is over."""


@dataclass
class JudgeServer:
    """The running server."""

    url: str
    requests: list[dict] = field(default_factory=list)
    """The body of each request, in the order of their coming."""
    headers: list[dict[str, str]] = field(default_factory=list)


@contextmanager
def serving(answer: Callable[[str], object]) -> Iterator[JudgeServer]:
    """Run a server; `answer` gets the question and gives the message's content, or a `Reply`."""
    over = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            server.requests.append({**request, "path": self.path})
            server.headers.append({name.lower(): value for name, value in self.headers.items()})
            reply = answer(request["messages"][-1]["content"])
            reply = reply if isinstance(reply, Reply) else Reply(reply)
            if reply.hangs:
                over.wait()
                return
            body = reply.body
            if body is None:
                message = {"role": "assistant", "content": reply.content}
                choice = {"message": message, "finish_reason": reply.finish_reason}
                body = json.dumps({"choices": [choice]}).encode()
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server = JudgeServer(f"http://127.0.0.1:{http.server_address[1]}/v1")
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        over.set()
        http.shutdown()
        http.server_close()
        thread.join()


def read_material(question: str) -> dict:
    """The task and the answers, as they stand in a question."""
    return json.loads(re.search(r"^\{\n.*^\}$", question, re.DOTALL | re.MULTILINE)[0])
