"""User names that are made of somebody's name: *tyoung* of Tiffany Young, *printed 08:41 by fmustafa*, *user=wwarfa*."""

from collections.abc import Iterable, Iterator

import regex

from medpref_dagster.deidentification.identifiers import Identifier
from medpref_dagster.deidentification.lexicon import fold
from medpref_dagster.deidentification.reading import Reading

_SAID = regex.compile(
    r"(?<=\b(?i:user(?:[ ]?name)?|usr|login|logon|log-in|signed[ ]on[ ]as|operator[ ]id|entered[ ]by|printed(?:[ ][\d/:.\-]+|[ ]\d{1,2}-\p{L}{3}-\d{2,4}){1,2}[ ]by)[ ]?[=: ][ ]?)(?P<user>[a-z][a-z\d._\-]{2,23})(?=[ \n,;.)]|$)"
)
_PART = regex.compile(r"\p{L}[\p{L}\p{M}'’\-]*")
_SHORTEST = 5


def find_user_names(reading: Reading, names: Iterable[Identifier]) -> Iterator[Identifier]:
    """Small words of an initial and a family name that stands in the text, and what follows *user*, *login* or *printed by*."""
    text = reading.text
    for match in _SAID.finditer(text):
        number = reading.word_at(match.start("user"))
        if number is None or not reading.words[number].plain:
            yield Identifier(*match.span("user"), "name")
    families: set[str] = set()
    for name in names:
        parts = [_plain(part[0]) for part in _PART.finditer(text, name.start, name.end)]
        families |= {part for part in (*parts, "".join(parts[-2:]), "".join(parts[:2])) if len(part) >= _SHORTEST}
    for word in reading.words:
        low = _plain(word.text)
        if word.text.islower() and not word.plain and low[1:] in families and low not in families:
            yield Identifier(word.start, word.end, "name")


def _plain(word: str) -> str:
    return "".join(filter(str.isalnum, fold(word)))
