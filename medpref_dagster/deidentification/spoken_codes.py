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
_TEENS = r"(?:ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen)"
_ONES = r"(?:one|two|three|four|five|six|seven|eight|nine)"
_OLD_YEAR = regex.compile(
    rf"(?i:(?<=\b(?:january|february|march|april|may|june|july|august|september|october|november|december|first|second|third|\p{{L}}+th)[ ,]{{1,2}})nineteen[ \-](?:hundred|(?:oh|o)[ \-]{_ONES}|{_TEENS}|twenty(?:[ \-]{_ONES})?|thirty(?:[ \-](?:one|two|three|four|five|six))?)(?!\p{{L}}))"
)
"""The year of a day in words, of somebody who is over 89: *the tenth of May nineteen twenty-eight*. Other years may stay."""
_WORDS = {
    word: str(digit)
    for digit, word in enumerate(["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"])
}
_VALUES = {**_WORDS, "oh": "0", "o": "0", "nought": "0"}
_TIMES = {"double": 2, "triple": 3}


def find_spoken(text: str) -> Iterator[Identifier]:
    """Digits, e-mail and web addresses, spelled names, and years of birth of people over 89, all in words."""
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
    for match in _OLD_YEAR.finditer(text):
        yield Identifier(match.start(), match.end(), "age")


def read_spoken(written: str) -> str | None:
    """The digits that are said in words; None where something else is.

    >>> read_spoken("oh four double two, nine one")
    '042291'
    """
    digits, times = "", 1
    for word in regex.findall(r"[^ ,\-]+", written.lower()):
        if word in _TIMES:
            times = _TIMES[word]
        elif word in _VALUES:
            digits, times = digits + _VALUES[word] * times, 1
        else:
            return None
    return digits or None


def speak(digits: str, like: str) -> str:
    """Digits in words, in the case of `like`, with its word for naught.

    >>> speak("0412", "oh nine")
    'oh four one two'
    """
    names = {digit: word for word, digit in _WORDS.items()} | ({} if "zero" in like.lower() else {"0": "oh"})
    said = " ".join(names[digit] for digit in digits)
    return said.upper() if like.isupper() else said
