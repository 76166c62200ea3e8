"""Small files that name an artifact: what an asset points to now, and what a computation gave.

An asset's pointer is `refs/<asset>.json` or `refs/<asset>/<partition>.json`. Beside the asset's own artifact it names
its parts (`uti/sft_model.candidates`), in the same file, so that both are of the same materialization or neither is.
A pointer that cannot be read counts as absent, and the next materialization writes it anew.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from medpref_dagster.storage.artifacts import Artifact, Artifacts, is_address
from medpref_dagster.storage.errors import DamagedError, MissingError, StoreError
from medpref_dagster.storage.names import Partition, checked_name, describe_partition, encode_partition
from medpref_dagster.storage.records import check_of
from medpref_dagster.storage.temporary import Temporaries

_ADDRESS, _PARTS, _CHECK = "address", "parts", "check"


class Pointers:
    """What assets point to, under one folder."""

    def __init__(self, root: Path, artifacts: Artifacts, temporaries: Temporaries) -> None:
        self._root = root
        self._artifacts = artifacts
        self._temporaries = temporaries

    def point(self, asset: str, artifact: Artifact, partition: Partition | None) -> None:
        """Let an asset, or a part of one (`uti/sft_model.candidates`), point to an artifact from now on."""
        owner, part = _split_part(asset)
        path = self._path(owner, partition)
        try:
            pointer = _read(path)
        except (DamagedError, FileNotFoundError):
            pointer = {}
        if part:
            pointer[_PARTS] = {**pointer.get(_PARTS, {}), part: artifact.address}
        else:
            pointer[_ADDRESS] = artifact.address
            # A part that was damaged and not made again is no longer one.
            whole = {name: found for name, found in pointer.get(_PARTS, {}).items() if self._artifacts.is_whole(found)}
            pointer = {_ADDRESS: artifact.address, **({_PARTS: whole} if whole else {})}
        if _PARTS in pointer:
            pointer[_CHECK] = check_of(pointer)
        self._temporaries.write_file(path, json.dumps(pointer, sort_keys=True).encode())

    def redirect(self, moved: Mapping[str, str | None]) -> None:
        """Let every pointer name the new address of what was written anew; what became None, none does any more."""
        for path in sorted(self._root.rglob("*.json")):
            try:
                pointer = _read(path)
            except (DamagedError, FileNotFoundError):
                continue
            parts = {name: moved.get(address, address) for name, address in pointer.get(_PARTS, {}).items()}
            kept = {name: address for name, address in parts.items() if address is not None}
            address = pointer.get(_ADDRESS)
            now = moved.get(address, address) if isinstance(address, str) else None
            changed = ({_ADDRESS: now} if now else {}) | ({_PARTS: kept} if kept else {})
            if changed == pointer:
                continue
            if not changed:
                path.unlink()
                continue
            if _PARTS in changed:
                changed[_CHECK] = check_of(changed)
            self._temporaries.write_file(path, json.dumps(changed, sort_keys=True).encode())

    def current(self, asset: str, partition: Partition | None) -> Artifact:
        """What an asset, or a part of one, points to. Raises as `Store.current`."""
        owner, part = _split_part(asset)
        where = f"{asset}, partition {describe_partition(partition)}" if partition else asset
        try:
            pointer = _read(self._path(owner, partition))
        except FileNotFoundError:
            pointer = {}
        address = pointer.get(_PARTS, {}).get(part) if part else pointer.get(_ADDRESS)
        if part and address is None:
            address = self._find_earlier_part(asset, partition)
        if address is None:
            raise MissingError(f"{where} was not materialized yet; materialize it first")
        try:
            return self._artifacts.find(address)
        except DamagedError as error:
            raise DamagedError(f"{where}: {error}") from error

    def is_whole(self, asset: str, partition: Partition | None) -> bool:
        """Whether what an asset and all its parts point to is there, with what was written."""
        try:
            self.current(asset, partition)
            parts = [*_read(self._path(asset, partition)).get(_PARTS, {}), *self._list_earlier_parts(asset)]
            return all(bool(self.current(f"{asset}.{part}", partition)) for part in parts)
        except (StoreError, FileNotFoundError):
            return False

    def _find_earlier_part(self, asset: str, partition: Partition | None) -> Any:
        """Earlier versions kept a part in a pointer of its own."""
        try:
            return _read(self._path(asset, partition)).get(_ADDRESS)
        except FileNotFoundError:
            return None

    def _list_earlier_parts(self, asset: str) -> list[str]:
        path = self._root.joinpath(*asset.split("/"))
        return [found.name.partition(".")[2] for found in path.parent.glob(f"{path.name}.*") if found.is_dir()]

    def _path(self, asset: str, partition: Partition | None) -> Path:
        parts = [checked_name(part) for part in asset.split("/")]
        path = self._root.joinpath(*parts, *([encode_partition(partition)] if partition else []))
        return path.with_name(f"{path.name}.json")


def _split_part(asset: str) -> tuple[str, str]:
    """`uti/sft_model.candidates` -> `uti/sft_model`, `candidates`; Dagster allows no dot in an asset's name."""
    folder, slash, name = asset.rpartition("/")
    owner, _, part = name.partition(".")
    return f"{folder}{slash}{owner}", part


def _read(path: Path) -> dict[str, Any]:
    """A pointer; one with parts has a check of its own, since the name of a part is in no hash."""
    try:
        pointer: Any = json.loads(path.read_bytes())
    except FileNotFoundError:
        raise
    except (OSError, ValueError) as error:
        raise DamagedError(_explain_damage(path)) from error
    check = pointer.pop(_CHECK, None) if isinstance(pointer, dict) else None
    if not isinstance(pointer, dict) or (_PARTS in pointer and check != check_of(pointer)):
        raise DamagedError(_explain_damage(path))
    address = pointer.get(_ADDRESS)
    is_one = address is None or (isinstance(address, str) and is_address(address))
    if not set(pointer) <= {_ADDRESS, _PARTS} or not is_one:
        raise DamagedError(_explain_damage(path))
    return pointer


def _explain_damage(path: Path) -> str:
    return f"the pointer {path} is damaged; materialize the asset again: that writes it anew"


class Computations:
    """Which artifact a computation gave, by the key of everything that decides it."""

    def __init__(self, root: Path, artifacts: Artifacts, temporaries: Temporaries) -> None:
        self._root = root
        self._artifacts = artifacts
        self._temporaries = temporaries

    def recall(self, key: str) -> Artifact | None:
        """The artifact, if it is noted and whole."""
        try:
            noted: Any = json.loads(self._path(key).read_bytes())
            return self._artifacts.find(noted[_ADDRESS])
        except (OSError, ValueError, KeyError, TypeError, StoreError):
            return None

    def remember(self, key: str, artifact: Artifact) -> None:
        """Note it."""
        self._temporaries.write_file(self._path(key), json.dumps({_ADDRESS: artifact.address}).encode())

    def redirect(self, moved: Mapping[str, str | None]) -> None:
        """Let every computation be of the new address of what it gave; of None, it is as if it never was done."""
        for path in sorted(self._root.glob("*.json")):
            try:
                address = json.loads(path.read_bytes())[_ADDRESS]
            except (OSError, ValueError, KeyError, TypeError):
                continue
            if address not in moved:
                continue
            new = moved[address]
            if new is None:
                path.unlink()
            else:
                self._temporaries.write_file(path, json.dumps({_ADDRESS: new}).encode())

    def list_addresses(self) -> set[str]:
        """What computations gave, as far as it can be read."""
        found: set[str] = set()
        for path in self._root.glob("*.json"):
            try:
                address = json.loads(path.read_bytes())[_ADDRESS]
            except (OSError, ValueError, KeyError, TypeError):
                continue
            found |= {address} if isinstance(address, str) else set()
        return found

    def _path(self, key: str) -> Path:
        return self._root / f"{checked_name(key)}.json"
