"""Towns, streets, saints and fields of institutions by what they are called, in capitals and in small letters, too.

`places.py` asks for a preposition and a capital. Here a town that lists have and that is neither a word of clinical texts nor
somebody's name is one wherever it stands (*Travel: Akron*, *Dr Okafor, Enugu*); one that is needs a preposition or a comma.
"""

from collections.abc import Iterator
from functools import lru_cache

import regex

from medpref_dagster.deidentification.lexicon import EPONYMS, fold, list_words, load_clinical_words, load_lexicon
from medpref_dagster.deidentification.medical_names import ABBREVIATIONS, stands_for_something
from medpref_dagster.deidentification.medicines import BRANDS
from medpref_dagster.deidentification.places import REGIONS
from medpref_dagster.deidentification.reading import Reading, Word, looks_made
from medpref_dagster.deidentification.town_names import TOWNS_ABROAD

_LED = regex.compile(
    r"(?<![\w'’\-])(?i:in|from|to|near|outside|via|around|leaving|leave[ ]for|left[ ]for|travel:?|visit(?:ing|ed)?|towards?|town|city|suburb|village|birthplace|pob|hometown|residence|based|of|at|lives|is[ ]in|was[ ]in)[ :]{1,2}$"
)
_SURE = regex.compile(
    r"(?<![\w'’\-])(?i:(?:lives?|living|lived|raised|born|resid(?:es|ing)|grew[ ]up|moved|moving|relocated|travell?(?:ed|ing|s)?|trip|flew|flying|drove|bus|train|transfer(?:red)?|evacuated|visiting|home|back|arrived|came|family|brother|sister|son|daughter|mother|father|parents|holiday|vacation|work(?:s|ing)?|native)"
    r"(?:[ ](?:alone|here|by[ ]bus|in[ ]by|up|down|back|over|recently|away))?[ ](?:in|from|to|near|outside|of|for)|here[ ]from|(?:she|he)[ ]is[ ]in)[ ]$"
)
_PARTED = regex.compile(r"(?:[,(/|^]|^|\n|:)[ ]{0,3}$")
_ENDS = regex.compile(
    r"[ ]?(?:$|[,.;)/|^\n(]|[ ]{2}|[ ](?:\d|and\b|til|till|until|on\b|in\b|with\b|w/|for\b|since|then|when|where|who|last|this|next|ED\b|ER\b|A&E|by\b|is\b|was\b|has\b|had\b|after|yesterday|today))"
)
_AREA = regex.compile(
    r"[ ](?:(?i:district|county|region|province|township|municipality|lga|parish|borough)|DGH|Referral|Infirmary|Level[ ]\d)(?![\p{L}])"
)
_PERSON_BEFORE = regex.compile(
    r"(?<![\w'’\-])(?i:drs?|mr|mrs|ms|miss|prof|sister|sr|nurse|dear|son|daughter|wife|husband|mother|father|brother|partner|friend|by|per|paged|told|saw|d/w|w)\.?[ ]{1,2}$|\p{Lu}\.[ ]$"
)
_NO_TOWN_BEHIND = regex.compile(
    r"[ ]?(?:,[ ]?(?:\p{Lu}\p{L}+[ ]?(?:\p{Lu}\.?)?[ ]?(?:$|\n|[ ]{2})|RN|MD|NP|PA)|['’]s(?![ ](?i:hospital|clinic))|[ ](?:score|scale|sign|test|stool|virus|rules?|criteria|class|grade|stage|syndrome|disease|index|coma|catheter|bag|stent|frame|tube|procedure|positive|negative|pos|neg|RN|MD|says|said|states|denies|reports|called))"
)
_MOST = 3
_REGIONS = REGIONS | {
    "united states",
    "united kingdom",
    "united arab",
    "east africa",
    "west africa",
    "east germany",
    "hong kong",
}
_THINGS = list_words(
    "montevideo lyme norwalk marburg ebola bethesda milan manchester boston philadelphia rochester hamburg lugano sydney helsinki toronto munich"
)
"""Units, viruses, devices, scores and scales that are called after towns."""

_SAINT = regex.compile(
    r"(?<![\w'’\-])(?:[Ss]t\.?|ST\.?|Saint|SAINT|saint)[ ](?!(?i:john['’]?s[ ]wort))(?:\p{L}[\p{L}\p{M}\-]{2,}(?:['’]s|['’]S)|(?<=\b(?:at|to|from|of|in|AT|TO|FROM|OF)[ ](?:[Ss]t\.?|ST\.?|Saint|SAINT|saint)[ ])\p{Lu}[\p{L}\p{M}\-]{2,})"
    r"(?:[ ](?i:hospital|hospice|academy|primary|school|home|church|rc|cathedral|college|medical[ ]cent(?:er|re)|infirmary|surgery|parish|high|general|care[ ]home|nursing[ ]home)(?![\p{L}]))*"
)
_WORDS = r"(?:\p{Lu}[\p{L}\p{M}'’\-]*|\d{1,3}(?:st|nd|rd|th))"
_STREET = regex.compile(
    rf"(?<![\p{{L}}\d'’\-])(?:{_WORDS}[ ]){{1,3}}(?:Street|Road|Rd|Avenue|Ave|Lane|Boulevard|Blvd|Crescent|Cres|Tce|Terrace|Pde|Hwy|Highway|STREET|ROAD|RD|AVENUE|AVE|LANE|BLVD|CRESCENT|CRES|TCE|TERRACE|PDE)(?:\.(?=[ ,\n])|(?![\p{{L}}]))"
    rf"|(?<![\p{{L}}\d'’\-])(?<=[,(][ ]?|\n|arrested[ ]|[ ]at[ ]|[ ]on[ ])(?:{_WORDS}[ ]){{1,2}}(?:Dr|Drive|Ct|Court|Close|Green|Square|Way|DRIVE|COURT|CLOSE|SQUARE)(?=[ ]?(?:,|\n|$)[^\n]{{0,1}}\p{{Lu}}?)"
    r"|(?<=(?:^|\n|,[ ]|[ ]on[ ]|[ ]at[ ]))(?!(?:the|a|this|down|across|off|on|cross|busy)[ ])\p{Ll}[\p{Ll}'’]+[ ](?:\p{Ll}+[ ])?(?:street|road|rd|avenue|ave|lane|crescent|ct|terrace)(?=[ ]?(?:,|\n|$|[?.]))"
    r"|(?<![\w.,/\-])\d{1,4}[ ](?i:county|state|township|range)[ ](?i:rd|road|route)[ ]\d{1,4}(?:[ ]\#\w{1,5})?"
    r"|(?<!\w)(?i:ul|al|pl|os)\.[ ]\p{Lu}[\p{L}]+[ ]\d{1,4}(?:[/\-]\d{1,4})?[A-Za-z]?(?!\w)|(?<!\w)(?:Kebele|Woreda|Sub-?city|Ward|Barangay|Mandal|Taluk|Tehsil|Chak|Mohalla|Gali|Kampung|Jalan|Jln|Jl\.?|Lorong|Blok|Rua|Calle|Via|Rue|Rúa)[ ](?:[Nn]o\.?[ ])?(?:\d{1,4}|\p{Lu}[\p{L}]+(?:[ ]\p{Lu}[\p{L}]+)?)(?:,?[ ]\d{1,4}(?![\w./]))?(?=[ ]?[,.;\n)]|$)"
)
_FIELD = regex.compile(
    r"(?<![\w])(?i:(?:pref(?:erred)?[ ])?pharmacy|school|nursery|employer|church|mosque|temple|clinic|hospital|facility|agency|snf|dest(?:ination)?|funeral[ ]home|practice|surgery|district|province|birthplace|place[ ]of[ ]birth|hometown|village|suburb|town|care[ ]home|home[ ]health|hospice|college|university|travel|meds[ ]per|labs[ ]at|prior:[ ][^\n,]{4,16},)(?:[ ]?[:=]|(?<=per|at|,))[ ]{1,3}"
    r"(?P<value>(?:[Tt]he[ ])?\p{Lu}[\p{L}\p{M}'’.&\-]*(?:[ ](?:(?:of|at|the|and|&|de|la|on)[ ]){0,2}\p{Lu}[\p{L}\p{M}'’.&\-]*){0,5})(?=[ ]?(?:[,.;(\n:/]|$|[ ]{2}|[ ](?:\d|ph\b|tel\b|fax|on\b|in\b|since|x\d|letter)))"
)
_NAMED = regex.compile(
    r"(?<![\w'’\-])(?:(?i:hospice|vna|church|diocese|archdiocese|university|port|mission|infirmary)[ ](?i:of)[ ](?:(?i:the)[ ])?\p{Lu}[\p{L}'’\-]+(?:[ ]\p{Lu}[\p{L}'’\-]+)?"
    r"|(?:\p{Lu}\p{Ll}+[ ]){1,2}at[ ]Home(?=[ ]?[.,;:/)(\n]|[ ](?:to|referral|will|for|RN|since)|$)"
    r"|(?:\p{Lu}[\p{L}'’]+[ ]){1,2}Drugs?(?=[ ]?[,.;):\n/]|[ ](?:on|in|at)[ ]|$)"
    r"|(?<=\b[Bb]ayada[ ])\p{L}{4,}|(?:Angels|ANGELS)[ ](?:at|AT)[ ](?:Home|HOME)"
    r"|(?!(?:ER|ED|ICU|VA|NHS|GP|OPD|OP|IP|DAY|NON|THE|A|IN|AT|OF|OR|ON|TO|MRI|CT|PT|OT|ENT|OB|GI|GU|HIV|TB|STD|STI|MAT|DM|HTN|CHF|COPD|ID|PRN|DVT|INR|HF)[ ])\p{Lu}{2,5}[ ](?:Hospitals?|Medical[ ]Cent(?:er|re)|Infirmary)(?![\p{L}])"
    r"|(?<=\b(?:in|at|from|to|via)[ ])(?!(?:Our|The|My|Your|His|Her|Their|An|A|Local)[ ])\p{Lu}\p{Ll}{3,}(?:['’]s)?(?=[ ](?:ED|ER|A&E|AED|HDU|ITU)(?![\p{L}]))"
    r"|Health[ ]Sciences?[ ]Cent(?:re|er)|(?:[Tt]he[ ])?Medical[ ]City|H[oô]pital[ ](?:(?:de|du|des|la|le|l['’])[ ]?){0,2}\p{Lu}[\p{L}\-]+|(?:Hospital|Clínica|Klinik|Klinikum|Ospedale|Szpital|Sykehus|Sygehus|Ziekenhuis)[ ](?:(?:de|da|do|del|di|San|Santa)[ ]){0,2}\p{Lu}\p{Ll}{3,}(?:[ ]\p{Lu}\p{Ll}{3,})?(?=[ ]?[,.;)\n]|$))"
)
_LETTERS = regex.compile(
    r"(?<![\w'’\-])(?:(?i:at|from|dest)[ ](\p{Lu}{3,5})(?=[ ](?:ED|ER|ICU|A&E|DEPT|records?|for|\d)|[ ]?[.,;)]|$)|(\p{Lu}{3,5})(?=[ ](?:DEPT|Dept)[ ](?:OF|of)[ ]))"
)
_NO_LETTERS = list_words(
    "HOME NIGHT REST ONSET BIRTH TIME DATE NOON PEAK TDS SNF OSH ICU PACU CCU MICU SICU NICU PICU DOSE ROOM CLINIC WORK ONCE TID BID QID QHS PRN STAT BASE LEFT RIGHT DAWN AREA GYM CHURCH SCHOOL STORE BEDS SITE LEAST MOST LAST BOTH THIS THAT WARD THE OPD OPC ADL ADLS OT PT PCP BMI MRI CT EGD EKG ECG CPR VT VF AF COPD CHF MI CVA DVT LVEF MAP RA SBP DBP DBS FALL FALLS PAIN HIGH"
)
_NO_FIELD = list_words(
    "none unknown home same yes no na n/a not unemployed retired self disabled student local retail mail pending never denies denied see per new full part time grade special education homeschool regular public private other own baptist catholic methodist muslim christian hindu jewish jehovah's lutheran "
    "recent travel negative vaccine vitals walgreens cvs walmart boots lloyds rite aid costco medications prescription discharge admission follow visit note notes"
)


def find_towns(reading: Reading) -> Iterator[tuple[int, int]]:
    """Towns, streets, saints, fields of institutions; characters from and to."""
    text = reading.text
    yield from _by_list(reading)
    for pattern in (_SAINT, _STREET, _NAMED):
        yield from (match.span() for match in pattern.finditer(text))
    for match in _FIELD.finditer(text):
        words = [fold(word) for word in match["value"].split()]
        if match["value"].isupper() and (match["value"] in ABBREVIATIONS or len(match["value"]) < 3):
            continue
        if not all(word.strip(".,") in _NO_FIELD for word in words) and words[0] not in _NO_FIELD:
            yield match.span("value")
    for match in _LETTERS.finditer(text):
        group = 1 if match[1] else 2
        if match[group] not in ABBREVIATIONS and match[group] not in _NO_LETTERS and not _shouts(text, match.start()):
            yield match.span(group)


def _shouts(text: str, start: int) -> bool:
    line = text[text.rfind("\n", 0, start) + 1 :].partition("\n")[0]
    return line.isupper()


def _by_list(reading: Reading) -> Iterator[tuple[int, int]]:
    words, text = reading.words, reading.text
    number = 0
    while number < len(words):
        count = _count(reading, number)
        if count and _is_meant(reading, number, count):
            end = words[number + count - 1].end
            area = _AREA.match(text, end)
            yield words[number].start, area.end() if area else end
        number += max(count, 1)


def _count(reading: Reading, number: int) -> int:
    """How many words from here on are one town; 0 for none."""
    words = reading.words
    if words[number].low not in _begins() or looks_made(words[number].text):
        return 0
    if number + 1 < len(words) and f"{words[number].low} {words[number + 1].low}" in _REGIONS:
        return 0
    for count in range(min(_MOST, len(words) - number), 0, -1):
        last = number + count - 1
        if any(reading.gap(place) not in (" ", "-") for place in range(number, last)):
            continue
        if " ".join(word.low for word in words[number : last + 1]) in _towns():
            return count
    return 0


@lru_cache(maxsize=1)
def _towns() -> frozenset[str]:
    return TOWNS_ABROAD | frozenset(city for city in load_lexicon().cities if " " not in city and len(city) > 3)


@lru_cache(maxsize=1)
def _begins() -> frozenset[str]:
    return frozenset(town.partition(" ")[0] for town in _towns())


def _is_meant(reading: Reading, number: int, count: int) -> bool:
    word, text = reading.words[number], reading.text
    end = reading.words[number + count - 1].end
    before = text[max(0, word.start - 40) : word.start]
    if _PERSON_BEFORE.search(before[-14:]) or _NO_TOWN_BEHIND.match(text, end):
        return False
    if word.low in _THINGS and number + 1 < len(reading.words) and not _SURE.search(before):
        return False
    sure = _SURE.search(before) is not None
    if not sure and (reading.is_clinical(number, alone=False) or stands_for_something(reading, number)):
        return False
    capital = word.capital and (not word.upper or reading.is_all_capitals(number))
    if count > 1 and capital:
        return True
    led = sure or _LED.search(before) is not None
    parted = _PARTED.search(before) is not None and _ENDS.match(text, end) is not None
    small = not word.capital or word.upper
    if _is_own(word):
        return (
            (capital and not word.upper)
            or led
            or (parted and not (small and word.plain and word.low in load_clinical_words()))
        )
    if small:
        return sure and word.low not in load_clinical_words() and _ENDS.match(text, end) is not None
    return sure and capital and _ENDS.match(text, end) is not None and word.low in TOWNS_ABROAD


@lru_cache(maxsize=8192)
def _is_own_low(low: str) -> bool:
    lexicon = load_lexicon()
    return (
        low not in load_clinical_words()
        and low not in EPONYMS
        and low not in BRANDS
        and not (low in lexicon.first or low in lexicon.last)
    )


def _is_own(word: Word) -> bool:
    """Whether a town's name is neither somebody's nor a word that clinical texts have in small letters."""
    return _is_own_low(word.low)
