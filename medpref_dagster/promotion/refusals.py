"""Challengers that did not become champion, for the audit log; a promotion is told there when the champion moves."""

from medpref_dagster.audit.actions import MODEL_HELD, MODEL_REFUSED
from medpref_dagster.gate.decision import Outcome
from medpref_dagster.gate.rounds import read_decisions
from medpref_dagster.promotion.moves import LONGEST_WHY, Desk

_ACTIONS = {Outcome.REFUSE: MODEL_REFUSED, Outcome.HOLD: MODEL_HELD}


def tell_refusals(desk: Desk, actor: str) -> None:
    """Note every decision of the loop that refused or held its challenger, each once.

    What a kill left untold is told by the next call; an entry's details name `decision`, the number of the round among
    those that were decided, and one that was cut off from its mark is written again, with the same number.
    """
    with desk.store.hold_shared_lock(f"loop {desk.loop}", f"tells what became of rounds of {desk.loop}", desk.on_wait):
        decisions = read_decisions(desk.store, desk.loop)
        told = len(desk.store.read_ledger(_name_told(desk.loop)))
        for number, decision in enumerate(decisions[told:], start=told + 1):
            if decision.outcome in _ACTIONS:
                details = {"decision": number, "round": decision.round, "seal": decision.seal}
                subject = f"{desk.loop}: {decision.challenger}"
                desk.audit(_ACTIONS[decision.outcome], subject, decision.headline[:LONGEST_WHY], actor, details)
            desk.store.append_to_ledger(_name_told(desk.loop), {"decision": number}, after=number - 1)


def _name_told(loop: str) -> str:
    return f"decisions_audited/{loop}"
