"""Dates in the writings of notes, around one day on which the note was written."""

import random
from datetime import date, timedelta

from benchmarks.identified_notes.notes import Filled


def _ordinal(day: int) -> str:
    return f"{day}{'th' if 10 < day < 14 else {1: 'st', 2: 'nd', 3: 'rd'}.get(day % 10, 'th')}"


_WHOLE = (
    lambda d: f"{d:%m/%d/%Y}",
    lambda d: f"{d.month}/{d.day}/{d:%y}",
    lambda d: f"{d.month}/{d.day}/{d.year}",
    lambda d: f"{d:%d-%b-%y}",
    lambda d: f"{d:%d %b %Y}",
    lambda d: f"{d:%B} {d.day}, {d.year}",
    lambda d: f"{d:%b} {d.day}, {d.year}",
    lambda d: f"{d:%Y-%m-%d}",
    lambda d: f"{d:%m-%d-%Y}",
    lambda d: f"{d.day} {d:%B} {d.year}",
    lambda d: f"{d:%d%b%Y}".upper(),
    lambda d: f"{d:%B} {_ordinal(d.day)}, {d.year}",
    lambda d: f"{d.month}.{d.day}.{d:%y}",
    lambda d: f"{d:%m/%d/%y}",
    lambda d: f"{d:%Y/%m/%d}",
)
_SHORT = (
    lambda d: f"{d.month}/{d.day}",
    lambda d: f"{d.month}/{d.day}",
    lambda d: f"{d:%m/%d}",
    lambda d: f"{d:%B} {d.day}",
    lambda d: f"{d:%b} {d.day}",
    lambda d: f"{d:%B} {_ordinal(d.day)}",
    lambda d: f"{d.day} {d:%b}",
    lambda d: f"{d:%d-%b}",
)
_MONTHS = (
    lambda d: f"{d:%B} {d.year}",
    lambda d: f"{d:%b} {d.year}",
    lambda d: f"{d.month}/{d.year}",
    lambda d: f"{d:%b} '{d:%y}",
    lambda d: f"{d:%B} of {d.year}",
)
_HOLIDAYS = ("Thanksgiving", "Christmas Eve", "Christmas", "New Year's Eve", "Labor Day", "Canada Day", "Easter Sunday")
_HOLIDAYS += ("July 4th", "Halloween", "Memorial Day", "Boxing Day", "Mother's Day", "Victoria Day", "Valentine's Day")
_HOLIDAYS += ("St. Patrick's Day", "Juneteenth", "Remembrance Day", "Super Bowl Sunday", "Groundhog Day", "Eid al-Fitr")
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def choose_day(rng: random.Random, people: dict[str, str], age: int) -> None:
    """The day of the note, and the patient's birth by the age on it."""
    day = date(2021, 1, 1) + timedelta(days=rng.randrange(2000))
    people["dos"] = day.isoformat()
    people["dob"] = (day - timedelta(days=age * 365 + age // 4 + rng.randrange(1, 360))).isoformat()
    people["style of dates"] = str(rng.randrange(len(_WHOLE)))


def _whole(day: date, rng: random.Random, people: dict[str, str]) -> str:
    style = int(people["style of dates"]) if rng.random() < 0.7 else rng.randrange(len(_WHOLE))
    return _WHOLE[style](day)


def write_date(slot: str, rng: random.Random, people: dict[str, str]) -> Filled:
    today = date.fromisoformat(people["dos"])
    near = today - timedelta(days=rng.randrange(1, 45))
    if slot in ("dos", "dob"):
        text = _whole(date.fromisoformat(people[slot]), rng, people)
    elif slot == "date":
        text = _whole(today - timedelta(days=rng.randrange(2, 700)), rng, people)
    elif slot == "next":
        coming = today + timedelta(days=rng.randrange(2, 120))
        text = _whole(coming, rng, people) if rng.random() < 0.6 else rng.choice(_SHORT)(coming)
    elif slot == "dshort":
        text = rng.choice(_SHORT)(near)
    elif slot == "ordday":
        text = _ordinal(rng.randrange(1, 29))
    elif slot == "wday":
        text = rng.choice(_WEEKDAYS)
        if rng.random() < 0.2:
            text = f"{text[:3]} {near.month}/{near.day}"
    elif slot == "monyr":
        text = rng.choice(_MONTHS)(today - timedelta(days=rng.randrange(60, 4000)))
    else:
        text = rng.choice(_HOLIDAYS)
    return Filled(text, "date")


DATES = frozenset(("dos", "dob", "date", "next", "dshort", "ordday", "wday", "monyr", "holiday"))
