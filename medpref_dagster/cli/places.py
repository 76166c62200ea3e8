"""The project whose data a command of privacy is about, and its store, without loading the definitions."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from medpref_dagster.cli.declared import open_project
from medpref_dagster.declaration.documents import DeclarationError
from medpref_dagster.declaration.profiles import read_machine, store_folder
from medpref_dagster.project import active_profile

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
