"""The ninth held-out part's check digits, ages, forms of dates and ways of typing."""

import random
from datetime import date

import pytest

from benchmarks.identified_notes import held_out_9_codes as codes
from benchmarks.identified_notes.held_out_9_fill import age_on, born_for, cast, dated
from benchmarks.identified_notes.held_out_9_text import expanded, typed


def test_known_check_digits():
    assert codes.luhn_digit("7992739871") == "3"
    assert codes.luhn_digit("80840123456789") == "3"
    assert codes.verhoeff_state("2363") == 0
    assert codes.verhoeff_state("2364") != 0
    assert codes.vin_digit("1M8GDM9A_KP042788".replace("_", "0")) == "X"


def test_drawn_numbers_have_right_check_digits():
    rng = random.Random(1)
    for _ in range(50):
        nhs = "".join(filter(str.isdigit, codes.nhs_number(rng)))
        assert codes.weighted(nhs, range(10, 0, -1)) % 11 == 0
        assert codes.verhoeff_state(codes.aadhaar(rng).replace(" ", "")) == 0
        identity = codes.za_id(rng, "1954-03-09")
        assert identity.startswith("540309")
        assert codes.luhn_digit(identity[:-1]) == identity[-1]


@pytest.mark.parametrize("age", [0, 5, 45, 90, 101])
def test_a_birthday_gives_the_age(age: int):
    rng = random.Random(age)
    for day in (date(2024, 2, 29), date(2023, 12, 31), date(2021, 1, 1)):
        assert all(age_on(born_for(rng, age, day), day) == age for _ in range(50))


def test_forms_of_a_day():
    day = date(2023, 3, 2)
    forms = ("MM/DD/YYYY", "D/M/YY", "Dth of Month", "DD-Mon-YYYY", "Month of YYYY", "Mon 'YY")
    assert [dated(day, form) for form in forms] == [
        "03/02/2023", "2/3/23", "2nd of March", "02-Mar-2023", "March of 2023", "Mar '23",
    ]  # fmt: skip
    assert [dated(date(2023, 5, number), "Dth") for number in (1, 3, 11, 12, 13, 22)] == [
        "1st", "3rd", "11th", "12th", "13th", "22nd",
    ]  # fmt: skip


def test_choices_are_taken_and_slots_keep_their_marks_however_typed():
    rng = random.Random(3)
    people = cast(rng, "US", (92, 92), "f")
    assert expanded("«He» is «age», «a|«b|b»»", random.Random(1), people) in ("She is {age}, a", "She is {age}, b")
    assert typed("Seen by {doctor}, [[Allegra]] Given", rng, "small") == "seen by {doctor}, [[allegra]] given"
    assert typed("Seen by {doctor}", rng, "capitals") == "SEEN BY {doctor}"
