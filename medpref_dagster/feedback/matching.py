"""Reactions to the generations that they name; what names none waits, and is counted.

SQL over Parquet files matches the ids; the texts are fetched then. So a week need not fit in memory.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from medpref_dagster import schemas
from medpref_dagster.feedback.gathering import gather_rows
from medpref_dagster.feedback.scratch import (
    RowNumbers,
    check_order,
    count_rows,
    cut_batches,
    find_spill,
    keep_order,
    show_files,
    show_numbered_files,
    stream_rows,
)

UNKNOWN = "unknown generation"
AMBIGUOUS = "ambiguous alias"
NAMES_ITSELF = "names itself"
"""Its generation is its own id: no generation can have that but as an alias, so that most likely none ever comes."""
_OWN = ", its own id: it must name the answer that it is about, by its id or an alias"

_GENERATION = (
    '{"id": "VARCHAR", "aliases": ["VARCHAR"], "prompt": "VARCHAR", "answer": "VARCHAR", "model": "VARCHAR", '
    '"task": "VARCHAR", "specialty": "VARCHAR", "style": "VARCHAR", "patient": "VARCHAR", "encounter": "VARCHAR"}'
)
_REACTION = (
    '{"generation": "VARCHAR", "clinician": "VARCHAR", "time_shown": "TIMESTAMPTZ", "reaction": {"kind": "VARCHAR", '
    '"text": "VARCHAR", "reason": "VARCHAR", "up": "BOOLEAN", "rating": "INTEGER", "highest": "INTEGER", '
    '"over": ["VARCHAR"], "tie": "BOOLEAN"}}'
)
"""What of an event is taken apart, as `from_json` has it; a default is not in it, and is null."""

_FIRST_HIGHEST = 5
"""Of a rating that does not say its scale: the event's default."""

_LIST_GENERATIONS = """
    SELECT event_id AS generation_id, time, week, coalesce(said.aliases, []) AS aliases, said.prompt AS prompt,
           said.answer AS answer, said.model AS model,
           coalesce($task, list_element(element_at($tasks::MAP(VARCHAR, VARCHAR), said.task), 1), said.task) AS task,
           said.specialty AS specialty, said.style AS style, said.patient AS patient_id, said.encounter AS encounter
    FROM (SELECT event_id, time, week, from_json(content, $structure) AS said FROM events WHERE kind = 'generation')
"""


def list_generations(
    connection: duckdb.DuckDBPyConnection, events: Path, task: str | None, tasks: Mapping[str, str]
) -> Iterator[pa.RecordBatch]:
    """The generations among a week's events.

    Parameters
    ----------
    connection
        An empty one (`scratch.open_scratch`).
    events
        Columns in: `schemas.FEEDBACK_EVENTS`, in the order of their ids.
    task
        The task of all of them; without it, their own, by another name where `tasks` has one.

    Returns
    -------
    iterator
        Columns out: `schemas.GENERATIONS`, in the order of their ids.
    """
    show_files(connection, "events", [events], schemas.FEEDBACK_EVENTS)
    keep_order(connection)
    values = {"task": task, "tasks": dict(tasks) or None, "structure": _GENERATION}
    yield from check_order(stream_rows(connection, _LIST_GENERATIONS, values), "generation_id")


_NAME_IDS = """
    CREATE VIEW ids AS SELECT generation_id AS name, generation_id, row FROM generations
"""
_NAME_IDS_OF_WEEKS = """
    CREATE VIEW ids AS
    SELECT generation_id AS name, generation_id, min(row) AS row FROM generations GROUP BY generation_id
"""
"""Within a week each id is one generation's."""

_LIST_ALIASES = """
    CREATE TABLE aliases AS
    SELECT name, min(generation_id) AS generation_id, min(row) AS row,
           min(generation_id) <> max(generation_id) AS several
    FROM (SELECT unnest(aliases) AS name, generation_id, row FROM generations WHERE len(aliases) > 0)
    GROUP BY name
"""
_LEAVE_OUT_ALIASES = "DELETE FROM aliases WHERE name IN (SELECT name FROM ids)"
_NAME_GENERATIONS = """
    CREATE VIEW names AS
    SELECT name, generation_id, row, false AS several FROM ids UNION ALL
    SELECT name, generation_id, row, several FROM aliases
"""
"""An id always names its own generation; an alias names one if nothing else has it."""

_MATCH = """
    CREATE TABLE matched AS
    SELECT parts.row::UINTEGER AS row, CASE WHEN NOT names.several THEN names.row END::UINTEGER AS generation,
           names.several AS several, CASE WHEN names.several IS DISTINCT FROM false THEN said[1] END AS named,
           CASE WHEN said[2] = 'chosen' THEN said[3] END AS over
    FROM (SELECT row, json_extract_string(content, ['$.generation', '$.reaction.kind', '$.reaction.over']) AS said
          FROM events WHERE kind = 'reaction') AS parts
    LEFT JOIN names ON names.name = said[1]
"""
"""Of a reaction what it takes to match it: its texts stay in the events. `named`: what none or several have."""

_RESOLVE_CHOICES = """
    CREATE TABLE choices AS
    SELECT over.row AS row, event_id, min(place) AS place, coalesce(names.generation_id, over.named) AS generation_id,
           min(names.row) AS generation
    FROM (SELECT row, event_id, unnest(said) AS named, generate_subscripts(said, 1) AS place
          FROM (SELECT events.row AS row, event_id, from_json(over, '["VARCHAR"]') AS said
                FROM events JOIN matched ON matched.row = events.row AND over IS NOT NULL)) AS over
    LEFT JOIN (SELECT * FROM names WHERE NOT several) AS names ON names.name = over.named
    GROUP BY ALL
"""

_LIST_REACTIONS = """
    SELECT row, event_id, time AS time_signed, week, said.clinician AS clinician, said.time_shown AS time_shown,
           said.reaction.kind AS kind, said.reaction.text AS text, said.reaction.reason AS reason,
           said.reaction.up AS up, said.reaction.rating AS rating,
           CASE WHEN said.reaction.kind = 'rated' THEN coalesce(said.reaction.highest, $highest) END AS highest,
           CASE WHEN said.reaction.kind = 'chosen' THEN coalesce(said.reaction.tie, false) END AS tie,
           (epoch_us(time) - epoch_us(said.time_shown)) / 1e6 AS seconds
    FROM (SELECT row, event_id, time, week, from_json(content, $structure) AS said
          FROM events WHERE kind = 'reaction')
"""

_GENERATION_OF = {"time": "generation_time"} | {
    name: name
    for name in (
        *("generation_id", "prompt", "answer", "model", "task", "specialty", "style", "patient_id", "encounter"),
    )
}
"""A generation's column -> the same of a reaction to it."""

_LIST_OVER = """
    SELECT row, list(generation_id ORDER BY place) AS over FROM choices GROUP BY row ORDER BY row
"""

_WAIT = """
    CREATE TABLE waiting AS
    SELECT event_id AS row_id,
           CASE WHEN several THEN $ambiguous WHEN named = event_id THEN $itself ELSE $unknown END AS reason,
           'names ' || named || CASE WHEN named = event_id AND several IS NULL THEN $own ELSE '' END AS detail,
           NULL AS record
    FROM matched JOIN events ON events.row = matched.row WHERE generation IS NULL
"""

_LIST_CHOICES = """
    SELECT choices.event_id, choices.generation_id, other.answer AS answer,
           coalesce(other.prompt = own.prompt, false) AS same_prompt
    FROM choices
    JOIN matched ON matched.row = choices.row
    JOIN generations AS own ON own.row = matched.generation
    LEFT JOIN generations AS other ON other.row = choices.generation
    ORDER BY choices.event_id, place
"""


@dataclass(frozen=True)
class Matching:
    """A week's reactions with what they are about. Of these streams one is read at a time."""

    connection: duckdb.DuckDBPyConnection
    generations: Sequence[Path]

    def reactions(self) -> Iterator[pa.RecordBatch]:
        """Columns out: `schemas.REACTIONS`, in the order of their ids."""
        keep_order(self.connection)
        found = self.connection.sql(
            "SELECT row::BIGINT, generation::BIGINT FROM matched WHERE generation IS NOT NULL ORDER BY row"
        ).to_arrow_table()
        rows, generations = (column.to_numpy() for column in found.columns)
        over = self.connection.sql(_LIST_OVER).to_arrow_table()
        # They are in the order of their ids in the week's file, and so are their numbers.
        values = {"highest": _FIRST_HIGHEST, "structure": _REACTION}
        said = cut_batches(_keep_rows(stream_rows(self.connection, _LIST_REACTIONS, values), rows))
        written = gather_rows(find_spill(self.connection), self.generations, list(_GENERATION_OF), generations)
        for reactions, about in zip(check_order(said, "event_id"), written, strict=True):
            yield _put_together(reactions, about.rename_columns(list(_GENERATION_OF.values())), over)

    def choices(self) -> Iterator[pa.RecordBatch]:
        """Columns out: `schemas.CHOICES`: what was shown beside a chosen answer, in the order that the event has."""
        return stream_rows(self.connection, _LIST_CHOICES)

    def waiting(self) -> Iterator[pa.RecordBatch]:
        """Columns out: `schemas.QUARANTINE`: reactions whose generation is not known, or not told apart from others."""
        return stream_rows(self.connection, "SELECT * FROM waiting ORDER BY row_id")

    def count(self) -> int:
        """How many reactions the week has, matched or waiting."""
        return count_rows(self.connection, "SELECT count(*) FROM matched")


def match_reactions(connection: duckdb.DuckDBPyConnection, events: Path, generations: Sequence[Path]) -> Matching:
    """Find the generation of each reaction, by its id or by an alias that nothing else has.

    Parameters
    ----------
    connection
        An empty one (`scratch.open_scratch`).
    events
        The week's. Columns in: `schemas.FEEDBACK_EVENTS`, in the order of their ids.
    generations
        Those of the week and of the weeks before that are looked into. Columns in: `schemas.GENERATIONS`.
    """
    show_numbered_files(connection, "events", [events], schemas.FEEDBACK_EVENTS)
    show_numbered_files(connection, "generations", generations, schemas.GENERATIONS)
    connection.execute(_NAME_IDS if len(generations) == 1 else _NAME_IDS_OF_WEEKS)
    connection.execute(_LIST_ALIASES)
    if count_rows(connection, "SELECT count(*) FROM aliases"):
        connection.execute(_LEAVE_OUT_ALIASES)
    connection.execute(_NAME_GENERATIONS)
    connection.execute(_MATCH)
    connection.execute(_RESOLVE_CHOICES)
    reasons = {"ambiguous": AMBIGUOUS, "itself": NAMES_ITSELF, "own": _OWN, "unknown": UNKNOWN}
    connection.execute(_WAIT, reasons)
    return Matching(connection, generations)


def _keep_rows(batches: Iterable[pa.RecordBatch], rows: RowNumbers) -> Iterator[pa.RecordBatch]:
    """The rows of these numbers; both ascend."""
    for batch in batches:
        numbers = batch.column("row").to_numpy()
        places = np.searchsorted(rows, numbers)
        known = places < len(rows)
        known[known] = rows[places[known]] == numbers[known]
        yield batch if known.all() else batch.filter(pa.array(known))


def _put_together(reactions: pa.RecordBatch, about: pa.RecordBatch, over: pa.Table) -> pa.RecordBatch:
    """Reactions with what they are about, and of choices what was shown beside."""
    rows, chosen = reactions.column("row").to_numpy(), over.column("row").to_numpy()
    places = np.searchsorted(chosen, rows)
    known = places < len(chosen)
    known[known] = chosen[places[known]] == rows[known]
    beside = over.column("over").take(pa.array(places, mask=~known)).combine_chunks()
    names = [*reactions.schema.names, *about.schema.names, "over"]
    return pa.RecordBatch.from_arrays([*reactions.columns, *about.columns, beside], names=names)
