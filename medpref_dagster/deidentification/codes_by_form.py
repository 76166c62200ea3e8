"""Numbers that a form of their own gives away: bank accounts, plates of vehicles, registrations, recordings, references.

`codes.py` knows what a label says of a code, `unexplained_numbers.py` what has too many digits to be else. Here are codes
with few digits, or with letters among them, whose form says what they are: alone, or behind one word.

Forms: ISO 13616 (IBAN); DVLA (Britain's plates since 2001), India's Motor Vehicles Rules, Singapore's Land Transport
Authority, South Africa's provinces, New Zealand and the states of the USA and Australia (three letters and three or four digits).
"""

from collections.abc import Iterator

import regex

from medpref_dagster.deidentification.identifiers import Identifier, Kind

_IBAN = regex.compile(
    r"(?<!\w)(?:(?P<said>(?i:iban)[ :.#]{1,3}))?(?P<code>(?i:[A-Z]{2}\d{2}(?:[ ]?[A-Z\d]{4}){2,7}(?:[ ]?[A-Z\d]{1,3})?))(?!\w)"
)
_BRITISH_PLATE = r"[A-HJ-PR-Y]{2}(?:0[2-9]|[12]\d|5[1-9]|[67]\d)[ ]?[A-HJ-PR-Z]{3}"
_INDIAN_PLATE = r"[A-Z]{2}[ \-]\d{1,2}[ \-][A-Z]{1,3}[ \-]\d{4}"
_GAUTENG_PLATE = r"[A-Z]{2}[ ]\d{2}[ ][A-Z]{2}[ ]GP"
_EMIRATES_PLATE = r"(?:Dubai|Abu[ ]Dhabi|Sharjah|Ajman)[ ](?:[A-Z]{1,2}|\d{1,2})[ ](?:/[ ])?\d{4,5}"
_VICTORIAN_PLATE = r"\d[A-Z]{2}-\d[A-Z]{2}"
_CAPE_PLATE = r"C(?:A|Y|F|J|L)[ ]\d{2,3}-\d{3}"
_SINGAPORE_PLATE = r"S[A-Z]{2}[ ]?\d{4}[ ]?[A-Z]"
_PLATE = regex.compile(
    rf"(?<![\w\-/.])(?:{_BRITISH_PLATE}|{_INDIAN_PLATE}|{_GAUTENG_PLATE}|{_EMIRATES_PLATE}|{_VICTORIAN_PLATE}|{_CAPE_PLATE}|{_SINGAPORE_PLATE})(?![\w\-/%]|[.,]\d)"
)
"""Plates whose form nothing else has, but for a few values written in capitals (*CD20 NEG*, *HR72 BPM*)."""
_NOT_A_PLATE = regex.compile(
    r"(?:CD|PD|CK|HR|BP|WT|HT|GA)\d\d[ ]|\w+[ ](?:POS|NEG|BPM|KGS|LBS|YRS|YRO|HRS|WKS|MIN|SEC|PCT|AND|THE|FOR|NOW|WAS|HAS|NAD|REG|SAT|RPT|DUE|PER|BDS|TDS|QDS|PRN)"
)
_VEHICLE_WORD = r"(?i:plates?|rego|reg(?:istration|n|d)?|vehicles?|lorry|truck|car|van|ute|bakkie|taxi|cab|bus|motor-?(?:bike|cycle)|scooter|moped|forklift|trailer|seat|keys?|driv(?:es?|ing|er|en)|drove|struck|towed|parked)"
_PLATE_SAID = regex.compile(
    rf"(?<!\w){_VEHICLE_WORD}\b(?:[ ](?i:no|number|was|is|in|a|the|his|her|their)\b\.?){{0,2}}[ ,:#(]{{1,3}}"
    r"(?P<code>[A-Z]{3}[ \-]?\d{3,4}(?:[ ]?[A-Z])?|[A-Z]{3}[ \-]\d{1,4}[ ][A-Z]|[A-Z]{3}-\d{2}[A-Z]|\d[A-Z]{3}\d{3}|[A-Z]{2}\d{2}[ ]?[A-Z]{3}|\d{2,3}-[A-Z]{1,2}-\d{1,6})(?![\w%/]|[\-.,]\d)",
)
_RECORDING = regex.compile(
    r"(?<![\w/.\-])[\w\-.]{1,120}\.(?i:wav|mp3|m4a|aac|flac|ogg|wma|wsq|fmr|an2|mp4|mov|avi)(?!\w)"
)
_COUNCIL = regex.compile(
    r"(?<![\w/])(?:[A-Z]{2,5}(?:/[A-Z]{1,4}){1,2}/\d{4,8}|(?:MED|NMW|PHA|PHY|OCC|PSY|DEN|CHI|OPT|POD|OST|CMR|PAR)00\d{8})(?![\w/])"
)
"""Registrations with a health authority (*DHA/LS/1723254*, *MDCN/R/68894*) and with Australia's AHPRA."""
_RECORD_IN_GROUPS = regex.compile(
    r"(?<!\w)(?i:e?mrn|hrn|mr#|m\.r\.n\.|pin|urn?|u\.r\.|hn|chart|record|patient[ ]?(?:id|no\.?|number))[ :.#]{1,3}(\d{3}[ \-]\d{3}[ \-]\d{2,3}|[A-Z]{1,4}/\d{4,8})(?![\w%]|[.,\-/]\d)"
)
_OF_A_YEAR = regex.compile(
    r"(?<!\w)(?i:req(?:uest)?|path(?:ology)?|unit|receipt|cycle(?:[ ]no\.?)?|e?pcr|edipi|ref(?:erence)?|case|report|donor|sample|lab|specimen|slide|file|docket|incident|inquest|cert(?:ificate)?)[ .:#]{1,3}(?:(?i:no)\.?[ :]{1,2})?(\d{4,6}/\d\d)(?![\w/%]|[.,]\d)"
    r"|(?<=\|)(\d{4,6}/\d\d)(?=\||[ \t]*(?:$|\n))"
)
"""A count and its year (*Request 1935/22*); a pressure has three digits at most."""
_COUNT_OF_YEAR = regex.compile(
    r"(?<!\w)(?i:auth(?:ori[sz]ation)?|swab|pot|holter|query|disk|disc|tape|block|biopsy|tray|bag|tube|order|log|ticket)[ .:#]{1,3}(\d{4,6}/[12]\d)(?![\w/%]|[.,]\d)"
)
_REFERENCE_SAID = regex.compile(
    r"(?:(?<=(?i:call|called,|benefits|safeguarding|accepted[ ]pt\?|coroner[ ](?:dr[ ])?[\p{L}'’\-]{2,20}|ordered|council(?:[ ]\(\p{L}+\))?|insurer|police|crime|llp,|\p{L}{4,},)[ ])|(?<=(?:^|\n|[ ]{2})))(?i:ref(?:erence)?)[ .:#]{1,3}(\d{3}-\d{4})(?![\w%\-]|[./]\d|[ ](?:\p{L}{1,4}/|[mnpµ]?g\b|U\b))"
)
"""What a call, an office or a heading has; a reference range stands behind a value (*512 (ref 200-1100)*)."""
_MEMBER = regex.compile(
    r"(?<!\w)(?i:member(?:ship)?(?:[ ](?:id|no|number))?\.?)[ :#]{1,3}(\d{3}[ ]\d{3}[ ]\d{3})(?![\w%]|[.,\-/]\d)"
)
_REFERENCE = regex.compile(r"(?<!\w)(?i:job|call|log|incident)[ .:#]{1,4}(\d{3}-\d{4})(?![\w%\-]|[./]\d)")
_FIELD = regex.compile(r"(?<=\|)(?:[A-Z]{1,4}/\d{5,8}|\d{3}[ ]\d{3}[ ]\d{2,3})(?=[\^|])")
"""A record's number in a field of HL7."""
_TAX = regex.compile(
    r"(?<!\w)(?:IRD|ird)(?:[ ](?i:no|number)\.?)?[ :#]{1,2}(\d{2,3}[ \-]\d{3}[ \-]\d{3})(?![\w%]|[.,\-/]\d)"
)
"""New Zealand's tax numbers."""
_PHONE_SAID = regex.compile(
    r"(?<!\w)(?i:phoned?|rang|rung|ring|call(?:ed|er)?|tel(?:ephone)?|texted|contact(?:ed)?|informant|mob(?:ile)?)\b(?:[^\n\d]{0,24}\d{1,2}[:.]\d\d[ ]|[^\n\d]{0,32}|[^\n\d]{0,4}[\d \-]{7,14}[ ](?:or|and|/)[ ])(?P<phone>[3689]\d{3}[ \-]\d{4}(?:[ ,]{1,2}x[ ]?\d{1,6})?|\d{3}-\d{4})(?![\w%]|[.,\-/]\d)"
)
"""Numbers of eight digits (Singapore, Hong Kong) and of seven, behind a call and its time or its caller."""
_EXTENSION = regex.compile(r"(?<=\d{4})[ ,;]{1,2}((?i:extn?|extension)[ .:#]{0,2}\d{2,6})(?!\w)")
_WHOLE: tuple[tuple["regex.Pattern[str]", Kind], ...] = (
    (_RECORDING, "biometric"),
    (_COUNCIL, "licence"),
    (_FIELD, "medical_record"),
)
_GROUPED: tuple[tuple["regex.Pattern[str]", Kind], ...] = (
    (_RECORD_IN_GROUPS, "medical_record"),
    (_OF_A_YEAR, "other_id"),
    (_COUNT_OF_YEAR, "other_id"),
    (_REFERENCE, "other_id"),
    (_MEMBER, "health_plan"),
    (_TAX, "ssn"),
    (_PHONE_SAID, "phone"),
    (_EXTENSION, "phone"),
)


def find_codes_by_form(text: str) -> Iterator[Identifier]:
    """Accounts, plates, registrations, recordings and references by their form, or by it and the word before them."""
    for match in _IBAN.finditer(text):
        if match["said"] or has_check_digits(match["code"]):
            yield Identifier(match.start("code"), match.end("code"), "account")
    for match in _PLATE.finditer(text):
        if not _NOT_A_PLATE.match(match[0]):
            yield Identifier(match.start(), match.end(), "vehicle")
    for match in _PLATE_SAID.finditer(text):
        yield Identifier(match.start("code"), match.end("code"), "vehicle")
    for pattern, kind in _WHOLE:
        for match in pattern.finditer(text):
            yield Identifier(match.start(), match.end(), kind)
    for pattern, kind in _GROUPED:
        for match in pattern.finditer(text):
            group = match.lastindex or 1
            yield Identifier(match.start(group), match.end(group), kind)


def find_references(text: str) -> Iterator[Identifier]:
    """References of calls, offices and headings, which have the form of a reference range."""
    for match in _REFERENCE_SAID.finditer(text):
        yield Identifier(match.start(1), match.end(1), "other_id")


def has_check_digits(iban: str) -> bool:
    """Whether a code is an IBAN by its check digits (ISO 7064, MOD 97-10)."""
    plain = "".join(filter(str.isalnum, iban)).upper()
    if not plain.isascii() or not 15 <= len(plain) <= 34:
        return False
    return int("".join(str(int(sign, 36)) for sign in plain[4:] + plain[:4])) % 97 == 1
