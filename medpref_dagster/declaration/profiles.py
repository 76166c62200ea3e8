"""`resources/<profile>/defs.yaml`, read without Dagster: the machine that it declares, and where its store lies."""

import os
from functools import lru_cache
from pathlib import Path

from medpref_dagster.declaration.documents import DeclarationError, read_document
from medpref_dagster.declaration.machine import MachineDeclaration
from medpref_dagster.declaration.mistakes import read_attributes
from medpref_dagster.names import name_unknown


def read_machine(root: Path, profile: str) -> MachineDeclaration:
    """What a profile declares.

    Raises
    ------
    DeclarationError
        If its file is broken.
    """
    changed = (root / "resources" / profile / "defs.yaml").stat().st_mtime_ns
    return _read_machine_once(root, profile, changed, tuple(sorted(os.environ.items())))


def store_folder(machine: MachineDeclaration, root: Path) -> Path:
    """Where a machine's store lies; a relative folder is one of the project."""
    return _place(machine.store.root, root)


def anchor_place(machine: MachineDeclaration, root: Path) -> str | None:
    """Where the audit log's anchor lies, if one is declared; a name that ends with a slash is a folder's."""
    if machine.audit is None:
        return None
    slash = os.sep if machine.audit.anchor.endswith(os.sep) else ""
    return f"{_place(machine.audit.anchor, root)}{slash}"


def _place(declared: str, root: Path) -> Path:
    place = Path(declared).expanduser()
    return place if place.is_absolute() else root / place


@lru_cache(maxsize=8)  # every task asks
def _read_machine_once(
    root: Path,
    profile: str,
    changed: int,  # noqa: ARG001 - of the key
    environment: tuple[tuple[str, str], ...],  # noqa: ARG001 - of the key: `{{ env.NAME }}`
) -> MachineDeclaration:
    path = root / "resources" / profile / "defs.yaml"
    document = read_document(path, root)
    accepted = "medpref_dagster.components.Machine"
    mistakes = [
        document.mistake((key,), name_unknown("key", str(key), ["type", "attributes"]))
        for key in document.value.keys() - {"type", "attributes"}
    ]
    if document.value.get("type") != accepted:
        mistakes.append(document.mistake(("type",), name_unknown("type", str(document.value.get("type")), [accepted])))
    if mistakes:
        raise DeclarationError(mistakes)
    return read_attributes(MachineDeclaration, document)
