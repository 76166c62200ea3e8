"""Accepted unchanged is an example to be learned, not half a pair; what was signed unread is neither."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa

from medpref_dagster.declaration.feedback import PairRules
from medpref_dagster.feedback.gathering import gather_rows
from medpref_dagster.feedback.rules import EMPTY, see_accepted
from medpref_dagster.feedback.scratch import (
    check_order,
    count_rows,
    find_spill,
    keep_order,
    read_column,
    stream_rows,
)

_KEEP = """
    CREATE TABLE kept AS
    SELECT sha256('accepted ' || array_to_string(reactions, ' ')) AS example_id,
           list_concat(reactions, generations) AS event_ids, row
    FROM (SELECT list_sort(list(event_id)) AS reactions, list_sort(list_distinct(list(generation_id))) AS generations,
                 arg_min(row, event_id) AS row
          FROM seen WHERE unread IS NULL AND NOT blank_answer
          GROUP BY prompt_key, answer_key, clinician, patient)
    ORDER BY example_id
"""
"""The same answer to the same prompt, accepted twice by a clinician, is one example: the first one's, by its id."""

_OF_REACTION = {"prompt": "prompt", "answer": "completion"} | {
    name: name for name in ("clinician", "patient_id", "specialty", "style", "task", "week")
}
"""A reaction's column -> the same of an example."""

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
    reactions: Sequence[Path]

    def examples(self) -> Iterator[pa.RecordBatch]:
        """Columns out: `schemas.ACCEPTED_EXAMPLES`, in the order of their ids."""
        rows = read_column(self.connection, "SELECT row FROM kept")
        texts = gather_rows(find_spill(self.connection), self.reactions, list(_OF_REACTION), rows)
        kept = check_order(stream_rows(self.connection, "SELECT example_id, event_ids FROM kept"), "example_id")
        for batch, about in zip(kept, texts, strict=True):
            names = [*batch.schema.names, *_OF_REACTION.values()]
            yield pa.RecordBatch.from_arrays([*batch.columns, *about.columns], names=names)

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
    keep_order(connection)
    connection.execute(_KEEP)
    return Accepted(connection, reactions)
