"""All detectors on one text."""

from collections.abc import Iterable, Iterator

from medpref_dagster.deidentification.clinical_values import find_values
from medpref_dagster.deidentification.codes import find_codes, find_declared
from medpref_dagster.deidentification.codes_by_form import find_codes_by_form, find_references
from medpref_dagster.deidentification.codes_in_fields import find_codes_in_fields
from medpref_dagster.deidentification.contacts import find_contacts
from medpref_dagster.deidentification.dates import find_ages, find_ages_behind, find_dates
from medpref_dagster.deidentification.days_by_default import find_days
from medpref_dagster.deidentification.days_by_words import find_days_by_words
from medpref_dagster.deidentification.identifiers import Identifier, Rules, settle
from medpref_dagster.deidentification.initials_by_place import find_initials_by_place
from medpref_dagster.deidentification.initials_of_named import find_initials_of_named
from medpref_dagster.deidentification.medical_names import find_kept_phrases
from medpref_dagster.deidentification.people import find_names
from medpref_dagster.deidentification.places import find_places
from medpref_dagster.deidentification.postal_codes import find_kept_words
from medpref_dagster.deidentification.reading import Reading
from medpref_dagster.deidentification.spoken_codes import find_spoken
from medpref_dagster.deidentification.towns import find_towns
from medpref_dagster.deidentification.unexplained_numbers import find_unexplained
from medpref_dagster.deidentification.user_names import find_user_names
from medpref_dagster.deidentification.whole_places import complete_places


def find_identifiers(text: str, rules: Rules, known_names: Iterable[str] = ()) -> list[Identifier]:
    """Every identifier of a text, in its order and without overlaps; places are counted in characters (code points).

    Parameters
    ----------
    text
        A note, an answer, anything that somebody wrote.
    rules
        Declared formats of ids among others.
    known_names
        Names that the source's columns give for this text's patient and clinicians.

    Raises
    ------
    medpref_dagster.deidentification.lexicon.LexiconError
        If a library with word lists is not installed.
    """
    return settle(text, _find_all(text, rules, known_names))


def _find_all(text: str, rules: Rules, known_names: Iterable[str]) -> Iterator[Identifier]:
    reading = Reading(text)
    values = find_values(text)
    known = [*find_contacts(text), *find_declared(text, rules.id_formats), *find_references(text)]
    known += find_spoken(text)
    known += (
        item
        for item in (*find_codes(text), *find_codes_by_form(text), *find_codes_in_fields(text))
        if _has_digits_beside(text, item, values)
    )
    known += (
        item
        for item in (*find_dates(text), *find_days(text), *find_days_by_words(text))
        if not _is_within(item, values)
    )
    yield from known
    taken = [(item.start, item.end) for item in known]
    yield from (
        piece
        for item in find_unexplained(text)
        if _has_digits_beside(text, item, values)
        for piece in _cut(item, taken)
    )
    yield from find_ages(text)
    kept = [*find_kept_words(text), *find_kept_phrases(text), *values]
    places = [*find_places(reading), *(Identifier(*span, "location") for span in find_towns(reading))]
    places = [piece for place in places for piece in _cut(place, kept)]
    yield from places
    names = list(find_names(reading, known_names, [(place.start, place.end) for place in places]))
    yield from (piece for name in names for piece in _cut(name, kept))
    yield from (piece for place in complete_places(reading, places, names) for piece in _cut(place, kept))
    yield from find_initials_of_named(reading, names)
    yield from find_initials_by_place(reading, names)
    yield from find_user_names(reading, names)
    yield from find_ages_behind(text, names)


def _is_within(item: Identifier, spans: Iterable[tuple[int, int]]) -> bool:
    return any(start <= item.start and item.end <= end for start, end in spans)


def _has_digits_beside(text: str, item: Identifier, spans: Iterable[tuple[int, int]]) -> bool:
    """Whether a code has digits that are of no value: `27-36` of *Plan: Tdap 27-36 wk* has none."""
    near = [(start, end) for start, end in spans if start < item.end and item.start < end]
    if not near:
        return True
    return any(
        text[place].isdigit() and not any(start <= place < end for start, end in near)
        for place in range(item.start, item.end)
    )


def _cut(item: Identifier, kept: Iterable[tuple[int, int]]) -> Iterator[Identifier]:
    """A name or a place without what is none of it, `QLD` of `Cairns QLD 4870`; a number without what others found of it."""
    start = item.start
    for left, right in sorted(kept):
        if left < item.end and start < right:
            if start < left:
                yield Identifier(start, left, item.kind)
            start = right
    if start < item.end:
        yield Identifier(start, item.end, item.kind)
