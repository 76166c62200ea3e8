"""What an identifier is, what kinds there are, and how what several detectors found becomes one list."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from medpref_dagster.declaration.deidentification import KINDS, Deidentify, Kind

CRITICAL: frozenset[Kind] = frozenset({"ssn", "medical_record", "phone", "email"})
"""With full names: kinds of which one alone leads to a person."""


@dataclass(frozen=True, order=True)
class Identifier:
    """Characters `start` to `end` of a text, which identify somebody, and how."""

    start: int
    end: int
    kind: Kind


@dataclass(frozen=True)
class IdFormat:
    """Ids in a format of one's own: `pattern` is a regular expression, `kind` what they are."""

    pattern: str
    kind: Kind = "other_id"


@dataclass(frozen=True)
class Rules:
    """What is looked for, and in which texts.

    Attributes
    ----------
    languages
        ISO 639-1 codes of languages that texts may be in. The rules know English (`languages.KNOWN`).
    keep_unknown_language
        Whether a text in another language is kept, filtered by rules that do not know it, or refused.
    id_formats
        Codes in formats that only this organization has.
    most_characters
        A longer text is refused: what takes minutes is rather a mistake in the source.
    """

    languages: tuple[str, ...] = ("en",)
    keep_unknown_language: bool = False
    id_formats: tuple[IdFormat, ...] = field(default=())
    most_characters: int = 1_000_000


def make_rules(declared: Deidentify) -> Rules:
    """The rules that a source declares."""
    return Rules(
        languages=declared.languages,
        keep_unknown_language=declared.on_unknown_language == "keep",
        id_formats=tuple(IdFormat(item.pattern, item.kind) for item in declared.id_formats),
        most_characters=declared.max_characters,
    )


def settle(text: str, found: Iterable[Identifier]) -> list[Identifier]:
    """One list without overlaps, in the order of the text.

    Where two overlap, the one of the kind that stands first in `KINDS` is kept whole, then the longer one; of the
    other, what sticks out stays if it has a letter or digit. Nothing that a detector found is lost.
    """
    ranks = {kind: rank for rank, kind in enumerate(KINDS)}
    taken = bytearray(len(text))
    settled: list[Identifier] = []
    for item in sorted(found, key=lambda item: (ranks[item.kind], item.start - item.end, item.start)):
        start = item.start
        while start < item.end:
            if taken[start]:
                start += 1
                continue
            end = taken.find(1, start, item.end)
            end = item.end if end < 0 else end
            left, right = _trim(text, start, end)
            if left < right:
                settled.append(Identifier(left, right, item.kind))
            taken[start:end] = b"\1" * (end - start)
            start = end
    return sorted(settled)


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    """The place without what is neither letter nor digit at its ends, but for signs that belong to a code."""
    while start < end and not (text[start].isalnum() or text[start] in "(+"):
        start += 1
    while end > start and not (text[end - 1].isalnum() or text[end - 1] in ")/"):
        end -= 1
    if not any(sign.isalnum() for sign in text[start:end]):
        return start, start
    # A bracket that was opened outside is none of ours.
    if text[end - 1] == ")" and "(" not in text[start:end]:
        end -= 1
    if text[start] == "(" and ")" not in text[start:end]:
        start += 1
    return start, end
