"""A name that was found once is found wherever it stands again, in this text and in the patient's others."""

import pytest

from medpref_dagster.deidentification.identifiers import Rules
from medpref_dagster.deidentification.names_found_again import FoundNames, find_again
from medpref_dagster.deidentification.reading import Reading
from medpref_dagster.deidentification.tagger import Tagger, Tags
from medpref_dagster.deidentification.texts import deidentify_texts
from medpref_dagster.privacy_key import PrivacyKey


def find(name: str, text: str) -> list[str]:
    found = FoundNames()
    found.note(Reading(name), [(0, len(name))])
    return [text[start:end] for start, end in find_again(Reading(text), found)]


@pytest.mark.parametrize(
    ("name", "text", "again"),
    [
        ("Tane Ngata", "asked ngata, tane about it", ["ngata, tane"]),
        ("Tane Ngata", "TANE K. NGATA was here", ["TANE K. NGATA"]),
        ("Tane Ngata", "then ngata slept", ["ngata"]),
        ("Inés de la Peña", "Pena, Ines is well", ["Pena, Ines"]),
        ("Hope Stone", "hope stone came", ["hope stone"]),
        ("Hope Stone", "reviewed w/ stone. Told Stone again.", ["stone", "Stone"]),
        ("Xin He", "he xin came", ["he xin"]),
    ],
)
def test_a_name_is_found_in_any_case_and_order(name, text, again):
    assert find(name, text) == again


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Hope Stone", "A stone was passed, we hope so. Stones: 3."),
        ("Ruth Pain", "Pain 4/10. DENIES PAIN NOW OR BEFORE"),
        ("Louis Crohn", "Crohn disease, and a crohn flare"),
        ("Will Hand", "He will raise his left hand."),
    ],
)
def test_a_name_that_is_a_word_is_left_where_the_word_is_meant(name, text):
    assert find(name, text) == []


def test_words_of_two_names_beside_each_other_are_neither():
    found = FoundNames()
    for name in ("Rich Hand", "Joy Strong"):
        found.note(Reading(name), [(0, len(name))])
    text = "the hand strong enough"
    assert list(find_again(Reading(text), found)) == []


def test_a_name_of_one_text_is_found_in_the_patients_other_texts_and_in_no_other_patients(monkeypatch):
    # Which would find the names by themselves.
    monkeypatch.setattr(Tagger, "tag", lambda _, text, **__: Tags(text))
    texts = ["Seen by Mrs. Tane Ngata.", "then ngata slept while tane stayed", "then ngata slept while tane stayed"]
    first, second, third = deidentify_texts(texts, ["1", "1", "2"], Rules(), PrivacyKey(bytes(range(32))))
    assert "ngata" not in second.text.lower()
    assert "tane" not in second.text.lower()
    assert third.text == texts[2]
    assert len(first.replaced) == 1
