"""How each partition of what is declared stands: up to date, stale, never made, failed or running."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import dagster as dg

from medpref_dagster.components.frame import BASE_MODEL, TRIAL
from medpref_dagster.components.last_made import find_last_made
from medpref_dagster.components.weeks import find_stale_steps
from medpref_dagster.runs import rounds
from medpref_dagster.runs.staleness import find_stale_assets
from medpref_dagster.steps import DeclaredAblation, DeclaredFeedback, DeclaredLoop, Step, Subject
from medpref_dagster.steps.trials import find_trial
from medpref_dagster.storage.store import Store

_AT_WORK = {
    dg.DagsterRunStatus.QUEUED,
    dg.DagsterRunStatus.NOT_STARTED,
    dg.DagsterRunStatus.STARTING,
    dg.DagsterRunStatus.STARTED,
    dg.DagsterRunStatus.CANCELING,
}


_RUNS_LOOKED_AT = 2000
"""The newest: a failure that lies further back is shown as what it left, stale or never made."""


@dataclass(frozen=True)
class PartitionStatus:
    """One partition of a task, a study, an ablation, feedback or a loop."""

    partition: str
    """A base model, a week, a round, or base model and trial."""
    stale: tuple[dg.AssetKey, ...]
    """In the order of the data; empty where all is up to date."""
    never_made: bool
    """None of its assets was ever made."""
    last_run: dg.DagsterRunStatus | None
    """How the last run of that partition ended, or that it goes on; None where there was none."""

    @property
    def word(self) -> str:
        """`up to date`, `stale`, `never made`, `failed`, `waiting` or `running`."""
        if self.last_run is dg.DagsterRunStatus.QUEUED:
            return "waiting"
        if self.last_run in _AT_WORK:
            return "running"
        if not self.stale:
            return "up to date"
        if self.last_run is dg.DagsterRunStatus.FAILURE:
            return "failed"
        return "never made" if self.never_made else "stale"


def find_stale(
    instance: dg.DagsterInstance,
    about: Subject,
    steps: Sequence[Step],
    assets: Sequence[dg.AssetsDefinition],
    store: Store,
    partition: str,
) -> list[dg.AssetKey]:
    """What of one partition must be made again, in the order of the data.

    Parameters
    ----------
    steps
        Those of the subject.
    assets
        Its own, and of a study those of its tasks before them, in the order of the data.
    """
    if isinstance(about, DeclaredFeedback):
        return find_stale_steps(instance, steps, about, store, partition)
    if isinstance(about, DeclaredLoop):
        return rounds.find_stale_steps(instance, steps, about, store, partition)
    if isinstance(about, DeclaredAblation):
        base, trial = read_trial_partition(partition)
        there = find_trial(store, about, base, trial) is not None
        return [] if there else [dg.AssetKey([about.name, "trials"])]
    return find_stale_assets(instance, assets, store, partition)


def describe_partitions(
    instance: dg.DagsterInstance,
    about: Subject,
    steps: Sequence[Step],
    assets: Sequence[dg.AssetsDefinition],
    store: Store,
    partitions: Sequence[str],
) -> Iterator[PartitionStatus]:
    """How each partition stands, in their order. Nothing is read of a source: whether that changed, a run finds out."""
    runs = _find_last_runs(instance, about.name)
    for partition in partitions:
        stale = tuple(find_stale(instance, about, steps, assets, store, partition))
        never = not any(
            find_last_made(instance, asset.key, partition if asset.partitions_def else None)
            for asset in assets
            if asset.key.path[0] == about.name
        )
        yield PartitionStatus(partition, stale, never, runs.get(partition))


def _find_last_runs(instance: dg.DagsterInstance, name: str) -> Mapping[str, dg.DagsterRunStatus]:
    """Partition -> how its last run ended, whether the job made it or assets that were chosen in the UI."""
    found: dict[str, dg.DagsterRunStatus] = {}
    for run in instance.get_runs(limit=_RUNS_LOOKED_AT):
        partition = run.tags.get("dagster/partition")
        chosen = run.asset_selection or frozenset[dg.AssetKey]()
        if partition and (run.job_name == name or any(key.path[0] == name for key in chosen)):
            found.setdefault(partition, run.status)
    return found


def read_trial_partition(partition: str) -> tuple[str, str]:
    """The base model and the trial of an ablation's partition, however its two dimensions are ordered in the key."""
    if isinstance(partition, dg.MultiPartitionKey):
        return partition.keys_by_dimension[BASE_MODEL], partition.keys_by_dimension[TRIAL]
    # As Dagster writes it: the dimensions in the order of their names.
    base, _, trial = partition.partition("|")
    return base, trial
