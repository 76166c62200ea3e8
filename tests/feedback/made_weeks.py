"""Weeks of events for the tests, and what is made of them: events -> generations -> reactions -> pairs, examples."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from medpref_dagster import schemas
from medpref_dagster.capture.journal import make_arrival
from medpref_dagster.declaration.feedback import PairRules
from medpref_dagster.feedback.examples import collect_accepted
from medpref_dagster.feedback.matching import list_generations, match_reactions
from medpref_dagster.feedback.pairs import make_pairs
from medpref_dagster.feedback.parsing import parse_event
from medpref_dagster.feedback.scratch import open_scratch
from medpref_dagster.feedback.weeks import find_week
from tests.feedback.made_events import make_generation, make_reaction

MONDAY = datetime(2026, 6, 1, 8, tzinfo=UTC)
WEEK, NEXT_WEEK = "2026-06-01", "2026-06-08"
PROMPT = "Summarize the visit of a 62 year old with dysuria."
NOW = datetime(2026, 11, 26, tzinfo=UTC)


def at(minutes: float) -> str:
    """So many minutes after the first Monday's morning."""
    return (MONDAY + timedelta(minutes=minutes)).isoformat()


def write(name: str, answer: str, minutes: float = 0, **changes: Any) -> dict[str, Any]:
    """A generation."""
    return make_generation(id=name, prompt=changes.pop("prompt", PROMPT), answer=answer, time=at(minutes), **changes)


def react(
    name: str, generation: str, kind: str, minutes: float = 10, seconds: float | None = 60, **said: Any
) -> dict[str, Any]:
    """A reaction; `clinician` beside what the reaction says."""
    signed = MONDAY + timedelta(minutes=minutes)
    return make_reaction(
        id=name,
        generation=generation,
        clinician=said.pop("clinician", "c-1"),
        time_shown=None if seconds is None else (signed - timedelta(seconds=seconds)).isoformat(),
        time_signed=signed.isoformat(),
        reaction={"kind": kind, **said},
    )


def tabulate_events(events: Iterable[dict[str, Any]]) -> dict[str, pa.Table]:
    """Events by week, in the order of their ids."""
    weeks: dict[str, list[dict[str, Any]]] = {}
    for record in events:
        arrival = make_arrival(parse_event(record, NOW))
        week = find_week(arrival.time_us, "UTC")
        weeks.setdefault(week, []).append(
            {
                "event_id": arrival.event_id,
                "kind": arrival.kind,
                "time": datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=arrival.time_us),
                "week": week,
                "content": arrival.content,
                "source": "made",
                "hash": arrival.hash,
            }
        )
    for rows in weeks.values():
        rows.sort(key=lambda row: row["event_id"])
    return {week: pa.Table.from_pylist(rows, schema=schemas.FEEDBACK_EVENTS) for week, rows in sorted(weeks.items())}


@dataclass
class Made:
    """What became of events, week by week."""

    tables: dict[str, dict[str, list[dict[str, Any]]]] = field(default_factory=dict)

    def __call__(self, name: str, week: str = WEEK) -> list[dict[str, Any]]:
        """The rows of a table of a week."""
        return self.tables.get(week, {}).get(name, [])

    def reasons(self, name: str, week: str = WEEK) -> list[str]:
        """Why rows were quarantined."""
        return sorted(row["reason"] for row in self(name, week))


def make_all(
    folder: Path, events: Iterable[dict[str, Any]], rules: PairRules | None = None, weeks: Sequence[str] | None = None
) -> Made:
    """Every table of every week, each week with all before it."""
    rules, made = rules or PairRules(), Made()
    files: dict[str, list[Path]] = {}

    def keep(name: str, week: str, batches: Iterable[pa.RecordBatch], schema: pa.Schema) -> None:
        path = folder / f"{name}-{week}.parquet"
        found = list(batches)
        table = pa.Table.from_batches(found).select(schema.names).cast(schema) if found else schema.empty_table()
        pq.write_table(table, path)
        files.setdefault(name, []).append(path)
        made.tables.setdefault(week, {})[name] = table.to_pylist()

    for week, table in tabulate_events(events).items():
        if weeks is not None and week not in weeks:
            continue
        keep("events", week, table.to_batches(), schemas.FEEDBACK_EVENTS)
        with open_scratch(folder, "500MB", 1) as scratch:
            keep("generations", week, list_generations(scratch, files["events"][-1], None, {}), schemas.GENERATIONS)
        with open_scratch(folder, "500MB", 1) as scratch:
            matching = match_reactions(scratch, files["events"][-1], files["generations"])
            keep("reactions", week, matching.reactions(), schemas.REACTIONS)
            keep("choices", week, matching.choices(), schemas.CHOICES)
            keep("waiting", week, matching.waiting(), schemas.QUARANTINE)
        with open_scratch(folder, "500MB", 1) as scratch:
            pairs = make_pairs(scratch, week, files["reactions"], files["choices"], rules)
            keep("pairs", week, pairs.pairs(), schemas.FEEDBACK_PAIRS)
            keep("quarantine", week, pairs.quarantine(), schemas.QUARANTINE)
            keep("retracted", week, pairs.retracted(), schemas.RETRACTED_PAIRS)
        with open_scratch(folder, "500MB", 1) as scratch:
            accepted = collect_accepted(scratch, week, files["reactions"][-1:], rules)
            keep("examples", week, accepted.examples(), schemas.ACCEPTED_EXAMPLES)
            keep("unread", week, accepted.quarantine(), schemas.QUARANTINE)
    return made
