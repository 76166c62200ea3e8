"""Names that were found once, wherever they stand again, in the same text or in another one of the same patient.

Two words of one name in a row are that name in any case and order. One word alone is the name where it is no word of
every day, or where it is written as a name: with a capital, or in small letters where a person is said to be meant.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import regex

from medpref_dagster.deidentification.identifiers import Identifier
from medpref_dagster.deidentification.name_words import ACTS, STOP, TITLES
from medpref_dagster.deidentification.names_in_small_letters import is_said_of_a_person
from medpref_dagster.deidentification.reading import PARTICLES, Reading, Word

_GAP = regex.compile(r"(?:[ \t\u00a0]|,|\.|\r?\n|['’\-\u2010\u2011]){1,3}")
"""What stands between the words of one name."""
_NUMBER = regex.compile(r"\s?[:#]?\s?\d|\s?[:/]")
_FIELD_ENDS = regex.compile(r"[ \t]*(?:$|[\n,;(|])")


@dataclass
class FoundNames:
    """The words of names that were found, folded.

    Attributes
    ----------
    names
        The words of each name of two and more, of which a list has one: what only looked like a name is none elsewhere.
    words
        Words that count alone, and whether each of them is a word of every day, too.
    """

    names: set[frozenset[str]] = field(default_factory=set)
    words: dict[str, bool] = field(default_factory=dict)

    def note(self, reading: Reading, spans: Iterable[tuple[int, int]]) -> None:
        """Add the words of names at places of a text."""
        for start, end in spans:
            number = reading.word_from(start)
            name: set[str] = set()
            telling = False
            while number is not None and number < len(reading.words) and reading.words[number].start < end:
                word = reading.words[number]
                if len(word.text) > 1 and word.low not in PARTICLES and word.low not in TITLES:
                    name.add(word.low)
                    telling = telling or word.listed
                    if word.low not in STOP and (word.capital or word.listed):
                        self.words[word.low] = word.plain
                number += 1
            if len(name) > 1 and telling:
                self.names.add(frozenset(name))

    def add(self, other: "FoundNames") -> None:
        """Take over what another text had."""
        self.names |= other.names
        self.words |= other.words

    def known(self) -> frozenset[str]:
        """Every word that may be looked for."""
        return frozenset(self.words).union(*self.names) if self.names else frozenset(self.words)


def note_names(text: str, identifiers: Iterable[Identifier]) -> FoundNames:
    """The names among the identifiers of a text."""
    found = FoundNames()
    for item in identifiers:
        if item.kind == "name":
            found.note(Reading(text[item.start : item.end]), [(0, item.end - item.start)])
    return found


def find_again(reading: Reading, found: FoundNames) -> Iterator[tuple[int, int]]:
    """Where names that were found stand in a text; characters from and to."""
    known = found.known()
    if not known:
        return
    row: list[int] = []
    for number, word in enumerate(reading.words):
        belongs = word.low in known or (word.initial and bool(row)) or (bool(row) and word.low in PARTICLES)
        if row and not (belongs and _GAP.fullmatch(reading.gap(number - 1))):
            yield from _settle(reading, row, found)
            row = []
        if belongs:
            row.append(number)
    yield from _settle(reading, row, found)


def _settle(reading: Reading, row: list[int], found: FoundNames) -> Iterator[tuple[int, int]]:
    """The places of names in a row of words that all are of some: the whole of it, or single words of it."""
    known = found.known()
    while row and reading.words[row[-1]].low not in known:
        row = row[:-1]
    here = {reading.words[number].low for number in row}
    if len(here) > 1 and any(len(here & name) > 1 for name in found.names):
        yield reading.words[row[0]].start, reading.words[row[-1]].end
        return
    for number in row:
        word = reading.words[number]
        if word.low in found.words and _is_meant(reading, number, found.words[word.low]):
            yield word.start, word.end


def _is_meant(reading: Reading, number: int, plain: bool) -> bool:
    """Whether a word that is a name elsewhere is one here."""
    word = reading.words[number]
    if word.low in PARTICLES or word.low in STOP:
        return False
    acts = number + 1 < len(reading.words) and reading.gap(number) == " " and reading.words[number + 1].low in ACTS
    if reading.is_clinical(number, alone=False) and not acts:
        return False
    if not word.capital:
        return is_said_of_a_person(reading, number) if plain or word.eponym else len(word.text) > 1
    if word.eponym and not (acts or is_said_of_a_person(reading, number) or _stands_alone(reading, number)):
        return False
    if not plain:
        return True
    if _NUMBER.match(reading.text, word.end):
        return False
    if word.upper:
        return reading.stands_out(number) or _FIELD_ENDS.match(reading.text, word.end) is not None
    return not reading.begins_sentence(number) or _begins_as_name(reading, number, word, acts=acts)


def _stands_alone(reading: Reading, number: int) -> bool:
    return _FIELD_ENDS.match(reading.text, reading.words[number].end) is not None


def _begins_as_name(reading: Reading, number: int, word: Word, *, acts: bool) -> bool:
    """Whether a word of every day that begins a sentence is somebody's name: what follows is done by people, or ends there."""
    if acts or word.first or _stands_alone(reading, number):
        return True
    follows = reading.words[number + 1] if number + 1 < len(reading.words) else None
    return (
        follows is not None and not follows.capital and follows.low.endswith(("ed", "s", "ck", "ew", "w", "ld", "nt"))
    )
