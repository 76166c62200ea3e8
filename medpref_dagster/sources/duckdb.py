"""Reader `duckdb`: the rows of a SQL query over files or a database.

For sources that need a join, a derived column, several record types unfolded, or text rendered from fields. The query
reads CSV, JSON and Parquet files in place (`read_csv`, `read_json`, `read_parquet`), or the tables of a database file,
which is opened read-only. It must be one SELECT: nothing can be written, no extension is installed, and no network is
used.

Without `columns.row` a row's id is its number in the result: then give the query an ORDER BY, so that ids stay the
same from run to run.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from types import ModuleType
from typing import TYPE_CHECKING

from pydantic import Field

from medpref_dagster.declaration import Columns, Declared
from medpref_dagster.sources import fields, typed_rows
from medpref_dagster.sources.fields import choose_fields, simplify_types, take_fields
from medpref_dagster.sources.limits import DEFAULT_LIMITS, Limits
from medpref_dagster.sources.reading import Reading, SourceError, add_row_ids, list_shown_names, put_row_id_first
from medpref_dagster.sources.records import BATCH_ROWS
from medpref_dagster.sources.typed_rows import cut_batch

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa
    from duckdb.sqltypes import DuckDBPyType


_CAST = re.compile(r'failed to cast column "([^"]+)" from type (\S+) to (\S+):')


class QueryError(SourceError):
    """The query, its parameters or the database are at fault."""


class Options(Declared):
    """What `source.options` of the reader `duckdb` may say."""

    query: str = Field(
        description="One SELECT; its columns are the source's. $name stands for a parameter.", min_length=1
    )
    database: str | None = Field(
        default=None, description="A DuckDB database file, opened read-only; without it, the query reads files."
    )
    memory: str = Field(
        default="4GB", description="How much memory the query may take, e.g. 500MB, 16GB.", pattern=r"^\d+ ?[KMGT]i?B$"
    )
    parameters: dict[str, str | int | float | bool | None] = Field(
        default_factory=dict, description="Values of the query's parameters."
    )
    limits: Limits = Field(default=DEFAULT_LIMITS, description="What one row may ask of the machine.")
    columns: dict[str, str] | None = Field(
        default=None,
        min_length=1,
        description="Column -> column of the result, or a dotted path into one (choices.0, chosen.1.content). Without "
        "it, every column of the result.",
    )


def code_modules(options: Options) -> tuple[ModuleType, ...]:  # noqa: ARG001  every reader is called alike
    """What makes the rows beside this module: other code makes them stale."""
    return (fields, typed_rows)


def columns(options: Options) -> tuple[str, ...] | None:
    """The declared columns; `None` where only the query and its files say them."""
    return tuple(options.columns) if options.columns is not None else None


def read(options: Options, columns: Columns) -> Reading:
    """Run the query and stream its result.

    Returns
    -------
    Reading
        Columns out: `row_id` (without `columns.row`, `row:<number>`), then the query's columns with their types; enums
        and what Arrow has no type for (`_AS_TEXT`) as DuckDB writes them. In the quarantine: rows with more text than
        allowed.

    Raises
    ------
    QueryError
        If the database cannot be opened, the query is not one SELECT, or it fails; also while the batches are consumed.
        What is wrong with the query is quoted; what is wrong with a value is not, since it may be a patient's.
    """
    import duckdb

    connection = _connect(options)
    try:
        statements = connection.extract_statements(options.query)
        if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
            raise QueryError(
                f"source.options.query must be one SELECT; it is {len(statements)} statement(s): "
                f"{', '.join(statement.type.name for statement in statements) or '(none)'}"
            )
        relation = _write_strange_types(connection.sql(options.query, params=options.parameters or None))
        stream = relation.to_arrow_reader(BATCH_ROWS)
    except QueryError:
        raise
    except Exception as error:
        # DuckDB cuts what it quotes within a character: its message is then a UnicodeDecodeError.
        raise _explain(error) from None
    whole_schema = simplify_types(stream.schema)
    own_schema = choose_fields(whole_schema, options.columns, "source.options.columns")

    def batches() -> Iterator[pa.RecordBatch]:
        number = 1
        with connection:
            while True:
                try:
                    batch = stream.read_next_batch()
                except StopIteration:
                    return
                except Exception as error:
                    # DuckDB's own errors come through Arrow as others.
                    raise _explain(error) from None
                places = [f"row:{number + index}" for index in range(batch.num_rows)]
                number += batch.num_rows
                for rows, their_places in cut_batch(batch, places, whole_schema, options.limits, reading.quarantine):
                    yield add_row_ids(take_fields(rows, options.columns, own_schema), columns, their_places)

    reading = Reading(put_row_id_first(own_schema, columns), batches())
    return reading


_AS_TEXT = {"bignum", "bit", "hugeint", "interval", "time with time zone", "uhugeint", "union"}
"""Types, as DuckDB calls them, that Arrow or Python has otherwise: bits packed into bytes, a time without its zone,
whole numbers above 38 digits, of which it makes others, and intervals, which no type of Python's is."""


def _write_strange_types(relation: duckdb.DuckDBPyRelation) -> duckdb.DuckDBPyRelation:
    """The relation with values of `_AS_TEXT` as text, also within lists and objects."""
    written = [_with_text(kind) for kind in relation.types]
    if all(kind is None for kind in written):
        return relation
    # By their places: a query may give two columns one name, which is refused with its own message.
    chosen = (
        f"#{place}" if kind is None else f'CAST(#{place} AS {kind}) AS "{name.replace(chr(34), chr(34) * 2)}"'
        for place, (name, kind) in enumerate(zip(relation.columns, written, strict=True), start=1)
    )
    return relation.project(", ".join(chosen))


def _with_text(kind: DuckDBPyType) -> str | None:
    """How DuckDB writes the type in which what is to be text is; None where nothing is."""
    if kind.id in _AS_TEXT:
        return "VARCHAR"
    if kind.id not in ("list", "array", "struct", "map"):
        return None
    parts = {name: part for name, part in kind.children if not isinstance(part, int | list)}
    written = {name: _with_text(part) for name, part in parts.items()}
    if all(part is None for part in written.values()):
        return None
    whole = {name: str(parts[name]) if part is None else part for name, part in written.items()}
    if kind.id in ("list", "array"):
        return f"{whole['child']}[]"
    if kind.id == "map":
        return f"MAP({whole['key']}, {whole['value']})"
    quoted = (f'"{name.replace(chr(34), chr(34) * 2)}" {part}' for name, part in whole.items())
    return f"STRUCT({', '.join(quoted)})"


def _connect(options: Options) -> duckdb.DuckDBPyConnection:
    import duckdb

    settings: dict[str, str | bool | int | float | list[str]] = {
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "allow_community_extensions": "false",
        "lock_configuration": "true",
        "memory_limit": options.memory,
    }
    database = options.database
    try:
        return duckdb.connect(database or ":memory:", read_only=database is not None, config=settings)
    except duckdb.Error as error:
        if "memory" in str(error).lower():
            raise QueryError(f"source.options.memory: {options.memory!r} is no size such as 4GB") from None
        raise QueryError(f"source.options.database: {database!r} cannot be opened: {error}") from None


_LINE = re.compile(r"CSV Error on Line: (\d+)")
_FILE = re.compile(r"^\s*file = (.+)$|in file \"([^\"]+)\"", re.MULTILINE)
_RECORD = re.compile(r"in record/value (\d+)")
_BINDINGS = re.compile(r"Candidate bindings: .*", re.DOTALL)
_QUOTED = re.compile(r'"((?:[^"]|"")*)"')


def _explain(error: Exception) -> QueryError:
    """What is wrong, without the values that DuckDB quotes: of a file's columns, only those that look like names."""
    import duckdb

    text = str(error)
    about_query = duckdb.ParserException | duckdb.BinderException | duckdb.CatalogException
    about_files = duckdb.IOException | duckdb.PermissionException | duckdb.NotImplementedException
    if "not utf-8 encoded" in text or "Invalid unicode" in text:
        return QueryError(
            f"source.options.query: {_find_place(text)}a file is not UTF-8. Write read_csv(..., encoding = 'latin-1') "
            f"or 'utf-16' where it is that; DuckDB reads no other encodings: for cp1252 use the reader files with "
            f"source.options.encoding: cp1252, or convert the file (iconv -f cp1252 -t utf-8)."
        )
    if "does not support the encoding" in text:
        return QueryError(
            "source.options.query: DuckDB reads the encodings utf-8, utf-16 and latin-1; for another one use the "
            "reader files with source.options.encoding, or convert the file (iconv -f cp1252 -t utf-8)"
        )
    if isinstance(error, duckdb.OutOfMemoryException):
        return QueryError(
            "source.options.query: it takes more memory than source.options.memory allows. Read fewer columns or rows, "
            "or raise it."
        )
    if isinstance(error, about_query | about_files) or "parameters" in text:
        return QueryError(f"source.options.query: {_BINDINGS.sub(_show_bindings, text)}")
    if "requires the extension" in text:
        return QueryError(
            "source.options.query: it needs an extension of DuckDB (a network file system, Excel, SQLite, ...), and "
            "none is loaded here; fetch or convert the file first, or use another reader"
        )
    if cast := _CAST.search(text):
        return QueryError(
            f"source.options.query: the column {cast[1]!r} is {cast[2]} in one file and {cast[3]} in the first; "
            "read it as text in all of them, with union_by_name = true"
        )
    called = type(error).__name__ if isinstance(error, duckdb.Error) else "an error of DuckDB's"
    return QueryError(
        f"source.options.query: {_find_place(text)}{called} while the rows were read; the message is "
        f"withheld, since it may quote a patient's data. Run the query by hand to see the value; TRY_CAST turns bad "
        f"values into NULL."
    )


def _show_bindings(found: re.Match[str]) -> str:
    names = [name.replace('""', '"') for name in _QUOTED.findall(found[0])]
    return f"Columns of a similar name: {', '.join(list_shown_names(names))}"


def _find_place(text: str) -> str:
    """The file and the line or record that a message names, as the begin of ours."""
    file, line, record = _FILE.search(text), _LINE.search(text), _RECORD.search(text)
    parts = [
        (file[1] or file[2]).strip() if file else "",
        f"line {line[1]}" if line else "",
        f"record {record[1]}" if record else "",
    ]
    named = ", ".join(part for part in parts if part)
    return f"{named}: " if named else ""
