from collections import Counter

import pytest

from medpref_dagster.synthetic import dosing
from medpref_dagster.synthetic.dosing import DOSES, DRUGS, Order, decide

ROWS = list(dosing.generate(1500, seed=0))


@pytest.mark.parametrize(
    ("order", "dose"),
    [
        (Order("rivaroxaban", 51), "usual"),
        (Order("rivaroxaban", 50), "reduced"),
        (Order("rivaroxaban", 15), "reduced"),
        (Order("rivaroxaban", 14), "none"),
        (Order("rivaroxaban", 90, obstacle=True), "none"),
        (Order("dabigatran", 31), "usual"),
        (Order("dabigatran", 30), "reduced"),
        (Order("enoxaparin", 30), "usual"),
        (Order("enoxaparin", 29), "reduced"),
        (Order("baricitinib", 59), "reduced"),
        (Order("baricitinib", 29), "none"),
        (Order("sotalol", 61), "usual"),
        (Order("sotalol", 40), "reduced"),
        (Order("sotalol", 39), "none"),
        (Order("metformin", 44), "reduced"),
        (Order("metformin", 60, obstacle=True), "none"),
        (Order("metformin", 61, obstacle=True), "usual"),
        (Order("zoledronic acid", 60), "reduced"),
        (Order("apixaban", 20, age=79, weight=60, creatinine=1.4), "usual"),
        (Order("apixaban", 90, age=80, weight=60, creatinine=1.4), "reduced"),
        (Order("apixaban", 90, age=70, weight=60, creatinine=1.5), "reduced"),
        (Order("apixaban", 90, age=70, weight=60, creatinine=1.5, obstacle=True), "none"),
    ],
)
def test_doses_follow_the_declared_rules(order: Order, dose: str) -> None:
    assert decide(order) == dose


def test_the_same_seed_gives_the_same_rows_and_more_rows_begin_with_them() -> None:
    assert list(dosing.generate(200, seed=0)) == ROWS[:200]
    assert list(dosing.generate(50, seed=1)) != ROWS[:50]


def test_no_two_notes_are_alike_and_they_keep_their_length() -> None:
    assert len({row["note"] for row in ROWS}) == len({row["note_id"] for row in ROWS}) == len(ROWS)
    assert all(tuple(row) == dosing.COLUMNS for row in ROWS)
    assert all(20 <= len(str(row["note"]).split()) <= 75 for row in ROWS)


def test_every_drug_has_every_dose_so_that_its_name_says_nothing() -> None:
    counts = Counter((row["drug"], row["dose"]) for row in ROWS)
    for drug in DRUGS:
        whole = sum(counts[drug, dose] for dose in DOSES)
        assert all(0.2 < counts[drug, dose] / whole < 0.47 for dose in DOSES), drug


def test_no_placeholder_is_left_and_patients_have_several_notes() -> None:
    assert not any("{" in str(row["note"]) for row in ROWS)
    assert len({row["patient_id"] for row in ROWS}) < 0.8 * len(ROWS)
