"""A text as tokens, and what is told of each."""

from itertools import pairwise

import regex
from hypothesis import given
from hypothesis import strategies as st

from medpref_dagster.deidentification.token_features import TokenFeatures, read_tokens, tell_case, tell_shape

WORDS = frozenset({"seen", "by", "mrn", "of", "the", "old", "rounds", "at"})


def tell(text: str, token: str) -> set[str]:
    tokens = read_tokens(text)
    number = next(number for number, item in enumerate(tokens) if item.text == token)
    return set(TokenFeatures(text, tokens, WORDS).of(number))


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=200))
def test_tokens_hold_every_sign_but_spaces_once_and_each_has_its_features(text: str):
    tokens = read_tokens(text)
    assert all(text[token.start : token.end] == token.text for token in tokens)
    assert all(left.end <= right.start for left, right in pairwise(tokens))
    kept = "".join(token.text for token in tokens)
    assert regex.sub(r"\s", "", text) == kept.replace("\n", "")
    features = TokenFeatures(text, tokens, WORDS)
    assert all(features.of(number) for number in range(len(tokens)))


def test_letters_and_digits_side_by_side_are_two_tokens():
    assert [token.text for token in read_tokens("93yo M.\nMRN A-12")] == [
        "93", "yo", "M", ".", "\n", "MRN", "A", "-", "12",
    ]  # fmt: skip


def test_names_of_the_same_lists_are_told_alike_so_that_none_is_learned():
    assert tell("seen by Xhoralkis of the", "Xhoralkis") == tell("seen by Vhoralkis of the", "Vhoralkis") - {
        "y=vho"
    } | {"y=xho"}
    assert tell("seen by Xhoralkis of the", "Xhoralkis") != tell("rounds by Xhoralkis of the", "Xhoralkis")


def test_a_known_word_stands_for_itself_whatever_its_case():
    assert {"w=seen"} <= tell("Seen", "Seen") & tell("SEEN by", "SEEN")


def test_the_label_of_a_line_is_told_of_what_stands_behind_its_colon_up_to_a_semicolon_or_the_lines_end():
    text = "MRN: rounds 77; at 88\nthe 99"
    assert "l=mrn" in tell(text, "77")
    assert "l=" in tell(text, "88")
    assert "l=" in tell(text, "99")


def test_a_line_in_capitals_or_small_letters_is_told_so():
    text = "SEEN BY OKAFOR\nseen by okafor\nSeen by Okafor"
    assert "n=XXU" in tell(text, "OKAFOR")
    assert "n=xxL" in tell(text, "okafor")
    assert "n=XxM" in tell(text, "Okafor")


def test_digits_are_told_by_how_many_and_by_what_they_may_count():
    assert [tell_case(digits) for digits in ("07", "23", "61", "97", "2019", "4471", "0123456789")] == [
        "d2a", "d2b", "d2c", "d2e", "dY", "d4", "d9",
    ]  # fmt: skip
    assert tell_case("²") == "²"


def test_the_shape_of_a_code_is_that_of_all_that_stands_between_two_spaces():
    assert tell_shape("RX-20441/b") == "XX-dd+/x"
    assert "k=XX-dd+/x" in tell("at RX-20441/b the", "20441")
