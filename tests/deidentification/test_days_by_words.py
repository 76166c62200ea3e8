"""Days with a hyphen, ordinals behind a weekday, months in small letters, weekdays within a sentence; ages over 89."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medpref_dagster.deidentification.dates import shift_date
from medpref_dagster.deidentification.days_by_words import shift_day
from medpref_dagster.deidentification.finding import find_identifiers
from medpref_dagster.deidentification.identifiers import Rules

RULES = Rules()


def dates(text: str) -> list[str]:
    return [text[item.start : item.end] for item in find_identifiers(text, RULES) if item.kind == "date"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Homans negative, seen 5-30.", ["5-30"]),
        ("Phone message 1-20 22:50 about the rash", ["1-20"]),
        ("Plan:\n11-3: line removed", ["11-3"]),
        ("niece stays until 10-14. Then respite.", ["10-14"]),
        ("appointment on Tuesday the 12th at noon", ["Tuesday", "the 12th"]),
        ("respite bed from may. Carer agrees.", ["may"]),
        ("down two kilos since june", ["june"]),
        ("missed the dose Fri as nobody came", ["Fri"]),
        ("back on sat 7/20 for review", ["sat", "7/20"]),
        ("closed for Waitangi Day", ["Waitangi Day"]),
        ("fell on Democracy Day", ["Democracy Day"]),
    ],
)
def test_a_day_is_found_by_the_words_around_it(text: str, found: list[str]) -> None:
    assert dates(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "every 4-6 hours as needed",
        "for 10-12 weeks",
        "pain score 3-4.",
        "drink 6-8 glasses",
        "symptoms from may be due to asthma",
        "results from march past the ward",
        "grade 2-3: mild",
        "0-4: none\n5-9: mild\n12-15: severe",
        "disc bulge at L4-5. No cord signs",
        "sat 94% on air",
        "she sat 12 minutes",
    ],
)
def test_a_range_a_verb_and_a_saturation_are_no_days(text: str) -> None:
    assert dates(text) == []


def test_such_a_day_is_shifted_in_its_form() -> None:
    assert shift_date("5-12", 3) == "5-15"
    assert shift_date("the 12th", 3) == "the 15th"


@pytest.mark.parametrize(
    ("written", "days", "shifted"),
    [
        ("20-23 May", 3, "23-26 May"),
        ("30-31 May", 1, "31 May - 1 June"),
        ("August 1-4", 7, "August 8-11"),
        ("august 1-4", -3, "july 29 - august 1"),
    ],
)
def test_days_from_and_to_are_both_shifted(written: str, days: int, shifted: str) -> None:
    assert dates(f"Stay {written}, as planned") == [written]
    assert shift_day(written, days) == shifted


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("Jamal Underwood  16 Jun 1924 (97)  Seen: August", "97"),
        ("DOB/AGE: 1929-02-21 / 93\nMRN", "93"),
        ("next door lives an aunt of 102, well", "102"),
        ("as staff call her is 94 now", "94"),
        ("his grandmother, who is 91, had the same", "91"),
        ("gran (99!!) at the window", "99"),
    ],
)
def test_an_age_over_89_is_found_behind_a_birthday_a_relative_or_a_name(text: str, age: str) -> None:
    assert [text[item.start : item.end] for item in find_identifiers(text, RULES) if item.kind == "age"] == [age]


def test_ninety_of_something_else_is_no_age() -> None:
    text = "your temperature is ninety eight . seven and your saturation is ninety six, fine"
    assert not [item for item in find_identifiers(text, RULES) if item.kind == "age"]


@given(
    st.integers(1, 31),
    st.integers(1, 31),
    st.sampled_from(["Jan", "february", "MAY", "Sept", "October", "Dec"]),
    st.sampled_from(["{0}-{1} {2}", "{0}th - {1}th of {2}", "{2} {0}-{1}", "{0:02}-{1:02} {2}"]),
    st.integers(-365, 365),
)
def test_any_span_that_is_found_can_be_shifted(first: int, last: int, month: str, form: str, days: int) -> None:
    written = form.format(first, last, month)
    assert dates(f"Stay {written}, as planned") == [written]
    assert any(map(str.isdigit, shift_day(written, days)))
