"""Files of one source that give a column other types."""

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from medpref_dagster.declaration import Columns
from medpref_dagster.sources import duckdb, files, huggingface
from medpref_dagster.sources.reading import SourceError
from medpref_dagster.sources.shards import DifferentColumnsError, join_schemas


def write_shards(folder: Path, *columns: pa.Array) -> Path:
    for number, ids in enumerate(columns):
        table = pa.table({"patient": ids, "note": [f"note {number}.{row}" for row in range(len(ids))]})
        pq.write_table(table, folder / f"{number}.parquet")
    return folder


def read_patients(folder: Path, **options: Any) -> list[Any]:
    reading = files.read(
        files.Options(path=(str(folder / "*.parquet"),), **options), Columns(text="note", row="patient")
    )
    return [row["row_id"] for batch in reading.batches for row in batch.to_pylist()]


def test_ids_written_as_whole_numbers_as_floats_and_as_text_are_one_column(tmp_path: Path) -> None:
    write_shards(tmp_path, pa.array([1001, 2]), pa.array([1001.0, None]), pa.array(["1001", "A7"]))
    assert read_patients(tmp_path) == ["1001", "2", "1001", "1.parquet:2", "1001", "A7"]


def test_a_shard_in_which_a_column_is_empty_throughout_takes_the_others_type(tmp_path: Path) -> None:
    write_shards(tmp_path, pa.nulls(1), pa.array([7]))
    assert read_patients(tmp_path) == ["0.parquet:1", "7"]


def schema(kind: pa.DataType) -> pa.Schema:
    return pa.schema([("patient", kind)])


@pytest.mark.parametrize(
    ("one", "other", "joined"),
    [
        (pa.int32(), pa.int64(), pa.int64()),
        (pa.int64(), pa.float64(), pa.string()),
        (pa.uint64(), pa.int64(), pa.string()),
        (pa.string(), pa.large_string(), pa.string()),
        (pa.dictionary(pa.int8(), pa.string()), pa.string(), pa.string()),
        (pa.bool_(), pa.string(), pa.string()),
        (pa.list_(pa.string()), pa.list_(pa.string()), pa.list_(pa.string())),
    ],
)
def test_two_types_are_joined_into_one_that_loses_nothing(
    one: pa.DataType, other: pa.DataType, joined: pa.DataType
) -> None:
    assert join_schemas([("a", schema(one)), ("b", schema(other))]) == schema(joined)
    assert join_schemas([("b", schema(other)), ("a", schema(one))]) == schema(joined)


def test_a_list_beside_a_text_is_refused_by_the_columns_name(tmp_path: Path) -> None:
    write_shards(tmp_path, pa.array(["a"]), pa.array([["a"]]))
    with pytest.raises(DifferentColumnsError, match=r"'patient' is of the type list<.*> in 1\.parquet.*string"):
        read_patients(tmp_path)


def test_a_shard_without_a_column_is_refused_by_the_columns_name() -> None:
    with pytest.raises(DifferentColumnsError, match=r"b and a do not have the same columns: age"):
        join_schemas([("a", pa.schema([("age", pa.int64())])), ("b", pa.schema([]))])


def test_readers_that_cannot_join_name_the_column_and_no_value(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    write_shards(tmp_path, pa.array([1001]), pa.array(["Zanzibar"]))
    query, parameters = "select * from read_parquet($files)", {"files": str(tmp_path / "*.parquet")}
    for reading in (
        lambda: huggingface.read(huggingface.Options(dataset=str(tmp_path)), Columns(text="note")),
        lambda: duckdb.read(duckdb.Options(query=query, parameters=parameters), Columns(text="note")),
    ):
        with pytest.raises(SourceError, match="the column 'patient' is") as refused:
            list(reading().batches)
        assert "Zanzibar" not in str(refused.value)
    assert "Zanzibar" not in caplog.text
