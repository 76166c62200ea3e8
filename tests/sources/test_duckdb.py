import traceback
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest

from medpref_dagster.declaration import Columns
from medpref_dagster.sources import duckdb as reader
from medpref_dagster.sources.limits import Limits
from medpref_dagster.sources.reading import MissingColumnError, SourceError


def read_rows(query: str, *, row: str | None = None, **options: Any) -> list[dict[str, Any]]:
    reading = reader.read(reader.Options(query=query, **options), Columns(text="text", row=row))
    assert reading.schema.names[0] == "row_id"
    rows = [item for batch in reading.batches for item in batch.to_pylist()]
    assert reading.quarantine == []
    return rows


def test_a_query_joins_files_and_renders_text(tmp_path: Path) -> None:
    (tmp_path / "visits.csv").write_text("id,age\n1,62\n2,35\n")
    (tmp_path / "labs.jsonl").write_text('{"id": 1, "sodium": 131}\n{"id": 2, "sodium": 140}\n')
    query = """
        select id::varchar as visit, format('{} years, Na {}', age, sodium) as text
        from read_csv($folder || '/visits.csv') join read_json($folder || '/labs.jsonl') using (id) order by id
    """
    assert read_rows(query, row="visit", parameters={"folder": str(tmp_path)}) == [
        {"row_id": "1", "visit": "1", "text": "62 years, Na 131"},
        {"row_id": "2", "visit": "2", "text": "35 years, Na 140"},
    ]


def test_without_a_row_column_rows_are_numbered_and_parameters_are_bound() -> None:
    query = "select i::varchar as text from range(10) t(i) where i >= $least order by i"
    assert read_rows(query, parameters={"least": 8}) == [
        {"row_id": "row:1", "text": "8"},
        {"row_id": "row:2", "text": "9"},
    ]


def test_a_database_file_is_read_and_never_written(tmp_path: Path) -> None:
    path = tmp_path / "ward.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("create table notes as select 'fever' as text")
    before = path.read_bytes()
    assert read_rows("select text from notes", database=str(path)) == [{"row_id": "row:1", "text": "fever"}]
    for statement in (
        "drop table notes",
        f"copy notes to '{tmp_path}/out.csv'",
        "select 1; select 2",
        "set threads = 1",
    ):
        with pytest.raises(reader.QueryError, match="one SELECT"):
            read_rows(statement, database=str(path))
    assert path.read_bytes() == before
    assert not (tmp_path / "out.csv").exists()


def test_a_path_leads_into_lists_and_objects() -> None:
    query = "select 'a' as text, ['x', 'y'] as choices, [{role: 'user', content: 'z'}] as talk"
    columns = {"text": "text", "second": "choices.1", "said": "talk.0.content"}
    assert read_rows(query, columns=columns) == [{"row_id": "row:1", "text": "a", "second": "y", "said": "z"}]
    assert reader.columns(reader.Options(query=query, columns=columns)) == ("text", "second", "said")
    with pytest.raises(MissingColumnError, match=r"'talk\.0\.text'"):
        read_rows(query, columns={"text": "talk.0.text"})


def test_enums_become_text_and_other_types_stay() -> None:
    reading = reader.read(
        reader.Options(query="select 'a'::enum('a', 'b') as text, 1.5::double as value, null as nothing"),
        Columns(text="text"),
    )
    assert [field.type for field in reading.schema] == [pa.string(), pa.string(), pa.float64(), pa.string()]
    assert [batch.to_pylist() for batch in reading.batches] == [
        [{"row_id": "row:1", "text": "a", "value": 1.5, "nothing": None}]
    ]


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("selec 1", "syntax error"),
        ("select nota from range(3)", '"nota" not found'),
        ("select 1 from notes", "notes does not exist"),
        ("select * from read_csv('/nowhere/*.csv')", "No files found"),
        ("select $least", "least"),
        ("select * from read_parquet('https://example.org/a.parquet')", "extension"),
    ],
)
def test_an_error_shows_what_is_wrong_with_the_query(query: str, message: str) -> None:
    with pytest.raises(reader.QueryError, match=message):
        read_rows(query)


def test_an_error_about_a_value_does_not_show_the_value(tmp_path: Path) -> None:
    (tmp_path / "notes.csv").write_text("text,age\n" + "fever,1\n" * 30_000 + "cough,Mary Smith\n")
    query = "select text, age::int as age from read_csv($path, all_varchar = true)"
    with pytest.raises(reader.QueryError, match="withheld") as caught:
        read_rows(query, parameters={"path": str(tmp_path / "notes.csv")})
    assert "Mary" not in str(caught.value)
    assert "Mary" not in repr(caught.value.__cause__)


def test_a_missing_or_broken_database_is_named(tmp_path: Path) -> None:
    with pytest.raises(reader.QueryError, match=r"missing\.duckdb"):
        read_rows("select 1 as text", database=str(tmp_path / "missing.duckdb"))
    (tmp_path / "broken.duckdb").write_text("no database " * 1000)
    with pytest.raises(reader.QueryError, match=r"broken\.duckdb"):
        read_rows("select 1 as text", database=str(tmp_path / "broken.duckdb"))


def test_a_missing_row_column_is_named() -> None:
    with pytest.raises(MissingColumnError, match="'visit'"):
        read_rows("select 'a' as text", row="visit")


def test_a_large_result_is_streamed() -> None:
    reading = reader.read(
        reader.Options(query="select repeat('x', 1000) || i as text from range(50000) t(i)"), Columns(text="text")
    )
    before, peak, rows = pa.total_allocated_bytes(), 0, 0
    for batch in reading.batches:
        rows += batch.num_rows
        peak = max(peak, pa.total_allocated_bytes() - before)
    assert rows == 50_000
    assert peak < 16e6


def test_a_file_that_is_not_utf_8_is_called_that_with_the_cure(tmp_path: Path) -> None:
    (tmp_path / "notes.csv").write_bytes("text,n\n38 °C Mary Smith,1\n".encode("cp1252") * 2)
    with pytest.raises(reader.QueryError, match=r"notes\.csv, line 2: a file is not UTF-8.*encoding: cp1252") as caught:
        read_rows("select * from read_csv($path)", parameters={"path": str(tmp_path / "notes.csv")})
    assert "Mary" not in str(caught.value)
    with pytest.raises(reader.QueryError, match="reader files"):
        read_rows("select * from read_csv($path, encoding='cp1252')", parameters={"path": str(tmp_path / "notes.csv")})


def test_a_message_that_duckdb_cuts_within_a_character_is_no_other_error(tmp_path: Path) -> None:
    line = '{"id": "n9", "note": "Quillfeather Ödem Ödem 🩺 腹痛", "label": "n腹痛", "label": "no", "value": NaN}'
    (tmp_path / "notes.jsonl").write_text(line)
    with pytest.raises(reader.QueryError, match=r"an error of DuckDB's while the rows were read.*withheld") as caught:
        read_rows("select * from read_json($path)", parameters={"path": str(tmp_path / "notes.jsonl")})
    assert "Quillfeather" not in "".join(traceback.format_exception(caught.value))


def test_similar_columns_are_shown_where_they_are_names_and_not_where_they_may_be_cells(tmp_path: Path) -> None:
    (tmp_path / "notes.csv").write_text("62-year-old Mary Smith,yes\nfever,no\n")
    with pytest.raises(reader.QueryError, match='"note" not found') as caught:
        read_rows("select note from read_csv($path, header=true)", parameters={"path": str(tmp_path / "notes.csv")})
    assert "Mary" not in str(caught.value)
    with pytest.raises(reader.QueryError, match="similar name: note_text"):
        read_rows("select notes from (select 'a' as note_text)")


def test_a_query_takes_no_more_memory_than_declared() -> None:
    query = "select string_agg(repeat('x', 1000) || i, '') as text from range(100_000) t(i)"
    with pytest.raises(reader.QueryError, match=r"more memory than source\.options\.memory"):
        read_rows(query, memory="50MB")


def test_a_row_with_more_text_than_allowed_is_quarantined() -> None:
    options = reader.Options(
        query="select repeat('x', i) as text from range(1, 4) t(i)", limits=Limits(record_characters=2)
    )
    reading = reader.read(options, Columns(text="text"))
    assert [row["text"] for batch in reading.batches for row in batch.to_pylist()] == ["x", "xx"]
    assert [(row["row_id"], row["reason"]) for row in reading.quarantine] == [("row:3", "longer than a record may be")]


def test_an_id_that_is_a_list_is_refused() -> None:
    with pytest.raises(SourceError, match=r"'key', which is of the type list<"):
        read_rows("select ['a'] as key, 'x' as text", row="key")


@pytest.mark.parametrize("value", ["'infinity'::date", "'-infinity'::timestamp", "'5000-01-01 (BC)'::date"])
def test_a_date_outside_the_calendar_costs_its_own_row(value: str) -> None:
    query = "select * from (values ('fever', VALUE), ('chills', null)) t(text, seen)".replace("VALUE", value)
    reading = reader.read(reader.Options(query=query), Columns(text="text"))
    rows = [item for batch in reading.batches for item in batch.to_pylist()]
    assert [row["text"] for row in rows] == ["chills"]
    [lost] = reading.quarantine
    assert (lost["row_id"], lost["reason"]) == ("row:1", "date or time outside the calendar")
    assert "seen" in str(lost["detail"])


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("'101'::BIT", "101"),
        ("INTERVAL '13 months 2 days 03:04:05'", "1 year 1 month 2 days 03:04:05"),
        ("'10:00:00+02'::TIMETZ", "10:00:00+02"),
        ("340282366920938463463374607431768211455::UHUGEINT", "340282366920938463463374607431768211455"),
        ("170141183460469231731687303715884105727::HUGEINT", "170141183460469231731687303715884105727"),
        ("union_value(stay := INTERVAL 2 DAY)", "2 days"),
    ],
)
def test_what_python_has_no_type_for_is_written_as_duckdb_writes_it(value: str, text: str) -> None:
    assert read_rows(f"select 'fever' as text, {value} as other") == [
        {"row_id": "row:1", "text": "fever", "other": text}
    ]
    [row] = read_rows(
        f"select 'fever' as text, [{value}] as many, {{'one \"': {value}, 'n': 1}} as named, "
        f"MAP {{'k': {value}}} as map",
        columns={"text": "text", "first": "many.0", "inner": 'named.one "', "n": "named.n", "of": "map.k"},
    )
    assert row == {"row_id": "row:1", "text": "fever", "first": text, "inner": text, "n": 1, "of": text}


def test_rows_stay_in_the_order_of_the_query_where_a_type_is_written_as_text() -> None:
    rows = read_rows("select i::varchar as text, '1'::BIT as bit from range(5000) t(i) order by i desc")
    assert [row["text"] for row in rows] == [str(number) for number in range(4999, -1, -1)]
