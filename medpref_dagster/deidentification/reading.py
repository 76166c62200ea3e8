"""A text as words with what the lists say of each: what the detectors of names and places share."""

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property, lru_cache

import regex

from medpref_dagster.deidentification.lexicon import (
    CLINICAL_NOUNS,
    EPONYMS,
    MOSTLY_ABBREVIATIONS,
    Lexicon,
    fold,
    list_words,
    load_lexicon,
)
from medpref_dagster.deidentification.medicines import looks_generic

_WORD = regex.compile(r"\p{L}[\p{L}\p{M}]*(?:['’ʼ‘\-\u2010\u2011]\p{L}[\p{L}\p{M}]*)*")
_IRISH = regex.compile(r"(?:[hn][AEIOUÁÉÍÓÚ]|mB|gC|n[DG]|bP|d[T]|t[S])\p{Ll}{4,}")
_ENDS_CLAUSE = regex.compile(r"[,.;:!?|]\s|[\n;:|]")
_LINE_ENDS = regex.compile(r"\n")
_PARTS = regex.compile(r"['’ʼ‘\-\u2010\u2011]")

PARTICLES = list_words(
    "de del della di da dos das do du des la las le los lo van von der den ten ter te vander al el bin bint binti ibn ben abu abd o y e san st mac mc ap nic ni ua zu zur af av het onder op dei degli delle dello lo di ni o mhic nig saint ste thi die auch ferch verch"
)
"""What stands between the parts of a name."""

_ACCENTED = list_words(
    "cafe naive resume facade cliche senor senora fiancee fiance protege role debride melange creme sjogren meniere guillain barre behcet decor entree deja"
)
_ARTICLES = list_words("d as ash ad ar at az an abdul abou bou")
CONTRACTED = list_words("t s d m ll re ve")


_KEEP_ACCENTS = EPONYMS | _ACCENTED


@dataclass(frozen=True)
class Word:
    """A word of a text: its place, and what it may be."""

    start: int
    end: int
    text: str
    low: str
    capital: bool
    upper: bool
    plain: bool
    first: bool
    last: bool
    eponym: bool

    @property
    def initial(self) -> bool:
        """A single capital."""
        return self.capital and len(self.text) == 1

    @property
    def listed(self) -> bool:
        """In a list of names."""
        return self.first or self.last

    @property
    def unknown(self) -> bool:
        """Capitalized, and in no list at all."""
        return self.capital and not self.plain and not self.listed and len(self.text) > 1

    @property
    def name_like(self) -> bool:
        """Capitalized, and rather a name than a word."""
        return self.capital and len(self.text) > 1 and not self.plain


class Reading:
    """A text, its words in order, and the lexicon that they were looked up in."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lexicon: Lexicon = load_lexicon()
        self.words: list[Word] = [_look_up(match[0], match.start()) for match in _WORD.finditer(text)]
        self._by_start = {word.start: place for place, word in enumerate(self.words)}

    def word_at(self, start: int) -> int | None:
        """The number of the word that begins at a character."""
        return self._by_start.get(start)

    def word_from(self, start: int) -> int | None:
        """The number of the first word that begins at a character or after it."""
        low, high = 0, len(self.words)
        while low < high:
            middle = (low + high) // 2
            if self.words[middle].start < start:
                low = middle + 1
            else:
                high = middle
        return low if low < len(self.words) else None

    def gap(self, number: int) -> str:
        """What stands between a word and the next one; to the end of the text after the last."""
        end = self.words[number + 1].start if number + 1 < len(self.words) else len(self.text)
        return self.text[self.words[number].end : end]

    def before(self, number: int) -> str:
        """What stands between a word and the one before it."""
        start = self.words[number - 1].end if number else 0
        return self.text[start : self.words[number].start]

    def begins_sentence(self, number: int) -> bool:
        """Whether a word is the first of a sentence, a line or a field, where a capital says nothing."""
        if number == 0:
            return True
        before = self.before(number)
        return "\n" in before or any(sign in before for sign in '.!?:;|\t•*"“') or before.strip() in ("-", "--")

    def is_all_capitals(self, number: int) -> bool:
        """Whether a word stands in a line that has no small letters, so that capitals say nothing."""
        return self._line_cases[self._line_of(number)][0]

    def stands_out(self, number: int) -> bool:
        """Whether a word in capitals stands in a line that has small letters, so that it is no heading."""
        return self._line_cases[self._line_of(number)][1]

    def _line_of(self, number: int) -> int:
        return bisect_right(self._line_starts, self.words[number].start) - 1

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(match.end() for match in _LINE_ENDS.finditer(self.text))]

    @cached_property
    def _line_cases(self) -> list[tuple[bool, bool]]:
        """Of each line, whether it has no small letter, and whether it has more small letters than capitals.

        Once for each line, not for each word: a text may be one line.
        """
        return [
            (line.isupper(), sum(map(str.islower, line)) > sum(map(str.isupper, line)))
            for line in self.text.split("\n")
        ]

    def is_clinical(self, number: int, *, alone: bool = True) -> bool:
        """Whether a word stands before what eponyms stand before, or (`alone`) is an eponym whatever follows."""
        word = self.words[number]
        for ahead in (1, 2):
            gap = self.gap(number + ahead - 1)
            if number + ahead >= len(self.words) or len(gap) > 3 or _ENDS_CLAUSE.search(gap):
                break
            follows = self.words[number + ahead]
            if follows.low in CLINICAL_NOUNS and not (
                follows.capital and not follows.upper and follows.last and not follows.plain
            ):
                return True
            if not follows.eponym:
                break
        return alone and word.eponym


def _look_up(text: str, start: int) -> Word:
    if len(text) > 2 and text[-2] in "'’ʼ‘" and text[-1] in "sS":
        text = text[:-2]
    low, capital, upper, plain, first, last, eponym = _know(text)
    return Word(start, start + len(text), text, low, capital, upper, plain, first, last, eponym)


@lru_cache(maxsize=65536)
def _know(text: str) -> tuple[str, bool, bool, bool, bool, bool, bool]:
    lexicon = load_lexicon()
    low = fold(text)
    parts = [part for part in _PARTS.split(low) if part]
    generic = looks_generic(low) and low not in lexicon.first and low not in lexicon.last
    plain = (
        low in lexicon.plain
        or generic
        or _is_inflected(low, lexicon)
        or (len(parts) > 1 and _is_compound(low, parts, lexicon))
    )
    if plain and not text.isascii() and text[0].isupper() and low not in _KEEP_ACCENTS:
        # An accent on a word with a capital is a name's: `Åsa`, `Sá`, `Đỗ`.
        plain = False
    if low in MOSTLY_ABBREVIATIONS and text.istitle():
        plain = False
    joined = "".join(parts)
    first = low in lexicon.first or (
        len(parts) > 1 and (joined in lexicon.first or all(part in lexicon.first for part in parts))
    )
    last = low in lexicon.last or (
        len(parts) > 1
        and (joined in lexicon.last or any(part in lexicon.last and part not in lexicon.plain for part in parts))
    )
    if len(text) == 1:
        plain, first, last = False, False, False
    # al-Rashidi, d'Alene and hIfearnain begin small and are names.
    capital = text[0].isupper() or (
        len(parts) > 1 and (parts[0] in PARTICLES or parts[0] in _ARTICLES) and text[len(parts[0]) + 1].isupper()
    )
    capital = capital or _IRISH.fullmatch(text) is not None
    return low, capital, text.isupper() and len(text) > 1, plain, first, last, low in EPONYMS


def _is_compound(low: str, parts: list[str], lexicon: Lexicon) -> bool:
    """Whether a word with a hyphen is of words (`follow-up`); one with an apostrophe only as a contraction (`doesn't`)."""
    if not any(sign in low for sign in "-\u2010\u2011") and parts[-1] not in CONTRACTED:
        return False
    return all(part in lexicon.plain or len(part) == 1 or part in CONTRACTED for part in parts)


def _is_inflected(low: str, lexicon: Lexicon) -> bool:
    """Whether a word is a listed one with an ending that lists leave out."""
    if low in lexicon.first or low in lexicon.last:
        return False
    return any(
        low.endswith(end) and len(low) > len(end) + 3 and low[: -len(end)] in lexicon.plain
        for end in ("s", "es", "ed", "ing", "d", "ly", "al", "er")
    )


_ARTICLE = regex.compile(r"(?i)^(?:a[dlnrst]|ash?|el|bin|ben|abu|ul|ud|der|\p{L}{1,2})['’\-]")
_TWO_CAPITALS = regex.compile(r"(?:Mac?|Mc|O['’]|D['’]|De|Di|La|Le|Van|Fitz|[A-Z][a-z]+-)\p{Lu}")


@lru_cache(maxsize=65536)
def looks_made(text: str) -> bool:
    """Product names and abbreviations: capitals inside (`MyChart`, `HbA1c`), but `McAdam` and `O'Neil` are names."""
    if text.isupper():
        return False
    inner = _ARTICLE.sub("", text)[1:]
    return any(map(str.isupper, inner)) and not _TWO_CAPITALS.match(text)
