"""The gate's page of a round: the decision first, then each condition with its number, bound, limit and result."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import TypeAdapter

from medpref_dagster.declaration.gate import ErrorControl
from medpref_dagster.disclosure import Disclosure
from medpref_dagster.gate.conditions import AGREEMENT, COLLAPSE, IDENTIFIERS, Condition
from medpref_dagster.gate.decision import Decision
from medpref_dagster.gate.spending import describe_control
from medpref_dagster.reports.page import REPORT_HTML, REPORT_JSON, load_template
from medpref_dagster.storage.store import Artifact, Store
from medpref_dagster.verdict.words import UNDEFINED, format_number

_CONTROL: TypeAdapter[ErrorControl] = TypeAdapter(ErrorControl)


def write_gate_report(
    decision: Decision, title: str, store: Store, *, disclosure: Disclosure, void: Sequence[Decision] = ()
) -> Artifact:
    """Write the page of a decision.

    Parameters
    ----------
    title
        The loop's, as declared.
    disclosure
        Of the cases; the page says it where they were made up.
    void
        What was decided on the round before, on models that learned from a patient who was forgotten since.

    Returns
    -------
    Artifact
        A report with `report.html` (self-contained) and `report.json`. It holds numbers and hashes, and no text of a
        case. The same decision gives the same bytes.
    """
    content = describe_decision(decision, title, disclosure=disclosure, void=void)
    page = load_template("gate.html.j2").render(**content)
    with store.new_folder("reports") as pending:
        text = json.dumps(content, indent=1, ensure_ascii=False, allow_nan=False)
        (pending.path / REPORT_JSON).write_text(f"{text}\n", encoding="utf-8")
        (pending.path / REPORT_HTML).write_text(page, encoding="utf-8")
    return pending.finished


def describe_decision(
    decision: Decision, title: str, *, disclosure: Disclosure, void: Sequence[Decision] = ()
) -> dict[str, Any]:
    """What the page shows, as JSON values: the decision itself, and how its numbers are printed."""
    return {
        "title": title,
        "disclosure": disclosure.value,
        "decision": decision.to_json(),
        "control": describe_control(_CONTROL.validate_python(decision.control), decision.alpha),
        "spending": _describe_spending(decision),
        "rows": [_describe_row(item, decision) for item in decision.conditions],
        "void": [
            {"outcome": item.outcome.value, "challenger": item.challenger, "seal": item.seal, "look": item.look}
            for item in void
        ],
    }


def _describe_spending(decision: Decision) -> str:
    if decision.level is None:
        return f"Round {decision.look} of the period had nothing to test with, and spent nothing."
    spent = "which is spent now" if decision.spent else "which was not spent, because the samples are too small to test"
    return (
        f"Round {decision.look} of the period {decision.period!r} was tested at a level of {decision.level:.2g}, "
        f"{spent}; {decision.left:.2g} was left before it."
    )


def _describe_row(item: Condition, decision: Decision) -> Mapping[str, Any]:
    others = {decision.champion: "champion", decision.first_champion: "first champion"}
    if decision.champion == decision.first_champion:
        others = {decision.champion: "champion"}
    sign = "above" if item.above else "at most"
    limit = _print(item.limit, item) if item.limit is not None else UNDEFINED
    if item.kind in (AGREEMENT, COLLAPSE) and item.above:
        sign = "at least"
    return {
        "name": item.name,
        "against": others.get(item.against or "", "") if item.against else "",
        "number": _print(item.number, item),
        "bound": _describe_bound(item),
        "limit": f"{sign} {limit}",
        "cases": "" if item.cases is None else f"{item.cases:,}",
        "patients": "" if item.patients is None else f"{item.patients:,}",
        "needed": "" if item.needed is None else f"{item.needed:,}",
        "standing": item.standing.value,
        "sentence": item.sentence,
    }


def _describe_bound(item: Condition) -> str:
    if item.low is None or item.high is None:
        return UNDEFINED
    if item.is_test:
        return f"at least {_print(item.low, item)}"
    return f"{_print(item.low, item)} to {_print(item.high, item)}"


def _print(value: float | None, item: Condition) -> str:
    return format_number(value, signed=item.is_test, places=0 if item.kind == IDENTIFIERS else None)
