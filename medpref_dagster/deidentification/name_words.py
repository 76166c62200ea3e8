"""What a name is made of: which words it may begin with, go on with and never have; titles and degrees."""

import regex

from medpref_dagster.deidentification.lexicon import CLINICAL_NOUNS, list_words
from medpref_dagster.deidentification.reading import PARTICLES, Reading, Word

TITLES = list_words(
    "dr drs doctor mr mrs ms miss mx mister prof professor sr sra srta senor senora herr frau mme monsieur madame rev reverend father fr sister rabbi imam pastor chaplain officer "
    "sgt sergeant capt captain lt col major judge attorney dame lord lady sir aunt uncle auntie grandma grandpa nurse"
)


WEAK_TITLES = list_words(
    "father fr sister officer major lady lord col sr lt sir judge capt nurse aunt uncle pastor doctor professor dame attorney chaplain captain"
)
"""Titles that are words, too: after them a name must look like one."""


RANKS = list_words("nurse judge major lord")
"""Titles that are family names behind a given name, too."""


CREDENTIAL = regex.compile(
    r",?\s{0,2}\(?(?:M\.?D\.?|D\.?O\.?|R\.?N\.?|N\.?P\.?|P\.?A\.?(?:-C)?|Ph\.?\s?D\.?|D\.?D\.?S\.?|D\.?P\.?M\.?|L\.?P\.?N\.?|M\.?B\.?B\.?S\.?|MBBCh|APRN|CRNP|ARNP|FNP(?:-C|-BC)?|CRNA|CNM|CNP|"
    r"PharmD|Pharm\.D\.|LC?SW|MSW|LPC|DNP|BSN|MSN|RRT|RT|PT|DPT|OT|OTR(?:/L)?|SLP|CCC-SLP|RD|LDN|MPH|MS|EMT(?:-P)?|CNA|MA|FACP|FACS|FACC|Esq|J\.?D\.?|Jr\.?|Sr\.?|III|II|IV|PGY-?\d|MS-?[34])\b\.?"
)


STOP = list_words(
    "the and or but is was are has had have with without to of in on at for from by as not no he she they his her their i we it this that there then patient pt dob mrn age sex male female "
    "date time phone fax address md rn do np pa unknown none name unit room bed ward service department clinic hospital center medical record number provider visit dear sincerely attending "
    "resident physician nurse doctor dr mr mrs ms also will may would should can could did does do who whom which when where if so because since until after before today tomorrow yesterday "
    "tonight morning afternoon evening night signed electronically dictated reviewed re cc hospital's note report summary history exam plan assessment impression labs vitals diagnosis procedure "
    "operation surgeon assistant primary care reason chief complaint medications allergies social family page of see all any each other same such very well new old am pm est edt ssn id acct account"
)
"""Words that no name begins or ends with, whatever stands before them."""

STOP_OR_TITLE = STOP | TITLES
SHORT_SURNAMES = list_words(
    "her he so no do an to on in see she such ward page day my you as is may will its any all said pa"
)
"""Words of the grammar that are family names, too: they count beside a given name that is no word."""


WORDS_FIRST = list_words(
    "an man than down boy girl lb like shown white little heard said car way great via saline nature oz believe driver trip life angle even job else nor pretty seven young younger rd retina ever "
    "patches speed trigger deny dominant wake fed miu season sooner ran true real shaking marijuana chin oval paying avid arch spicy lady desire games rim superior verbal dairy mile miles amino harm "
    "soon rise marks manual wash chance say choice beta agent flex shin share square camera kit deal nare law comfort race minus gains chew ski aide pleasure track lovely nail math army aureus purpose "
    "cotton shaft worth bar aura tinea cluster burr coal verge gentle happy conception meet rural fallen senna ova lawyer brown green gray black pink brother sister mother father baby infant son day "
    "week see may will am do so no he she his her are be or on in per med meds case fever early gait ear head foot hand arm back cough hip rash sore ant lat bil cane tip candida colon melena colon gene "
    "german latin christmas summer spring winter autumn walker bear bridge church field stone rami vera player"
)
"""Words that lists of given names have, too, and that are words where their case says nothing and nobody is said to be meant."""


ROLES = list_words(
    "interpreter driver caregiver operator coordinator technologist technician student medic login reach call called calls came seen sibs siblings infant newborn boy girl twin baby-girl alternate donor recipient "
    "home per about born brought spoke yours follow-up biopsy fingerprint asked told patients members attendees copies typed facilitator prescriber scribe verified addendum impression findings continue continued increase increased decrease decreased initiate start started stop resume hold taking takes add refill"
)
"""Words before and behind names that lists of names have, too."""


SAID_OF_PERSONS = list_words(
    "daughter son mother father mom mum dad brother sister wife husband child partner spouse friend neighbor neighbour roommate aunt uncle niece nephew cousin caregiver guardian interpreter pcp surgeon "
    "saw told paged called texted asked asks login signed dictated typed spoke talked discussed reviewed cc attn hi hello thanks regards provider author scribe therapist pharmacist cosigned notified informed "
    "emailed phoned reached contacted referred followed per via name named grandmother grandfather grandson granddaughter parents parent children family"
)
"""No name begins with what is said before one."""


WORD_ENDINGS = (
    "al",
    "ic",
    "ous",
    "itis",
    "ogy",
    "tion",
    "sion",
    "ment",
    "ing",
    "ed",
    "ity",
    "ness",
    "ive",
    "ary",
    "osis",
    "emia",
    "oma",
    "able",
    "ible",
    "ance",
    "ence",
    "ency",
    "ure",
    "ly",
    "ies",
    "tic",
    "ist",
    "gram",
    "scopy",
    "ent",
    "ant",
)
"""What words of medicine and of headings end with, and words that are names seldom do."""


NO_LAST_NAME = list_words(
    "street st avenue ave road rd lane ln drive dr boulevard blvd court ct hospital clinic center centre university college school church county city lake mount mt river"
)


ACTS = list_words(
    "reports reported states stated denies denied says said is was has had will would complains complained presents presented returns returned takes took notes noted describes described feels felt "
    "lives works agrees agreed refused refuses understands wants slept remains appears tolerated underwent received asks asked called calls requests endorses admits drove came went"
)


_COMMA_CAPITAL = regex.compile(r",[ \t]?(?=\p{Lu})")
_NO_SURNAME = NO_LAST_NAME | CLINICAL_NOUNS


def read_name(reading: Reading, number: int, *, sure: bool, most: int = 5) -> tuple[int, int] | None:
    """The name that begins at a word, if one does: characters from and to.

    Parameters
    ----------
    sure
        Whether what stands before says that a name follows, so that its first word may be any.
    """
    words, end, last, count = reading.words, 0, number, 0
    place = number
    while place < len(words) and count < most:
        word = words[place]
        if count and not joins(reading, place - 1):
            break
        if word.low in PARTICLES:
            # A particle counts if a name follows; some are names themselves.
            if leads_to_name(reading, place):
                place += 1
                continue
            if not (word.capital and (word.last or not word.plain)):
                break
        if not word.capital or (
            word.low in STOP
            and not (
                count == 0
                and sure
                and word.listed
                and not word.upper
                and word.low not in ("will", "may", "the", "no", "he", "do", "an")
            )
        ):
            break
        if word.upper and len(word.text) <= 5 and CREDENTIAL.fullmatch(word.text) and count:
            break
        after_initial = count > 1 and words[place - 1].initial
        before = words[place - 1]
        surname = (
            count == 1
            and before.first
            and not before.plain
            and word.upper == before.upper
            and word.low not in _NO_SURNAME
        )
        if not (
            word.initial
            or word.name_like
            or word.listed
            or (sure and count == 0)
            or (sure and count == 1 and not word.plain)
            or (sure and count > 1 and words[place - 1].initial)
            or surname
        ):
            break
        if (
            count
            and word.plain
            and not word.initial
            and not word.listed
            and not (after_initial and sure)
            and not surname
        ):
            break
        count += 1
        last = place
        place += 1
    if not count:
        return None
    end = words[last].end
    if count == 1 and words[last].initial:
        return None
    return words[number].start, end


def leads_to_name(reading: Reading, place: int) -> bool:
    """Whether a capitalized word follows a particle, with further particles between at most."""
    words = reading.words
    while place + 1 < len(words) and joins(reading, place):
        place += 1
        if words[place].capital and words[place].low not in PARTICLES:
            return words[place].low not in STOP
        if words[place].low not in PARTICLES:
            return False
    return False


def joins(reading: Reading, number: int) -> bool:
    """Whether the words before and after a gap are of one name: a space, or an initial's full stop."""
    gap, word = reading.gap(number), reading.words[number]
    return gap in (" ", "  ", "\u00a0") or (
        gap in (". ", ".", ".-", "") and (word.initial or word.low in ("st", "jr", "mc", "sr"))
    )


def with_inversion(reading: Reading, span: tuple[int, int]) -> tuple[int, int]:
    """A name with what follows its comma, where that is the rest of it."""
    start, end = span
    match = _COMMA_CAPITAL.match(reading.text, end)
    number = reading.word_at(match.end()) if match else None
    if number is None or not match:
        return span
    if CREDENTIAL.match(reading.text, end):
        follows = reading.words[number]
        if not follows.first or len(follows.text) <= 3:
            return span
    if reading.words[number].low == "will":
        return start, reading.words[number].end
    more = read_name(reading, number, sure=False, most=3)
    return (start, more[1]) if more else span


def capitals(reading: Reading, number: int) -> list[Word]:
    """Words with capitals, and particles, in a row from a word on."""
    run: list[Word] = []
    while number < len(reading.words):
        word = reading.words[number]
        if not (word.capital or (word.low in PARTICLES and leads_to_name(reading, number))) or (
            run and word.low in STOP
        ):
            break
        run.append(word)
        if not joins(reading, number):
            break
        number += 1
    return run
