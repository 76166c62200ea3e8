"""What a value of a record becomes: found by its path, written as text, with the type that a table gives it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa


def look_up(record: Mapping[str, object], path: str) -> tuple[bool, object]:
    """(whether it is there, value) of a dotted path such as `input.demographics.age` or `answers.0.text`.

    A key that contains dots itself is found by its whole name.
    """
    return _look_up(record, path)


def _look_up(value: object, path: str) -> tuple[bool, object]:
    if isinstance(value, Mapping):
        if path in value:
            return True, value[path]
        head, dot, rest = path.partition(".")
        return _look_up(value[head], rest) if dot and head in value else (False, None)
    if isinstance(value, list):
        head, dot, rest = path.partition(".")
        if head.isdecimal() and int(head) < len(value):
            element: object = value[int(head)]
            return _look_up(element, rest) if dot else (True, element)
    return False, None


def write_as_text(value: object) -> str | None:
    """A field's value as text: whole numbers without a point, true and false as in JSON, dates in ISO 8601, lists and
    objects as JSON. Nothing and NaN are `None`."""
    if value is None or value != value:
        return None
    if isinstance(value, str):
        return value or None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    isoformat = getattr(value, "isoformat", None)
    return isoformat() if callable(isoformat) else str(value)  # pyright: ignore[reportReturnType]


def simplify_types(schema: pa.Schema) -> pa.Schema:
    """A schema without metadata, with enums as text and what has no type yet (all null so far) as text."""
    import pyarrow as pa

    def simplify(kind: pa.DataType) -> pa.DataType:
        return pa.string() if pa.types.is_dictionary(kind) or pa.types.is_null(kind) else kind

    return pa.schema([pa.field(field.name, simplify(field.type)) for field in schema])
