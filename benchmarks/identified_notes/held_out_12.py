"""A part of labelled notes written apart from the filter that it measures: the everyday notes of nine countries."""

import random
import re
from datetime import date, timedelta

from benchmarks.identified_notes.held_out_12_dates import draw_birth, draw_date, numeric
from benchmarks.identified_notes.held_out_12_kinds import AGES, SHARE, Kind, expand, person_words, restyle, thin
from benchmarks.identified_notes.held_out_12_names import draw_person, write_name
from benchmarks.identified_notes.held_out_12_numbers import NUMBERS, PLATES, dea, digits, phone, za_id
from benchmarks.identified_notes.held_out_12_places import draw_place, draw_street, fill_pattern, towns
from benchmarks.identified_notes.held_out_12_us import US
from benchmarks.identified_notes.held_out_12_world import WORLD
from benchmarks.identified_notes.notes import Filled, Part

KINDS: tuple[Kind, ...] = (*US, *WORLD)
ROLES = ("pt", "rel", "doc", "con", "nrs", "gp", "kid", "oth")
_NAME = re.compile(rf"({'|'.join(ROLES)})(?:_(\w+))?")
_DATES = ("date", "lmp", "today", "next", "past", "dm", "dmn", "long", "my", "mon", "wd", "wdd", "nth", "hol")
_PLACES = ("hosp", "ward", "employer", "school", "pharm", "home", "clinic")
_CRITICAL = ("phone", "email", "ssn", "medical_record")
_DOMAINS = {
    "uk": "co.uk",
    "au": "com.au",
    "nz": "co.nz",
    "za": "co.za",
    "ie": "ie",
    "ca": "ca",
    "in": "in",
    "sg": "com.sg",
}


def outline(rng: random.Random, people: dict[str, str]) -> list[str]:
    """Draw a kind, its country and its people, and write its template for them."""
    kind = rng.choice(KINDS)
    country = rng.choices(kind.countries, [SHARE[country] for country in kind.countries])[0]
    today = date(2022, 1, 3) + timedelta(rng.randrange(1400))
    age = rng.randint(*AGES[kind.who])
    if kind.who == "adult" and rng.random() < 0.06:
        age = rng.randint(90, 99)
    sex = "F" if kind.who == "mother" else rng.choice("MF")
    rel_sex = "F" if kind.who in ("child", "baby") or sex == "M" else "M"
    sexes = {role: rng.choice("MF") for role in ROLES} | {"pt": sex, "rel": rel_sex, "nrs": rng.choice("FFFM")}
    draw_people(rng, people, country, sexes)
    town, other = rng.sample(towns(country), 2)
    people |= {
        "country": country, "day": today.isoformat(), "birth": draw_birth(rng, today, age).isoformat(), "style": str(rng.randrange(8)),
        "age": str(age), "town": town[0], "state": town[1], "zip": town[2], "town2": other[0],
        "case": rng.choices(["", "lower", "upper"], [90, 6, 4])[0],
    }  # fmt: skip
    words = person_words(rng, sexes, age, kind.who) | {"state": town[1]}
    text = expand(kind.text, rng, country, words)
    thinned = thin(text, rng, "BP" in text and not re.search("Dear|CONSENT|REFERRAL|To whom|DAILY", text))
    return [restyle(thinned if len(thinned) > 340 else text, rng, people["case"])]


def draw_people(rng: random.Random, people: dict[str, str], country: str, sexes: dict[str, str]) -> None:
    for role in ROLES:
        family = people["pt"].split("|")[1] if role in ("rel", "kid") and rng.random() < 0.7 else ""
        people[role] = "|".join(draw_person(rng, country, sexes[role], family))
    for role, known in (("pt", "patient"), ("doc", "doctor")):
        given, family, _ = people[role].split("|")
        people[known] = f"{given} {family}"


def fill(slot: str, rng: random.Random, people: dict[str, str]) -> Filled:
    """What a slot becomes in this note, in the note's letters."""
    filled = fill_plain(slot, rng, people)
    if not people["case"] or filled.kind in ("email", "url", "photo", "biometric"):
        return filled
    text = filled.text.lower() if people["case"] == "lower" else filled.text.upper()
    return Filled(text, filled.kind, filled.critical)


def fill_plain(slot: str, rng: random.Random, people: dict[str, str]) -> Filled:
    country = people["country"]
    name = _NAME.fullmatch(slot)
    if name:
        given, family, middle = people[name[1]].split("|")
        text, full = write_name(name[2] or "", (given, family, middle), country, rng)
        return Filled(text, "name", full)
    today, style = date.fromisoformat(people["day"]), int(people["style"])
    birth = date.fromisoformat(people["birth"])
    if slot == "dob":
        return Filled(numeric(birth, country, style), "date")
    if slot in _DATES:
        return Filled(draw_date(slot, rng, country, today, style, (today - birth).days - 30), "date")
    if slot == "age90":
        return Filled(people["age"], "age")
    if slot == "zip":
        return Filled(fill_pattern(people["zip"], rng, "ABCDEFHJKNPRTVWXY"), "zip_code")
    if slot in ("town", "town2"):
        return Filled(people[slot], "location")
    if slot == "street":
        return Filled(draw_street(rng, country), "location")
    if slot.rstrip("2") in _PLACES:
        if slot not in people:
            place = slot.rstrip("2")
            people[slot] = draw_place(place, rng, country, people["town2" if slot.endswith("2") else "town"])
        return Filled(people[slot], "location")
    return fill_number(slot, rng, people)


def fill_number(slot: str, rng: random.Random, people: dict[str, str]) -> Filled:
    """Numbers and addresses on the net. A patient's own number stays the same through the note."""
    country = people["country"]
    if slot in ("phone", "mobile", "fax"):
        return Filled(phone(rng, country, slot == "mobile"), "fax" if slot == "fax" else "phone", slot != "fax")
    if slot == "ext":
        return Filled(digits(rng, 4), "phone", True)
    if slot in ("email", "email_work", "url"):
        return write_address(slot, rng, people)
    if slot == "plate":
        return Filled(fill_pattern(rng.choice(PLATES[country].split(";")), rng, "ABCDEFGHJKLMNPRSTUVWXYZ"), "vehicle")
    kind, draw = NUMBERS[slot]
    key = f"number.{slot}"
    if slot == "zaid" and key not in people:
        people[key] = za_id(rng, date.fromisoformat(people["birth"]).strftime("%y%m%d"))
    if slot == "dea":
        return Filled(dea(rng, people["doc"].split("|")[1]), kind)
    if kind in ("medical_record", "ssn", "health_plan") and key in people:
        return Filled(people[key], kind, kind in _CRITICAL)
    people[key] = draw(rng)
    return Filled(people[key], kind, kind in _CRITICAL)


def write_address(slot: str, rng: random.Random, people: dict[str, str]) -> Filled:
    plain = {
        role: re.sub(r"[^a-z|]", "", people[role].lower().replace("ô", "o").replace("é", "e")).split("|")
        for role in ("pt", "doc")
    }
    country = people["country"]
    place = re.sub(r"[^a-z]", "", people["town"].lower())
    end = _DOMAINS.get(country, "org") if country != "us" else rng.choice(["org", "com", "net"])
    if slot == "email":
        given, family, _ = plain["pt"]
        box = rng.choice(
            [f"{given}.{family}", f"{given[0]}{family}{rng.randint(1, 99)}", f"{family}{given}", f"{given}_{family}"]
        )
        host = rng.choice(["gmail.com", "gmail.com", "yahoo.com", "hotmail.com", "outlook.com", "icloud.com"])
        return Filled(f"{box}@{host}", "email", True)
    if slot == "email_work":
        given, family, _ = plain["doc"]
        host = "nhs.net" if country == "uk" else f"{place}health.{end}"
        return Filled(
            rng.choice([f"{given}.{family}@{host}", f"{given[0]}{family}@{host}", f"referrals.{place}@{host}"]),
            "email",
            True,
        )
    path = rng.choice(
        [
            f"www.{place}health.{end}/portal",
            f"https://mychart.{place}clinic.{end}",
            f"https://portal.{place}hospital.{end}/results",
        ]
    )
    return Filled(
        rng.choice([path, f"https://meet.{place}care.{end}/r/{rng.randint(1000, 99999)}", f"www.{place}medical.{end}"]),
        "url",
    )


HELD_OUT_12 = Part("held-out-12", (), (), (), fill, outline)
