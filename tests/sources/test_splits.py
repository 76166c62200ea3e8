import pytest
from hypothesis import given
from hypothesis import strategies as st

from medpref_dagster.declaration import Split
from medpref_dagster.schemas import SPLITS
from medpref_dagster.sources.splits import assign_split, assign_splits, hash_to_unit

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
