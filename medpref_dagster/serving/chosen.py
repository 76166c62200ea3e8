"""Which model a consumer gets: of a task the one that its grids chose, of a loop its champion."""

from collections.abc import Mapping
from dataclasses import dataclass

from medpref_dagster.declaration import TaskDeclaration
from medpref_dagster.names import name_unknown
from medpref_dagster.promotion.history import START, IsTainted, Move, read_champion
from medpref_dagster.serving.errors import ServingError
from medpref_dagster.sources import is_synthetic
from medpref_dagster.stages import DPO, find_stage
from medpref_dagster.storage.models import ModelManifest, read_manifest
from medpref_dagster.storage.store import Artifact, MissingError, Store
from medpref_dagster.training.outcome import find_no_gain

CHAMPION = "champion"
"""What a loop's model is chosen as; a task's is chosen as one of `stages`."""


@dataclass(frozen=True)
class ChosenModel:
    """A model that a consumer asked for, with what it answers."""

    task_name: str
    task: TaskDeclaration
    base_model: str
    """Its name, as the profile declares it."""
    model: Artifact
    manifest: ModelManifest
    chosen_as: str
    """`champion`, or the name of a stage. Where DPO fell back on the SFT model, the manifest says `sft`."""
    remarks: tuple[str, ...] = ()
    """What a person should know of the choice, as sentences."""
    loop: str | None = None
    move: Move | None = None
    """How the champion became it."""


def find_task_model(
    store: Store, name: str, task: TaskDeclaration, base_model: str, stage: str = DPO.name
) -> ChosenModel:
    """The model of a stage as a task chose it; of DPO the SFT model itself, where the task's fallback kept that.

    Raises
    ------
    ServingError
        If it was not trained yet.
    StoreError
        If it is damaged.
    """
    asset = f"{name}/{stage}_model"
    try:
        model = store.current(asset, base_model)
        candidates = store.read_table(store.current(f"{asset}.candidates", base_model))
    except MissingError:
        title = find_stage(stage).title
        raise ServingError(
            f"{name} has no {title} model for {base_model} yet: medpref materialize {name} --base-model {base_model}"
        ) from None
    return ChosenModel(
        name, task, base_model, model, read_manifest(model), stage, remarks=tuple(find_no_gain(candidates))
    )


def find_champion(store: Store, tasks: Mapping[str, TaskDeclaration], loop: str) -> ChosenModel:
    """The champion of a loop.

    Parameters
    ----------
    tasks
        Every declared task by its name; a model names its task by the title.

    Raises
    ------
    ServingError
        If no such loop ever had a champion, or its task is not declared.
    StoreError
        If the champion, or its history, is damaged.
    """
    loops = list_loops(store)
    if loop not in loops:
        known = name_unknown("loop", loop, loops, "with a champion")
        raise ServingError(f"{known}; a loop's first champion is made by medpref materialize LOOP")
    move, model = read_champion(store, loop)
    manifest = read_manifest(model)
    named = [name for name, task in tasks.items() if task.title == manifest.task]
    if len(named) != 1:
        which = f"several tasks have ({', '.join(sorted(named))})" if named else "no task that is declared has"
        raise ServingError(f"the champion of {loop} was trained for {manifest.task!r}, a title that {which}")
    [name] = named
    return ChosenModel(name, tasks[name], manifest.base_model.name, model, manifest, CHAMPION, loop=loop, move=move)


def is_made_up(chosen: ChosenModel) -> bool:
    """Whether the model was trained on made-up cases alone.

    Of a round's challenger that is not known: what clinicians did is about patients, unless somebody says otherwise.
    """
    return is_synthetic(chosen.task.source) and (chosen.move is None or chosen.move.round == START)


def list_loops(store: Store) -> list[str]:
    """The loops that have a champion, by name."""
    return sorted(path.name for path in (store.root / "ledgers" / CHAMPION).glob("*") if path.is_dir())


def require_untainted(store: Store, chosen: ChosenModel, is_tainted: IsTainted | None) -> None:
    """Refuse a model that learned from what must be forgotten.

    Raises
    ------
    ServingError
        With what to do.
    """
    if is_tainted is not None and is_tainted(store, chosen.model.address):
        raise ServingError(
            f"{chosen.model.address} was trained on what must be forgotten; it is neither exported nor asked. Train "
            "again without it (medpref forget says how), or roll back to an earlier champion"
        )
