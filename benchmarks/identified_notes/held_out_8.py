"""Held-out part 8: made-up notes of many kinds and countries, written without sight of the filter."""

import random
import re

from benchmarks.identified_notes import held_out_8_clinic as clinic
from benchmarks.identified_notes import held_out_8_community as community
from benchmarks.identified_notes import held_out_8_messages as messages
from benchmarks.identified_notes import held_out_8_offices as offices
from benchmarks.identified_notes import held_out_8_outside as outside
from benchmarks.identified_notes import held_out_8_records as records
from benchmarks.identified_notes import held_out_8_ward as ward
from benchmarks.identified_notes.held_out_8_fill import fill, meet, recase
from benchmarks.identified_notes.held_out_8_kind import Kind
from benchmarks.identified_notes.held_out_8_paragraphs import AFTER
from benchmarks.identified_notes.held_out_8_words import expand
from benchmarks.identified_notes.notes import Part

KINDS: tuple[Kind, ...] = (
    *ward.KINDS,
    *clinic.KINDS,
    *messages.KINDS,
    *records.KINDS,
    *community.KINDS,
    *outside.KINDS,
    *offices.KINDS,
)
_SLOT = re.compile(r"(\{\w+\}|\[\[.+?\]\])", re.DOTALL)
_SHORTEST = 330
_LONGEST = 2_000


def least_length(template: str) -> int:
    """The least number of characters that a template becomes."""
    return sum(
        3 if part.startswith("{") else len(part) - 4 if part.startswith("[[") else len(part)
        for part in _SLOT.split(template)
    )


def most_length(template: str) -> int:
    """About the most characters that a template becomes."""
    return sum(25 if part.startswith("{") else len(part) for part in _SLOT.split(template))


def thin_out(template: str, rng: random.Random) -> str:
    """A template without some of its lines, as no two clerks fill in all of a form."""
    lines = template.split("\n")
    return "\n".join(line for place, line in enumerate(lines) if place < 2 or rng.random() > 0.1)


def mistype(text: str, rng: random.Random) -> str:
    """Plain text with slips of the keys in some long words."""
    words = re.split(r"(\W+)", text)
    for place, word in enumerate(words):
        if len(word) > 3 and word.isalpha() and word.islower() and rng.random() < 0.07:
            at = rng.randrange(1, len(word) - 1)
            words[place] = rng.choice(
                (
                    word[:at] + word[at + 1 :],
                    word[:at] + word[at] + word[at:],
                    word[:at] + word[at + 1] + word[at] + word[at + 2 :],
                )
            )
    return "".join(words)


def in_manner(template: str, people: dict[str, str], rng: random.Random) -> str:
    """A template's plain text and hard negatives in this note's manner; its slots stay."""
    parts = _SLOT.split(template)
    if people["manner"] == "typo":
        return "".join(part if part.startswith(("{", "[[")) else mistype(part, rng) for part in parts)
    return "".join(part if part.startswith("{") else recase(part, people, rng) for part in parts)


def outline(rng: random.Random, people: dict[str, str]) -> list[str]:
    """One note of some kind, from some country, as one piece."""
    kind = rng.choice(KINDS)
    meet(people, rng, rng.choice(kind.countries.split()), kind.ages)
    people["kind"] = kind.name
    people["manner"] = rng.choice(kind.manners.split())
    note = thin_out(expand(rng.choice(kind.templates), rng, people).rstrip(), rng)
    while least_length(note) < _SHORTEST:
        note += "\n" + expand(f"«={kind.pad}» «=negf»", rng, people)
    for passage in rng.sample(AFTER[kind.pad], rng.choices((0, 1, 2, 3), (40, 28, 20, 12))[0]):
        longer = f"{note}{rng.choice((chr(10), chr(10) * 2))}{expand(passage, rng, people)}"
        note = longer if most_length(longer) <= _LONGEST else note
    return [in_manner(note, people, rng)]


HELD_OUT_8 = Part("held-out-8", (), (), (), fill, outline)
