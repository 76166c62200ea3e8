"""What a machine's YAML may say of who does steps: this process, others of this machine, a cluster's queue."""

import re
from collections.abc import Sequence
from typing import Annotated

from pydantic import AfterValidator, Field, model_validator

from medpref_dagster.declaration.base import Declared
from medpref_dagster.names import name_unknown
from medpref_dagster.registry import Registry

LAUNCHERS = Registry(
    "launcher",
    "medpref_dagster.launchers",
    {name: f"medpref_dagster.launchers.{name}" for name in ("inline", "torchrun", "slurm", "ray", "k8s")},
)
"""Name in `launchers` -> module, as `medpref_dagster.launchers` tells."""


RAY_RESOURCES = {"num_cpus": 1.0, "num_gpus": 0.0, "memory_gib": 0.0}
"""What a task of Ray takes of its node, unless `options` say more."""

_RAYS_LEAST_PART = 0.0001
"""Ray counts processors and GPUs in ten-thousandths."""

_K8S_OPTIONS = ("pod", "namespace")

OF_THIS_MACHINE = ("inline", "torchrun")
"""Launchers whose steps run where the run is."""

_SET_BY_SLURM_LAUNCHER = frozenset(
    f"--{name}"
    for name in (
        *("array", "chdir", "clusters", "error", "export", "export-file", "hold", "job-name", "nodes", "ntasks"),
        *("no-requeue", "output", "parsable", "requeue", "test-only", "time", "wait", "wrap"),
    )
)


def _check_launcher(value: str) -> str:
    if value not in LAUNCHERS:
        raise ValueError(name_unknown("launcher", value, LAUNCHERS))
    return value


def _check_slurm_options(options: tuple[str, ...]) -> None:
    for option in options:
        name = option.partition("=")[0]
        if not re.fullmatch(r"--[a-z][a-z-]*", name):
            raise ValueError(f"options: {option!r} is no long option of sbatch, such as --mem=64G")
        # sbatch takes the beginning of a name for it.
        if meant := [known for known in sorted(_SET_BY_SLURM_LAUNCHER) if known.startswith(name)]:
            raise ValueError(f"options: {meant[0]} is set by the launcher; leave {name} out")


def _check_ray_options(options: tuple[str, ...]) -> None:
    for option in options:
        name, _, value = option.partition("=")
        if name not in RAY_RESOURCES:
            raise ValueError(f"options: {name_unknown('resource', name, RAY_RESOURCES)}")
        if not re.fullmatch(r"\d{1,12}(\.\d+)?", value):
            raise ValueError(f"options: {option!r} says no number, such as {name}=1")
        _check_ray_quantity(option, name, float(value))


def _check_ray_quantity(option: str, name: str, value: float) -> None:
    """Refuse what Ray would refuse only when a step is handed to it."""
    if name == "num_gpus" and value > 1 and value != int(value):
        whole = int(value)
        raise ValueError(
            f"options: {option!r} is no number of GPUs for Ray: a part of one GPU (num_gpus=0.5), or whole ones "
            f"(num_gpus={whole}, num_gpus={whole + 1})"
        )
    if name != "memory_gib" and 0 < value < _RAYS_LEAST_PART:
        raise ValueError(f"options: {option!r} is less than Ray divides by: {name}={_RAYS_LEAST_PART} at least, or 0")


def _check_k8s_options(options: tuple[str, ...]) -> None:
    given = {name: value for name, _, value in (option.partition("=") for option in options)}
    for name in given:
        if name not in _K8S_OPTIONS:
            raise ValueError(f"options: {name_unknown('option of k8s', name, _K8S_OPTIONS)}")
    if not given.get("pod"):
        raise ValueError("options: k8s needs pod=FILE, the description of a pod in a file of the project")
    if "namespace" in given and not re.fullmatch(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?", given["namespace"]):
        raise ValueError(f"options: {given['namespace']!r} is no name of a namespace")


class LauncherDeclaration(Declared):
    """What does steps that need the same of a machine. Which steps these are is said by what they need, not by name."""

    launcher: Annotated[str, AfterValidator(_check_launcher)] = Field(
        description="How a step is started: inline (in the run's own process), torchrun (in processes of their own on "
        "this machine), slurm (as a job of a Slurm cluster's queue), ray (as a task of a Ray cluster), k8s (as a "
        "Kubernetes job), or what an installed package offers.",
    )
    device: bool = Field(
        default=True, description="Whether it does the steps that run a model, or those that run none."
    )
    processes: int = Field(
        default=1,
        ge=1,
        description="How many processes do a step together. With more than one it does only steps that can be divided.",
    )
    hours: float | None = Field(
        default=None, gt=0, description="After how long a step is ended; it goes on when it is materialized again."
    )

    options: tuple[str, ...] = Field(
        default=(),
        exclude_if=lambda value: not value,
        description="What else the launcher is told; of slurm, options of sbatch: --partition=gpu, --gres=gpu:1, "
        "--cpus-per-task=8, --mem=64G; of ray, num_cpus=8, num_gpus=1, memory_gib=64; of k8s, pod=FILE and "
        "namespace=NAME.",
    )

    @model_validator(mode="after")
    def _is_one_process(self) -> "LauncherDeclaration":
        if self.launcher == "inline" and (self.processes > 1 or self.hours is not None):
            raise ValueError("launcher: inline has the run's own process: leave processes and hours out")
        return self

    @model_validator(mode="after")
    def _options_are_its(self) -> "LauncherDeclaration":
        if self.options and self.launcher in ("inline", "torchrun"):
            raise ValueError(f"options: {self.launcher} has none")
        if self.launcher == "slurm":
            _check_slurm_options(self.options)
        if self.launcher == "ray":
            _check_ray_options(self.options)
        if self.launcher == "k8s":
            _check_k8s_options(self.options)
        return self


def find_model_launcher(launchers: Sequence[LauncherDeclaration]) -> LauncherDeclaration | None:
    """The first that does steps that run a model; None where the run's own process does them."""
    return next((item for item in launchers if item.device), None)


def say_elsewhere(launchers: Sequence[LauncherDeclaration]) -> str | None:
    """Where the device of the steps that run a model is looked for, as a clause; None where it is this machine's.

    >>> say_elsewhere([LauncherDeclaration(launcher="slurm")])
    'is looked for where slurm does the steps that run a model, not on this machine'
    """
    found = find_model_launcher(launchers)
    if found is None or found.launcher in OF_THIS_MACHINE:
        return None
    return f"is looked for where {found.launcher} does the steps that run a model, not on this machine"


def needs_device_here(launchers: Sequence[LauncherDeclaration]) -> bool:
    """Whether a step that runs a model may be done on this machine: one that cannot be divided, where a launcher
    elsewhere has several processes and no other launcher takes it."""
    for item in launchers:
        if item.device and item.processes == 1:
            return item.launcher in OF_THIS_MACHINE
    return True
