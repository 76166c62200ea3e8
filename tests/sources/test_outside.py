"""A table of the store is no source: it would tell less than what it was made of, and forgetting would not reach it."""

from types import SimpleNamespace
from typing import Any

import duckdb
import pyarrow as pa
import pytest

from medpref_dagster.declaration import Columns, Records, Source
from medpref_dagster.declaration.feedback import EventSource
from medpref_dagster.declaration.synthesis import PromptRules
from medpref_dagster.disclosure import Disclosure
from medpref_dagster.sources import open_source
from medpref_dagster.sources.events import read_arrivals
from medpref_dagster.sources.new_events import Seen, find_changed_weeks
from medpref_dagster.sources.outside import require_outside
from medpref_dagster.sources.reading import SourceError
from medpref_dagster.steps.across_tasks import read_feedback
from medpref_dagster.steps.cases import read_raw_cases
from medpref_dagster.steps.signal import read_events
from medpref_dagster.steps.synthesis import _list_prompts  # pyright: ignore[reportPrivateUsage]
from medpref_dagster.storage.store import Store
from medpref_dagster.study import shared_texts

COLUMNS, SYNTHETIC = Columns(text="note"), Disclosure.SYNTHETIC


@pytest.fixture
def store(tmp_path) -> Store:
    return Store(tmp_path / "store")


@pytest.fixture
def table(store):
    return store.table_path(store.write_table(pa.table({"note": ["a"]}), pa.schema([("note", pa.string())])))


def test_a_place_in_the_store_is_refused_however_it_is_written(store, table, tmp_path):
    (tmp_path / "link").symlink_to(table)
    (tmp_path / "notes.csv").write_text("note")
    for reader, options in (
        ("files", {"path": str(table)}),
        ("files", {"path": [str(tmp_path / "notes.csv"), f"file://{table}"]}),
        ("files", {"path": str(store.root / "tables" / "*" / "rows.parquet")}),
        ("files", {"path": str(tmp_path / "link")}),
        ("duckdb", {"query": f"FROM read_parquet('{table}')"}),
    ):
        with pytest.raises(SourceError, match="names a place in the store"):
            require_outside(Source(reader=reader, options=options, columns=COLUMNS, disclosure=SYNTHETIC), store.root)
    require_outside(Source(reader="files", options={"path": str(tmp_path / "notes.csv")}, columns=COLUMNS), store.root)


def test_a_pattern_from_above_that_reaches_into_the_store_is_refused_with_the_file(store, table, tmp_path):
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "ward.parquet").write_bytes(table.read_bytes())
    (tmp_path / "linked").mkdir()
    (tmp_path / "linked" / "all.parquet").symlink_to(table)
    above = str(tmp_path)
    reaching: list[tuple[str, dict[str, Any]]] = [
        ("files", {"path": f"{above}/**/*.parquet"}),
        ("files", {"path": [f"{above}/notes/*.parquet", f"file://{above}/s*/t*/*/rows.parquet"]}),
        ("files", {"path": f"{above}/linked/*.parquet"}),
        ("duckdb", {"query": f"FROM '{above}/**/rows.parquet'"}),
        ("duckdb", {"query": f'FROM "{above}/**/rows.parquet"'}),
        ("duckdb", {"query": "FROM read_parquet($p)", "parameters": {"p": f"{above}/**/*.parquet"}}),
        ("duckdb", {"query": "FROM read_parquet($p || '/**/*.parquet')", "parameters": {"p": above}}),
        ("duckdb", {"query": f"WITH a AS (FROM read_parquet(['{above}/s*/*/*/*'])) FROM a", "parameters": {}}),
        ("duckdb", {"query": f"FROM (VALUES (1)) WHERE 2 IN (FROM read_json('{above}/**'))"}),
        ("duckdb", {"query": f"FROM read_parquet('{above}')"}),
        ("huggingface", {"dataset": above}),
    ]
    for reader, options in reaching:
        with pytest.raises(SourceError, match=f"reaches into the store .*{table.name}") as refused:
            require_outside(Source(reader=reader, options=options, columns=COLUMNS), store.root)
        assert str(table) in str(refused.value), "which file"


def test_a_pattern_that_stops_before_the_store_is_read(store, table, tmp_path):
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "ward.parquet").write_bytes(table.read_bytes())
    beside: list[tuple[str, dict[str, Any]]] = [
        ("files", {"path": f"{tmp_path}/notes/**/*.parquet"}),
        ("files", {"path": f"{tmp_path}/*/*.parquet"}),
        ("files", {"path": f"{tmp_path}/none/*.parquet"}),
        ("duckdb", {"query": "FROM read_parquet($p || '/**/*.parquet')", "parameters": {"p": f"{tmp_path}/notes"}}),
        ("duckdb", {"query": f"FROM read_csv('{tmp_path}') SELECT '/', '{tmp_path}', '/**'"}),
        ("duckdb", {"query": "this is no query"}),
        ("huggingface", {"dataset": f"{tmp_path}/notes"}),
        ("huggingface", {"dataset": "owner/name"}),
    ]
    refused: list[str] = []
    for reader, options in beside:
        try:
            require_outside(Source(reader=reader, options=options, columns=COLUMNS), store.root)
        except SourceError as error:
            refused.append(str(error))
    assert refused == []


VIEWS = (
    "CREATE VIEW notes AS FROM read_parquet('{above}/**/rows.parquet')",
    """CREATE VIEW "kept AS it is" ("the AS note") AS SELECT note FROM '{table}'""",
    "CREATE VIEW cleaned AS SELECT upper(note) AS note FROM notes",
    "CREATE SCHEMA texts; CREATE VIEW texts.cleaned AS FROM main.cleaned",
    "CREATE MACRO found(place, ending) AS TABLE FROM read_parquet(place || '/**/*.' || ending)",
    "CREATE MACRO at_home(place := '{above}' || '/s*/**/*.parquet', ending := 'x) AS (') "
    "AS TABLE FROM read_parquet(place)",
    'CREATE SCHEMA rounds; CREATE MACRO rounds."The notes"(a, b, c) AS TABLE (SELECT a AS note), '
    "(a, place := ['{above}/ward/*.parquet', '{table}']) AS TABLE (SELECT note FROM read_parquet(place) WHERE a > 0)",
    "CREATE VIEW gone AS FROM read_parquet('{above}/gone.parquet')",
    "CREATE MACRO here() AS '{above}/s*/**/*.parquet'",
    "CREATE MACRO all_notes() AS TABLE FROM notes",
    "CREATE TABLE copied AS SELECT 'a' AS note",
    "CREATE VIEW of_a_table AS FROM copied",
    "CREATE VIEW beside AS FROM read_parquet('{above}/ward/*.parquet')",
)


@pytest.fixture
def database(tmp_path, table) -> str:
    """A DuckDB database outside of the store, whose views and macros read what is in it, and one that does not."""
    (tmp_path / "ward").mkdir()
    (tmp_path / "ward" / "notes.parquet").write_bytes(table.read_bytes())
    path = str(tmp_path / "ward.duckdb")
    with duckdb.connect(path) as made:
        (tmp_path / "gone.parquet").write_bytes(table.read_bytes())
        for view in VIEWS:
            made.execute(view.format(above=tmp_path, table=table))
        (tmp_path / "gone.parquet").unlink()
    return path


@pytest.mark.parametrize(
    "query",
    [
        "FROM notes",
        "SELECT note FROM Notes WHERE note <> ''",
        'FROM "kept AS it is"',
        "FROM cleaned",
        "FROM texts.cleaned",
        "FROM copied UNION ALL FROM notes",
        "FROM all_notes()",
        "FROM found('{above}', 'parquet')",
        "FROM found(ending := 'parquet', place := '{above}')",
        "FROM at_home()",
        "FROM at_home(ending := 'y')",
        'FROM rounds."The notes"(1)',
        "FROM read_parquet(here())",
        "FROM query('FROM notes')",
        "FROM query_table(['copied', 'notes'])",
    ],
)
def test_a_view_or_macro_of_a_database_that_reads_the_store_is_refused_with_the_file(
    store, table, database, tmp_path, query
):
    options = {"query": query.format(above=tmp_path), "database": database}
    with duckdb.connect(database, read_only=True) as asked:
        assert asked.execute(options["query"]).fetchall(), "it reads something"
    with pytest.raises(SourceError, match="reaches into the store") as refused:
        require_outside(Source(reader="duckdb", options=options, columns=COLUMNS), store.root)
    assert str(table) in str(refused.value), "which file"


@pytest.mark.parametrize(
    "query",
    ["FROM copied", "FROM of_a_table", "FROM beside", "FROM found($p, 'parquet')", "FROM at_home($p || '/*')"],
)
def test_what_a_database_has_of_its_own_or_reads_beside_the_store_is_read(store, database, tmp_path, query):
    parameters = {"p": str(tmp_path / "ward")} if "$p" in query else {}
    options = {"query": query, "database": database, "parameters": parameters}
    source = Source(reader="duckdb", options=options, columns=COLUMNS)
    assert sum(batch.num_rows for batch in open_source(source, store.root).batches) == 1


def test_a_query_in_a_query_is_looked_into(store, table, tmp_path):
    options: dict[str, Any] = {"query": f"FROM query('FROM read_parquet(''{tmp_path}/**/*.parquet'')')"}
    with pytest.raises(SourceError, match=f"reaches into the store .*{table.name}"):
        require_outside(Source(reader="duckdb", options=options, columns=COLUMNS), store.root)


def test_whoever_reads_a_source_is_refused_with_the_same_sentence(store, table, tmp_path):
    pattern = {"path": f"{tmp_path}/**/*.parquet"}
    cases = Source(reader="files", options=pattern, columns=COLUMNS, disclosure=SYNTHETIC)
    events = EventSource(reader="files", options=pattern, disclosure=SYNTHETIC)
    feedback: Any = SimpleNamespace(sources={"ward": events}, timezone="UTC")
    said = set()
    for read in (
        lambda: open_source(cases, store.root),
        lambda: list(read_arrivals(events, store.root)),
        lambda: find_changed_weeks(feedback, Seen(), store.root),
        lambda: list(shared_texts.read_feedback({"ward": cases}, store.root).batches),
    ):
        with pytest.raises(SourceError, match="reaches into the store") as refused:
            read()
        said.add(str(refused.value))
    assert len(said) == 1


def test_neither_cases_nor_events_are_read_of_it(store, table):
    bench: Any = SimpleNamespace(store=store, week="2025-01-06", disclosure=SYNTHETIC)
    cases = Source(reader="files", options={"path": str(table)}, columns=COLUMNS, disclosure=SYNTHETIC)
    about: Any = SimpleNamespace(task=SimpleNamespace(source=cases))
    with pytest.raises(SourceError, match="names a place in the store"):
        read_raw_cases(bench, about, {})
    events = EventSource(reader="files", options={"path": str(table)}, disclosure=SYNTHETIC)
    feedback = SimpleNamespace(sources={"ward": events}, memory="500MB", timezone="UTC")
    about = SimpleNamespace(feedback=feedback, first_week="2025-01-06")
    with pytest.raises(SourceError, match="names a place in the store"):
        read_events(bench, about, {})


def test_neither_shared_texts_nor_prompts_are_read_of_it(store, table):
    bench: Any = SimpleNamespace(store=store, week="2025-01-06", disclosure=SYNTHETIC)
    texts = Records(reader="files", options={"path": str(table)}, columns=COLUMNS, disclosure=SYNTHETIC)
    about: Any = SimpleNamespace(study=SimpleNamespace(feedback={"ward": texts}))
    with pytest.raises(SourceError, match="names a place in the store"):
        read_feedback(bench, about, {})
    prompts: Any = SimpleNamespace(
        prompts=PromptRules.model_validate(
            {"from": "source", "source": {"reader": "files", "options": {"path": str(table)}}}
        )
    )
    with pytest.raises(SourceError, match="names a place in the store"):
        list(_list_prompts(bench, prompts, {}, []))
