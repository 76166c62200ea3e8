"""Names by default: what has a capital where a sentence gives it none, and what nobody knows, is a name until it is known
to be none.

Three things are looked at. A word in another script than Latin is a name: the rules read English. A given name with a
capital goes with the word after it, whatever that is (`Patience Nurse`), unless the two are known to go together
otherwise (`Angel Dust`, `Bell Palsy`). And after what is said before people (`told`, `son`, `signed by`) words with
capitals are a name although no list of names has them, unless they are words of hospitals (`Emergency Department`).
"""

from collections.abc import Iterator

import regex

from medpref_dagster.deidentification.lexicon import CLINICAL_NOUNS, DRUGS_LIKE_NAMES, list_words
from medpref_dagster.deidentification.name_words import (
    ACTS,
    CREDENTIAL,
    NO_LAST_NAME,
    ROLES,
    SAID_OF_PERSONS,
    SHORT_SURNAMES,
    STOP,
    TITLES,
    WORD_ENDINGS,
    WORDS_FIRST,
    joins,
)
from medpref_dagster.deidentification.names_by_elimination import (
    ALSO_NAMES,
    CALENDAR,
    GRAMMAR,
    TIMES_AND_REGIONS,
    may_be_name,
)
from medpref_dagster.deidentification.reading import PARTICLES, Reading, Word, looks_made

_OTHER_SCRIPT = regex.compile(
    r"[\p{L}--\p{Script=Latin}--\p{Script=Greek}--\p{Script=Common}][\p{L}\p{M}\u200c\u200d]*(?:[ \u00a0·・.'’\-]{1,2}[\p{L}--\p{Script=Latin}--\p{Script=Greek}--\p{Script=Common}][\p{L}\p{M}\u200c\u200d]*){0,4}"
    r"|\p{Script=Greek}\p{Script=Greek}{2,}(?:[ ]\p{Script=Greek}{2,}){0,3}",
    regex.VERSION1,
)
ALSO_SURNAMES = list_words(
    "hand hands foot head heart nail line ring block brace collar stone point law class page bell band field ford pool hall post child long street church lake mount hill park lane ward nurse judge bishop pope "
    "doctor major lord lady king prince priest deacon squire sergeant constable page brain tongue organ bone knee chin cheek shin body test drain needle root stem pond marsh moss river rivers bank banks spring "
    "springs chief college school city county place lodge house"
)
"""Words of medicine, places and ranks that are family names behind a given name."""
HOSPITAL_WORDS = list_words(
    "department departments emergency cardiology neurology nephrology urology oncology hematology haematology surgery surgical medicine medical psychiatry pediatrics paediatrics radiology pathology pharmacy nursing "
    "orthopedics orthopaedics dermatology gastroenterology endocrinology rheumatology anesthesia anesthesiology obstetrics gynecology infectious diseases rehabilitation rehab physical occupational speech therapy "
    "social services service clinic clinics unit ward team hospital center centre care health primary intensive critical palliative hospice home internal family general vascular trauma plastic transplant pulmonary "
    "respiratory behavioral mental public community nutrition dietary wound pain management transport security billing records information technology risk quality infection control prevention staff office administration "
    "board committee american national association society institute foundation guidelines protocol registry study trial university college school insurance medicare medicaid hmo ppo police fire ems child protective adult"
)
"""What stands with a capital after the same words as people do."""
HUMAN_ACTS = list_words(
    "says said told asks asked struck hit kicked bit threw refused refuses agrees agreed denies denied reports states stated smiled cried yelled screamed laughed spoke insists believes thinks wants hopes prefers worries "
    "misses lives smokes drinks drank ate slept walked apologised apologized signed nodded shrugged argued disagrees recalls remembers declines declined leaned leans helped drove works worked explained thanked"
)
"""What only people do."""
_TOGETHER = frozenset(
    {
        ("angel", "dust"),
        ("christmas", "disease"),
        ("christmas", "tree"),
        ("rocky", "mountain"),
        ("frank", "starling"),
        ("coral", "snake"),
        ("violet", "blue"),
        ("crystal", "violet"),
        ("crystal", "meth"),
        ("red", "cross"),
        ("blue", "cross"),
        ("jack", "frost"),
        ("may", "need"),
        ("april", "showers"),
    }
)
_SAID = regex.compile(
    r"(?<![\w'-])(?:(?:(?:his|her|their|the|a|pt'?s?|patient'?s|older|younger|late|ex)[ -])*(?:grand|step|half-|god)?(?:wife|husband|spouse|partner|sons?|daughters?|mother|father|mom|mum|dad|brothers?|sisters?|siblings?|children|kids?|"
    r"aunts?|uncles?|nieces?|nephews?|cousins?|friends?|neighbou?rs?|roommate|fianc[ée]e?|girlfriend|boyfriend|caregivers?|carers?|guardian|landlord|landlady|employer|boss|supervisor|teacher|coach|sponsor|"
    r"witness|widow|widower|twins?|donor|recipient|proband)"
    r"|drs?|doctor|mr|mrs|ms|miss|mx|prof|nurse|midwife|chaplain|officer|detective|sergeant|medic|paramedic|pharmacist|therapist|interpreter|translator|technologist|technician|sonographer|phlebotomist|orderly|porter|scribe|"
    r"resident|intern|fellow|attending|registrar|consultant|surgeon|assistant|provider|physician|psychologist|counsellor|counselor|dietitian|nutritionist|coordinator|manager|handler|adjuster|agent|attorney|lawyer|judge|rep|"
    r"representative|member|subscriber|patient|pt|client|rn|lpn|np|pa|cna|pcp|caller|informant|author|student|worker|volunteer|pastor|rabbi|imam|driver|e-?sig|presenter|presented|studied|sponsor|dict|trans|verified|anaesthesia|anesthesia|insurance[ ]of|goes[ ]by|opened[ ]by|user"
    r"|told|asked|called|paged|saw|phoned|emailed|texted|notified|informed|contacted|thanked|met|named|known[ ]as|(?:spoke|talked|met|meeting|visit|discussed|reviewed|seen|agree[sd]?)[ ](?:with|to|by|w/)|d/w|w/"
    r"|(?:signed|dictated|typed|seen|written|performed|done|found|controlled|assisted|read|scored|interpreted|checked|verified|transcribed|entered|prepared|reported|obtained|injected|packed|changed|supported|"
    r"extubated|intubated|delivered|accompanied|witnessed|explained|presented|referred|followed|examined|evaluated|treated|ordered|collected|completed|reviewed|approved|redirected|placed|drawn|requested|merged|made)[ ](?:by|for)"
    r"|signed[ ]out[ ]to|shown[ ]to|explained[ ]to|letter[ ]to|copied[ ]to|on[ ]behalf[ ]of|infant[ ]of|care[ ]of|attn|cc|dear|hi|hello|regards|sincerely|faithfully|truly|re|whether|that)"
    r"(?:[,:.(]|['’]s|[ ][-–])?[ \t]*[\n]?[ \t]*$",
    regex.IGNORECASE,
)
"""What is said right before a person."""
_KIN = regex.compile(
    r"(?<![\w'-])(?:wife|husband|spouse|partner|sons?|daughters?|mother|father|mom|dad|brothers?|sisters?|aunt|uncle|niece|nephew|cousin|friend|accompanied by)[ ,]{1,2}$",
    regex.IGNORECASE,
)
"""What is said before people, and before nothing else that has a capital."""
GIVEN_EPONYMS = list_words("frank gilbert kelly hudson cooper louis lambert")
"""Eponyms that are common given names: with a capital within a sentence, and not before a noun of medicine, they are names."""
_GOES_ON = regex.compile(r"[ ]\p{Ll}")
_DAY_OR_YEAR = regex.compile(r"[ ,.]{1,2}(?:\d|morning|afternoon|evening|night)")
_ENDS = regex.compile(
    r"[ \t]*(?:$|[\n.,;:|()/<>&\"”=\d]|[ ]{2})|['’]s\b|[ ](?:(?i:and|or|in|at|on|of|to|from|who|is|was|will|has|about|states?|says?|said|reports?|called|came|wants|agrees?|with|for|as|by|seen|re|when|while|but|after|"
    r"before|because|that|if|had|does|did|took|shares?|lives?|ran|sat|slept)|\p{Ll}+(?:ed|ing|s))\b"
)
_WEAK = regex.compile(
    r"(?:(?<![\w'-])(?:by|with|per|from|to|for|about|and|under|of|is|w/)|[:;|>=/])[ \t]*[\n]?[ \t]*$", regex.IGNORECASE
)
"""What stands before people, and before much else."""
_SPEAKER = regex.compile(r"(?:^|(?<=[.!?\"”\n][ \n])|(?<=\n))(\p{Lu}[\p{L}\p{M}'’\-]+)(?=: ?[\"“])", regex.MULTILINE)
_INVERTED = regex.compile(r"[ ]?,[ ]?")
_CALLED = list_words("pt pts patient rn np pa lpn cna cc re attn dear hi hello md")
"""Words that stand before a name and may have a capital, too."""
_DOSE = regex.compile(r"[ ]\d+(?:\.\d+)?[ ]?(?:mg|mcg|g|units?|mL|%)")


_NO_FAMILY_NAME = NO_LAST_NAME | HOSPITAL_WORDS | STOP | TITLES | ROLES | ACTS | GRAMMAR
_NO_GIVEN_NAME = WORDS_FIRST | STOP - {"may"} | TITLES | ROLES | GRAMMAR | DRUGS_LIKE_NAMES
_WORD_SURNAMES = SHORT_SURNAMES | ALSO_SURNAMES
_NO_SPEAKER = STOP | TITLES | ROLES
_NOT_ACTING = (
    STOP | TITLES | ROLES | SAID_OF_PERSONS | HOSPITAL_WORDS | GRAMMAR | DRUGS_LIKE_NAMES | _CALLED | TIMES_AND_REGIONS
)
_BEFORE_NAMES = TITLES | ROLES | SAID_OF_PERSONS | _CALLED
_NEVER_SAID = STOP | TITLES | ROLES | HOSPITAL_WORDS | CLINICAL_NOUNS | NO_LAST_NAME | DRUGS_LIKE_NAMES | GRAMMAR


def by_default(reading: Reading) -> Iterator[tuple[int, int]]:
    """Names that only their capitals and their place tell; characters from and to."""
    yield from (match.span() for match in _OTHER_SCRIPT.finditer(reading.text))
    yield from _speakers(reading)
    yield from _inverted(reading)
    yield from _acting(reading)
    number = 0
    while number < len(reading.words):
        run = _read_run(reading, number)
        if len(run) > 1:
            yield from _with_given_name(reading, run)
        if run:
            yield from _said(reading, run)
        number = run[-1] + 1 if run else number + 1


def _read_run(reading: Reading, number: int) -> list[int]:
    """Words with capitals in a row, initials and particles between them too."""
    run: list[int] = []
    while number < len(reading.words) and (reading.words[number].capital or (run and _is_particle(reading, number))):
        run.append(number)
        if not joins(reading, number):
            break
        number += 1
    while run and not reading.words[run[-1]].capital:
        run.pop()
    return run


def _is_particle(reading: Reading, number: int) -> bool:
    follows = reading.words[number + 1] if number + 1 < len(reading.words) else None
    return reading.words[number].low in PARTICLES and follows is not None and follows.capital


def _is_given(word: Word) -> bool:
    """Whether a word is a given name that is none of the words which lists of given names have by mistake."""
    return (
        word.first
        and len(word.text) > 1
        and word.low not in _NO_GIVEN_NAME
        and (word.low not in TIMES_AND_REGIONS or word.low in ALSO_NAMES)
    )


def _is_kept_behind(reading: Reading, number: int) -> bool:
    """Whether a word behind a given name is no family name."""
    word = reading.words[number]
    if word.low in ALSO_SURNAMES:
        return False
    if word.low in SHORT_SURNAMES:
        return word.low in ACTS
    if word.low in CALENDAR:
        return _DAY_OR_YEAR.match(reading.text, word.end) is not None
    return (
        word.low in _NO_FAMILY_NAME
        or (reading.words[number - 1].eponym and word.low in CLINICAL_NOUNS)
        or (word.low in TIMES_AND_REGIONS and word.low not in ALSO_NAMES)
        or (word.upper and CREDENTIAL.fullmatch(word.text) is not None)
        or (looks_made(word.text) and not word.listed)
    )


def _with_given_name(reading: Reading, run: list[int]) -> Iterator[tuple[int, int]]:
    """A given name and the word behind it, initials, a second given name and particles between them."""
    words = reading.words
    for place, number in enumerate(run[:-1]):
        word = words[number]
        if not _is_given(word) or (place and _is_given(words[run[place - 1]])):
            continue
        last = place + 1
        while last + 1 < len(run) and (words[run[last]].initial or words[run[last]].low in PARTICLES):
            last += 1
        other = words[run[last]]
        if other.initial or other.low in PARTICLES or _is_kept_behind(reading, run[last]):
            continue
        if (word.low, other.low) in _TOGETHER or (other.eponym and reading.is_clinical(run[last], alone=False)):
            continue
        if word.upper != other.upper and (len(other.text) < 4 and other.low not in _WORD_SURNAMES):
            continue
        shouted = word.upper and reading.is_all_capitals(number)
        opens = reading.begins_sentence(number) and word.plain
        ends = _ENDS.match(reading.text, other.end) is not None
        said = _SAID.search(reading.text, max(0, word.start - 30), word.start) is not None
        if shouted and not (said or _is_field(reading, number)) and (word.plain or other.plain):
            continue
        goes_on = opens and not other.upper and _GOES_ON.match(reading.text, other.end) is not None
        if (opens or other.low.endswith(WORD_ENDINGS)) and not (ends or said or goes_on):
            continue
        more = last + 1
        if more < len(run) and not _is_kept_behind(reading, run[more]):
            third = words[run[more]]
            named = may_be_name(third) or third.low in ALSO_SURNAMES or not ends
            if named and (not shouted or _ENDS.match(reading.text, third.end)):
                other = third
        yield word.start, other.end


def _speakers(reading: Reading) -> Iterator[tuple[int, int]]:
    """Whose words are quoted: `Ginger: "I am fine."`"""
    for match in _SPEAKER.finditer(reading.text):
        number = reading.word_at(match.start(1))
        if number is None:
            continue
        word = reading.words[number]
        if (word.listed or not word.plain) and word.low not in _NO_SPEAKER and not word.upper:
            yield match.span(1)


def _acting(reading: Reading) -> Iterator[tuple[int, int]]:
    """Whoever does what only people do: `Swan refused heparin`."""
    for number, word in enumerate(reading.words[:-1]):
        given = word.low in GIVEN_EPONYMS and word.capital and not word.upper and not reading.begins_sentence(number)
        if given and not reading.is_clinical(number, alone=False) and _ENDS.match(reading.text, word.end):
            yield word.start, word.end
        if (
            not word.capital
            or word.upper
            or reading.words[number + 1].low not in HUMAN_ACTS
            or reading.gap(number) != " "
        ):
            continue
        if word.low not in _NOT_ACTING and (word.listed or word.eponym):
            yield word.start, word.end


def _inverted(reading: Reading) -> Iterator[tuple[int, int]]:
    """A word with a capital, a comma and a given name, where a field begins: `Nurse, Melody`."""
    for number, word in enumerate(reading.words[:-1]):
        other = reading.words[number + 1]
        if not (word.capital and other.capital and len(word.text) > 1) or not _INVERTED.fullmatch(reading.gap(number)):
            continue
        if not _is_given(other) or _is_kept_behind(reading, number) or word.low in SHORT_SURNAMES:
            continue
        said = _SAID.search(reading.text, max(0, word.start - 40), word.start) or _is_field(reading, number)
        if said and _ENDS.match(reading.text, other.end):
            yield word.start, other.end


def _is_field(reading: Reading, number: int) -> bool:
    """Whether a word is the first of a field or a line, as a name in capitals is."""
    before = reading.before(number).strip(" \t")
    return number == 0 or before[-1:] in ("|", ":", "\n", "=", ">", ";", "(", '"', "/", "")


def _said(reading: Reading, run: list[int]) -> Iterator[tuple[int, int]]:
    """One to four words with capitals right behind what is said before people."""
    words = reading.words
    first = 0
    while first < len(run) and words[run[first]].low in _BEFORE_NAMES:
        # `Prof Nurse`: a rank behind a title is a name.
        if (
            first
            and first == len(run) - 1
            and words[run[first]].low in ALSO_SURNAMES
            and words[run[first - 1]].low in TITLES
        ):
            break
        first += 1
    run = run[first:]
    if not run:
        return
    start = words[run[0]].start
    sure = _SAID.search(reading.text, max(0, start - 40), start) is not None
    if not sure and (len(run) < 2 or not _WEAK.search(reading.text, max(0, start - 12), start)):
        return
    telling: list[int] = []
    for number in run[:5]:
        if _is_no_name(reading, number, alone=not telling):
            break
        telling.append(number)
    while telling and (words[telling[-1]].low in PARTICLES and not words[telling[-1]].capital):
        telling.pop()
    whole = [number for number in telling if len(words[number].text) > 1]
    if not whole:
        return
    end = words[telling[-1]].end
    if not _ENDS.match(reading.text, end) or _DOSE.match(reading.text, end):
        return
    some = [words[number] for number in whole]
    if len(some) == 1 and not (_counts_alone(reading, whole[0]) and (sure or words[telling[0]].initial)):
        return
    if not sure and not all(may_be_name(word) or word.low in ALSO_SURNAMES for word in some):
        return
    if any(word.low.endswith(WORD_ENDINGS) and not word.listed for word in some) and not any(
        word.listed and not word.plain for word in some
    ):
        return
    yield words[telling[0]].start, end


def _is_no_name(reading: Reading, number: int, *, alone: bool) -> bool:
    word = reading.words[number]
    if word.initial or _is_short_surname(reading, number):
        return False
    if word.upper and word.plain and reading.is_all_capitals(number) and alone and not word.listed:
        return True
    if word.low in ALSO_SURNAMES or (word.low in SHORT_SURNAMES and not alone):
        return False
    return (
        word.low in _NEVER_SAID
        or (word.low in TIMES_AND_REGIONS and not (word.low in ALSO_NAMES and not alone))
        or (word.upper and (len(word.text) < 3 or CREDENTIAL.fullmatch(word.text) is not None))
        or reading.is_clinical(number, alone=False)
        or (looks_made(word.text) and not word.listed)
    )


def _is_short_surname(reading: Reading, number: int) -> bool:
    """`AU Yuk-lan`: two capitals before a word that is none."""
    follows = reading.words[number + 1] if number + 1 < len(reading.words) else None
    word = reading.words[number]
    short = word.upper and len(word.text) == 2 and not CREDENTIAL.fullmatch(word.text) and joins(reading, number)
    return (
        short
        and follows is not None
        and follows.capital
        and not follows.upper
        and (not follows.plain or "-" in follows.text)
    )


def _counts_alone(reading: Reading, number: int) -> bool:
    """Whether one word behind what is said before people is a name."""
    word = reading.words[number]
    if word.upper and word.plain:
        return False
    if word.upper and not word.listed:
        return False
    kin = not word.upper and _KIN.search(reading.text, max(0, word.start - 24), word.start) is not None
    return word.listed or not word.plain or word.low in ALSO_SURNAMES or word.eponym or kin
