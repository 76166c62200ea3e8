"""Where a declared project may have a patient's data: sources' columns, databases, buffers, Dagster's own log."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from medpref_dagster.components.feedback import Feedback
from medpref_dagster.components.loading import declare_assets
from medpref_dagster.components.task import ClinicalTask
from medpref_dagster.declaration.documents import DeclarationError

if TYPE_CHECKING:
    from medpref_dagster.declaration import Deidentify, FeedbackDeclaration, TaskDeclaration
    from medpref_dagster.forgetting.plan import Places

CAPTURE_DATABASE = "MEDPREF_CAPTURE_DATABASE"
_DEFAULT_DATABASE = Path(".medpref", "capture.sqlite")
ASK_BUFFER = Path(".medpref", "ask-events")
"""Where `medpref ask` keeps what the capture service has not taken yet."""
_BUFFERS = (Path(".medpref", "import.buffer"), ASK_BUFFER)
_SQLITE = "sqlite:///"


def find_places(root: Path, databases: Sequence[str] = (), buffers: Sequence[Path] = ()) -> "Places":
    """Everything that is declared, and what is named beside it.

    Parameters
    ----------
    root
        The project.
    databases
        Further capture databases; one that is named must be there.
    buffers
        Further buffers of clients.

    Raises
    ------
    DeclarationError
        If a declaration is broken: without it nobody knows where its source has the patient.
    """
    from medpref_dagster.forgetting.plan import Places

    tasks, feedback = _read_declared(root)
    captured = [source.capture for item in feedback for source in item.sources.values() if source.capture is not None]
    named = os.environ.get(CAPTURE_DATABASE)
    likely = [*captured, *([named] if named else []), f"{_SQLITE}{root / _DEFAULT_DATABASE}"]
    home = Path(os.environ.get("DAGSTER_HOME") or root / ".dagster-home").absolute()
    return Places(
        {name: task.source.columns.patient for name, task in tasks.items()},
        tuple(dict.fromkeys([*databases, *(url for url in likely if _is_there(url))])),
        tuple(dict.fromkeys(str(path.absolute()) for path in (*buffers, *(root / buffer for buffer in _BUFFERS)))),
        str(home) if home.is_dir() else None,
        any(item.deidentify is not None for item in (*(task.source for task in tasks.values()), *feedback)),
    )


def list_deidentify(root: Path) -> "list[Deidentify]":
    """What tasks and feedback declare of identifiers: their formats of ids, among others.

    Raises
    ------
    DeclarationError
        If a declaration is broken.
    """
    tasks, feedback = _read_declared(root)
    found = (item.deidentify for item in (*(task.source for task in tasks.values()), *feedback))
    return [item for item in found if item is not None]


def _read_declared(root: Path) -> "tuple[Mapping[str, TaskDeclaration], Sequence[FeedbackDeclaration]]":
    declared = declare_assets(root)
    if declared.mistakes:
        raise DeclarationError([mistake for mistakes in declared.mistakes.values() for mistake in mistakes])
    components = declared.components
    tasks = {name: item.attributes for name, item in components.items() if isinstance(item, ClinicalTask)}
    return tasks, [item.attributes for item in components.values() if isinstance(item, Feedback)]


def _is_there(url: str) -> bool:
    """Whether a declared database was ever made, if it is a file; of a server nobody knows before it is asked."""
    return not url.startswith(_SQLITE) or Path(url.removeprefix(_SQLITE)).is_file()
