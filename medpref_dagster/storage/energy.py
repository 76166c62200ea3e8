"""What a computation drew from the socket, as far as the machine's own counters tell.

The counters count whatever runs on the package or the device, not only this process: on a machine that others use,
they tell too much.

References: Linux, Documentation/power/powercap/powercap.rst (`energy_uj`, `max_energy_range_uj`); NVIDIA, NVML API
reference (`nvmlDeviceGetTotalEnergyConsumption`: millijoules since the driver was loaded, Volta and newer).
"""

import importlib
import threading
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

POWERCAP = Path("/sys/class/powercap")

_SECONDS_BETWEEN_COUNTS = 20.0
"""The counter of a package starts anew after as little as 65 kJ, which 400 W take in 160 s."""


@dataclass(frozen=True)
class Energy:
    """In joules; None where it is not readable."""

    cpu_joules: float | None
    """Of all CPU packages, by RAPL; without memory."""
    gpu_joules: float | None
    """Of the CUDA device in use, by NVML; None where none is."""


class EnergyMeter:
    """Counts from its making to `stop`."""

    def __init__(self, device: torch.device, powercap: Path = POWERCAP) -> None:
        self._packages = PackageCounter(powercap)
        self._gpu = _find_gpu(device)
        self._gpu_started = _read_gpu(self._gpu)
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._keep_counting, daemon=True)
        if self._packages.joules is not None:
            self._thread.start()

    def read(self) -> Energy:
        """What was taken by now."""
        self._packages.count()
        gpu = _read_gpu(self._gpu)
        return Energy(
            self._packages.joules, None if gpu is None or self._gpu_started is None else gpu - self._gpu_started
        )

    def stop(self) -> None:
        """Count no longer."""
        self._stopped.set()
        if self._thread.is_alive():
            self._thread.join()

    def _keep_counting(self) -> None:
        while not self._stopped.wait(_SECONDS_BETWEEN_COUNTS):
            self._packages.count()


class PackageCounter:
    """Sums what the CPU packages take, over the counters' wrap-around, if `count` is called often enough.

    Parameters
    ----------
    powercap
        The folder of Linux's power zones, `/sys/class/powercap`. Of its zones only the packages count: their
        subzones (core, uncore) are within them, and psys is the whole machine where a board measures it. Linux lets
        nobody but root read them unless it was told otherwise.
    """

    def __init__(self, powercap: Path) -> None:
        self._lock = threading.Lock()
        self._microjoules = 0
        self._zones = [zone for zone in sorted(powercap.glob("intel-rapl:*")) if _is_package(zone)]
        self._ranges = self._read_zones("max_energy_range_uj")
        self._last = self._read_zones("energy_uj") if self._ranges else None

    @property
    def joules(self) -> float | None:
        """Up to the last `count`; None where a package is not readable, or there is none."""
        return None if self._last is None else self._microjoules / 1e6

    def count(self) -> None:
        """Add what was taken since the last call."""
        with self._lock:
            last, self._last = self._last, self._read_zones("energy_uj") if self._last else None
            if last and self._last and self._ranges:
                # A counter that is less than it was has passed its range once and begun anew.
                self._microjoules += sum(
                    new - old if new >= old else new + span - old
                    for old, new, span in zip(last, self._last, self._ranges, strict=True)
                )

    def _read_zones(self, name: str) -> list[int] | None:
        try:
            return [int((zone / name).read_text()) for zone in self._zones] or None
        except (OSError, ValueError):
            return None


def _is_package(zone: Path) -> bool:
    with suppress(OSError):
        return (zone / "name").read_text().startswith("package")
    return False


def _find_gpu(device: torch.device) -> tuple[Any, Any] | None:
    """NVML and its handle of a CUDA device; None without pynvml, which is no requirement, or a device that it knows."""
    if device.type != "cuda":
        return None
    try:
        nvml: Any = importlib.import_module("pynvml")
        nvml.nvmlInit()
        # By its UUID: NVML numbers all devices of the machine, CUDA those that it may see.
        return nvml, nvml.nvmlDeviceGetHandleByUUID(f"GPU-{torch.cuda.get_device_properties(device).uuid}")
    except Exception:  # whatever keeps NVML from answering, nothing depends on it but a number in a report
        return None


def _read_gpu(gpu: tuple[Any, Any] | None) -> float | None:
    """Joules since the driver was loaded."""
    if gpu is None:
        return None
    nvml, handle = gpu
    try:
        return float(nvml.nvmlDeviceGetTotalEnergyConsumption(handle)) / 1000
    except nvml.NVMLError:
        return None
