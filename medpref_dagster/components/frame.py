"""A step becomes a Dagster asset: its key, its code version, its checks, its metadata, its progress in the run's log.

The one place that knows both a step and Dagster; what a step does is in `medpref_dagster.steps`.
"""

import time
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import dagster as dg

from medpref_dagster.components.code_references import NAME, refer_to_function
from medpref_dagster.components.round_turns import wait_for_turn
from medpref_dagster.declaration.launchers import LauncherDeclaration
from medpref_dagster.disclosure import describe_trace
from medpref_dagster.launchers import Errand, choose_launcher, materialize
from medpref_dagster.launchers.elsewhere import TakenAwayError
from medpref_dagster.launchers.job import Job
from medpref_dagster.progress import Progress, Tell
from medpref_dagster.project import active_profile, find_project_root
from medpref_dagster.resources import BaseModelsResource, ComputeResource, StoreResource
from medpref_dagster.rounds.calendar import CRON
from medpref_dagster.sources import is_generated
from medpref_dagster.steps import (
    Check,
    Columns,
    DeclaredAblation,
    DeclaredFeedback,
    DeclaredLoop,
    Finding,
    Markdown,
    Shown,
    Step,
    StepResult,
    Subject,
    is_expected,
)
from medpref_dagster.steps.running import is_partitioned, list_dependencies, run_step
from medpref_dagster.storage.errors import UnreachableError
from medpref_dagster.workbench import Workbench

RESOURCES = {"store", "compute", "base_models"}

_RETRIES, _RETRY_SECONDS = 3, 30.0
_PASSES = (UnreachableError, TakenAwayError)
"""What is tried again: a step that lost its object store, or the node that a cluster needed for others. Whatever else
is expected would fail again."""

RUNS_MODEL = {"medpref/runs-model": "true"}
"""Tag of the runs of a job that trains or answers, by which a run queue can limit them."""

LOCK_TAG = "medpref/lock"
"""The tag of an asset that is made one at a time: what it holds."""

DISCLOSURE_TAG = "medpref/disclosure"
"""The tag of every asset: what its text tells of patients, by the declared sources."""

SOURCE_TAG, READ, GENERATED = "medpref/source", "read", "generated"
"""The tag of every asset: whether what it is made of must be read again to know that it did not change."""

BASE_MODEL, TRIAL = "base_model", "trial"
"""The two dimensions of an ablation's trials."""

_MONDAY = 1
"""As Dagster counts days, from Sunday on."""

_SECONDS_BETWEEN_LINES = 1.0


def build_assets(
    steps: Sequence[Step], about: Subject, base_models: Sequence[str], owners: Sequence[str]
) -> list[dg.AssetsDefinition]:
    """The steps as assets with their checks, in the same order.

    Parameters
    ----------
    about
        The declared task, study, ablation, feedback or loop.
    base_models
        The partitions of every step that has an artifact for each base model.
    owners
        Shown on every asset.
    """
    partitions = dg.StaticPartitionsDefinition(list(base_models))
    divided = {step.name: partitions for step in steps if step.partitioned}
    if isinstance(about, DeclaredAblation):
        divided |= {step.name: divide_by_trial(base_models, about) for step in steps if step.each_trial}
    if isinstance(about, DeclaredFeedback):
        divided |= {step.name: divide_by_week(about) for step in steps if step.weekly}
    if isinstance(about, DeclaredLoop):
        divided |= {step.name: divide_by_round(about) for step in steps if step.each_round}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", dg.PreviewWarning)  # of partitions of checks
        warnings.simplefilter("ignore", dg.BetaWarning)  # of references to code
        return [_build_asset(step, about, divided.get(step.name), owners) for step in steps]


def divide_by_trial(base_models: Sequence[str], about: DeclaredAblation) -> dg.MultiPartitionsDefinition:
    """The partitions of what an ablation has for each base model and each trial."""
    return dg.MultiPartitionsDefinition(
        {
            BASE_MODEL: dg.StaticPartitionsDefinition(list(base_models)),
            TRIAL: dg.StaticPartitionsDefinition(list(about.trials)),
        }
    )


def divide_by_week(about: DeclaredFeedback) -> dg.WeeklyPartitionsDefinition:
    """The weeks of declared feedback that are over: from Monday to Monday, in the declared time zone."""
    last = about.last_week
    return dg.WeeklyPartitionsDefinition(
        start_date=about.first_week,
        end_date=None if last is None else (date.fromisoformat(last) + timedelta(weeks=1)).isoformat(),
        timezone=about.feedback.timezone,
        day_offset=_MONDAY,
    )


def divide_by_round(about: DeclaredLoop, *, ongoing: bool = True) -> dg.TimeWindowPartitionsDefinition:
    """The rounds of a loop, each named by the Monday on which it begins, in the feedback's time zone: those that are
    over, and the one that goes on, which may begin early."""
    return dg.TimeWindowPartitionsDefinition(
        end_offset=int(ongoing),
        start=about.first_round,
        end=about.after_last_round,
        fmt="%Y-%m-%d",
        cron_schedule=CRON[about.loop.cadence],
        timezone=about.feedback.feedback.timezone,
    )


def _build_asset(
    step: Step, about: Subject, partitions: dg.PartitionsDefinition | None, owners: Sequence[str]
) -> dg.AssetsDefinition:
    key = dg.AssetKey([about.name, step.name])

    @dg.asset(
        key=key,
        group_name=about.name,
        description=step.description,
        owners=list(owners),
        kinds=set(step.kinds),
        tags={DISCLOSURE_TAG: step.disclosure_of(about).value, SOURCE_TAG: _name_source(step, about)}
        | ({LOCK_TAG: held} if (held := step.exclusive(about)) else {}),
        deps=list_deps(step, about),
        code_version=step.code_version(about),
        partitions_def=partitions,
        check_specs=[_specify(check, key, partitions) for check in step.checks_of(about)],
        required_resource_keys=RESOURCES,
        metadata={NAME: dg.CodeReferencesMetadataValue(code_references=refer_to_function(step))},
    )
    def asset(context: dg.AssetExecutionContext) -> dg.MaterializeResult:
        resources = context.resources
        place = find_place(step, about, context.partition_key if partitions else None)

        def run_here() -> dg.MaterializeResult:
            workbench = lay_workbench(
                resources.store, resources.base_models, resources.compute, place, tell_log_of(context)
            )
            return describe_result(step, about, run_step(step, about, workbench, run=context.run_id))

        def tell_job() -> Job:
            return write_job(step, about, place, context.run_id)

        declared = map(LauncherDeclaration.model_validate, resources.compute.launchers)
        launcher = choose_launcher(list(declared), step.needs(about))
        try:
            if isinstance(about, DeclaredLoop):
                tell = tell_log_of(context)
                wait_for_turn(context.instance, resources.store.open(), about.name, context.run_id, tell)
            return materialize(Errand(context, launcher, run_here, tell_job))
        except Exception as error:
            if not is_expected(error):
                raise
            context.log.debug(describe_trace(error))
            if not isinstance(error, _PASSES):
                raise dg.Failure(description=str(error), allow_retries=False) from None
            if context.retry_number >= _RETRIES:
                tries = f"it was tried {_RETRIES + 1} times"
                raise dg.Failure(description=f"{error}; {tries}", allow_retries=False) from None
            context.log.warning(f"{error}; it is tried again")
            raise dg.RetryRequested(max_retries=_RETRIES, seconds_to_wait=_RETRY_SECONDS) from None

    return asset


def write_job(step: Step, about: Subject, place: "Place", run: str) -> Job:
    """What another process is told, to do a step of the active profile."""
    root = find_project_root()
    return Job(
        project=str(root),
        profile=active_profile(root),
        subject=about.name,
        step=step.name,
        partition=place.base_model if step.partitioned else None,
        trial=place.trial,
        week=place.week,
        round=place.round,
        run=run,
    )


def _name_source(step: Step, about: Subject) -> str:
    return GENERATED if all(map(is_generated, step.sources_of(about))) else READ


def list_deps(step: Step, about: Subject) -> list[dg.AssetDep | dg.AssetKey]:
    """The dependencies of a step, each with the partitions that one of its own stands on."""
    return [_depend(asset, step, about) for asset in list_dependencies(step, about)]


def _depend(asset: str, step: Step, about: Subject) -> dg.AssetDep | dg.AssetKey:
    """The dependency on an asset: of a week, on the same week; where the step looks back, on those before it too; of a
    round, on the weeks that it covers and looks back to, and on the task's models of its base model."""
    key = dg.AssetKey(asset.split("/"))
    if isinstance(about, DeclaredFeedback) and key.path[-1] in step.looks_back:
        return _look_back(key, about.feedback.lookback_weeks)
    if isinstance(about, DeclaredLoop):
        if key.path[0] == about.loop.feedback:
            return _look_back(key, about.loop.replay.rounds)  # Dagster counts in the partitions of what depends
        if key.path[0] == about.loop.task and is_partitioned(asset):
            mapping = dg.SpecificPartitionsPartitionMapping([about.loop.base_model])
            return dg.AssetDep(key, partition_mapping=mapping)
    return key


def _look_back(key: dg.AssetKey, partitions: int) -> dg.AssetDep:
    mapping = dg.TimeWindowPartitionMapping(
        start_offset=-partitions,
        allow_nonexistent_upstream_partitions=True,  # before the first week
    )
    return dg.AssetDep(key, partition_mapping=mapping)


@dataclass(frozen=True)
class Place:
    """Which artifact of an asset is worked on."""

    base_model: str | None = None
    trial: str | None = None
    week: str | None = None
    round: str | None = None


def find_place(step: Step, about: Subject, key: str | None) -> Place:
    """What a partition's key says; a loop's steps work with the base model that it names."""
    if key is None:
        return Place()
    if step.weekly:
        return Place(week=key)
    if step.each_round and isinstance(about, DeclaredLoop):
        return Place(base_model=about.loop.base_model, round=key)
    if isinstance(key, dg.MultiPartitionKey):
        return Place(key.keys_by_dimension[BASE_MODEL], key.keys_by_dimension[TRIAL])
    return Place(key)


def lay_workbench(
    store: StoreResource,
    base_models: BaseModelsResource,
    compute: ComputeResource,
    place: Place,
    tell: Tell,
) -> Workbench:
    """The workbench of a step; the base model and the device are waited for when the step asks for them."""
    opened = store.open()

    def prepare() -> Any:
        if place.base_model is None:
            raise TypeError("a step that needs a base model is partitioned by base models")
        return base_models.prepare(place.base_model, opened, tell)

    return Workbench(
        opened,
        prepare,
        compute.resolve,
        tell,
        partition=place.base_model,
        trial=place.trial,
        week=place.week,
        round=place.round,
        audit=store.open_audit(),
        at_once=compute.at_once,
    )


def describe_result(step: Step, about: Subject, result: StepResult) -> dg.MaterializeResult:
    """What Dagster keeps of a step: data version, metadata, check results."""
    return dg.MaterializeResult(
        data_version=dg.DataVersion(result.artifact.version),
        metadata={
            **{name: to_metadata(value) for name, value in result.shown.items()},
            "address": dg.MetadataValue.text(result.artifact.address),
        },
        check_results=[_report(check, result.findings[check.name]) for check in step.checks_of(about)],
    )


def tell_log_of(context: dg.AssetExecutionContext) -> Tell:
    """Progress into the run's log, where the UI and the command line read it; not more than one line a second."""
    last = 0.0

    def tell(progress: Progress) -> None:
        nonlocal last
        now = time.monotonic()
        if progress.done >= progress.total or now - last >= _SECONDS_BETWEEN_LINES:
            last = now
            context.log.info(str(progress))

    return tell


def to_metadata(value: Shown) -> dg.MetadataValue[Any]:
    """A value as Dagster shows it."""
    if isinstance(value, Markdown):
        return dg.MetadataValue.md(value.text)
    if isinstance(value, Columns):
        return dg.MetadataValue.table_schema(_to_table_schema(value))
    if isinstance(value, Path):
        return dg.MetadataValue.path(value)
    if isinstance(value, bool):
        return dg.MetadataValue.bool(value)
    if isinstance(value, int):
        return dg.MetadataValue.int(value)
    if isinstance(value, float):
        return dg.MetadataValue.float(value)
    if isinstance(value, str):
        return dg.MetadataValue.text(value)
    return dg.MetadataValue.json(value)  # pyright: ignore[reportArgumentType]  # sequences and mappings are JSON values


def _to_table_schema(shown: Columns) -> dg.TableSchema:
    return dg.TableSchema(
        [
            dg.TableColumn(
                column.name,
                column.type,
                description=column.description,
                constraints=dg.TableColumnConstraints(nullable=column.nullable),
            )
            for column in shown.columns
        ]
    )


def _specify(check: Check, asset: dg.AssetKey, partitions: dg.PartitionsDefinition | None) -> dg.AssetCheckSpec:
    return dg.AssetCheckSpec(
        check.name,
        asset=asset,
        description=check.description,
        blocking=check.blocks,
        partitions_def=partitions,
    )


def _report(check: Check, finding: Finding) -> dg.AssetCheckResult:
    return dg.AssetCheckResult(
        check_name=check.name,
        passed=finding.passed,
        severity=dg.AssetCheckSeverity.ERROR if check.blocks else dg.AssetCheckSeverity.WARN,
        description=finding.sentence,
        metadata={
            "problems": dg.MetadataValue.json(list(finding.problems)),
            **{name: to_metadata(value) for name, value in finding.shown.items()},
        },
    )
