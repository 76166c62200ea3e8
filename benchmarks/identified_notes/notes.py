"""Labelled notes out of templates: where each identifier stands, and what only looks like one.

A template is text with slots: `{date}` is filled by the part's `fill` and labelled with its kind; `[[Allegra]]` stays as
it stands and is labelled as a hard negative, which a filter must leave alone.
"""

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

_SLOT = re.compile(r"\{(\w+)\}|\[\[(.+?)\]\]", re.DOTALL)


@dataclass(frozen=True)
class Element:
    """One identifier: its place in characters, its kind, and whether missing it is never allowed."""

    start: int
    end: int
    kind: str
    critical: bool = False


@dataclass(frozen=True)
class LabelledNote:
    """A note whose every identifier is known. `known_names` is what a source's columns would give of its people."""

    text: str
    patient: str
    elements: tuple[Element, ...]
    hard_negatives: tuple[tuple[int, int], ...]
    known_names: tuple[str, ...]


@dataclass(frozen=True)
class Filled:
    """What a slot becomes."""

    text: str
    kind: str
    critical: bool = False


Fill = Callable[[str, random.Random, dict[str, str]], Filled]
"""Slot, chance, and what is said of this note's people (kept from slot to slot) -> text."""
Outline = Callable[[random.Random, dict[str, str]], list[str]]
"""Chance, and what is said of this note's people, to which it may add -> the note's pieces."""


@dataclass(frozen=True)
class Part:
    """A set of notes: its templates by place in the note, and what fills their slots.

    A part whose notes are of several kinds has an outline in the place of the templates.
    """

    name: str
    headers: tuple[str, ...]
    bodies: tuple[str, ...]
    endings: tuple[str, ...]
    fill: Fill
    outline: Outline | None = None


def write_notes(part: Part, count: int, seed: int) -> Iterator[LabelledNote]:
    """`count` notes of a part, of three bodies each or by the part's outline; the same seed gives the same notes."""
    for number in range(count):
        rng = random.Random(f"{part.name}:{seed}:{number}")
        people: dict[str, str] = {}
        if part.outline:
            pieces = part.outline(rng, people)
        else:
            pieces = [rng.choice(part.headers), *rng.sample(part.bodies, 3), rng.choice(part.endings)]
        yield _write_note(pieces, part.fill, rng, people, f"{part.name}-{number}")


def _write_note(
    pieces: list[str], fill: Fill, rng: random.Random, people: dict[str, str], patient: str
) -> LabelledNote:
    text, elements, negatives = "", [], []
    for piece in pieces:
        place = 0
        for match in _SLOT.finditer(piece):
            text += piece[place : match.start()]
            place = match.end()
            if match[1] is None:
                negatives.append((len(text), len(text) + len(match[2])))
                text += match[2]
                continue
            filled = fill(match[1], rng, people)
            elements.append(Element(len(text), len(text) + len(filled.text), filled.kind, filled.critical))
            text += filled.text
        text += piece[place:] + "\n"
    names = tuple(sorted({value for name, value in people.items() if name in ("patient", "doctor")}))
    return LabelledNote(text, patient, tuple(elements), tuple(negatives), names)
