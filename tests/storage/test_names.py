"""Names: any text becomes one entry of one folder, and two texts never the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medpref_dagster.storage.errors import StoreError
from medpref_dagster.storage.names import checked_name, encode_name, encode_partition

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=300)


@given(TEXTS)
def test_every_text_is_a_name_that_a_file_system_takes(text):
    name = encode_name(text)
    assert "/" not in name
    assert "\0" not in name
    assert name not in {"", ".", ".."}
    assert len(name.encode()) < 200


@given(TEXTS, TEXTS)
def test_two_texts_have_two_names(one, other):
    assert (encode_name(one) == encode_name(other)) == (one == other)


@given(st.from_regex(r"[A-Za-z0-9_-][A-Za-z0-9_.-]{0,99}", fullmatch=True))
def test_plain_names_are_what_they_were_in_earlier_stores(text):
    assert encode_name(text) == text == checked_name(text)
    assert encode_partition(text) == text


@given(st.dictionaries(TEXTS, TEXTS, min_size=1, max_size=3), st.dictionaries(TEXTS, TEXTS, min_size=1, max_size=3))
def test_two_partitions_of_several_dimensions_have_two_names(one, other):
    assert (encode_partition(one) == encode_partition(other)) == (one == other)
    assert len(encode_partition(one).encode()) < 200


def test_a_key_that_looks_like_dimensions_is_not_taken_for_them():
    assert encode_partition("week=1,base_model=a") != encode_partition({"week": "1", "base_model": "a"})


@pytest.mark.parametrize("name", ["", "\ud83d"])
def test_what_no_file_can_be_called_is_refused(name):
    with pytest.raises(StoreError, match="no name for the store"):
        encode_name(name)
