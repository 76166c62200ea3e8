"""What Dagster noted at a time that is still to come: this clock was set back, or one that was ahead was put right.

Dagster's daemon looks at a schedule or a sensor again only behind the time of its last look, so that one that looked
while the clock was a month ahead is silent for a month.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import dagster as dg

_MOST_SKEW_SECONDS = 5.0
"""Two hosts of one instance may differ by so much."""


@dataclass(frozen=True)
class Ahead:
    """Something that happened at a time to come."""

    what: str
    """`run 1f0c2a3b was made`, `sensor ward_loop_new_pairs looked`."""
    at: float
    """Seconds since 1970."""

    def __str__(self) -> str:
        """As a clause for a person."""
        return f"{self.what} at {tell_time(self.at)}, which is still to come"


def tell_time(seconds: float) -> str:
    """A time as a person reads it."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M UTC")


def find_run_ahead(instance: dg.DagsterInstance, now: float) -> Ahead | None:
    """The newest run, where it was made at a time to come.

    Parameters
    ----------
    now
        Seconds since 1970.
    """
    records = instance.get_run_records(limit=1)
    made = records[0].create_timestamp.timestamp() if records else 0.0
    return Ahead(f"run {records[0].dagster_run.run_id[:8]} was made", made) if _is_ahead(made, now) else None


def list_triggers_ahead(instance: dg.DagsterInstance, now: float) -> list[Ahead]:
    """The schedules and sensors that looked at a time to come, and do not look before it."""
    return [ahead for _, ahead in _find_triggers_ahead(instance, now)]


def let_look_again(instance: dg.DagsterInstance, now: float) -> list[Ahead]:
    """Let those look again, from their last look before now on, so that what they missed is caught up; which they were.

    Only while no daemon runs: it has in its memory, too, when each is to look.
    """
    found = list(_find_triggers_ahead(instance, now))
    for state, _ in found:
        origin, selector = state.instigator_origin_id, state.selector_id
        before = instance.get_ticks(origin, selector, before=now, limit=1)
        since = before[0].timestamp if before else now
        for tick in instance.get_ticks(origin, selector, after=now):
            moved = tick.tick_data._replace(timestamp=since, end_timestamp=since)
            instance.update_tick(tick._replace(tick_data=moved))
        data: Any = state.instigator_data
        if data is not None:
            times = {name: since for name, value in data._asdict().items() if _is_ahead(_read_time(name, value), now)}
            instance.update_instigator_state(state.with_data(data._replace(**times)))
    return [ahead for _, ahead in found]


def _find_triggers_ahead(instance: dg.DagsterInstance, now: float) -> Iterator[tuple[Any, Ahead]]:
    for state in instance.all_instigator_state():
        data: Any = state.instigator_data
        times = [] if data is None else [_read_time(name, value) for name, value in data._asdict().items()]
        ticks = instance.get_ticks(state.instigator_origin_id, state.selector_id, limit=1)
        latest = max([*times, *(tick.timestamp for tick in ticks)], default=0.0)
        if _is_ahead(latest, now):
            kind = state.instigator_type.value.lower().replace("_", " ")
            yield state, Ahead(f"{kind} {state.instigator_name} looked", latest)


def _read_time(name: str, value: Any) -> float:
    return float(value or 0) if name.endswith("_timestamp") else 0.0


def _is_ahead(moment: float, now: float) -> bool:
    return moment > now + _MOST_SKEW_SECONDS
