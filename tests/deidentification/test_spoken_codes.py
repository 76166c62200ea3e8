"""Numbers, addresses and spellings that were spoken, and years of birth."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medpref_dagster.deidentification.finding import find_identifiers
from medpref_dagster.deidentification.identifiers import Rules
from medpref_dagster.deidentification.spoken_codes import read_spoken, speak
from medpref_dagster.deidentification.surrogates import is_reserved
from medpref_dagster.deidentification.texts import deidentify_texts
from tests.deidentification.test_other_countries import KEY

RULES = Rules()
DIGITS = ("oh", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def found(text: str, part: str) -> set[str]:
    start = text.index(part)
    return {
        item.kind for item in find_identifiers(text, RULES) if item.start <= start and start + len(part) <= item.end
    }


@given(st.lists(st.sampled_from(DIGITS), min_size=6, max_size=12))
def test_six_spoken_digits_and_more_are_a_number_of_somebody(digits: list[str]) -> None:
    spoken = " ".join(digits)
    assert found(f"you can call {spoken} until noon", spoken) == {"phone"}
    assert found(f"record number {spoken}, thank you", spoken) == {"medical_record"}


@pytest.mark.parametrize(
    ("text", "part", "kind"),
    [
        ("email is kim dot marsh at mailhost dot org, thanks", "kim dot marsh at mailhost dot org", "email"),
        (
            "email is sul underscore 66 at mailhost dot co dot uk",
            "sul underscore 66 at mailhost dot co dot uk",
            "email",
        ),
        ("last name spelled M A R S H. Then", "M A R S H", "name"),
        ("that's H-A-R-T-L-E-Y, yes", "H-A-R-T-L-E-Y", "name"),
    ],
)
def test_addresses_and_spellings_are_found(text: str, part: str, kind: str) -> None:
    assert kind in found(text, part)


@pytest.mark.parametrize(
    "text",
    [
        "count to five: one, two, three, four, five",
        "one or two at a time, three times a day",
        "seen at home dot the record is short",
        "grade one two three",
        "since nineteen people were ill",
    ],
)
def test_counts_and_words_are_nothing(text: str) -> None:
    assert find_identifiers(text, RULES) == []


def test_what_was_spoken_becomes_something_else_that_was_spoken() -> None:
    text = "call oh four one two three four five six, record number two four seven five three two oh."
    [result] = deidentify_texts([text], ["1"], RULES, KEY)
    numbers = [result.text[item.new_start : item.new_end] for item in result.replaced]
    assert [len(number.split()) for number in numbers] == [8, 7]
    assert {word for number in numbers for word in number.split()} <= set(DIGITS)
    assert is_reserved("phone", numbers[0])
    assert "oh four one two three" not in result.text
    assert "two four seven five" not in result.text


@pytest.mark.parametrize(
    ("written", "kept"), [("nineteen twenty-eight", False), ("nineteen sixty-five", True), ("twenty twenty", True)]
)
def test_a_spoken_year_goes_where_it_says_that_somebody_is_over_89(written: str, kept: bool) -> None:
    [result] = deidentify_texts([f"born the tenth of May {written}, seen today"], ["1"], RULES, KEY)
    assert (written in result.text) is kept


def test_digits_are_read_and_said() -> None:
    assert read_spoken("double oh seven") == "007"
    assert read_spoken("oh seven am") is None
    assert speak("907", "ZERO NINE") == "NINE ZERO SEVEN"
