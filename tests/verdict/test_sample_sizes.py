"""How many cases show what, against the published formula and by counting outcomes."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from medpref_dagster.verdict.sample_sizes import (
    can_reach_significance,
    count_cases_needed,
    estimate_design_effect,
    find_detectable_difference,
)
from medpref_dagster.verdict.significance import run_mcnemar

SHARES = st.floats(0.01, 0.99)


@pytest.mark.parametrize(("discordant", "difference", "cases"), [(0.5, 0.4, 23), (0.45, 0.15, 155)])
def test_cases_needed_agree_with_published_examples_of_connors_formula(discordant, difference, cases):
    assert count_cases_needed(discordant, difference) == cases
    assert count_cases_needed(discordant, -difference) == cases


@given(cases=st.integers(6, 5000), discordant=SHARES, power=st.floats(0.6, 0.95))
def test_the_detectable_difference_is_the_one_for_which_these_cases_are_needed(cases, discordant, power):
    difference = find_detectable_difference(cases, discordant, power=power)
    grown = max(discordant, difference)
    assert count_cases_needed(grown, difference, power=power) == cases
    assert 0 < difference <= 1


def test_a_difference_is_detectable_where_no_case_was_discordant_and_it_is_not_0():
    assert (
        find_detectable_difference(120, 0.0)
        == find_detectable_difference(120, 1 / 120)
        == pytest.approx(0.0640, abs=5e-4)
    )


def test_the_detectable_difference_is_found_about_4_times_in_5():
    difference = find_detectable_difference(120, 0.0)
    powers = stats.binom.pmf(np.arange(121), 120, difference)
    found = sum(power for wins, power in enumerate(powers) if run_mcnemar(0, wins).p_exact < 0.05)
    assert found == pytest.approx(0.8, abs=0.05)


@pytest.mark.parametrize("cases", [0, 1, 2, 3, 4, 5])
def test_nothing_is_detectable_where_even_all_cases_together_prove_nothing(cases):
    assert run_mcnemar(0, cases).p_exact >= 0.05
    assert not can_reach_significance(cases)
    assert {find_detectable_difference(cases, discordant) for discordant in (0.0, 0.5, 1.0)} == {1.0}
    assert can_reach_significance(6)


def test_without_a_difference_clusters_inflate_nothing():
    assert estimate_design_effect(np.zeros(4), ["a", "a", "b", "b"]) == 1
    assert estimate_design_effect(np.ones(4), ["a", "a", "b", "b"]) == 2


def test_a_nonsense_plan_is_refused():
    with pytest.raises(ValueError, match="discordant"):
        count_cases_needed(0.1, 0.2)
