"""How somebody is reached: e-mail, telephone, fax, web and network addresses; and social security numbers."""

from collections.abc import Iterator

import regex

from medpref_dagster.deidentification.identifiers import Identifier, Kind

_EMAIL = regex.compile(
    r"(?<![\p{L}\d])[\p{L}\d][\p{L}\d!#$%&'*+/=?^_`{|}~.\-]{0,63}\s?@\s?[\p{L}\d](?:[\p{L}\d\-]{0,62}\.)+[\p{L}\d\-]{2,63}"
)
_TOP = "com|org|net|edu|gov|mil|int|info|biz|io|co|us|uk|ca|de|fr|es|it|nl|au|in|health|care|clinic|me|app|blog|site|online|tv|mx|br"
_ABROAD = "ie|nz|za|sg|ng|ke|gh|ph|my|ae|pk|jm"
"""Behind `co.` and the like, or before a path: some of these are words and units by themselves."""
_URL = regex.compile(
    rf"(?:https?|ftp|hxxps?)://[^\s<>\"]+|(?<![\w@.])www\d?\.[^\s<>\"]+"
    rf"|(?<![\w@./\-])(?:[a-z\d](?:[a-z\d\-]{{0,61}}[a-z\d])?\.)+(?:{_TOP}|(?:com?|org|net|gov|edu|ac|govt|health)\.(?:{_ABROAD})|(?:{_ABROAD})(?=/))(?:/[^\s<>\"]*|(?![\w\-@]|\.\w|\s?@))",
    regex.IGNORECASE,
)
_IPV4 = regex.compile(r"(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.]\d|\d)")
"""Numbers above 255, too: a mistyped address is one that was meant."""
_IPV6 = regex.compile(
    r"(?<![\w:])(?=[\da-fA-F:]*:[\da-fA-F:]*:)(?:[\da-fA-F]{0,4}:){2,7}[\da-fA-F]{0,4}(?:(?:\d{1,3}\.){3}\d{1,3})?(?![\w:])"
)
_MAC = regex.compile(r"(?<![\w:])(?:[\da-fA-F]{2}[:\-]){5}[\da-fA-F]{2}(?![\w:])")
_PHONE = regex.compile(
    r"(?=[\d(+])(?:(?<![\w.\-/+])(?:\+?1[\s.\-]{0,2})?(?:\([2-9]\d{2}\)|[2-9]\d{2})[\s.\-/]{0,2}[2-9]\d{2}[\s.\-]{1,2}\d{4}(?![\-.]?\d)"
    r"|(?<![\w.\-/+])\d{3}([\-. ])\d{3}\1\d{4}(?![\-.]?\d)"
    r"|(?<![\w.\-/+])(?:\+?1[\s.\-]{0,2})?\(\d{3}\)[\s.\-]{0,2}\d{3}[\s.\-]?\d{4}(?!\d)|(?<![\w.\-/+])(?:1[\s.\-])?\d{3}[\s.\-]\d{3}[\s.\-]\d{4}(?![\-.]?\d)"
    r"|(?<![\w.\-/+])\(\d{3}\)[\s.\-]{0,2}\d{3}[\s.\-]?\d{4}(?!\d)"
    r"|(?<![\w.\-/])\+\d{1,3}[\s.\-]?(?:\(0?\d{1,4}\)[\s.\-]?)?\d{1,4}(?:[\s.\-]?\d{2,4}){2,4}(?![\-.]?\d)"
    r"|(?<![\w.\-/])0\d{2,4}[\s\-]\d{3,4}[\s\-]?\d{3,4}(?![\-.]?\d)"
    r"|(?<![\w.\-/+])0\d{1,3}[ ]\d{2,3}[ ]\d{4,5}(?![\-.]?\d)|(?<![\w.\-/+])0[1-9](?:[ .]\d\d){4}(?![\-.]?\d)|(?<![\w.\-/+])0\d{9,10}(?![\-.]?\d|\w)"
    # Surrogates of these: they have no zero at their begin, and end with 555-01.
    r"|(?<![\w.\-/+])(?:[2-9]\d{0,2}5[ ]55[ ]01\d\d|[2-9]\d{1,3}[ ]\d?55[ ]501\d\d|[2-9]\d[ .]\d5[ .]55[ .]01[ .]\d\d|[2-9]\d{3}55501\d\d)(?![\-.]?\d|\w)"
    r"|(?<![\w.\-/+])(?:\(0\d{1,4}\)[ ]?\d{3,4}|0\d[ ]\d{4})[ \-]?\d{3,4}(?![\-.]?\d))"
)
_PHONE_LABEL = (
    r"tel(?:e?phone)?|(?:tele)?phone|ph|cell(?:ular)?|mobile|pager|beeper|call(?:ed|s|ing|back)?|contact(?:ed)?|reached?|ring|text(?:ed)?"
    r"|home|work|office|number|hotline|voicemail|questions|whatsapp|at|to|on|from"
)
_SHORT_PHONE = regex.compile(
    r"(?<![\w.\-/])(?:[2-9]\d{2}[\-.\s]\d{4}|(?!19|20)[2-9]\d{3}[ ]\d{4}(?:\d\d)?|[6-9]\d{4}[ ]\d{5})(?![\-.]?\d)"
)
_IN_BRACKETS = regex.compile(r"(?<=\()(?:(?!19|20)[2-9]\d{3}[ ]\d{4}(?:\d\d)?|[6-9]\d{4}[ ]\d{5})(?=\))")
"""Nothing else in a pair of brackets: so it stands behind somebody's name."""
_BESIDE_PERSON = regex.compile(
    r"(?i:\b(?:next\sof\skin|nok|emergency\scontact|alternate|carer|admissions|reception|switchboard))\b[^\n;\d]{0,48}[ ,(:]"
    r"((?!19|20)[2-9]\d{3}[ ]\d{4}(?:\d\d)?|[6-9]\d{4}[ ]\d{5})(?![\-.]?\d)"
)
_RAW_PHONE = regex.compile(r"(?<![\w.\-/])\+?1?[2-9]\d{2}[2-9]\d{6}(?![\-.]?\d|\w)")
_LABELLED = regex.compile(rf"(?i:\b(?:{_PHONE_LABEL})\b)[\s.:#)(\-]*(?:no\.?|number|is|at|nos?\.?)?[\s.:#\-]*$")
_PAGER = regex.compile(
    r"(?i:\b(?:pager|pgr|pg|beeper|bleep|bleeper|vocera|spectralink|dect|ext(?:n|ension)?|(?<!\d[)\]]?[ ])x)\b)[\s.:#]*(?:no\.?|number)?[\s:#]*([#x]?\d{3,6})(?![\w\-/]|\.\d)"
    r"|(?i:\b(?:pager|pgr|beeper|bleep|call|at|desk|office|phone|ext)\b)[\s.:#]{1,2}(x\d{3,6}|\d-\d{4})(?![\w\-/]|\.\d)"
)
_WITH_LABEL = regex.compile(
    r"(?i:\b(?P<fax>fax)|\b(?:tel|telephone|ph|phone|mob|mobile|cell))\b[.:]?[ ]{0,3}(?P<number>\+?\(?\d(?:[ ()\-./]{0,2}\d){6,14})(?![\d/]|[.\-]\d)"
)
_OF_INSTITUTION = regex.compile(
    r"(?:\|[ ]|\b(?:Hospital|Cent(?:re|er)|Clinic|Surgery|Practice|Pharmacy|[Nn]otified(?:[ ](?:at[ ])?\d{1,2}:?\d{2})?)[ ]{1,2})([3689]\d{3}[ ]\d{4})(?![\d\-/]|\.\d)"
)
"""Singapore's: four and four digits behind an institution or in a field of its own."""
_EXTENSION = regex.compile(r"[\s,;]{0,2}(?:\(?\s?(?i:ext(?:ension|n)?|x)\s?[.:#]?\s?\d{1,6}\)?)(?!\w)")
_FAX = regex.compile(r"(?i:\b(?:fax(?:ed|es|imile)?|telefax|f)\b)[^\n\d]{0,24}$")
_SSN = regex.compile(
    r"(?<![\w.\-/])(?!000|666)[0-8]\d{2}([\-\s.\u2010\u2011])\d{2}\1\d{4}(?![\w\-/]|\.\d)"
    r"|(?<![\w])[xX*#]{3}[\-\s.]?[xX*#]{2}[\-\s.]?\d{4}(?!\d)"
)
_SSN_LABEL = r"(?i:\b(?:ss[n#]|soc(?:ial)?\.?\s?sec(?:urity)?|social\b|s\.s\.n?\.?))"
_RAW_SSN = regex.compile(
    rf"{_SSN_LABEL}[^\n\d]{{0,24}}?(\d{{9}}|\d{{3}}[\-\s.\u2010-\u2015]\d{{2}}[\-\s.\u2010-\u2015]\d{{4}}|\d{{4}})(?![\d\-])"
)
_SOCIAL_INSURANCE = regex.compile(
    r"(?i:\b(?:sin|social\sinsurance|tfn|tax\sfile)\b)[^\n\d]{0,24}?(\d{3}([\-\s])\d{3}\2\d{3})(?![\d\-])"
)
_NATIONAL_INSURANCE = regex.compile(
    r"(?<![\w\-])(?!BG|GB|KN|NK|NT|TN|ZZ)(?:[A-CEGHJ-PRSTW-Z][A-CEGHJ-NPRSTW-Z]|QQ)(?:[ ]?\d\d){3}[ ]?[A-D](?![\w\-])"
)
"""Britain's (HMRC, NIM39110); QQ is never given, surrogates have it."""
_LAST_FOUR = regex.compile(
    r"(?i:\blast\s(?:four|4)\b[^\n\d]{0,24}?)([xX*#]{0,3}-?[xX*#]{0,2}-?\d{4}(?!\d)|\d{3}-\d{2}-\d{4}|\d{9})"
)


def find_contacts(text: str) -> Iterator[Identifier]:
    """E-mail, web and network addresses, telephone and fax numbers, social security numbers."""
    yield from _mark(_EMAIL, text, "email")
    for match in _URL.finditer(text):
        end = match.end()
        while text[end - 1] in ".,;:!?)'\"]":
            end -= 1
        yield Identifier(match.start(), end, "url")
    yield from _mark(_IPV4, text, "ip_address")
    for match in _IPV6.finditer(text):
        if "::" in match[0] or match[0].count(":") == 7:
            yield Identifier(match.start(), match.end(), "ip_address")
    yield from _mark(_MAC, text, "ip_address")
    yield from _mark(_SSN, text, "ssn")
    yield from _mark(_NATIONAL_INSURANCE, text, "ssn")
    for pattern in (_RAW_SSN, _SOCIAL_INSURANCE, _LAST_FOUR):
        for match in pattern.finditer(text):
            yield Identifier(match.start(1), match.end(1), "ssn")
    yield from _find_phones(text)


def _find_phones(text: str) -> Iterator[Identifier]:
    for pattern, labelled in ((_PHONE, False), (_SHORT_PHONE, True), (_IN_BRACKETS, False), (_RAW_PHONE, False)):
        for match in pattern.finditer(text):
            before = text[max(0, match.start() - 40) : match.start()]
            if labelled and not (_LABELLED.search(before) or _FAX.search(before)):
                continue
            longer = _EXTENSION.match(text, match.end())
            kind: Kind = "fax" if _FAX.search(before) else "phone"
            yield Identifier(match.start(), longer.end() if longer else match.end(), kind)
    for match in _BESIDE_PERSON.finditer(text):
        yield Identifier(match.start(1), match.end(1), "phone")
    for match in _PAGER.finditer(text):
        group = 1 if match[1] else 2
        yield Identifier(match.start(group), match.end(group), "phone")
    for match in _WITH_LABEL.finditer(text):
        yield Identifier(match.start("number"), match.end("number"), "fax" if match["fax"] else "phone")
    for match in _OF_INSTITUTION.finditer(text):
        yield Identifier(match.start(1), match.end(1), "phone")


def _mark(pattern: "regex.Pattern[str]", text: str, kind: Kind) -> Iterator[Identifier]:
    return (Identifier(match.start(), match.end(), kind) for match in pattern.finditer(text))
