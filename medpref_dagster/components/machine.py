"""The component of `resources/<profile>/defs.yaml`: a declared machine becomes injected resources."""

import os
from collections.abc import Container
from dataclasses import dataclass
from pathlib import Path

import dagster as dg
from pydantic import BaseModel

from medpref_dagster.components.retention import build_retention
from medpref_dagster.declaration import TaskDeclaration
from medpref_dagster.declaration.machine import BaseModelDeclaration, HubOrigin, MachineDeclaration
from medpref_dagster.declaration.profiles import anchor_place, read_machine, store_folder
from medpref_dagster.declaration.quantization import require_trainable
from medpref_dagster.project import active_profile, find_project_root
from medpref_dagster.resources import BaseModelsResource, ComputeResource, StoreResource
from medpref_dagster.stages import DPO, SFT


@dataclass
class Machine(dg.Component):
    """A machine: its compute, its store, its base models and its judges."""

    declaration: MachineDeclaration
    project_root: Path

    @classmethod
    def get_model_cls(cls) -> type[BaseModel]:
        """The YAML's attributes."""
        return MachineDeclaration

    def build_defs(self, context: dg.ComponentLoadContext) -> dg.Definitions:
        """As Dagster asks for it."""
        return self.build()

    def build(self) -> dg.Definitions:
        """The resources `compute`, `store` and `base_models`; where retention is declared, its job and schedule."""
        root = store_folder(self.declaration, self.project_root)
        retention = self.declaration.retention
        more = [build_retention(retention, self.project_root)] if retention is not None else []
        return dg.Definitions.merge(self._build_resources(root), *more)

    def _build_resources(self, root: Path) -> dg.Definitions:
        return dg.Definitions(
            resources={
                "compute": ComputeResource(
                    **self.declaration.compute.model_dump(),
                    launchers=[item.model_dump(exclude_none=True) for item in self.declaration.launchers],
                ),
                "store": StoreResource(
                    root=str(root),
                    url=self.declaration.store.url,
                    may_hold=None if (allowed := self.declaration.store.may_hold) is None else allowed.value,
                    anchor=anchor_place(self.declaration, self.project_root),
                ),
                "base_models": BaseModelsResource(
                    declared=[
                        # Dagster's config takes no null inside a map
                        model.model_dump(mode="json", by_alias=True, exclude_none=True)
                        for model in self.declaration.base_models
                    ]
                ),
            }
        )


def declared_machine() -> MachineDeclaration:
    """The active profile's machine."""
    root = find_project_root()
    return read_machine(root, active_profile(root))


def declared_base_models() -> tuple[str, ...]:
    """The names of the active profile's base models."""
    return tuple(model.name for model in declared_machine().base_models)


def offered_base_models() -> tuple[str, ...]:
    """Those of them that can be had: the partitions of every asset that has a model in it.

    All, where none can be had: a run then says why.
    """
    machine, root = declared_machine(), find_project_root()
    offered = [model.name for model in machine.base_models if can_be_had(model, store_folder(machine, root))]
    return tuple(offered) or declared_base_models()


def refuse_untrainable(task: TaskDeclaration, machine: MachineDeclaration, offered: Container[str]) -> None:
    """Refuse a task that trains every weight of an offered base model whose weights have 4 bits.

    Raises
    ------
    UntrainableError
        With the place in the task's YAML.
    """
    quantized = [item.name for item in machine.base_models if item.quantization is not None and item.name in offered]
    require_trainable(SFT.name, task.sft, quantized)
    require_trainable(DPO.name, task.dpo, quantized)


def explain_absence(name: str) -> str | None:
    """What to do about a declared base model that is not offered; None for one that is."""
    if name in offered_base_models():
        return None
    origin = declared_machine().base_model(name).origin
    if not isinstance(origin, HubOrigin):
        return None
    url = f"https://huggingface.co/{origin.repo}"
    return (
        f"{name} cannot be had here yet: accept its licence at {url}, create a token at "
        "https://huggingface.co/settings/tokens and set it as HF_TOKEN (or run `hf auth login`); without a network, "
        f"run `hf download {origin.repo} --revision {origin.revision}` elsewhere and copy that cache here (HF_HOME)"
    )


def can_be_had(model: BaseModelDeclaration, store: Path) -> bool:
    """Whether a base model is there, or can be fetched as far as one sees without asking the hub.

    A gated one needs a token of somebody who accepted its licence; without the hub (HF_HUB_OFFLINE), its files must lie
    in the hub's cache. What was prepared once is in the store.
    """
    if not isinstance(model.origin, HubOrigin) or any((store / "base_models" / model.name).glob("*")):
        return True
    settings = os.environ
    home = Path(settings.get("HF_HOME") or Path(settings.get("XDG_CACHE_HOME") or "~/.cache") / "huggingface")
    cache = Path(settings.get("HF_HUB_CACHE") or home / "hub").expanduser()
    if any((cache / f"models--{model.origin.repo.replace('/', '--')}" / "snapshots").glob("*")):
        return True
    if settings.get("HF_HUB_OFFLINE", "").lower() in {"1", "true", "yes", "on"}:
        return False
    token = Path(settings.get("HF_TOKEN_PATH") or home / "token").expanduser()
    return not model.gated or bool(settings.get("HF_TOKEN")) or token.is_file()
