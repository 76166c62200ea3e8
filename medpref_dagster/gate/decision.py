"""The decision on a round: promote, hold or refuse, with its reasons, bound to the bytes that were evaluated."""

from enum import StrEnum
from typing import Any

from pydantic import ValidationError

from medpref_dagster.declaration.gate import Gate
from medpref_dagster.gate.conditions import Condition, Standing, judge_conditions
from medpref_dagster.gate.errors import GateError
from medpref_dagster.gate.evidence import RoundEvidence, require_consistent
from medpref_dagster.gate.spending import Look, NextLook
from medpref_dagster.hashing import content_key
from medpref_dagster.verdict.results import Number, Result
from medpref_dagster.verdict.words import count


class Outcome(StrEnum):
    """What becomes of a challenger."""

    PROMOTE = "promote"
    HOLD = "hold"
    """Not enough evidence: the champion stays, and nothing is said against the challenger."""
    REFUSE = "refuse"


class Decision(Result):
    """A round's decision. Its `seal` is the hash of everything else in it."""

    loop: str
    round: str
    period: str
    outcome: Outcome
    headline: str
    """The outcome in a sentence."""
    conditions: tuple[Condition, ...]
    challenger: str
    """Address of the model that was judged; its last part is the hash of the bytes that were evaluated."""
    champion: str
    """Address of the model that it was compared with."""
    first_champion: str
    alpha: float
    control: dict[str, Any]
    """As declared."""
    look: int
    """The number of the round in its period."""
    level: Number
    """What each condition was tested at; None where there was nothing to test with."""
    left: float
    """What of alpha, or of the wealth, was left before."""
    part: int | None
    spent: bool
    """Whether the level is spent. Samples that are too small for a test spend nothing."""
    shown: bool
    """Whether superiority and every non-inferiority were shown."""
    rules: str
    """Hash of the gate's declaration."""
    evidence: str
    """Hash of everything that was measured."""
    sources: dict[str, str]
    """Name -> address of what it was read from."""
    seal: str = ""

    def as_look(self) -> Look:
        """What it adds to the rounds that were decided."""
        return Look(round=self.round, level=(self.level or 0.0) if self.spent else 0.0, shown=self.shown)


def decide(loop: str, gate: Gate, evidence: RoundEvidence, look: NextLook) -> Decision:
    """Decide on a round with the level of its test.

    Refused where any condition failed; held where none did and for one there is not enough evidence; else promoted.

    Raises
    ------
    GateError
        If scores are of another model than is said, or of another part of patients than the test must use.
    """
    require_consistent(evidence)
    if look.level is not None and evidence.part != look.part:
        raise GateError(
            f"round {evidence.round}: this round must use part {look.part} of the held-out patients, and part "
            f"{evidence.part} was used; evaluate it on part {look.part}"
        )
    conditions = judge_conditions(gate, evidence, look)
    tests = [item for item in conditions if item.is_test]
    standings = {item.standing for item in conditions}
    outcome = Outcome.PROMOTE
    if Standing.FAILED in standings:
        outcome = Outcome.REFUSE
    elif Standing.NOT_ENOUGH in standings:
        outcome = Outcome.HOLD
    decision = Decision(
        loop=loop,
        round=evidence.round,
        period=gate.period,
        outcome=outcome,
        headline=_say(outcome, conditions),
        conditions=conditions,
        challenger=evidence.challenger,
        champion=evidence.champion,
        first_champion=evidence.first_champion,
        alpha=gate.alpha,
        control=gate.error_control.model_dump(mode="json"),
        look=look.number,
        level=look.level,
        left=look.left,
        part=look.part,
        # What is judged by size alone does not depend on who is better, so that it costs nothing.
        spent=look.level is not None and all(_was_tested(item) for item in tests),
        shown=look.level is not None and all(item.standing is Standing.PASSED for item in tests),
        rules=content_key(gate=gate.model_dump(mode="json")),
        evidence=evidence.hash_all(),
        sources=dict(evidence.sources),
    )
    return decision.model_copy(update={"seal": seal_of(decision)})


def seal_of(decision: Decision) -> str:
    """The hash of a decision without its seal."""
    return content_key(decision=decision.model_copy(update={"seal": ""}).to_json())


def read_decision(record: dict[str, Any]) -> Decision:
    """A decision from the record that was kept.

    Raises
    ------
    GateError
        If it is none, or not what was sealed.
    """
    try:
        decision = Decision.model_validate(record)
    except ValidationError as error:
        raise GateError(
            f"a kept decision is not of the form that this version reads: {error.error_count()} fields"
        ) from error
    if decision.seal != seal_of(decision):
        raise GateError(
            f"the decision on round {decision.round} of {decision.loop} is not what was sealed; put the store's folder "
            f"ledgers/ back from a backup"
        )
    return decision


def _was_tested(item: Condition) -> bool:
    return item.cases is not None and item.needed is not None and item.cases >= item.needed


def _say(outcome: Outcome, conditions: tuple[Condition, ...]) -> str:
    failed = [item for item in conditions if item.standing is Standing.FAILED]
    missing = [item for item in conditions if item.standing is Standing.NOT_ENOUGH]
    if outcome is Outcome.PROMOTE:
        return f"Promote: the challenger passed every one of {count(len(conditions), 'condition')}."
    if outcome is Outcome.HOLD:
        return (
            f"Hold: not enough evidence for {count(len(missing), 'condition')} ({missing[0].sentence.rstrip('.')}); "
            f"the champion stays."
        )
    return f"Refuse: {count(len(failed), 'condition')} failed ({failed[0].sentence.rstrip('.')}); the champion stays."
