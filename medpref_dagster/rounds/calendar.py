"""Rounds: each begins on a Monday by the declared cadence, is named by it, and covers the weeks until the next one.

Two weeks are counted in the calendar and not from a start: a round begins on the first and on the third Monday of a
month, so that it covers three weeks where a month has five Mondays. So a round's name depends on nothing but the
cadence, and every week is in exactly one round.

Light: definitions import it.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from medpref_dagster.declaration.loop import Cadence

CRON: Mapping[Cadence, str] = {
    "weekly": "0 0 * * 1",
    "two-weekly": "0 0 * * 1#1,1#3",
    "monthly": "0 0 * * 1#1",
}
"""When a round begins, as cron has it: `1#3` is the third Monday of a month."""

_WEEK = timedelta(weeks=1)


def find_round(week: str, cadence: Cadence) -> str:
    """The round that a week is in.

    >>> find_round("2025-10-27", "monthly"), find_round("2025-09-29", "two-weekly")
    ('2025-10-06', '2025-09-15')
    """
    monday = date.fromisoformat(week)
    while not _begins(monday, cadence):
        monday -= _WEEK
    return monday.isoformat()


def find_next_round(name: str, cadence: Cadence) -> str:
    """The round behind one.

    >>> find_next_round("2025-09-15", "two-weekly")
    '2025-10-06'
    """
    monday = date.fromisoformat(name) + _WEEK
    while not _begins(monday, cadence):
        monday += _WEEK
    return monday.isoformat()


def find_round_before(name: str, cadence: Cadence) -> str:
    """The round before one.

    >>> find_round_before("2025-10-06", "two-weekly")
    '2025-09-15'
    """
    return find_round((date.fromisoformat(name) - _WEEK).isoformat(), cadence)


def find_taking_round(week: str, cadence: Cadence, early: Mapping[str, str]) -> str:
    """The round that takes a week: its own, or the next one where its own began early, without it.

    Parameters
    ----------
    early
        Rounds that began early -> the last week that each covers.

    >>> find_taking_round("2025-10-20", "monthly", {"2025-10-06": "2025-10-13"})
    '2025-11-03'
    """
    name = find_round(week, cadence)
    return find_next_round(name, cadence) if week > early.get(name, week) else name


def list_round_weeks(name: str, cadence: Cadence, first: str, last: str | None = None) -> Sequence[str]:
    """The weeks of a round, the oldest first; none before the first week that there is, none behind the last.

    >>> list_round_weeks("2025-10-20", "two-weekly", "2025-09-29", "2025-12-22")
    ('2025-10-20', '2025-10-27')
    """
    after = find_next_round(name, cadence)
    return tuple(week for week in _list_mondays(name, after) if first <= week <= (last or week))


def _list_mondays(first: str, after: str) -> list[str]:
    monday, mondays = date.fromisoformat(first), list[str]()
    while monday.isoformat() < after:
        mondays.append(monday.isoformat())
        monday += _WEEK
    return mondays


def _begins(monday: date, cadence: Cadence) -> bool:
    """Whether a round begins on a Monday."""
    place = (monday.day - 1) // 7 + 1
    return {"weekly": True, "two-weekly": place in (1, 3), "monthly": place == 1}[cadence]
