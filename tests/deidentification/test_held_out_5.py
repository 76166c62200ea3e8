"""The labels of the fifth held-out part are right: they hold what they say, and no name stands outside of them."""

import ipaddress
import re
from datetime import datetime
from functools import cache
from itertools import pairwise

from benchmarks.identified_notes.held_out_5 import HELD_OUT_5
from benchmarks.identified_notes.held_out_5_people import list_names
from benchmarks.identified_notes.notes import LabelledNote, write_notes

CLASSES = {
    *("name", "location", "zip_code", "date", "age", "phone", "fax", "email", "ssn", "medical_record", "health_plan"),
    *("account", "licence", "vehicle", "device", "url", "ip_address", "biometric", "other_id"),
}
DATE_SHAPES = (
    *("%m/%d/%Y", "%d/%m/%Y", "%m/%d/%y", "%d/%m/%y", "%Y-%m-%d", "%Y/%m/%d", "%B %d, %Y", "%b %d, %Y", "%d %B %Y"),
    *("%d %b %Y", "%d-%b-%Y", "%m-%d-%Y", "%d.%m.%Y", "%d.%m.%y", "%m.%d.%y"),
    *("%B %Y", "%b %Y", "%m/%Y", "%B", "%Y%m%d", "%Y%m%d%H%M", "%A"),
)
DAYS = ("%m/%d %Y", "%d/%m %Y", "%B %d %Y", "%b %d %Y", "%d %B %Y", "%d %b %Y")
OTHER_NATIONAL = re.compile(
    r"XXX-XX-\d{4}|[A-Z]{2} ?\d\d ?\d\d ?\d\d ?[A-Z]|\d{3}[ -]\d{3}[ -]\d{3}|\d{4} ?\d{4} ?\d{4}"
)
HOLIDAY = re.compile(r"[A-Z][A-Za-z']+( [A-Z0-9][A-Za-z0-9']+)*")


@cache
def read_notes() -> tuple[LabelledNote, ...]:
    return tuple(write_notes(HELD_OUT_5, 600, 0))


def read_labelled(kind: str) -> list[str]:
    return [note.text[item.start : item.end] for note in read_notes() for item in note.elements if item.kind == kind]


def is_date(text: str) -> bool:
    plain = re.sub(r"(?<=\d)(st|nd|rd|th)\b", "", text)
    for shape, written in [(shape, plain) for shape in DATE_SHAPES] + [(shape, f"{plain} 2024") for shape in DAYS]:
        try:
            datetime.strptime(written, shape)
        except ValueError:
            continue
        return True
    return False


def test_a_seed_gives_the_same_notes_and_another_seed_others():
    assert list(write_notes(HELD_OUT_5, 30, 0)) == list(read_notes()[:30]) != list(write_notes(HELD_OUT_5, 30, 1))


def test_spans_follow_each_other_hold_text_without_margins_and_are_of_every_class():
    for note in read_notes():
        texts = [note.text[item.start : item.end] for item in note.elements]
        assert all(text and text == text.strip() for text in texts)
        assert all(left.end <= right.start for left, right in pairwise(note.elements))
        assert not re.search(r"[{}<][A-Za-z]|[A-Za-z][{}>]|\[\[|\]\]", note.text), note.text
    assert {item.kind for note in read_notes() for item in note.elements} == CLASSES


def test_a_label_stands_on_a_whole_word():
    for note in read_notes():
        for item in note.elements:
            if item.kind == "age":
                continue  # 93F, 101M
            around = note.text[item.start - 1 : item.start], note.text[item.end : item.end + 1]
            assert not any(sign.isalnum() for sign in around), (around, note.text[item.start : item.end])


def test_what_is_labelled_has_the_form_of_its_class():
    assert all(re.fullmatch(r"[a-z0-9._]+@[a-z]+(\.[a-z]+)+", text) for text in read_labelled("email"))
    assert all(ipaddress.ip_address(text) for text in read_labelled("ip_address"))
    for text in read_labelled("ssn"):
        if american := re.fullmatch(r"(\d{3})-?(\d{2})-?(\d{4})", text):
            assert american[1] < "900"
            assert not {american[1], american[2], american[3]} & {"000", "666", "00", "0000"}
        else:
            assert OTHER_NATIONAL.fullmatch(text)
    assert all(90 <= int(text) <= 101 for text in read_labelled("age"))
    assert not [text for text in read_labelled("date") if not is_date(text) and not HOLIDAY.fullmatch(text)]
    assert not [text for text in read_labelled("name") if re.search(r"\d", text) or not re.search(r"[^\W\d_]", text)]
    for kind in ("phone", "fax"):
        assert all(re.fullmatch(r"[x+(]?\d[\d ().-]*", text) for text in read_labelled(kind))


def test_no_name_of_the_lists_stands_outside_a_label():
    names = re.compile(rf"(?<!\w)({'|'.join(sorted(map(re.escape, list_names()), key=len, reverse=True))})(?!\w)")
    for note in read_notes():
        known = [*((item.start, item.end) for item in note.elements), *note.hard_negatives]
        for match in names.finditer(note.text):
            if match[0] not in {"Son", "An"}:  # words that templates need
                assert any(start <= match.start() and match.end() <= end for start, end in known), match
