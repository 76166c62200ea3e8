"""The part of Google Cloud Storage's XML interface that a store asks for, on a loopback port, in memory.

It stands for a server that cannot be had here: emulators of the package indexes speak its JSON interface. What it
answers follows Google's reference of the XML API: a generation of each object, `x-goog-if-generation-match` (0: there
is none), lists of version 2, ranges, and uploads in parts.
"""

import hashlib
import itertools
import json
import os
import re
import sys
import threading
import urllib.request
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from time import gmtime, strftime, time
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape

from tests.conftest import CHECKOUT
from tests.servers import find_free_port, run_process

BUCKET = "shared"
_PAGE = 100
_XMLNS = 'xmlns="http://s3.amazonaws.com/doc/2006-03-01"'


@dataclass(frozen=True)
class Server:
    """A server that runs."""

    endpoint: str
    account: Path
    """A service account's file, which names the server and asks for no token."""

    @property
    def environment(self) -> dict[str, str]:
        """What a process needs to reach it."""
        return {"GOOGLE_SERVICE_ACCOUNT": str(self.account), "GOOGLE_ALLOW_HTTP": "true"}

    def greet(self) -> None:
        """Ask for something."""
        urllib.request.urlopen(f"{self.endpoint}/{BUCKET}?list-type=2", timeout=30).close()  # noqa: S310 - loopback


@contextmanager
def run_server(folder: Path) -> Generator[Server]:
    """Run a server with an empty bucket for the block; its account's file lies in `folder`."""
    port = find_free_port()
    endpoint = f"http://127.0.0.1:{port}"
    server = Server(endpoint, write_account(folder, endpoint))
    command = [sys.executable, "-m", "tests.storage.gcs_server", str(port)]
    with run_process(command, {**os.environ, "PYTHONPATH": str(CHECKOUT)}, server.greet):
        yield server


def write_account(folder: Path, endpoint: str) -> Path:
    """A service account's file that names a server."""
    account = folder / "account.json"
    told = {"gcs_base_url": endpoint, "disable_oauth": True}
    account.write_text(json.dumps({**told, "client_email": "", "private_key": "", "private_key_id": ""}))
    return account


@dataclass(frozen=True)
class _Object:
    content: bytes
    generation: int
    attributes: dict[str, str]
    modified: float = field(default_factory=time)

    @property
    def headers(self) -> dict[str, str]:
        return {
            "ETag": f'"{hashlib.md5(self.content, usedforsecurity=False).hexdigest()}"',
            "Last-Modified": formatdate(self.modified, usegmt=True),
            "x-goog-generation": str(self.generation),
            **self.attributes,
        }


class _Bucket:
    """Objects by their names, changed one request at a time."""

    def __init__(self) -> None:
        self.objects: dict[str, _Object] = {}
        self.uploads: dict[str, dict[int, bytes]] = {}
        self.lock = threading.Lock()
        self._generations = itertools.count(1_700_000_000_000_000)

    def put(self, name: str, content: bytes, headers: dict[str, str]) -> _Object | None:
        """None where it is not of the generation that a header asks for."""
        with self.lock:
            now = self.objects.get(name)
            wanted = headers.get("x-goog-if-generation-match")
            if wanted is not None and int(wanted) != (now.generation if now else 0):
                return None
            kept = {key: value for key, value in headers.items() if key.startswith("x-goog-meta-")}
            made = self.objects[name] = _Object(content, next(self._generations), kept)
            return made

    def list_page(self, prefix: str, delimiter: str, after: str) -> tuple[list[str], list[str], str]:
        """Names, folders, and where the next page begins."""
        with self.lock:
            names = sorted(name for name in self.objects if name.startswith(prefix))
        entries: dict[str, bool] = {}
        for name in names:
            head, cut, _ = name[len(prefix) :].partition(delimiter) if delimiter else (name, "", "")
            entries[prefix + head + cut if cut else name] = bool(cut)
        page = [entry for entry in entries if entry > after][: _PAGE + 1]
        following = page[_PAGE - 1] if len(page) > _PAGE else ""
        page = page[:_PAGE]
        return [entry for entry in page if not entries[entry]], [entry for entry in page if entries[entry]], following


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: "_Server"

    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""

    def _read_request(self) -> tuple[str | None, dict[str, str], bytes, dict[str, str]]:
        """The object's name (None: the bucket's own), the query, the body, and the headers by small names."""
        parts = urlsplit(self.path)
        query = {key: values[0] for key, values in parse_qs(parts.query, keep_blank_values=True).items()}
        bucket, _, name = unquote(parts.path).lstrip("/").partition("/")
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        headers = {key.lower(): value for key, value in self.headers.items()}
        return (name or None) if bucket == BUCKET else "?", query, body, headers

    def do_GET(self) -> None:
        name, query, _, headers = self._read_request()
        if name is None:
            self._list(query)
            return
        found = self.server.bucket.objects.get(name)
        if found is None:
            self._refuse(404, "NoSuchKey")
            return
        status, content, told = 200, found.content, found.headers
        if ranged := re.fullmatch(r"bytes=(\d+)-(\d+)", headers.get("range", "")):
            first, last = int(ranged[1]), min(int(ranged[2]), len(content) - 1)
            status, told = 206, {**told, "Content-Range": f"bytes {first}-{last}/{len(content)}"}
            content = content[first : last + 1]
        self._answer(status, content, told)

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_PUT(self) -> None:
        name, query, body, headers = self._read_request()
        bucket = self.server.bucket
        if name in (None, "?"):
            self._refuse(404, "NoSuchBucket")
        elif "uploadId" in query:
            with bucket.lock:
                bucket.uploads[query["uploadId"]][int(query["partNumber"])] = body
            self._answer(200, b"", {"ETag": f'"{hashlib.md5(body, usedforsecurity=False).hexdigest()}"'})
        elif (made := bucket.put(name, body, headers)) is None:
            self._refuse(412, "PreconditionFailed")
        else:
            self._answer(200, b"", made.headers)

    def do_POST(self) -> None:
        name, query, _, headers = self._read_request()
        bucket = self.server.bucket
        if "uploads" in query:
            with bucket.lock:
                number = str(len(bucket.uploads) + 1)
                bucket.uploads[number] = {}
            self._tell(
                f"<InitiateMultipartUploadResult {_XMLNS}><UploadId>{number}</UploadId>",
                "InitiateMultipartUploadResult",
            )
            return
        parts = bucket.uploads[query["uploadId"]]
        made = bucket.put(name or "", b"".join(parts[number] for number in sorted(parts)), headers)
        if made is None:
            self._refuse(412, "PreconditionFailed")
            return
        etag = escape(made.headers["ETag"])
        self._tell(
            f"<CompleteMultipartUploadResult {_XMLNS}><ETag>{etag}</ETag>",
            "CompleteMultipartUploadResult",
            made.headers,
        )

    def do_DELETE(self) -> None:
        name, query, _, _ = self._read_request()
        bucket = self.server.bucket
        with bucket.lock:
            if "uploadId" in query:
                gone = bucket.uploads.pop(query["uploadId"], None) is None
            else:
                gone = bucket.objects.pop(name or "", None) is None
        if gone:
            self._refuse(404, "NoSuchKey")
        else:
            self._answer(204, b"", {})

    def _list(self, query: dict[str, str]) -> None:
        bucket = self.server.bucket
        names, folders, following = bucket.list_page(
            query.get("prefix", ""), query.get("delimiter", ""), query.get("continuation-token", "")
        )
        items = [
            f"<Contents><Key>{escape(name)}</Key><Size>{len(found.content)}</Size>"
            f"<LastModified>{strftime('%Y-%m-%dT%H:%M:%S', gmtime(found.modified))}.000Z</LastModified>"
            f"<ETag>{escape(found.headers['ETag'])}</ETag></Contents>"
            for name in names
            if (found := bucket.objects.get(name)) is not None
        ]
        items += [f"<CommonPrefixes><Prefix>{escape(folder)}</Prefix></CommonPrefixes>" for folder in folders]
        if following:
            items.append(f"<NextContinuationToken>{escape(following)}</NextContinuationToken>")
        self._tell(f"<ListBucketResult {_XMLNS}>" + "".join(items), "ListBucketResult")

    def _tell(self, told: str, name: str, headers: dict[str, str] | None = None) -> None:
        text = f'<?xml version="1.0" encoding="UTF-8"?>{told}</{name}>'
        self._answer(200, text.encode(), {"Content-Type": "application/xml", **(headers or {})})

    def _refuse(self, status: int, code: str) -> None:
        self._answer(status, f"<Error><Code>{code}</Code></Error>".encode(), {"Content-Type": "application/xml"})

    def _answer(self, status: int, content: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    bucket = _Bucket()


if __name__ == "__main__":
    _Server(("127.0.0.1", int(sys.argv[1])), _Handler).serve_forever()
