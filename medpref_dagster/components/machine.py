"""The component of `resources/<profile>/defs.yaml`: a declared machine becomes injected resources."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import dagster as dg
import yaml
from pydantic import BaseModel

from medpref_dagster.components.templating import resolve_templates
from medpref_dagster.machine import MachineDeclaration
from medpref_dagster.project import active_profile, find_project_root
from medpref_dagster.resources.machine import BaseModelsResource, ComputeResource, StoreResource


@dataclass
class Machine(dg.Component):
    """A machine: its compute, its store and its base models."""

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
        """The resources `compute`, `store` and `base_models`."""
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
            }
        )


def declared_base_models() -> tuple[str, ...]:
    """The names of the active profile's base models: the partitions of every asset that has a model in it."""
    root = find_project_root()
    path = root / "resources" / active_profile(root) / "defs.yaml"
    return _read_base_model_names(path.read_text())


@lru_cache  # every task asks
def _read_base_model_names(profile: str) -> tuple[str, ...]:
    attributes = yaml.safe_load(profile)["attributes"]
    return tuple(model["name"] for model in attributes["base_models"])
