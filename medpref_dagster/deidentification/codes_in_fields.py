"""Codes in fields of their own: cells of CSV, parts between slashes and bars, references of FHIR; and donations and devices.

A cell that has nothing but a code, a row's part behind a name and a birthday, a resource's id: what a table or a message
says of it is its column, which a text of free form does not show.

Forms: HL7 FHIR R4 (references), ISBT 128 (donation numbers, with or without their flag sign), HIBC (devices' labels).
"""

from collections.abc import Iterator

import regex

from medpref_dagster.deidentification.identifiers import Identifier, Kind

_CODE = r"(?:[A-Z]{1,6}[\-/]?)?\d{5,11}(?:[\-/][A-Z\d]{1,4})?|[A-Z]{1,4}/\d{2,4}/\d{2,7}|\d{2}/\d{4}/[A-Z]|\d{4,6}/\d{2}|\d{2}-\d{2}-\d{2}(?!\d)|[A-Z]\d{2,4}[\-/]\d{2,7}"
_FORMS: tuple[tuple[str, Kind], ...] = (
    (rf"(?<=,\"?)(?:{_CODE})(?=\"?,)", "medical_record"),
    (r"(?<=,\"?)(?:\d{3}-\d{4}|\(?0\d{1,4}\)?[ \-]?\d{3,4}[ \-]?\d{3,4}|1[38]00[ ]\d{3}[ ]\d{3})(?=\"?,)", "phone"),
    (r"(?<=,\"?)\d{1,2}/\d{1,2}/(?:\d{4}|\d{2})(?=\"?,)|(?<=,\"?)(?:\d{1,2}[ \-]\p{L}{3,9}[ \-]\d{2,4})(?=\"?,)", "date"),
    (rf"(?<=[ ]/[ ])(?:{_CODE})(?=[ ]*(?:/|$|\n)|[ ]/)", "medical_record"),
    (r"(?<=\b(?:Patient|Person|RelatedPerson|Practitioner|Encounter|Observation|Organization|Location|Device|Specimen|DocumentReference|ServiceRequest|DiagnosticReport|Claim|Coverage|Account)/)[A-Za-z\d\-.]{2,64}(?=[\"'\s])", "medical_record"),
    (r"(?<=\b(?i:u\.?m\.?r\.?n\.?|hprn|hosp(?:ital)?[ ]no\.?(?:[ ]for[ ][^\n:]{1,12})?|chart[ ]no\.?|mrn)[ :#]{1,3})(?i:[a-z]{0,4}\d[a-z\d/\-]{3,14}|[a-z]{3,4}[a-z\d]{1,3}\d[a-z\d]{3,12})(?!\w)", "medical_record"),
    (r"(?<=\b(?i:ppsn?(?:[ ]no\.?)?|lost[ ]id,)[ :#]{1,3})(?i:\d{7}[a-z]{1,2}|[a-z]{2}\d{6}[a-z])(?!\w)", "ssn"),
    (r"(?<![\w.,])[A-Z],\d{2}\.\d{5,8}\.[A-Z](?!\w)|(?<![\w.,])[A-Z]\d{2}\.\d{4,7}\.[A-Z](?!\w)", "other_id"),
    (r"(?<![\w\-])[\da-f]{8}-[\da-f]{4}-[\da-f]{4}(?:-[\da-f]{4}-[\da-f]{12})?(?![\w\-])", "other_id"),
    (r"(?<=\b(?i:paged|bleeped|bleep|speed[ ]dial|dect|vocera)[ ](?:(?i:on|at)[ ])?)\d{3,5}(?=[ ]?(?:[.,;)\n]|$))", "phone"),
    (r"(?<=\b(?i:iris|voice|finger|footprint|fingerprint|palm)[^\n]{0,24}[ ])[A-Z]{2,5}-[\da-f]{6,12}(?!\w)", "biometric"),
    (r"(?<!\w)\d{2}/\d{4}/[A-Z](?!\w)", "medical_record"),
    (r"(?<![\w/])(?i:[a-z]{2,4}/\d{2}/\d{3,7}|[a-z]{2}/\d{5,8}/[a-z])(?![\w/])", "medical_record"),
    (r"(?<=\b(?i:band|board|re:?|file|folder|opd|ipd|reg)[ :.#]{1,3}(?:[^\n,\d]{3,40},[ ])?)\d{4,6}/\d{2}(?![\w/])", "medical_record"),
    (r"(?<![\w/])(?i:[a-z]{2,5}/[a-z]{1,2}/\d{4,7})(?![\w/])", "licence"),
    (r"(?<![\w=])=?[A-Z]\d{4}[ ]?\d{2}[ ]?\d{6}(?:[ ]?[A-Z\d])?(?!\w)|(?<![\w=])=[A-Z]\d{12,14}(?!\w)|(?<!\w)(?i:g)\d{3}[ ]\d{3}[ ]\d{3}[ ]\d{3}(?!\w)", "other_id"),
    (r"(?<![\w+])\+[A-Z]\d{3}[A-Z\d]{4,18}(?:/\$\$?[\w+]{3,24})?(?!\w)", "device"),
    (r"(?<![\w\-])\d{2}-(?i:cv|cr|fa|jd|md|dr|pr|mh|ga)-\d{3,6}(?!\w)", "other_id"),
    (r"(?<![\w/.,])(?:19|20)\d\d/(?!(?:19|20)\d\d(?!\d))\d{4}(?![\w/%]|[.,]\d)", "other_id"),
    (r"(?<=\b(?i:ref|req(?:uest)?|incident|docket|court|auth|safeguarding|log|consult|hearing|file|claim|case|permit|no\.?|hmis|acc|wc)[ :.#]{1,3})\d{4}/\d{4}(?![\w/%])", "other_id"),
    (r"(?<!\w)(?:WhatsApp|Whatsapp|whatsapp|WHATSAPP|Screenshot|Screen[ ]Shot|Photo|Image|Scan|Snapchat|Signal)[ \-](?:(?i:image|photo)[ \-])?\d{4}-\d{2}-\d{2}[ ](?:(?i:at)[ ])?\d{1,2}[.:\-]\d{2}(?:[.:\-]\d{2})?(?:[ ]?[AaPp][Mm])?(?:[ ]?\(\d+\))?\.(?i:jpe?g|png|heic|webp|gif|tiff?|mp4|pdf)(?!\w)", "other_id"),
    (r"(?<![\w/])(?i:[\w\-]{1,40}+\.(?:tpl|tmpl|fpt|iris|bio))(?!\w)|(?<![\w/])(?i:thumb|index|iris|palm|finger|face|voice)[/_](?=[\w/]*\d)\w{1,12}(?:[/_]\w{1,8}){0,2}(?!\w)|(?<!\w)FPT:\w{4,16}|(?<=\b(?i:voice[ ]?print|face[ ]?print|hand[ ]?print|palm[ ]?print|template)[ :]{1,2})[A-Z]{1,4}[_\-]?\d{3,10}(?:-[A-Z\d]{1,8}){0,3}(?!\w)", "biometric"),
    (r"(?<!\w)[xX*•#]{4}[ \-]?[xX*•#]{4}[ \-]?[xX*•#]{4}[ \-]?\d{4}(?!\d)|(?<=\b(?i:paid|pays|card|visa|mastercard|amex|account|a/c|iban)[ ]?(?:w/?[ ])?)(?i:ending(?:[ ]in)?)[ ]\d{4}(?!\d)", "account"),
    (r"(?<!\w)(?i:[1-9][ac-hj-km-np-rt-y][ac-hj-km-np-rt-y\d]\d-?[ac-hj-km-np-rt-y][ac-hj-km-np-rt-y\d]\d-?[ac-hj-km-np-rt-y]{2}\d\d)(?!\w)", "health_plan"),
    (r"(?<!\w)(?i:[a-z]{3}[abcfghljpt][a-z]\d{4}[a-z])(?!\w)", "ssn"),
    (r"(?<![\w/])\d{4}/\d{3}/\d{2}/\d(?![\w/])", "ssn"),
    (r"(?<=\b(?i:ni|nino|national[ ]insurance)(?:[ ](?i:no\.?|number))?[ :]{1,2})(?i:[a-z]{2}(?:[ ]?\d\d){3}[ ]?[a-d])(?!\w)", "ssn"),
    (r"(?<=\b(?i:id(?:[ ]shown)?|identity|lost[ ]id,|tfn|tax[ ]file(?:[ ]no\.?|[ ]number)?|crn|sin|s\.i\.n\.|uid|aadhaar|value:|ird|income:[ ]\p{L}+;|kg)[ :\-#\"]{1,4})\d{3}[ ]\d{3}[ ]\d{3}[A-Z]?(?!\w)", "ssn"),
    (r"(?<=[ ]/[ ]|[(])(?:\d{3}[ ]\d{3}[ ]\d{3}[A-Z]?|\d{4}[ ]\d{4}[ ]\d{4})(?=[)]|[ ]/|\s*$|\n)|(?<=\b(?i:uid|aadhaar)[ :#]{1,3})\d{4}[ ]\d{4}[ ]\d{4}(?!\d)", "ssn"),
    (r"(?<![\w\-/])(?<!\d[ ])0\d-(?!(?:19|20)\d\d\b)\d{3,4}[ ]?\d{4}(?![\w\-])|(?<![\w\-/])1[38]00[ ]\d{3}[ ]\d{3}(?![\w\-])", "phone"),
    (r"(?<!\w)S[ ]?[(]\d{6}[)]|(?<!\w)(?:Singapore|singapore|SINGAPORE|S'pore)[ ]\d{6}(?!\d)", "zip_code"),
    (r"(?<![\w\-])(?!T\dN|T\dM)[ABCEGHJ-NPRSTVXY]\d[ABCEGHJ-NPRSTV-Z][ ]\d[ABCEGHJ-NPRSTV-Z]\d(?![\w\-])", "zip_code"),
)  # fmt: skip
_KEYED = regex.compile(r"(?<=\b(?i:postal_?code|postcode|zip)\"?[ ]?[:=][ ]?\")[A-Za-z\d][A-Za-z\d \-]{2,9}(?=\")")
_COMPILED: tuple[tuple["regex.Pattern[str]", Kind], ...] = tuple(
    (regex.compile(form, regex.MULTILINE), kind) for form, kind in _FORMS
)
_PLATE_SAID = regex.compile(
    r"(?<=\b(?i:veh(?:icle)?|drives|drive|rego|car[ ]reg|plate|cruiser|in[ ]truck,?|truck|van|okada|outside[^\n\d]{4,40}[ ]in)[ ,:#(]{1,4})"
    r"(?P<code>(?i:[a-z\d]{5,8}|[a-z\d]{1,4}(?:[ \-/][a-z\d]{1,5}){0,3}?))(?=[ ]*(?:[).,;\n]|$)|[ ]{1,2}(?:still|on|late|vin|VIN|sun|mon|tue|wed|thu|fri|sat|for|to|\p{L}{3,}day|sr|tues|weds|thurs)\b)"
)
_CELL_BEGINS = regex.compile(r",\"?$")
_CELLS, _NEAR = 4, 200
_HOW_LONG = regex.compile(
    r"(?i:\d+[ \-]?(?:h|hrs?|hours?|mins?|minutes?|days?|d|weeks?|wks?|months?|mths?|mo|years?|yrs?|miles?|mi|km|times?|x|am|pm))"
)
"""She drives 2 hours, and does not drive for 12 months."""
_INTAKE = regex.compile(r"(?<!\w)(?i:i/?os?|intake|output|in/out|urine|volumes?|range|bp|map)(?!\w)[^\n]{0,24}$")


def find_codes_in_fields(text: str) -> Iterator[Identifier]:
    """Codes by the field that they fill, and donations, devices, pictures, biometrics and national numbers by their form."""
    for pattern, kind in _COMPILED:
        for match in pattern.finditer(text):
            begins_cell = _CELL_BEGINS.search(text, max(0, match.start() - 2), match.start())
            if begins_cell and _count_commas(text, match.start()) < _CELLS:
                continue
            if kind != "other_id" or not _INTAKE.search(text, max(0, match.start() - 40), match.start()):
                yield Identifier(match.start(), match.end(), kind)
    for match in _KEYED.finditer(text):
        yield Identifier(match.start(), match.end(), "zip_code")
    for match in _PLATE_SAID.finditer(text):
        code = "".join(filter(str.isalnum, match["code"]))
        mixed = any(map(str.isdigit, code)) and any(map(str.isalpha, code))
        if mixed and 4 <= len(code) <= 10 and not _HOW_LONG.fullmatch(match["code"]):
            yield Identifier(*match.span("code"), "vehicle")


def _count_commas(text: str, place: int) -> int:
    """How many commas a line has around a place: a row of a table has several, a row of values some."""
    before = text[max(0, place - _NEAR) : place].rpartition("\n")[2]
    return (before + text[place : place + _NEAR].partition("\n")[0]).count(",")
