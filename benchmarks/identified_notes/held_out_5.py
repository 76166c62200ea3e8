"""A fifth held-out part: notes as clinicians of five countries write them, rather than names made hard to find.

Written and committed before anything measured on it, by somebody who had not read the rules. A note has a setting (US, UK,
Australia, India, Canada) and a kind (`held_out_5_hospital.py`, `held_out_5_office.py`); its people are of one family, its dates of one time.
"""

import random
import re
import string
import unicodedata
from datetime import date, timedelta

from benchmarks.identified_notes.held_out_5_hospital import HOSPITAL, Kind
from benchmarks.identified_notes.held_out_5_office import OFFICE
from benchmarks.identified_notes.held_out_5_people import Person, draw_person, write_name
from benchmarks.identified_notes.held_out_5_places import PLACES
from benchmarks.identified_notes.notes import Filled, Part

_SETTINGS = {"us": 58, "uk": 15, "au": 9, "in": 8, "ca": 10}
_FIELDS = ("first", "last", "middle", "called", "people")
_FAMILY = ("sp", "kid", "bro", "sis", "mum", "dad")
_STAFF = ("doc", "ref", "con", "rn", "rn2", "pal")
_NANP = "(###) N##-####|(###) N##-####|(###) N##-####|###-N##-####|###-N##-####|###-N##-####|###.N##.####|### N## ####|1-###-N##-####|+1 ### N## ####|N##-####|###N######"
_PHONES = {
    "us": _NANP.replace("###)", "N##)").replace("|###", "|N##").replace("-###-N", "-N##-N").replace(" ### N", " N## N"),
    "uk": "0113 496 0###|0161 496 0###|020 7946 0###|01632 960###|07700 900###|07700900###|(01632) 960 ###|+44 7700 900###|0117 4960###",
    "au": "(02) 5550 ####|(03) 7010 ####|07 5550 ####|0491 570 ###|0491570###|+61 491 57# ###|5550 ####",
    "in": "98########|9### ######|+91 98### #####|+91-99########|022-2### ####|0##-4### ####|8#########",
}
_PHONES["ca"] = _PHONES["us"]
_MRNS = {"us": "#######|########|0#######|@######|###-##-##", "uk": "@######|#######|@@@#######", "au": "######|#######|0######", "in": "AH#######|MH##/######|#########|IP#######", "ca": "#######|J#######|0######"}  # fmt: skip
_PLANS = {
    "us": "@@@#########|@@@###@#####|W#########|1@@#-@@#-@@##|1@@#@@#@@##|#########-01|H########",
    "uk": "@@########|AX########", "au": "#### ##### #|##########|######## @", "in": "@@@/##/######|P/######/01/####/######", "ca": "#### ### ### @@|####-###-###-@@|#### ### ###",
}  # fmt: skip
_NATIONAL = {"uk": "AB ## ## ## C|JM######D|CE ## ## ## A", "au": "### ### ###", "in": "#### #### ####|############", "ca": "### ### ###|###-###-###"}  # fmt: skip
_PLATES = {"us": "#@@@###|@@@-####|@@@ ####", "uk": "@@## @@@|@@##@@@", "au": "@@@-##@|@@@ ###|#@@-#@@", "in": "MH ## @@ ####|KA-##-@-####|DL#C@@####", "ca": "@@@@ ###|@@@-###"}  # fmt: skip
_DRIVER = {"us": "@#######|@###-####-####|#########", "uk": "MORGA######@@#@@|#########", "au": "########", "in": "MH## ###########|KA-###########", "ca": "@####-#####-#####"}  # fmt: skip
_LICENCES = {"us": "MD#####|@######|##-####|@@######", "uk": "#######", "au": "######@@|MED000#######", "in": "MMC/####/##/####|######|KMC #####", "ca": "######"}  # fmt: skip
_SHAPES = {
    "nhs": ("medical_record", "### ### ####|### ### ####|##########"), "account": ("account", "#########|##########|H###########|####-#####"), "npi": ("licence", "1#########"), "dea": ("licence", "B@#######|F@#######|M@#######"),
    "device": ("device", "PZK######@|@@@######@|SN########|RNB######H|############|2#######-##"), "lot": ("other_id", "@@####|#@@##@|@####@@|U####@@"), "bio": ("biometric", "PV-########|BIO######@|VT-#####-L"),
    "acc": ("other_id", "S2#-#####|SP-2#-######|2#-@@-####|########|H2#####/##"), "case": ("other_id", "#######|@@-######|PA-########|2#-######"), "job": ("other_id", "#######|######"), "pager": ("phone", "#####|####|x#-####"), "ext": ("phone", "####|###"),
}  # fmt: skip
_CRITICAL = ("ssn", "medical_record", "phone", "email")
_HASTY = "nursing ed phone portal gp"
_HOLIDAYS = {"us": "Thanksgiving|Christmas|Labor Day|New Year's Eve|Easter|July 4th|Hanukkah", "uk": "Christmas|Easter|Boxing Day|New Year|Bonfire Night", "au": "Christmas|Anzac Day|Easter|Australia Day", "in": "Diwali|Holi|Onam|Eid|Pongal", "ca": "Thanksgiving|Canada Day|Christmas|Victoria Day"}  # fmt: skip
_DATE_STYLES = {
    "us": ((28, "{m:02}/{d:02}/{y}"), (18, "{m}/{d}/{y}"), (16, "{m}/{d}/{s}"), (8, "{m:02}/{d:02}/{s}"), (14, "{month} {d}, {y}"), (7, "{y}-{m:02}-{d:02}"), (3, "{mon} {d}, {y}"), (2, "{m:02}-{d:02}-{y}"), (3, "{d:02}-{mon}-{y}"), (1, "{m}.{d}.{s}")),
    "uk": ((42, "{d:02}/{m:02}/{y}"), (12, "{d:02}/{m:02}/{s}"), (16, "{d} {month} {y}"), (8, "{d} {mon} {y}"), (8, "{d:02}-{mon}-{y}"), (5, "{d:02}.{m:02}.{s}"), (4, "{d}{th} {month} {y}"), (3, "{d}/{m}/{s}"), (2, "{d:02}.{m:02}.{y}")),
    "ca": ((40, "{y}-{m:02}-{d:02}"), (18, "{month} {d}, {y}"), (14, "{d:02}/{m:02}/{y}"), (12, "{mon} {d}, {y}"), (10, "{d:02}-{mon}-{y}"), (6, "{y}/{m:02}/{d:02}")),
}  # fmt: skip
_SHORTS = ("{m}/{d}", "{m}/{d}", "{m}/{d}", "{month} {d}", "{mon} {d}", "{month} {d}{th}")
_SHORTS_ELSEWHERE = ("{d}/{m}", "{d}/{m}", "{d} {month}", "{d}{th} {month}", "{d} {mon}")
_MONTHS = ("{month} {y}", "{month} {y}", "{month} {y}", "{mon} {y}", "{m}/{y}", "{m:02}/{y}", "{month}")
_ROLES = ("pt", *_FAMILY, *_STAFF)
_WORDS: dict[str, dict[str, str]] = {
    "ID": {"us": "<MRN: {mrn}|MRN: {mrn}|MRN {mrn}|MR#: {mrn}|Medical Record Number: {mrn}|Unit No: {mrn}>", "uk": "<NHS No: {nhs}|NHS number {nhs}|Hosp No. {mrn}|Hospital number: {mrn}  NHS no: {nhs}>", "au": "<UR: {mrn}|URN {mrn}|MRN {mrn}|Medicare No. {plan}>", "in": "<UHID: {mrn}|IP No. {mrn}|OP No: {mrn}|Reg. No. {mrn}>", "ca": "<MRN {mrn}|HCN: {plan}|Chart # {mrn}|OHIP# {plan}>"},
    "addr": {"us": "{hstreet}, {hcity}, <ST>{zip}", "uk": "<{hstreet}, {hcity}, {zip}|{hstreet}, {hcity} {zip}>", "au": "{hstreet}, {hcity} <ST>{zip}", "in": "<{hstreet}, {hcity} - {zip}|{hstreet}, {hcity} {zip}>", "ca": "{hstreet}, {hcity}, <ST>{zip}"},
    "cred": {"us": "<, MD|, MD|, M.D.|, DO>", "uk": "<| MRCP>", "au": "<| FRACGP>", "in": "<, MBBS|, MD| MS>", "ca": "<, MD|, MD, FRCPC>"},
    "GP": {"us": "PCP", "uk": "GP", "au": "GP", "in": "family physician", "ca": "<family physician|FP>"},
    "ED": {"us": "<ED|ER>", "uk": "<A&E|ED>", "au": "ED", "in": "<casualty|EMERGENCY>", "ca": "<ER|ED>"},
    "GMC": {"us": "Lic. {lic}", "uk": "GMC {lic}", "au": "Provider no. {lic}", "in": "Reg. No. {lic}", "ca": "CPSO# {lic}"},
    "SSN": {"us": "<SSN|SSN|SS#>", "uk": "NI number", "au": "TFN", "in": "Aadhaar", "ca": "SIN"},
    "insurer": {"us": "<Aetna|Cigna|Humana|Blue Cross|UnitedHealthcare>", "uk": "Bupa", "au": "<Medibank|HCF>", "in": "<Star Health|ICICI Lombard>", "ca": "<Manulife|Sun Life>"},
    "pharmacy": {"us": "<CVS|Walgreens|Rite Aid>", "uk": "<Boots|Lloyds>", "au": "<Priceline|Chemist Warehouse>", "in": "<Apollo Pharmacy|MedPlus>", "ca": "<Shoppers Drug Mart|Rexall>"},
}  # fmt: skip
_CHOICE = re.compile(r"<([^<>]*)>")


def _draw(rng: random.Random, shapes: str) -> str:
    """One of the shapes, parted by bars: `#` is a digit, `N` one of 2 to 9, `@` a capital."""
    shape = rng.choice(shapes.split("|"))
    signs = {"#": string.digits, "N": string.digits[2:], "@": "ABCDEFGHJKLMNPRSTUVWXYZ"}
    return "".join(rng.choice(signs.get(sign, sign)) for sign in shape)


def _outline(rng: random.Random, people: dict[str, str]) -> list[str]:
    """The pieces of a note of some setting and kind; what is the same all through the note goes into `people`."""
    setting = rng.choices(list(_SETTINGS), list(_SETTINGS.values()))[0]
    kinds = [kind for kind in (*HOSPITAL, *OFFICE) if setting in kind.settings]
    kind = rng.choices(kinds, [kind.weight for kind in kinds])[0]
    age = rng.choices(
        (rng.randint(18, 44), rng.randint(45, 64), rng.randint(65, 79), rng.randint(80, 89), rng.randint(90, 101)),
        (22, 27, 30, 16, 5),
    )[0]
    if kind.name == "child":
        age = rng.randint(1, 14)
    day = date(2016, 1, 4) + timedelta(days=rng.randint(0, 3900))
    place = rng.choice(PLACES[setting].cities)
    people |= {"setting": setting, "kind": kind.name, "day": str(day.toordinal()), "age": str(age), "place": place}
    people |= {f"{role} sex": rng.choice("fm") for role in (*_STAFF, "pt", "kid")}
    people["rn sex"] = rng.choices("fm", (8, 2))[0]
    if kind.name == "child":
        people["con sex"] = "f"
    people |= {"sp sex": "m" if people["pt sex"] == "f" else "f", "bro sex": "m", "dad sex": "m", "sis sex": "f", "mum sex": "f"}  # fmt: skip
    styles = _DATE_STYLES.get(setting, _DATE_STYLES["uk"])
    people["style"] = rng.choices([style for _, style in styles], [weight for weight, _ in styles])[0]
    pieces = _choose_pieces(kind, rng)
    words = _choose_words(people, place.split("|")[1])
    return [_expand(piece, words, setting, rng) for piece in pieces]


def _choose_pieces(kind: Kind, rng: random.Random) -> list[str]:
    fewest, most = kind.bodies_in_a_note
    chosen = sorted(rng.sample(range(len(kind.bodies)), min(rng.randint(fewest, most), len(kind.bodies))))
    return [rng.choice(kind.headers), *(kind.bodies[number] for number in chosen), rng.choice(kind.endings)]


def _choose_words(people: dict[str, str], state: str) -> dict[str, str]:
    female, age, child = people["pt sex"] == "f", people["age"], people["kid sex"]
    words = {
        "he": "she", "He": "She", "his": "her", "His": "Her", "him": "her", "man": "woman", "M": "F", "male": "female", "wife": "husband", "Wife": "Husband", "husband": "wife", "SpMr": "Mr", "SpHis": "his", "s/o": "d/o",
        "Mr": "<Mrs.|Ms.|Ms.|Mrs>",
    } if female else {
        "he": "he", "He": "He", "his": "his", "His": "His", "him": "him", "man": "man", "M": "M", "male": "male", "wife": "wife", "Wife": "Wife", "husband": "husband", "SpMr": "Mrs", "SpHis": "her", "s/o": "s/o",
        "Mr": "<Mr.|Mr.|Mr>",
    }  # fmt: skip
    words |= (
        {"daughter": "daughter", "Daughter": "Daughter"} if child == "f" else {"daughter": "son", "Daughter": "Son"}
    )
    return words | {"AGE": "{age}" if int(age) >= 90 else age, "ST": f"{state} " if state else ""}


def _expand(piece: str, words: dict[str, str], setting: str, rng: random.Random) -> str:
    """The piece with its words and wordings chosen, the inmost first."""

    def choose(match: re.Match[str]) -> str:
        inside = match[1]
        if inside in _WORDS:
            return _WORDS[inside][setting]
        return words[inside] if inside in words else rng.choice(inside.split("|"))

    while _CHOICE.search(piece):
        piece = _CHOICE.sub(choose, piece)
    return piece


def _meet(role: str, rng: random.Random, people: dict[str, str]) -> Person:
    """The person of a role; the patient's family mostly shares the patient's people, and often the family name."""
    if f"{role} first" not in people:
        family = _meet("pt", rng, people) if role in _FAMILY else None
        same = family is not None and rng.random() < (0.85 if role == "sp" else 1)
        shares = same and rng.random() < (0.7 if role in ("sp", "mum", "sis") else 0.9)
        people_of = family.people if family and same else ""
        last = family.last if family and shares else ""
        taken = {value for name, value in people.items() if name.endswith(" first")}
        while (person := draw_person(rng, people["setting"], people[f"{role} sex"], people_of, last)).first in taken:
            pass
        people |= {f"{role} {name}": getattr(person, name) for name in _FIELDS}
        if role in ("pt", "doc"):
            people["patient" if role == "pt" else "doctor"] = f"{person.first} {person.last}"
    return Person(*(people[f"{role} {name}"] for name in _FIELDS))


def _fill(slot: str, rng: random.Random, people: dict[str, str]) -> Filled:
    role, _, form = slot.partition("_")
    if role not in _ROLES:
        return _fill_code(slot, rng, people) or _fill_place(slot, rng, people) or _fill_date(slot, rng, people)
    person = _meet(role, rng, people)
    hasty = people["kind"] in _HASTY and rng.random() < 0.045
    if form in ("first", "last", "called"):
        text = getattr(person, form)
        return Filled(text.lower() if hasty else text, "name")
    if form == "ini":
        return Filled(f"{person.first[0]}{person.middle[0]}{person.last[0]}".upper(), "name")
    if form == "spelt":
        return Filled("-".join(sign for sign in person.last.upper() if sign.isalpha()), "name")
    text = write_name(person, form, rng)
    if form == "" and people["setting"] != "us" and rng.random() < 0.04:
        text = f"{person.first} {person.last.upper()}"
    return Filled(text.lower() if hasty and form == "" else text, "name", critical=form != "short")


def _fill_code(slot: str, rng: random.Random, people: dict[str, str]) -> Filled | None:
    setting = people["setting"]
    shapes = {
        "phone": ("phone", _PHONES[setting]), "fax": ("fax", _PHONES[setting]), "mrn": ("medical_record", _MRNS[setting]), "plan": ("health_plan", _PLANS[setting]), "plate": ("vehicle", _PLATES[setting]),
        "driver": ("licence", _DRIVER[setting]), "lic": ("licence", _LICENCES[setting]), **_SHAPES,
    }  # fmt: skip
    if slot in ("mrn", "nhs", "plan", "account") and slot in people:
        return Filled(people[slot], shapes[slot][0], shapes[slot][0] in _CRITICAL)
    if slot in shapes:
        kind, shape = shapes[slot]
        people[slot] = _draw(rng, shape)
        return Filled(people[slot], kind, kind in _CRITICAL and slot not in ("pager", "ext"))
    if slot == "ssn":
        area = rng.choice([number for number in range(1, 900) if number != 666])
        whole = f"{area:03}-{rng.randint(1, 99):02}-{rng.randint(1, 9999):04}"
        american = rng.choices((whole, whole.replace("-", ""), f"XXX-XX-{whole[-4:]}"), (85, 7, 8))[0]
        return Filled(american if setting == "us" else _draw(rng, _NATIONAL[setting]), "ssn", critical=True)
    if slot == "ip":
        start = rng.choice(("73", "24.5", "86.1", "10.2", "192.168", "2601"))
        rest = [str(rng.randint(1, 254)) for _ in range(4 - len(start.split(".")))]
        newer = f"2601:18{rng.randint(1, 9)}:4a0:{rng.randint(1, 9)}c1::{rng.randint(1, 9)}e"
        return Filled(newer if start == "2601" else ".".join((start, *rest)), "ip_address")
    if slot == "vin":
        signs = "ABCDEFGHJKLMNPRSTUVWXYZ0123456789"
        start = rng.choice(("1HG", "2T1", "JTD", "1FA", "WBA", "SAJ"))
        return Filled(start + "".join(rng.choice(signs) for _ in range(8)) + _draw(rng, "######"), "vehicle")
    return _fill_address_of_net(slot, rng, people)


def _fill_address_of_net(slot: str, rng: random.Random, people: dict[str, str]) -> Filled | None:
    if slot not in ("email", "workemail", "url", "photo"):
        return None
    person = _meet("doc" if slot == "workemail" else "pt", rng, people)
    first, last = (re.sub("[^a-z]", "", _strip_accents(name).lower()) or "pt" for name in (person.first, person.last))
    if slot == "photo":
        return Filled(f"{last}_{first[0]}_{rng.randint(2018, 2026)}{rng.randint(1, 12):02}{rng.randint(1, 28):02}.jpg", "other_id")  # fmt: skip
    if slot == "url":
        texts = (f"www.facebook.com/{first}.{last}", f"https://www.caringbridge.org/visit/{first}{last}", f"https://{first}{last[:3]}.wordpress.com", f"instagram.com/{first}_{last}")  # fmt: skip
        return Filled(rng.choice(texts), "url")
    local = rng.choice((f"{first}.{last}", f"{first[0]}{last}", f"{first}{last}{rng.randint(1, 99)}", f"{last}{first[0]}", f"{first}_{last}{rng.randint(50, 99)}"))  # fmt: skip
    hosts = PLACES[people["setting"]].hosts
    return Filled(f"{local}@{rng.choice(hosts)}", "email", critical=True)


def _strip_accents(text: str) -> str:
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()


def _fill_place(slot: str, rng: random.Random, people: dict[str, str]) -> Filled | None:
    places = PLACES[people["setting"]]
    city, _, zips = people["place"].split("|")
    if slot == "zip":
        people.setdefault("zip", _draw(rng, zips))
        return Filled(people["zip"], "zip_code")
    if slot == "hstreet":
        people.setdefault("hstreet", f"{rng.randint(1, 980)} {rng.choice(places.streets)}{rng.choice(places.units)}")
    texts = {
        "city": rng.choice(places.cities).split("|")[0], "hcity": city, "hstreet": people.get("hstreet", ""), "facility": rng.choice(places.facilities), "employer": rng.choice(places.employers),
        "school": rng.choice(places.schools), "church": rng.choice(places.churches), "road": rng.choice(places.streets), "street": f"{rng.randint(1, 1200)} {rng.choice(places.streets)}",
    }  # fmt: skip
    return Filled(texts[slot], "location") if slot in texts else None


def _write_date(day: date, style: str) -> str:
    ending = "th" if 10 < day.day < 14 else {1: "st", 2: "nd", 3: "rd"}.get(day.day % 10, "th")
    month = f"{day:%B}"
    return style.format(d=day.day, m=day.month, y=day.year, s=f"{day:%y}", month=month, mon=month[:3], th=ending)


def _fill_date(slot: str, rng: random.Random, people: dict[str, str]) -> Filled:
    setting, today = people["setting"], date.fromordinal(int(people["day"]))
    styles = _DATE_STYLES.get(setting, _DATE_STYLES["uk"])
    style = people["style"] if rng.random() < 0.85 else rng.choices([s for _, s in styles], [w for w, _ in styles])[0]
    if slot == "age":
        return Filled(people["age"], "age")
    if slot == "holiday":
        return Filled(rng.choice(_HOLIDAYS[setting].split("|")), "date")
    born = today - timedelta(days=int(int(people["age"]) * 365.25) + rng.randint(1, 350))
    if slot in ("dob", "stampdob"):
        people.setdefault("dob", str(born.toordinal()))
        born = date.fromordinal(int(people["dob"]))
    if slot == "dob2":
        born = today - timedelta(days=rng.randint(7500, 24000))
    stamp = f"{today:%Y%m%d}{rng.randint(0, 23):02}{rng.randint(0, 59):02}"
    some = {
        "date": today - timedelta(days=rng.randint(1, 700)), "admit": today - timedelta(days=rng.randint(1, 18)), "next": today + timedelta(days=rng.randint(3, 150)), "today": today, "short": today - timedelta(days=rng.randint(0, 20)), "month": today - timedelta(days=rng.randint(40, 5000)),
        "weekday": today - timedelta(days=rng.randint(1, 6)), "dob": born, "dob2": born,
    }  # fmt: skip
    texts = {"stamp": stamp, "stampdob": f"{born:%Y%m%d}"}
    if slot in texts:
        return Filled(texts[slot], "date")
    shorts = _SHORTS if setting in ("us", "ca") else _SHORTS_ELSEWHERE
    named = {"short": rng.choice(shorts), "month": rng.choice(_MONTHS)}
    day = some[slot]
    return Filled(f"{day:%A}" if slot == "weekday" else _write_date(day, named.get(slot, style)), "date")


HELD_OUT_5 = Part("held-out-5", (), (), (), _fill, _outline)
