"""Where two texts differ: spans of characters, each of one kind. What no span covers is the same text in both."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from medpref_dagster.feedback.edits.alignment import (
    Move,
    Region,
    SentenceRun,
    align_sentences,
    align_tokens,
    find_moves,
)
from medpref_dagster.feedback.edits.changes import Kind
from medpref_dagster.feedback.edits.splitting import Part, split_region
from medpref_dagster.feedback.edits.tokens import TokenizedText, tokenize


@dataclass(frozen=True, slots=True)
class Span:
    """One change: its kind, its characters in both texts, and its tokens in the texts that were compared for it."""

    kind: Kind
    before_start: int
    before_end: int
    after_start: int
    after_end: int
    before: TokenizedText
    after: TokenizedText
    region: Region

    def turn_round(self) -> "Span":
        """The change from the later text to the earlier one."""
        i1, i2, j1, j2 = self.region
        opposite: dict[Kind, Kind] = {"omission": "addition", "addition": "omission"}
        return Span(
            kind=opposite.get(self.kind, self.kind),
            before_start=self.after_start,
            before_end=self.after_end,
            after_start=self.before_start,
            after_end=self.before_end,
            before=self.after,
            after=self.before,
            region=(j1, j2, i1, i2),
        )


def find_spans(before: str, after: str) -> list[Span]:
    """All changes from one text to the other, moved sentences included, in the order of the later text.

    The same ones, turned round, whichever text comes first: of several alignments that are as good as each other, the
    one from the shorter text to the longer one is taken.
    """
    start, end = find_common_ends(before, after)
    left, right = before[start : len(before) - end], after[start : len(after) - end]
    if (len(left), left) > (len(right), right):
        spans = [span.turn_round() for span in _find_spans(right, left)]
    else:
        spans = _find_spans(left, right)
    if start:
        spans = [_move(span, start, start) for span in spans]
    return sorted(spans, key=lambda span: (span.after_start, span.before_start, -span.after_end, span.kind != "order"))


_BOUNDARY: Final = re.compile(r"\n|(?<=[a-z]{3}[.!?]) (?=[A-Z])")
"""Where a sentence surely ends, so that what lies beyond says nothing of it."""


def find_common_ends(before: str, after: str) -> tuple[int, int]:
    """How many characters of whole sentences both texts begin with, and end with."""
    start = count_common(before, after)
    first = max((match.end() for match in _BOUNDARY.finditer(before, max(0, start - _LOOK_BACK), start)), default=0)
    longest = min(len(before), len(after)) - first
    end = count_common(before[::-1][:longest], after[::-1][:longest])
    # What the boundary looks back upon must be common, too, or it would depend on which text comes first.
    found = _BOUNDARY.search(before, len(before) - end + _LOOKED_BACK)
    return first, len(before) - found.start() if found else 0


_LOOK_BACK: Final = 2_000
_LOOKED_BACK: Final = 4


def count_common(left: str, right: str) -> int:
    """Characters that both texts begin with; by halves, since comparing slices is fast."""
    low, high = 0, min(len(left), len(right))
    while low < high:
        middle = (low + high + 1) // 2
        if left[low:middle] == right[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _find_spans(before: str, after: str) -> list[Span]:
    left, right = tokenize(before), tokenize(after)
    runs = [*align_sentences(left, right)]
    moves = find_moves(left, right, runs)
    if not moves:
        return _compare_in_place(left, right, runs)
    cuts = _list_cuts(left, [move.before for move in moves]), _list_cuts(right, [move.after for move in moves])
    spans = [
        _shift(span, cuts)
        for span in _compare_in_place(tokenize(_cut(before, cuts[0])), tokenize(_cut(after, cuts[1])))
    ]
    for move in moves:
        spans += _describe_move(left, right, move)
    return spans


def _describe_move(before: TokenizedText, after: TokenizedText, move: Move) -> Iterator[Span]:
    """The move, and what was changed inside of the sentence."""
    (start, end), (first, last) = _find_cut(before, move.before), _find_cut(after, move.after)
    i1, i2 = before.sentences[move.before]
    j1, j2 = after.sentences[move.after]
    yield Span("order", start, end, first, last, before, after, (i1, i2, j1, j2))
    at, to = before.tokens[i1].start, after.tokens[j1].start
    for span in _compare_in_place(tokenize(before.read(i1, i2)), tokenize(after.read(j1, j2))):
        yield _move(span, at, to)


def _move(span: Span, before: int, after: int) -> Span:
    """So many characters further on in each text."""
    return replace(
        span,
        before_start=span.before_start + before,
        before_end=span.before_end + before,
        after_start=span.after_start + after,
        after_end=span.after_end + after,
    )


_Cuts = Sequence[tuple[int, int]]


def _find_cut(text: TokenizedText, sentence: int) -> tuple[int, int]:
    """The characters of a sentence with the space behind it; of the last one, with the space before it."""
    first, last = text.sentences[sentence]
    if last < len(text.tokens):
        return text.tokens[first].start, text.tokens[last].start
    return (text.tokens[first - 1].end if first else text.tokens[first].start), text.tokens[last - 1].end


def _list_cuts(text: TokenizedText, sentences: Sequence[int]) -> list[tuple[int, int]]:
    """Without overlap: the last sentence's cut begins where the one before it ends."""
    cuts: list[tuple[int, int]] = []
    for sentence in sorted(sentences):
        start, end = _find_cut(text, sentence)
        cuts.append((max(start, cuts[-1][1]) if cuts else start, end))
    return cuts


def _cut(text: str, cuts: _Cuts) -> str:
    pieces: list[str] = []
    place = 0
    for start, end in cuts:
        pieces.append(text[place:start])
        place = end
    return "".join([*pieces, text[place:]])


def _shift(span: Span, cuts: tuple[_Cuts, _Cuts]) -> Span:
    """A span of the texts without their moved sentences, in the texts with them."""
    before_start, before_end = _place(span.before_start, span.before_end, cuts[0])
    after_start, after_end = _place(span.after_start, span.after_end, cuts[1])
    return replace(span, before_start=before_start, before_end=before_end, after_start=after_start, after_end=after_end)


def _place(start: int, end: int, cuts: _Cuts) -> tuple[int, int]:
    """An end stays before a cut, a start goes behind it; an empty span goes behind it, too."""
    behind_start, behind_end = start, end
    for first, last in cuts:
        if first <= behind_start:
            behind_start += last - first
        if first < behind_end or (start == end and first <= behind_end):
            behind_end += last - first
    return behind_start, behind_end


def _compare_in_place(
    before: TokenizedText, after: TokenizedText, runs: Sequence[SentenceRun] | None = None
) -> list[Span]:
    spans: list[Span] = []
    pairs = align_tokens(before, after, [*align_sentences(before, after)] if runs is None else runs)
    left, right = before.text, after.text
    at = to = i1 = j1 = 0
    for i, j in pairs:
        until, end, _, _ = before.tokens[i]
        onto, stop, _, _ = after.tokens[j]
        # Most are written alike, and so is what stands before them: one comparison says so.
        if until - at != onto - to or left[at:end] != right[to:stop]:
            if left[at:until] != right[to:onto]:
                spans += _describe_region(before, after, (i1, i, j1, j), (at, until, to, onto))
            if left[until:end] != right[onto:stop]:
                spans.append(Span("style", until, end, onto, stop, before, after, (i, i + 1, j, j + 1)))
        at, to, i1, j1 = end, stop, i + 1, j + 1
    if left[at:] != right[to:]:
        rest = (i1, len(before.tokens), j1, len(after.tokens))
        spans += _describe_region(before, after, rest, (at, len(left), to, len(right)))
    return _join_forms(_join_style(_find_swaps(spans)))


def _describe_region(
    before: TokenizedText, after: TokenizedText, region: Region, characters: tuple[int, int, int, int]
) -> Iterator[Span]:
    """The parts of a region, each with its characters; whitespace that both sides share belongs to none."""
    at, until, to, onto = characters
    i1, i2, j1, j2 = region
    parts = split_region(before, after, region) or [Part("style", (i1, i2, j1, j2))]
    for number, part in enumerate(parts):
        following = parts[number + 1].region if number + 1 < len(parts) else (i2, i2, j2, j2)
        end = before.tokens[following[0]].start if following[0] < i2 else until
        stop = after.tokens[following[2]].start if following[2] < j2 else onto
        yield from _trim(Span(part.kind, at, end, to, stop, before, after, part.region))
        at, to = end, stop


def _trim(span: Span) -> Iterator[Span]:
    left = span.before.text[span.before_start : span.before_end]
    right = span.after.text[span.after_start : span.after_end]
    if left == right:
        return
    front = _count_shared_space(left, right)
    left, right = left[front:], right[front:]
    back = _count_shared_space(left[::-1], right[::-1])
    if not front and not back:
        yield span
        return
    yield replace(
        span,
        before_start=span.before_start + front,
        before_end=span.before_end - back,
        after_start=span.after_start + front,
        after_end=span.after_end - back,
    )


def _count_shared_space(left: str, right: str) -> int:
    count = 0
    while count < min(len(left), len(right)) and left[count] == right[count] and left[count].isspace():
        count += 1
    return count


def _join_style(spans: list[Span]) -> list[Span]:
    """Changes of style with nothing but the same space between them are one: a heading in capitals."""
    joined: list[Span] = []
    for span in spans:
        last = joined[-1] if joined else None
        if last and last.kind == span.kind == "style":
            gap = span.before.text[last.before_end : span.before_start]
            if not gap.strip() and gap == span.after.text[last.after_end : span.after_start]:
                (i1, _, j1, _), (_, i2, _, j2) = last.region, span.region
                joined[-1] = replace(
                    last, before_end=span.before_end, after_end=span.after_end, region=(i1, i2, j1, j2)
                )
                continue
        joined.append(span)
    return joined


def _join_forms(spans: list[Span]) -> list[Span]:
    """The capital that a word got or lost because another one before it went or came belongs to that change; so does
    the plural of a unit: "1 tablet" and "2 tablets" are one change.
    """
    joined: list[Span] = []
    for span in spans:
        last = joined[-1] if joined else None
        left = span.before.text[span.before_start : span.before_end]
        right = span.after.text[span.after_start : span.after_end]
        if last and span.kind == "style" and last.kind not in ("style", "order"):
            gaps = (
                span.before.text[last.before_end : span.before_start],
                span.after.text[last.after_end : span.after_start],
            )
            is_capital = left[1:] == right[1:] and left.casefold() == right.casefold()
            token = span.before.tokens[span.region[0]] if span.region[0] < span.region[1] else None
            is_plural = last.kind in ("dose", "number") and token is not None and token.family == "unit"
            if (is_capital or is_plural) and not gaps[0].strip() and gaps[0] == gaps[1]:
                joined[-1] = replace(last, before_end=span.before_end, after_end=span.after_end)
                continue
        joined.append(span)
    return joined


_FAR: Final = 40
_MOVABLE: Final = frozenset(("word", "diagnosis", "drug"))
_LONG: Final = 3


def _find_swaps(spans: list[Span]) -> list[Span]:
    """What was taken away in one place and put in close by: order, not an omission and an addition.

    Of single words only such as mean the same wherever they stand (fever and cough), not the parts of a dose or a side.
    """
    swapped: dict[int, Span | None] = {}
    for first, one in enumerate(spans):
        if first in swapped or not _is_one_sided(one):
            continue
        for second in range(first + 1, min(first + 6, len(spans))):
            other = spans[second]
            if second not in swapped and _is_one_sided(other) and _is_swap(one, other):
                swapped[first] = _join_swap(one, other)
                swapped[second] = None
                break
    return [found for number, span in enumerate(spans) for found in [swapped.get(number, span)] if found is not None]


def _is_one_sided(span: Span) -> bool:
    i1, i2, j1, j2 = span.region
    return (i1 == i2) != (j1 == j2)


def _is_swap(one: Span, other: Span) -> bool:
    if (one.region[0] == one.region[1]) == (other.region[0] == other.region[1]):
        return False
    if other.after_start - one.after_end > _FAR * 5 or other.before_start - one.before_end > _FAR * 5:
        return False
    left, right = _list_content(one), _list_content(other)
    if not left or left != right:
        return False
    families = {family for _, family in left}
    if len(left) >= _LONG:
        return True
    return families <= _MOVABLE and not ("drug" in families and _names_numbers(one))


def _list_content(span: Span) -> list[tuple[str, str]]:
    i1, i2, j1, j2 = span.region
    tokens = span.before.tokens[i1:i2] or span.after.tokens[j1:j2]
    return sorted((token.key, token.family) for token in tokens if token.is_content)


def _names_numbers(span: Span) -> bool:
    i1, i2, j1, _ = span.region
    text, index = (span.before, i1) if i1 < i2 else (span.after, j1)
    first, last = text.sentences[text.sentence_of[index]]
    return any(token.family == "number" for token in text.tokens[first:last])


def _join_swap(one: Span, other: Span) -> Span:
    left, right = (one, other) if one.region[0] < one.region[1] else (other, one)
    return replace(
        left,
        kind="order",
        after_start=right.after_start,
        after_end=right.after_end,
        region=(*left.region[:2], *right.region[2:]),
    )
