"""A capital that a sentence does not give is a name until it is known to be none; so is a word in another script."""

import pytest

from medpref_dagster.deidentification.names_by_default import by_default
from medpref_dagster.deidentification.reading import Reading


def read(text: str) -> list[str]:
    return [text[start:end] for start, end in sorted(set(by_default(Reading(text))))]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Seen today with Иван Петров and his wife.", "Иван Петров"),
        ("The interpreter wrote 王小明 on the form.", "王小明"),
        ("Her aunt is Μαρία Δημητρίου, of Crete.", "Μαρία Δημητρίου"),
    ],
)
def test_a_name_in_another_script_is_found_whole(text, name):
    assert read(text) == [name]


def test_greek_letters_of_medicine_are_no_names():
    assert read("TGF-β was low, 5 μg of a β-blocker, ΔP 20.") == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Witnessed fall; Patience Nurse found him.", "Patience Nurse"),
        ("He was helped by Frank J. Hand at noon.", "Frank J. Hand"),
        ("DAUGHTER ANGELA KHANH SMALL AT BEDSIDE", "ANGELA KHANH SMALL"),
        ("Author: Nurse, Melody | Signed", "Nurse, Melody"),
        ("Sandy March came to visit.", "Sandy March"),
    ],
)
def test_a_given_name_takes_the_word_beside_it_whatever_that_is(text, name):
    assert name in read(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Officer Sá took statements.", "Sá"),
        ("They met her brother Running Wolf, a carver.", "Running Wolf"),
        ("Signed by AU Yuk-lan, RN", "AU Yuk-lan"),
        ("Plan per C. Nurse: rest.", "C. Nurse"),
        ("Overnight Swan refused heparin.", "Swan"),
        ('Ginger: "I am fine."', "Ginger"),
    ],
)
def test_what_is_said_before_people_and_done_by_people_tells_a_name(text, name):
    assert name in read(text)


@pytest.mark.parametrize(
    "text",
    [
        "Seen by Emergency Department and by Cardiology; discussed with Social Work.",
        "She was told to stop Prozac; it was changed by Pharmacy to Wellbutrin 150 mg.",
        "Acute Kidney Injury, Atrial Fibrillation with Rapid Ventricular Response.",
        "Bell palsy, Murphy sign, Frank Starling curve, Christmas disease, Angel Dust.",
        "FAMILY HISTORY: MOTHER DIED OF STROKE. DENIES PAIN.",
    ],
)
def test_what_is_known_to_be_no_name_stays(text):
    assert read(text) == []


def test_a_rank_behind_a_title_is_a_name_and_a_title_of_nobody_is_none():
    assert read("Ward round with Prof Nurse, on time.") == ["Nurse"]
    assert read("Dear Doctor, thank you.") == []
