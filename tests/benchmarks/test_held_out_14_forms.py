"""The numbers of the fourteenth part carry the check digits their offices give them."""

import datetime
import random
import re

import pytest

from benchmarks.identified_notes import held_out_14_numbers as numbers
from benchmarks.identified_notes.held_out_14_dates import ordinal, write_day
from benchmarks.identified_notes.held_out_14_names import CULTURES

RNG = random.Random(14)
MANY = range(300)


def test_check_digits_of_known_numbers():
    assert numbers.luhn("7992739871") == "3"
    assert numbers.verhoeff("236") == "3"
    assert numbers.weigh("943476591", (10, 9, 8, 7, 6, 5, 4, 3, 2)) % 11 == 2  # 943 476 5919
    assert numbers.vin_total("1M8GDM9AXKP042788") % 11 == 10


@pytest.mark.parametrize("make", [numbers.nhs, numbers.chi])
def test_nhs_and_chi_numbers_check_by_eleven(make):
    for _ in MANY:
        text = re.sub(r"\D", "", make(RNG))
        assert len(text) == 10
        assert numbers.weigh(text, (10, 9, 8, 7, 6, 5, 4, 3, 2, 1)) % 11 == 0


def test_luhn_numbers_check():
    for _ in MANY:
        emirates = re.sub(r"\D", "", numbers.emirates_id(RNG))
        south_african = numbers.sa_id(RNG).replace(" ", "")
        assert numbers.luhn(emirates[:-1]) == emirates[-1]
        assert numbers.luhn(south_african[:-1]) == south_african[-1]


def test_aadhaar_numbers_have_twelve_digits_and_check():
    for _ in MANY:
        text = re.sub(r"\D", "", numbers.aadhaar(RNG))
        assert len(text) == 12
        assert numbers.verhoeff(text[:-1]) == text[-1]


def test_irish_australian_and_new_zealand_numbers_check():
    for _ in MANY:
        assert re.fullmatch(r"\d{7}[A-W][AB]?", numbers.ppsn(RNG))
        assert numbers.weigh(numbers.tfn(RNG).replace(" ", ""), (1, 4, 3, 7, 5, 8, 6, 9, 10)) % 11 == 0
        assert numbers.weigh(numbers.ird(RNG).replace("-", ""), (3, 2, 7, 6, 5, 4, 3, 2, 1)) % 11 == 0
        assert re.fullmatch(r"[A-HJ-NP-Z]{3}(\d{4}|\d{2}[A-HJ-NP-Z]{2})", numbers.nhi(RNG))


def test_an_iban_leaves_one_by_ninety_seven():
    for country in ("GB", "IE", "AE", "PK"):
        text = numbers.iban(RNG, country).replace(" ", "")
        assert int("".join(str(int(mark, 36)) for mark in text[4:] + text[:4])) % 97 == 1


def test_a_vins_ninth_mark_checks_the_others():
    for _ in MANY:
        text = numbers.vin(RNG)
        assert len(text) == 17
        assert text[8] == "0123456789X"[numbers.vin_total(text[:8] + "0" + text[9:]) % 11]


def test_a_day_is_written_month_first_only_in_america():
    day = datetime.date(2024, 3, 14)
    assert {ordinal(number) for number in (1, 2, 3, 11, 12, 23)} == {"1st", "2nd", "3rd", "11th", "12th", "23rd"}
    assert not {write_day(RNG, day, "us", False) for _ in MANY} & {"14/03/2024", "14/3"}
    assert not {write_day(RNG, day, "uk", False) for _ in MANY} & {"03/14/2024", "3/14"}


def test_the_names_are_many():
    assert len({name for men, women, _ in CULTURES.values() for name in (*men, *women)}) >= 250
    assert len({name for _, _, families in CULTURES.values() for name in families}) >= 300
