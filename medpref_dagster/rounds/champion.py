"""The champion of a round: the model that its challenger has to beat."""

from medpref_dagster.declaration.loop import LoopDeclaration
from medpref_dagster.forgetting.taint import is_tainted
from medpref_dagster.gate.rounds import find_decision
from medpref_dagster.promotion.history import find_fault, read_moves
from medpref_dagster.rounds.errors import RoundError
from medpref_dagster.stages import DPO, SFT
from medpref_dagster.storage.store import Artifact, Store


def champion_of(store: Store, name: str, loop: LoopDeclaration, of_round: str) -> Artifact:
    """The champion that a round is held against.

    Of a round that was decided it is the one that the decision names; else the one that stands now; and before there
    is any, the model that the task chose on dev.

    Parameters
    ----------
    name
        The loop's.

    Raises
    ------
    RoundError
        If it was trained on what must be forgotten, or is gone: nothing is trained from it then.
    StoreError
        If the task has no such model yet, or what was decided or moved is damaged.
    """
    decision = find_decision(store, name, of_round)
    if decision is not None:
        return store.artifact(decision.champion)
    moves = read_moves(store, name)
    address = moves[-1].model if moves else store.current(f"{loop.task}/{DPO.name}_model", loop.base_model).address
    why = find_fault(store, address)
    if why is None and is_tainted(store, address):
        why = "it was trained on what must be forgotten"
    if why is not None:
        remedy = (
            f"go back to another: medpref rollback {name} --to ROUND --why ..."
            if moves
            else f"materialize {loop.task}/{DPO.name}_model again"
        )
        raise RoundError(f"{address}, the champion of {name}, cannot be used: {why}; {remedy}")
    return store.artifact(address)


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
