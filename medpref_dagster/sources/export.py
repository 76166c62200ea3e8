"""Reader `export`: what another product keeps of answers and feedback, as one row an event.

Langfuse, MLflow, Label Studio, Argilla, Opik: `docs/reference/importers.md` has every mapping. It is meant for the
sources of a Feedback, where the same files may be read again and again, and grow.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from types import ModuleType

import pyarrow as pa
from pydantic import Field, field_validator

from medpref_dagster.declaration import Columns
from medpref_dagster.feedback import importers
from medpref_dagster.feedback.events import dump_event, write_dumped
from medpref_dagster.feedback.importers import IMPORTERS, importing
from medpref_dagster.feedback.importers.importing import Outcome, Refused, Skipped
from medpref_dagster.feedback.importers.options import ImportOptions
from medpref_dagster.names import name_unknown
from medpref_dagster.sources import feedback_exports
from medpref_dagster.sources.limits import DEFAULT_LIMITS, Limits
from medpref_dagster.sources.opening import SourceFile, find_files
from medpref_dagster.sources.reading import ROW_ID, Reading, quarantine_row
from medpref_dagster.sources.records import BATCH_ROWS

EVENT = "event"
"""The one column: a whole event as JSON."""
_LATEST = datetime(9999, 1, 1, tzinfo=UTC)
"""What an export says of a time ahead of its own clock cannot be known any more."""


class Options(ImportOptions):
    """What `options` of the reader `export` may say."""

    product: str = Field(description="argilla, label-studio, langfuse, mlflow, opik, or an installed package's.")
    path: tuple[str, ...] = Field(description="Path, glob or fsspec URL of exports, or a list of them.", min_length=1)
    limits: Limits = Field(default=DEFAULT_LIMITS, description="What one record and one file may ask of the machine.")

    @field_validator("path", mode="before")
    @classmethod
    def _one_path_is_a_list(cls, value: object) -> object:
        return (value,) if isinstance(value, str) else value

    @field_validator("product")
    @classmethod
    def _product_is_known(cls, product: str) -> str:
        if product not in IMPORTERS:
            raise ValueError(name_unknown("importer", product, list(IMPORTERS)))
        return product


def code_modules(options: Options) -> tuple[ModuleType, ...]:
    """What makes the events beside this module: other code makes them stale."""
    return (feedback_exports, importing, importers, IMPORTERS.load(options.product))


def columns(options: Options) -> tuple[str, ...]:  # noqa: ARG001  every reader is called alike
    """The one column."""
    return (EVENT,)


def list_files(options: Options) -> list[SourceFile]:
    """The exports' files, in the order in which they are read."""
    return find_files(options.path)


def read_outcomes(options: Options) -> Iterator[Outcome]:
    """The events of the export, as often as it has them; what is refused, and what is no feedback.

    Raises
    ------
    SourceError
        If a file cannot be found or read to its end; also while they are consumed.
    """
    return feedback_exports.read_outcomes(options.product, list_files(options), _LATEST, options, options.limits)


def read(options: Options, columns: Columns) -> Reading:  # noqa: ARG001  every reader is called alike
    """Read the export as a stream.

    Returns
    -------
    Reading
        Columns out: `row_id` (the event's id), `event`. What is no feedback is left out.

    Raises
    ------
    SourceError
        As `read_outcomes`.
    """
    schema = pa.schema([pa.field(ROW_ID, pa.string(), nullable=False), pa.field(EVENT, pa.string(), nullable=False)])
    quarantine: list[dict[str, str | None]] = []
    return Reading(schema, _list_batches(read_outcomes(options), schema, quarantine), quarantine)


def _list_batches(
    outcomes: Iterator[Outcome], schema: pa.Schema, quarantine: list[dict[str, str | None]]
) -> Iterator[pa.RecordBatch]:
    rows: list[dict[str, str]] = []
    for outcome in outcomes:
        if isinstance(outcome, Refused):
            quarantine.append(quarantine_row(outcome.place, outcome.reason, outcome.detail, outcome.content))
        elif not isinstance(outcome, Skipped):
            rows.append({ROW_ID: outcome.id, EVENT: write_dumped(dump_event(outcome))})
        if len(rows) == BATCH_ROWS:
            yield pa.RecordBatch.from_pylist(rows, schema=schema)
            rows = []
    if rows:
        yield pa.RecordBatch.from_pylist(rows, schema=schema)
