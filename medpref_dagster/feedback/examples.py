"""Accepted unchanged is an example to be learned, not half a pair; what was signed unread is neither."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa

from medpref_dagster.declaration.feedback import PairRules
from medpref_dagster.feedback.rules import EMPTY, see_accepted
from medpref_dagster.feedback.scratch import count_rows, stream_rows

_KEEP = """
    CREATE TABLE kept AS
    SELECT min(event_id) AS event_id, list(event_id ORDER BY event_id) AS reactions,
           list(DISTINCT generation_id ORDER BY generation_id) AS generations
    FROM seen WHERE unread IS NULL AND NOT blank_answer
    GROUP BY prompt_key, answer_key, clinician, patient
"""
"""The same answer to the same prompt, accepted twice by a clinician, is one example."""

_LIST_EXAMPLES = """
    SELECT sha256('accepted ' || array_to_string(kept.reactions, ' ')) AS example_id, prompt, answer AS completion,
           list_concat(kept.reactions, kept.generations) AS event_ids, clinician, patient_id, specialty, style, task,
           week
    FROM kept JOIN reactions USING (event_id)
    ORDER BY example_id
"""

_LIST_QUARANTINE = """
    SELECT event_id AS row_id, CASE WHEN blank_answer THEN $empty ELSE unread END AS reason,
           'accepted ' || generation_id AS detail, NULL AS record
    FROM seen WHERE unread IS NOT NULL OR blank_answer
    ORDER BY event_id
"""


@dataclass(frozen=True)
class Accepted:
    """A week's accepted examples. Of these streams one is read at a time."""

    connection: duckdb.DuckDBPyConnection

    def examples(self) -> Iterator[pa.RecordBatch]:
        """Columns out: `schemas.ACCEPTED_EXAMPLES`, in the order of their ids."""
        return stream_rows(self.connection, _LIST_EXAMPLES)

    def quarantine(self) -> Iterator[pa.RecordBatch]:
        """Columns out: `schemas.QUARANTINE`: acceptances that do not count, and why."""
        return stream_rows(self.connection, _LIST_QUARANTINE, {"empty": EMPTY})

    def count_acceptances(self) -> int:
        """How often an answer was accepted, read or not."""
        return count_rows(self.connection, "SELECT count(*) FROM seen")


def collect_accepted(
    connection: duckdb.DuckDBPyConnection, week: str, reactions: Sequence[Path], rules: PairRules
) -> Accepted:
    """What was accepted in a week.

    Parameters
    ----------
    connection
        An empty one (`scratch.open_scratch`).
    reactions
        The week's. Columns in: `schemas.REACTIONS`.
    """
    see_accepted(connection, week, reactions, rules)
    connection.execute(_KEEP)
    return Accepted(connection)
