"""All detectors on one text: the rules, and beside them the tagger, which adds to what they find and takes some of it back."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from medpref_dagster.deidentification.clinical_values import find_values
from medpref_dagster.deidentification.codes import find_codes, find_declared
from medpref_dagster.deidentification.codes_by_form import find_codes_by_form, find_references
from medpref_dagster.deidentification.codes_in_fields import find_codes_in_fields
from medpref_dagster.deidentification.contacts import find_contacts
from medpref_dagster.deidentification.dates import find_ages, find_ages_behind, find_dates
from medpref_dagster.deidentification.days_by_default import find_days
from medpref_dagster.deidentification.days_by_words import find_days_by_words
from medpref_dagster.deidentification.identifiers import Identifier, Kind, Rules, settle
from medpref_dagster.deidentification.initials_by_place import find_initials_by_place
from medpref_dagster.deidentification.initials_of_named import find_initials_of_named
from medpref_dagster.deidentification.lexicon import fold
from medpref_dagster.deidentification.medical_names import COMPANIES, find_kept_phrases, leave_medical
from medpref_dagster.deidentification.people import find_names
from medpref_dagster.deidentification.places import find_places
from medpref_dagster.deidentification.postal_codes import find_kept_words
from medpref_dagster.deidentification.reading import Reading
from medpref_dagster.deidentification.spoken_codes import find_spoken
from medpref_dagster.deidentification.tagger import Tags, can_be, load_tagger
from medpref_dagster.deidentification.towns import find_towns
from medpref_dagster.deidentification.unexplained_numbers import find_unexplained
from medpref_dagster.deidentification.user_names import find_user_names
from medpref_dagster.deidentification.whole_places import complete_places


def find_identifiers(
    text: str, rules: Rules, known_names: Iterable[str] = (), *, sure: bool = False
) -> list[Identifier]:
    """Every identifier of a text, in its order and without overlaps; places are counted in characters (code points).

    Parameters
    ----------
    text
        A note, an answer, anything that somebody wrote.
    rules
        Declared formats of ids among others.
    known_names
        Names that the source's columns give for this text's patient and clinicians.
    sure
        Whether the tagger adds only what it hardly doubts: for texts that should have no identifier.

    Raises
    ------
    medpref_dagster.deidentification.lexicon.LexiconError
        If a library with word lists, or the one that reads the tagger's weights, is not installed.
    """
    return settle(text, _find_all(text, rules, known_names, load_tagger().tag(text, sure=sure)))


def find_by_rules(text: str, rules: Rules) -> list[Identifier]:
    """What the rules alone find, without the tagger: what it is told of published texts when it learns."""
    return settle(text, _find_all(text, rules, (), Tags(text)))


def _find_all(text: str, rules: Rules, known_names: Iterable[str], tags: Tags) -> Iterator[Identifier]:
    reading = Reading(text)
    values = find_values(text)
    numbers = list(_find_numbers(text, rules, values, tags))
    yield from numbers
    trade = find_kept_phrases(text)
    kept = [*find_kept_words(text), *trade, *values]
    places = [*find_places(reading), *(Identifier(*span, "location") for span in find_towns(reading))]
    places = [piece for place in places if not tags.deny(place) for piece in _cut(place, kept)]
    yield from places
    names = list(find_names(reading, known_names, tags, places))
    yield from (piece for name in names for piece in _cut(name, kept))
    yield from (piece for place in complete_places(reading, places, names) for piece in _cut(place, kept))
    yield from find_initials_of_named(reading, names)
    yield from (item for item in find_initials_by_place(reading, names) if not tags.deny(item))
    yield from find_user_names(reading, names)
    yield from find_ages_behind(text, names)
    yield from _add_tagged(reading, tags, [*numbers, *places, *names], kept, trade)


_GROWING: frozenset[Kind] = frozenset({"name", "location", "other_id"})


def _add_tagged(
    reading: Reading,
    tags: Tags,
    found: Iterable[Identifier],
    kept: Iterable[tuple[int, int]],
    trade: Sequence[tuple[int, int]],
) -> Iterator[Identifier]:
    """What the tagger adds: never over what is none, or what a rule found of another kind; a name, a place or a code may grow.

    What is kept as the name of an insurer or a shop of a whole country (`trade`) is a place all the same where the tagger says that
    somebody works or buys there.
    """
    taken: dict[int, Kind | None] = {}
    for item in found:
        taken.update(dict.fromkeys(range(item.start, item.end), item.kind if item.kind in _GROWING else None))
    for start, end in kept:
        taken.update(dict.fromkeys(range(start, end)))
    for start, end in trade:
        taken.update(dict.fromkeys(range(start, end), "location"))
    pieces = [
        piece
        for row in tags.find()
        for piece in _cut_taken(reading.text, row, taken)
        if can_be(reading.text, piece) or _is_glued(reading.text, row, piece)
    ]
    places = {
        (piece.start, piece.end)
        for piece in pieces
        if piece.kind == "location"
        and fold(reading.text[piece.start : piece.end]) not in COMPANIES
        and not any(start < piece.end and piece.start < end for start, end in trade)
    }
    named = places - set(leave_medical(reading, places))
    yield from (piece for piece in pieces if (piece.start, piece.end) not in named)


def _cut_taken(text: str, row: Identifier, taken: Mapping[int, Kind | None]) -> Iterator[Identifier]:
    """What of a row is free for its kind, without spaces at its ends."""
    start = row.start
    for place in range(row.start, row.end + 1):
        if (
            place < row.end
            and taken.get(place, row.kind) == row.kind
            and not (text[place].isspace() and start == place)
        ):
            continue
        if start < place:
            yield Identifier(start, start + len(text[start:place].rstrip()), row.kind)
        start = place + 1


def _is_glued(text: str, row: Identifier, piece: Identifier) -> bool:
    """Whether a piece stands beside the rest of its row without a space: `H` of *24.0985334.H*."""
    return (row.start < piece.start and not text[piece.start - 1].isspace()) or (
        piece.end < row.end and not text[piece.end].isspace()
    )


def _find_numbers(text: str, rules: Rules, values: Sequence[tuple[int, int]], tags: Tags) -> Iterator[Identifier]:
    """Contacts, codes, dates and ages."""
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
        if _has_digits_beside(text, item, values) and not tags.deny(item)
        for piece in _cut(item, taken)
    )
    yield from find_ages(text)


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
