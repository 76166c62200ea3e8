"""What begins a loop's round without a person: a schedule by the cadence, and a sensor that counts usable pairs."""

import json
import time
from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING, Any

import dagster as dg

from medpref_dagster.components.clock import find_run_ahead
from medpref_dagster.components.frame import divide_by_round
from medpref_dagster.components.living_runs import find_under_way
from medpref_dagster.components.round_turns import REFUSED_TAG, REQUEST_TAG
from medpref_dagster.disclosure import handling, strictest
from medpref_dagster.hashing import content_key
from medpref_dagster.resources import StoreResource
from medpref_dagster.rounds.calendar import CRON, find_next_round
from medpref_dagster.sources import find_disclosure
from medpref_dagster.steps import DeclaredLoop, is_expected
from medpref_dagster.steps.beginning import count_usable, cut_now, find_ongoing_round, find_present_week
from medpref_dagster.steps.declared_loop import OF_FEEDBACK
from medpref_dagster.steps.loop import LOOP_STEPS, list_loop_steps
from medpref_dagster.steps.running import find_round_inputs, is_partitioned

if TYPE_CHECKING:
    from medpref_dagster.storage.store import Artifact, Store

_ATTEMPTS = 3
"""So often is a round requested whose run was killed; what fails by itself is requested once."""
_STEP_FAILURE = "STEP_FAILURE"
"""As Dagster says in a run's tag why it failed."""


@dataclass
class Counted:
    """The last count of usable pairs, and of what: what did not change is not counted again."""

    of: str = ""
    usable: int = 0


@dataclass(frozen=True)
class Answer:
    """What is requested, or why nothing is."""

    request: dg.RunRequest | None = None
    why_not: str = ""
    is_settled: bool = field(default=False, kw_only=True)
    """Nothing more can come of that round, as it stands; the next one may begin."""


def name_cron(about: DeclaredLoop) -> str:
    """When the schedule looks: at the declared hour of a day on which a round begins, when the one before is over."""
    minute, _, rest = CRON[about.loop.cadence].split(" ", 2)
    return f"{minute} {about.loop.triggers.hour} {rest}"


def request_round(
    about: DeclaredLoop,
    store: "Store",
    instance: dg.DagsterInstance,
    now: float,
    counted: Counted | None = None,
    *,
    early: bool,
) -> Answer:
    """A run for the latest round that is over, or early for the one that goes on; or why there is none.

    A round is requested alone and only while none of its loop is under way; once for the content of its pairs, unless
    its run was killed; and not where it was decided, or has too few usable pairs. Several missed ticks are one request:
    rounds before the latest that nobody made are left to `medpref materialize`, and replayed in part.

    Parameters
    ----------
    now
        Seconds since 1970; a clock that jumps back sees fewer rounds, all of which were looked at before.
    counted
        Changed in place.
    early
        Whether the round that goes on may begin, too.
    """
    about = about.as_begun(store)
    if (under_way := find_under_way(instance, about.name)) is not None:
        run = under_way.dagster_run
        of_round = run.tags.get("dagster/partition", "a round")
        return Answer(why_not=f"Run {run.run_id[:8]} makes {of_round} of {about.name}; the next round waits for it.")
    asker = _Asker(about, store, instance, now, counted or Counted())
    over = list(divide_by_round(about, ongoing=False).get_partition_keys(current_time=_to_datetime(now)))
    answer = (
        asker.ask_for(over[-1], about)
        if over
        else Answer(
            why_not=f"No round of {about.name} is over since the first one, {about.first_round}.", is_settled=True
        )
    )
    if not (early and answer.is_settled):
        return answer
    ongoing = asker.ask_for_ongoing()
    return ongoing if ongoing.request else Answer(why_not=f"{answer.why_not} {ongoing.why_not}")


@dataclass
class _Asker:
    """What is asked of a round."""

    about: DeclaredLoop
    store: "Store"
    instance: dg.DagsterInstance
    now: float
    counted: Counted

    def ask_for_ongoing(self) -> Answer:
        """Of the round that goes on."""
        name = find_ongoing_round(self.about, self.now)
        if name is None:
            return Answer(why_not="No other round can begin early.")
        if name in self.about.early:
            return self.ask_for(name, self.about)
        begun = cut_now(self.about, name, self.now)
        if begun is None:
            return Answer(why_not=f"Round {name} goes on until {self._end(name)}; none of its weeks is over yet.")
        return self.ask_for(name, begun)

    def ask_for(self, place: str, about: DeclaredLoop) -> Answer:
        """Of one round, with the weeks that it covers."""
        if (made := _say_made(about, self.store, place)) is not None:
            return Answer(why_not=made, is_settled=True)
        if missing := _list_missing(about, self.store, place):
            named = f"{', '.join(missing[:3])}{' and more' if len(missing) > 3 else ''}"
            return Answer(
                why_not=f"Round {place} waits for {named}: medpref materialize {about.name} --round {place} makes "
                "them, or their own sensor does."
            )
        if (fault := _explain_unusable(self.store, about.name)) is not None:
            return Answer(why_not=f"Round {place} waits: {fault}.")
        usable, least = self._count(about, place), about.loop.min_new_pairs
        if usable < least:
            goes_on = self._end(place) > find_present_week(about, self.now) and place not in self.about.early
            until = f" so far, and goes on until {self._end(place)}" if goes_on else ""
            found = f"Round {place} has {usable:,} new usable pairs of {least:,}{until}"
            return Answer(why_not=f"{found}: {least - usable:,} are missing.", is_settled=True)
        return self._request(about, place)

    def _request(self, about: DeclaredLoop, place: str) -> Answer:
        # Of the pairs' content: late events that change them let a round that had too few be tried again.
        version = content_key(pairs=[artifact.version for artifact in _find_pairs(about, self.store, place)])[:12]
        key = f"{place} {version}"
        runs = self.instance.get_runs(dg.RunsFilter(job_name=about.name, tags={REQUEST_TAG: key}))
        runs = [run for run in runs if REFUSED_TAG not in run.tags]
        stopped = [run for run in runs if not _was_killed(self.instance, run)]
        if stopped or len(runs) >= _ATTEMPTS:
            last = (stopped or runs)[0]
            ended = "was killed, three times" if not stopped else f"ended as {last.status.value.lower()}"
            return Answer(
                why_not=f"Round {place} was requested already, and run {last.run_id[:8]} {ended}. Mend what it says, "
                f"and execute it again in the UI, or: medpref materialize {about.name} --round {place}"
            )
        again = f" again {len(runs)}" if runs else ""
        return Answer(dg.RunRequest(run_key=f"{key}{again}", partition_key=place, tags={REQUEST_TAG: key}))

    def _count(self, about: DeclaredLoop, place: str) -> int:
        inputs = find_round_inputs(LOOP_STEPS[0], about, self.store, place)
        of = content_key(
            loop=about.loop.model_dump(mode="json"),
            round=place,
            inputs={name: item.version for name, item in inputs.items()},
        )
        if self.counted.of != of:
            self.counted.usable, self.counted.of = count_usable(self.store, about, place), of
        return self.counted.usable

    def _end(self, place: str) -> str:
        return find_next_round(place, self.about.loop.cadence)


def _was_killed(instance: dg.DagsterInstance, run: dg.DagsterRun) -> bool:
    """Whether a run ended because its process, or that of a step, was gone, and not by what it did."""
    if run.status is not dg.DagsterRunStatus.FAILURE:
        return False
    if run.tags.get("dagster/failure_reason") != _STEP_FAILURE:
        return True
    failures = instance.all_logs(run.run_id, of_type=dg.DagsterEventType.STEP_FAILURE)
    errors = [entry.dagster_event.step_failure_data.error for entry in failures if entry.dagster_event]
    return any(error is not None and error.cls_name == "ChildProcessCrashException" for error in errors)


def _to_datetime(now: float) -> Any:
    from datetime import UTC, datetime

    return datetime.fromtimestamp(now, UTC)


def _say_made(about: DeclaredLoop, store: "Store", place: str) -> str | None:
    """Why a round is not made, as it stands; None where it may be."""
    from medpref_dagster.gate.rounds import find_decision

    decision = find_decision(store, about.name, place)
    if decision is not None:
        return f"Round {place} was decided: {decision.outcome.value}."
    if about.loop.gate is None and store.current_version(f"{about.name}/challenger_report", place) is not None:
        return f"Round {place} has its report."
    pairs = f"{about.name}/round_pairs"
    if store.current_version(pairs, place) is None:
        return None
    made = store.current(pairs, place)
    if not {artifact.address for artifact in _find_pairs(about, store, place)} <= set(store.parents(made)):
        return None  # events have come late, or were never seen
    table, least = store.read_table(made), about.loop.min_new_pairs
    new = sum(
        row["split"] == "train" and not row["replayed"] and not row["synthetic"]
        for row in table.select(["split", "replayed", "synthetic"]).to_pylist()
    )
    if new >= least:
        return None
    return f"Round {place} has {new:,} new pairs that can be trained on, of {least:,}: {least - new:,} are missing."


def _list_missing(about: DeclaredLoop, store: "Store", place: str) -> list[str]:
    """What a round stands on and nobody made yet, as a person reads it."""
    missing: list[str] = []
    for given in dict.fromkeys(given for step in list_loop_steps(about) for given in step.inputs_of(about)):
        [asset] = about.expand(given)
        if given.startswith(OF_FEEDBACK):
            weeks = about.list_window(place)
            missing += [f"{asset} of {week}" for week in weeks if store.current_version(asset, week) is None]
        elif asset.startswith(f"{about.loop.task}/"):
            partition = about.loop.base_model if is_partitioned(asset) else None
            if store.current_version(asset, partition) is None:
                missing.append(asset if partition is None else f"{asset} of {partition}")
    return missing


def _explain_unusable(store: "Store", name: str) -> str | None:
    from medpref_dagster.rounds.champion import explain_unusable  # it needs the store, definitions do not

    return explain_unusable(store, name)


def _find_pairs(about: DeclaredLoop, store: "Store", place: str) -> "list[Artifact]":
    return [store.current(f"{about.loop.feedback}/preference_pairs", week) for week in about.list_weeks(place)]


def build_schedule(about: DeclaredLoop, job: Any) -> dg.ScheduleDefinition:
    """The schedule that looks when a round is over."""

    @dg.schedule(
        job=job,
        name=f"{about.name}_cadence",
        cron_schedule=name_cron(about),
        execution_timezone=about.feedback.feedback.timezone,
        default_status=_status(dg.DefaultScheduleStatus, about.loop.triggers.schedule),
        description="Requests the round that is over, unless it was made, its feedback lacks, it has too few usable "
        "pairs, or one is under way.",
    )
    def tick(context: dg.ScheduleEvaluationContext, store: StoreResource) -> dg.RunRequest | dg.SkipReason:
        # A tick that was missed sees what is over by now: several that are caught up together ask for the same round.
        now = max(time.time(), context.scheduled_execution_time.timestamp())
        answer = _ask(about, store, context.instance, now, Counted(), early=False)
        return answer.request or dg.SkipReason(answer.why_not)

    return tick


def build_sensor(about: DeclaredLoop, job: Any) -> dg.SensorDefinition:
    """The sensor that counts usable pairs."""

    @dg.sensor(
        job=job,
        name=f"{about.name}_new_pairs",
        minimum_interval_seconds=about.loop.triggers.look_every_seconds,
        default_status=_status(dg.DefaultSensorStatus, about.loop.triggers.sensor),
        description="Requests a round as soon as enough usable pairs have come, also before it is over, and says how "
        "many are missing.",
    )
    def look(context: dg.SensorEvaluationContext, store: StoreResource) -> dg.SensorResult:
        counted = Counted(**json.loads(context.cursor or "{}"))
        answer = _ask(about, store, context.instance, time.time(), counted, early=True)
        return dg.SensorResult(
            run_requests=[answer.request] if answer.request else None,
            skip_reason=None if answer.request else answer.why_not,
            cursor=json.dumps(asdict(counted)),
        )

    return look


def _ask(
    about: DeclaredLoop,
    store: StoreResource,
    instance: dg.DagsterInstance,
    now: float,
    counted: Counted,
    *,
    early: bool,
) -> Answer:
    try:
        with handling(strictest(map(find_disclosure, about.sources))):
            answer = request_round(about, store.open(), instance, now, counted, early=early)
    except Exception as error:
        if not is_expected(error):
            raise
        return Answer(why_not=str(error))
    if answer.request is None and (ahead := find_run_ahead(instance, now)) is not None:
        return replace(answer, why_not=f"{answer.why_not} The clock jumped: {ahead}; set it (NTP), see medpref doctor.")
    return answer


def _status(kind: Any, is_on: bool) -> Any:
    return kind.RUNNING if is_on else kind.STOPPED
