"""The seventh held-out part: made-up notes of many kinds and countries, written without sight of the filter."""

import random
from datetime import date

from benchmarks.identified_notes import held_out_7_contacts as contacts
from benchmarks.identified_notes import held_out_7_numbers as numbers
from benchmarks.identified_notes import held_out_7_places as places
from benchmarks.identified_notes.held_out_7_admin import ADMIN_KINDS
from benchmarks.identified_notes.held_out_7_clinic import CLINIC_KINDS
from benchmarks.identified_notes.held_out_7_community import COMMUNITY_KINDS
from benchmarks.identified_notes.held_out_7_dates import birth_day, choose_form, draw_date, note_day
from benchmarks.identified_notes.held_out_7_diagnostics import DIAGNOSTIC_KINDS
from benchmarks.identified_notes.held_out_7_forms import Kind, choose_country, write
from benchmarks.identified_notes.held_out_7_hospital import HOSPITAL_KINDS
from benchmarks.identified_notes.held_out_7_messages import MESSAGE_KINDS
from benchmarks.identified_notes.held_out_7_people import draw_person, person_of, write_name
from benchmarks.identified_notes.held_out_7_stories import STORY_KINDS
from benchmarks.identified_notes.notes import Filled, Part

KINDS: tuple[Kind, ...] = (
    *HOSPITAL_KINDS,
    *CLINIC_KINDS,
    *COMMUNITY_KINDS,
    *DIAGNOSTIC_KINDS,
    *MESSAGE_KINDS,
    *STORY_KINDS,
    *ADMIN_KINDS,
)

_PLACES = {
    "street": places.street,
    "town": places.town,
    "towna": places.town_area,
    "hosp": places.hospital,
    "clinic": places.clinic,
    "ward": places.ward,
    "work": places.work,
    "school": places.school,
    "home": places.home,
    "place": places.other_place,
}
_DATES = "today dob date past future yday my myr mon monf dm dmf dmt wd wdd wddf wddt hol ord stamp stamp8 dob8 iso_t youth youthm iso isodob dmon_up"
_WHO = frozenset(["p", "d", "d2", "d3", "n", "n2", "wf", "wm", "bf", "bm", "x", "x2", "hf", "sp"])


def _name(slot: str, rng: random.Random, people: dict[str, str]) -> Filled:
    who, _, form = slot.partition("_")
    if who not in people:
        spouse = "M" if person_of(people["p"]).sex == "F" else "F"
        sex = {"wf": "F", "wm": "M", "bf": "F", "bm": "M", "hf": "F", "sp": spouse}.get(who, "")
        family = person_of(people["p"]).family if who in ("wf", "wm", "bf", "bm", "sp") and rng.random() < 0.6 else ""
        people[who] = draw_person(
            rng, people["country"], sex, family, plain=who in ("wf", "wm", "bf", "bm", "sp", "n", "n2")
        ).kept()
    text, full = write_name(person_of(people[who]), form or "full", rng)
    case = people["case"]
    text = {"lower": text.lower(), "upper": text.upper()}.get(case, text)
    return Filled(text, "name", full)


def _number(slot: str, rng: random.Random, people: dict[str, str]) -> tuple[str, str]:
    """Text and kind of a slot that is neither a name nor a date nor a place."""
    country, person = people["country"], person_of(people["p"])
    born, today = date.fromisoformat(people["born"]), date.fromisoformat(people["today"])
    stamp, birth = f"{today:%Y%m%d}", f"{born:%Y%m%d}"
    doctor = person_of(people["d"])
    make = {
        "mrn": ("medical_record", lambda: numbers.hospital_number(rng, country)),
        "nhs": ("medical_record", lambda: numbers.nhs(rng)),
        "nhi": ("medical_record", lambda: numbers.nhi(rng)),
        "chi": ("medical_record", lambda: numbers.chi(rng, f"{born:%d%m%y}", person.sex)),
        "ssn": ("ssn", lambda: numbers.social(rng, country, birth, person.sex)),
        "last4": ("ssn", lambda: numbers.digits(rng, 4)),
        "plan": ("health_plan", lambda: numbers.plan(rng, country)),
        "mbi": ("health_plan", lambda: numbers.medicare(rng)),
        "phone": ("phone", lambda: contacts.phone(rng, country)),
        "phonex": ("phone", lambda: contacts.phone_extension(rng, country)),
        "ext": ("phone", lambda: contacts.extension(rng)),
        "fax": ("fax", lambda: contacts.phone(rng, country)),
        "zip": ("zip_code", lambda: places.post_code(rng, country)),
        "npi": ("licence", lambda: contacts.npi(rng)),
        "dea": ("licence", lambda: contacts.dea(rng, doctor.family)),
        "reg": ("licence", lambda: contacts.registration(rng, country)),
        "pin": ("licence", lambda: contacts.nurse_pin(rng)),
        "drive": ("licence", lambda: contacts.driving(rng, country, person.family, birth, person.sex)),
        "acct": ("account", lambda: contacts.account(rng, country)),
        "iban": ("account", lambda: contacts.iban(rng, country)),
        "card4": ("account", lambda: numbers.digits(rng, 4)),
        "plate": ("vehicle", lambda: contacts.plate(rng, country)),
        "vin": ("vehicle", lambda: contacts.vin(rng)),
        "serial": ("device", lambda: contacts.serial(rng)),
        "oid": ("other_id", lambda: contacts.other_id(rng, today.year)),
        "subj": ("other_id", lambda: contacts.subject(rng)),
        "ip": ("ip_address", lambda: contacts.ip_address(rng)),
        "url": ("url", lambda: contacts.url(rng, places.stem(rng), country)),
        "bio": ("biometric", lambda: contacts.biometric(rng)),
        "voice": ("biometric", lambda: contacts.biometric(rng, "voice")),
        "finger": ("biometric", lambda: contacts.biometric(rng, "finger")),
        "palm": ("biometric", lambda: contacts.biometric(rng, "palm")),
        "photo": ("photo", lambda: contacts.photo(rng, person.family, stamp)),
        "email": ("email", lambda: contacts.email(rng, person.given, person.family, country, False, "")),
        "emailw": ("email", lambda: contacts.email(rng, doctor.given, doctor.family, country, True, people["stem"])),
        "emailk": ("email", lambda: contacts.email(rng, *_kin(people), country, False, "")),
        "age": ("age", lambda: people["years"]),
        "ageh": ("age", lambda: people["years"] + "-year-old"),
        "ageyo": ("age", lambda: people["years"] + "yo"),
        "age90": ("age", lambda: str(rng.choice((90, 91, 91, 92, 92, 93, 94, 95, 96, 97, 99, 101)))),
        "age90h": ("age", lambda: f"{rng.randint(90, 99)}-year-old"),
        "age90yo": ("age", lambda: f"{rng.randint(90, 102)}yo"),
    }
    if slot == "zip" and country == "ae":
        return f"P.O. Box {numbers.digits(rng, 5)}", "location"
    kind, made = make[slot]
    return made(), kind


def _kin(people: dict[str, str]) -> tuple[str, str]:
    kin = person_of(people.get("wf") or people.get("wm") or people["p"])
    return kin.given, kin.family


def fill(slot: str, rng: random.Random, people: dict[str, str]) -> Filled:
    """What a slot of this note becomes."""
    if slot.partition("_")[0] in _WHO and slot not in _DATES.split():
        return _name(slot, rng, people)
    case = people["case"]
    if slot in _PLACES:
        key = f"{slot}!" if slot in ("hosp", "town", "work", "school", "home", "ward", "clinic") else ""
        text = people.get(key) if key and rng.random() < 0.75 else None
        text = text or _PLACES[slot](rng, people["country"])
        if key:
            people.setdefault(key, text)
        kind = "location"
    elif slot in _DATES.split():
        born, today = date.fromisoformat(people["born"]), date.fromisoformat(people["today"])
        text, kind = draw_date(slot, rng, people["country"], today, born, people["form"]), "date"
    else:
        text, kind = _number(slot, rng, people)
    if kind in ("location", "date"):
        text = {"lower": text.lower(), "upper": text.upper()}.get(case, text)
    return Filled(text, kind, kind in ("phone", "email", "ssn", "medical_record"))


def outline(rng: random.Random, people: dict[str, str]) -> list[str]:
    """One kind of note, its people chosen."""
    kind = rng.choice(KINDS)
    country = choose_country(rng, kind.countries)
    today = note_day(rng)
    low, high = kind.ages
    years = rng.randint(low, high)
    if high > 89 and rng.random() < 0.5:
        years = rng.randint(max(low, 55), 89)
    patient, doctor = draw_person(rng, country, kind.sex), draw_person(rng, country)
    people |= {
        "kind": kind.name,
        "country": country,
        "today": today.isoformat(),
        "years": str(years),
        "form": choose_form(rng, country),
        "born": birth_day(rng, today, years).isoformat(),
        "p": patient.kept(),
        "d": doctor.kept(),
        "stem": places.stem(rng),
        "patient": f"{patient.given} {patient.family}",
        "doctor": f"{doctor.given} {doctor.family}",
        "case": rng.choices(("", "lower", "upper"), (86, 8, 6) if kind.cases else (1, 0, 0))[0],
    }
    return write(kind, rng, people)


HELD_OUT_7 = Part("held-out-7", (), (), (), fill=fill, outline=outline)
