"""Names in small letters, as notes are typed in a hurry: `saw maria lopez with dr patel`, `noble, nick`.

A small letter says nothing, so two words that no list of words has, or a word that is said of a person, must stand there.
In 147,000 words of published notes, twenty pairs stood in a row of which one is in no list of words and both can be names.
"""

from collections.abc import Iterator

import regex

from medpref_dagster.deidentification.lexicon import list_words
from medpref_dagster.deidentification.name_words import (
    ACTS,
    NO_LAST_NAME,
    SAID_OF_PERSONS,
    SHORT_SURNAMES,
    STOP,
    STOP_OR_TITLE,
    TITLES,
    WORDS_FIRST,
)
from medpref_dagster.deidentification.reading import PARTICLES, Reading, Word

_PERSON = (
    r"dr|drs|mr|mrs|ms|miss|mx|prof|doctor|pcp|pt|patient|pts|name(?:d|\sis)?|surgeon|attending|resident|fellow|intern|nurse|rn|np|pa|md|lpn|cna|aide|saw|told|paged|per|called|texted|asked|asks|"
    r"login|log(?:ged)?\sin\sas|signed(?:\s(?:by|off))?|seen\sby|seen\s(?:and|&)\ssigned|dictated(?:\sby|\snot\sread\s?-)?|typed(?:\sby)?|spoke\s(?:with|to|w/?)|talked\s(?:with|to)|d/w|discussed\s(?:with|w/?)|reviewed\s(?:with|by|w/?)|"
    r"(?:grand|step-?|half-|ex-)?(?:daughter|son|mother|father|mom|mum|dad|brother|sister|wife|husband|child)(?:'s)?|(?:friend|daughter|son|brother|sister|parent|grandparent|grandchild|niece|nephew|cousin)s|children|given\sto|(?:best|kind|warm)\sregards|re|caller|member|subscriber|concern|assistant|reviewed\sby|dictated\sby|message\sfor|partner|spouse|friend|neighbou?r|roommate|aunt|uncle|niece|nephew|cousin|caregiver|guardian|interpreter|co-?worker|boyfriend|girlfriend|bf|gf|fianc[ée]e?|carer|hha|pastor|rabbi|imam|chaplain|deacon|teacher|coach|boss|supervisor|landlord|landlady|sponsor|grandson|granddaughter|grandma|grandpa|grandmother|grandfather|nana|nanny|babysitter|stepson|stepdaughter|stepfather|stepmother|dtr|bro|sis|hubby|lpn|sw|social\sworker|case\s(?:manager|worker)|"
    r"(?:thanks|thx|ty)\s(?:also\s|again\s)?to|message\s(?:with|to|from)|prefers?\s(?:to\sbe\scalled|name)|goes\sby|called|"
    r"i\sam|i'm|this\sis|met\s(?:with)?|cc|attn|dear|hi|hello|thanks|thank\syou|regards|sincerely|provider|author|scribe|therapist|pharmacist|user|text\sfrom|(?:report|checked|extraction)\sby|forwarded\sto|cosigned(?:\sby)?|notified|informed|emailed|phoned|reached|contacted|referred\sby|followed\sby"
)
_STRONG = regex.compile(rf"(?<![\w'-])(?i:{_PERSON})(?:\s?[,:(=/]|\.|\s-|'s)?\s{{0,2}}(?:dr\.?\s)?$")
_TITLE = regex.compile(r"(?<![\w'-])(?i:drs?|mr|mrs|ms|miss|mx|prof)\.?\s$")
_WEAK = regex.compile(
    r"(?<![\w'-])(?i:by|with|w/|to|from|for|and|under|of|&|or|see|as|on behalf of|via|that)\s?$|[/|;=(<:\-]\s?$|(?:^|\n)\s*$|[.!?]\s+$"
)
_TRAILING = regex.compile(r"\s\p{Ll}\.?(?=\s?[,;|()/\n]|\s*$)")
_AFTER = regex.compile(
    r",?\s(?:to\s(?:arrange|sign|call|see|follow|bring|bring|review|refill|pick|be|come|drive|take|have|notify|check)|will|aware|ok(?:ay)?|agrees|agreed|notified|called|calls|says|said|states|stated|reports|wants|asks|denies|"
    r"at\s(?:bedside|home)|opened|checked|from|of\s(?:cardiology|neurology|surgery|medicine|oncology|the)|be|is\san?|rn|md|np|pa|do|lpn|who|and\s(?:i|family|wife|husband)|is\s(?:here|present|aware|vomiting|npo|on|in|not)|has|was|came|signed|here|present)(?!\w)|\s(?:on|at)\s[\d+(]|\sseen\b|\s{0,3}[)(<|;/=@]|\s{2,}|[ \t]*(?:\n|$)|[.,]?\s(?:is|was)\s(?:seen|here|notified)|[.,;:](?:\s|$)"
)
_SEEN = regex.compile(r"(?<![\w'-])(?i:saw|told|paged|called|asked|spoke\s(?:with|to)|talked\s(?:with|to)|d/w)\s$")
_DOES = regex.compile(
    r"\s(?:to\s(?:sign|call|see|arrange|review|refill|follow)|aware|notified|agrees|called|says|said|states|reports)(?!\w)"
)
_NAMED_WILL = regex.compile(r"(?<![\w'-])(?:by|with|for|to|from|dear)\s$|[:/;]\s?$|\n\s*$")
_DEGREE = regex.compile(r",\s(?:md|do|rn|np|pa|pa-c|phd|lpn)(?!\w)")
_FIELD = regex.compile(
    r"(?<![\w'-])(?i:pt|patient|name|pcp|re|caller|cc|concern|surgeon|assistant|attending|provider|author|signed|by)\s?[:=]\s?$"
)
_POSSESSED = regex.compile(
    r"['’]s?\s(?:mother|father|mom|mum|dad|parents?|wife|husband|spouse|partner|son|daughter|brother|sister|family|caregiver|aunt|uncle|guardian)(?!\w)"
)
_INITIALS = regex.compile(r"(?<![\w.'’\-])(?:\p{Ll}\.\s?){1,2}(?:\p{Ll}\s)?$|(?<![\w.'’\-])\p{Ll}\s(?:\p{Ll}\s)?$")
_BEFORE_INITIALS = regex.compile(r"(?:^|\n|[:|;]|/\s|\b(?:by|with|per|dr|mr|mrs|ms)\.?)\s?$")
_BEFORE_ODD = regex.compile(
    r"(?<![\w'-])(?:by|with|w/|for|to|from|login)\s$|[/|;=(<:\-]\s?$|(?:^|\n)\s*$|[.!?]\s+$", regex.IGNORECASE
)
_COMMA = regex.compile(r",[ ]?")


_KIN = regex.compile(
    r"(?<![\w'-])(?:wife|husband|partner|son|daughter|dtr|mother|father|mom|mum|dad|brother|sister|aunt|uncle|friend|co-?worker|boyfriend|girlfriend|bf|gf|fianc[ée]e?|carer|roommate|neighbou?r|cousin|niece|nephew|grandson|granddaughter|pastor|rabbi|imam|chaplain|caregiver|hha)[ ]$"
)
_BEFORE_ALONE = regex.compile(
    r"(?<![\w'-])(?:(?:reviewed|discussed|spoke|spoken|speaking|talked|talking|meeting|d/w|agree(?:d|s)?|seen|met|message|appt|appointment|lives|living|visit(?:ed)?|session|confirmed|arranged)[ ](?:w/|with)|(?:thanks|thx)[ ](?:also[ ])?to|d/w|drs?\.?|was[ ]seen[ ]by|says|told|per|pt|pcp|could|(?:done|read|checked|reviewed|placed|extraction|written)[ ]by|w/)[ ]$"
)
_AFTER_ALONE = regex.compile(
    r"[ ](?:and|at|after|who|in|to|from|before|when|but|&)(?!\w)|[.,;](?:\s|$)|[ \t]*\n|[ ](?:last|this|yesterday|today|on[ ]\d|at[ ]\d|is|was|has|and[ ]still|about|re|for|renew|\d\S*)(?!\w)|['’]s[ ]"
)


_PARTICLES_OF_ONE = PARTICLES - {"al", "ben", "e", "y", "o"}
_NOT_ALONE = ACTS | NO_LAST_NAME | SAID_OF_PERSONS
_PARTICLES_FIRST = PARTICLES - {"al", "ben"}
_BEGINS_NO_NAME = ACTS - {"will"} | NO_LAST_NAME
_ODD_SURNAMES = SHORT_SURNAMES | ACTS | NO_LAST_NAME | SAID_OF_PERSONS
_NO_SURNAME = ACTS | NO_LAST_NAME


def _one_alone(reading: Reading) -> Iterator[tuple[int, int]]:
    """One name in small letters, particles with it: `van assche ok with plan`, `reviewed w/ de luca.`, `says iris is`."""
    words = reading.words
    for number, word in enumerate(words):
        if word.capital or len(word.text) < 2 or word.low in STOP_OR_TITLE or word.low in PARTICLES:
            continue
        first = number
        while first and words[first - 1].low in _PARTICLES_OF_ONE and reading.gap(first - 1) == " ":
            first -= 1
        kind = "n" if first < number and _classify(word) in "nuFL" else _classify(word)
        start = words[first].start
        if (word.low in _NOT_ALONE and kind != "n") or (kind not in "nuFL" and not word.first):
            continue
        kin = _KIN.search(reading.text, max(0, start - 16), start)
        if kind not in "nuFL" and not kin:
            continue
        if kind in "uFL" and word.low in WORDS_FIRST and not kin:
            continue
        does = (kin or reading.begins_sentence(first)) and _DOES_ALONE.match(reading.text, word.end)
        does = does or (kin and (kind in "nu" or word.first) and _KIN_DOES.match(reading.text, word.end))
        before = _BEFORE_ALONE.search(reading.text, max(0, start - 24), start)
        telling = kind in "nF" or (kind == "u" and len(word.text) > 3)
        said = (
            before is not None
            and _AFTER_ALONE.match(reading.text, word.end)
            and (telling or any(sign in before[0] for sign in ("w/", "seen", "dr")))
        )
        if does or said:
            yield start, word.end


def in_small_letters(reading: Reading) -> Iterator[tuple[int, int]]:
    """Names without capitals; characters from and to."""
    yield from _one_alone(reading)
    number = 0
    while number < len(reading.words):
        found = _read_name(reading, number)
        if found is None:
            number += 1
            continue
        start = reading.words[number].start
        initials = (
            _INITIALS.search(reading.text, max(0, start - 8), start) if _after_initials(reading, number) else None
        )
        end = reading.words[found].end
        trailing = _TRAILING.match(reading.text, end) if found > number else None
        yield initials.start() if initials else start, trailing.end() if trailing else end
        number = found + 1


_SAID_ALONE = regex.compile(rf"(?<![\w'-])(?i:{_PERSON})(?:\s?[,:(=/]|\.|\s-|'s)?\s{{0,2}}$")
_DOES_ALONE = regex.compile(
    r"[ ](?:to[ ](?:sign|call|see|arrange|review|refill|follow|bring)|aware|notified|informed|ok(?:ay)?[ ](?:with|w/)|agrees|called|says|said|states|reports|will[ ](?:see|call|sign|refill|review|follow|arrange|bring|come)|"
    r"at[ ]bedside|here|took|could|here)(?!\w)|[ ]\((?:wife|husband|partner|son|daughter|mother|father|mom|dad|brother|sister|aunt|uncle|friend)\)"
)


_SAID_LAST = frozenset(regex.findall(r"[a-z]+", _PERSON.replace("\\s", " "))) | list_words(
    "neighbor neighbour fiance fiancee coworker worker wife's i'm m and w dad patient pts prefers"
)


_KIN_DOES = regex.compile(
    r"[ ](?:drove|visited|visits|visiting|stayed|left|lives|brought|brings|phoned|rang|present|feels|wants|after|and|who|is|was|has|helps|with|asked|asking|translated|interpreted|died|passed)(?!\w)"
)
"""What somebody does who is said to be kin or a friend before."""


def _may_be_said(reading: Reading, number: int) -> bool:
    """Whether the word before is one that `_PERSON` ends with: a look at it costs less than the expression does."""
    if not number:
        return False
    last = reading.words[number - 1].low
    return last in _SAID_LAST or last.removesuffix("s") in _SAID_LAST


def is_said_of_a_person(reading: Reading, number: int) -> bool:
    """Whether what stands around a word of any case says that somebody is meant: `wife X`, `X is aware`, `X ok with plan`."""
    word = reading.words[number]
    before = (
        _SAID_ALONE.search(reading.text[max(0, word.start - 32) : word.start])
        if _may_be_said(reading, number)
        else None
    )
    if before is not None and not (number and reading.words[number - 1].low in ("patient", "pt", "child")):
        return True
    return reading.begins_sentence(number) and _DOES_ALONE.match(reading.text, word.end) is not None


def _classify(word: Word) -> str:
    """n listed as a name and in no list of words, u in no list, F a word and a given name, L a word and a family name, P a word."""
    if word.low in STOP or word.low in TITLES or (word.eponym and word.plain):
        return "P" if word.eponym else "S"
    if not word.plain:
        return "n" if word.listed else "u"
    return "P" if word.low in WORDS_FIRST else "F" if word.first else "L" if word.last else "P"


def _read_name(reading: Reading, number: int) -> int | None:
    """The last word of the name that begins at a word, if one does."""
    words, word = reading.words, reading.words[number]
    if word.capital or (len(word.text) < 2 and word.low not in PARTICLES):
        return None
    first, family = number, False
    while first + 1 < len(words) and words[first].low in _PARTICLES_FIRST and reading.gap(first) == " ":
        first, family = first + 1, True
    word = words[first]
    if word.capital or len(word.text) < 2:
        return None
    kind = "n" if family and _classify(word) in "uLF" and first - number > 1 else _classify(word)
    first = _extend(reading, first) if family else first
    before = reading.text[max(0, words[number].start - 32) : words[number].start]
    strong = _may_be_said(reading, number) and _STRONG.search(before) is not None
    titled = strong and _TITLE.search(before) is not None
    follows = words[first + 1] if first + 1 < len(words) else None
    named = follows is not None and (len(follows.text) == 1 or _classify(follows) in "nuF")
    kind = "F" if word.low == "will" and named and (strong or _NAMED_WILL.search(before)) else kind
    odd = _odd_inversion(reading, number, before, strong=strong)
    if odd is not None:
        return odd
    said = word.low in SAID_OF_PERSONS and not _FIELD.search(before)
    if kind == "S" or said or (word.low in _BEGINS_NO_NAME and not titled):
        return None
    if kind in "nuFLP" and _after_initials(reading, number):
        return first
    second = _step(reading, first)
    if second is not None and not words[second].capital:
        last = _pair(reading, first, second, kind, strong=strong, before=before)
        if last is not None:
            return _extend(reading, last, all_of_it=titled)
    if titled:
        return _extend(reading, first, all_of_it=True)
    possessed = kind == "n" and _POSSESSED.match(reading.text, word.end)
    joined = (
        kind == "n"
        and number > 1
        and words[number - 1].low == "and"
        and _classify(words[number - 2]) == "n"
        and not words[number - 2].capital
    )
    if possessed or joined:
        return first
    if strong and len(word.text) > 2 and (kind == "n" or (kind == "u" and len(word.text) > 3 and _SEEN.search(before))):
        return first
    return first if kind == "n" and reading.begins_sentence(number) and _DOES.match(reading.text, word.end) else None


def _odd_inversion(reading: Reading, number: int, before: str, *, strong: bool) -> int | None:
    """The given name of `said, ali`, `court, sterling`, where a person is said: a family name that is a word of every day."""
    words, word = reading.words, reading.words[number]
    odd = word.low in _ODD_SURNAMES
    if not odd or number + 1 >= len(words) or not _COMMA.fullmatch(reading.gap(number)):
        return None
    other = words[number + 1]
    if other.capital or not other.first or _classify(other) != "n" or not (strong or _BEFORE_ODD.search(before)):
        return None
    return number + 1 if _AFTER.match(reading.text, other.end) else None


def _after_initials(reading: Reading, number: int) -> bool:
    """Whether initials stand before a family name where a name is said or a line begins: `by v.b. lopez`."""
    start = reading.words[number].start
    match = _INITIALS.search(reading.text, max(0, start - 8), start)
    if match is None:
        return False
    before = _BEFORE_INITIALS.search(reading.text, max(0, match.start() - 8), match.start())
    article = match[0].strip() in ("a", "i") and not _DEGREE.match(reading.text, reading.words[number].end)
    word = reading.words[number]
    if _classify(word) == "P" and (word.low in STOP or "." not in match[0] or (word.plain and not word.listed)):
        return False
    return before is not None and (not article or before[0].lstrip().startswith((":", "|", ";")))


def _step(reading: Reading, number: int) -> int | None:
    """The next word of a name: behind a comma, an initial or particles."""
    words = reading.words
    if number + 1 >= len(words) or not (reading.gap(number) in (" ", "  ") or _COMMA.fullmatch(reading.gap(number))):
        return None
    place = number + 1
    while (
        place + 1 < len(words)
        and (len(words[place].text) == 1 or (words[place].low in PARTICLES and words[place + 1].low not in STOP))
        and reading.gap(place) in (" ", ". ")
    ):
        place += 1
    return place if len(words[place].text) > 1 else None


def _pair(reading: Reading, first: int, second: int, kind: str, *, strong: bool, before: str) -> int | None:
    """The last word of a name of two words, where they are one."""
    words = reading.words
    word, other = words[first], words[second]
    inverted = "," in reading.gap(first)
    initial = second > first + 1 and len(words[first + 1].text) == 1
    particle = second > first + 1 and words[second - 1].low in PARTICLES
    kinds = kind + _classify(other)
    if kinds[1] == "S" or other.low in ACTS:
        if inverted and other.low == "will" and strong and kind in "nFL":
            return second
        grammar = other.low in SHORT_SURNAMES and kind in "nu" and word.first and not inverted
        return (
            second if grammar and (strong or _WEAK.search(before)) and _AFTER.match(reading.text, other.end) else None
        )
    given = (other if inverted else word).first
    sure = kinds in ("nn", "nu", "un", "nF", "Fn") or (
        kinds in ("nL", "nP") and given and (initial or kinds == "nL") and not inverted
    )
    sure = sure or (inverted and kinds in ("Ln", "Pn") and given)
    if (
        not sure
        and not _FIELD.search(before)
        and kinds
        not in (
            "nL",
            "nP",
            "uu",
            "uF",
            "Fu",
            "uL",
            "FF",
            "FL",
            "FP",
            "LF",
            "PF",
            "Pn",
            "Ln",
            "Lu",
            "uP",
        )
    ):
        return None
    if (
        other.low in _NO_SURNAME
        and kinds[1] != "S"
        and not (
            kind == "n"
            and (
                strong
                or initial
                or (word.first and not before[-8:].strip(" ")[-1:].isdigit() and _AFTER.match(reading.text, other.end))
            )
        )
    ):
        return None
    last = _invert(reading, _extend(reading, second)) if sure and not inverted else _extend(reading, second)
    if not sure:
        trailing = _TRAILING.match(reading.text, words[last].end)
        ends = trailing is not None or _AFTER.match(reading.text, words[last].end) is not None
        said = strong or _WEAK.search(before) is not None
        telling = given or "n" in kinds or kinds == "uu" or ("u" in kinds and strong)
        plain = not set(kinds) & {"n", "u"}
        field = _FIELD.search(before) is not None and ends and bool(set(kinds) & set("nuFL"))
        if field:
            return last
        if kinds == "Pu" and not (strong and ends):
            return None
        if not telling or not said or not (ends or strong or initial or particle) or (inverted and plain and not ends):
            return None
        if plain and not (strong or (ends and _WEAK.search(before))):
            return None
    return last


def _invert(reading: Reading, number: int) -> int:
    """The given name behind the comma of two family names: `cordero blanco, rosa`."""
    if number + 1 < len(reading.words) and _COMMA.fullmatch(reading.gap(number)):
        follows = reading.words[number + 1]
        if not follows.capital and follows.first and _classify(follows) == "n":
            return number + 1
    return number


def _extend(reading: Reading, number: int, *, all_of_it: bool = False) -> int:
    """The last word of a name with a further family name or an initial behind it."""
    words = reading.words
    while number + 1 < len(words) and reading.gap(number) == " " and not words[number + 1].capital:
        follows = words[number + 1]
        if (
            _classify(follows) == "n"
            or (all_of_it and _classify(follows) in "FL" and follows.low not in ACTS)
            or (_classify(follows) == "u" and number + 2 < len(words))
        ):
            number += 1
        else:
            break
    return number
