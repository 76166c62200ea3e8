"""A part to develop on for how names are written: small letters, capitals, inverted, over a line break, initials, nicknames,
several family names, one name alone, names that are words, in lists, tags, signatures and speech.
"""

import random

from benchmarks.identified_notes import dev, seen
from benchmarks.identified_notes.notes import Filled, Part

_PAIRS = tuple(
    (first, last)
    for item in (
        "Maya Castle", "Dolores Bird", "Rose Fisher", "Clay Power", "Glory Monk", "Mercy Gold", "June Marsh", "Sterling Court", "Cliff Waters", "Scarlett Knight",
        "Bonnie Hurst", "Virginia Berry", "Carson Wells", "Ray Carpenter", "Tim Bone", "Gail Winter", "Herb Moody", "Dale Brooks", "Phil Friend", "Nick Noble",
        "Xin Guo", "Ya-hui Lo", "Jia Luo", "Hao Yuan", "Eun-kyung Sim", "Sang Ku", "Tien Mai", "My Ly", "Thuan Luu", "Keiko Mori", "Ali Said", "Amal Saleh",
        "Noor al-Hashimi", "Vikram Rao", "Usha Das", "Tunde Ade", "Ama Osei", "Yaa Ofori", "Siv Dahl", "Kari Moe", "Bożydar Wójcik", "Sanja Vuković",
        "Inês do Carmo", "Raúl de la Fuente Mora", "Rosa Cordero Blanco", "Elsa van Dyk", "Uwe von der Heide", "Chloé Le Bihan", "Brid Ní Fhloinn", "Seán Mac Cárthaigh",
        "Dina Di Marco", "Choua Her", "Aung Lin", "Sopheap Chan", "Leolani Kai", "Reza Karimi", "Ece Şahin", "Ilan Bar-Tal", "Latrice Booker", "Jaxon Gaines", "Roy Hodgkinson",
        "Ann Cushing", "Guy Babinski", "Paul Horner", "Ina Whipple", "Lou Blalock", "Bea Head", "Al Back",
    )
    for first, _, last in [item.partition(" ")]
)  # fmt: skip
_NICKNAMES = ("Skip", "Junior", "Honey", "Tiny", "Gigi", "Beau", "Lefty", "Tita")
_ALONE = ("Surya", "Dewi", "Hartono", "Mani", "Yeshe", "Myint")


def _write(first: str, last: str, form: str, rng: random.Random) -> str:
    middle = rng.choice("ABCDEFGHJKLMNPRSTVW")
    second = rng.choice(("Ann", "Van", "Jo", "Kim", "Luis", "Rae"))
    ways = {
        "": [f"{first} {last}"] * 4 + [f"{first} {middle}. {last}", f"{first.upper()} {last.upper()}", f"{first} {last.upper()}", f"{last.upper()} {first}", f"{last} {first}"],
        "inverted": [f"{last}, {first}", f"{last.upper()}, {first.upper()} {middle}", f"{last}, {first} {middle}.", f"{last.upper()},{first.upper()}", f"{last.upper()}, {first}"],
        "small": [f"{first} {last}".lower(), f"{first} {middle} {last}".lower(), f"{last}, {first}".lower()],
        "capitals": [f"{first} {last}".upper(), f"{first} {middle}. {last}".upper()],
        "broken": [f"{first}\n{last}", f"{first} {middle}.\n{last}", f"{last},\n{first}"],
        "initial": [f"{first[0]}. {last}", f"{first[0]}. {middle}. {last}", f"{last} {first[0]}.", f"{last}, {first[0]}.", f"{first[0]}.{last}", f"{first[0]} {last}"],
        "nick": [f'{first} "{rng.choice(_NICKNAMES)}" {last}', f"{first} ({rng.choice(_NICKNAMES)}) {last}"],
        "long": [f"{first} {second} {last}", f"{first} {last}-{second}", f"{first} {last} Jr.", f"{first} {last} IV"],
    }  # fmt: skip
    return rng.choice(ways[form])


def fill(slot: str, rng: random.Random, people: dict[str, str]) -> Filled:
    """A slot's text of this part."""
    who, _, form = slot.partition("_")
    if who == "alone":
        return Filled(rng.choice(_ALONE), "name", critical=True)
    if who not in ("patient", "doctor", "kin", "kid", "staff", "else"):
        return dev.fill(slot, rng, {})
    if f"{who} first" not in people:
        pair = rng.choice(_PAIRS) if rng.random() < 0.7 else seen.draw_person(rng)
        people[f"{who} first"], people[f"{who} last"] = pair
        people[who] = " ".join(pair)
    first, last = people[f"{who} first"], people[f"{who} last"]
    if form in ("first", "last"):
        return Filled(first if form == "first" else last, "name")
    if form in ("firstsmall", "lastsmall"):
        return Filled((first if form == "firstsmall" else last).lower(), "name")
    return Filled(_write(first, last, form, rng), "name", critical=True)


_HEADERS = (
    "Patient {patient}   Age [[44]]   Room 7\n",
    "{patient_inverted} ({mrn})\n",
    "pt: {patient_small} / {date} / pcp {doctor_small}\n",
    "OBX|3|TX|NOTE||{patient_capitals} SEEN BY {doctor_capitals}\n",
    "Message sent by {kin} on behalf of {patient}:\n",
    "name={patient}; record={mrn}; nurse={staff}\n",
    "{doctor}, Endocrinology clinic\n{patient_broken}, [[52 yo]], type 2 diabetes\n",
    "Mrs {alone} (single name) was reviewed with {doctor_initial}.\n",
    "Attendees: {staff}, {else}, {doctor}\n",
    "INFANT BOY OF {kin_capitals}, BORN {date}\n",
)
_BODIES = (
    "{patient} has gout. {kin}, his partner, helps with [[Uloric]].",
    "saw {patient_firstsmall} with {doctor_small}; [[lipitor]] held, recheck lfts in [[4 wks]].",
    "Sibs: {kin} (dead, [[MI]]), {kid}, {else}. Aunt {staff} had [[Gaucher]] disease.",
    '"{kid} gave me the pills," he told {staff}.',
    "SPOKE WITH {kin_capitals} ABOUT THE FALL. X-RAY OF LEFT HIP NEGATIVE. SKIN INTACT.",
    "Seen by {doctor}, {else} and {staff} on rounds. Afebrile. Chest clear.",
    "Reach {kin_nick} or {kid} at {phone}. Ask for {staff_first}.",
    "the daughter, {kin_small}, will bring [[norvasc]] bottle. {doctor_lastsmall} to sign.",
    "Handed over to {else}. {patient_last} is npo. [[Pavlik]] harness on.",
    "Donor: {kin}. Recipient: {patient}. Coordinator: {staff}.",
    "Physical Exam: General Appearance good. Heart Sounds normal. Left Lower Quadrant soft. [[Rovsing]] negative.",
    "Assessment and Plan: Acute Kidney Injury, Iron Deficiency Anemia, Chronic Back Pain. Continue [[Bumex]].",
    "{kin} states that {kid} broke the lamp; {staff} charted it.",
    "Guardianship: {kin_inverted}. Alternate: {kid_inverted}.",
    "Under {doctor}'s care. Discussed with {else_long} today. Next visit {date}.",
    "Call from {kin} ({phone}). Wants {doctor_first} to ring back.",
    "Came with friend {else}, who saw the seizure. [[Todd]] paralysis resolved.",
    "I reviewed the film with {doctor_broken} and agree.",
    "Members: {patient}; {kin}; {else}; {kid}.",
    "Dose checked by {staff_initial} and {else_initial}. [[Lovenox]] [[40 mg]].",
    "{staff_first} and {else_first} turned the patient. Sacrum red. [[Braden]] [[14]].",
    "ASKED {kin_capitals} TO BRING HEARING AIDS. MOTHER PRESENT. NO NEW ORDERS.",
    "She lost her husband {kin} in {date} and her sister {else} a year later.",
    "per {doctor_small}, ok to d/c. {staff_small} to arrange ride with {kid_small}.",
    "Assault by {else}; police told. Photographs by {staff}.",
    "Login {patient_small} from {ip}. Told {else} of security.",
)
_ENDINGS = (
    "{doctor}\nGeneral Surgery",
    "seen and signed {doctor_small}",
    "/es/ {doctor_capitals}\n",
    "Typed: {staff_initial} {date}",
    "Best wishes,\n{doctor}",
    "Copies: {else_inverted}; {doctor}",
    "{staff_first}, LPN",
    "Provider: {doctor_long}",
    "I, {doctor}, did this procedure myself.",
)

STYLES = Part("styles", _HEADERS, _BODIES, _ENDINGS, fill)
