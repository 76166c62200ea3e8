"""Names by where they stand: around a nickname, inverted in a field, after what is said before people."""

import pytest

from medpref_dagster.deidentification.names_by_place import said_of_people, with_inversions, with_nicknames
from medpref_dagster.deidentification.reading import Reading


def read(finder, text: str) -> list[str]:
    return [text[start:end] for start, end in sorted(finder(Reading(text)))]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('Case of Clay "Honey" Power, 41.', 'Clay "Honey" Power'),
        ("Contact: Hazel (Sis) van der Ploeg", "Hazel (Sis) van der Ploeg"),
        ('Visitors: Frank "Lulu" Nurse', 'Frank "Lulu" Nurse'),
    ],
)
def test_words_around_a_nickname_are_a_name(text, name):
    assert read(with_nicknames, text) == [name]


def test_words_in_brackets_after_words_are_no_nickname():
    assert read(with_nicknames, "Heart Failure (Systolic) Acute, Wound (Left) Foot") == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Author: Rice, Hope\n", "Rice, Hope"),
        ("Patient: de la Fuente, Raúl M.\n", "de la Fuente, Raúl M."),
        ("seen by Knight,\nScarlett today", "Knight,\nScarlett"),
    ],
)
def test_a_family_name_before_a_comma_is_read_with_the_given_name(text, name):
    assert name.rstrip(".") in [found.rstrip(".") for found in read(with_inversions, text)]


def test_a_list_of_things_is_no_inverted_name():
    assert read(with_inversions, "She eats Rice, Beans and Bread. Allergies: Penicillin, Latex\n") == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The tube was placed by Her Choua, fellow", "Her Choua"),
        ("Told by A. Bone, in the hall", "A. Bone"),
        ("Daughter: Clay Power (lives near)", "Clay Power"),
    ],
)
def test_words_behind_what_is_said_before_people_are_a_name(text, name):
    assert name in read(said_of_people, text)


def test_a_clinic_behind_such_words_is_no_name():
    assert read(said_of_people, "Followed by Pulmonary Clinic, seen in Room B; Continue Norvasc.") == []
