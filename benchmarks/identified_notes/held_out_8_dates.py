"""Dates of held-out part 8: days in the forms of many countries, holidays, and ages from birthdays."""

import random
from datetime import date, timedelta

MONTHS = (
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
)
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
US_FORMS = ("{m}/{d}/{Y}", "{mm}/{dd}/{Y}", "{m}/{d}/{y}", "{month} {d}, {Y}", "{mon} {d}, {Y}", "{mm}-{dd}-{Y}",
            "{month} {th}, {Y}", "{d}-{mon}-{Y}", "{Y}-{mm}-{dd}", "{mon}. {d}, {Y}", "{m}-{d}-{y}",
            "{day}, {month} {d}, {Y}", "{mm}/{dd}/{y}")  # fmt: skip
WORLD_FORMS = ("{dd}/{mm}/{Y}", "{d}/{m}/{y}", "{dd}.{mm}.{Y}", "{d} {month} {Y}", "{th} {month} {Y}", "{d} {mon} {Y}",
               "{dd}-{mon}-{y}", "{dd}-{mm}-{Y}", "{day} {d} {month} {Y}", "{Y}-{mm}-{dd}", "{d}.{m}.{y}",
               "{dow} {d} {mon} {Y}", "{th} of {month} {Y}", "{dd}/{mm}/{y}", "{dd} {MON} {Y}")  # fmt: skip
US_SHORT = ("{m}/{d}", "{mon} {d}", "{month} {d}", "{month} {th}", "{mm}/{dd}", "{mon}. {d}", "the {th} of {month}")
WORLD_SHORT = (
    "{d}/{m}",
    "{d} {mon}",
    "{d} {month}",
    "{th} {month}",
    "{dd}/{mm}",
    "{th} {mon}",
    "{dow} {d}/{m}",
    "{day} {th}",
)
MONTH_FORMS = ("{month} {Y}", "{mon} {Y}", "{mm}/{Y}", "{mon} '{y}", "{month} of {Y}", "{mon}-{y}")
SHORT_DAYS = ("Mon", "Tues", "Weds", "Thurs", "Fri", "Sat", "Sun")
HOLIDAYS = {
    "US": "Thanksgiving|Christmas Eve|July 4th|Fourth of July|Labor Day|Memorial Day|Halloween|New Year's Day|Valentine's Day|MLK Day",
    "UK": "Christmas Day|Boxing Day|New Year's Eve|Good Friday|Bonfire Night|Easter Monday|Hogmanay|Remembrance Sunday",
    "CA": "Canada Day|Boxing Day|Victoria Day|Christmas Eve|Thanksgiving Monday|New Year's Day",
    "AU": "Anzac Day|Australia Day|Melbourne Cup Day|Boxing Day|Easter Sunday|Christmas Day",
    "IE": "St Patrick's Day|St Stephen's Day|Christmas Eve|Easter Sunday|Little Christmas|New Year's Day",
    "IN": "Republic Day|Diwali|Holi|Independence Day|Gandhi Jayanti|Pongal|Ganesh Chaturthi",
    "NZ": "Waitangi Day|Anzac Day|Boxing Day|Christmas Day|Matariki|Good Friday",
    "ZA": "Heritage Day|Freedom Day|Women's Day|Youth Day|Christmas Day|Day of Reconciliation",
    "SG": "National Day|Deepavali|Vesak Day|Christmas Eve|New Year's Eve|Hari Raya Haji",
    "NG": "Democracy Day|Boxing Day|Independence Day|Easter Sunday|New Year's Day|Christmas Day",
    "PH": "Rizal Day|All Saints' Day|Christmas Eve|Good Friday|Bonifacio Day|New Year's Eve",
    "KE": "Jamhuri Day|Madaraka Day|Mashujaa Day|Christmas Day|Easter Monday",
    "JM": "Emancipation Day|Boxing Day|Labour Day|Heroes' Day|Ash Wednesday",
    "MY": "Merdeka Day|Malaysia Day|Hari Raya Puasa|Deepavali|Christmas Day",
    "AE": "National Day|Eid al-Fitr|Eid al-Adha|Flag Day|New Year's Day",
    "PK": "Pakistan Day|Eid ul-Azha|Independence Day|Quaid-e-Azam Day|Iqbal Day",
    "GH": "Farmers' Day|Independence Day|Boxing Day|Founders' Day|Easter Monday",
}
ORDINALS = (
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "twentieth",
    "twenty-first",
    "twenty-second",
    "twenty-third",
    "twenty-fourth",
    "twenty-fifth",
    "twenty-sixth",
    "twenty-seventh",
    "twenty-eighth",
    "twenty-ninth",
    "thirtieth",
    "thirty-first",
)
ONES = (
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
)
TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")


def number_words(number: int) -> str:
    """A number below 200 in words."""
    if number >= 100:
        rest = number - 100
        return "one hundred" + (f" and {number_words(rest)}" if rest else "")
    if number < 20:
        return ONES[number]
    return TENS[number // 10] + (f"-{ONES[number % 10]}" if number % 10 else "")


def say_digits(number: str) -> str:
    """A number's digits one by one, as they are spoken."""
    return " ".join("oh" if mark == "0" else ONES[int(mark)] for mark in number if mark.isdigit())


def ordinal(number: int) -> str:
    """1st, 2nd, 3rd, 11th ..."""
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def write_date(day: date, form: str) -> str:
    """A day in a form."""
    month = MONTHS[day.month - 1]
    form = form.replace("{mon}.", "{mon}") if month == "May" else form
    name = DAYS[day.weekday()]
    return form.format(
        d=day.day, dd=f"{day.day:02}", m=day.month, mm=f"{day.month:02}", y=f"{day.year % 100:02}", Y=day.year,
        month=month, mon=month[:3], MON=month[:3].upper(), th=ordinal(day.day), day=name, dow=name[:3],
    )  # fmt: skip


def say_date(day: date, country: str) -> str:
    """A day as it is dictated."""
    year = (
        f"two thousand and {number_words(day.year % 100)}"
        if day.year < 2010
        else f"twenty {number_words(day.year % 100)}"
    )
    if day.year < 2000:
        year = f"nineteen {number_words(day.year % 100)}" if day.year % 100 else "nineteen hundred"
    month, ordinal_word = MONTHS[day.month - 1], ORDINALS[day.day - 1]
    return f"{month} {ordinal_word} {year}" if country == "US" else f"the {ordinal_word} of {month} {year}"


def age_on(born: date, day: date) -> int:
    """Whole years from a birthday to a day."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def draw_birthday(rng: random.Random, day: date, age: int) -> date:
    """A birthday of somebody who is of this age on this day."""
    year = day.year - age
    latest = day.replace(year=year) if (day.month, day.day) != (2, 29) else date(year, 2, 28)
    born = latest - timedelta(days=rng.randrange(0, 364))
    while age_on(born, day) != age:
        born += timedelta(days=1)
    return born


def write_range(last: date, country: str, days: int = 4) -> str:
    """Some days up to the last, as one stretch of a month."""
    first = last.replace(day=max(1, last.day - days + 1))
    last = last if last.day > 1 else last.replace(day=days)
    month = MONTHS[last.month - 1]
    return f"{month} {first.day}-{last.day}" if country in ("US", "PH") else f"{first.day}-{last.day} {month}"


def forms_of(country: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """A country's long and short forms of a day."""
    if country in ("US", "PH"):
        return US_FORMS, US_SHORT
    return WORLD_FORMS, WORLD_SHORT
