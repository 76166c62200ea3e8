"""The Dagster home, its databases, runs that nobody runs any more, and what a daemon would have to do."""

import time
from collections.abc import Collection, Iterator
from pathlib import Path

import dagster as dg

from medpref_dagster.components.clock import list_triggers_ahead
from medpref_dagster.components.living_runs import list_killed_runs
from medpref_dagster.doctor.findings import Finding, well, worth_knowing, wrong
from medpref_dagster.project import ProjectError, prepare_dagster_home

_HEARTBEAT_SECONDS = 300.0
"""A daemon that was silent for so long is not there."""
_TURNED_ON, _TURNED_OFF = "RUNNING", "STOPPED"
"""Values of a schedule's or sensor's status, where a person has turned it."""
_UNFINISHED = [dg.DagsterRunStatus.QUEUED, dg.DagsterRunStatus.STARTING, dg.DagsterRunStatus.STARTED]


def examine_home(root: Path) -> tuple[list[Finding], Path | None]:
    """Whether the Dagster home and its databases can be opened."""
    try:
        home = prepare_dagster_home(root)
    except ProjectError as error:
        return [wrong("dagster home", "it cannot be opened", str(error))], None
    return [well("dagster home", str(home))], home


def examine_runs(instance: dg.DagsterInstance) -> Iterator[Finding]:
    """Runs that are shown as running though their process is gone, and runs that wait."""
    killed = list_killed_runs(instance)
    if killed:
        found = f"{len(killed)} are shown as running, and their process is gone"
        yield worth_knowing("runs", found, "nothing: the next `medpref materialize` reports them as failed")
    records = instance.get_run_records(dg.RunsFilter(statuses=_UNFINISHED))
    running = [record for record in records if record.dagster_run.run_id not in {run.run_id for run in killed}]
    queued = sum(record.dagster_run.status == dg.DagsterRunStatus.QUEUED for record in running)
    yield well("runs", f"{len(running) - queued} running, {queued} waiting")


def examine_daemon(instance: dg.DagsterInstance, declared_on: Collection[str] = ()) -> Iterator[Finding]:
    """Whether there is a daemon where schedules or sensors are on, or runs wait for one.

    Parameters
    ----------
    declared_on
        Schedules and sensors that their declarations turn on.
    """
    turned = {state.instigator_name: state.status.value for state in instance.all_instigator_state()}
    by_person = {name for name, status in turned.items() if status == _TURNED_ON}
    on = sorted(by_person | {name for name in declared_on if turned.get(name) != _TURNED_OFF})
    beats = [beat.timestamp for beat in instance.get_daemon_heartbeats().values()]
    alive = bool(beats) and abs(time.time() - max(beats)) < _HEARTBEAT_SECONDS
    waiting = instance.get_runs_count(dg.RunsFilter(statuses=[dg.DagsterRunStatus.QUEUED]))
    if (on or waiting) and not alive:
        what = [f"on: {', '.join(on)}"] if on else []
        what += [f"{waiting} runs wait"] if waiting else []
        # What is only declared nobody may have missed yet: a new project has a sensor that is on.
        tell = wrong if by_person or waiting else worth_knowing
        yield tell("daemon", f"there is none ({'; '.join(what)})", "start one: medpref dev")
    else:
        yield well("daemon", f"{'is there' if alive else 'none, and none is needed'}; on: {', '.join(on) or 'nothing'}")


def examine_triggers(instance: dg.DagsterInstance) -> Iterator[Finding]:
    """Schedules and sensors that looked at a time that is still to come, and are silent until then."""
    for ahead in list_triggers_ahead(instance, time.time()):
        found = f"{ahead}: the clock was ahead then, or is behind now. It does not look again before"
        remedy = "set the clock (NTP), then end `medpref dev` and start it again: it lets it look from now on"
        yield wrong("clock", found, remedy)


def find_newest_run(instance: dg.DagsterInstance) -> float | None:
    """When the newest run was made, in seconds since 1970."""
    records = instance.get_run_records(limit=1)
    return records[0].create_timestamp.timestamp() if records else None
