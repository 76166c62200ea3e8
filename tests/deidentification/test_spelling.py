"""A word's spelling: rows of three letters that names or words have more often."""

import pytest

from medpref_dagster.deidentification.names_by_weight import load_weights
from medpref_dagster.deidentification.spelling import bin_spelling, learn_spelling, read_rows


def test_rows_have_a_sign_for_the_begin_and_the_end_and_leave_other_signs_out():
    assert list(read_rows("o'li")) == ["^ol", "oli", "li$"]
    assert list(read_rows("")) == []


def test_what_names_have_more_often_speaks_for_a_name_and_what_both_have_says_nothing():
    spelling = learn_spelling(["khan", "khat", "lin"], ["scan", "scat", "lin"], least=1)
    assert spelling["^kh"] > 0 > spelling["^sc"]
    assert spelling["lin"] == 0
    assert bin_spelling("khan", spelling) > 0 > bin_spelling("scan", spelling)


def test_rows_that_few_words_have_are_left_out_and_say_nothing():
    assert learn_spelling(["khan"], ["scan"], least=2) == {"an$": 0}
    assert bin_spelling("khan", {}) == bin_spelling("", {}) == 0


def test_a_bin_is_bounded():
    assert bin_spelling("abc", {"^ab": 9000, "abc": 9000, "bc$": 9000}) == 4
    assert bin_spelling("abc", {"^ab": -9000, "abc": -9000, "bc$": -9000}) == -4


@pytest.mark.parametrize(
    ("names", "words"),
    [("khurshed sharifov olsvig", "khaphosis patinet thrombocytosys"), ("oyelaran szwed", "hypoesthetic erythemous")],
)
def test_by_the_committed_table_unlisted_names_are_told_from_misspelt_words(names, words):
    spelling = load_weights().vocabulary.spelling
    assert min(bin_spelling(name, spelling) for name in names.split()) > max(
        bin_spelling(word, spelling) for word in words.split()
    )
