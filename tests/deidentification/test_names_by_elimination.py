"""Names among words with capitals: what else they could be is looked at, word by word and beside its neighbours."""

import pytest

from medpref_dagster.deidentification.names_by_elimination import by_elimination, is_nickname, may_be_name
from medpref_dagster.deidentification.reading import Reading


def read(text: str) -> list[str]:
    return [text[start:end] for start, end in sorted(by_elimination(Reading(text)))]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("I saw Oyunchimeg Tsend today.", "Oyunchimeg Tsend"),
        ("I met Bea Head at noon.", "Bea Head"),
        ("The nurse, WOJCIK Anna, agrees.", "WOJCIK Anna"),
        ("Read by B. Wojcik at noon.", "B. Wojcik"),
        ("With Jan van der Heide of billing.", "Jan van der Heide"),
        ("Her cousin Walter Kowal Jr. called.", "Walter Kowal Jr"),
        ("It was Maria\nKowalczyk who called.", "Maria\nKowalczyk"),
        ('Visited by Maria "Mimi" Lopez again.', 'Maria "Mimi" Lopez'),
    ],
)
def test_a_name_is_read_whole(text, name):
    assert name in read(text)


@pytest.mark.parametrize(
    "text",
    [
        "Hepatitis B vaccine, Vitamin K and Factor V were given.",
        "Acute Kidney Injury with Left Lower Quadrant pain.",
        "Graves disease and Bell palsy; Foley catheter out.",
        "Seen on Monday, in March, in Texas.",
        "MyChart and HbA1c were looked at.",
    ],
)
def test_words_of_medicine_and_of_the_calendar_are_no_names(text):
    assert read(text) == []


def test_a_name_over_a_line_break_is_not_read_where_a_field_begins_there():
    assert read("Attending Maria\nKowalczyk: seen") != ["Maria\nKowalczyk"]


def test_a_word_can_be_of_a_name_unless_it_is_a_title_or_made_up():
    words = {word.text: word for word in Reading("Kowalczyk Doctor MyChart hope").words}
    assert [may_be_name(words[text]) for text in ("Kowalczyk", "Doctor", "MyChart")] == [True, False, False]


def test_a_nickname_stands_between_quotes_or_brackets():
    reading = Reading("Maria (Mimi) Lopez and Anna")
    assert [word.text for number, word in enumerate(reading.words) if is_nickname(reading, number)] == ["Mimi"]
