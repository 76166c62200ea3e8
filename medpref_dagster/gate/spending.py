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


class Look(Result):
    """A test that was made: its level is spent, whatever became of it."""

    round: str
    level: float
    shown: bool
    """Whether all that had to be shown was shown at that level."""


class NextLook(Result):
    """What the next test may use."""

    number: int
    """How many were made before, and this one."""
    level: float | None
    """None where alpha is used up."""
    part: int | None = None
    """The part of held-out patients that it must use, where they rotate."""
    left: float
    """What of alpha, or of the wealth, is left before it."""


def find_next_look(gate: Gate, looks: Sequence[Look]) -> NextLook:
    """The level of the next test, after the tests of this period, the oldest first.

    alpha_spending: the k-th planned level; where the test before was shown, its level is added (a promotion gives its
    alpha back). This is the fallback procedure: Wiens: A fixed sequence Bonferroni procedure for testing multiple
    endpoints, Pharm Stat 2003;2:211-5; with modifications of an algorithm in the place of endpoints, Feng et al.,
    arXiv 2203.11377.

    alpha_investing: the wealth W, first alpha (1 - alpha), pays `level / (1 - level) = share W` where nothing is shown
    and earns alpha where something is. Foster, Stine: Alpha-investing: a procedure for sequential control of expected
    false discoveries, J R Stat Soc B 2008;70:429-44.

    rotating_holdout: alpha / (parts uses), and the parts in turn.
    """
    control, number = gate.error_control, len(looks) + 1
    if isinstance(control, AlphaInvesting):
        wealth = measure_wealth(gate.alpha, looks)
        return NextLook(number=number, level=price_level(control.share * wealth) if wealth > 0 else None, left=wealth)
    planned = control.plan_levels(gate.alpha)
    recycled = 0.0
    if isinstance(control, AlphaSpending) and control.recycle and looks and looks[-1].shown:
        recycled = looks[-1].level
    left = sum(planned[number - 1 :]) + recycled
    level = planned[number - 1] + recycled if number <= len(planned) else None
    part = (number - 1) % control.parts if isinstance(control, RotatingHoldout) else None
    return NextLook(number=number, level=level, part=part, left=left if level is not None else 0.0)


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
        again = "; a promotion gives its share back to the next test" if control.recycle else ""
        shape = {
            "even": "evenly",
            "obrien_fleming": "little at first, most at the end",
            "pocock": "a little more at first",
        }
        return (
            f"The chance of any bad promotion is at most {alpha:g} over {control.rounds} tests, among which it is "
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
