from collections import Counter

import pytest

from medpref_dagster.synthetic import radiology
from medpref_dagster.synthetic.radiology import FOLLOW_UPS, Nodule, decide

ROWS = list(radiology.generate(1500, seed=0))


@pytest.mark.parametrize(
    ("nodule", "follow_up"),
    [
        (Nodule("solid", 5), "none"),
        (Nodule("solid", 6), "year"),
        (Nodule("solid", 8), "year"),
        (Nodule("solid", 9), "quarter"),
        (Nodule("solid", 9, 9, 24), "none"),
        (Nodule("solid", 9, 9, 12), "quarter"),
        (Nodule("solid", 5, 3, 30), "quarter"),
        (Nodule("ground-glass", 5), "none"),
        (Nodule("ground-glass", 12), "year"),
        (Nodule("ground-glass", 12, 12, 38), "year"),
        (Nodule("ground-glass", 12, 10, 38), "quarter"),
        (Nodule("part-solid", 6), "quarter"),
        (Nodule("calcified", 14), "none"),
    ],
)
def test_follow_up_follows_the_declared_rules(nodule: Nodule, follow_up: str) -> None:
    assert decide(nodule) == follow_up


def test_the_same_seed_gives_the_same_rows_and_more_rows_begin_with_them() -> None:
    assert list(radiology.generate(200, seed=0)) == ROWS[:200]
    assert list(radiology.generate(50, seed=1)) != ROWS[:50]


def test_no_two_reports_are_alike_and_they_keep_their_length() -> None:
    assert len({row["report"] for row in ROWS}) == len({row["report_id"] for row in ROWS}) == len(ROWS)
    assert all(tuple(row) == radiology.COLUMNS for row in ROWS)
    assert all(18 <= len(str(row["report"]).split()) <= 95 for row in ROWS)


def test_follow_ups_are_even_and_recommendations_for_other_organs_do_not_give_them_away() -> None:
    counts = Counter(row["follow_up"] for row in ROWS)
    assert all(0.28 < counts[name] / len(ROWS) < 0.4 for name in FOLLOW_UPS)
    other = [row["follow_up"] for row in ROWS if "in 3 months" in str(row["report"])]
    assert len(other) > 100
    assert 0.2 < other.count("quarter") / len(other) < 0.5


def test_no_placeholder_is_left_and_patients_have_several_reports() -> None:
    assert not any("{" in str(row["report"]) for row in ROWS)
    assert len({row["patient_id"] for row in ROWS}) < 0.8 * len(ROWS)
