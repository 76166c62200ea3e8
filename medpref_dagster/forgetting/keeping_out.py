"""What a source says of a patient who was forgotten is dropped where it is read: counted, and kept nowhere."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from medpref_dagster.feedback.event_ids import list_texts, read_event_ids
from medpref_dagster.forgetting.tombstones import Tombstones
from medpref_dagster.schemas import RAW_CASES_KEY

_LONGEST_ID = 200


@dataclass
class Sieve:
    """Lets by what is about nobody who was forgotten, and counts the rest."""

    tombstones: Tombstones
    column: str = RAW_CASES_KEY.name
    """The source's column with the patient; without one each row is one."""
    forgotten: int = 0
    """Rows that were dropped so far."""
    generations: set[str] = field(default_factory=set[str])
    """What generations of patients who were forgotten are called by."""

    def learn(self, contents: Iterable[object]) -> None:
        """Keep in mind the generations of patients who were forgotten among these events, as JSON."""
        for content in contents if not self.tombstones.is_empty else ():
            ids = read_event_ids(_load(content))
            if self.tombstones.holds_patient(ids.patient):
                self.generations |= ids.own

    def sift_rows(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Rows of a reader, or of any table with that column."""
        for batch in batches:
            if self.tombstones.is_empty or self.column not in batch.schema.names:
                yield batch
                continue
            patients = batch.column(self.column)
            known = {one: self._is_forgotten(one) for one in patients.unique().to_pylist()}
            stays = pa.array([not known[one] for one in patients.to_pylist()], pa.bool_())
            self.forgotten += batch.num_rows - int(stays.true_count)
            yield batch.filter(stays)

    def sift_quarantine(self, rows: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
        """Rows of QUARANTINE: by the patient's column of the record, or any field of one that is otherwise built."""
        if self.tombstones.is_empty:
            return list(rows)
        kept = [row for row in rows if not self._names_forgotten(row.get("record"))]
        self.forgotten += len(rows) - len(kept)
        return kept

    def sift_arrivals(self, arrivals: Iterable[Mapping[str, object]]) -> Iterator[Mapping[str, object]]:
        """Events on their way into a week's table (`feedback.collecting.ARRIVED`), and refusals.

        A reaction names no patient: it goes with the generation that it names, by that one's tombstone, or by what
        `learn` was told.
        """
        if self.tombstones.is_empty:
            yield from arrivals
            return
        for item in arrivals:
            ids = read_event_ids(_load(item.get("content")))
            is_refused = item.get("reason") is not None
            if (
                self.tombstones.holds_event(ids)
                or not self.generations.isdisjoint(ids.named)
                or (is_refused and self._names_forgotten(item.get("content")))
            ):
                self.forgotten += 1
            else:
                yield item

    def _is_forgotten(self, patient: object) -> bool:
        return not isinstance(patient, list | dict) and self.tombstones.holds_patient(patient)

    def _names_forgotten(self, record: object) -> bool:
        loaded = _load(record)
        if isinstance(loaded, dict) and self.column in loaded:
            return self._is_forgotten(loaded[self.column])  # pyright: ignore[reportUnknownArgumentType]
        texts = list_texts(loaded) if loaded is not None else str(record or "").replace(",", " ").split()
        return any(len(text) <= _LONGEST_ID and self.tombstones.holds_patient(text) for text in texts)


def _load(text: object) -> object:
    try:
        return json.loads(text) if isinstance(text, str) else None
    except (ValueError, RecursionError):
        return None
