"""What begins a loop's round without a person: a schedule by the cadence, and a sensor that counts new pairs."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import dagster as dg

from medpref_dagster.components.frame import divide_by_round
from medpref_dagster.components.requests import is_under_way
from medpref_dagster.disclosure import handling, strictest
from medpref_dagster.hashing import content_key
from medpref_dagster.resources import StoreResource
from medpref_dagster.rounds.calendar import CRON
from medpref_dagster.sources import find_disclosure
from medpref_dagster.steps import DeclaredLoop, is_expected
from medpref_dagster.steps.declared_loop import OF_FEEDBACK
from medpref_dagster.steps.loop import list_loop_steps
from medpref_dagster.steps.running import is_partitioned

if TYPE_CHECKING:
    from medpref_dagster.storage.store import Artifact, Store

Request = dg.RunRequest | dg.SkipReason


def name_cron(about: DeclaredLoop) -> str:
    """When the schedule looks: at the declared hour of a day on which a round begins, when the one before is over."""
    minute, _, rest = CRON[about.loop.cadence].split(" ", 2)
    return f"{minute} {about.loop.triggers.hour} {rest}"


def request_round(
    about: DeclaredLoop, store: "Store", instance: dg.DagsterInstance, now: datetime, *, count_pairs: bool
) -> Request:
    """A run for the latest round that is over, once; or why there is none.

    A round is requested alone and only while none of its loop is under way. One that was decided, or whose pairs were
    made and too few, is not requested again. Several missed ticks are one request: rounds before the latest that nobody
    made are left to `medpref materialize`, and replayed in part.

    Parameters
    ----------
    now
        The tick's time; a clock that jumps back sees fewer rounds, all of which were looked at before.
    count_pairs
        Whether it also waits for `min_new_pairs`, counted before training leaves any out.
    """
    over = list(divide_by_round(about).get_partition_keys(current_time=now))
    if not over:
        return dg.SkipReason(f"No round of {about.name} is over since the first one, {about.first_round}.")
    place = over[-1]
    if is_under_way(instance, about.name):
        return dg.SkipReason(f"A round of {about.name} is under way; the next one waits for it.")
    if (made := _say_made(about, store, place)) is not None:
        return dg.SkipReason(made)
    if missing := _list_missing(about, store, place):
        return dg.SkipReason(
            f"Round {place} waits for {', '.join(missing[:3])}{' and more' if len(missing) > 3 else ''}: medpref "
            f"materialize {about.name} --round {place} makes them, or their own sensor does."
        )
    if (fault := _explain_unusable(store, about.name)) is not None:
        return dg.SkipReason(f"Round {place} waits: {fault}.")
    if count_pairs:
        found, least = count_new_pairs(about, store, place), about.loop.min_new_pairs
        if found < least:
            return dg.SkipReason(
                f"Round {place} has {found:,} new pairs of {least:,}: {least - found:,} are missing, before any is "
                f"left out."
            )
    # Of the pairs' content: late events that change them let a round that had too few be tried again.
    version = content_key(pairs=[artifact.version for artifact in _find_pairs(about, store, place)])[:12]
    return dg.RunRequest(run_key=f"{place} {version}", partition_key=place)


def count_new_pairs(about: DeclaredLoop, store: "Store", place: str) -> int:
    """How many pairs feedback gave in a round's weeks, before any is left out."""
    return sum(store.describe_table(artifact)[0] for artifact in _find_pairs(about, store, place))


def _say_made(about: DeclaredLoop, store: "Store", place: str) -> str | None:
    """Why a round is not made, as it stands; None where it may be."""
    from medpref_dagster.gate.rounds import find_decision

    decision = find_decision(store, about.name, place)
    if decision is not None:
        return f"Round {place} was decided: {decision.outcome.value}. The next round is not over yet."
    if about.loop.gate is None and store.current_version(f"{about.name}/challenger_report", place) is not None:
        return f"Round {place} has its report. The next round is not over yet."
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
        description="Requests the round that is over, unless it was made, its feedback lacks, or one is under way.",
    )
    def tick(context: dg.ScheduleEvaluationContext, store: StoreResource) -> Request:
        return _ask(about, store, context.instance, context.scheduled_execution_time, count_pairs=False)

    return tick


def build_sensor(about: DeclaredLoop, job: Any) -> dg.SensorDefinition:
    """The sensor that counts new pairs."""

    @dg.sensor(
        job=job,
        name=f"{about.name}_new_pairs",
        minimum_interval_seconds=about.loop.triggers.look_every_seconds,
        default_status=_status(dg.DefaultSensorStatus, about.loop.triggers.sensor),
        description="Requests the round that is over as soon as enough new pairs have come, and says how many are "
        "missing.",
    )
    def look(context: dg.SensorEvaluationContext, store: StoreResource) -> Request:
        return _ask(about, store, context.instance, datetime.now(UTC), count_pairs=True)

    return look


def _ask(
    about: DeclaredLoop, store: StoreResource, instance: dg.DagsterInstance, now: datetime, *, count_pairs: bool
) -> Request:
    try:
        with handling(strictest(map(find_disclosure, about.sources))):
            return request_round(about, store.open(), instance, now, count_pairs=count_pairs)
    except Exception as error:
        if not is_expected(error):
            raise
        return dg.SkipReason(str(error))


def _status(kind: Any, is_on: bool) -> Any:
    return kind.RUNNING if is_on else kind.STOPPED


# What a person does in the UI


def build_person_jobs(about: DeclaredLoop) -> list[dg.JobDefinition]:
    """The jobs by which a person moves the champion in the UI, with a reason: the user of the machine is noted."""
    return [
        _build_person_job(about, "approve", "The round whose challenger is approved."),
        _build_person_job(about, "rollback", "The round whose model is wanted again, or `first`."),
    ]


def _build_person_job(about: DeclaredLoop, action: str, meant: str) -> dg.JobDefinition:
    schema = {
        "round": dg.Field(str, description=meant),
        "why": dg.Field(str, description="The reason, for the audit log."),
    }

    @dg.op(name=f"{about.name}_{action}_champion", config_schema=schema, required_resource_keys={"store"})
    def move(context: dg.OpExecutionContext) -> None:
        from medpref_dagster.audit.entries import name_user
        from medpref_dagster.forgetting.taint import is_tainted
        from medpref_dagster.promotion.moves import Desk, approve, roll_back

        store: StoreResource = context.resources.store
        desk = Desk(store.open(), about.name, is_tainted=is_tainted, audit=store.open_audit().append)
        act = approve if action == "approve" else roll_back
        try:
            moved = act(desk, context.op_config["round"], name_user(), context.op_config["why"])
        except Exception as error:
            if not is_expected(error):
                raise
            raise dg.Failure(description=str(error), allow_retries=False) from None
        context.log.info(f"{moved.model} is the champion of {about.name}, of round {moved.round}")

    @dg.job(name=f"{about.name}_{action}", description=f"{about.loop.title}: {meant}")
    def person() -> None:
        move()

    return person
