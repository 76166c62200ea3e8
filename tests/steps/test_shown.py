"""What is shown of a table that may be larger than memory."""

import pyarrow as pa
import pytest

from medpref_dagster.steps.shown import describe_table
from medpref_dagster.storage.store import Store

SCHEMA = pa.schema([pa.field("row_id", pa.string(), nullable=False), pa.field("text", pa.string())])


@pytest.mark.parametrize("rows", [0, 3, 2000])
def test_a_table_is_described_without_reading_it_whole(tmp_path, monkeypatch, rows):
    def refuse(*_, **__):
        raise AssertionError("the whole table was read")

    store = Store(tmp_path)
    table = pa.Table.from_pylist([{"row_id": f"r{i}", "text": "fever"} for i in range(rows)], schema=SCHEMA)
    artifact = store.write_table(table.to_batches(max_chunksize=700), SCHEMA)
    monkeypatch.setattr(Store, "read_table", refuse)
    shown = describe_table(store, artifact, show_rows=True)
    assert shown["dagster/row_count"] == rows
    columns = shown["dagster/column_schema"].columns
    assert [(column.name, column.nullable) for column in columns] == [("row_id", False), ("text", True)]
    if rows:
        lines = shown["sample"].text.splitlines()
        assert lines[0] == "| row_id | text |"
        assert lines[2:] == [f"| r{i} | fever |" for i in range(min(rows, 5))]
    assert "sample" not in describe_table(store, artifact, show_rows=False)
