"""Notes of the fourteenth held-out part: everyday notes and papers of sixteen countries, by kind."""

import datetime
import random
import re

from benchmarks.identified_notes import held_out_14_numbers as numbers
from benchmarks.identified_notes.held_out_14_community import COMMUNITY
from benchmarks.identified_notes.held_out_14_dates import write_age, write_date
from benchmarks.identified_notes.held_out_14_forms import EXTRAS, HEADS, Kind, add_typos, expand, set_case
from benchmarks.identified_notes.held_out_14_hospital import HOSPITAL
from benchmarks.identified_notes.held_out_14_names import CULTURES, draw_person, write_name
from benchmarks.identified_notes.held_out_14_papers import PAPERS
from benchmarks.identified_notes.held_out_14_places import SLOTS as PLACE_SLOTS
from benchmarks.identified_notes.held_out_14_places import write_place, write_zip
from benchmarks.identified_notes.notes import Filled, Part

KINDS: tuple[Kind, ...] = (*COMMUNITY, *HOSPITAL, *PAPERS)
_ROLES = ("patient", "doctor", "gp", "nurse", "kin", "kin2", "staff", "friend", "other", "other2", "other3", "child")
_DATES = ("today", "date", "next", "dob", "edd", "month", "dayth", "weekday", "holiday")
_COUNTRIES = ("uk",) * 5 + ("ie", "ie", "au", "au", "nz", "nz", "in", "in", "in", "pk", "sg", "my", "ph", "ng", "ng", "ke", "gh", "za", "za", "jm", "gulf")  # fmt: skip
_AGES = {"adult": (18, 89), "child": (1, 17), "mother": (18, 44), "old": (66, 89)}
_NUMBERED = {
    "mrn": ("medical_record", numbers.RECORDS),
    "ssn": ("ssn", numbers.TAX),
    "plan": ("health_plan", numbers.PLANS),
    "licence": ("licence", numbers.REGISTERED),
}
_LONG = 380


def outline(rng: random.Random, people: dict[str, str]) -> list[str]:
    """A kind of note of a country, its people drawn and its choices made."""
    country = "us" if rng.random() < 0.2 else rng.choice(_COUNTRIES)
    kind = rng.choice([kind for kind in KINDS if country in kind.countries.split()])
    draw_people(rng, people, country, kind)
    pieces = [kind.text]
    if kind.letter and rng.random() < 0.6:
        pieces.insert(0, rng.choice(HEADS))
    extras = [text for text in EXTRAS if kind.who != "child" or "{employer}" not in text]
    rng.shuffle(extras)
    pieces += [extras.pop() for _ in range(rng.choice([0, 0, 1, 1, 2]))]
    pieces = [expand(piece, rng, people) for piece in pieces]
    while len(re.sub(r"\{\w+\}", "1234", "\n".join(pieces)).replace("[[", "").replace("]]", "")) < _LONG:
        pieces.append(expand(extras.pop(), rng, people))
    if not people["case"] and rng.random() < 0.1:
        pieces = [add_typos(piece, rng) for piece in pieces]
    return [set_case(piece, people["case"]) for piece in pieces]


def draw_people(rng: random.Random, people: dict[str, str], country: str, kind: Kind) -> None:
    today = datetime.date(2022, 1, 3) + datetime.timedelta(rng.randint(0, 1_700))
    low, high = _AGES[kind.who]
    years = rng.randint(low, high)
    if (kind.who == "old" and rng.random() < 0.65) or (kind.who == "adult" and rng.random() < 0.12):
        years = min(rng.randint(90, 104), rng.randint(90, 104))
    born = today.replace(year=today.year - years, day=min(today.day, 28)) - datetime.timedelta(rng.randint(1, 360))
    case = kind.case or rng.choices(["", "lower", "upper"], [86, 9, 5])[0]
    people |= {
        "country": country,
        "today": today.isoformat(),
        "age": str(years),
        "born": born.isoformat(),
        "case": case,
    }
    for role in _ROLES:
        family = people["patient.family"] if role in ("kin", "kin2", "child") and rng.random() < 0.75 else ""
        sex = "F" if role == "patient" and kind.who == "mother" else ""
        draw_person(rng, people, role, sex, family)


def fill(slot: str, rng: random.Random, people: dict[str, str]) -> Filled:
    """The text of a slot in the typing of the note."""
    filled = _fill(slot, rng, people)
    text = re.sub(r"^\W+(?=\w)|[.,;:]+$", "", filled.text) if filled.kind == "location" else filled.text
    if filled.kind not in ("url", "email", "photo"):
        text = {"lower": text.lower(), "upper": text.upper()}.get(people["case"], text)
    return Filled(text, filled.kind, filled.critical)


def _fill(slot: str, rng: random.Random, people: dict[str, str]) -> Filled:
    country = people["country"]
    role, _, form = slot.partition("_")
    if slot == "refno" or (role == "other" and form.isdigit()):
        return Filled((numbers.OTHER[int(form)] if form else rng.choice(numbers.OTHER))[1](rng), "other_id")
    if role in _ROLES:
        text, full = write_name(rng, people, role, form)
        return Filled(text, "name", full)
    if slot in _DATES:
        return Filled(write_date(slot, rng, people), "date")
    if slot in ("age", "ageth", "ageword", "oldkin"):
        return Filled(write_age(slot, rng, people), "age")
    if slot in PLACE_SLOTS:
        return Filled(write_place(slot, rng, people), "location")
    if role in _NUMBERED:
        kind, table = _NUMBERED[role]
        if slot == "licence":
            return Filled(numbers.driving(rng, country), kind)
        make = table[country][int(form)][1] if form else rng.choice(table[country])[1]
        if slot not in people:
            people[slot] = make(rng)
        return Filled(people[slot], kind, role in ("mrn", "ssn"))
    return _fill_others(slot, rng, people)


def _fill_others(slot: str, rng: random.Random, people: dict[str, str]) -> Filled:
    country = people["country"]
    match slot:
        case "phone":
            return Filled(numbers.PHONES[country](rng), "phone", True)
        case "bleep":
            return Filled(numbers.digits(rng, rng.choice([3, 4, 4, 5])), "phone", True)
        case "fax":
            return Filled(numbers.PHONES[country](rng), "fax")
        case "email":
            return Filled(write_email(rng, people), "email", True)
        case "url":
            return Filled(write_url(rng), "url")
        case "maiden":
            return Filled(rng.choice(CULTURES[rng.choice(list(CULTURES))][2]), "name")
        case "ini2":
            return Filled("".join(rng.choice("ABCDEFGHJKLMNOPRSTW") for _ in range(rng.choice([2, 2, 3]))), "name")
        case "zip":
            people.setdefault("zip", write_zip(rng, country))
            return Filled(people["zip"], "zip_code")
        case "street2":
            return Filled(write_place("road", rng, people), "location")
        case "account":
            return Filled(numbers.iban(rng, {"ie": "IE", "gulf": "AE", "pk": "PK"}.get(country, "GB")) if country in ("uk", "ie", "gulf", "pk") and rng.random() < 0.4 else numbers.ACCOUNTS(rng), "account")  # fmt: skip
        case "plate":
            return Filled(numbers.PLATES[country](rng), "vehicle")
        case "vin":
            return Filled(numbers.vin(rng), "vehicle")
        case "fleet":
            return Filled(numbers.VEHICLES(rng), "vehicle")
        case "device":
            return Filled(rng.choice([numbers.DEVICES, numbers.DEVICES, numbers.DEVICES, numbers.udi])(rng), "device")
        case "mac":
            return Filled(numbers.mac(rng), "device")
        case "ip":
            return Filled(numbers.ip(rng), "ip_address")
        case "bio":
            return Filled(numbers.voice_file(rng), "biometric")
        case "photo":
            return Filled(numbers.photo_file(rng), "photo")
    raise ValueError(slot)


_PLAIN = str.maketrans("āēīōūáéíóúăîâșțżźćńłśęąğışöüçãêķģņļžšč", "aeiouaeiouaiastzzcnlseagisoucaekgnlzsc")
_HOSTS = {
    "uk": ("nhs.net", "btinternet.com", "gmail.com"), "ie": ("eircom.net", "hse.ie"), "au": ("bigpond.com", "health.nsw.gov.au"),
    "nz": ("xtra.co.nz",), "in": ("rediffmail.com", "gmail.com"), "za": ("telkomsa.net", "gmail.com"), "us": ("aol.com", "gmail.com", "mercyhealth.org"),
}  # fmt: skip


def write_email(rng: random.Random, people: dict[str, str]) -> str:
    role = rng.choice(["patient", "doctor", "kin", "staff"])
    plain = lambda text: re.sub(r"[^a-z]", "", text.lower().translate(_PLAIN))  # noqa: E731
    given, family = plain(people[f"{role}.given"]) or "info", plain(people[f"{role}.family"]) or "desk"
    name = rng.choice(
        [f"{given}.{family}", f"{given[0]}{family}", f"{family}{rng.randint(1, 99)}", f"{given}_{family[:4]}"]
    )
    return f"{name}@{rng.choice(_HOSTS.get(people['country'], ('gmail.com', 'yahoo.com', 'outlook.com')))}"


def write_url(rng: random.Random) -> str:
    host = rng.choice(["mychart", "portal", "results", "imaging", "patientzone", "letters"])
    tail = rng.choice([".health", ".org", ".com", ".co", ".net"])
    path = rng.choice(["p/", "view?id=", "r/", "share/", "u/"]) + numbers.digits(rng, 6)
    return (
        rng.choice(["https://", "https://", "www.", "http://"])
        + f"{host}-{rng.choice(['care', 'clinic', 'hub', 'link'])}{tail}/{path}"
    )


HELD_OUT_14 = Part(name="held-out-14", headers=(), bodies=(), endings=(), fill=fill, outline=outline)
