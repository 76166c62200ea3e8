"""Days as staff write them, and ages of the very old."""

import datetime
import random

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
HOLIDAYS = {
    "uk": ("Boxing Day", "Good Friday", "New Year's Eve", "Christmas Day", "Bonfire Night", "Easter Monday"),
    "ie": ("St Stephen's Day", "St Patrick's Day", "Christmas Eve", "Easter Sunday"),
    "au": ("Anzac Day", "Australia Day", "Boxing Day", "Melbourne Cup Day"),
    "nz": ("Waitangi Day", "Anzac Day", "Matariki", "Boxing Day"),
    "in": ("Diwali", "Holi", "Republic Day", "Onam", "Pongal", "Eid"),
    "pk": ("Eid al-Fitr", "Independence Day", "Ashura", "Eid"),
    "sg": ("Chinese New Year", "Deepavali", "Hari Raya", "National Day"),
    "my": ("Hari Raya", "Merdeka Day", "Thaipusam", "Chinese New Year"),
    "ph": ("All Saints' Day", "Maundy Thursday", "Rizal Day", "Christmas Eve"),
    "ng": ("Democracy Day", "Boxing Day", "Eid", "Easter Monday"),
    "ke": ("Jamhuri Day", "Madaraka Day", "Mashujaa Day", "Boxing Day"),
    "gh": ("Farmers' Day", "Republic Day", "Boxing Day", "Easter Monday"),
    "za": ("Heritage Day", "Freedom Day", "Youth Day", "Day of Reconciliation"),
    "jm": ("Emancipation Day", "Labour Day", "Heroes' Day", "Boxing Day"),
    "gulf": ("Eid al-Adha", "National Day", "Eid", "1st Ramadan"),
    "us": ("Thanksgiving", "Labor Day", "Fourth of July", "Memorial Day", "Christmas Eve", "Halloween"),
}
WORDS = (
    "ninety", "ninety-one", "ninety-two", "ninety-three", "ninety-four", "ninety-five", "ninety-six", "ninety-seven",
    "ninety-eight", "ninety-nine", "a hundred", "a hundred and one", "a hundred and two", "a hundred and three",
)  # fmt: skip
AGE_OF_THE_OLD = (
    "aged {age}", "{age}§sex", "{age}-year-old §man", "§man in §his {ageth} year", "who turned {age} last week",
    "{age} y/o §man", "{ageword} years old", "a {age} yr old §man", "age {age}", "{age} yo §sex", "({age})", "{age} yrs",
    "{age}yo", "just turned {age}", "now {age}", "{age} years of age", "Age: {age}", "{age} y.o.", "§man of {ageword}",
)  # fmt: skip
AGE_OF_OTHERS = (
    "aged [[~A~]]", "[[~A~]]§sex", "[[~A~-year-old]] §man", "[[~A~ y/o]] §man", "a [[~A~ yr old]] §man", "age [[~A~]]",
    "[[~A~ yo]] §sex", "([[~A~]])", "[[~A~ years of age]]", "Age: [[~A~]]", "§man of [[~A~]]",
)  # fmt: skip


def ordinal(number: int) -> str:
    ending = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def write_day(rng: random.Random, day: datetime.date, country: str, full: bool) -> str:
    """A day in one of the usual writings; `full` keeps the year."""
    month, short, year, two = MONTHS[day.month - 1], MONTHS[day.month - 1][:3], day.year, f"{day.year % 100:02}"
    d, m = day.day, day.month
    if country == "us":
        forms = [
            f"{m:02}/{d:02}/{year}", f"{m}/{d}/{two}", f"{month} {d}, {year}", f"{short} {d}, {year}", f"{year}-{m:02}-{d:02}",
            f"{m}/{d}/{year}", f"{m:02}-{d:02}-{year}",
        ]  # fmt: skip
        brief = [f"{m}/{d}", f"{month} {d}", f"{short} {ordinal(d)}", f"{short} {d}"]
    else:
        forms = [
            f"{d:02}/{m:02}/{year}", f"{d}/{m}/{two}", f"{d}.{m}.{two}", f"{d} {month} {year}", f"{ordinal(d)} {month} {year}",
            f"{d:02}-{short}-{year}", f"{d} {short} {year}", f"{d:02}.{m:02}.{year}", f"{d:02}/{m:02}/{two}", f"{year}-{m:02}-{d:02}",
            f"{day:%A} {d} {month} {year}", f"{d}-{m}-{two}", f"{ordinal(d)} of {month} {year}", f"{d:02}{short.upper()}{two}",
        ]  # fmt: skip
        brief = [
            f"{d}/{m}",
            f"{d} {short}",
            f"{ordinal(d)} {month}",
            f"{d} {month}",
            f"{day:%a} {d}/{m}",
            f"{d:02}/{m:02}",
        ]
    return rng.choice(forms if full or rng.random() < 0.6 else brief)


def write_date(slot: str, rng: random.Random, people: dict[str, str]) -> str:
    today, country = datetime.date.fromisoformat(people["today"]), people["country"]
    match slot:
        case "today":
            return write_day(rng, today, country, True)
        case "date":
            return write_day(rng, today - datetime.timedelta(rng.randint(1, 500)), country, False)
        case "next":
            return write_day(rng, today + datetime.timedelta(rng.randint(2, 190)), country, False)
        case "dob":
            return write_day(rng, datetime.date.fromisoformat(people["born"]), country, True)
        case "edd":
            return write_day(rng, today + datetime.timedelta(rng.randint(10, 200)), country, True)
        case "month":
            name, year = rng.choice(MONTHS), rng.randint(2012, today.year)
            return rng.choice(
                [f"{name} {year}", f"{name[:3]} {year}", f"{name[:3]} '{year % 100:02}", name, f"{name[:3]}-{year}"]
            )
        case "dayth":
            return ordinal(rng.randint(1, 28))
        case "weekday":
            day = today + datetime.timedelta(rng.randint(-6, 6))
            return rng.choice([f"{day:%A}", f"{day:%A}", f"{day:%a}", f"{day:%A}"])
        case _:
            return rng.choice(HOLIDAYS[country])


def write_age(slot: str, rng: random.Random, people: dict[str, str]) -> str:
    if slot == "oldkin":
        return str(rng.randint(90, 104))
    years = int(people["age"])
    if slot == "ageth":
        return ordinal(years + 1)
    if slot == "ageword" and years - 90 < len(WORDS):
        return WORDS[years - 90]
    return str(years)
