"""Dates in the forms that clinicians of each country write."""

import random
from datetime import date, timedelta

NUMERIC = {
    "us": ["%m/%d/%Y", "%m/%d/%y", "%-m/%-d/%y", "%-m/%-d/%Y", "%m/%d/%Y", "%m-%d-%Y", "%b %-d, %Y"],
    "ca": ["%Y-%m-%d", "%Y/%m/%d", "%b %-d, %Y", "%d-%b-%Y", "%m/%d/%Y"],
    "": ["%d/%m/%Y", "%d/%m/%y", "%-d/%-m/%y", "%d.%m.%y", "%d-%b-%Y", "%d %b %Y", "%d/%m/%Y", "%-d.%-m.%Y"],
}
HOLIDAYS = {
    "us": "Thanksgiving;Christmas;Labor Day;Memorial Day;July 4th;Easter;Christmas Eve;New Year's Day", "uk": "Christmas Day;Boxing Day;Easter Monday;New Year's Eve;Good Friday;Eid",
    "ie": "St. Patrick's Day;Stephen's Day;Christmas;Easter Sunday", "ca": "Canada Day;Thanksgiving;Boxing Day;Victoria Day",
    "au": "Australia Day;ANZAC Day;Boxing Day;Easter", "nz": "Waitangi Day;Boxing Day;Anzac Day;Matariki",
    "in": "Diwali;Holi;Onam;Eid;Republic Day", "za": "Heritage Day;Christmas;Freedom Day;Easter",
    "sg": "Chinese New Year;Deepavali;Hari Raya;National Day;Vesak Day",
}  # fmt: skip


def numeric(day: date, country: str, style: int) -> str:
    styles = NUMERIC.get(country, NUMERIC[""])
    return day.strftime(styles[style % len(styles)])


def ordinal(day: int) -> str:
    return f"{day}{'th' if day in (11, 12, 13) else {1: 'st', 2: 'nd', 3: 'rd'}.get(day % 10, 'th')}"


def draw_date(slot: str, rng: random.Random, country: str, today: date, style: int, reach: int = 3000) -> str:
    back, ahead = today - timedelta(rng.randint(1, 25)), today + timedelta(rng.randint(2, 60))
    past, us = today - timedelta(rng.randint(60, max(61, min(3000, reach)))), country in ("us", "ca")
    day = {
        "today": today,
        "next": ahead,
        "past": past,
        "dmn": ahead,
        "lmp": today - timedelta(rng.randint(140, 255)),
    }.get(slot, back)
    if slot in ("date", "today", "next", "past", "lmp"):
        return numeric(day, country, style if rng.random() < 0.85 else rng.randrange(8))
    if slot in ("dm", "dmn"):
        if us:
            return day.strftime(rng.choice(["%-m/%-d", "%b %-d", "%B %-d", "%m/%d"]))
        return rng.choice([day.strftime(rng.choice(["%-d/%-m", "%-d %b", "%-d %B"])), f"{ordinal(day.day)} {day:%B}"])
    if slot == "long":
        if us:
            return rng.choice([today.strftime("%B %-d, %Y"), f"{today:%B} {ordinal(today.day)}, {today.year}"])
        return rng.choice([today.strftime("%-d %B %Y"), f"{ordinal(today.day)} {today:%B %Y}"])
    if slot == "my":
        return past.strftime(rng.choice(["%B %Y", "%b %Y", "%m/%Y", "%B %Y", "%B of %Y" if us else "%B %Y"]))
    if slot == "mon":
        return past.strftime("%B")
    if slot == "wd":
        return back.strftime("%A")
    if slot == "wdd":
        return back.strftime(rng.choice(["%a %-m/%-d", "%A, %B %-d"] if us else ["%a %-d/%-m", "%A %-d %B"]))
    if slot == "nth":
        return ordinal(back.day)
    return rng.choice(HOLIDAYS[country].split(";"))


def draw_birth(rng: random.Random, today: date, age: int) -> date:
    return today - timedelta(int(age * 365.25) + rng.randint(2, 360 if age else 60))
