"""`medpref retention`: remove what has passed its declared age. `medpref store gc`: what nothing points to."""

import click

from medpref_dagster.cli.audited import note, require_audit_log
from medpref_dagster.cli.output import tell_on_stderr
from medpref_dagster.cli.places import open_privacy_project
from medpref_dagster.cli.refusals import refusals_in_one_line
from medpref_dagster.declaration.profiles import read_machine
from medpref_dagster.project import active_profile

_dry_run = click.option("--dry-run", is_flag=True, help="Say what would go, and change nothing.")


@click.command("retention")
@_dry_run
def retention(dry_run: bool) -> None:
    """Remove what has passed the age that the profile declares (`retention`); a schedule does it daily.

    Waits for steps that run. Killed anywhere, the next call does the rest.
    """
    root, store = open_privacy_project()
    with refusals_in_one_line():
        declared = read_machine(root, active_profile(root)).retention
        if declared is None:
            raise click.ClickException(
                "the profile declares no retention, so everything is kept: declare e.g. retention: {captured_days: 365}"
            )
        from medpref_dagster.components.places import find_places
        from medpref_dagster.forgetting.retention import apply_retention

        done = apply_retention(
            store, require_audit_log(), declared, find_places(root), dry_run=dry_run, tell=tell_on_stderr
        )
    for address in done.store.artifacts:
        click.echo(address)
    for asset in done.store.pointers:
        click.echo(f"{asset}: will be read anew")
    counts = ", ".join(f"{number} {what}" for what, number in done.describe().items())
    click.echo(f"{'would remove' if dry_run else 'removed'} {counts or 'nothing'}")


@click.group("store")
def store_group() -> None:
    """The store of tables, models and reports."""


@store_group.command("gc")
@_dry_run
def collect_garbage(dry_run: bool) -> None:
    """Remove artifacts that nothing points to: no asset, no computation that is remembered, nothing made of them.

    Waits for steps that run.
    """
    _, store = open_privacy_project()
    with refusals_in_one_line():
        from medpref_dagster.audit.actions import STORE_COLLECTED
        from medpref_dagster.forgetting.collecting import collect

        found = collect(store, dry_run=dry_run, tell=tell_on_stderr)
    for address in found.artifacts:
        click.echo(address)
    if found.artifacts and not dry_run:
        note(require_audit_log(), STORE_COLLECTED, "store", "medpref store gc", artifacts=len(found.artifacts))
    verb = "would remove" if dry_run else "removed"
    click.echo(f"{verb} {len(found.artifacts)} artifacts, {found.bytes / 2**20:.1f} MiB")
