"""The first held-out part, which was looked at and is one to develop on since: templates, formats and lists written from
the list of Safe Harbor identifiers in 45 CFR 164.514(b)(2) alone, before the first rule.

Names of people come from Faker's locales, the rest from the lists below. Nothing here is of a real person.
"""

import calendar
import random
from functools import cache

from benchmarks.identified_notes.notes import Filled, Part

_LOCALES = (
    "en_US", "en_US", "en_US", "en_GB", "en_IE", "en_IN", "en_NG", "en_KE", "es_MX", "es_CO", "es_ES", "pt_BR", "fr_FR",
    "fr_QC", "de_DE", "it_IT", "pl_PL", "nl_NL", "sv_SE", "da_DK", "fi_FI", "cs_CZ", "ro_RO", "hr_HR", "tr_TR", "id_ID",
    "vi_VN", "ig_NG", "yo_NG", "ha_NG", "zu_ZA", "hu_HU", "ga_IE", "lt_LT",
)  # fmt: skip
_ROMANIZED = (
    ("Xiuying", "Zhao"), ("Jianguo", "Ouyang"), ("Wei-Ling", "Hsu"), ("Haruka", "Nakagawa"), ("Takeshi", "Morimoto"),
    ("Seo-yeon", "Bae"), ("Min-jun", "Kwon"), ("Ahmed", "al-Rashidi"), ("Fatima", "El-Amrani"), ("Yusuf", "bin Salleh"),
    ("Olena", "Kovalchuk"), ("Dmitri", "Vasilyev"), ("Svetlana", "Petrosyan"), ("Tigran", "Hakobyan"), ("Leilani", "Kahananui"),
    ("Sione", "Taufahema"), ("Dakota", "Yellowhorse"), ("Tsegaye", "Gebremariam"), ("Abebe", "Wolde"), ("Hodan", "Warsame"),
    ("Somchai", "Rattanakosin"), ("Maung", "Thein"), ("Pushpa", "Thapa"), ("Roshan", "Wickramasinghe"), ("Shahida", "Chowdhury"),
    ("Dina", "O'Shaughnessy"), ("Grace", "Hunter"), ("April", "Rose"), ("Will", "Banks"), ("Faith", "Young"),
)  # fmt: skip
_CITIES = (
    "Worcester", "Chattanooga", "El Cajon", "Fort Wayne", "Sault Ste. Marie", "Bakersfield", "Kalamazoo", "Yonkers", "Las Cruces",
    "Eau Claire", "Paducah", "Winston-Salem", "Coeur d'Alene", "Hialeah", "Scottsbluff", "Natchitoches", "Broken Arrow", "Duluth",
    "Mobile", "Reading", "Orange", "Lowell", "Waco", "Bend", "Lyon", "Guadalajara", "Lagos", "Hyderabad", "Leeds", "Kraków",
)  # fmt: skip
_COUNTIES = (
    "Maricopa County",
    "Bucks County",
    "Cook County",
    "Orleans Parish",
    "Kern County",
    "Dade County",
    "County of Suffolk",
)
_STREETS = (
    "Larkspur Lane", "N. Halsted St", "Old Mill Road", "Avenida de las Américas", "W 83rd Street", "Sycamore Ct.", "Pennsylvania Ave NW",
    "Route 9W", "Calle Ocho", "Fiddler's Green", "Quail Hollow Dr", "Martin Luther King Jr Blvd", "Camino Real", "Chestnut Terrace",
    "Parkway East", "Rue des Lilas", "Kirchgasse", "Broadway",
)  # fmt: skip
_FACILITIES = (
    "St. Bartholomew's Hospital", "Lakeview Medical Center", "Mount Zion Clinic", "Cedar Ridge Nursing Home", "Tri-County Regional Hospital",
    "Bayside Rehabilitation", "Willow Creek Assisted Living", "Our Lady of Lourdes Medical Center", "Harborview", "Johnson Family Practice",
    "Eastside VA", "Northwestern Memorial", "Children's Hospital of Fairfield",
)  # fmt: skip
_EMPLOYERS = (
    "Walmart",
    "the Boeing plant",
    "Ridgemont High School",
    "Delgado & Sons Roofing",
    "UPS",
    "Kroger",
    "Tyson Foods",
)
_MONTHS = tuple(calendar.month_name)[1:]
_DAYS = tuple(calendar.day_name)
_TENS = ("ninety", "ninety-one", "ninety-two", "ninety-four", "ninety-seven", "one hundred and one")


@cache
def _faker(locale: str):
    from faker import Faker

    return Faker(locale)


def draw_person(rng: random.Random) -> tuple[str, str]:
    """A given and a family name."""
    if rng.random() < 0.25:
        return rng.choice(_ROMANIZED)
    fake = _faker(rng.choice(_LOCALES))
    fake.seed_instance(rng.getrandbits(64))
    return fake.first_name(), fake.last_name()


def _digits(rng: random.Random, count: int) -> str:
    return str(rng.randint(1, 9)) + "".join(str(rng.randint(0, 9)) for _ in range(count - 1))


def _letters(rng: random.Random, count: int, signs: str = "ABCDEFGHJKLMNPRSTUVWXYZ") -> str:
    return "".join(rng.choice(signs) for _ in range(count))


def _write_date(rng: random.Random, year: int | None = None) -> str:
    year = year or rng.randint(1994, 2025)
    month, day = rng.randint(1, 12), rng.randint(1, 28)
    name = _MONTHS[month - 1]
    ordinal = f"{day}{'th' if 10 < day < 14 else {1: 'st', 2: 'nd', 3: 'rd'}.get(day % 10, 'th')}"
    return rng.choice(
        [
            f"{month}/{day}/{year}", f"{month:02}/{day:02}/{year % 100:02}", f"{year}-{month:02}-{day:02}", f"{name} {day}, {year}",
            f"{day} {name} {year}", f"{name[:3]} {day}, {year}", f"{day}-{name[:3].upper()}-{year}", f"{month}-{day}-{year % 100:02}",
            f"{month}/{day}", f"{name} {ordinal}", f"the {ordinal} of {name}", f"{name} {year}", f"{day}.{month}.{year}",
            f"{year}/{month:02}/{day:02}", f"{month:02}{day:02}{year}" if month > 9 else f"{month:02}/{day:02}/{year}",
            f"{name[:3]}. {ordinal}, {year}", f"{rng.choice(_DAYS)}, {name} {day}, {year}", f"{month}/{year}",
            f"{year}-{month:02}-{day:02}T{rng.randint(0, 23):02}:{rng.randint(0, 59):02}", f"{name[:3]} {day}", f"{name.upper()} {day} {year}",
            f"'{day:02}-{name[:3]}-{year % 100:02}'".strip("'"), f"mid-{name}", f"{rng.choice(_DAYS)}", f"{day} {name[:3]} {year % 100:02}",
        ]
    )  # fmt: skip


def _write_phone(rng: random.Random) -> str:
    area, middle, last = str(rng.randint(201, 989)), str(rng.randint(200, 999)), f"{rng.randint(0, 9999):04}"
    return rng.choice(
        [
            f"({area}) {middle}-{last}", f"{area}-{middle}-{last}", f"{area}.{middle}.{last}", f"+1 {area} {middle} {last}",
            f"1-{area}-{middle}-{last}", f"{area}{middle}{last}", f"({area}){middle}-{last}", f"{area}/{middle}-{last}", f"{area} {middle} {last}",
            f"{area}-{middle}-{last} ext. {rng.randint(10, 9999)}", f"{area}-{middle}-{last} x{rng.randint(100, 999)}", f"+1-{area}-{middle}-{last}",
        ]
    )  # fmt: skip


def _write_name(form: str, first: str, last: str, rng: random.Random) -> Filled:
    middle = _letters(rng, 1)
    if form == "last":
        return Filled(last, "name")
    if form == "first":
        return Filled(first, "name")
    if form == "inverted":
        text = rng.choice(
            [
                f"{last}, {first}",
                f"{last.upper()}, {first.upper()}",
                f"{last}, {first} {middle}.",
                f"{last.upper()},{first.upper()} {middle}",
            ]
        )
    elif form == "initial":
        return Filled(
            rng.choice([f"{first[0]}. {last}", f"{first[0]}.{middle}. {last}", f"{first[0]} {last}"]),
            "name",
            critical=True,
        )
    else:
        text = rng.choice(
            [f"{first} {last}"] * 4
            + [f"{first} {middle}. {last}", f"{first.upper()} {last.upper()}", f"{first} {middle} {last}"]
        )
    return Filled(text, "name", critical=True)


def fill(slot: str, rng: random.Random, people: dict[str, str]) -> Filled:
    """A slot's text of this part."""
    who, _, form = slot.partition("_")
    if who in ("patient", "doctor", "relative", "nurse", "other"):
        if f"{who} first" not in people:
            people[f"{who} first"], people[f"{who} last"] = draw_person(rng)
            people[who] = f"{people[f'{who} first']} {people[f'{who} last']}"
        return _write_name(form, people[f"{who} first"], people[f"{who} last"], rng)
    handle = (
        f"{people.get('patient first', 'pat')[:1]}{people.get('patient last', 'ient')}".lower()
        .replace(" ", "")
        .replace("'", "")
    )
    handle = handle.encode("ascii", "ignore").decode() or "pt"
    digits = lambda count: _digits(rng, count)  # noqa: E731
    letters = lambda count: _letters(rng, count)  # noqa: E731
    zip_code = rng.choice([f"{rng.randint(601, 99950):05}", f"{rng.randint(10001, 99950)}-{rng.randint(1, 9999):04}"])
    choices: dict[str, tuple[str, list[str]]] = {
        "date": ("date", [_write_date(rng)]),
        "dob": ("date", [_write_date(rng, rng.randint(1938, 2018)) for _ in range(1)]),
        "holiday": ("date", ["Thanksgiving", "Christmas Eve", "Labor Day", "Easter Sunday", "New Year's Day", "the Fourth of July"]),
        "span": ("date", [f"{m}/{d}-{m}/{d + 4}/{y}" for m, d, y in [(rng.randint(1, 12), rng.randint(1, 20), rng.randint(2001, 2024))]]),
        "city": ("location", list(_CITIES)),
        "county": ("location", list(_COUNTIES)),
        "street": ("location", [f"{digits(rng.choice((2, 3, 4)))} {rng.choice(_STREETS)}{rng.choice(['', '', ', Apt 4B', ' #12', ', Unit 207', ' Suite 300'])}", f"P.O. Box {digits(4)}"]),
        "facility": ("location", list(_FACILITIES)),
        "employer": ("location", list(_EMPLOYERS)),
        "zip": ("zip_code", [zip_code]),
        "age": ("age", [str(rng.randint(90, 106))]),
        "agewords": ("age", list(_TENS)),
        "phone": ("phone", [_write_phone(rng)]),
        "fax": ("fax", [_write_phone(rng)]),
        "email": ("email", [f"{handle}{digits(2)}@gmail.com", f"{handle}@mail.{rng.choice(['comcast', 'hospital', 'uni'])}.{rng.choice(['net', 'org', 'edu'])}", f"{handle}+clinic@proton.me", f"{handle.upper()}@YAHOO.COM", f"{handle}_{digits(3)}@st-marys.nhs.uk"]),
        "ssn": ("ssn", [f"{rng.randint(100, 665)}-{rng.randint(10, 99)}-{rng.randint(1000, 9999)}", f"{rng.randint(100, 665)} {rng.randint(10, 99)} {rng.randint(1000, 9999)}", f"{rng.randint(100, 665)}.{rng.randint(10, 99)}.{rng.randint(1000, 9999)}"]),
        "ssnraw": ("ssn", [f"{rng.randint(100, 665)}{rng.randint(10, 99)}{rng.randint(1000, 9999)}", f"xxx-xx-{rng.randint(1000, 9999)}", f"{rng.randint(100, 665)}-{rng.randint(10, 99)}-{rng.randint(1000, 9999)}"]),
        "mrn": ("medical_record", [digits(7), digits(8), f"{digits(3)}-{digits(2)}-{digits(2)}", f"{letters(2)}{digits(6)}", f"{digits(2)}-{digits(6)}", f"{letters(1)}-{digits(7)}", f"{digits(3)} {digits(2)} {digits(2)}", f"00{digits(6)}"]),
        "plan": ("health_plan", [f"{letters(3)}{digits(9)}", f"{digits(1)}{letters(2)}{digits(1)}-{letters(2)}{digits(1)}-{letters(2)}{digits(2)}", f"W{digits(4)} {digits(5)}", f"{digits(9)}-01", f"{letters(3)} {digits(3)} {digits(6)}"]),
        "account": ("account", [digits(10), f"{digits(4)}-{digits(4)}-{digits(3)}", f"{letters(1)}{digits(11)}", f"AC-{digits(6)}"]),
        "licence": ("licence", [f"{letters(1)}{digits(7)}", f"{letters(2)}-{digits(6)}", f"MD{digits(5)}", f"{letters(2)}{digits(7)}", f"{letters(1)}{digits(3)}-{digits(4)}-{digits(4)}"]),
        "vehicle": ("vehicle", [_letters(rng, 17, "ABCDEFGHJKLMNPRSTUVWXYZ0123456789")[:9] + digits(8), f"{digits(1)}{letters(3)}{digits(3)}", f"{letters(3)}-{digits(4)}", f"{letters(2)} {digits(2)} {letters(3)}"]),
        "device": ("device", [f"{letters(3)}{digits(6)}{letters(1)}", f"SN{digits(8)}", f"{letters(2)}-{digits(4)}-{digits(5)}", f"(01){digits(14)}(21){letters(2)}{digits(5)}", f"{digits(2)}{letters(1)}{digits(7)}"]),
        "url": ("url", [f"https://www.caringbridge.example.com/visit/{handle}", f"www.{handle}-family.com", f"http://{handle}.blogspot.com/2019/my-story.html", f"facebook.com/{handle}.{digits(2)}", f"https://portal.lakeviewmed.org/p?id={digits(6)}#labs"]),
        "ip": ("ip_address", [".".join(str(rng.randint(1, 254)) for _ in range(4)), f"2001:{_letters(rng, 3, 'abcdef0123456789')}1:85a3::8a2e:{_letters(rng, 2, 'abcdef123456789')}1:7334", f"fe80::{_letters(rng, 3, 'abcdef123456789')}1:2ff:fe28:9c5a"]),
        "biometric": ("biometric", [f"FP-{digits(4)}-{letters(2)}", f"{letters(2)}{digits(10)}", f"VOX{digits(6)}"]),
        "code": ("other_id", [f"{letters(2)}-{digits(5)}", f"{digits(4)}{letters(2)}{digits(2)}", f"S{digits(2)}-{digits(5)}", f"{letters(3)}_{digits(4)}"]),
    }  # fmt: skip
    kind, texts = choices[slot]
    return Filled(rng.choice(texts), kind, critical=kind in ("ssn", "medical_record", "phone", "email"))


_HEADERS = (
    "DISCHARGE SUMMARY\nPatient Name: {patient_inverted}\nMRN: {mrn}   DOB: {dob}\nAdmitted: {date}    Discharged: {date}\nAttending: {doctor}, M.D.\n",
    "{facility}\n{street}, {city}, CA {zip}\nTel {phone}  Fax {fax}\n\nRE: {patient}  (DOB {dob})\n\nDear Dr. {doctor_last}:\n",
    "Name: {patient_inverted} | Med Rec #{mrn} | Acct: {account} | Date of service {date}\n",
    "Telephone encounter, {date}. Caller: {relative} (spouse) at {phone}. Patient: {patient}, medical record number {mrn}.\n",
    "OPERATIVE REPORT\nSURGEON: {doctor}, MD\nASSISTANT: {nurse}, PA-C\nPATIENT: {patient}\nHOSPITAL NO.: {mrn}\nDATE OF OPERATION: {date}\n",
    "Clinic note {date}\n{patient} is a [[67-year-old]] man from {city} who returns for follow-up.\n",
    "ED triage {date} 14:32. Pt {patient_inverted}, insurance ID {plan}, SSN {ssn}.\n",
    "Consultation requested by Dr. {doctor} for Ms. {patient_last}, {age} years old, of {county}.\n",
    "PATIENT: {patient}  UNIT NUMBER: {mrn}\nPROVIDER: {doctor_initial}\nVISIT DATE: {date}\n",
    "To whom it may concern: {patient}, born {dob}, Social Security number {ssn}, has been under my care since {date}.\n",
    "Progress note\nSeen with {nurse}, RN, on rounds this morning. Mr. {patient_last} slept well.\n",
    "Subject ID {code} (study participant). Visit of {date}. Initials kept in the site log.\n",
)
_BODIES = (
    "HPI: {patient_first} reports three days of dysuria and flank pain since {date}. No fever. She takes [[Allegra]] for allergies and [[Coumadin]] 5 mg daily.",
    "His daughter, {relative_first}, drove him in from {city} after he fell at home on {date}; her cell is {phone}.",
    "PMH: [[Parkinson]] disease diagnosed in [[2011]], [[Graves]] disease, [[Hodgkin]] lymphoma in remission, s/p [[Whipple]] procedure.",
    "Labs: Na [[138]], K [[4.1]], Cr [[1.2]], WBC [[11.4]], Hgb [[9/10]] of baseline, INR [[2.3]], troponin [[0.04]]. BP [[120/80]], HR [[88]], RR 16, O2 sat [[97%]].",
    "She lives alone at {street} in {city}, NY {zip}, and works at {employer}.",
    "Pacemaker ([[Medtronic]]) placed on {date}, serial number {device}. Battery check [[7/10]] today.",
    "I discussed the plan with {doctor}, who agrees, and left a message for {relative} at {phone}.",
    "He was transferred from {facility} on {date} for a higher level of care.",
    "Please send the records to {email} or fax them to {fax}.",
    "The patient is a {age} year old woman with [[Alzheimer]] dementia; she turned {age} on {date}.",
    "Social: retired teacher, born in {city}, moved to {county} in [[1988]]. Drinks one glass of [[Rose]] wine with dinner.",
    "Exam: [[Murphy]] sign negative, [[McBurney]] point tenderness absent, [[Babinski]] downgoing, [[Glasgow]] coma scale [[15]].",
    "Plan: [[Lasix]] 40 mg, [[Norco]] [[5/325]] every [[4-6]] hours, [[Ambien]] at bedtime, [[Foley]] removed. Recheck in [[2 weeks]].",
    "Insurance: Blue Shield, member ID {plan}, group no. {account}. Billing questions to {phone}.",
    "Driver's license {licence} was reported to the DMV after the seizure; her car, plate {vehicle}, remains parked.",
    "Motor vehicle collision on {date}: restrained driver, VIN {vehicle} recorded by EMS.",
    "She keeps a journal of her illness at {url}, and wrote to us from {email}.",
    "Remote monitoring uploaded from IP address {ip} at [[03:15]].",
    "Per RN {nurse_last}, Mr. {patient_last} refused the [[8/500]] dose overnight; Dr. {doctor_last} was paged at {phone}.",
    "The fingerprint template {biometric} enrolled for controlled-substance dispensing was revoked.",
    "Seen by {other} of cardiology. [[Swan-Ganz]] numbers: CI [[2.1]], wedge [[18]]. [[Lovenox]] started.",
    "Follow up with {doctor} on {date} at {facility}, {street}.",
    "Interpreter {other_first} was present. {patient_first}'s mother, {relative}, gave consent by telephone ({phone}).",
    "CT on {date} compared with {date}: [[T4]] nodule [[1.2 x 0.8]] cm, unchanged. [[L4-5]] disc bulge. [[Kerley]] B lines.",
    "Around {holiday} he stopped taking [[Paxil]] and by {date} had withdrawn from his friends {other_first} and {nurse_first}.",
    "Vaccines: [[Prevnar 13]] given {date}, lot {device}. [[H1N1]] declined.",
    "Pathology accession {code}: [[pT2 N0]], margins clear, [[Gleason 3+4]], [[Ki-67]] of [[20%]].",
    "Mother died at {age}; father at [[72]] of MI. Brother {relative_first}, [[54]], healthy.",
    "DEA number {licence}, account {account}. Statement mailed to {street}, {city}, {zip}.",
    'Pt. states "Dr. {doctor_last} told me to stop the [[Valium]]" and asks that {relative} be called before {date}.',
    "Hospital course ({span}): diuresed, [[Zosyn]] for [[7 days]], then oral [[Levaquin]]. [[APGAR 8/9]] at delivery of prior child.",
    "She is {agewords} years old and lives with her son {relative_first} near {city}.",
    "Wound culture [[10/10]] fields; pain [[6/10]], improved from [[8/10]]. Ambulates [[150]] feet. Diet: [[Benefiber]] daily.",
    "Home health nurse {nurse} ({phone}) visits every {date}.",
    "Last four of social: {ssnraw}. SSN on file, do not print.",
    "Cc: {doctor}, {facility}; {other_inverted}; medical records.",
)
_ENDINGS = (
    "Electronically signed by {doctor}, MD on {date} at 17:05",
    "{doctor_initial}, MD\nD: {date}  T: {date}",
    "Dictated by: {nurse}\nReviewed by: {doctor}\nPager {phone}",
    "Sincerely,\n\n{doctor}\n{facility}",
    "--{doctor_last}, {date}",
    "Signed: {doctor} (license {licence})",
    "Discharge instructions given to {patient_first} and {relative_first}. Call {phone} with questions.",
    "Thank you for referring Mrs. {patient_last}. Best regards, {doctor_first}",
)

SEEN = Part("seen", _HEADERS, _BODIES, _ENDINGS, fill)
