"""`medpref materialize`, `study` and `verdict`: bring up to date what is stale, wait, say what came of it."""

import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console

from medpref_dagster.cli.ablations import is_ablation, materialize_ablation
from medpref_dagster.cli.declared import (
    choose_base_models,
    find_study_assets,
    find_task_assets,
    load_definitions,
    open_project,
    open_store,
    require_device,
)
from medpref_dagster.cli.output import print_next_steps, print_verdict, told_where_it_stops
from medpref_dagster.cli.rounds import is_loop, materialize_loop
from medpref_dagster.cli.weeks import is_feedback, materialize_feedback
from medpref_dagster.project import prepare_dagster_home

if TYPE_CHECKING:
    import dagster as dg

    from medpref_dagster.storage.store import Store

_base_models = click.option(
    "--base-model", "base_models", multiple=True, help="A declared base model; may be given several times."
)
_all_base_models = click.option(
    "--all-base-models", is_flag=True, help="Every declared base model, one after the other."
)


@click.command()
@click.argument("name")
@_base_models
@_all_base_models
@click.option(
    "--trial",
    "trials",
    multiple=True,
    help="A trial of an ablation, or the beginning of several, e.g. triage/pairs=250; may be given several times.",
)
@click.option(
    "--without-report", is_flag=True, help="Of an ablation: run trials, and leave its report to a later call."
)
@click.option("--week", "weeks", multiple=True, help="A day in a week of feedback; may be given several times.")
@click.option("--round", "rounds", multiple=True, help="A day in a round of a loop; may be given several times.")
@click.option("--from", "first", help="A day in the first of several weeks of feedback, or rounds of a loop.")
@click.option("--to", "last", help="A day in the last of them.")
def materialize(
    name: str,
    base_models: tuple[str, ...],
    all_base_models: bool,
    trials: tuple[str, ...],
    without_report: bool,
    weeks: tuple[str, ...],
    rounds: tuple[str, ...],
    first: str | None,
    last: str | None,
) -> None:
    """Materialize what is stale of the task NAME through Dagster, wait, and print the verdict.

    Of an ablation: run the trials that are not there as they are declared, as many side by side as the profile's
    compute.at_once says, write the report, and print its answer. Of
    feedback: make what is stale of the weeks that are over, or of those that are named. Of a loop: the same of its
    rounds, after what they need of the task and the feedback, and print what each challenger won.
    Killed anywhere, the next call goes on. The exit status is 0 only if everything asked for was materialized, and 130
    after Ctrl-C.
    """
    console = Console()
    home = prepare_dagster_home(open_project())
    defs = load_definitions(name)
    ablation, feedback, loop = is_ablation(defs, name), is_feedback(defs, name), is_loop(defs, name)
    assets = [] if ablation or feedback or loop else find_task_assets(defs, name)
    if (trials or without_report) and not ablation:
        raise click.UsageError(f"{'--trial' if trials else '--without-report'} is for ablations")
    if weeks and not feedback:
        raise click.UsageError("--week is for feedback")
    if rounds and not loop:
        raise click.UsageError("--round is for loops")
    spans = first is not None or last is not None
    if spans and not (feedback or loop):
        raise click.UsageError("--from and --to are for feedback and loops")
    if (weeks or rounds) and spans:
        raise click.UsageError("give --week or --round, or --from and --to, not both")
    if feedback or loop:
        if base_models or all_base_models:
            what = "feedback has weeks" if feedback else "a loop has rounds and names its base model"
            raise click.UsageError(f"{what}: no --base-model")
        if loop:
            require_device(defs)
        _materialize_in_time(name, defs, home, weeks or rounds, (first, last), is_round=loop)
        return
    partitions = choose_base_models(base_models, all_base_models)
    require_device(defs)

    from medpref_dagster.runs import open_instance

    if ablation:
        with told_where_it_stops(console), open_instance(home) as instance:
            failed = materialize_ablation(defs, instance, name, partitions, trials, console, reports=not without_report)
        if failed:
            raise SystemExit(f"failed: {', '.join(failed)}")
        return
    _materialize_task(name, assets, partitions, open_store(defs), home, console)


def _materialize_in_time(
    name: str,
    defs: "dg.Definitions",
    home: Path,
    chosen: tuple[str, ...],
    span: tuple[str | None, str | None],
    *,
    is_round: bool,
) -> None:
    """Weeks of feedback, or rounds of a loop."""
    from medpref_dagster.runs import open_instance

    console, make = Console(), materialize_loop if is_round else materialize_feedback
    with told_where_it_stops(console), open_instance(home) as instance:
        failed = make(defs, instance, name, chosen, span, console)
    if failed:
        raise SystemExit(f"{name} failed for {', '.join(failed)}")


def _materialize_task(
    task: str,
    assets: list["dg.AssetsDefinition"],
    partitions: Sequence[str],
    store: "Store",
    home: Path,
    console: Console,
) -> None:
    from medpref_dagster.runs import open_instance

    failed: list[str] = []
    with told_where_it_stops(console), open_instance(home) as instance:
        for partition in partitions:
            if _bring_up_to_date(instance, task, assets, store, partition, console):
                print_verdict(console, task, partition, store)
            else:
                failed.append(partition)
    if failed:
        raise SystemExit(f"{task} failed for {', '.join(failed)}")
    print_next_steps(console, task)


@click.command()
@click.argument("name", default="study")
@_base_models
@_all_base_models
def study(name: str, base_models: tuple[str, ...], all_base_models: bool) -> None:
    """Materialize what is stale of every task of the study NAME, then its report, and print what it says.

    Killed anywhere, the next call goes on. A task that fails stops no other; the report then shows it as not run, and
    the exit status is not 0.
    """
    console = Console()
    home = prepare_dagster_home(open_project())
    defs = load_definitions(name)
    own, tasks = find_study_assets(defs, name)
    partitions = choose_base_models(base_models, all_base_models)
    require_device(defs)
    store = open_store(defs)

    from medpref_dagster.runs import open_instance

    failed: list[str] = []
    with told_where_it_stops(console), open_instance(home) as instance:
        for partition in partitions:
            console.print(f"[bold]{name}[/] for [bold]{partition}[/]: {', '.join(tasks)}")
            failures = _bring_study_up_to_date(instance, name, own, tasks, store, partition, console)
            failed += [f"{task} for {partition}" for task in failures]
    _print_study(console, name, store, failed)
    if failed:
        raise SystemExit(f"failed: {', '.join(failed)}")


@click.command()
@click.argument("task")
@_base_models
def verdict(task: str, base_models: tuple[str, ...]) -> None:
    """Print the verdict of TASK as it was last materialized."""
    open_project()
    defs = load_definitions(task)
    find_task_assets(defs, task)

    from medpref_dagster.storage.store import StoreError

    for partition in choose_base_models(base_models, every=False):
        try:
            print_verdict(Console(), task, partition, open_store(defs))
        except StoreError as error:
            raise click.ClickException(f"{error}: medpref materialize {task} --base-model {partition}") from None


def _bring_study_up_to_date(
    instance: "dg.DagsterInstance",
    name: str,
    own: Sequence["dg.AssetsDefinition"],
    tasks: dict[str, list["dg.AssetsDefinition"]],
    store: "Store",
    partition: str,
    console: Console,
) -> list[str]:
    """Materialize what is stale of a study for one base model; what of it failed."""
    import dagster as dg

    from medpref_dagster.runs import find_read_sources, find_stale_assets
    from medpref_dagster.runs import materialize as run

    failures = [
        task
        for task, assets in tasks.items()
        if not _bring_up_to_date(instance, task, assets, store, partition, console)
    ]
    if not failures and (feedback := find_read_sources(own)):
        run(instance, name, feedback, partition, console)
    everything = [*(asset for assets in tasks.values() for asset in assets), *own]
    stale = [] if failures else find_stale_assets(instance, everything, store, partition)
    # Without every task there is nothing to compare across tasks. The report is always written: it also shows
    # what is noted beside the assets, costs and uses of the test sets, which no data version tells of.
    report_key = dg.AssetKey([name, "report"])
    selection = [*(key for key in stale if key.path[0] == name and key != report_key), report_key]
    console.print(f"[bold]{name}[/] for [bold]{partition}[/]")
    if not run(instance, name, selection, partition, console).succeeded:
        failures.append(name)
    return failures


def _print_study(console: Console, name: str, store: "Store", failed: Sequence[str]) -> None:
    from medpref_dagster.reports.study import read_study, summarize_study
    from medpref_dagster.storage.store import StoreError

    try:
        report = store.current(f"{name}/report")
    except StoreError:
        raise SystemExit(f"the report was not written; failed: {', '.join(failed)}") from None
    for sentence in summarize_study(read_study(report)):
        console.print(f"  {sentence}", highlight=False)
    console.print(f"Report: {report.path / 'report.html'}", soft_wrap=True, highlight=False)


def _bring_up_to_date(
    instance: "dg.DagsterInstance",
    task: str,
    assets: list["dg.AssetsDefinition"],
    store: "Store",
    partition: str,
    console: Console,
) -> bool:
    """Materialize what is stale of a task for one base model; whether that went well."""
    from medpref_dagster.runs import find_read_sources, find_stale_assets
    from medpref_dagster.runs import materialize as run

    started = time.monotonic()
    console.print(f"[bold]{task}[/] for [bold]{partition}[/]")
    if (sources := find_read_sources(assets)) and not run(instance, task, sources, partition, console).succeeded:
        return False  # the run has said why; what stands on the source would say it again
    stale = find_stale_assets(instance, assets, store, partition)
    if not stale:
        console.print("[green]✓[/] everything is up to date: nothing was trained or computed again")
        return True
    outcome = run(instance, task, stale, partition, console)
    if outcome.succeeded:
        console.print(f"{len(stale)} assets in {time.monotonic() - started:.0f} s")
    else:
        console.print(f"[red]failed[/]; every detail in the UI (medpref dev), run {outcome.run_id}", soft_wrap=True)
    return outcome.succeeded
