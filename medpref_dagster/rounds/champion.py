"""The champion of a round: the model that its challenger has to beat."""

from collections.abc import Sequence

from medpref_dagster.declaration.loop import LoopDeclaration
from medpref_dagster.stages import DPO, SFT
from medpref_dagster.storage.store import Artifact, MissingError, Store


def name_champion(loop: str) -> str:
    """The asset that points to a loop's champion: of each round, to the one that stood when it was over."""
    return f"{loop}/champion"


def champion_of(store: Store, name: str, loop: LoopDeclaration, earlier: Sequence[str]) -> Artifact:
    """The champion that stands when a round begins.

    Parameters
    ----------
    name
        The loop's.
    earlier
        The rounds before this one, the oldest first: the latest of them that has a champion says which it is. Before
        there is any, it is the model that the task chose on dev.

    Raises
    ------
    StoreError
        If the task has no such model yet, or what a pointer says is damaged.
    """
    for before in reversed(earlier):
        try:
            return store.current(name_champion(name), before)
        except MissingError:
            continue
    return store.current(f"{loop.task}/{DPO.name}_model", loop.base_model)


def find_start(store: Store, loop: LoopDeclaration, champion: Artifact) -> Artifact:
    """Where a challenger's training starts, as declared."""
    return champion if loop.start == "champion" else _find_sft(store, loop)


def find_reference(store: Store, loop: LoopDeclaration, champion: Artifact) -> Artifact:
    """What its training is tied to, as declared."""
    if loop.reference == "start":
        return find_start(store, loop, champion)
    return champion if loop.reference == "champion" else _find_sft(store, loop)


def _find_sft(store: Store, loop: LoopDeclaration) -> Artifact:
    return store.current(f"{loop.task}/{SFT.name}_model", loop.base_model)
