"""Weeks: they begin on Monday at midnight in a declared time zone, and are named by that day."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def find_monday(day: date) -> date:
    """The Monday of a day's week.

    >>> find_monday(date(2026, 7, 30)).isoformat()
    '2026-07-27'
    """
    return day - timedelta(days=day.weekday())


def find_week(time_us: int, timezone: str) -> str:
    """The week of a moment.

    Parameters
    ----------
    time_us
        Microseconds since 1970.
    timezone
        An IANA name: it decides where a Sunday ends.

    >>> find_week(1_785_103_200_000_000, "UTC"), find_week(1_785_103_200_000_000, "Europe/Berlin")
    ('2026-07-20', '2026-07-27')
    """
    moment = _EPOCH + timedelta(microseconds=time_us)
    return find_monday(moment.astimezone(ZoneInfo(timezone)).date()).isoformat()


def bound_week(week: str, timezone: str) -> tuple[int, int]:
    """The first microsecond of a week, and that of the next one; a week with a change of clocks is shorter or longer.

    >>> [later - first for first, later in [bound_week("2026-03-23", "Europe/Berlin")]][0] // 3_600_000_000
    167
    """
    monday, zone = date.fromisoformat(week), ZoneInfo(timezone)
    first, after = (
        datetime(day.year, day.month, day.day, tzinfo=zone) for day in (monday, monday + timedelta(weeks=1))
    )
    return _count_microseconds(first), _count_microseconds(after)


def list_weeks(week: str, lookback: int, first: str) -> Sequence[str]:
    """A week and those before it, the oldest first; none before the first one.

    >>> list_weeks("2026-07-27", 2, "2026-07-20")
    ('2026-07-20', '2026-07-27')
    """
    monday = date.fromisoformat(week)
    weeks = ((monday - timedelta(weeks=back)).isoformat() for back in range(lookback, -1, -1))
    return tuple(name for name in weeks if name >= first)


def _count_microseconds(moment: datetime) -> int:
    return (moment.astimezone(UTC) - _EPOCH) // timedelta(microseconds=1)
