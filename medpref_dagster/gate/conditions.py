"""The conditions of a gate, each with its number, bound and limit, and whether it is passed.

There are three answers: a condition is passed, failed, or there is not enough evidence, which is neither. Too small a
sample never passes, however the bound lies; it fails only where it shows harm.
"""

import math
from collections.abc import Iterator
from enum import StrEnum

from medpref_dagster.declaration.gate import CollapseLimits, Gate, NonInferiority
from medpref_dagster.gate.evidence import Collapse, Comparison, IdentifierFinding, RoundEvidence
from medpref_dagster.gate.spending import NextLook
from medpref_dagster.verdict.bounds import Bounds, bound_difference, count_cases_for_bound
from medpref_dagster.verdict.results import Estimate, Number, Result
from medpref_dagster.verdict.significance import compare_wins
from medpref_dagster.verdict.words import count, format_number


class Standing(StrEnum):
    """What a condition comes to."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_ENOUGH = "not enough evidence"
    DOES_NOT_APPLY = "does not apply"


class Condition(Result):
    """One condition of the gate, as it stands for a round."""

    kind: str
    """superiority, non_inferiority, collapse, identifiers or agreement."""
    name: str
    against: str | None = None
    """The address of the model that the challenger is compared with."""
    number: Number = None
    """What was measured."""
    low: Number = None
    """Bound at the round's level, as `high`."""
    high: Number = None
    limit: Number = None
    above: bool = True
    """Whether the number must lie above the limit, or below it."""
    p: Number = None
    """Superiority: of the exact sign-flip test, one-sided; None where the bound is not above the limit."""
    cases: int | None = None
    patients: int | None = None
    needed: int | None = None
    """So many cases, alike to these, are asked for."""
    standing: Standing
    sentence: str

    @property
    def is_test(self) -> bool:
        """Whether it is tested at the round's level."""
        return self.kind in (SUPERIORITY, NON_INFERIORITY)


SUPERIORITY, NON_INFERIORITY = "superiority", "non_inferiority"
COLLAPSE, IDENTIFIERS, AGREEMENT = "collapse", "identifiers", "agreement"

COLLAPSE_TITLES = {
    "shortest": "answers not much shorter",
    "longest": "answers not much longer",
    "repetition": "answers that repeat themselves",
    "label_share": "one label's share",
    "unreadable": "unreadable answers",
    "divergence": "divergence from the reference (nats a token)",
    "chosen_logp_fall": "fall of chosen answers' log-probability (nats a token)",
}
_MEASURED = {"shortest": "length_ratio", "longest": "length_ratio"}


def judge_superiority(gate: Gate, wins: Comparison, look: NextLook) -> Condition:
    """The bound of the win-rate difference above the margin, and more gains than a coin would give.

    The second is the exact sign-flip test over patients: where few pairs differ, a bound may be too narrow.
    """
    margin, gain = gate.superiority.margin, gate.superiority.gain
    if look.level is None:
        return _leave_untested(SUPERIORITY, "held-out preferences", wins, margin, look)
    bounds = bound_difference(wins.first.totals, wins.second.totals, wins.patients, look.level, wins.kinds)
    needed = count_cases_for_bound(bounds, gain, margin, look.level, gate.power)
    p = _test_wins(wins) if bounds.low > margin else None
    is_shown = p is not None and p <= look.level
    standing = _stand(bounds, margin, needed, is_shown=is_shown)
    return _describe(
        Condition(
            kind=SUPERIORITY,
            name="held-out preferences",
            against=wins.first.model,
            p=p,
            limit=margin,
            standing=standing,
            sentence="",
        ),
        bounds,
        needed,
    )


def judge_non_inferiority(
    gate: Gate, rule: NonInferiority, compared: Comparison | None, against: str, look: NextLook
) -> Condition:
    """The bound of a metric's difference above minus the margin."""
    empty = Condition(
        kind=NON_INFERIORITY,
        name=rule.name,
        against=against,
        limit=-rule.margin,
        standing=Standing.NOT_ENOUGH,
        sentence=f"{rule.name} was not measured against {against[:19]}.",
    )
    if compared is None:
        return empty
    if look.level is None:
        return _leave_untested(NON_INFERIORITY, rule.name, compared, -rule.margin, look)
    bounds = bound_difference(
        compared.first.totals, compared.second.totals, compared.patients, look.level, compared.kinds
    )
    needed = count_cases_for_bound(bounds, 0.0, -rule.margin, look.level, gate.power)
    standing = _stand(bounds, -rule.margin, needed, is_shown=bounds.low > -rule.margin)
    return _describe(empty.model_copy(update={"standing": standing}), bounds, needed)


def _stand(bounds: Bounds, limit: float, needed: int | None, *, is_shown: bool) -> Standing:
    if bounds.high < min(limit, 0.0):  # NaN is not
        return Standing.FAILED
    if math.isnan(bounds.low) or needed is None or bounds.cases < needed:
        return Standing.NOT_ENOUGH
    return Standing.PASSED if is_shown else Standing.FAILED


def _describe(condition: Condition, bounds: Bounds, needed: int | None) -> Condition:
    standing, limit = condition.standing, condition.limit or 0.0
    what = "win rate" if condition.kind == SUPERIORITY else condition.name
    numbers = (
        f"{what}: {format_number(bounds.difference, signed=True)}, at least {format_number(bounds.low, signed=True)}"
    )
    must = f"must be above {format_number(limit, signed=True)}"
    if math.isnan(bounds.low):
        sentence = f"{what}: no bound can be given ({count(bounds.patients, 'patient')})."
    elif standing is Standing.FAILED and bounds.high < min(limit, 0.0):
        sentence = f"{what}: worse, at most {format_number(bounds.high, signed=True)}; {must}."
    elif standing is Standing.NOT_ENOUGH:
        asked = "so few say nothing" if needed is None else f"{needed:,} are needed"
        sentence = f"{numbers}; {count(bounds.cases, 'case')}, {asked}."
    elif standing is Standing.FAILED and bounds.low > limit:
        sentence = f"{numbers}, but so many gains may be chance (p = {condition.p:.2g})."
    else:
        sentence = f"{numbers}; {must}."
    return condition.model_copy(
        update={
            "number": _known(bounds.difference),
            "low": _known(bounds.low),
            "high": _known(bounds.high),
            "cases": bounds.cases,
            "patients": bounds.patients,
            "needed": needed,
            "sentence": sentence,
        }
    )


def _leave_untested(kind: str, name: str, compared: Comparison, limit: float, look: NextLook) -> Condition:
    return Condition(
        kind=kind,
        name=name,
        against=compared.first.model,
        limit=limit,
        cases=len(compared.patients),
        patients=len(set(compared.patients)),
        standing=Standing.NOT_ENOUGH,
        sentence=f"{name}: {look.note}.",
    )


def _test_wins(wins: Comparison) -> float:
    first, second = wins.first.totals.scores, wins.second.totals.scores
    if first is None or second is None:
        return 1.0
    return compare_wins(second - first, wins.patients)


def judge_collapse(limits: CollapseLimits, found: Collapse) -> Iterator[Condition]:
    """Every declared limit, in the order of its declaration."""
    for name in type(limits).model_fields:
        limit: float | None = getattr(limits, name)
        if limit is None:
            continue
        measured = _MEASURED.get(name, name)
        number: float | None = getattr(found, measured)
        title, above = COLLAPSE_TITLES[name], name == "shortest"
        if measured in found.not_applicable:
            standing, sentence = Standing.DOES_NOT_APPLY, f"{title}: {found.not_applicable[measured]}."
        elif number is None:
            standing, sentence = Standing.NOT_ENOUGH, f"{title}: was not measured."
        else:
            holds = number >= limit if above else number <= limit
            standing = Standing.PASSED if holds else Standing.FAILED
            bound = "at least" if above else "at most"
            sentence = f"{title}: {format_number(number)}; {bound} {format_number(limit)} is asked for."
        yield Condition(
            kind=COLLAPSE, name=title, number=number, limit=limit, above=above, standing=standing, sentence=sentence
        )


def judge_identifiers(found: IdentifierFinding | None) -> Condition:
    """None in any answer."""
    if found is None or not found.answers:
        standing, sentence = Standing.NOT_ENOUGH, "no answer was looked through for identifiers."
    else:
        standing = Standing.FAILED if found.with_identifiers else Standing.PASSED
        sentence = f"identifiers in {found.with_identifiers:,} of {count(found.answers, 'answer')}; none may have any."
    return Condition(
        kind=IDENTIFIERS,
        name="identifiers in answers",
        number=None if found is None else found.with_identifiers,
        limit=0.0,
        above=False,
        cases=None if found is None else found.answers,
        standing=standing,
        sentence=sentence,
    )


def judge_agreement(floor: float, found: Estimate | None) -> Condition:
    """The interval of clinicians' agreement above the floor; below it, failed; around it, not enough evidence."""
    if found is None or found.estimate is None or found.low is None or found.high is None:
        standing, sentence = Standing.NOT_ENOUGH, "too few answers were judged by several clinicians to know agreement."
    else:
        low, high = found.low, found.high
        standing = Standing.PASSED if low >= floor else Standing.FAILED if high < floor else Standing.NOT_ENOUGH
        ends = f"{format_number(found.estimate)} ({format_number(low)} to {format_number(high)})"
        sentence = f"clinicians' agreement: {ends}; must be at least {format_number(floor)}."
    return Condition(
        kind=AGREEMENT,
        name="clinicians' agreement",
        number=None if found is None else found.estimate,
        low=None if found is None else found.low,
        high=None if found is None else found.high,
        limit=floor,
        cases=None if found is None else found.n,
        standing=standing,
        sentence=sentence,
    )


def judge_conditions(gate: Gate, evidence: RoundEvidence, look: NextLook) -> tuple[Condition, ...]:
    """Every condition that the gate declares, in the order in which they are read."""
    by_name = {(item.name, item.first.model): item for item in evidence.metrics}
    firsts = dict.fromkeys((evidence.champion, evidence.first_champion))
    conditions = [judge_superiority(gate, evidence.wins, look)]
    conditions += [
        judge_non_inferiority(gate, rule, by_name.get((rule.name, first)), first, look)
        for rule in gate.non_inferiority
        for first in firsts
    ]
    conditions += judge_collapse(gate.collapse, evidence.collapse)
    conditions.append(judge_identifiers(evidence.identifiers))
    if gate.agreement is not None:
        conditions.append(judge_agreement(gate.agreement, evidence.agreement))
    return tuple(conditions)


def _known(value: float) -> float | None:
    return value if math.isfinite(value) else None
