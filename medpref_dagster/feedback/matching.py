"""Reactions to the generations that they name; what names none waits, and is counted.

Everything is SQL over Parquet files, so that a week need not fit in memory.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa

from medpref_dagster import schemas
from medpref_dagster.feedback.scratch import count_rows, show_files, stream_rows

UNKNOWN = "unknown generation"
AMBIGUOUS = "ambiguous alias"

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
    ORDER BY event_id
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
        Columns in: `schemas.FEEDBACK_EVENTS`.
    task
        The task of all of them; without it, their own, by another name where `tasks` has one.

    Returns
    -------
    iterator
        Columns out: `schemas.GENERATIONS`, in the order of their ids.
    """
    show_files(connection, "events", [events], schemas.FEEDBACK_EVENTS)
    return stream_rows(
        connection, _LIST_GENERATIONS, {"task": task, "tasks": dict(tasks) or None, "structure": _GENERATION}
    )


_NAME_GENERATIONS = """
    CREATE TABLE names AS
    WITH ids AS (SELECT DISTINCT generation_id AS name, generation_id FROM generations),
         aliases AS (SELECT unnest(aliases) AS name, generation_id FROM generations)
    SELECT name, min(generation_id) AS generation_id, count(DISTINCT generation_id) AS has
    FROM (SELECT * FROM ids UNION ALL SELECT * FROM aliases WHERE name NOT IN (SELECT name FROM ids))
    GROUP BY name
"""
"""An id always names its own generation; an alias names one if nothing else has it."""

_TAKE_APART = """
    CREATE TABLE parts AS
    SELECT event_id, time, week, said.generation AS named, said.clinician AS clinician, said.time_shown AS time_shown,
           said.reaction AS reaction
    FROM (SELECT event_id, time, week, from_json(content, $structure) AS said FROM events WHERE kind = 'reaction')
"""

_RESOLVE_CHOICES = """
    CREATE TABLE choices AS
    SELECT event_id, min(place) AS place, coalesce(names.generation_id, over.named) AS generation_id
    FROM (SELECT event_id, unnest(reaction.over) AS named, generate_subscripts(reaction.over, 1) AS place
          FROM parts WHERE reaction.kind = 'chosen') AS over
    LEFT JOIN (SELECT * FROM names WHERE has = 1) AS names ON names.name = over.named
    GROUP BY ALL
"""

_MATCH = """
    SELECT parts.event_id, generations.generation_id, generations.time AS generation_time, parts.week, prompt, answer,
           model, task, specialty, style, patient_id, encounter, clinician, reaction.kind AS kind,
           reaction.text AS text, reaction.reason AS reason, reaction.up AS up, reaction.rating AS rating,
           CASE WHEN reaction.kind = 'rated' THEN coalesce(reaction.highest, $highest) END AS highest,
           resolved.over AS over,
           CASE WHEN reaction.kind = 'chosen' THEN coalesce(reaction.tie, false) END AS tie,
           time_shown, parts.time AS time_signed,
           (epoch_us(parts.time) - epoch_us(time_shown)) / 1e6 AS seconds
    FROM parts
    JOIN names ON names.name = parts.named AND names.has = 1
    JOIN generations ON generations.generation_id = names.generation_id
    LEFT JOIN (SELECT event_id, list(generation_id ORDER BY place) AS over FROM choices GROUP BY event_id) AS resolved
        ON resolved.event_id = parts.event_id
    ORDER BY parts.event_id
"""

_LIST_WAITING = """
    SELECT event_id AS row_id, CASE WHEN names.has > 1 THEN $ambiguous ELSE $unknown END AS reason,
           'names ' || parts.named AS detail, NULL AS record
    FROM parts LEFT JOIN names ON names.name = parts.named
    WHERE coalesce(names.has, 0) <> 1
    ORDER BY event_id
"""

_LIST_CHOICES = """
    SELECT choices.event_id, choices.generation_id, other.answer AS answer,
           coalesce(other.prompt = own.prompt, false) AS same_prompt
    FROM choices
    JOIN parts ON parts.event_id = choices.event_id
    JOIN names ON names.name = parts.named AND names.has = 1
    JOIN generations AS own ON own.generation_id = names.generation_id
    LEFT JOIN generations AS other ON other.generation_id = choices.generation_id
    ORDER BY choices.event_id, choices.place
"""


@dataclass(frozen=True)
class Matching:
    """A week's reactions with what they are about. Of these streams one is read at a time."""

    connection: duckdb.DuckDBPyConnection

    def reactions(self) -> Iterator[pa.RecordBatch]:
        """Columns out: `schemas.REACTIONS`, in the order of their ids."""
        return stream_rows(self.connection, _MATCH, {"highest": _FIRST_HIGHEST})

    def choices(self) -> Iterator[pa.RecordBatch]:
        """Columns out: `schemas.CHOICES`: what was shown beside a chosen answer, in the order that the event has."""
        return stream_rows(self.connection, _LIST_CHOICES)

    def waiting(self) -> Iterator[pa.RecordBatch]:
        """Columns out: `schemas.QUARANTINE`: reactions whose generation is not known, or not told apart from others."""
        return stream_rows(self.connection, _LIST_WAITING, {"ambiguous": AMBIGUOUS, "unknown": UNKNOWN})

    def count(self) -> int:
        """How many reactions the week has, matched or waiting."""
        return count_rows(self.connection, "SELECT count(*) FROM parts")


def match_reactions(connection: duckdb.DuckDBPyConnection, events: Path, generations: Sequence[Path]) -> Matching:
    """Find the generation of each reaction, by its id or by an alias that nothing else has.

    Parameters
    ----------
    connection
        An empty one (`scratch.open_scratch`).
    events
        The week's. Columns in: `schemas.FEEDBACK_EVENTS`.
    generations
        Those of the week and of the weeks before that are looked into. Columns in: `schemas.GENERATIONS`.
    """
    show_files(connection, "events", [events], schemas.FEEDBACK_EVENTS)
    show_files(connection, "generations", generations, schemas.GENERATIONS)
    connection.execute(_NAME_GENERATIONS)
    connection.execute(_TAKE_APART, {"structure": _REACTION})
    connection.execute(_RESOLVE_CHOICES)
    return Matching(connection)
