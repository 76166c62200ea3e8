"""Names without capitals, as notes are typed in a hurry; words of a sentence are none."""

import pytest

from medpref_dagster.deidentification.names_in_small_letters import in_small_letters, is_said_of_a_person
from medpref_dagster.deidentification.reading import Reading


def read(text: str) -> list[str]:
    return [text[start:end] for start, end in sorted(set(in_small_letters(Reading(text))))]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("saw maria lopez with dr patel", "maria lopez"),
        ("saw maria lopez with dr patel", "patel"),
        ("pt noble, nick / seen again", "noble, nick"),
        ("talked to dolores bird about it", "dolores bird"),
        ("reviewed by v.b. lopez", "v.b. lopez"),
        ("d/c tomorrow. van assche aware.", "van assche"),
        ("lasix held; ghorbani ok with plan", "ghorbani"),
        ("her son joão will drive", "joão"),
        ("reviewed w/ de luca. stable", "de luca"),
        ("mom called, says iris is vomiting", "iris"),
    ],
)
def test_a_name_in_small_letters_is_read_whole(text, name):
    assert name in read(text)


@pytest.mark.parametrize(
    "text",
    [
        "pain is better, no fever, eating well, will follow up in a week.",
        "denies chest pain or cough; told to rest; seen by cardiology.",
        "mother is aware of the plan and will call.",
        "started on metoprolol and lisinopril by pcp.",
    ],
)
def test_a_sentence_without_people_has_no_names(text):
    assert read(text) == []


def test_a_person_is_meant_where_that_is_said():
    reading = Reading("wife stone came; the stone passed. stone aware.")
    numbers = [number for number, word in enumerate(reading.words) if word.low == "stone"]
    assert [is_said_of_a_person(reading, number) for number in numbers] == [True, False, True]
