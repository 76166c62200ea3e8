"""The columns of a source: parts of them by dotted path, in records (`answers.0.text`) and in Arrow (`choices.0`).

Light at import, as every module that a reader imports.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from medpref_dagster.sources.reading import MissingColumnError, list_shown_names

if TYPE_CHECKING:
    import pyarrow as pa


def look_up(value: object, path: str) -> tuple[bool, object]:
    """(whether it is there, value) of a dotted path such as `input.demographics.age` or `answers.0.text`.

    A key that contains dots itself is found by its whole name.
    """
    if isinstance(value, Mapping):
        if path in value:
            return True, value[path]
        head, dot, rest = path.partition(".")
        return look_up(value[head], rest) if dot and head in value else (False, None)
    if isinstance(value, list):
        head, dot, rest = path.partition(".")
        if head.isdecimal() and int(head) < len(value):
            element: object = value[int(head)]
            return look_up(element, rest) if dot else (True, element)
    return False, None


def choose_fields(schema: pa.Schema, chosen: Mapping[str, str] | None, where: str) -> pa.Schema:
    """The schema of the declared columns, each with the type that its path leads to.

    Parameters
    ----------
    schema
        What the source has.
    chosen
        Column -> column of the source, or a dotted path into one; None for every column.
    where
        The place in the YAML, for errors: `source.options.columns`.

    Raises
    ------
    MissingColumnError
        If a path leads to nothing, with the columns and paths that there are.
    """
    import pyarrow as pa

    if chosen is None:
        return schema
    fields: list[pa.Field] = []
    for name, path in chosen.items():
        column, rest = split_path(path, schema)
        kind = None if column is None else _follow_type(schema.field(column).type, rest)
        if kind is None:
            raise MissingColumnError(f"{where}.{name}", path, _list_shown_paths(schema, chosen))
        fields.append(pa.field(name, kind))
    return pa.schema(fields)


def take_fields(batch: pa.RecordBatch, chosen: Mapping[str, str] | None, schema: pa.Schema) -> pa.RecordBatch:
    """The declared columns of a batch; null where a row's list is shorter than its path, or the way there is null.

    Parameters
    ----------
    schema
        What `choose_fields` gave for the source's schema.
    """
    import pyarrow as pa

    if chosen is None:
        return batch
    arrays: list[pa.Array] = []
    for field, path in zip(schema, chosen.values(), strict=True):
        column, rest = split_path(path, batch.schema)
        array = batch.column(column) if column is not None else pa.nulls(batch.num_rows)
        if rest:
            array = pa.array([_take(value, rest) for value in array.to_pylist()], field.type)
        arrays.append(array)
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


def simplify_types(schema: pa.Schema) -> pa.Schema:
    """A schema without metadata, with enums as text and what has no type yet (all null so far) as text."""
    import pyarrow as pa

    def simplify(kind: pa.DataType) -> pa.DataType:
        return pa.string() if pa.types.is_dictionary(kind) or pa.types.is_null(kind) else kind

    return pa.schema([pa.field(field.name, simplify(field.type)) for field in schema])


def split_path(path: str, schema: pa.Schema) -> tuple[str | None, str]:
    """(column, the way within it). A column that contains dots itself is found by its whole name."""
    if path in schema.names:
        return path, ""
    column, _, rest = path.partition(".")
    return (column if column in schema.names else None), rest


def _take(value: object, path: str) -> object:
    return look_up(_unfold_maps(value), path)[1]


def _unfold_maps(value: object) -> object:
    """A value in which maps, which Arrow gives as pairs, are objects."""
    if isinstance(value, dict):
        return {name: _unfold_maps(item) for name, item in value.items()}
    if isinstance(value, list):
        if value and all(isinstance(item, tuple) for item in value):
            return {str(name): _unfold_maps(item) for name, item in value}
        return [_unfold_maps(item) for item in value]
    return value


def _follow_type(kind: pa.DataType, path: str) -> pa.DataType | None:
    import pyarrow as pa

    if not path or pa.types.is_null(kind):
        return kind
    head, _, rest = path.partition(".")
    if pa.types.is_struct(kind):
        place = kind.get_field_index(head)
        return None if place < 0 else _follow_type(kind.field(place).type, rest)
    if pa.types.is_map(kind):
        return _follow_type(kind.item_type, rest)
    lists = pa.types.is_list(kind) or pa.types.is_large_list(kind) or pa.types.is_fixed_size_list(kind)
    return _follow_type(kind.value_type, rest) if lists and head.isdecimal() else None


def _list_shown_paths(schema: pa.Schema, chosen: Mapping[str, str]) -> list[str]:
    """The columns, and those nested in them, as a person may write them, where they may be shown."""
    declared = [*chosen.values(), *(path.partition(".")[0] for path in chosen.values())]
    shown = list_shown_names(schema.names, declared)
    listed = [field for field in schema if field.name in shown]
    return [path for field in listed for path in _list_type_paths(field.name, field.type)] or shown


def _list_type_paths(above: str, kind: pa.DataType) -> Iterator[str]:
    import pyarrow as pa

    if pa.types.is_struct(kind):
        for place in range(kind.num_fields):
            yield from _list_type_paths(f"{above}.{kind.field(place).name}", kind.field(place).type)
    elif pa.types.is_list(kind) or pa.types.is_large_list(kind) or pa.types.is_fixed_size_list(kind):
        yield from _list_type_paths(f"{above}.0", kind.value_type)
    else:
        yield above
