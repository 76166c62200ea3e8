"""What every reader gives: a stream of raw rows behind a row id, and the rows that it could not read.

A reader is a module registered in `medpref_dagster.sources.READERS`, or an installed package's. It has

- `DISCLOSURE: Disclosure`, where its rows tell less of patients than what is identifiable, unless a source declares it;
- `GENERATED: bool`, true where its options and code alone make its rows, so that they need not be read again;
- `class Options(Declared)`: what `source.options` may say;
- `columns(options) -> tuple[str, ...] | None`: the source's columns, `None` where only reading shows them;
- `read(options, columns) -> Reading`.

`columns` and `Options` are used while definitions load: a reader imports heavy libraries (pyarrow included) inside
its functions. This module does the same.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from medpref_dagster.values import NotTextError, spell_value, to_json
from medpref_dagster.words import fold

if TYPE_CHECKING:
    import pyarrow as pa

    from medpref_dagster.declaration import Columns, Records

ROW_ID = "row_id"

_SHOWN_NAMES = 60
_NAME = re.compile(r"[^\W\d]+(?:[./-][^\W\d]+)*")
"""A word or words joined by signs: what a column is called, and a note, an id or a date is not."""
_LONGEST_NAME = 40
_LONGEST_RECORD = 1 << 20


class SourceError(Exception):
    """A source cannot be read as it is declared. The message names the place and what to do, never patient text."""


class MissingColumnError(SourceError, ValueError):
    """A column that is declared or named in a template is not among the source's."""

    def __init__(self, where: str, column: str, present: Iterable[str]) -> None:
        self.column = column
        self.present = tuple(present)
        alike = next((name for name in self.present if fold(name.strip()) == fold(column.strip())), None)
        cure = (
            f"{alike!r} is the same word in other characters (case, blanks, or accents apart from their letters): "
            f"write it as the source does, {json.dumps(alike)}."
            if alike is not None
            else "Correct the name, or map the column in the source."
        )
        super().__init__(
            f"{where} names the column {column!r}, which the source does not have; its columns are "
            f"{', '.join(self.present) or '(none)'}. {cure}"
        )


def list_shown_names(names: Iterable[str], declared: Iterable[str] = (), cells: Iterable[str] = ()) -> list[str]:
    """Names of a source's columns as a message may show them: the first row of a file without a header is a patient's.

    They are shown where one of them is declared, so that they are names, or where each looks like a name and is no cell
    or word of the first rows; else only their number is.

    Parameters
    ----------
    names
        As the source has them.
    declared
        Names that the YAML expects among them.
    cells
        Texts of the first rows, where they are known.
    """
    listed = list(names)
    if set(declared).isdisjoint(listed) and (
        not all(len(name) <= _LONGEST_NAME and _NAME.fullmatch(name) for name in listed)
        or not _find_words(cells).isdisjoint(map(fold, listed))
    ):
        return [f"({len(listed)}, not shown since they may be data: has the file a row of column names?)"]
    more = len(listed) - _SHOWN_NAMES
    return [*listed[:_SHOWN_NAMES], *([f"and {more} more"] if more > 0 else [])]


def _find_words(cells: Iterable[str]) -> set[str]:
    """Every cell, and every word or words joined by signs in it, folded."""
    folded = [fold(cell) for cell in cells]
    return {cell.strip() for cell in folded} | {word[0] for cell in folded for word in _NAME.finditer(cell)}


class DifferentColumnsError(SourceError):
    """Files that are read as one source have different columns."""


class NestedColumnError(SourceError, ValueError):
    """A place that needs a text, a label or an id names a column of lists or objects."""

    def __init__(self, where: str, column: str, kind: object, part: str) -> None:
        super().__init__(
            f"{where} names the column {column!r}, which is of the type {kind}, where one value is needed: name the "
            f"part of it that is meant in source.options.columns (e.g. {column}: {column}.{part}), or write it as text "
            "in the source."
        )


@dataclass
class Reading:
    """A source being read. Consume `batches` once; `quarantine` is complete when they are exhausted."""

    schema: pa.Schema
    """First field `row_id` (string, not null), then the source's own columns."""
    batches: Iterator[pa.RecordBatch]
    quarantine: list[dict[str, str | None]] = field(default_factory=list[dict[str, str | None]])
    """Rows of `schemas.QUARANTINE` for what could not be read."""


def find_reading_problems(rows: int, quarantined: int, source: Records) -> list[str]:
    """What makes a reading unfit to build cases of: one sentence each, with what to do. Empty: fit.

    Parameters
    ----------
    rows
        Rows that were read.
    quarantined
        Rows that could not be read; they are in no later table, so nothing behind this counts them.
    source
        What is declared; of a task, `loss_limits.unreadable` is the limit where it is there.
    """
    (limit, field), total = source.limit_of("unreadable"), rows + quarantined
    if not quarantined or quarantined / total <= limit:
        return []
    return [
        f"{quarantined} of {total} rows could not be read ({quarantined / total:.1%}, over the declared {limit:.1%}): "
        "look at the quarantine table beside those that could, correct the source or its declaration, or raise "
        f"{field}."
    ]


def quarantine_row(
    row_id: str, reason: str, detail: str | None = None, record: Mapping[str, object] | str | None = None
) -> dict[str, str | None]:
    """One row of `schemas.QUARANTINE`.

    Parameters
    ----------
    row_id
        The source's id, or where the row stands (`file:line`).
    reason
        A short fixed phrase; reasons are counted.
    detail
        What to look at: names and numbers, never patient text.
    record
        The row itself, so that nothing is lost: written as JSON, or kept as it is where it is text already; of more
        than a million characters, the first ones.
    """
    text = record if record is None or isinstance(record, str) else dump_record(record)
    if text is not None and len(text) > _LONGEST_RECORD:
        text = f"{text[:_LONGEST_RECORD]} ... ({len(text)} characters)"
    return {
        "row_id": _write_unicode(row_id),
        "reason": reason,
        "detail": None if detail is None else _write_unicode(detail),
        "record": None if text is None else _write_unicode(text),
    }


def _write_unicode(text: str) -> str:
    """A text that can be stored: half of a surrogate pair as its escape."""
    return text.encode(errors="backslashreplace").decode()


def dump_record(record: Mapping[str, object]) -> str:
    """A row as one line of JSON: NaN as null, what JSON does not know (dates, decimals, bytes) as its text."""
    return json.dumps(to_json(record), ensure_ascii=False)


def list_values(column: pa.Array) -> list[object]:
    """A column's values as Python has them; a float of 32 bits as the shortest number that it stands for, 36.6 and not
    36.599998474121094."""
    import pyarrow as pa

    if pa.types.is_float16(column.type) or pa.types.is_float32(column.type):
        column = column.cast(pa.float32()).cast(pa.string()).cast(pa.float64())
    values: list[object] = column.to_pylist()
    return values


def put_row_id_first(schema: pa.Schema, columns: Columns) -> pa.Schema:
    """The schema of raw cases for a source's own schema.

    Parameters
    ----------
    schema
        The source's own columns, without a row id in front.
    columns
        What is declared; `columns.row` names the source's id column.

    Raises
    ------
    MissingColumnError
        If a declared column is not in the schema.
    SourceError
        If the source has a column `row_id` of its own that is not declared as its row id, or a column twice.
    """
    import pyarrow as pa

    from medpref_dagster.schemas import RAW_CASES_KEY

    names: list[str] = schema.names
    declared = {meaning: column for meaning, column in columns.model_dump().items() if column is not None}
    if columns.row is not None and columns.row not in names:
        raise MissingColumnError("source.columns.row", columns.row, list_shown_names(names, declared.values()))
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        shown = list_shown_names(names, declared.values())
        places = [str(number) for number, name in enumerate(names, start=1) if name == twice[0]]
        called = repr(twice[0]) if twice[0] in shown else f"of one name (columns {' and '.join(places)})"
        raise SourceError(f"the source has more than one column {called}; rename one of them in the source")
    if ROW_ID in names and columns.row != ROW_ID:
        raise SourceError(
            f"the source has a column {ROW_ID!r}, which is the name of the row id in raw cases: declare it with "
            f"source.columns.row: {ROW_ID}, or rename it in the source"
        )
    for meaning, column in declared.items():
        if column not in names:
            raise MissingColumnError(f"source.columns.{meaning}", column, list_shown_names(names, declared.values()))
    if columns.row is not None:
        refuse_nested("source.columns.row", schema.field(columns.row))
    return pa.schema([RAW_CASES_KEY, *(schema.field(name) for name in names if name != ROW_ID)])


def add_row_ids(batch: pa.RecordBatch, columns: Columns, places: Iterable[str]) -> pa.RecordBatch:
    """Put `row_id` in front of a batch of the source's own columns.

    Parameters
    ----------
    batch
        Rows with the source's own columns.
    columns
        What is declared; `columns.row` names the source's id column.
    places
        For each row where it stands (`notes.csv:17`, `uti:3`); the id of a row that has none. A row whose declared
        id is empty or no text keeps its place here and is quarantined when cases are built.

    Returns
    -------
    pa.RecordBatch
        Columns out: `put_row_id_first` of the batch's schema. An id is one spelling: 1001 for 1001.0.

    Raises
    ------
    NestedColumnError
        If the column of ids holds lists or objects.
    """
    import pyarrow as pa

    schema = put_row_id_first(batch.schema, columns)
    ids = list(places)
    if columns.row is not None:
        values = list_values(batch.column(columns.row))
        ids = [_spell_id(value) or place for value, place in zip(values, ids, strict=True)]
    arrays = [pa.array(ids, pa.string()), *(batch.column(name) for name in schema.names[1:])]
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


def _spell_id(value: object) -> str | None:
    try:
        return spell_value(value)
    except NotTextError:
        return None


def refuse_nested(where: str, field: pa.Field, *, messages: bool = False) -> None:
    """Refuse a column of lists or objects where one value is needed.

    Parameters
    ----------
    where
        The place in the YAML that names the column.
    messages
        Whether a list of messages with role and content will do.

    Raises
    ------
    NestedColumnError
        Naming the column, its type and what to do.
    """
    import pyarrow as pa

    kind = field.type
    if not pa.types.is_nested(kind):
        return
    holds_list = pa.types.is_list(kind) or pa.types.is_large_list(kind) or pa.types.is_fixed_size_list(kind)
    if holds_list and messages and pa.types.is_struct(kind.value_type):
        fields = {kind.value_type.field(place).name for place in range(kind.value_type.num_fields)}
        if {"role", "content"} <= fields:
            return
    part = kind.field(0).name if pa.types.is_struct(kind) and kind.num_fields else "0"
    raise NestedColumnError(where, field.name, kind, part)
