"""`medpref backfill`: partitions of chosen assets one after the other, waiting for each."""

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.markup import escape

from medpref_dagster.cli.declared import load_definitions, open_project, open_store, require_device
from medpref_dagster.cli.output import told_where_it_stops
from medpref_dagster.cli.periods import find_period
from medpref_dagster.cli.rounds import was_decided
from medpref_dagster.cli.subjects import DeclaredSubject, list_subjects
from medpref_dagster.names import name_unknown
from medpref_dagster.project import prepare_dagster_home

if TYPE_CHECKING:
    import dagster as dg

    from medpref_dagster.storage.store import Store


@click.command()
@click.option(
    "--select",
    "selection",
    required=True,
    help="A task, study, ablation, feedback or loop by its name, or assets in Dagster's own syntax: uti, "
    "'key:\"uti/sft_model\"+', 'group:triage and not key:\"triage/ratings\"'.",
)
@click.option("--partitions", "keys", default=None, help="Partitions, with commas between: base models, weeks, ...")
@click.option("--from", "first", default=None, help="The first of a range of partitions.")
@click.option("--to", "last", default=None, help="The last of that range.")
@click.option("--all", "every", is_flag=True, help="Every partition that exists now.")
@click.option("--again", is_flag=True, help="Also what is up to date; what was computed is recalled from the store.")
def backfill(selection: str, keys: str | None, first: str | None, last: str | None, every: bool, again: bool) -> None:
    """Materialize the selected assets for several partitions, one after the other, and wait.

    What is up to date is passed over, so that a call after an interruption goes on where it stopped. A partition that
    fails stops no other. The runs stand in the project's Dagster instance, so that a UI that is open shows them, and
    need no daemon. The exit status is 0 only if every partition was materialized, and 130 after Ctrl-C.
    """
    if sum((keys is not None, first is not None or last is not None, every)) != 1:
        raise click.UsageError("say which partitions: --partitions a,b, or --from and --to, or --all")
    console = Console()
    home = prepare_dagster_home(open_project())
    defs = load_definitions(selection)
    chosen = _select(defs, selection)
    subjects = list_subjects(defs, sorted({key.path[0] for key in chosen}))
    planned = {subject.about.name: _choose(subject, keys, first, last) for subject in subjects}
    require_device(defs)

    from medpref_dagster.runs import open_instance

    failed: list[str] = []
    with told_where_it_stops(console), open_instance(home) as instance:
        for subject in subjects:
            own = [asset.key for asset in subject.own_assets if asset.key in chosen]
            store, partitions = open_store(defs), planned[subject.about.name]
            failed += _fill(instance, subject, own, partitions, store, again, console)
    total = sum(map(len, planned.values()))
    console.print(f"{total - len(failed)} of {total} partitions are up to date", highlight=False)
    if failed:
        raise SystemExit(f"failed: {', '.join(failed)}")


def _select(defs: "dg.Definitions", selection: str) -> set["dg.AssetKey"]:
    import dagster as dg

    assets = [asset for asset in defs.assets or () if isinstance(asset, dg.AssetsDefinition)]
    groups = sorted({asset.key.path[0] for asset in assets})
    if selection in groups:
        return {asset.key for asset in assets if asset.key.path[0] == selection}
    if selection.isidentifier():
        raise click.ClickException(
            name_unknown("task, study, ablation, feedback or loop", selection, groups, "declared under assets/")
        )
    try:
        found = set(dg.AssetSelection.from_string(selection).resolve(assets))
    except dg.DagsterError as error:
        raise click.ClickException(f"--select {selection!r}: {error}") from None
    if not found:
        raise click.ClickException(f"--select {selection!r} selects nothing; declared: {', '.join(groups)}")
    return found


def _choose(subject: DeclaredSubject, keys: str | None, first: str | None, last: str | None) -> list[str]:
    """The partitions that are meant, in their own order.

    Raises
    ------
    click.ClickException
        If one does not exist.
    """
    known = list(subject.partitions)
    asked = [key.strip() for key in keys.split(",") if key.strip()] if keys is not None else []
    asked = [find_period(subject.about, key) for key in asked]
    first, last = (find_period(subject.about, key) if key is not None else None for key in (first, last))
    for key in (*asked, *(end for end in (first, last) if end is not None)):
        if key not in known:
            raise click.ClickException(f"{subject.about.name}: {name_unknown('partition', key, known)}")
    if keys is not None:
        if not asked:
            raise click.UsageError("--partitions names none")
        return [key for key in known if key in asked]
    begin = 0 if first is None else known.index(first)
    end = len(known) if last is None else known.index(last) + 1
    if begin >= end:
        raise click.ClickException(f"{subject.about.name}: {first} comes after {last}")
    return known[begin:end]


def _fill(
    instance: "dg.DagsterInstance",
    subject: DeclaredSubject,
    selected: "Sequence[dg.AssetKey]",
    partitions: Sequence[str],
    store: "Store",
    again: bool,
    console: Console,
) -> list[str]:
    """Bring partitions of a subject up to date; which failed."""
    from medpref_dagster.runs import materialize
    from medpref_dagster.runs.status import find_stale
    from medpref_dagster.steps import DeclaredLoop

    name, failed = subject.about.name, list[str]()
    for number, partition in enumerate(partitions, start=1):
        stale = find_stale(instance, subject.about, subject.steps, subject.assets, store, partition)
        due = [key for key in selected if again or key in stale]
        place = f"[bold]{name}[/] for [bold]{escape(partition)}[/] ({number} of {len(partitions)})"
        if not due:
            console.print(f"{place}: [green]✓[/] up to date", highlight=False)
            continue
        console.print(place, highlight=False)
        started = time.monotonic()
        succeeded = materialize(instance, name, due, partition, console).succeeded
        if succeeded or (isinstance(subject.about, DeclaredLoop) and was_decided(subject.about, store, partition)):
            console.print(f"{len(due)} assets in {time.monotonic() - started:.0f} s", highlight=False)
        else:
            failed.append(f"{name} for {partition}")
    return failed
