"""Held-out part 13's numbers: check digits and forms are those of the issuers."""

import random
import re

import pytest

from benchmarks.identified_notes.held_out_13_names import CULTURES
from benchmarks.identified_notes.held_out_13_numbers import (
    find_luhn_digit,
    find_vin_digit,
    write_bc_phn,
    write_dea,
    write_gtin,
    write_mbi,
    write_npi,
    write_ohip,
    write_ramq,
    write_sin,
    write_ssn,
    write_vin,
)
from benchmarks.identified_notes.held_out_13_places import CANADIAN_TOWNS, US_TOWNS

CHANCES = [random.Random(seed) for seed in range(200)]


@pytest.mark.parametrize(("digits", "check"), [("7992739871", 3), ("80840123456789", 3)])
def test_luhn_digit_of_known_numbers(digits: str, check: int):
    assert find_luhn_digit(digits) == check


def test_vin_digit_of_known_vins():
    assert find_vin_digit("1M8GDM9A0KP042788") == "X"
    assert find_vin_digit("11111111011111111") == "1"


def test_vins_carry_their_check_digit():
    for rng in CHANCES:
        vin = write_vin(rng)
        assert re.fullmatch(r"[A-HJ-NPR-Z0-9]{17}", vin)
        assert vin[8] == find_vin_digit(vin[:8] + "0" + vin[9:])


def test_npis_sins_and_ohips_carry_a_luhn_digit():
    for rng in CHANCES:
        npi = write_npi(rng)
        assert int(npi[-1]) == find_luhn_digit("80840" + npi[:-1])
        for number in (re.sub(r"\D", "", write_sin(rng)), re.sub(r"\D", "", write_ohip(rng))):
            assert len(number) in (9, 10)
            assert int(number[-1]) == find_luhn_digit(number[:-1])


def test_dea_numbers_carry_the_prescribers_letter_and_a_check_digit():
    for rng in CHANCES:
        number = write_dea("Nguyen", rng)
        digits = [int(sign) for sign in number[2:]]
        assert number[1] == "N"
        assert (sum(digits[:6:2]) + 2 * sum(digits[1:6:2])) % 10 == digits[6]


def test_gtins_carry_their_check_digit():
    for rng in CHANCES:
        digits = [int(sign) for sign in write_gtin(rng)]
        assert len(digits) == 14
        assert (3 * sum(digits[::2]) + sum(digits[1::2])) % 10 == 0


def test_bc_health_numbers_carry_a_digit_of_eleven():
    for rng in CHANCES:
        digits = [int(sign) for sign in write_bc_phn(rng).replace(" ", "")]
        assert len(digits) == 10
        total = sum(digit * weight for digit, weight in zip(digits[1:9], (2, 4, 8, 5, 10, 9, 7, 3), strict=True))
        assert (11 - total % 11) == digits[9]


def test_medicare_numbers_have_no_letter_that_is_not_used():
    letter = "[AC-HJKMNP-RT-Y]"
    for rng in CHANCES:
        plain = write_mbi(rng).replace("-", "")
        assert re.fullmatch(rf"[1-9]{letter}[0-9AC-HJKMNP-RT-Y]\d{letter}[0-9AC-HJKMNP-RT-Y]\d{letter}{{2}}\d\d", plain)


def test_social_security_numbers_are_of_areas_that_are_given():
    for rng in CHANCES:
        digits = re.sub(r"\D", "", write_ssn(rng))
        assert len(digits) == 9
        assert digits[:3] not in ("000", "666")
        assert digits[0] != "9"
        assert digits[3:5] != "00"


def test_quebec_numbers_tell_birth_and_sex():
    assert re.fullmatch(r"THEO 6253 17\d\d", write_ramq("Thériault", "Océane", "1962-03-17", "f", CHANCES[0]))


def test_names_and_towns_are_many():
    assert len({name for women, men, _ in CULTURES for name in (*women, *men)}) >= 250
    assert len({name for *_, families in CULTURES for name in families}) >= 300
    assert all(len(code) == 3 and len(area) == 3 for _, _, code, area in (*US_TOWNS, *CANADIAN_TOWNS))
