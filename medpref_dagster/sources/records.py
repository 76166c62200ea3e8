"""Records of files on their way into a reading: which file and line they begin in, and what could not be read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from medpref_dagster.sources.opening import SourceFile
from medpref_dagster.sources.reading import (
    MissingColumnError,
    Reading,
    add_row_ids,
    put_row_id_first,
    quarantine_row,
)
from medpref_dagster.sources.values import look_up, write_as_text

if TYPE_CHECKING:
    import pyarrow as pa

    from medpref_dagster.declaration import Columns

BATCH_ROWS = 1024
"""Rows of a record batch."""


@dataclass(frozen=True)
class Unreadable:
    """A record that cannot be read, and why."""

    reason: str
    detail: str | None
    record: str


@dataclass(frozen=True)
class Record:
    """One record and where it begins."""

    file: SourceFile
    line: int
    """Line, or number of the record where the format has no lines; counted from 1."""
    content: Mapping[str, object] | Unreadable
    """Field -> value."""

    @property
    def place(self) -> str:
        """`file:line`, the row id where the source has none."""
        return f"{self.file.name}:{self.line}"


def read_as_text(
    records: Iterator[Record], columns: Columns, names: tuple[str, ...], paths: Mapping[str, str] | None
) -> Reading:
    """A reading of records whose columns are all text.

    Parameters
    ----------
    records
        What the files hold, in order.
    columns
        What is declared; `columns.row` names the column with the row id, else it is `file:line`.
    names
        The columns. Without `paths`, a record that holds another field is quarantined, so that nothing is lost.
    paths
        Column -> path in the record.

    Returns
    -------
    Reading
        Columns out: `row_id` and `names`, all strings.
    """
    import pyarrow as pa

    own_schema = pa.schema([pa.field(name, pa.string()) for name in names])
    reading = Reading(put_row_id_first(own_schema, columns), iter(()))
    known = set(names)

    def batches() -> Iterator[pa.RecordBatch]:
        rows: list[dict[str, str | None]] = []
        places: list[str] = []
        for record in records:
            content = record.content
            if isinstance(content, Unreadable):
                reading.quarantine.append(quarantine_row(record.place, content.reason, content.detail, content.record))
                continue
            if paths is None and not known.issuperset(content):
                unexpected = ", ".join(sorted(set(content) - known))
                detail = f"{record.place}: {unexpected}; declare source.options.columns to choose fields"
                reading.quarantine.append(quarantine_row(record.place, "unexpected field", detail, content))
                continue
            if paths is None:
                rows.append({name: write_as_text(content.get(name)) for name in names})
            else:
                rows.append({name: write_as_text(look_up(content, path)[1]) for name, path in paths.items()})
            places.append(record.place)
            if len(rows) == BATCH_ROWS:
                yield add_row_ids(pa.RecordBatch.from_pylist(rows, schema=own_schema), columns, places)
                rows, places = [], []
        if rows:
            yield add_row_ids(pa.RecordBatch.from_pylist(rows, schema=own_schema), columns, places)

    reading.batches = batches()
    return reading


def check_paths(paths: Mapping[str, str], records: Iterable[Record], where: str) -> None:
    """Refuse a path that is in none of the records.

    Raises
    ------
    MissingColumnError
        Naming the path and the fields that are there.
    """
    contents = [record.content for record in records if not isinstance(record.content, Unreadable)]
    for name, path in paths.items():
        if contents and not any(look_up(content, path)[0] for content in contents):
            present = dict.fromkeys(field for content in contents for field in _list_paths(content))
            raise MissingColumnError(f"{where}.{name}", path, present)


def _list_paths(content: Mapping[str, object], above: str = "") -> Iterator[str]:
    for name, value in content.items():
        if isinstance(value, Mapping):
            yield from _list_paths(cast(Mapping[str, object], value), f"{above}{name}.")
        else:
            yield f"{above}{name}"
