"""The component of `resources/<profile>/defs.yaml`: a declared machine becomes injected resources."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import dagster as dg
import yaml
from pydantic import BaseModel

from medpref_dagster.components.templating import resolve_templates
from medpref_dagster.declaration.machine import MachineDeclaration
from medpref_dagster.project import active_profile, find_project_root
from medpref_dagster.resources import BaseModelsResource, ComputeResource, JudgesResource, StoreResource


@dataclass
class Machine(dg.Component):
    """A machine: its compute, its store, its base models and its judges."""

    declaration: MachineDeclaration

    @classmethod
    def get_model_cls(cls) -> type[BaseModel]:
        """The YAML's attributes."""
        return MachineDeclaration

    @classmethod
    def load(cls, attributes: BaseModel | None, context: dg.ComponentLoadContext) -> "Machine":
        """From the YAML's attributes, with `{{ env.NAME }}` filled in."""
        return cls(resolve_templates(MachineDeclaration, attributes, context))

    def build_defs(self, context: dg.ComponentLoadContext) -> dg.Definitions:
        """The resources `compute`, `store`, `base_models` and `judges`."""
        root = Path(self.declaration.store.root).expanduser()
        return dg.Definitions(
            resources={
                "compute": ComputeResource(**self.declaration.compute.model_dump()),
                "store": StoreResource(root=str(root if root.is_absolute() else context.project_root / root)),
                "base_models": BaseModelsResource(
                    declared=[
                        # Dagster's config takes no null inside a map
                        model.model_dump(mode="json", by_alias=True, exclude_none=True)
                        for model in self.declaration.base_models
                    ]
                ),
                "judges": JudgesResource(
                    declared=[
                        judge.model_dump(mode="json", by_alias=True, exclude_none=True)
                        for judge in self.declaration.judges
                    ]
                ),
            }
        )


def declared_base_models() -> tuple[str, ...]:
    """The names of the active profile's base models: the partitions of every asset that has a model in it."""
    return tuple(model["name"] for model in _read_attributes(_read_profile())["base_models"])


def declared_judges() -> dict[str, dict[str, Any]]:
    """The active profile's judges by name, as its YAML has them."""
    return {judge["name"]: judge for judge in _read_attributes(_read_profile()).get("judges") or ()}


def _read_profile() -> str:
    root = find_project_root()
    return (root / "resources" / active_profile(root) / "defs.yaml").read_text()


@lru_cache  # every task asks
def _read_attributes(profile: str) -> dict[str, Any]:
    return yaml.safe_load(profile)["attributes"]
