import math
from typing import Any

import numpy as np
import pytest

from medpref_dagster.feedback.agreement import ALL, measure_agreement
from medpref_dagster.feedback.judgements import Judgement
from medpref_dagster.verdict.agreement import compute_krippendorff_alpha

_ = None
# Krippendorff, Computing Krippendorff's alpha-reliability, 2011, example C: four observers, twelve units.
PUBLISHED = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, _, _, _],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, _, 3],
    [_, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, _],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, _],
]


def make_judgements(ratings: list[list[Any]], kind: str, specialty: str | None = "urology") -> list[Judgement]:
    return [
        Judgement(kind, "usable", f"item {item:02}", f"clinician {rater}", specialty, value, None)
        for rater, row in enumerate(ratings)
        for item, value in enumerate(row)
        if value is not None
    ]


@pytest.mark.parametrize(("kind", "published"), [("thumb", 0.743), ("rating of 5", 0.815)])
def test_alpha_is_the_published_one_nominal_or_ordinal(kind: str, published: float) -> None:
    (found,) = measure_agreement(make_judgements(PUBLISHED, kind))
    assert round(found.alpha.estimate, 3) == published
    assert found.alpha.low < published < found.alpha.high <= 1
    assert (found.specialty, found.items, found.judgements, found.clinicians) == (ALL, 11, 40, 4)


def test_kinds_and_specialties_are_told_apart_and_together() -> None:
    two = make_judgements(PUBLISHED, "rating of 5", "urology") + [
        Judgement("rating of 5", "usable", f"other {item.item}", item.clinician, "surgery", item.value, None)
        for item in make_judgements(PUBLISHED, "rating of 5")
    ]
    found = measure_agreement([*two, *make_judgements([[0, 1], [1, 0]], "thumb")], samples=50)
    assert [(item.kind, item.specialty) for item in found] == [
        ("rating of 5", ALL),
        ("rating of 5", "surgery"),
        ("rating of 5", "urology"),
        ("thumb", ALL),
    ]
    assert found[1].alpha.estimate == found[2].alpha.estimate
    assert found[3].alpha.estimate == compute_krippendorff_alpha([[0, 1], [1, 0]], "nominal")


def test_where_all_say_the_same_alpha_is_undefined() -> None:
    (found,) = measure_agreement(make_judgements([[1, 1], [1, 1]], "thumb"))
    assert math.isnan(found.alpha.estimate)


def test_the_interval_covers_the_alpha_of_all_items_in_most_samples_of_them() -> None:
    rng = np.random.default_rng(0)
    truth = rng.integers(0, 2, 4000)
    ratings = [np.where(rng.random(4000) < 0.85, truth, 1 - truth) for _ in range(3)]
    whole = compute_krippendorff_alpha([row.tolist() for row in ratings], "nominal")
    covered = 0
    for trial in range(100):
        part = slice(40 * trial, 40 * (trial + 1))
        (found,) = measure_agreement(make_judgements([row[part].tolist() for row in ratings], "thumb"), samples=300)
        covered += found.alpha.low <= whole <= found.alpha.high
    assert covered >= 88


def test_too_few_items_have_an_alpha_and_no_interval() -> None:
    (found,) = measure_agreement(make_judgements([[0, 1], [0, 1]], "thumb"))
    assert found.alpha.estimate == 1
    assert math.isnan(found.alpha.low)
