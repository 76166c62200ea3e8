"""A judge against clinicians: agreement, kappa, and the share in which the order decides."""

import pytest
from sklearn.metrics import cohen_kappa_score
from statsmodels.stats.proportion import proportion_confint

from medpref_dagster.declaration.synthesis import SliceRules
from medpref_dagster.synthesis.against_clinicians import draw_clinicians, measure_judge
from medpref_dagster.synthesis.slices import open_slices
from tests.synthesis.made_pairs import make_real


def said(outcome, clinicians=None, slice_name="a"):
    kind = "candidates" if clinicians is None else "clinicians"
    return {"outcome": outcome, "clinicians": clinicians, "kind": kind, "slice": slice_name}


ROWS = [
    *[said("first", "first")] * 7,
    *[said("second", "second")] * 5,
    *[said("first", "second")] * 2,
    said("second", "first", "b"),
    said("tie", "first", "b"),
    said("order", "second", None),
    said("unread", "second"),
    said("order"),
    said("first"),
]


def test_agreement_is_of_decided_pairs_of_clinicians_with_its_wilson_interval():
    whole = measure_judge(ROWS)[0]
    assert (whole.slice, whole.compared, whole.decided, whole.ties, whole.agreeing) == ("all", 19, 16, 1, 12)
    assert (whole.agreement.low, whole.agreement.high) == pytest.approx(proportion_confint(12, 15, method="wilson"))
    assert (whole.order_decides.estimate, whole.order_decides.low) == pytest.approx(
        (2 / 19, proportion_confint(2, 19, method="wilson")[0])
    )


def test_kappa_is_cohens_of_which_answer_is_better():
    both = [(row["outcome"], row["clinicians"]) for row in ROWS[:15]]
    expected = cohen_kappa_score(*zip(*both, strict=True))
    assert measure_judge(ROWS)[0].kappa == pytest.approx(expected)


def test_each_slice_has_a_row_and_what_is_of_none_counts_in_all():
    assert [(item.slice, item.compared, item.agreeing) for item in measure_judge(ROWS)[1:]] == [
        ("a", 16, 12),
        ("b", 2, 0),
    ]


def test_nothing_compared_is_nothing_known():
    [whole] = measure_judge([])
    assert (whole.compared, whole.agreement, whole.order_decides, whole.kappa) == (0, None, None, None)
    [whole, _] = measure_judge([said("first", "first")])
    assert whole.kappa is None, "of one category alone it is undefined"


def test_clinicians_pairs_are_drawn_by_hash_with_what_they_chose_on_either_side():
    rows = [make_real(number) for number in range(40)]
    name = open_slices(SliceRules())
    drawn = draw_clinicians(rows, name, 30, seed=3)
    assert drawn == draw_clinicians([*rows[::-1], rows[0]], name, 30, seed=3)
    assert len(drawn) == 30
    assert {chosen == comparison.first for comparison, chosen in drawn} == {True, False}
    assert all(chosen.startswith("good") for _, chosen in drawn)
    assert {comparison.slice for comparison, _ in drawn} == {"specialty=urology, style=soap"}
    assert draw_clinicians(rows, name, 0, seed=3) == []
