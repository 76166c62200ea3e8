"""Files of one source whose columns have other types in each: joined into one type, or refused by the column's name.

One shard has its ids as whole numbers, the next as floats because a cell was empty, the third as text. They are one
column; joined, they have the spelling that `medpref_dagster.values` gives every value. Light at import.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from medpref_dagster.sources.reading import DifferentColumnsError, list_shown_names, list_values
from medpref_dagster.values import write_value

if TYPE_CHECKING:
    import pyarrow as pa


def join_schemas(schemas: Sequence[tuple[str, pa.Schema]]) -> pa.Schema:
    """The schema that every file's rows fit into.

    Whole numbers of any width become int64, floats of any width double, and values of different kinds text.

    Parameters
    ----------
    schemas
        (the file's name, its schema), in the order in which they are read.

    Raises
    ------
    DifferentColumnsError
        If a file lacks a column or has another one, or if a list or object meets another type.
    """
    import pyarrow as pa

    (first, joined), *others = schemas
    for name, schema in others:
        if missing := set(joined.names) ^ set(schema.names):
            lacking = ", ".join(list_shown_names(sorted(missing), joined.names))
            raise DifferentColumnsError(
                f"{name} and {first} do not have the same columns: {lacking} in one of them only. "
                f"Name those that all have in source.options.columns, or read the files as sources of their own."
            )
    fields: list[pa.Field] = []
    for field in joined:
        kind = field.type
        for name, schema in others:
            found = schema.field(field.name).type
            together = _join_types(kind, found)
            if together is None:
                raise DifferentColumnsError(
                    f"the column {field.name!r} is of the type {found} in {name} and of the type {kind} in the files "
                    f"before it. Name the part that is meant in source.options.columns, or read the files as sources "
                    f"of their own."
                )
            kind = together
        fields.append(pa.field(field.name, kind))
    return pa.schema(fields)


def convert_batch(batch: pa.RecordBatch, schema: pa.Schema) -> pa.RecordBatch:
    """A batch of one file in the types of all."""
    import pyarrow as pa

    arrays: list[pa.Array] = []
    for field in schema:
        array = batch.column(field.name)
        if array.type != field.type and pa.types.is_string(field.type):
            array = pa.array([write_value(value) for value in list_values(array)], field.type)
        arrays.append(array.cast(field.type))
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


def _join_types(one: pa.DataType, other: pa.DataType) -> pa.DataType | None:
    import pyarrow as pa

    if one == other:
        return one
    if pa.types.is_null(one) or pa.types.is_null(other):
        return other if pa.types.is_null(one) else one
    one, other = (kind.value_type if pa.types.is_dictionary(kind) else kind for kind in (one, other))
    if pa.types.is_nested(one) or pa.types.is_nested(other):
        return one if one == other else None
    pairs = (one, other)
    if all(pa.types.is_integer(kind) and kind != pa.uint64() for kind in pairs):
        return pa.int64()
    if all(pa.types.is_floating(kind) and kind.bit_width >= 64 for kind in pairs):
        return pa.float64()
    return pa.string()
