"""An S3 server on a loopback port, which tests can let be full, out of time, or strict about who asks.

moto's, a request at a time: threaded it looks whether a condition holds and writes in two steps, between which another
request may come (of 90 changes under If-Match one was lost).
"""

import os
import sys
import urllib.request
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from tests.conftest import CHECKOUT
from tests.servers import find_free_port, run_process

ACCESS_KEY, SECRET_KEY = "test-access-key", "test-secret-key"
BUCKET = "shared"


@dataclass
class Server:
    """A server that runs."""

    endpoint: str

    @property
    def environment(self) -> dict[str, str]:
        """What a process needs to reach it."""
        return {
            "AWS_ACCESS_KEY_ID": ACCESS_KEY,
            "AWS_SECRET_ACCESS_KEY": SECRET_KEY,
            "AWS_REGION": "us-east-1",
            "AWS_ENDPOINT_URL": self.endpoint,
            "AWS_ALLOW_HTTP": "true",
        }

    def behave(self, how: str = "") -> None:
        """`full`, `careless` (conditions are not kept), `strangers` (only who has the key is let in), a name of
        `_REFUSALS` (everybody is refused so), or as it should."""
        self.ask("POST", f"/-/behave/{how}")

    def ask(self, method: str, path: str) -> bytes:
        request = urllib.request.Request(f"{self.endpoint}{path}", method=method)  # noqa: S310 - loopback
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310
            return answer.read()


@contextmanager
def run_server() -> Generator[Server]:
    """Run a server with an empty bucket for the block."""
    port = find_free_port()
    server = Server(f"http://127.0.0.1:{port}")
    command = [sys.executable, "-m", "tests.storage.s3_server", str(port)]
    environment = {**os.environ, "PYTHONPATH": str(CHECKOUT)}
    with run_process(command, environment, lambda: server.ask("PUT", f"/{BUCKET}")):
        yield server


class _Moody:
    """moto behind what tests ask for."""

    def __init__(self, app: Any) -> None:
        self._app, self._how = app, ""

    def __call__(self, environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        path, method = environ["PATH_INFO"], environ["REQUEST_METHOD"]
        if path.startswith("/-/behave/"):
            self._how = path.rpartition("/")[2]
            start("200 OK", [("Content-Length", "0")])
            return [b""]
        if self._how == "full" and method in ("PUT", "POST"):
            return _refuse(start, "507 Insufficient Storage", "XMinioStorageFull")
        if self._how in _REFUSALS:
            return _refuse(start, *_REFUSALS[self._how])
        if self._how == "strangers" and f"Credential={ACCESS_KEY}/" not in environ.get("HTTP_AUTHORIZATION", ""):
            return _refuse(start, "403 Forbidden", "InvalidAccessKeyId")
        if self._how == "careless":
            environ = {name: value for name, value in environ.items() if not name.startswith("HTTP_IF_")}
        return self._app(environ, start)


_REFUSALS = {
    "skewed": ("403 Forbidden", "RequestTimeTooSkewed"),
    "over-quota": ("403 Forbidden", "QuotaExceeded"),
    "expired": ("400 Bad Request", "ExpiredToken"),
    "elsewhere": ("301 Moved Permanently", "PermanentRedirect"),
    "other-region": ("400 Bad Request", "AuthorizationHeaderMalformed"),
    "busy": ("503 Slow Down", "SlowDown"),
}
"""As servers word them."""


def _refuse(start: Any, status: str, code: str) -> Iterable[bytes]:
    body = f"<Error><Code>{code}</Code><AWSAccessKeyId>the key of who asked</AWSAccessKeyId></Error>".encode()
    start(status, [("Content-Type", "application/xml"), ("Content-Length", str(len(body)))])
    return [body]


def main(port: int) -> None:
    from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
    from werkzeug.serving import run_simple

    run_simple("127.0.0.1", port, _Moody(DomainDispatcherApplication(create_backend_app)), threaded=False)


if __name__ == "__main__":
    main(int(sys.argv[1]))
