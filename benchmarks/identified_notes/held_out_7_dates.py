"""Dates of the seventh held-out part, as each country writes them; one note keeps to one or two forms."""

import random
from datetime import date, timedelta

_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
_SHORT_DAYS = {
    "Monday": "Mon",
    "Tuesday": "Tues",
    "Wednesday": "Wed",
    "Thursday": "Thurs",
    "Friday": "Fri",
    "Saturday": "Sat",
    "Sunday": "Sun",
}
_HOLIDAYS: dict[str, str] = {
    "us": "Thanksgiving|Christmas Eve|Memorial Day|Labor Day|New Year's Eve|4th of July|Easter|Christmas|"
    "Halloween|Super Bowl Sunday|Mother's Day|Valentine's Day|MLK Day|Presidents' Day|Veterans Day",
    "uk": "Boxing Day|Christmas|New Year's Day|Good Friday|Easter Monday|Bonfire Night|Xmas|Mothering Sunday|Christmas Eve|"
    "Pancake Day|Hogmanay",
    "ie": "St Patrick's Day|St Stephen's Day|Christmas|Easter Sunday|Good Friday|New Year's Eve",
    "ca": "Canada Day|Thanksgiving|Victoria Day|Christmas|Boxing Day|Family Day|Remembrance Day",
    "au": "Anzac Day|Australia Day|Melbourne Cup Day|Boxing Day|Christmas|Easter",
    "nz": "Waitangi Day|Matariki|ANZAC Day|Christmas|Boxing Day|Easter",
    "in": "Diwali|Holi|Onam|Pongal|Dussehra|Independence Day|Eid|Republic Day",
    "za": "Heritage Day|Youth Day|Christmas|Easter|Day of Reconciliation|New Year's Day",
    "sg": "Chinese New Year|Hari Raya|Deepavali|Vesak Day|National Day|CNY|Christmas",
    "ng": "Democracy Day|Easter|Eid-el-Kabir|Sallah|Christmas|Independence Day",
    "ph": "All Saints' Day|Holy Week|Christmas|Noche Buena|New Year's Eve|Good Friday",
    "ae": "Eid Al Adha|Eid|Ramadan|National Day|Eid Al Fitr",
}


def _ordinal(day: int) -> str:
    return f"{day}{'th' if 10 < day < 14 else {1: 'st', 2: 'nd', 3: 'rd'}.get(day % 10, 'th')}"


def _month(day: date) -> str:
    return _MONTHS[day.month - 1]


def _forms(country: str) -> tuple[str, ...]:
    if country == "us":
        return ("mdy", "mdy", "mdy0", "mdys", "long_us", "long_us", "short_us", "dash_us", "iso", "dmon", "mdyd")
    if country == "ph":
        return ("mdy", "mdy0", "long_us", "short_us", "dmon", "mdys")
    if country == "ca":
        return ("iso", "iso", "dmon", "long_us", "dmy", "slash_iso", "short_us")
    return (
        "dmy",
        "dmy",
        "dmy0",
        "dmys",
        "dots",
        "dots2",
        "long_uk",
        "ord_uk",
        "short_uk",
        "short_uk2",
        "dmon",
        "iso",
        "dmyd",
    )


def write_date(day: date, form: str) -> str:
    """The day in one form."""
    month, year = _month(day), day.year
    forms = {
        "mdy": f"{day.month}/{day.day}/{year}",
        "mdy0": f"{day:%m/%d/%Y}",
        "mdys": f"{day.month}/{day.day}/{day:%y}",
        "mdyd": f"{day:%m-%d-%Y}",
        "long_us": f"{month} {day.day}, {year}",
        "short_us": f"{month[:3]} {day.day}, {year}",
        "dash_us": f"{day:%m-%d-%y}",
        "iso": day.isoformat(),
        "slash_iso": f"{day:%Y/%m/%d}",
        "dmon": f"{day.day:02d}-{month[:3]}-{year}",
        "dmy": f"{day:%d/%m/%Y}",
        "dmy0": f"{day.day}/{day.month}/{year}",
        "dmys": f"{day.day}/{day.month}/{day:%y}",
        "dots": f"{day:%d.%m.%Y}",
        "dots2": f"{day:%d.%m.%y}",
        "long_uk": f"{day.day} {month} {year}",
        "ord_uk": f"{_ordinal(day.day)} {month} {year}",
        "short_uk": f"{day.day} {month[:3]} {year}",
        "short_uk2": f"{day.day} {month[:3]} {day:%y}",
        "dmyd": f"{day:%d-%m-%Y}",
        "stamp8": f"{day:%Y%m%d}",
        "dmon_up": f"{day.day:02d}{month[:3].upper()}{year}",
    }
    return forms[form]


def choose_form(rng: random.Random, country: str) -> str:
    """The form that a note keeps to."""
    return rng.choice(_forms(country))


def note_day(rng: random.Random) -> date:
    """The day of the note."""
    return date(2018, 1, 4) + timedelta(days=rng.randrange(3100))


def birth_day(rng: random.Random, today: date, years: int) -> date:
    """A birthday that gives this age on that day."""
    before = today - timedelta(days=int(years * 365.25) + rng.randint(2, 360))
    while before.year + years + ((before.month, before.day) > (today.month, today.day)) != today.year:
        before += timedelta(days=5)
        if before >= today:
            return today - timedelta(days=int(years * 365.25) + 30)
    return before


def _short_date(day: date, country: str, rng: random.Random) -> str:
    month = _month(day)
    if country in ("us", "ph"):
        forms = (
            f"{day.month}/{day.day}",
            f"{month} {day.day}",
            f"{month[:3]} {day.day}",
            f"{day:%m/%d}",
            f"{month} {_ordinal(day.day)}",
            f"{day.month}-{day.day}",
        )
    else:
        forms = (
            f"{day.day}/{day.month}",
            f"{day.day} {month}",
            f"{_ordinal(day.day)} {month}",
            f"{day:%d/%m}",
            f"{day.day} {month[:3]}",
            f"{_ordinal(day.day)} of {month}",
            f"{month} {_ordinal(day.day)}",
        )
    return rng.choice(forms)


def _weekday_date(day: date, country: str, rng: random.Random) -> str:
    name = _DAYS[day.weekday()]
    short = _SHORT_DAYS[name]
    month = _month(day)
    if country in ("us", "ph", "ca"):
        forms = (
            f"{name}, {month} {day.day}",
            f"{short} {day.month}/{day.day}",
            f"{name} {month} {_ordinal(day.day)}",
            f"{name}, {month} {day.day}, {day.year}",
            f"{name} the {_ordinal(day.day)}",
        )
    else:
        forms = (
            f"{name} {day.day} {month}",
            f"{name} {_ordinal(day.day)} {month} {day.year}",
            f"{short} {day.day}/{day.month}",
            f"{name} the {_ordinal(day.day)}",
            f"{short} {day.day} {month[:3]}",
            f"{name} {day:%d/%m/%y}",
        )
    return rng.choice(forms)


def draw_date(slot: str, rng: random.Random, country: str, today: date, born: date, form: str) -> str:
    """What a date's slot becomes: {today}, {dob}, {date}, {past}, {future}, {my}, {dm}, {wd}, {wdd}, {hol}, {stamp}..."""

    def lived(day: date) -> date:
        """Not before the birthday."""
        return day if day > born else born + timedelta(days=rng.randint(1, 9) if (today - born).days > 9 else 0)

    used = form if rng.random() < 0.8 else rng.choice(_forms(country))
    recent = lived(today - timedelta(days=rng.randint(1, 75)))
    past = lived(today - timedelta(days=rng.randint(200, 4400)))
    ahead = today + timedelta(days=rng.randint(2, 120))
    if slot in ("today", "dob", "date", "past", "future"):
        day = {"today": today, "dob": born, "date": recent, "past": past, "future": ahead}[slot]
        return write_date(day, form if slot in ("today", "dob") else used)
    if slot == "yday":
        return write_date(lived(today - timedelta(days=1)), form)
    if slot in ("my", "myr"):
        day = past if slot == "my" else recent
        month = _month(day)
        return rng.choice(
            (
                f"{month} {day.year}",
                f"{month} {day.year}",
                f"{month[:3]} {day.year}",
                f"{day:%m/%Y}",
                f"{month[:3]} {day:%y}",
                f"{day.month}/{day:%y}",
                f"{month} of {day.year}",
            )
        )
    if slot in ("youth", "youthm"):
        day = born + timedelta(days=rng.randint(6600, 10900))
        return write_date(day, used) if slot == "youth" else f"{_month(day)} {day.year}"
    if slot in ("mon", "monf"):
        day = recent if slot == "mon" else ahead
        return _month(day)
    near = lived(today - timedelta(days=rng.randint(1, 16)))
    soon = today + timedelta(days=rng.randint(1, 25))
    if slot in ("dm", "dmf", "dmt"):
        return _short_date({"dm": near, "dmf": soon, "dmt": today}[slot], country, rng)
    if slot == "wd":
        name = rng.choice(_DAYS)
        return name if rng.random() < 0.75 else _SHORT_DAYS[name]
    if slot in ("wdd", "wddf", "wddt"):
        return _weekday_date({"wdd": near, "wddf": soon, "wddt": today}[slot], country, rng)
    if slot == "hol":
        return rng.choice(_HOLIDAYS[country].split("|"))
    if slot == "ord":
        return _ordinal(near.day)
    clock = f"{rng.randint(0, 23):02d}{rng.randint(0, 59):02d}{rng.randint(0, 59):02d}"
    if slot == "stamp":
        return write_date(today, "stamp8") + clock
    if slot == "stamp8":
        return write_date(today, "stamp8")
    if slot == "dob8":
        return write_date(born, "stamp8")
    if slot == "iso_t":
        return f"{today.isoformat()}T{clock[:2]}:{clock[2:4]}:{clock[4:]}{rng.choice(('Z', '', '+00:00'))}"
    if slot == "iso":
        return today.isoformat()
    if slot == "isodob":
        return born.isoformat()
    if slot == "dmon_up":
        return write_date(rng.choice((today, recent)), "dmon_up")
    raise KeyError(slot)
