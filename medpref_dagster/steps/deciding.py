"""The end of a loop's round: the gate decides on the challenger, and the champion moves, or does not."""

from collections.abc import Mapping, Sequence
from functools import partial

from medpref_dagster.audit.entries import name_user
from medpref_dagster.declaration import TaskDeclaration
from medpref_dagster.declaration.gate import Gate
from medpref_dagster.deidentification.finding import find_identifiers
from medpref_dagster.deidentification.identifiers import Rules
from medpref_dagster.disclosure import Disclosure, is_about_patients
from medpref_dagster.forgetting.taint import is_tainted
from medpref_dagster.gate.conditions import (
    AGREEMENT,
    COLLAPSE,
    IDENTIFIERS,
    NON_INFERIORITY,
    SUPERIORITY,
    Condition,
    Standing,
)
from medpref_dagster.gate.decision import Decision, Outcome
from medpref_dagster.gate.errors import GateError
from medpref_dagster.gate.evidence import IdentifierFinding
from medpref_dagster.gate.rounds import decide_round, find_decision, read_decisions
from medpref_dagster.hashing import content_key
from medpref_dagster.promotion.history import find_start, must_begin_again, read_champion, read_moves
from medpref_dagster.promotion.moves import Desk, promote, start
from medpref_dagster.promotion.refusals import tell_refusals
from medpref_dagster.reports.gate import write_gate_report
from medpref_dagster.reports.page import REPORT_HTML
from medpref_dagster.rounds.evidence import Contest, gather_evidence
from medpref_dagster.rounds.tested import find_part, keep_part
from medpref_dagster.steps import DeclaredLoop, Finding, Markdown, Shown, StepResult
from medpref_dagster.steps.declared_loop import CHAMPION, OF_FEEDBACK
from medpref_dagster.steps.rounds import name_round
from medpref_dagster.storage.store import Artifact, Store, StoreError
from medpref_dagster.verdict.words import count
from medpref_dagster.workbench import Workbench

CHECKS = {
    SUPERIORITY: "superiority",
    NON_INFERIORITY: "non_inferiority",
    COLLAPSE: "no_collapse",
    IDENTIFIERS: "no_identifiers",
    AGREEMENT: "agreement",
}
"""Kind of condition -> the check that it is a part of."""

_IDENTIFIER_RULES = 1
"""Of what counts as an identifier in an answer."""


def decide_on_challenger(workbench: Workbench, about: DeclaredLoop, inputs: Mapping[str, Artifact]) -> StepResult:
    """Measure what the gate asks for, decide once, and write the page of the decision.

    Raises
    ------
    GateError
        If the round was decided on another challenger, or what was measured does not belong together.
    """
    store, gate, place = workbench.store, require_gate(about), name_round(workbench, about)
    champion, challenger = inputs[CHAMPION], inputs["challenger"]
    desk = open_desk(workbench, about.name)
    moves = read_moves(store, about.name)
    if not moves:
        start(desk, champion, name_user(), f"the model that {about.loop.task} chose on dev")
    elif must_begin_again(store, moves, is_tainted):
        start(desk, champion, name_user(), "every champion before learned from a patient who was forgotten")
    decision = find_decision(store, about.name, place)
    # A round that was decided on these models is not measured again: a kill behind the decision changes nothing in it.
    judged = None if decision is None else [store.find_rest(one) for one in (decision.challenger, decision.champion)]
    if decision is None or judged != [challenger.address, champion.address]:
        look = partial(look_for_identifiers, disclosure=workbench.disclosure)
        evidence = gather_evidence(_lay_out(store, about, gate, place, inputs), workbench, look)
        decide_round(store, about.name, gate, evidence)
        # As it was kept, so that a page that is written again has the same bytes.
        decision = find_decision(store, about.name, place)
        if decision is None:
            raise GateError(f"the decision on round {place} became void while it was made; materialize it again")
    tell_refusals(desk, name_user())
    void = [item for item in read_decisions(store, about.name) if item.round == place and item.seal != decision.seal]
    page = write_gate_report(decision, about.loop.title, store, disclosure=workbench.disclosure, void=void)
    return StepResult(page, _describe(decision, page), _judge(decision, about))


def move_champion(workbench: Workbench, about: DeclaredLoop, inputs: Mapping[str, Artifact]) -> StepResult:
    """Promote the challenger where the round earned it and no person is waited for; else what stands stays."""
    store, gate, place = workbench.store, require_gate(about), name_round(workbench, about)
    decision = find_decision(store, about.name, place)
    waiting: list[str] = []
    if decision is not None and decision.outcome is Outcome.PROMOTE and not _was_promoted(store, about.name, decision):
        if gate.approval == "by_person":
            waiting = [
                f"Round {place} earned a promotion and waits for a person: medpref approve {about.name} --round "
                f"{place} --why ..., or the job {about.name}_approve."
            ]
        else:
            promote(open_desk(workbench, about.name), gate, place, name_user())
    move, model = read_champion(store, about.name)
    shown: dict[str, Shown] = {"of_round": move.round, "since": move.at, "why": move.why}
    return StepResult(model, shown, {"approved": Finding(waiting, says="Nobody is waited for.")}, chosen=True)


def open_desk(workbench: Workbench, loop: str) -> Desk:
    """Where a loop's champion is moved, with the store's taints and its audit log."""
    return Desk(workbench.store, loop, is_tainted=is_tainted, audit=workbench.audit.append)


def require_gate(about: DeclaredLoop) -> Gate:
    """The declared gate; steps that decide are only there where it is."""
    if about.loop.gate is None:
        raise TypeError("a loop without a gate has no decisions")
    return about.loop.gate


def look_for_identifiers(answers: Sequence[str], disclosure: Disclosure) -> IdentifierFinding:
    """In how many answers anything is found that could identify a patient, by the rules of de-identification.

    Text that was made up identifies nobody, whatever names are in it.
    """
    if not is_about_patients(disclosure):
        rules_of = content_key(what="identifiers in answers", disclosure=disclosure.value)
        return IdentifierFinding(answers=len(answers), with_identifiers=0, rules=rules_of)
    rules = Rules(keep_unknown_language=True)
    return IdentifierFinding(
        answers=len(answers),
        with_identifiers=sum(bool(find_identifiers(text, rules, sure=True)) for text in answers),
        rules=content_key(what="identifiers in answers", version=_IDENTIFIER_RULES, rules=repr(rules)),
    )


def _lay_out(store: Store, about: DeclaredLoop, gate: Gate, place: str, inputs: Mapping[str, Artifact]) -> Contest:
    part = find_part(store, about.name, gate, place)
    first = find_start(read_moves(store, about.name)).model
    weeks = (f"{OF_FEEDBACK}reactions@{week}" for week in about.list_weeks(place))
    return Contest(
        round=place,
        task=_cap_cases(about.task.task, about.loop.max_test_cases),
        loop=about.loop,
        gate=gate,
        challenger=inputs["challenger"],
        champion=inputs[CHAMPION],
        first_champion=_find(store, first),
        first_address=first,
        cases=inputs["task/cases"],
        pairs=inputs["round_pairs"],
        report=inputs["challenger_report"],
        reactions=[store.read_table(inputs[name]) for name in weeks],
        feedback=about.feedback.feedback,
        part=part,
        keep=keep_part(gate, part),
    )


def _cap_cases(task: TaskDeclaration, most: int | None) -> TaskDeclaration:
    """The task with no more test cases than the loop has answered in a round."""
    declared = task.evaluation.max_test_rows
    if most is None or (declared is not None and declared <= most):
        return task
    return task.model_copy(update={"evaluation": task.evaluation.model_copy(update={"max_test_rows": most})})


def _find(store: Store, address: str) -> Artifact | None:
    try:
        return store.artifact(address)
    except StoreError:
        return None


def _was_promoted(store: Store, loop: str, decision: Decision) -> bool:
    """Whether the decision was carried out, also if it was rolled back since."""
    return any(move.action == "promoted" and move.decision == decision.seal for move in read_moves(store, loop))


def _describe(decision: Decision, page: Artifact) -> dict[str, Shown]:
    lines = [decision.headline, *(item.sentence for item in decision.conditions)]
    return {
        "report": page.path / REPORT_HTML,
        "outcome": decision.outcome.value,
        "summary": Markdown("\n".join(f"- {line}" for line in lines)),
        "level": decision.level or 0.0,
        "look": decision.look,
        "seal": decision.seal,
        "challenger": decision.challenger,
        "champion": decision.champion,
    }


def _judge(decision: Decision, about: DeclaredLoop) -> dict[str, Finding]:
    kinds = {kind: name for kind, name in CHECKS.items() if kind != AGREEMENT or require_gate(about).agreement}
    return {name: _find_of_kind(decision, kind) for kind, name in kinds.items()}


def _find_of_kind(decision: Decision, kind: str) -> Finding:
    """The conditions of a kind, with their numbers. Not enough evidence does not pass: it says so."""
    own = [item for item in decision.conditions if item.kind == kind]
    problems = [
        item.sentence if item.standing is Standing.FAILED else f"Not enough evidence: {item.sentence}"
        for item in own
        if item.standing in (Standing.FAILED, Standing.NOT_ENOUGH)
    ]
    return Finding(
        problems,
        says=f"{count(len(own), 'condition')} passed, or not applicable.",
        shown={_name(item, decision): _list_numbers(item) for item in own},
    )


def _name(item: Condition, decision: Decision) -> str:
    if item.against == decision.first_champion != decision.champion:
        return f"{item.name}, against the first champion"
    return item.name


def _list_numbers(item: Condition) -> dict[str, float | int | str | None]:
    return {
        "standing": item.standing.value,
        "number": item.number,
        "low": item.low,
        "high": item.high,
        "limit": item.limit,
        "cases": item.cases,
        "patients": item.patients,
        "needed": item.needed,
    }
