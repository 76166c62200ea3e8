import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medpref_dagster.synthetic import hyponatremia
from medpref_dagster.synthetic.hyponatremia import Draw, correct_sodium, decide_sodium, shows_hyponatremia

ROWS = list(hyponatremia.generate(1500, seed=0))


def test_sodium_of_135_is_normal_and_just_below_is_hyponatremia() -> None:
    assert not shows_hyponatremia((Draw(0, 135.0, 90),))
    assert shows_hyponatremia((Draw(0, 134.9, 90),))
    assert shows_hyponatremia((Draw(0, 134.0, 90),))


@given(st.permutations([Draw(10, 120.0, 90), Draw(700, 138.0, 90), Draw(900, 136.0, 90)]))
def test_the_latest_draw_decides_in_whatever_order_they_are_listed(draws: list[Draw]) -> None:
    assert decide_sodium(tuple(draws)) == 136.0


@pytest.mark.parametrize(("sodium", "glucose", "corrected"), [(125, 600, 137), (130, 100, 130), (128, 350, 134)])
def test_sodium_is_corrected_by_2_4_for_each_100_mg_of_glucose_above_100(
    sodium: float, glucose: float, corrected: float
) -> None:
    assert correct_sodium(sodium, glucose) == corrected


def test_glucose_below_200_corrects_nothing() -> None:
    assert decide_sodium((Draw(0, 134.0, 199),)) == 134.0
    assert decide_sodium((Draw(0, 134.0, 200),)) == 136.0


def test_the_same_seed_gives_the_same_rows_and_more_rows_begin_with_them() -> None:
    assert list(hyponatremia.generate(200, seed=0)) == ROWS[:200]
    assert list(hyponatremia.generate(50, seed=1)) != ROWS[:50]


def test_no_two_records_are_alike_and_ids_are_unique() -> None:
    assert len({row["labs"] for row in ROWS}) == len({row["record_id"] for row in ROWS}) == len(ROWS)
    assert all(tuple(row) == hyponatremia.COLUMNS for row in ROWS)


def test_labels_are_balanced_in_every_scenario() -> None:
    for scenario in {row["scenario"] for row in ROWS}:
        labels = [row["hyponatremia"] for row in ROWS if row["scenario"] == scenario]
        assert 0.4 < labels.count("yes") / len(labels) < 0.6, scenario
        assert len(labels) > 0.08 * len(ROWS)


def test_boundary_records_stay_between_133_and_137() -> None:
    assert all(133 <= float(str(row["sodium"])) < 137.5 for row in ROWS if row["scenario"] == "boundary")


def test_the_deciding_sodium_stands_in_the_text_unless_it_is_corrected() -> None:
    for row in ROWS:
        sodium = float(str(row["sodium"]))
        written = str(int(sodium)) if sodium.is_integer() else f"{sodium:.1f}"
        if row["scenario"] != "hyperglycemia":
            assert re.search(rf"\b{re.escape(written)}\b", str(row["labs"]))


def test_the_label_can_be_read_back_from_the_text_where_one_sodium_is_given() -> None:
    checked = 0
    for row in ROWS:
        found = re.findall(r"(?<!urine )(?<!U-)(?:[Ss]odium|Na)\D{0,20}? (1\d\d(?:\.\d)?)\b", str(row["labs"]))
        if row["scenario"] == "boundary" and len(found) == 1:
            assert (float(found[0]) < 135) == (row["hyponatremia"] == "yes")
            checked += 1
    assert checked > 100


def test_patients_have_several_records_and_texts_stay_short() -> None:
    groups = [len(list(rows)) for _, rows in itertools.groupby(ROWS, key=lambda row: row["patient_id"])]
    assert max(groups) > 1
    assert max(len(str(row["labs"]).split()) for row in ROWS) <= 90
