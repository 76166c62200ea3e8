"""Check digits and dates of held-out part 10, against numbers whose check digit is known."""

import random
from datetime import date

import pytest

from benchmarks.identified_notes import held_out_10_numbers as numbers
from benchmarks.identified_notes.held_out_10_forms import DATE_FORMS, ordinal, write_date


@pytest.mark.parametrize(
    ("check", "given", "expected"),
    [
        (numbers.luhn_digit, "7992739871", "3"),
        (numbers.luhn_digit, "80840123456789", "3"),
        (numbers.luhn_digit, "800101500908", "7"),
        (numbers.mod11_digit, "943476591", "9"),
        (numbers.verhoeff_digit, "236", "3"),
        (numbers.medicare_digit, "21234567", "0"),
        (numbers.ppsn_letter, "1234567", "T"),
    ],
)
def test_check_digits_are_those_of_known_numbers(check, given: str, expected: str):
    assert check(given) == expected


def test_check_signs_of_two_parts_are_those_of_known_numbers():
    assert numbers.nric_letter("S", "1234567") == "D"
    assert numbers.nhi_digit("ZZZ", "001") == "6"
    assert numbers.vin_digit("1M8GDM9A0KP042788") == "X"


def test_drawn_numbers_hold_their_own_check():
    rng = random.Random(0)
    for _ in range(200):
        vin, dea, nhs = numbers.vin(rng), numbers.dea(rng, "okafor"), numbers.nhs_number(rng)
        assert len(vin) == 17
        assert numbers.vin_digit(vin[:8] + "0" + vin[9:]) == vin[8]
        assert (sum(map(int, dea[2:7:2])) + 2 * sum(map(int, dea[3:8:2]))) % 10 == int(dea[8])
        assert numbers.mod11_digit(nhs[:9]) == nhs[9]


@pytest.mark.parametrize(("day", "expected"), [(1, "1st"), (2, "2nd"), (3, "3rd"), (11, "11th"), (22, "22nd")])
def test_ordinals(day: int, expected: str):
    assert ordinal(day) == expected


def test_every_form_of_a_date_is_written_and_day_and_month_stand_as_the_country_has_them():
    day = date(2023, 3, 4)
    assert all(write_date(day, form) for forms in DATE_FORMS.values() for form in forms)
    assert [write_date(day, form) for form in ("mdY", "dmY", "iso")] == ["03/04/2023", "04/03/2023", "2023-03-04"]
