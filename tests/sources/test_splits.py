from collections import Counter
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from medpref_dagster.answering.answers import MissingAnswer, UnknownLabel
from medpref_dagster.declaration import Split
from medpref_dagster.schemas import SPLITS
from medpref_dagster.sources.splits import PlacedRow, assign_split, hash_to_unit, read_given_splits
from medpref_dagster.sources.splits import assign_splits as assign_rows

SPREAD = ("train", "eval", "dev")


def assign_splits(patients: Iterable[str], split: Split) -> dict[str, str | None]:
    patients = list(patients)
    return dict(zip(patients, assign_rows(map(PlacedRow, patients), split), strict=True))


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


@given(TEXTS, st.integers(0, 2**40))
def test_a_position_lies_in_the_half_open_unit_interval(text: str, seed: int) -> None:
    assert 0 <= hash_to_unit(text, seed) < 1


def test_a_position_is_the_same_on_every_machine() -> None:
    assert hash_to_unit("patient-17", 3) == 0.21870457211750582
    assert hash_to_unit("Müller", 0) == 0.5116145082158937


@given(st.lists(TEXTS, unique=True), st.lists(TEXTS, unique=True), st.integers(0, 1000))
def test_a_new_patient_never_moves_an_old_one(old: list[str], new: list[str], seed: int) -> None:
    split = Split(seed=seed)
    before, after = assign_splits(old, split), assign_splits([*new, *old], split)
    assert {patient: after[patient] for patient in old} == before


@given(TEXTS)
def test_every_patient_is_in_one_of_the_four_splits(patient: str) -> None:
    assert assign_split(patient, Split()) in SPLITS


@pytest.mark.parametrize("shares", [(0.6, 0.1, 0.1, 0.2), (0.25, 0.25, 0.25, 0.25), (0.1, 0.2, 0.3, 0.4)])
def test_the_shares_are_met_within_chance(shares: tuple[float, ...]) -> None:
    declared = Split(**dict(zip(SPLITS, shares, strict=True)), seed=7)
    placed = list(assign_splits((f"p{i}" for i in range(20_000)), declared).values())
    for name, share in zip(SPLITS, shares, strict=True):
        assert placed.count(name) / len(placed) == pytest.approx(share, abs=0.015)  # over 4 standard errors


def test_another_seed_draws_another_split() -> None:
    patients = [f"p{i}" for i in range(1000)]
    one, other = (assign_splits(patients, Split(seed=seed)) for seed in (1, 2))
    agreeing = sum(one[patient] == other[patient] for patient in patients) / len(patients)
    assert agreeing == pytest.approx(0.6**2 + 0.1**2 + 0.1**2 + 0.2**2, abs=0.08)


def test_a_share_of_zero_leaves_its_split_empty() -> None:
    placed = assign_splits((f"p{i}" for i in range(5000)), Split(train=0.7, eval=0, dev=0.1, test=0.2))
    assert Counter(placed.values()).keys() == {"train", "dev", "test"}


def give(**values: object) -> Split:
    return Split.model_validate({"column": "part", "values": values, "eval": 0.2, "dev": 0.2})


def test_a_given_split_is_honoured_and_several_are_drawn_among_in_proportion() -> None:
    split = give(training=list(SPREAD), official="test")
    rows = [
        PlacedRow(f"p{i}", read_given_splits({"part": part}, split))
        for i, part in enumerate(["Training", "official "] * 3000)
    ]
    placed = assign_rows(rows, split)
    assert set(placed[1::2]) == {"test"}
    counts = Counter(placed[::2])
    for name, share in zip(SPREAD, (0.6, 0.2, 0.2), strict=True):
        assert counts[name] / 3000 == pytest.approx(share, abs=0.04)


def test_without_values_the_column_names_the_splits() -> None:
    assert read_given_splits({"part": "dev"}, Split(column="part")) == ("dev",)
    with pytest.raises(UnknownLabel, match=r"column 'part': .* train, eval, dev, test"):
        read_given_splits({"part": "holdout"}, Split(column="part"))
    with pytest.raises(MissingAnswer, match="column 'part' is empty"):
        read_given_splits({"part": " "}, Split(column="part"))


@pytest.mark.parametrize(
    ("parts", "placed"),
    [
        ([("train",), ("test",)], [None, "test"]),
        ([SPREAD, ("test",), SPREAD], [None, "test", None]),
        ([("train", "eval", "dev"), ("dev",)], [None, "dev"]),
        ([("train",), ("train",)], ["train", "train"]),
    ],
)
def test_a_patient_of_several_given_splits_is_in_the_last_of_them_alone(
    parts: list[tuple[str, ...]], placed: list[str]
) -> None:
    assert assign_rows([PlacedRow("p", names) for names in parts], Split(column="part")) == placed
    backwards = assign_rows([PlacedRow("p", names) for names in reversed(parts)], Split(column="part"))
    assert backwards == placed[::-1]


YES, NO = (("label", "Yes"),), (("label", "No"),)


@pytest.mark.parametrize("rare", [4, 10, 37])
def test_a_stratified_split_has_every_label_in_every_split_in_about_its_share(rare: int) -> None:
    rows = [PlacedRow(f"p{i}", labels=YES if i < rare else NO) for i in range(400)]
    placed = assign_rows(rows, Split(stratify=True))
    shares = {"train": 0.6, "eval": 0.1, "dev": 0.1, "test": 0.2}
    for labels, patients in ((YES, rare), (NO, 400 - rare)):
        counts = Counter(split for row, split in zip(rows, placed, strict=True) if row.labels == labels)
        for name, share in shares.items():
            assert counts[name] >= 1
            assert counts[name] == pytest.approx(share * patients, abs=1.5)


def test_a_label_of_fewer_patients_than_splits_is_learned_and_tested_first() -> None:
    rows = [PlacedRow(f"p{i}", labels=YES if i < 2 else NO) for i in range(100)]
    assert set(assign_rows(rows, Split(stratify=True))[:2]) == {"train", "test"}


@given(st.lists(st.tuples(st.integers(0, 12), st.sampled_from("abc")), min_size=1, max_size=40), st.integers(0, 99))
def test_a_patient_is_in_one_split_however_it_is_stratified(rows: list[tuple[int, str]], seed: int) -> None:
    placed = assign_rows(
        [PlacedRow(str(who), labels=(("label", what),)) for who, what in rows], Split(stratify=True, seed=seed)
    )
    splits: dict[int, set[str | None]] = {}
    for (who, _), split in zip(rows, placed, strict=True):
        splits.setdefault(who, set()).add(split)
    assert all(len(own) == 1 and own <= set(SPLITS) for own in splits.values())


@given(st.integers(1, 60), st.integers(0, 99))
def test_a_new_patient_moves_at_most_one_at_each_border_of_its_stratum(patients: int, seed: int) -> None:
    split = Split(stratify=True, seed=seed)
    before, after = (
        assign_rows([PlacedRow(f"p{i}", labels=NO) for i in range(n)], split) for n in (patients, patients + 1)
    )
    assert sum(one != other for one, other in zip(before, after, strict=False)) <= len(SPLITS) + 1


@pytest.mark.parametrize(
    ("declared", "message"),
    [
        ({"values": {"a": "train"}}, "say in split.column"),
        ({"column": "part", "values": {"a": "train"}}, "nothing leads to 'test'"),
        ({"column": "part", "values": {"a": [], "b": "test"}}, "'a' leads to no split"),
        ({"column": "part", "values": {"a": ["eval", "dev"], "b": "test"}, "eval": 0, "dev": 0}, "shares are all 0"),
        ({"train": 0, "test": 0.8}, "nothing leads to 'train', so nothing can be trained"),
        ({"train": 0.9}, "must sum to 1"),
        ({"column": "part", "values": {"a": "holdout"}}, "'train', 'eval', 'dev' or 'test'"),
    ],
)
def test_a_split_that_cannot_be_is_refused(declared: dict[str, object], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        Split.model_validate(declared)


def test_a_declaration_without_the_newer_fields_keeps_its_hash() -> None:
    assert Split().model_dump(mode="json") == {"train": 0.6, "eval": 0.1, "dev": 0.1, "test": 0.2, "seed": 0}
