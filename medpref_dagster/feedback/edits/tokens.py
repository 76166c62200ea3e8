"""A text as tokens: words, numbers, signs, and phrases that mean one thing, each with its place and what it means.

Two tokens of one `key` say the same, however they are written: BID and twice daily, Lasix and furosemide,
1,200 and 1200, an accent as one character or as two. So what differs in spelling alone is aligned, and is seen to
differ in style.
"""

import functools
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Literal, NamedTuple

from medpref_dagster.feedback.edits import terms
from medpref_dagster.words import UNSPACED, fold

Family = Literal[
    "word",
    "function",
    "sign",
    "number",
    "unit",
    "frequency",
    "route",
    "side",
    "drug",
    "diagnosis",
    "negation",
    "action",
]


class Token(NamedTuple):
    """A word, a number, a sign, or a phrase of them that means one thing."""

    start: int
    end: int
    key: str
    family: Family

    @property
    def is_content(self) -> bool:
        """Whether it says something by itself."""
        return self.family != "function" and self.family != "sign"


_make_token: Callable[[tuple[int, int, str, Family]], Token] = functools.partial(tuple.__new__, Token)
"""A token from its fields, in half the time that its constructor takes."""


@dataclass(frozen=True, slots=True)
class TokenizedText:
    """A text, its tokens, and its sentences as ranges of tokens, which together hold every token."""

    text: str
    tokens: list[Token]
    sentences: list[tuple[int, int]]
    sentence_of: list[int]
    """Number of the sentence of each token."""

    def read(self, first: int, last: int) -> str:
        """What is written from token `first` to before token `last`."""
        return self.text[self.tokens[first].start : self.tokens[last - 1].end] if first < last else ""


def tokenize(text: str) -> TokenizedText:
    """Cut a text into tokens; whitespace belongs to none.

    >>> [token.key for token in tokenize("Lasix 40mg BID.").tokens]
    ['furosemide', '#40', 'mg', '2/day', '.']
    """
    pieces = _split(text)
    spans, keys, groups = pieces
    tokens: list[Token] = []
    by_neighbours = _list_words_with_neighbours()
    taken = 0
    for index, (key, group) in enumerate(zip(keys, groups, strict=True)):
        if index < taken:
            continue
        if group in _PLAIN_GROUPS and key not in by_neighbours:
            tokens.append(_make_token(spans[index] + _read_plain(key, group)))
        else:
            token, used = _read_token(text, pieces, index, tokens)
            tokens.append(token)
            taken = index + used
    sentences = _find_sentences(text, tokens)
    sentence_of = [number for number, (first, last) in enumerate(sentences) for _ in range(first, last)]
    return TokenizedText(text, tokens, sentences, sentence_of)


_ONE = r"\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+"
_NUMBER = (
    r"(?:[<>≤≥]=?[^\S\n]?|(?<![\w.)\]])[-\u2212+])?"
    rf"(?:{_ONE})(?:(?:[/:]|[^\S\n]?[-\u2013][^\S\n]?)(?:{_ONE})(?!\d|[^\W\d_]{{3}}))*(?:(?:st|nd|rd|th)(?![^\W_]))?"
)


@functools.cache
def _compile(ascii_only: bool) -> "re.Pattern[str] | Any":
    """Groups: q8h and the like, compound unit, number, abbreviation, word; else one sign.

    That of ASCII is for text in small letters: to look for both cases of each letter takes twice as long. And what can
    be nothing but a word is tried first: each of the others has a digit, a stroke or a full stop in or behind its first
    or second letter, or a stroke behind a unit.
    """
    shape = (
        r"(?P<every>(?<![^\W_])q\.?\s?\d+(?:[^\S\n]?-[^\S\n]?\d+)?\s?h(?:rs?|ours?)?(?![^\W_]))"
        rf"|(?P<compound>(?<![^\W\d_])(?:{terms.COMPOUND_UNIT}|°[^\S\n]?[cf])(?![^\W_]))"
        rf"|(?P<number>(?<![a-z0-9]){_NUMBER})"
        r"|(?P<short>(?<![^\W_])(?:[a-z]\.){2,}|(?<![^\W_])(?:w/o|s/p|c/o|h/o|y/o|n/v|f/u|d/c|b/l|w/(?=\s))(?![^\W_]))"
    )
    letter = r"[^\W\d_]"
    word = rf"[^\W_](?:[^\W_]|['\u2019](?={letter}))*"
    if ascii_only:
        return re.compile(rf"(?P<plain>[a-z]{{2}}(?:[a-z0-9]|'(?=[a-z]))*+(?!/))|{shape}|(?P<word>{word})|\S")
    import regex  # slow to load, and slower than re

    begin = rf"[[\p{{L}}\p{{N}}]--{UNSPACED}]"
    word = rf"{UNSPACED}\p{{M}}*|{begin}(?:[[\p{{L}}\p{{N}}\p{{M}}]--{UNSPACED}]|['\u2019](?=\p{{L}}))*"
    return regex.compile(rf"(?V1){shape}|(?P<word>{word})|\S\p{{M}}*", regex.IGNORECASE)


class _Pieces(NamedTuple):
    """Of each piece in order: its place, its folded text, its group; by columns, since most are read once."""

    spans: list[tuple[int, int]]
    keys: list[str]
    groups: list[str]


def _split(text: str) -> _Pieces:
    if text.isascii():
        found = [*_compile(True).finditer(text.lower())]
        keys = [match.group() for match in found]
    else:
        found = [*_compile(False).finditer(text)]
        keys = [fold(match.group()) for match in found]
    return _Pieces([match.span() for match in found], keys, [match.lastgroup or "" for match in found])


_KEEP_CASE: Final = frozenset(
    key for key in terms.SIDES if " " not in key and key not in {"left", "right"} and "lateral" not in key
)


@functools.cache
def _phrases() -> dict[str, list[tuple[list[str], Family, str]]]:
    """First piece -> phrases of several pieces, the longest first."""
    known: dict[tuple[str, ...], tuple[Family, str]] = {}

    def add(family: Family, phrases: dict[str, str]) -> None:
        for phrase, meaning in phrases.items():
            pieces = tuple(_split(phrase).keys)
            if len(pieces) > 1:
                known.setdefault(pieces, (family, meaning))

    add("word", {phrase: "unchanged" if "change" in phrase else phrase for phrase in terms.NO_NEGATIONS})
    add("frequency", terms.list_frequencies())
    add("route", terms.ROUTES)
    add("drug", terms.DRUGS)
    add("drug", {group: group.replace("-", " ").removesuffix("s") for group in terms.DRUG_GROUPS})
    add("side", terms.SIDES)
    add("negation", {phrase: phrase for phrase in terms.NEGATIONS})
    add("word", {phrase: phrase for phrase in terms.AFFIRMATIONS})
    add("diagnosis", terms.PROBLEMS)
    add("word", {meaning: meaning for meaning in terms.CHART_WORDS.values()})
    add("word", terms.CHART_WORDS)
    found: dict[str, list[tuple[list[str], Family, str]]] = {}
    for pieces, (family, meaning) in known.items():
        found.setdefault(pieces[0], []).append(([*pieces], family, meaning))
    for phrases in found.values():
        phrases.sort(key=lambda phrase: (-len(phrase[0]), phrase[0]))
    return found


@functools.cache
def _list_words_with_neighbours() -> frozenset[str]:
    """Words that begin a phrase, or mean something else beside others; most words are read by themselves."""
    return frozenset({"left", "right", *_phrases(), *terms.UNITS, *terms.ROMAN, *terms.MONTHS, *_KEEP_CASE})


_PLAIN_GROUPS: Final = frozenset(("plain", "word", "number", ""))
"""Of pieces that are read by themselves unless they are among the words with neighbours."""


@functools.lru_cache(maxsize=1 << 16)
def _read_plain(key: str, group: str) -> tuple[str, Family]:
    if group == "number":
        return f"#{_normalize_number(key)}", "number"
    return _read_alone(key) if group else (_SIGNS.get(key, key), "sign")


def _read_token(text: str, pieces: _Pieces, index: int, before: list[Token]) -> tuple[Token, int]:
    """The token that begins at a piece, and how many pieces it takes."""
    spans, keys, _ = pieces
    start, end = spans[index]
    for phrase, family, meaning in _phrases().get(keys[index], ()):
        following = index + len(phrase)
        if keys[index:following] == phrase and "\n" not in text[start : spans[following - 1][1]]:
            return Token(start, spans[following - 1][1], meaning, family), len(phrase)
    return Token(start, end, *_read_piece(text, pieces, index, before)), 1


def _read_piece(text: str, pieces: _Pieces, index: int, before: list[Token]) -> tuple[str, Family]:
    key, group = pieces.keys[index], pieces.groups[index]
    if group == "every":
        return f"q{'-'.join(re.findall(r'[0-9]+', key))}h", "frequency"
    if group == "compound":
        return _normalize_unit(key), "unit"
    if key == "%":
        return "%", "unit"
    if group in ("number", ""):
        return _read_plain(key, group)
    return _read_word(text, pieces, index, key.replace(".", "") if group == "short" else key, before)


_SIGNS: Final = {
    "\u2019": "'",
    "\u2018": "'",
    "\u201c": '"',
    "\u201d": '"',
    "\u2013": "-",
    "\u2014": "-",
    "\u2212": "-",
}


def _read_word(text: str, pieces: _Pieces, index: int, key: str, before: list[Token]) -> tuple[str, Family]:
    """What a word means beside its neighbours, else by itself."""
    start, end = pieces.spans[index]
    written = text[start:end]
    if key in terms.UNITS and _follows_number(before):
        return terms.UNITS[key] or key, "unit"
    if key in terms.ROMAN and before and before[-1].key in terms.GRADES:
        return f"#{terms.ROMAN[key]}", "number"
    if key in terms.MONTHS and _is_month(written, pieces, index, before):
        return f"#{key[:3]}", "number"
    if key in ("left", "right"):
        following = pieces.keys[index + 1] if index + 1 < len(pieces.keys) else ""
        previous = before[-1].key if before else ""
        if previous in terms.NOT_A_SIDE_BEFORE or following in terms.NOT_A_SIDE_AFTER:
            return key, "word"
        return key, "side"
    if key in _KEEP_CASE:
        if written.isupper() or pieces.groups[index] == "short":
            return terms.SIDES[key], "side"
        return key, "word"
    return _read_alone(key)


def _follows_number(before: list[Token]) -> bool:
    if before and before[-1].key == "-" and len(before) > 1:
        return before[-2].family == "number"
    return bool(before) and before[-1].family == "number"


_DATE_WORDS: Final = terms.list_words("in since until of last next by on from through before after early late mid")


def _is_month(written: str, pieces: _Pieces, index: int, before: list[Token]) -> bool:
    """Whether a word such as May is a month: with a capital, beside a number or behind in, since and the like."""
    if not written[:1].isupper():
        return False
    beside = pieces.groups[index + 1 : index + 2] == ["number"]
    return beside or bool(before and (before[-1].family == "number" or before[-1].key in _DATE_WORDS))


def read_family(word: str) -> Family:
    """What a folded word is by itself."""
    return _read_alone(word)[1]


@functools.lru_cache(maxsize=1 << 16)
def _read_alone(key: str) -> tuple[str, Family]:
    key = key.replace("\u2019", "'")
    tables: tuple[tuple[dict[str, str], Family], ...] = (
        (_frequencies(), "frequency"),
        (terms.ROUTES, "route"),
        (terms.DRUGS, "drug"),
        (terms.SIDES, "side"),
        (terms.PROBLEMS, "diagnosis"),
        (terms.ACTIONS, "action"),
    )
    for table, family in tables:
        if key in table:
            return table[key], family
    if key in terms.NEGATIONS:
        return key, "negation"
    if key in terms.NUMBER_WORDS or key in terms.ORDINALS or key in terms.WEEKDAYS:
        return f"#{terms.NUMBER_WORDS.get(key) or terms.ORDINALS.get(key) or key}", "number"
    if key in terms.CHART_WORDS:
        return terms.CHART_WORDS[key], "word"
    if key in terms.FUNCTION_WORDS:
        return key, "function"
    if key in terms.DRUG_GROUPS:
        return key.removesuffix("s"), "drug"
    if key in terms.PROBLEM_HEADS or (key not in terms.NO_PROBLEM and terms.PROBLEM.fullmatch(key)):
        return key, "diagnosis"
    if terms.DRUG_STEM.fullmatch(key):
        return key, "drug"
    return key, "word"


@functools.cache
def _frequencies() -> dict[str, str]:
    return terms.list_frequencies()


def _normalize_unit(key: str) -> str:
    parts = re.sub(r"\s", "", key.replace("\u00b5", "\u03bc")).split("/")
    return "/".join(terms.UNITS.get(part) or part for part in parts)


def _normalize_number(key: str) -> str:
    """Without separators of thousands, needless zeros and spaces, with the plain hyphen."""
    plain = re.sub(r"\s", "", key.replace("\u2013", "-").replace("\u2212", "-"))
    plain = re.sub(r"(?<=\d),(?=\d{3})", "", plain)
    return re.sub(r"\d+(?:\.\d+)?|\.\d+", _shorten_number, plain)


def _shorten_number(match: "re.Match[str]") -> str:
    whole, _, decimals = match.group().partition(".")
    decimals = decimals.rstrip("0")
    whole = whole.lstrip("0") or "0"
    return f"{whole}.{decimals}" if decimals else whole


_ABBREVIATIONS: Final = terms.list_words("dr drs mr mrs ms prof st jr sr vs no pt approx")


def _find_sentences(text: str, tokens: list[Token]) -> list[tuple[int, int]]:
    """As `preferences.rejected.corruption.find_sentences`, but of tokens, for every script, in linear time."""
    ranges: list[tuple[int, int]] = []
    first = 0
    for index in range(1, len(tokens)):
        _, end, key, _ = tokens[index - 1]
        gap = text[end : tokens[index].start]
        if (
            (gap != " " and "\n" in gap)
            or key in "\u3002\uff01\uff1f"
            or (gap and key in ".!?" and _ends_sentence(text, tokens, index))
        ):
            ranges.append((first, index))
            first = index
    if first < len(tokens):
        ranges.append((first, len(tokens)))
    return ranges


def _ends_sentence(text: str, tokens: list[Token], index: int) -> bool:
    following = text[tokens[index].start]
    if following.islower() or following in ",;)":
        return False
    if index < 2 or tokens[index - 1].key != ".":
        return True
    word = tokens[index - 2]
    is_item = word.family == "number" and (index == 2 or "\n" in text[tokens[index - 3].end : word.start])
    is_initial = word.end - word.start == 1 and text[word.start].isalpha() and word.family != "unit"
    return not (word.key in _ABBREVIATIONS or is_item or is_initial)
