import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from medpref_dagster.schemas import SPLITS
from medpref_dagster.sources.duplicates import (
    CONFLICTING,
    EXACT_ACROSS,
    EXACT_WITHIN,
    NEAR_ACROSS,
    choose_dropped_duplicates,
    find_near_duplicates,
    find_near_duplicates_between,
    group_exact_duplicates,
    split_words,
)

SHORT_TEXTS = st.lists(st.sampled_from(["fever", "pain", "no", "urine"]), max_size=9).map(" ".join)


def jaccard(one: str, other: str) -> float:
    def shingles(text: str) -> set[tuple[str, ...]]:
        words = split_words(text)
        words += [""] * (3 - len(words)) if words else []
        return set(zip(words, words[1:], words[2:], strict=False))

    left, right = shingles(one), shingles(other)
    return len(left & right) / len(left | right) if left | right else 0.0


def random_note(source: random.Random, words: int = 60) -> list[str]:
    return [f"w{source.randrange(5000)}" for _ in range(words)]


def edit(note: list[str], source: random.Random) -> list[str]:
    edited = list(note)
    for _ in range(source.randint(1, 3)):
        place = source.randrange(len(edited))
        kind = source.randrange(3)
        if kind == 0:
            edited[place] = "changed"
        elif kind == 1:
            del edited[place]
        else:
            edited.insert(place, "added")
    return edited


def test_case_punctuation_and_spacing_do_not_make_texts_differ() -> None:
    groups = group_exact_duplicates(["Fever, 38.2 C.", "fever 38 2\n c", "fever 38 3 C", "—", "...", "—"])
    assert groups.tolist() == [0, 0, 2, 3, 4, 3]


@settings(max_examples=200)
@given(st.lists(SHORT_TEXTS, max_size=12), st.sampled_from([0.3, 0.5, 0.55, 0.8, 1.0]))
def test_the_search_finds_exactly_what_comparing_all_pairs_finds(texts: list[str], similarity: float) -> None:
    expected = {
        (i, j): jaccard(texts[i], texts[j])
        for j in range(len(texts))
        for i in range(j)
        if jaccard(texts[i], texts[j]) >= similarity
    }
    found = find_near_duplicates(texts, similarity)
    assert dict(zip(zip(found.first.tolist(), found.second.tolist(), strict=True), found.similarity, strict=True)) == (
        pytest.approx(expected)
    )


@given(st.lists(SHORT_TEXTS, max_size=8), st.lists(SHORT_TEXTS, max_size=8))
def test_the_search_between_tables_finds_exactly_what_comparing_all_pairs_finds(
    left: list[str], right: list[str]
) -> None:
    found = find_near_duplicates_between(left, right, 0.5)
    assert list(zip(found.first.tolist(), found.second.tolist(), strict=True)) == [
        (i, j) for i in range(len(left)) for j in range(len(right)) if jaccard(left[i], right[j]) >= 0.5
    ]


def test_every_planted_near_duplicate_among_many_notes_is_found() -> None:
    source = random.Random(0)
    notes = [random_note(source) for _ in range(3000)]
    planted = {(i, 3000 + k): edit(notes[i], source) for k, i in enumerate(source.sample(range(3000), 500))}
    texts = [" ".join(note) for note in [*notes, *planted.values()]]
    expected = {pair for pair in planted if jaccard(texts[pair[0]], texts[pair[1]]) >= 0.8}
    found = find_near_duplicates(texts, 0.8)
    assert len(expected) > 300
    assert set(zip(found.first.tolist(), found.second.tolist(), strict=True)) == expected


def test_small_pieces_of_work_give_the_same_pairs(monkeypatch: pytest.MonkeyPatch) -> None:
    source = random.Random(1)
    notes = [random_note(source, 20) for _ in range(50)]
    texts = [" ".join(note) for note in [*notes, *(edit(note, source) for note in notes)]]
    whole = find_near_duplicates(texts, 0.5)
    monkeypatch.setattr("medpref_dagster.sources.duplicates._CANDIDATES_AT_ONCE", 3)
    monkeypatch.setattr("medpref_dagster.sources.duplicates._PAIRS_AT_ONCE", 2)
    pieces = find_near_duplicates(texts, 0.5)
    assert len(whole) > 30
    assert (pieces.first.tolist(), pieces.second.tolist()) == (whole.first.tolist(), whole.second.tolist())


def test_of_exact_duplicates_in_one_split_the_first_is_kept() -> None:
    dropped = choose_dropped_duplicates(["a b c", "A b c.", "a b c"], ["train"] * 3, ["yes"] * 3, 0.8)
    assert dropped.kind == (None, EXACT_WITHIN, EXACT_WITHIN)
    assert dropped.kept_instead == (None, 0, 0)


def test_of_exact_duplicates_in_two_splits_the_one_in_the_later_split_is_kept() -> None:
    dropped = choose_dropped_duplicates(["a b c"] * 3, ["train", "test", "dev"], ["yes"] * 3, 0.8)
    assert dropped.kind == (EXACT_ACROSS, None, EXACT_ACROSS)


def test_exact_duplicates_with_different_answers_are_all_dropped() -> None:
    dropped = choose_dropped_duplicates(["a b c", "a b c", "d e f"], ["train", "test", "dev"], ["yes", "no", "no"], 0.8)
    assert dropped.kind == (CONFLICTING, CONFLICTING, None)


def test_of_near_duplicates_in_two_splits_the_one_in_the_later_split_is_kept() -> None:
    note = "a b c d e f g h i j k l m n o p"
    dropped = choose_dropped_duplicates([f"{note} q", note], ["test", "train"], ["yes", "no"], 0.8)
    assert dropped.kind == (None, NEAR_ACROSS)
    assert dropped.kept_instead == (None, 0)


def test_near_duplicates_within_a_split_are_kept_and_counted() -> None:
    note = "a b c d e f g h i j k l m n o p"
    dropped = choose_dropped_duplicates([f"{note} q", note, "x y z"], ["train"] * 3, ["yes"] * 3, 0.8)
    assert dropped.kind == (None, None, None)
    assert dropped.near_within_split == 2


def test_a_case_that_resembles_only_a_dropped_case_is_kept() -> None:
    words = [f"w{i}" for i in range(30)]
    test, dev, train = (" ".join(words[i : i + 22]) for i in (0, 2, 4))
    assert jaccard(test, dev) >= 0.8
    assert jaccard(dev, train) >= 0.8
    assert jaccard(test, train) < 0.8
    dropped = choose_dropped_duplicates([train, dev, test], ["train", "dev", "test"], ["yes"] * 3, 0.8)
    assert dropped.kind == (None, NEAR_ACROSS, None)


@given(st.lists(st.tuples(SHORT_TEXTS, st.sampled_from(SPLITS), st.sampled_from(["yes", "no"])), max_size=14))
def test_no_kept_case_is_like_a_kept_case_of_another_split(rows: list[tuple[str, str, str]]) -> None:
    texts, splits, answers = ([row[i] for row in rows] for i in range(3))
    dropped = choose_dropped_duplicates(texts, splits, answers, 0.6)
    kept = [i for i in range(len(rows)) if dropped.kind[i] is None]
    for i in kept:
        for j in kept:
            if i < j:
                assert split_words(texts[i]) != split_words(texts[j])
                assert splits[i] == splits[j] or jaccard(texts[i], texts[j]) < 0.6
