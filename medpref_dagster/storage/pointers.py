"""Small files that name an artifact: what an asset points to now, and what a computation gave.

An asset's pointer is `refs/<asset>.json` or `refs/<asset>/<partition>.json`. Beside the asset's own artifact it names
its parts (`uti/sft_model.candidates`), in the same file, so that both are of the same materialization or neither is.
A pointer that cannot be read counts as absent, and the next materialization writes it anew.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from medpref_dagster.storage.artifacts import Artifact, Artifacts, is_address
from medpref_dagster.storage.documents import Documents
from medpref_dagster.storage.errors import DamagedError, MissingError, StoreError, UnreachableError
from medpref_dagster.storage.names import Partition, checked_name, describe_partition, encode_partition
from medpref_dagster.storage.records import check_of

_ADDRESS, _PARTS, _CHECK = "address", "parts", "check"


_REFS, _DONE = "refs", "done"


class Pointers:
    """What assets point to."""

    def __init__(self, documents: Documents, artifacts: Artifacts) -> None:
        self._documents = documents
        self._artifacts = artifacts

    def point(self, asset: str, artifact: Artifact, partition: Partition | None) -> None:
        """Let an asset, or a part of one (`uti/sft_model.candidates`), point to an artifact from now on."""
        owner, part = _split_part(asset)
        name = _name(owner, partition)

        def add(text: bytes | None) -> bytes:
            try:
                pointer = self._parse(name, text)
            except DamagedError:
                pointer = {}
            if part:
                pointer[_PARTS] = {**pointer.get(_PARTS, {}), part: artifact.address}
            else:
                parts = pointer.get(_PARTS, {}).items()
                # A part that was damaged and not made again is no longer one.
                whole = {name: found for name, found in parts if self._artifacts.is_whole(found)}
                pointer = {_ADDRESS: artifact.address, **({_PARTS: whole} if whole else {})}
            return _write(pointer)

        self._documents.change(name, add)

    def redirect(self, moved: Mapping[str, str | None]) -> None:
        """Let every pointer name the new address of what was written anew; what became None, none does any more."""
        for name, pointer in self.read_all():
            parts = {name: moved.get(address, address) for name, address in pointer.get(_PARTS, {}).items()}
            kept = {name: address for name, address in parts.items() if address is not None}
            address = pointer.get(_ADDRESS)
            now = moved.get(address, address) if isinstance(address, str) else None
            changed = ({_ADDRESS: now} if now else {}) | ({_PARTS: kept} if kept else {})
            if changed == pointer:
                continue
            if not changed:
                self._documents.remove(f"{_REFS}/{name}.json")
                continue
            self._documents.write(f"{_REFS}/{name}.json", _write(changed))

    def read_all(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """All pointers that can be read, in order: `<asset>` or `<asset>/<partition>` as a file's name has it, and what
        it says: `address`, and `parts` by their names."""
        for name in self._documents.list_names(_REFS):
            try:
                pointer = self._read(name)
            except DamagedError:
                continue
            if pointer:
                yield name.removeprefix(f"{_REFS}/").removesuffix(".json"), pointer

    def find_address(self, asset: str, partition: Partition | None) -> str:
        """The address of what an asset, or a part of one, points to. Raises as `Store.current`."""
        owner, part = _split_part(asset)
        pointer = self._read(_name(owner, partition))
        address = pointer.get(_PARTS, {}).get(part) if part else pointer.get(_ADDRESS)
        if part and address is None:  # earlier versions kept a part in a pointer of its own
            address = self._read(_name(asset, partition)).get(_ADDRESS)
        if address is None:
            raise MissingError(f"{_describe(asset, partition)} was not materialized yet; materialize it first")
        return address

    def current(self, asset: str, partition: Partition | None) -> Artifact:
        """What an asset, or a part of one, points to. Raises as `Store.current`."""
        address = self.find_address(asset, partition)
        try:
            return self._artifacts.find(address)
        except DamagedError as error:
            raise DamagedError(f"{_describe(asset, partition)}: {error}") from error

    def find_whole(self, asset: str, partition: Partition | None) -> str | None:
        """The address of what an asset points to, if that and all its parts are there, with what was written."""
        try:
            address = self.find_address(asset, partition)
            parts = [*self._read(_name(asset, partition)).get(_PARTS, {}), *self._list_earlier_parts(asset)]
            named = [address, *(self.find_address(f"{asset}.{part}", partition) for part in parts)]
        except UnreachableError:
            raise
        except StoreError:
            return None
        return address if all(self._artifacts.is_whole(one) for one in named) else None

    def _list_earlier_parts(self, asset: str) -> list[str]:
        folder, _, name = f"{_REFS}/{asset}".rpartition("/")
        begins = f"{name}."
        found = self._documents.list_folders(folder)
        return [other.removeprefix(begins) for other in found if other.startswith(begins)]

    def _read(self, name: str) -> dict[str, Any]:
        """A pointer; an empty one where there is none."""
        try:
            return self._parse(name, self._documents.read(name))
        except OSError as error:
            raise DamagedError(self._explain_damage(name)) from error

    def _parse(self, name: str, text: bytes | None) -> dict[str, Any]:
        """One with parts has a check of its own, since the name of a part is in no hash."""
        if text is None:
            return {}
        try:
            pointer: Any = json.loads(text)
        except ValueError as error:
            raise DamagedError(self._explain_damage(name)) from error
        check = pointer.pop(_CHECK, None) if isinstance(pointer, dict) else None
        if not isinstance(pointer, dict) or (_PARTS in pointer and check != check_of(pointer)):
            raise DamagedError(self._explain_damage(name))
        address = pointer.get(_ADDRESS)
        is_one = address is None or (isinstance(address, str) and is_address(address))
        if not set(pointer) <= {_ADDRESS, _PARTS} or not is_one:
            raise DamagedError(self._explain_damage(name))
        return pointer

    def _explain_damage(self, name: str) -> str:
        where = self._documents.where(name)
        return f"the pointer {where} is damaged; materialize the asset again: that writes it anew"


def _split_part(asset: str) -> tuple[str, str]:
    """`uti/sft_model.candidates` -> `uti/sft_model`, `candidates`; Dagster allows no dot in an asset's name."""
    folder, slash, name = asset.rpartition("/")
    owner, _, part = name.partition(".")
    return f"{folder}{slash}{owner}", part


def _name(asset: str, partition: Partition | None) -> str:
    parts = [checked_name(part) for part in asset.split("/")]
    return "/".join((_REFS, *parts, *([encode_partition(partition)] if partition else []))) + ".json"


def _describe(asset: str, partition: Partition | None) -> str:
    return f"{asset}, partition {describe_partition(partition)}" if partition else asset


def _write(pointer: dict[str, Any]) -> bytes:
    sealed = pointer | ({_CHECK: check_of(pointer)} if _PARTS in pointer else {})
    return json.dumps(sealed, sort_keys=True).encode()


class Computations:
    """Which artifact a computation gave, by the key of everything that decides it."""

    def __init__(self, documents: Documents, artifacts: Artifacts) -> None:
        self._documents = documents
        self._artifacts = artifacts

    def recall(self, key: str) -> Artifact | None:
        """The artifact, if it is noted and whole."""
        address = self._read(_name_computation(key))
        try:
            return None if address is None else self._artifacts.find(address)
        except UnreachableError:
            raise
        except StoreError:
            return None

    def remember(self, key: str, artifact: Artifact) -> None:
        """Note it."""
        self._documents.write(_name_computation(key), json.dumps({_ADDRESS: artifact.address}).encode())

    def redirect(self, moved: Mapping[str, str | None]) -> None:
        """Let every computation be of the new address of what it gave; of None, it is as if it never was done."""
        for name in self._documents.list_names(_DONE):
            address = self._read(name)
            if address is None or address not in moved:
                continue
            new = moved[address]
            if new is None:
                self._documents.remove(name)
            else:
                self._documents.write(name, json.dumps({_ADDRESS: new}).encode())

    def list_addresses(self) -> set[str]:
        """What computations gave, as far as it can be read."""
        found = (self._read(name) for name in self._documents.list_names(_DONE))
        return {address for address in found if address is not None}

    def _read(self, name: str) -> str | None:
        try:
            address: Any = json.loads(self._documents.read(name) or b"")[_ADDRESS]
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return address if isinstance(address, str) else None


def _name_computation(key: str) -> str:
    return f"{_DONE}/{checked_name(key)}.json"
