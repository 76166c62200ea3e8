"""A linear model beside the rules: what it is told of a word, what it adds, and that its table is whole."""

import json
from importlib.resources import files

import pytest

from benchmarks.deidentification import find_ours, score_notes
from benchmarks.identified_notes.held_out_3 import HELD_OUT_3
from benchmarks.identified_notes.notes import write_notes
from benchmarks.identified_notes.styles import STYLES
from medpref_dagster.deidentification import names_by_weight, people
from medpref_dagster.deidentification.identifiers import Rules
from medpref_dagster.deidentification.name_features import Features
from medpref_dagster.deidentification.names_by_weight import WEIGHTS_FILE, by_weight, load_weights, parse_weights
from medpref_dagster.deidentification.reading import Reading

TABLE = {key: {} for key in ("weights", "first", "last", "texts", "spelling")} | {
    "bias": 0,
    "alone": 100,
    "beside": 50,
    "again": 20,
    "small": 0,
}


def features_of(text: str, word: str) -> list[str]:
    reading = Reading(text)
    number = next(number for number, item in enumerate(reading.words) if item.text == word)
    return Features(reading, load_weights().vocabulary).of(number)


def find(monkeypatch, text: str, sums: dict[str, int], found: tuple[tuple[int, int], ...] = ()) -> list[str]:
    """What is found where words have the sums that are given, and others none."""
    reading = Reading(text)
    monkeypatch.setattr(names_by_weight, "load_weights", lambda: parse_weights(TABLE))
    monkeypatch.setattr(
        names_by_weight.NameWeights, "weigh", lambda table, features, number: sums.get(reading.words[number].text, 0)
    )
    return [text[start:end] for start, end in by_weight(reading, found)]


def test_names_of_the_same_lists_and_spelling_are_told_alike():
    told = [features_of(f"I spoke with {name} of the night shift.", name) for name in ("Xhoralkis", "Vhoralkis")]
    assert told[0] == told[1]
    # What stands around it is told as it stands.
    assert features_of("I quarrelled with Xhoralkis of the night shift.", "Xhoralkis") != told[0]
    # A word that no list has is told by its spelling, too.
    assert features_of("I spoke with Thrombocytosys of the night shift.", "Thrombocytosys") != told[0]


def test_the_label_that_a_line_begins_with_is_told_of_all_its_words():
    labelled, other = (
        features_of(f"{label}: rounds at nine with staff, then Vrantukis and two more", "Vrantukis")
        for label in ("attendees", "impression")
    )
    assert labelled != other


def test_a_name_in_small_letters_is_weighed_at_the_begin_of_a_line_though_a_digit_ends_the_one_before():
    reading = Reading("chart review 2011\nkhurshed")
    assert Features(reading, load_weights().vocabulary).may_be_name(len(reading.words) - 1)


def test_no_feature_of_a_neighbour_holds_a_name():
    told = features_of("Xhoralda Nowak met Vrantukis there.", "Vrantukis")
    assert not [name for name in told if "nowak" in name.lower() or "xhor" in name.lower()]


def test_a_word_counts_from_the_sum_for_one_alone_and_beside_a_name_from_less(monkeypatch):
    text = "We saw Grief Onions there, and Peak there."
    assert find(monkeypatch, text, {"Grief": 100, "Onions": 50, "Peak": 60}) == ["Grief", "Onions"]
    assert find(monkeypatch, text, {"Grief": 99, "Onions": 99}) == []
    # `Grief` was found by a rule.
    assert find(monkeypatch, text, {"Grief": 100, "Onions": 50}, ((7, 12),)) == ["Onions"]


def test_a_row_of_words_grows_from_either_end_and_over_an_initial(monkeypatch):
    text = "Grief A. Onions Peak, Slate"
    for sure in ("Grief", "Slate"):
        sums = dict.fromkeys(("Grief", "Onions", "Peak", "Slate"), 50) | {sure: 100}
        assert find(monkeypatch, text, sums) == ["Grief", "Onions", "Peak", "Slate"]


def test_a_word_beside_a_name_in_another_sentence_needs_as_much_as_one_alone(monkeypatch):
    assert find(monkeypatch, "He saw Grief. Onions are out.", {"Grief": 100, "Onions": 99}) == ["Grief"]


def test_no_words_are_no_names(monkeypatch):
    for text in ("", "12.5 / 7", "\n"):
        assert find(monkeypatch, text, {}) == []


def test_the_committed_table_is_of_whole_numbers_and_each_word_and_feature_stands_once():
    table = json.loads((files("medpref_dagster.deidentification") / WEIGHTS_FILE).read_text("utf-8"))
    names = [name for group in table["weights"].values() for name in group]
    assert len(names) == len(set(names)) > 1000
    for kind in ("first", "last", "texts", "spelling"):
        words = [word for group in table[kind].values() for word in group.split()]
        assert len(words) == len(set(words)) > 1000
    assert all(int(weight) for weight in table["weights"])
    assert table["beside"] < table["alone"]


@pytest.mark.parametrize(
    "text",
    [
        "the and of",
        "A b C",
        "a file anna_front_2024.jpg",
        "nowak@example",
        "Glasgow coma",
        "of DC",
        "x 7nowak",
        "Kirschner wire",
        "Kerley B lines",
        "a 38-nowak",
    ],
)
def test_grammar_single_letters_and_pieces_of_codes_are_not_weighed(text):
    reading = Reading(text)
    features = Features(reading, load_weights().vocabulary)
    weighed = [word.text for number, word in enumerate(reading.words) if features.may_be_name(number)]
    assert not set(weighed) - {"coma", "file", "wire", "lines"}


def test_what_stands_for_a_place_is_not_weighed(monkeypatch):
    reading = Reading("Grief Onions")
    monkeypatch.setattr(names_by_weight, "load_weights", lambda: parse_weights(TABLE | {"bias": 200}))
    assert [*by_weight(reading, ())] == [(0, 5), (6, 12)]
    assert [*by_weight(reading, (), [(0, 5)])] == [(6, 12)]


def test_a_word_that_is_a_name_elsewhere_in_the_text_needs_less(monkeypatch):
    sums = {"Grief": 100, "grief": 20, "Onions": 20}
    assert find(monkeypatch, "Grief. onions of Onions, and grief", sums) == ["Grief", "grief"]


def test_a_word_of_every_day_in_small_letters_needs_more():
    table = parse_weights(TABLE | {"small": 70})
    reading = Reading("summer Summer nowak")
    features = Features(reading, table.vocabulary)
    assert [table.weigh(features, number) for number in range(3)] == [-70, 0, 0]


def test_names_that_rules_miss_are_found_and_little_else(monkeypatch):
    notes = list(write_notes(STYLES, 25, 5)) + list(write_notes(HELD_OUT_3, 40, 5))
    both = score_notes(notes, find_ours(Rules(), with_names=False))
    monkeypatch.setattr(people, "by_weight", lambda *_: ())
    rules = score_notes(notes, find_ours(Rules(), with_names=False))
    assert both.tokens_found["name"] > rules.tokens_found["name"]
    assert both.critical_missed["full name"] <= rules.critical_missed["full name"]
    assert both.marked_rightly / both.marked > rules.marked_rightly / rules.marked - 0.02
