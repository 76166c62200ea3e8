"""A gold text with a clinical mistake put into it: for summaries, rationales and free responses.

Each mistake is one that clinicians fear in a generated text: something left out, something made up, or a number, a
side, a negation or a drug that is not the case's (compare the error types of Asgari et al., npj Digit Med 2025;8:274).
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import ClassVar, Final, Literal

from pydantic import Field

from medpref_dagster.declaration import TaskDeclaration
from medpref_dagster.preferences.drawing import make_random
from medpref_dagster.preferences.rejected import AnswerKind, Case, Declined, Proposal, Sampler, StrategyOptions
from medpref_dagster.preferences.rejected.clinical_terms import (
    BRAND_NAMES,
    DRUG_CLASSES,
    MADE_UP_FACTS,
    OTHER_SIDE,
)

Kind = Literal["omission", "number", "laterality", "negation", "drug", "invention"]

KINDS: Final[tuple[Kind, ...]] = ("omission", "number", "laterality", "negation", "drug", "invention")
"""In the order in which they are applied: what was just made up is never the sentence left out."""

NO_KIND_APPLIES = "no corruption applies"


class Options(StrategyOptions):
    """Which mistakes, and how many in one text."""

    SUITS: ClassVar[frozenset[AnswerKind]] = frozenset({"text"})

    kinds: tuple[Kind, ...] = Field(
        default=KINDS,
        min_length=1,
        description="omission (a sentence left out), number, laterality, negation, drug (another of its class), "
        "invention (a fact made up).",
    )
    edits: int = Field(default=1, gt=0, le=len(KINDS), description="Mistakes in a text, each of another kind.")
    seed: int = Field(default=0, description="Another seed makes other mistakes.")


@dataclass(frozen=True)
class Edit:
    """One mistake put into a text."""

    kind: Kind
    sentence: int
    """Counted from 1, in the text as it was before this edit."""
    text: str
    """The whole text after it."""


def propose(
    cases: Sequence[Case],
    task: TaskDeclaration,  # noqa: ARG001  every strategy is called alike
    options: Options,
    sample: Sampler | None = None,  # noqa: ARG001
) -> Iterator[Proposal | Declined]:
    """Put mistakes into each gold text; which ones and where depends on the seed and the case id alone.

    Columns in, of `CASES`: case_id, text, answer. Columns out, of `PREFERENCE_PAIRS`: rejected; rejected_source names
    every edit, e.g. `corruption:number@sentence 2` or `corruption:omission@sentence 4+drug@sentence 1`, sentences
    counted from 1 in the text before that edit. The kinds are drawn evenly from those that apply to the text.

    A case is declined if none of the declared kinds applies to its text.
    """
    for case in cases:
        random = make_random("corruption", options.seed, case.case_id)
        edits = corrupt_text(case.answer, case.text, options.kinds, options.edits, random)
        if edits:
            named = "+".join(f"{edit.kind}@sentence {edit.sentence}" for edit in edits)
            yield Proposal(case.case_id, edits[-1].text, f"corruption:{named}")
        else:
            yield Declined(case.case_id, NO_KIND_APPLIES, f"tried: {', '.join(options.kinds)}")


def corrupt_text(text: str, case_text: str, kinds: Sequence[Kind], edits: int, random: Random) -> list[Edit]:
    """Put up to `edits` mistakes into a text, each of another kind.

    Parameters
    ----------
    text
        The text, e.g. a summary.
    case_text
        What it was made from; nothing is made up that is mentioned there.
    kinds
        The kinds to draw from.
    edits
        How many mistakes; fewer where fewer kinds apply.
    random
        Draws kinds and places.

    Returns
    -------
    list of Edit
        In the order in which they were applied; the last one's text is the corrupted text, which differs from `text`.
        Empty if no kind applies.
    """
    drawn = random.sample(kinds, len(kinds))
    applicable = [kind for kind in drawn if _apply(kind, text, case_text, random)][:edits]
    applied: list[Edit] = []
    for kind in KINDS:
        if kind not in applicable:
            continue
        edit = _apply(kind, applied[-1].text if applied else text, case_text, random)
        if edit is not None:
            applied.append(edit)
    return applied


def find_sentences(text: str) -> list[tuple[int, int]]:
    """Where the sentences of a clinical text start and end: at a full stop before a new sentence, or at a line's end.

    >>> find_sentences("Seen by Dr. Roe. Temp 38.2.\\n- Cough")
    [(0, 16), (17, 27), (28, 35)]
    """
    spans: list[tuple[int, int]] = []
    start = 0
    for gap in _GAP.finditer(text):
        if "\n" not in gap.group() and _ABBREVIATION.search(text[start : gap.start()]):
            continue
        _add_span(spans, text, start, gap.start())
        start = gap.end()
    _add_span(spans, text, start, len(text))
    return spans


_GAP = re.compile(r"\s*\n\s*|(?<=[.!?])[ \t]+(?=[\"'(\[*A-Z0-9-])")
_ABBREVIATION = re.compile(
    r"(?:\b(?:Drs?|Mrs?|Ms|Prof|St|Jr|Sr|vs|No|Pt|approx|e\.g|i\.e|[A-Za-z](?:\.[A-Za-z])*)|^\s*\d{1,2})\.$",
    re.MULTILINE,
)
"""Behind these a full stop ends no sentence: titles, single letters (b.i.d.), the number of a list's item."""


def _add_span(spans: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    part = text[start:end]
    if re.search(r"\w", part):
        start += len(part) - len(part.lstrip())
        spans.append((start, start + len(part.strip())))


def _apply(kind: Kind, text: str, case_text: str, random: Random) -> Edit | None:
    sentences = find_sentences(text)
    changes = _FINDERS[kind](text, case_text, sentences, random)
    if not changes:
        return None
    start, end, replacement = random.choice(changes)
    # An insertion belongs to the sentence that it stands behind.
    sentence = max((number for number, span in enumerate(sentences, start=1) if span[0] <= start), default=1)
    return Edit(kind, sentence, text[:start] + replacement + text[end:])


_Change = tuple[int, int, str]
"""Start and end of what is replaced, and what stands there instead (never the same)."""
_Sentences = list[tuple[int, int]]


def _find_omissions(text: str, case_text: str, sentences: _Sentences, random: Random) -> list[_Change]:  # noqa: ARG001
    """Each sentence of three words or more that is no heading, if another sentence stays."""
    if len(sentences) < 2:
        return []
    changes: list[_Change] = []
    for index, (start, end) in enumerate(sentences):
        if len(text[start:end].split()) < 3 or text[start:end].endswith(":"):
            continue
        before = sentences[index - 1][1] if index else 0
        opens_line = index == 0 or "\n" in text[before:start]
        if opens_line and index + 1 < len(sentences):
            changes.append((start, sentences[index + 1][0], ""))  # with the gap behind it
        else:
            changes.append((before, end, ""))  # with the gap before it
    return changes


_NUMBER = re.compile(
    # Dates, times, years and ranges are left alone: half of one changed would be seen to be wrong.
    r"\d+(?:[:/.-]\d+){2,}|\d{1,2}/(?:19|20)\d\d\b|\d{1,2}:\d{2}|\b(?:19|20)\d\d\b"
    r"|\d+(?:\.\d+)?\s?-\s?\d+(?:\.\d+)?"
    r"|(?<![\w.,#])(?<![^\W\d_]-)(?P<number>\d{1,3}(?:,\d{3})+|\d{1,6}(?:\.\d{1,3})?)(?![\d_]|\.\d|st\b|nd\b|rd\b|th\b)"
)
_LIST_ITEM = re.compile(r"(?:^|(?<=[.!?;:]))\s*(\d{1,2})[.)](?=\s)", re.MULTILINE)
_AGE = re.compile(r"\s*-?\s*(?:years?|yrs?|y/?o\b|yo\b|-year)", re.IGNORECASE)


def _find_numbers(text: str, case_text: str, sentences: _Sentences, random: Random) -> list[_Change]:  # noqa: ARG001
    """Each quantity, changed by a quarter to two fifths (small counts by one to three)."""
    item_numbers = {match.start(1) for match in _LIST_ITEM.finditer(text)}
    changes: list[_Change] = []
    for match in _NUMBER.finditer(text):
        number = match["number"]
        if number is None or match.start() in item_numbers:
            continue
        following = text[match.end() :]
        highest = 100 if following.lstrip()[:1] == "%" else 99 if _AGE.match(following) else float("inf")
        others = _list_other_numbers(number, highest)
        if others:
            changes.append((match.start(), match.end(), random.choice(others)))
    return changes


def _list_other_numbers(number: str, highest: float) -> list[str]:
    """Plausible other values, written as the number is: decimals, thousands separators and leading zeros kept."""
    value = float(number.replace(",", ""))
    decimals = len(number.partition(".")[2])
    if decimals == 0 and value <= 12:
        values = [value + step for step in (-3, -2, -1, 1, 2, 3) if value + step >= 1]
    else:
        values = [value * factor for factor in (0.6, 0.75, 1.25, 1.4)]
    separator = "," if "," in number else ""
    written = [f"{other:{separator}.{decimals}f}".zfill(len(number) if number[0] == "0" else 0) for other in values]
    return [
        other
        for other in dict.fromkeys(written)
        if other != number and 0 < float(other.replace(",", "")) <= max(highest, value)
    ]


_SIDE = re.compile(
    r"\b(?:left|right)-sided\b|"
    # "left" and "right" that are no sides: went away, remaining, at once.
    r"(?<!\ball )(?<!\bwas )(?<!\bwere )(?<!\bhas )(?<!\bhad )(?<!\bhave )\b(?:left|right)\b(?!-)"
    r"(?! (?:the|a|an|against|ama|without|home|work|school|before|after|away|now|behind|over)\b)|"
    r"(?-i:\b[LR](?:LE|LL|LQ|UE|UL|UQ)\b)",
    re.IGNORECASE,
)


def _find_sides(text: str, case_text: str, sentences: _Sentences, random: Random) -> list[_Change]:  # noqa: ARG001
    """Each word or abbreviation of side."""
    return [
        (match.start(), match.end(), _write_alike(OTHER_SIDE.get(word) or OTHER_SIDE[word.lower()], word))
        for match in _SIDE.finditer(text)
        for word in [match.group()]
    ]


_NEGATIONS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), replacement)
    for pattern, replacement in (
        # Taken away. The longer phrase comes first: of two that overlap the first one counts.
        (r"\bno longer\b", "still"),
        (r"\bno (?=evidence\b|signs?\b|history\b|[a-z]{3,})(?!one\b|more\b)", ""),
        (r"\bnegative for\b", "positive for"),
        (r"\bdenies\b", "reports"),
        (r"\bdenied\b", "reported"),
        (r"\bwithout\b", "with"),
        (r"\bcannot\b", "can"),
        (r"\b(is|are|was|were|has|have|had|should|would|could|does|do|did)(?: not|n['\u2019]t)\b(?! only\b)", r"\1"),
        (r"\bnot (?!only\b)(?=[a-z])", ""),
        (r"\bnever (?=[a-z])", ""),
        (r"\bafebrile\b", "febrile"),
        # Put in.
        (r"(?<!\bno )(?<!\bthe )(?<!any )(?<!without )(?<!of )\bevidence of\b", "no evidence of"),
        (r"\bpositive for\b", "negative for"),
        (r"\b(patient|mother|father|she|he) reports\b", r"\1 denies"),
        (r"\bcomplains of\b|\bendorses\b", "denies"),
        (r"\bcomplained of\b|\bendorsed\b", "denied"),
        (
            r"(?<!there )\b(is|are|was|were) (?!(?:not|no|never|without|there|still|negative|\w+ (?:no|not|without))\b)"
            r"(?=[a-z])",
            r"\1 not ",
        ),
        (r"\b(has|have|had|will|should|would|could|may|might) (?=been\b|be\b)", r"\1 not "),
        (r"\bfebrile\b", "afebrile"),
    )
)


def _find_negations(text: str, case_text: str, sentences: _Sentences, random: Random) -> list[_Change]:  # noqa: ARG001
    """Each place where a negation can be taken away or put in and the sentence still reads."""
    taken: list[tuple[int, int]] = []
    changes: list[_Change] = []
    for pattern, replacement in _NEGATIONS:
        for match in pattern.finditer(text):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            taken.append(match.span())
            end, new = match.end(), match.expand(replacement)
            if not new and match.group()[0].isupper():  # "No fever" becomes "Fever"
                end, new = end + 1, text[end].upper()
            changes.append((match.start(), end, _write_alike(new, match.group()) if replacement else new))
    return changes


_CLASS_OF_DRUG = {drug: drugs for drugs in DRUG_CLASSES.values() for drug in drugs}
_DRUG_OF_BRAND = {brand.lower(): drug for drug, brands in BRAND_NAMES.items() for brand in brands}
_DRUG = re.compile(
    rf"(?<![\w/-])(?:{'|'.join(sorted(map(re.escape, [*_CLASS_OF_DRUG, *_DRUG_OF_BRAND]), key=len, reverse=True))})"
    r"(?![\w/]|-\w)",
    re.IGNORECASE,
)


def _find_drugs(text: str, case_text: str, sentences: _Sentences, random: Random) -> list[_Change]:  # noqa: ARG001
    """Each drug of which another of its class is not mentioned yet; a brand name becomes another brand name."""
    mentioned = f"{text}\n{case_text}".lower()
    by_brand = {_DRUG_OF_BRAND.get(match.group()) for match in _DRUG.finditer(mentioned)}
    changes: list[_Change] = []
    for match in _DRUG.finditer(text):
        name = match.group().lower()
        drug = _DRUG_OF_BRAND.get(name, name)
        others = [other for other in _CLASS_OF_DRUG[drug] if other not in mentioned and other not in by_brand | {drug}]
        if others:
            other = random.choice(others)
            if name in _DRUG_OF_BRAND:
                other = next(iter(BRAND_NAMES.get(other, ())), other)
                other = other.lower() if match.group().islower() else other
            changes.append((match.start(), match.end(), _write_alike(other, match.group())))
    return changes


def _find_inventions(text: str, case_text: str, sentences: _Sentences, random: Random) -> list[_Change]:
    """Behind each sentence, a fact of which neither the text nor its case says anything."""
    mentioned = f"{text}\n{case_text}".lower()
    facts = [fact for fact, signs in MADE_UP_FACTS if not any(sign in mentioned for sign in signs)]
    if not facts:
        return []
    return [
        (end, end, f"{' ' if text[end - 1] in '.!?' else '. '}{random.choice(facts)}")
        for _, end in sentences
        if text[end - 1] != ":"
    ]


_FINDERS: dict[Kind, Callable[[str, str, _Sentences, Random], list[_Change]]] = {
    "omission": _find_omissions,
    "number": _find_numbers,
    "laterality": _find_sides,
    "negation": _find_negations,
    "drug": _find_drugs,
    "invention": _find_inventions,
}


def _write_alike(word: str, model: str) -> str:
    """A word in the capitals of another one."""
    if model.isupper() and len(model) > 1:
        return word.upper()
    return word[:1].upper() + word[1:] if model[:1].isupper() else word
