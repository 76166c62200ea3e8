"""Numbers are printed one way, and never as if they were what they are not."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from medpref_dagster.verdict.words import (
    count,
    format_ends,
    format_estimate,
    format_interval,
    format_number,
    format_p,
    format_pair,
    format_points,
    format_share,
    format_share_ends,
    put_in_sentence,
    spell_p,
)


@pytest.mark.parametrize(
    ("p", "text"), [(0.0001, "<.001"), (0.003, ".003"), (0.03, ".03"), (0.049, ".049"), (0.55, ".55"), (1.0, ">.99")]
)
def test_p_values_are_printed_as_journals_print_them(p, text):
    assert format_p(p) == text


def test_undefined_numbers_are_dashes():
    assert format_number(None) == "\N{EN DASH}"
    assert format_interval({"estimate": 0.5, "low": None, "high": None}) == "0.50"
    assert format_interval({"estimate": np.float64(-0.5), "low": -1.0, "high": 0.0}, signed=True) == (
        "\N{MINUS SIGN}0.500 (\N{MINUS SIGN}1.000 to +0.000)"
    )


@given(low=st.floats(0, 1), width=st.floats(1e-7, 0.5), signed=st.booleans())
def test_ends_that_differ_are_printed_as_different(low, width, signed):
    interval = {"estimate": low + width / 2, "low": low, "high": low + width}
    assert len(set(format_ends(interval, signed).split(" to "))) == 2
    assert len(set(format_share_ends(interval).split(" to "))) == 2


def test_an_estimate_has_the_decimals_of_its_interval():
    interval = {"estimate": 0.00001, "low": 0.0, "high": 0.0004}
    assert format_interval(interval) == "0.0000 (0.0000 to 0.0004)"
    assert format_estimate(interval) == "0.0000"
    assert (format_share(interval), format_share_ends(interval)) == ("0.00%", "0.00% to 0.04%")
    missing = {"estimate": 0.5, "low": None, "high": None}
    assert (format_ends(missing), format_share_ends(missing)) == ("no interval", "no interval")


@given(first=st.floats(0, 1), gap=st.floats(1e-7, 0.1))
def test_values_that_differ_are_printed_as_different(first, gap):
    assert len(set(format_pair(first, first + gap))) == 2
    assert len(set(format_pair(first, first))) == 1


@pytest.mark.parametrize(
    ("share", "text"),
    [(0.064, "6 points"), (0.01, "1 point"), (0.004, "0.4 points"), (0.0001, "0.01 points"), (0.0, "0 points")],
)
def test_a_difference_that_is_not_0_is_never_0_points(share, text):
    assert format_points(share) == text


def test_a_zero_has_no_minus_sign():
    assert format_number(-0.0, signed=True) == "+0.000"


def test_words_fit_into_a_sentence():
    assert (spell_p(0.03), spell_p(0.00001)) == ("p = .03", "p < .001")
    assert (count(1, "case"), count(1200, "case")) == ("1 case", "1,200 cases")
    titles = ["Accuracy of urgency", "F1, macro average", "ROUGE-L F", "Likert rating by clinicians"]
    assert [put_in_sentence(title) for title in titles] == ["accuracy of urgency", *titles[1:]]
