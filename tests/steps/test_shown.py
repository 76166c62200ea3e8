"""What is shown of a table that may be larger than memory."""

import pyarrow as pa
import pytest

from medpref_dagster import schemas
from medpref_dagster.disclosure import Disclosure
from medpref_dagster.steps import Markdown
from medpref_dagster.steps.shown import describe_model, describe_table
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
    shown = describe_table(store, artifact, Disclosure.SYNTHETIC)
    assert shown["dagster/row_count"] == rows
    columns = shown["dagster/column_schema"].columns
    assert [(column.name, column.nullable) for column in columns] == [("row_id", False), ("text", True)]
    if rows:
        lines = shown["sample"].text.splitlines()
        assert lines[0] == "| row_id | text |"
        assert lines[2:] == [f"| r{i} | fever |" for i in range(min(rows, 5))]
    assert "sample" not in describe_table(store, artifact, Disclosure.DEIDENTIFIED)


def test_every_column_of_every_table_is_described_and_its_file_stays_as_it_was(tmp_path):
    tables = {name: value for name, value in vars(schemas).items() if isinstance(value, pa.Schema)}
    assert len(tables) > 10
    for name, table in tables.items():
        described = schemas.describe_columns(table)
        assert list(described) == table.names, name
        assert all(described.values()), name
        assert all(field.metadata is None for field in table), name
    store = Store(tmp_path)
    shown = describe_table(
        store, store.write_table(schemas.CASES.empty_table(), schemas.CASES), Disclosure.DEIDENTIFIED
    )
    text = next(column for column in shown["dagster/column_schema"].columns if column.name == "text")
    assert text.description == "the case itself, without instruction"


def test_of_a_sources_own_columns_only_the_row_id_is_known():
    assert list(schemas.describe_columns(SCHEMA)) == ["row_id"]


def test_a_model_shows_its_card_and_where_it_lies(tmp_path):
    store = Store(tmp_path)
    with store.new_folder("models") as pending:
        (pending.path / "README.md").write_text("# A model")
    shown = describe_model(pending.finished)
    assert shown == {"path": pending.finished.path, "card": Markdown("# A model")}
