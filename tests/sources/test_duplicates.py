import random
import unicodedata
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from medpref_dagster.schemas import SPLITS
from medpref_dagster.sources import duplicates
from medpref_dagster.sources.duplicates import (
    CONFLICTING,
    EXACT_ACROSS,
    EXACT_WITHIN,
    NEAR_ACROSS,
    choose_dropped_duplicates,
    find_near_duplicates,
    find_near_duplicates_between,
    group_exact_duplicates,
    list_compared_words,
)

SHORT_TEXTS = st.lists(st.sampled_from(["fever", "pain", "no", "urine"]), max_size=9).map(" ".join)


def jaccard(one: str, other: str) -> float:
    def shingles(text: str) -> set[tuple[str, ...]]:
        words = list_compared_words(text)
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


@given(
    st.lists(st.tuples(SHORT_TEXTS, st.sampled_from(SPLITS)), max_size=8),
    st.lists(st.tuples(SHORT_TEXTS, st.sampled_from([*SPLITS, None])), max_size=8),
)
def test_between_tables_each_text_gets_the_first_near_one_of_each_group(
    left: list[tuple[str, str]], right: list[tuple[str, str | None]]
) -> None:
    near = {(i, j) for i, (a, _) in enumerate(left) for j, (b, _) in enumerate(right) if jaccard(a, b) >= 0.5}
    expected = {min(pair for pair in near if pair[0] == i and right[pair[1]][1] == right[j][1]) for i, j in near}
    expected |= {min(pair for pair in near if pair[1] == j and left[pair[0]][1] == left[i][1]) for i, j in near}
    (texts, groups), (others, other_groups) = ([[row[k] for row in side] for k in (0, 1)] for side in (left, right))
    found = find_near_duplicates_between(texts, others, 0.5, groups, other_groups)
    assert list(zip(found.first.tolist(), found.second.tolist(), strict=True)) == sorted(expected)
    assert found.similarity.tolist() == [jaccard(texts[i], others[j]) for i, j in sorted(expected)]


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


def write_from_template(source: random.Random) -> str:
    age, days, cells = (source.randrange(*limits) for limits in ((18, 95), (1, 30), (3, 25)))
    return (
        f"A {age} year old {source.choice(['man', 'woman'])} with dysuria for {days} days. The abdomen is soft, and "
        "there is no flank tenderness. The lungs are clear, the heart is regular, the extremities are warm, "
        f"and the neurological examination is without a focal deficit. Urine with leukocytes; white cells {cells}. The "
        "culture is to be followed up by the primary care physician in two days, and the patient agrees with this plan "
        "and has no other question."
    )


def count_comparisons(notes: int, monkeypatch: pytest.MonkeyPatch) -> int:
    source, compared = random.Random(notes), []
    texts = [write_from_template(source) for _ in range(notes)]
    splits = source.choices(SPLITS, [6, 1, 1, 2], k=notes)
    verify = duplicates._verify

    def count(left: Any, right: Any, first: Any, second: Any, similarity: float) -> Any:
        compared.append(len(first))
        return verify(left, right, first, second, similarity)

    monkeypatch.setattr(duplicates, "_verify", count)
    choose_dropped_duplicates(texts, splits, ["yes"] * notes, 0.8)
    monkeypatch.undo()
    return sum(compared)


def test_notes_from_one_template_are_compared_in_proportion_to_their_number(monkeypatch: pytest.MonkeyPatch) -> None:
    few, many = (count_comparisons(notes, monkeypatch) for notes in (300, 1200))
    assert few < 300 * 60
    assert many < 1.5 * 4 * few  # all pairs would be 16 times as many


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from([0.6, 0.8, 0.9]))
def test_what_is_dropped_is_what_comparing_all_pairs_drops(seed: int, similarity: float) -> None:
    source = random.Random(seed)
    texts = list(dict.fromkeys(write_from_template(source) for _ in range(30)))
    splits = source.choices(SPLITS, k=len(texts))
    near = {(i, j) for i in range(len(texts)) for j in range(len(texts)) if jaccard(texts[i], texts[j]) >= similarity}
    instead: dict[int, int] = {}
    for rank in reversed(range(len(SPLITS))):
        for i in (place for place, split in enumerate(splits) if split == SPLITS[rank]):
            later = [j for j in range(len(texts)) if SPLITS.index(splits[j]) > rank and (i, j) in near]
            if kept := [j for j in later if j not in instead]:
                instead[i] = kept[0]
    resembling = {i for i, j in near if i != j and splits[i] == splits[j] and i not in instead}
    dropped = choose_dropped_duplicates(texts, splits, ["yes"] * len(texts), similarity)
    assert dropped.kept_instead == tuple(instead.get(i) for i in range(len(texts)))
    assert dropped.near_within_split == len(resembling)


def test_words_of_scripts_without_spaces_are_their_characters_and_accents_have_one_form() -> None:
    assert list_compared_words("患者有 UTI\uff0c38.2") == ["患", "者", "有", "uti", "38", "2"]
    assert group_exact_duplicates(["fièvre élevée", unicodedata.normalize("NFD", "Fièvre élevée")]).tolist() == [0, 0]
    one, other = "患者有泌尿道感染建议使用抗生素三天", "患者有泌尿道感染建议使用抗生素五天"
    assert find_near_duplicates([one, other], 0.6).similarity.tolist() == [13 / 17]


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
                assert list_compared_words(texts[i]) != list_compared_words(texts[j])
                assert splits[i] == splits[j] or jaccard(texts[i], texts[j]) < 0.6
