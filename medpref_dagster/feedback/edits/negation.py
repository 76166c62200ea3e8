"""How far a negation reaches, in the manner of NegEx (Chapman et al., J Biomed Inform 2001;34:301-310)."""

from collections.abc import Sequence
from typing import Final

from medpref_dagster.feedback.edits import terms
from medpref_dagster.feedback.edits.tokens import Token, TokenizedText

_BACKWARDS: Final = frozenset(("absent", "negative", "ruled out", "none"))
_OF_LISTS: Final = frozenset(("denies", "denied", "deny", "denying", "negative for", "without", "w/o", "free of"))
_ALTERNATIVES: Final = frozenset(("or", "nor"))
_REACH: Final = 20


def count_negations(tokens: Sequence[Token]) -> int:
    """So many words deny; two of them together deny nothing."""
    return sum(token.family == "negation" for token in tokens)


def reaches_beyond(text: TokenizedText, first: int, last: int) -> bool:
    """Whether a negation among the tokens from `first` to before `last` denies something outside of them."""
    return any(
        text.tokens[index].family == "negation" and _reaches(text, index, first, last) for index in range(first, last)
    )


def is_denied(text: TokenizedText, index: int) -> bool:
    """Whether an odd number of the negations before a token in its sentence reach it."""
    start, _ = text.sentences[text.sentence_of[index]]
    cues = [
        place
        for place in range(max(start, index - _REACH), index)
        if text.tokens[place].family == "negation" and text.tokens[place].key not in _BACKWARDS
    ]
    return sum(find_scope_end(text, cue) > index for cue in cues) % 2 == 1


def _reaches(text: TokenizedText, cue: int, first: int, last: int) -> bool:
    start, _ = text.sentences[text.sentence_of[cue]]
    if text.tokens[cue].key in _BACKWARDS:
        return any(token.is_content for token in text.tokens[max(start, first - _REACH) : first])
    return any(token.is_content for token in text.tokens[last : find_scope_end(text, cue)])


def find_scope_end(text: TokenizedText, cue: int) -> int:
    """The token at which a negation's scope ends (exclusive).

    At the sentence's end, at a word such as but, at the next negation; at a comma, too, unless an "or" behind it or a
    word such as denies makes a list of what is denied.
    """
    _, end = text.sentences[text.sentence_of[cue]]
    end = min(end, cue + _REACH)
    for index in range(cue + 1, end):
        token = text.tokens[index]
        if token.key in terms.SCOPE_ENDS or (token.family == "negation" and index > cue + 1):
            return index
        if token.key == "," and not (
            text.tokens[cue].key in _OF_LISTS or any(t.key in _ALTERNATIVES for t in text.tokens[index:end])
        ):
            return index
    return end
