"""What a step works with: the store, the base model, the device, and whom it tells how far it is.

Light: what is heavy is imported by whoever prepares it.
"""

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from medpref_dagster.audit.log import AuditLog
from medpref_dagster.disclosure import DEFAULT, Disclosure
from medpref_dagster.progress import Tell, silent

if TYPE_CHECKING:
    from medpref_dagster.devices import Compute
    from medpref_dagster.storage.base_models import BaseModelFiles
    from medpref_dagster.storage.store import Store


class Workbench:
    """What travels together through every function that trains a model or lets one answer.

    Parameters
    ----------
    store
        Where artifacts are read and written.
    base
        The base model, or what prepares it: a step that runs no model then waits for none.
    compute
        The device, or what finds it.
    tell
        Told the progress of long work.
    partition
        The base model's name, where it is known before its files are; None for a step without partitions.
    trial
        The name of an ablation's trial, for the step that has one artifact for each.
    week
        The Monday of a week of feedback, for a step that has one artifact for each.
    disclosure
        What the texts that are worked with tell of patients.
    audit
        Where it is noted what was done; without one, the store's own log, without an anchor.
    round
        The Monday with which a round of a loop begins, for a step that has one artifact for each.
    at_once
        How many steps that run a model the device does side by side.
    """

    def __init__(
        self,
        store: "Store",
        base: "BaseModelFiles | Callable[[], BaseModelFiles]",
        compute: "Compute | Callable[[], Compute]",
        tell: Tell = silent,
        *,
        partition: str | None = None,
        trial: str | None = None,
        week: str | None = None,
        round: str | None = None,
        disclosure: Disclosure = DEFAULT,
        audit: AuditLog | None = None,
        at_once: int = 1,
    ) -> None:
        self.store = store
        self.tell = tell
        self.partition = partition
        self.trial = trial
        self.week = week
        self.disclosure = disclosure
        self.audit = audit or AuditLog(store.root / "audit")
        self.round = round
        self.at_once = at_once
        self._base = base
        self._compute = compute

    @cached_property
    def base(self) -> "BaseModelFiles":
        """The base model's files, prepared when they are first asked for.

        Raises
        ------
        medpref_dagster.storage.base_models.BaseModelError
            If it cannot be had, with how to get it.
        """
        return self._base() if callable(self._base) else self._base

    @cached_property
    def compute(self) -> "Compute":
        """The device, found when it is first asked for.

        Raises
        ------
        medpref_dagster.devices.DeviceError
            If the declared one is not there.
        """
        return self._compute() if callable(self._compute) else self._compute

    @property
    def base_name(self) -> str:
        """The base model's name: the partition."""
        return self.partition or self.base.declaration.name

    def telling(self, tell: Tell) -> "Workbench":
        """The same workbench, which tells somebody else."""
        return self._change(tell, self.disclosure)

    def working_with(self, disclosure: Disclosure) -> "Workbench":
        """The same workbench, for texts with another disclosure."""
        return self._change(self.tell, disclosure)

    def _change(self, tell: Tell, disclosure: Disclosure) -> "Workbench":
        return Workbench(
            self.store,
            lambda: self.base,
            lambda: self.compute,
            tell,
            partition=self.partition,
            trial=self.trial,
            week=self.week,
            disclosure=disclosure,
            audit=self.audit,
            round=self.round,
            at_once=self.at_once,
        )

    def with_base(self, base: "BaseModelFiles") -> "Workbench":
        """The same workbench with another base model on it."""
        return Workbench(
            self.store, base, lambda: self.compute, self.tell, disclosure=self.disclosure, audit=self.audit
        )
