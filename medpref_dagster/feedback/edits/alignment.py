"""Which tokens of two texts are the same ones, and which sentences were moved.

Sentences first: those that stand in both texts, in the longest common order, are laid side by side, so that only what
lies between them is compared token by token. Both by the longest common subsequence of RapidFuzz (bit-parallel,
Hyyroe 2004): docs/results/edits.md has the measurement that chose it over difflib.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz.distance import LCSseq

from medpref_dagster.feedback.edits.tokens import TokenizedText

Region = tuple[int, int, int, int]
"""First and last token (exclusive) of the earlier text, and of the later text, that have no partner."""

SentenceRun = tuple[bool, int, int, int, int]
"""Whether sentences of both texts are equal, and which: first and last (exclusive) of each."""

_MOST_COMPARISONS: Final = 100_000_000
"""Tokens times tokens of one comparison: its memory is that many bits. Beyond, only what is common at the ends is."""


@dataclass(frozen=True, slots=True)
class Move:
    """A sentence of the earlier text that stands elsewhere in the later one, by their numbers."""

    before: int
    after: int


def align_tokens(before: TokenizedText, after: TokenizedText, runs: Sequence[SentenceRun]) -> list[tuple[int, int]]:
    """Pairs of tokens of one meaning, rising on both sides; `runs` are those of `align_sentences`."""
    pairs: list[tuple[int, int]] = []
    for equal, first, last, start, end in runs:
        tokens = (
            _token_range(before, first, last),
            _token_range(after, start, end),
        )
        (i1, i2), (j1, j2) = tokens
        if equal:
            pairs += zip(range(i1, i2), range(j1, j2), strict=True)
        elif i1 < i2 and j1 < j2:
            left = [token.key for token in before.tokens[i1:i2]]
            right = [token.key for token in after.tokens[j1:j2]]
            pairs += ((i1 + i, j1 + j) for i, j in align_keys(left, right))
    return _slide_regions(before, after, _drop_islands(before, after, pairs))


def find_moves(before: TokenizedText, after: TokenizedText, runs: Sequence[SentenceRun]) -> list[Move]:
    """Sentences of two words or more that have no partner in order, but one elsewhere: the same, or nearly so.

    `runs` are those of `align_sentences`.
    """
    gaps = [run[1:] for run in runs if not run[0]]
    left = [(number, gap) for gap, (first, last, _, _) in enumerate(gaps) for number in range(first, last)]
    right = [(number, gap) for gap, (_, _, first, last) in enumerate(gaps) for number in range(first, last)]
    if not left or not right:
        return []
    moves: list[Move] = []
    waiting: dict[tuple[str, ...], list[tuple[int, int]]] = {}
    for number, gap in right:
        waiting.setdefault(_sentence_key(after, number), []).append((number, gap))
    rest: list[tuple[int, int]] = []
    for number, gap in left:
        key = _sentence_key(before, number)
        if waiting.get(key) and _count_words(before, number) >= _FEWEST_WORDS:
            moves.append(Move(number, waiting[key].pop(0)[0]))
        else:
            rest.append((number, gap))
    taken = {move.after for move in moves}
    free = [(number, gap) for number, gap in right if number not in taken]
    return sorted([*moves, *_find_changed_moves(before, after, rest, free)], key=lambda move: move.after)


_FEWEST_WORDS: Final = 2
_MOST_CANDIDATES: Final = 2_500
_SIMILAR: Final = 0.7
_SAME_PLACE: Final = 0.5


def _find_changed_moves(
    before: TokenizedText, after: TokenizedText, left: list[tuple[int, int]], right: list[tuple[int, int]]
) -> Iterator[Move]:
    """Moved and changed: alike for three quarters with one elsewhere, and for less than half with any in place."""
    if len(left) * len(right) > _MOST_CANDIDATES:
        return
    found: list[tuple[float, int, int]] = []
    for number, gap in left:
        here = [other for other, place in right if place == gap]
        elsewhere = [other for other, place in right if place != gap and _may_be_alike(before, number, after, other)]
        if elsewhere and all(_rate_likeness(before, number, after, other) < _SAME_PLACE for other in here):
            scores = ((_rate_likeness(before, number, after, other), other) for other in elsewhere)
            found += [(-score, number, other) for score, other in scores if score >= _SIMILAR]
    used: tuple[set[int], set[int]] = (set(), set())
    for _, number, other in sorted(found):
        if number not in used[0] and other not in used[1]:
            used[0].add(number)
            used[1].add(other)
            yield Move(number, other)


def _may_be_alike(before: TokenizedText, number: int, after: TokenizedText, other: int) -> bool:
    """Whether two sentences can be as alike as one that moved: not where one is much longer than the other."""
    short, long = sorted((last - first) for first, last in (before.sentences[number], after.sentences[other]))
    return short / long > _SIMILAR - _ROUNDING


_ROUNDING: Final = 1e-9


def _rate_likeness(before: TokenizedText, number: int, after: TokenizedText, other: int) -> float:
    """How alike two sentences are. If they share a word and differ in a problem, a medicine, a side or a number alone,
    then so much as if they did not: "Impression: croup" and "Impression: otitis" are one sentence with another end.
    """
    left, right = _sentence_key(before, number), _sentence_key(after, other)
    likeness = _compare(left, right)
    if likeness < _SHARED:
        return likeness
    words = [
        {token.key for token in text.tokens[slice(*text.sentences[place])] if token.family == "word"}
        for text, place in ((before, number), (after, other))
    ]
    if not words[0] & words[1]:
        return min(likeness, _SHARED)
    return max(likeness, _compare(_sentence_shape(before, number), _sentence_shape(after, other)) * _SHAPE)


_SHARED: Final = 0.4
_SHAPE: Final = 0.9


def _sentence_shape(text: TokenizedText, number: int) -> tuple[str, ...]:
    first, last = text.sentences[number]
    return tuple(
        f"<{token.family}>" if token.family in ("diagnosis", "drug", "side", "number", "unit") else token.key
        for token in text.tokens[first:last]
    )


def _compare(left: tuple[str, ...], right: tuple[str, ...]) -> float:
    return LCSseq.normalized_similarity(*_number_keys(left, right))


def _sentence_key(text: TokenizedText, number: int) -> tuple[str, ...]:
    first, last = text.sentences[number]
    return tuple(token.key for token in text.tokens[first:last])


def _count_words(text: TokenizedText, number: int) -> int:
    first, last = text.sentences[number]
    return sum(token.family != "sign" for token in text.tokens[first:last])


def _token_range(text: TokenizedText, first: int, last: int) -> tuple[int, int]:
    """Tokens of the sentences from `first` to before `last`."""
    if first == last:
        return 0, 0
    return text.sentences[first][0], text.sentences[last - 1][1]


def align_sentences(before: TokenizedText, after: TokenizedText) -> Iterator[SentenceRun]:
    """Runs of sentences that are equal or not, in order."""
    left = [_sentence_key(before, number) for number in range(len(before.sentences))]
    right = [_sentence_key(after, number) for number in range(len(after.sentences))]
    i = j = 0
    for first, second in align_keys(left, right):
        if (i, j) != (first, second):
            yield False, i, first, j, second
        yield True, first, first + 1, second, second + 1
        i, j = first + 1, second + 1
    if i < len(left) or j < len(right):
        yield False, i, len(left), j, len(right)


def align_keys(left: Sequence[object], right: Sequence[object]) -> list[tuple[int, int]]:
    """Pairs of equal keys: the common beginning and end, and between them a longest common subsequence."""
    start = 0
    while start < min(len(left), len(right)) and left[start] == right[start]:
        start += 1
    end = 0
    while end < min(len(left), len(right)) - start and left[-1 - end] == right[-1 - end]:
        end += 1
    pairs = [(index, index) for index in range(start)]
    middle = left[start : len(left) - end], right[start : len(right) - end]
    if middle[0] and middle[1] and len(middle[0]) * len(middle[1]) <= _MOST_COMPARISONS:
        for block in LCSseq.opcodes(*_number_keys(*middle)):
            if block.tag == "equal":
                pairs += (
                    (start + i, start + j)
                    for i, j in zip(
                        range(block.src_start, block.src_end), range(block.dest_start, block.dest_end), strict=True
                    )
                )
    pairs += ((len(left) - index, len(right) - index) for index in range(end, 0, -1))
    return pairs


def _number_keys(left: Sequence[object], right: Sequence[object]) -> tuple[list[int], list[int]]:
    """Equal keys as equal numbers: RapidFuzz compares hashes, and those of text differ from process to process."""
    numbers: dict[object, int] = {}
    return (
        [numbers.setdefault(key, len(numbers)) for key in left],
        [numbers.setdefault(key, len(numbers)) for key in right],
    )


def _drop_islands(before: TokenizedText, after: TokenizedText, pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Without runs of words like "the" and "of" in the midst of larger changes: there they are equal by chance."""
    if not pairs:
        return pairs
    runs: list[list[tuple[int, int]]] = []
    for pair in pairs:
        if runs and runs[-1][-1][0] + 1 == pair[0] and runs[-1][-1][1] + 1 == pair[1]:
            runs[-1].append(pair)
        else:
            runs.append([pair])
    kept: list[tuple[int, int]] = []
    last = (-1, -1)
    for number, run in enumerate(runs):
        following = runs[number + 1][0] if number + 1 < len(runs) else (len(before.tokens), len(after.tokens))
        left = (run[0][0] - last[0] - 1, run[0][1] - last[1] - 1)
        right = (following[0] - run[-1][0] - 1, following[1] - run[-1][1] - 1)
        by_chance = (
            not any(before.tokens[i].is_content for i, _ in run)
            and before.tokens[run[-1][0]].key not in _SENTENCE_END
            and min(left) >= 1
            and min(right) >= 1
            and len(run) <= min(max(left), max(right))
            and max(left) + max(right) > _SMALL_CHANGES
        )
        if not by_chance:
            kept += run
            last = run[-1]
    return kept


_SENTENCE_END: Final = frozenset((".", "!", "?", "。"))
_SMALL_CHANGES: Final = 3


_FARTHEST_SLIDE: Final = 30
_CLAUSE_MARKS: Final = frozenset((",", ";", ":", "(", "\uff0c", "\u3001", "\uff1b"))


def _slide_regions(before: TokenizedText, after: TokenizedText, pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """What was left out or added, moved to where a reader sees it: of "no fever, no chills, no cough" without chills
    "no chills," is left out, not "chills, no". Only where the tokens at both ends are the same, so that either is true.
    """
    for number in range(len(pairs) + 1):
        i, j = pairs[number - 1] if number else (-1, -1)
        left, right = pairs[number] if number < len(pairs) else (len(before.tokens), len(after.tokens))
        if right == j + 1 and left > i + 1:
            _slide(before, pairs, number, (i + 1, left), j + 1, 0)
        elif left == i + 1 and right > j + 1:
            _slide(after, pairs, number, (j + 1, right), i + 1, 1)
    return pairs


def _slide(
    text: TokenizedText,
    pairs: list[tuple[int, int]],
    number: int,
    region: tuple[int, int],
    partner: int,
    side: int,
) -> None:
    """Give a region of one side its best place; `partner` is the token of the other side behind it."""

    def pair(own: int, other: int) -> tuple[int, int]:
        return (own, other) if side == 0 else (other, own)

    start, end = region
    best, shift = _rate_place(text, start, end), 0
    for step in range(1, _FARTHEST_SLIDE):
        place = number - step
        if place < 0 or pairs[place] != pair(start - step, partner - step):
            break
        if text.tokens[start - step].key != text.tokens[end - step].key:
            break
        if _rate_place(text, start - step, end - step) > best:
            best, shift = _rate_place(text, start - step, end - step), -step
    for step in range(1, _FARTHEST_SLIDE):
        place = number + step - 1
        if place >= len(pairs) or pairs[place] != pair(end + step - 1, partner + step - 1):
            break
        if text.tokens[end + step - 1].key != text.tokens[start + step - 1].key:
            break
        if _rate_place(text, start + step, end + step) > best:
            best, shift = _rate_place(text, start + step, end + step), step
    for step in range(shift, 0):
        pairs[number + step] = pair(end + step, partner + step)
    for step in range(shift):
        pairs[number + step] = pair(start + step, partner + step)


def _rate_place(text: TokenizedText, start: int, end: int) -> int:
    """3 for whole sentences, 2 for a clause with the mark behind it, 1 for one with the mark before it, else 0."""
    first, _ = text.sentences[text.sentence_of[start]]
    _, last = text.sentences[text.sentence_of[end - 1]]
    if start == first and end == last:
        return 3
    if text.tokens[end - 1].key in _CLAUSE_MARKS and (start == first or text.tokens[start - 1].key in _CLAUSE_MARKS):
        return 2
    behind = text.tokens[end].key if end < len(text.tokens) else "."
    return int(text.tokens[start].key in _CLAUSE_MARKS and (behind in _CLAUSE_MARKS or behind in _SENTENCE_END))
