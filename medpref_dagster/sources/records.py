"""Records of files on their way into a reading: which file and line they begin in, and what could not be read."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from medpref_dagster.sources.fields import look_up
from medpref_dagster.sources.limits import DEFAULT_LIMITS, Limits
from medpref_dagster.sources.opening import SourceFile
from medpref_dagster.sources.reading import (
    MissingColumnError,
    Reading,
    add_row_ids,
    list_shown_names,
    put_row_id_first,
    quarantine_row,
)
from medpref_dagster.values import read_messages, write_as_text

if TYPE_CHECKING:
    import pyarrow as pa

    from medpref_dagster.declaration import Columns

BATCH_ROWS = 1024
"""Rows of a record batch."""

_NESTED_AS_JSON = {b"medpref": b"lists and objects as JSON"}
"""A field's metadata."""

_BATCH_CHARACTERS = 32 << 20
_BATCH_CELLS = 1 << 20


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
    records: Iterator[Record],
    columns: Columns,
    names: tuple[str, ...],
    paths: Mapping[str, str] | None,
    *,
    nested: bool = False,
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
    nested
        Whether the records may hold lists and objects, which are then JSON here: `unfold_nested` knows the columns.

    Returns
    -------
    Reading
        Columns out: `row_id` and `names`, all strings. Every record is a row or in the quarantine.
    """
    import pyarrow as pa

    marks = _NESTED_AS_JSON if nested else None
    own_schema = pa.schema([pa.field(name, pa.string(), metadata=marks) for name in names])
    reading = Reading(put_row_id_first(own_schema, columns), iter(()))
    known = set(names)
    most_rows = max(1, min(BATCH_ROWS, _BATCH_CELLS // max(1, len(names))))

    def batches() -> Iterator[pa.RecordBatch]:
        rows: list[dict[str, str | None]] = []
        places: list[str] = []
        size = 0
        for record in records:
            content = record.content
            if isinstance(content, Unreadable):
                reading.quarantine.append(quarantine_row(record.place, content.reason, content.detail, content.record))
                continue
            if paths is None and not known.issuperset(content):
                unexpected = ", ".join(list_shown_names(sorted(set(content) - known)))
                detail = f"{record.place}: {unexpected}; declare source.options.columns to choose fields"
                reading.quarantine.append(quarantine_row(record.place, "unexpected field", detail, content))
                continue
            if paths is None:
                row = {name: write_as_text(content.get(name)) for name in names}
            else:
                row = {name: write_as_text(look_up(content, path)[1]) for name, path in paths.items()}
            if nested := _find_nested(content, paths, columns):
                detail = f"{record.place}: {', '.join(list_shown_names(nested, nested))}"
                reading.quarantine.append(quarantine_row(record.place, NOT_TEXT, detail, content))
                continue
            rows.append(row)
            places.append(record.place)
            size += sum(len(value) for value in row.values() if value is not None)
            if len(rows) >= most_rows or size > _BATCH_CHARACTERS:
                yield _make_batch(rows, places, own_schema, columns, reading)
                rows, places, size = [], [], 0
        if rows:
            yield _make_batch(rows, places, own_schema, columns, reading)

    reading.batches = batches()
    return reading


def unfold_nested(column: pa.Array) -> list[object]:
    """A column's values as its source has them: lists and objects again where `read_as_text` wrote them as JSON.

    Parameters
    ----------
    column
        Text, of a table whose schema says which columns these are (`may_be_nested`).
    """
    values: list[object] = column.to_pylist()
    return [_unfold(value) for value in values]


def may_be_nested(field: pa.Field) -> bool:
    """Whether a column of text may hold lists and objects as JSON."""
    return (field.metadata or {}).items() >= _NESTED_AS_JSON.items()


def _unfold(value: object) -> object:
    if not isinstance(value, str) or value[:1] not in ("[", "{"):
        return value
    try:
        unfolded: object = json.loads(value)
    except (ValueError, RecursionError):
        return value
    return unfolded if isinstance(unfolded, list | dict) else value


def _find_nested(content: Mapping[str, object], paths: Mapping[str, str] | None, columns: Columns) -> list[str]:
    """The declared columns, one value each, in which a record has a list or an object that is no conversation."""
    found: list[str] = []
    for name in dict.fromkeys(name for name in (columns.row, columns.patient, columns.text) if name is not None):
        value = content.get(name) if paths is None else look_up(content, paths[name])[1] if name in paths else None
        if isinstance(value, list | dict) and (name != columns.text or read_messages(value) is None):
            found.append(name)
    return found


def _make_batch(
    rows: list[dict[str, str | None]], places: list[str], schema: pa.Schema, columns: Columns, reading: Reading
) -> pa.RecordBatch:
    """A batch of rows behind their ids, without those that are no Unicode: they go to the quarantine."""
    import pyarrow as pa

    try:
        batch = pa.RecordBatch.from_pylist(rows, schema=schema)
    except UnicodeEncodeError:
        kept: list[tuple[dict[str, str | None], str]] = []
        for row, place in zip(rows, places, strict=True):
            broken = [name for name, value in row.items() if value is not None and not is_unicode(value)]
            if broken:
                detail = f"{place}: half of a surrogate pair in {', '.join(list_shown_names(broken))}"
                reading.quarantine.append(quarantine_row(place, HALF_A_CHARACTER, detail, row))
            else:
                kept.append((row, place))
        places = [place for _, place in kept]
        batch = pa.RecordBatch.from_pylist([row for row, _ in kept], schema=schema)
    return add_row_ids(batch, columns, places)


NOT_TEXT = "list, object or bytes where text is needed"
"""Why a row is quarantined whose id or text is a list or an object."""

HALF_A_CHARACTER = "half a character"
"""Why a row with half of a surrogate pair is quarantined: text that was cut in UTF-16, in the middle of an emoji."""


def is_unicode(text: str) -> bool:
    """Whether it can be written as UTF-8: half of a surrogate pair cannot."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def check_names(names: Sequence[str], columns: Columns, records: Iterable[Record]) -> None:
    """Refuse declared columns that the first records show not to be there.

    Raises
    ------
    MissingColumnError
        Naming the place in the YAML, and the columns unless they may be data.
    """
    declared = {meaning: column for meaning, column in columns.model_dump().items() if column is not None}
    for meaning, column in declared.items():
        if column not in names:
            shown = list_shown_names(names, declared.values(), list_cells(records))
            raise MissingColumnError(f"source.columns.{meaning}", column, shown)


def list_cells(records: Iterable[Record]) -> list[str]:
    """The texts that records hold."""
    contents = [record.content for record in records if not isinstance(record.content, Unreadable)]
    return [value for content in contents for value in content.values() if isinstance(value, str)]


def check_paths(paths: Mapping[str, str], records: Sequence[Record], where: str) -> None:
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
            raise MissingColumnError(
                f"{where}.{name}", path, list_shown_names(present, paths.values(), list_cells(records))
            )


def take_some(records: Iterator[Record]) -> list[Record]:
    """The first records, as many as one batch holds: enough to know the columns."""
    taken: list[Record] = []
    size = 0
    for record in records:
        taken.append(record)
        content = record.content
        size += (
            sum(len(value) for value in content.values() if isinstance(value, str))
            if isinstance(content, Mapping)
            else len(content.record)
        )
        if len(taken) == BATCH_ROWS or size > _BATCH_CHARACTERS:
            break
    return taken


def list_names(records: Iterable[Record], limits: Limits = DEFAULT_LIMITS) -> tuple[str, ...]:
    """The fields of records, in their order, each once.

    Raises
    ------
    LimitError
        If there are more than are allowed.
    """
    names: dict[str, None] = {}
    for record in records:
        if not isinstance(record.content, Unreadable):
            names |= dict.fromkeys(record.content)
            limits.check_columns(len(names), record.file.name)
    return tuple(names)


def _list_paths(content: Mapping[str, object], above: str = "") -> Iterator[str]:
    for name, value in content.items():
        if isinstance(value, Mapping):
            yield from _list_paths(cast(Mapping[str, object], value), f"{above}{name}.")
        else:
            yield f"{above}{name}"
