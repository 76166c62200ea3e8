"""Durable events a second: group commit against one transaction an event, then the whole service over HTTP.

    python -m benchmarks.capture [--seconds 5] [--rounds 3]

`journal` and `one by one` write into SQLite (WAL, synchronous=FULL) from 16 threads that each wait until their event is
on the disk, in turns, so that what else the machine does strikes both alike. `service` is `medpref capture` in a
process of its own, and `benchmarks.capture_client` another, whose 64 connections wait for each answer before they send
on: they share the machine's cores, and what each took of the processor is shown. How long a sync takes decides the
rest: it is measured, too.
"""

import argparse
import http.client
import json
import os
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import psutil

from benchmarks.capture_client import make_event
from medpref_dagster.capture.database import open_database
from medpref_dagster.capture.journal import Arrival, Journal, make_arrival
from medpref_dagster.capture.tokens import create_token
from medpref_dagster.feedback.parsing import parse_event

THREADS = 16


def main() -> None:
    """Print one row for each way."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="medpref-capture-", dir=Path.cwd()) as name:
        folder = Path(name)
        print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, one sync {1000 * measure_sync(folder):.2f} ms")
        print("| way | durable events a second, median (least to greatest) | times one by one |")
        print("| --- | --- | --- |")
        rates: dict[str, list[float]] = {"one by one": [], "journal": []}
        for turn in range(options.rounds):
            rates["one by one"].append(write_one_by_one(folder / f"one-{turn}.sqlite", options.seconds))
            rates["journal"].append(write_groups(folder / f"groups-{turn}.sqlite", options.seconds))
        peer = statistics.median(rates["one by one"])
        for way, found in rates.items():
            print_row(way, found, peer)
        sent = {
            batch: [
                send_to_service(folder / f"service-{batch}-{turn}", batch, options.seconds)
                for turn in range(options.rounds)
            ]
            for batch in (1, 50)
        }
        for batch, found in sent.items():
            print_row(f"service, {batch} a request", [one.rate for one in found], peer)
        print("\n| a request | service, microseconds of the processor an event | client's | two cores allow |")
        print("| --- | --- | --- | --- |")
        for batch, found in sent.items():
            service, client = (statistics.median(getattr(one, name) for one in found) for name in ("service", "client"))
            # Python's lock lets one thread of the service work at a time; the client is in another process.
            print(f"| {batch} | {service:.0f} | {client:.0f} | {1e6 / service:,.0f} on one core |")


@dataclass(frozen=True)
class Sent:
    """What came of sending for a while."""

    rate: float
    """Durable events a second."""
    service: float
    """Microseconds of the processor that the service took for an event."""
    client: float
    """The same of the client."""


def print_row(way: str, rates: list[float], peer: float) -> None:
    """One row of the table."""
    middle = statistics.median(rates)
    print(f"| {way} | {middle:,.0f} ({min(rates):,.0f} to {max(rates):,.0f}) | {middle / peer:.1f} |", flush=True)


def measure_sync(folder: Path) -> float:
    """Seconds that a sync of one written page takes, the median of 100."""
    seconds: list[float] = []
    with (folder / "page").open("wb", buffering=0) as file:
        for _ in range(100):
            file.write(bytes(4096))
            started = time.perf_counter()
            os.fdatasync(file.fileno())
            seconds.append(time.perf_counter() - started)
    return statistics.median(seconds)


def write_one_by_one(path: Path, seconds: float) -> float:
    """Events a second where each is a transaction of its own."""
    open_database(f"sqlite:///{path}").dispose()
    local = threading.local()

    def write(arrival: Arrival) -> None:
        if not hasattr(local, "connection"):
            local.connection = sqlite3.connect(path, isolation_level=None, timeout=60)
            local.connection.execute("PRAGMA synchronous = FULL")
        local.connection.execute(
            "INSERT INTO events (id, kind, time_us, received_us, hash, door, sender, content) VALUES (?,?,?,?,?,?,?,?)",
            (arrival.event_id, arrival.kind, arrival.time_us, 0, arrival.hash, "events", "x", arrival.content),
        )

    return _count_writes(write, seconds, path)


def write_groups(path: Path, seconds: float) -> float:
    """Events a second by the journal."""
    engine = open_database(f"sqlite:///{path}")
    journal = Journal(engine, lambda: datetime.now(UTC))
    try:
        return _count_writes(lambda arrival: journal.submit([arrival], "events", "x").result(), seconds, path)
    finally:
        journal.close()
        engine.dispose()


def send_to_service(folder: Path, batch: int, seconds: float) -> Sent:
    """Events over HTTP, so many a request, from a client in a process of its own."""
    folder.mkdir()
    path = folder / "capture.sqlite"
    engine = open_database(f"sqlite:///{path}")
    secret = create_token(engine, "benchmark", ["send"], datetime.now(UTC))[1]
    engine.dispose()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "medpref_dagster.cli", "capture", "--database", f"sqlite:///{path}"]
    service = subprocess.Popen(
        [*command, "--port", str(port), "--rate", "1e9"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _wait_until_ready(port)
        before = _read_processor(service.pid)
        client = subprocess.run(
            [sys.executable, "-m", "benchmarks.capture_client", str(port), str(batch), str(seconds)],
            input=secret,
            capture_output=True,
            text=True,
            check=True,
        )
        said = json.loads(client.stdout)
        spent = _read_processor(service.pid) - before
    finally:
        service.terminate()
        service.wait()
    events = _count_rows(path)
    assert events == said["events"], "what was acknowledged is not what is in the table"
    micros = 1e6 / events
    return Sent(events / said["seconds"], spent * micros, said["processor"] * micros)


def _read_processor(process: int) -> float:
    """Seconds of the processor that a process has taken."""
    times = psutil.Process(process).cpu_times()
    return times.user + times.system


def _count_writes(write: Callable[[Arrival], object], seconds: float, path: Path) -> float:
    """Let threads write until the time is over; the rows that are in the table by the time that it took."""
    now = datetime.now(UTC)
    started = time.perf_counter()

    def work(thread: int) -> None:
        number = 0
        while time.perf_counter() - started < seconds:
            write(make_arrival(parse_event(make_event(f"{thread}-{number}"), now)))
            number += 1

    _run_threads(work, THREADS)
    return _count_rows(path) / (time.perf_counter() - started)


def _run_threads(work: Callable[[int], None], threads: int) -> None:
    running = [threading.Thread(target=work, args=(thread,)) for thread in range(threads)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()


def _count_rows(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("SELECT count(*) FROM events").fetchone()[0]


def _wait_until_ready(port: int) -> None:
    for _ in range(600):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/readyz")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the service does not start")


if __name__ == "__main__":
    main()
