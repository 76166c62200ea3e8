"""Which numbers and words are part of a medicine's dose: amount, unit, schedule, route, length of a course."""

from typing import Final

from medpref_dagster.feedback.edits import terms
from medpref_dagster.feedback.edits.tokens import Token, TokenizedText

_REACH: Final = 12
_NEAR: Final = 4
_BETWEEN: Final = terms.list_words("of at to from a by for the was is are were per dose then ( - / x with")
_DOSE_FAMILIES: Final = frozenset(("number", "unit", "frequency", "route", "action"))


def is_dose(text: TokenizedText, index: int) -> bool:
    """Whether a number, unit, schedule or route is part of a dose.

    It is if its unit is one of medicines alone (mg, puffs, mg/kg), unless a laboratory value stands before it; if
    nothing but such words stands between it and a medicine before it (metoprolol 25 daily); a schedule or a route, if
    its sentence names a medicine or a dose.
    """
    token = text.tokens[index]
    if token.family in ("frequency", "route"):
        return _names_medication(text, index)
    if token.family not in ("number", "unit"):
        return False
    unit = _find_unit(text, index)
    if unit is None:
        return not _is_date(token) and _continues_drug(text, index)
    if unit in terms.TIME_UNITS:
        return _is_course(text, index) and _continues_drug(text, index)
    base, _, divisor = unit.partition("/")
    if divisor and not set(divisor.split("/")) <= terms.DOSE_RATES:
        return False
    if base in terms.DOSE_UNITS:
        return not _is_measured(text, index)
    return base in terms.UNCERTAIN_DOSE_UNITS and _continues_drug(text, index)


def find_drug(text: TokenizedText, index: int) -> Token | None:
    """The medicine that a dose belongs to: the nearest before it in its sentence, else the nearest behind."""
    first, last = text.sentences[text.sentence_of[index]]
    before = [token for token in text.tokens[max(first, index - _REACH) : index] if token.family == "drug"]
    behind = [token for token in text.tokens[index + 1 : min(last, index + _REACH)] if token.family == "drug"]
    return before[-1] if before else behind[0] if behind else None


def is_about_drug(text: TokenizedText, index: int) -> bool:
    """Whether the sentence of a token names a medicine."""
    first, last = text.sentences[text.sentence_of[index]]
    return any(token.family == "drug" for token in text.tokens[first:last])


def _is_date(token: Token) -> bool:
    return token.key.count("/") > 1 or ":" in token.key or not any(character.isdigit() for character in token.key)


def _names_medication(text: TokenizedText, index: int) -> bool:
    first, last = text.sentences[text.sentence_of[index]]
    near = text.tokens[max(first, index - _REACH) : min(last, index + _REACH)]
    return any(
        token.family == "drug" or (token.family == "unit" and token.key.split("/")[0] in terms.DOSE_UNITS)
        for token in near
    )


def _find_unit(text: TokenizedText, index: int) -> str | None:
    """The unit of a number, or the token itself if it is one."""
    if text.tokens[index].family == "unit":
        return text.tokens[index].key
    following = text.tokens[index + 1 : index + 3]
    if following and following[0].key == "-":
        following = following[1:]
    return following[0].key if following and following[0].family == "unit" else None


def _is_course(text: TokenizedText, index: int) -> bool:
    """Whether "for" or "x" stands before a number of days."""
    return any(token.key in ("for", "x") for token in text.tokens[max(0, index - 2) : index])


def _is_measured(text: TokenizedText, index: int) -> bool:
    first, _ = text.sentences[text.sentence_of[index]]
    return any(token.key in terms.LABORATORY for token in text.tokens[max(first, index - _NEAR) : index])


def _continues_drug(text: TokenizedText, index: int) -> bool:
    """Whether a medicine stands before, with nothing but its dose between."""
    first, _ = text.sentences[text.sentence_of[index]]
    for token in reversed(text.tokens[max(first, index - _REACH) : index]):
        if token.family == "drug":
            return True
        if not (token.family in _DOSE_FAMILIES or token.key in _BETWEEN or token.key in terms.DOSE_WORDS | terms.SALTS):
            return False
    return False
