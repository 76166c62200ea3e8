from collections import Counter

import pytest

from medpref_dagster.synthetic import pathology
from medpref_dagster.synthetic.pathology import MARGINS, NODES, TUMORS, Specimen, assign

ROWS = list(pathology.generate(1500, seed=0))


@pytest.mark.parametrize(
    ("specimen", "labels"),
    [
        (Specimen(0, 20, 0), ("positive", "pT1", "pN0")),
        (Specimen(1, 21, 1), ("close", "pT2", "pN1")),
        (Specimen(19, 50, 3), ("close", "pT2", "pN1")),
        (Specimen(20, 51, 4), ("negative", "pT3", "pN2")),
    ],
)
def test_labels_follow_the_declared_rules(specimen: Specimen, labels: tuple[str, str, str]) -> None:
    assert assign(specimen) == labels


def test_the_same_seed_gives_the_same_rows_and_more_rows_begin_with_them() -> None:
    assert list(pathology.generate(200, seed=0)) == ROWS[:200]
    assert list(pathology.generate(50, seed=1)) != ROWS[:50]


def test_no_two_reports_are_alike_and_they_keep_their_length() -> None:
    assert len({row["report"] for row in ROWS}) == len({row["specimen_id"] for row in ROWS}) == len(ROWS)
    assert all(tuple(row) == pathology.COLUMNS for row in ROWS)
    assert all(30 <= len(str(row["report"]).split()) <= 110 for row in ROWS)


def test_labels_are_even_and_ink_alone_does_not_make_a_margin_positive() -> None:
    for field, labels in (("margin", MARGINS), ("tumor", TUMORS), ("nodes", NODES)):
        counts = Counter(row[field] for row in ROWS)
        assert all(0.28 < counts[label] / len(ROWS) < 0.39 for label in labels), field
    ink = [row["margin"] for row in ROWS if "ink on tumor" in str(row["report"])]
    assert 0.3 < ink.count("positive") / len(ink) < 0.7


def test_no_placeholder_is_left_and_patients_have_several_specimens() -> None:
    assert not any("{" in str(row["report"]) for row in ROWS)
    assert len({row["patient_id"] for row in ROWS}) < 0.9 * len(ROWS)
