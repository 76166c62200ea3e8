"""Who does a step: the run's own process, or one that is started for it; one module a launcher.

A launcher is a module with

- `materialize(errand) -> dagster.MaterializeResult`: does the step and says what Dagster keeps of it.

One that starts processes has each run `python -m medpref_dagster.work job.json`, and `elsewhere.materialize_elsewhere`
does the rest: the job's file, Dagster Pipes, what is said of a failure.

Light at import: it is imported when definitions load.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import dagster as dg

from medpref_dagster.declaration.launchers import LAUNCHERS, LauncherDeclaration
from medpref_dagster.launchers.job import Job
from medpref_dagster.steps import Needs

__all__ = ["INLINE", "LAUNCHERS", "Errand", "choose_launcher", "materialize"]

INLINE = LauncherDeclaration(launcher="inline")
"""What does a step that none of the profile's launchers fits."""


@dataclass(frozen=True)
class Errand:
    """A step that is to be done."""

    context: dg.AssetExecutionContext
    declared: LauncherDeclaration
    here: Callable[[], dg.MaterializeResult]
    """Do it in this process."""
    write_job: Callable[[], Job]
    """What another process is told."""


def choose_launcher(declared: Sequence[LauncherDeclaration], needs: Needs) -> LauncherDeclaration:
    """The first that fits what a step needs; `INLINE` where none does.

    >>> torchrun = LauncherDeclaration(launcher="torchrun", processes=2)
    >>> choose_launcher([torchrun], Needs(device=True, divides=True)).launcher
    'torchrun'
    >>> choose_launcher([torchrun], Needs(device=True, divides=False)).launcher
    'inline'
    """
    for item in declared:
        if item.device == needs.device and (needs.divides or item.processes == 1):
            return item
    return INLINE


def materialize(errand: Errand) -> dg.MaterializeResult:
    """Have the step done by its launcher."""
    return LAUNCHERS.load(errand.declared.launcher).materialize(errand)
