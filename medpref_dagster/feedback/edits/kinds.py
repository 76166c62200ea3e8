"""What kind of change it is: of one token put for another, and of tokens that were left out, added or replaced."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

from rapidfuzz.distance import OSA

from medpref_dagster.feedback.edits import terms
from medpref_dagster.feedback.edits.alignment import Region
from medpref_dagster.feedback.edits.changes import CLINICAL, Kind
from medpref_dagster.feedback.edits.medication import is_about_drug, is_dose
from medpref_dagster.feedback.edits.negation import count_negations, is_denied, reaches_beyond
from medpref_dagster.feedback.edits.tokens import Token, TokenizedText, read_family
from medpref_dagster.words import split_words

_QUANTITY: Final = frozenset(("number", "unit", "frequency", "route"))
_NEAR: Final = 4


def judge_pair(before: TokenizedText, i: int, after: TokenizedText, j: int) -> Kind | None:
    """The kind of the change from one token to another one that says something else; None if they are no pair.

    Symmetric: the same for (after, j, before, i).
    """
    left, right = before.tokens[i], after.tokens[j]
    if left.family == right.family and left.family in _SAME_FAMILY:
        return _judge_family(before, i, after, j)
    if _are_opposites(left, right):
        return "negation"
    if {left.family, right.family} == {"unit", "word"} and _number_stands_before(before, i, after, j):
        if _is_misspelt(before.read(i, i + 1), after.read(j, j + 1)):
            return "typo"
        return "dose" if is_dose(before, i) or is_dose(after, j) else "unit"
    kind = _judge_words(before, i, after, j)
    if kind is None and left.key != right.key and _is_written_word(left) and _is_written_word(right):
        return judge_spelling(left, right)
    return kind


_SAME_FAMILY: Final = frozenset((*_QUANTITY, "side", "drug", "diagnosis", "action"))


def _judge_family(before: TokenizedText, i: int, after: TokenizedText, j: int) -> Kind | None:
    left, right = before.tokens[i], after.tokens[j]
    family = left.family
    if family in _QUANTITY:
        if is_dose(before, i) or is_dose(after, j):
            return "dose"
        return "unit" if family == "unit" else "other" if family == "route" else "number"
    if family == "action":
        if not (is_about_drug(before, i) and is_about_drug(after, j)):
            return None
        return "dose" if {left.key, right.key} <= terms.DOSE_ACTIONS else "drug"
    if family == "side":
        return "laterality"
    spelling = judge_spelling(left, right)
    known = terms.DRUGS if family == "drug" else terms.PROBLEMS
    if spelling == "style" or (spelling == "typo" and (left.key in known.values()) != (right.key in known.values())):
        return spelling
    return "drug" if family == "drug" else "diagnosis"


def _are_opposites(left: Token, right: Token) -> bool:
    """One denies what the other says: denies and reports, with and without, febrile and afebrile."""
    keys = (left.key, right.key)
    for one, other in ((left, right), (right, left)):
        if one.family == "negation" and other.family != "negation" and other.key in terms.AFFIRMATIONS:
            return True
    says = [terms.OPPOSITES.get(key) for key in keys]
    if says[0] and says[1]:
        return says[0][0] == says[1][0] and says[0][1] != says[1][1]
    short, long = sorted(keys, key=len)
    return len(short) >= _SHORTEST_DENIED and long in {
        f"{prefix}{short}" for prefix in ("non", "un", "in", "im", "no ", "not ")
    }


_SHORTEST_DENIED: Final = 5


def _judge_words(before: TokenizedText, i: int, after: TokenizedText, j: int) -> Kind | None:
    left, right = before.tokens[i].key, after.tokens[j].key
    if left in terms.POSITIONS and terms.POSITIONS[left] == terms.POSITIONS.get(right):
        return "laterality"
    if {left, right} <= terms.SALTS and _drug_stands_before(before, i) and _drug_stands_before(after, j):
        return "drug"
    if {left, right} <= terms.PROBLEM_MODIFIERS and _problem_follows(before, i) and _problem_follows(after, j):
        return "diagnosis"
    says = terms.OPPOSITES.get(left), terms.OPPOSITES.get(right)
    return "style" if says[0] is not None and says[0] == says[1] else None


def _number_stands_before(before: TokenizedText, i: int, after: TokenizedText, j: int) -> bool:
    """Whether the same number stands before both: what follows it is a unit, even one that nobody listed."""
    if not i or not j:
        return False
    left, right = before.tokens[i - 1], after.tokens[j - 1]
    return left.family == right.family == "number" and left.key == right.key


def _drug_stands_before(text: TokenizedText, index: int) -> bool:
    return index > 0 and text.tokens[index - 1].family == "drug"


def _problem_follows(text: TokenizedText, index: int) -> bool:
    _, last = text.sentences[text.sentence_of[index]]
    return any(token.family == "diagnosis" for token in text.tokens[index + 1 : min(last, index + _NEAR)])


def _is_written_word(token: Token) -> bool:
    return token.family in ("word", "function", "drug", "diagnosis", "action") and token.key.isalpha()


def judge_spelling(left: Token, right: Token) -> Kind | None:
    """typo or style (another form of the same word) of two words a letter or two apart; None if they are two words."""
    short, long = sorted((left.key, right.key), key=lambda key: (len(key), key))
    if _find_stem(short) == _find_stem(long) and len(_find_stem(short)) >= _SHORTEST_STEM:
        return "style"
    if len(short) < _SHORTEST_MISSPELT or {short, long} <= terms.REAL_WORDS:
        return None
    if any({left.key, right.key} == {f"{a}{rest}", f"{b}{rest}"} for a, b, rest in _list_lookalikes(left.key)):
        return None
    allowed = 1 if len(short) < _LONG else 2
    if OSA.distance(left.key, right.key, score_cutoff=allowed) > allowed:
        return None
    return "typo" if not (left.family == right.family == "function") else "style"


_SHORTEST_STEM: Final = 3
_SHORTEST_MISSPELT: Final = 4
_LONG: Final = 8


def _list_lookalikes(word: str) -> list[tuple[str, str, str]]:
    return [
        (a, b, word.removeprefix(begin))
        for a, b in terms.LOOKALIKES
        for begin in (a, b)
        if word.startswith(begin) and len(word) > len(begin)
    ]


def _find_stem(word: str) -> str:
    for ending in ("ing", "ies", "ed", "es", "ly", "'s", "s", "d", "y", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            return word[: -len(ending)]
    return word


def judge_region(before: TokenizedText, after: TokenizedText, region: Region) -> Kind:
    """The kind of a change of several tokens, or of one without a counterpart.

    With one side empty it is what was left out: a negation that reached what is still there, parts of a dose, a
    medicine, a side, a problem; a clause or sentence of several of these, or of other words, is omission or addition.
    """
    i1, i2, j1, j2 = region
    left, right = before.tokens[i1:i2], after.tokens[j1:j2]
    if not any(token.is_content for token in (*left, *right)):
        return "negation" if _changes_scope(before, after, region) else "style"
    if _changes_negation(before, after, region):
        return "negation"
    if all(token.family == "negation" for token in (*left, *right) if token.is_content):
        return "style"
    if not any(token.is_content for token in left):
        return _judge_one_side(after, j1, j2, "addition")
    if not any(token.is_content for token in right):
        return _judge_one_side(before, i1, i2, "omission")
    return _judge_replaced(before, after, region)


def _changes_negation(before: TokenizedText, after: TokenizedText, region: Region) -> bool:
    i1, i2, j1, j2 = region
    left, right = before.tokens[i1:i2], after.tokens[j1:j2]
    if (count_negations(left) - count_negations(right)) % 2 == 0:
        return False
    if any(token.is_content for token in left) and any(token.is_content for token in right):
        return not _is_rewritten(left, right)
    beyond = reaches_beyond(before, i1, i2) or reaches_beyond(after, j1, j2)
    others = sum(token.is_content and token.family != "negation" for token in (*left, *right))
    return others == 0 or (beyond and others <= _FEW_OTHERS)


def _is_rewritten(left: Sequence[Token], right: Sequence[Token]) -> bool:
    """Whether other words stand there, so that a number or a denial of one side alone belongs to what is new."""
    words = [{token.key for token in side if token.family == "word"} for side in (left, right)]
    return not words[0] & words[1] and min(map(len, words)) >= 1 and max(map(len, words)) > 1


_FEW_OTHERS: Final = 2
_ENDS_SCOPE: Final = frozenset(("but", "except", "although", "however", "with"))


def _changes_scope(before: TokenizedText, after: TokenizedText, region: Region) -> bool:
    """Whether a small word such as "but" was put in or taken away within the reach of a negation."""
    i1, i2, j1, j2 = region
    left = {token.key for token in before.tokens[i1:i2]}
    right = {token.key for token in after.tokens[j1:j2]}
    if not (left ^ right) & _ENDS_SCOPE or i2 >= len(before.tokens) or j2 >= len(after.tokens):
        return False
    return before.tokens[i2].key == after.tokens[j2].key and is_denied(before, i2) != is_denied(after, j2)


def _judge_one_side(text: TokenizedText, first: int, last: int, clause: Kind) -> Kind:
    tokens = text.tokens[first:last]
    content = [token for token in tokens if token.is_content and token.key not in terms.DOSE_WORDS]
    families = {token.family for token in content}
    if _covers_sentence(text, first, last) and len(content) > 1:
        return clause
    if families and families <= _QUANTITY:
        return judge_quantity(text, first, last)
    if families and families <= {*_QUANTITY, "drug"}:
        return "drug"
    if families == {"side"}:
        return "laterality"
    if families and families <= {"side", "diagnosis"}:
        return "diagnosis"
    if _is_clause(text, first, last):
        return clause
    return _find_heaviest(text, first, last)


def judge_quantity(text: TokenizedText, first: int, last: int) -> Kind:
    """dose, number or unit of tokens that hold nothing else."""
    places = [index for index in range(first, last) if text.tokens[index].family in _QUANTITY]
    if any(is_dose(text, index) for index in places):
        return "dose"
    families = {text.tokens[index].family for index in places}
    return "unit" if families == {"unit"} else "other" if families == {"route"} else "number"


def _covers_sentence(text: TokenizedText, first: int, last: int) -> bool:
    """Whether all of a sentence but its signs is among the tokens."""
    while first < last - 1 and text.tokens[first].family == "sign":
        first += 1
    start, end = text.sentences[text.sentence_of[first]]
    outside = [*text.tokens[start:first], *text.tokens[last:end]]
    return all(token.family == "sign" for token in outside)


def _is_clause(text: TokenizedText, first: int, last: int) -> bool:
    tokens = text.tokens[first:last]
    words = sum(token.family != "sign" for token in tokens)
    content = sum(token.is_content for token in tokens)
    start, end = text.sentences[text.sentence_of[first]]
    begins = first == start or tokens[0].key in _MARKS or text.tokens[first - 1].key in _MARKS
    stops = last >= end or tokens[-1].key in _MARKS or text.tokens[last].key in _MARKS
    return (words >= _CLAUSE_WORDS and content > 1) or (content > 1 and begins and stops)


_MARKS: Final = frozenset((",", ";", ":", ".", "(", ")", "-", "?", "!", "\u3002", "\uff0c", "\u3001", "\uff1b"))
_CLAUSE_WORDS: Final = 3


def list_held(text: TokenizedText, first: int, last: int) -> tuple[Kind, ...]:
    """Clinical kinds among tokens, the heaviest first."""
    held: set[Kind] = set()
    for index in range(first, last):
        family = text.tokens[index].family
        if family in _QUANTITY:
            held.add("dose" if is_dose(text, index) else "unit" if family == "unit" else "number")
        elif family in ("drug", "diagnosis", "negation"):
            held.add(family)
        elif family == "side":
            held.add("laterality")
    return tuple(kind for kind in CLINICAL if kind in held)


def _find_heaviest(text: TokenizedText, first: int, last: int) -> Kind:
    held: list[Kind] = [kind for kind in list_held(text, first, last) if kind != "negation"]
    if not held and all(not t.is_content or t.key in terms.DOSE_WORDS for t in text.tokens[first:last]):
        return "style"
    if any(t.key in terms.SALTS for t in text.tokens[first:last]) and _drug_stands_before(text, first):
        return "drug"
    return held[0] if held else "other"


def _judge_replaced(before: TokenizedText, after: TokenizedText, region: Region) -> Kind:
    """By the heaviest thing of which the sides hold different ones."""
    i1, i2, j1, j2 = region
    left, right = before.tokens[i1:i2], after.tokens[j1:j2]
    if _is_misspelt(before.read(i1, i2), after.read(j1, j2)):
        return "typo"
    if _list_keys(left, "drug") != _list_keys(right, "drug"):
        return "drug"
    rewritten = _is_rewritten(left, right)
    amounts = [[_list_keys(side, family) for family in _AMOUNT] for side in (left, right)]
    if amounts[0] != amounts[1] and not (rewritten and not all(any(side) for side in amounts)):
        sides = (before, (i1, i2)), (after, (j1, j2))
        kinds = {
            judge_quantity(text, *ends) for (text, ends), amount in zip(sides, amounts, strict=True) if any(amount)
        }
        return "dose" if "dose" in kinds else "unit" if kinds == {"unit"} else "number"
    if _list_keys(left, "diagnosis") != _list_keys(right, "diagnosis"):
        return "diagnosis"
    if _list_keys(left, "side") != _list_keys(right, "side") and not rewritten:
        return "laterality"
    if _names_problem(before, i2) and _names_problem(after, j2) and not _is_degree(left) and not _is_degree(right):
        return "diagnosis"
    words = [
        Counter(token.key for token in side if token.is_content and token.family != "negation")
        for side in (left, right)
    ]
    return "style" if words[0] == words[1] else "other"


def _is_misspelt(left: str, right: str) -> bool:
    """Whether the words are the same ones but for a misspelling of one or more: then a phrase is no phrase any more."""
    if max(len(left), len(right)) > _PHRASE_CHARACTERS:
        return False
    pairs = list(zip(split_words(left), split_words(right), strict=False))
    if len(pairs) != len(split_words(left)) or len(pairs) != len(split_words(right)):
        return False
    other = [pair for pair in pairs if pair[0] != pair[1]]
    return bool(other) and all(
        one.isalpha() and two.isalpha() and judge_spelling(_as_word(one), _as_word(two)) == "typo" for one, two in other
    )


_PHRASE_CHARACTERS: Final = 60


def _as_word(word: str) -> Token:
    return Token(0, len(word), word, read_family(word))


_AMOUNT: Final = ("number", "unit", "frequency")


def _names_problem(text: TokenizedText, index: int) -> bool:
    """Whether a problem stands just there, so that the words before it say which."""
    return index < len(text.tokens) and text.tokens[index].family == "diagnosis"


def _is_degree(tokens: Sequence[Token]) -> bool:
    return all(not token.is_content or token.key in terms.DEGREES for token in tokens)


def _list_keys(tokens: Sequence[Token], family: str) -> Counter[str]:
    return Counter(token.key for token in tokens if token.family == family)
