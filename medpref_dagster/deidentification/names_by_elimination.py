"""Names by what else a capital could be: a word that begins with one and is in no list of words, its neighbours, and two
words in a row of which each can be a name.

In clinical prose this costs next to nothing. Of 147,000 words of published visit notes, summaries and exam cases, four
pairs in a row were capitalized, of the lists of names and no name (`East Coast`).
"""

from collections.abc import Iterator

import regex

from medpref_dagster.deidentification.dates import MONTHS, WEEKDAYS
from medpref_dagster.deidentification.lexicon import CLINICAL_NOUNS, DRUGS_LIKE_NAMES, list_words
from medpref_dagster.deidentification.name_words import (
    ACTS,
    CREDENTIAL,
    NO_LAST_NAME,
    ROLES,
    SHORT_SURNAMES,
    STOP,
    STOP_OR_TITLE,
    TITLES,
    WORD_ENDINGS,
    WORDS_FIRST,
    joins,
    leads_to_name,
)
from medpref_dagster.deidentification.places import COUNTRIES, REGIONS, STATES
from medpref_dagster.deidentification.reading import PARTICLES, Reading, Word, looks_made

CALENDAR = frozenset(name.lower() for name in (*MONTHS, *WEEKDAYS))
TIMES_AND_REGIONS = CALENDAR | STATES | COUNTRIES
ALSO_NAMES = list_words(
    "april june august may will georgia virginia carolina israel jordan chad kenya washington dakota montana austin madison"
)
"""Months, states and countries that are given names, too: they count beside another name."""
_NICKNAME = regex.compile(r" ?[\"“'‘(]\p{L}[\p{L}\p{M}'’\-]*[\"”'’)],? ")
BEFORE_LETTER = list_words(
    "vitamin hepatitis hemoglobin haemoglobin factor protein type figure group grade image class stage hb hgb influenza strep streptococcus plan part section table appendix level phase arm team unit room bed ward"
)
"""Before a capital letter they are no name with an initial."""
GRAMMAR = list_words(
    "by with and or to from for about at in of seen spoke asked told called per under is was who via says said states reports saw paged signed typed"
) - {"in"}
"""Words that end or begin no name in a line of capitals."""
_SUFFIX = regex.compile(r",?[ ](?:Jr\.?|Sr\.?|JR\.?|SR\.?|II|III|IV)(?!\w)")
_DIGIT = regex.compile(r"-?\d")
_GOES_ON = regex.compile(r"[,;.]|[ ]\p{Ll}")
"""What stands behind a name that began in the line before."""
_LINE_BREAK = regex.compile(r",?[ \t]*\r?\n[ \t]*")


_STOP_ALONE = STOP - ALSO_NAMES
_NOT_BY_ITSELF = CALENDAR | STATES | COUNTRIES | {"will", "may"}
_ENDS_NO_NAME = CLINICAL_NOUNS | NO_LAST_NAME | GRAMMAR | ROLES
_NO_SURNAME = CLINICAL_NOUNS | NO_LAST_NAME | ACTS


def by_elimination(reading: Reading) -> Iterator[tuple[int, int]]:
    """Names among words with capitals; characters from and to."""
    number = 0
    while number < len(reading.words):
        run = _read_run(reading, number)
        if not run:
            number += 1
            continue
        yield from _choose(reading, run)
        number = run[-1] + 1


def _begins(reading: Reading, number: int) -> bool:
    word = reading.words[number]
    if word.low in PARTICLES and leads_to_name(reading, number):
        return True
    return word.capital and not _is_kept(reading, number)


def _is_kept(reading: Reading, number: int) -> bool:
    """Whether a word with a capital is none of a name whatever stands beside it."""
    word = reading.words[number]
    if word.low in ALSO_NAMES:
        return False
    if word.low in ROLES or _DIGIT.match(reading.text, word.end):
        return True
    if word.low in TITLES or word.low in CALENDAR or word.low in REGIONS:
        return True
    if word.initial:
        return False
    if word.low in STOP and word.low not in SHORT_SURNAMES:
        return True
    return bool(word.upper and len(word.text) < 6 and word.low not in PARTICLES and CREDENTIAL.fullmatch(word.text))


def _read_run(reading: Reading, number: int) -> list[int]:
    """Words with capitals in a row, with initials, particles and a nickname in quotes between them."""
    run: list[int] = []
    while number < len(reading.words) and _begins(reading, number):
        run.append(number)
        if not (joins(reading, number) or _joins_nickname(reading, number) or _breaks_line(reading, number)):
            break
        number += 1
    return run


def _joins_nickname(reading: Reading, number: int) -> bool:
    """Whether the gap opens or closes `Maria "Mimi" Lopez`."""
    place = reading.words[number].end
    if _NICKNAME.match(reading.text, place):
        return True
    return bool(number and _NICKNAME.match(reading.text, reading.words[number - 1].end))


def _breaks_line(reading: Reading, number: int) -> bool:
    """Whether a name runs on in the next line: one name alone ends this one, within a sentence, and one begins the next."""
    gap = reading.gap(number)
    if not _LINE_BREAK.fullmatch(gap.removeprefix(".") if reading.words[number].initial else gap) or number + 1 >= len(
        reading.words
    ):
        return False
    first = number
    if reading.words[first].initial and first and joins(reading, first - 1):
        first -= 1
    next_one = number + 1
    while reading.words[next_one].low in PARTICLES and leads_to_name(reading, next_one):
        next_one += 1
    word, follows = reading.words[first], reading.words[next_one]
    previous = reading.words[first - 1] if first and joins(reading, first - 1) else None
    named = previous is not None and previous.capital and may_be_name(previous) and "," not in gap
    alone = first > 0 and "\n" not in reading.before(first)[-3:] and not named
    grammar = follows.low in SHORT_SURNAMES and (not word.plain or word.low in SHORT_SURNAMES)
    if (
        not (word.listed or word.unknown or (word.low in SHORT_SURNAMES and not follows.plain))
        or word.upper != follows.upper
    ):
        return False
    if follows.low in STOP_OR_TITLE and not grammar:
        return False
    if not alone and not _GOES_ON.match(reading.text, follows.end):
        return False
    return reading.text[follows.end : follows.end + 1] not in (":", "=") and not (
        follows.plain and not (word.first or follows.first)
    )


def is_nickname(reading: Reading, number: int) -> bool:
    """Whether a word stands in quotes or brackets between two words with capitals."""
    return bool(number) and _NICKNAME.match(reading.text, reading.words[number - 1].end) is not None


def may_be_name(word: Word) -> bool:
    """Whether a word is in a list of names, or in no list."""
    return (word.listed or word.unknown) and word.low not in STOP_OR_TITLE and not looks_made(word.text)


def _choose(reading: Reading, run: list[int]) -> Iterator[tuple[int, int]]:
    """The stretches of a run that are names."""
    core: list[int] = []
    for number in [*run, -1]:
        if number >= 0 and _can_be_inside(reading, number):
            core.append(number)
            continue
        if core and number >= 0 and is_nickname(reading, core[-1]):
            core.append(number)
            continue
        if core:
            yield from _settle(reading, run, core)
        core = []


def _can_be_inside(reading: Reading, number: int) -> bool:
    return reading.words[number].initial or is_nickname(reading, number) or _classify(reading, number) in "NFLEp"


def _classify(reading: Reading, number: int) -> str:
    """N in no list of words, F a word and a given name, L a word and a family name, E an eponym, p a particle, P a word."""
    word = reading.words[number]
    if word.low in PARTICLES and (not word.capital or leads_to_name(reading, number)):
        return "p"
    if word.eponym:
        return "P" if reading.is_clinical(number, alone=False) else "E"
    if reading.is_clinical(number) or word.low in _STOP_ALONE or word.low in DRUGS_LIKE_NAMES:
        return "P"
    if not word.plain:
        return (
            "P"
            if (looks_made(word.text) and not word.listed) or (word.upper and not word.listed and len(word.text) < 4)
            else "N"
        )
    if word.upper and (word.low in WORDS_FIRST or not word.first) and reading.is_all_capitals(number):
        return "P"
    return "F" if word.first else "L" if word.last else "P"


def _settle_kind(reading: Reading, number: int) -> str:
    """A particle with a capital is a name of its own where it is in a list of names: `Al Back`, `DAS Usha`."""
    kind, word = _classify(reading, number), reading.words[number]
    return ("F" if word.first else "L" if word.last else kind) if kind == "p" and word.capital else kind


def _settle(reading: Reading, run: list[int], core: list[int]) -> Iterator[tuple[int, int]]:
    """A stretch of words that can be of a name, where they are of one."""
    words = reading.words
    while core and words[core[-1]].low in PARTICLES and not words[core[-1]].capital:
        core.pop()
    nicknames = [number for number in core if is_nickname(reading, number)]
    telling = [number for number in core if len(words[number].text) > 1 and number not in nicknames]
    if not telling:
        return
    kinds = "".join(_settle_kind(reading, number) for number in telling)
    solid = [kind for kind in kinds if kind in "NFLE"]
    left, right = core[0], core[-1]
    if len(solid) > 1 and ("N" in kinds or "F" in kinds):
        after = _neighbour(run, right, 1)
        if after is not None and _ends_name(reading, after):
            right = after
        yield _span(reading, left, right)
        return
    if len(solid) != 1:
        return
    [only] = [number for number in telling if _settle_kind(reading, number) in "NFLE"]
    word, kind = words[only], kinds.strip("p")[:1]
    given = word.first and kind in "NF"
    before, after = _neighbour(run, left, -1), _neighbour(run, right, 1)
    if (after is not None and given and not words[right].initial and _is_surname(reading, only, after)) or (
        after is not None and words[right].initial and right != only and given and _is_surname(reading, only, after)
    ):
        yield _span(reading, left, after)
    elif before is not None and given and _is_surname_before(reading, before, only):
        yield _span(reading, before, right)
    elif len(core) > 1 and _has_initial(reading, core, only):
        yield _span(reading, left, right)
    elif (
        kind == "N"
        and word.upper
        and (word.listed or len(word.text) > 5)
        and len(word.text) > 3
        and word.low not in WORDS_FIRST
        and reading.is_all_capitals(only)
    ) or (
        kind == "F"
        and not word.upper
        and not reading.begins_sentence(only)
        and not (before is not None)
        and word.low not in _NOT_BY_ITSELF
    ):
        yield word.start, word.end


_NAME_ENDS = regex.compile(
    r"[ \t]*(?:$|[\n,;(|/<\"\d]|[ ]{2})|[ ](?:Jr\.?|Sr\.?|II|III|IV)(?!\w)|[.](?=\s)|[ ](?:is|was|has|at|and|who|in|to|for|says|agrees)(?!\w)"
)


def _ends_name(reading: Reading, number: int) -> bool:
    """Whether a word that is in no list of names ends a name of several: `Penny Elise Loss,`."""
    word = reading.words[number]
    if word.initial or word.low in _ENDS_NO_NAME or word.low.endswith(WORD_ENDINGS):
        return False
    if (word.low in STOP and word.low not in SHORT_SURNAMES) or reading.is_clinical(number, alone=False):
        return False
    return _NAME_ENDS.match(reading.text, word.end) is not None


def _neighbour(run: list[int], number: int, step: int) -> int | None:
    place = run.index(number) + step
    return run[place] if 0 <= place < len(run) else None


def _is_surname(reading: Reading, given: int, number: int) -> bool:
    """Whether a word behind a given name is its family name, though it is in no list of them: `Bea Head`."""
    word, before = reading.words[number], reading.words[given]
    if word.low in _NO_SURNAME or word.initial or reading.is_clinical(number):
        return False
    if word.low in STOP:
        return word.low in SHORT_SURNAMES and not before.plain and len(word.text) > 1
    if before.low in ("an", "will", "may") or word.low in GRAMMAR:
        return False
    return not word.upper or before.upper or len(word.text) > 3


def _is_surname_before(reading: Reading, number: int, given: int) -> bool:
    """Whether a word before a given name is its family name: `HEAD Bea`."""
    word, follows = reading.words[number], reading.words[given]
    if word.low in ("her", "my") and follows.listed and (follows.upper or not word.upper):
        return True
    if word.low in _NO_SURNAME or word.initial or reading.is_clinical(number):
        return False
    if word.upper and not follows.upper:
        return len(word.text) > 3 or (word.low in SHORT_SURNAMES and not follows.plain)
    return word.low not in STOP and not word.upper and not follows.plain and not reading.begins_sentence(number)


def _has_initial(reading: Reading, core: list[int], only: int) -> bool:
    """Whether a name stands beside an initial: `B. Wojcik`, `Wojcik B.`, `I Berry`; not `A Pap`, `Hepatitis B`."""
    words = reading.words
    word, first, last = words[only], core[0], core[-1]
    if word.eponym and not word.listed:
        return False
    if words[first].initial and first < only:
        dotted = reading.gap(first).startswith(".")
        begins = reading.begins_sentence(first) and not reading.before(first).strip().endswith(":")
        article = (
            words[first].text in ("A", "I") and (begins or word.upper) and not CREDENTIAL.match(reading.text, word.end)
        )
        if first and words[first - 1].low in BEFORE_LETTER:
            return False
        return dotted or (not article and not word.upper)
    if words[last].initial and last > only:
        if word.low in BEFORE_LETTER:
            return False
        return reading.gap(last).startswith(".") and not word.eponym
    return False


def _span(reading: Reading, first: int, last: int) -> tuple[int, int]:
    end = reading.words[last].end
    suffix = _SUFFIX.match(reading.text, end)
    return reading.words[first].start, suffix.end() if suffix else end
