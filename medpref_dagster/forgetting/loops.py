"""What a loop is told when somebody was forgotten: its champion is tainted, what it decided on tainted models is void.

A taint says it of a model (`taint.py`); a decision cannot be changed, so that it is noted beside it that it is void
(`gate.rounds.void_decisions`). The loop trains such a round again without the patient, and decides anew.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from medpref_dagster.forgetting.reach import list_loops
from medpref_dagster.forgetting.taint import find_taints
from medpref_dagster.gate.rounds import read_decisions, read_void, void_decisions
from medpref_dagster.promotion.history import read_moves
from medpref_dagster.storage.store import Store


@dataclass(frozen=True)
class Told:
    """What somebody's forgetting means for a loop."""

    loop: str
    champion: str | None
    """Its address, where it learned from them."""
    rounds: tuple[str, ...]
    """Rounds whose decisions are void by it, and which are decided anew."""


def tell_loops(store: Store) -> None:
    """Let every decision on a tainted challenger or champion be void; again is no error.

    Raises
    ------
    StoreError, GateError
        If a ledger is damaged.
    """
    since = datetime.now(UTC).isoformat(timespec="seconds")
    for loop in list_loops(store):
        void_decisions(store, loop, lambda address: bool(_list_patients(store, address)), since)


def list_told(store: Store, patient: str) -> Iterator[Told]:
    """The loops whose champion or decisions are tainted by a patient.

    Parameters
    ----------
    patient
        The keyed hash.
    """
    for loop in list_loops(store):
        moves, void = read_moves(store, loop), read_void(store, loop)
        champion = moves[-1].model if moves and patient in _list_patients(store, moves[-1].model) else None
        rounds = [
            item.round
            for item in read_decisions(store, loop)
            if item.seal in void
            and any(patient in _list_patients(store, address) for address in (item.challenger, item.champion))
        ]
        if champion is not None or rounds:
            yield Told(loop, champion, tuple(dict.fromkeys(rounds)))


def _list_patients(store: Store, address: str) -> set[str]:
    """Who was forgotten of those whom a model learned from, by its address of then or of now."""
    addresses = {address, store.find_rest(address)}
    return {item.patient for one in addresses for item in find_taints(store, one)}
