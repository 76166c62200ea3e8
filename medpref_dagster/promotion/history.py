"""A loop's champions in order: the ledger `champion/<loop>`, of which the pointer `<loop>/champion` is a copy.

What happened is one record, so that a kill leaves the champion either as it was or as it became. What follows from it
(the store's pointer, the entry of the audit log) is made good by whoever comes next (`settle`).
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal, Protocol

from medpref_dagster.audit.actions import MODEL_PROMOTED, MODEL_ROLLED_BACK, MODEL_STARTED
from medpref_dagster.promotion.errors import PromotionError
from medpref_dagster.storage.artifacts import Artifact
from medpref_dagster.storage.errors import DamagedError, StoreError
from medpref_dagster.storage.store import Store
from medpref_dagster.verdict.results import Result

START = "first"
"""What the first champion's round is called."""

_ACTIONS = {"started": MODEL_STARTED, "promoted": MODEL_PROMOTED, "rolled_back": MODEL_ROLLED_BACK}


class Audit(Protocol):
    """What every action is told to; `AuditLog.append`."""

    def __call__(self, action: str, subject: str, why: str, actor: str, details: Mapping[str, Any]) -> object:
        """Add an entry."""
        ...


IsTainted = Callable[[Store, str], bool]
"""Whether the model at an address was trained on what must be forgotten."""


class Move(Result):
    """What happened to a loop's champion."""

    action: Literal["started", "promoted", "rolled_back"]
    round: str
    """Whose model is champion from now on."""
    model: str
    """Its address, which holds the hash of its bytes."""
    before: str | None
    """Address of the champion until then."""
    decision: str | None
    """The seal of the decision that earned it; of a rollback, that which earned it back then."""
    approved_by: str | None = None
    actor: str
    why: str
    at: str
    """ISO 8601, in UTC."""


def read_moves(store: Store, loop: str) -> list[Move]:
    """What happened, the oldest first; none where the loop has no champion yet.

    A model that lost the rows of somebody who was forgotten is named by the address that it has now.

    Raises
    ------
    StoreError
        If the ledger is damaged.
    """
    moves = [Move.model_validate(record) for record in store.read_ledger(name_ledger(loop))]
    return [
        move.model_copy(
            update={
                "model": store.find_rest(move.model),
                "before": None if move.before is None else store.find_rest(move.before),
            }
        )
        for move in moves
    ]


def find_start(moves: Sequence[Move]) -> Move:
    """How the loop began, or began again: the first champion's move."""
    return next(move for move in reversed(moves) if move.action == "started")


def must_begin_again(store: Store, moves: Sequence[Move], is_tainted: IsTainted) -> bool:
    """Whether no champion that a loop ever had may be used, because the present one was trained on what must be
    forgotten, and each before it was, too, or is gone."""
    return bool(moves) and is_tainted(store, moves[-1].model) and find_usable(store, moves, is_tainted) is None


def find_usable(store: Store, moves: Sequence[Move], is_tainted: IsTainted) -> Move | None:
    """The latest champion that is there and not tainted."""
    usable = (
        move for move in reversed(moves) if not is_tainted(store, move.model) and find_fault(store, move.model) is None
    )
    return next(usable, None)


def read_champion(store: Store, loop: str) -> tuple[Move, Artifact]:
    """How the champion became it, and its artifact, the bytes verified.

    Raises
    ------
    PromotionError
        If the loop has none yet.
    StoreError
        If the ledger, or the champion's own artifact, is damaged or gone.
    """
    moves = read_moves(store, loop)
    if not moves:
        raise PromotionError(
            f"{loop} has no champion yet; materialize {loop}/champion, which begins with the task's model"
        )
    return moves[-1], store.artifact(moves[-1].model)


def settle(store: Store, loop: str, audit: Audit) -> None:
    """Make good what a killed process left undone: the audit log's entries, then the pointer. Under the loop's lock.

    An entry's details name `move`, its number; a process that was killed right after it wrote an entry has it written
    again, with the same number.
    """
    moves = read_moves(store, loop)
    told = len(store.read_ledger(_name_told(loop)))
    for number, move in enumerate(moves[told:], start=told + 1):
        details = {
            "move": number,
            "round": move.round,
            "before": move.before,
            "decision": move.decision,
            "approved_by": move.approved_by,
        }
        audit(_ACTIONS[move.action], f"{loop}: {move.model}", move.why, move.actor, details)
        store.append_to_ledger(_name_told(loop), {"move": number}, after=number - 1)
    if not moves:
        return
    try:
        pointed = store.current(f"{loop}/champion").address
    except StoreError:
        pointed = None
    # A champion that was deleted has no pointer to be given; going back to another must still be possible.
    if pointed != moves[-1].model and find_fault(store, moves[-1].model) is None:
        store.point(f"{loop}/champion", store.artifact(moves[-1].model))


def name_ledger(loop: str) -> str:
    """The ledger of a loop's champions."""
    return f"champion/{loop}"


def _name_told(loop: str) -> str:
    return f"champion_audited/{loop}"


def find_fault(store: Store, address: str) -> str | None:
    """Why a model cannot be used, as a clause; None where it is there and whole."""
    try:
        store.artifact(address)
    except DamagedError:
        return "its files are damaged"
    except StoreError:
        return "it is no longer in the store"
    return None
