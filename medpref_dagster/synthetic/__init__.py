"""Reader `synthetic`: made-up cases, so that everything runs without a download.

A generator is a module registered in `GENERATORS`, or an installed package's, with `COLUMNS: tuple[str, ...]` and
`generate(rows: int, seed: int) -> Iterator[dict[str, object]]`, whose dicts have exactly the keys `COLUMNS`. It uses
`random.Random` and integer arithmetic only, so that a seed gives the same bytes on every machine, and imports
nothing heavy.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from functools import lru_cache
from types import ModuleType
from typing import TYPE_CHECKING, Any

from pydantic import Field, field_validator

from medpref_dagster.declaration import Columns, Declared
from medpref_dagster.disclosure import Disclosure
from medpref_dagster.names import name_unknown
from medpref_dagster.registry import Registry
from medpref_dagster.sources.reading import Reading, SourceError, add_row_ids, put_row_id_first

if TYPE_CHECKING:
    import pyarrow as pa

DISCLOSURE = Disclosure.SYNTHETIC
GENERATED = True

GENERATORS = Registry(
    "generator",
    "medpref_dagster.generators",
    {
        "dosing": "medpref_dagster.synthetic.dosing",
        "feedback_quarter": "medpref_dagster.synthetic.feedback_quarter",
        "feedback_year": "medpref_dagster.synthetic.feedback_year",
        "hyponatremia": "medpref_dagster.synthetic.hyponatremia",
        "pathology": "medpref_dagster.synthetic.pathology",
        "radiology": "medpref_dagster.synthetic.radiology",
        "reasoning": "medpref_dagster.synthetic.reasoning",
        "summarization": "medpref_dagster.synthetic.summarization",
        "triage": "medpref_dagster.synthetic.triage",
        "uti": "medpref_dagster.synthetic.uti",
    },
)
"""Name in `source.options.generator` -> module."""

_BATCH_ROWS = 1024
_KEPT_ROWS = 20_000
"""A source with more is made anew each time: in memory a row takes some two KB."""


class Options(Declared):
    """What `source.options` of the reader `synthetic` may say."""

    generator: str = Field(description="Which made-up cases: one of GENERATORS.")
    rows: int = Field(default=1500, gt=0, le=100_000, description="How many rows to make.")
    seed: int = Field(default=0, ge=0, description="The same seed gives the same rows on every machine.")

    @field_validator("generator")
    @classmethod
    def _known(cls, name: str) -> str:
        if name not in GENERATORS:
            raise ValueError(name_unknown("generator", name, GENERATORS))
        return name


def columns(options: Options) -> tuple[str, ...]:
    """The columns of a generator."""
    names: tuple[str, ...] = _generator(options).COLUMNS
    return names


def code_modules(options: Options) -> tuple[ModuleType, ...]:
    """The modules beside this one whose code makes the rows."""
    return (_generator(options),)


def read(options: Options, columns: Columns) -> Reading:
    """Make the rows.

    Parameters
    ----------
    options
        The generator, the number of rows and the seed.
    columns
        What is declared; without `columns.row` a row's id is `<generator>:<index>`.

    Returns
    -------
    Reading
        Columns out: `row_id`, then the generator's `COLUMNS`. Nothing is ever quarantined.
    """
    import pyarrow as pa

    rows = _generate(options.generator, options.rows, options.seed)
    first = list(itertools.islice(rows, _BATCH_ROWS))
    if not first:
        raise SourceError(f"generator {options.generator!r} made no rows; report this as an error of the generator")
    own_schema = _without_null_types(pa.RecordBatch.from_pylist(first).schema)

    def batches() -> Iterator[pa.RecordBatch]:
        index, chunk = 0, first
        while chunk:
            places = [f"{options.generator}:{index + offset}" for offset in range(len(chunk))]
            yield add_row_ids(pa.RecordBatch.from_pylist(chunk, schema=own_schema), columns, places)
            index += len(chunk)
            chunk = list(itertools.islice(rows, _BATCH_ROWS))

    return Reading(put_row_id_first(own_schema, columns), batches())


def _generate(generator: str, rows: int, seed: int) -> Iterator[dict[str, Any]]:
    if rows <= _KEPT_ROWS:
        return iter(_generate_once(generator, rows, seed))
    return GENERATORS.load(generator).generate(rows, seed)


@lru_cache(maxsize=1)
def _generate_once(generator: str, rows: int, seed: int) -> tuple[dict[str, Any], ...]:
    """Kept until others are asked for: each week of feedback is read from all of its source's events."""
    return tuple(GENERATORS.load(generator).generate(rows, seed))


def _generator(options: Options) -> ModuleType:
    return GENERATORS.load(options.generator)


def _without_null_types(schema: pa.Schema) -> pa.Schema:
    """A column that is empty throughout the first batch may hold text later."""
    import pyarrow as pa

    return pa.schema([pa.field(f.name, pa.string() if pa.types.is_null(f.type) else f.type) for f in schema])
