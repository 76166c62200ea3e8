"""The project's YAML, its store, its base models and judges."""

import os
import stat
import tempfile
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from medpref_dagster.components.loading import declare_assets
from medpref_dagster.components.machine import can_be_had, explain_absence
from medpref_dagster.declaration.machine import (
    BaseModelDeclaration,
    EndpointJudge,
    MachineDeclaration,
    StoreDeclaration,
)
from medpref_dagster.devices import Compute
from medpref_dagster.disclosure import most_that_may_leave
from medpref_dagster.doctor.findings import Finding, well, worth_knowing, wrong
from medpref_dagster.doctor.machine import examine_room_for
from medpref_dagster.locks import LockError, hold_lock
from medpref_dagster.plan.shape import find_config, measure_shape
from medpref_dagster.storage.base_models import QUANTIZER

if TYPE_CHECKING:
    from medpref_dagster.storage.store import Store


def examine_declarations(root: Path, profile: str) -> Iterator[Finding]:
    """Everything under `assets/`: a line for each mistake."""
    declared = declare_assets(root)
    yield well(
        "project", f"{root}, profile {profile!r}; declared: {', '.join(sorted(declared.components)) or 'nothing'}"
    )
    for mistake in declared.all_mistakes():
        yield wrong("yaml", str(mistake), "mend that line; everything else is loaded without it")


def examine_store(folder: Path) -> Iterator[Finding]:
    """Whether the store can be written and locked, and who else may read it."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder):
            pass
    except OSError as error:
        yield wrong(
            "store", f"{folder} cannot be written: {error.strerror}", "give this user the folder, or set store.root"
        )
        return
    try:
        with hold_lock(folder / "locks" / "doctor"):
            pass
    except (LockError, OSError) as error:
        yield wrong("store", f"{folder} has no locks: {error}", "put the store on a file system that has (flock)")
        return
    yield well("store", f"{folder} can be written and locked")
    if (mode := stat.S_IMODE(folder.stat().st_mode)) & 0o077:
        yield worth_knowing(
            "store",
            f"other users of this machine may enter it (mode {mode:04o})",
            f"where it holds text of patients: chmod 700 {folder}",
        )


def open_shared(declared: StoreDeclaration, folder: Path) -> tuple[list[Finding], "Store | None"]:
    """The declared store, and where it is an object store what is said of that; None where it cannot be had."""
    from medpref_dagster.storage.errors import StoreError
    from medpref_dagster.storage.opening import open_store

    try:
        store = open_store(declared, folder)
    except StoreError as error:
        found, _, remedy = str(error).partition(": ")
        return [wrong("object store", found, remedy or "look at store.url of the profile")], None
    if declared.url is None:
        return [], store
    allowed = most_that_may_leave(declared.may_hold).value
    told = f"{declared.url} can be written and keeps conditions; may hold what is {allowed}; encryption is the server's"
    return [well("object store", told)], store


def examine_tainted(store: "Store") -> Iterator[Finding]:
    """Whether a loop's champion, or what an asset points to, learned from a patient who was forgotten."""
    from medpref_dagster.forgetting.plan import list_plans
    from medpref_dagster.forgetting.reach import list_loops, list_tainted
    from medpref_dagster.rounds.champion import explain_unusable

    if list_plans(store):
        yield wrong("forgetting", "a patient's forgetting was cut off, and no step begins", "medpref forget --resume")
    for loop in list_loops(store):
        if (fault := explain_unusable(store, loop)) is not None:
            found, _, remedy = fault.rpartition("; ")
            yield wrong(f"champion of {loop}", found, remedy)
    if tainted := list(list_tainted(store)):
        owners = sorted({name.partition("/")[0] for name in tainted})
        yield worth_knowing(
            "models",
            f"{len(tainted)} learned from a patient who was forgotten: {', '.join(tainted)}",
            "; ".join(f"medpref materialize {owner}" for owner in owners),
        )


def examine_base_models(machine: MachineDeclaration, store: Path, compute: Compute | None) -> Iterator[Finding]:
    """Which base models are prepared, can be had, or cannot, and whether those that are prepared fit."""
    for model in machine.base_models:
        about = f"base model {model.name}"
        if model.quantization is not None and find_spec(QUANTIZER) is None:
            found = f"its weights are declared in 4 bits, and {QUANTIZER} is not installed"
            yield wrong(about, found, "pip install 'medpref-dagster[4bit]', or take quantization out of its entry")
        prepared = sorted((store / "base_models" / model.name).glob("*/*.safetensors"))
        if prepared and compute is not None:
            yield examine_room_for(model.name, _measure_weights(model, prepared, store, compute), compute)
        elif prepared:
            yield well(about, "is prepared")
        elif can_be_had(model, store):
            yield well(about, f"is not prepared yet; `medpref prepare --base-model {model.name}` does it before a run")
        else:
            remedy = explain_absence(model.name) or "see its origin in the profile"
            yield worth_knowing(about, "cannot be had here", remedy)


def _measure_weights(model: BaseModelDeclaration, prepared: Sequence[Path], store: Path, compute: Compute) -> int:
    """Bytes that a prepared model's weights take in memory: those of its files, or what is left of them in 4 bits."""
    if model.quantization is None:
        return sum(path.stat().st_size for path in prepared if path.parent == prepared[-1].parent)
    shape = measure_shape(find_config(model, store)[0], model.quantization)
    return shape.count_weight_bytes(compute.dtype.itemsize)


def examine_judges(machine: MachineDeclaration) -> Iterator[Finding]:
    """Whether the keys of judges that are servers are set. No server is asked."""
    for judge in machine.judges:
        if not isinstance(judge, EndpointJudge):
            yield well(f"judge {judge.name}", f"is the base model {judge.base_model}")
        elif judge.api_key_env and not os.environ.get(judge.api_key_env):
            remedy = f"set {judge.api_key_env} where `medpref` and the UI are started"
            yield wrong(f"judge {judge.name}", f"{judge.api_key_env} is not set", remedy)
        else:
            yield well(f"judge {judge.name}", f"is at {judge.host}; it was not asked")
