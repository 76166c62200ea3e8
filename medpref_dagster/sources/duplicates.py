"""Texts that say the same: exact duplicates (same words) and near duplicates (Jaccard similarity of word 3-grams).

The near-duplicate search is an exact set-similarity join, so its recall is 1, where MinHash would miss some pairs
near the threshold. It uses prefix filtering: order all 3-grams from rare to common; if two sets of sizes a and b
have Jaccard similarity t or more, they share an element among the first a - ceil(t a) + 1 of the one and
b - ceil(t b) + 1 of the other. Only texts that share such a rare 3-gram are compared.

Notes written from one template are all near duplicates of each other: n notes have n(n-1)/2 such pairs. To decide what
to drop, one near text each is enough, so `find_first_near` looks for it among a few texts, then among as many again,
and asks no more about a text that has one: the comparisons grow with n, not with its square.

References: Chaudhuri, Ganti, Kaushik, "A primitive operator for similarity joins in data cleaning", ICDE 2006;
Bayardo, Ma, Srikant, "Scaling up all pairs similarity search", WWW 2007. Word 3-grams as for the deduplication of
training text in Lee et al., "Deduplicating training data makes language models better", ACL 2022.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import regex
import scipy.sparse as sp

from medpref_dagster.schemas import SPLITS
from medpref_dagster.words import UNSPACED

SHINGLE_WORDS = 3

Indices = npt.NDArray[np.int64]

_WORD = regex.compile(
    rf"(?V1){UNSPACED}\p{{M}}*|[[\p{{L}}\p{{N}}_]--{UNSPACED}][[\p{{L}}\p{{N}}\p{{M}}_]--{UNSPACED}]*"
)
_NO_WORD = 0
_CANDIDATES_AT_ONCE = 20_000_000
_PAIRS_AT_ONCE = 100_000
_FIRST_LOOK = 8
"""Among so many texts a near one is looked for first; among notes of one template nearly every text finds it there."""
_ROUNDING = 1e-9
"""Keeps a product such as 0.55 * 100 = 55.000000000000007 from counting as more than the whole number it is."""


@dataclass(frozen=True)
class NearDuplicates:
    """Pairs of texts at or above a similarity; three arrays of one length, ordered by `first`, then `second`."""

    first: Indices
    second: Indices
    similarity: npt.NDArray[np.float64]
    """Jaccard similarity of the two sets of word 3-grams, in (0, 1]."""

    def __len__(self) -> int:
        return len(self.first)


@dataclass(frozen=True)
class DroppedDuplicates:
    """Which cases to drop so that no split holds a text of another one."""

    kind: tuple[str | None, ...]
    """For each case why it is dropped, one of `DUPLICATE_KINDS`; None where it is kept."""
    kept_instead: tuple[int | None, ...]
    """For each dropped case the position of the case that it duplicates."""
    near_within_split: int
    """Kept cases that have a near duplicate in their own split."""


CONFLICTING = "same text with different answers"
EXACT_WITHIN = "exact duplicate within a split"
EXACT_ACROSS = "exact duplicate across splits"
NEAR_ACROSS = "near duplicate across splits"
DUPLICATE_KINDS = (CONFLICTING, EXACT_WITHIN, EXACT_ACROSS, NEAR_ACROSS)


def list_compared_words(text: str) -> list[str]:
    """The words of a text: Unicode-compatible forms joined, case folded, punctuation and spacing gone.

    Where a script has no spaces between words, each character is one (`medpref_dagster.words`).
    """
    return _WORD.findall(unicodedata.normalize("NFKC", text).casefold())


def group_exact_duplicates(texts: Sequence[str]) -> Indices:
    """For each text the position of the first text with the same words in the same order.

    A text without a single word is compared by its characters.
    """
    seen: dict[str, int] = {}
    return np.array(
        [seen.setdefault(" ".join(list_compared_words(text)) or text.strip(), i) for i, text in enumerate(texts)],
        np.int64,
    )


def find_near_duplicates(texts: Sequence[str], similarity: float) -> NearDuplicates:
    """All pairs of texts in one table at or above a similarity.

    Parameters
    ----------
    texts
        n texts, without exact duplicates (`group_exact_duplicates`): m equal texts would give m(m-1)/2 pairs.
    similarity
        Threshold in (0, 1].

    Returns
    -------
    NearDuplicates
        Pairs with `first < second`. A text of fewer than three words counts as one 3-gram; one without words is
        near to nothing.
    """
    sets = _shingle_sets(texts)
    return _join(sets, sets, similarity)


def find_near_duplicates_between(
    left: Sequence[str],
    right: Sequence[str],
    similarity: float,
    left_groups: Sequence[str | None],
    right_groups: Sequence[str | None],
) -> NearDuplicates:
    """Pairs of a text of one table and one of another (another task's cases, feedback) at or above a similarity.

    Of each text the first near one in each group of the other table (a split) is given, from either side: enough to
    know which texts have one there. All pairs would be left times right where both come from one template. Exact
    duplicates are among them, with similarity 1.

    Parameters
    ----------
    left, right
        Texts; `first` of the result counts in `left`, `second` in `right`.
    left_groups, right_groups
        The group of each text.
    """
    sets = _shingle_sets([*left, *right])
    own, others = np.arange(len(left)), np.arange(len(left), len(left) + len(right))
    found = [np.empty((0, 2), np.int64)]
    for group in dict.fromkeys(right_groups):
        near = find_first_near(sets, own, others[[other == group for other in right_groups]], similarity)
        found.append(np.stack([own, near], axis=1)[near >= 0])
    for group in dict.fromkeys(left_groups):
        near = find_first_near(sets, others, own[[other == group for other in left_groups]], similarity)
        found.append(np.stack([near, others], axis=1)[near >= 0])
    first, second = np.unique(np.concatenate(found), axis=0).T
    values = _compare(sets, sets, first, second)
    return NearDuplicates(first, second - len(left), values)


def choose_dropped_duplicates(
    texts: Sequence[str], splits: Sequence[str], answers: Sequence[object], similarity: float
) -> DroppedDuplicates:
    """Decide which cases to drop, so that no evaluated case was seen, or nearly seen, in an earlier split.

    - Same words, different answers: every one is dropped; which answer is right cannot be told.
    - Same words, same answer: one is kept, in the latest split (test, dev, eval, train), there the first.
    - Near duplicates in different splits: the one in the later split is kept. A case is dropped only for a case that
      is itself kept, so that a chain of similar cases loses no more than it must.
    - Near duplicates within a split are kept: a patient's notes resemble each other in life too, and nothing leaks.

    Parameters
    ----------
    texts, splits, answers
        Of n cases, in the order in which "first" is meant; splits from `schemas.SPLITS`, answers hashable.
    similarity
        Jaccard similarity of word 3-grams from which two texts count as near duplicates.
    """
    ranks = np.array([SPLITS.index(split) for split in splits], np.int64)
    kind: list[str | None] = [None] * len(texts)
    kept_instead: list[int | None] = [None] * len(texts)

    groups: dict[int, list[int]] = {}
    for position, first in enumerate(group_exact_duplicates(texts).tolist()):
        groups.setdefault(first, []).append(position)
    kept: list[int] = []
    for members in groups.values():
        if len({answers[i] for i in members}) > 1:
            for i in members:
                kind[i], kept_instead[i] = CONFLICTING, members[0] if i != members[0] else members[1]
            continue
        keeper = max(members, key=lambda i: (ranks[i], -i))
        kept.append(keeper)
        for i in members:
            if i != keeper:
                kind[i] = EXACT_WITHIN if ranks[i] == ranks[keeper] else EXACT_ACROSS
                kept_instead[i] = keeper

    kept.sort()
    sets = _shingle_sets([texts[i] for i in kept])
    later = np.empty(0, np.int64)
    near_within = 0
    # From the latest split down: whether a case of a later split is kept is settled before it drops another.
    for rank in reversed(range(len(SPLITS))):
        own = np.flatnonzero(ranks[kept] == rank)
        near = find_first_near(sets, own, np.sort(later), similarity)
        for place, instead in zip(own[near >= 0].tolist(), near[near >= 0].tolist(), strict=True):
            kind[kept[place]], kept_instead[kept[place]] = NEAR_ACROSS, kept[instead]
        later = np.concatenate([later, own[near < 0]])
        near_within += int((find_first_near(sets, own[near < 0], own, similarity) >= 0).sum())
    return DroppedDuplicates(tuple(kind), tuple(kept_instead), near_within)


def find_first_near(sets: sp.csr_array, asked: Indices, among: Indices, similarity: float) -> Indices:
    """For each text that is asked about the first of others that is near to it.

    Parameters
    ----------
    sets
        Texts x 3-grams, of `_shingle_sets`.
    asked
        Rows of `sets`.
    among
        Rows of `sets`, in the order in which "first" is meant. No text is near to itself.
    similarity
        Jaccard similarity from which two texts are near.

    Returns
    -------
    Indices
        Rows of `sets`, -1 where none is near; of the length of `asked`.
    """
    first_near = np.full(len(asked), -1, np.int64)
    pending, start, size = np.arange(len(asked)), 0, _FIRST_LOOK
    while start < len(among) and len(pending):
        part = among[start : start + size]
        pairs = _join(sets[asked[pending]], sets[part], similarity, numbers=(asked[pending], part))
        # Pairs come ordered by text, then by place among the others: the first one of each text counts.
        found, where = np.unique(pairs.first, return_index=True)
        first_near[pending[found]] = part[pairs.second[where]]
        pending = np.delete(pending, found)
        start, size = start + size, 2 * size
    return first_near


def _shingle_sets(texts: Sequence[str]) -> sp.csr_array:
    """A matrix of texts by 3-grams, 1 where a text has it; columns from rare to common, sorted within each row."""
    vocabulary: dict[str, int] = {}
    words: list[int] = []
    text_of: list[int] = []
    for i, text in enumerate(texts):
        own = [vocabulary.setdefault(word, len(vocabulary) + 1) for word in list_compared_words(text)]
        if own:
            own += [_NO_WORD] * (SHINGLE_WORDS - len(own))
            words += own
            text_of += [i] * len(own)
    rows, columns = _number_shingles(np.array(words, np.int64), np.array(text_of, np.int64), len(vocabulary) + 1)
    width = int(columns.max()) + 1 if len(columns) else 0
    frequency = np.bincount(columns, minlength=width)
    rank = np.empty(width, np.int64)
    rank[np.argsort(frequency, kind="stable")] = np.arange(width)
    sets = sp.csr_array((np.ones(len(rows), np.int32), (rows, rank[columns])), shape=(len(texts), width))
    sets.sort_indices()
    return sets


def _number_shingles(words: Indices, text_of: Indices, base: int) -> tuple[Indices, Indices]:
    """Text and 3-gram number of each distinct 3-gram of each text. Exact: no hash, so no collision."""
    count = max(len(words) - SHINGLE_WORDS + 1, 0)
    whole = text_of[:count] == text_of[SHINGLE_WORDS - 1 :]
    numbers = words[:count][whole]
    for offset in range(1, SHINGLE_WORDS):
        # Numbering the shorter grams anew keeps the product of two numbers within 64 bits.
        numbers = np.unique(numbers * base + words[offset : offset + count][whole], return_inverse=True)[1]
    width = int(numbers.max(initial=0)) + 1
    keys = np.sort(text_of[:count][whole] * width + numbers)
    texts, shingles = np.divmod(keys[np.diff(keys, prepend=-1) > 0], width)
    return texts, shingles


def _join(
    left: sp.csr_array,
    right: sp.csr_array,
    similarity: float,
    numbers: tuple[Indices, Indices] | None = None,
) -> NearDuplicates:
    """All pairs of a row of `left` and a row of `right` at or above a Jaccard similarity.

    `numbers` says which text each row is, on either side: a text is then in no pair with itself.
    """
    left_sizes, right_sizes = np.diff(left.indptr), np.diff(right.indptr)
    left_prefixes = _keep_prefixes(left, similarity)
    right_prefixes = sp.csr_array(_keep_prefixes(right, similarity).T)
    found: list[tuple[npt.NDArray[Any], ...]] = [tuple(np.empty(0, kind) for kind in (np.int64, np.int64, np.float64))]
    for start, end in _row_ranges(left_prefixes @ np.diff(right_prefixes.indptr)):
        candidates = sp.coo_array(left_prefixes[start:end] @ right_prefixes)
        first, second = (axis.astype(np.int64) for axis in candidates.coords)
        first += start
        smaller, larger = (of(left_sizes[first], right_sizes[second]) for of in (np.minimum, np.maximum))
        possible = smaller >= similarity * larger - _ROUNDING
        if left is right:
            possible &= first < second
        if numbers is not None:
            possible &= numbers[0][first] != numbers[1][second]
        found += _verify(left, right, first[possible], second[possible], similarity)
    firsts, seconds, values = (np.concatenate(arrays) for arrays in zip(*found, strict=True))
    order = np.lexsort((seconds, firsts))
    return NearDuplicates(firsts[order], seconds[order], values[order])


def _row_ranges(work: Indices) -> Iterator[tuple[int, int]]:
    """Consecutive ranges of rows whose summed work (candidates, before they are merged) fits in memory."""
    done = np.cumsum(work)
    start = 0
    while start < len(work):
        reached = done[start - 1] if start else 0
        end = max(int(np.searchsorted(done, reached + _CANDIDATES_AT_ONCE, side="right")), start + 1)
        yield start, end
        start = end


def _keep_prefixes(sets: sp.csr_array, similarity: float) -> sp.csr_array:
    """Of each row only the rarest elements, one of which every similar row shares."""
    sizes = np.diff(sets.indptr)
    lengths = np.where(sizes > 0, sizes - np.ceil(similarity * sizes - _ROUNDING).astype(np.int64) + 1, 0)
    place = np.arange(sets.nnz) - np.repeat(sets.indptr[:-1], sizes)
    kept = place < np.repeat(lengths, sizes)
    bounds = np.concatenate([[0], np.cumsum(np.minimum(lengths, sizes))])
    return sp.csr_array((sets.data[kept], sets.indices[kept], bounds), shape=sets.shape)


def _verify(
    left: sp.csr_array, right: sp.csr_array, first: Indices, second: Indices, similarity: float
) -> list[tuple[npt.NDArray[Any], ...]]:
    """Compare candidate pairs in full; what is left of them, in pieces."""
    found: list[tuple[npt.NDArray[Any], ...]] = []
    for start in range(0, len(first), _PAIRS_AT_ONCE):
        i, j = first[start : start + _PAIRS_AT_ONCE], second[start : start + _PAIRS_AT_ONCE]
        values = _compare(left, right, i, j)
        near = values >= similarity
        found.append((i[near], j[near], values[near]))
    return found


def _compare(left: sp.csr_array, right: sp.csr_array, i: Indices, j: Indices) -> npt.NDArray[np.float64]:
    """Jaccard similarity of each row `i` of `left` and row `j` of `right`."""
    common = np.asarray(left[i].multiply(right[j]).sum(axis=1)).ravel()
    return common / (np.diff(left.indptr)[i] + np.diff(right.indptr)[j] - common)
