"""The seventh held-out part's check digits are right, by published examples and by counting back."""

import random
from datetime import date

from benchmarks.identified_notes import held_out_7_numbers as numbers
from benchmarks.identified_notes.held_out_7_dates import birth_day, write_date


def test_check_digits_are_those_of_published_examples():
    assert numbers.luhn("7992739871") == "3"
    assert numbers.luhn("80840123456789") == "3"
    assert numbers._verhoeff("236") == "3"


def test_an_nhs_number_counts_back_to_nothing():
    rng = random.Random(1)
    for _ in range(200):
        number = "".join(c for c in numbers.nhs(rng) if c.isdigit())
        assert sum(int(c) * w for c, w in zip(number, range(10, 0, -1), strict=True)) % 11 == 0


def test_a_birthday_gives_the_age():
    rng = random.Random(2)
    for _ in range(500):
        today, years = date(2024, 3, rng.randint(1, 28)), rng.randint(0, 104)
        born = birth_day(rng, today, years)
        assert today.year - born.year - ((today.month, today.day) < (born.month, born.day)) == years


def test_a_date_is_written_in_the_form_asked_for():
    assert write_date(date(2024, 3, 2), "ord_uk") == "2nd March 2024"
    assert write_date(date(2024, 3, 12), "mdys") == "3/12/24"
