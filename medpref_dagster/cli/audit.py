"""`medpref audit`: who did what to what, and whether that log is still what was written."""

import json
from dataclasses import asdict
from datetime import UTC, datetime

import click

from medpref_dagster.cli.audited import require_audit_log


@click.group()
def audit() -> None:
    """Who did what to what, when and why."""


@audit.command("show")
@click.option("--since", help="ISO 8601, such as 2026-06-01 or 2026-06-01T08:00:00+02:00; without an offset UTC.")
@click.option("--subject", help="What it was done to, or how that begins.")
@click.option("--action", help="What was done, or how that begins, such as patient.")
@click.option("--json", "as_json", is_flag=True, help="A JSON object a line.")
def show(since: str | None, subject: str | None, action: str | None, as_json: bool) -> None:
    """Print the entries, the oldest first."""
    from medpref_dagster.audit.entries import AuditError

    first = _read_time(since)
    try:
        for entry in require_audit_log().entries():
            if datetime.fromisoformat(entry.time) < first:
                continue
            if not (entry.subject.startswith(subject or "") and entry.action.startswith(action or "")):
                continue
            if as_json:
                click.echo(json.dumps(asdict(entry), sort_keys=True))
            else:
                details = json.dumps(entry.details, sort_keys=True) if entry.details else ""
                line = f"{entry.sequence}  {entry.time}  {entry.actor}  {entry.action}  {entry.subject}: {entry.why}"
                click.echo(f"{line}  {details}".rstrip())
    except AuditError as error:
        raise click.ClickException(str(error)) from None


@audit.command("verify")
def verify() -> None:
    """Look whether a line was changed, cut, put in, moved or taken away; the exit status is 1 if so."""
    from medpref_dagster.audit.entries import AuditError

    log = require_audit_log()
    try:
        found = log.verify()
    except AuditError as error:
        raise click.ClickException(str(error)) from None
    for problem in found.problems:
        click.echo(f"{log.path}: {problem}", err=True)
    if not found.passed:
        raise SystemExit(1)
    click.echo(f"{log.path}: {found.entries} entries, unbroken; head {found.head}")
    if log.anchor is None:
        click.echo(
            "no anchor is declared (audit.anchor of the profile): entries that were cut off at the end, or a log that "
            "was written anew, cannot be told",
            err=True,
        )
    else:
        click.echo(f"{found.anchored} of them in {log.anchor.path}")


def _read_time(since: str | None) -> datetime:
    try:
        moment = datetime.min if since is None else datetime.fromisoformat(since)
    except ValueError:
        raise click.UsageError(f"--since: {since!r} is no time in ISO 8601") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
