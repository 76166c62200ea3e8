"""What a profile declares to be kept for so many days and no longer (`retention`), carried out."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Table, func, select

from medpref_dagster.audit.actions import RETENTION_APPLIED
from medpref_dagster.audit.log import AuditLog
from medpref_dagster.capture.database import (
    EVENTS,
    QUARANTINE,
    begin_reading,
    begin_writing,
    name_failures,
    open_database,
)
from medpref_dagster.capture.journal import to_microseconds
from medpref_dagster.capture.reading import require_file
from medpref_dagster.declaration.machine import RetentionDeclaration
from medpref_dagster.forgetting.captured import delete_older, give_pages_back
from medpref_dagster.forgetting.collecting import Collected, collect_old
from medpref_dagster.forgetting.plan import Places
from medpref_dagster.progress import Tell, silent
from medpref_dagster.storage.store import Store


@dataclass(frozen=True)
class Retained:
    """What is removed, or would be."""

    store: Collected
    captured: dict[str, int]
    """Capture database, without a password -> events."""
    quarantined: dict[str, int]

    def describe(self) -> dict[str, int]:
        """What -> how many; nothing of which there is none."""
        counts = {
            "artifacts": len(self.store.artifacts),
            "unfinished trainings": len(self.store.unfinished),
            "assets to be read anew": len(self.store.pointers),
            "captured events": sum(self.captured.values()),
            "captured and quarantined": sum(self.quarantined.values()),
        }
        return {what: number for what, number in counts.items() if number}


def apply_retention(
    store: Store,
    audit: AuditLog,
    declared: RetentionDeclaration,
    places: Places,
    *,
    dry_run: bool,
    tell: Tell = silent,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Retained:
    """Remove what has passed its age. Killed anywhere, the next call does the rest.

    Raises
    ------
    StoreError, ForgettingError, DatabaseError, AuditError
        If something could not be done; what was done stays done.
    """
    moment = now()
    collected = collect_old(
        store,
        superseded_days=declared.superseded_days,
        unfinished_days=declared.unfinished_days,
        raw_days=declared.raw_days,
        dry_run=dry_run,
        tell=tell,
        now=moment.timestamp,
    )
    captured, quarantined = (
        {
            url.rpartition("@")[2]: number
            for url in places.databases
            if (number := _remove_older(url, table, days, moment, dry_run=dry_run))
        }
        for table, days in ((EVENTS, declared.captured_days), (QUARANTINE, declared.quarantine_days))
    )
    done = Retained(collected, captured, quarantined)
    if not dry_run and done.describe():
        details = {"counts": done.describe(), "declared": declared.model_dump(exclude_none=True)}
        audit.append(RETENTION_APPLIED, "store and capture databases", "declared retention", details=details)
    return done


def _remove_older(url: str, table: Table, days: int | None, now: datetime, *, dry_run: bool) -> int:
    if days is None:
        return 0
    require_file(url)
    before, engine = to_microseconds(now - timedelta(days=days)), open_database(url)
    try:
        if dry_run:
            query = select(func.count()).select_from(table).where(table.c.received_us < before)
            with name_failures(), begin_reading(engine) as connection:
                return int(connection.execute(query).scalar_one())
        with name_failures(), begin_writing(engine) as connection:
            number = delete_older(connection, table, before)
        # Also where nothing was left to delete: a call that was killed may not have come so far.
        give_pages_back(engine)
        return number
    finally:
        engine.dispose()
