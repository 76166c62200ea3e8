"""What a person does with a loop's champion, as Dagster sees it: jobs with a reason, and the champion's new state."""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

import dagster as dg

from medpref_dagster.components.last_made import find_last_made
from medpref_dagster.feedback.weeks import find_monday
from medpref_dagster.resources import StoreResource
from medpref_dagster.rounds.calendar import find_round
from medpref_dagster.steps import DeclaredLoop, is_expected
from medpref_dagster.steps.loop import list_loop_steps

if TYPE_CHECKING:
    from medpref_dagster.promotion.history import Move
    from medpref_dagster.storage.store import Store

Event = dg.AssetMaterialization | dg.AssetObservation | dg.AssetCheckEvaluation

_VERSION = "dagster/data_version"


def build_person_jobs(about: DeclaredLoop) -> list[dg.JobDefinition]:
    """The jobs by which a person moves the champion in the UI, with a reason: the user of the machine is noted."""
    return [
        _build_person_job(about, "approve", "Lets the challenger of a round become champion, with a reason."),
        _build_person_job(about, "rollback", "Lets the model of an earlier round, or `first`, be champion again."),
    ]


def _build_person_job(about: DeclaredLoop, action: str, does: str) -> dg.JobDefinition:
    meant = "or `first`" if action == "rollback" else "whose challenger is approved"
    schema = {
        "round": dg.Field(str, description=f"A day in the round, such as 2026-06-01, {meant}."),
        "why": dg.Field(str, description="The reason, for the audit log; no names, no ids."),
    }
    op_name = f"{about.name}_{action}_champion"

    @dg.op(name=op_name, config_schema=schema, required_resource_keys={"store"}, description=does)
    def move(context: dg.OpExecutionContext) -> None:
        resource: StoreResource = context.resources.store
        try:
            moved = _act(about, action, resource, context.op_config["round"], context.op_config["why"])
            store = resource.open()
            for event in list_champion_events(context.instance, about, store, moved):
                if isinstance(event, dg.AssetCheckEvaluation):  # of an asset that the run does not make
                    context.instance.report_runless_asset_event(event)
                else:
                    context.log_event(event)
        except Exception as error:
            if not is_expected(error):
                raise
            raise dg.Failure(description=str(error), allow_retries=False) from None
        context.log.info(f"{moved.model} is the champion of {about.name}, of round {moved.round}")

    # What stands in the launchpad, to be filled in.
    asked = {"ops": {op_name: {"config": {"round": "", "why": ""}}}}

    @dg.job(name=f"{about.name}_{action}", description=f"{about.loop.title}: {does}", config=asked)
    def person() -> None:
        move()

    return person


def _act(about: DeclaredLoop, action: str, resource: StoreResource, place: str, why: str) -> "Move":
    from medpref_dagster.audit.entries import name_user
    from medpref_dagster.forgetting.taint import is_tainted
    from medpref_dagster.promotion.errors import PromotionError
    from medpref_dagster.promotion.history import START
    from medpref_dagster.promotion.moves import Desk, approve, roll_back

    name = place.strip()
    if name != START:
        try:
            name = find_round(find_monday(date.fromisoformat(name)).isoformat(), about.loop.cadence)
        except ValueError:
            raise PromotionError(f"round: {place!r} is no day such as 2026-06-01") from None
    _refuse_reason(about, why)
    desk = Desk(resource.open(), about.name, is_tainted=is_tainted, audit=resource.open_audit().append)
    return (approve if action == "approve" else roll_back)(desk, name, name_user(), why)


def _refuse_reason(about: DeclaredLoop, why: str) -> None:
    """What the launchpad was given is kept in the run's configuration before anybody can look through it."""
    from medpref_dagster.steps.identifiers import ReasonError, refuse_reason_about

    try:
        refuse_reason_about(about, why)
    except ReasonError as error:
        raise ReasonError(f"{error}. Delete this run, whose configuration still has the reason") from None


def tell_champion(instance: dg.DagsterInstance, about: DeclaredLoop, store: "Store", move: "Move") -> None:
    """Tell Dagster of a move that was made outside of a run."""
    for event in list_champion_events(instance, about, store, move):
        instance.report_runless_asset_event(event)


def list_champion_events(
    instance: dg.DagsterInstance, about: DeclaredLoop, store: "Store", move: "Move"
) -> Iterator[Event]:
    """What a move of the champion is for Dagster; the store's pointer of the round follows it.

    A promotion completes the asset `<loop>/champion` of its round: it is materialized with the model that was promoted,
    and its check `approved` passes. A rollback is an observation: what stood when a round was decided stays as it was.
    Nothing, where Dagster knows of it.
    """
    key = dg.AssetKey([about.name, "champion"])
    metadata: dict[str, Any] = {
        "address": move.model,
        "of_round": move.round,
        "since": move.at,
        "why": move.why,
        "actor": move.actor,
        "before": move.before or "none",
    }
    if move.action != "promoted":
        of_round = None if move.round == "first" else move.round
        yield dg.AssetObservation(key, partition=of_round, description=f"Rolled back: {move.why}", metadata=metadata)
        return
    model = store.artifact(move.model)
    store.point(key.to_user_string(), model, move.round)
    if find_last_made(instance, key, move.round).version == model.version:
        return
    step = next(step for step in list_loop_steps(about) if step.name == "champion")
    decision = f"{about.name}/decision"
    tags = {
        _VERSION: model.version,
        f"{_VERSION}_is_user_provided": "true",
        "dagster/code_version": step.code_version(about),
        f"dagster/input_data_version/{decision}": store.current_version(decision, move.round) or "",
    }
    yield dg.AssetMaterialization(
        key, partition=move.round, description=f"Approved: {move.why}", metadata=metadata, tags=tags
    )
    yield dg.AssetCheckEvaluation(
        asset_key=key,
        check_name="approved",
        passed=True,
        severity=dg.AssetCheckSeverity.WARN,
        description=f"Approved by {move.approved_by}: {move.why}",
        partition=move.round,
    )
