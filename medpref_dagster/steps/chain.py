"""A task's steps one after the other in this process: what a trial of an ablation is made of."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from medpref_dagster.declaration import Trial
from medpref_dagster.declaration.machine import BaseModelDeclaration
from medpref_dagster.hashing import content_key
from medpref_dagster.steps import DeclaredTask, Finding, Step
from medpref_dagster.steps.running import call_step
from medpref_dagster.steps.task import list_task_steps
from medpref_dagster.versions import VERSIONS

if TYPE_CHECKING:
    from medpref_dagster.storage.store import Artifact
    from medpref_dagster.workbench import Workbench

_PAGE = "report"
"""The kind of a step that only writes what a person reads."""


class ChainError(Exception):
    """A blocking check failed, so that what is behind it cannot be made."""


def list_chain(about: DeclaredTask) -> list[Step]:
    """The steps of a task but those that only write a page."""
    return [step for step in list_task_steps(about) if _PAGE not in step.kinds]


def declare_task(trial: Trial, base_model: BaseModelDeclaration) -> DeclaredTask:
    """A trial of a base model as the task that it is: under that one's name, so that what its models cost, and how
    often its test set was answered, is noted there."""
    return DeclaredTask(trial.task, trial.declaration, base_models=(base_model,))


def hash_trial(trial: Trial, base_model: BaseModelDeclaration) -> str:
    """The hash of everything that decides a trial, but its data and the base model's bytes: of another one it is
    stale."""
    about = declare_task(trial, base_model)
    steps = {step.name: step.code_version(about) for step in list_chain(about)}
    return content_key(task=trial.task, steps=steps, trials=VERSIONS["trials"])


def run_chain(about: DeclaredTask, workbench: "Workbench") -> "Mapping[str, Artifact]":
    """Run a task's steps, each on what those before it gave; no asset points to anything afterwards.

    Whatever was computed before, here or by the task's own assets, is recalled from the store by its content; a call
    that was killed goes on where it was.

    Parameters
    ----------
    workbench
        Its partition is the base model.

    Returns
    -------
    Mapping
        Name of an asset, or of what else it points to (`sft_model.candidates`) -> artifact.

    Raises
    ------
    ChainError
        If a blocking check fails: with its sentence.
    Exception
        Whatever a step raises; what is expected is an error of this package.
    """
    made: dict[str, Artifact] = {}
    for step in list_chain(about):
        assets = [asset for name in step.inputs_of(about) for asset in about.expand(name)]
        inputs = {name: made[name] for name in (asset.removeprefix(f"{about.name}/") for asset in assets)}
        result = call_step(step, about, workbench, inputs, f"{about.name}/{step.name} of {workbench.trial}")
        made |= {step.name: result.artifact} | {f"{step.name}.{name}": more for name, more in result.more.items()}
        _stop_where_blocked(step, about, result.findings)
    return made


def _stop_where_blocked(step: Step, about: DeclaredTask, findings: Mapping[str, Finding]) -> None:
    for check in step.checks_of(about):
        finding = findings[check.name]
        if check.blocks and not finding.passed:
            raise ChainError(f"{about.name}/{step.name}, check {check.name}: {finding.sentence}")
