"""Who a note is about, and what its slots become."""

import random
import re
import unicodedata
from datetime import date, timedelta

from benchmarks.identified_notes import held_out_9_world as world
from benchmarks.identified_notes.held_out_9_codes import CHECKED, MASKS, PHONES, masked, za_id
from benchmarks.identified_notes.notes import Filled

MONTHS = [
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
_WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
_HOLIDAYS = {
    "US": "Thanksgiving|Christmas Eve|Labor Day|Memorial Day|4th of July|New Year's Day|Easter Sunday|Halloween|Super Bowl Sunday",
    "UK": "Boxing Day|Christmas Day|Good Friday|New Year's Eve|Easter Monday|Bonfire Night",
    "CA": "Canada Day|Boxing Day|Victoria Day|Christmas Day",
    "AU": "ANZAC Day|Australia Day|Boxing Day|Melbourne Cup Day|Good Friday",
    "IE": "St Patrick's Day|St Stephen's Day|Easter Sunday",
    "IN": "Diwali|Republic Day|Holi|Independence Day|Onam",
    "NZ": "Waitangi Day|Boxing Day|ANZAC Day",
    "ZA": "Heritage Day|Youth Day|Christmas Day",
    "SG": "National Day|Deepavali|Christmas Eve",
    "NG": "Independence Day|Christmas Day|Easter Monday",
    "KE": "Madaraka Day|Jamhuri Day|Christmas Day",
    "PH": "All Saints' Day|Rizal Day|Good Friday|Christmas Eve",
}
_NUMERIC = {
    "US": (
        "MM/DD/YYYY",
        "MM/DD/YYYY",
        "M/D/YY",
        "M/D/YYYY",
        "MM/DD/YY",
        "YYYY-MM-DD",
        "MM-DD-YYYY",
        "DD-Mon-YYYY",
        "MM.DD.YYYY",
        "DDMonYY",
    ),
    "PH": ("MM/DD/YYYY", "Mon D, YYYY", "MM-DD-YY"),
    "CA": ("YYYY-MM-DD", "YYYY-MM-DD", "DD/MM/YYYY", "Mon D, YYYY", "DD-Mon-YYYY", "YYYY/MM/DD"),
    "ZA": ("YYYY/MM/DD", "YYYY-MM-DD", "DD/MM/YYYY", "D Month YYYY"),
    "UK": ("DD/MM/YYYY", "DD/MM/YYYY", "DD.MM.YY", "D/M/YY", "DD-Mon-YYYY", "D Mon YYYY", "DD/MM/YY"),
}
_LONG = {
    True: ("Month D, YYYY", "Mon D, YYYY", "Month Dth, YYYY"),
    False: ("D Month YYYY", "Dth Month YYYY", "D Mon YYYY"),
}
_DAY_MONTH = {
    True: ("M/D", "M/D", "Mon D", "Month D", "Month Dth", "Mon Dth"),
    False: ("D/M", "D Month", "Dth Month", "D Mon", "Dth of Month", "DD/MM"),
}
_MONTH_YEAR = ("Month YYYY", "Mon YYYY", "MM/YYYY", "Month of YYYY", "Mon 'YY")
_PART = re.compile("YYYY|YY|Month|Mon|MM|M|Dth|DD|D")
_MAIL_HOSTS = ("gmail.com", "outlook.com", "yahoo.com", "icloud.com", "mailpost.net", "homemail.org")
_DOMAINS = {
    "US": "org",
    "UK": "nhs.uk",
    "CA": "ca",
    "AU": "org.au",
    "IE": "ie",
    "IN": "co.in",
    "NZ": "co.nz",
    "ZA": "co.za",
    "SG": "com.sg",
    "NG": "com.ng",
    "KE": "or.ke",
    "PH": "com.ph",
}
_KEPT = {
    "hospital",
    "clinic",
    "ward",
    "school",
    "employer",
    "care_home",
    "pharmacy",
    "dob",
    "phone_patient",
    "kin_phone",
    "email_patient",
    "street",
    "zip",
    "accession",
    "specimen",
    "case",
    "za_id",
    "driver",
}
_KEPT_KINDS = ("medical_record", "ssn", "health_plan", "licence")
"""Slots that stay the same throughout a note, besides the patient's hospital number."""


def dated(day: date, form: str) -> str:
    """A day in a form of YYYY, YY, Month, Mon, MM, M, Dth, DD, D."""
    end = "th" if 11 <= day.day <= 13 else {1: "st", 2: "nd", 3: "rd"}.get(day.day % 10, "th")
    parts = {
        "YYYY": str(day.year),
        "YY": f"{day.year % 100:02}",
        "Month": MONTHS[day.month - 1],
        "Mon": MONTHS[day.month - 1][:3],
        "MM": f"{day.month:02}",
        "M": str(day.month),
        "Dth": f"{day.day}{end}",
        "DD": f"{day.day:02}",
        "D": str(day.day),
    }
    return _PART.sub(lambda match: parts[match[0]], form)


def age_on(born: date, day: date) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def born_for(rng: random.Random, age: int, day: date) -> date:
    """A birthday on which someone is `age` years old on `day`."""
    latest = day.replace(year=day.year - age, day=min(day.day, 28))
    return latest - timedelta(days=rng.randint(0, 360))


def _weekdays_ahead(rng: random.Random, day: date) -> int:
    ahead = rng.randint(7, 60)
    return ahead - max((day + timedelta(days=ahead)).weekday() - 4, 0)


def cast(rng: random.Random, country: str, ages: tuple[int, int], sex: str) -> dict[str, str]:
    """Everyone and everything a note speaks of, as its slots want it."""
    today = date(2018, 1, 1) + timedelta(days=rng.randint(0, 2800))
    age = rng.randint(*ages)
    if ages[1] >= 90 and rng.random() < 0.2:
        age = rng.randint(90, 101)
    born = born_for(rng, age, today)
    sex = sex or rng.choice("mf")
    culture = world.culture_of(rng, country)
    first, last = world.first_name(rng, culture, sex), world.family_name(rng, culture)
    town, state = world.town_and_state(rng, country)
    kin_sex = rng.choice("mf")
    kin_first = world.first_name(rng, culture, kin_sex)
    while kin_first == first:
        kin_first = world.first_name(rng, culture, kin_sex)
    kin_last = last if rng.random() < 0.7 else world.family_name(rng, culture)
    doctor_culture = world.culture_of(rng, country)
    doctor_first = world.first_name(rng, doctor_culture, rng.choice("mf"))
    doctor_last = world.family_name(rng, doctor_culture)
    return {
        "country": country,
        "today": today.isoformat(),
        "born": born.isoformat(),
        "years": str(age_on(born, today)),
        "sex": sex,
        "first": first,
        "last": last,
        "patient": f"{first} {last}",
        "town": town,
        "state": state,
        "kin_sex": kin_sex,
        "kin_first": kin_first,
        "kin_last": kin_last,
        "doctor_first": doctor_first,
        "doctor_last": doctor_last,
        "doctor": f"{doctor_first} {doctor_last}",
        "appt": str(_weekdays_ahead(rng, today)),
        "form": rng.choice(_NUMERIC.get(country, _NUMERIC["UK"])),
    }


def _initials(name: str, dots: bool) -> str:
    signs = [word[0].upper() for word in re.split(r"[ -]", name) if word]
    return "".join(f"{sign}." for sign in signs) if dots else "".join(signs)


def _name(slot: str, rng: random.Random, people: dict[str, str]) -> Filled | None:
    who, _, form = slot.partition("_")
    if who == "patient":
        first, last = people["first"], people["last"]
    elif who in ("kin", "doctor") and form != "phone":
        first, last = people[f"{who}_first"], people[f"{who}_last"]
    elif who == "same":  # who of the staff was named last
        first, last = people["staff_first"], people["staff_last"]
    elif who == "staff":
        culture = world.culture_of(rng, people["country"])
        first, last = world.first_name(rng, culture, rng.choice("mf")), world.family_name(rng, culture)
        people["staff_first"], people["staff_last"] = first, last
    else:
        return None
    middle = "ABCDEGHJKLMNPRSTW"[(7 * len(first) + len(last)) % 17]
    nick = world.NICKNAMES.get(first) if who == "patient" else None
    also = f'{first} "{nick}" {last}' if nick else f"{first} {middle} {last}"
    whole = {
        "": (f"{first} {last}",) * 12 + (f"{first} {middle}. {last}", also),
        "lf": (
            f"{last.upper()}, {first}",
            f"{last}, {first}",
            f"{last.upper()}, {first.upper()}",
            f"{last}, {first} {middle}",
            f"{last} {first}" if people["country"] not in ("US", "CA", "UK") else f"{last}, {first}",
        ),
    }
    if form in whole:
        return Filled(rng.choice(whole[form]), "name", True)
    forms = {
        "first": first,
        "last": last,
        "init": rng.choice((f"{first[0]}. {last}", f"{first[0]} {last}", f"{first[0]}.{last}", f"{last} {first[0]}")),
        "nick": world.NICKNAMES.get(first, first.split()[0]),
        "initials": _initials(f"{first} {last}", rng.random() < 0.25),
    }
    return Filled(forms[form], "name")


def _range(rng: random.Random, today: date, american: bool) -> str:
    """Some days up to today, from the first to the last."""
    first = today - timedelta(days=rng.randint(2, 12))
    form = rng.choice(("M/D", "Mon D") if american else ("D/M", "D Mon", "DD/MM/YY"))
    dash = rng.choice(("-", " - ", " to ", "-"))
    if form == "D Mon" and first.month == today.month:
        return f"{first.day}{dash}{dated(today, form)}"
    return dated(first, form) + dash + dated(today, form)


def _date(slot: str, rng: random.Random, people: dict[str, str]) -> Filled | None:
    today, american = date.fromisoformat(people["today"]), people["country"] in ("US", "PH", "CA")
    if slot == "dob":
        born = date.fromisoformat(people["born"])
        return Filled(dated(born, people["form"] if rng.random() < 0.8 else rng.choice(_LONG[american])), "date")
    what, _, when = slot.partition("_")
    back = {
        "": 0,
        "past": -rng.randint(5, 400),
        "recent": -rng.randint(1, 12),
        "next": rng.randint(3, 90),
        "tomorrow": 1,
        "appt": int(people["appt"]),
    }
    if what not in ("date", "long", "dm", "my", "day", "weekday", "holiday", "range") or when not in back:
        return None
    day = today + timedelta(days=back[when])
    if what == "range":
        return Filled(_range(rng, today, american), "date")
    if what == "weekday":
        name = _WEEKDAYS[day.weekday()]
        return Filled(rng.choice((name, name, name, name[:3], "Tues" if name[:3] == "Tue" else name)), "date")
    if what == "holiday":
        return Filled(rng.choice(_HOLIDAYS[people["country"]].split("|")), "date")
    day_months = _DAY_MONTH[american and people["country"] != "CA"]
    forms = {"date": (people["form"],), "long": _LONG[american], "day": ("Dth",), "dm": day_months, "my": _MONTH_YEAR}
    return Filled(dated(day, rng.choice(forms[what])), "date")


def _web(slot: str, rng: random.Random, people: dict[str, str]) -> Filled | None:
    stem = world.place(rng, "care_home").split()[0].lower() + rng.choice(("health", "care", "clinic", ""))
    domain = f"{stem}.{_DOMAINS[people['country']]}"
    if slot == "url":
        path = rng.choice(("/portal/msg/{}", "/results?pid={}", "/p/{}", "/mychart/visit/{}", "")).format(
            rng.randint(10_000, 99_999)
        )
        return Filled(rng.choice(("https://www.", "https://portal.", "www.", "http://")) + domain + path, "url")
    names = {
        "email_patient": ("first", "last"),
        "email_kin": ("kin_first", "kin_last"),
        "email_doctor": ("doctor_first", "doctor_last"),
        "email_staff": ("staff_first", "staff_last"),
    }
    if slot not in names:
        return None
    said = (people.get(key) or people[key.replace("staff", "doctor")] for key in names[slot])
    first, last = (re.sub(r"[^a-z]", "", unicodedata.normalize("NFKD", name).lower()) for name in said)
    if slot in ("email_doctor", "email_staff"):
        return Filled(
            f"{rng.choice((f'{first}.{last}', f'{first[0]}{last}', f'{first[0]}.{last}'))}@{domain}", "email", True
        )
    user = rng.choice(
        (
            f"{first}.{last}",
            f"{first[0]}{last}",
            f"{first}{last}{rng.randint(1, 99)}",
            f"{last}_{first}",
            f"{first}{rng.randint(50, 99)}",
        )
    )
    return Filled(f"{user}@{rng.choice(_MAIL_HOSTS)}", "email", True)


def _place(slot: str, rng: random.Random, people: dict[str, str]) -> Filled | None:
    country = people["country"]
    if slot == "town":
        return Filled(people["town"], "location")
    if slot == "othertown":
        return Filled(world.town_and_state(rng, country)[0], "location")
    if slot in ("street", "ostreet"):
        return Filled(world.street(rng, country), "location")
    if slot == "hospital" or slot == "otherhospital":
        return Filled(
            world.hospital(
                rng, country, people["town"] if slot == "hospital" else world.town_and_state(rng, country)[0]
            ),
            "location",
        )
    if slot in ("zip", "ozip"):
        return Filled(world.post_code(rng, country, people["town"], people["state"]), "zip_code")
    if slot in ("clinic", "ward", "school", "employer", "care_home", "pharmacy", "public_place"):
        return Filled(world.place(rng, slot), "location")
    return None


def _code(slot: str, rng: random.Random, people: dict[str, str]) -> Filled | None:
    country = people["country"]
    if slot == "age":
        return Filled(people["years"], "age")
    if slot == "old_age":
        return Filled(str(rng.randint(90, 102)), "age")
    if slot in ("phone", "phone_patient", "kin_phone"):
        return Filled(masked(rng, rng.choice(PHONES[country])), "phone", True)
    if slot == "fax":
        return Filled(masked(rng, rng.choice(PHONES[country])), "fax")
    if slot == "ext":
        return Filled(masked(rng, rng.choice(("&###", "#####", "&##"))), "phone", True)
    if slot == "ssn4" and "=ssn" in people:
        return Filled(people["=ssn"].split("\t")[0][-4:], "ssn", True)
    if slot == "za_id":
        return Filled(za_id(rng, people["born"]), "ssn", True)
    if slot == "plate":
        masks = {
            "US": ("@@@-####", "&@@@###", "@@# ####"),
            "UK": ("@@## @@@", "@@##@@@"),
            "IE": ("19#-D-#####", "22#-KY-####"),
            "IN": ("KL 0# @@ ####", "KA-05-@@-####"),
            "NG": ("@@@-###@@",),
            "KE": ("K@@ ###@",),
            "SG": ("S@@####@",),
        }
        return Filled(masked(rng, rng.choice(masks.get(country, ("@@@ ###", "@@@###", "@@@-####")))), "vehicle")
    if slot in CHECKED:
        kind, write = CHECKED[slot]
        return Filled(write(rng), kind, kind in ("ssn", "medical_record"))
    if slot in MASKS:
        kind, masks_of = MASKS[slot]
        return Filled(masked(rng, rng.choice(masks_of)).strip(), kind, kind in ("ssn", "medical_record"))
    return None


def fill(slot: str, rng: random.Random, people: dict[str, str]) -> Filled:
    """What a slot becomes; some stay the same throughout a note."""
    kept = slot in _KEPT or MASKS.get(slot, CHECKED.get(slot, ("",)))[0] in _KEPT_KINDS
    if kept and f"={slot}" in people:
        text, kind, critical = people[f"={slot}"].split("\t")
        return Filled(text, kind, bool(critical))
    for write in (_name, _date, _web, _place, _code):
        filled = write(slot, rng, people)
        if filled:
            break
    else:
        raise KeyError(slot)
    text = filled.text
    if filled.kind in ("name", "location", "date"):
        style = people.get("style")
        text = text.lower() if style == "small" else text.upper() if style == "capitals" else text
    filled = Filled(text, filled.kind, filled.critical)
    if kept:
        people[f"={slot}"] = "\t".join((text, filled.kind, "1" if filled.critical else ""))
    return filled
