"""How the seventh held-out part writes a note: choices inside texts, macros, cases and slips of the keyboard."""

import random
import re
from dataclasses import dataclass

from benchmarks.identified_notes.held_out_7_people import COUNTRIES, person_of
from benchmarks.identified_notes.held_out_7_terms import TERMS


@dataclass(frozen=True)
class Some:
    """Between `least` and `most` of the texts, in any order or (`ordered`) in theirs."""

    least: int
    most: int
    texts: tuple[str, ...]
    ordered: bool = False


Piece = str | tuple[str, ...] | Some


@dataclass(frozen=True)
class Kind:
    """A kind of note: its pieces, where it is written, how old its patients are and of what sex."""

    name: str
    parts: tuple[Piece, ...]
    countries: tuple[str, ...] = COUNTRIES
    ages: tuple[int, int] = (19, 103)
    sex: str = ""
    cases: bool = True


_WEIGHTS = {
    "us": 38,
    "uk": 18,
    "ca": 9,
    "au": 9,
    "ie": 7,
    "nz": 6,
    "in": 7,
    "za": 6,
    "sg": 5,
    "ng": 5,
    "ph": 5,
    "ae": 5,
}
_INNER = re.compile(r"«([^«»]*)»")
_KEPT = re.compile(r"(\{\w+\}|\[\[.+?\]\])", re.DOTALL)

# Macro -> country ("*": every other) -> ways of writing it.
MACROS: dict[str, dict[str, str]] = {
    "mrn": {
        "us": "MRN: {mrn}|MRN {mrn}|MRN# {mrn}|MRN is {mrn}|Pt. No. {mrn}|EMRN {mrn}|Patient #: {mrn}|M.R.N. {mrn}|MR#: {mrn}|Med Rec No. {mrn}|Medical Record Number: {mrn}|mrn {mrn}|Chart # {mrn}|Pt ID: {mrn}",
        "uk": "NHS No: {nhs}|NHS Number {nhs}|NHS no. {nhs}|Hosp No {mrn}|Hospital No: {mrn}|NHS {nhs}|CHI {chi}|CHI No: {chi}|Hosp no. {mrn} NHS no. {nhs}",
        "ie": "MRN {mrn}|Chart No: {mrn}|HRN: {mrn}|Board No. {mrn}|Hospital No. {mrn}",
        "ca": "MRN: {mrn}|MRN {mrn}|Unit # {mrn}|Chart #: {mrn}|K# {mrn}",
        "au": "UR: {mrn}|URN {mrn}|MRN: {mrn}|UR No. {mrn}|U.R. {mrn}",
        "nz": "NHI: {nhi}|NHI {nhi}|NHI No. {nhi}|nhi: {nhi}",
        "in": "UHID: {mrn}|UHID No. {mrn}|OP No: {mrn}|IP No. {mrn}|Reg. No. {mrn}|MR No {mrn}",
        "za": "Folder no: {mrn}|Hosp no. {mrn}|Hospital number {mrn}|File No: {mrn}",
        "sg": "MRN: {mrn}|HRN {mrn}|MRN {mrn}",
        "ng": "Hosp. No: {mrn}|Hospital Number: {mrn}|Card No. {mrn}|PT NO {mrn}",
        "ph": "Hospital No: {mrn}|HRN: {mrn}|Case Chart No. {mrn}|PIN: {mrn}",
        "ae": "MRN: {mrn}|MRN {mrn}|File No. {mrn}|Medical File: {mrn}",
    },
    "nid": {
        "us": "SSN: {ssn}|SSN {ssn}|Social Security No. {ssn}|SS# {ssn}|Soc Sec #: {ssn}", "uk": "NI No: {ssn}|NINO {ssn}|National Insurance no. {ssn}",
        "ie": "PPSN: {ssn}|PPS No. {ssn}", "ca": "SIN: {ssn}|SIN {ssn}", "au": "TFN {ssn}|Tax file no: {ssn}", "nz": "IRD {ssn}|IRD number: {ssn}",
        "in": "Aadhaar No: {ssn}|Aadhaar {ssn}|UID {ssn}", "za": "ID No: {ssn}|ID: {ssn}|RSA ID {ssn}", "sg": "NRIC: {ssn}|NRIC {ssn}|IC No. {ssn}",
        "ng": "NIN: {ssn}|NIN {ssn}", "ph": "SSS No. {ssn}|SSS: {ssn}|PhilSys {ssn}", "ae": "Emirates ID: {ssn}|EID {ssn}|Emirates ID No. {ssn}",
    },
    "plan": {
        "us": "Member ID: {plan}|[[Medicare]] # {mbi}|MBI {mbi}|Subscriber ID {plan}|[[Aetna]] ID {plan}|Policy #: {plan}|[[Medicaid]] ID: {plan}|[[Blue Cross]] {plan}, group {plan}",
        "uk": "[[Bupa]] membership {plan}|Policy no. {plan}|Insurer ref [[Bupa]] / membership no {plan}", "ie": "Medical card no: {plan}|[[VHI]] policy {plan}|GMS No. {plan}",
        "ca": "OHIP: {plan}|HCN: {plan}|PHN {plan}|Health card {plan}", "au": "Medicare No: {plan}|Medicare {plan}|DVA {plan}|Medicare card no. {plan}",
        "nz": "[[ACC]] / Southern policy {plan}|Insurance policy no. {plan}", "in": "Policy No. {plan}|TPA card {plan}|[[Star Health]] policy {plan}",
        "za": "Medical aid: [[Discovery]], member no. {plan}|Med aid no {plan}", "sg": "[[MediShield]] policy {plan}|IP policy no: {plan}", "ng": "[[NHIS]] No: {plan}|HMO enrolee no. {plan}",
        "ph": "[[PhilHealth]] No. {plan}|PhilHealth PIN: {plan}|HMO card {plan}", "ae": "[[Daman]] card no. {plan}|Insurance card: {plan}|Policy: {plan}",
    },
    "lic": {
        "us": "NPI {npi}|NPI: {npi}|DEA {dea}|DEA# {dea}, NPI {npi}|Lic. {reg}|License # {reg}", "uk": "GMC {reg}|GMC No: {reg}|GMC no. {reg}|(GMC {reg})", "ie": "IMC {reg}|IMC No. {reg}|MCRN {reg}",
        "ca": "CPSO {reg}|CPSO # {reg}|Lic # {reg}", "au": "AHPRA {reg}|AHPRA no. {reg}", "nz": "NZMC {reg}|MCNZ {reg}", "in": "Reg. No. {reg}|MCI Reg No: {reg}", "za": "HPCSA {reg}|HPCSA no. {reg}",
        "sg": "MCR {reg}|MCR No. {reg}", "ng": "{reg}|Folio {reg}", "ph": "PRC Lic. No. {reg}|Lic. No. {reg}|PRC {reg}", "ae": "Lic. {reg}|License no: {reg}",
    },
    "tel": {"*": "Tel: {phone}|Tel {phone}|Ph: {phone}|T: {phone}|Phone {phone}|tel. {phone}|Mob: {phone}|ph {phone}|Contact no. {phone}|Cell: {phone}|home {phone}, mobile {phone}|{phone} (H)|Tel no: {phone} or {phone}|Telephone: {phone}"},
    "fax": {"*": "Fax: {fax}|Fax {fax}|Fax no: {fax}|FAX {fax}|fx {fax}|F: {fax}|fax no. {fax}|Facsimile: {fax}"},
    "addr": {"*": "{street}, {towna} {zip}|{street}, {towna} {zip}|{street}, {town} {zip}|{street}, {towna}|{street}, {town}|{street}\n{towna} {zip}|{street}, {towna}, {zip}"},
    "letterhead": {
        "*": "{hosp}\n«addr»\n«tel»   «fax»|{clinic}, «addr»\n«tel»|{hosp} - {clinic} - «tel»|{clinic}\n{street}\n{towna} {zip}\n«tel» «fax» Email: {emailw}|{hosp} - Department of «dept»|{clinic}|{hosp}\nDept of «dept»\nSwitchboard {phone}  Secretary {phonex}",
    },
    "head": {
        "*": "Patient: {p}\nDOB: {dob}\n«mrn»|Name: {p_lf}   DOB: {dob}   «mrn»   Sex: «MF»|{p_lf} / «MF» / DOB {dob} / «mrn»|PATIENT NAME: {p_up}\nDATE OF BIRTH: {dob}    AGE/SEX: «age»/«MF»\n«mrn»|{p}, d.o.b. {dob}, «mrn»|Pt: {p}  «age»«MF»  «mrn»\nDate: {today}|Patient: {p_lf} («mrn»)\nDOB/Age: {dob} (age «age»)\nAddress: «addr»|«Mr» {p}  {dob}  «mrn»|{p_fu} «dob» {dob}\n«addr»\n«mrn»|Name {p}\nAge «age»\nSex «sex»\n«mrn»\nDate {today}|Surname: {p_f}    Forename: {p_g}    D.O.B.: {dob}\n«mrn»|Pt name/ID: {p_up} / «mrn»   «dob» {dob}|PATIENT\t{p_lf}\t{dob}\t«MF»\t«mrn»|[{p_lf}] [{dob}] [«mrn»]|«Mr» {p_lf}   «yoMF»\n«mrn»|{p} («mrn»)\n{dob}, «age» y/o «sex», lives {town}|LABEL: {p_up} «MF» {dob}\n«mrn» «tel»",
    },
    "re": {"*": "Re: «Mr» {p}, DOB {dob}, «mrn»|RE: {p_up}   DOB: {dob}\n«addr»\n«mrn»|Re: {p} ({dob})\n«mrn», «addr»|re: {p_lf}, dob {dob}|Regarding: «Mr» {p}\n«addr»\nD.O.B. {dob}   «mrn»   «tel»"},
    "sign": {
        "*": "Dr {d}, «grade»|Signed: {d}, «grade», «lic»|{d}\n«grade»|Electronically signed by {d} on {today}|{d_i} «time»|Dr. {d_fi} / «grade» / bleep {ext}|{d}, «deg»\n«lic»|— {d_plain}, «deg»|D: {today} T: {today} {d_i}/{n_i}|Dr {d_f}|Signed electronically: {d} «deg», {today} «time»|Dictated but not read: {d}|Attending: {d}|/s/ {d}|{n_plain}, scribe for Dr {d_f}|x {d_fi} «time»|s/d {d_fi} «time»|{d_lf} «deg»",
    },
    "nsign": {"*": "{n}, RN|{n_plain} RN|RN {n_f}|Sr {n_f}|S/N {n}|{n_i}|{n_fi} (RN)|Nurse {n_g}|{n_gi}, EN|signed {n_fi} «time»|Staff Nurse {n}|{n_lf}, RN"},
    "cc": {"*": "cc: Dr {d2}, {clinic}, {town}|cc {d2}|CC: Dr. {d2_f}; patient|Copy to: {p}, «addr»|cc GP: Dr {d2_fi}, {clinic}|c.c. {hosp} (fax {fax})"},
    "grade": {
        "us": "MD|DO|Attending Physician|PGY-2|PA-C|NP|MD, FACP", "ca": "MD, CCFP|MD FRCPC|PGY3|Staff physician", "in": "MBBS, MD|Consultant|Senior Resident|Junior Resident",
        "*": "Consultant|ST4|FY1|SHO|Registrar|GP|SpR|Medical Officer|Consultant Physician|Locum registrar|Intern",
    },
    "deg": {"us": "MD|DO|MD, PhD|MD, MPH|FNP-BC|PA-C", "*": "MBBS|MB BCh|FRCP|MBChB|MBBS FRACP|MRCP|MBBS MD|FRCS"},
    "dept": {"*": "Cardiology|Orthopaedics|General Surgery|Respiratory Medicine|Gastroenterology|Neurology|Rheumatology|Urology|Dermatology|Geriatric Medicine|Oncology|ENT"},
    "spec": {"*": "cardiology|ortho|surgery|resp|gastro|neuro|rheum|urology|derm|geris|oncology|ENT|vascular|ID|renal"},
    "payer": {
        "us": "[[Medicare]]|[[Medicaid]]|[[Blue Cross]]|[[Aetna]]|[[Cigna]]|[[Humana]]|[[Kaiser]]|[[Tricare]]", "uk": "[[Bupa]]|[[PIP]]|[[Universal Credit]]",
        "ie": "[[VHI]]|[[Laya]]|[[Irish Life]]", "ca": "[[ODSP]]|[[Sun Life]]|[[Blue Cross]]", "au": "[[NDIS]]|[[Medibank]]|[[DVA]]", "nz": "[[ACC]]|[[WINZ]]", "in": "[[Star Health]]|[[Ayushman Bharat]]",
        "za": "[[Discovery]]|[[SASSA]]", "sg": "[[MediShield]]|[[MediSave]]", "ng": "[[NHIS]]|[[Hygeia]]", "ph": "[[PhilHealth]]|[[Maxicare]]", "ae": "[[Daman]]|[[Thiqa]]",
    },
    "npin": {"uk": "NMC {pin}|PIN {pin}|NMC PIN {pin}", "*": "reg. {reg}|Reg no {reg}|lic. no. {reg}"},
    "dob": {"*": "DOB|dob|D.O.B.|born|Date of birth|DoB"},
}  # fmt: skip
_PLAIN: dict[str, str] = {
    "time": "08:15|14:30|0920|1745|9.40am|11:05|22:50|03:20|7 pm|2:10 PM|16.25|10:00",
    "bp": "BP 132/78|BP 98/54|BP 164/91|BP 118/70|bp 141/88|BP 110/62", "hr": "HR 72|HR 104|P 88|pulse 66|HR 118 irreg|P 92 reg",
    "temp": "T 37.9|T 36.8|temp 38.4|afebrile|T 98.6|Temp 36.4 C", "sat": "SpO2 94% RA|sats 97% on air|SaO2 91% on 2 L|O2 sat 98%|sats 88%",
    "rr": "RR 18|RR 24|resps 16|RR 22", "wt": "Wt 71.4 kg|weight 58 kg|wt 92kg|Weight: 165 lb", "year": "1998|2004|2009|2011|2013|2015|2016",
    "prov": "chest infection|fall|chest pain|shortness of breath|abdominal pain|syncope|UTI|cellulitis|TIA|acute kidney injury|pneumonia|dizziness|back pain|confusion|AF with fast rate|PR bleed",
    "pmh": "hypertension|T2DM|COPD|asthma|IHD|AF|osteoarthritis|CKD 3|hypothyroidism|GORD|migraine|gout|depression|osteoporosis|epilepsy|prior CVA",
}  # fmt: skip


def _word(name: str, rng: random.Random, people: dict[str, str]) -> str:
    person = person_of(people["p"])
    woman, years = person.sex == "F", int(people["years"])
    if name in MACROS:
        ways = MACROS[name].get(people["country"]) or MACROS[name]["*"]
        return rng.choice(ways.split("|"))
    if name in _PLAIN:
        return rng.choice(_PLAIN[name].split("|"))
    if name in TERMS:
        return f"[[{rng.choice(TERMS[name])}]]"
    old = years > 89
    title = rng.choice(("Mrs", "Ms", "Mrs", "Miss")) if woman else "Mr"
    if years < 16:
        title = rng.choice(("Miss", "")) if woman else rng.choice(("Master", ""))
    dot = "." if people["country"] in ("us", "ca", "ph") and title in ("Mrs", "Ms", "Mr") else ""
    ages = (
        ("{age} year old", "{ageh}", "{age} y.o.", "{ageyo}", "{age} yr old")
        if old
        else (f"{years} year old", f"{years}-year-old", f"{years} y.o.", f"{years}yo", f"{years} yr old")
    )
    young = "girl" if woman else "boy"
    words = {
        "age": "{age}" if old else str(years),
        "yo": rng.choice(ages),
        "yoMF": rng.choice(("{ageyo}", "{age}") if old else (f"{years}yo ", f"{years}")) + ("F" if woman else "M"),
        "sex": rng.choice(("female", "Female") if woman else ("male", "Male")),
        "man": young
        if years < 16
        else rng.choice(("woman", "lady", "female") if woman else ("man", "gentleman", "male")),
        "MF": "F" if woman else "M",
        "he": "she" if woman else "he",
        "his": "her" if woman else "his",
        "him": "her" if woman else "him",
        "He": "She" if woman else "He",
        "His": "Her" if woman else "His",
        "Mr": title + dot,
        "husband": "husband" if woman else "wife",
        "Husband": "Husband" if woman else "Wife",
        "parent": "mother" if woman else "father",
        "kid": young,
    }
    if name == "yoMF" and old:
        return words[name].replace("{ageyo}", "{ageyo} ")
    return words[name].replace("yo  ", "yo ")


def expand(text: str, rng: random.Random, people: dict[str, str]) -> str:
    """The text with its choices made and its macros written out."""
    while match := _INNER.search(text):
        inner = match[1]
        chosen = rng.choice(inner.split("|")) if "|" in inner else _word(inner.removeprefix("@"), rng, people)
        text = text[: match.start()] + chosen + text[match.end() :]
    return text


def _slips(text: str, rng: random.Random) -> str:
    """A few slips in plain words."""

    def slip(match: re.Match[str]) -> str:
        """The word, rarely with a slip."""
        word = match[0]
        if rng.random() > 0.035:
            return word
        place = rng.randrange(1, len(word) - 2)
        if rng.random() < 0.5:
            return word[:place] + word[place + 1] + word[place] + word[place + 2 :]
        return word[:place] + word[place + 1 :]

    return re.sub(r"\b[a-z]{5,}\b", slip, text)


_SENTENCE = re.compile(
    r"(?<=[\w\])}%])(?<!Dr)(?<!Mr)(?<!Ms)(?<!Mrs)(?<!Prof)(?<!Fr)(?<!St)(?<!No)(?<!no)\. (?=[A-Z\[{\"])"
)


def _thin(pieces: list[str], rng: random.Random) -> list[str]:
    """The pieces without a few of their sentences, and with fewer marks of hard negatives, where length allows."""
    thinned = []
    for place, piece in enumerate(pieces):
        sentences = _SENTENCE.split(piece)
        if place and len(sentences) > 2:
            kept = [sentence for sentence in sentences if rng.random() > 0.22]
            piece = ". ".join(kept or sentences[:1])
            piece += "" if piece.endswith((".", "?", ":")) else "."
        thinned.append(piece)
    plain = sum(len(re.sub(r"\{\w+\}", "", piece)) for piece in thinned)
    kept_pieces = thinned if plain > 330 else pieces

    def unmark(match: re.Match[str]) -> str:
        """The hard negative, at times as plain text."""
        safe = not re.search(r"\d{5,}|\d{3}[-.]\d{3}|\d{1,2}/\d{1,2}/\d{2}", match[1])
        return match[1] if safe and rng.random() < 0.45 else match[0]

    return [re.sub(r"\[\[(.+?)\]\]", unmark, piece) for piece in kept_pieces]


def write(kind: Kind, rng: random.Random, people: dict[str, str]) -> list[str]:
    """The pieces of a note of this kind, for the people already chosen."""
    texts: list[str] = []
    for part in kind.parts:
        if isinstance(part, Some):
            places = rng.sample(range(len(part.texts)), rng.randint(part.least, part.most))
            texts += [part.texts[place] for place in (sorted(places) if part.ordered else places)]
        else:
            texts.append(part if isinstance(part, str) else rng.choice(part))
    pieces = [expand(text, rng, people) for text in texts]
    pieces = _thin([piece for piece in pieces if piece], rng)
    case = people["case"]
    slips = rng.random() < 0.12
    done: list[str] = []
    for piece in pieces:
        bits = _KEPT.split(piece)
        for place, bit in enumerate(bits):
            if bit.startswith("{"):
                continue
            if case:
                bits[place] = bit.lower() if case == "lower" else bit.upper()
            elif slips and not bit.startswith("[["):
                bits[place] = _slips(bit, rng)
        done.append("".join(bits))
    return done


def choose_country(rng: random.Random, countries: tuple[str, ...]) -> str:
    """One of the kind's countries."""
    return rng.choices(countries, [_WEIGHTS[country] for country in countries])[0]
