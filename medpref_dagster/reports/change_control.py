"""A loop's declaration as a change-control plan, with what became of its rounds beside it.

It carries the fields that such plans have (scope, planned changes, data, re-training, evaluation, update, impact,
traceability). It claims no compliance with any rule, and says so.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from medpref_dagster.declaration.change_control import ChangeControl
from medpref_dagster.declaration.gate import Gate
from medpref_dagster.gate.conditions import COLLAPSE_TITLES, Standing
from medpref_dagster.gate.decision import Decision
from medpref_dagster.gate.spending import describe_control
from medpref_dagster.promotion.history import Move
from medpref_dagster.reports.page import load_template
from medpref_dagster.verdict.words import format_number, format_percent

NOT_DECLARED = "not declared"
CLAIM = (
    "This plan carries the fields of a change-control plan, filled from the loop's declaration and its records. It is "
    "no statement that any law or guidance is complied with."
)


@dataclass(frozen=True)
class DeclaredLoop:
    """What the plan takes from a loop's declaration. A mapping is shown field by field."""

    name: str
    title: str
    task: str
    base_model: str
    gate: Gate
    statements: ChangeControl = field(default_factory=ChangeControl)
    data: Mapping[str, Any] = field(default_factory=dict[str, Any])
    """Sources of feedback and cases, splits, replay."""
    training: Mapping[str, Any] = field(default_factory=dict[str, Any])
    """Trigger, least data, start, reference model, grid, seeds, frozen parts."""
    declaration: str = ""
    """Hash of the declaration that this is."""


@dataclass(frozen=True)
class Plan:
    """A plan as a page and as JSON; both have the same fields."""

    content: dict[str, Any]

    def to_json(self) -> str:
        """Ends in a line break; the same declaration and records give the same bytes."""
        return json.dumps(self.content, indent=1, ensure_ascii=False, allow_nan=False) + "\n"

    def to_html(self) -> str:
        """A self-contained page."""
        return load_template("change_control.html.j2").render(**self.content)


def change_control_plan(
    loop: DeclaredLoop, decisions: Sequence[Decision], moves: Sequence[Move], void: Mapping[str, str] | None = None
) -> Plan:
    """The plan of a loop, and its rounds' outcomes.

    Parameters
    ----------
    decisions
        Of its rounds, the oldest first (`read_decisions`).
    moves
        What became champion, the oldest first (`read_moves`).
    void
        Seals of decisions on models that learned from who was forgotten -> since when (`read_void`).
    """
    return Plan(
        {
            "title": loop.title,
            "loop": loop.name,
            "claim": CLAIM,
            "sections": [
                {"name": name, "fields": [{"name": label, "text": text or NOT_DECLARED} for label, text in fields]}
                for name, fields in _list_sections(loop)
            ],
            "outcomes": [_describe_outcome(item, moves, void or {}) for item in decisions],
            "champions": [move.to_json() for move in moves],
        }
    )


def _list_sections(loop: DeclaredLoop) -> Iterable[tuple[str, list[tuple[str, str]]]]:
    said, gate = loop.statements, loop.gate
    approver = "a person approves" if gate.approval == "by_person" else "automatic, by the gate alone"
    yield (
        "Scope",
        [
            ("intended use", said.intended_use),
            ("population", said.population),
            ("task", loop.task),
            ("base model", loop.base_model),
            ("automatic or manual", approver),
        ],
    )
    yield (
        "Planned changes",
        [
            ("what changes", "the adapter that is trained on new feedback; base model, prompt and answers stay"),
            ("reasons and limits", said.reasons),
        ],
    )
    yield (
        "Data management",
        [
            *_flatten(loop.data),
            ("inclusion", said.inclusion),
            ("reference standard", said.reference_standard),
            ("independence of training and test", "a patient is in one split only, by a hash of the patient"),
            ("reuse of the test set", describe_control(gate.error_control, gate.alpha)),
        ],
    )
    yield "Re-training", _flatten(loop.training)
    yield "Performance evaluation", list(_describe_gate(gate))
    yield (
        "Update procedure",
        [
            ("approver", approver),
            ("rollout", said.rollout),
            ("communication", said.communication),
            ("monitoring", said.monitoring),
            ("rollback", "medpref rollback, to any earlier champion that is there and not tainted, with a reason"),
        ],
    )
    yield (
        "Impact",
        [
            ("benefit", said.benefit),
            ("risk", said.risk),
            ("cumulative effect", "every metric is held against the first champion, too, by the same margin"),
            ("mitigation", said.mitigation),
            (
                "who is forgotten",
                "what was decided on models that learned from them is void; they are trained again and decided anew",
            ),
        ],
    )
    yield (
        "Traceability",
        [
            ("declaration", loop.declaration),
            ("decisions", "each is sealed, and names the hashes of the models, the evidence and the rules"),
            ("audit", "every start, promotion, approval and rollback is an entry of the audit log"),
        ],
    )


def _describe_gate(gate: Gate) -> Iterable[tuple[str, str]]:
    wins = gate.superiority
    yield "comparator", "the present champion; for metrics the first champion, too"
    yield (
        "superiority",
        f"bound of the win-rate difference on held-out preferences above {format_number(wins.margin, signed=True)}, by "
        f"patient, and an exact sign-flip test; the sample must find a gain of {format_number(wins.gain, signed=True)}",
    )
    for rule in gate.non_inferiority:
        yield f"{rule.name}, margin", format_number(rule.margin, places=3)
    for name, limit in gate.collapse.model_dump().items():
        if limit is not None:
            yield COLLAPSE_TITLES[name], f"{'at least' if name == 'shortest' else 'at most'} {format_number(limit)}"
    yield "identifiers in answers", "none"
    if gate.agreement is not None:
        yield "clinicians' agreement", f"at least {format_number(gate.agreement)}"
    yield "alpha", f"{gate.alpha:g}, over the period {gate.period!r}"
    yield "power", format_percent(gate.power, 0)
    yield (
        "sample size",
        "as many cases as give that power; fewer are not enough evidence, which neither passes nor fails",
    )
    yield "consequence of failure", "the challenger is refused and the champion stays"


def _flatten(fields: Mapping[str, Any], head: str = "") -> list[tuple[str, str]]:
    """`{"dpo": {"beta": [0.1]}}` -> `dpo, beta`: `[0.1]`."""
    found: list[tuple[str, str]] = []
    for name, value in fields.items():
        label = f"{head}{name.replace('_', ' ')}"
        if isinstance(value, Mapping):
            found += _flatten(value, f"{label}, ")
        else:
            found.append((label, value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)))
    return found


def _describe_outcome(decision: Decision, moves: Sequence[Move], void: Mapping[str, str]) -> dict[str, Any]:
    earned = [move for move in moves if move.action == "promoted" and move.decision == decision.seal]
    undone = [move for move in moves if move.action == "rolled_back" and earned and move.before == earned[0].model]
    return {
        "round": decision.round,
        "outcome": decision.outcome.value,
        "headline": decision.headline,
        "challenger": decision.challenger,
        "champion": decision.champion,
        "level": decision.level,
        "not_passed": [
            item.sentence for item in decision.conditions if item.standing in (Standing.FAILED, Standing.NOT_ENOUGH)
        ],
        "promoted": earned[0].at if earned else None,
        "approved_by": earned[0].approved_by if earned else None,
        "rolled_back": undone[-1].why if undone else None,
        "seal": decision.seal,
        "void_since": void.get(decision.seal),
    }
