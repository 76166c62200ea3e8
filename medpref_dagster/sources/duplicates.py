"""Texts that say the same: exact duplicates (same words) and near duplicates (Jaccard similarity of word 3-grams).

The near-duplicate search is an exact set-similarity join, so its recall is 1, where MinHash would miss some pairs
near the threshold. It uses prefix filtering: order all 3-grams from rare to common; if two sets of sizes a and b
have Jaccard similarity t or more, they share an element among the first a - ceil(t a) + 1 of the one and
b - ceil(t b) + 1 of the other. Only texts that share such a rare 3-gram are compared.

References: Chaudhuri, Ganti, Kaushik, "A primitive operator for similarity joins in data cleaning", ICDE 2006;
Bayardo, Ma, Srikant, "Scaling up all pairs similarity search", WWW 2007. Word 3-grams as for the deduplication of
training text in Lee et al., "Deduplicating training data makes language models better", ACL 2022.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from medpref_dagster.schemas import SPLITS

SHINGLE_WORDS = 3

Indices = npt.NDArray[np.int64]

_WORD = re.compile(r"\w+")
_NO_WORD = 0
_CANDIDATES_AT_ONCE = 20_000_000
_PAIRS_AT_ONCE = 100_000
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


def split_words(text: str) -> list[str]:
    """The words of a text: Unicode-compatible forms joined, case folded, punctuation and spacing gone."""
    return _WORD.findall(unicodedata.normalize("NFKC", text).casefold())


def group_exact_duplicates(texts: Sequence[str]) -> Indices:
    """For each text the position of the first text with the same words in the same order.

    A text without a single word is compared by its characters.
    """
    seen: dict[str, int] = {}
    return np.array(
        [seen.setdefault(" ".join(split_words(text)) or text.strip(), i) for i, text in enumerate(texts)], np.int64
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


def find_near_duplicates_between(left: Sequence[str], right: Sequence[str], similarity: float) -> NearDuplicates:
    """All pairs of a text of one table and a text of another (another task's cases, feedback) at or above a similarity.

    Exact duplicates between the two are among them, with similarity 1. `first` counts in `left`, `second` in `right`.
    """
    sets = _shingle_sets([*left, *right])
    return _join(sets[: len(left)], sets[len(left) :], similarity)


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
    positions = np.array(kept, np.int64)
    pairs = find_near_duplicates([texts[i] for i in kept], similarity)
    first, second = positions[pairs.first], positions[pairs.second]
    crossing = ranks[first] != ranks[second]
    later_is_first = ranks[first] > ranks[second]
    later = np.where(later_is_first, first, second)[crossing]
    earlier = np.where(later_is_first, second, first)[crossing]
    # From the latest split down: whether a case of the later split is kept is settled before it drops another.
    for i in np.lexsort((later, earlier, -ranks[earlier])).tolist():
        if kind[later[i]] is None and kind[earlier[i]] is None:
            kind[earlier[i]], kept_instead[earlier[i]] = NEAR_ACROSS, int(later[i])

    resembling = {int(i) for pair in zip(first[~crossing], second[~crossing], strict=True) for i in pair}
    return DroppedDuplicates(tuple(kind), tuple(kept_instead), sum(kind[i] is None for i in resembling))


def _shingle_sets(texts: Sequence[str]) -> sp.csr_array:
    """A matrix of texts by 3-grams, 1 where a text has it; columns from rare to common, sorted within each row."""
    vocabulary: dict[str, int] = {}
    words: list[int] = []
    text_of: list[int] = []
    for i, text in enumerate(texts):
        own = [vocabulary.setdefault(word, len(vocabulary) + 1) for word in split_words(text)]
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


def _join(left: sp.csr_array, right: sp.csr_array, similarity: float) -> NearDuplicates:
    """All pairs of a row of `left` and a row of `right` at or above a Jaccard similarity."""
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
        common = np.asarray(left[i].multiply(right[j]).sum(axis=1)).ravel()
        union = np.diff(left.indptr)[i] + np.diff(right.indptr)[j] - common
        values = common / union
        near = values >= similarity
        found.append((i[near], j[near], values[near]))
    return found
