"""The machine as resources: compute, store and base models, for every step that needs them."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import dagster as dg
from pydantic import Field

from medpref_dagster.declaration.compute import ComputeDeclaration
from medpref_dagster.declaration.machine import BaseModelDeclaration
from medpref_dagster.together import together

if TYPE_CHECKING:
    from medpref_dagster.audit.log import AuditLog
    from medpref_dagster.devices import Compute
    from medpref_dagster.progress import Tell
    from medpref_dagster.storage.base_models import BaseModelFiles
    from medpref_dagster.storage.store import Store


class ComputeResource(dg.ConfigurableResource[Any]):
    """What models run on. Fields as in the profile's `compute`."""

    device: str = Field(default="auto", description="auto, cpu or cuda.")
    dtype: str = Field(
        default="auto", description="auto, float32, tf32 or bfloat16; auto is float32 on CPU, bfloat16 on CUDA."
    )
    memory_gib: float | None = Field(default=None, description="Use at most this much memory.")
    threads: int | None = Field(default=None, description="CPU threads; without it, the cores of this process.")
    at_once: int = Field(default=1, description="How many steps that run a model it does side by side.")
    shards: bool = Field(default=False, description="Whether processes that do a step together share a model.")
    launchers: list[dict[str, Any]] = Field(default=[], description="The profile's `launchers`.")

    def resolve(self) -> "Compute":
        """Find the device, or fail before any work with what to do.

        Raises
        ------
        medpref_dagster.devices.DeviceError
            If the declared device is not there.
        """
        from medpref_dagster.devices import resolve_compute, set_up, share_compute

        compute = share_compute(resolve_compute(self._declare()))
        set_up(compute)
        return compute

    def require(self) -> None:
        """Refuse what `resolve` would refuse, and work on no device.

        Raises
        ------
        medpref_dagster.devices.DeviceError
            As `resolve`.
        """
        from medpref_dagster.devices import require_compute

        require_compute(self._declare())

    def _declare(self) -> ComputeDeclaration:
        return ComputeDeclaration.model_validate(self.model_dump(exclude={"launchers"}))


class StoreResource(dg.ConfigurableResource[Any]):
    """The content-addressed store of tables, models and reports."""

    root: str = Field(description="Folder of the store.")
    url: str | None = Field(default=None, description="The object store that it is a cache of.")
    may_hold: str | None = Field(default=None, description="The strictest text that may be put there.")
    anchor: str | None = Field(default=None, description="Where the audit log's length is written down as well.")

    def open(self) -> "Store":
        """The store, its folders made where missing.

        Raises
        ------
        medpref_dagster.storage.errors.StoreError
            If it is an object store that cannot be reached or written, or its folder cannot be made.
        """
        from medpref_dagster.declaration.machine import StoreDeclaration
        from medpref_dagster.storage.opening import open_store

        declared = StoreDeclaration.model_validate(self.model_dump(exclude={"anchor"}))
        return open_store(declared, Path(self.root))

    def open_audit(self) -> "AuditLog":
        """The store's audit log.

        Raises
        ------
        medpref_dagster.audit.entries.AuditError
            If its anchor lies in the store.
        """
        from medpref_dagster.audit.led_log import LedAuditLog

        return LedAuditLog(Path(self.root) / "audit", self.anchor)


class BaseModelsResource(dg.ConfigurableResource[Any]):
    """The declared base models."""

    declared: list[dict[str, Any]] = Field(description="The profile's `base_models`.")

    def prepare(self, name: str, store: "Store", tell: "Tell") -> "BaseModelFiles":
        """The files of a base model, fetched and converted into the store if this is the first time.

        Raises
        ------
        medpref_dagster.storage.base_models.BaseModelError
            If it is not declared, or cannot be had, with how to get it, or its hash is not the declared one.
        """
        from medpref_dagster.storage.base_models import BaseModelError, prepare_base_model

        declarations = {item.name: item for item in map(BaseModelDeclaration.model_validate, self.declared)}
        if name not in declarations:
            raise BaseModelError(f"no base model {name!r}; the profile declares {', '.join(declarations)}")
        declaration = declarations[name]

        def prepare() -> None:
            prepare_base_model(declaration, store, tell)

        if together().are_several:
            together().by_lead(prepare)  # the others then find it there
        return prepare_base_model(declaration, store, tell)
