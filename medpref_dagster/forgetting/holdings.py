"""Where in a store somebody's data are: the rows of every table, and the models that saw them."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from medpref_dagster.feedback.event_ids import read_event_ids, spell
from medpref_dagster.forgetting.captured import find_captured
from medpref_dagster.forgetting.named import list_named
from medpref_dagster.forgetting.reach import Reach, find_reach
from medpref_dagster.forgetting.rows import CASE, PAIR, PATIENT, ROW, PatientColumns, Search, is_raw, read_parts
from medpref_dagster.forgetting.wanted import Wanted
from medpref_dagster.schemas import FEEDBACK_EVENTS, GENERATIONS
from medpref_dagster.storage.store import ROWS, Store

MODELS, REPORTS, TABLES = "models", "reports", "tables"


@dataclass(frozen=True)
class Holding:
    """An artifact with rows that are looked for."""

    address: str
    rows: Mapping[str, int]
    """Table of it -> how many. Of a model, `rows` are those that it saw."""
    seen_as: Mapping[str, int]
    """Of a model: split -> rows."""


@dataclass(frozen=True)
class Holdings:
    """What there is of somebody in a store."""

    wanted: Wanted
    reach: Reach
    tables: tuple[Holding, ...]
    models: tuple[Holding, ...]
    """That saw rows themselves."""
    descended: Mapping[str, str]
    """Address of a model that stands on one of these -> the one that it stands on."""
    reports: tuple[str, ...]
    """Made of what holds them; and those of which nobody knows what they were made of."""

    @property
    def learned(self) -> list[str]:
        """Every model that learned from them."""
        return sorted({*(holding.address for holding in self.models), *self.descended})

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing."""
        return not (self.tables or self.models)


def find_holdings(store: Store, start: Wanted, columns: PatientColumns, databases: Sequence[str] = ()) -> Holdings:
    """Look through the whole store, what is current and what is not.

    Parameters
    ----------
    start
        What is looked for; all that is told of it is found beside it.
    columns
        Of every declared task.
    databases
        URLs of capture databases, whose events tell which reactions are about a patient.
    """
    reach, artifacts = find_reach(store), store.list_artifacts()
    wanted = _complete(store, start, reach, artifacts, columns, databases)
    found = [
        holding
        for address in artifacts
        if not address.startswith(REPORTS)
        and (holding := _count(store, address, Search(wanted, reach.owners_of(address), columns))) is not None
    ]
    models = tuple(holding for holding in found if holding.address.startswith(MODELS))
    tables = tuple(holding for holding in found if holding.address.startswith(TABLES))
    descended = _descend(store, {holding.address for holding in models}, artifacts)
    touched = {*(holding.address for holding in found), *descended}
    return Holdings(wanted, reach, tables, models, descended, _find_reports(store, touched, artifacts))


def _complete(
    store: Store,
    start: Wanted,
    reach: Reach,
    artifacts: Sequence[str],
    columns: PatientColumns,
    databases: Sequence[str],
) -> Wanted:
    """Everything that rows of what is looked for are called by."""
    wanted = Wanted.from_json(start.to_json())
    # Generations first: reactions are known by them.
    for _ in range(2):
        for address in (one for one in artifacts if one.startswith(TABLES)):
            owners = reach.owners_of(address)
            search = Search(wanted, owners, columns)
            for _, batches in read_parts(store.folder(address)):
                for batch in batches:
                    _add_ids(search, batch)
        for url in databases:
            wanted.events |= find_captured(url, wanted).ids
    return wanted


def _add_ids(search: Search, batch: pa.RecordBatch) -> None:
    names, wanted = batch.schema.names, search.wanted
    if not {CASE, PAIR, ROW, "content", "generation_id", "event_id"} & set(names):
        return
    kept = pa.Table.from_batches([batch]).filter(search.find(batch))
    if not kept.num_rows:
        return
    if names == FEEDBACK_EVENTS.names:
        for text in kept["content"].to_pylist():
            wanted.events |= read_event_ids(json.loads(text)).own
        return
    if "event_id" in names:
        wanted.events |= _spell_column(kept, "event_id")
    if "generation_id" in names and PATIENT in names:
        # A reaction may be found by another generation that it names, beside this one's.
        own = [spell(patient) in wanted.patients for patient in kept[PATIENT].to_pylist()]
        of_patient = kept.filter(pa.array(own, pa.bool_()))
        wanted.events |= _spell_column(of_patient, "generation_id")
        if names == GENERATIONS.names:
            wanted.events |= {alias for listed in of_patient["aliases"].to_pylist() for alias in listed}
    if CASE in names:
        search.wanted.add_cases(search.owners, _spell_column(kept, CASE))
    elif is_raw(names) and "reason" not in names:
        search.wanted.add_cases(search.owners, _spell_column(kept, ROW))
    if PAIR in names:
        wanted.pairs |= _spell_column(kept, PAIR)


def _spell_column(table: pa.Table, column: str) -> set[str]:
    return {spelled for value in table[column].to_pylist() if (spelled := spell(value)) is not None}


def _count(store: Store, address: str, search: Search) -> Holding | None:
    rows: dict[str, int] = {}
    seen_as: dict[str, int] = {}
    for part, batches in read_parts(store.folder(address)):
        for batch in batches:
            mask = search.find(batch)
            number = int(mask.true_count)
            if number:
                rows[part] = rows.get(part, 0) + number
            if number and address.startswith(MODELS) and part == ROWS and "split" in batch.schema.names:
                for split in batch.column("split").filter(mask).to_pylist():
                    seen_as[split] = seen_as.get(split, 0) + 1
    return Holding(address, rows, seen_as) if rows else None


def _descend(store: Store, models: set[str], artifacts: Sequence[str]) -> dict[str, str]:
    """Models that stand on one of these, and those on them."""
    parents = {
        address: [named for named, _ in list_named(store, address) if named.startswith(MODELS)]
        for address in artifacts
        if address.startswith(MODELS)
    }
    found: dict[str, str] = {}
    while new := {
        address: parent
        for address, named in parents.items()
        for parent in named
        if address not in found and address not in models and (parent in models or parent in found)
    }:
        found |= new
    return found


def _find_reports(store: Store, touched: set[str], artifacts: Sequence[str]) -> tuple[str, ...]:
    """Reports that were made of what is touched, however far; and those whose lineage was not noted."""
    known: dict[str, bool] = {}

    def is_touched(address: str) -> bool:
        if address not in known:
            known[address] = False  # for a circle, which a damaged note could make
            parents = store.parents(address)
            known[address] = address in touched or any(is_touched(parent) for parent in parents)
        return known[address]

    reports = [address for address in artifacts if address.startswith(REPORTS)]
    return tuple(address for address in reports if not store.parents(address) or is_touched(address))


def list_rows_seen(store: Store, address: str) -> Iterator[dict[str, Any]]:
    """Every row that a model and those below it saw: `model`, `row_id`, `split`, `table`, and, as far as the table that
    the manifest names is there, `case_id`, `patient_id` and, of feedback, `event_ids`.

    Raises
    ------
    StoreError
        If the model is not in the store.
    """
    from medpref_dagster.storage.manifests import read_manifest

    while True:
        artifact = store.artifact(address)
        manifest = read_manifest(artifact)
        known = _read_source_rows(store, manifest.rows_from)
        for row in store.read_table(artifact, ROWS).to_pylist():
            yield {"model": address, **row, **known.get(row[ROW], {}), "table": manifest.rows_from}
        if manifest.parent is None:
            return
        address = manifest.parent


def _read_source_rows(store: Store, address: str) -> dict[str, dict[str, Any]]:
    from medpref_dagster.storage.store import StoreError

    try:
        table = store.read_table(address)
    except StoreError:
        return {}
    wanted = [name for name in (PAIR, CASE, "patient_id", "event_ids") if name in table.column_names]
    key = PAIR if PAIR in wanted else CASE
    # A round's pairs name no events: those of the feedback, which they were made from, do.
    events = _read_event_ids(store, address) if key == PAIR and "event_ids" not in wanted else {}
    return {row[key]: row | events.get(row[key], {}) for row in table.select(wanted).to_pylist()}


def _read_event_ids(store: Store, address: str) -> dict[str, dict[str, Any]]:
    """Pair -> its `event_ids`, of the tables of pairs that one was made from, however far, as far as they are there."""
    found: dict[str, dict[str, Any]] = {}
    waiting, seen = store.parents(address), set[str]()
    while waiting:
        current = waiting.pop()
        path = store.folder(current) / f"{ROWS}.parquet"
        if current in seen or not path.is_file():
            continue
        seen.add(current)
        names = pq.read_schema(path).names
        if {PAIR, "event_ids"} <= set(names):
            rows = pq.read_table(path, columns=[PAIR, "event_ids"]).to_pylist()
            found |= {row[PAIR]: {"event_ids": row["event_ids"]} for row in rows}
        elif PAIR in names:
            waiting += store.parents(current)
    return found
