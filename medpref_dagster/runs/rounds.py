"""Which assets of a loop's round must be made again, and what a round needs of its task and its feedback."""

from collections.abc import Sequence

import dagster as dg

from medpref_dagster.components.last_made import find_last_made
from medpref_dagster.gate.decision import Outcome
from medpref_dagster.gate.rounds import find_decision
from medpref_dagster.steps import DeclaredLoop, Step
from medpref_dagster.steps.declared_loop import OF_FEEDBACK
from medpref_dagster.steps.running import is_partitioned
from medpref_dagster.storage.store import Store


def list_feedback_needed(steps: Sequence[Step], about: DeclaredLoop, rounds: Sequence[str]) -> dict[str, set[str]]:
    """Week -> names of the feedback's assets that some rounds take of it, in the order of the weeks."""
    needed: dict[str, set[str]] = {}
    for step in steps:
        for given in step.inputs_of(about):
            if given.startswith(OF_FEEDBACK):
                asset = given.removeprefix(OF_FEEDBACK)
                for name in rounds:
                    for week in about.list_window(name):
                        needed.setdefault(week, set()).add(asset)
    return dict(sorted(needed.items()))


def list_task_needed(steps: Sequence[Step], about: DeclaredLoop) -> list[str]:
    """The task's assets that a round stands on itself; those behind them are not named."""
    of_task = (asset for step in steps for given in step.inputs_of(about) for asset in about.expand(given))
    return list(dict.fromkeys(asset for asset in of_task if asset.startswith(f"{about.loop.task}/")))


def find_stale_steps(
    instance: dg.DagsterInstance, steps: Sequence[Step], about: DeclaredLoop, store: Store, name: str
) -> list[dg.AssetKey]:
    """The round's assets whose content is missing or damaged, or was made from other inputs or another declaration.

    As `staleness.find_stale_assets` has it; the task and all weeks that are looked into must be up to date. A round is
    decided once: of one that was, only what is missing is made again, whatever its inputs and the declaration are by
    now. A round that earned no promotion needs no champion of its own.

    Parameters
    ----------
    steps
        In the order of the data.
    name
        The round.
    """
    about = about.as_begun(store)
    decision = find_decision(store, about.name, name)
    stale: list[str] = []
    for step in steps:
        key = dg.AssetKey([about.name, step.name])
        made = find_last_made(instance, key, name)
        is_there = made.is_there(store.current_version(key.to_user_string(), name))
        if decision is not None:
            if not is_there and (step.name != "champion" or decision.outcome is Outcome.PROMOTE):
                stale.append(step.name)
            continue
        fresh = (
            is_there
            and not any(given in stale for given in step.inputs_of(about))
            and made.is_made_by(step.code_version(about))
            and all(
                made.is_made_from(asset, _list_versions(asset, given, about, store, name))
                or _was_made_from_weeks(key, given, about, store, name)
                for given in step.inputs_of(about)
                for asset in about.expand(given)
            )
        )
        if not fresh:
            stale.append(step.name)
    return [dg.AssetKey([about.name, step]) for step in stale]


def _list_versions(asset: str, given: str, about: DeclaredLoop, store: Store, name: str) -> list[str | None]:
    """The versions that an input has now: of the weeks that are looked into, of the base model, or of the round."""
    if given.startswith(OF_FEEDBACK):
        return [store.current_version(asset, week) for week in about.list_window(name)]
    if asset.startswith(f"{about.loop.task}/"):
        return [store.current_version(asset, about.loop.base_model if is_partitioned(asset) else None)]
    return [store.current_version(asset, name)]


def _was_made_from_weeks(key: dg.AssetKey, given: str, about: DeclaredLoop, store: Store, name: str) -> bool:
    """By the store's lineage, where rounds began early: Dagster knows the weeks of the calendar alone."""
    if not (about.early and given.startswith(OF_FEEDBACK)):
        return False
    [asset] = about.expand(given)
    made = set(store.parents(store.current(key.to_user_string(), name)))
    weeks = about.list_window(name)
    return all(
        store.current_version(asset, week) is not None and store.current(asset, week).address in made for week in weeks
    )
