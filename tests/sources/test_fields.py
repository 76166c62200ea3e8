"""Parts of nested columns by their path, alike in records and in Arrow."""

from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from medpref_dagster.sources.fields import choose_fields, look_up, take_fields
from medpref_dagster.sources.reading import MissingColumnError

WHERE = "source.options.columns"


def take(rows: list[dict[str, Any]], schema: pa.Schema, **chosen: str) -> list[dict[str, Any]]:
    batch = pa.RecordBatch.from_pylist(rows, schema=schema)
    return take_fields(batch, chosen, choose_fields(schema, chosen, WHERE)).to_pylist()


MESSAGES = pa.list_(pa.struct([("role", pa.string()), ("content", pa.string())]))
SCHEMA = pa.schema([("choices", pa.list_(pa.string())), ("chosen", MESSAGES), ("a.b", pa.int64())])

ROWS = st.fixed_dictionaries(
    {
        "choices": st.none() | st.lists(st.none() | st.text(max_size=3), max_size=3),
        "chosen": st.none()
        | st.lists(
            st.none() | st.fixed_dictionaries({"role": st.text(), "content": st.none() | st.text()}), max_size=3
        ),
        "a.b": st.none() | st.integers(0, 9),
    }
)


@given(st.lists(ROWS, min_size=1, max_size=4))
def test_a_path_in_a_column_leads_where_it_leads_in_the_row(rows: list[dict[str, Any]]) -> None:
    paths = {
        "first": "choices.0",
        "third": "choices.2",
        "reply": "chosen.1.content",
        "whole": "chosen",
        "dotted": "a.b",
    }
    assert take(rows, SCHEMA, **paths) == [
        {name: look_up(row, path)[1] for name, path in paths.items()} for row in rows
    ]


def test_a_part_keeps_the_type_that_it_has() -> None:
    kind = pa.struct([("vitals", pa.struct([("pulse", pa.float32())])), ("seen", pa.map_(pa.string(), pa.int8()))])
    schema = pa.schema([("visit", kind)])
    chosen = {"pulse": "visit.vitals.pulse", "nurse": "visit.seen.nurse"}
    assert choose_fields(schema, chosen, WHERE) == pa.schema([("pulse", pa.float32()), ("nurse", pa.int8())])
    rows = [{"visit": {"vitals": {"pulse": 90.5}, "seen": [("nurse", 3)]}}, {"visit": {"vitals": None, "seen": []}}]
    assert take(rows, schema, **chosen) == [{"pulse": 90.5, "nurse": 3}, {"pulse": None, "nurse": None}]


@pytest.mark.parametrize("path", ["chosen.1.contents", "choice", "choices.first", "choices.0.text", "a.b.c"])
def test_a_path_that_leads_nowhere_is_refused_with_those_there_are(path: str) -> None:
    with pytest.raises(MissingColumnError) as refused:
        choose_fields(SCHEMA, {"text": path}, WHERE)
    for part in (f"{WHERE}.text", repr(path), "choices.0, chosen.0.role, chosen.0.content, a.b"):
        assert part in str(refused.value)


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
