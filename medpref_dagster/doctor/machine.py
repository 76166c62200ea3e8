"""Python, the declared device, memory, disk and clock."""

import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from packaging.specifiers import SpecifierSet

from medpref_dagster.declaration.compute import ComputeDeclaration
from medpref_dagster.declaration.launchers import LauncherDeclaration, needs_device_here, say_elsewhere
from medpref_dagster.devices import Compute, DeviceError, available_memory, require_compute, resolve_compute
from medpref_dagster.doctor.findings import GIB, Finding, well, worth_knowing, wrong

PYTHONS = SpecifierSet(">=3.11,<3.14")
LEAST_FREE_BYTES = 2 * GIB
"""Of disk: some checkpoints of a small model, its tables and reports."""
MOST_SKEW_SECONDS = 5.0
"""Between this machine's clock and the one that stamps files in the store. Heartbeats of hosts are compared by it."""


def examine_python() -> Iterator[Finding]:
    """The version of Python, and those of what trains."""
    found = ".".join(map(str, sys.version_info[:3]))
    libraries = ", ".join(f"{name} {version(name)}" for name in ("torch", "transformers", "trl", "peft", "dagster"))
    if found not in PYTHONS:
        yield wrong("python", f"Python {found}", f"install medpref-dagster under a Python {PYTHONS}")
    else:
        yield well("python", f"Python {found}; {libraries}")


def examine_device(
    declared: ComputeDeclaration, launchers: Sequence[LauncherDeclaration] = ()
) -> tuple[list[Finding], Compute | None]:
    """The declared device, what it computes in, and its free memory; where launchers have it elsewhere, that."""
    if (where := say_elsewhere(launchers)) is not None:
        return [well("device", where), *_examine_left_here(declared, launchers)], None
    try:
        compute = resolve_compute(declared)
    except DeviceError as error:
        return [wrong("device", "the declared device cannot be had", str(error))], None
    dtype = compute.arithmetic.removeprefix("torch.")
    findings = [well("device", f"{compute.device}, {dtype}, {compute.threads} CPU threads")]
    free = compute.memory_bytes / GIB
    if compute.device.type == "cpu":
        findings.append(
            worth_knowing(
                "device",
                "no GPU is used: a model of some hundred million parameters trains in minutes to hours, one of "
                "billions does not",
                "`medpref plan TASK --base-model M` says what a training takes here and on other machines",
            )
        )
    findings.append(
        well("memory", f"{free:.1f} GiB free of the device, {available_memory() / GIB:.1f} GiB of the machine")
    )
    return findings, compute


def _examine_left_here(declared: ComputeDeclaration, launchers: Sequence[LauncherDeclaration]) -> Iterator[Finding]:
    """What is left to this machine of the steps that run a model: those that several processes cannot divide."""
    if needs_device_here(launchers):
        try:
            require_compute(declared)
        except DeviceError:
            found = "steps that cannot be divided among processes are done on this machine, which lacks the device"
            launcher = next(item.launcher for item in launchers if item.device)
            remedy = f"declare a launcher for them behind the one that there is: {{launcher: {launcher}}}"
            yield worth_knowing("device", found, remedy)
    yield well("memory", f"{available_memory() / GIB:.1f} GiB free of this machine")


def examine_room_for(name: str, weights: int, compute: Compute) -> Finding:
    """Whether a base model with so many bytes of weights fits into the device's free memory."""
    free = f"{weights / GIB:.2f} GiB of weights, {compute.memory_bytes / GIB:.1f} GiB of memory free"
    if weights >= compute.memory_bytes:
        remedy = f"end what else uses the memory, or choose a smaller one; `medpref plan TASK --base-model {name}`"
        return wrong(f"base model {name}", f"does not fit: {free}", remedy)
    return well(f"base model {name}", f"is prepared; {free}")


def examine_disk(folder: Path) -> Finding:
    """The free space where the store lies."""
    usage = shutil.disk_usage(folder)
    found = f"{usage.free / GIB:.1f} of {usage.total / GIB:.0f} GiB free at {folder}"
    if usage.free < LEAST_FREE_BYTES:
        remedy = "free some space, or set store.root in the profile to another disk"
        return wrong("disk", found, remedy)
    return well("disk", found)


def examine_clock(folder: Path, newest: float | None) -> Finding:
    """This machine's clock beside the one that stamps files in a folder, and beside the newest thing that is there.

    Parameters
    ----------
    folder
        Where the store lies.
    newest
        When the newest run began, in seconds since 1970; None where there was none.
    """
    with tempfile.NamedTemporaryFile(dir=folder) as written:
        before = time.time()
        written.write(b"?")
        written.flush()
        stamped = Path(written.name).stat().st_mtime
    skew = stamped - before
    told = datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")
    if newest is not None and newest > time.time() + MOST_SKEW_SECONDS:
        ahead = datetime.fromtimestamp(newest, UTC).strftime("%Y-%m-%d %H:%M UTC")
        found = f"it is {told} here, and a run began at {ahead}, which is later: the clock was set back"
        return wrong("clock", found, "set the clock (NTP); weeks and rounds are counted by it")
    if abs(skew) > MOST_SKEW_SECONDS:
        found = f"it is {told} here; files in the store are stamped {skew:+.0f} s apart"
        return wrong("clock", found, "set the clocks of this machine and of the file server (NTP)")
    return well("clock", f"{told}; as the store's files are stamped")
