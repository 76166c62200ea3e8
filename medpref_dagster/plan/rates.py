"""How fast a device is: by earlier trainings in the store, by a probe of a second, or by the profile's figures."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import torch

from medpref_dagster.declaration import TaskDeclaration
from medpref_dagster.declaration.compute import PlanningDeclaration
from medpref_dagster.declaration.machine import BaseModelDeclaration
from medpref_dagster.devices import Compute, mlp_size, set_up
from medpref_dagster.plan.shape import Shape
from medpref_dagster.stages import SFT_CONTINUED, TRAINED, Stage
from medpref_dagster.storage.costs import Cost, add_costs, list_costs_of, name_device
from medpref_dagster.storage.errors import StoreError
from medpref_dagster.storage.manifests import ModelError, read_manifest
from medpref_dagster.storage.store import Store

_TERA, _GIGA = 1e12, 1e9
_ROWS, _FEW_ROWS = 1024, 16
"""Rows of the probed products: a training pass's tokens, and a generating batch's rows."""
_PROBE_SECONDS = 0.3
_SHARE_OF_MM = 0.65
"""What whole steps reach of the rate of `torch.mm`, by docs/performance.md: 0.65 where both use the same product
library, 1.0 and more where ours takes a faster one. So a plan by a probe is rather too long than too short."""


@dataclass(frozen=True)
class Rates:
    """Operations a second that whole steps reach."""

    training: float
    answering: float
    """Of a batch that writes a token a row and step, which reads every weight for few rows."""
    source: str


@dataclass(frozen=True)
class Measured:
    """What an earlier training of the same base model took on this device, by as many processes."""

    seconds_a_token: float
    joules_a_second: float | None
    source: str


def probe_rates(compute: Compute, shape: Shape) -> Rates:
    """Time matrix products of the model's own shape on the device at hand, for about a second."""
    set_up(compute)
    wide = _time_products(compute, shape, _ROWS)
    narrow = _time_products(compute, shape, _FEW_ROWS)
    return Rates(
        training=_SHARE_OF_MM * wide,
        answering=_SHARE_OF_MM * narrow,
        source=f"a probe of {name_device(compute)}: {wide / _GIGA:.0f} GFLOP/s in products of {_ROWS} rows, "
        f"{narrow / _GIGA:.0f} in those of {_FEW_ROWS}; {_SHARE_OF_MM:.0%} of it is planned with",
    )


def declared_rates(planning: PlanningDeclaration, compute: Compute) -> Rates:
    """The profile's figures for a device that is not at hand."""
    # A step of generation reads each weight once, and does two operations with it for each row.
    bandwidth = planning.gb_per_second * _GIGA * 2 * _FEW_ROWS / compute.dtype.itemsize
    return Rates(
        training=planning.teraflops * _TERA,
        answering=min(planning.teraflops * _TERA, bandwidth),
        source=f"the profile's figures for {planning.name}, measured by nobody here",
    )


def find_measured(
    store: Store,
    tasks: Mapping[str, TaskDeclaration],
    asked: str,
    base: BaseModelDeclaration,
    compute: Compute,
    processes: int = 1,
) -> dict[str, Measured]:
    """Stage -> what an earlier training of it took a token, on a device of this name with as many threads, by as many
    processes, of which as many shared a model: how one number follows from another is not known before it is measured.

    Only of a model whose base had weights of as many bits as are declared now: the name alone does not say that, and
    weights of 4 bits are taken apart before each product. The asked task's own training comes first, then any other's
    that is declared with the same method. A training's time holds its answers on dev.
    """
    found: dict[str, Measured] = {}
    order = sorted(tasks, key=lambda name: (name != asked, name))
    for stage in (*TRAINED, SFT_CONTINUED):
        for name in order:
            costs = _list_costs(store, f"{name}/{stage.name}_model", base)
            cost = add_costs(costs)
            if cost is None or not cost.tokens or any(_differs(item, compute, processes) for item in costs):
                continue
            if _declared(tasks[name], stage) != _declared(tasks[asked], stage):
                continue
            known = [joules for joules in (cost.cpu_joules, cost.gpu_joules) if joules is not None]
            found[stage.name] = Measured(
                cost.seconds / cost.tokens,
                sum(known) / cost.seconds if known and cost.seconds else None,
                f"{name}/{stage.name}_model, trained here" + (f" by {processes} processes" if processes > 1 else ""),
            )
            break
    return found


def _declared(task: TaskDeclaration, stage: Stage) -> tuple[str, int, bool]:
    training = task.dpo if stage == SFT_CONTINUED else getattr(task, stage.name)
    rank = training.lora.rank if training.method == "lora" else 0
    return training.method, rank, training.activation_checkpointing


def _list_costs(store: Store, asset: str, base: BaseModelDeclaration) -> list[Cost]:
    """What it took to train the model that an asset points to, where that stands on this base model as declared."""
    try:
        current = store.current(asset, base.name)
        as_declared = read_manifest(current).base_model.quantization == base.quantization
        return list_costs_of(store, asset, base.name, current.address) if as_declared else []
    except (StoreError, ModelError):
        return []


def _differs(cost: Cost, compute: Compute, processes: int) -> bool:
    shards = 1 if cost.processes == 1 else cost.shards  # None of an earlier version: it may have been either
    return (cost.device, cost.threads, cost.processes, shards) != (
        *(name_device(compute), compute.threads),
        *(processes, compute.shards),
    )


def _time_products(compute: Compute, shape: Shape, rows: int) -> float:
    """Operations a second of `[rows, hidden] x [hidden, MLP]`, the best of a few."""
    hidden, inner = shape.config.hidden_size, mlp_size(shape.config)
    left = torch.ones(rows, hidden, dtype=compute.dtype, device=compute.device)
    right = torch.ones(hidden, inner, dtype=compute.dtype, device=compute.device)
    wait: Callable[[], object] = torch.cuda.synchronize if compute.device.type == "cuda" else lambda: None
    torch.mm(left, right)  # the first one chooses its kernel
    best, end = float("inf"), time.perf_counter() + _PROBE_SECONDS
    while best == float("inf") or time.perf_counter() < end:  # once at least, however slow the machine is
        wait()
        started = time.perf_counter()
        torch.mm(left, right)
        wait()
        best = min(best, time.perf_counter() - started)
    return 2 * rows * hidden * inner / best
