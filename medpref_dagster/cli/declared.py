"""What the commands find in the project: definitions, a task's assets, base models; or one line and exit status 1."""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from medpref_dagster.declaration.documents import DeclarationError
from medpref_dagster.names import UndeclaredNameError, name_unknown, with_article
from medpref_dagster.project import ProjectError, active_profile, find_project_root

if TYPE_CHECKING:
    import dagster as dg

    from medpref_dagster.declaration import TaskDeclaration
    from medpref_dagster.declaration.machine import MachineDeclaration
    from medpref_dagster.resources import ComputeResource, StoreResource
    from medpref_dagster.steps import DeclaredLoop
    from medpref_dagster.storage.store import Store


def open_project() -> Path:
    """The project's folder; a missing one, or a missing profile, is told in one line."""
    try:
        root = find_project_root()
        active_profile(root)
    except ProjectError as error:
        raise click.ClickException(str(error)) from None
    return root


@dataclass(frozen=True)
class TrainedTasks:
    """What a name under `assets/` declares, as the tasks that it trains, and the machine for them."""

    kind: str
    """`task`, `study` or `ablation`."""
    tasks: Mapping[str, "TaskDeclaration"]
    """Name of a task, or of an ablation's condition -> its declaration."""
    machine: "MachineDeclaration"


def read_subject(root: Path, name: str) -> TrainedTasks:
    """What a task, a study or an ablation and the active profile declare, without loading the code location.

    Raises
    ------
    DeclarationError
        If one of them is broken.
    """
    from medpref_dagster.components.ablation import Ablation
    from medpref_dagster.components.loading import declare_assets
    from medpref_dagster.components.machine import read_machine
    from medpref_dagster.components.study import Study
    from medpref_dagster.components.task import ClinicalTask

    machine = read_machine(root, active_profile(root))
    declared = declare_assets(root)
    if name in declared.mistakes:
        raise DeclarationError(declared.mistakes[name])
    known = {
        found: item for found, item in declared.components.items() if isinstance(item, ClinicalTask | Study | Ablation)
    }
    if name not in known:
        raise click.ClickException(
            name_unknown("task, study or ablation", name, sorted(known), "declared under assets/")
        )
    component = known[name]
    try:
        component.build()
    except Exception as error:  # as when the code location is loaded
        place = ("attributes", *getattr(error, "path", ()))
        raise DeclarationError([declared.documents[name].mistake(place, str(error))]) from None
    if isinstance(component, ClinicalTask):
        return TrainedTasks("task", {name: component.attributes.declaration()}, machine)
    if isinstance(component, Ablation):
        first = {trial.condition: trial.declaration for trial in reversed(component.trials)}
        return TrainedTasks("ablation", dict(reversed(first.items())), machine)
    return TrainedTasks("study", dict(component.tasks), machine)


def read_declarations(root: Path, task: str) -> tuple["TaskDeclaration", "MachineDeclaration"]:
    """What a task and the active profile declare, without loading the code location.

    Raises
    ------
    DeclarationError
        If one of them is broken.
    """
    subject = read_subject(root, task)
    if subject.kind != "task":
        kind = with_article(subject.kind)
        raise click.ClickException(f"{task} is no task but {kind}; of its tasks: {', '.join(subject.tasks)}")
    return subject.tasks[task], subject.machine


def find_loop(root: Path, name: str) -> "DeclaredLoop":
    """A declared loop, without loading the code location.

    Raises
    ------
    click.ClickException
        If there is none of that name.
    DeclarationError
        If it is broken, or names what is not declared.
    """
    from medpref_dagster.components.feedback_loop import FeedbackLoop
    from medpref_dagster.components.loading import declare_assets

    declared = declare_assets(root)
    if name in declared.mistakes:
        raise DeclarationError(declared.mistakes[name])
    loops = {item: found for item, found in declared.components.items() if isinstance(found, FeedbackLoop)}
    if name not in loops:
        raise click.ClickException(name_unknown("loop", name, sorted(loops), "declared under assets/"))
    try:
        return loops[name].declare()
    except UndeclaredNameError as error:
        raise DeclarationError([declared.documents[name].mistake(("attributes", *error.path), str(error))]) from None


def read_all_tasks(root: Path) -> dict[str, "TaskDeclaration"]:
    """Every task that can be built, by its name."""
    from medpref_dagster.components.loading import declare_assets
    from medpref_dagster.components.task import ClinicalTask

    components = declare_assets(root).components
    return {name: item.attributes.declaration() for name, item in components.items() if isinstance(item, ClinicalTask)}


def load_definitions(*asked: str) -> "dg.Definitions":
    """The code location, with what is broken in it told in one line each.

    Parameters
    ----------
    asked
        The task, study or ablation that the command is about. Is it broken itself, the command ends.
    """
    defs = _load()
    for name, lines in _find_broken(defs):
        if name in asked:
            raise click.ClickException(lines)
        click.echo(f"left out: {lines}", err=True)
    return defs


def refuse_broken() -> None:
    """End the command where anything under `assets/` cannot be loaded, with the mistakes' lines."""
    if broken := [lines for _, lines in _find_broken(_load())]:
        raise click.ClickException("\n".join(broken))


def _load() -> "dg.Definitions":
    logging.getLogger("medpref_dagster.definitions").disabled = True  # told here, once
    try:
        from medpref_dagster.definitions import defs
    except DeclarationError as error:
        raise click.ClickException(str(error)) from None
    return defs


def _find_broken(defs: "dg.Definitions") -> Iterable[tuple[str, str]]:
    from medpref_dagster.components.broken import BROKEN

    for asset in _list_assets(defs):
        if asset.key.path[-1] == BROKEN:
            yield asset.key.path[0], asset.get_asset_spec().description or "broken"


def find_task_assets(defs: "dg.Definitions", task: str) -> list["dg.AssetsDefinition"]:
    """The task's assets in the order of the data."""
    assets = _list_assets(defs)
    tasks = sorted({asset.key.path[0] for asset in assets if asset.key.path[-1] == "evaluation_report"})
    if task not in tasks:
        raise click.ClickException(name_unknown("task", task, tasks, "declared under assets/"))
    return [asset for asset in assets if asset.get_asset_spec().group_name == task]


def find_study_assets(
    defs: "dg.Definitions", study: str
) -> tuple[list["dg.AssetsDefinition"], dict[str, list["dg.AssetsDefinition"]]]:
    """The study's own assets, and those of each of its tasks, in the order of the data."""
    assets = _list_assets(defs)
    ablations = {asset.key.path[0] for asset in assets if asset.key.path[1:] == ["trials"]}
    reports = {
        asset.key.path[0]: asset
        for asset in assets
        if asset.key.path[1:] == ["report"] and asset.key.path[0] not in ablations
    }
    if study not in reports:
        raise click.ClickException(name_unknown("study", study, sorted(reports), "declared under assets/"))
    judged = [dep.asset_key for dep in reports[study].get_asset_spec().deps]
    tasks = [key.path[0] for key in judged if key.path[-1] == "evaluation_report"]
    own = [asset for asset in assets if asset.get_asset_spec().group_name == study]
    return own, {task: find_task_assets(defs, task) for task in tasks}


def _list_assets(defs: "dg.Definitions") -> list["dg.AssetsDefinition"]:
    import dagster as dg

    return [asset for asset in defs.assets or () if isinstance(asset, dg.AssetsDefinition)]


def require_base_models(names: tuple[str, ...]) -> tuple[str, ...]:
    """The names, if the profile declares each and each can be had."""
    from medpref_dagster.components.machine import declared_base_models, explain_absence

    declared = declared_base_models()
    for name in names:
        if name not in declared:
            raise click.ClickException(name_unknown("base model", name, declared, "declared"))
        if (absence := explain_absence(name)) is not None:
            raise click.ClickException(absence)
    return names


def choose_base_models(names: tuple[str, ...], every: bool) -> tuple[str, ...]:
    """The named base models, or every one that can be had, or the first of them."""
    from medpref_dagster.components.machine import offered_base_models

    if names and every:
        raise click.UsageError("give --base-model or --all-base-models, not both")
    return offered_base_models() if every else require_base_models(names) or offered_base_models()[:1]


def find_compute(defs: "dg.Definitions") -> "ComputeResource":
    """The profile's device, not yet looked for."""
    return cast("ComputeResource", (defs.resources or {})["compute"])


def require_device(defs: "dg.Definitions") -> None:
    """Fail before any work where the profile asks for a GPU, its models are run on this machine, and there is none.

    This process takes nothing of the GPU: others do the steps, and it lives as long as they do.
    """
    from medpref_dagster.declaration.launchers import LauncherDeclaration, say_elsewhere

    compute = find_compute(defs)
    launchers = list(map(LauncherDeclaration.model_validate, compute.launchers))
    if compute.device == "cuda" and say_elsewhere(launchers) is None:
        from medpref_dagster.devices import DeviceError

        try:
            compute.require()
        except DeviceError as error:
            raise click.ClickException(str(error)) from None


def open_store(defs: "dg.Definitions") -> "Store":
    """The profile's store."""
    return cast("StoreResource", (defs.resources or {})["store"]).open()
