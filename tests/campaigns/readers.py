"""The readers against files made and damaged by chance: nothing raw is raised, nothing lost, nothing shown.

    python -m tests.campaigns.readers --inputs 100000 --seed 0

Counted for each kind of file: errors that are no `SourceError`; readings whose rows and quarantined rows together are
not the rows that are there; messages or tracebacks with a cell of the data; inputs that take over ten seconds of the
processor; inputs that take over 256 MiB more memory than any before. An input is made from the seed and its number
alone: `--first 4711 --inputs 1 --show` makes and reads that one again.
"""

import argparse
import json
import os
import random
import resource
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

from tests.campaigns.made_files import CANARY, Made, make_file

COUNTS = ("inputs", "read", "refused", "raw", "lost", "shown", "hung", "large", "crashed")
_SECONDS = 10
_MEMORY_KIB = 256 << 10
_INPUTS_OF_A_PROCESS = 6250


class _HungError(BaseException):
    """An input takes too long."""


def run_inputs(
    seed: int, first: int, count: int, folder: Path, *, show: bool = False, leave_out: Sequence[str] = ()
) -> dict[str, dict[str, Any]]:
    """Kind -> counts, longest seconds and the faults: what was wrong with which input."""
    found: dict[str, dict[str, Any]] = {}
    for number in range(first, first + count):
        made = make_file(random.Random(f"{seed}:{number}"))
        if made.kind in leave_out:
            continue
        kind = found.setdefault(made.kind, {**dict.fromkeys(COUNTS, 0), "seconds": 0.0, "faults": []})
        path = folder / made.name
        path.write_bytes(made.content)
        before, begin = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
        outcome, faults = _read(made, path)
        seconds = time.process_time() - begin
        if resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before > _MEMORY_KIB and number > first:
            faults.append("large")
        kind["inputs"] += 1
        if outcome != "broken":
            kind[outcome] += 1
        kind["seconds"] = max(kind["seconds"], seconds)
        for fault in faults:
            kind[fault.partition(":")[0]] += 1
            kind["faults"].append(f"{number} {fault}")
        if show:
            print(made, outcome, faults, sep="\n")
        path.unlink()
    return found


def _read(made: Made, path: Path) -> tuple[str, list[str]]:
    """(read, refused or broken; the faults)"""
    import pyarrow as pa

    from medpref_dagster import schemas
    from medpref_dagster.declaration import Columns, Source
    from medpref_dagster.sources import open_source
    from medpref_dagster.sources.reading import SourceError

    options: dict[str, Any] = {"path": str(path), **made.options}
    if made.kind == "duckdb":
        query = f"select * from {made.options['how']}($path)"  # noqa: S608  one of three names
        options = {"query": query, "parameters": {"path": str(path)}}
    if made.kind == "huggingface":
        options = {"dataset": str(path.parent)}
    if made.kind == "medqa":
        options["options"] = 4
    reader = made.kind if made.kind in ("duckdb", "huggingface", "medqa", "mimic_iv_note") else "files"
    text = {"medqa": "question", "mimic_iv_note": "text"}.get(made.kind, "note")
    try:
        with _limited_time():
            reading = open_source(Source(reader=reader, options=options, columns=Columns(text=text)), None)
            rows = 0
            for batch in reading.batches:
                batch.validate(full=True)
                if batch.schema != reading.schema:
                    return "broken", ["raw: a batch has another schema than the reading"]
                rows += len(batch.to_pylist())
            pa.Table.from_pylist(reading.quarantine, schema=schemas.QUARANTINE)
    except SourceError as error:
        told = "".join(traceback.format_exception(error))
        faults = ["shown"] if CANARY in told else []
        if not made.damaged and "limits" not in made.options and not _is_open(error):
            faults.append(f"lost: a whole file is refused: {type(error).__name__}")
        return "refused", faults
    except _HungError:
        return "broken", ["hung"]
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt):
            raise
        at = traceback.extract_tb(error.__traceback__)[-1]
        return "broken", [f"raw: {type(error).__name__} at {Path(at.filename).name}:{at.lineno}"]
    faults = ["shown"] if any(CANARY in str(row["detail"]) for row in reading.quarantine) else []
    if made.rows is not None and rows + len(reading.quarantine) != made.rows:
        faults.append(f"lost: {rows} rows and {len(reading.quarantine)} quarantined of {made.rows}")
    return "read", faults


def _is_open(error: Exception) -> bool:
    """Whether the format itself leaves open what the file holds."""
    return "the format does not tell which" in str(error)


@contextmanager
def _limited_time() -> Iterator[None]:
    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise _HungError

    # Seconds of this process: on a busy machine others take theirs.
    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, _SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _run_share(seed: int, first: int, count: int) -> dict[str, dict[str, Any]]:
    command = [sys.executable, "-X", "faulthandler", "-m", "tests.campaigns.readers", "--json"]
    command += ["--seed", str(seed), "--first", str(first), "--inputs", str(count)]
    # The hub's library loads torch where it may: seconds of each process.
    environment = {**os.environ, "USE_TORCH": "0", "HF_HUB_OFFLINE": "1"}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    if done.returncode:
        print(done.stderr, file=sys.stderr)
        fault = {**dict.fromkeys(COUNTS, 0), "crashed": 1, "seconds": 0.0}
        return {"process": {**fault, "faults": [f"{first} and on: exit {done.returncode}"]}}
    found: dict[str, dict[str, Any]] = json.loads(done.stdout.splitlines()[-1])
    return found


def _add(total: dict[str, dict[str, Any]], found: dict[str, dict[str, Any]]) -> None:
    for name, counts in found.items():
        kind = total.setdefault(name, {**dict.fromkeys(COUNTS, 0), "seconds": 0.0, "faults": []})
        for count in COUNTS:
            kind[count] += counts[count]
        kind["seconds"] = max(kind["seconds"], counts["seconds"])
        kind["faults"] += counts["faults"]


def _print_table(total: dict[str, dict[str, Any]], seconds: float) -> None:
    print(f"| {'kind':<14} | " + " | ".join(f"{name:>8}" for name in COUNTS) + " | longest s |")
    print(f"| {'-' * 14} | " + " | ".join(["-" * 8] * len(COUNTS)) + " | --------- |")
    rows = sorted(total.items())
    everything = {name: sum(counts[name] for _, counts in rows) for name in COUNTS}
    everything["seconds"] = max((counts["seconds"] for _, counts in rows), default=0.0)
    for name, counts in [*rows, ("all", everything)]:
        cells = " | ".join(f"{counts[count]:>8}" for count in COUNTS)
        print(f"| {name:<14} | {cells} | {counts['seconds']:>9.2f} |")
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"{seconds:.0f} s; peak memory of a process {max(children, own) / 1024:.0f} MiB")
    for name, counts in rows:
        for fault in counts["faults"][:20]:
            print(f"  {name}: input {fault}")


def main() -> int:
    """Run the campaign and print its table; 1 where there is a fault."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--inputs", type=int, default=100_000)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--show", action="store_true", help="print each input and what came of it")
    parser.add_argument("--json", action="store_true", help="in this process; print the counts as JSON")
    asked = parser.parse_args()
    begin = time.perf_counter()
    if asked.json or asked.show:
        with tempfile.TemporaryDirectory() as folder:
            found = run_inputs(asked.seed, asked.first, asked.inputs, Path(folder), show=asked.show)
        print(json.dumps(found), flush=True)
        # The threads of the hub's library bring an interpreter down now and then while it ends.
        os._exit(0)
    # In processes of their own, so that one that a library brings down costs its share and is counted.
    end = asked.first + asked.inputs
    shares = [
        (first, min(_INPUTS_OF_A_PROCESS, end - first)) for first in range(asked.first, end, _INPUTS_OF_A_PROCESS)
    ]
    total: dict[str, dict[str, Any]] = {}
    with ThreadPoolExecutor(asked.processes) as pool:
        for found in pool.map(lambda share: _run_share(asked.seed, *share), shares):
            _add(total, found)
            inputs = sum(counts["inputs"] for counts in total.values())
            faults = [fault for counts in total.values() for fault in counts["faults"]]
            print(f"{inputs} of {asked.inputs}: {'; '.join(faults)}", file=sys.stderr, flush=True)
    _print_table(total, time.perf_counter() - begin)
    return int(any(counts["faults"] for counts in total.values()))


if __name__ == "__main__":
    sys.exit(main())
