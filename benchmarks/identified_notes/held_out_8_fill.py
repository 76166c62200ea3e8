"""What fills the slots of held-out part 8, and what is said of a note's people."""

import random
import unicodedata
from datetime import date, timedelta

from benchmarks.identified_notes import held_out_8_dates as dates
from benchmarks.identified_notes import held_out_8_numbers as numbers
from benchmarks.identified_notes import held_out_8_people as persons
from benchmarks.identified_notes import held_out_8_places as places
from benchmarks.identified_notes.notes import Filled

PATTERNS: dict[str, tuple[str, str]] = {
    "acct": ("account", "####-######-##|AC#########|INV-2#-#####|#########|GB## MIDL #### #### #### ##|HSP########|B#######-01|acct-######"),
    "card": ("account", "4### #### #### ####|xxxx-xxxx-xxxx-####|5###-####-####-####|ending ####"),
    "bank": ("account", "##-##-## / ########|############|0##-#####-####|IBAN AE## 0### #### #### #### ###"),
    "serial": ("device", "SN ##@######|BHK######@|PJN#######|@@##-#####|W#######|S/N #######-##|########@@|1#-#####-##"),
    "udi": ("device", "(01)0########0####(17)2#0###(21)@######|(01)00############(10)@##@##|+H###@########/$$#@####"),
    "mac": ("device", "A4:C1:38:#~:##:#~|00-1B-##-~A-#F-##|3C:##:0E:##:#B:~#"),
    "asset": ("device", "BME-#####|EQ #####|asset tag ######|CE-##-####"),
    "acc": ("other_id", "S2#-#####|##@#######|2#-@@-#####|A########|LB######-#|@@2#######|RAD-######|#####-##/2#"),
    "case": ("other_id", "CAS-######|20##/####|#######-C|DTX-##-#####|REF/##/#####|INC#######|Q######|2#-CV-#####"),
    "order": ("other_id", "ORD#######|RX ########|Rx no. #######|#######-000|PO-#####|TX#########"),
    "rec": ("other_id", "REC-########-##|call_########|CID ##########|vm#######|A1-####-####"),
    "study": ("other_id", "##-###-####|KST-##-###|SUBJ ####-##|P0##-@@@"),
    "bag": ("other_id", "W#### ## ###### @|G07# #2# ### ###|=W####2#######|BU-######"),
    "inmate": ("other_id", "A####@@|#####-###|@#####@@|J######"),
    "service": ("other_id", "#######-@|24######|C/#######|OF-#####"),
    "bio": ("biometric", "FP-####-@@|FPT:@@##@@##|palm-vein ID ######|fp_tmpl_####.bin|THUMB/#####/L|faceID-####-@#@#|BIO@######"),
    "bioiris": ("biometric", "iris_L_####.tpl|IRIS-#####-@|RET-#####"),
    "biovoice": ("biometric", "voiceprint VP_#####|VP-####-@@|vox_#####.tmpl"),
    "photo": ("photo", "IMG_####.JPG|DSC0####.jpg|PXL_202#0%1#_0#######.jpg|wound_#.png|WhatsApp Image 202#-0%-1# at 1#.4#.0#.jpeg|face_L_####.jpg|IMG-202#0%1#-WA00##.jpg|scan####_front.jpeg"),
    "plate": ("vehicle", ""),
    "vin": ("vehicle", ""),
}  # fmt: skip
HOSTS = "portal.{}.org|{}health.com|www.{}-clinic.co.uk|{}.nhs.example|my{}chart.net|{}care.com.au|view.{}.io"
PATHS = "/r/######|/visit?id=@@####|/p/####-####|/results/#######.pdf|/join/@@@-####|/u/@####/photos|"
MAILS = "gmail.com|yahoo.com|outlook.com|hotmail.co.uk|{}.org|mail.{}.net|icloud.com|{}health.org|proton.me"
PLACE_SLOTS = ("hosp", "clinic", "school", "employer", "home", "ward", "pharmacy", "church", "prison")
ROLES = ("pt", "dr", "nr", "rel", "sp", "ot", "tp")
HOMOGLYPHS = {"0": "O", "1": "l", "5": "S", "l": "1", "O": "0", "I": "l", "m": "rn", "e": "c", "8": "B"}


def smudge(text: str, rng: random.Random, rate: float) -> str:
    """Text as a scanner misreads it: now and then a character for one that looks like it."""
    return "".join(HOMOGLYPHS[mark] if mark in HOMOGLYPHS and rng.random() < rate else mark for mark in text)


def recase(text: str, people: dict[str, str], rng: random.Random, rate: float = 0.02) -> str:
    """Text in this note's manner: all small, all capitals, or misread by a scanner."""
    manner = people.get("manner", "")
    if manner == "lower":
        return text.lower()
    if manner == "upper":
        return text.upper()
    return smudge(text, rng, rate) if manner == "ocr" else text


def meet(people: dict[str, str], rng: random.Random, country: str, ages: tuple[int, int]) -> None:
    """Put into `people` who this note is about: country, day, patient, doctor, others, age and birthday."""
    day = date(2015, 1, 5) + timedelta(days=rng.randrange(0, 4000))
    age = rng.randint(*ages)
    if ages[1] > 95 and rng.random() < 0.12:
        age = rng.randint(90, ages[1])
    patient = persons.draw_person(rng, country)
    family = patient.split("\t")[1]
    people |= {
        "country": country, "day": day.isoformat(), "age": str(age), "pt": patient,
        "born": dates.draw_birthday(rng, day, age).isoformat(), "form": rng.choice(dates.forms_of(country)[0]),
        "short": rng.choice(dates.forms_of(country)[1]), "words": rng.choice(("digits", "digits", "words")),
    }  # fmt: skip
    relation = rng.choice(
        ["daughter", "son", "wife", "husband", "sister", "brother", "mother", "niece", "partner", "grandson", "cousin"]
    )
    sex = "F" if relation in ("daughter", "wife", "sister", "mother", "niece") else "M"
    people["relation"] = relation
    people["rel"] = persons.draw_person(rng, country, sex, family if rng.random() < 0.6 else "")
    for role in ROLES:
        if role not in people:
            people[role] = persons.draw_person(rng, country)
    people["patient"] = persons.full_name(patient)
    people["doctor"] = persons.full_name(people["dr"])
    for sort in ("ssn", "mrn", "plan", "lic"):
        people[f"{sort}_label"], people[f"{sort}_form"] = numbers.draw_id(country, sort, rng)
    people["town"], people["region"] = places.draw_town(rng, country)


def _keep(people: dict[str, str], slot: str, made: str) -> str:
    """The same in one note wherever it is asked for again."""
    return people.setdefault(f"kept_{slot}", made)


def fill_date(slot: str, rng: random.Random, people: dict[str, str]) -> str:
    """A date slot's text."""
    country, day, born = people["country"], date.fromisoformat(people["day"]), date.fromisoformat(people["born"])
    near = day - timedelta(days=rng.randrange(1, 40))
    next_day = day + timedelta(days=rng.randrange(2, 90))
    long_forms, short_forms = dates.forms_of(country)
    form = people["form"] if rng.random() < 0.75 else rng.choice(long_forms)
    short = people["short"] if rng.random() < 0.6 else rng.choice(short_forms)
    clock = f"{rng.randrange(0, 24):02}:{rng.randrange(0, 60):02}"
    made = {
        "date": dates.write_date(day, form), "date_p": dates.write_date(near, form), "date_n": dates.write_date(next_day, form),
        "date_pp": dates.write_date(day - timedelta(days=rng.randrange(100, 3000)), form),
        "md": dates.write_date(day, short), "md_p": dates.write_date(near, short), "md_n": dates.write_date(next_day, short),
        "my": dates.write_date(day - timedelta(days=rng.randrange(100, 3000)), rng.choice(dates.MONTH_FORMS)),
        "my_n": dates.write_date(next_day, rng.choice(dates.MONTH_FORMS[:2])),
        "wk": rng.choice((dates.DAYS[near.weekday()], dates.DAYS[near.weekday()], dates.DAYS[near.weekday()][:3], dates.SHORT_DAYS[near.weekday()])),
        "wk_n": dates.DAYS[next_day.weekday()], "wk_low": dates.DAYS[near.weekday()].lower(),
        "month": dates.MONTHS[near.month - 1], "weekend": dates.write_range(near + timedelta(days=(6 - near.weekday()) % 7), country, 2),
        "hol": rng.choice(dates.HOLIDAYS[country].split("|")), "th": dates.ordinal(near.day),
        "iso": f"{day.isoformat()}T{clock}{rng.choice((':00Z', '', ':12+00:00'))}", "isoday": day.isoformat(),
        "range": dates.write_range(near, country), "hl7": day.strftime("%Y%m%d") + clock.replace(":", ""), "dob_hl7": born.strftime("%Y%m%d"), "dob_iso": born.isoformat(),
        "ddmon": near.strftime(rng.choice(("%d%b%y", "%d%b%y", "%d%m%y", "%d%b"))).upper(), "say": dates.say_date(day, country), "say_dob": dates.say_date(born, country),
        "say_p": dates.say_date(near, country),
        "dob": dates.write_date(born, people["form"]), "bday": dates.write_date(born, rng.choice(short_forms[1:4])),
    }  # fmt: skip
    return made[slot]


DATE_SLOTS = (
    "date", "date_p", "date_n", "date_pp", "md", "md_p", "md_n", "my", "my_n", "wk", "wk_n", "wk_low", "hol", "month", "weekend", "th", "range",
    "iso", "isoday", "hl7", "dob_hl7", "dob_iso", "ddmon", "say", "say_dob", "say_p", "dob", "bday",
)  # fmt: skip


def fill_web(slot: str, rng: random.Random, people: dict[str, str]) -> tuple[str, str]:
    """An e-mail address, web address or network address, and its kind."""
    stem = rng.choice(places.STEMS[people["country"]].split("|")).lower().replace(" ", "")
    stem = "".join(mark for mark in stem if mark.isascii() and mark.isalnum())
    if slot in ("email", "pt_email", "dr_email", "email_words"):
        given, family, *_ = people["rel" if slot.startswith("email") else slot[:2]].split("\t")
        parts = [unicodedata.normalize("NFKD", part.lower()) for part in (given, family)]
        parts = ["".join(mark for mark in part if mark.isascii() and mark.isalnum()) for part in parts]
        parts = [part or "pt" for part in parts]
        user = rng.choice(("{0}.{1}", "{0}{1}{n}", "{1}.{0}", "{0}_{n}", "{i}{1}", "{0}{n}")).format(
            *parts, n=rng.randrange(2, 99), i=parts[0][0]
        )
        host = rng.choice(MAILS.split("|")[4:] if slot == "dr_email" else MAILS.split("|")).format(stem)
        if slot == "email_words":
            return f"{user} at {host}".replace(".", " dot ").replace("_", " underscore "), "email"
        return f"{user}@{host}", "email"
    if slot == "url":
        host = rng.choice(HOSTS.split("|")).format(stem)
        path = numbers.pattern(rng.choice(PATHS.split("|")), rng)
        start = rng.choice(("https://", "https://", "http://", "" if host.startswith("www.") else "https://"))
        return start + host + path, "url"
    if rng.random() < 0.15:
        return f"2a02:{rng.randrange(16, 9999)}:85a3::8a2e:{rng.randrange(10, 9999)}", "ip_address"
    return ".".join(str(rng.randrange(1, 255)) for _ in range(4)), "ip_address"


def fill_place(slot: str, rng: random.Random, people: dict[str, str]) -> str:
    """A place slot's text; hospital, clinic, ward and home stay the same in a note."""
    country = people["country"]
    if slot == "street":
        return _keep(people, slot, places.draw_street(rng, country))
    if slot == "town2":
        return places.draw_town(rng, country)[0]
    if slot == "abbr":
        return places.shorten(_keep(people, "hosp", places.draw_place(rng, country, "hosp")))
    if slot == "hosp2":
        return places.draw_place(rng, country, "hosp")
    return people["town"] if slot == "town" else _keep(people, slot, places.draw_place(rng, country, slot))


def fill_number(slot: str, rng: random.Random, people: dict[str, str]) -> tuple[str, str]:
    """A number slot's text and kind."""
    country, born = people["country"], people["born"].replace("-", "")
    if slot in ("phone", "pt_phone", "dr_phone", "rel_phone", "fax"):
        made = numbers.one_of(numbers.PHONES[country], rng)
        return (made if slot == "phone" else _keep(people, slot, made)), "fax" if slot == "fax" else "phone"
    if slot in ("phone_words", "mrn_words"):
        made = numbers.one_of(numbers.PHONES[country], rng) if slot == "phone_words" else numbers.digits(7, rng)
        return dates.say_digits(made), "phone" if slot == "phone_words" else "medical_record"
    if slot == "zip":
        return _keep(people, slot, numbers.one_of(numbers.ZIPS[country], rng)), "zip_code"
    if slot in ("ssn", "mrn", "plan", "lic"):
        made = _keep(people, slot, numbers.write_id(people[f"{slot}_form"], rng, born))
        return made, {"mrn": "medical_record", "plan": "health_plan", "lic": "licence"}.get(slot, slot)
    if slot == "npi":
        return numbers.write_id("npi", rng, born), "licence"
    if slot == "dea":
        return numbers.write_id("dea", rng, born), "licence"
    if slot == "plate":
        return numbers.one_of(numbers.PLATES[country], rng), "vehicle"
    if slot == "vin":
        return numbers.checks.vin(numbers.pattern("1@@@@#@##@#######", rng)), "vehicle"
    kind, forms = PATTERNS[slot]
    return _keep(people, slot, numbers.one_of(forms, rng)) if slot in ("acc", "case") else numbers.one_of(
        forms, rng
    ), kind


def fill(slot: str, rng: random.Random, people: dict[str, str]) -> Filled:
    """A slot's text, kind, and whether missing it is never allowed."""
    role, _, form = slot.partition("_")
    if slot in ("email", "pt_email", "dr_email", "email_words", "url", "ip"):
        text, kind = fill_web(slot, rng, people)
        return Filled(text.upper() if people.get("manner") == "upper" else text, kind, kind == "email")
    if role in ROLES and form != "phone":
        text, critical = persons.write_name(people[role], form, rng)
        return Filled(recase(text, people, rng), "name", critical)
    if slot in DATE_SLOTS:
        return Filled(recase(fill_date(slot, rng, people), people, rng, 0.01), "date")
    if slot in ("age", "age_words", "oldage", "oldage_words"):
        age = int(people["age"]) if slot.startswith("age") else rng.randrange(90, 104)
        return Filled(recase(dates.number_words(age), people, rng) if slot.endswith("words") else str(age), "age")
    if slot in ("town", "town2", "street", "abbr", "hosp2", *PLACE_SLOTS):
        return Filled(recase(fill_place(slot, rng, people), people, rng), "location")
    text, kind = fill_number(slot, rng, people)
    return Filled(recase(text, people, rng, 0.03), kind, kind in ("ssn", "medical_record", "phone"))
