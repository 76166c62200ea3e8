"""`medpref status`: what is stale, waiting, failed, and which schedules and sensors are on."""

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.markup import escape

from medpref_dagster.cli.declared import load_definitions, open_project, open_store
from medpref_dagster.cli.output import print_tainted
from medpref_dagster.cli.subjects import DeclaredSubject, list_subjects
from medpref_dagster.project import prepare_dagster_home

if TYPE_CHECKING:
    import dagster as dg

    from medpref_dagster.runs.status import PartitionStatus

_FEW = 4
"""So many partitions, or stale assets, are named one by one."""
_COLOURS = {"up to date": "green", "failed": "red", "running": "cyan", "waiting": "cyan"}


@click.command()
@click.argument("names", nargs=-1, metavar="[NAME]...")
def status(names: tuple[str, ...]) -> None:
    """How everything that is declared stands, or each NAME: up to date, stale, never made, failed, running, waiting.

    Also which schedules and sensors are on.

    Nothing is run, and no source is read: whether a real source changed, the next run finds out. The exit status is 0
    unless something failed.
    """
    home = prepare_dagster_home(open_project())
    defs = load_definitions(*names)
    console, store = Console(), open_store(defs)

    import dagster as dg

    from medpref_dagster.components.living_runs import list_killed_runs
    from medpref_dagster.runs.status import describe_partitions

    failed = False
    with dg.DagsterInstance.from_config(str(home)) as instance:
        for subject in list_subjects(defs, names):
            about, assets = subject.about, subject.assets
            found = list(describe_partitions(instance, about, subject.steps, assets, store, subject.partitions))
            failed |= any(item.word == "failed" for item in found)
            _print_subject(console, subject, found)
            print_tainted(console, subject.about.name, store)
        if killed := list_killed_runs(instance):
            console.print(f"[yellow]![/] {len(killed)} runs are shown as running, and their process is gone")
        _print_automation(console, defs, instance)
    if failed:
        raise SystemExit(1)


def _print_subject(console: Console, subject: DeclaredSubject, found: "Sequence[PartitionStatus]") -> None:
    console.print(f"[bold]{subject.about.name}[/]", highlight=False)
    if len(found) <= _FEW:
        for item in found:
            console.print(f"  {escape(item.partition)}: {_describe(item)}", highlight=False, soft_wrap=True)
        return
    for word, count in Counter(item.word for item in found).most_common():
        which = [item.partition for item in found if item.word == word]
        named = "" if word == "up to date" else f": {_name_some(which)}"
        console.print(f"  {_colour(word)} {count} of {len(found)}{escape(named)}", highlight=False, soft_wrap=True)


def _describe(item: "PartitionStatus") -> str:
    if item.word in {"up to date", "never made"}:
        return _colour(item.word)
    names = _name_some([key.path[-1] for key in item.stale])
    return f"{_colour(item.word)}" + (f" ({escape(names)})" if names else "")


def _name_some(names: Sequence[str]) -> str:
    more = f" and {len(names) - _FEW} more" if len(names) > _FEW else ""
    return ", ".join(names[:_FEW]) + more


def _colour(word: str) -> str:
    colour = _COLOURS.get(word, "yellow")
    return f"[{colour}]{word}[/]"


def _print_automation(console: Console, defs: "dg.Definitions", instance: "dg.DagsterInstance") -> None:
    from medpref_dagster.components.automation import is_declared_on

    switched = {state.instigator_name: state.status.value for state in instance.all_instigator_state()}
    for kind, declared in (("schedule", defs.schedules), ("sensor", defs.sensors)):
        for item in declared or ():
            value = switched.get(item.name, "")
            on = value == "RUNNING" or (value != "STOPPED" and is_declared_on(item))
            console.print(f"{kind} {item.name}: {'[green]on[/]' if on else 'off'}", highlight=False, soft_wrap=True)
