"""What it took to make an artifact: time, tokens, memory, energy. Kept in the store's journals, outside every hash."""

import re
import resource
import time
from collections.abc import Generator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import MISSING, asdict, dataclass, fields
from pathlib import Path
from typing import Any

import torch

from medpref_dagster.devices import Compute
from medpref_dagster.storage.energy import EnergyMeter
from medpref_dagster.storage.names import encode_partition
from medpref_dagster.storage.store import Artifact, Partition, Store
from medpref_dagster.together import together

_RESET_PEAK = "5"
"""Written to /proc/self/clear_refs, it resets the peak of the resident memory (man 5 proc)."""


@dataclass(frozen=True)
class Cost:
    """What one call took that made an artifact. A call that was killed left none."""

    artifact: str
    """Its address."""
    seconds: float
    """By the clock."""
    cpu_seconds: float
    """Of all threads of this process, and of those that work with it."""
    peak_memory_bytes: int | None
    """On CUDA what its allocator held at most, else the process's resident memory; None where neither is readable. The
    sum over the processes that work together: what they share counts for each."""
    tokens: int | None
    """Trained on, or generated; None where it was not counted."""
    device: str
    threads: int
    cpu_joules: float | None = None
    """As of `energy.Energy`; None where it is not readable, and in notes of versions that did not measure it."""
    gpu_joules: float | None = None
    """Likewise."""
    processes: int = 1
    """That did it together."""
    shards: int | None = None
    """How many of them shared a model's weights; None in notes of versions that did not note it."""


class CostMeter:
    """Runs from its making to `finish`."""

    def __init__(self, compute: Compute) -> None:
        self._compute = compute
        self._started = time.monotonic(), _read_cpu_seconds()
        _reset_peak_memory(compute)
        self._energy = EnergyMeter(compute.device)
        self.cost: Cost | None = None

    def finish(self, artifact: Artifact, tokens: int | None = None) -> None:
        """Note that this artifact was made, from that many tokens."""
        energy, processes = self._energy.read(), together()
        own = [_read_cpu_seconds() - self._started[1], _read_peak_memory(self._compute), energy.gpu_joules]
        spent = processes.gather(own)
        peaks = [peak for _, peak, _ in spent if peak is not None]
        self.cost = Cost(
            artifact=artifact.address,
            seconds=time.monotonic() - self._started[0],
            cpu_seconds=sum(seconds for seconds, _, _ in spent),
            peak_memory_bytes=sum(peaks) if len(peaks) == len(spent) else None,
            tokens=tokens,
            device=name_device(self._compute),
            threads=self._compute.threads,
            cpu_joules=energy.cpu_joules,
            gpu_joules=_sum_known([joules for _, _, joules in spent]),  # each has a GPU of its own
            processes=processes.count,
            shards=self._compute.shards,
        )

    def stop(self) -> None:
        """Measure no longer."""
        self._energy.stop()


@contextmanager
def measure_cost(store: Store, asset: str, partition: Partition, compute: Compute) -> Generator[CostMeter]:
    """Measure the block, and journal it if it called `finish`; what was only recalled calls it not."""
    meter = CostMeter(compute)
    try:
        yield meter
    finally:
        meter.stop()
    if meter.cost is not None:
        store.note(_journal(asset, partition), asdict(meter.cost))


def read_cost(store: Store, asset: str, partition: Partition) -> Cost | None:
    """What it took to make what the asset points to now, over all calls that made it; None where nobody measured."""
    return read_cost_of(store, asset, partition, store.current(asset, partition).address)


def read_cost_of(store: Store, asset: str, partition: Partition, address: str) -> Cost | None:
    """What it took to make an artifact under an asset's name, though the asset may point to another one now."""
    return add_costs(list_costs_of(store, asset, partition, address))


def list_costs_of(store: Store, asset: str, partition: Partition, address: str) -> list[Cost]:
    """As `read_cost_of`, call by call: they may have been made by different numbers of processes."""
    notes = store.read_notes(_journal(asset, partition), *_ALWAYS_NOTED)
    return [_read_note(note) for note in notes if note["artifact"] == address]


def add_costs(costs: Sequence[Cost]) -> Cost | None:
    """The sum of times, tokens and energy, and the highest peak; energy only where every call could read it."""
    if not costs:
        return None
    peaks = [cost.peak_memory_bytes for cost in costs if cost.peak_memory_bytes is not None]
    tokens = [cost.tokens for cost in costs if cost.tokens is not None]
    return Cost(
        artifact=costs[-1].artifact,
        seconds=sum(cost.seconds for cost in costs),
        cpu_seconds=sum(cost.cpu_seconds for cost in costs),
        peak_memory_bytes=max(peaks, default=None),
        tokens=sum(tokens) if tokens else None,
        device=costs[-1].device,
        threads=costs[-1].threads,
        cpu_joules=_sum_known([cost.cpu_joules for cost in costs]),
        gpu_joules=_sum_known([cost.gpu_joules for cost in costs]),
        processes=max(cost.processes for cost in costs),
        shards=costs[-1].shards,
    )


def name_device(compute: Compute) -> str:
    """As a person knows it: `NVIDIA H100 80GB HBM3`, or the processor's name."""
    if compute.device.type == "cuda":
        return torch.cuda.get_device_name(compute.device)
    with suppress(OSError):
        found = re.search(r"^model name\s*:\s*(.+)$", Path("/proc/cpuinfo").read_text(), re.MULTILINE)
        if found:
            return found[1].strip()
    return compute.device.type


def _sum_known(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) if len(known) == len(values) else None


_ALWAYS_NOTED = tuple(field.name for field in fields(Cost) if field.default is MISSING)


def _read_note(note: dict[str, Any]) -> Cost:
    """A cost, without what a later version may have noted besides."""
    return Cost(**{field.name: note[field.name] for field in fields(Cost) if field.name in note})


def _journal(asset: str, partition: Partition) -> str:
    return f"costs/{asset}/{encode_partition(partition)}"


def _read_cpu_seconds() -> float:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def _reset_peak_memory(compute: Compute) -> None:
    if compute.device.type == "cuda":
        torch.cuda.reset_peak_memory_stats(compute.device)
        return
    with suppress(OSError):
        Path("/proc/self/clear_refs").write_text(_RESET_PEAK)


def _read_peak_memory(compute: Compute) -> int | None:
    if compute.device.type == "cuda":
        return torch.cuda.max_memory_allocated(compute.device)
    with suppress(OSError):
        found = re.search(r"^VmHWM:\s*(\d+) kB$", Path("/proc/self/status").read_text(), re.MULTILINE)
        return int(found[1]) * 1024 if found else None
    return None
