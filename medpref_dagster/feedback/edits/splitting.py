"""A region without partners, cut into changes that each are of one kind: "Lasix 40" to "torsemide 20" are two."""

from typing import Final, NamedTuple

from medpref_dagster.feedback.edits.alignment import Region
from medpref_dagster.feedback.edits.changes import Kind
from medpref_dagster.feedback.edits.kinds import judge_pair, judge_region
from medpref_dagster.feedback.edits.negation import count_negations
from medpref_dagster.feedback.edits.tokens import Token, TokenizedText

_MOST_CELLS: Final = 2_500
"""Larger regions are one change: nobody corrected word by word there."""


class Part(NamedTuple):
    """Tokens of both sides that make one change."""

    kind: Kind
    region: Region


def split_region(before: TokenizedText, after: TokenizedText, region: Region) -> list[Part]:
    """The parts of a region, in order; together they hold all of its tokens.

    Tokens that may stand for one another (two numbers, two medicines, a word and its misspelling) are paired by the
    cheapest alignment; what is left between such pairs is judged together.
    """
    i1, i2, j1, j2 = region
    if i1 == i2 or j1 == j2 or (i2 - i1) * (j2 - j1) > _MOST_CELLS:
        return _judge_rest(before, after, region)
    if _is_double_negation(before.tokens[i1:i2], after.tokens[j1:j2]):
        return _judge_rest(before, after, region)
    parts: list[Part] = []
    i, j = i1, j1
    for left, right, kind in _pair_tokens(before, after, region):
        parts += _judge_rest(before, after, (i, left, j, right))
        parts.append(Part(kind, (left, left + 1, right, right + 1)))
        i, j = left + 1, right + 1
    parts += _judge_rest(before, after, (i, i2, j, j2))
    return _join_alike(parts)


def _is_double_negation(left: list[Token], right: list[Token]) -> bool:
    """not without -> with: two words that deny, and nothing was denied."""
    return abs(count_negations(left) - count_negations(right)) == _TWO


_TWO: Final = 2


def _judge_rest(before: TokenizedText, after: TokenizedText, region: Region) -> list[Part]:
    i1, i2, j1, j2 = region
    if i1 == i2 and j1 == j2:
        return []
    kind = judge_region(before, after, region)
    if kind == "other" and _says_much(before.tokens[i1:i2]) and _says_much(after.tokens[j1:j2]):
        # Nothing of it was kept: a sentence was left out, and another one stands where it was.
        return [Part("omission", (i1, i2, j1, j1)), Part("addition", (i2, i2, j1, j2))]
    return [Part(kind, region)]


_MUCH: Final = 5


def _says_much(tokens: list[Token]) -> bool:
    return sum(token.is_content for token in tokens) >= _MUCH


def _pair_tokens(before: TokenizedText, after: TokenizedText, region: Region) -> list[tuple[int, int, Kind]]:
    """As many pairs as can be, in order; of several ways the one that pairs what stands at the front."""
    i1, i2, j1, j2 = region
    rows, columns = i2 - i1, j2 - j1
    kinds: list[list[Kind | None]] = [[judge_pair(before, i, after, j) for j in range(j1, j2)] for i in range(i1, i2)]
    if not any(kind for row in kinds for kind in row):
        return []
    best = [[0] * (columns + 1) for _ in range(rows + 1)]
    for i in range(rows - 1, -1, -1):
        for j in range(columns - 1, -1, -1):
            paired = best[i + 1][j + 1] + 1 if kinds[i][j] else 0
            best[i][j] = max(paired, best[i + 1][j], best[i][j + 1])
    pairs: list[tuple[int, int, Kind]] = []
    i = j = 0
    while i < rows and j < columns:
        kind = kinds[i][j]
        if kind and best[i][j] == best[i + 1][j + 1] + 1:
            pairs.append((i1 + i, j1 + j, kind))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs


def _join_alike(parts: list[Part]) -> list[Part]:
    """A number and its unit that both changed are one change of a dose; the words of a problem's name are one of it."""
    joined: list[Part] = []
    for part in parts:
        kind = _join_kinds(joined[-1], part) if joined else None
        if kind:
            i1, _, j1, _ = joined[-1].region
            _, i2, _, j2 = part.region
            joined[-1] = Part(kind, (i1, i2, j1, j2))
        else:
            joined.append(part)
    return joined


def _join_kinds(one: Part, other: Part) -> Kind | None:
    if one.kind == other.kind and one.kind in ("dose", "style", "other"):
        return one.kind
    names = {one.kind, other.kind} == {"diagnosis", "other"}
    return "diagnosis" if names and all(part.kind == "diagnosis" or _is_small(part) for part in (one, other)) else None


def _is_small(part: Part) -> bool:
    """A word or two of one side."""
    i1, i2, j1, j2 = part.region
    return min(i2 - i1, j2 - j1) == 0 and max(i2 - i1, j2 - j1) <= _TWO
