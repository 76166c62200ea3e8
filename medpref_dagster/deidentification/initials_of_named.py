"""Initials of somebody whose full name stands in the same text: `Son Do, pharmacist` and, below, `SD`.

`names_by_initials.py` asks where nothing but somebody's letters can stand. Here the name itself is the sign, so more places
serve: a line of their own, brackets, behind a dash, a semicolon or *by*, before a date. Letters that are an abbreviation or
a word (*PT*, *am*) need a line of their own below the name, or points.
"""

from collections.abc import Iterable, Iterator

import regex

from medpref_dagster.deidentification.identifiers import Identifier
from medpref_dagster.deidentification.medical_names import ABBREVIATIONS
from medpref_dagster.deidentification.name_words import CREDENTIAL
from medpref_dagster.deidentification.reading import Reading

_LETTERS = regex.compile(
    r"(?:(?<=^[ \t]*)|(?<=[.!?;,:)/(\-–—][ ]{0,2}|\b(?i:by|initials?|minutes|signed|printed|thx|thanks|nurse|session[ ]\d{1,2}[ ]-)[ ]|[ ]{2}))"
    r"(?P<letters>\p{Lu}\.?(?:[ ]?\p{Lu}\.?){1,3}|\p{Ll}(?:\.?\p{Ll}){1,3}\.?)"
    r"(?=[ \t]*(?:$|[.;,:)/|\-–—])|[ ]{1,2}\d)(?!['’]\p{L})",
    regex.MULTILINE,
)
_WORD = regex.compile(r"\p{L}[\p{L}\p{M}'’]*")
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
_PARTICLES = frozenset(
    {"de", "la", "del", "da", "dos", "di", "van", "von", "der", "den", "bin", "binte", "al", "el", "ibn", "le", "du"}
)


def find_initials_of_named(reading: Reading, names: Iterable[Identifier]) -> Iterator[Identifier]:
    """Letters that are the initials of one of the names that were found in the text."""
    text = reading.text
    named = {letters for name in names for letters in list_initials(text[name.start : name.end])}
    if not named:
        return
    for match in _LETTERS.finditer(text):
        written = match["letters"]
        letters = "".join(filter(str.isalpha, written)).lower()
        if letters in named or (len(letters) == 3 and letters[0] + letters[2] in named):
            start, end = match.span("letters")
            if _is_somebodys(reading, written, letters, start, end):
                yield Identifier(start, end, "name")


def list_initials(name: str) -> set[str]:
    """The initials that somebody of this full name may sign with, in small letters; none of a single name.

    >>> sorted(list_initials("Ferragamo, Donatella Grace"))
    ['df', 'dgf']
    >>> list_initials("Ferragamo")
    set()
    """
    family, comma, given = name.replace("^", ",").partition(",")
    words = [word for word in _WORD.findall(f"{given} {family}" if comma else name) if word.lower() not in _SUFFIXES]
    if len(words) < 2 or len(words) > 6:
        return set()
    without = [word for word in words if word.lower() not in _PARTICLES] or words
    every = {"".join(word[0] for word in some).lower() for some in (words, without) if len(some) > 1}
    pairs = {(some[0][0] + some[-1][0]).lower() for some in (words, without) if len(some) > 1}
    return {letters for letters in every | pairs if 2 <= len(letters) <= 4}


def _is_somebodys(reading: Reading, written: str, letters: str, start: int, end: int) -> bool:
    """Whether letters are initials where they may be an abbreviation or a word, too."""
    text = reading.text
    if "." in written.rstrip("."):
        return True
    if text[max(0, start - 1) : start] == "(" and text[end : end + 1] == ")":
        return False  # Indian Penal Code (IPC)
    begin = text.rfind("\n", 0, start) + 1
    own_line = not text[begin:start].strip(" \t-–—/~") and not text[end:].partition("\n")[0].strip(" \t.")
    if own_line and not CREDENTIAL.fullmatch(written):
        return True
    is_word = letters in reading.lexicon.plain if written.islower() else False
    return not (letters.upper() in ABBREVIATIONS or CREDENTIAL.fullmatch(written) or is_word)
