"""What a linear model is told of a word and of the two words on either side: lists, form, gaps, kinds of neighbours.

A feature never holds a word that could be a name: names are told by the lists that they are in, how common they are in the
census of 1990, and how often clinical texts have them in small letters. So what is learned on one list of names holds for
another.
"""

from dataclasses import dataclass
from functools import cached_property, lru_cache

import regex

from medpref_dagster.deidentification.lexicon import CLINICAL_NOUNS, DRUGS_LIKE_NAMES, list_words
from medpref_dagster.deidentification.medicines import BRANDS
from medpref_dagster.deidentification.name_words import (
    ACTS,
    CREDENTIAL,
    NO_LAST_NAME,
    ROLES,
    SAID_OF_PERSONS,
    STOP,
    TITLES,
)
from medpref_dagster.deidentification.names_by_default import HOSPITAL_WORDS, HUMAN_ACTS
from medpref_dagster.deidentification.names_by_elimination import CALENDAR
from medpref_dagster.deidentification.places import REGIONS, STATE_CODES
from medpref_dagster.deidentification.reading import PARTICLES, Reading, Word, looks_made
from medpref_dagster.deidentification.spelling import bin_spelling

_SPECIAL = (
    ("t", TITLES),
    ("k", SAID_OF_PERSONS),
    ("r", ROLES),
    ("a", ACTS | HUMAN_ACTS),
    ("s", STOP),
    ("d", BRANDS | DRUGS_LIKE_NAMES),
    ("m", CALENDAR),
    ("g", REGIONS),
    ("c", CLINICAL_NOUNS),
    ("h", HOSPITAL_WORDS),
    ("o", NO_LAST_NAME),
    ("q", PARTICLES),
)
"""Words of these lists are told by a letter, the first that fits."""
_TOO_LONG = 40
_GAP = regex.compile(r"[ \t\xa0]+|\d+|\n\s*|.", regex.DOTALL)
_CODE_BEFORE = regex.compile(r"(?:[^\W_][_@]|[\d@])\Z")
_NUMBER_BEFORE = regex.compile(r"\d-\Z")
_CODE_AFTER = regex.compile(r"[_@][^\W_]|\d")
_CALLED = list_words(
    "syndrome disease sign signs test tests score scores scale index criteria classification drain drains wire wires catheter vest forceps maneuver manoeuvre procedure fracture lymphoma palsy stent reflex protocol questionnaire inventory"
)
"""Things that are called after somebody, or after a place."""
_CALLED_ANYHOW = _CALLED | CLINICAL_NOUNS
_LONG_LINE = 7
"""Words from which on a line is a sentence and no field."""
_ENDS_LABEL = frozenset(":=")
_BULLETS = frozenset("-*•>")
_TITLED = 0.8
"""Share of words with capitals from which a line is one of capitals at each word."""


@dataclass(frozen=True)
class Vocabulary:
    """How common words are: ranks from 0 (most common) in the census and in clinical texts; a missing word is rarer than all."""

    first: dict[str, int]
    last: dict[str, int]
    texts: dict[str, int]
    spelling: dict[str, int]

    def __hash__(self) -> int:
        return id(self)


class Features:
    """The features of the words of a text."""

    def __init__(self, reading: Reading, vocabulary: Vocabulary) -> None:
        self.reading = reading
        facts = [_look_up(word.text, word.low, _flags(word), vocabulary) for word in reading.words]
        outside = ("", "", "", "", "")
        self._shapes, self._kinds, self._brief, self._lexical, self._spelled = (
            list(column) for column in zip(*[*facts, outside, outside], strict=True)
        )
        self._gaps = [_read_gap(reading.gap(number)) for number in range(len(reading.words))]
        self._begins = _read_gap(reading.text[: reading.words[0].start]) if reading.words else ""

    @cached_property
    def _lines(self) -> list[tuple[str, str, str]]:
        """By word: whether its line is all in capitals (u), in small letters (l), of words with capitals (t), or neither
        (n); where in how long a line it stands; and the label that the line begins with."""
        text, words = self.reading.text, self.reading.words
        lines: list[tuple[str, str, str]] = []
        first = 0
        while first < len(words):
            end = text.find("\n", words[first].end)
            end = len(text) if end < 0 else end
            last = first
            while last < len(words) and words[last].start < end:
                last += 1
            last = max(last, first + 1)
            line = words[first:last]
            capital, upper = sum(word.capital for word in line), sum(word.upper for word in line)
            some = len(line) > 3
            mode = "n"
            if not capital:
                mode = "l"
            elif upper >= _TITLED * len(line):
                mode = "u" if some else "v"
            elif some and capital >= _TITLED * len(line):
                mode = "t"
            head = self._read_head(first, last)
            size = min(len(line), _LONG_LINE)
            lines += [
                (mode, f"{size}{min(place, 3)}{min(size - place, 3)}" if size < _LONG_LINE else "", head)
                for place in range(len(line))
            ]
            first = last
        return lines

    def _read_head(self, first: int, last: int) -> str:
        """The last word of the label that a line begins with, of at most three words; a dash for a line of a list."""
        for number in range(first, min(first + 3, last)):
            gap = self._gaps[number]
            if gap[:1] in _ENDS_LABEL or gap[:2] == " |":
                return self._lexical[number] or "?"
            if gap != " ":
                break
        begins = self._gaps[first - 1] if first else self._begins
        return "-" if begins[-2:-1] in _BULLETS or begins[-1:] in _BULLETS else ""

    def may_be_name(self, number: int) -> bool:
        """Whether a word can be one of a name at all: it has a capital, or a list has it as a name, or none has it; and
        it is no piece of an address or a file's name."""
        word, text = self.reading.words[number], self.reading.text
        if _CODE_BEFORE.search(text, max(0, word.start - 2), word.start) or _CODE_AFTER.match(text, word.end):
            return False
        if self._names_a_thing(number) or (word.eponym and self.reading.is_clinical(number, alone=False)):
            return False
        if word.upper and len(word.text) == 2 and (word.text in STATE_CODES or CREDENTIAL.fullmatch(word.text)):
            return False
        if len(word.text) < 2 or len(word.text) > _TOO_LONG:
            return False
        if not word.capital and _NUMBER_BEFORE.search(text, max(0, word.start - 2), word.start):
            return False  # `38-year-old`
        return word.capital or ((word.listed or not word.plain) and word.low not in STOP)

    def _names_a_thing(self, number: int) -> bool:
        """Whether the next word says in small letters what is called so: `Kirschner wire`, `Kerley B lines`."""
        words = self.reading.words
        for ahead in (number + 1, number + 2):
            if ahead >= len(words) or self._gaps[ahead - 1] != " ":
                return False
            follows = words[ahead]
            if not follows.initial:
                things = _CALLED_ANYHOW if words[number].eponym else _CALLED
                return follows.low in things and not follows.capital
        return False

    def of(self, number: int) -> list[str]:
        """The features of a word."""
        # The two places behind the last are of no word, and so are the two before the first.
        total = len(self._gaps)
        before, before2 = (number - 1 if number else -1), (number - 2 if number > 1 else -1)
        after, after2 = number + 1, min(number + 2, total)
        shape, kind, brief = self._shapes[number], self._kinds[number], self._brief[number]
        mode, place, head = self._lines[number]
        gap = self._gaps[number - 1] if number else "^" + self._begins
        follow = self._gaps[number]
        gap2 = self._gaps[number - 2] if number > 1 else ""
        follow2 = self._gaps[number + 1] if after < total else ""
        shapes, briefs, lexical, kinds = self._shapes, self._brief, self._lexical, self._kinds
        own = f"{shape}{brief}"
        low = self.reading.words[number].low
        left, right = f"{shapes[before]}{briefs[before]}", f"{shapes[after]}{briefs[after]}"
        return [
            f"a{shape}{kind}",
            f"b{mode}{own}",
            f"c{mode}{shape}{kind}",
            f"d{own}{low[-3:]}" if "p" in kind else "d",
            f"e{gap}_{mode}{own}",
            f"f{follow}_{mode}{own}",
            f"g{left}{gap}_{own}",
            f"h{own}_{follow}{right}",
            f"i{lexical[before]}{gap}",
            f"j{follow}{lexical[after]}",
            f"k{lexical[before]}_{own}",
            f"l{lexical[after]}_{own}",
            f"m{lexical[before2]}_{lexical[before]}",
            f"n{lexical[after]}_{lexical[after2]}",
            f"o{left}{gap}_{own}_{follow}{right}",
            f"p{kinds[before]}{gap}_{own}",
            f"q{own}_{follow}{kinds[after]}",
            f"r{shapes[before2]}{briefs[before2]}{gap2}_{left}{gap}_{own}",
            f"s{own}_{follow}{right}_{follow2}{shapes[after2]}{briefs[after2]}",
            f"t{lexical[before]}_{lexical[after]}",
            f"u{lexical[before2]}_{own}",
            f"v{lexical[after2]}_{own}",
            f"w{lexical[before]}_{kind}",
            f"x{gap}_{follow}_{own}",
            f"y{self._spelled[number]}{own}",
            f"z{self._spelled[number]}{mode}{shape}{gap}",
            f"A{self._spelled[before]}{left}{gap}_{self._spelled[number]}{own}",
            f"B{self._spelled[number]}{own}{follow}_{self._spelled[after]}{right}",
            f"C{place}{mode}{own}",
            f"D{head}_{own}",
            f"E{head}_{gap}{shape}",
        ]


def _flags(word: Word) -> tuple[bool, bool, bool, bool, bool, bool]:
    return word.capital, word.upper, word.plain, word.first, word.last, word.eponym


@lru_cache(maxsize=65536)
def _look_up(
    text: str, low: str, flags: tuple[bool, bool, bool, bool, bool, bool], vocabulary: Vocabulary
) -> tuple[str, str, str, str, str]:
    """A word's form, its kind in full, its kind in brief, the word itself where it can be no name, and its spelling."""
    capital, upper, plain, first, last, eponym = flags
    size = min(len(text), 4)
    shape = f"{'U' if upper else 'X' if looks_made(text) else 'A' if capital else 'a'}{size if size < 4 else ''}"
    special = next((letter for letter, words in _SPECIAL if low in words), "")
    if upper and size < 4 and CREDENTIAL.fullmatch(text):
        special = "z"
    often = vocabulary.texts.get(low, 9)
    kind = (
        f"{f'F{vocabulary.first.get(low, 9)}' if first else ''}{f'L{vocabulary.last.get(low, 9)}' if last else ''}"
        f"{'p' if plain else ''}{often}{'e' if eponym else ''}{special}{'-' if '-' in text else ''}"
    )
    listed = first or last
    lists = ("B" if often < 2 else "b") if plain and listed else "N" if listed else "P" if plain else "0"
    brief = f"{lists}{special}{'e' if eponym else ''}"
    can_be = len(text) > 1 and not special and (not plain or (capital and listed))
    spelled = str(bin_spelling(low, vocabulary.spelling))
    return shape, kind, brief, f"{lists}{shape}" if can_be or not plain else low, spelled


@lru_cache(maxsize=4096)
def _read_gap(gap: str) -> str:
    """What stands between two words, in at most three signs at each end: digits as 9, breaks as /."""
    signs = [
        "/" if sign[0] == "\n" else "9" if sign[0].isdigit() else sign if sign.strip() else " " * min(len(sign), 2)
        for sign in _GAP.findall(gap[:24].replace("\t", " | "))
    ]
    return "".join(signs[:4])
