"""Days by the words around them: *seen 5-30*, *Tuesday the 12th*, *bed from may*.

Two numbers with a hyphen are a range by default (*every 4-6 hours*, *10-12 weeks*), months in small letters verbs and names.
"""

from collections.abc import Iterator

import regex

from medpref_dagster.deidentification.dates import DAY_WITH_HYPHEN, shift_date
from medpref_dagster.deidentification.identifiers import Identifier

_WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_MONTH_NAME = r"(?i:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
_SPAN = regex.compile(
    rf"(?<![\w.,/\-])(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?[ ]?[-–/][ ]?(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?[ ](?:of[ ])?{_MONTH_NAME}(?!\w)|(?<!\w){_MONTH_NAME}\.?[ ](?:0?[1-9]|[12]\d|3[01])[ ]?[-–][ ]?(?:0?[1-9]|[12]\d|3[01])(?![\w%/\-]|[.,]\d)"
)
"""Days of a month from and to: *20-23 May*, *August 1-4*."""
_NUMBERED = regex.compile(rf"(?i)(?<=\b{_WEEKDAY},?[ ])(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)(?!\w)")
_DAY_FIRST = regex.compile(
    r"(?<=(?<!\w)(?i:on|by|since|until|till|from|opa|due|cas|review|seen|tcu)[ ])(?:1[3-9]|2\d|3[01]|0[1-9]|1[0-2])/(?:0[1-9]|1[0-2])(?=[ ]?(?:[.,;)\n]|$)|[ ](?:and|was|set|with|w/|w|at|the|\d{1,2}:\d\d)(?!\w))"
)
"""Day and month of two digits each, behind a word of time: what `dates.py` reads as a ratio or asks more of."""
_ORDINAL = regex.compile(rf"(?i)(?<=\b{_WEEKDAY},?[ ])the[ ](?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)(?!\w)")
_ORDINAL_SAID = regex.compile(
    r"(?<=\b(?i:bloods|labs|review|rv|r/v|due|back|clinic|appt|appointment|scan|restart|stop)[ ])the[ ](?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)(?=[ ]?(?:[.,;)\n]|$))"
)
_SAYS_DAY = regex.compile(
    r"(?<!\w)(?i:on|til|till|until|since|seen|next|next[ ]r/v|due|addend(?:um|a)|dated?|msg|message|informed|called|stop(?:ped|s)?|dna|leave[ ]from|fl(?:ew|ies|ying)[ ]in[ ]from[ ]\p{L}+(?:[ ]\p{L}+)?|ct|mri|us|uss|cxr|x-?ray|echo|ecg|ekg|visited|died|born|admitted|discharged|reported)[ ]$"
)
_ENDS = regex.compile(r"[ ]?(?:[;:.)\n]|$)|,[ ]\p{L}|[ ](?:was|from|by|as|and)(?!\w)")
_TIME_BEHIND = regex.compile(
    r",?[ ](?:at[ ])?(?:(?:[01]?\d|2[0-3])[:.][0-5]\d(?!\d)|(?:[01]\d|2[0-3])[0-5]\d(?!\d)|\d{1,2}[ ]?(?i:am|pm)\b)"
)
_RANGE_BEFORE = regex.compile(
    r"(?<!\w)(?i:every|for|age[sd]?|range|ratio|score|pain|x|levels?|grade|stage|dose[sd]?|weeks?|c|t|l|s)[ :=]{1,2}(?:of[ ])?$"
)
_LINE_BEGINS = regex.compile(r"(?:^|\n)[ \t\-*•]*$")
_ENTRY = regex.compile(r":[ ]\p{L}|[ ]{1,3}\p{Lu}{2,}")
_MONTH = regex.compile(
    r"(?<=(?<!\w)(?:since|until|till?|from|return(?:s|ed)?|by|last|next|early|late|mid|during)[ ])(?:january|february|march|april|may|june|july|august|september|october|november|december)"
    r"(?=[ ]?(?:[.,;)\n]|$)|[ ](?:and|to|with|when|w/|he|she|they|but|this|last|next)(?!\w))"
)
"""At the end of what is said only: *symptoms from may be* goes on."""


_DAYS_THEN_MONTH = regex.compile(
    rf"(?P<first>\d{{1,2}})(?P<s1>\D{{0,2}}[ ]?[-–/][ ]?)(?P<last>\d{{1,2}})(?P<s2>\D{{0,2}}[ ](?:of[ ])?)(?P<month>{_MONTH_NAME})"
)
_MONTH_THEN_DAYS = regex.compile(
    rf"(?P<month>{_MONTH_NAME})(?P<s1>\.?[ ])(?P<first>\d{{1,2}})(?P<s2>[ ]?[-–][ ]?)(?P<last>\d{{1,2}})"
)


def shift_day(written: str, days: int) -> str:
    """A date that was found, so many days later in its form (`dates.shift_date`); days from and to, both.

    >>> shift_day("20-23 May", 3)
    '23-26 May'
    >>> shift_day("August 1-4", -3)
    'July 29 - August 1'
    """
    for form, month_first in ((_DAYS_THEN_MONTH, False), (_MONTH_THEN_DAYS, True)):
        match = form.fullmatch(written)
        if match is None:
            continue
        ends = [
            shift_date(f"{match['month']} {day}" if month_first else f"{day} {match['month']}", days)
            for day in (match["first"], match["last"])
        ]
        if not match["first"].startswith("0"):
            ends = [regex.sub(r"(?<!\d)0(?=\d)", "", end) for end in ends]
        (left, right), (first, last) = (end.split(" ") for end in ends)
        month, other = (left, first) if month_first else (right, last)
        if month != other:
            return " - ".join(ends)
        return f"{month} {right}-{last}" if month_first else f"{left}-{first} {month}"
    return shift_date(written, days)


def find_days_by_words(text: str) -> Iterator[Identifier]:
    """Days with a hyphen, ordinals behind a weekday, and months in small letters, where words beside them say so."""
    for match in _ORDINAL.finditer(text):
        yield Identifier(match.start(), match.end(), "date")
    for pattern in (_NUMBERED, _SPAN, _DAY_FIRST, _ORDINAL_SAID):
        for match in pattern.finditer(text):
            yield Identifier(match.start(), match.end(), "date")
    for match in _MONTH.finditer(text):
        yield Identifier(match.start(), match.end(), "date")
    for match in DAY_WITH_HYPHEN.finditer(text):
        before = text[max(0, match.start() - 48) : match.start()]
        if _RANGE_BEFORE.search(before):
            continue
        if (
            _TIME_BEHIND.match(text, match.end())
            or (_SAYS_DAY.search(before) and _ENDS.match(text, match.end()))
            or (_falls(match) and _LINE_BEGINS.search(before) and _ENTRY.match(text, match.end()))
        ):
            yield Identifier(match.start(), match.end(), "date")


def _falls(match: "regex.Match[str]") -> bool:
    """Whether the second number is not above the first: *4-5: moderate* is a line of a scale, *11-3: seen* is none."""
    return int(match["day"]) <= int(match["month"])
