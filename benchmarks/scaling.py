"""How our own work grows: with CPU threads, with sequence length, with the number of rows, with the size of a file.

`threads` and `lengths` are DPO steps (forward and backward of the packed pass, LoRA of rank 16), without TRL's loop.
`layout` is the packing of rows into passes, which has no peer and must stay small beside the passes. `reading` is what
`raw_cases` does with a gzip CSV of notes: the reader `files` into a table of the store, in a process of its own whose
memory is limited by the kernel. `busy` is how much longer a small step takes beside one other process, by how long
OpenMP's threads spin while they wait. `sharing` is what one of two processes holds, and takes for a step, where they
share a model's weights, beside each holding all of them.
"""

import argparse
import gzip
import json
import os
import random
import string
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import torch
from peft import get_peft_model

from benchmarks.alternating import compare, describe_machine, make_parser, print_row, spread, take_turns
from benchmarks.training import lora_config, read_shape
from benchmarks.workloads import SHAPES, find_compute, make_model, make_rows
from medpref_dagster import SPIN_COUNT
from medpref_dagster.passes.fused import fused_layers
from medpref_dagster.passes.logps import completion_logps
from medpref_dagster.passes.trie import pack_rows
from medpref_dagster.training.packed_trainer import steady_token_budget

LENGTHS = ("107,3,3", "200,60,60", "400,80,80", "800,100,100")
TOKENS_OF_A_STEP = 1024
"""Every length gets about so many tokens a step, so that only the length differs."""

NOTE_BYTES = 4000
_NOTE_LETTERS = (string.ascii_letters + string.digits + "       ,.\n").encode()


def main() -> None:
    """Print one row for each size."""
    parser = make_parser(__doc__)
    parser.add_argument("--model", choices=sorted(SHAPES), default="smollm2-135m", help="shape of the random model")
    parser.add_argument("--part", choices=MEASURES, action="append", help="only this part; may be given several times")
    parser.add_argument("--file-mb", type=int, default=400, help="reading: size of the file before it is compressed")
    parser.add_argument("--memory-mib", type=int, default=2048, help="reading: memory that the process may have")
    parser.add_argument("--folder", type=Path, help="reading: where the files go; without it, the system's own")
    options = parser.parse_args()
    print(describe_machine(options.threads))
    for part in options.part or MEASURES:
        MEASURES[part](options)


def measure_lengths_and_threads(options: argparse.Namespace) -> None:
    """Trie nodes a second at each length, with one thread and with all."""
    compute = find_compute(options.threads)
    base = make_model(options.model, compute)
    model = get_peft_model(base, lora_config()).train()
    budget = steady_token_budget(compute, base, training=True)
    for lengths in LENGTHS:
        shape = read_shape(lengths, shared=40)
        tokens = shape.prompt + shape.chosen + shape.rejected
        rows = make_rows(shape, max(1, TOKENS_OF_A_STEP // tokens), base.config.vocab_size)
        completions = [(row.prompt, side) for row in rows for side in (row.chosen, row.rejected)]
        nodes = sum(len(pack) for pack in pack_rows(completions, budget, dense_attention=False))

        def step(threads: int, completions: list[tuple[list[int], list[int]]] = completions) -> None:
            torch.set_num_threads(threads)
            with fused_layers(model):
                torch.cat(completion_logps(model, completions, budget)).sum().backward()

        sides = {"1": lambda step=step: step(1), "all": lambda step=step: step(options.threads)}
        turns = take_turns(sides, options.rounds)
        ratio, _ = compare(turns, peer="1", ours="all")
        print_row(
            {
                "tokens": lengths,
                "nodes of a step": nodes,
                "nodes/s, 1 thread": spread([nodes / turn.seconds for turn in turns["1"]]),
                f"nodes/s, {options.threads} threads": spread([nodes / turn.seconds for turn in turns["all"]]),
                "speed-up": ratio,
            },
            options.json,
        )


def measure_layout(options: argparse.Namespace) -> None:
    """Milliseconds of packing a row, for growing numbers of rows."""
    draw = random.Random(0)
    instruction = [draw.randrange(49152) for _ in range(40)]
    for count in (1000, 4000, 16000):
        rows = [(instruction + [draw.randrange(49152) for _ in range(67)], [7, 8, 9]) for _ in range(count)]
        turns = take_turns({"layout": lambda rows=rows: pack_rows(rows, 1024, dense_attention=False)}, options.rounds)
        milliseconds = spread([turn.seconds / count * 1000 for turn in turns["layout"]])
        print_row({"rows laid out": count, "ms a row": milliseconds}, options.json)


_READ = """
import json, resource, sys, time
limit, path, store = int(sys.argv[1]), sys.argv[2], sys.argv[3]
# Of everything that is this process's own and can be written; what is mapped of libraries' files is not.
resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
from medpref_dagster.declaration import Columns, Source
from medpref_dagster.sources import open_source
from medpref_dagster.storage.store import Store
import pyarrow.parquet as pq

def read_peak():  # of this program alone: what getrusage says begins with the peak of the process that started it
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmHWM"))

wall, cpu = time.perf_counter(), time.process_time()
columns = Columns(text="note", row="note_id", patient="patient_id")
reading = open_source(Source(reader="files", options={"path": path}, columns=columns), None)
opened = Store(store)
table = opened.table_path(opened.write_table(reading.batches, reading.schema))
print(json.dumps({
    "seconds": time.perf_counter() - wall, "cpu": time.process_time() - cpu, "peak": read_peak(),
    "rows": pq.ParquetFile(table).metadata.num_rows, "quarantined": len(reading.quarantine),
}))
"""


def measure_reading(options: argparse.Namespace) -> None:
    """Seconds for a GB (before compression) and peak memory of reading a gzip CSV, for the size and a quarter of it."""
    for megabytes in (options.file_mb // 4, options.file_mb):
        with tempfile.TemporaryDirectory(dir=options.folder) as folder:
            path = Path(folder, "notes.csv.gz")
            rows, size = write_notes(path, megabytes * 10**6)
            limit = str(options.memory_mib * 2**20)
            printed = subprocess.run(
                [sys.executable, "-c", _READ, limit, str(path), str(Path(folder, "store"))],
                check=True,
                stdout=subprocess.PIPE,
                text=True,
            ).stdout
            done = json.loads(printed)
            assert (done["rows"], done["quarantined"]) == (rows, 0), done
            print_row(
                {
                    "GB read": f"{size / 1e9:.2f} ({path.stat().st_size / 1e9:.2f} compressed)",
                    "notes": rows,
                    "s a GB": f"{done['seconds'] / size * 1e9:.1f} (CPU {done['cpu'] / size * 1e9:.1f})",
                    "peak MiB": f"{done['peak'] / 2**20:.0f} of {options.memory_mib}",
                },
                options.json,
            )


_SMALL_STEPS = """
import sys, time
import torch  # alone: importing this package would set how long threads spin
torch.set_num_threads(int(sys.argv[1]))
layers = torch.nn.Sequential(*(torch.nn.Linear(512, 512) for _ in range(12)))
x = torch.randn(128, 512)
def run(seconds):
    done, begin = 0, time.perf_counter()
    while time.perf_counter() - begin < seconds:
        layers(x).square().mean().backward()
        done += 1
    return (time.perf_counter() - begin) / done
if len(sys.argv) > 2:  # a competitor, until it is killed
    run(1e9)
run(0.5)
print(run(2))
"""
_SPIN = "while True: pass"
POLICIES: dict[str, dict[str, str]] = {
    "OpenMP's own": {},
    "ours": {"GOMP_SPINCOUNT": SPIN_COUNT},
    "passive": {"OMP_WAIT_POLICY": "PASSIVE"},
}
COMPETITORS = {"quiet": None, "one process": [_SPIN], "another torch": [_SMALL_STEPS]}


def measure_busy(options: argparse.Namespace) -> None:
    """Milliseconds of a small step alone and beside a competitor, under each way of waiting, in turns."""
    found: dict[tuple[str, str], list[float]] = {(beside, way): [] for beside in COMPETITORS for way in POLICIES}
    for turn in range(options.rounds):
        cells = list(found)
        for beside, way in cells[turn % len(cells) :] + cells[: turn % len(cells)]:
            found[beside, way].append(time_small_steps(options.threads, POLICIES[way], COMPETITORS[beside]))
    for beside in COMPETITORS:
        row: dict[str, object] = {"beside": beside}
        for way in POLICIES:
            row[f"ms, {way}"] = spread([seconds * 1000 for seconds in found[beside, way]])
        for way in POLICIES:
            pairs = zip(found[beside, way], found["quiet", way], strict=True)
            row[f"times quiet, {way}"] = spread([busy / quiet for busy, quiet in pairs])
        pairs = zip(found[beside, "OpenMP's own"], found[beside, "ours"], strict=True)
        row["OpenMP's own / ours"] = spread([own / ours for own, ours in pairs])
        print_row(row, options.json)


def measure_sharing(options: argparse.Namespace) -> None:
    """MiB that a process holds, and has resident at most, in full training, and the seconds of a step: of one process
    on two threads, and of two on one each, which hold the whole model or share it."""
    found: dict[str, list[dict[str, float]]] = {"alone": [], "whole": [], "shared": []}
    for _ in range(options.rounds):
        for how, rounds in found.items():
            rounds.append(run_training(options.model, how))
    row: dict[str, object] = {"model": options.model}
    for name, unit in (("held", 2**20), ("peak", 2**20), ("seconds", 1)):
        for how, rounds in found.items():
            row[f"{name}, {how}"] = spread([one[name] / unit for one in rounds])
        for how, against in (("whole", "alone"), ("shared", "whole")):
            pairs = zip(found[how], found[against], strict=True)
            row[f"{name}, {how} / {against}"] = spread([one[name] / other[name] for one, other in pairs])
    print_row(row, options.json)


def run_training(model: str, how: str) -> dict[str, float]:
    """What `benchmarks.sharing` says, run by one process with two threads, or by two with one each."""
    command, threads = [sys.executable], "2"
    if how != "alone":
        command += ["-m", "torch.distributed.run", "--standalone", "--local-addr", "127.0.0.1"]
        command += ["--nproc-per-node", "2"]
        threads = "1"
    command += ["-m", "benchmarks.sharing", model, how, threads]
    environment = os.environ | {"GLOO_SOCKET_IFNAME": "lo", "OMP_NUM_THREADS": threads}
    printed = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout
    return json.loads(printed.strip().splitlines()[-1])


def time_small_steps(threads: int, policy: Mapping[str, str], competitor: Sequence[str] | None) -> float:
    """Seconds of a step in a process of its own under a policy, perhaps beside another process under the same one."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("OMP_", "GOMP_"))}
    environment = {**inherited, **policy}
    other = None
    if competitor is not None:
        other = subprocess.Popen([sys.executable, "-c", *competitor, str(threads), "for ever"], env=environment)
    try:
        command = [sys.executable, "-c", _SMALL_STEPS, str(threads)]
        return float(subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout)
    finally:
        if other is not None:
            other.kill()
            other.wait()


def write_notes(path: Path, size: int, seed: int = 0) -> tuple[int, int]:
    """Write notes of random letters, which compress by a quarter, with commas and line feeds, as a gzip CSV.

    Returns
    -------
    tuple
        How many notes, and how many bytes before compression.
    """
    draw = random.Random(seed)
    letters = (_NOTE_LETTERS * (256 // len(_NOTE_LETTERS) + 1))[:256]
    rows = written = 0
    with gzip.open(path, "wb", compresslevel=1) as file:
        written += file.write(b"note_id,patient_id,note,label\n")
        while written < size:
            note = draw.randbytes(draw.randrange(NOTE_BYTES // 2, NOTE_BYTES * 3 // 2)).translate(letters)
            label = b"yes" if rows % 3 else b"no"
            written += file.write(b'n%d,p%d,"%s",%s\n' % (rows, rows // 3, note, label))
            rows += 1
    return rows, written


MEASURES = {
    "lengths": measure_lengths_and_threads,
    "layout": measure_layout,
    "reading": measure_reading,
    "busy": measure_busy,
    "sharing": measure_sharing,
}


if __name__ == "__main__":
    main()
