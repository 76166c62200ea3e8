"""Weeks of feedback and rounds of a loop, as the command line names them: by any day that lies in one."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from medpref_dagster.steps import Subject


def find_period(about: "Subject", day: str) -> str:
    """The week or the round of a day; of what is divided otherwise, the partition's name as it is."""
    from medpref_dagster.rounds.calendar import find_round
    from medpref_dagster.steps import DeclaredFeedback, DeclaredLoop

    if isinstance(about, DeclaredLoop):
        return find_round(_find_week(day), about.loop.cadence)
    return _find_week(day) if isinstance(about, DeclaredFeedback) else day


def choose_periods(
    what: str,
    over: Sequence[str],
    first_ever: str,
    find: Callable[[str], str],
    chosen: Sequence[str],
    span: tuple[str | None, str | None],
) -> list[str]:
    """The periods that are meant, in their order, each once.

    Parameters
    ----------
    what
        `week` or `round`.
    over
        Those that are over, the oldest first.
    first_ever
        The first that there can be.
    find
        A day -> its period.
    chosen
        Days in those that are meant; with none, those of the span.
    span
        A day in the first and one in the last; None: from the beginning, to the end.

    Raises
    ------
    click.ClickException
        If there is none, or one that is named is not over.
    """
    if not over:
        raise click.ClickException(f"no {what} is over since the first one, {first_ever}")
    if chosen:
        found = sorted({find(day) for day in chosen})
    else:
        first, last = (find(day) if day is not None else None for day in span)
        found = [period for period in over if (first or period) <= period <= (last or period)]
        if not found:
            raise click.ClickException(f"no {what} between those days; there are {over[0]} to {over[-1]}")
    if unknown := [period for period in found if period not in over]:
        raise click.ClickException(
            f"there is no {what} {unknown[0]}, or it is not over; there are {over[0]} to {over[-1]}"
        )
    return found


def _find_week(day: str) -> str:
    from medpref_dagster.feedback.weeks import find_monday

    try:
        return find_monday(date.fromisoformat(day)).isoformat()
    except ValueError:
        raise click.UsageError(f"{day!r} is no day such as 2026-06-01") from None
