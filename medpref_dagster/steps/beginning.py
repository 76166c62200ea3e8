"""When a round of a loop may begin: once its last week is over, or early, as soon as enough usable pairs have come."""

import time
from typing import TYPE_CHECKING

from medpref_dagster.feedback.weeks import find_week
from medpref_dagster.rounds.calendar import find_next_round, find_round
from medpref_dagster.steps import DeclaredLoop, Step

if TYPE_CHECKING:
    from medpref_dagster.storage.store import Store
    from medpref_dagster.workbench import Workbench


def find_present_week(about: DeclaredLoop, now: float) -> str:
    """The week that goes on, in the feedback's time zone.

    Parameters
    ----------
    now
        Seconds since 1970.
    """
    return find_week(int(now * 1_000_000), about.feedback.feedback.timezone)


def find_ongoing_round(about: DeclaredLoop, now: float) -> str | None:
    """The round that goes on and could begin early; None before the first and where it is the last: what an early
    last round left out would be in none."""
    name = find_round(find_present_week(about, now), about.loop.cadence)
    after = about.after_last_round
    is_last = after is not None and find_next_round(name, about.loop.cadence) >= after
    return None if name < about.first_round or is_last else name


def cut_now(about: DeclaredLoop, name: str, now: float) -> DeclaredLoop | None:
    """The loop as if a round began early, with the weeks that are over; None where none of it is."""
    present = find_present_week(about, now)
    over = [week for week in about.list_weeks(name) if week < present]
    return about.cut_at(name, over[-1]) if over else None


def count_usable(store: "Store", about: DeclaredLoop, name: str) -> int:
    """How many new pairs of a round could be trained on, as far as can be told without the base model's tokenizer.

    Raises
    ------
    StoreError
        If a week that it covers or looks back to, or the task's cases, were never made.
    """
    from medpref_dagster.rounds.sifting import count_usable as count_sifted
    from medpref_dagster.steps.loop import LOOP_STEPS
    from medpref_dagster.steps.round_feedback import gather_round
    from medpref_dagster.steps.running import find_round_inputs

    gathered, _ = gather_round(store, about, find_round_inputs(LOOP_STEPS[0], about, store, name))
    return count_sifted(gathered, name, about.loop)


def begin_round(step: Step, about: DeclaredLoop, workbench: "Workbench", now: float | None = None) -> DeclaredLoop:
    """The loop with the rounds that began early; a round that goes on begins with its first step, if it may.

    Raises
    ------
    RoundError
        If it goes on and has too few usable pairs; nothing is noted then.
    """
    from medpref_dagster.rounds.early import note_early_round
    from medpref_dagster.rounds.errors import RoundError
    from medpref_dagster.steps.loop import LOOP_STEPS

    store, name = workbench.store, workbench.round
    if name is None:
        raise TypeError("a step of a loop needs to be told the round")
    known = about.as_begun(store)
    after = find_next_round(name, about.loop.cadence)
    moment = time.time() if now is None else now
    if name in known.early or after <= find_present_week(about, moment) or not about.list_weeks(name):
        return known
    begun = cut_now(known, name, moment) if name == find_ongoing_round(about, moment) else None
    if begun is None or step.name != LOOP_STEPS[0].name:
        raise RoundError(
            f"round {name} of {about.name} is not over before {after}, and did not begin early: "
            f"{about.name}/{LOOP_STEPS[0].name} begins it, once some of its weeks are over"
        )
    usable, least = count_usable(store, begun, name), about.loop.min_new_pairs
    if usable < least:
        raise RoundError(
            f"round {name} of {about.name} goes on until {after}; to begin early it needs {least} new usable pairs "
            f"and has {usable}: {least - usable} are missing"
        )
    note_early_round(store, about.name, name, begun.early[name], usable)
    return about.as_begun(store)
