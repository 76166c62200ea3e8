"""Raters' agreement, against published examples and the definitions."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from medpref_dagster.verdict.agreement import compute_krippendorff_alpha, compute_weighted_kappa

PAIRS = st.lists(st.tuples(st.integers(1, 5), st.integers(1, 5)), min_size=3, max_size=30)


@given(pairs=PAIRS, weights=st.sampled_from(["linear", "quadratic"]))
def test_weighted_kappa_is_one_less_the_disagreement_over_that_by_chance(pairs, weights):
    power = 1 if weights == "linear" else 2
    first, second = (list(column) for column in zip(*pairs, strict=True))
    kappa = compute_weighted_kappa(first, second, range(1, 6), weights)
    by_chance = np.mean([abs(left - right) ** power for left in first for right in second])
    if not by_chance:
        assert math.isnan(kappa)
    else:
        observed = np.mean([abs(left - right) ** power for left, right in pairs])
        assert kappa == pytest.approx(1 - observed / by_chance, abs=1e-9)


@pytest.mark.parametrize(("level", "published"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849)])
def test_krippendorffs_alpha_gives_his_published_example(level, published):
    _ = None
    ratings = [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, _, _, _],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, _, 3],
        [_, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, _],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, _],
    ]
    assert round(compute_krippendorff_alpha(ratings, level), 3) == published


@given(pairs=st.lists(st.tuples(st.integers(1, 5), st.integers(1, 5)), min_size=2, max_size=20))
def test_alpha_of_two_complete_raters_relates_to_disagreement_as_defined(pairs):
    ratings = [list(column) for column in zip(*pairs, strict=True)]
    values = [value for pair in pairs for value in pair]
    alpha = compute_krippendorff_alpha(ratings, "interval")
    if len(set(values)) == 1:
        assert math.isnan(alpha)
        return
    observed = np.mean([(left - right) ** 2 for left, right in pairs])
    expected = np.mean([(left - right) ** 2 for left, right in itertools.permutations(values, 2)])
    assert alpha == pytest.approx(1 - observed / expected, abs=1e-9)
