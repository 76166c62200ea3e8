"""Reader `duckdb`: the rows of a SQL query over files or a database.

For sources that need a join, a derived column, several record types unfolded, or text rendered from fields. The query
reads CSV, JSON and Parquet files in place (`read_csv`, `read_json`, `read_parquet`), or the tables of a database file,
which is opened read-only. It must be one SELECT: nothing can be written, no extension is installed, and no network is
used.

Without `columns.row` a row's id is its number in the result: then give the query an ORDER BY, so that ids stay the
same from run to run.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pydantic import Field

from medpref_dagster.declaration import Columns, Declared
from medpref_dagster.sources.reading import Reading, SourceError, add_row_ids, put_row_id_first
from medpref_dagster.sources.records import BATCH_ROWS
from medpref_dagster.sources.values import simplify_types

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

SYNTHETIC = False


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
    parameters: dict[str, str | int | float | bool | None] = Field(
        default_factory=dict, description="Values of the query's parameters."
    )


def columns(options: Options) -> tuple[str, ...] | None:  # noqa: ARG001  every reader is called alike
    """`None`: the query's columns depend on the files."""
    return None


def read(options: Options, columns: Columns) -> Reading:
    """Run the query and stream its result.

    Returns
    -------
    Reading
        Columns out: `row_id` (without `columns.row`, `row:<number>`), then the query's columns with their types; enums
        as text. Nothing is ever quarantined.

    Raises
    ------
    QueryError
        If the database cannot be opened, the query is not one SELECT, or it fails; also while the batches are consumed.
        What is wrong with the query is quoted; what is wrong with a value is not, since it may be a patient's.
    """
    import duckdb

    connection = _connect(options.database)
    try:
        statements = connection.extract_statements(options.query)
        if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
            raise QueryError(
                f"source.options.query must be one SELECT; it is {len(statements)} statement(s): "
                f"{', '.join(statement.type.name for statement in statements) or '(none)'}"
            )
        relation = connection.sql(options.query, params=options.parameters or None)
        stream = relation.to_arrow_reader(BATCH_ROWS)
    except duckdb.Error as error:
        raise _explain(error) from None
    own_schema = simplify_types(stream.schema)

    def batches() -> Iterator[pa.RecordBatch]:
        number = 1
        with connection:
            while True:
                try:
                    batch = stream.read_next_batch()
                except StopIteration:
                    return
                except (duckdb.Error, OSError, ValueError) as error:
                    raise _explain(error) from None
                places = [f"row:{number + index}" for index in range(batch.num_rows)]
                number += batch.num_rows
                yield add_row_ids(batch.cast(own_schema), columns, places)

    return Reading(put_row_id_first(own_schema, columns), batches())


def _connect(database: str | None) -> duckdb.DuckDBPyConnection:
    import duckdb

    settings: dict[str, str | bool | int | float | list[str]] = {
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "allow_community_extensions": "false",
        "lock_configuration": "true",
    }
    try:
        return duckdb.connect(database or ":memory:", read_only=database is not None, config=settings)
    except duckdb.Error as error:
        raise QueryError(f"source.options.database: {database!r} cannot be opened: {error}") from None


def _explain(error: Exception) -> QueryError:
    import duckdb

    about_query = duckdb.ParserException | duckdb.BinderException | duckdb.CatalogException
    about_files = duckdb.IOException | duckdb.PermissionException | duckdb.NotImplementedException
    if isinstance(error, about_query | about_files) or "parameters" in str(error):
        return QueryError(f"source.options.query: {error}")
    if "requires the extension" in str(error):
        return QueryError(
            "source.options.query: it needs an extension of DuckDB (a network file system, Excel, SQLite, ...), and "
            "none is loaded here; fetch or convert the file first, or use another reader"
        )
    return QueryError(
        f"source.options.query: {type(error).__name__} while the rows were read; the message is withheld, since it "
        f"may quote a patient's data. Run the query by hand to see the value; TRY_CAST turns bad values into NULL."
    )
