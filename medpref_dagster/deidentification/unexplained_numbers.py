"""Numbers that nothing explains: whoever writes them, and whatever they call them, many digits are somebody's.

`codes.py` and `contacts.py` know labels and forms. Here it is the other way round: groups of digits that are together as long
as a record's or a telephone's number are one, unless they are explained: by a unit, as a date, a time, a year, a range, a
pressure, thousands, or a series of values. Behind a word that says that a number comes (*No.*, *#*, *nr*, *card*, *call*),
fewer digits and more forms are enough.
"""

from collections.abc import Iterator

import regex

from medpref_dagster.deidentification.identifiers import Identifier, Kind

_GROUPS = regex.compile(
    r"(?<![\w$<>=%+\-^~]|[\d\w][.,/:]|\d[ ])[(+]{0,2}\d++(?:(?:[)]?(?:[ ]?[\-.–/]|[ ]{1,2})|[)])[(]?\d++){1,6}+[)]?(?![\w%]|[.,/\-:–]\d|[ ]\d)"
)
_DIGITS = regex.compile(r"\d+")
_UNITS = regex.compile(
    r"[ ]?(?:%|mg|mcg|g|kg|ml|l|dl|cc|mm|cm|m|units?|u|iu|meq|mmol|cells?|copies|/|x|k|cfu|feet|ft|steps|k?cals?|lbs?|years?|yrs?|hours?|hrs?|hz|days?|weeks?|wks?|minutes?|min|sec|patients|people|bpm|ng|pg|dollars|usd|euros?|rupees)(?![\p{L}])",
    regex.IGNORECASE,
)
_SERIES_BEFORE = regex.compile(
    r"(?<!\w)(?:glucose|bgs?|bgls?|cbgs?|smbg|fsbs|accu-?che[ck]+s?|sugars?|bp|sbp|dbp|map|pressures?|outputs?|uop|urine|intake|i/?os?|in/out|weights?|wts?|volumes?|ranges?|ref|target|goal|normal|rates?|hr|pulse|readings?|"
    r"values?|counts?|plt|platelets?|wbc|dose[sd]?|kcal|cal(?:ories)?|steps|ebl|pvr|residuals?|peak[ ]flows?|pefr|fev1?|bhcg|hcg|ck|troponins?|ferritin|bnp|loinc|snomed(?:[ -]ct)?|icd(?:-?1[01])?|cpt|hcpcs|ndc|rxnorm|rxcui|atc|pmid|doi|isbn)"
    r"[s\d]{0,2}[ ]?(?:[:=,(]|was|were|is|are|of|from|today|codes?|x\d)?[ :=(]{0,3}(?:[\d.,]+[ ]){0,2}$",
    regex.IGNORECASE,
)
_YEAR = regex.compile(r"19\d\d|20[0-4]\d")
_TIME = regex.compile(r"(?:[01]\d|2[0-3])[0-5]\d")
_DATE = regex.compile(r"\d{1,4}[ ]?([\-./ ])[ ]?\d{1,2}[ ]?\1[ ]?\d{1,4}")
_MANY = 7
_MOST = 20

_NUMBER = r"(?P<code>[A-Z]{0,5}[ .\-/]?\d[\dA-Z]*+(?:[ ]?[\-./][\dA-Z]*\d[\dA-Z]*+|[\-./][A-Z]{1,3}(?!\w)|[ ]\d[\dA-Z]*+){0,5}+)(?![\w%]|[.,:]\d)"
_SAID = regex.compile(
    rf"(?<![\w])(?P<word>[\p{{L}}.\-]{{0,24}})[ ]?(?:(?i:nos?|nr|num|number|ref|id)\b\.?[ ]?[:#]{{0,2}}|[Nn][º°]\.?:?|№|\#|n:o|-?snr\.?)[ ]{{0,3}}{_NUMBER}"
)
"""A word that says that a number comes, with the word before it, which says whose."""
_CARD = regex.compile(
    r"(?<![\w])(?i:cards?|folder|file|dossier|registr\w+|reg(?:[.]|d)?|hosp(?:ital|\.)?|clinic|pat(?:ient)?|pt|records?|charts?|opd|ipd|ip|op|ur|urn|hn|cr|mrd|bht|k-?number|board|band|kit|badge|permit|passport|personnummer|cpf|rut|run|nik|dni|nie|"
    r"bsn|curp|pesel|cnp|nric|nic|nif|cnic|codice|fiscal|bhxh|iqama|mykad|ghana[ ]card|nin|bvn|tin|nhis|nhif|philhealth|umid|sss|uhid|abha|ayushman|csn|fin|har|acct|case|docket|report|ticket|order|booking|appointment|voucher|token|employee|staff|payroll|roll|seat|claim|roi|police)"
    rf"[.:#= \-]{{1,4}}{_NUMBER}"
)
"""Cards, files and the numbers that states give: their words by themselves."""
_NOT_SOMEBODYS = regex.compile(
    r"(?i:rooms?|rm|beds?|bay|wards?|tooth|teeth|disp(?:ense)?|qty|quantity|size|cycle|day|visit|table|fig(?:ure)?|page|series|image|slice|level|floor|gauge|french|fr|grade|type|class|phase|stage|chapter|section|version|model|channel|electrode|lead|refills?|tabs?|caps?|"
    r"pack|box|bottle|vial|dose|step|question|item|option|problem|para|gravida|blade|sutures?|prolene|vicryl|nylon|with|was|has|had|there|yes|or|and|is|of|in|but|say[s]?|loinc|snomed|icd|cpt|hcpcs|ndc|drg|nct|atc|pmid|doi|rxnorm)[. \-]?"
)
_PHONE_WORD = regex.compile(
    r"(?<![\w])(?i:tlf|tel[eé]?(?:f|ph)?\w*|fono?|phones?|ph|mob(?:ile|il)?|cell?(?:ular|phone)?|celular|hp|handphone|handy|gsm|landline|wa|whatsapp|viber|signal|contact(?:[ ]no)?|calls?|called|calling|ring|rings|rang|rung|text(?:ed)?|sms|dial|reach(?:able|ed)?|"
    r"line|call-?back|cb|c/b|switchboard|hotline|helpline|vendor|answers|voicemail|vm|home|work|office|direct|reception|number|desk|n\.?o\.?k\.?|next[ ]of[ ]kin|poa|mum|mom|dad|wife|husband|son|daughter|sister|brother|mother|father|partner|carer|aware)"
    r"(?P<gap>[^\n\d;|]{0,28}?)(?P<phone>[(+]{0,2}\d(?:(?:[)]?[ \-./–]?[(]?|[ ]{2})\d){5,14})(?![\w%]|[.,/\-:]\d)"
)
"""What is said before telephone numbers, and how far from them."""
_OTHER_TOPIC = regex.compile(
    r"(?i:\b(?:mg|ml|bp|hr|wbc|plt|weight|age|aged|dob|born|on[ ]date|since|vitals|temp|dated?)\b)"
)


def find_unexplained(text: str) -> Iterator[Identifier]:
    """Numbers that are long, or said to be somebody's, and that no unit, date, time or row of values explains."""
    for match in _GROUPS.finditer(text):
        before = text[max(0, match.start() - 40) : match.start()].rpartition("\n")[2]
        if not is_explained(match[0]) and not _UNITS.match(text, match.end()) and not _SERIES_BEFORE.search(before):
            yield Identifier(match.start(), match.end(), _name(before, match[0]))
    for pattern in (_SAID, _CARD):
        for match in pattern.finditer(text):
            if _is_said(match) and not _UNITS.match(text, match.end()):
                before = text[max(0, match.start() - 24) : match.start("code")].rpartition("\n")[2]
                yield Identifier(match.start("code"), match.end("code"), _name(before, match["code"]))
    for match in _PHONE_WORD.finditer(text):
        groups = _DIGITS.findall(match["phone"])
        if (
            not _is_calendar(match["phone"], groups)
            and ("/" not in match["phone"] or max(map(len, groups)) > 3)
            and not (len(match["gap"]) > 3 and is_explained(match["phone"]) and max(map(len, groups)) < 6)
            and not _OTHER_TOPIC.search(match["gap"])
            and not _UNITS.match(text, match.end())
            and (len(match["gap"]) < 8 or groups[0].startswith("0") or max(map(len, groups)) > 3)
        ):
            kind: Kind = "phone" if sum(map(len, groups)) >= _MANY else "other_id"
            yield Identifier(match.start("phone"), match.end("phone"), kind)


def is_explained(written: str) -> bool:
    """Whether digits in groups say by themselves that they are a date, times, years, a range, a ratio, decimals or values.

    Parameters
    ----------
    written
        Groups of digits, parted by spaces, hyphens, points or slashes.
    """
    groups = _DIGITS.findall(written)
    signs = set(regex.sub(r"[\d()+]", "", written).replace("–", "-").replace(" ", "_" if " " in written else ""))
    total, longest = sum(map(len, groups)), max(map(len, groups))
    if not _MANY <= total <= _MOST or _is_calendar(written, groups):
        return True
    if written[0] in "(+" and not ("/" in signs or (written[0] == "(" and ")" not in written)):
        return False
    parted = signs - {"_"}
    if "/" in parted and "." in parted:
        return True
    if "/" in parted:
        # A file with its year or volume (07/249957); 120/80 and 1725/2411 are pressures and volumes.
        return written.count("/") > 1 or not (longest > 4 or "-" in parted)
    if "." in parted:
        # 1.5 2.25 are decimals; three groups and more with nothing but points are none.
        return "_" in signs or len(groups) < 3 or longest < 3
    if len(groups) == 2 and len(groups[0]) == len(groups[1]) < 5:
        rounded = all(group.endswith("0") for group in groups)
        return rounded or len(groups[0]) < 4
    if "-" in parted and "_" in signs and longest < 3:
        return True
    if longest < 4:
        # Values stand in rows of three digits each; numbers of somebody begin with a zero or have hyphens.
        return not ((groups[0].startswith("0") and total > _MANY) or (parted == {"-"} and len(groups) > 2))
    if "_" in signs and not parted:
        return longest > 4 and not groups[0].startswith("0") and len(groups) < 3
    return all(group.endswith("00") for group in groups)


def _is_calendar(written: str, groups: list[str]) -> bool:
    """Whether digits are a date, years, or times of day."""
    if len(groups) <= 3 and any(map(_YEAR.fullmatch, groups)) and sum(map(len, groups)) < 9:
        return True
    if _DATE.fullmatch(written) and min(int(groups[1]), 31) > 0:
        first, second = int(groups[0]), int(groups[1])
        plausible = (first < 32 and second < 32 and len(groups[2]) in (2, 4)) or (len(groups[0]) == 4 and second < 13)
        return plausible and (min(first, second) < 13 or len(groups[0]) == 4)
    times = [_TIME.fullmatch(group) is not None or _YEAR.fullmatch(group) is not None for group in groups]
    return all(times) or (len(groups) == 2 and times[1] and len(groups[0]) < 4 and not groups[0].startswith("0"))


def _is_said(match: "regex.Match[str]") -> bool:
    """Whether what stands behind a word for numbers is somebody's: long enough, and not of a room, a table or a dose."""
    code = match["code"]
    word = match.groupdict().get("word", "-")
    groups = _DIGITS.findall(code)
    digits, letters = sum(map(len, groups)), any(map(str.isalpha, code))
    if _is_calendar(code, groups) or (word and _NOT_SOMEBODYS.fullmatch(word)):
        return False
    if letters and not any(map(str.isupper, code)):
        return False
    return digits >= (4 if letters or word or "#" in match[0] else 5) and max(map(len, groups)) > 2 - letters


_FAX_BEFORE = regex.compile(r"(?i:fax)[^\n\d]{0,28}$")
_PHONE_BEFORE = regex.compile(r"(?i:tel|phone|mob|cell|call|ring|rang|text|contact|fax)[^\n\d]{0,28}$")
_RECORD_BEFORE = regex.compile(
    r"(?i:reg|hosp|folder|file|card|record|chart|mr|ip|op|ur|hn|patient|pat|board|clinic|mrd)[^\n\d]{0,16}$"
)


def _name(before: str, written: str) -> Kind:
    digits = sum(map(str.isdigit, written))
    if _RECORD_BEFORE.search(before):
        return "medical_record"
    if digits >= _MANY and _FAX_BEFORE.search(before):
        return "fax"
    if digits >= _MANY and (_PHONE_BEFORE.search(before) or written[0] in "0+("):
        return "phone"
    return "other_id"
