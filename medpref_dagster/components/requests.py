"""What a feedback's sensor requests: the weeks whose events changed, and what that made stale of weeks behind them."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import dagster as dg

from medpref_dagster.components.frame import divide_by_week
from medpref_dagster.components.last_made import find_last_made
from medpref_dagster.components.living_runs import find_under_way
from medpref_dagster.components.weeks import find_stale_steps, list_needed
from medpref_dagster.steps import DeclaredFeedback
from medpref_dagster.steps.feedback import list_feedback_steps

if TYPE_CHECKING:
    from medpref_dagster.storage.store import Store


@dataclass
class _Weeks:
    """What is still to be requested; the sensor's cursor."""

    waiting: list[str]
    """Changed, and not over yet."""
    due: list[str]
    """Over, to be made anew from its events on."""
    behind: list[str]
    """Those that look back to one that was requested: what of them is stale is made again."""
    looks: int


def request_week(about: DeclaredFeedback, context: dg.SensorEvaluationContext, store: "Store") -> dg.SensorResult:
    """A run for the earliest week that needs one, while no other of this feedback is under way.

    A week that changed is made from its events on. Of the weeks that look back to it, so much is made as Dagster shows
    to be stale then: a late event that changes nothing there costs them nothing, and what it changes is followed as
    far as it goes.
    """
    from medpref_dagster.sources.new_events import Seen, find_changed_weeks

    cursor = json.loads(context.cursor or "{}")
    changed, seen = find_changed_weeks(about.feedback, Seen(cursor.get("sources", {})), store.root)
    over = list(divide_by_week(about).get_partition_keys())
    weeks = _Weeks(
        **{name: cursor.get(name, []) for name in ("waiting", "due", "behind")}, looks=cursor.get("looks", 0)
    )
    _take_up(weeks, about, changed, over, context.instance)
    request = None if find_under_way(context.instance, about.name) else _choose(weeks, about, over, context, store)
    return dg.SensorResult(
        run_requests=[request] if request else [],
        cursor=json.dumps({"sources": seen.sources, **asdict(weeks)}, sort_keys=True),
    )


def _take_up(
    weeks: _Weeks, about: DeclaredFeedback, changed: Iterable[str], over: Sequence[str], instance: dg.DagsterInstance
) -> None:
    """Put the weeks that changed where they belong, and with them earlier ones that they need and nobody ever made."""
    first, last = about.first_week, about.last_week
    known = {week for week in {*changed, *weeks.waiting} if first <= week <= (last or week)}
    weeks.waiting = sorted(known - set(over))
    now_due = known & set(over)
    needed = list_needed(list_feedback_steps(about), about, now_due)
    missing = {week for week in needed if week not in now_due and not _was_made(instance, about, week)}
    weeks.due = sorted({*weeks.due, *now_due, *missing})


def _choose(
    weeks: _Weeks, about: DeclaredFeedback, over: Sequence[str], context: dg.SensorEvaluationContext, store: "Store"
) -> dg.RunRequest | None:
    for week in sorted({*weeks.due, *weeks.behind}):
        is_due = week in weeks.due
        weeks.due, weeks.behind = ([name for name in names if name != week] for names in (weeks.due, weeks.behind))
        stale: list[dg.AssetKey] = []
        if not is_due and _was_made(context.instance, about, week):
            stale = find_stale_steps(context.instance, list_feedback_steps(about), about, store, week)
        if is_due or stale:
            looking_back = {later for later in over if later != week and week in about.list_window(later)}
            weeks.behind = sorted({*weeks.behind, *looking_back})
            weeks.looks += 1
            return dg.RunRequest(
                run_key=f"{week} {weeks.looks}", partition_key=week, asset_selection=None if is_due else stale
            )
    return None


def _was_made(instance: dg.DagsterInstance, about: DeclaredFeedback, week: str) -> bool:
    return bool(find_last_made(instance, dg.AssetKey([about.name, "events"]), week))
