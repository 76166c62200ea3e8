"""Names that are told by the shape of where they stand: a greeting, fields for the parts of a name, two names written as
one word, a family in the plural, a family name behind which one letter and a point stand.
"""

from collections.abc import Iterator

import regex

from medpref_dagster.deidentification.lexicon import CLINICAL_NOUNS, DRUGS_LIKE_NAMES, fold, list_words
from medpref_dagster.deidentification.medicines import BRANDS
from medpref_dagster.deidentification.name_words import ACTS, STOP_OR_TITLE
from medpref_dagster.deidentification.names_by_default import HOSPITAL_WORDS
from medpref_dagster.deidentification.reading import Reading

_GREETING = regex.compile(
    r"(?<!\w)(?i:dear|hello|hi)[ ]((?:\p{Lu}[\p{L}\p{M}'’\-]+[ ]?){1,3})(?=[ ]?,[ ]?(?:\n|\p{Lu}|it['’]s|its|this|i\b)|[ ]?\n)"
)
_NOBODY = list_words(
    "sir madam doctor dr doc team colleague colleagues all patient parent parents friend friends family mr mrs ms miss nurse provider staff everyone office member customer there mom dad professor prof clinic"
)
"""Whom letters greet without a name."""
_PART_OF_NAME = regex.compile(
    r"(?<![\w\-])(?i:(?:last|first|given|family|middle|maiden|preferred|legal|birth)[ _]?names?|sur-?name|forename|fore-name|nickname|alias(?:es)?)[ ]?[:=][ \t]?((?:\p{L}[\p{L}\p{M}'’.\-]*[ ]?){1,3})(?=[ ]?(?:$|[\n\t,;|)\]}]|[ ]{2}))"
)
_LAST_AND_FIRST = regex.compile(
    r"(?<![\w\-])(?i:last|surname|family)[ ]?[:=][ \t]?(\p{L}[\p{L}\p{M}'’\- ]{1,30}?)[ ]?(?:[\t,;|\n]|[ ]{2})\s*(?i:first|given)(?:[ ]?names?)?[ ]?[:=][ \t]?(\p{L}[\p{L}\p{M}'’\-]+)|"
    r"(?<![\w\-])(?i:first|given)[ ]?[:=][ \t]?(\p{L}[\p{L}\p{M}'’\- ]{1,30}?)[ ]?(?:[\t,;|\n]|[ ]{2})\s*(?i:last|surname|family)(?:[ ]?names?)?[ ]?[:=][ \t]?(\p{L}[\p{L}\p{M}'’\-]+)"
)
_NO_VALUE = list_words(
    "unknown none na n unsure same not see refused declined confirmed verified changed spelled on of is was the"
)
_GLUED = regex.compile(r"(?<![\w.@/\\])(\p{Lu}\p{Ll}{2,})(\p{Lu}\p{Ll}{2,}|\p{Lu})(?![\w@/\\])")
_UNDERSCORED = regex.compile(r"(?<![\w.@/\\\-])(\p{L}\p{L}+)_(\p{L}\p{L}+|\p{Lu})(?![\w@/\\\-]|\.\w)")
_PLURAL = regex.compile(r"(?<!\w)[Tt]he[ ](\p{Lu}\p{Ll}{2,}s)(?![\w'’\-])")
_WITH_LETTER = regex.compile(
    r"(?<![\w'’\-])(\p{Lu}[\p{L}\p{M}'’\-]{2,}),[ ]\p{Lu}\.(?=[ ](?:\p{Ll}|and\b)|[ ]?[,;)\n]|$)(?![ ]?\p{L}\.)"
)
_SIGNED = regex.compile(
    r"^[ \t]*((?:\p{Lu}[\p{L}\p{M}'’\-]*\.?[ ]){1,3}(?:(?:van|von|de|der|del|la|bin|al|el)[ ]){0,2}\p{Lu}[\p{L}\p{M}'’\-]+)(?=,[ ](?:M\.?D\.?|D\.?O\.?|R\.?N\.?|N\.?P\.?|PA-C|LPN|LCSW|LMSW|MSW|DPT|PT|OTR(?:/L)?|SLP|RD|PharmD|PhD|PsyD|DNP|APRN|FNP(?:-C)?|CNM|CRNA|RRT|MBBS|MBChB|FRCP|MRCP|MRCGP|FRACGP|FRCS|CCFP|FRCPC|ER|ED|ICU|BSN)(?![\p{L}]))",
    regex.MULTILINE,
)
"""A line that is signed: two or more words with capitals before a degree or a department."""
_TITLED_SMALL = regex.compile(
    r"(?<![\w'’\-])(?:Dr|Mr|Mrs|Ms|Miss|Prof|Mx|DR|MR|MRS|MS)\.?[ ](\p{Ll}[\p{L}\p{M}'’\-]+(?:[ ](?:\p{Ll}\.?[ ])?\p{Ll}[\p{L}\p{M}'’\-]+)?)(?![\p{L}\p{M}])"
)
_MEMBER = regex.compile(
    r"(?i:\b(?:member|subscriber|policy[ ]?holder|insured|claimant|applicant|enrollee|employee|carer|key[ ]?worker|tenant|passenger|driver|owner|student|resident|donor|recipient|participant|witness|complainant|landlord))(?:[ ]name)?[ ]?:[ ]{1,3}((?:\p{Lu}[\p{L}\p{M}'’\-]+\.?[ ]){1,3}\p{Lu}[\p{L}\p{M}'’\-]+)(?=[ ]{2}|[ ]?[,;|(\n]|$)"
)
_SMALL_SURNAMES = frozenset({"page", "ward", "day"})
_LETTERED = list_words(
    "vitamin hepatitis type group grade class stage plan part section factor protein influenza table figure schedule medicare arm phase"
)


def by_shape(reading: Reading) -> Iterator[tuple[int, int]]:
    """Names in greetings and fields, glued ones, families; characters from and to."""
    yield from _in_greetings(reading)
    yield from _in_fields(reading)
    yield from _glued(reading)
    yield from _families(reading)
    yield from _signed(reading)
    for match in _WITH_LETTER.finditer(reading.text):
        number = reading.word_at(match.start(1))
        word = reading.words[number] if number is not None else None
        if (
            word is None
            or number is None
            or word.low in STOP_OR_TITLE
            or word.low in _LETTERED
            or reading.is_clinical(number)
        ):
            continue
        if word.listed or word.unknown:
            yield match.span()


def _in_greetings(reading: Reading) -> Iterator[tuple[int, int]]:
    """`Dear Reason,`: whatever a letter greets, but for those who have no name there."""
    for match in _GREETING.finditer(reading.text):
        words = [fold(word.strip(".")) for word in match[1].split()]
        if not _NOBODY.isdisjoint(words) and len(words) < 2:
            continue
        start = match.start(1)
        if words[0] in _NOBODY or (words[0] in STOP_OR_TITLE and len(words) > 1):
            start += len(match[1].split()[0]) + 1
            if len(words) == 2 and words[1] in _NOBODY:
                continue
        yield start, match.start(1) + len(match[1].rstrip())


def _in_fields(reading: Reading) -> Iterator[tuple[int, int]]:
    """`Last name: Ships`, `surname=ships`, and `Last:` only with `First:` beside it."""
    for match in _PART_OF_NAME.finditer(reading.text):
        if fold(match[1].split()[0].strip(".")) not in _NO_VALUE:
            yield match.start(1), match.start(1) + len(match[1].rstrip())
    for match in _LAST_AND_FIRST.finditer(reading.text):
        for group in range(1, 5):
            if match[group] and fold(match[group].split()[0]) not in _NO_VALUE:
                yield match.span(group)


def _glued(reading: Reading) -> Iterator[tuple[int, int]]:
    """`NowakAnna`, `NowakA`, `anna_nowak`: two names, or one and an initial, of which lists have one that is no word."""
    first, last, plain = reading.lexicon.first, reading.lexicon.last, reading.lexicon.plain
    for pattern in (_GLUED, _UNDERSCORED):
        for match in pattern.finditer(reading.text):
            parts = [fold(part) for part in match.groups()]
            whole = "".join(parts)
            if whole in BRANDS or whole in DRUGS_LIKE_NAMES or (pattern is _GLUED and whole in plain):
                continue
            listed = [part in first or part in last for part in parts]
            telling = [is_listed and part not in plain for part, is_listed in zip(parts, listed, strict=True)]
            if len(parts[1]) == 1:
                if telling[0] and len(parts[0]) > 3:
                    yield match.span()
            elif any(telling) and all(
                is_listed or part not in plain for part, is_listed in zip(parts, listed, strict=True)
            ):
                yield match.span()


def _signed(reading: Reading) -> Iterator[tuple[int, int]]:
    """`Long Ta, DO` on a line of its own, `Member: May Anderson`, `Dr. richard page`."""
    for pattern in (_SIGNED, _MEMBER):
        for match in pattern.finditer(reading.text):
            words = [fold(word).strip(".") for word in match[1].split()]
            if not any(word in HOSPITAL_WORDS or word in CLINICAL_NOUNS or word in BRANDS for word in words) and (
                words[0] not in STOP_OR_TITLE
                or words[0] in ("will", "may", "i", "do", "an", "no", "he", "so", "see", "any")
            ):
                yield match.span(1)
    for match in _TITLED_SMALL.finditer(reading.text):
        words = match[1].split()
        numbers = [reading.word_at(match.start(1))]
        if len(words) > 1:
            numbers.append(reading.word_from(match.end(1) - len(words[-1])))
        known = [reading.words[number] for number in numbers if number is not None]
        if not known or known[0].low in STOP_OR_TITLE or (known[0].plain and not known[0].listed):
            continue
        whole = (
            len(known) > 1
            and known[1].listed
            and (known[1].low not in STOP_OR_TITLE or known[1].low in _SMALL_SURNAMES)
            and (not known[1].plain or known[0].first)
        )
        yield match.start(1), known[1].end if whole and known[1].low not in ACTS else known[0].end


def _families(reading: Reading) -> Iterator[tuple[int, int]]:
    """`the Nowaks`, `the Spoons`: a family name in the plural, with a capital that its line does not give to each word."""
    for match in _PLURAL.finditer(reading.text):
        number = reading.word_at(match.start(1))
        if number is None:
            continue
        word, singular = reading.words[number], fold(match[1])[:-1]
        singulars = {singular, singular.removesuffix("e")}
        if word.low in STOP_OR_TITLE or not singulars.isdisjoint(CLINICAL_NOUNS | STOP_OR_TITLE) or word.low in BRANDS:
            continue
        start = reading.text.rfind("\n", 0, match.start()) + 1
        end = reading.text.find("\n", match.end())
        line = reading.text[start : end if end >= 0 else len(reading.text)].split()
        titled = sum(item[0].isupper() for item in line) > 0.6 * len(line)
        if not titled and (not word.plain or not singulars.isdisjoint(reading.lexicon.last)):
            yield match.span(1)
