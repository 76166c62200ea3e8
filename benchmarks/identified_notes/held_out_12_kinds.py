"""Kinds of note, how their templates are read, and how they are made ready for a note's country and people.

In a template `<a|b>` is one of its choices, `#2-9#` a number of that range, and `%word` what the country or the
patient's sex and age makes of the word.
"""

import random
import re
from dataclasses import dataclass

from benchmarks.identified_notes.held_out_12_names import pairs

_CHOICE = re.compile(r"<([^<>|]*(?:\|[^<>|]*)+)>")
_SENTENCE = re.compile(r"(?:(?<=[a-z]{3})|(?<=[\]})]))(?<!Prof)(?<!ext)\. (?=[A-Z{])")
_NUMBER = re.compile(r"\[\[([\d./%]{1,7}(?<!\d{5}))\]\]")
_PARTS = re.compile(r"(\{\w+\}|\[\[.+?\]\])", re.DOTALL)


@dataclass(frozen=True)
class Kind:
    """A kind of note: its countries, who its patient is (adult, elder, child ...), and its text."""

    name: str
    countries: tuple[str, ...]
    who: str
    text: str


ALL = "us uk ie ca au nz in za sg"
SHARE = {"us": 9, "uk": 4, "au": 2, "ca": 2, "in": 2, "ie": 1, "nz": 1, "za": 1, "sg": 1}
AGES = {"adult": (19, 88), "elder": (68, 97), "child": (2, 12), "baby": (0, 0), "mother": (19, 41), "worker": (20, 62)}


def read_kinds(text: str) -> tuple[Kind, ...]:
    """Kinds out of a text: `== name | countries | who` and below it the template."""
    kinds = []
    for block in re.split(r"^== ", text, flags=re.MULTILINE)[1:]:
        head, body = block.split("\n", 1)
        name, countries, who = (part.strip() for part in head.split("|"))
        kinds.append(Kind(name, tuple((ALL if countries == "all" else countries).split()), who, body.strip()))
    return tuple(kinds)


BY_COUNTRY: dict[str, dict[str, str]] = {
    "id": {
        "us": "<MRN: {mrn}|MRN {mrn}|MRN# {mrn}|Med Rec #: {mrn}>", "uk": "<NHS No: {nhs}|NHS number {nhs}|Hosp No: {mrnx}|NHS {nhs}>",
        "ie": "<MRN: {mrnx}|Chart No {mrnx}>", "ca": "<MRN {mrn}|Chart # {mrn}>", "au": "<UR {mrn}|URN: {mrnx}|MRN {mrn}>",
        "nz": "NHI<: | >{nhi}", "in": "<UHID: {uhid}|OP No. {uhid}|MR No: {uhid}>", "za": "<Folder no: {mrnx}|Hosp no {mrn}>",
        "sg": "<NRIC: {nric}|MRN {mrnx}|NRIC {nric}>",
    },
    "nid": {
        "us": "<SSN: {ssn}|SSN {ssn}|Social: {ssn}|SSN (last 4): {ssn4}>", "uk": "<NI No: {nino}|National Insurance {nino}>", "ie": "PPSN: {ppsn}",
        "ca": "SIN {sin}", "au": "Medicare {medicare}", "nz": "NHI {nhi}", "in": "<Aadhaar: {aadhaar}|Aadhaar No. {aadhaar}>", "za": "ID <No|number>: {zaid}",
        "sg": "NRIC {nric}",
    },
    "plan": {
        "us": "<Medicare {mbi}|Insurance: Aetna, member ID {member}, group {group}|BCBS ID# {member}|UHC ID {member}|Medicaid ID {member}>",
        "uk": "<Bupa membership {policy}|AXA policy no {policy}>", "ie": "VHI policy {policy}", "ca": "<HCN {ohip}|Health card: {ohip}>",
        "au": "Medicare <no |no. |# >{medicare}", "nz": "Southern Cross policy {policy}", "in": "<ABHA No. {abha}|Star Health policy {policy}>",
        "za": "<Discovery Health|GEMS|Bonitas>, member no {aid}", "sg": "insurance policy no {policy}",
    },
    "lic": {
        "us": "<NPI {npi}|NPI: {npi}|NPI# {npi}>", "uk": "<GMC {gmc}|GMC No: {gmc}>", "ie": "IMC {imc}", "ca": "<CPSO {cpso}|CPSO# {cpso}>", "au": "<Provider No {prov}|AHPRA {ahpra}>",
        "nz": "MCNZ {mcnz}", "in": "<Reg. No. {mci}|Regn No: {mci}>", "za": "<HPCSA {hpcsa}|Pr. No. {hpcsa}>", "sg": "MCR <|No. >{mcr}",
    },
    "deg": {
        "us": "MD", "uk": "<MRCP|FRCS|ST5|FY2|Consultant Physician>", "ie": "<SHO|Registrar|Consultant>", "ca": "<MD, CCFP|MD, FRCPC>", "au": "<FRACP|FRACGP|Registrar>",
        "nz": "<House Officer|Registrar|FRNZCGP>", "in": "<MBBS, MD|MBBS, MS|DM>", "za": "<MBChB|MMed>", "sg": "<MRCP|Consultant|Medical Officer>",
    },
}  # fmt: skip
TYPOS = pairs(
    "patient:pateint the:teh reviewed:reveiwed received:recieved discharged:dischraged tolerated:tolertated with:wiht follow:folow pain:pian referred:refered medication:medicaton history:histroy admitted:admited and:adn appointment:appointmnet denies:deneis continue:contineu advised:advsied please:plaese states:statse"
)
PLAIN = (
    "Reviewed diet, exercise and sleep. No new concerns.", "ROS: negative except as above.", "Skin warm and dry, cap refill < 2 sec. Abdomen soft, non tender.", "Fall risk discussed. Call bell in reach.",
    "Denies fever, chills, nausea or vomiting. Appetite fair, bowels open.", "No known sick contacts. Vaccines up to date per patient.", "Heart sounds normal, no murmur. Chest clear, no added sounds. No ankle swelling.",
    "Side effects and alternatives were explained and questions answered.", "Smoker, about 10 a day, not ready to quit. Alcohol occasional.", "Alert, pleasant, walking without aid. Gait steady.", "Will need repeat bloods if symptoms persist.",
    "Medication list reviewed, no changes made today.", "Mood good. Sleeping about 6 hours, wakes early.", "Family history of diabetes and high blood pressure, otherwise non contributory.", "Pain is worse at night and with stairs, better with rest and heat.",
    "Red flags explained: chest pain, breathlessness, fever, confusion, new weakness.", "Fluids encouraged. Urine output adequate. No pressure areas.", "Discussed with team on rounds, agree with plan.",
)  # fmt: skip
HEADS = (
    "Patient: {pt_rev}\nDOB: {dob}\n%id\nDate: {today}", "{pt}   DOB {dob}   %id\n{today}", "Name: {pt} | DOB: {dob} | %id | Seen: {today}",
    "Name: {pt_rev}   %id\nD.O.B.: {dob}   Sex: %M\nDate of visit: {today}", "{today} - {pt} (dob {dob}), %id", "RE: {pt}, DOB {dob}, %id\nDate: {long}",
    "Pt name: {pt}\nDate of birth: {dob}\n%id\nAddress: %addr", "| Patient | {pt_rev} |\n| DOB | {dob} |\n| Date | {today} |\n%id",
)  # fmt: skip
SIGNS = (
    "{doc}, %deg", "Electronically signed by {doc}, %deg on {today} at #8-19#:#10-59#", "Dr {doc}\n%lic", "{doc_if}, %deg", "- {doc_in}", "Signed: Dr {doc_f} (%lic)",
    "Dr. {doc}, %deg  #8-19#:#10-59#", "Dictated: {doc} / transcribed {today} {nrs_in}", "Dr {doc}, %bleep {ext}", "{doc_f}, %deg\nTel {phone}",
)  # fmt: skip
NURSE_SIGNS = (
    "{nrs}, RN",
    "{nrs_if} RN",
    "- {nrs_in}",
    "{nrs_f}, RN  #8-21#:#10-59#",
    "Signed {nrs} (RN)",
    "RN: {nrs}",
)


def person_words(rng: random.Random, sexes: dict[str, str], age: int, who: str) -> dict[str, str]:
    """What `%word` becomes by the patient's sex and age."""
    sex, rel_sex, old = sexes["pt"], sexes["rel"], age > 66
    man, son, other = sex == "M", sexes["kid"] == "M", sexes["oth"] == "M"
    years = str(age) if age < 90 else "{age90}"
    young = who in ("child", "baby")
    return {
        "age": years, "ageyo": years + "yo", "agesex": years + sex, "M": sex, "he": "he" if man else "she", "He": "He" if man else "She",
        "his": "his" if man else "her", "His": "His" if man else "Her", "him": "him" if man else "her",
        "man": ("boy" if man else "girl") if young else ("man" if man else "woman"), "male": "male" if man else "female",
        "gent": "gentleman" if man else "lady",
        "Mr": "Mr" if man else rng.choice(["Mrs", "Ms", "Mrs", "Miss"]) if age < 60 else "Mrs",
        "wife": "mother" if young else "husband" if rel_sex == "M" else "wife",
        "rhe": "he" if rel_sex == "M" else "she", "son": "son" if son else "daughter", "Son": "Son" if son else "Daughter", "brother": "brother" if other else "sister",
        "Brother": "Brother" if other else "Sister", "uncle": "uncle" if other else "aunt", "granny": "grandfather" if other else "grandmother",
        "grandson": "grandson" if other else "granddaughter", "works": "worked" if old else "works", "Works": "Worked" if old else "Works",
    }  # fmt: skip


def expand(text: str, rng: random.Random, country: str, words: dict[str, str]) -> str:
    """The template with its choices made, its numbers drawn, and its `%` words put in."""
    address = {
        "us": "{street}, {town}, %state {zip}", "ca": "{street}, {town}, %state {zip}", "au": "{street}, {town} %state {zip}", "in": "{street}, {town}, %state {zip}",
        "sg": "{street}, Singapore {zip}",
    }.get(country, "{street}, {town}, {zip}" if country != "ie" or rng.random() < 0.5 else "{street}, {town}")  # fmt: skip
    mine = (
        {key: forms[country] for key, forms in BY_COUNTRY.items()}
        | words
        | {"addr": address, "bleep": "pager" if country in ("us", "ca") else "bleep"}
    )

    def replace(match: re.Match[str]) -> str:
        word = match[1]
        pick = {"head": HEADS, "sign": SIGNS, "nsign": NURSE_SIGNS}.get(word)
        return rng.choice(pick) if pick else mine[word]

    for _ in range(6):
        before = text
        text = re.sub(r"%([a-zA-Z]+)", replace, text)
        text = _CHOICE.sub(lambda match: rng.choice(match[1].split("|")), text)
        if text == before:
            break
    text = re.sub(r"#(\d+)-(\d+)#", lambda match: str(rng.randint(int(match[1]), int(match[2]))), text)
    return re.sub(r"\ba (?=(8\d?|11|18)[ -])", "an ", text)


def thin(text: str, rng: random.Random, clinical: bool) -> str:
    """The text without some of its sentences, and with some that name no one: no note says all that it could."""
    lines = []
    source = text.split("\n")
    for place, line in enumerate(source):
        if 3 < place < len(source) - 1 and rng.random() < 0.1:
            continue
        first, *others = _SENTENCE.split(line)
        kept = [first, *(other for other in others if rng.random() > (0.62 if "{" in other else 0.15))]
        lines.append(". ".join(kept) + ("." if line.endswith(".") and not kept[-1].endswith(".") else ""))
    for plain in rng.sample(PLAIN, rng.choice([0, 1, 1, 2]) if clinical else 0):
        lines.insert(rng.randint(len(lines) // 2 + 1, max(len(lines) // 2 + 1, len(lines) - 2)), plain)
    return _NUMBER.sub(lambda match: match[1] if rng.random() < 0.5 else match[0], "\n".join(lines))


def restyle(text: str, rng: random.Random, case: str) -> str:
    """The template's own words in small letters or capitals, or with a few typing errors."""
    parts = _PARTS.split(text)
    wrong = rng.random() < 0.15
    for place, part in enumerate(parts):
        if part.startswith("{"):
            continue
        if case:
            parts[place] = part.lower() if case == "lower" else part.upper()
        elif wrong and not part.startswith("[["):
            parts[place] = re.sub(r"\b[a-z]+\b", lambda m: TYPOS.get(m[0], m[0]) if rng.random() < 0.2 else m[0], part)
    return "".join(parts)
