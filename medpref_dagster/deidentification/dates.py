"""Dates: found, read, shifted by days and written again as they were written; and ages over 89.

A year alone is no identifier (45 CFR 164.514(b)(2)(i)(C)), unless it is the birth year of somebody over 89.
"""

import calendar
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import regex

from medpref_dagster.deidentification.identifiers import Identifier
from medpref_dagster.deidentification.ratios import NOT_A_DATE_AFTER, is_month, is_ratio

MONTHS = tuple(calendar.month_name)[1:]
WEEKDAYS = tuple(calendar.day_name)
OLDEST = 89

_MONTH = r"(?P<month_name>jan(?:uary)?|feb(?:r(?:uary)?|uary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
_YEAR = r"(?P<year>(?:1[89]|20)\d\d|['’]?\d\d)"
_LONG_YEAR = r"(?P<year>(?:1[89]|20)\d\d|['’]\d\d)"
_DAY = r"(?P<day>0?[1-9]|[12]\d|3[01])"
_ORDINAL = r"(?P<ordinal>\s?(?:st|nd|rd|th))"
_END = r"(?![\w]|[/\-.]\d)"
_START = r"(?<![\w.,/\-$])"
_WRITTEN_DAY = (
    r"(?P<day_name>twenty[\s\-](?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)|thirty[\s\-]first|thirtieth|twentieth|"
    r"first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth)"
)

_FORMS = tuple(
    regex.compile(form, regex.IGNORECASE)
    for form in (
        # 2019-03-14, 2019/3/14, 2019.03.14, also before a time
        rf"{_START}(?P<year>(?:1[89]|20)\d\d)(?P<s1>[\-/.])(?P<month>0?[1-9]|1[0-2])(?P=s1)(?P<day>0?[1-9]|[12]\d|3[01])(?:T\d{{2}}:?\d{{2}}(?::?\d{{2}}(?:\.\d+)?)?(?:Z|[+\-]\d{{2}}:?\d{{2}})?(?!\w)|(?=_|(?!\w))(?![/\-]\d))",
        # 3/14/2019, 14.3.19, 3-14-2019
        rf"(?:(?<![\w.,/$]|\d-)|(?<=/\d{{1,2}}\s?[\-\u2013]\s?))(?P<first>0?[1-9]|[12]\d|3[01])(?P<s1>\s?[/\-.]\s?)(?P<second>0?[1-9]|[12]\d|3[01])(?P=s1){_YEAR}(?=T\d|(?!\w))(?![/\-]\d)",
        # 14 March 2019, 14-MAR-2019, the 14th of March, 14Mar19
        rf"(?<![\w.,/$]|\d-)(?P<the>the\s)?{_DAY}{_ORDINAL}?(?P<s1>[\s\-/.,]{{0,2}}(?:(?:day\s)?of\s)?){_MONTH}\b\.?(?:(?P<s2>[\s\-/.,]{{1,2}}(?:of\s)?|(?=['’])){_YEAR}(?![\w:]|[/\-.%]\d))?",
        rf"(?<![\w.,/$]|\d-){_DAY}(?P<s1>){_MONTH}{_YEAR}(?!\w)",
        # March 14, 2019, Mar. 14th, MAR-14-2019
        rf"(?<!\w){_MONTH}\b(?P<s1>\.?[\s\-/]{{0,2}}(?:the\s)?){_DAY}{_ORDINAL}?(?!\w|[/.]\d|:\d|\s?(?:mg|ml|%))(?:(?P<s2>\s?[,/\-]?\s{{0,2}}(?:of\s)?){_LONG_YEAR}(?!\w)|(?P<s2>\s?[,/\-]\s?)(?P<year>\d\d)(?![\w:]|[/\-.]\d))?",
        # the third of July
        rf"(?<!\w)(?P<the>the\s)?{_WRITTEN_DAY}\s(?:day\s)?of\s{_MONTH}\b(?:(?P<s2>,?\s){_LONG_YEAR}(?!\w))?",
        rf"(?<!\w){_MONTH}\s(?:the\s)?{_WRITTEN_DAY}\b(?:(?P<s2>,?\s){_LONG_YEAR}(?!\w))?",
        # March 2019, Mar '19, March of 2019
        rf"(?<!\w){_MONTH}\b(?P<s1>\.?[\s,\-/]{{1,2}}(?:of\s)?){_LONG_YEAR}(?!\w)",
        # 3/2019
        r"(?<![\w.,/$\-])(?P<month>0?[1-9]|1[0-2])(?P<s1>[/\-])(?P<year>(?:19|20)\d\d)(?![\w/\-])",
        r"(?<![\w.,/$\-])(?P<year>(?:19|20)\d\d)(?P<s1>[/\-])(?P<month>0[1-9]|1[0-2])(?![\w/\-])",
        # 20190314, 03142019
        r"(?<![\w.,/$\-])(?P<year>(?:19|20)\d\d)(?P<s1>)(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])(?!\w|[\-.]\d)",
        r"(?<![\w.,/$\-])(?P<month>0[1-9]|1[0-2])(?P<s1>)(?P<day>0[1-9]|[12]\d|3[01])(?P<year>(?:19|20)\d\d)(?!\w|[\-.]\d)",
    )
)
_DAYS_ALONE = regex.compile(
    r"(?<!\w)(?P<weekday>(?:mon|tues|wednes|thurs|fri|satur|sun)day)(?P<many>s?)(?!\w)|(?<!\w)(?P<short>Mon|Tues?|Weds?|Thu(?:rs?)?|Fri|Sat|Sun)(?=,?\s(?:\d{1,2}[/\-]\d|\d{1,2}\s\p{L}{3}|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)))",
    regex.IGNORECASE,
)
_MONTH_ALONE = regex.compile(
    rf"(?<!\w)(?:(?:early|mid|middle\sof|late|end\sof)[\s\-])?{_MONTH}(?:['’]s)?(?!\w)", regex.IGNORECASE
)
_SHORT_DAY = regex.compile(
    r"(?<=\b(?:on|since|last|next|this|until|till|til|by|for|from|before|after|every|each|thru|due|fell|Fell|seen|come|came|closed|early|late)[ ])(?P<short>Mon|Tues?|Weds?|Thu(?:rs?)?|Fri|Sat|Sun)(?=[ ]?[,.;)/\n\-–]|[ ](?:\p{Ll}|\d)|$)"
)
_SHORT_DAY_ENDS = regex.compile(
    r"(?<=[\p{Ll}\d][ ])(?:(?:Mon|Tue|Wed|Thu|Fri)(?=[.,;?)\n]|$)|(?:Sat|Sun)(?=[.,;?)\n]|$)|(?:[Mm]on|[Tt]ue|[Ww]ed|[Tt]hu|[Ff]ri|[Ss]at|[Ss]un)(?=[ ](?:[01]?\d|2[0-3]):?[0-5]\d(?!\d|%)))"
    r"|(?<=\b\p{Lu}{2,}[ ])(?:(?:MON|TUE|WED|THU|FRI)(?=[.,;?)\n]|$)|(?:MON|TUE|WED|THU|FRI|SAT|SUN)(?=[ ](?:[01]?\d|2[0-3]):[0-5]\d))"
)
"""At the end of a sentence or before a time of day: *missed dose Fri.*, *van Wed 07:57*."""
_ORDINAL_ALONE = regex.compile(
    r"(?:(?<=(?:[Mm]on|[Tt]ues|[Ww]ednes|[Tt]hurs|[Ff]ri|[Ss]atur|[Ss]un)day[, ]{1,2}(?:the[ ])?)|(?<=\b(?:[Oo]n|[Ss]ince|[Uu]ntil|[Tt]ill|[Bb]y|[Ff]rom|[Dd]ue|[Bb]efore|[Aa]fter)[ ]the[ ]))(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)(?=[ ]?[,.;)?!\n]|[ ](?:at|and|or|to|for|with|of[ ](?:this|last|next)|he|she|they|we|i|is|was|if|but|so|because|when|in|please|thanks)(?!\w)|$)"
)
"""Days whose month nobody says: *on Thursday 9th*, *since the 14th*."""
_NO_YEAR = regex.compile(
    r"(?:(?<![\w.,/$\-+^])|(?<=/\d{1,2}\s?[\-\u2013]\s?))(?P<month>0?[1-9]|1[0-2])(?P<s1>[/])(?P<day>0?[1-9]|[12]\d|3[01])(?![\w%]|[/.]\d|\s?(?:mg|mcg|ml|cc|lbs?|kg)\b)"
)
_DAY_FIRST = regex.compile(
    r"(?<![\w.,/$\-+^])(?P<day>1[3-9]|2\d|3[01])(?P<s1>/)(?P<month>0?[1-9]|1[0-2])(?![\w%]|[/.]\d|\s?(?:mg|mcg|ml|cc|lbs?|kg|mmHg|cm)\b)",
)
"""21/10: no month has this number, so it is a fraction, a pressure or a duration (*for 14/7*) unless a word of time stands before."""
DAY_WITH_HYPHEN = regex.compile(
    r"(?<![\w.,/$\-+^<>=])(?P<month>0?[1-9]|1[0-2])(?P<s1>-)(?P<day>0?[1-9]|[12]\d|3[01])(?![\w%\-/]|[.,]\d|:\d)"
)
"""12-16: a range, unless what stands around it says that it is a day (`days_by_words.py`)."""
_BEFORE_DAY = regex.compile(
    r"(?:\b\d{1,2}\s\p{Lu}\p{Ll}{2,8}-|\bC\d{1,2}D\d{1,2}\s[\w\-]{2,10}\s|\d/\d{1,4}\s[^\n;]{0,40};\s)$|\b(?:on|due|next|issued|rtc|prev(?:ious)?|d/c[\x27’]?d|d/c|[bu]?cx|refill(?:ed)?|anniversary|is|since|until|till|til|before|by|dated?|seen|admitted|discharged|review(?:ed)?|re-?check(?:ed)?|repeat(?:ed)?|booked|appointment|appt|scheduled|collected|drawn|placed|inserted|removed|posted|given|made|sent|signed|dictated|started|stopped|dispensed(?:\sat\s\p{Lu}\w+)?|birthday|dob|lmp|edd|"
    r"(?:cultures?|bloods?|labs?|results?|letter|note|echo|ct|mri|x-?ray|scan|report|off|leave|away)\b[^\n.;]{0,40}?\b(?:from|to|of)|(?:cert(?:ificate)?|sick\s?note|fit\s?note)\b[^\n.;]{0,40}?\bto)[\s:]{1,3}$",
    regex.IGNORECASE,
)
NO_DAY = regex.compile(
    r"\b(?:vision|acuity|va|snellen|o[dsu]|eyes?|bi-?pap|cpap|ipap|epap|peep|vent(?:ilator)?|settings?|pressures?|bp|score[ds]?|scor(?:ed|ing)|scale|mmse|moca|gcs|pain(?=[\s:]*(?:is|was|scor|level|rated|at|of|from|to|now|\d))|strength|power|ratio|odds|titrated|increased|decreased|dose)\b[^\n.;]{0,40}$",
    regex.IGNORECASE,
)
_SPAN = regex.compile(
    r"\bfrom\s(?P<left>(?P<first>0?[1-9]|[12]\d|3[01])/(?:0?[1-9]|[12]\d|3[01]))\s(?:to|until|till)\s(?P<right>(?P<last>0?[1-9]|[12]\d|3[01])/(?:0?[1-9]|[12]\d|3[01]))(?![\w%]|[/.]\d)",
    regex.IGNORECASE,
)
_WORD_BEFORE = regex.compile(r"(?<!\p{Lu})\p{Ll}{3,}[ ]$")
_SENTENCE_ENDS = regex.compile(r"\.(?:\s|$)|\n|;")
_TOWN_BEFORE = regex.compile(r"\b(?:in|at|to|near)[ ](?:\p{Lu}[\p{L}'’.\-]+[ ]){1,3}$")
_AWAY = regex.compile(
    r"\b(?:away|leave|off\s(?:work|sick)|visit(?:ing)?|stay(?:ing|ed|s)?|holidays?|vacation|travel(?:l?ing|s)?|trip|abroad|admitted|in-?patient|hospital|cert(?:ificate)?|fit\s?note)\b",
    regex.IGNORECASE,
)
HOLIDAYS: dict[str, tuple[int, int]] = {
    "new year's eve": (12, 31), "new year's day": (1, 1), "new year's": (1, 1), "new year": (1, 1), "martin luther king day": (1, 18), "mlk day": (1, 18),
    "valentine's day": (2, 14), "presidents' day": (2, 17), "president's day": (2, 17), "st. patrick's day": (3, 17), "saint patrick's day": (3, 17),
    "ash wednesday": (2, 25), "palm sunday": (4, 5), "good friday": (4, 10), "easter sunday": (4, 12), "easter monday": (4, 13), "easter": (4, 12),
    "mother's day": (5, 10), "memorial day": (5, 28), "father's day": (6, 18), "juneteenth": (6, 19), "the fourth of july": (7, 4),
    "fourth of july": (7, 4), "independence day": (7, 4), "labor day": (9, 4), "columbus day": (10, 11), "halloween": (10, 31), "veterans day": (11, 11),
    "veterans' day": (11, 11), "thanksgiving day": (11, 25), "thanksgiving": (11, 25), "black friday": (11, 26), "christmas eve": (12, 24),
    "christmas day": (12, 25), "christmas": (12, 25), "xmas": (12, 25), "boxing day": (12, 26), "hanukkah": (12, 14), "chanukah": (12, 14), "kwanzaa": (12, 26),
    "passover": (4, 8), "rosh hashanah": (9, 18), "yom kippur": (9, 27), "ramadan": (4, 15), "eid al-fitr": (5, 1), "eid al-adha": (7, 10), "eid": (5, 1),
    "diwali": (11, 1), "lunar new year": (2, 5), "chinese new year": (2, 5), "cinco de mayo": (5, 5), "groundhog day": (2, 2), "election day": (11, 4),
    "guy fawkes night": (11, 5), "bonfire night": (11, 5), "hogmanay": (12, 31), "anzac day": (4, 25), "australia day": (1, 26), "victoria day": (5, 20),
    "canada day": (7, 1), "remembrance day": (11, 11), "st. george's day": (4, 23), "st george's day": (4, 23), "st patrick's day": (3, 17),
    "st. andrew's day": (11, 30), "republic day": (1, 26), "gandhi jayanti": (10, 2), "dussehra": (10, 15), "raksha bandhan": (8, 20),
    "family day": (2, 16), "civic holiday": (8, 3), "queen's birthday": (6, 8), "king's birthday": (6, 8), "waitangi day": (2, 6), "matariki": (6, 24), "melbourne cup day": (11, 3),
    "youth day": (6, 16), "freedom day": (4, 27), "heritage day": (9, 24), "human rights day": (3, 21), "women's day": (8, 9), "day of reconciliation": (12, 16), "day of goodwill": (12, 26),
    "workers' day": (5, 1), "labour day": (5, 1), "may day": (5, 1), "democracy day": (6, 12), "madaraka day": (6, 1), "mashujaa day": (10, 20), "jamhuri day": (12, 12), "emancipation day": (8, 1),
    "heroes' day": (10, 20), "national day": (8, 9), "vesak day": (5, 12), "deepavali": (11, 1), "thaipusam": (1, 25), "hari raya": (5, 1), "holi": (3, 10), "navratri": (10, 8), "pongal": (1, 15), "onam": (8, 30),
    "rizal day": (12, 30), "bonifacio day": (11, 30), "all saints' day": (11, 1), "all saints day": (11, 1), "all souls' day": (11, 2), "pakistan day": (3, 23), "super bowl sunday": (2, 8), "mothering sunday": (3, 22),
    "shrove tuesday": (2, 17), "pancake day": (2, 17), "whit monday": (5, 25), "burns night": (1, 25), "st andrew's day": (11, 30), "st david's day": (3, 1), "st stephen's day": (12, 26), "st. stephen's day": (12, 26),
    "maundy thursday": (4, 9), "nye": (12, 31), "new years eve": (12, 31), "new years day": (1, 1), "valentines day": (2, 14), "mothers day": (5, 10), "fathers day": (6, 18), "indigenous peoples' day": (10, 12), "patriots' day": (4, 20), "flag day": (6, 14), "founders' day": (8, 4), "farmers' day": (12, 4), "moi day": (10, 10), "eid day": (5, 1), "sinulog": (1, 18),
    "tết": (2, 5), "purim": (3, 10), "sukkot": (10, 5), "shavuot": (5, 25), "orthodox easter": (4, 19), "orthodox christmas": (1, 7), "three kings day": (1, 6), "día de los muertos": (11, 2), "day of the dead": (11, 2),
}  # fmt: skip
_HOLIDAY = regex.compile(
    "(?<!\\w)(?:"
    + "|".join(regex.escape(name).replace("'", "['’]") for name in sorted(HOLIDAYS, key=len, reverse=True))
    + ")(?!\\w)",
    regex.IGNORECASE,
)

_AGE_WORDS = r"ninet(?:y|ies)(?:[\s\-](?:one|two|three|four|five|six|seven|eight|nine))?|(?:one|a)[\s\-]hundred(?:[\s\-](?:and[\s\-])?(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve))?"
_AGE_NUMBER = r"(?P<age>9\d|1[01]\d|12[0-5])"
_RELATIVES = "mother|father|sister|brother|grand(?:mother|father|ma|pa|mum|dad)|nan(?:a|na)?|gran(?:ny)?|aunt(?:ie|y)?|uncle|wife|husband|mum|mom|mam|dad|parent|spouse|partner|carer|neighbour|neighbor|son|daughter|patient|pt"
_AGES = tuple(
    regex.compile(form, regex.IGNORECASE)
    for form in (
        rf"(?<![\w./\-]){_AGE_NUMBER}(?=[\s\-]{{0,2}}(?:y(?:ea)?rs?\.?[\s\-]{{0,2}}(?:old|of\sage)|y\.?[\s/\-]?o\b|yo[mf]?\b|yr\b|years?\sof\sage|[\s\-]*year[\s\-]*old))",
        rf"(?<![\w./\-])(?P<words>{_AGE_WORDS})(?=[\s\-]{{0,2}}(?:y(?:ea)?rs?[\s\-]{{0,2}}(?:old|of\sage)|y/?o\b|years?\sof\sage))",
        rf"\b(?:aged?|turn(?:s|ed|ing)|age\s(?:is|was|of)|(?:died|dead|passed(?:\saway)?|deceased|alive|living|well|now|lived)\s(?:at|to)(?:\s(?:the\s)?age(?:\sof)?)?|until(?:\sage)?|at\sage)"
        rf"[\s:=]{{1,2}}(?:of\s)?(?:{_AGE_NUMBER}|(?P<words>{_AGE_WORDS}))(?![\w%/.]\d|\w|%|\s?(?:mg|bpm|/))",
        rf"\b(?:mother|father|sister|brother|grandmother|grandfather|aunt|uncle|wife|husband|mom|dad|parent|spouse|son|daughter)[,\s]{{1,2}}(?:is\s|was\s)?{_AGE_NUMBER}(?=[\s,.;)]|$)(?!\.\d)",
        rf"\b(?:s?he|patient|pt|mother|father|grandmother|grandfather|wife|husband|(?:mr|mrs|ms|miss)\.?\s[\w'’\-]+)\s(?:is|was|just\sturned|is\snow)\s{_AGE_NUMBER}(?=\s?[,;.)]|\sand\b|\s?$)(?!\.\d)",
        rf"(?:\b(?:[MF]|male|female|man|woman)\b|,|\p{{L}}{{2}}[ ]{{2}})[ ,]{{1,4}}{_AGE_NUMBER}[ ]?(?:y(?:ea)?rs?|y)\b(?![ ](?:ago|of\s(?!age)|later|after|since|history|hx|with))",
        rf"(?<=\(){_AGE_NUMBER}\s?y(?:(?:ea)?rs?)?\.?(?=\))",
        # A relative (grandmother (91), mum is 96), what somebody was at that age, a field of its own
        rf"\b(?:{_RELATIVES})(?:[ ]\p{{L}}[\p{{L}}'’\-]*)?[ ]?\({_AGE_NUMBER}\)",
        rf"\b(?:{_RELATIVES}|s?he)(?:[ ]\p{{L}}[\p{{L}}'’\-]*)?,?[ ](?:is|was|now|turned|turns)[ ]{_AGE_NUMBER}(?=[ ](?:when|and|can|now|years?|but|so|who|that|with|lives|has|still)\b)(?![ ]and[ ]\d)",
        rf"\b(?:{_RELATIVES})(?:[ ]\p{{L}}[\p{{L}}'’\-]*)?,?[ ]{_AGE_NUMBER}[ ](?:yrs?|years?)\b(?![ ](?:ago|of|later|after|since|history|hx|with|on))",
        rf"\b(?:diagnosed|onset|died|deceased|widowed|seen|presented|retired)[ ](?:at|aged)[ ]{_AGE_NUMBER}(?=[ ]?[,.;)\n]|$)(?!\.\d)",
        rf"\p{{L}},[ ]now[ ]{_AGE_NUMBER}(?=[ ]?[,.;)])(?!\.\d)",
        rf"\bage[ ]{{0,8}}[ :=]{{1,2}}[ ]?{_AGE_NUMBER}(?=[ ]/[ ]\p{{L}}|[ ]{{2}}|[ ]*(?:$|\n))",
        rf"(?:\bhow[ ]old[^\n\d]{{0,12}}[ ]|\bwho[ ](?:is|was|turned|turns)[ ](?:now[ ])?){_AGE_NUMBER}(?=[ ]?(?:[,.;)\n]|$)|[ ](?:and|when|but)\b)(?!\.\d)",
        rf"\({_AGE_NUMBER}!{{1,3}}\)|(?<=\d{{2}}[ ])\({_AGE_NUMBER}\)|(?<=\d{{2}}[ ]/[ ]){_AGE_NUMBER}(?=[ \t]*(?:$|\n))",
        rf"\b(?:{_RELATIVES}|lady|woman|man|gentleman|widow(?:er)?)[ ]of[ ]{_AGE_NUMBER}(?=[ ]?[,.;)])|\bcalls?[ ](?:her|him|them)[ ]is[ ]{_AGE_NUMBER}\b",
        rf"\b(?:yes,|(?:i|s?he|who|{_RELATIVES})[ ](?:is|am|was)(?:[ ](?:now|nearly|almost|over))?|she['’]s|he['’]s|i['’]m|aged?|turn(?:s|ed))[ ](?P<words>{_AGE_WORDS})(?=[ ]?[,.;)!\n]|[ ](?:and|when|but|so|who)\b|$)",
        rf"(?<![\w./\-])\(?{_AGE_NUMBER}\s?[\-/]?\s?(?:[MF]\b|(?:male|female|man|woman|gentleman|lady)\b)",
    )
)
_BIRTH_YEAR = regex.compile(
    r"\b(?:born(?:\sin)?|birth\s?year|year\sof\sbirth|yob)\W{1,3}(?:in\s)?(?P<year>(?:18|19)\d\d)(?![/\-\d])",
    regex.IGNORECASE,
)
ANY_YEAR = regex.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_YEARLESS = 2001
"""The year that dates without one are moved in: the same for all, so that a day and a month have one surrogate."""
_BORN_BEFORE = 1940
"""Where a text names no other year: who was born before may be over 89."""


@dataclass(frozen=True)
class Written:
    """A date as it is written: which numbers it has, and where they stand in it."""

    year: int | None
    month: int
    day: int | None


def find_dates(text: str) -> Iterator[Identifier]:
    """All elements of dates but a year alone: days, months, weekdays, holidays."""
    for form in _FORMS:
        for match in form.finditer(text, overlapped=False):
            if _read(match) is not None:
                yield Identifier(match.start(), match.end(), "date")
    for pattern in (_SHORT_DAY, _SHORT_DAY_ENDS, _ORDINAL_ALONE):
        for match in pattern.finditer(text):
            yield Identifier(match.start(), match.end(), "date")
    for pattern in (_DAYS_ALONE, _HOLIDAY):
        for match in pattern.finditer(text):
            if not match[0][0].isupper() and match.groupdict().get("short"):
                continue
            yield Identifier(match.start(), match.end(), "date")
    for match in _MONTH_ALONE.finditer(text):
        if match.start("month_name") > match.start() or is_month(match["month_name"], text, match.start()):
            yield Identifier(match.start(), match.end(), "date")
    for match in _NO_YEAR.finditer(text):
        if not is_ratio(text, match):
            yield Identifier(match.start(), match.end(), "date")
    yield from _find_days_first(text)


def _ends_sentence(text: str, match: "regex.Match[str]") -> bool:
    """26/12 at the end of a sentence behind a word of small letters is a day; what is taken a day or a week has `/7`, fasting `/8`."""
    return match["month"] not in ("7", "8", "10", "12") and bool(
        _WORD_BEFORE.search(text, max(0, match.start() - 16), match.start()) and _SENTENCE_ENDS.match(text, match.end())
    )


def _find_days_first(text: str) -> Iterator[Identifier]:
    """21/10 where a word of time stands before, and the day of the other end of such a span of time (*from 9/10 to 21/10*)."""
    for match in _DAY_FIRST.finditer(text):
        before = text[max(0, match.start() - 80) : match.start()].rpartition("\n")[2]
        if (
            (
                _BEFORE_DAY.search(before)
                or _ends_sentence(text, match)
                # A month with a zero before it is no strength, pressure or duration.
                or (match["month"].startswith("0") and match["day"] > "12")
            )
            and not NO_DAY.search(before)
            and not NOT_A_DATE_AFTER.match(text, match.end())
        ):
            yield Identifier(match.start(), match.end(), "date")
    for match in _SPAN.finditer(text):
        before = text[max(0, match.start() - 80) : match.start()].rpartition("\n")[2]
        days = [int(match["first"]), int(match["last"])]
        if not NO_DAY.search(before) and (
            (_AWAY.search(before) and max(days) > 12) or _TOWN_BEFORE.search(text, 0, match.start())
        ):
            yield Identifier(match.start("left"), match.end("left"), "date")
            yield Identifier(match.start("right"), match.end("right"), "date")


def find_ages(text: str) -> Iterator[Identifier]:
    """Ages over 89, in digits or words, and birth years that imply one."""
    for form in _AGES:
        for match in form.finditer(text):
            group = "age" if match.groupdict().get("age") else "words"
            yield Identifier(match.start(group), match.end(group), "age")
    latest = max((int(year) for year in ANY_YEAR.findall(text)), default=0)
    for match in _BIRTH_YEAR.finditer(text):
        year = int(match["year"])
        if latest - year > OLDEST or (latest == year and year < _BORN_BEFORE):
            yield Identifier(match.start("year"), match.end("year"), "age")


_AGE_BEHIND = regex.compile(
    r"[\"”'’)]?(?:,[ ]?|[ ][(])(?P<age>9\d|1[01]\d)(?=[,;)]|\.(?:\s|$)|[ ]?(?:[mMfF]\b|$))|[ ]?\|[ ]?(?P<age>9\d|1[01]\d)(?=[ ]?\|)"
)


def find_ages_behind(text: str, names: Iterable[Identifier]) -> Iterator[Identifier]:
    """Ages over 89 that stand behind a name without a word for years: `Vera Lind, 94, of Fargo`."""
    for name in names:
        match = _AGE_BEHIND.match(text, name.end)
        if match:
            yield Identifier(match.start("age"), match.end("age"), "age")


def _read(match: "regex.Match[str]") -> Written | None:
    """The numbers of a match of `_FORMS`; None where they are no date."""
    groups = match.groupdict()
    year = _read_year(groups.get("year"))
    if groups.get("month_name"):
        month = next(
            place for place, name in enumerate(MONTHS, 1) if name.lower().startswith(groups["month_name"][:3].lower())
        )
    elif groups.get("month"):
        month = int(groups["month"])
    else:
        month = 0
    if groups.get("day"):
        day = int(groups["day"])
    elif groups.get("day_name"):
        day = _read_ordinal(groups["day_name"])
    else:
        day = None
    if groups.get("first"):
        first, second = int(groups["first"]), int(groups["second"])
        dotted = "." in groups["s1"]
        month, day = (second, first) if (first > 12 or (dotted and second <= 12)) else (first, second)
    if not 1 <= month <= 12:
        return None
    return Written(year, month, day)


def _read_year(written: str | None) -> int | None:
    if not written:
        return None
    digits = written.lstrip("'’")
    if len(digits) == 4:
        return int(digits)
    return 2000 + int(digits) if int(digits) < 40 else 1900 + int(digits)


_ORDINALS = regex.split(
    " ",
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth "
    "seventeenth eighteenth nineteenth twentieth",
)


def _read_ordinal(words: str) -> int:
    parts = regex.split(r"[\s\-]", words.lower())
    if parts[0] == "thirtieth":
        return 30
    if parts[0] in ("twenty", "thirty"):
        return (20 if parts[0] == "twenty" else 30) + _ORDINALS.index(parts[1]) + 1
    return _ORDINALS.index(parts[0]) + 1


def shift_date(written: str, days: int) -> str:
    """A date that `find_dates` found, so many days later, in the form that it has.

    Parameters
    ----------
    written
        The characters of the identifier.
    days
        Negative for earlier.

    Returns
    -------
    str
        What is no date that can be read becomes the month that is meant, or a weekday.
    """
    for form in _FORMS:
        match = form.fullmatch(written)
        if match and (read := _read(match)) is not None:
            return _rewrite(match, read, days)
    if (match := _NO_YEAR.fullmatch(written) or DAY_WITH_HYPHEN.fullmatch(written)) is not None:
        return _rewrite(match, Written(None, int(match["month"]), int(match["day"])), days)
    if (match := _DAY_FIRST.fullmatch(written)) is not None:
        return _rewrite(match, Written(None, int(match["month"]), int(match["day"])), days)
    if (match := _DAYS_ALONE.fullmatch(written)) is not None or (
        match := regex.fullmatch(
            r"(?P<weekday>)(?P<many>)(?P<short>(?i:Mon|Tues?|Weds?|Thu(?:rs?)?|Fri|Sat|Sun))", written
        )
    ) is not None:
        return _shift_weekday(match, days)
    if (match := _ORDINAL_WRITTEN.fullmatch(written)) is not None:
        moved = _move(_YEARLESS, 6, int(match["day"]), days)
        return f"{match['the'] or ''}{moved.day}{_suffix(moved.day)}"
    holiday = HOLIDAYS.get(written.lower().replace("’", "'"))
    if holiday is not None:
        moved = _move(_YEARLESS, *holiday, days)
        return f"{MONTHS[moved.month - 1]} {moved.day}"
    if (match := _MONTH_ALONE.fullmatch(written)) is not None:
        return _rewrite(match, Written(None, _read(match).month, None), days)  # pyright: ignore[reportOptionalMemberAccess]
    moved = _move(_YEARLESS, 6, 15, days)
    return f"{MONTHS[moved.month - 1]} {moved.day}"


_ORDINAL_WRITTEN = regex.compile(r"(?P<the>(?i:the)[ ])?(?P<day>\d{1,2})(?:st|nd|rd|th)")


def find_year(written: str) -> int | None:
    """The year that a found date names."""
    for form in _FORMS:
        match = form.fullmatch(written)
        if match and (read := _read(match)) is not None:
            return read.year
    return None


def _move(year: int, month: int, day: int, days: int) -> date:
    day = min(max(day, 1), calendar.monthrange(year, month)[1])
    return date(year, month, day) + timedelta(days=days)


def _rewrite(match: "regex.Match[str]", read: Written, days: int) -> str:
    moved = _move(read.year or _YEARLESS, read.month, read.day or 15, days)
    if read.day is None and moved.month == read.month and (read.year is None or moved.year == read.year):
        moved = _move(moved.year, moved.month, 15, 31 if days > 0 else -31)
    groups = match.groupdict()
    values: dict[str, str] = {}
    if groups.get("year"):
        values["year"] = _write_year(groups["year"], moved.year)
    if groups.get("month_name"):
        values["month_name"] = _write_name(groups["month_name"], MONTHS[moved.month - 1])
    if groups.get("month"):
        values["month"] = _pad(groups["month"], moved.month)
    if groups.get("day"):
        values["day"] = _pad(groups["day"], moved.day)
    if groups.get("ordinal"):
        values["ordinal"] = (" " if groups["ordinal"][0].isspace() else "") + _suffix(moved.day)
    if groups.get("day_name"):
        values["day_name"] = f"{moved.day}{_suffix(moved.day)}"
    if groups.get("first"):
        first_is_day = int(groups["first"]) == read.day and (int(groups["second"]) == read.month)
        month_first = not first_is_day or (int(groups["first"]) == int(groups["second"]) and "." not in groups["s1"])
        first, second = (moved.month, moved.day) if month_first else (moved.day, moved.month)
        values["first"], values["second"] = _pad(groups["first"], first), _pad(groups["second"], second)
    return _put(match, values)


def _put(match: "regex.Match[str]", values: dict[str, str]) -> str:
    text, place = "", match.start()
    for name in sorted(values, key=match.start):
        text += match.string[place : match.start(name)] + values[name]
        place = match.end(name)
    return text + match.string[place : match.end()]


def _pad(written: str, value: int) -> str:
    """As many digits as were written: `03` stays two wide, `3` becomes as wide as it must be."""
    return (
        f"{value:02}"
        if written.startswith("0")
        else str(value)
        if len(written) == 1 or value > 9
        else f"{value:0{len(written)}}"
    )


def _write_year(written: str, year: int) -> str:
    sign = written[0] if written[0] in "'’" else ""
    return f"{sign}{year % 100:02}" if len(written.lstrip("'’")) == 2 else str(year)


def _write_name(written: str, name: str) -> str:
    # `May` may be either; written out it is right.
    short = name if len(written) > 4 or written.lower() in ("may", "june", "july") else name[:3]
    return short.upper() if written.isupper() else short.lower() if written.islower() else short


def _suffix(day: int) -> str:
    return "th" if 10 < day < 14 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")


def _shift_weekday(match: "regex.Match[str]", days: int) -> str:
    written = match.groupdict().get("weekday") or match["short"]
    place = next(number for number, name in enumerate(WEEKDAYS) if name.lower().startswith(written[:3].lower()))
    name = WEEKDAYS[(place + days) % 7]
    name = name if match.groupdict().get("weekday") else name[:3]
    name = name.upper() if written.isupper() else name.lower() if written.islower() else name
    return name + (match.groupdict().get("many") or "")
