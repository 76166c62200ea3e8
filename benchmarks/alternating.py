"""Two ways to do the same work, measured in turns, so that what else the machine does strikes both alike."""

import argparse
import gc
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import torch

from medpref_dagster.passes.products import project

PEER, OURS = "peer", "ours"
_MEMORY_MARK = "peak memory of this side: "
_TURNS_MARK = "turns of this side: "


@dataclass(frozen=True)
class Turn:
    """One execution."""

    seconds: float
    """Of the clock on the wall."""
    cpu_seconds: float
    """Of all threads together: says what the work costs where other processes take the cores away."""


@dataclass(frozen=True)
class Spread:
    """Median, least and greatest of some numbers."""

    median: float
    least: float
    greatest: float

    def __str__(self) -> str:
        """For a table: `5.1 (4.8 to 5.3)`."""
        digits = 2 if self.median < 10 else 1 if self.median < 100 else 0
        return f"{self.median:.{digits}f} ({self.least:.{digits}f} to {self.greatest:.{digits}f})"


def spread(values: Sequence[float]) -> Spread:
    """The spread of at least one value."""
    return Spread(statistics.median(values), min(values), max(values))


def take_turns(sides: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, list[Turn]]:
    """Run every side once a round, in an order that turns with each round, after one run of each to warm up.

    Returns
    -------
    dict
        For each side its turns, one a round.
    """
    for run in sides.values():
        run()
    turns: dict[str, list[Turn]] = {name: [] for name in sides}
    names = list(sides)
    for index in range(rounds):
        for name in names[index % len(names) :] + names[: index % len(names)]:
            turns[name].append(time_once(sides[name]))
    return turns


def time_once(run: Callable[[], object]) -> Turn:
    """How long one call takes, or what it says itself where it returns a `Turn`."""
    clock = Clock()
    result = run()
    return result if isinstance(result, Turn) else clock.read()


class Clock:
    """Runs from its making."""

    def __init__(self) -> None:
        synchronize()
        self._wall, self._cpu = time.perf_counter(), time.process_time()

    def read(self) -> Turn:
        """What has passed."""
        synchronize()
        return Turn(time.perf_counter() - self._wall, time.process_time() - self._cpu)


def synchronize() -> None:
    """Wait for the accelerator, if there is one."""
    if torch.cuda.is_available():
        torch.cuda.synchronize()


def release_memory() -> None:
    """Give the accelerator back what nothing refers to, and begin to count its peak anew."""
    gc.collect()
    if torch.cuda.is_available():
        torch.cuda.empty_cache()
        torch.cuda.reset_peak_memory_stats()


def compare(turns: Mapping[str, Sequence[Turn]], peer: str = PEER, ours: str = OURS) -> tuple[Spread, Spread]:
    """How many times as long the peer takes, round by round: (by the wall's clock, by CPU time)."""
    pairs = list(zip(turns[peer], turns[ours], strict=True))
    return (
        spread([theirs.seconds / own.seconds for theirs, own in pairs]),
        spread([theirs.cpu_seconds / own.cpu_seconds for theirs, own in pairs]),
    )


@dataclass(frozen=True)
class MatrixRates:
    """Floating-point operations a second of one matrix product."""

    of_mm: float
    """`torch.mm`: what the stock layers run at."""
    fastest: float
    """By the faster of the libraries at hand: what the machine gives."""


def measure_matrix_rates(device: torch.device, dtype: torch.dtype, shape: tuple[int, int, int]) -> MatrixRates:
    """The rates of `[m, k] @ [k, n]`, each the best of several short turns."""
    rows, inner, columns = shape
    a = torch.randn(rows, inner, device=device, dtype=dtype)
    b = torch.randn(inner, columns, device=device, dtype=dtype)
    out = torch.empty(rows, columns, device=device, dtype=dtype)
    repeats = 4 if device.type == "cpu" else 50

    def measure(multiply: Callable[[], object]) -> float:
        def repeat() -> None:
            for _ in range(repeats):
                multiply()

        repeat()
        return 2 * rows * inner * columns * repeats / min(time_once(repeat).seconds for _ in range(24))

    of_mm = measure(lambda: torch.mm(a, b, out=out))
    plain = device.type == "cpu" and dtype == torch.float32
    return MatrixRates(of_mm, max(of_mm, measure(lambda: project(a, b.t()))) if plain else of_mm)


def peak_memory_bytes() -> int:
    """The most memory that this process has had: on the GPU where one is used, else resident."""
    if torch.cuda.is_available():
        return torch.cuda.max_memory_allocated()
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


@dataclass(frozen=True)
class Alone:
    """A side that ran in a process of its own."""

    turns: dict[str, list[Turn]]
    """Its own, and those of what else it was timed at."""
    peak_bytes: int


def run_alone(module: str, arguments: Sequence[str], side: str) -> Alone:
    """Time one side in a process of its own: `python -m <module> ... --only <side>`."""
    printed = _run_side(module, arguments, side)
    turns = json.loads(_find_line(printed, _TURNS_MARK))
    return Alone(
        {name: [Turn(*numbers) for numbers in of_name] for name, of_name in turns.items()},
        int(_find_line(printed, _MEMORY_MARK)),
    )


def report_turns(turns: Mapping[str, Sequence[Turn]]) -> None:
    """What `run_alone` reads in the other process."""
    numbers = {name: [(turn.seconds, turn.cpu_seconds) for turn in of_name] for name, of_name in turns.items()}
    print(f"{_TURNS_MARK}{json.dumps(numbers)}")
    report_peak_memory()


def measure_peak_memory(module: str, arguments: Sequence[str], side: str) -> int:
    """Peak memory of one side alone, in a process of its own: `python -m <module> ... --only <side>`."""
    return int(_find_line(_run_side(module, arguments, side), _MEMORY_MARK))


def _run_side(module: str, arguments: Sequence[str], side: str) -> str:
    command = [sys.executable, "-m", module, *arguments, "--only", side]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout


def _find_line(printed: str, mark: str) -> str:
    [line] = [line for line in printed.splitlines() if line.startswith(mark)]
    return line.removeprefix(mark)


def report_peak_memory() -> None:
    """What `measure_peak_memory` reads in the other process."""
    print(f"{_MEMORY_MARK}{peak_memory_bytes()}")


def make_parser(description: str | None) -> argparse.ArgumentParser:
    """A parser with the options that all benchmarks have."""
    parser = argparse.ArgumentParser(
        description=description, formatter_class=argparse.ArgumentDefaultsHelpFormatter, allow_abbrev=False
    )
    parser.add_argument("--rounds", type=int, default=5, help="turns of each side")
    parser.add_argument("--threads", type=int, default=len(os.sched_getaffinity(0)), help="CPU threads")
    parser.add_argument("--json", metavar="FILE", help="also append each row to this file, one JSON object a line")
    return parser


def describe_machine(threads: int) -> str:
    """One line for the head of a result: processor, threads, load, versions, date."""
    gpu = f", {torch.cuda.get_device_name()}" if torch.cuda.is_available() else ""
    load = os.getloadavg()[0]
    versions = f"PyTorch {torch.__version__}, Python {platform.python_version()}"
    date = time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime())
    return f"{_name_processor()}, {threads} threads{gpu}; load {load:.1f} before; {versions}; {date}"


def _name_processor() -> str:
    try:
        with open("/proc/cpuinfo") as lines:  # noqa: PTH123 - a kernel's file
            return next(line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or platform.machine()


def print_row(row: Mapping[str, object], path: str | None = None) -> None:
    """Print one result at once, and append it to a file if there is one."""
    print("  ".join(f"{name} {value}" for name, value in row.items()), flush=True)
    if path is not None:
        with open(path, "a") as file:  # noqa: PTH123
            file.write(json.dumps({name: str(value) for name, value in row.items()}) + "\n")
