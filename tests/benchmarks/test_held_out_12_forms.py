"""The numbers of the held-out notes have right check digits, and the dates and names the forms of their countries."""

import random
import re
from datetime import date

from benchmarks.identified_notes import held_out_12_numbers as numbers
from benchmarks.identified_notes.held_out_12_dates import draw_birth, draw_date, numeric, ordinal
from benchmarks.identified_notes.held_out_12_names import write_name
from benchmarks.identified_notes.held_out_12_places import TOWNS, fill_pattern, towns


def test_check_digits_are_those_of_known_numbers():
    assert numbers.luhn_digit("7992739871") == "3"
    assert numbers.luhn_digit("80840123456789") == "3"
    assert numbers.verhoeff_digit("236") == "3"
    assert numbers.verhoeff_digit("12345") == "1"


def test_drawn_numbers_hold_their_own_check():
    rng = random.Random(0)
    for _ in range(200):
        nhs = numbers.nhs_number(rng).replace(" ", "")
        assert sum(int(digit) * (10 - place) for place, digit in enumerate(nhs)) % 11 == 0
        ppsn = numbers.ppsn(rng)
        rest = sum(int(digit) * (8 - place) for place, digit in enumerate(ppsn[:7])) % 23
        assert "WABCDEFGHIJKLMNOPQRSTUV"[rest] == ppsn[7]
        vin = numbers.vin(rng)
        assert len(vin) == 17
        assert not set(vin) & set("IOQ")
        dea = numbers.dea(rng, "Okafor")
        odd, even = sum(map(int, dea[2:8:2])), sum(map(int, dea[3:8:2]))
        assert dea[1] == "O"
        assert (odd + 2 * even) % 10 == int(dea[8])
        assert re.fullmatch(r"[A-HJ-NP-Z]{3}\d{4}", numbers.nhi_number(rng))
        assert re.fullmatch(r"\d{3}-?\d{2}-?\d{4}", numbers.ssn(rng))
        assert re.fullmatch(r"[1-9][A-Z][A-Z0-9]\d-?[A-Z][A-Z0-9]\d-?[A-Z]{2}\d{2}", numbers.mbi(rng))


def test_dates_are_written_as_their_country_writes_them():
    day = date(2024, 3, 5)
    assert [numeric(day, country, 0) for country in ("us", "uk", "ca")] == ["03/05/2024", "05/03/2024", "2024-03-05"]
    assert [ordinal(number) for number in (1, 2, 3, 11, 12, 13, 21)] == [
        "1st",
        "2nd",
        "3rd",
        "11th",
        "12th",
        "13th",
        "21st",
    ]
    assert re.fullmatch(r"\d+(st|nd|rd|th)", draw_date("nth", random.Random(1), "uk", day, 0))
    assert (day - draw_birth(random.Random(1), day, 40)).days // 365.25 == 40


def test_only_a_name_with_both_its_parts_is_full():
    person, rng = ("Ngozi", "Okafor", "B"), random.Random(0)
    assert [write_name(form, person, "uk", rng)[1] for form in ("", "rev", "f", "g", "nick", "if", "in")] == [
        True, True, False, False, False, False, False,
    ]  # fmt: skip
    assert write_name("", ("Wei", "Tan", "B"), "sg", rng)[0] == "Tan Wei"


def test_every_town_has_a_postal_code_without_a_mark_left():
    codes = [fill_pattern(town[2], random.Random(0)) for country in TOWNS for town in towns(country)]
    assert all(re.fullmatch(r"[A-Z0-9 ]{4,8}", code) for code in codes)
