"""Arrivals of a week, from any number of sources in any order, as events that are each there once."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

import duckdb
import pyarrow as pa

from medpref_dagster.feedback.scratch import ROWS, count_rows, stream_rows

CONFLICT = "conflict"

ARRIVED = pa.schema(
    [
        pa.field("place", pa.string()),
        pa.field("event_id", pa.string()),
        pa.field("kind", pa.string()),
        pa.field("time_us", pa.int64()),
        pa.field("hash", pa.string()),
        pa.field("content", pa.string()),
        pa.field("source", pa.string()),
        pa.field("reason", pa.string()),
        pa.field("message", pa.string()),
    ]
)
"""What came: an event of the week, or a refusal (`reason`); of another week's event no content, only that it is."""

_JUDGE = """
    CREATE TABLE taken AS
    SELECT event_id, min(rowid) FILTER (content IS NOT NULL) AS row_number,
           min(source) FILTER (content IS NOT NULL) AS source, count(DISTINCT hash) AS versions
    FROM arrived WHERE reason IS NULL GROUP BY event_id
"""

_LIST_EVENTS = """
    SELECT taken.event_id, kind, make_timestamptz(time_us) AS time, $week AS week, content, taken.source AS source, hash
    FROM taken JOIN arrived ON arrived.rowid = taken.row_number
    WHERE versions = 1
    ORDER BY taken.event_id
"""

_LIST_QUARANTINE = """
    SELECT DISTINCT coalesce(event_id, place) AS row_id, reason, message AS detail, content AS record
    FROM arrived WHERE reason IS NOT NULL
    UNION
    SELECT DISTINCT event_id, $conflict, 'another event has the id of this one, which is of ' || arrived.source, content
    FROM arrived JOIN taken USING (event_id)
    WHERE versions > 1 AND content IS NOT NULL
    ORDER BY ALL
"""


@dataclass(frozen=True)
class Collected:
    """A week's events. Of these streams one is read at a time."""

    connection: duckdb.DuckDBPyConnection
    week: str

    def events(self) -> Iterator[pa.RecordBatch]:
        """Columns out: `schemas.FEEDBACK_EVENTS`, in the order of their ids."""
        return stream_rows(self.connection, _LIST_EVENTS, {"week": self.week})

    def quarantine(self) -> Iterator[pa.RecordBatch]:
        """Columns out: `schemas.QUARANTINE`: what was refused, and every version of an id that several events have."""
        return stream_rows(self.connection, _LIST_QUARANTINE, {"conflict": CONFLICT})

    def count_duplicates(self) -> int:
        """How often an event of the week came once more."""
        return count_rows(
            self.connection,
            "SELECT count(*) - count(DISTINCT event_id) FROM arrived WHERE reason IS NULL AND content IS NOT NULL",
        )


def collect_events(
    connection: duckdb.DuckDBPyConnection, week: str, arrivals: Iterable[Mapping[str, object]]
) -> Collected:
    """Take every event once. An id that several different events have is none of them: nobody can tell which is right.

    Parameters
    ----------
    connection
        An empty one (`scratch.open_scratch`).
    week
        The Monday of all events that have a content.
    arrivals
        Fields: `ARRIVED`.
    """
    connection.from_arrow(ARRIVED.empty_table()).create("arrived")
    waiting = iter(arrivals)
    while rows := list(islice(waiting, ROWS)):
        connection.from_arrow(pa.Table.from_pylist(rows, schema=ARRIVED)).insert_into("arrived")
    connection.execute(_JUDGE)
    return Collected(connection, week)
