"""Numbers, addresses and names that were spoken and written down as words: *oh four one two*, *kim dot marsh at mail dot org*.

Transcripts of calls and dictations have them. No count has six single digits in a row.
"""

from collections.abc import Iterator

import regex

from medpref_dagster.deidentification.identifiers import Identifier, Kind

_DIGIT = r"(?:oh|o|zero|nought|one|two|three|four|five|six|seven|eight|nine)"
_DIGITS = regex.compile(
    rf"(?<![\p{{L}}\d'’\-])(?:(?:double|triple)[ ])?{_DIGIT}(?:[ ,\-]{{1,2}}(?:(?:double|triple)[ ])?{_DIGIT}){{5,}}(?![\p{{L}}\d'’])",
    regex.IGNORECASE,
)
_RECORD = regex.compile(
    r"(?i:record|chart|mrn|hospital|file|patient|nhs|health)(?:[ ](?:number|no\.?|id))?[ :,]{1,3}(?:is[ ])?$"
)
_PERSONS = regex.compile(r"(?i:social(?:[ ]security)?|insurance|tax)(?:[ ](?:number|no\.?))?[ :,]{1,3}(?:is[ ])?$")
_PART = r"[\p{L}\d]{1,32}"
_JOINT = r"(?:[ ](?:dot|point|underscore|dash|hyphen|minus)[ ])"
_TOP = r"(?:com|org|net|edu|gov|info|io|health|example|nhs|co|uk|ca|au|nz|ie|in|za|ng|ke|sg|us|me|my|ph|gh|jm|pk|ae|de|fr|nl)"
_EMAIL = regex.compile(
    rf"(?<![\p{{L}}\d]){_PART}(?:{_JOINT}{_PART}){{0,4}}[ ]at[ ]{_PART}(?:[ ](?:dash|hyphen)[ ]{_PART})?(?:[ ]dot[ ]{_PART}){{0,2}}[ ]dot[ ]{_TOP}(?![\p{{L}}\d])",
    regex.IGNORECASE,
)
_WEB = regex.compile(
    rf"(?<![\p{{L}}\d])(?:double[ ]u[ ]){{0,3}}(?:w[ ]w[ ]w|www)[ ]dot[ ]{_PART}(?:[ ]dot[ ]{_PART}){{1,3}}(?:[ ]slash[ ]{_PART})*",
    regex.IGNORECASE,
)
_SPELLED = regex.compile(
    r"(?<=\b(?i:that['’]?s|spelled|spelt|spelling(?:[ ]is)?|spell[ ]it|letters|last[ ]name|surname|first[ ]name)[ ,:]{1,3})\p{L}(?:[ \-.]{1,2}\p{L}){2,20}(?![\p{L}'’])"
)
_ONES = r"(?:one|two|three|four|five|six|seven|eight|nine)"
_TEENS = r"(?:ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen)"
_TENS = rf"(?:(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[ \-]{_ONES})?)"
_YEAR = regex.compile(
    rf"(?i:(?<=\b(?:january|february|march|april|may|june|july|august|september|october|november|december|first|second|third|\p{{L}}+th)[ ,]{{1,2}})(?:(?:nineteen|twenty)[ \-](?:hundred|(?:oh|o)[ \-]{_ONES}|{_TEENS}|{_TENS})|two[ ]thousand(?:[ ](?:and[ ])?(?:{_ONES}|{_TEENS}|{_TENS}))?)(?!\p{{L}}))"
)
"""The year of a date in words, which goes with its day: *the tenth of May nineteen fifty*."""


def find_spoken(text: str) -> Iterator[Identifier]:
    """Digits, e-mail and web addresses, spelled names and the years of dates, all in words."""
    for match in _DIGITS.finditer(text):
        before = text[max(0, match.start() - 40) : match.start()]
        kind: Kind = "medical_record" if _RECORD.search(before) else "ssn" if _PERSONS.search(before) else "phone"
        yield Identifier(match.start(), match.end(), kind)
    for match in _EMAIL.finditer(text):
        yield Identifier(match.start(), match.end(), "email")
    for match in _WEB.finditer(text):
        yield Identifier(match.start(), match.end(), "url")
    for match in _SPELLED.finditer(text):
        yield Identifier(match.start(), match.end(), "name")
    for match in _YEAR.finditer(text):
        yield Identifier(match.start(), match.end(), "date")
