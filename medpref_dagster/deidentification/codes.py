"""Numbers and codes of a person: by the label before them, by a declared format, or because nothing else looks so."""

from collections.abc import Iterable, Iterator
from operator import mul

import regex

from medpref_dagster.deidentification.identifiers import Identifier, IdFormat, Kind

_VALUE = (
    r"((?:\(\d{2}\)[A-Z\d]+)+|[A-Za-z]{0,6}[\-#/_. ]?\d[A-Za-z\d]*(?:[\-_./][A-Za-z\d]+)*(?: \d[\dA-Z]*(?:-[\dA-Z]+)*){0,4}"
    r"|[A-Z\d]{2,}(?:[\- ]?[A-Z]*\d[A-Z\d]*)+)"
)
_BETWEEN = r"[\s.:#=>\-]*(?:(?i:numbers?|nos?\.?|num\.?|ids?|identifier|code|is|was|are|of|on file|in chart|recorded|assigned)\b\.?[\s:#=\-,]*){0,3}[\"'(\[]?"

_LABELS: tuple[tuple[Kind, str], ...] = (
    (
        "medical_record",
        r"m\.?r\.?n\.?|med(?:ical)?\.?\s?rec(?:ord)?s?\.?|m\.?r\.?\s?(?:number|no\.?|#)|chart|unit\s(?:number|no\.?|#)|u\.?h\.?i\.?d|(?-i:OP|IP|UR)\s?(?:number|no\.?|#)|urn?(?=\s?[:#])|hosp(?:ital)?\.?\s(?:number|no\.?|id|#)"
        r"|patient\s?(?:id|identifier|number|no\.?|#)|pt\.?\s?(?:id|#)|record(?:\s?(?:number|no\.?|#)|(?=\s?[=:]))|nhs|epic|empi|visit\s?(?:id|number|no\.?|#)|encounter\s?(?:id|number|no\.?|#)|csn|har|folder(?:\s?(?:number|no\.?|\#))?|nhi|chi(?=\s?(?:number|no\.?|:|\d))|file\s?(?:number|no\.?|#)",
    ),
    (
        "health_plan",
        r"(?:phn|(?-i:HCN|OHIP|RAMQ|AHCIP|IHI|DVA)|health\s?card|(?:personal\s)?health\s(?:number|no\.?|#)|member|subscriber|beneficiary|policy(?:holder)?|insurance|insured|health\s?plan|plan|medicare|medicaid|group|payer|coverage|blue\s?(?:cross|shield)|hmo|ppo|aetna|cigna|humana|mbi|hic(?:n)?|certificate)",
    ),
    (
        "account",
        r"acc(?:oun)?ts?\.?|a/c|billing|invoice|claim|guarantor|statement|card|iban|routing|bank|credit\s?card|fin",
    ),
    (
        "licence",
        r"(?:driver'?s?'?\s)?licen[sc]e|lic\.?|d\.?l\.?|dea|npi|certificate|certification|cert\.?|passport|permit|registration|reg(?:n|d)?\.?\s?(?=n(?:umber|o)\b|#)|(?-i:GMC|NMC|MMC|AHPRA|CPSO|HCPC)(?=\s?(?:n(?:umber|o)\b|#|:))|upin|visa|green\s?card|immigration",
    ),
    (
        "vehicle",
        r"vin|vehicle(?:\sidentification)?|(?:license\s|licence\s|number\s)?plates?|tag|registration\splate|car|truck|plate",
    ),
    (
        "device",
        r"serial|s/n|sn|device|implant|lot|udi|pacemaker|icd|generator|lead|pump|stent|prosthesis|imei|asset|batch|equipment|ref",
    ),
    (
        "biometric",
        r"finger\s?prints?|(?:finger|palm|voice|hand|foot)\s?prints?|retinal?|iris|face|facial|biometrics?|voice|dna|template|signature|gait|vein",
    ),
    (
        "other_id",
        r"accession|specimen|case|study|subject|participant|protocol|trial|enrol?l?(?:ment|ed)?|screening|randomi[sz]ation|sample|order|requisition|reference|ref|prescription|rx|"
        r"employee|badge|student|id|identifier|code|confirmation|ticket|job|document|dictation|slide|block|barcode|tracking|username|user|login|registry",
    ),
)
_LABELLED: tuple[tuple[Kind, "regex.Pattern[str]"], ...] = tuple(
    (kind, regex.compile(rf"(?<![\w])(?i:{label})\b{_BETWEEN}{_VALUE}(?!\w)")) for kind, label in _LABELS
)

_WINDOW = 48
_NEAR_LABEL: tuple[tuple[Kind, "regex.Pattern[str]"], ...] = tuple(
    (kind, regex.compile(rf"(?<!\w)(?i:{label})(?!\w)")) for kind, label in _LABELS
)

_VIN = regex.compile(r"(?<![\w\-])(?=[A-HJ-NPR-Z]*\d)(?=\d*[A-HJ-NPR-Z])[A-HJ-NPR-Z\d]{17}(?![\w\-])")
_CARD = regex.compile(r"(?<![\w\-.])(?:\d{4}[ \-]){3}\d{3,4}(?![\w\-])")
_MBI = regex.compile(
    r"(?<![\w\-])[1-9][AC-HJKMNP-RT-Y][AC-HJKMNP-RT-Y\d]\d-?[AC-HJKMNP-RT-Y][AC-HJKMNP-RT-Y\d]\d-?[AC-HJKMNP-RT-Y]{2}\d{2}(?![\w\-])"
)
_UDI = regex.compile(r"(?:\((?:01|10|11|17|21|240)\)[A-Za-z\d\-./]{1,20}){1,5}(?!\w)")
_PLATE = regex.compile(
    r"(?<!\w)(?i:plates?|tag|registration|vin|vehicle|car|truck|van)\b(?i:\s(?:number|no\.?|is|was))*[\s:#,]{1,3}([A-Z\d]{1,4}(?:[ \-][A-Z\d]{1,4}){0,2})(?!\w)"
)
_GLUED = regex.compile(r"(?i:mrn|mr#|chart)[#:]?(\d{5,12})(?!\d)")
"""A number that its label runs into, as templates leave it."""
_IMAGE = regex.compile(r"(?<![\w/.\-])[\w\-.]{1,120}\.(?i:jpe?g|png|tiff?|heic|gif|bmp|dcm)(?!\w)")
_BADGE = regex.compile(
    r"(?i:\bbadge(?:\slog)?(?:\s(?:no|number))?\.?|\binterpreter\b[^\n.;\d]{0,28}\(?\bid)[\s:#]{1,3}(\d{2,6})(?!\w|[./\-]\d)"
    r"|(?i:\b(?:ofc|officer|det|detective|sgt|sergeant|deputy|trooper|constable|emt(?:-\w)?|medic|paramedic)\b)\.?[^\n;#\d]{0,48}\#(\d{2,6})(?!\w)"
    r"|(?i:\breport)\s?\#\s?([A-Z\d][A-Z\d/\-]{3,})(?!\w)"
)
"""Officers', medics' and interpreters' numbers, which may be short, and numbers of reports."""
_UUID = regex.compile(r"(?<![\w\-])[\da-fA-F]{8}-(?:[\da-fA-F]{4}-){3}[\da-fA-F]{12}(?![\w\-])")
_LONG = regex.compile(
    r"(?<![\w.,/$<>=+\-])[A-Za-z]{0,6}[\-_#]?(?:\d[\-_]?[A-Z]{0,3}[\-_]?){5,}[A-Z\d]*(?![\w%]|\.\d|,\d{3})"
)
"""Five digits or more in one code: no laboratory value, dose or count is written so, but for units behind it."""
_MIXED = regex.compile(
    r"(?<![\w.,/$<>=+\-])(?=[A-Z\d_\-]*\d[A-Z\d_\-]*\d[A-Z\d_\-]*\d)(?=[A-Z\d_\-]*[A-Z])[A-Z\d]+(?:[_\-][A-Z\d]+)*(?![\w/%])"
)
_GROUPED = regex.compile(r"(?:^|[|\t(;]|[ ]{2})(\d{3}[ ]\d{3}[ ]\d{3})(?=$|[|\t);,]|[ ]{2})", regex.MULTILINE)
"""Three groups of three digits that fill a field: a row of values has commas or a label."""
_SLASHED = regex.compile(
    r"(?<![\w.,/$<>=+\-])(?!(?:[A-Z]{0,6}[/\-]?)\d{1,2}/\d{1,2}/(?:\d\d){1,2}(?!\d))(?=[A-Z/\-]*(?:\d/?){6})[A-Z]{1,6}[/\-]?\d{2,8}(?:/\d{2,8}){1,3}(?:/[A-Z]{1,3})?(?![\w/%]|\.\d)"
)
"""Letters, then six digits or more with a slash between (*MH05/550676*, *H236938/43*): a pressure has five, a date three parts."""
_LETTERS_APART = regex.compile(
    r"(?i:\breg(?:istration|n|d)?\.?\s?(?:no|number|#)\.?|\blicen[sc]e\s(?:no|number|#)\.?)[\s:#]{0,3}([A-Z]{2,5}[ /]\d{4,8}(?:/\d{1,6}){0,2})(?![\w/])"
)
_HEALTH_NUMBER = regex.compile(
    r"(?<![\w.,/$<>=+\-])(\d{4}[ \-]\d{3}[ \-]\d{3}[ \-]?[A-Z]{2}|[A-Z]{4}[ ]\d{4}[ ]\d{4})(?![\w/%]|[\-.,]\d)"
    r"|(?:\b(?i:medicare|health\s?card|health\s(?:number|no\.?)|NHS|CHI|IHI|DVA|aadhaar|aadhar|ABHA)|\b(?:HCN|OHIP|PHN|RAMQ|ULI))\b[ ]?(?i:card|numbers?|nos?\.?|is|\#|:|[ ]){0,5}[ ]?"
    r"(\d{1,8}(?:[ \-]\d{1,8}){0,4}(?:[ \-/]?[A-Z]{1,2}(?!\w))?)(?![\w/%]|[\-.,]\d)"
)
"""Ontario's with its version code and Quebec's by their form, others by their label; with the letters behind them."""
_REFERENCE = regex.compile(
    r"(?i:\b(?:our|your|my|hospital|clinic|letter|gp|file)\s?ref(?:erence)?)\.?[ ]?[:#]?[ ]{0,3}([A-Za-z]{1,5}(?:[/.\-][A-Za-z\d]{1,12}){1,5})(?!\w)"
)
"""At the head of a letter: who dictated, who typed, whose record it is."""
_NATIONAL = regex.compile(
    r"(?<![\w/.\-])(?:\d{7}[A-W][A-IW]?|[A-HJ-NP-Z]{3}(?:\d{4}|\d\d[A-HJ-NP-Z]{2})|[A-Z]{3}[PCHFATBLJG][A-Z]\d{4}[A-Z])(?![\w/\-]|[.,]\d)"
)
"""Ireland's, New Zealand's and India's numbers by their forms; all have letters at their places."""
_LETTER_BEHIND = regex.compile(
    r"(?i:\b(?:ids?|member|policy|subscriber|medicare)\b(?:\s(?:numbers?|nos?\.?|id))?[\s:#]{1,3})(\d{7,10}[ ][A-Z])(?!\w|[ ]?[\d/%])"
)
"""A member's number with its letter apart (*48815294 X*)."""
_MEDICARE_AUSTRALIA = regex.compile(r"(?<![\w.,/$<>=+\-])[2-6]\d{3}[ \-]\d{5}[ \-]\d(?:[ /\-]\d)?(?![\w/%]|[\-.,]\d)")
_MEDICARE_WEIGHTS = (1, 3, 7, 9, 1, 3, 7, 9)
_UNITS = regex.compile(
    r"\s?(?:%|mg|mcg|g|kg|ml|l|cc|mm|cm|units?|iu|meq|mmol|cells?|copies|/|x\s?10|k/|cfu|feet|ft|steps|kcal|cal|lbs?|years?|hours?|days?|minutes?|patients|people|bpm|ng|pg|dollars|usd)\b",
    regex.IGNORECASE,
)
_SHIFT = regex.compile(r"(?:[01]\d|2[0-4])(?:00|15|30|45)-(?:[01]\d|2[0-4])(?:00|15|30|45)")
_NUMBER_SAID = regex.compile(r"(?i:\b(?:id|no|number|mrn|ref|code|account|policy|member|phone|tel|ext))\b[.:#\s]*$|#$")
_ROOM = regex.compile(r"(?i:\b(?:rm|room|bed|bay|ward|unit|suite|or|theatre|pod))\b[.:#\s]{1,2}$")
_CLINICAL_CODE = regex.compile(
    r"(?:[A-TV-Z]\d{2}(?:\.\d{1,4})?|[CTLS]\d{1,2}(?:-[CTLS]?\d{1,2})?|CD\d+|CYP\w+|BRCA\d|HLA-\w+|[PHQKD]\w{0,3}-?\d{1,2}|H\d{1,2}N\d{1,2}|COVID-19|SARS-CoV-2|(?:CA|IL|VITAMIN|FEV|GAD|PHQ|MMSE|T)-?\d{1,3}"
    r"|G\d+P\d+\w*|p?[TNM]\d\w{0,3}(?:N\d)?(?:M\d)?|A1C|B12|HBA1C|SPO2|PAO2|FIO2|PCO2|O2)"
)
_LEAST_DIGITS = 3
_MOST_SECONDS = 30.0
"""Declared patterns are others' work: one that would go on for ever ends as `TimeoutError`."""


def find_declared(text: str, formats: Iterable[IdFormat]) -> Iterator[Identifier]:
    """Codes by declared formats."""
    for item in formats:
        for match in regex.finditer(item.pattern, text, timeout=_MOST_SECONDS):
            if match.end() > match.start():
                yield Identifier(match.start(), match.end(), item.kind)


def find_codes(text: str) -> Iterator[Identifier]:
    """Codes by their labels, by their own check or form, and what has too many digits to be else."""
    for kind, pattern in _LABELLED:
        for match in pattern.finditer(text, overlapped=False):
            if _is_code(match[1], kind):
                yield Identifier(match.start(1), match.end(1), kind)
    for match in _GLUED.finditer(text):
        yield Identifier(match.start(1), match.end(1), "medical_record")
    for match in _BADGE.finditer(text):
        group = match.lastindex or 1
        yield Identifier(match.start(group), match.end(group), "other_id")
    for match in _IMAGE.finditer(text):
        yield Identifier(match.start(), match.end(), "other_id")
    for match in _PLATE.finditer(text):
        if any(map(str.isdigit, match[1])):
            yield Identifier(match.start(1), match.end(1), "vehicle")
    for pattern, kind in (
        (_UDI, "device"),
        (_VIN, "vehicle"),
        (_CARD, "account"),
        (_MBI, "health_plan"),
        (_UUID, "other_id"),
    ):
        for match in pattern.finditer(text):
            yield Identifier(match.start(), match.end(), kind)  # pyright: ignore[reportArgumentType]
    yield from _find_of_other_countries(text)
    for match in _GROUPED.finditer(text):
        yield Identifier(match.start(1), match.end(1), _name_kind(text, match.start(1)))
    for pattern in (_LONG, _MIXED):
        for match in pattern.finditer(text):
            code = match[0].strip()
            if _CLINICAL_CODE.fullmatch(code) or _UNITS.match(text, match.end()) or _is_place_or_time(text, match):
                continue
            yield Identifier(match.start(), match.start() + len(match[0].rstrip()), _name_kind(text, match.start()))


def _is_place_or_time(text: str, match: "regex.Match[str]") -> bool:
    """A room (*Rm 412-B*) or a span of the day (*0700-1900*): no code of a person."""
    return (
        _SHIFT.fullmatch(match[0].strip()) is not None
        and _NUMBER_SAID.search(text, max(0, match.start() - 16), match.start()) is None
    ) or (len(match[0]) < 8 and _ROOM.search(text, max(0, match.start() - 12), match.start()) is not None)


def _find_of_other_countries(text: str) -> Iterator[Identifier]:
    """Health numbers with spaces, registrations with their letters apart, codes with a slash."""
    for match in _HEALTH_NUMBER.finditer(text):
        group = 1 if match[1] else 2
        if sum(sign.isdigit() for sign in match[group]) > 6:
            yield Identifier(match.start(group), match.end(group), "health_plan")
    for match in _MEDICARE_AUSTRALIA.finditer(text):
        digits = [int(sign) for sign in match[0] if sign.isdigit()]
        # Services Australia: the ninth digit is the sum of the first eight by their weights, modulo 10.
        if sum(map(mul, digits, _MEDICARE_WEIGHTS)) % 10 == digits[8]:
            yield Identifier(match.start(), match.end(), "health_plan")
    for match in _NATIONAL.finditer(text):
        if _CLINICAL_CODE.fullmatch(match[0]) is None:
            yield Identifier(match.start(), match.end(), "other_id")
    for pattern, kind in ((_LETTERS_APART, "licence"), (_LETTER_BEHIND, "health_plan"), (_REFERENCE, "other_id")):
        for match in pattern.finditer(text):
            yield Identifier(match.start(1), match.end(1), kind)  # pyright: ignore[reportArgumentType]
    for match in _SLASHED.finditer(text):
        yield Identifier(match.start(), match.end(), _name_kind(text, match.start()))


def _is_code(code: str, kind: Kind) -> bool:
    digits = sum(sign.isdigit() for sign in code)
    if kind in ("vehicle", "biometric", "device") and digits >= 2 and len(code) >= 5 and any(map(str.isupper, code)):
        return True
    return digits >= (_LEAST_DIGITS + 1 if kind != "medical_record" else _LEAST_DIGITS) and not regex.fullmatch(
        r"(?:19|20)\d\d", code
    )


def _name_kind(text: str, start: int) -> Kind:
    """The kind by the nearest label before a code."""
    before = text[max(0, start - _WINDOW) : start].rpartition("\n")[2]
    nearest: tuple[int, Kind] = (-1, "other_id")
    for kind, pattern in _NEAR_LABEL:
        for match in pattern.finditer(before):
            nearest = max(nearest, (match.end(), kind), key=lambda item: item[0])
    return nearest[1]
