"""The sixth held-out part of labelled notes: labels stand where they say, and no identifier goes unlabelled."""

import random
import re
from collections import defaultdict
from itertools import pairwise

import pytest

from benchmarks.deidentification import PARTS
from benchmarks.identified_notes.held_out_6 import HELD_OUT_6, KINDS
from benchmarks.identified_notes.held_out_6_numbers import write_number
from benchmarks.identified_notes.held_out_6_people import draw_person, write_name
from benchmarks.identified_notes.notes import LabelledNote, write_notes

CLASSES = {
    "name", "location", "zip_code", "date", "age", "phone", "fax", "email", "ssn", "medical_record", "health_plan",
    "account", "licence", "vehicle", "device", "url", "ip_address", "biometric", "photo", "other_id",
}  # fmt: skip
CRITICAL = {"name", "phone", "email", "ssn", "medical_record"}


@pytest.fixture(scope="module")
def notes() -> list[LabelledNote]:
    return list(write_notes(HELD_OUT_6, 2_000, 0))


def rest_of(note: LabelledNote) -> str:
    """The note's text with every identifier and hard negative blotted out."""
    text = list(note.text)
    for start, end in [*((element.start, element.end) for element in note.elements), *note.hard_negatives]:
        text[start:end] = "\0" * (end - start)
    return "".join(text)


def test_the_part_is_one_of_the_benchmark():
    assert PARTS["held-out-6"] is HELD_OUT_6


def test_the_same_seed_gives_the_same_notes_and_another_gives_others(notes: list[LabelledNote]):
    assert list(write_notes(HELD_OUT_6, 20, 0)) == notes[:20]
    assert next(write_notes(HELD_OUT_6, 1, 1)).text != notes[0].text


def test_two_thousand_notes_are_all_different_and_of_a_notes_length(notes: list[LabelledNote]):
    assert len({note.text for note in notes}) == 2_000
    assert all(400 <= len(note.text) <= 2_500 for note in notes)
    assert len({kind.name for kind in KINDS}) == len(KINDS) >= 60


def test_every_class_has_elements_and_only_the_critical_ones_are_critical(notes: list[LabelledNote]):
    elements = [element for note in notes for element in note.elements]
    assert {element.kind for element in elements} == CLASSES
    assert {element.kind for element in elements if element.critical} == CRITICAL
    assert all(element.critical for element in elements if element.kind in ("medical_record", "email"))


def test_elements_stand_apart_and_hold_whole_words(notes: list[LabelledNote]):
    for note in notes:
        spans = sorted([*((e.start, e.end) for e in note.elements), *note.hard_negatives])
        assert all(first[1] <= second[0] for first, second in pairwise(spans))
        for element in note.elements:
            text = note.text[element.start : element.end]
            assert text
            assert text == text.strip()
            around = note.text[element.start - 1 : element.start] + " " + note.text[element.end : element.end + 1]
            assert element.kind == "age" or not re.search(r"\w", around), note.text[
                element.start - 10 : element.end + 10
            ]


def test_no_mark_of_the_templates_is_left_in_a_note(notes: list[LabelledNote]):
    assert not [note.patient for note in notes if re.search(r"[§«»{}]|\[\[|\]\]", note.text)]


def test_nothing_that_looks_like_an_identifier_goes_unlabelled(notes: list[LabelledNote]):
    for note in notes:
        rest = rest_of(note)
        assert not re.search(r"@\w|https?:|www\.|\d{5,}|\d{3}[-.]\d{3}|\d{1,2}/\d{1,2}/\d{2}", rest), note.patient
        assert not re.search(r"\b(January|February|August|September|October|November|December)\b", rest), note.patient
        assert not re.search(r"\b(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b", rest), note.patient


def test_a_number_of_a_scheme_has_its_check_digit():
    rng = random.Random(1)
    for _ in range(50):
        nhs = re.sub(r"\D", "", write_number("nhs", rng, "gb", ""))
        assert sum(int(digit) * weight for digit, weight in zip(nhs, range(10, 0, -1), strict=True)) % 11 == 0
        doubled = [
            int(c) * (1 + place % 2) for place, c in enumerate(reversed("80840" + write_number("npi", rng, "us", "")))
        ]
        assert sum(number - 9 if number > 9 else number for number in doubled) % 10 == 0


def test_a_name_is_full_with_a_given_and_a_family_name_only():
    rng, full = random.Random(2), defaultdict(set)
    for _ in range(200):
        person = draw_person(rng, "us", rng.choice("fm"))
        for form in ("fl", "lf", "f", "l", "il", "ini", "n"):
            full[form if person.family else "single"].add(write_name(person, form, rng)[1])
    assert {form for form, seen in full.items() if True in seen} == {"fl", "lf"}
    assert False not in full["fl"] | full["lf"]
