"""A table of the store is no source: it would tell less than what it was made of, and forgetting would not reach it."""

from types import SimpleNamespace
from typing import Any

import pyarrow as pa
import pytest

from medpref_dagster.declaration import Columns, Source
from medpref_dagster.declaration.feedback import EventSource
from medpref_dagster.disclosure import Disclosure
from medpref_dagster.sources.outside import require_outside
from medpref_dagster.sources.reading import SourceError
from medpref_dagster.steps.cases import read_raw_cases
from medpref_dagster.steps.signal import read_events
from medpref_dagster.storage.store import Store

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


def test_neither_cases_nor_events_are_read_of_it(store, table):
    bench: Any = SimpleNamespace(store=store, week="2025-01-06", disclosure=SYNTHETIC)
    cases = Source(reader="files", options={"path": str(table)}, columns=COLUMNS, disclosure=SYNTHETIC)
    about: Any = SimpleNamespace(task=SimpleNamespace(source=cases))
    with pytest.raises(SourceError, match="names a place in the store"):
        read_raw_cases(bench, about, {})
    events = EventSource(reader="files", options={"path": str(table)}, disclosure=SYNTHETIC)
    about = SimpleNamespace(feedback=SimpleNamespace(sources={"ward": events}))
    with pytest.raises(SourceError, match="names a place in the store"):
        read_events(bench, about, {})
