"""Names by their own form: two names in a row, initials, a word that no list of words has."""

from collections.abc import Iterator

import regex

from medpref_dagster.deidentification.name_words import (
    ACTS,
    CREDENTIAL,
    NO_LAST_NAME,
    STOP,
    TITLES,
    joins,
    leads_to_name,
    read_name,
)
from medpref_dagster.deidentification.places import COUNTRIES, STATES
from medpref_dagster.deidentification.reading import PARTICLES, Reading, looks_made

_MOTHER_OF = regex.compile(
    r"['’]s?\s(?:older\s|younger\s|late\s|ex-)?(?i:mother|father|mom|dad|parents?|wife|husband|spouse|partner|son|daughter|brother|sister|family|caregiver|aunt|uncle|guardian|cell|phone)\b"
)


_INITIALS = regex.compile(
    r"(?<![\p{L}\p{M}.'’\-])(?<!(?:Eq|g|mol|U|cells|ng|10)/)(?:\p{Lu}\.\s?){1,3}(?=\p{Lu}[\p{L}\p{M}'’\-]+|(?:de|del|della|van|von|der|la|bin|al|dos|da)\s)|(?<![\p{L}\p{M}.'’\-\d/])\p{Lu}\s(?=\p{Lu}[\p{Ll}\p{M}'’\-]+)"
)


_AFTER_NAME_LINE = regex.compile(r"(?:\s?\p{Lu}\.?)?[ \t]*(?:\n|\s{2}|\||\(|$|-\s|MRN|DOB)")


_COMMA = regex.compile(r",[ \t]?")
_NOT_ALONE = STOP | TITLES | STATES | COUNTRIES


def in_pairs(reading: Reading) -> Iterator[tuple[int, int]]:
    """A first name before a last name, or a last name, a comma and a first name."""
    words = reading.words
    number = 0
    while number < len(words) - 1:
        word = words[number]
        if not (word.capital or word.low in PARTICLES) or len(word.text) < 2 or word.low in STOP or word.low in TITLES:
            number += 1
            continue
        span = _inverted_line(reading, number) or _pair_at(reading, number)
        if span is not None:
            yield span
            while number < len(words) and words[number].start < span[1]:
                number += 1
        else:
            number += 1


def _pair_at(reading: Reading, number: int) -> tuple[int, int] | None:
    words, word = reading.words, reading.words[number]
    place = number + 1
    if joins(reading, number):
        while place < len(words) - 1 and words[place].initial and joins(reading, place):
            place += 1
        while place < len(words) - 1 and words[place].low in PARTICLES and leads_to_name(reading, place):
            place += 1
        other = words[place]
        if (
            not other.capital
            or len(other.text) < 2
            or other.low in STOP
            or other.low in NO_LAST_NAME
            or (other.upper != word.upper and len(other.text) > 2 and not (word.upper is False and other.upper))
        ):
            return None
        if reading.is_clinical(place) and not (word.first and not word.plain and not reading.is_clinical(number)):
            return None
        if reading.is_clinical(number) and word.eponym and not other.name_like:
            return None
        middle = any(item.initial for item in words[number + 1 : place])
        if middle and word.first and not reading.is_clinical(place, alone=False):
            return read_name(reading, number, sure=True) if not word.plain else (word.start, other.end)
        acts = place + 1 < len(words) and words[place + 1].low in ACTS and reading.gap(place) == " "
        if acts and word.first and other.last and not word.upper:
            return word.start, other.end
        score = _score(word.first, word.plain, word.unknown) + _score(other.last, other.plain, other.unknown)
        shouted = word.upper and other.upper and word.first and other.last and reading.stands_out(number)
        if shouted:
            return word.start, other.end
        if (
            word.plain
            and other.plain
            and not (
                word.first
                and other.last
                and not reading.begins_sentence(number)
                and not word.upper
                and place > number + 1
            )
        ):
            return None
        if word.upper and (word.plain or other.plain) and not (word.first and other.last):
            return None
        if reading.begins_sentence(number) and word.plain and (not word.first or not other.listed):
            return None
        if score < (2 if reading.begins_sentence(number) or word.upper or not (word.listed or other.listed) else 1):
            return None
        return read_name(reading, number, sure=True)
    inverted = _COMMA.fullmatch(reading.gap(number))
    other = words[place]
    if (
        inverted
        and other.capital
        and len(other.text) > 1
        and (word.last or word.unknown)
        and (other.first or other.unknown)
        and not (word.plain and other.plain)
    ):
        if reading.is_clinical(number) and not reading.begins_sentence(number):
            return None
        if word.unknown and other.unknown and not word.upper and not reading.begins_sentence(number):
            return None
        if (
            not reading.begins_sentence(number)
            and not word.upper
            and not (other.first and not other.plain and _ends_list(reading, place))
        ):
            return None
        span = read_name(reading, place, sure=False, most=3)
        return (word.start, span[1]) if span else None
    return None


def _inverted_line(reading: Reading, number: int) -> tuple[int, int] | None:
    """`Brown, Hope` or `van der Berg, Priya` at the begin of a line that goes on with a field or ends."""
    words = reading.words
    if number and "\n" not in reading.before(number):
        return None
    last = number
    while words[last].low in PARTICLES and leads_to_name(reading, last):
        last += 1
    if last + 1 >= len(words) or _COMMA.fullmatch(reading.gap(last)) is None:
        return None
    other = words[last + 1]
    sure = words[last].listed or words[last].unknown or not other.plain
    if (
        not other.capital
        or not other.first
        or not sure
        or words[last].low in STOP
        or other.low in STOP
        or _AFTER_NAME_LINE.match(reading.text, other.end) is None
    ):
        return None
    end = other.end
    if last + 2 < len(words) and words[last + 2].initial and joins(reading, last + 1):
        end = words[last + 2].end
    return words[number].start, end


def _ends_list(reading: Reading, place: int) -> bool:
    """Whether a comma's right side is followed by no further comma: a list of several people is not one name."""
    return not reading.gap(place).startswith((", ", " and"))


def _score(listed: bool, plain: bool, unknown: bool) -> int:
    return 0 if plain and not listed else 1 if plain or unknown else 2 if listed else 0


def with_initials(reading: Reading) -> Iterator[tuple[int, int]]:
    """A last name behind initials: `J.R. Nowak`."""
    for match in _INITIALS.finditer(reading.text):
        number = reading.word_at(match.end())
        if number is None:
            continue
        word = reading.words[number]
        dotted = "." in match[0]
        if word.low in PARTICLES and leads_to_name(reading, number):
            span = read_name(reading, number, sure=True, most=2)
            if span:
                yield match.start(), span[1]
            continue
        if dotted and len(word.text) > 1 and word.low not in STOP and CREDENTIAL.match(reading.text, word.end):
            yield match.start(), word.end
            continue
        if (
            word.low in STOP
            or reading.is_clinical(number)
            or (word.plain and not word.last)
            or len(word.text) < 2
            or (word.upper and word.plain)
        ):
            continue
        if not dotted and (word.plain or not word.listed) and not word.unknown:
            continue
        if word.plain and not (dotted and reading.gap(number).startswith((",", "\n"))):
            continue
        span = read_name(reading, number, sure=True, most=2)
        if span:
            yield match.start(), span[1]


def alone(reading: Reading) -> Iterator[tuple[int, int]]:
    """A single capitalized word that is a name, or nothing that the lists know."""
    for number, word in enumerate(reading.words):
        if word.low == "will" and word.capital and _MOTHER_OF.match(reading.text, word.end):
            yield word.start, word.end
        if len(word.text) < 2 or not word.capital or word.low in _NOT_ALONE or reading.is_clinical(number):
            continue
        if word.first and not word.upper and _MOTHER_OF.match(reading.text, word.end):
            yield word.start, word.end
        if word.plain:
            follows = reading.words[number + 1] if number + 1 < len(reading.words) else None
            possessive = reading.text[word.end : word.end + 2] in ("'s", "’s")
            if (
                word.first
                and not word.upper
                and follows
                and ((follows.low in ACTS and not possessive) or possessive)
                and word.low not in ("will", "may", "an", "see", "do")
                and not (possessive and word.last is False and reading.begins_sentence(number))
            ):
                yield word.start, word.end
            continue
        if word.upper and (not word.listed or len(word.text) < 4 or not _is_all_capitals(reading, number)):
            continue
        if word.listed or (word.unknown and not looks_made(word.text)):
            yield word.start, word.end


def _is_all_capitals(reading: Reading, number: int) -> bool:
    """Whether a word in capitals stands beside another name in capitals, not as an abbreviation in a sentence."""
    near = [reading.words[place] for place in (number - 1, number + 1) if 0 <= place < len(reading.words)]
    return any(word.upper and word.listed and not word.plain for word in near)
