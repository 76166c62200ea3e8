"""What still looks like an identifier in texts that are to have none: numbers and classes, never a text."""

import re
from collections import Counter
from collections.abc import Collection, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field

from medpref_dagster.deidentification.finding import find_identifiers
from medpref_dagster.deidentification.identifiers import Kind, Rules
from medpref_dagster.deidentification.surrogates import is_reserved
from medpref_dagster.processes import open_processes

SAFE_ANYWHERE: frozenset[Kind] = frozenset({"date", "location"})
"""A date that was moved and a made-up place look as those do that were not, whoever de-identified the text."""

_BATCH = 64
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class Leftovers:
    """What was found in texts."""

    texts: int = 0
    """How many were looked through, each once."""
    with_some: int = 0
    """How many of them hold something."""
    kinds: Counter[Kind] = field(default_factory=Counter)
    """Identifiers by their class."""

    def describe(self) -> str:
        """By class, for a person: `2 phone, 1 name`."""
        return ", ".join(f"{count} {kind}" for kind, count in sorted(self.kinds.items()))


def find_leftovers(
    texts: Collection[str],
    rules: Rules,
    processes: int = 1,
    filtered: Collection[str] = (),
    plain_words: Collection[str] = (),
) -> Leftovers:
    """Look for identifiers that are none of our surrogates.

    Parameters
    ----------
    texts
        Looked through once each.
    rules
        What is looked for.
    processes
        In how many processes, where there is enough text.
    filtered
        Texts of our own de-identification: what looks like an identifier in them is a surrogate, wherever it stands
        again. Surrogates of codes are of no range by which they could be told.
    plain_words
        Words that make no name, casefolded: those of the sentences around the texts, such as the names of statistical
        tests.

    Raises
    ------
    medpref_dagster.deidentification.lexicon.LexiconError
        If a library is not installed.
    """
    distinct, ours = sorted(set(texts)), sorted(set(filtered))
    with open_processes(processes, sum(map(len, [*distinct, *ours]))) as pool:
        made = {written for found in _find_in_all(ours, rules, pool) for _, written in found}
        found = [_without(item, made, frozenset(plain_words)) for item in _find_in_all(distinct, rules, pool)]
    kinds: Counter[Kind] = Counter()
    for item in found:
        for kind, _ in item:
            kinds[kind] += 1
    return Leftovers(len(distinct), sum(map(bool, found)), kinds)


def find_in_own_words(text: str, rules: Rules, plain_words: Collection[str] = ()) -> Leftovers:
    """Look for identifiers in what somebody of the house wrote, such as a reason: no surrogate stands in it.

    Raises
    ------
    medpref_dagster.deidentification.lexicon.LexiconError
        If a library is not installed.
    """
    found: _Found = [
        (item.kind, text[item.start : item.end].casefold()) for item in find_identifiers(text, rules, sure=True)
    ]
    left = _without([item for item in found if item[0] not in SAFE_ANYWHERE], (), frozenset(plain_words))
    return Leftovers(1, int(bool(left)), Counter(kind for kind, _ in left))


_Found = list[tuple[Kind, str]]


def _without(found: _Found, made: Collection[str], plain: frozenset[str]) -> _Found:
    return [
        (kind, written)
        for kind, written in found
        if written not in made and not (kind == "name" and plain.issuperset(_WORD.findall(written)))
    ]


def _find_in_all(texts: Sequence[str], rules: Rules, pool: Executor | None) -> list[_Found]:
    work = [(text, rules) for text in texts]
    return list(map(_find, work)) if pool is None else list(pool.map(_find, work, chunksize=_BATCH))


def _find(work: tuple[str, Rules]) -> _Found:
    text, rules = work
    found: _Found = []
    for item in find_identifiers(text, rules, sure=True):
        written = text[item.start : item.end]
        if item.kind not in SAFE_ANYWHERE and is_reserved(item.kind, written) is not True:
            found.append((item.kind, written.casefold()))
    return found
