"""Parts of labelled notes that were held out: labels stand where they say, and no identifier goes unlabelled."""

import re
from collections import defaultdict
from functools import cache
from itertools import pairwise

import pytest

from benchmarks.deidentification import PARTS
from benchmarks.identified_notes import (
    held_out_6,
    held_out_7,
    held_out_8,
    held_out_9,
    held_out_10,
    held_out_11,
    held_out_12,
    held_out_13,
    held_out_14,
)
from benchmarks.identified_notes.notes import LabelledNote, Part, write_notes

CLASSES = {
    "name", "location", "zip_code", "date", "age", "phone", "fax", "email", "ssn", "medical_record", "health_plan",
    "account", "licence", "vehicle", "device", "url", "ip_address", "biometric", "photo", "other_id",
}  # fmt: skip
CRITICAL = {"name", "phone", "email", "ssn", "medical_record"}
MODULES = (
    held_out_6,
    held_out_7,
    held_out_8,
    held_out_9,
    held_out_10,
    held_out_11,
    held_out_12,
    held_out_13,
    held_out_14,
)
KINDS = {part.name: module.KINDS for module in MODULES for part in vars(module).values() if isinstance(part, Part)}
PARTS_OF_OTHERS = [PARTS[name] for name in KINDS]
pytestmark = pytest.mark.parametrize("part", PARTS_OF_OTHERS, ids=lambda part: part.name)


@cache
def read_notes(part: Part) -> tuple[LabelledNote, ...]:
    return tuple(write_notes(part, 2_000, 0))


def rest_of(note: LabelledNote) -> str:
    """The note's text with every identifier and hard negative blotted out."""
    text = list(note.text)
    for start, end in [*((element.start, element.end) for element in note.elements), *note.hard_negatives]:
        text[start:end] = "\0" * (end - start)
    return "".join(text)


def test_the_part_is_one_of_the_benchmark(part: Part):
    assert PARTS[part.name] is part


def test_the_same_seed_gives_the_same_notes_and_another_gives_others(part: Part):
    assert tuple(write_notes(part, 20, 0)) == read_notes(part)[:20]
    assert next(write_notes(part, 1, 1)).text != read_notes(part)[0].text


def test_two_thousand_notes_are_all_different_and_of_a_notes_length(part: Part):
    assert len({note.text for note in read_notes(part)}) == 2_000
    assert all(300 <= len(note.text) <= 2_500 for note in read_notes(part))
    kinds = KINDS[part.name]
    assert len({kind.name for kind in kinds}) == len(kinds) >= 60


def test_every_class_has_elements_and_only_the_critical_ones_are_critical(part: Part):
    elements = [element for note in read_notes(part) for element in note.elements]
    assert {element.kind for element in elements} == CLASSES
    assert {element.kind for element in elements if element.critical} == CRITICAL
    assert all(element.critical for element in elements if element.kind in ("medical_record", "email"))


def test_elements_stand_apart_and_hold_whole_words(part: Part):
    for note in read_notes(part):
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


def test_no_mark_of_the_templates_is_left_in_a_note(part: Part):
    assert not [note.patient for note in read_notes(part) if re.search(r"[§«»{}]|\[\[|\]\]", note.text)]


def test_nothing_that_looks_like_an_identifier_goes_unlabelled(part: Part):
    for note in read_notes(part):
        rest = rest_of(note)
        assert not re.search(r"@\w|https?:|www\.|\d{5,}|\d{3}[-.]\d{3}|\d{1,2}/\d{1,2}/\d{2}", rest), note.patient
        assert not re.search(r"\b(January|February|August|September|October|November|December)\b", rest), note.patient
        assert not re.search(r"\b(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b", rest), note.patient


def test_most_classes_are_drawn_in_many_forms(part: Part):
    seen: defaultdict[str, set[str]] = defaultdict(set)
    for note in read_notes(part):
        for element in note.elements:
            seen[element.kind].add(note.text[element.start : element.end])
    assert {kind for kind, texts in seen.items() if len(texts) < 20} <= {"age", "biometric", "photo"}
