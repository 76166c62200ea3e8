"""The products' client: what it took is on the disk, and comes to the service once and in order."""

import json
import os
import signal
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

import pytest

from medpref_dagster.capture import client as client_module
from medpref_dagster.capture.client import BufferUnusableError, Client
from tests.conftest import CHECKOUT
from tests.feedback.made_events import make_generation


@pytest.fixture(autouse=True)
def _short_waits(monkeypatch):
    monkeypatch.setattr(client_module, "_FIRST_WAIT_SECONDS", 0.01)


def read_ids(product):
    return [row["id"] for row in product.read()]


def test_events_come_to_the_service_in_order_and_the_buffer_is_empty_again(start_served, tmp_path):
    product = start_served()
    client = Client(product.url, product.secret, tmp_path / "buffer")
    for number in range(1200):
        client.send(make_generation(id=f"g-{number}"))
    assert client.close(60)
    assert read_ids(product) == [f"g-{number}" for number in range(1200)]
    assert (tmp_path / "buffer").read_bytes() == b""


def test_what_is_sent_while_the_service_is_away_comes_when_it_is_back(start_served, tmp_path):
    client = Client("http://127.0.0.1:1", "x", tmp_path / "buffer")
    for number in range(3):
        client.send(make_generation(id=f"g-{number}"))
    assert not client.close(0.05)
    product = start_served()
    again = Client(product.url, product.secret, tmp_path / "buffer")
    again.send(make_generation(id="g-3"))
    assert again.close(60)
    assert read_ids(product) == ["g-0", "g-1", "g-2", "g-3"]


def test_a_token_that_holds_no_longer_loses_nothing(start_served, tmp_path):
    product = start_served()
    client = Client(product.url, "medpref_wrong_token", tmp_path / "buffer")
    client.send(make_generation())
    assert not client.close(0.2)
    again = Client(product.url, product.secret, tmp_path / "buffer")
    assert again.close(60)
    assert read_ids(product) == ["g-1"]


def test_what_the_service_does_not_take_is_kept_with_its_reason_and_holds_up_nothing(start_served, tmp_path):
    product = start_served()
    deep = make_generation(id="deep")
    deep["x"] = json.loads("[" * 100 + "]" * 100)
    client = Client(product.url, product.secret, tmp_path / "buffer")
    for event in (make_generation(id=None), deep, make_generation(id="half", answer="\ud83e"), make_generation()):
        client.send(event)
    assert client.close(60)
    assert read_ids(product) == ["g-1"]
    kept = [json.loads(line) for line in (tmp_path / "buffer.refused").read_text().splitlines()]
    assert [(item["answer"]["reason"], item["event"].get("id")) for item in kept][:3] == [
        ("missing", None), ("HTTP 400", "deep"), ("half_character", "half"),
    ]  # fmt: skip


def test_a_line_that_was_cut_by_a_kill_is_dropped_and_a_wrong_count_sends_again(start_served, tmp_path):
    product = start_served()
    line = json.dumps(make_generation()).encode() + b"\n"
    (tmp_path / "buffer").write_bytes(line + line.replace(b"g-1", b"g-2") + b'{"kind": "genera')
    (tmp_path / "buffer.sent").write_text("12")  # in the midst of a line
    client = Client(product.url, product.secret, tmp_path / "buffer")
    assert client.close(60)
    assert read_ids(product) == ["g-1", "g-2"]


def test_a_buffer_is_one_process_s(tmp_path):
    client = Client("http://127.0.0.1:1", "x", tmp_path / "buffer")
    with pytest.raises(BufferUnusableError, match="another process's buffer"):
        Client("http://127.0.0.1:1", "x", tmp_path / "buffer")
    client.close(0)
    with pytest.raises(BufferUnusableError, match="closed"):
        client.send(make_generation())


def test_a_disk_that_takes_no_count_holds_up_nothing(start_served, tmp_path, monkeypatch):
    product = start_served()
    monkeypatch.setattr(client_module, "_BATCH_EVENTS", 1)
    (tmp_path / "buffer.sent.new").mkdir()  # no file can be written there
    client = Client(product.url, product.secret, tmp_path / "buffer")
    for number in range(3):
        client.send(make_generation(id=f"g-{number}"))
    assert client.close(60)
    assert read_ids(product) == ["g-0", "g-1", "g-2"]
    assert (tmp_path / "buffer").read_bytes() == b""


def test_a_disk_that_does_not_take_what_is_refused_loses_it_not(start_served, tmp_path):
    product = start_served()
    (tmp_path / "buffer.refused").mkdir()
    client = Client(product.url, product.secret, tmp_path / "buffer")
    client.send(make_generation(answer="\ud83e"))
    assert not client.flush(0.3)
    (tmp_path / "buffer.refused").rmdir()
    assert client.close(60)
    [kept] = (tmp_path / "buffer.refused").read_text().splitlines()
    assert json.loads(kept)["answer"]["reason"] == "half_character"


class _OtherProgram(BaseHTTPRequestHandler):
    """Answers each POST with the next of `answers`, a status with a body or a place elsewhere, and the last one on."""

    answers: ClassVar[list[tuple[int, str]]]
    seen: ClassVar[list[str | None]]

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        status, said = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        self.send_response(status)
        if status == 302:
            self.send_header("Location", said)
        self.end_headers()
        self.wfile.write(said.encode())

    def do_GET(self) -> None:
        self.seen.append(self.headers.get("Authorization"))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


def test_another_program_on_the_address_takes_nothing_and_learns_no_token_by_a_redirect(start_served, tmp_path):
    with ThreadingHTTPServer(("127.0.0.1", 0), _OtherProgram) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        elsewhere = f"http://localhost:{server.server_port}/"
        bodies = ("null", "[]", '{"results": null}', '{"results": [1]}', '{"results": [{}, {}]}', "[" * 100_000, "no")
        _OtherProgram.answers = [(302, elsewhere), *((200, body) for body in bodies)]
        _OtherProgram.seen = []
        client = Client(f"http://127.0.0.1:{server.server_port}", "a-token", tmp_path / "buffer")
        client.send(make_generation())
        while len(_OtherProgram.answers) > 1:
            assert not client.flush(0.05), "an answer that says nothing of the event"
        assert not client.close(0.05)
        server.shutdown()
    assert _OtherProgram.seen == []
    product = start_served()
    assert Client(product.url, product.secret, tmp_path / "buffer").close(60)
    assert read_ids(product) == ["g-1"]


def test_a_buffer_that_is_removed_in_use_is_delivered_and_takes_nothing_more(start_served, tmp_path):
    client = Client("http://127.0.0.1:1", "x", tmp_path / "buffer")
    client.send(make_generation())
    (tmp_path / "buffer").unlink()
    with pytest.raises(BufferUnusableError, match="was removed"):
        client.send(make_generation(id="g-2"))
    product = start_served()
    client._url, client._token = f"{product.url}/v1/events", product.secret
    assert client.close(60)
    assert read_ids(product) == ["g-1"]


def test_a_buffer_that_was_cut_in_use_takes_what_comes_next(start_served, tmp_path):
    client = Client("http://127.0.0.1:1", "x", tmp_path / "buffer")
    client.send(make_generation())
    os.truncate(tmp_path / "buffer", 0)
    product = start_served()
    client._url, client._token = f"{product.url}/v1/events", product.secret
    assert client.flush(60), "it does not try for ever what is not there"
    client.send(make_generation(id="g-2"))
    assert client.close(60)
    assert read_ids(product) == ["g-2"]


@pytest.mark.parametrize(
    "url", ["", "nonsense", "ftp://x", "http://", "http://[::1", "http://x:port", "http://x:99999", "http://x\n.y"]
)
def test_what_is_no_url_is_refused_at_once(url, tmp_path):
    with pytest.raises(ValueError, match="no URL of a service"):
        Client(url, "x", tmp_path / "buffer")
    assert list(tmp_path.iterdir()) == []


_SEND_AND_TELL = """
import itertools, sys
from medpref_dagster.capture.client import Client
from tests.feedback.made_events import make_generation
client = Client(*sys.argv[1:])
for number in itertools.count():
    client.send(make_generation(id=f"g-{number}"))
    print(f"g-{number}", flush=True)
"""


def test_what_send_took_from_a_product_that_is_killed_comes_to_the_service(start_served, tmp_path):
    product = start_served()
    process = subprocess.Popen(
        [sys.executable, "-c", _SEND_AND_TELL, product.url, product.secret, str(tmp_path / "buffer")],
        stdout=subprocess.PIPE,
        text=True,
        cwd=CHECKOUT,
        env=os.environ | {"PYTHONPATH": str(CHECKOUT)},
    )
    taken = [process.stdout.readline().strip() for _ in range(100)]
    process.send_signal(signal.SIGKILL)
    taken += process.stdout.read().split()
    process.wait()
    assert Client(product.url, product.secret, tmp_path / "buffer").close(60)
    assert read_ids(product)[: len(taken)] == taken
