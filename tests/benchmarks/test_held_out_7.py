"""The seventh held-out part of labelled notes: labels stand where they say, and no identifier goes unlabelled."""

import re
from collections import defaultdict
from itertools import pairwise

import pytest

from benchmarks.deidentification import PARTS
from benchmarks.identified_notes.held_out_7 import HELD_OUT_7, KINDS
from benchmarks.identified_notes.notes import LabelledNote, write_notes

CLASSES = {
    "name", "location", "zip_code", "date", "age", "phone", "fax", "email", "ssn", "medical_record", "health_plan",
    "account", "licence", "vehicle", "device", "url", "ip_address", "biometric", "photo", "other_id",
}  # fmt: skip
CRITICAL = {"name", "phone", "email", "ssn", "medical_record"}


@pytest.fixture(scope="module")
def notes() -> list[LabelledNote]:
    return list(write_notes(HELD_OUT_7, 2_000, 0))


def rest_of(note: LabelledNote) -> str:
    """The note's text with every identifier and hard negative blotted out."""
    text = list(note.text)
    for start, end in [*((element.start, element.end) for element in note.elements), *note.hard_negatives]:
        text[start:end] = "\0" * (end - start)
    return "".join(text)


def test_the_part_is_one_of_the_benchmark():
    assert PARTS["held-out-7"] is HELD_OUT_7


def test_the_same_seed_gives_the_same_notes_and_another_gives_others(notes: list[LabelledNote]):
    assert list(write_notes(HELD_OUT_7, 20, 0)) == notes[:20]
    assert next(write_notes(HELD_OUT_7, 1, 1)).text != notes[0].text


def test_two_thousand_notes_are_all_different_and_of_a_notes_length(notes: list[LabelledNote]):
    assert len({note.text for note in notes}) == 2_000
    assert all(300 <= len(note.text) <= 2_500 for note in notes)
    assert len({kind.name for kind in KINDS}) == len(KINDS) >= 40


def test_every_class_has_elements_and_only_the_critical_ones_are_critical(notes: list[LabelledNote]):
    elements = [element for note in notes for element in note.elements]
    assert {element.kind for element in elements} == CLASSES
    assert {element.kind for element in elements if element.critical} == CRITICAL
    assert all(element.critical for element in elements if element.kind in ("medical_record", "email", "phone", "ssn"))


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
    assert not [note.patient for note in notes if re.search(r"[{}]|\[\[|\]\]", note.text)]


def test_nothing_that_looks_like_an_identifier_goes_unlabelled(notes: list[LabelledNote]):
    for note in notes:
        rest = rest_of(note)
        assert not re.search(r"@\w|https?:|www\.|\d{5,}|\d{3}[-.]\d{3}|\d{1,2}/\d{1,2}/\d{2}", rest), note.patient
        assert not re.search(r"\b(January|February|August|September|October|November|December)\b", rest), note.patient
        assert not re.search(r"\b(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b", rest), note.patient


def test_most_classes_are_drawn_in_many_forms(notes: list[LabelledNote]):
    seen: defaultdict[str, set[str]] = defaultdict(set)
    for note in notes:
        for element in note.elements:
            seen[element.kind].add(note.text[element.start : element.end])
    assert {kind for kind, texts in seen.items() if len(texts) < 20} <= {"age", "biometric", "photo"}
