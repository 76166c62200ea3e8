"""`medpref materialize` of an ablation: every trial that is not there as it is declared, then the report."""

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click
from rich.console import Console

from medpref_dagster.cli.declared import find_compute, open_store
from medpref_dagster.cli.side_by_side import run_side_by_side
from medpref_dagster.names import name_unknown

if TYPE_CHECKING:
    import dagster as dg

    from medpref_dagster.steps import DeclaredAblation
    from medpref_dagster.storage.store import Store


def is_ablation(defs: "dg.Definitions", name: str) -> bool:
    """Whether an ablation of that name is declared."""
    import dagster as dg

    wanted = dg.AssetKey([name, "trials"])
    return any(isinstance(asset, dg.AssetsDefinition) and asset.key == wanted for asset in defs.assets or ())


def materialize_ablation(
    defs: "dg.Definitions",
    instance: "dg.DagsterInstance",
    name: str,
    base_models: Sequence[str],
    chosen: Sequence[str],
    console: Console,
    *,
    reports: bool,
) -> list[str]:
    """Run the trials that are not there as they are declared now, and write the report.

    One after the other, or as many side by side as the profile's `at_once` says, each in a process of its own. A trial
    that fails stops no other. One on real data is always run: only reading the data again tells whether it
    changed, and what did not change is recalled.

    Parameters
    ----------
    chosen
        Names of trials, or the beginning of several: `triage/pairs=250`; all of them without any.
    reports
        Whether the report is written.

    Returns
    -------
    list
        What failed.
    """
    from medpref_dagster.definitions import load_subject
    from medpref_dagster.steps import DeclaredAblation

    about, _ = load_subject(name)
    assert isinstance(about, DeclaredAblation)  # noqa: S101 - the caller asked for one
    trials, store = _choose_trials(about, chosen), open_store(defs)
    failed: list[str] = []
    for base in base_models:
        due = [trial for trial in trials if not _is_fresh(store, about, base, trial)]
        console.print(f"[bold]{name}[/] for [bold]{base}[/]: {len(due)} of {len(trials)} trials to run")
        if not due:
            console.print("[green]✓[/] every trial is up to date: nothing was trained or computed again")
        if (at_once := find_compute(defs).at_once) > 1 and len(due) > 1:
            commands = {trial: _name_command(name, base, trial) for trial in due}
            failed += [f"{trial} for {base}" for trial in run_side_by_side(commands, at_once, console)]
            continue
        for number, trial in enumerate(due, start=1):
            console.print(f"[bold]{trial}[/] ({number} of {len(due)})", highlight=False)
            if not _run_trial(instance, name, base, trial, console):
                failed.append(f"{trial} for {base}")
    if not reports:
        return failed
    if not _write_report(instance, name, base_models[0], trials[0], console):
        failed.append("the report")
    else:
        _print_report(console, name, store)
    return failed


def _choose_trials(about: "DeclaredAblation", chosen: Sequence[str]) -> list[str]:
    for wanted in chosen:
        if not any(_is_of(name, wanted) for name in about.trials):
            raise click.ClickException(name_unknown("trial", wanted, about.trials, "declared"))
    return [name for name in about.trials if not chosen or any(_is_of(name, wanted) for wanted in chosen)]


def _is_of(name: str, wanted: str) -> bool:
    return name == wanted or name.startswith(f"{wanted.rstrip('/')}/")


def _is_fresh(store: "Store", about: "DeclaredAblation", base: str, name: str) -> bool:
    from medpref_dagster.sources import is_generated
    from medpref_dagster.steps.trials import find_trial

    if not is_generated(about.trials[name].declaration.source):
        return False
    return find_trial(store, about, base, name) is not None


def _run_trial(instance: "dg.DagsterInstance", name: str, base: str, trial: str, console: Console) -> bool:
    import dagster as dg

    from medpref_dagster.runs import materialize

    started = time.monotonic()
    outcome = materialize(instance, name, [dg.AssetKey([name, "trials"])], _name_partition(base, trial), console)
    if outcome.succeeded:
        console.print(f"{time.monotonic() - started:.0f} s")
    else:
        console.print(f"[red]failed[/]; every detail in the UI (medpref dev), run {outcome.run_id}", soft_wrap=True)
    return outcome.succeeded


def _name_command(name: str, base: str, trial: str) -> tuple[str, ...]:
    return ("materialize", name, "--base-model", base, "--trial", trial, "--without-report")


def _write_report(instance: "dg.DagsterInstance", name: str, base: str, trial: str, console: Console) -> bool:
    """Always: what a trial cost is noted beside it, which no data version tells of."""
    import dagster as dg

    from medpref_dagster.runs import materialize

    selection = [dg.AssetKey([name, "report"])]
    return materialize(instance, name, selection, _name_partition(base, trial), console).succeeded


def _name_partition(base: str, trial: str) -> "dg.MultiPartitionKey":
    import dagster as dg

    from medpref_dagster.components.frame import BASE_MODEL, TRIAL

    return dg.MultiPartitionKey({BASE_MODEL: base, TRIAL: trial})


def _print_report(console: Console, name: str, store: "Store") -> None:
    from medpref_dagster.reports.ablation import read_ablation, summarize_ablation

    report = store.current(f"{name}/report")
    for sentence in summarize_ablation(read_ablation(report)):
        console.print(f"  {sentence}", highlight=False)
    console.print(f"Report: {report.path / 'report.html'}", soft_wrap=True, highlight=False)
