"""The champion of a round: the model that its challenger has to beat."""

from medpref_dagster.declaration.loop import LoopDeclaration
from medpref_dagster.forgetting.taint import is_tainted
from medpref_dagster.gate.rounds import find_decision
from medpref_dagster.promotion.history import find_fault, find_usable, must_begin_again, read_moves
from medpref_dagster.rounds.errors import RoundError
from medpref_dagster.stages import DPO, SFT
from medpref_dagster.storage.store import Artifact, Store


def champion_of(store: Store, name: str, loop: LoopDeclaration, of_round: str) -> Artifact:
    """The champion that a round is held against.

    Of a round that was decided it is the one that the decision names; else the one that stands now; and before there
    is any, or where no champion may be used any more since a patient was forgotten, the model that the task chose on
    dev.

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
        return store.artifact(store.find_rest(decision.champion))
    moves = read_moves(store, name)
    if moves and not must_begin_again(store, moves, is_tainted):
        if (fault := explain_unusable(store, name)) is not None:
            raise RoundError(fault)
        return store.artifact(moves[-1].model)
    address = store.current(f"{loop.task}/{DPO.name}_model", loop.base_model).address
    if (why := _find_fault(store, address)) is not None:
        raise RoundError(
            f"{address}, the champion of {name}, cannot be used: {why}; materialize {loop.task}/{DPO.name}_model again"
        )
    return store.artifact(address)


def explain_unusable(store: Store, name: str) -> str | None:
    """Why a loop's champion cannot be used, and what to do, as a sentence; None where it can, or there is none yet.

    Raises
    ------
    StoreError
        If what was moved is damaged.
    """
    moves = read_moves(store, name)
    if not moves or (why := _find_fault(store, moves[-1].model)) is None:
        return None
    usable = find_usable(store, moves, is_tainted)
    if usable is not None:
        remedy = f"go back to another: medpref rollback {name} --to {usable.round} --why ..."
    elif must_begin_again(store, moves, is_tainted):
        remedy = (
            f"no earlier one can be used either: medpref materialize {name} trains again without it, and begins anew"
        )
    else:
        remedy = "put it back from a backup"
    return f"{moves[-1].model}, the champion of {name}, cannot be used: {why}; {remedy}"


def _find_fault(store: Store, address: str) -> str | None:
    if is_tainted(store, address):
        return (
            "it was trained on what must be forgotten, since a patient was; it is neither promoted, exported nor asked"
        )
    return find_fault(store, address)


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
