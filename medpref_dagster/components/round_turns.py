"""Never two rounds of a loop at once, whoever began them: a trigger, a backfill, a person, a second scheduler.

A run waits before its first asset of a loop until every run that has begun there has ended; of those that have not,
that of the earliest round goes first, since each round stands on the champion that the one before it left. Where two
schedulers requested the same round in the same moment, the later run is refused.
"""

import time
from typing import TYPE_CHECKING

import dagster as dg

from medpref_dagster.components.living_runs import list_under_way
from medpref_dagster.locks import ignore
from medpref_dagster.progress import Tell, Waiting

if TYPE_CHECKING:
    from medpref_dagster.storage.store import Store

REQUEST_TAG = "medpref/round-request"
"""Of a run that was requested for a round: the round and the content of its pairs."""

REFUSED_TAG = "medpref/requested-twice"
"""Of a run that made nothing, since another one makes what was requested: the id of that one."""

_PARTITION = "dagster/partition"
_RUN_KEY = "dagster/run_key"
_LOOK_AGAIN_SECONDS = 2.0
"""Whether a run has ended is in Dagster's database, which tells nobody."""


def wait_for_turn(instance: dg.DagsterInstance, store: "Store", loop: str, run_id: str, tell: Tell) -> None:
    """Wait until no other run makes anything of a loop, and keep others out until this run has ended.

    Parameters
    ----------
    tell
        Told for which run it waits.

    Raises
    ------
    RoundError
        If the same was requested twice, and this is the later run.
    """
    told = ""
    _refuse_second(instance, loop, run_id)
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


def _refuse_second(instance: dg.DagsterInstance, loop: str, run_id: str) -> None:
    """Dagster makes one run of a run key, but two daemons that look at once see none yet and make one each."""
    run = instance.get_run_by_id(run_id)
    # A run that a person has executed again has its parent's tags.
    if run is None or REQUEST_TAG not in run.tags or run.parent_run_id is not None:
        return
    same = {name: run.tags[name] for name in (REQUEST_TAG, _RUN_KEY) if name in run.tags}
    records = instance.get_run_records(dg.RunsFilter(job_name=run.job_name, tags=same), ascending=True)
    first = next(record.dagster_run for record in records if record.dagster_run.parent_run_id is None)
    if first.run_id == run_id:
        return

    from medpref_dagster.rounds.errors import RoundError

    instance.add_run_tags(run_id, {REFUSED_TAG: first.run_id})
    raise RoundError(
        f"run {first.run_id[:8]} was begun for the same request, and makes {run.tags.get(_PARTITION, 'the round')} of "
        f"{loop}: two schedulers look at this Dagster home. End one of them (`medpref dev`, dagster-daemon); nothing "
        "was changed here"
    )


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
