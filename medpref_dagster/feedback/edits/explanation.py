"""A change in plain words: "dose 40 mg -> 80 mg of furosemide"."""

from typing import Final

from medpref_dagster.feedback.edits.changes import Kind
from medpref_dagster.feedback.edits.medication import find_drug
from medpref_dagster.feedback.edits.negation import find_scope_end
from medpref_dagster.feedback.edits.spans import Span
from medpref_dagster.feedback.edits.tokens import TokenizedText

_MOST_CHARACTERS: Final = 80
_QUANTITY: Final = frozenset(("number", "unit"))


def explain_change(span: Span, holds: tuple[Kind, ...]) -> str:
    """One sentence, with what stood there and what stands there now; long texts are shortened."""
    i1, i2, j1, j2 = span.region
    before, after = _quote(span, "before"), _quote(span, "after")
    match span.kind:
        case "dose":
            drug = find_drug(span.before, i1) if i1 < i2 else find_drug(span.after, j1) if j1 < j2 else None
            return _tell("dose", _widen(span.before, i1, i2), _widen(span.after, j1, j2)) + _name(drug and drug.key)
        case "number" | "unit":
            return _tell(span.kind, _widen(span.before, i1, i2), _widen(span.after, j1, j2)) + _say_after(span)
        case "laterality":
            return _tell("side or position", before, after) + _say_before(span)
        case "negation":
            return _explain_negation(span, before, after)
        case "omission" | "addition":
            what = "left out" if span.kind == "omission" else "added"
            text = before if span.kind == "omission" else after
            replaced = after if span.kind == "omission" else before
            held = f", with {', '.join(holds)}" if holds else ""
            return f'{what}{held}: "{text or replaced}"'
        case "order":
            return f'moved: "{before or after}"'
        case "style" if not before and not after:
            return "whitespace"
        case kind:
            return _tell(kind, before, after)


def _tell(what: str, before: str, after: str) -> str:
    if before and after:
        return f"{what} {before} -> {after}"
    return f"{what} {after} added" if after else f"{what} {before} left out"


def _name(drug: str | None) -> str:
    return f" of {drug}" if drug else ""


def _quote(span: Span, side: str) -> str:
    text = span.before.read(*span.region[:2]) if side == "before" else span.after.read(*span.region[2:])
    text = " ".join(text.split())
    return text if len(text) <= _MOST_CHARACTERS else f"{text[:_MOST_CHARACTERS].rstrip()} …"


def _widen(text: TokenizedText, first: int, last: int) -> str:
    """A number with its unit, a unit with its number."""
    if first == last:
        return ""
    tokens = text.tokens
    if tokens[last - 1].family == "number" and last < len(tokens) and tokens[last].family == "unit":
        last += 1
    if tokens[first].family == "unit" and first and tokens[first - 1].family == "number":
        first -= 1
    return " ".join(text.read(first, last).split())[:_MOST_CHARACTERS]


def _say_after(span: Span) -> str:
    """What was measured: the nearest word before it in the sentence."""
    i1, i2, j1, j2 = span.region
    text, index = (span.before, i1) if i1 < i2 else (span.after, j1)
    if i1 == i2 and j1 == j2:
        return ""
    first, _ = text.sentences[text.sentence_of[index]]
    for place in range(index - 1, first - 1, -1):
        if text.tokens[place].is_content and text.tokens[place].family not in _QUANTITY:
            return f' after "{text.read(place, place + 1)}"'
    return ""


def _say_before(span: Span) -> str:
    """On what: the word behind it in the sentence."""
    _, i2, _, j2 = span.region
    text, index = (span.before, i2) if span.region[0] < i2 else (span.after, j2)
    if index >= len(text.tokens) or text.sentence_of[index] != text.sentence_of[index - 1]:
        return ""
    _, last = text.sentences[text.sentence_of[index]]
    for place in range(index, last):
        if text.tokens[place].is_content:
            return f' before "{text.read(place, place + 1)}"'
    return ""


def _explain_negation(span: Span, before: str, after: str) -> str:
    """Which word was denied before or is now."""
    i1, i2, j1, j2 = span.region
    for text, first, last, what in ((span.before, i1, i2, "was denied"), (span.after, j1, j2, "is denied now")):
        cue = next((index for index in range(first, last) if text.tokens[index].family == "negation"), None)
        if cue is not None:
            for place in range(cue + 1, find_scope_end(text, cue)):
                if text.tokens[place].is_content:
                    return f'{_tell("negation", before, after)}: "{text.read(place, place + 1)}" {what}'
    return _tell("negation", before, after)
