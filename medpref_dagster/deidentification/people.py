"""Names of people: by their context, by their form, as the source knows them, and again where they were found once."""

from collections.abc import Iterable, Iterator, Sequence

import regex

from medpref_dagster.deidentification.identifiers import Identifier
from medpref_dagster.deidentification.known_names import find_known
from medpref_dagster.deidentification.lexicon import CLINICAL_NOUNS, DRUGS_LIKE_NAMES, list_words
from medpref_dagster.deidentification.medical_names import leave_medical
from medpref_dagster.deidentification.medicines import BRANDS
from medpref_dagster.deidentification.name_words import CREDENTIAL, ROLES, SAID_OF_PERSONS, STOP, TITLES, WORD_ENDINGS
from medpref_dagster.deidentification.names_beside import beside, with_suffix
from medpref_dagster.deidentification.names_by_context import (
    after_labels,
    after_relations,
    after_titles,
    before_credentials,
)
from medpref_dagster.deidentification.names_by_default import HOSPITAL_WORDS, by_default
from medpref_dagster.deidentification.names_by_elimination import GRAMMAR, TIMES_AND_REGIONS, by_elimination
from medpref_dagster.deidentification.names_by_form import alone, in_pairs, with_initials
from medpref_dagster.deidentification.names_by_initials import by_initials
from medpref_dagster.deidentification.names_by_place import (
    before_birth_or_profession,
    said_of_people,
    with_inversions,
    with_nicknames,
)
from medpref_dagster.deidentification.names_by_shape import by_shape
from medpref_dagster.deidentification.names_found_again import FoundNames, find_again
from medpref_dagster.deidentification.names_in_small_letters import in_small_letters
from medpref_dagster.deidentification.reading import Reading, looks_made
from medpref_dagster.deidentification.tagger import Tags, can_be


def find_names(
    reading: Reading,
    known_names: Iterable[str] = (),
    tags: Tags | None = None,
    places: Sequence[Identifier] = (),
) -> Iterator[Identifier]:
    """Names of people. Whole names come as one, `Garcia, Maria L.` too.

    Parameters
    ----------
    reading
        The text.
    known_names
        Names that the source's columns give: found wherever they stand, whole or in parts.
    tags
        What the tagger holds the text's tokens for: it adds names to those of the rules, and takes some back.
    places
        What stands for a place, where the tagger adds no name.
    """
    tags = tags or Tags(reading.text)
    known = list(find_known(reading.text, known_names))
    ruled = {
        (start, end)
        for start, end in by_rules(reading, known)
        if any(left < end and start < right for left, right in known) or not tags.deny(Identifier(start, end, "name"))
    }
    placed = bytearray(len(reading.text))
    for place in places:
        placed[place.start : place.end] = b"\1" * (place.end - place.start)
    tagged = [
        (item.start, item.end)
        for item in tags.find()
        if item.kind == "name" and can_be(reading.text, item) and not any(placed[item.start : item.end])
    ]
    strong = ruled | {_grow(reading, *_with_particles(reading, *span)) for span in _join(reading, ruled, tagged)}
    strong = set(leave_medical(reading, strong))
    # After what stands for something in medicine is left, since two or three letters are of that kind everywhere else.
    by_place = [*by_initials(reading), *beside(reading), *before_birth_or_profession(reading)]
    yield from (Identifier(start, end, "name") for start, end in strong)
    yield from (item for span in by_place if not tags.deny(item := Identifier(*span, "name")))
    names = FoundNames()
    names.note(reading, strong)
    yield from (Identifier(start, end, "name") for start, end in find_again(reading, names))


def by_rules(reading: Reading, known: Iterable[tuple[int, int]] = ()) -> set[tuple[int, int]]:
    """What the rules alone find beside the names that are known, characters from and to; nothing is looked for again."""
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
        by_shape,
        beside,
    ):
        spans.update(finder(reading))
    spans.update(known)
    strong = {(_with_first_name(reading, start), end) for start, end in spans if end > start}
    strong |= set(_coordinated(reading, strong))
    return {_grow(reading, *_with_particles(reading, start, end)) for start, end in strong}


def _join(
    reading: Reading, found: Iterable[tuple[int, int]], tagged: Iterable[tuple[int, int]]
) -> Iterator[tuple[int, int]]:
    """Tagged words as whole names: with the names that they stand beside, parted by nothing but a space or an initial."""
    spans = sorted({*found, *tagged})
    begin, end = -1, -1
    for start, stop in spans:
        if begin >= 0 and (start <= end or _belongs_between(reading, end, start)):
            end = max(end, stop)
            continue
        if begin >= 0:
            yield begin, end
        begin, end = start, stop
    if begin >= 0:
        yield begin, end


def _belongs_between(reading: Reading, start: int, end: int) -> bool:
    """Whether what stands between two names belongs to one name with them: a space, an initial, a particle that a list has,
    or a short word in small letters that no list has (`Rhys ferch Owain`, `Aydın kızı Leyla`)."""
    if _BETWEEN.fullmatch(reading.text, start, end):
        return True
    match = _ODD_PARTICLE.fullmatch(reading.text, start, end)
    number = reading.word_at(match.start(1)) if match else None
    return number is not None and not reading.words[number].plain and reading.words[number].low not in STOP


_ODD_PARTICLE = regex.compile(r"[ ](\p{Ll}[\p{L}\p{M}'’]{1,5})[ ]")
_BETWEEN = regex.compile(
    r"[ ][\"“'‘(]|(?:[ ]\p{Lu}\.?)?[\"”'’)][ ]|[ ](?:[\"“][^\"”\n]{1,16}[\"”]|['‘]\p{Lu}[\p{L} .\-]{0,14}['’]|\(\p{Lu}[\p{L} .\-]{0,14}\))[ ]|[ \u00a0](?:(?:\p{Lu}\.?|y|e|i|[áí]|de|da|do|dos|das|del|della|di|du|la|le|van|von|der|den|ter|zu|af|av|bin|binti|ibn|al|el|ap|ferch|['’][ts]|\p{Ll}\.?|\p{Ll}\.?[ ](?:de|van|von|['’]t|al|el))[ ])?"
)
"""What may stand between two words of one name: a space, an initial, a particle, a nickname in quotes or brackets."""
_PARTICLES_BEFORE = regex.compile(
    r"(?<![\w'’-])(?:(?:van|von|vander|der|den|de|del|della|di|da|dos|das|du|des|la|ter|ten|zu|zum|zur|bin|binti|ibn|abu|auch|die|het|af|av|ni|á|í|'s|'t|’s|’t|DE|DI|LA|VAN|VON|DER|DEN|'S|’S|'T|’T)[ ]){1,3}$"
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


_ABBREVIATED = list_words(
    "IV CT MR MRI IM PO US ER ED OR AM PM ID GI GU UA PT OT RN NP PA MD DO DR MS RD RT SW ST CC RE TO BY IN ON AT OF IS AS NO HR BP II III"
)
_INITIALS_BEFORE = regex.compile(r"(?<![\w.\-/])(\p{Lu}{2})[ ]$")
_INITIALS_AFTER = regex.compile(
    r"(?:[ ]?,[ ]?(\p{Lu}{2})|[ ](\p{Lu}{2}))(?=[ ]?[.,;/)\n(]|[ ](?:and|at|is|as|in|on|was|will|\p{Lu}|\d)|$)"
)
_LETTERS_BEFORE = regex.compile(r"(?<![\w.\-/'’])(?:(?:\p{Lu}\.[ ]?){1,3}|(?:(?!I)\p{Lu}[ ]){1,2})$")
_LETTERS_AFTER = regex.compile(
    r",?[ \t^](?:\p{Lu}\.[ ]?){1,3}(?!\w)|,?[ ]\p{Lu}(?=[ ]?(?:[,;|()/\t\n]|(?<![AOPS]):(?!\d)|[.](?:\s|$)|$)|[ ]{2}|[ ](?:(?<!I )\p{Ll}|\d))|[\t^]\p{Lu}(?!\w)"
)
"""Initials of any name, with and without points."""
_LETTER_ENDS_FIELD = regex.compile(
    r"(?:[ ]?[/,_^~\-][ ]?\p{Lu}|(?:[ ]?[;|·•\t][ ]?|[ ]{1,4})(?![MF])\p{Lu})\.?(?=[ ]?(?:$|[\n,;|)\]>\t*/&])|[ ]{2})(?!/\p{L})"
)
_LETTER_BEGINS_FIELD = regex.compile(r"(?<![\w.'’\-/])\p{Lu}\.?(?:[_^~·\t]|[ ]{2})$")
"""One letter beside a name that fills its field with it, whatever parts the two; M and F alone in a field are a sex."""
_INITIAL_AFTER = regex.compile(r"[ ]\p{Lu}\.?(?![\p{L}\p{M}'’.])")
_NICKNAME_AFTER = regex.compile(
    r"[ ](?:\(\p{Lu}\p{L}+(?:[ \-]\p{Lu}\p{L}*)?\)|[\"“]\p{Lu}\p{L}+(?:[ \-]\p{Lu}\p{L}*)?[\"”])"
)
_CATALAN = regex.compile(r"[ ]i[ ]\p{Lu}[\p{L}\p{M}]+|[ ]I[ ]\p{Lu}{3,}")
_RANK_AFTER = regex.compile(r"[ ](?:Major|Lord|Judge|Doctor|Nurse|Chief|King|Prince)(?=[ ]?[.,;:/)\n(]|[ ]\p{Ll}|$)")
_RANK_BEFORE = regex.compile(r"(?<![\w\-])(?:Major|Lord|Judge|King|Queen|Prince|Deacon|MAJOR|LORD|JUDGE)[ ]$")


def _grow(reading: Reading, start: int, end: int) -> tuple[int, int]:
    """A name with what belongs to it beside: two initials, a rank that is its own, a word before it that has a capital for nothing else."""
    text = reading.text
    number = reading.word_at(start)
    rank = _RANK_BEFORE.search(text, max(0, start - 8), start)
    initials = _INITIALS_BEFORE.search(text, max(0, start - 4), start)
    if rank:
        start = rank.start()
    elif initials and initials[1] not in _ABBREVIATED:
        start = initials.start()
    elif number and _goes_before(reading, number):
        start = reading.words[number - 1].start
    for pattern in (_CATALAN, _RANK_AFTER):
        match = pattern.match(text, end)
        end = match.end() if match else end
    inverted = "," in text[start:end] or text.startswith(",", start - 2) or text.startswith(",", start - 1)
    for pattern in (_LETTERS_BEFORE, _LETTER_BEGINS_FIELD):
        letters = pattern.search(text, max(0, start - 9), start)
        start = letters.start() if letters else start
    after = _INITIALS_AFTER.match(text, end)
    if after and not inverted and after[1] and not CREDENTIAL.fullmatch(after[1]):
        return start, after.end()
    if after and after[2] and after[2] not in _ABBREVIATED:
        return start, after.end()
    if inverted:
        for pattern in (_INITIAL_AFTER, _NICKNAME_AFTER):
            match = pattern.match(text, end)
            end = match.end() if match else end
    letters = _LETTERS_AFTER.match(text, end) or _LETTER_ENDS_FIELD.match(text, end)
    return start, letters.end() if letters else with_suffix(text, end)


_NOT_BEFORE = (
    STOP
    | TITLES
    | ROLES
    | SAID_OF_PERSONS
    | HOSPITAL_WORDS
    | CLINICAL_NOUNS
    | GRAMMAR
    | DRUGS_LIKE_NAMES
    | TIMES_AND_REGIONS
)


def _goes_before(reading: Reading, number: int) -> bool:
    """Whether the word before a name has a capital that no sentence gives it and nothing else explains: `II-1 Memory Mutasa`."""
    word, follows = reading.words[number - 1], reading.words[number]
    if reading.gap(number - 1) != " " or not word.capital or len(word.text) < 3 or word.upper != follows.upper:
        return False
    if word.low in _NOT_BEFORE or word.low in BRANDS or looks_made(word.text) or word.low.endswith(WORD_ENDINGS):
        return False
    if word.upper and reading.is_all_capitals(number - 1):
        return False
    return word.eponym is False and not follows.plain and not reading.begins_sentence(number - 1)


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
