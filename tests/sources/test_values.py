from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medpref_dagster.sources.values import look_up, write_as_text

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("ab.", max_size=3), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.text("ab", min_size=1, max_size=2), json_values, max_size=3))
def test_every_field_is_found_by_its_path(record: dict[str, object]) -> None:
    for name, value in record.items():
        assert look_up(record, name) == (True, value)
        if isinstance(value, list):
            for index, item in enumerate(value):
                assert look_up(record, f"{name}.{index}") == (True, item)
        if isinstance(value, dict):
            for key, item in value.items():
                assert look_up(record, f"{name}.{key}") == (True, item)


def test_a_path_that_is_not_there_is_told_from_an_empty_value() -> None:
    record = {"input": {"age": None}, "answers": ["x"]}
    assert look_up(record, "input.age") == (True, None)
    for path in ("age", "input.sex", "input.age.years", "answers.1", "answers.-1", "answers.first", ""):
        assert look_up(record, path) == (False, None)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("fever", "fever"),
        ("", None),
        (None, None),
        (float("nan"), None),
        (True, "true"),
        (135, "135"),
        (135.0, "135"),
        (134.6, "134.6"),
        (1e300, "1e+300"),
        (date(2024, 5, 7), "2024-05-07"),
        ({"a": [1, "°"]}, '{"a": [1, "°"]}'),
    ],
)
def test_values_become_the_text_that_a_person_would_write(value: object, text: str | None) -> None:
    assert write_as_text(value) == text
