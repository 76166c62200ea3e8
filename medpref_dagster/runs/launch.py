"""Start a run of a job through Dagster, in this process, and say how it ended."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import dagster as dg
from rich.console import Console

from medpref_dagster.components.living_runs import fail_killed_runs, stay_known_alive
from medpref_dagster.runs.follow import Follower
from medpref_dagster.runs.interrupts import INTERRUPTS


@dataclass
class Outcome:
    """How a run ended."""

    run_id: str
    succeeded: bool
    failures: list[str] = field(default_factory=list[str])


def load_job(name: str) -> dg.JobDefinition:
    """A declared job by its name: what Dagster calls to find the job again, here or in another process."""
    from medpref_dagster.definitions import defs

    return defs.resolve_job_def(name)


def materialize(
    instance: dg.DagsterInstance, job: str, selection: Sequence[dg.AssetKey], partition: str, console: Console
) -> Outcome:
    """Materialize assets of a task for one base model and wait, showing stage, step, loss and time left.

    Parameters
    ----------
    partition
        The base model; of an ablation a `dagster.MultiPartitionKey` of base model and trial.

    Raises
    ------
    RunInterruptedError
        After Ctrl-C or SIGTERM, at whatever instant.
    dagster.DagsterError
        If the job or the partition is unknown.
    """
    fail_killed_runs(instance)
    launch = uuid.uuid4().hex
    follower = Follower(instance, launch, console)
    try:
        with stay_known_alive(instance, launch, f"makes {job} for {partition}") as tags, follower:
            return _execute(instance, job, selection, partition, tags, follower)
    except INTERRUPTS:  # on the way into the block, or out of it
        follower.finish(interrupted=True)
        raise


def _execute(
    instance: dg.DagsterInstance,
    job: str,
    selection: Sequence[dg.AssetKey],
    partition: str,
    known_by: Mapping[str, str],
    follower: Follower,
) -> Outcome:
    result = dg.execute_job(
        dg.build_reconstructable_job(load_job.__module__, load_job.__name__, (job,)),
        instance=instance,
        run_config={
            # One process: each of a run's many steps would pay the imports of torch and its kin again. What the
            # steps tell is read from the event log, not from the console.
            "execution": {"config": {"in_process": {}}},
            "loggers": {"console": {"config": {"log_level": "CRITICAL"}}},
        },
        tags={
            "dagster/partition": partition,
            **_tag_dimensions(partition),
            **known_by,
        },
        asset_selection=list(selection),
    )
    with result:
        return Outcome(result.run_id, result.success, follower.finish())


def _tag_dimensions(partition: str) -> dict[str, str]:
    """As Dagster tags a run of a partition with several dimensions."""
    if not isinstance(partition, dg.MultiPartitionKey):
        return {}
    return {f"dagster/partition/{name}": key for name, key in partition.keys_by_dimension.items()}
