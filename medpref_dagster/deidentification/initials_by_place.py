"""Initials in places that are somebody's, in whatever case.

`names_by_initials.py` asks for capitals in most places, `initials_of_named.py` for the full name elsewhere in the text. Here
the place is the sign: before an age and a sex (*AR, 26F*), in a session's heading (*Session 3 - hj -*), behind who printed,
minuted or dispensed, below a dictation's date, as a text's last line, before a registration, in brackets behind a name that
begins with the same letter, and behind a family name and its comma (*fourie, p*). In most of these an abbreviation may stand,
too (*[10:20] BP: 120*), so known ones are left; in some nothing but somebody's letters can.
"""

from collections.abc import Iterable, Iterator

import regex

from medpref_dagster.deidentification.identifiers import Identifier
from medpref_dagster.deidentification.lexicon import list_words
from medpref_dagster.deidentification.medical_names import ABBREVIATIONS
from medpref_dagster.deidentification.name_words import CREDENTIAL
from medpref_dagster.deidentification.reading import Reading

_LETTERS = r"(?:(?:\p{L}\.[ ]?){1,3}\p{L}\.?|\p{Lu}{2,3}|\p{Ll}{2,3})"
_ENDS = r"(?=[ ]?(?:[.,;:)/]|$|\n)|[ ]\d)(?!['’]\p{L})"
_DATE = r"(?:\d{1,4}[/.\-]\d{1,2}[/.\-]\d{2,4}|\d{1,2}[ \-]\p{L}{3,9}[ \-]\d{2,4}|\p{L}{3,9}[ ]\d{1,2},?[ ]\d{4})"
_DAY = rf"(?:{_DATE}|\d{{1,2}}(?:st|nd|rd|th)?[ /\-](?:\d{{1,2}}|\p{{L}}{{3,9}}\.?)(?:[ /\-]\d{{2,4}})?|\p{{L}}{{3,9}}\.?[ ]\d{{1,2}}(?:st|nd|rd|th)?)"
_TIME = r"(?:(?:[01]?\d|2[0-3])[:.]?[0-5]\d|\d{1,2}[ ]?(?i:am|pm)|\d{1,2}[:.]\d\d[ ]?(?i:am|pm))"
_ROLE = r"(?i:dietitian|dietician|pharmacist|nurse|midwife|doctor|physician|therapist|physio|technician|technologist|secretary|clerk|registrar|social[ ]worker)"
_SURE = tuple(
    regex.compile(form, regex.MULTILINE)
    for form in (
        rf"(?<=\b(?i:session|sess)[ ]\d{{1,3}}[ ][-–—][ ])(?P<one>{_LETTERS})(?=[ ][-–—][ ])",
        rf"(?<=\b(?:(?-i:Minutes|MINUTES)|(?i:minutes[ ]by|minutes:)|(?i:dispense[ ]?[-–—]|count[ ]correct[ ]x[ ]?\d[ ]\())[ ]?)(?P<one>{_LETTERS})(?:[ ]?/[ ]?(?P<two>{_LETTERS}))?{_ENDS}",
        rf"(?<=\b(?i:t|transcribed|typed)[ ]?[:=][ ]?{_DATE}[ ]{{1,3}})(?P<one>{_LETTERS})(?:[ ]?[/\n:][ ]?(?P<two>{_LETTERS}))?(?=[ \t]*(?:$|/))",
        rf"(?<=\b(?i:copied[ ]at[ ][\p{{L}}\-]{{2,12}}[ ]by|viewed[ ]by|printed)[ ])(?P<one>{_LETTERS})(?=\.?[ ]*$|\.[ ]\p{{L}})",
    )
)
"""Nothing but somebody's letters follows these, so that they may be a word or an abbreviation."""
_LIKELY_PLACES = tuple(
    regex.compile(form, regex.MULTILINE)
    for form in (
        rf"(?:(?<=[:\]][ ])|^)(?P<one>{_LETTERS})(?=,[ ]\d{{1,3}}[ ]?(?:y/?o?|yrs?)?[ ]?[MFmf]\b)",
        rf"(?<=(?:^|:[ ])(?i:(?:ok(?:ay)?|noted|seen|done|signed|initials?:?)|(?:ok[ ])?(?:thx|thanks|ty|cheers))[ ])(?P<one>{_LETTERS})(?=[ \t]*(?:$|/))",
        rf"^(?P<one>{_LETTERS})(?=,?[ ](?i:reg(?:istration)?|npi|lic(?:en[cs]e)?|gmc|nmc|mcr|mcnz|mdcn|dea|imc|prc|hpcsa|mci|ahpra)\b)",
        rf"(?<=\p{{L}}[ ]/[ ])(?P<one>{_LETTERS})(?=[ ]{{1,2}}(?:\p{{Lu}}[\p{{L}}\-]{{1,6}}[ ])?(?i:reg|lic|no)\b)",
        rf"(?:^|(?<=\.[ ]))(?P<one>{_LETTERS})(?=[ ]{_TIME}[ ]*$)",
        rf"(?<![\w./])(?P<one>{_LETTERS})/(?P<two>{_LETTERS})(?=[ ]\((?i:nurse|rn|dr|s/n|midwife|hca)\b)",
        rf"(?<=\b(?i:addendum|late[ ]entry)[ ][^\n:]{{3,24}}(?::\d\d[^\n:]{{0,3}})?:[ ])(?P<one>{_LETTERS})(?=[ ]\p{{Ll}}{{4}})",
        rf"(?<=\b(?i:subj(?:ect)?)[ :.#]{{1,2}}[\w\-]{{4,14}}[ ]/[ ])(?P<one>{_LETTERS})(?=[ ]/)",
        rf"(?<=\b(?i:team:[ ](?:[^\n/]{{1,12}}/)?|keys[ ]with|d/w|dw|consent|witness|initials|hosp(?:ital)?[ ]no\.?[ ]for|circ:|rph|sgd|closed|signature[ ]on[ ]file[ ]\(|[,][ ]me[ ]\()[ ]?)(?P<one>{_LETTERS})(?:[ ]?/[ ]?(?P<two>{_LETTERS}))?(?=[ ]?(?:[.,;:)/(]|$)|[ ]{{1,2}}(?:-|\p{{Lu}}|assisting|informed|\d))",
        rf"(?:^|[\]\n])[ ]?(?:{_DAY}|\[[^\]\n]{{4,24}}\])[ ](?P<one>{_LETTERS})(?=:[ ])",
        rf"(?<=\b(?i:prior[ ]entry|entry|note)[ ]\([^()\n]{{3,20}},[ ])(?P<one>{_LETTERS})(?=\))",
        rf"(?<![\w.])(?P<one>{_LETTERS})(?=,[ ](?i:mrn|med(?:ical)?[ ]rec|hosp(?:ital)?[ ]n|case[ ]n|folder|nhs[ ]n|hrn|card[ ]n|mr[ ]?#|chart|urn?\b|pt[ ]id|patient[ ]id|file[ ]n))",
        rf"(?:^[ ]?[-–—~][ ]?)(?P<one>{_LETTERS})(?=[ \t]*$)|(?<=(?:^|\n)(?i:per)[ ])(?P<one>{_LETTERS})(?=,[ ]ok)",
        rf"^(?P<one>{_LETTERS})(?=,?[ ](?:RN|LPN|LVN|RM|EN|HCA|CNA|Enrolled|duty|Duty|rn|lpn|{_DATE}[ ]*$))",
        rf"(?<=^[A-Z]{{2}}[A-Z\d]\|[^\n]{{0,120}}\|)(?P<one>{_LETTERS})(?=\|\|\|)",
        r"(?<=\t)(?P<one>\p{Lu}{2,3}|(?:\p{Lu}\.){2,4})(?=[ ]*(?:$|/))",
        rf"(?<=[ ]{{2}})(?P<one>{_LETTERS})(?=[ ]{{2}}{_DAY})",
    )
)
"""Here may stand an abbreviation, too: *[10:20] BP: 120*, a line *HR 130*."""
_LIKELY = regex.compile(
    rf"(?:(?<=\b(?i:[\p{{L}}\d\-]{{2,8}}[ ]by|signed:?|together[ ]with|also[ ]seen[ ]as)[ ])(?P<one>{_LETTERS})(?=\.?[ ]*$|\.[ ]\p{{L}}|[ ]\d)"
    rf"|(?<=[.!?)][ ]{{1,2}}|\d[/.\-]\d{{1,2}}[/.\-]\d{{2,4}}[ ]{{1,2}})(?P<one>{_LETTERS})(?=\.?[ \t]*$)"
    rf"|(?<=\b{_ROLE}(?:,[ ][\w\-]{{4,12}})?[,;][ ]|\b{_ROLE}[ ][^\n/]{{4,40}}[ ]/[ ])(?P<one>{_LETTERS})(?=[ \t]*$)"
    rf"|(?<=\b(?:MD|DO|MBBS|FRACP|FRCS|MRCP|RN|NP|PA|BCh|FRCP|RM|EN|MBChB)[ ])(?P<one>\p{{Ll}}{{2,3}}|(?:\p{{L}}\.){{2,3}})(?=[ \t]*$))",
    regex.MULTILINE,
)
_LAST_LINE = regex.compile(rf"\n[ \t]*(?P<one>{_LETTERS})[ \t]*\s*\Z")
_NOT_LAST = list_words("ok prn bd tds qds bid tid qid nad nil yes no end dnr fin nkda na eom thx ty")
_DOTTED = regex.compile(r"(?<![\w.'’\-/])(?P<one>(?:\p{Lu}\.){2,4})(?![\w'’\-]|[ ]?\d)")
"""Nobody writes an abbreviation of today with points, but for those below and for the abbreviations that lists have."""
_NOT_DOTTED = list_words(
    "mc yo us uk usa uae nsw act nt sa wa pei bc po dc ny la am pm ie eg iv im sc sl pr prn bd od tds qds bid tid qid qd hs er or ed ra rn md do np pa phd ms mr mrs dr st jr sr ba ma bsc msc mph rph dds dmd od pt ot ll b s bs mbbs frcs mrcp tb bp hr rr gi gu dm ns nb os ou ad bc "
    "cc ec vs nhs gp aka asap rsvp ps cv fu id ok tv wc ec pc ca co inc ltd llc llp plc ac dc ip"
)
_IN_BRACKETS = regex.compile(
    r"[ ](?:[(](?P<one>\p{Ll}{2,3}|(?!i\.e|e\.g)(?:\p{L}\.){2,3})[)]|(?P<one>\p{Ll}{2,3})(?=[ \t]*(?:\n|$)))"
)
_BEHIND_NAME = regex.compile(
    r",[ ](?P<one>\p{L})(?:(?=\.?(?:[ ]?[,;:)/|\n]|[ ]*$)|\.\s)|(?<!,[ ][aei])(?=[ ][+(\d|]))(?!['’])|(?<=\p{Ll})[ ](?P<one>(?![ai]\b)\p{Ll})(?=[:,;)]|\.?(?:\s*\n|\s*$)|\.[ ])"
)
_BEFORE_NAME = regex.compile(
    r"(?:(?<![\p{L}\d'’.\-])(?P<one>(?!(?i:i\.e|e\.g|p\.o|i\.v|i\.m|a\.m|p\.m|b\.d)\.)(?:\p{L}\.){2,3})[ ]|(?<=(?<!\w)(?i:via|signed|reviewed|phoned|drs?\.?|;)[ ])(?P<one>(?![aAiI]\b)\p{L}\.?)[ ])$"
)
_MEASURED = list_words(
    "bp hr rr wt ht na cl ca mg po iv im sc uo uop i&o ins out spo sat sats tmp temp bmi map cvp ph gcs crp esr wbc rbc hgb hb hct plt inr ptt pt pts ptt bun cr k alt ast alp ggt tsh ft fbc cbc ua msu uds ecg ekg cxr ct mri us xr echo "
    "ot slp slt sw rd rn md np pa gi id gu ent ob gyn icu ccu er ed or pacu npo nka dvt pe mi cp sob ha n v d nv od os ou dx hx tx rx sx cc hpi pmh psh fh sh ros mse imp cna lpn van bus car abc"
)
"""What a line of values, a list of services and a chart have; more than a list of abbreviations needs to know in small letters."""
_WORDS = list_words(
    "ms mr mrs dr "
    "am an as at be by do go he if in is it me my no of on or so to up us we ok ago all and any are arm ask bad bag bed big bit but can cut day did die dry due ear eat end eye far fat few fit for gap gas get got had has hay her him his hit hot how ill its joy leg let lid "
    "lip low lot mad man may men mom mum nan new nil not now off oil old one our out own pad pan per pin put ran raw red rib rid run sad sat saw say sea see set she sip sit six sky son sub sue sum sun tap tea ten the tie tip toe too top try two use via was way wet who why won yes yet you"
)


def find_initials_by_place(reading: Reading, names: Iterable[Identifier]) -> Iterator[Identifier]:
    """Initials by where they stand in the text, and beside the names that were found in it."""
    text = reading.text
    for patterns, sure in ((_SURE, True), (_LIKELY_PLACES, False)):
        for match in (match for pattern in patterns for match in pattern.finditer(text)):
            for group in ("one", "two"):
                letters = match.groupdict().get(group)
                if letters and letters not in _WORDS and (sure or _is_nothing_else(letters)):
                    yield Identifier(*match.span(group), "name")
    for match in _LIKELY.finditer(text):
        if _is_nothing_else(match["one"]):
            yield Identifier(*match.span("one"), "name")
    for match in _DOTTED.finditer(text):
        plain = match["one"].replace(".", "")
        if plain.lower() not in _NOT_DOTTED and plain not in ABBREVIATIONS and not CREDENTIAL.fullmatch(plain):
            yield Identifier(*match.span("one"), "name")
    match = _LAST_LINE.search(text, max(0, len(text) - 24))
    if (
        match
        and match["one"].lower() not in _NOT_LAST
        and not CREDENTIAL.fullmatch(match["one"])
        and match["one"] not in ABBREVIATIONS
    ):
        yield Identifier(*match.span("one"), "name")
    for name in names:
        match = _IN_BRACKETS.match(text, name.end)
        if match and match["one"][0].lower() == text[name.start].lower() and _is_nothing_else(match["one"]):
            yield Identifier(*match.span("one"), "name")
        match = _BEHIND_NAME.match(text, name.end)
        if match:
            yield Identifier(*match.span("one"), "name")
        match = _BEFORE_NAME.search(text, max(0, name.start - 16), name.start)
        if match:
            yield Identifier(*match.span("one"), "name")


def _is_nothing_else(letters: str) -> bool:
    """Whether letters are no abbreviation, degree or word; with points between them they are none."""
    if "." in letters.rstrip("."):
        return letters.lower().rstrip(".") not in ("i.e", "e.g", "a.m", "p.m")
    low = letters.rstrip(".").lower()
    return not (
        low in _MEASURED
        or low.upper() in ABBREVIATIONS
        or CREDENTIAL.fullmatch(low.upper())
        or (letters.islower() and low in _WORDS)
    )
