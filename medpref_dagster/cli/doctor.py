"""`medpref doctor`: whether this machine and this project can do what they are asked."""

import contextlib
import logging
from collections.abc import Iterable

import click
from rich.console import Console
from rich.markup import escape

from medpref_dagster.cli.declared import open_project
from medpref_dagster.declaration.documents import DeclarationError
from medpref_dagster.doctor.findings import Finding
from medpref_dagster.project import active_profile

_MARKS = {"well": "[green]✓[/]", "worth knowing": "[yellow]![/]", "wrong": "[red]✗[/]"}


@click.command()
def doctor() -> None:
    """Examine Python, device, memory, disk, clock, YAML, store, base models, judges and the Dagster instance.

    Each in plain words, with what to do where something is wrong. Nothing is trained, downloaded or sent. The exit
    status is 0 if nothing is wrong.
    """
    root = open_project()
    for library in ("dagster", "medpref_dagster.definitions"):  # what is broken is told below
        logging.getLogger(library).disabled = True

    import dagster as dg

    from medpref_dagster.components.machine import read_machine, store_folder
    from medpref_dagster.doctor import machine, orchestration, project

    console, profile = Console(), active_profile(root)
    told = _Told(console)
    try:
        declared = read_machine(root, profile)
    except DeclarationError as error:
        raise click.ClickException(str(error)) from None
    store = store_folder(declared, root)
    told.tell(machine.examine_python())
    found, compute = machine.examine_device(declared.compute, declared.launchers)
    told.tell(found)
    told.tell(project.examine_declarations(root, profile))
    told.tell(project.examine_store(store))
    if store.is_dir():
        told.tell([machine.examine_disk(store)])
        found, opened = project.open_shared(declared.store, store)
        told.tell(found)
        if opened is not None:
            told.tell(project.examine_tainted(opened))
    told.tell(project.examine_base_models(declared, store, compute))
    told.tell(project.examine_judges(declared))
    found, home = orchestration.examine_home(root)
    told.tell(found)
    newest = None
    if home is not None:
        with dg.DagsterInstance.from_config(str(home)) as instance:
            told.tell(orchestration.examine_runs(instance))
            told.tell(orchestration.examine_daemon(instance, _list_declared_on()))
            told.tell(orchestration.examine_triggers(instance))
            newest = orchestration.find_newest_run(instance)
    if store.is_dir():
        with contextlib.suppress(OSError):  # told above
            told.tell([machine.examine_clock(store, newest)])
    if told.wrong:
        raise SystemExit(1)


def _list_declared_on() -> list[str]:
    """The schedules and sensors that their declarations turn on, of what is not broken."""
    from medpref_dagster.components.automation import is_declared_on
    from medpref_dagster.definitions import defs

    return [item.name for item in (*(defs.schedules or ()), *(defs.sensors or ())) if is_declared_on(item)]


class _Told:
    """Findings as they go to the terminal; how many are wrong."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self.wrong = 0

    def tell(self, findings: Iterable[Finding]) -> None:
        for finding in findings:
            self.wrong += finding.state == "wrong"
            line = f"{_MARKS[finding.state]} {escape(f'{finding.about}: {finding.found}')}"
            self._console.print(line, highlight=False, soft_wrap=True)
            if finding.remedy:
                self._console.print(f"  → {escape(finding.remedy)}", highlight=False, soft_wrap=True)
