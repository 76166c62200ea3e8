"""Kill the capture service while products send, and look for every acknowledged event; then fuzz it.

    python -m tests.campaigns.capture --events 50000 --kills 10 --seed 0
    python -m tests.campaigns.capture --fuzz 100000 --seed 0
    python -m tests.campaigns.capture --described 1000

The service is a process of its own on SQLite. 16 products send to it, first by our API (half of them by
`client.Client`, whose promise is kept once the event is in its buffer; half by POSTs of one to twenty events that they
send again until they are answered), then by a stock OpenTelemetry exporter. It is killed with SIGKILL and started again
on the same port, the kills spread by chance over the deliveries. Then every acknowledged event must be in the tables
exactly once, as it was sent; what was not acknowledged may be there once.

With --fuzz, requests made by chance go to a service in this process: none may be lost, stored twice, answered with an
error of the service, or said back. With --described, schemathesis makes right and wrong requests from the OpenAPI page,
so many an operation of each, and every answer must be one that the page has.
"""

import argparse
import collections
import http.client
import json
import logging
import os
import random
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from medpref_dagster.capture import client as client_module
from medpref_dagster.capture.client import Client
from medpref_dagster.capture.database import open_database
from medpref_dagster.capture.tokens import create_token
from tests.conftest import CHECKOUT
from tests.feedback.made_events import CANARY, make_generation

CLIENTS = 16
_START_SECONDS = 120


@dataclass
class Deliveries:
    """What was sent and what was acknowledged, as the products know it."""

    acknowledged: dict[str, str] = field(default_factory=dict)
    """Event id -> answer text."""
    sent: dict[str, str] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def count(self, events: dict[str, str]) -> None:
        """Note that these were acknowledged."""
        with self.lock:
            self.acknowledged |= events


@dataclass(frozen=True)
class Found:
    """What the tables hold, beside what was acknowledged."""

    stored: int
    missing: list[str]
    twice: list[str]
    changed: list[str]
    unknown: list[str]

    def is_clean(self) -> bool:
        """Whether every acknowledged event is there exactly once, as it was sent."""
        return not (self.missing or self.twice or self.changed or self.unknown)


class KilledService:
    """`medpref capture` on a port, killed and started again."""

    def __init__(self, folder: Path) -> None:
        self.database = folder / "capture.sqlite"
        engine = open_database(f"sqlite:///{self.database}")
        self.secret = create_token(engine, "campaign", ["send"], datetime.now(UTC))[1]
        engine.dispose()
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.process = self._start()

    def kill(self) -> None:
        """Kill it on whatever line it is, and start it again."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.process = self._start()

    def end(self) -> None:
        """End it for good."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def _start(self) -> subprocess.Popen[bytes]:
        arguments = ["capture", "--database", f"sqlite:///{self.database}", "--port", str(self.port), "--rate", "1e9"]
        process = subprocess.Popen(
            [sys.executable, "-m", "medpref_dagster.cli", *arguments],
            cwd=CHECKOUT,
            env=os.environ | {"PYTHONPATH": str(CHECKOUT)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + _START_SECONDS
        while time.monotonic() < deadline:
            try:
                connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
                connection.request("GET", "/readyz")
                if connection.getresponse().status == 200:
                    return process
            except OSError:
                time.sleep(0.1)
        raise RuntimeError("the service does not start")


def post_by_api(service: KilledService, product: int, names: list[str], deliveries: Deliveries, folder: Path) -> None:
    """A product that sends by our API: by the client's buffer, or by its own POSTs."""
    if product % 2 == 0:
        client = Client(service.url, service.secret, folder / f"buffer-{product}")
        for name in names:
            client.send(_make_event(name, deliveries))
            deliveries.count({name: deliveries.sent[name]})
        if not client.close(600):
            raise RuntimeError("a client could not deliver")
        return
    chance, begin = random.Random(product), 0
    while begin < len(names):
        some = names[begin : begin + chance.randint(1, 20)]
        begin += len(some)
        body = json.dumps([_make_event(name, deliveries) for name in some]).encode()
        while (results := _post(service, body)) is None:
            time.sleep(0.05)
        taken = [result["id"] for result in results if result["status"] in ("stored", "duplicate")]
        deliveries.count({name: deliveries.sent[name] for name in taken})


def send_by_exporter(service: KilledService, product: int, names: list[str], deliveries: Deliveries, _: Path) -> None:
    """A product with OpenTelemetry's own logger, batch processor and exporter."""
    from opentelemetry._logs import LogRecord
    from opentelemetry.exporter.otlp.proto.http import Compression
    from opentelemetry.exporter.otlp.proto.http._log_exporter import OTLPLogExporter
    from opentelemetry.sdk._logs import LoggerProvider
    from opentelemetry.sdk._logs.export import BatchLogRecordProcessor, LogRecordExportResult

    class Told(OTLPLogExporter):
        """The stock exporter; notes what it reports as exported."""

        def export(self, batch: Any) -> LogRecordExportResult:
            outcome = super().export(batch)
            if outcome is LogRecordExportResult.SUCCESS:
                ids = [str(record.log_record.attributes["medpref.event.id"]) for record in batch]
                deliveries.count({name: deliveries.sent[name] for name in ids})
            return outcome

    exporter = Told(
        f"{service.url}/v1/logs",
        headers={"authorization": f"Bearer {service.secret}"},
        timeout=120,
        compression=Compression.Gzip if product % 2 else Compression.NoCompression,
    )
    provider = LoggerProvider(shutdown_on_exit=False)
    provider.add_log_record_processor(BatchLogRecordProcessor(exporter, max_export_batch_size=100))
    logger = provider.get_logger("product")
    for begin in range(0, len(names), 100):
        for name in names[begin : begin + 100]:
            event = _make_event(name, deliveries)
            attributes = {
                "medpref.event.id": name,
                "gen_ai.request.model": event["model"],
                "gen_ai.input.messages": json.dumps([{"role": "user", "content": event["prompt"]}]),
                "gen_ai.output.messages": json.dumps([{"role": "assistant", "content": event["answer"]}]),
            }
            moment = int(datetime.now(UTC).timestamp() * 1e9)
            name_of_event = "gen_ai.client.inference.operation.details"
            logger.emit(LogRecord(timestamp=moment, event_name=name_of_event, attributes=attributes))
        provider.force_flush(300_000)
    provider.shutdown()


def run_kills(
    folder: Path, door: Callable[..., None], prefix: str, events: int, kills: int, seed: int
) -> tuple[Deliveries, Found, float]:
    """Send so many events by a door while the service is killed so many times."""
    folder.mkdir()
    chance, deliveries, service = random.Random(seed), Deliveries(), KilledService(folder)
    names = [f"{prefix}-{number}" for number in range(events)]
    failures: list[BaseException] = []

    def run_product(product: int) -> None:
        try:
            door(service, product, names[product::CLIENTS], deliveries, folder)
        except BaseException as error:
            failures.append(error)

    products = [threading.Thread(target=run_product, args=(product,)) for product in range(CLIENTS)]
    started = time.monotonic()
    for product in products:
        product.start()
    # By what is in the table, for a client's buffer runs ahead of it.
    for at in sorted(chance.uniform(0.02, 0.95) * events for _ in range(kills)):
        while _count(service.database) < at and any(product.is_alive() for product in products):
            time.sleep(0.02)
        time.sleep(chance.uniform(0, 0.05))
        service.kill()
    for product in products:
        product.join()
    service.end()
    if failures:
        raise failures[0]
    return deliveries, compare(service.database, deliveries), time.monotonic() - started


def compare(database: Path, deliveries: Deliveries) -> Found:
    """Hold the tables against what was acknowledged."""
    with closing(sqlite3.connect(database)) as connection:
        rows = connection.execute("SELECT id, content FROM events").fetchall()
    times = collections.Counter(name for name, _ in rows)
    answers = {name: json.loads(content)["answer"] for name, content in rows}
    return Found(
        stored=len(rows),
        missing=[name for name in deliveries.acknowledged if name not in times],
        twice=[name for name, number in times.items() if number > 1],
        changed=[name for name, answer in answers.items() if deliveries.sent.get(name, answer) != answer],
        unknown=[name for name in times if name not in deliveries.sent],
    )


def run_fuzz(folder: Path, requests_seed: int, events: int) -> tuple[collections.Counter[str], list[str]]:
    """So many events in requests made by chance: the counts of what became of them, and the faults."""
    from fastapi.testclient import TestClient

    from medpref_dagster.capture.app import create_app
    from medpref_dagster.capture.limits import Limits
    from tests.capture.fuzz import make_request
    from tests.feedback.made_events import NOW

    database = folder / "fuzz.sqlite"
    engine = open_database(f"sqlite:///{database}")
    secret = create_token(engine, "fuzz", ["send"], NOW)[1]
    counts: collections.Counter[str] = collections.Counter()
    faults: list[str] = []
    stored: collections.Counter[str] = collections.Counter()
    app = create_app(engine, Limits(events_per_second=1e9), now=lambda: NOW)
    with TestClient(app, raise_server_exceptions=False) as client:
        number = 0
        while counts["events"] < events:
            chance = random.Random(f"{requests_seed}:{number}")
            sent = make_request(chance, number)
            answer = client.post(
                sent.path, content=sent.content, headers=sent.headers | {"authorization": f"Bearer {secret}"}
            )
            counts["requests"] += 1
            counts["events"] += sent.events
            counts[f"HTTP {answer.status_code}"] += 1
            if answer.status_code not in (200, 400, 409, 413, 415, 422):
                faults.append(f"request {number}: HTTP {answer.status_code}")
            if CANARY.encode() in answer.content:
                faults.append(f"request {number}: a text was said back")
            if sent.path == "/v1/events" and answer.status_code in (200, 409, 422):
                results = answer.json().get("results") or [answer.json()]
                stored.update(result["id"] for result in results if result["status"] == "stored")
            number += 1
    with closing(sqlite3.connect(database)) as connection:
        rows = collections.Counter(name for (name,) in connection.execute("SELECT id FROM events"))
        counts["quarantined"] = connection.execute("SELECT count(*) FROM quarantine").fetchone()[0]
    counts["stored"] = sum(rows.values())
    faults += [f"{name}: stored {times} times" for name, times in rows.items() if times != 1]
    faults += [f"{name}: said to be stored, and is not" for name in stored if name not in rows]
    faults += [f"{name}: said to be stored {times} times" for name, times in stored.items() if times != 1]
    return counts, faults


def run_described(folder: Path, examples: int) -> list[str]:
    """So many requests of each operation of the OpenAPI page; the operations tried. Raises at a wrong answer."""
    from schemathesis import GenerationMode

    from medpref_dagster.capture.app import create_app
    from medpref_dagster.capture.limits import Limits
    from tests.capture.described import check_operations

    engine = open_database(f"sqlite:///{folder}/described.sqlite")
    secret = create_token(engine, "described", ["send", "read", "administer"], datetime.now(UTC))[1]
    app = create_app(engine, Limits(events_per_second=1e9))
    return [
        f"{label} ({mode.value})"
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
        for label in check_operations(app, secret, mode, examples)
    ]


def main() -> None:
    """Run the campaign and print its table; the exit status is 0 if nothing was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=50_000)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--fuzz", type=int, default=0, help="instead: so many events in requests made by chance")
    parser.add_argument("--described", type=int, default=0, help="instead: so many requests of each operation")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    logging.disable(logging.ERROR)
    client_module._LONGEST_WAIT_SECONDS = 2.0
    with tempfile.TemporaryDirectory(prefix="medpref-capture-") as folder:
        if options.fuzz:
            counts, faults = run_fuzz(Path(folder), options.seed, options.fuzz)
            print(", ".join(f"{name} {number:,}" for name, number in sorted(counts.items())))
            print("\n".join(faults[:20]) or "nothing lost, nothing twice, nothing said back")
            sys.exit(bool(faults))
        if options.described:
            tried = run_described(Path(folder), options.described)
            print(f"{len(tried)} times {options.described} requests: {', '.join(tried)}")
            return
        print("| door | sent | acknowledged | kills | in the tables | missing | twice | changed | seconds |")
        print("| --- | --- | --- | --- | --- | --- | --- | --- | --- |")
        clean = True
        for title, door, prefix in (
            ("our API", post_by_api, "a"),
            ("OpenTelemetry's exporter", send_by_exporter, "o"),
        ):
            deliveries, found, seconds = run_kills(
                Path(folder) / prefix, door, prefix, options.events, options.kills, options.seed
            )
            clean = clean and found.is_clean()
            cells = [len(deliveries.sent), len(deliveries.acknowledged), options.kills, found.stored]
            cells += [len(found.missing), len(found.twice), len(found.changed) + len(found.unknown), round(seconds)]
            print(f"| {title} | {' | '.join(f'{cell:,}' for cell in cells)} |", flush=True)
    sys.exit(not clean)


def _make_event(name: str, deliveries: Deliveries) -> dict[str, Any]:
    answer = f"{name}: dysuria for {len(name)} days. " * 3
    deliveries.sent[name] = answer
    return make_generation(id=name, answer=answer, time=datetime.now(UTC).isoformat())


def _post(service: KilledService, body: bytes) -> list[dict[str, Any]] | None:
    connection = http.client.HTTPConnection("127.0.0.1", service.port, timeout=60)
    try:
        connection.request(
            "POST",
            "/v1/events",
            body,
            {"Content-Type": "application/json", "Authorization": f"Bearer {service.secret}"},
        )
        answer = connection.getresponse()
        content = answer.read()
        return json.loads(content)["results"] if answer.status == 200 else None
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()


def _count(database: Path) -> int:
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=30)) as connection:
        return connection.execute("SELECT coalesce(max(sequence), 0) FROM events").fetchone()[0]


if __name__ == "__main__":
    main()
