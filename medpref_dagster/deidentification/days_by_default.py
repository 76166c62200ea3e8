"""Days and months by default: `29/7` and `thu` are dates unless what stands around them says that they are something else.

`dates.py` asks for a word of time before a day without a year that is written day first, and for capitals and a preposition
beside a weekday's three letters.
"""

from collections.abc import Iterator

import regex

from medpref_dagster.deidentification.dates import NO_DAY
from medpref_dagster.deidentification.identifiers import Identifier
from medpref_dagster.deidentification.lexicon import fold
from medpref_dagster.deidentification.medicines import BRANDS, looks_generic
from medpref_dagster.deidentification.ratios import NOT_A_DATE_AFTER

_DAY = regex.compile(
    r"(?<![\w.,/$\-+^%<>=])(?P<day>1[3-9]|2\d|3[01])/(?P<month>0?[1-9]|1[0-2])(?![\w%°+]|[/.]\d|[ ]?(?:mg|mcg|ml|cc|lbs?|kg|mmHg|cm|kpa|d\b|days?|units?|iu|x\b|\())"
)
"""21/10: no fraction, since it is above one."""
_DURATION_BEFORE = regex.compile(
    r"(?<!\w)(?:for|x|×|in|over|after|every|next|last|past|within|than|approx|about|around|~|of|od|bd|tds|qds|qid|tid|bid|nocte|mane|daily|stat|prn|po|iv|im|sc|course|then|wean|aged?|old|duration|gestation|ga)[ :~]{0,2}$",
    regex.IGNORECASE,
)
_DURATION_AFTER = regex.compile(
    r"[ ]?(?:hx|history|h/o|course|ago|supply|of\b|cough|fever|pain|pc\b|duration|post|time|old|follow|f/u|review)",
    regex.IGNORECASE,
)
_VALUE_BEFORE = regex.compile(
    r"(?i:\b(?:grad(?:ient)?|wasted|pca|norco|percocet|vicodin|endocet|entresto|vytorin|caduet|symbicort|seretide|advair|relvar|fostair|trelegy|insulin|humulin|novolin|novomix|mixtard|humalog|mix|ryzodeg|soliqua|sinemet|stalevo|madopar|co-\w+|gauge|fr|size|lens|sph|cyl|axis|add|rx|pd|k1|k2|iop|"
    r"t-?zone|ratio|i:e|tv|rr|hr|sats?|abg|score|mmse|moca|ace|gcs|amts?|phq-?9|gad-?7|epds|hads|bdi|audit|nihss|barthel|waterlow|braden|norton|berg|tug|tinetti|dlqi|easi|pasi|ces-?d|ipss|cat|mrc|vas|ect|loc|bag|bp|power|tone|correct|marks?|points?))[\s:=]{0,3}(?:[\w/.]+[ ])?$"
)
_LINE_OF_VALUES = regex.compile(r"\d{2,3}/\d{1,3}[ ,;]{1,2}$")
_WORD_BEFORE = regex.compile(r"(\p{L}{4,})[ ]$")
_WEEKDAY = regex.compile(
    r"(?<![\w'’\-/])(?P<short>(?i:mon|tues?|weds?|thu(?:rs?)?|fri))(?=[ ]?(?:[.,;:)?!/\n+&]|$)|[ ](?i:am|pm|a\.m|p\.m|morning|afternoon|evening|night|noon|eve|lunch|at|with|w/|for|and|or|to|x|the|\d))"
    r"|(?<=(?<!\w)(?i:on|til|till|until|by|last|next|since|this|every|each|due|for|from|before|after|thru|again|home|d/c|back|seen|clinic|review|shops|visits)[ ])(?P<short>(?i:sat|sun))(?=[ ]?(?:[.,;:)?!/\n+&]|$)|[ ](?i:am|pm|morning|afternoon|evening|night))",
)
_WITHIN = regex.compile(
    r"(?:(?<=\p{Ll}[ ])|(?<=^|\n))(?:Mon|Tues?|Weds?|Thu(?:rs?)?|Fri)(?=[ ](?:\p{Ll}|w/))|(?<![\w'’\-/])(?i:mon|tues?|weds?|thu(?:rs?)?|fri|sat|sun)(?=[ ](?i:nite|tx|clinic|slot|list|afternoon|lunchtime)\b)|(?<=[A-Z]{2}[ ])(?:MON|TUES?|WEDS?|THU(?:RS?)?|FRI)(?=[ ](?:AS|BECAUSE|WITH|AT|AND|FOR)(?!\w))"
    r"|(?<![\w'’\-/])(?i:sat|sun)(?=,?[ ]\d{1,2}(?:/\d{1,2}(?!\d)|[ ](?i:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)))"
)
"""Between words of a sentence, and before a date."""
_NO_WEEKDAY = regex.compile(r"(?i:(?<!\w)(?:mrs?|ms|miss|dr|o2|spo2|the|a|name|ma|kin|kyi|daw|u|aung)\.?[ ]$)")
_WEEKDAY_BEFORE = regex.compile(
    r"(?<!\w)(?:mon|tues?|weds?|thu(?:rs?)?|fri|sat|sun)(?:day|nesday|urday|sday)?\.?,?[ ]$", regex.IGNORECASE
)
_LISTED_DAYS = regex.compile(r"[ ,/&]{1,2}(?:(?:mon|tues?|weds?|thu(?:rs?)?|fri|sat|sun)\b)", regex.IGNORECASE)


def find_days(text: str) -> Iterator[Identifier]:
    """Days without a year, and weekdays by their three letters in whatever case."""
    for match in _DAY.finditer(text):
        before = text[max(0, match.start() - 80) : match.start()].rpartition("\n")[2]
        if _WEEKDAY_BEFORE.search(before):
            yield Identifier(match.start(), match.end(), "date")
            continue
        if NO_DAY.search(before) or NOT_A_DATE_AFTER.match(text, match.end()):
            continue
        if _VALUE_BEFORE.search(before) or _LINE_OF_VALUES.search(before):
            continue
        drug = _WORD_BEFORE.search(before)
        if drug and (fold(drug[1]) in BRANDS or looks_generic(fold(drug[1]))):
            continue
        counted = int(match["month"]) in (7, 12) and not match["month"].startswith("0")
        if counted and (_DURATION_BEFORE.search(before) or _DURATION_AFTER.match(text, match.end())):
            continue
        yield Identifier(match.start(), match.end(), "date")
    for match in _WITHIN.finditer(text):
        if not _NO_WEEKDAY.search(text, max(0, match.start() - 8), match.start()):
            yield Identifier(match.start(), match.end(), "date")
    for match in _WEEKDAY.finditer(text):
        written = match[0]
        if _NO_WEEKDAY.search(text, max(0, match.start() - 8), match.start()):
            continue
        if written.islower() or written.istitle() or _is_day_of_capitals(text, match):
            yield Identifier(match.start(), match.end(), "date")


def _is_day_of_capitals(text: str, match: "regex.Match[str]") -> bool:
    """Capitals are a weekday's within a line of capitals, or beside another weekday."""
    line = text[text.rfind("\n", 0, match.start()) + 1 :].partition("\n")[0]
    return line.isupper() or _LISTED_DAYS.match(text, match.end()) is not None
