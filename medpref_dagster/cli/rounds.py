"""`medpref materialize` of a loop: the rounds that were asked for, each after all that it needs."""

import json
import time
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

import click
from rich.console import Console

from medpref_dagster.cli.declared import find_task_assets, open_store
from medpref_dagster.cli.periods import choose_periods, find_period
from medpref_dagster.cli.weeks import make_weeks

if TYPE_CHECKING:
    import dagster as dg

    from medpref_dagster.gate.decision import Decision
    from medpref_dagster.steps import DeclaredLoop, Step
    from medpref_dagster.storage.store import Store


def is_loop(defs: "dg.Definitions", name: str) -> bool:
    """Whether a loop of that name is declared."""
    import dagster as dg

    wanted = dg.AssetKey([name, "challenger_report"])
    return any(isinstance(asset, dg.AssetsDefinition) and asset.key == wanted for asset in defs.assets or ())


def materialize_loop(
    defs: "dg.Definitions",
    instance: "dg.DagsterInstance",
    name: str,
    chosen: Sequence[str],
    span: tuple[str | None, str | None],
    console: Console,
) -> list[str]:
    """Make what is stale of the rounds, in their order, after what they need of the task and of the feedback.

    Parameters
    ----------
    chosen
        Days in the rounds that are meant; with none, and no span, every round that is over.
    span
        A day in the first round and one in the last.

    Returns
    -------
    list
        What failed: the task, a week of the feedback, or a round. Nothing is made behind what failed.
    """
    from medpref_dagster.definitions import load_subject
    from medpref_dagster.steps import DeclaredLoop
    from medpref_dagster.steps.beginning import cut_now, find_ongoing_round

    declared, steps = load_subject(name)
    assert isinstance(declared, DeclaredLoop)  # noqa: S101 - the caller asked for one
    store = open_store(defs)
    about = declared.as_begun(store)
    over = list_rounds_begun(about)
    ongoing = find_ongoing_round(about, time.time())
    if ongoing is not None and ongoing not in over and ongoing in map(partial(find_period, about), chosen):
        # By a person's wish; its first step says whether it has enough pairs.
        if (begun := cut_now(about, ongoing, time.time())) is None:
            raise click.ClickException(f"round {ongoing} of {name} goes on, and none of its weeks is over yet")
        about, over = begun, [*over, ongoing]
    rounds = choose_periods("round", over, about.first_round, partial(find_period, about), chosen, span)
    if not _make_task(defs, instance, about, steps, store, console):
        return [f"{about.loop.task} for {about.loop.base_model}"]
    if (failed := _make_feedback(instance, about, steps, store, rounds, console)) is not None:
        return [failed]
    for place in rounds:
        if not _make_round(instance, about, steps, store, place, console):
            return [place]
        _print_answer(console, name, place, store)
    return []


def list_rounds_begun(about: "DeclaredLoop") -> list[str]:
    """The rounds that are over, and the one that goes on if it began early."""
    from medpref_dagster.components.frame import divide_by_round

    over = divide_by_round(about, ongoing=False).get_partition_keys()
    return sorted({*over, *about.early})


def _make_task(
    defs: "dg.Definitions",
    instance: "dg.DagsterInstance",
    about: "DeclaredLoop",
    steps: Sequence["Step"],
    store: "Store",
    console: Console,
) -> bool:
    """Bring the task's models up to date, and no more of it than a round stands on."""
    from medpref_dagster.runs import find_read_sources, find_stale_assets, materialize
    from medpref_dagster.runs.rounds import list_task_needed

    task, base_model = about.loop.task, about.loop.base_model
    assets = find_task_assets(defs, task)
    by_name = {asset.key.to_user_string(): asset for asset in assets}
    needed: set[str] = set()
    waiting = list_task_needed(steps, about)
    while waiting:
        asset = waiting.pop()
        if asset not in needed:
            needed.add(asset)
            waiting += [dep.asset_key.to_user_string() for dep in by_name[asset].get_asset_spec().deps]
    wanted = [asset for name, asset in by_name.items() if name in needed]
    console.print(f"[bold]{task}[/] for [bold]{base_model}[/]", highlight=False)
    sources = find_read_sources(wanted)
    if sources and not materialize(instance, task, sources, base_model, console).succeeded:
        return False
    stale = find_stale_assets(instance, wanted, store, base_model)
    return not stale or materialize(instance, task, stale, base_model, console).succeeded


def _make_feedback(
    instance: "dg.DagsterInstance",
    about: "DeclaredLoop",
    steps: Sequence["Step"],
    store: "Store",
    rounds: Sequence[str],
    console: Console,
) -> str | None:
    """Bring up to date what the rounds take of the feedback; the week that failed, or None."""
    from medpref_dagster.components.weeks import list_needed
    from medpref_dagster.runs.rounds import list_feedback_needed
    from medpref_dagster.sources import is_generated
    from medpref_dagster.steps.feedback import list_feedback_steps

    feedback = about.feedback
    of_feedback = list_feedback_steps(feedback)
    taken = list_feedback_needed(steps, about, rounds)
    wanted = {asset for assets in taken.values() for asset in assets}
    needed = list_needed(of_feedback, feedback, taken, sorted(wanted))
    own = {week for place in rounds for week in about.list_weeks(place)}
    read_again = set[str]() if all(map(is_generated, feedback.sources)) else own
    made = make_weeks(instance, feedback, of_feedback, store, needed, read_again, console)
    return f"{feedback.name} for {made}" if isinstance(made, str) else None


def _make_round(
    instance: "dg.DagsterInstance",
    about: "DeclaredLoop",
    steps: Sequence["Step"],
    store: "Store",
    place: str,
    console: Console,
) -> bool:
    """Bring a round up to date; whether that went well."""
    from medpref_dagster.runs import materialize
    from medpref_dagster.runs.rounds import find_stale_steps

    console.print(f"[bold]{about.name}[/], round [bold]{place}[/]", highlight=False)
    stale = find_stale_steps(instance, steps, about, store, place)
    if not stale:
        console.print("[green]✓[/] everything is up to date: nothing was trained or computed again")
        return True
    if materialize(instance, about.name, stale, place, console).succeeded:
        return True
    return was_decided(about, store, place)


def was_decided(about: "DeclaredLoop", store: "Store", place: str) -> bool:
    """Whether a round ended with a decision: of one that refused or held its challenger, the run does not pass."""
    decision = _find_decision(store, about.name, place)
    return decision is not None and store.current_version(f"{about.name}/decision", place) is not None


def _find_decision(store: "Store", name: str, place: str) -> "Decision | None":
    from medpref_dagster.gate.rounds import find_decision

    return find_decision(store, name, place)


def _print_answer(console: Console, name: str, place: str, store: "Store") -> None:
    """What the round's report says."""
    from medpref_dagster.reports.page import REPORT_HTML, REPORT_JSON

    folder = store.current(f"{name}/challenger_report", place).path
    content = json.loads((folder / REPORT_JSON).read_text(encoding="utf-8"))
    console.print(f"\n{content['answer']}", style="bold", markup=False, highlight=False)
    for sentence in content["sentences"]:
        console.print(f"- {sentence}", markup=False, highlight=False)
    console.print(f"{folder / REPORT_HTML}", markup=False, highlight=False, soft_wrap=True)
    if (decision := _find_decision(store, name, place)) is not None:
        page = store.current(f"{name}/decision", place).path / REPORT_HTML
        console.print(f"\n{decision.headline}", style="bold", markup=False, highlight=False)
        console.print(f"{page}", markup=False, highlight=False, soft_wrap=True)
