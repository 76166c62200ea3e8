"""The words of a text, wherever texts are compared: in one Unicode form, and in every script.

An accent may be written as one character or as two (NFC and NFD); both are the same letter here. Chinese, Japanese,
Thai, Lao, Khmer, Burmese and Tibetan put no space between words: there each character counts as a word, as is usual
when ROUGE is measured for these languages. Korean has spaces and is read like Latin script.
"""

import functools
import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import regex

UNSPACED = (
    r"[[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Myanmar}"
    r"\p{scx=Tibetan}]&&[\p{L}\p{N}]]"
)
"""Letters and digits of scripts without spaces between words; for patterns of the library regex, version 1."""

NO_WORD = "(no word)"
"""Stands for a text without a word where words are counted: no word has such signs, and no count is empty."""

_BEGIN = rf"[[\p{{L}}\p{{N}}]--{UNSPACED}]"
# A vowel sign, or an accent that no single character has, belongs to the letter before it.
_SPACED = rf"{_BEGIN}[[\p{{L}}\p{{N}}\p{{M}}]--{UNSPACED}]*"
_SINGLE = rf"{UNSPACED}\p{{M}}*"

_WORD = f"{_SINGLE}|{_SPACED}"
_TERM = f"{_SINGLE}|{_SPACED}(?:[.,/]{_SPACED})*"
# The same of ASCII, where letters and digits are all there is: ten times as fast as by Unicode's properties.
_ASCII_WORD = re.compile(r"[a-z0-9]+")
_ASCII_TERM = re.compile(r"[a-z0-9]+(?:[.,/][a-z0-9]+)*")


@functools.cache
def _compile(pattern: str) -> "regex.Pattern[str]":
    """Only where texts are compared: definitions import this module, and regex is slow to load."""
    import regex

    return regex.compile(f"(?V1){pattern}")


def fold(text: str) -> str:
    """A text in the form in which texts are compared: case folded, each letter with its accents as one character.

    Unicode's canonical caseless match (The Unicode Standard, section 3.13, D145), composed.

    >>> fold("E\\u0301TE\\u0301") == fold("\\u00e9t\\u00e9")
    True
    """
    if text.isascii():
        return text.casefold()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", text).casefold())


def split_words(text: str) -> list[str]:
    """Folded runs of letters and digits.

    >>> split_words("WBC 15.2, fièvre 三天")
    ['wbc', '15', '2', 'fièvre', '三', '天']
    """
    folded = fold(text)
    return (_ASCII_WORD if folded.isascii() else _compile(_WORD)).findall(folded)


def split_terms(text: str) -> list[str]:
    """Folded words; numbers and units such as 7.5, 5/325 or mg/dl stay whole.

    >>> split_terms("WBC 15.2, 140 mg/dL")
    ['wbc', '15.2', '140', 'mg/dl']
    """
    folded = fold(text)
    return (_ASCII_TERM if folded.isascii() else _compile(_TERM)).findall(folded)


def is_word_character(character: str) -> bool:
    """Whether a character is part of a word: a letter, a digit, or a mark on one. Not the empty string."""
    return character.isalnum() or (bool(character) and unicodedata.category(character).startswith("M"))


def is_unspaced(character: str) -> bool:
    """Whether a character is of a script without spaces between words, and so a word of its own."""
    return not character.isascii() and _compile(UNSPACED).fullmatch(character) is not None


def keep_final(text: str) -> str:
    """The beginning of a text whose folded form is the same whatever is appended to the text.

    What is left off is the last letter with its accents: an accent may follow that becomes one character with it.

    >>> keep_final("cafe")
    'caf'
    """
    for end in range(len(text) - 1, 0, -1):
        last, before = text[end], text[:end]
        joined = unicodedata.normalize("NFC", before + last)
        apart = unicodedata.normalize("NFC", before) + unicodedata.normalize("NFC", last)
        if not unicodedata.combining(last) and joined == apart:
            return before
    return ""
