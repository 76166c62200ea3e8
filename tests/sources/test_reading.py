import json

import pyarrow as pa
import pytest

from medpref_dagster.declaration import Columns, Source
from medpref_dagster.schemas import QUARANTINE
from medpref_dagster.sources.reading import (
    MissingColumnError,
    NestedColumnError,
    SourceError,
    add_row_ids,
    dump_record,
    find_reading_problems,
    list_shown_names,
    put_row_id_first,
    quarantine_row,
)


def test_without_a_declared_id_the_place_is_the_row_id() -> None:
    batch = pa.record_batch({"note": ["a", "b"]})
    numbered = add_row_ids(batch, Columns(text="note"), ["notes.csv:2", "notes.csv:3"])
    assert numbered.to_pydict() == {"row_id": ["notes.csv:2", "notes.csv:3"], "note": ["a", "b"]}
    assert not numbered.schema.field("row_id").nullable


def test_a_declared_id_is_taken_as_text_and_an_empty_one_keeps_its_place() -> None:
    batch = pa.record_batch({"id": [7, None], "note": ["a", "b"]})
    numbered = add_row_ids(batch, Columns(text="note", row="id"), ["f:1", "f:2"])
    assert numbered.to_pydict() == {"row_id": ["7", "f:2"], "id": [7, None], "note": ["a", "b"]}


@pytest.mark.parametrize("ids", [[1001, 7], [1001.0, 7.0], ["1001.0", " 7 "], [b"1001", b"7"]])
def test_a_row_id_has_one_spelling(ids: list[object]) -> None:
    batch = pa.record_batch({"id": ids, "note": ["a", "b"]})
    assert add_row_ids(batch, Columns(text="note", row="id"), ["f:1", "f:2"])["row_id"].to_pylist() == ["1001", "7"]


def test_ids_that_are_lists_are_refused_by_the_columns_name_and_type() -> None:
    batch = pa.record_batch({"id": [[7]], "note": ["a"]})
    with pytest.raises(NestedColumnError, match=r"source\.columns\.row names the column 'id', .*list<.*id: id\.0"):
        add_row_ids(batch, Columns(text="note", row="id"), ["f:1"])


def test_a_declared_column_row_id_is_not_doubled() -> None:
    batch = pa.record_batch({"note": ["a"], "row_id": ["x"]})
    assert add_row_ids(batch, Columns(text="note", row="row_id"), ["f:1"]).to_pydict() == {
        "row_id": ["x"],
        "note": ["a"],
    }


def test_an_undeclared_column_row_id_is_refused_with_what_to_do() -> None:
    with pytest.raises(SourceError, match=r"source\.columns\.row: row_id"):
        put_row_id_first(pa.schema([("row_id", pa.string())]), Columns(text="note"))


def test_a_column_twice_is_refused() -> None:
    with pytest.raises(SourceError, match="more than one column 'note'"):
        put_row_id_first(pa.schema([("note", pa.string()), ("note", pa.string())]), Columns(text="note"))


def test_a_missing_id_column_is_refused_with_the_columns_there_are() -> None:
    with pytest.raises(MissingColumnError, match=r"'key'.*note, age"):
        put_row_id_first(pa.schema([("note", pa.string()), ("age", pa.int64())]), Columns(text="note", row="key"))


def test_a_quarantined_row_fits_the_schema_and_keeps_the_record() -> None:
    row = quarantine_row("f:3", "wrong width", "3 fields, 4 expected", {"a": "é", "b": float("nan")})
    [kept] = pa.Table.from_pylist([row], schema=QUARANTINE).to_pylist()
    assert json.loads(kept["record"]) == {"a": "é", "b": None}
    assert quarantine_row("f:4", "not JSON", record="{")["record"] == "{"


def test_a_record_with_dates_is_written_as_json() -> None:
    day = pa.array([1], pa.date32()).to_pylist()[0]
    assert json.loads(dump_record({"day": day})) == {"day": "1970-01-02"}


def test_names_of_columns_are_shown_and_the_first_row_of_a_file_without_them_is_not() -> None:
    assert list_shown_names(["note_id", "text", "Größe"]) == ["note_id", "text", "Größe"]
    for first_row in (["n1", "p1"], ["Dysuria since Monday", "yes"], ["2024-05-07", "yes"], ["a" * 41]):
        [shown] = list_shown_names(first_row)
        assert "not shown" in shown
        assert not any(cell in shown for cell in first_row)
    assert list_shown_names(["Corrected Text", "n1"], ["Corrected Text"]) == ["Corrected Text", "n1"]
    assert list_shown_names([f"c{'x' * index}" for index in range(1, 39)] * 2)[-1] == "and 16 more"


def test_a_declared_column_that_is_missing_stops_the_reading_without_showing_cells() -> None:
    schema = pa.schema([("62-year-old Mary Smith", pa.string())])
    with pytest.raises(MissingColumnError, match=r"source\.columns\.text names the column 'note'") as caught:
        put_row_id_first(schema, Columns(text="note"))
    assert "Mary" not in str(caught.value)


def test_what_cannot_be_stored_is_quarantined_as_its_escape_and_what_is_long_is_cut() -> None:
    row = quarantine_row("f:3", "half a character", "in \ud83d", "cut \ud83d")
    assert pa.Table.from_pylist([row], schema=QUARANTINE).to_pylist()[0]["record"] == "cut \\ud83d"
    kept = quarantine_row("f:4", "longer", record="a" * (3 << 20))["record"]
    assert kept is not None
    assert kept.endswith("aaa ... (3145728 characters)")
    assert len(kept) < 1.1 * (1 << 20)


def test_a_task_may_limit_what_cannot_be_read_apart_from_other_losses() -> None:
    declared = {"reader": "files", "columns": {"text": "note"}, "max_quarantined_share": 0.5}
    assert find_reading_problems(80, 20, Source.model_validate(declared)) == []
    (problem,) = find_reading_problems(80, 20, Source.model_validate({**declared, "loss_limits": {"unreadable": 0.1}}))
    assert "20.0%, over the declared 10.0%" in problem
    assert "raise source.loss_limits.unreadable" in problem


@pytest.mark.parametrize(("declared", "there"), [("n\u00f6te", "no\u0308te"), ("Note", "note"), ("note", "note ")])
def test_a_column_of_the_same_letters_is_named_as_the_source_writes_it(declared: str, there: str) -> None:
    message = str(MissingColumnError("source.columns.text", declared, ["id", there]))
    assert f"write it as the source does, {json.dumps(there)}" in message
    assert "write it as the source does" not in str(MissingColumnError("source.columns.text", declared, ["id"]))
