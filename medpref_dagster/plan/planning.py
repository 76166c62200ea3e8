"""The plan of a task with a base model: each step's memory and time, and whether it fits on the device."""

import math
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import psutil
import torch

from medpref_dagster.declaration import Sft, TaskDeclaration, Training
from medpref_dagster.declaration.launchers import OF_THIS_MACHINE, LauncherDeclaration, find_model_launcher
from medpref_dagster.declaration.machine import BaseModelDeclaration, MachineDeclaration
from medpref_dagster.declaration.quantization import Quantization, UntrainableError, require_trainable
from medpref_dagster.devices import GIB, Compute, DeviceError, resolve_compute
from medpref_dagster.plan import PlanError
from medpref_dagster.plan.duration import Duration, time_answering, time_scoring, time_training
from medpref_dagster.plan.memory import (
    Need,
    count_stacked,
    count_trained,
    needs_gpu,
    plan_answering,
    plan_scoring,
    plan_training,
)
from medpref_dagster.plan.rates import Measured, Rates, declared_rates, find_measured, probe_rates
from medpref_dagster.plan.shape import Shape, find_config, measure_shape
from medpref_dagster.plan.workload import Workload, assume_cases, measure_cases
from medpref_dagster.stages import DPO, SFT, SFT_CONTINUED, Stage
from medpref_dagster.storage.costs import name_device
from medpref_dagster.storage.errors import StoreError
from medpref_dagster.storage.opening import open_store
from medpref_dagster.storage.store import Store
from medpref_dagster.training.continued import declare_continued

_HOUR = 3600.0
_MOST_DEVICES = 64
"""No plan is made for a model that is shared among more."""
_RECOMPUTED = ", layers computed again for the gradient"


@dataclass(frozen=True)
class Step:
    """One step of the plan."""

    title: str
    need: Need
    duration: Duration


@dataclass(frozen=True)
class Plan:
    """What a task takes with a base model on a profile's device."""

    task: str
    base: str
    shape: Shape
    shape_from: str
    trained: Mapping[str, int]
    """Stage -> parameters that its training changes."""
    methods: Mapping[str, str]
    device: str
    device_is_here: bool
    compute: Compute
    """What one process may plan with."""
    processes: int
    """How many do a step together."""
    process_bytes: int
    """On the CPU, what Python and its libraries take beside the model: this process's own memory."""
    workload: Workload
    steps: tuple[Step, ...]
    watts: float | None
    price_per_hour: float | None
    currency: str
    gpus_here: int | None = None
    """How many GPUs this machine has, of which each process needs one; None where other machines do the steps, or the
    CPU does."""
    devices: int | None = None
    """Of what does not fit: how many GPUs of this size would hold it by `compute.shards`, more than it is shared among
    now. None where it fits, where up to 64 do not, for weights of 4 bits, which are not shared, and on the CPU."""

    @property
    def largest(self) -> Step:
        """The step that needs the most memory."""
        return max(self.steps, key=lambda step: step.need.total)

    @property
    def needed_bytes(self) -> int:
        """At once, at most."""
        return self.largest.need.total + self.process_bytes

    @property
    def seconds(self) -> float:
        """All steps."""
        return sum(step.duration.seconds for step in self.steps)

    @property
    def kilowatt_hours(self) -> float | None:
        """By the power measured in earlier trainings, else by the declared one; None where a step has neither."""
        powers = [(step.duration.seconds, step.duration.joules_a_second or self.watts) for step in self.steps]
        known = [seconds * power for seconds, power in powers if power is not None]
        return sum(known) / _HOUR / 1000 if len(known) == len(powers) else None

    @property
    def price(self) -> float | None:
        """Of the time on the device; None where no price is declared."""
        return None if self.price_per_hour is None else self.seconds / _HOUR * self.price_per_hour

    @property
    def other_weights(self) -> int:
        """Bytes of the base model's weights the other way: in 4 bits where they are not declared so, else whole."""
        other = Quantization(kind="nf4") if self.shape.quantization is None else None
        return replace(self.shape, quantization=other).count_weight_bytes(self.compute.dtype.itemsize)

    @property
    def weights(self) -> int:
        """Bytes of the base model's weights, as they are declared."""
        return self.shape.count_weight_bytes(self.compute.dtype.itemsize)

    def refusal(self) -> str | None:
        """Why it cannot be run, in one sentence; None where it fits."""
        if self.gpus_here is not None and self.processes > self.gpus_here:
            return (
                f"{self.base} does not fit here: {self.processes} processes do a step together, each on a GPU of its "
                f"own, and this machine has {self.gpus_here} for them ({self.device}): lower `processes` of the "
                f"profile's launcher to {self.gpus_here}, or run it where there are more"
            )
        if self.needed_bytes <= self.compute.memory_bytes:
            return None
        parts = self.largest.need
        where = "" if self.device_is_here else ", by the profile's figures"
        advice = "take a smaller base model or a larger device"
        if parts.weights <= self.compute.memory_bytes:
            lora = (
                ", train with method: lora"
                if any(method.startswith("full") for method in self.methods.values())
                else ""
            )
            keeps = any(_RECOMPUTED not in method for method in self.methods.values())
            again = "declare activation_checkpointing, " if keeps else ""
            if self.processes > self.compute.shards and self.shape.quantization is None:
                again = f"declare compute.shards, so that the {self.processes} processes share a model, {again}"
            advice = f"{again}lower max_prompt_tokens or max_completion_tokens{lora}, or {advice}"
        elif self.shape.quantization is None and self.other_weights <= self.compute.memory_bytes:
            four_bits = f"{self.other_weights / GIB:.1f} GiB of weights"
            advice = f"declare quantization for the base model ({four_bits}) with method: lora, or {advice}"
        each = f" for each of {self.processes} processes" if self.processes > 1 else ""
        free = f"{self.device} has {self.compute.memory_bytes / GIB:.1f} GiB free{each}{where}"
        return (
            f"{self.base} does not fit: {self.largest.title} needs {self.needed_bytes / GIB:.1f} GiB, "
            f"{parts.weights / GIB:.1f} of them for weights, and {free}{self._say_devices()}: {advice}"
        )

    def _say_devices(self) -> str:
        """How many GPUs would hold it. Processes on the CPU have no memory but the machine's."""
        if self.devices is None:
            return ""
        return (
            f"; {self.devices} of them or more would hold it together (compute.shards, with as many processes of a "
            "launcher)"
        )


def _describe_method(training: Training) -> str:
    method = f"LoRA of rank {training.lora.rank}" if training.method == "lora" else "full training"
    return f"{method}{_RECOMPUTED}" if training.activation_checkpointing else method


def make_plan(
    name: str,
    tasks: Mapping[str, TaskDeclaration],
    machine: MachineDeclaration,
    base: str,
    store: Path,
    *,
    cases: int | None = None,
) -> Plan:
    """Plan a declared task.

    Parameters
    ----------
    name
        The task's.
    tasks
        All declared tasks: rates are taken from earlier trainings of any.
    store
        The store's folder; it need not be there, and nothing is written into it.
    cases
        How many cases there will be, for a task whose cases are not made yet.

    Raises
    ------
    PlanError
        If the model's shape or the number of cases is not known, or if the device is neither here nor has figures in
        the profile's `planning`; if every weight is to be trained, and they have 4 bits.
    """
    task, declared = tasks[name], machine.base_model(base)
    _refuse_untrainable(task, declared)
    config, shape_from = find_config(declared, store)
    shape = measure_shape(config, declared.quantization)
    compute, is_here = _find_compute(machine)
    launcher = find_model_launcher(machine.launchers) or LauncherDeclaration(launcher="inline")
    processes = launcher.processes
    compute = _share(compute, processes, machine)
    kept = open_store(machine.store, store) if store.is_dir() or machine.store.url else None
    workload = _measure_workload(name, task, declared.name, kept, cases, machine)
    planning = machine.planning
    if is_here or planning is None:
        device, rates = name_device(compute), probe_rates(compute, shape)
        each = replace(compute, threads=_count_threads(compute, launcher, machine))
        measured = find_measured(kept, tasks, name, declared, each, processes) if kept is not None else {}
    else:
        device, rates, measured = planning.name, declared_rates(planning, compute), {}

    def plan_with(other: Compute) -> tuple[Step, ...]:
        return _plan_steps(task, declared, shape, other, workload, rates, measured)

    steps = plan_with(compute)
    trainings = {SFT.title: task.sft, DPO.title: task.dpo}
    return Plan(
        task=name,
        base=base,
        shape=shape,
        shape_from=shape_from,
        trained={title: count_trained(shape, training, declared)[0] for title, training in trainings.items()},
        methods={title: _describe_method(training) for title, training in trainings.items()},
        device=device,
        device_is_here=is_here,
        compute=compute,
        processes=processes,
        process_bytes=0 if needs_gpu(compute) else psutil.Process().memory_info().rss,
        workload=workload,
        steps=steps,
        watts=None if planning is None else planning.watts,
        price_per_hour=None if planning is None else planning.price_per_hour,
        currency="" if planning is None else planning.currency,
        gpus_here=_count_gpus_here(compute, launcher) if is_here else None,
        devices=None if shape.quantization is not None else _count_devices(plan_with, compute, steps),
    )


def _refuse_untrainable(task: TaskDeclaration, base: BaseModelDeclaration) -> None:
    quantized = () if base.quantization is None else (base.name,)
    try:
        require_trainable(SFT.name, task.sft, quantized)
        require_trainable(DPO.name, task.dpo, quantized)
    except UntrainableError as error:
        raise PlanError(f"{'.'.join(map(str, error.path))}: {error}") from None


def _plan_steps(
    task: TaskDeclaration,
    base: BaseModelDeclaration,
    shape: Shape,
    compute: Compute,
    workload: Workload,
    rates: Rates,
    measured: Mapping[str, Measured],
) -> tuple[Step, ...]:
    """SFT, the reference, DPO, SFT continued where declared, answering: what each needs, and how long it takes."""
    of_sft, of_both = (count_stacked(shape, base, *earlier) for earlier in ((task.sft,), (task.sft, task.dpo)))
    examples, pairs, scored = workload.training_rows(task.sft), workload.pairs(task), workload.all_pairs(task)

    def train(stage: Stage, declared: Training, rows: int, completions: int) -> Step:
        known = measured.get(stage.name)
        return Step(
            stage.title,
            plan_training(shape, declared, base, compute, workload, completions, of_sft if stage != SFT else 0),
            time_training(shape, declared, base, task, workload, rows, completions, rates, known),
        )

    controlled = SFT_CONTINUED.name in task.evaluation.controls
    return (
        train(SFT, task.sft, examples, 1),
        Step(
            "reference",
            plan_scoring(shape, compute, workload, scored, of_sft),
            time_scoring(shape, workload, scored, rates),
        ),
        train(DPO, task.dpo, pairs, 2),
        # For as many steps as the DPO model that will be kept: at most those of the longest one.
        *((train(SFT_CONTINUED, _longest(declare_continued(task)), pairs, 1),) if controlled else ()),
        Step(
            "answering",
            plan_answering(shape, compute, workload, task, of_both),
            time_answering(shape, task, workload, rates),
        ),
    )


def _count_devices(
    plan_with: Callable[[Compute], tuple[Step, ...]], compute: Compute, steps: tuple[Step, ...]
) -> int | None:
    """See `Plan.devices`. What is whole at a time, and activations, each of them has: a quotient would not say it."""

    def fits(planned: tuple[Step, ...]) -> bool:
        return all(step.need.total <= compute.memory_bytes for step in planned)

    if fits(steps) or not needs_gpu(compute):
        return None
    more = range(compute.shards + 1, _MOST_DEVICES + 1)
    return next((count for count in more if fits(plan_with(replace(compute, shards=count)))), None)


def _longest(declared: Sft) -> Sft:
    return declared.model_copy(update={"epochs": (max(declared.epochs),)})


def _find_compute(machine: MachineDeclaration) -> tuple[Compute, bool]:
    """The device, and whether it is here; one that is not has the profile's figures."""
    try:
        return resolve_compute(machine.compute), True
    except DeviceError as error:
        planning = machine.planning
        if planning is None:
            raise PlanError(f"{error}; or declare the device's figures in the profile (planning)") from None
        dtype = torch.float32 if machine.compute.dtype in ("float32", "tf32") else torch.bfloat16
        # As `resolve_compute` takes it of a device that is here; what no machine has is still a number of bytes.
        share = min(planning.memory_gib / machine.compute.at_once, machine.compute.memory_gib or math.inf)
        memory = int(min(share * GIB, sys.maxsize))
        return Compute(torch.device("cuda"), dtype, memory, 1, machine.compute.dtype == "tf32"), False


def _count_threads(compute: Compute, launcher: LauncherDeclaration, machine: MachineDeclaration) -> int:
    """CPU threads of each process: torchrun's share the cores, unless the profile or the environment says how many."""
    if machine.compute.threads or launcher.launcher != "torchrun" or os.environ.get("OMP_NUM_THREADS"):
        return compute.threads
    return max(1, compute.threads // launcher.processes)


def _count_gpus_here(compute: Compute, launcher: LauncherDeclaration) -> int | None:
    works_here = needs_gpu(compute) and launcher.launcher in OF_THIS_MACHINE
    return torch.cuda.device_count() if works_here else None


def _share(compute: Compute, processes: int, machine: MachineDeclaration) -> Compute:
    """What each of the processes that do a step together plans with: its part of a CPU's memory, or its own GPU."""
    shards = processes if machine.compute.shards else 1
    memory = compute.memory_bytes if needs_gpu(compute) else compute.memory_bytes // processes
    return replace(compute, memory_bytes=memory, shards=shards)


def _measure_workload(
    name: str, task: TaskDeclaration, base: str, store: Store | None, cases: int | None, machine: MachineDeclaration
) -> Workload:
    if store is None or cases is not None:
        return assume_cases(task, cases)
    try:
        table = store.read_table(store.current(f"{name}/cases"))
    except StoreError:
        return assume_cases(task, cases)
    if not any((store.root / "base_models" / base).glob("*")):
        return measure_cases(table, task, None)
    from medpref_dagster.storage.base_models import prepare_base_model
    from medpref_dagster.storage.models import load_tokenizer

    return measure_cases(table, task, load_tokenizer(prepare_base_model(machine.base_model(base), store)))
