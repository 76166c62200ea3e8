"""Held-out part 11: the notes that clinics of English-speaking countries write every day."""

import random
import re
from dataclasses import dataclass
from datetime import date, timedelta

from benchmarks.identified_notes import held_out_11_clinic, held_out_11_hospital, held_out_11_letters
from benchmarks.identified_notes import held_out_11_places as places
from benchmarks.identified_notes.held_out_11_filling import LICENCES, NATIONAL, PLANS, RECORDS, People, fill, new_person
from benchmarks.identified_notes.held_out_11_numbers import AMERICAN, OTHERS
from benchmarks.identified_notes.notes import Part

LANDS = ("us " * 20 + "uk " * 7 + "ie ca ca au au nz in in sg za ph ng ke").split()
ADDRESSES = {
    "us": ("{street}, {town}, %st% {zip}",), "uk": ("{street}, {town}, {county} {zip}", "{house}, {village}, {town} {zip}"),
    "ie": ("{street}, {village}, {county}, {zip}", "{house}, {village}, {county} {zip}"), "ca": ("{street}, {town}, %st% {zip}",),
    "au": ("{street}, {town} %st% {zip}",), "nz": ("{street}, {village}, {town} {zip}",), "in": ("{house}, {street}, {village}, {town} - {zip}, %st%", "{street}, {town} {zip}"),
    "sg": ("{street}, Singapore {zip}",), "za": ("{street}, {village}, {town}, {zip}", "{street}, {village}, {town}"), "ph": ("{street}, {village}, {town}, {county} {zip}", "{village}, {town}, {county}"),
    "ng": ("{street}, {village}, {town}, %st%", "{street}, {town}"), "ke": ("{street}-{zip}, {town}", "{village}, {town}"),
}  # fmt: skip
WORDS = {
    "us": "gp:PCP ed:ED dr:Dr. mum:mother para:acetaminophen gpp:PCP theatre:OR", "uk": "gp:GP ed:A&E dr:Dr mum:mum para:paracetamol gpp:GP theatre:theatre",
    "": "gp:GP ed:ED dr:Dr mum:mum para:paracetamol gpp:GP theatre:theatre", "ca": "gp:GP ed:ED dr:Dr. mum:mother para:Tylenol gpp:GP theatre:OR",
    "in": "gp:GP ed:casualty dr:Dr mum:mother para:paracetamol gpp:GP theatre:OT", "ph": "gp:physician ed:ER dr:Dr. mum:mother para:paracetamol gpp:physician theatre:OR",
}  # fmt: skip
_TYPOS = (
    "patient:pateint with:wtih history:histroy pain:pian reviewed:reveiwed lives:livse advised:advsied follow:folow"
)
TYPOS = dict(pair.split(":") for pair in _TYPOS.split())
DRUGS = (
    "Zoloft 50|Lexapro 10|Paxil 20|Celexa 20|Prozac 20|Effexor 75", "Zyrtec 10|Claritin 10|Allegra 180|Benadryl 25", "Plavix|Brilinta 90|Effient 10|Aspirin 81",
    "Nexium 40|Prilosec 20|Protonix 40|Pepcid 20|Losec 20", "Keflex|Bactrim|Augmentin|Ceclor|Penicillin V", "Xarelto 20|Eliquis 5|Coumadin 5|Pradaxa 150|Savaysa 60",
    "Norco 5-325|Percocet 5|Ambien 10|Xanax 0.5|Ultram 50", "Aricept 5mg|Namenda 10|Exelon patch|Reminyl 8", "Flonase|Singulair 10|Ventolin|Nasonex", "Cymbalta|Savella|Lyrica|Neurontin",
)  # fmt: skip
AMERICANISMS = {
    "Labour ward": "Labor & delivery", "centre": "center", "Anaes:": "Anes:", "oesoph": "esoph", "neighbour": "neighbor", "HCA ": "CNA ", "Registrar": "Resident",
    "tumour": "tumor", "Sick note": "Work note", "haem": "hem", "mid-week": "midweek", "Tetanus": "Td", "rang ": "called ", "Ring ": "Call ", "ring {phone}": "call {phone}",
}  # fmt: skip


@dataclass(frozen=True)
class Kind:
    """A kind of note: where it is written, of whom, and its lines."""

    name: str
    lands: frozenset[str]
    flags: frozenset[str]
    body: str


def _read_kinds(*sources: str) -> tuple[Kind, ...]:
    """`### name | lands | flags`, and the lines of the note below it."""
    kinds = []
    for text in "\n".join(sources).split("### ")[1:]:
        head, body = text.split("\n", 1)
        name, lands, flags = (part.strip() for part in head.split("|"))
        every = set(LANDS) - ({"us"} if lands == "-us" else set())
        chosen = every if lands in ("*", "-us") else set(lands.split())
        kinds.append(Kind(name, frozenset(chosen), frozenset(flags.split()), body.strip("\n")))
    return tuple(kinds)


KINDS = _read_kinds(held_out_11_clinic.CLINIC, held_out_11_hospital.HOSPITAL, held_out_11_letters.LETTERS)


def _choose(text: str, rng: random.Random) -> str:
    """One of each `«a|b»`, the inmost first; a line that begins with `? ` is left out now and then."""
    lines = [line.removeprefix("? ") for line in text.split("\n") if not line.startswith("? ") or rng.random() < 0.7]
    text = "\n".join(lines)
    while "«" in text:
        text = re.sub(r"«([^«»]*)»", lambda match: rng.choice(match[1].split("|")), text)
    return text


def _shorten(text: str, rng: random.Random) -> str:
    """Leaves out half of the sentences of lines that have several, and some lines, as far as a note's length allows."""
    least = rng.choice((345, 345, 345, 650))
    for chance in (0.4, 0.5, 0.6, 0.7, 0.8):
        lines: list[str] = []
        for line in text.split("\n"):
            sentences = re.split(r"(?<=[^\d.][.?!]) (?=[A-Z{%\[])", line)
            kept = [sentence for sentence in sentences if len(sentences) == 1 or rng.random() < chance]
            single = len(lines) > 2 and len(sentences) == 1 and not re.search(r":$|%lines%", lines[-1] + line)
            if not single or rng.random() < chance + 0.2:
                lines.append(" ".join(kept or sentences[:1]))
        short = "\n".join(lines)
        if len(re.sub(r"%\w+%|\{\w+\}", "123456789", short).replace("[[", "")) > least:
            return short
    return text


def _capital(match: re.Match[str]) -> str:
    return match[1] + match[2].capitalize()


def _set_scene(kind: Kind, land: str, rng: random.Random, people: People) -> dict[str, str]:
    """Who and where; gives the words that the marks in the templates stand for."""
    sex = next((flag for flag in ("f", "m") if flag in kind.flags), rng.choice("fm"))
    people |= {"land": land, "sex": sex, "today": (date(2023, 1, 4) + timedelta(days=rng.randrange(1000))).isoformat()}
    full = ("{d:02}/{m:02}/{y}",) if land != "us" else ("{m:02}/{d:02}/{y}",)
    people["datestyle"] = rng.choice((*full, *(AMERICAN if land in ("us", "ph") else OTHERS)))
    low, high = next(
        (
            reach
            for flag, reach in {
                "child": (3, 12),
                "teen": (13, 17),
                "young": (19, 39),
                "old": (72, 97),
                "baby": (0, 0),
            }.items()
            if flag in kind.flags
        ),
        (24, 84),
    )
    age = rng.randint(90, 101) if "old" in kind.flags and rng.random() < 0.35 else rng.randint(low, high)
    today = date.fromisoformat(people["today"])
    people["born"] = (today - timedelta(days=int(365.25 * age) + rng.randint(20, 340))).isoformat()
    people["age"] = str(age)
    town, state, code = rng.choice(places.TOWNS[land].split()).replace("_", " ").split(";")
    people |= {"town:home": town, "county:home": state, "zip:pattern": code}
    other = {"f": "m", "m": "f"}[sex]
    kid = rng.choice("fm")
    sib = rng.choice("fm")
    mates = {
        "patient": sex,
        "spouse": "m" if kind.flags & {"child", "teen", "baby"} else other,
        "child": kid,
        "sibling": sib,
        "mother": "f",
    }
    for role in (
        "patient",
        "doctor",
        "colleague",
        "nurse",
        "gp",
        "spouse",
        "child",
        "sibling",
        "mother",
        "friend",
        "worker",
    ):
        new_person(people, role, mates.get(role, rng.choice("fm")), rng)
    people["mrn:label"], people["mrn:pattern"] = rng.choice(RECORDS[land])
    people["hp:label"], people["hp:pattern"] = rng.choice(PLANS[land].split(";")).split("|")
    people["lic:label"], people["lic:pattern"] = rng.choice(LICENCES[land].split(";")).split("|")
    female = sex == "f"
    words = dict(pair.split(":") for pair in WORDS.get(land, WORDS[""]).split())
    address = rng.choice(ADDRESSES[land])
    return words | {
        "addr": address, "lines": address.replace(", ", "\n").replace("\n%st%", ", %st%"), "st": state, "he": "she" if female else "he", "He": "She" if female else "He",
        "his": "her" if female else "his", "His": "Her" if female else "His", "him": "her" if female else "him", "mr": rng.choice(("Mrs", "Ms")) if female else "Mr",
        "man": "woman" if female else "man", "girl": "girl" if female else "boy", "spouse": "husband" if female else "wife", "kidsex": "girl" if kid == "f" else "boy", "kid": "daughter" if kid == "f" else "son",
        "sib": "sister" if sib == "f" else "brother", "sex": "F" if female else "M", "Sex": "Female" if female else "Male", "mrnl": people["mrn:label"],
        "hpl": people["hp:label"], "licl": people["lic:label"], "natl": NATIONAL[land], "age": "{age}" if age >= 90 else str(age), "yr": str(today.year - rng.randint(2, 15)),
        "by": str(today.year - age),
    }  # fmt: skip


def _vary(text: str, rng: random.Random) -> str:
    """Other values and other drugs of the same use among the hard negatives."""
    text = re.sub(
        r"\[\[(?:1\d\d/\d\d|\d{3}|\d{1,2}\.\d)\]\]",
        lambda match: re.sub(r"\d(?=/|\]\])", lambda _: rng.choice("123456789"), match[0]),
        text,
    )
    for group in DRUGS:
        text = re.sub(rf"(?<=\[\[)({group})(?=\]\])", lambda _, group=group: rng.choice(group.split("|")), text)
    return text


def _in_letters(text: str, letters: str) -> str:
    """The note's own words in small or capital letters; slots stay."""
    change = str.lower if letters == "lower" else str.upper
    return "".join(part if part.startswith("{") else change(part) for part in re.split(r"(\{\w+\})", text))


def _mistype(text: str, rng: random.Random) -> str:
    parts = re.split(r"(\{\w+\}|\[\[.+?\]\])", text)
    right = rng.sample(sorted(TYPOS), 4)
    for place in range(0, len(parts), 2):
        for word in right:
            parts[place] = re.sub(rf"\b{word}\b", TYPOS[word], parts[place], count=1)
    return "".join(parts)


def outline(rng: random.Random, people: People) -> list[str]:
    """A country, a kind of note that is written there, and its people."""
    land = rng.choice(LANDS)
    kind = rng.choice([kind for kind in KINDS if land in kind.lands])
    words = _set_scene(kind, land, rng, people)
    text = _vary(_shorten(_choose(kind.body, rng), rng), rng)
    while "%" in text and re.search(r"%\w+%", text):
        text = re.sub(r"%(\w+)%", lambda match: words[match[1]], text)
    text = re.sub(r"(?m)(^|[.!?»] )(husband|wife|daughter|son|sister|brother|mother|mum)\b", _capital, text)
    if land == "us":
        text = re.sub(r"\b(Mrs|Ms|Mr)(?= \{)", r"\1.", text)
        for british, american in AMERICANISMS.items():
            text = text.replace(british, american)
    if rng.random() < 0.08:
        text = _mistype(text, rng)
    chance = rng.random()
    people["letters"] = "lower" if chance < 0.07 else "upper" if chance < 0.1 else "as is"
    if people["letters"] != "as is":
        text = _in_letters(text, people["letters"])
    return text.split("\n")


HELD_OUT_11 = Part("held-out-11", (), (), (), fill, outline)
