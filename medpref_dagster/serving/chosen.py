"""Which model a consumer gets: of a task the one that its grids chose, of a loop its champion."""

from dataclasses import dataclass

from medpref_dagster.declaration import TaskDeclaration
from medpref_dagster.disclosure import Disclosure, strictest
from medpref_dagster.forgetting.taint import is_tainted
from medpref_dagster.promotion.history import IsTainted, Move, read_champion
from medpref_dagster.rounds.champion import explain_unusable
from medpref_dagster.serving.errors import ServingError
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

    @property
    def name(self) -> str:
        """For a person: `uti, dpo, smollm2-135m`."""
        return f"{self.loop or self.task_name}, {self.chosen_as}, {self.base_model}"


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


def find_champion(store: Store, loop: str, name: str, task: TaskDeclaration, base_model: str) -> ChosenModel:
    """The champion of a loop that serves a task with a base model.

    Raises
    ------
    PromotionError
        If the loop has none yet.
    StoreError
        If the champion, or its history, is damaged.
    """
    move, model = read_champion(store, loop)
    return ChosenModel(name, task, base_model, model, read_manifest(model), CHAMPION, loop=loop, move=move)


def find_disclosure_of(store: Store, chosen: ChosenModel, declared: Disclosure) -> Disclosure:
    """What a model may tell of patients: the strictest of what its sources declare and what was noted of it."""
    noted = store.find_disclosure(chosen.model)
    return declared if noted is None else strictest([declared, noted])


def require_untainted(store: Store, chosen: ChosenModel, is_tainted: IsTainted = is_tainted) -> None:
    """Refuse a model that learned from what must be forgotten.

    Raises
    ------
    ServingError
        With what to do.
    """
    if is_tainted(store, chosen.model.address):
        fault = None if chosen.loop is None else explain_unusable(store, chosen.loop)
        raise ServingError(
            fault
            or f"{chosen.model.address} was trained on what must be forgotten, since a patient was; it is neither "
            f"exported nor asked. Train again without it: medpref materialize {chosen.task_name}"
        )
