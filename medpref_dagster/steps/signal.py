"""From events to preference pairs and accepted examples, a week at a time; no table need fit in memory.

What one step alone needs is imported by it: databases, word lists and statistics take longer to load than a small week
takes to be matched.
"""

from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from medpref_dagster import schemas
from medpref_dagster.declaration.feedback import EventSource
from medpref_dagster.feedback.collecting import collect_events
from medpref_dagster.feedback.gathering import run_ahead
from medpref_dagster.feedback.matching import list_generations, match_reactions
from medpref_dagster.feedback.scratch import open_scratch
from medpref_dagster.feedback.weeks import bound_week
from medpref_dagster.steps import DeclaredFeedback, Finding, Shown, StepResult
from medpref_dagster.steps.filtered_feedback import CHOICES, REFUSED, Filtered, Part, filter_said, filter_written
from medpref_dagster.steps.shown import describe_forgotten, describe_quarantine, describe_table, say_foreign
from medpref_dagster.storage.store import ROWS, Artifact, Store
from medpref_dagster.workbench import Workbench

QUARANTINE, WAITING, RETRACTED = "quarantine", "waiting", "retracted"
"""Tables beside the rows."""

_UNLIKE = frozenset(
    {
        *("event_id", "generation_id", "pair_id", "example_id", "row_id", "event_ids"),
        *("time", "time_signed", "time_shown", "generation_time", "seconds"),
        *("prompt", "record"),
    }
)
"""Columns of whose values few are the same: a dictionary of them is begun for each group of rows, and given up. Answers
may be of few sentences, which are then read and hashed once."""

_CAPTURED = ("kind", "time_us", "hash", "content")
"""Fields of a captured event that are the table's."""


def read_events(workbench: Workbench, about: DeclaredFeedback, inputs: Mapping[str, Artifact]) -> StepResult:
    """Read the week's events from every declared source."""
    from medpref_dagster.forgetting.keeping_out import Sieve
    from medpref_dagster.forgetting.tombstones import read_tombstones
    from medpref_dagster.sources.events import read_arrivals

    week = _week_of(workbench)
    store = workbench.store.root
    sieve = Sieve(read_tombstones(workbench.store))
    if not sieve.tombstones.is_empty:  # a reaction may be of another week than its generation
        sieve.learn(arrival.content for source in _list_files(about) for _, arrival in read_arrivals(source, store))
    with _open(workbench, about) as scratch:
        collected = collect_events(scratch, week, sieve.sift_arrivals(_list_arrivals(about, week, store)))
        artifact = _write(
            workbench.store,
            {
                ROWS: (collected.events(), schemas.FEEDBACK_EVENTS),
                QUARANTINE: (collected.quarantine(), schemas.QUARANTINE),
            },
        )
        duplicates = collected.count_duplicates()
    rows, quarantined = _count(workbench.store, artifact), _count(workbench.store, artifact, QUARANTINE)
    limit = about.feedback.max_quarantined_share
    problems = _name_excess(quarantined, rows + quarantined, limit, "events could not be taken")
    return StepResult(
        artifact,
        {
            **_describe(workbench, artifact, QUARANTINE),
            "duplicates": duplicates,
            **describe_forgotten(sieve.forgotten),
        },
        {"readable": Finding(problems)},
    )


def take_generations(workbench: Workbench, about: DeclaredFeedback, inputs: Mapping[str, Artifact]) -> StepResult:
    """List what models wrote in the week: as it was sent, or, of a table of these, without what identifies somebody."""
    store, declared = workbench.store, about.feedback
    if (sent := inputs.get("raw_generations")) is not None:
        filtered = filter_written(store, about, (store.read_batches(sent), schemas.GENERATIONS))
        artifact = _write(store, filtered.parts)
        shown = {**_describe(workbench, artifact, REFUSED), **filtered.shown}
        return StepResult(artifact, shown, {"filtered": _judge_refused(filtered, about, "generations")})
    with _open(workbench, about) as scratch:
        rows = list_generations(scratch, store.table_path(inputs["events"]), declared.task, declared.tasks)
        artifact = _write(store, {ROWS: (rows, schemas.GENERATIONS)})
    return StepResult(artifact, _describe(workbench, artifact))


def take_reactions(workbench: Workbench, about: DeclaredFeedback, inputs: Mapping[str, Artifact]) -> StepResult:
    """Match the week's reactions to their generations, as these were sent: who wrote by whom is known then, and all
    texts of a pair lose in one call what identifies somebody, where that is declared."""
    store, week = workbench.store, _week_of(workbench)
    written = "generations" if about.feedback.deidentify is None else "raw_generations"
    with _open(workbench, about) as scratch:
        matching = match_reactions(
            scratch, store.table_path(inputs["events"]), _find_files(store, about, inputs, written, week)
        )
        parts: dict[str, Part] = {
            ROWS: (matching.reactions(), schemas.REACTIONS),
            CHOICES: (matching.choices(), schemas.CHOICES),
            WAITING: (matching.waiting(), schemas.QUARANTINE),
        }
        filtered = None
        if about.feedback.deidentify is not None:
            filtered = filter_said(store, about, parts[ROWS], parts[CHOICES])
            parts |= filtered.parts
        artifact = _write(store, parts)
        total = matching.count()
    waiting = _count(store, artifact, WAITING)
    shown: dict[str, Shown] = {
        **_describe(workbench, artifact, WAITING),
        "waiting": waiting,
        "matched_share": 1 - waiting / total if total else 1.0,
    }
    unmatched = 1 - about.feedback.min_matched_share
    problems = _name_excess(waiting, total, unmatched, "reactions wait for a generation that is not known")
    findings = {"matched": Finding(problems)}
    if filtered is not None:
        shown |= filtered.shown
        findings["filtered"] = _judge_refused(filtered, about, "reactions")
    return StepResult(artifact, shown, findings)


def _judge_refused(filtered: Filtered, about: DeclaredFeedback, what: str) -> Finding:
    total, limit = filtered.refused + filtered.kept, about.feedback.max_quarantined_share
    problems = _name_excess(filtered.refused, total, limit, f"{what} cannot be de-identified")
    return Finding(problems, says=say_foreign(filtered.foreign))


def make_preference_pairs(workbench: Workbench, about: DeclaredFeedback, inputs: Mapping[str, Artifact]) -> StepResult:
    """Apply the declared rules to the week's reactions."""
    from medpref_dagster.feedback.pairs import make_pairs

    store, week = workbench.store, _week_of(workbench)
    with _open(workbench, about) as scratch:
        made = make_pairs(
            scratch,
            week,
            _find_files(store, about, inputs, "reactions", week),
            _find_files(store, about, inputs, "reactions", week, CHOICES),
            about.feedback.rules,
        )
        artifact = _write(
            store,
            {
                ROWS: (made.pairs(), schemas.FEEDBACK_PAIRS),
                QUARANTINE: (made.quarantine(), schemas.QUARANTINE),
                RETRACTED: (made.retracted(), schemas.RETRACTED_PAIRS),
            },
        )
        by_rule, opposite = made.count_by_rule(), made.count_opposite()
    rows = _count(store, artifact)
    shown: dict[str, Shown] = {
        **_describe(workbench, artifact, QUARANTINE),
        "pairs_by_rule": dict(by_rule),
        "retracted": _count(store, artifact, RETRACTED),
    }
    limit = about.feedback.max_opposite_share
    problems = _name_excess(opposite, rows + opposite, limit, "pairs have an opposite for the same prompt")
    return StepResult(artifact, shown, {"agreeing": Finding(problems)})


def collect_accepted_examples(
    workbench: Workbench, about: DeclaredFeedback, inputs: Mapping[str, Artifact]
) -> StepResult:
    """Keep what was accepted as it was, and read."""
    from medpref_dagster.feedback.examples import collect_accepted

    store, week = workbench.store, _week_of(workbench)
    with _open(workbench, about) as scratch:
        accepted = collect_accepted(scratch, week, [store.table_path(inputs["reactions"])], about.feedback.rules)
        artifact = _write(
            store,
            {
                ROWS: (accepted.examples(), schemas.ACCEPTED_EXAMPLES),
                QUARANTINE: (accepted.quarantine(), schemas.QUARANTINE),
            },
        )
        acceptances = accepted.count_acceptances()
    return StepResult(artifact, {**_describe(workbench, artifact, QUARANTINE), "acceptances": acceptances})


def _list_arrivals(about: DeclaredFeedback, week: str, store: Path) -> Iterator[Mapping[str, object]]:
    """What every source has for the week; of other weeks' events the ids, by which conflicts are found."""
    declared = about.feedback
    bounds = bound_week(week, declared.timezone)
    for name, source in sorted(declared.sources.items()):
        if source.capture is not None:
            yield from _list_captured(name, source.capture, bounds, with_others=len(declared.sources) > 1)
        else:
            yield from _list_rows(name, source, bounds, store, is_first=week == about.first_week)


def _list_files(about: DeclaredFeedback) -> Iterator[EventSource]:
    """The sources without doors, which would have kept out what is to be kept out."""
    return (source for source in about.feedback.sources.values() if source.capture is None)


def _list_captured(
    name: str, url: str, bounds: tuple[int, int], *, with_others: bool
) -> Iterator[Mapping[str, object]]:
    """Within one database no id has two events; so other weeks' matter only where there are other sources."""
    from medpref_dagster.capture.reading import read_between, read_hashes

    for row in read_between(url, *bounds):
        yield {
            "event_id": row["id"],
            "source": name,
            **{key: row[key] for key in ("kind", "time_us", "hash", "content")},
        }
    for row in read_hashes(url) if with_others else ():
        if not bounds[0] <= row["time_us"] < bounds[1]:
            yield {"event_id": row["id"], "source": name, "hash": row["hash"]}


def _list_rows(
    name: str, source: EventSource, bounds: tuple[int, int], store: Path, *, is_first: bool
) -> Iterator[Mapping[str, object]]:
    """A refused row is of the week that it says; of the first one where it says none."""
    from medpref_dagster.sources.events import read_arrivals

    for place, arrival in read_arrivals(source, store):
        inside = bounds[0] <= arrival.time_us < bounds[1]
        if arrival.reason is None:
            yield {
                "event_id": arrival.event_id,
                "kind": arrival.kind,
                "time_us": arrival.time_us,
                "hash": arrival.hash,
                "content": arrival.content if inside else None,
                "source": name,
            }
        elif inside or (is_first and not arrival.time_us):
            yield {
                "place": f"{name}/{place}",
                "event_id": arrival.event_id,
                "content": arrival.content,
                "source": name,
                "reason": arrival.reason,
                "message": arrival.message,
            }


def _week_of(workbench: Workbench) -> str:
    if workbench.week is None:
        raise TypeError("a step of feedback needs to be told the week")
    return workbench.week


@contextmanager
def _open(workbench: Workbench, about: DeclaredFeedback) -> Generator[duckdb.DuckDBPyConnection]:
    with workbench.store.new_scratch() as folder, open_scratch(folder, about.feedback.memory) as scratch:
        yield scratch


def _write(store: Store, parts: Mapping[str, Part]) -> Artifact:
    """Write tables as one artifact, batch by batch."""
    with store.new_folder("tables") as pending:
        for name, (batches, schema) in parts.items():
            repeated: Any = [column for column in schema.names if column not in _UNLIKE]
            path = pending.path / f"{name}.parquet"
            with pq.ParquetWriter(path, schema, compression="zstd", use_dictionary=repeated) as writer:
                for batch in run_ahead(batches):
                    writer.write_table(pa.Table.from_batches([batch]).select(schema.names).cast(schema))
    return pending.finished


def _find_files(
    store: Store, about: DeclaredFeedback, inputs: Mapping[str, Artifact], name: str, week: str, part: str = ROWS
) -> list[Path]:
    """A table's files of the weeks that are looked into, the oldest first."""
    earlier = [inputs[f"{name}@{other}"] for other in about.list_window(week)[:-1]]
    return [store.table_path(artifact, part) for artifact in (*earlier, inputs[name])]


def _count(store: Store, artifact: Artifact, part: str = ROWS) -> int:
    return store.describe_table(artifact, part)[0]


def _describe(workbench: Workbench, artifact: Artifact, part: str | None = None) -> dict[str, Shown]:
    store = workbench.store
    shown = describe_table(store, artifact, workbench.disclosure)
    return shown | (describe_quarantine(store.read_table(artifact, part).select(["reason"])) if part else {})


def _name_excess(number: int, total: int, limit: float, what: str) -> list[str]:
    """A sentence where a share is over its limit; a share as small as rounding makes no difference."""
    if not number or number / total <= limit + 1e-9:
        return []
    return [f"{number} of {total} {what} ({number / total:.1%}, over the declared {limit:.1%}): see the table beside."]
