"""Which weeks have other events than when somebody last looked: what a sensor asks, without making any table."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from medpref_dagster.capture.reading import read_new_times
from medpref_dagster.declaration.feedback import EventSource, FeedbackDeclaration
from medpref_dagster.feedback.weeks import find_week
from medpref_dagster.hashing import content_key
from medpref_dagster.sources.events import list_event_files, read_arrivals

_SUM = 1 << 128


@dataclass(frozen=True)
class Seen:
    """What was seen of the sources; JSON values, for a sensor's cursor."""

    sources: Mapping[str, Any] = field(default_factory=dict[str, Any])
    """Name -> of a capture database the last `sequence`; of a reader the `stamp` of its files and, by week, the sum of
    its events' hashes."""


def find_changed_weeks(declared: FeedbackDeclaration, seen: Seen, store: Path) -> tuple[list[str], Seen]:
    """The weeks whose events changed since, in order, and what is seen now.

    A week counts by its events' own time, however late they came.

    Parameters
    ----------
    store
        The store's root, from which nothing is read.

    Raises
    ------
    SourceError
        Where the step that reads events would refuse a source, too.
    """
    changed: set[str] = set()
    now: dict[str, Any] = {}
    for name, source in declared.sources.items():
        known: Mapping[str, Any] = seen.sources.get(name, {})
        if source.capture is not None:
            weeks, now[name] = _look_into_capture(source, known, declared.timezone)
        else:
            weeks, now[name] = _look_into_reader(source, known, declared.timezone, store)
        changed |= weeks
    return sorted(changed), Seen(now)


def _look_into_capture(source: EventSource, seen: Mapping[str, Any], timezone: str) -> tuple[set[str], dict[str, Any]]:
    weeks: set[str] = set()
    sequence = int(seen.get("sequence", 0))
    for row in read_new_times(source.capture or "", sequence):
        weeks.add(find_week(row["time_us"], timezone))
        sequence = row["sequence"]
    return weeks, {"sequence": sequence}


def _look_into_reader(
    source: EventSource, seen: Mapping[str, Any], timezone: str, store: Path
) -> tuple[set[str], dict[str, Any]]:
    stamp = _stamp_files(source, store)
    if stamp is not None and stamp == seen.get("stamp"):
        return set(), dict(seen)
    before: Mapping[str, str] = seen.get("weeks", {})
    sums: dict[str, int] = {}
    for _, arrival in read_arrivals(source, store):
        if arrival.time_us:
            week = find_week(arrival.time_us, timezone)
            # A sum knows no order; a refusal has no hash of its own.
            value = int((arrival.hash or content_key(refused=arrival.content))[:32], 16)
            sums[week] = (sums.get(week, 0) + value) % _SUM
    weeks = {week: f"{total:032x}" for week, total in sorted(sums.items())}
    changed = {week for week in weeks.keys() | before.keys() if weeks.get(week) != before.get(week)}
    return changed, {"stamp": stamp, "weeks": weeks}


def _stamp_files(source: EventSource, store: Path) -> str | None:
    """What changes when a file does, as its file system says it; None where there are no files to ask for."""
    files = list_event_files(source, store)
    if files is None:
        return None
    said = [{name: str(value) for name, value in file.filesystem.info(file.path).items()} for file in files]
    kept = ("name", "size", "mtime", "LastModified", "ETag", "last_modified", "etag", "updated", "md5")
    return content_key(files=[{name: entry[name] for name in kept if name in entry} for entry in said])
