"""Names by their place: at the begin of a field or a line, after what is said before people, around a nickname."""

from collections.abc import Iterator

import regex

from medpref_dagster.deidentification.lexicon import CLINICAL_NOUNS
from medpref_dagster.deidentification.name_words import (
    ACTS,
    CREDENTIAL,
    NO_LAST_NAME,
    RANKS,
    ROLES,
    SAID_OF_PERSONS,
    SHORT_SURNAMES,
    STOP,
    STOP_OR_TITLE,
    TITLES,
    WORD_ENDINGS,
    WORDS_FIRST,
    joins,
    leads_to_name,
)
from medpref_dagster.deidentification.names_by_elimination import (
    ALSO_NAMES,
    BEFORE_LETTER,
    CALENDAR,
    GRAMMAR,
    TIMES_AND_REGIONS,
    is_nickname,
    may_be_name,
)
from medpref_dagster.deidentification.reading import PARTICLES, Reading, looks_made

_INVERTED = regex.compile(r",[ \t]?(?:\r?\n[ \t]*)?")
_AFTER_INVERTED = regex.compile(r"(?:[ ]\p{Lu}\p{L}*\.?)?[ \t]*(?:$|[\n;|()/<>\"]|\.\s|,\s|\s{2}|-\s|MRN|DOB)")
_BEFORE_INVERTED = regex.compile(
    r"(?:^|[\n:=|>;(/,\"]|\b(?:by|with|per|to|from|for|and|see|saw|under|is|re|cc|name|pt|patient|dr|mr|mrs|ms|daughter|son|wife|husband|mother|father|sister|brother|friend|partner),?)[ \t.]*$",
    regex.IGNORECASE,
)
_SAID = regex.compile(
    r"(?:(?<![\w'-])(?:by|of|with|per|told|asked|called|paged|saw|from|for|to|under|and|husband|wife|son|daughter|mother|father|brother|sister|partner|friend|neighbor|aunt|uncle|cousin|niece|nephew|nurse|named|"
    r"d/w|w/|cc|f/u|student|pharmacist|therapist|grandmother|grandfather|mom|dad|scribe|rep|member|worker|that|whether|is|technologist|manager|prescriber|driver|see|before|donor|recipient|surgeon|attending|resident|provider|author|typed|signed)[:,(]?|[:;=|>/<\"]|(?:^|\n)|(?<=\p{L}),)[ \t]*$",
    regex.IGNORECASE,
)
_ENDS = regex.compile(
    r"[ \t]*(?:$|[\n.,;:|()/<>&\"=\d]|['’]s\b|(?:and|or|in|at|on|of|to|from|who|is|was|will|has|about|states?|says?|said|reports?|called|broke|charted|wants|agrees?|with|for|as|by|seen)\b)",
    regex.IGNORECASE,
)


_RELATED = regex.compile(
    r",?[ ]\(?(?:(?:his|her|their|the|a|pt'?s?|patient'?s)[ ])?(?:older |younger |late |ex-)?(?:wife|husband|spouse|partner|son|daughter|mother|father|brother|sister|aunt|uncle|niece|nephew|cousin|friend|neighbor|neighbour|caregiver|"
    rf"guardian|roommate|fianc[ée]e?|{'|'.join(sorted(ACTS - {'is', 'was', 'has', 'had', 'will', 'would', 'appears', 'remains', 'works', 'came', 'went', 'notes', 'noted'}))})(?!\w)",
)
_NAME_WORDS = r"\p{L}[\p{L}\p{M}'’\-]+(?:[ ]\p{L}\.?)?[ ]\p{L}[\p{L}\p{M}'’\-]+(?:[ ]\p{L}[\p{L}\p{M}'’\-]+)?"
_BEFORE_BIRTH = regex.compile(
    rf"(?<!\w)(?i:re|regarding|dictat(?:ing|ion)(?:[ ](?:on|for))?|patient(?:[ ]name)?|pt|name|client|resident)[ ]?[:.\-]?[ ](?P<name>{_NAME_WORDS})"
    r"[ ,]{1,2}[(]?(?=(?i:d\.?o\.?b\b|date[ ]of[ ]birth|born[ ]\d|b\.?d\.?[ ]?[:\d]|m\.?r\.?n\b|nhs[ ]no|nhi\b))"
)
_DICTATED = regex.compile(
    rf"(?<!\w)(?i:dictation(?:[ ](?:on|for))?|dictating[ ](?:on|for))[ ](?P<name>{_NAME_WORDS})[ ](?=(?i:date|dob|mrn|born)\b)"
)
_BEFORE_PROFESSION = regex.compile(
    r"(?:^[ \t]*|\n[ \t]*|[.,;:][ ])(?P<name>\p{Lu}[\p{L}\p{M}'’\-]+[ ]\p{Lu}[\p{L}\p{M}'’\-]+),[ ](?=(?:pharmacist|dieti[ct]ian|physio(?:therapist)?|physician|surgeon|midwife|podiatrist|optometrist|dentist|audiologist|interpreter|paramedic|psychologist|counsellor|counselor|social[ ]worker|speech|occupational)\b)"
    r"|,[ ](?P<name>\p{L}[\p{L}\p{M}'’\-]+[ ]\p{L}[\p{L}\p{M}'’\-]+)[ ](?=[(](?i:sw|ot|pt|rn|hv|cpn|slt|slp|physio|paeds|anaes|gp|np|cns|chair|social[ ]work(?:er)?|mother|father|dietitian|pharmacist|health[ ]visitor|midwife)[)])"
)
"""Two words where only somebody can stand: between *re* and a birth date, before a profession. They may be words, too."""
_GOES_ON = regex.compile(r"[ ]\p{Ll}")


_NOT_AROUND_NICKNAME = (STOP - SHORT_SURNAMES | TITLES) - RANKS
_BEFORE_NAMES = GRAMMAR | SAID_OF_PERSONS | ROLES
_ENDS_NAME = GRAMMAR | CALENDAR - ALSO_NAMES
_STOP_ALONE = STOP - SHORT_SURNAMES
_NEVER_SAID = TITLES | NO_LAST_NAME | CLINICAL_NOUNS
_STOP_EVER = STOP - SHORT_SURNAMES - ALSO_NAMES


def with_nicknames(reading: Reading) -> Iterator[tuple[int, int]]:
    """`Clay "Honey" Power`: words with capitals around one in quotes or brackets, where one of them is a name."""
    words = reading.words
    for number in range(1, len(words) - 1):
        if not is_nickname(reading, number):
            continue
        last = number + 1
        while last + 1 < len(words) and words[last].low in PARTICLES and leads_to_name(reading, last):
            last += 1
        around = (words[number - 1], words[last])
        telling = any(
            (word.listed and not word.plain) or (word.first and word.low not in WORDS_FIRST)
            for word in (*around, words[number])
        )
        if telling and all(word.capital and word.low not in _NOT_AROUND_NICKNAME for word in around):
            yield words[number - 1].start, words[last].end


def before_birth_or_profession(reading: Reading) -> Iterator[tuple[int, int]]:
    """Names that are words, in small letters or capitals: `RE: SON DO DOB 3/4/61`, `Son Do, pharmacist`, `, harvey hand (sw)`."""
    for pattern in (_BEFORE_BIRTH, _DICTATED, _BEFORE_PROFESSION):
        for match in pattern.finditer(reading.text):
            if _is_called_so(reading, *match.span("name"), surely=pattern is _BEFORE_PROFESSION):
                yield match.span("name")


def _is_called_so(reading: Reading, start: int, end: int, surely: bool) -> bool:
    """Whether words are a name by their lists: the first is a given name, and the last may be a family's (*Son Do*).

    Where a profession stands behind them the first is enough.
    """
    numbers = [number for place in range(start, end) if (number := reading.word_at(place)) is not None]
    if len(numbers) < 2:
        return False
    first, last = reading.words[numbers[0]], reading.words[numbers[-1]]
    if first.low in GRAMMAR or first.low in TITLES or first.low in ROLES or last.low in ROLES:
        return False
    return (first.first or not first.plain) and (surely or last.last or not last.plain)


def said_of_people(reading: Reading) -> Iterator[tuple[int, int]]:
    """Two words with capitals that nothing but their place and one list says to be a name: `seen by Her Choua`, `by A. Bone`."""
    words = reading.words
    for number, word in enumerate(words):
        if (
            not word.capital
            or word.low in GRAMMAR
            or word.low in ROLES
            or (
                number
                and joins(reading, number - 1)
                and words[number - 1].capital
                and words[number - 1].low not in _BEFORE_NAMES
                and len(words[number - 1].text) > 2
            )
        ):
            continue
        last = number
        while (
            last + 1 < len(words)
            and words[last + 1].capital
            and words[last + 1].low not in _ENDS_NAME
            and joins(reading, last)
            and last - number < 3
        ):
            last += 1
        shouted = last - number > 1 and reading.is_all_capitals(number)
        if shouted:
            last = _end_shouted(reading, number, last)
        related = _RELATED.match(reading.text, words[last].end) and any(
            may_be_name(item) and not item.plain for item in words[number : last + 1]
        )
        if last == number or not (related or _SAID.search(reading.text, max(0, word.start - 14), word.start)):
            continue
        dotted = words[last].initial and reading.text.startswith(".", words[last].end)
        given = any(item.first and not item.plain for item in words[number : last + 1])
        sure = related or (given and (shouted or _GOES_ON.match(reading.text, words[last].end)))
        dated = last + 1 < len(words) and words[last + 1].low in CALENDAR and joins(reading, last)
        if not dotted and not sure and not dated and not _ENDS.match(reading.text, words[last].end):
            continue
        run = list(range(number, last + 1))
        if _can_be_said(reading, run):
            yield word.start, words[last].end


def _end_shouted(reading: Reading, number: int, last: int) -> int:
    """Where a name ends in a line of capitals: after two words, an initial not counted, or three where the third ends a field."""
    words = reading.words
    end = number + 1 + words[number + 1].initial
    if end < last and words[end + 1].low not in _STOP_ALONE and _FIELD_ENDS.match(reading.text, words[end + 1].end):
        return end + 1
    return end


_FIELD_ENDS = regex.compile(r"[ \t]*(?:$|[\n,;(\d]|[ ]{2})")


def _can_be_said(reading: Reading, run: list[int]) -> bool:
    words = [reading.words[number] for number in run]
    telling = [word for word in words if not word.initial]
    if any(
        word.low in _NEVER_SAID or word.low in _STOP_EVER or (looks_made(word.text) and len(word.text) < 8)
        for word in telling
    ):
        return False
    if any(word.low in TIMES_AND_REGIONS and not word.first for word in telling) or any(
        reading.is_clinical(number, alone=False) for number in run
    ):
        return False
    if len(telling) == 1:
        dotted = any(word.initial and reading.text.startswith(".", word.end) for word in words)
        [word] = telling
        if word.low in BEFORE_LETTER or (word.upper and len(word.text) < 4 and not word.listed):
            return False
        if words[0].initial and words[0].text in ("A", "I"):
            field = reading.before(run[0]).strip().endswith(":")
            sure = word.first or not word.plain or not word.upper
            return dotted or (not word.eponym and sure and (field or not reading.begins_sentence(run[0])))
        listed = word.listed or not word.plain or word.low in SHORT_SURNAMES or not word.upper
        return dotted or (words[0].initial and listed)
    if any(looks_made(word.text) for word in telling) and not any(word.listed and not word.plain for word in telling):
        return False
    listed = sum(word.listed or word.unknown for word in telling)
    given = any(not word.plain or (word.first and not (word.upper and word.low in WORDS_FIRST)) for word in telling)
    field = reading.before(run[0]).strip()[-1:] in (":", "=", ">") or not reading.begins_sentence(run[0])
    if (
        field
        and len(telling) == 2
        and not any(
            word.low.endswith(WORD_ENDINGS) or word.low in WORDS_FIRST or len(word.text) < 2 for word in telling
        )
    ):
        given, listed = True, max(listed, 1)
    return listed >= len(telling) - 1 and given and not all(word.eponym for word in telling)


def with_inversions(reading: Reading) -> Iterator[tuple[int, int]]:
    """`Rice, Hope`: a family name, a comma and a given name, though both are words, where a field begins and ends."""
    words = reading.words
    for number, word in enumerate(words[:-1]):
        if not _INVERTED.fullmatch(reading.gap(number)) or not word.capital or len(word.text) < 2:
            continue
        other = words[number + 1]
        if not other.capital or word.low in _STOP_ALONE or CREDENTIAL.match(reading.text, word.end):
            continue
        grammar = other.low in SHORT_SURNAMES and not word.plain and word.upper == other.upper
        if not other.initial and not grammar and other.low in STOP_OR_TITLE:
            continue
        given = grammar or other.first or (not other.plain and not looks_made(other.text))
        if other.initial and not reading.text.startswith(".", other.end):
            continue
        end = _with_more(reading, number + 1)
        broken = "\n" in reading.gap(number)
        start = _with_particles(reading, number)
        said = _BEFORE_INVERTED.search(reading.text, max(0, start - 12), start)
        named = not word.plain and not word.eponym and not looks_made(word.text)
        if len(other.text) > 1 and not given and not (said and named and not reading.is_clinical(number + 1)):
            continue
        if not (word.listed or word.unknown or (given and (said or not other.plain)) or (other.initial and said)):
            continue
        ends = _AFTER_INVERTED.match(reading.text, end) or (
            reading.text.startswith(".", end) and _AFTER_INVERTED.match(reading.text, end + 1)
        )
        goes_on = given and said and _GOES_ON.match(reading.text, end)
        if not ends and not goes_on and not ((other.initial or broken) and said):
            continue
        if (word.plain or other.plain) and not said:
            continue
        yield start, end


def _with_particles(reading: Reading, number: int) -> int:
    """Where a family name begins whose last word stands at `number`: `de la Fuente`, `MAC GIOLLA`."""
    first = number
    while (
        first
        and joins(reading, first - 1)
        and (
            reading.words[first - 1].low in PARTICLES
            or (reading.words[first - 1].capital and may_be_name(reading.words[first - 1]))
        )
    ):
        first -= 1
    return reading.words[first].start


def _with_more(reading: Reading, number: int) -> int:
    """Where a given name ends with the second given name or initial behind it."""
    last = number
    while last + 1 < len(reading.words) and joins(reading, last) and last - number < 3:
        follows = reading.words[last + 1]
        if not (follows.initial or (follows.capital and may_be_name(follows))):
            break
        last += 1
    return reading.words[last].end
