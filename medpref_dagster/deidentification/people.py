"""Names of people: by their context, by their form, as the source knows them, and again where they were found once."""

from collections.abc import Iterable, Iterator

import regex

from medpref_dagster.deidentification.identifiers import Identifier
from medpref_dagster.deidentification.known_names import find_known
from medpref_dagster.deidentification.name_words import STOP, TITLES
from medpref_dagster.deidentification.names_by_context import (
    after_labels,
    after_relations,
    after_titles,
    before_credentials,
)
from medpref_dagster.deidentification.names_by_default import by_default
from medpref_dagster.deidentification.names_by_elimination import by_elimination
from medpref_dagster.deidentification.names_by_form import alone, in_pairs, with_initials
from medpref_dagster.deidentification.names_by_place import said_of_people, with_inversions, with_nicknames
from medpref_dagster.deidentification.names_found_again import FoundNames, find_again
from medpref_dagster.deidentification.names_in_small_letters import in_small_letters
from medpref_dagster.deidentification.reading import Reading


def find_names(reading: Reading, known_names: Iterable[str] = ()) -> Iterator[Identifier]:
    """Names of people. Whole names come as one, `Garcia, Maria L.` too.

    Parameters
    ----------
    reading
        The text.
    known_names
        Names that the source's columns give: found wherever they stand, whole or in parts.
    """
    spans: set[tuple[int, int]] = set()
    finders = (after_titles, after_labels, before_credentials, after_relations, in_pairs, with_initials, alone)
    for finder in (
        *finders,
        by_elimination,
        by_default,
        said_of_people,
        with_inversions,
        with_nicknames,
        in_small_letters,
    ):
        spans.update(finder(reading))
    spans.update(find_known(reading.text, known_names))
    strong = {(_with_first_name(reading, start), end) for start, end in spans if end > start}
    strong |= set(_coordinated(reading, strong))
    strong = {_with_particles(reading, start, end) for start, end in strong}
    yield from (Identifier(start, end, "name") for start, end in strong)
    names = FoundNames()
    names.note(reading, strong)
    yield from (Identifier(start, end, "name") for start, end in find_again(reading, names))


_PARTICLES_BEFORE = regex.compile(
    r"(?<![\w'’-])(?:(?:van|von|vander|der|den|de|del|della|di|da|dos|das|du|des|la|ter|ten|zu|zum|zur|bin|binti|ibn|abu|auch|die|het|af|av|ni|'s|'t|’s|’t|DE|DI|LA|VAN|VON|DER|DEN|'S|’S)[ ]){1,3}$"
)
_PARTICLES_AFTER = regex.compile(
    r",?[ ](?:van|von|vander|der|den|de|del|ten|ter|het|’t|'t)(?:[ ](?:der|den|de|het|la))?(?=[ ]?[),;.|\n]|$)"
)


def _with_particles(reading: Reading, start: int, end: int) -> tuple[int, int]:
    """A name with the particles before it, and with those behind that a list puts there: `Dussen, van`."""
    before = _PARTICLES_BEFORE.search(reading.text, max(0, start - 20), start)
    after = _PARTICLES_AFTER.match(reading.text, end)
    return before.start() if before else start, after.end() if after else end


_ENDS = regex.compile(r"['’]s\b|[ \t]*(?:$|[\n.,;)])|[ ](?:is|was|were|are|will|at|on|who|agree)\b")


def _coordinated(reading: Reading, spans: set[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """`Karl and Hope`: a first name beside a name with `and` between them, though it is a word, too."""
    ends = {end for _, end in spans}
    starts = {start for start, _ in spans}
    for number, word in enumerate(reading.words[1:-1], 1):
        if word.low not in ("and", "or") or word.capital:
            continue
        left, right = reading.words[number - 1], reading.words[number + 1]
        for near, other in ((left.end in ends, right), (right.start in starts, left)):
            if (
                near
                and other.capital
                and (
                    other.first
                    or (
                        other is right
                        and (other.listed or other.eponym or other.unknown)
                        and _ENDS.match(reading.text, other.end)
                    )
                )
                and not other.upper
                and (other.low not in STOP or other.low == "will")
            ):
                yield other.start, other.end


def _with_first_name(reading: Reading, start: int) -> int:
    """Where a name begins with the first name before it, though that is a word, too: `Will Banks`, `April Nowak`."""
    number = reading.word_at(start)
    if not number or reading.gap(number - 1) != " ":
        return start
    before = reading.words[number - 1]
    if (
        before.capital
        and before.first
        and before.low not in TITLES
        and (before.low not in STOP or before.low in ("will", "may"))
        and before.upper == reading.words[number].upper
    ):
        return before.start
    return start
