"""Rounds of a loop: each is decided once, and what it spent is kept with its decision.

A decision and the level that it spent are one record of the loop's ledger `gate/<loop>`, so that a kill leaves either
both or neither. The same evidence of a round that was decided gives the decision that was kept.

A decision on models that must not be used any more is void (ledger `gate_void/<loop>`): its round counts as undecided,
and what it spent stays spent.
"""

from collections.abc import Callable

from medpref_dagster.declaration.gate import Gate
from medpref_dagster.gate.decision import Decision, decide, read_decision
from medpref_dagster.gate.errors import GateError
from medpref_dagster.gate.evidence import RoundEvidence, require_consistent
from medpref_dagster.gate.spending import Look, NextLook, find_next_look
from medpref_dagster.locks import Holder, ignore
from medpref_dagster.storage.store import Store


def read_decisions(store: Store, loop: str) -> list[Decision]:
    """All decisions of a loop, the oldest first.

    Raises
    ------
    StoreError
        If the ledger is damaged.
    GateError
        If a decision is not what was sealed.
    """
    return [read_decision(record) for record in store.read_ledger(_ledger(loop))]


def find_decision(store: Store, loop: str, of_round: str) -> Decision | None:
    """The decision on a round that stands; None where it was not decided, or what was decided is void."""
    void = read_void(store, loop)
    return next(
        (item for item in read_decisions(store, loop) if item.round == of_round and item.seal not in void), None
    )


def read_void(store: Store, loop: str) -> dict[str, str]:
    """Seal of each decision that is void -> since when, ISO 8601 in UTC."""
    return {record["seal"]: record["since"] for record in store.read_ledger(_void_ledger(loop))}


def void_decisions(
    store: Store,
    loop: str,
    must_not_be_used: Callable[[str], bool],
    since: str,
    on_wait: Callable[[Holder | None], None] = ignore,
) -> list[Decision]:
    """Let every decision be void whose challenger or champion must not be used any more; those that became it now.

    Raises
    ------
    StoreError, GateError
        As `read_decisions`.
    """
    with store.hold_shared_lock(f"loop {loop}", f"looks through the decisions of {loop}", on_wait):
        known = read_void(store, loop)
        found = [
            item
            for item in read_decisions(store, loop)
            if item.seal not in known and any(map(must_not_be_used, (item.challenger, item.champion)))
        ]
        for place, item in enumerate(found, start=len(known)):
            store.append_to_ledger(_void_ledger(loop), {"seal": item.seal, "since": since}, after=place)
        return found


def plan_look(store: Store, loop: str, gate: Gate) -> NextLook:
    """The level that the next round is tested at, and the part of held-out patients that it must use.

    Raises
    ------
    GateError
        As of `decide_round`.
    """
    return find_next_look(gate, _list_looks(read_decisions(store, loop), gate))


def decide_round(
    store: Store,
    loop: str,
    gate: Gate,
    evidence: RoundEvidence,
    on_wait: Callable[[Holder | None], None] = ignore,
) -> Decision:
    """Decide on a round, once, and keep the decision and what it spent.

    Raises
    ------
    GateError
        If the evidence does not belong together (`decide`); if the round was decided on other evidence; or if the
        period began with another alpha or another control. Nothing is kept then.
    StoreError
        If a model that was evaluated is not in the store with the bytes that its address says; if the ledger is
        damaged.
    """
    require_consistent(evidence)
    for address in (evidence.challenger, evidence.champion):
        store.artifact(address)
    with store.hold_shared_lock(f"loop {loop}", f"decides on round {evidence.round} of {loop}", on_wait):
        decisions, kept = read_decisions(store, loop), find_decision(store, loop, evidence.round)
        if kept is not None:
            if kept.evidence != evidence.hash_all():
                raise GateError(
                    f"round {evidence.round} of {loop} was decided ({kept.outcome}) on other evidence, of challenger "
                    f"{kept.challenger}; a round is decided once: what was made since belongs to the next round"
                )
            return kept
        decision = decide(loop, gate, evidence, find_next_look(gate, _list_looks(decisions, gate)))
        store.append_to_ledger(_ledger(loop), decision.to_json(), after=len(decisions))
        return decision


def _list_looks(decisions: list[Decision], gate: Gate) -> list[Look]:
    of_period = [item for item in decisions if item.period == gate.period]
    control = gate.error_control.model_dump(mode="json")
    for item in of_period:
        if (item.alpha, item.control) != (gate.alpha, control):
            raise GateError(
                f"the period {gate.period!r} began with alpha {item.alpha:g} and error_control {item.control}, and now "
                f"{gate.alpha:g} and {control} are declared; declare them as they were, or name another period, with "
                f"held-out patients that were not used before"
            )
    return [item.as_look() for item in of_period]


def _ledger(loop: str) -> str:
    return f"gate/{loop}"


def _void_ledger(loop: str) -> str:
    return f"gate_void/{loop}"
