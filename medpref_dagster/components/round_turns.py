"""Never two rounds of a loop at once, whoever began them: a trigger, a backfill, a person, a second scheduler.

A run waits before its first asset of a loop until every run that has begun there has ended; of those that have not,
that of the earliest round goes first, since each round stands on the champion that the one before it left.
"""

import time
from typing import TYPE_CHECKING

import dagster as dg

from medpref_dagster.components.living_runs import list_under_way
from medpref_dagster.locks import ignore
from medpref_dagster.progress import Tell, Waiting

if TYPE_CHECKING:
    from medpref_dagster.storage.store import Store

_PARTITION = "dagster/partition"
_LOOK_AGAIN_SECONDS = 2.0
"""Whether a run has ended is in Dagster's database, which tells nobody."""


def wait_for_turn(instance: dg.DagsterInstance, store: "Store", loop: str, run_id: str, tell: Tell) -> None:
    """Wait until no other run makes anything of a loop, and keep others out until this run has ended.

    Parameters
    ----------
    tell
        Told for which run it waits.
    """
    told = ""
    while True:
        with store.hold_shared_lock(f"turn {loop}", f"takes its turn at {loop}", ignore):
            if (other := _find_before(instance, loop, run_id)) is None:
                instance.add_run_tags(run_id, {_name_turn(loop): run_id})
                return
        if other.run_id != told:
            told = other.run_id
            place = other.tags.get(_PARTITION, "no one round")
            tell(Waiting(f"waits for run {told[:8]}, which makes {place} of {loop}: one round at a time"))
        time.sleep(_LOOK_AGAIN_SECONDS)


def _find_before(instance: dg.DagsterInstance, loop: str, run_id: str) -> dg.DagsterRun | None:
    """The run that goes first; None where this one may."""
    runs = [record.dagster_run for record in list_under_way(instance, loop)]
    own = next((run for run in runs if run.run_id == run_id), None)
    if own is None or _has_turn(own, loop):
        return None
    if begun := [run for run in runs if _has_turn(run, loop)]:
        return begun[0]
    # One that waits in Dagster's queue has no process that could go first.
    about_to = [run for run in runs if run is own or run.status is not dg.DagsterRunStatus.QUEUED]
    first = min(enumerate(about_to), key=lambda item: (item[1].tags.get(_PARTITION, ""), item[0]))[1]
    return None if first is own else first


def _has_turn(run: dg.DagsterRun, loop: str) -> bool:
    # Its own id, since a run that is executed again gets its parent's tags.
    return run.tags.get(_name_turn(loop)) == run.run_id


def _name_turn(loop: str) -> str:
    """The tag of a run that has the rounds of a loop for itself until it ends."""
    return f"medpref/turn.{loop}"
