"""The part that the rules were written on: other templates, formats and names than the held-out part's."""

import calendar
import random

from benchmarks.identified_notes.notes import Filled, Part

_FIRST = (
    "Margaret", "Robert", "Linda", "Carlos", "Aisha", "Nguyen", "Priya", "Olga", "Kwame", "Brigitte", "Sven", "Mei", "Hiroshi", "Ji-woo", "Mohammed",
    "Zainab", "José", "María-Luisa", "Łukasz", "François", "Björn", "Siobhán", "Tyrone", "Destiny", "Rachel", "Moshe", "Ananya", "Emeka", "Thandiwe",
    "Giuseppe", "Katarzyna", "Anastasia", "Li", "Joy", "Hope", "Mark", "Drew", "Summer", "Christian", "Guadalupe", "Xóchitl", "Kalani",
)  # fmt: skip
_LAST = (
    "Henderson", "Smith", "Garcia-Lopez", "O'Brien", "McDonald", "Tran", "Patel", "Ivanova", "Mensah", "Schneider", "Lindqvist", "Chen", "Tanaka", "Kim",
    "Hussein", "Abdullah", "Hernández", "de la Cruz", "van der Berg", "Nowakowski", "Lefèvre", "Sørensen", "Washington", "Cohen", "Iyer", "Okafor",
    "Dlamini", "Esposito", "Wu", "Ng", "Park", "Stone", "Field", "Brown", "Day", "Church", "Nakai", "Kealoha", "Begum", "St. John", "Le", "Bell", "Crohn",
)  # fmt: skip
_CITIES = (
    "Boston", "Springfield", "San Antonio", "Cedar Rapids", "Baton Rouge", "Fresno", "Tulsa", "St. Louis", "Portland", "Flushing", "Nantucket", "Bethesda",
    "Santa Fe", "Mumbai", "Toronto", "Manila", "Düsseldorf", "Oak Park", "Phoenix", "Buffalo",
)  # fmt: skip
_STREETS = (
    "Main Street",
    "Elm St",
    "Maple Ave.",
    "Ocean View Boulevard",
    "NW 5th Ave",
    "Washington Rd",
    "State Route 66",
    "Park Place",
    "Sunset Dr.",
    "Via Roma",
)
_FACILITIES = (
    "Mercy General Hospital",
    "Riverside Clinic",
    "St. Luke's",
    "Brigham and Women's Hospital",
    "Golden Years Nursing Home",
    "Kaiser Oakland",
    "Smith Family Medicine",
)
_MONTHS = tuple(calendar.month_name)[1:]
_DAYS = tuple(calendar.day_name)


def _draw(rng: random.Random, shape: str) -> str:
    """`9` becomes a digit, `A` a letter; the rest stays."""
    return "".join(
        rng.choice("0123456789") if sign == "9" else rng.choice("ABCDEFGHJKLMNPRSTUVWXYZ") if sign == "A" else sign
        for sign in shape
    )


def _write_date(rng: random.Random) -> str:
    year, month, day = rng.randint(1985, 2026), rng.randint(1, 12), rng.randint(1, 28)
    name = _MONTHS[month - 1]
    return rng.choice(
        [
            f"{month:02}/{day:02}/{year}", f"{month}/{day}/{year % 100:02}", f"{year}-{month:02}-{day:02}", f"{name} {day}, {year}", f"{day} {name[:3]} {year}",
            f"{name[:3]} {day}", f"{month}/{day}", f"{day:02}.{month:02}.{year}", f"{name} {year}", f"{day}-{name[:3]}-{year}", f"{rng.choice(_DAYS)}",
            f"{name} {day}th", f"{day}th of {name}, {year}", f"{month}-{day}-{year}", f"{year}{month:02}{day:02}", f"{name[:3]} '{year % 100:02}", f"late {name}",
            f"{rng.choice(_DAYS)} {month}/{day}", f"{day}/{name[:3]}/{year}", f"{name[:3]}-{year}", f"{month:02}/{year}", f"{name}, {year}",
        ]
    )  # fmt: skip


def fill(slot: str, rng: random.Random, people: dict[str, str]) -> Filled:
    """A slot's text of this part."""
    who, _, form = slot.partition("_")
    if who in ("patient", "doctor", "family", "staff"):
        if f"{who} first" not in people:
            people[f"{who} first"], people[f"{who} last"] = rng.choice(_FIRST), rng.choice(_LAST)
            people[who] = f"{people[f'{who} first']} {people[f'{who} last']}"
        first, last = people[f"{who} first"], people[f"{who} last"]
        if form in ("first", "last"):
            return Filled(first if form == "first" else last, "name")
        forms = (
            [f"{last}, {first}", f"{last.upper()}, {first.upper()} {first[0]}"]
            if form == "inverted"
            else [f"{first} {last}", f"{first} {last}", f"{first.upper()} {last.upper()}", f"{first} J. {last}"]
        )
        return Filled(f"{first[0]}. {last}" if form == "initial" else rng.choice(forms), "name", critical=True)
    phones = [_draw(rng, f"{rng.randint(2, 9)}{shape}") for shape in ("99-555-9999", "99.867.9999", "99 234 9999")] + [
        _draw(rng, f"({rng.randint(2, 9)}99) 345-9999"),
        _draw(rng, "+1 (617) 734-9999"),
        _draw(rng, "555-9999"),
    ]
    shapes: dict[str, tuple[str, list[str]]] = {
        "date": ("date", [_write_date(rng)]),
        "holiday": ("date", ["Christmas", "Memorial Day", "Halloween", "Ramadan", "Passover"]),
        "city": ("location", list(_CITIES)),
        "county": ("location", ["Dane County", "Los Angeles County", "St. Tammany Parish"]),
        "street": ("location", [f"{rng.randint(1, 9999)} {rng.choice(_STREETS)}", f"{rng.randint(1, 999)} {rng.choice(_STREETS)}, Apt. {rng.randint(1, 30)}", _draw(rng, "PO Box 999")]),
        "facility": ("location", list(_FACILITIES)),
        "employer": ("location", ["General Motors", "Lincoln Elementary School", "Target"]),
        "zip": ("zip_code", [_draw(rng, "02199"), _draw(rng, "94199-9999"), _draw(rng, "60699")]),
        "age": ("age", [str(rng.randint(90, 104))]),
        "phone": ("phone", phones),
        "fax": ("fax", phones[:4]),
        "email": ("email", [_draw(rng, "jdoe99@aol.com"), "mary.jones@partners.org", "k_lee-1@cs.example.co.uk"]),
        "ssn": ("ssn", [_draw(rng, "219-99-9999"), _draw(rng, "219 99 9999"), _draw(rng, "XXX-XX-9999")]),
        "mrn": ("medical_record", [_draw(rng, shape) for shape in ("1999999", "99999999", "999-99-99-9", "A9999999", "MR-999999", "99-99-99")]),
        "plan": ("health_plan", [_draw(rng, shape) for shape in ("AAA999999999", "1AA4-AA5-AA99", "999999999A", "H9999-999")]),
        "account": ("account", [_draw(rng, shape) for shape in ("9999999999", "V99999999", "99-9999999", "4111 1111 1111 1111")]),
        "licence": ("licence", [_draw(rng, shape) for shape in ("A9999999", "AA9999999", "S99999999", "99-999-9999")]),
        "vehicle": ("vehicle", ["1HGCM82633A004352", "JH4KA7561PC008269", _draw(rng, "9AAA999"), _draw(rng, "AAA 9999")]),
        "device": ("device", [_draw(rng, shape) for shape in ("PJN999999H", "SN 99999999", "DEV-9999-AA", "A999999")]),
        "url": ("url", ["https://www.example.com/patients/123?x=1", "www.janesblog.net", "instagram.com/jane_doe", "http://10.1.2.3:8080/a"]),
        "ip": ("ip_address", [_draw(rng, "10.99.1.99"), "192.168.1.17", "2001:db8:85a3::8a2e:370:7334", "fe80::1ff:fe23:4567:890a"]),
        "biometric": ("biometric", [_draw(rng, "FPR-99999"), _draw(rng, "IRIS9999999"), _draw(rng, "VP99AA99")]),
        "code": ("other_id", [_draw(rng, shape) for shape in ("TRIAL-99-999", "SP99-9999", "P-99999")]),
    }  # fmt: skip
    kind, texts = shapes[slot]
    text = rng.choice(texts)
    return Filled(text, kind, critical=kind in ("ssn", "medical_record", "phone", "email"))


_HEADERS = (
    "Patient: {patient}\nDate of Birth: {date}\nMedical Record Number: {mrn}\nPrimary care: Dr. {doctor}\n",
    "{patient_inverted}   MRN {mrn}   Visit {date}\n",
    "{facility} - Emergency Department\nPatient: {patient_inverted}\nAddress: {street}, {city}, MA {zip}\nPhone: {phone}\n",
    "Date: {date}\nRe: {patient}\nSSN: {ssn}\nDear Dr. {doctor_last},\n",
    "Nursing note {date} 0730\nMrs. {patient_last} is alert and oriented.\n",
    "CC: chest pain\n{patient} is a [[58 y.o.]] female seen at {facility} on {date}.\n",
    "Enrolled in protocol under study no. {code}.\n",
)
_BODIES = (
    "Brought in by wife {family} ({phone}) from {city}. Takes [[Xanax]], [[Plavix]] and [[Lantus]] [[10]] units.",
    "{patient_first} has [[Crohn]] disease, [[Addison's]] disease and a history of [[Bell's]] palsy since [[2014]].",
    "Vitals: BP [[134/72]], T [[98.6]], pulse [[76]], SpO2 [[98%]]. Strength [[5/5]], reflexes [[2+]]. Pain [[3/10]].",
    "Lives at {street} with husband {family_first}, works for {employer}; retired in [[2009]].",
    "Spoke with {doctor} of nephrology and with {staff}, NP, on {date}.",
    "The patient is {age} years old and was last here in {date}.",
    "A {age}-year-old man, father of {family_first}, from {county}.",
    "Contact: {email}, fax {fax}. Web: {url}. Login came from {ip}.",
    "ICD serial {device} ([[Boston Scientific]]). [[Holter]] worn for [[24 hours]]; [[Cheyne-Stokes]] breathing noted.",
    "Member ID: {plan}. Account number {account}. Driver license {licence}; plate {vehicle}.",
    "Fingerprint ID {biometric} on file. Specimen {code} sent.",
    "Labs {date}: WBC [[7.2]], Plt [[210]], Cr [[0.9]], glucose [[104]], A1c [[6.5]]. [[Levophed]] weaned. [[Romberg]] negative.",
    "Taking [[Claritin]] and [[Zoloft]]; [[Tylenol]] [[325/37.5]]. [[Kussmaul]] breathing absent, [[Mallory-Weiss]] tear healed.",
    "Ms. {patient_last}'s brother {family_first} will call {phone} before {holiday}.",
    "Biopsy on {date}: [[Barrett]] esophagus, grade [[2/3]]. Colonoscopy in [[5 years]]. [[L5-S1]] fusion in [[1999]].",
    "I saw {patient_first} with Dr. {doctor_last} today; {staff_last} RN present. VIN {vehicle}.",
    "Transferred to {facility} on {date}. Social worker: {staff}. Ref {account}.",
    "[[Sister Mary Joseph]] nodule absent. Will [[Will]] follow. Continue [[Depakote]], stop [[Haldol]]. [[3-5]] beats of NSVT.",
)
_ENDINGS = (
    "Signed by: {doctor}, MD {date}",
    "Dictated by {staff}, D.O.\nFax: {fax}",
    "{doctor_initial}, MD",
    "Yours sincerely,\n{doctor}\n{street}, {city} {zip}",
    "Follow-up {date} with {doctor_last}.",
)

DEV = Part("dev", _HEADERS, _BODIES, _ENDINGS, fill)
