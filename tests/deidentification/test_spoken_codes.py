"""Numbers, addresses, spellings and years that were spoken."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medpref_dagster.deidentification.finding import find_identifiers
from medpref_dagster.deidentification.identifiers import Rules

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


def test_the_year_of_a_spoken_date_goes_with_it() -> None:
    text = "born the tenth of May nineteen sixty-five, seen today"
    covered = {spot for item in find_identifiers(text, RULES) for spot in range(item.start, item.end)}
    part = "tenth of May nineteen sixty-five"
    start = text.index(part)
    assert all(spot in covered for spot in range(start, start + len(part)) if text[spot].isalnum())


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
