"""Contexts of names to learn from: published clinical texts in which somebody's name stands where they say *she*, *the
patient* or *her sister*, and lines of fields, lists and signatures, of names and of words of the text.

Made-up notes have the sentences that their author thought of. Published texts have thousands, and a pronoun is a place
where a name can stand. What follows a label or fills a line is as often words of the text, in the same case, so that
neither a label nor a capital is enough.
"""

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

Piece = tuple[str, str]
"""Text and its label: `name`, `other` (another identifier, not learned from), or nothing."""


def _list(text: str) -> tuple[str, ...]:
    return tuple(text.split("|"))


_KIN = "mother|father|mom|dad|wife|husband|son|daughter|brother|sister|aunt|uncle|partner|friend|neighbor|caregiver|roommate|cousin|grandmother"
_PLACES = re.compile(
    rf"\b(?:[Tt]h(?:e|is) (?:patient|pt|doctor|physician|nurse|surgeon|therapist|mother|father|resident|client))\b|\b(?:Patient|Pt)\b(?= [a-z])|\b(?:He|She|he|she)\b(?= [a-z])|"
    rf"(?<= )(?:him|her)(?=[.,;]| (?:and|with|to|for|on|at|in|about|that|from)\b)|(?<=\b(?:his|her) )(?:{_KIN})(?=[ ,.;])"
)
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_LABELS = _list(
    "Patient|Pt|Name|Patient name|Client|Resident|Member|Doctor|Provider|Attending|Surgeon|Assistant|Anesthesia|Nurse|RN|PCP|Referring|Consultant|Author|Signed|Signed by|Electronically signed by|Cosigned|Dictated by|"
    "Transcribed|Verified by|Reviewed by|Read by|Performed by|Ordered by|Given by|Witness|Interpreter|Informant|Source|Contact|Emergency contact|Next of kin|NOK|Guardian|Mother|Father|Wife|Husband|Spouse|Daughter|Son|Brother|"
    "Sister|Caregiver|Friend|Cc|CC|To|From|Re|RE|Attn|Dear|Caller|Called|Paged|Notified|Present|Attendees|Team|On call|Covering|Scribe|Tech|Therapist|Social worker|SW|Case manager|Pharmacist|Dietitian|Chaplain|Driver|Teacher|"
    "Employer contact|Accompanied by|Seen with|Discussed with|Handoff to|Handoff from|Received from|Report to|Emailed|Faxed to|Thanks|Sincerely|Regards|Best|Sent by|Entered by|User"
)
_OTHER_LABELS = _list(
    "Diagnosis|Dx|Allergies|Diet|Unit|Service|Plan|Assessment|Impression|Findings|Exam|History|HPI|Meds|Medication|Drug|Dose|Route|Site|Side|Procedure|Complications|Disposition|Status|Condition|Language|Religion|Reason|Complaint|"
    "Chief complaint|Problem|Indication|Technique|Comparison|Device|Specimen|Test|Result|Skin|Neuro|Cardiac|Lungs|Abdomen|Social|Family|Activity|Equipment|Precautions|Goals|Mood|Affect|Topic|Subject|Follow-up|Instructions|"
    "Department|Clinic|Room|Position|Occupation|Insurance|Class|Priority|Category|Type|Note|Summary"
)
_MARKS = (": ", ": ", ": ", ": ", " - ", "\t", "=", " | ", ":\n", "\n", ", ", " ", ":", " -- ", "|", " / ")
_BETWEEN = (", ", ", ", "; ", " / ", "/", " & ", " and ", "\n- ", "\n* ", "\n", " | ", "\t", " + ", "\n  ")
_BEHIND = ("", "", "", "", " MD", ", MD", ", RN", " (wife)", " (RN)", ", son", " 10:15", " 4/12", "; ", ".", " x2", " 555-0134", ", aware", " aware", " notified", " at bedside", " signed")  # fmt: skip
_BEFORE = ("- ", "-- ", "* ", "", "", "", "1. ", "x ", "~", "> ", "> ", "[", "/s/ ", "by ", "per ")
_INSERTS = (" ({})", " per {}", " d/w {}", " - {}", " [{}]", " with {}", " by {}", " -{}", " to {}", " from {}", ", {},", " via {}", " / {}", " for {}", " w/ {}", " and {}", " ({}, 54)", " {}")  # fmt: skip
_PARTICLES = ("de", "van", "al", "bin", "el", "von", "da", "ni", "mac", "te", "ap")
_FULL, _PART = 12, 8


@dataclass(frozen=True)
class Somebody:
    """A person to write a name of."""

    first: str
    last: str
    middle: str


def draw_somebody(draw: Callable[[], str], rng: random.Random) -> Somebody:
    """Three names in small letters; one in twelve family names has two parts or a particle."""
    last = draw()
    if rng.random() < 0.08:
        last = rng.choice((f"{last}-{draw()}", f"{rng.choice(_PARTICLES)} {last}", f"{last} {draw()}"))
    return Somebody(draw(), last, draw())


def write_somebody(person: Somebody, rng: random.Random) -> str:
    """A name in one of the ways of notes: whole, inverted, with initials, in capitals, in small letters, one part alone."""
    first, last, middle = person.first.title(), person.last.title(), person.middle.title()
    full = [f"{first} {last}"] * _FULL + [
        f"{first[0]}. {last}", f"{first} {middle[0]}. {last}", f"{first} {middle[0]} {last}", f"{first} {middle} {last}", f"{last}, {first}", f"{last}, {first}", f"{last}, {first} {middle[0]}",
        f"{last} {first}", f"{last} {first}", f"{last.upper()} {first}", f"{first} {last.upper()}", f"{first} {last}".upper(), f"{first} {last}".upper(), f"{last}, {first}".upper(), f"{last}^{first}".upper(),
        f"{first} {last}".lower(), f"{first} {last}".lower(), f"{first} {last}".lower(), f"{last}, {first}".lower(), f"{first} {middle[0]} {last}".lower(), f"{last} {first[0]}.", f"{last} {first[0]}",
        f'{first} "{middle}" {last}', f"{first} ({middle}) {last}", f"{first}\n{last}", f"{last},{first}", f"{first}_{last}", f"{first}  {last}", f"{first[0]}.{last}", f"{first}.{last}",
    ]  # fmt: skip
    part = [first] * _PART + [last] * _PART + [first.upper(), last.upper(), first.lower(), last.lower()]
    return rng.choice(full if rng.random() < 0.65 else part)


class Contexts:
    """Names and lines in texts; the same generator of chance, the same texts."""

    def __init__(self, draw: Callable[[], str], rng: random.Random, share: float) -> None:
        self._draw, self._rng, self._share = draw, rng, share

    def put(self, pieces: Sequence[Piece]) -> list[Piece]:
        """A text as pieces with names in the places of pronouns, in brackets, and in lines before and behind it."""
        rng = self._rng
        people = [draw_somebody(self._draw, rng) for _ in range(3)]
        words = [word for piece, label in pieces if not label for word in _WORD.findall(piece)]
        made: list[Piece] = []
        for piece, label in pieces:
            made += [(piece, label)] if label else self._replace(piece, people, words)
        if len(words) > 8:
            for _ in range(rng.choice((0, 1, 1, 2, 3))):
                block = [*self._make_block(people, words), ("\n", "")]
                made = [*block, *made] if rng.random() < 0.5 else [*made, ("\n", ""), *block]
        return made

    def _replace(self, text: str, people: Sequence[Somebody], words: Sequence[str]) -> list[Piece]:
        rng = self._rng
        made: list[Piece] = []
        place = 0
        for match in _PLACES.finditer(text):
            if rng.random() > self._share:
                continue
            kin = match[0] in _list(_KIN)
            made.append((text[place : match.end() if kin else match.start()] + (" " if kin else ""), ""))
            titled = rng.random() < 0.12
            if titled:
                made.append((rng.choice(("Mr. ", "Mrs. ", "Ms. ", "Dr. ", "Dr ", "mr ", "dr. ")), ""))
            made.append((write_somebody(rng.choice(people[:2]), rng), "name"))
            place = match.end()
        rest = text[place:]
        end = rest.find(". ")
        if end > 0 and rng.random() < 0.5 and words:
            before, behind = rng.choice(_INSERTS).split("{}")
            made += [(rest[:end] + before, ""), self._value(people, words, 0.6), (behind, "")]
            rest = rest[end:]
        return [*made, (rest, "")]

    def _value(self, people: Sequence[Somebody], words: Sequence[str], share: float) -> Piece:
        """A name or a row of words of the text, in a case of its own."""
        rng = self._rng
        if rng.random() < share:
            return write_somebody(rng.choice(people), rng), "name"
        first = rng.randrange(len(words))
        row = " ".join(words[first : first + rng.choice((1, 2, 2, 3))])
        case = rng.choices(("", "title", "upper", "lower", "capitalize"), (3, 5, 1, 1, 2))[0]
        return (getattr(row, case)() if case else row), ""

    def _make_block(self, people: Sequence[Somebody], words: Sequence[str]) -> list[Piece]:
        """A field with its label, a list of several, or a line of its own."""
        rng = self._rng
        made: list[Piece] = []
        if rng.random() < 0.65:
            ours = rng.random() < 0.5
            label = rng.choice(_LABELS if ours else _OTHER_LABELS)
            label = rng.choice((label, label, label.upper(), label.lower()))
            made.append((label + rng.choice(_MARKS), ""))
            share = 0.88 if ours else 0.06
        else:
            made.append((rng.choice(_BEFORE), ""))
            share = rng.choice((0.95, 0.05))
        between = rng.choice(_BETWEEN)
        count = rng.choice((1, 1, 1, 1, 2, 3, 4))
        for number in range(count):
            made += [(between, "")] if number else []
            made.append(self._value(people, words, share))
            made.append((rng.choice(_BEHIND), ""))
        return made
