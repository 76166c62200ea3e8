"""How alpha is divided over rounds: the level of the next test, from those that were made.

There is no state but the looks themselves, the tests that were made in order: what was spent or earned is worked out
from them again each time, so that nothing can disagree with them.

Within a round all conditions are tested at the round's level without a further adjustment: a challenger is promoted
only if every one is passed, and a bad one fails at least one truly (intersection-union test; Berger: Multiparameter
hypothesis testing and acceptance sampling, Technometrics 1982;24:295-300).
"""

import hashlib
from collections.abc import Iterable, Sequence

from medpref_dagster.declaration.gate import (
    AlphaInvesting,
    AlphaSpending,
    ErrorControl,
    Gate,
    RotatingHoldout,
    price_level,
    start_wealth,
)
from medpref_dagster.verdict.results import Result

LEAST_LEVEL = 1e-9
"""No sample is tested at less."""


class Look(Result):
    """A round that was decided, and what it spent."""

    round: str
    level: float
    """0 where the samples were too small for a test, which costs nothing."""
    shown: bool
    """Whether all that had to be shown was shown at that level."""


class NextLook(Result):
    """What the next round may use."""

    number: int
    """Of the round in its period, from 1."""
    level: float | None
    """None where there is nothing to test with."""
    part: int | None = None
    """The part of held-out patients that it must use, where they rotate."""
    left: float
    """What of alpha, or of the wealth, is left before it."""
    note: str = ""
    """Why there is no level, and what to do."""


_USED_UP = "alpha is used up; declare another period, with held-out patients that were not used before"
_TOO_SMALL = "so early the plan of spending leaves too little alpha to test with; a later round has more"


def find_next_look(gate: Gate, looks: Sequence[Look]) -> NextLook:
    """The level of the next round's test, after the rounds of this period, the oldest first.

    alpha_spending: what may be spent until this round's end, less what was spent; with `recycle`, less what was spent
    by tests that showed nothing. So a promotion passes its level on to the next test, as in the fallback procedure:
    Wiens: A fixed sequence Bonferroni procedure for testing multiple endpoints, Pharm Stat 2003;2:211-5; with
    modifications of an algorithm in the place of endpoints, Feng et al., arXiv 2203.11377.

    alpha_investing: the wealth W, first alpha (1 - alpha), pays `level / (1 - level) = share W` where nothing is shown
    and earns alpha where something is. Foster, Stine: Alpha-investing: a procedure for sequential control of expected
    false discoveries, J R Stat Soc B 2008;70:429-44.

    rotating_holdout: alpha / (parts uses), and the parts in turn, each until it was tested on.
    """
    control, number = gate.error_control, len(looks) + 1
    if isinstance(control, AlphaInvesting):
        left = measure_wealth(gate.alpha, looks)
        return _offer(number, price_level(control.share * left), left, _USED_UP)
    if isinstance(control, RotatingHoldout):
        tests = sum(look.level > 0 for look in looks)
        level, of = gate.alpha / (control.parts * control.uses), control.parts * control.uses
        left = gate.alpha * (of - tests) / of
        return _offer(number, level if tests < of else 0.0, left, _USED_UP, tests % control.parts)
    spent = sum(look.level for look in looks if not (look.shown and control.recycle))
    is_over = number > control.rounds
    level = 0.0 if is_over else control.plan_spent(number, gate.alpha) - spent
    return _offer(number, level, 0.0 if is_over else gate.alpha - spent, _USED_UP if is_over else _TOO_SMALL)


def _offer(number: int, level: float, left: float, note: str, part: int | None = None) -> NextLook:
    if level < LEAST_LEVEL:
        return NextLook(number=number, level=None, part=part, left=max(0.0, left), note=note)
    return NextLook(number=number, level=level, part=part, left=left)


def measure_wealth(alpha: float, looks: Iterable[Look]) -> float:
    """The wealth of alpha investing after these tests; never negative."""
    wealth = start_wealth(alpha)
    for look in looks:
        wealth += alpha if look.shown else -look.level / (1 - look.level)
    return max(0.0, wealth)


def divide_patients(patients: Iterable[str], control: RotatingHoldout) -> dict[str, int]:
    """The part of each held-out patient, by a hash: a new patient never moves another."""
    return {
        patient: int.from_bytes(hashlib.sha256(f"{control.seed}\0{patient}".encode()).digest()[:8]) % control.parts
        for patient in patients
    }


def describe_control(control: ErrorControl, alpha: float) -> str:
    """What is controlled and how, as a sentence for a reader."""
    if isinstance(control, AlphaSpending):
        again = "; a promotion gives its share back" if control.recycle else ""
        shape = {
            "even": "evenly",
            "obrien_fleming": "little at first, most at the end",
            "pocock": "a little more at first",
        }
        return (
            f"The chance of any bad promotion is at most {alpha:g} over {control.rounds} rounds, among which it is "
            f"divided beforehand ({shape[control.shape]}{again})."
        )
    if isinstance(control, AlphaInvesting):
        return (
            f"Tests cost a part of a wealth, promotions earn some: while every challenger is useless, the chance of "
            f"any bad promotion is at most {alpha:g}; otherwise the expected share of bad "
            f"promotions is controlled at that level."
        )
    return (
        f"The chance of any bad promotion is at most {alpha:g} over {control.parts * control.uses} tests; each uses "
        f"one of {control.parts} parts of the held-out patients, and each part is used {control.uses} times."
    )
