"""Initials of people by themselves: of those who typed, signed or took a call, and of a patient who is named by no more.

Two or three capitals are an abbreviation everywhere else, so each form says where such letters stand: behind a date and a
time of dictation (*D: 3/4/22 T: 3/5/22 RRS:sek*), on a line of their own at the end of a text, behind a dash at a line's
end, behind what was done by somebody, in a column beside a date. Known abbreviations are none.
"""

from collections.abc import Iterator

import regex

from medpref_dagster.deidentification.medical_names import ABBREVIATIONS
from medpref_dagster.deidentification.name_words import ACTS, CREDENTIAL
from medpref_dagster.deidentification.reading import Reading

_DATE = r"(?:\d{1,4}[/.\-]\d{1,2}[/.\-]\d{2,4}|\d{1,2}(?:st|nd|rd|th)?[ \-](?:\p{Lu}\p{Ll}{2,8}|\p{Lu}{3})[ \-]\d{2,4}|\p{Lu}\p{Ll}{2,8}\.?[ ]\d{1,2}(?:st|nd|rd|th)?,?[ ]\d{2,4})"
_TIME = r"(?:,?[ ]\d{1,2}:?\d{2}(?:[ ]?[AaPp]\.?[Mm]\.?|[ ]?h(?:rs?)?)?)?"
_PAIR = regex.compile(
    r"(?<![\w/:.\-])(\p{Lu}{2,4}|\p{Ll}{2,3}(?=[:/]\p{Lu}))[ ]?[:/][ ]?(\p{Lu}{2,4}|\p{Ll}{2,4})(?:[ ]?[:/][ ]?(\p{L}{2,4}))?(?=[ \t]*(?:$|[,;|\n]))"
)
"""Who dictated and who typed."""
_DATED = regex.compile(rf"{_DATE}{_TIME}[ \t]{{0,3}}\n?[ \t]*$")
_BEGINS_LINE = regex.compile(r"(?:^|\n)[ \t]*$")
_LETTERS = regex.compile(r"(?<![\w/:.\-&])(?!AM|PM)\p{Lu}{2,4}(?=[ ]{2}|[ \t|]*(?:$|\n|[|\t])|:|[ ]-[ ])")
_TYPED = regex.compile(rf"(?<![\p{{L}}])(?i:transcribed|typed|dictated|dt|t)[ ]?[:=]?[ ]?{_DATE}{_TIME}[ \t]{{1,4}}$")
_COLUMN = regex.compile(rf"(?:^|\n)[ \t]*{_DATE}{_TIME}(?:[ ]{{2,4}}|[ ]?[|\t][ ]?)$")
"""Where nothing but somebody's letters can stand."""
_BEHIND_DATE = regex.compile(
    rf"(?:(?<![\p{{L}}])(?i:transcribed|typed|dictated|signed|entered|filed|edited|reviewed|received|scanned|faxed|called|collected|drawn|given|d|t|dd|dt)[ ]?(?:on|at)?[ ]?[:=]?[ ]?|(?:^|\n)[ \t]*\[?){_DATE}{_TIME}\]?[ \t|\-–,;:]{{1,4}}$"
)
_DONE_BY = regex.compile(
    r"(?i:\b(?:taken|typed|entered|signed|transcribed|dictated|reviewed|witnessed|checked|drawn|collected|given|administered|recorded|scribed|done|charted|counted|verified|noted|read|seen|performed|booked|faxed|scanned|called|triaged|completed|prepared|updated|actioned|reg|registered|accessed|released|resulted|cosigned|printed)[ ]by[ :]{1,2}|\b(?:initials?|typist|scribe|transcriptionist|recorder|author)[ ]?[:=][ ]?)((?:\p{Lu}\.?){2,4})(?![\p{L}\p{M}])"
)
_SURE = regex.compile(
    rf"(?:\b(?i:technologist|tech|sonographer|radiographer|user|operator|typist|registrar|clerk)[ ]?[:=]?[ ]{{1,2}}|(?i:\b(?:reg|registered|accessed|printed|actioned|released|resulted)[ ]by[ :]{{1,2}})|{_DATE}{_TIME}[ ]by[ ])((?-i:\p{{Lu}}{{2,3}}|(?:\p{{Lu}}\.){{2,3}}))(?=[ ]?(?:[.,;\n/)]|$)|[ ]{{2}}|[ ](?:\d|from\b))"
    r"|(?<=\b[A-Z]\d\.[ ])[(](\p{Lu}{2,3}|(?:\p{Lu}\.){2,3})[)](?=[ \t]*(?:\n|$))"
    r"|[(]((?:\p{Lu}\.){2,3})[)](?=[ ]\d{1,3}[ ]?(?:y|yo|F|M|male|female)(?!\w))"
    rf"|{_DATE}{_TIME}[ ]{{1,2}}\p{{Lu}}{{2,4}}:((?:\p{{Lu}}\.){{2,3}})(?=[ \t]*(?:$|[\n/]))"
    r"|(?i:\bactioned)[ ](\p{Lu}{2,3}|\p{Ll}{3})(?=[ ]\d)"
    rf"|(?i:\b(?:addendum|amended|late[ ]entry|edited|corrected))[ ](?:{_DATE}|\d{{1,2}}[/\-]\d{{1,2}}|\p{{Lu}}\p{{Ll}}{{2,8}}[ ]\d{{1,2}}(?:st|nd|rd|th)?){_TIME}:[ ](\p{{Lu}}{{2,3}}|\p{{Ll}}{{2,3}}|(?:\p{{Lu}}\.){{2,3}})(?=[ ]\p{{Ll}})"
    r"|(?i:\bsubj(?:ect)?)[ :.#]{1,2}[A-Z]?\d[\d\-]{2,10}[ ]/[ ](\p{Lu}{2,3}|\p{Ll}{2,3}|(?:\p{Lu}\.){2,3})(?=[ ]/)",
    regex.MULTILINE,
)
"""Behind what only somebody's letters follow, so that they may be an abbreviation, too."""
_BELOW_DATED = regex.compile(
    r"^[ \t]*(?i:t|d|dt|dd|tr|job[ ]?(?:\#|no\.?)|transcribed|dictated)[ ]?:?[ ]?[^\n]{3,48}(?:\n|/)[ \t]*(\p{Lu}{2,3}|\p{Ll}{3}|(?:\p{Lu}\.){2,3})(?:[ \t]*[\n/][ \t]*(\p{Lu}{2,3}|\p{Ll}{3}|(?:\p{Lu}\.){2,3}))?(?=[ \t]*(?:[\n/]|$))",
    regex.MULTILINE,
)
"""Who dictated and who typed, below the date or the number of a dictation."""
_OWN_LINE = regex.compile(
    r"^[ \t]*(?P<dash>[\-–—/~]{1,3}[ ]?)?(?P<initials>\p{Lu}{2,4}|(?:\p{Lu}\.[ ]?){2,4}|\p{Ll}{2,3})[ \t]*(?=\n[ \t]*(?:\n|(?i:cc|pager|ext|tel|ph|encl|dd|dt)\b)|\n?\s*\Z)",
    regex.MULTILINE,
)
_DASHED = regex.compile(
    r"(?<=[.!?)\d\p{L}][ ]{0,2})(?:--?|–|—|/{1,2}|~)[ ]?(?P<initials>\p{Lu}{2,4}|\p{Ll}{2,3})[ \t]*$", regex.MULTILINE
)
_ENDS_SENTENCE = regex.compile(r"(?<=[.!?)][ ]{1,2})(\p{Lu}{3})[ \t]*(?=\n[ \t]*\n|\n?\s*\Z)")
_DOTTED_ENDS = regex.compile(r"(?<=[.!?\d][ ]{1,2})((?:\p{Lu}\.){2,3})[ \t]*$", regex.MULTILINE)
_IN_BRACKETS = regex.compile(r"(?<=[.!?\p{Ll}\d][ ]{1,2})[\[(](\p{Lu}{3})[\])][ \t]*$", regex.MULTILINE)
_DOTTED = regex.compile(r"(?<![\w.'’\-/])((?:\p{Lu}\.[ ]?){2,4})(?=[ ]?(?:\p{Ll}+)(?!\w))")
_PATIENT = regex.compile(
    r"(?:(?i:\b(?:patient|pt|client|resident|participant|subject|baby|infant|child|mother|father|mom|dad|re|regarding|name|mr|mrs|ms|miss|dr|hi|dear))[ ]?[:.,]?[ ])((?:\p{Lu}\.[ ]?){1,3}\p{Lu}\.?|\p{Lu}{2}(?=['’]s[ ]))(?![\p{L}\p{M}])"
)
_NOT_DOTTED = frozenset(
    {
        "a.m.",
        "y.o.",
        "p.m.",
        "i.v.",
        "i.m.",
        "p.o.",
        "u.s.",
        "u.k.",
        "p.r.",
        "s.c.",
        "b.d.",
        "o.d.",
        "e.g.",
        "i.e.",
        "m.d.",
        "d.o.",
        "r.n.",
        "n.p.",
        "p.a.",
        "h.s.",
        "p.r.n.",
        "b.i.d.",
        "t.i.d.",
        "q.i.d.",
        "q.d.",
        "e.r.",
        "o.r.",
        "i.c.u.",
        "e.d.",
        "u.s.a.",
        "s.p.",
        "c.c.",
        "t.b.",
        "d.c.",
        "o.s.",
        "o.u.",
        "b.p.",
        "l.p.",
        "g.i.",
        "g.u.",
    }
)
_DOES = ACTS | {"signed", "consented", "attended", "arrived", "rang", "phoned", "is", "was", "and", "to", "will"}
_WORDS = frozenset(
    {
        "end",
        "the",
        "and",
        "for",
        "see",
        "not",
        "yes",
        "no",
        "nil",
        "all",
        "now",
        "per",
        "bid",
        "tid",
        "qid",
        "prn",
        "pt",
        "to",
        "of",
        "in",
        "on",
        "at",
        "or",
        "as",
        "if",
        "it",
        "he",
        "me",
        "up",
        "wk",
        "mo",
        "yr",
        "am",
        "pm",
        "ok",
        "hr",
        "hrs",
        "min",
        "mg",
        "ml",
        "kg",
        "cm",
        "mm",
        "lb",
        "oz",
        "day",
        "gp",
        "ed",
        "er",
        "ve",
        "tds",
        "bd",
        "od",
        "neg",
        "pos",
        "dr",
        "mr",
        "ms",
        "rn",
        "md",
        "np",
        "do",
        "pa",
        "sob",
        "cp",
        "ha",
        "nad",
        "hx",
        "fx",
        "rx",
        "tx",
        "dx",
        "abd",
        "ext",
        "low",
        "mid",
        "new",
        "old",
        "left",
        "two",
        "one",
        "ten",
        "six",
        "you",
        "her",
        "his",
        "bye",
        "thx",
        "ty",
        "fyi",
        "asap",
        "wnl",
        "cva",
        "tia",
    }
)


def by_initials(reading: Reading) -> Iterator[tuple[int, int]]:
    """Initials alone; characters from and to."""
    text = reading.text
    for match in _PAIR.finditer(text):
        start = match.start()
        dated = _DATED.search(text, max(0, start - 48), start) is not None
        groups = [group for group in (1, 2, 3) if match[group]]
        if not dated and (
            not _BEGINS_LINE.search(text, max(0, start - 8), start)
            or any(_is_abbreviation(match[group]) for group in groups)
        ):
            continue
        for group in groups:
            yield match.span(group)
    yield from _behind_dates(text)
    for match in _SURE.finditer(text):
        yield match.span(match.lastindex or 1)
    for match in _BELOW_DATED.finditer(text):
        for group in (1, 2):
            if match[group] and match[group].lower() not in _WORDS:
                yield match.span(group)
    for match in _ENDS_SENTENCE.finditer(text):
        if not _is_abbreviation(match[1]) and match[1].lower() not in reading.lexicon.plain:
            yield match.span(1)
    for pattern in (_DONE_BY, _IN_BRACKETS, _DOTTED_ENDS):
        for match in pattern.finditer(text):
            if not _is_abbreviation(match[1].rstrip(".")) and match[1].lower() not in _NOT_DOTTED:
                yield match.span(1)
    for pattern in (_OWN_LINE, _DASHED):
        for match in pattern.finditer(text):
            if _are_initials(reading, match):
                yield match.span("initials")
    yield from _dotted(text)


def _behind_dates(text: str) -> Iterator[tuple[int, int]]:
    """`T: 8/23/22 NEP`, `02/19/25  KMF  Telephone`."""
    for match in _LETTERS.finditer(text):
        start = match.start()
        if not any(map(str.isdigit, text[max(0, start - 16) : start])):
            continue
        begin = max(0, start - 64)
        sure = _TYPED.search(text, begin, start) or (len(match[0]) == 3 and _COLUMN.search(text, begin, start))
        if sure or (not _is_abbreviation(match[0]) and _BEHIND_DATE.search(text, begin, start)):
            yield match.span()


def _are_initials(reading: Reading, match: "regex.Match[str]") -> bool:
    """Whether letters at the end of a line or alone on one are somebody's."""
    initials = match["initials"].strip()
    if _is_abbreviation(initials) or initials.lower() in _WORDS or initials.lower() in _NOT_DOTTED:
        return False
    dash = match.groupdict().get("dash") or (match.re is _DASHED)
    last = _ends_text(reading.text, match.end())
    if initials.islower():
        return (bool(dash) or last) and initials not in reading.lexicon.plain
    if not dash and len(initials) < 3 and not last:
        return False
    return bool(dash) or initials.lower() not in reading.lexicon.plain or "." in initials or last


def _ends_text(text: str, end: int) -> bool:
    return not text[end:].strip()


def _dotted(text: str) -> Iterator[tuple[int, int]]:
    """`T.V. signed consent`, `pt J.D. reports`."""
    for match in _DOTTED.finditer(text):
        behind = text[match.end() :].lstrip().split(None, 1)
        if match[1].strip().lower().replace(" ", "") not in _NOT_DOTTED and behind and behind[0].strip(".,;") in _DOES:
            yield match.start(1), match.start(1) + len(match[1].rstrip())
    for match in _PATIENT.finditer(text):
        if match[1].lower().replace(" ", "").rstrip(".") + "." not in _NOT_DOTTED and not _is_abbreviation(match[1]):
            yield match.start(1), match.start(1) + len(match[1].rstrip())


def _is_abbreviation(letters: str) -> bool:
    return letters.upper() in ABBREVIATIONS or CREDENTIAL.fullmatch(letters) is not None
