"""Whether the rules know the language of a text: by its script, and by py3langid (BSD-3-Clause; a model in plain arrays).

Notes are terse, and a detector of languages takes a list of abbreviations for anything. So a paragraph counts as foreign
only where its letters are of another script, or where another language is far more likely than every known one: by four
nats a word, where whole sentences of other languages have six and more, and terse English ones less than two.
"""

from functools import lru_cache
from typing import Any

import regex

KNOWN = ("en",)
"""Languages that the rules know."""

_LETTER = regex.compile(r"\p{L}")
_LATIN = regex.compile(r"\p{Script=Latin}")
_WORD = regex.compile(r"\p{L}+")
_FEWEST_WORDS = 8
_FARTHER_BY_WORD = 4.0
_MOST_FOREIGN_SCRIPT = 0.2


class LanguageError(Exception):
    """The library that knows languages is not installed."""


def find_foreign(text: str, languages: tuple[str, ...] = ("en",)) -> str | None:
    """The language of the first paragraph that is in none of `languages`: an ISO 639-1 code, or `another script`.

    None where every paragraph can be read by the rules, or is too short to say.
    """
    for paragraph in regex.split(r"\n\s*\n", text):
        found = _find_foreign(paragraph, languages)
        if found:
            return found
    return None


def _find_foreign(text: str, languages: tuple[str, ...]) -> str | None:
    letters = len(_LETTER.findall(text))
    if letters == 0:
        return None
    latin = len(_LATIN.findall(text))
    if letters - latin > _MOST_FOREIGN_SCRIPT * letters and letters - latin > 4:
        return "another script"
    words = len(_WORD.findall(text))
    if words < _FEWEST_WORDS:
        return None
    ranked = _load()(text)
    known = max((score for language, score in ranked if language in languages), default=float("-inf"))
    language, score = ranked[0]
    return str(language) if score - known > _FARTHER_BY_WORD * words else None


@lru_cache(maxsize=1)
def _load() -> Any:
    try:
        from py3langid import langid
    except ImportError:
        raise LanguageError(
            "de-identification needs the package py3langid: pip install 'medpref-dagster[deidentification]'"
        ) from None
    return langid.rank
