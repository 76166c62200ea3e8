import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medpref_dagster.words import fold, is_word_character, keep_final, split_terms, split_words

TEXTS = st.text(
    st.sampled_from("aeEß \u0301\u0308éÉ.ΐ\u0390ᄒ\u1161\u11abは\u3099क\u093f\u093cทไ่ี่")
    | st.characters(exclude_categories=["Cs"])
)


@given(TEXTS)
def test_a_text_and_its_decomposed_form_fold_alike(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(text)
    assert split_words(unicodedata.normalize("NFD", text)) == split_words(text)


@given(st.text(st.characters(max_codepoint=127)))
def test_ascii_is_casefolded_and_split_as_it_always_was(text: str) -> None:
    import re

    assert fold(text) == text.casefold()
    assert split_words(text) == re.findall(r"[^\W_]+", text.casefold())
    assert split_terms(text) == re.findall(r"[^\W_]+(?:[.,/][^\W_]+)*", text.casefold())


@given(TEXTS, TEXTS)
def test_what_is_final_of_a_text_stays_whatever_is_appended(text: str, appended: str) -> None:
    assert text.startswith(keep_final(text))
    assert fold(text + appended).startswith(fold(keep_final(text)))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("患者有 UTI 3天", ["患", "者", "有", "uti", "3", "天"]),
        ("カード", ["カ", "ー", "ド"]),
        ("ที่นี่", ["ที่", "นี่"]),
        ("환자는 열이 있다", ["환자는", "열이", "있다"]),
        ("हिन्दी में", ["हिन्दी", "में"]),
        ("❤\ufe0f fever", ["fever"]),
        ("snake_case", ["snake", "case"]),
    ],
)
def test_words_of_many_scripts(text: str, words: list[str]) -> None:
    assert split_words(text) == words


def test_a_mark_belongs_to_a_word_and_the_end_of_a_text_does_not() -> None:
    assert is_word_character("\u093f")
    assert not is_word_character("")
    assert not is_word_character("。")
