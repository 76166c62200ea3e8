"""Which files a query of DuckDB's reads: what its table functions are told, with patterns and folders expanded.

DuckDB itself takes the query apart, works out what its functions are told and matches the patterns, so that what is
found is what the query would open.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    import duckdb

_READS = re.compile(r"read_\w+|\w+_scan|sniff_csv")
"""Table functions whose first value is a file, a folder, a pattern or a list of these."""

_NO_EXTENSIONS: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
}


def list_queried_files(query: str, parameters: Mapping[str, Any]) -> Iterator[str]:
    """The files that a query reads in place, as far as it says them by constants and parameters.

    Nothing of a query that DuckDB cannot read: whoever runs it hears why.

    Parameters
    ----------
    query
        One SELECT.
    parameters
        Values of its parameters by their names.
    """
    import duckdb

    with closing(duckdb.connect(":memory:", config=_NO_EXTENSIONS)) as connection:
        for part in _list_parts(_take_apart(connection, query), "BASE_TABLE", "TABLE_FUNCTION"):
            for pattern in _list_patterns(connection, part, parameters):
                yield from _expand(connection, pattern)


def _take_apart(connection: duckdb.DuckDBPyConnection, query: str) -> dict[str, Any]:
    found = connection.execute("SELECT json_serialize_sql(?::VARCHAR)", [query]).fetchone()
    return json.loads(found[0]) if found is not None else {}


def _list_parts(tree: object, *kinds: str) -> Iterator[dict[str, Any]]:
    """Every part of these kinds, however deep in a query."""
    if isinstance(tree, dict):
        part = cast("dict[str, Any]", tree)
        if part.get("type") in kinds:
            yield part
        tree = list(part.values())
    if isinstance(tree, list):
        for value in cast("list[object]", tree):
            yield from _list_parts(value, *kinds)


def _list_patterns(
    connection: duckdb.DuckDBPyConnection, part: Mapping[str, Any], parameters: Mapping[str, Any]
) -> list[str]:
    """What a table (`FROM 'notes/*.csv'`) or the first value of a table function names."""
    if part["type"] == "BASE_TABLE":
        return [part["table_name"]]
    function = part["function"]
    if _READS.fullmatch(name := function["function_name"]) is None or not function["arguments"]:
        return []
    value = _evaluate(connection, function["arguments"][0]["expression"], parameters)
    named = [item for item in (value if isinstance(value, list) else [value]) if isinstance(item, str)]
    return [_look_below(name, item) if _is_folder(item) else item for item in named]


def _is_folder(name: str) -> bool:
    return Path(name.removeprefix("file://")).expanduser().is_dir()


def _look_below(function: str, folder: str) -> str:
    """What a function reads of a folder: the files below whose names end in its format."""
    endings = [ending for ending in ("parquet", "csv", "json") if ending in function]
    return f"{folder.rstrip('/')}/**/*.{endings[0]}" if endings else folder


def _evaluate(
    connection: duckdb.DuckDBPyConnection, expression: Mapping[str, Any], parameters: Mapping[str, Any]
) -> object:
    """The value of an expression of constants and parameters; None of any other."""
    import duckdb

    names = {part["identifier"] for part in _list_parts(expression, "VALUE_PARAMETER")}
    whole = _take_apart(connection, "SELECT 1")
    whole["statements"][0]["node"]["select_list"] = [expression]
    whole["statements"][0]["named_param_map"] = [
        {"key": name, "value": number} for number, name in enumerate(sorted(names), start=1)
    ]
    try:
        text = connection.execute("SELECT json_deserialize_sql(?::JSON)", [json.dumps(whole)]).fetchone()
        known = {name: parameters[name] for name in names}
        found = connection.execute(text[0], known or None).fetchone() if text is not None else None
    except (duckdb.Error, KeyError):
        return None
    return found[0] if found is not None else None


def _expand(connection: duckdb.DuckDBPyConnection, pattern: str) -> Iterator[str]:
    import duckdb

    try:
        yield from (name for (name,) in connection.execute("SELECT file FROM glob(?)", [pattern]).fetchall())
    except duckdb.Error:
        return
