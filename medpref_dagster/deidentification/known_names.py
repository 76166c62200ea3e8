"""Names that a source's columns give, wherever they stand in its texts: in any order, case, accents and hyphens."""

from collections.abc import Iterable, Iterator

import regex

from medpref_dagster.deidentification.lexicon import fold
from medpref_dagster.deidentification.reading import PARTICLES

_WORD = regex.compile(r"[\p{L}\p{M}]+")
_GAP = regex.compile(r"[\s,.'’ʼ‘`´\-\u2010\u2011\u00ad\u200b]{1,3}")
"""What stands between the words of one name."""


def find_known(text: str, known_names: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Places of known names: two or more of their words in a row whatever their case, one word where it has a capital.

    A row may hold what stands in a name beside such words: particles of theirs (van, de la), their initials, and one
    capital letter between two of them.
    """
    by_name = [[fold(word) for word in _WORD.findall(name)] for name in known_names]
    known = {word for words in by_name for word in words}
    names = {word for words in by_name for word in _choose_telling(words)}
    if not names:
        return
    initials = {word[0] for word in known}
    row: list[regex.Match[str]] = []
    for match in _WORD.finditer(text):
        belongs = fold(match[0]) in known or (len(match[0]) == 1 and match[0].isupper())
        if row and not (belongs and _GAP.fullmatch(text, row[-1].end(), match.start())):
            yield from _settle(text, row, names, known, initials)
            row = []
        if belongs:
            row.append(match)
    yield from _settle(text, row, names, known, initials)


def _choose_telling(words: list[str]) -> list[str]:
    """The words of a name without its particles; with them where little else is left: `Ben Le`, `Mai San`."""
    long = [word for word in words if len(word) > 1]
    telling = [word for word in long if word not in PARTICLES]
    return telling if len(telling) > 1 else long


def _settle(
    text: str, row: "list[regex.Match[str]]", names: set[str], known: set[str], initials: set[str]
) -> Iterator[tuple[int, int]]:
    """The place of a row without single letters at its ends that are no initials of these names; one with a point
    behind it is an initial of theirs: `Maria Q.`"""
    words = [fold(match[0]) for match in row]
    first, last = 0, len(row)
    while first < last and words[first] not in known and words[first] not in initials:
        first += 1
    while (
        first < last
        and words[last - 1] not in known
        and words[last - 1] not in initials
        and text[row[last - 1].end() : row[last - 1].end() + 1] != "."
    ):
        last -= 1
    whole = [match for match, word in zip(row[first:last], words[first:last], strict=True) if word in names]
    if len(whole) > 1 or any(match[0][0].isupper() for match in whole):
        yield row[first].start(), row[last - 1].end()
