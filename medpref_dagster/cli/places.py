"""The project whose data a command of privacy is about, and its store, without loading the definitions."""

import os
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from medpref_dagster.cli.declared import open_project
from medpref_dagster.declaration.documents import DeclarationError
from medpref_dagster.declaration.profiles import read_machine, store_folder
from medpref_dagster.project import ProjectError, active_profile, find_project_root

if TYPE_CHECKING:
    from medpref_dagster.storage.store import Store


def open_privacy_project() -> tuple[Path, "Store"]:
    """The project's folder, and the active profile's store."""
    from medpref_dagster.storage.errors import StoreError
    from medpref_dagster.storage.opening import open_store

    root = open_project()
    try:
        machine = read_machine(root, active_profile(root))
        return root, open_store(machine.store, store_folder(machine, root))
    except (DeclarationError, StoreError) as error:
        raise click.ClickException(str(error)) from None


def find_full_folder(file: str | bytes | None) -> Path:
    """Which folder to name where a disk took no more: the store or the Dagster home, where the file lies in there.

    Parameters
    ----------
    file
        That could not be written; None where the error does not say: then it is whichever has the least free of the
        places that a command writes to.
    """
    from medpref_dagster.storage.errors import find_fullest

    kept: list[Path] = []
    with suppress(ProjectError, DeclarationError, OSError):
        root = find_project_root()
        kept.append(store_folder(read_machine(root, active_profile(root)), root))
    if home := os.environ.get("DAGSTER_HOME"):
        kept.append(Path(home).expanduser())
    kept = [place.resolve() for place in kept]
    if file is None:
        return find_fullest([*kept, Path(tempfile.gettempdir()), Path.cwd()])
    folder = Path(os.fsdecode(file)).resolve().parent
    return next((place for place in kept if folder.is_relative_to(place)), folder)
