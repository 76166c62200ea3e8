"""The audit log that a command writes into: of the project's store, without loading Dagster."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from medpref_dagster.declaration.documents import DeclarationError
from medpref_dagster.declaration.profiles import anchor_place, read_machine, store_folder
from medpref_dagster.project import ProjectError, active_profile, find_project_root

if TYPE_CHECKING:
    from medpref_dagster.audit.log import AuditLog


def find_audit_log() -> "AuditLog | None":
    """The log of the project's store; None outside of every project."""
    from medpref_dagster.audit.entries import AuditError
    from medpref_dagster.audit.log import AuditLog

    try:
        root = find_project_root()
    except ProjectError:
        return None
    try:
        machine = read_machine(root, active_profile(root))
        return AuditLog(store_folder(machine, root) / "audit", anchor_place(machine, root))
    except (ProjectError, DeclarationError, AuditError) as error:
        raise click.ClickException(str(error)) from None


def find_store_folder() -> Path | None:
    """Where the project's store lies; None outside of every project."""
    try:
        root = find_project_root()
    except ProjectError:
        return None
    try:
        return store_folder(read_machine(root, active_profile(root)), root)
    except (ProjectError, DeclarationError) as error:
        raise click.ClickException(str(error)) from None


def require_audit_log() -> "AuditLog":
    """The same; outside of a project the command ends."""
    log = find_audit_log()
    if log is None:
        raise click.ClickException("no project here: go into one, or set MEDPREF_PROJECT to one")
    return log


def note(log: "AuditLog | None", action: str, subject: str, why: str, **details: Any) -> None:
    """Note what a command does; outside of a project it says that nothing is noted."""
    from medpref_dagster.audit.entries import AuditError

    if log is None:
        click.echo("no project here: this is in no audit log (set MEDPREF_PROJECT to one)", err=True)
        return
    try:
        log.append(action, subject, why, details=details)
    except AuditError as error:
        raise click.ClickException(str(error)) from None


def name_file(path: Path) -> str:
    """A file as an audit entry names it."""
    return str(path.expanduser().absolute())
