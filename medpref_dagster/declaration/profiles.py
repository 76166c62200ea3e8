"""`resources/<profile>/defs.yaml`, read without Dagster: the machine that it declares, and where its store lies.

A profile says only what differs: `extends` takes over what another one says, key by key, and an entry of `base_models`
may be the name of one that `resources/base_models.yaml` declares for all profiles.
"""

import os
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

from medpref_dagster.declaration.documents import DeclarationError, Document, read_document
from medpref_dagster.declaration.machine import BaseModelsDeclaration, MachineDeclaration
from medpref_dagster.declaration.mistakes import read_attributes
from medpref_dagster.names import name_unknown

BASE_MODELS = "base_models.yaml"
"""The base models of all profiles, in `resources/`."""


def read_machine(root: Path, profile: str) -> MachineDeclaration:
    """What a profile declares.

    Raises
    ------
    DeclarationError
        If its file is broken.
    """
    files = [root / "resources" / BASE_MODELS, *(root / "resources").glob("*/defs.yaml")]
    changed = tuple((str(file), file.stat().st_mtime_ns) for file in sorted(files) if file.is_file())
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
    changed: tuple[tuple[str, int], ...],  # noqa: ARG001 - of the key
    environment: tuple[tuple[str, str], ...],  # noqa: ARG001 - of the key: `{{ env.NAME }}`
) -> MachineDeclaration:
    return _read_profile(root, profile, ())[0]


def _read_profile(root: Path, profile: str, above: tuple[str, ...]) -> tuple[MachineDeclaration, Document]:
    """A profile's machine, and its document with what it takes over written out.

    Parameters
    ----------
    above
        The profiles that are being read because each extends the next.
    """
    document = read_document(root / "resources" / profile / "defs.yaml", root)
    _require_machine(document)
    attributes = document.value.get("attributes")
    extended = attributes.get("extends") if isinstance(attributes, dict) else None
    if isinstance(extended, str):
        _require_other(root, extended, (*above, profile), document)
        # Read on its own first, so that a mistake in it is told with its file.
        document = _take_over(document, _read_profile(root, extended, (*above, profile))[1])
    document = _name_base_models(document, root)
    return read_attributes(MachineDeclaration, document), document


def _require_machine(document: Document) -> None:
    accepted = "medpref_dagster.components.Machine"
    mistakes = [
        document.mistake((key,), name_unknown("key", str(key), ["type", "attributes"]))
        for key in document.value.keys() - {"type", "attributes"}
    ]
    if document.value.get("type") != accepted:
        mistakes.append(document.mistake(("type",), name_unknown("type", str(document.value.get("type")), [accepted])))
    if mistakes:
        raise DeclarationError(mistakes)


def _require_other(root: Path, extended: str, read: tuple[str, ...], document: Document) -> None:
    known = sorted(file.parent.name for file in (root / "resources").glob("*/defs.yaml"))
    if extended not in known:
        message = name_unknown("profile", extended, [name for name in known if name not in read])
    elif extended in read:
        message = f"goes in a circle: {' extends '.join((*read, extended))}; take one of them out"
    else:
        return
    raise DeclarationError([document.mistake(("attributes", "extends"), message)])


def _take_over(document: Document, extended: Document) -> Document:
    """The document with the attributes of another where it has none of its own."""

    def merge(own: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
        return {**own, "attributes": {**other["attributes"], **own["attributes"]}}

    return replace(
        document,
        value=merge(document.value, extended.value),
        written=merge(document.written, extended.written),
    )


def _name_base_models(document: Document, root: Path) -> Document:
    """The document with every name among its base models replaced by what is declared under it for all profiles."""
    attributes = document.value.get("attributes")
    listed = attributes.get("base_models") if isinstance(attributes, dict) else None
    if not isinstance(listed, list) or not any(isinstance(item, str) for item in cast("list[Any]", listed)):
        return document
    shared = _read_base_models(root)
    places = {("attributes", "base_models", number): item for number, item in enumerate(cast("list[Any]", listed))}
    mistakes = [
        document.mistake(place, name_unknown("base model", item, shared, f"declared in resources/{BASE_MODELS}"))
        for place, item in places.items()
        if isinstance(item, str) and item not in shared
    ]
    if mistakes:
        raise DeclarationError(mistakes)
    entries = [shared[item] if isinstance(item, str) else item for item in places.values()]

    def put_in(said: Mapping[str, Any]) -> dict[str, Any]:
        return {**said, "attributes": {**said["attributes"], "base_models": entries}}

    return replace(document, value=put_in(document.value), written=put_in(document.written))


def _read_base_models(root: Path) -> dict[str, Any]:
    """Name -> what `resources/base_models.yaml` says under it; nothing where there is no such file."""
    path = root / "resources" / BASE_MODELS
    if not path.is_file():
        return {}
    document = read_document(path, root)
    unknown = [
        document.mistake((key,), name_unknown("key", str(key), ["attributes"]))
        for key in document.value.keys() - {"attributes"}
    ]
    if unknown:
        raise DeclarationError(unknown)
    declared = read_attributes(BaseModelsDeclaration, document)
    entries: list[Any] = document.value["attributes"]["base_models"]
    return {item.name: entry for item, entry in zip(declared.base_models, entries, strict=True)}
