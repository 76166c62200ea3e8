"""Where a project may have a patient's data: its store, its sources' columns, its databases, its buffers, its log."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from medpref_dagster.cli.declared import open_project
from medpref_dagster.declaration.documents import DeclarationError
from medpref_dagster.declaration.profiles import read_machine, store_folder
from medpref_dagster.project import active_profile

if TYPE_CHECKING:
    from medpref_dagster.forgetting.plan import Places
    from medpref_dagster.storage.store import Store

CAPTURE_DATABASE = "MEDPREF_CAPTURE_DATABASE"
_DEFAULT_DATABASE = Path(".medpref", "capture.sqlite")
_DEFAULT_BUFFER = Path(".medpref", "import.buffer")
_SQLITE = "sqlite:///"


def open_store_of_project(root: Path) -> "Store":
    """The active profile's store, without loading the definitions."""
    from medpref_dagster.storage.store import Store

    try:
        return Store(store_folder(read_machine(root, active_profile(root)), root))
    except DeclarationError as error:
        raise click.ClickException(str(error)) from None


def find_places(root: Path, databases: tuple[str, ...] = (), buffers: tuple[Path, ...] = ()) -> "Places":
    """Everything that is declared, and what is named beside it. A task that is broken ends the command: without its
    declaration nobody knows where its source has the patient.

    Parameters
    ----------
    databases
        Further capture databases; one that is named must be there.
    buffers
        Further buffers of clients.
    """
    from medpref_dagster.components.feedback import Feedback
    from medpref_dagster.components.loading import declare_assets
    from medpref_dagster.components.task import ClinicalTask
    from medpref_dagster.forgetting.plan import Places

    declared = declare_assets(root)
    if declared.mistakes:
        raise click.ClickException(str(DeclarationError([one for all in declared.mistakes.values() for one in all])))
    tasks = {name: item for name, item in declared.components.items() if isinstance(item, ClinicalTask)}
    columns = {name: item.attributes.declaration().source.columns.patient for name, item in tasks.items()}
    captured = [
        source.capture
        for item in declared.components.values()
        if isinstance(item, Feedback)
        for source in item.attributes.declaration().sources.values()
        if source.capture is not None
    ]
    named = os.environ.get(CAPTURE_DATABASE)
    likely = [*captured, *([named] if named else []), f"{_SQLITE}{root / _DEFAULT_DATABASE}"]
    home = Path(os.environ.get("DAGSTER_HOME") or root / ".dagster-home").absolute()
    return Places(
        columns,
        tuple(dict.fromkeys([*databases, *(url for url in likely if _is_there(url))])),
        tuple(dict.fromkeys(str(path.absolute()) for path in (*buffers, root / _DEFAULT_BUFFER))),
        str(home) if home.is_dir() else None,
    )


def _is_there(url: str) -> bool:
    """Whether a declared database was ever made: a file; of a server nobody knows before it is asked."""
    return not url.startswith(_SQLITE) or Path(url.removeprefix(_SQLITE)).is_file()


def open_privacy_project() -> tuple[Path, "Store"]:
    """The project and its store."""
    root = open_project()
    return root, open_store_of_project(root)
