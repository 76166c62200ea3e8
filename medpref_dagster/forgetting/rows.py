"""Which rows of a table tell of what is looked for, whatever table it is: by its columns, as `schemas` names them."""

import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from medpref_dagster.feedback.event_ids import read_event_ids, spell
from medpref_dagster.forgetting.wanted import Wanted
from medpref_dagster.schemas import FEEDBACK_EVENTS, QUARANTINE, RAW_CASES_KEY, SHARED_TEXTS

PATIENT, CASE, PAIR, ROW = "patient_id", "case_id", "pair_id", RAW_CASES_KEY.name
_ANSWERED = ("generation_id", "event_id")
_LISTED = ("event_ids", "over")
_BATCH_ROWS = 20_000

Mask = np.ndarray[tuple[int], np.dtype[np.bool_]]
"""For each row of a batch, whether it is one of those that are meant."""

PatientColumns = Mapping[str, str | None]
"""Task -> its source's column with the patient; None where each row is one."""


@dataclass(frozen=True)
class Search:
    """What is looked for in the tables of some owners."""

    wanted: Wanted
    owners: Collection[str]
    """The tasks, studies or feedback whose table it is; empty where nobody knows."""
    patient_columns: PatientColumns

    def name_patient_columns(self) -> set[str]:
        """The columns of raw rows in which the patient may stand."""
        known = [owner for owner in self.owners if owner in self.patient_columns]
        return {self.patient_columns[owner] or ROW for owner in known or self.patient_columns}

    def find(self, batch: pa.RecordBatch) -> pa.BooleanArray:
        """For each row, whether it is one that is looked for."""
        found = np.zeros(batch.num_rows, dtype=bool)
        for mask in self._list_masks(batch):
            if mask is not None:
                found |= mask
        return pa.array(found, pa.bool_())

    def _list_masks(self, batch: pa.RecordBatch) -> Iterator[Mask | None]:
        names, wanted = batch.schema.names, self.wanted
        if names == QUARANTINE.names:
            yield self._find_in_quarantine(batch)
            return
        if names == FEEDBACK_EVENTS.names:
            yield _find_events(batch, wanted)
            return
        if names == SHARED_TEXTS.names:
            yield _find_shared(batch, wanted)
            return
        for column in self._patient_columns_of(names):
            yield _find_spelled(batch.column(column), wanted.patients)
        # A case's id is its task's: where the patient stands beside it, that is the surer sign.
        if not (wanted.patients and PATIENT in names):
            for column in (CASE, ROW):
                if column in names:
                    ids = self.wanted.cases_of(self.owners) | (wanted.pairs | wanted.events if column == ROW else set())
                    yield _find_spelled(batch.column(column), ids)
        if PAIR in names:
            yield _find_spelled(batch.column(PAIR), wanted.pairs)
        for column in (name for name in _ANSWERED if name in names):
            yield _find_spelled(batch.column(column), wanted.events)
        for column in (name for name in _LISTED if name in names):
            yield _find_listed(batch.column(column), wanted.events)

    def _patient_columns_of(self, names: Collection[str]) -> set[str]:
        named = {PATIENT} & set(names)
        return named | (self.name_patient_columns() & set(names) if is_raw(names) else set())

    def _find_in_quarantine(self, batch: pa.RecordBatch) -> Mask:
        """By the row's id, by the patient's column or an event's fields in its record; else by the patient's id in a
        record that is no object."""
        ids = self.wanted.cases_of(self.owners) | self.wanted.events | self.wanted.pairs
        columns, looks_like = self.name_patient_columns() | {PATIENT, "patient"}, _compile(self.wanted.patients)

        def is_wanted(row_id: object, text: str | None) -> bool:
            if spell(row_id) in ids:
                return True
            record = _load(text)
            if not isinstance(record, dict):
                return bool(text and looks_like is not None and looks_like.search(text))
            patients = {spell(value) for name in columns if _is_scalar(value := record.get(name))}
            return bool(patients & self.wanted.patients) or _names(record, self.wanted)

        rows = zip(batch.column("row_id").to_pylist(), batch.column("record").to_pylist(), strict=True)
        return _mask([is_wanted(row_id, text) for row_id, text in rows])


def is_raw(names: Collection[str]) -> bool:
    """Whether a table with these columns holds rows as a source has them."""
    return ROW in names and CASE not in names and "feedback" not in names and list(names) != QUARANTINE.names


def list_parts(folder: Path) -> list[Path]:
    """The Parquet files of an artifact, by name."""
    return sorted(folder.glob("*.parquet"))


def read_parts(folder: Path) -> Iterator[tuple[str, Iterator[pa.RecordBatch]]]:
    """Each table of an artifact, by name, batch by batch."""
    for path in list_parts(folder):
        with pq.ParquetFile(path) as file:
            yield path.stem, file.iter_batches(_BATCH_ROWS)


def keep_others(path: Path, target: Path, search: Search, change: Callable[[pa.Table], pa.Table]) -> int:
    """Write a table without what is looked for; how many rows it lost.

    Parameters
    ----------
    change
        Made of what is kept, such as the addresses of models that have moved.
    """
    lost = 0
    with pq.ParquetFile(path) as file, pq.ParquetWriter(target, file.schema_arrow, compression="zstd") as writer:
        for batch in file.iter_batches(_BATCH_ROWS):
            stays = ~np.asarray(search.find(batch))
            kept = pa.Table.from_batches([batch]).filter(pa.array(stays, pa.bool_()))
            lost += batch.num_rows - kept.num_rows
            if kept.num_rows:
                writer.write_table(change(kept).cast(file.schema_arrow))
    return lost


def _find_spelled(column: pa.Array, ids: Collection[str]) -> Mask | None:
    """Rows whose value is one of the ids in any spelling. None where no id is looked for, or the column holds none."""
    if not ids or pa.types.is_nested(column.type):
        return None
    found = {value for value in column.unique().to_pylist() if value is not None and spell(value) in ids}
    return _mask(value in found for value in column.to_pylist()) if found else None


def _find_listed(column: pa.Array, ids: Collection[str]) -> Mask | None:
    if not ids:
        return None
    return _mask([bool(ids & set(listed or ())) for listed in column.to_pylist()])  # pyright: ignore[reportOperatorIssue]


def _find_events(batch: pa.RecordBatch, wanted: Wanted) -> Mask:
    return _mask([_names(_load(text), wanted) for text in batch.column("content").to_pylist()])


def _find_shared(batch: pa.RecordBatch, wanted: Wanted) -> Mask:
    """Two cases, each of the task that stands beside it; of feedback a row of it."""
    columns = [batch.column(name).to_pylist() for name in ("task", "case_id", "other", "other_id")]
    return _mask(
        [
            case in wanted.cases_of([task]) or other_id in wanted.cases_of([other]) or other_id in wanted.events
            for task, case, other, other_id in zip(*columns, strict=True)
        ]
    )


def _mask(rows: Iterable[bool]) -> Mask:
    return np.fromiter(rows, dtype=bool)


def _names(event: object, wanted: Wanted) -> bool:
    ids = read_event_ids(event)
    return ids.patient in wanted.patients or bool(ids.named & wanted.events)


def _load(text: str | None) -> Any:
    try:
        return json.loads(text) if text else None
    except (ValueError, RecursionError):
        return None


def _is_scalar(value: object) -> bool:
    return isinstance(value, str | int | float)


def _compile(ids: Iterable[str]) -> re.Pattern[str] | None:
    """Any of the ids, as a word of its own."""
    listed = "|".join(re.escape(one) for one in sorted(ids))
    return re.compile(rf"(?<!\w)(?:{listed})(?!\w)") if listed else None
