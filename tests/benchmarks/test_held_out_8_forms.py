"""Held-out part 8's own forms: check digits, ages out of birthdays, dates, and names."""

import random
from datetime import date

import pytest

from benchmarks.identified_notes import held_out_8, held_out_8_checks, held_out_8_dates, held_out_8_numbers
from benchmarks.identified_notes.held_out_8_fill import meet
from benchmarks.identified_notes.held_out_8_people import write_name
from benchmarks.identified_notes.held_out_8_words import expand
from benchmarks.identified_notes.notes import write_notes


def test_check_digits_are_those_of_published_examples():
    assert held_out_8_checks.mod_11("943476591") == "9"
    assert held_out_8_checks.luhn("04645428") == "6"
    assert held_out_8_checks.npi("123456789") == "1234567893"
    assert held_out_8_checks.verhoeff("236") == "3"
    assert held_out_8_checks.nric("S", "1234567") == "D"
    assert held_out_8_checks.ppsn("1234567") == "T"
    assert held_out_8_checks.tfn("12345678") == "2"
    assert held_out_8_checks.nhi("ZAC", "536") == "1"
    assert held_out_8_checks.dea("FB", "123456") == "FB1234563"
    assert held_out_8_checks.vin("1M8GDM9A0KP042788")[8] == "X"
    assert held_out_8_checks.luhn("800101500908") == "7"


@pytest.mark.parametrize("form", sorted(held_out_8_numbers.MAKERS))
def test_made_numbers_are_of_one_line_and_hold_digits(form: str):
    rng = random.Random(1)
    made = {held_out_8_numbers.write_id(form, rng, "19500229") for _ in range(50)}
    assert len(made) > 10
    assert all(number == number.strip() and any(mark.isdigit() for mark in number) for number in made)


def test_a_birthday_gives_the_age_it_was_drawn_for():
    rng = random.Random(2)
    for day in (date(2024, 2, 29), date(2023, 1, 1), date(2020, 12, 31), date(2021, 7, 15)):
        for age in (1, 17, 64, 89, 90, 104):
            for _ in range(40):
                assert held_out_8_dates.age_on(held_out_8_dates.draw_birthday(rng, day, age), day) == age


def test_dates_are_written_as_people_write_them():
    day = date(2024, 3, 2)
    assert held_out_8_dates.write_date(day, "{m}/{d}/{y}") == "3/2/24"
    assert held_out_8_dates.write_date(day, "{dow} {d} {mon} {Y}") == "Sat 2 Mar 2024"
    assert held_out_8_dates.write_date(day, "{th} of {month} {Y}") == "2nd of March 2024"
    assert held_out_8_dates.say_date(day, "US") == "March second twenty twenty-four"
    assert held_out_8_dates.say_date(date(1931, 8, 13), "UK") == "the thirteenth of August nineteen thirty-one"
    assert held_out_8_dates.write_range(date(2024, 3, 1), "UK") == "1-4 March"
    assert [held_out_8_dates.ordinal(number) for number in (1, 11, 12, 22, 23)] == [
        "1st",
        "11th",
        "12th",
        "22nd",
        "23rd",
    ]
    assert held_out_8_dates.number_words(93) == "ninety-three"


def test_full_names_are_critical_in_whatever_order_and_parts_of_names_are_not():
    person, rng = "Akosua\tOwusu-Ansah\tF\t", random.Random(3)
    for form in (
        "",
        "low",
        "caps",
        "rev",
        "revcaps",
        "revupper",
        "revbare",
        "revlow",
        "capsbare",
        "famcaps",
        "hl7",
        "mis",
    ):
        assert write_name(person, form, rng)[1]
    for form in ("first", "last", "firstlow", "lastcaps", "nick", "dot", "lastinit", "user", "init", "spell"):
        assert not write_name(person, form, rng)[1]
    assert write_name("Sukarno\t\tM\t", "caps", rng) == ("SUKARNO", False)


def test_an_age_is_an_element_only_over_89():
    for age, template in ((89, "89"), (90, "{age}")):
        people: dict[str, str] = {}
        meet(people, random.Random(4), "UK", (age, age))
        assert expand("«=age»", random.Random(4), people) == template


def test_ages_of_elements_are_over_89_and_every_kind_is_drawn():
    notes = list(write_notes(held_out_8.HELD_OUT_8, 2_000, 0))
    ages = {
        note.text[element.start : element.end] for note in notes for element in note.elements if element.kind == "age"
    }
    assert all(int(age) > 89 for age in ages if age.isdigit())
    drawn = set()
    for number in range(2_000):
        people: dict[str, str] = {}
        held_out_8.outline(random.Random(f"held-out-8:0:{number}"), people)
        drawn.add(people["kind"])
    assert drawn == {kind.name for kind in held_out_8.KINDS}
