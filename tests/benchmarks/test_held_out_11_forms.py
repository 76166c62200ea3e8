"""Check digits and date forms of held-out part 11."""

import random
from datetime import date

import pytest

from benchmarks.identified_notes import held_out_11_numbers as numbers


@pytest.mark.parametrize(
    ("made", "right"),
    [
        (numbers.mod11("943476591"), "9"),
        (numbers.luhn("80840123456789"), "3"),
        (numbers.luhn("04645428"), "6"),
        (numbers.verhoeff("236"), "3"),
        (numbers.vin_check("1M8GDM9A_KP042788".replace("_", "0")), "X"),
        (numbers.dea_check("123456"), "3"),
        (numbers.nhi_check("ZZZ001"), "6"),
        (numbers.medicare_check("21234567"), "0"),
        (numbers.pps_check("1234567"), "T"),
        (numbers.nric_check("S", "1234567"), "D"),
        (numbers.iban_check("GB", "WEST12345698765432"), "82"),
        (numbers.luhn("800101500908"), "7"),
    ],
)
def test_check_digits_are_those_of_published_examples(made: str, right: str):
    assert made == right


def test_an_iban_leaves_one_and_a_gtin_a_multiple_of_ten():
    for seed in range(50):
        iban = numbers.iban(random.Random(seed), "IE").replace(" ", "")
        assert int("".join(str(int(sign, 36)) for sign in iban[4:] + iban[:4])) % 97 == 1
        gtin = numbers.gtin(random.Random(seed))
        assert len(gtin) == 14
        assert sum(int(digit) * (3 - 2 * (place % 2)) for place, digit in enumerate(gtin)) % 10 == 0


@pytest.mark.parametrize(
    ("form", "land", "written"),
    [
        ("", "uk", "03.04.23"),
        ("s", "us", "4/3"),
        ("s", "uk", "3/4"),
        ("m", "us", "April"),
        ("n", "nz", "3rd"),
        ("w", "in", "Monday"),
    ],
)
def test_dates_are_written_in_their_country_s_form(form: str, land: str, written: str):
    pattern = numbers.date_form(form, land, "{d:02}.{m:02}.{yy}", random.Random(0))
    assert numbers.write_date(date(2023, 4, 3), pattern) == written


def test_ordinals():
    assert [numbers.ordinal(day) for day in (1, 2, 3, 4, 11, 12, 13, 21, 22, 31)] == [
        "st", "nd", "rd", "th", "th", "th", "th", "st", "nd", "st",
    ]  # fmt: skip
