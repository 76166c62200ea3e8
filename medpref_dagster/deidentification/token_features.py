"""A text as tokens, and what stands at and around each of them: what `tagger.py` is told.

A word stands for itself only where it is one that notes of several authors have and that is rarely part of an identifier (*Dr*,
*seen*, *MRN*). Any other is told by its lists, its capitals and its ending, so that what is learned on one list of names, streets
or codes holds for others.
"""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

import regex

from medpref_dagster.deidentification.lexicon import fold, load_lexicon
from medpref_dagster.deidentification.medical_names import ABBREVIATIONS, NAMED_AFTER_PEOPLE
from medpref_dagster.deidentification.medicines import BRANDS
from medpref_dagster.deidentification.name_words import STOP

_TOKEN = regex.compile(r"\p{L}[\p{L}\p{M}]*|\d+|\n|[^\s\p{L}\d]")
_WORD = regex.compile(r"\p{L}{2,}")
_CHUNK = regex.compile(r"\S+")
_RUN = regex.compile(r"(.)\1{2,}")
_LONGEST_SHAPE = 24
_AROUND = 4
_NEVER_NAMES = STOP | {"oh", "ah", "uh", "um", "ok", "okay", "hey", "bye"}
_BEGIN, _END = "<s>", "</s>"


@dataclass(frozen=True, slots=True)
class Token:
    """A row of letters, a row of digits, or one sign; a line's end is one, too. Counted in characters."""

    start: int
    end: int
    text: str


class Doubt(Enum):
    """What speaks against a token's being somebody's name before anything around it is read."""

    NONE = "none"
    NAME_TOO = "a word of clinical notes that is a name, too"
    WORD = "a word or an abbreviation"


def read_tokens(text: str) -> list[Token]:
    """The tokens of a text in order; letters and digits side by side are two (*93* and *yo*)."""
    return [Token(match.start(), match.end(), match[0]) for match in _TOKEN.finditer(text)]


@lru_cache(maxsize=1 << 15)
def tell_case(token: str) -> str:
    """What a token is made of: capitals, or how many digits of about what value; a sign is itself.

    >>> [tell_case(token) for token in ("MRN", "Ana", "mg", "McAdam", "K", "1998", "14", "93", "0412", ";")]
    ['XX', 'Xx', 'xx', 'XxX', 'X', 'dY', 'd2b', 'd2e', 'd4', ';']
    """
    if token.isdecimal():
        if len(token) == 4 and token[:2] in ("19", "20"):
            return "dY"
        if len(token) > 2:
            return f"d{min(len(token), 9)}"
        value = int(token)
        return f"d{len(token)}{'a' if value <= 12 else 'b' if value <= 31 else 'c' if value < 90 else 'e'}"
    if not token[0].isalpha():
        return token[0]
    if len(token) == 1:
        return "X" if token.isupper() else "x"
    if token.isupper():
        return "XX"
    if token[0].isupper():
        return "Xx" if token[1:].islower() else "XxX"
    return "xx"


@lru_cache(maxsize=1 << 15)
def tell_lists(word: str) -> str:
    """Which lists a folded word is in: of words, first names, last names, towns, eponyms, trade names, abbreviations."""
    if not word.isalpha():
        return ""
    lexicon = load_lexicon()
    return "".join(
        letter
        for letter, words in (
            ("p", lexicon.plain),
            ("f", lexicon.first),
            ("l", lexicon.last),
            ("t", _words_of_towns()),
            ("e", _words_of_eponyms()),
            ("b", BRANDS),
            ("a", _abbreviations()),
        )
        if word in words
    )


@lru_cache(maxsize=1)
def _words_of_towns() -> frozenset[str]:
    lexicon = load_lexicon()
    return frozenset(word for name in lexicon.cities | lexicon.counties for word in name.split())


@lru_cache(maxsize=1)
def _words_of_eponyms() -> frozenset[str]:
    return frozenset(word for name in NAMED_AFTER_PEOPLE for word in _WORD.findall(name))


@lru_cache(maxsize=1)
def _abbreviations() -> frozenset[str]:
    return frozenset(word.lower() for word in ABBREVIATIONS)


@lru_cache(maxsize=1 << 15)
def tell_shape(chunk: str) -> str:
    """What stands between two spaces, sign by sign, with longer runs cut to two.

    >>> tell_shape("RX-20441/b")
    'XX-dd+/x'
    """
    signs = "".join(
        "d" if sign.isdecimal() else sign if not sign.isalpha() else "X" if sign.isupper() else "x" for sign in chunk
    )
    return _RUN.sub(r"\1\1+", signs)[:_LONGEST_SHAPE]


class TokenFeatures:
    """The tokens of a text, and of each what stands there and around.

    Parameters
    ----------
    text
        A note.
    tokens
        Its tokens.
    words
        Folded words that stand for themselves.
    """

    def __init__(self, text: str, tokens: list[Token], words: Collection[str]) -> None:
        self.tokens = tokens
        self._words = words
        self._low = [fold(token.text) for token in tokens]
        self._case = [tell_case(token.text) for token in tokens]
        self._lists = [tell_lists(low) for low in self._low]
        kinds = [case + lists for case, lists in zip(self._case, self._lists, strict=True)]
        said = [low if low in words or not low.isalnum() else kind for low, kind in zip(self._low, kinds, strict=True)]
        self._kind = [*[""] * _AROUND, *kinds, *[""] * _AROUND]
        self._said = [*[_BEGIN] * _AROUND, *said, *[_END] * _AROUND]
        self._shape = _tell_shapes(text, tokens)
        self._line = _tell_lines(tokens)
        self._label = self._tell_labels(words)
        self._count = Counter(self._low)
        self._small = {low for low, case in zip(self._low, self._case, strict=True) if case == "xx"}

    def of(self, number: int) -> list[str]:
        """What stands at and around a token, each as a word."""
        said, kind = self._said, self._kind
        place = number + _AROUND
        case, low = self._case[number], self._low[number]
        before3, before2, before, here, after, after2 = said[place - 3 : place + 3]
        capitals, from_begin, from_end = self._line[number]
        label = self._label[number]
        features = [
            "b",
            f"w={here}",
            f"c={kind[place]}",
            f"k={self._shape[number]}",
            f"n={case}{capitals}",
            f"l={label}",
            f"f={from_begin}",
            f"t={from_end}",
            f"s={self._spaces(number)}{case}",
            f"-4={said[place - 4]}",
            f"-3={before3}",
            f"-2={before2}",
            f"-1={before}",
            f"1={after}",
            f"2={after2}",
            f"3={said[place + 3]}",
            f"4={said[place + 4]}",
            f"c-2={kind[place - 2]}",
            f"c-1={kind[place - 1]}",
            f"c1={kind[place + 1]}",
            f"c2={kind[place + 2]}",
            f"a={before2}_{before}",
            f"aa={before3}_{before2}_{before}",
            f"e={after}_{after2}",
            f"m={before}_{after}",
            f"mm={kind[place - 1]}_{kind[place]}_{kind[place + 1]}",
            f"lc={label}_{case}",
            f"bc={before}_{case}",
            f"ca={case}_{after}",
            f"bw={before}_{here}",
            f"wa={here}_{after}",
        ]
        if len(low) > 3 and low.isalpha():
            features += (f"x={low[-3:]}", f"y={low[:3]}", f"xx={low[-2:]}{case}")
        if case != "xx" and low in self._small:
            features.append("small too")
        if self._count[low] > 1 and low.isalpha() and self._lists[number] != "p":
            features.append(f"again {kind[place]}")
        return features

    def doubt(self, number: int) -> Doubt:
        """Whether a token is rather a word or an abbreviation than a name, by the lists and by its case."""
        lists, case, low = self._lists[number], self._case[number], self._low[number]
        if case == "x" or low in _NEVER_NAMES or ("a" in lists and case in ("X", "XX")):
            return Doubt.WORD
        if "p" not in lists:
            return Doubt.NONE
        if not {"f", "l"} & set(lists) or (case == "xx" and (self._line[number][0] == "M" or low in self._words)):
            return Doubt.WORD
        return Doubt.NAME_TOO if low in self._words else Doubt.NONE

    def _spaces(self, number: int) -> str:
        token = self.tokens[number]
        before = number > 0 and self.tokens[number - 1].end < token.start
        after = number + 1 < len(self.tokens) and token.end < self.tokens[number + 1].start
        return f"{before:d}{after:d}"

    def _tell_labels(self, words: Collection[str]) -> list[str]:
        """Of each token the word before the last colon or equals sign of its line, up to a semicolon or a bar."""
        labels: list[str] = []
        label = last = ""
        for low in self._low:
            if low == "\n":
                label = last = ""
            labels.append(label)
            if low.isalpha():
                last = low if low in words else "?"
            elif low in ":=#":
                label = last
            elif low in ";|":
                label = ""
        return labels


def _tell_shapes(text: str, tokens: list[Token]) -> list[str]:
    chunks = _CHUNK.finditer(text)
    start = end = -1
    shape = ""
    shapes: list[str] = []
    for token in tokens:
        if token.text == "\n":
            shapes.append("nl")
            continue
        while not start <= token.start < end:
            chunk = next(chunks)
            start, end, shape = chunk.start(), chunk.end(), tell_shape(chunk[0])
        shapes.append(shape)
    return shapes


def _tell_lines(tokens: list[Token]) -> list[tuple[str, int, int]]:
    """Of each token whether its line is in capitals (U), in small letters (L) or mixed (M), and how far its ends are, up to three and two."""
    lines: list[tuple[str, int, int]] = []
    begin = 0
    for number in range(len(tokens) + 1):
        if number < len(tokens) and tokens[number].text != "\n":
            continue
        letters = "".join(token.text for token in tokens[begin:number] if token.text.isalpha())
        capitals = "U" if letters.isupper() else "L" if letters.islower() else "M"
        last = min(number + 1, len(tokens))
        lines += [(capitals, min(place - begin, 3), min(number - place, 2)) for place in range(begin, last)]
        begin = number + 1
    return lines
