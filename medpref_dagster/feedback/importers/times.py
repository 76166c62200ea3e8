"""Times of exports: ISO 8601, a number of milliseconds or nanoseconds, or without an offset in a declared zone."""

from datetime import UTC, datetime, timedelta, tzinfo
from typing import Literal
from zoneinfo import ZoneInfo

from medpref_dagster.feedback.importers.options import ImportOptions
from medpref_dagster.feedback.parsing import EventError

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def read_time(
    value: object,
    options: ImportOptions,
    where: str,
    *,
    unit: Literal["ms", "ns"] | None = None,
    zone: tzinfo | None = None,
) -> object:
    """A time as the event has it; what is none as it is, so that parsing refuses it; `options.time` for nothing.

    Parameters
    ----------
    unit
        What a number counts since 1970, where the product writes numbers.
    zone
        Of times without an offset, where the product says it; else `options.timezone`.

    Raises
    ------
    EventError
        `naive_time` if nobody says the zone; `ambiguous_time` if the zone has that hour twice or not at all.
    """
    if value is None or value == "":
        return options.time
    if unit is not None and not isinstance(value, bool):
        number = int(value) if isinstance(value, str) and value.isdecimal() and len(value) < 20 else value
        if isinstance(number, int | float):
            return _count(number, unit)
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            return value
    if not isinstance(value, datetime):
        return value
    if value.tzinfo is None:
        value = _place(value, zone, options, where)
    return value.isoformat()


def _count(number: float, unit: Literal["ms", "ns"]) -> object:
    try:
        microseconds = number // 1000 if unit == "ns" else number * 1000
        return (_EPOCH + timedelta(microseconds=microseconds)).isoformat()
    except (OverflowError, ValueError):
        return number


def _place(time: datetime, zone: tzinfo | None, options: ImportOptions, where: str) -> datetime:
    if zone is None:
        if options.timezone is None:
            raise EventError("naive_time", f"{where}: has no offset from UTC: declare the time zone of the export")
        zone = ZoneInfo(options.timezone)
    placed = time.replace(tzinfo=zone)
    if placed.utcoffset() != placed.replace(fold=1).utcoffset():
        raise EventError("ambiguous_time", f"{where}: the declared zone has this hour twice, or not at all")
    return placed
