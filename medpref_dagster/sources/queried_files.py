"""Which files a query of DuckDB's reads: what its table functions are told, with patterns and folders expanded.

DuckDB itself takes the query apart, works out what its functions are told and matches the patterns, so that what is
found is what the query would open.
"""

from __future__ import annotations

import functools
import json
import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    import duckdb

_READS = re.compile(r"read_\w+|\w+_scan|sniff_csv")
"""Table functions whose first value is a file, a folder, a pattern or a list of these."""

_QUERIES = ("query", "query_table")
"""Table functions whose first value is a query, or names of tables."""

_NO_EXTENSIONS: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
}


def list_queried_files(query: str, parameters: Mapping[str, Any], database: str | None = None) -> Iterator[str]:
    """The files that a query reads in place, as far as it says them by constants and parameters.

    Nothing of a query that DuckDB cannot read, or of a database that it cannot open: whoever runs it hears why.

    Parameters
    ----------
    query
        One SELECT.
    parameters
        Values of its parameters by their names.
    database
        A database file whose tables, views and macros the query names.
    """
    import duckdb

    try:
        connection = duckdb.connect(database or ":memory:", read_only=database is not None, config=_NO_EXTENSIONS)
    except duckdb.Error:
        return
    with closing(connection):
        walk = _Walk(connection, parameters, database)
        for pattern in walk.list_patterns(_take_apart(connection, query)):
            yield from _expand(connection, pattern)


class _Walk:
    """Through a query, and through the views and macros of its database that it names."""

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, parameters: Mapping[str, Any], database: str | None
    ) -> None:
        self._connection = connection
        self._parameters = parameters
        self._database = database
        self._views = _list_views(connection)
        self._macros = _list_macros(connection)

    def list_patterns(self, tree: object, above: frozenset[str] = frozenset()) -> Iterator[str]:
        """What its tables (`FROM 'notes/*.csv'`) and the first values of its table functions name.

        `above` are the views and macros that it stands in: one that names itself is read once.
        """
        for part in _list_parts(tree, "BASE_TABLE", "TABLE_FUNCTION"):
            if part["type"] == "BASE_TABLE":
                yield from self._follow_table(part["table_name"], above)
            else:
                yield from self._follow_function(part["function"], above)

    def _follow_table(self, name: str, above: frozenset[str]) -> Iterator[str]:
        views = self._views.get(name.lower(), [])
        if not views:
            yield name
        elif name.lower() not in above:
            for view in views:
                yield from self.list_patterns(_take_apart(self._connection, view), above | {name.lower()})

    def _follow_function(self, function: Mapping[str, Any], above: frozenset[str]) -> Iterator[str]:
        name, arguments = function["function_name"].lower(), function["arguments"]
        macros = self._macros.get(name, [])
        if macros and f"{name}()" not in above:
            for names, query in macros:
                bound = {**self._defaults.get((name, *names), {}), **_bind(names, arguments)}
                tree = _fill_in(_take_apart(self._connection, query), bound)
                yield from self.list_patterns(tree, above | {f"{name}()"})
        elif arguments and (name in _QUERIES or _READS.fullmatch(name)):
            value = _evaluate(self._connection, arguments[0]["expression"], self._parameters)
            for item in value if isinstance(value, list) else [value]:
                if not isinstance(item, str):
                    continue
                if name == "query":
                    yield from self.list_patterns(_take_apart(self._connection, item), above)
                elif name == "query_table":
                    yield from self._follow_table(item, above)
                else:
                    yield _look_below(name, item) if _is_folder(item) else item

    @functools.cached_property
    def _defaults(self) -> Mapping[tuple[str, ...], Mapping[str, object]]:
        return {} if self._database is None else _list_defaults(self._connection, self._database)


def _list_defaults(connection: duckdb.DuckDBPyConnection, database: str) -> dict[tuple[str, ...], dict[str, object]]:
    """Name in lower case and parameters of a macro -> the expressions that stand for those which a call leaves out.

    DuckDB tells them only where it writes a database down: an empty one of the same tables, views and macros, here.
    """
    import duckdb

    quoted = database.replace("'", "''")
    with tempfile.TemporaryDirectory(prefix="medpref-schema-") as folder, suppress(duckdb.Error, OSError):
        with closing(duckdb.connect(":memory:", config=_NO_EXTENSIONS)) as other:
            other.execute(f"ATTACH '{quoted}' AS asked (READ_ONLY); ATTACH ':memory:' AS empty")
            other.execute("COPY FROM DATABASE asked TO empty (SCHEMA); USE empty")
            other.execute(f"EXPORT DATABASE '{folder}/written'")
        statements = Path(folder, "written", "schema.sql").read_text(encoding="utf-8")
        return dict(_read_headers(connection, statements))
    return {}


def _read_headers(
    connection: duckdb.DuckDBPyConnection, statements: str
) -> Iterator[tuple[tuple[str, ...], dict[str, object]]]:
    """What stands before AS reads as a call, in which parameters with a default are named."""
    for statement in re.split(r"^CREATE ", statements, flags=re.MULTILINE):
        if not statement.startswith("MACRO "):
            continue
        name, _, rest = statement.removeprefix("MACRO ").partition("(")
        begins = [0, *(found.end() for found in re.finditer(r"\), \(", rest))]
        ends = [found.start() for found in re.finditer(r"\) AS\b", rest)]
        for begin in begins:
            read = (_take_apart(connection, f"SELECT {name}({rest[begin:end]})") for end in ends if end >= begin)
            call = next((found for found in read if found.get("statements")), None)
            function = {} if call is None else call["statements"][0]["node"]["select_list"][0]
            if function.get("type") == "FUNCTION":
                yield _read_header(function)


def _read_header(function: Mapping[str, Any]) -> tuple[tuple[str, ...], dict[str, object]]:
    names: list[str] = []
    defaults: dict[str, object] = {}
    for argument in function["arguments"]:
        name = argument["name"] or ".".join(argument["expression"].get("column_names", [""]))
        names.append(name)
        if argument["name"]:
            defaults[name] = argument["expression"]
    return (function["function_name"].lower(), *names), defaults


def _list_views(connection: duckdb.DuckDBPyConnection) -> dict[str, list[str]]:
    """Name in lower case -> the queries of the database's views of that name, one a schema."""
    found = connection.execute("SELECT view_name, sql FROM duckdb_views() WHERE NOT internal").fetchall()
    views: dict[str, list[str]] = {}
    for name, statement in found:
        views.setdefault(name.lower(), []).append(_cut_query(connection, statement))
    return views


def _cut_query(connection: duckdb.DuckDBPyConnection, statement: str) -> str:
    """The query behind `CREATE VIEW ... AS`; an AS within a quoted name leaves none that can be read."""
    behind = (statement[found.end() :].rstrip("; \n") for found in re.finditer(r"\bAS\b", statement, re.IGNORECASE))
    return next((query for query in behind if _list_parts_of(connection, query)), "")


def _list_parts_of(connection: duckdb.DuckDBPyConnection, query: str) -> list[Any]:
    return _take_apart(connection, query).get("statements", [])


def _list_macros(connection: duckdb.DuckDBPyConnection) -> dict[str, list[tuple[list[str], str]]]:
    """Name in lower case -> the names of parameters, and the query, of each of the database's table macros."""
    found = connection.execute(
        "SELECT function_name, parameters, macro_definition FROM duckdb_functions() "
        "WHERE NOT internal AND function_type = 'table_macro'"
    ).fetchall()
    macros: dict[str, list[tuple[list[str], str]]] = {}
    for name, parameters, query in found:
        macros.setdefault(name.lower(), []).append((parameters, query))
    return macros


def _bind(names: Sequence[str], arguments: Sequence[Mapping[str, Any]]) -> dict[str, object]:
    """Parameter of a macro -> the expression that a call gives it."""
    unnamed = [argument["expression"] for argument in arguments if not argument["name"]]
    named = {argument["name"]: argument["expression"] for argument in arguments if argument["name"]}
    return {**dict(zip(names, unnamed, strict=False)), **named}


def _fill_in(tree: object, bound: Mapping[str, object]) -> object:
    """The tree with expressions in the place of a macro's parameters."""
    if isinstance(tree, dict):
        part = cast("dict[str, Any]", tree)
        if part.get("type") == "COLUMN_REF" and len(part["column_names"]) == 1:
            return bound.get(part["column_names"][0], part)
        return {name: _fill_in(value, bound) for name, value in part.items()}
    if isinstance(tree, list):
        return [_fill_in(value, bound) for value in cast("list[object]", tree)]
    return tree


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
