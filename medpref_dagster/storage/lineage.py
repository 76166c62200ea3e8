"""From an artifact to what it was made from, and to what was made from it.

A model's manifest names the model that it started from and the table of its rows. A table or a report is content alone:
what it was made from is noted beside it when a step makes it, outside of its hash, because the same content may be made
from several inputs. The index of both directions is rebuilt from manifests and notes whenever it is asked for.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from medpref_dagster.disclosure import Disclosure
from medpref_dagster.storage.artifacts import KINDS, Artifact
from medpref_dagster.storage.documents import Documents
from medpref_dagster.storage.journals import Journals

_INPUTS, _FORGOTTEN_FROM = "inputs", "forgotten_from"
_DISCLOSURE, _ASSET = "disclosure", "asset"
_MANIFEST = "manifest.json"
_MANIFEST_INPUTS = ("parent", "rows_from")


class Lineage:
    """What was made from what, in one store."""

    def __init__(self, root: Path, documents: Documents) -> None:
        """`root` is the store's folder."""
        self._root = root
        self._notes = Journals(documents, "lineage")

    def record(self, artifact: Artifact, inputs: Iterable[Artifact]) -> None:
        """Note that an artifact was made from these; what is noted already is not noted again."""
        made_from = sorted({item.address for item in inputs})
        if made_from and not set(made_from) <= self._find_parents(artifact.address):
            self._notes.note(artifact.address, {_INPUTS: made_from})

    def record_manifest(self, artifact: Artifact) -> None:
        """Note what a model's manifest names, for machines that have not its files."""
        named = {*_read_manifest_inputs(artifact.path / _MANIFEST)}
        if not named <= {*self._read_notes(artifact.address)}:
            self._notes.note(artifact.address, {_INPUTS: sorted(named)})

    def record_disclosure(self, artifact: Artifact, asset: str, disclosure: Disclosure) -> None:
        """Note an artifact's disclosure as that of an asset; what is noted already is not noted again."""
        if self.find_disclosures(artifact.address).get(asset) is not disclosure:
            self._notes.note(artifact.address, {_DISCLOSURE: disclosure.value, _ASSET: asset})

    def find_disclosures(self, address: str) -> dict[str, Disclosure]:
        """Asset -> the disclosure that was noted last of the artifact as that one's."""
        return {
            note[_ASSET]: Disclosure(note[_DISCLOSURE]) for note in self._notes.read(address, (_DISCLOSURE, _ASSET))
        }

    def carry_over(self, old: str, new: str, moved: Mapping[str, str]) -> None:
        """Note that `new` is the rest of `old`, with its disclosures, and its inputs at their new addresses."""
        noted = self.find_disclosures(new)
        for asset, disclosure in self.find_disclosures(old).items():
            if noted.get(asset) is not disclosure:
                self._notes.note(new, {_DISCLOSURE: disclosure.value, _ASSET: asset})
        inputs = {moved.get(address, address) for address in self._read_notes(old)}
        if inputs and not inputs <= self._find_parents(new):
            self._notes.note(new, {_INPUTS: sorted(inputs)})
        known = self.find_forgotten(new)
        # With those that it had before: their note goes with the old artifact.
        for former in (*self.find_forgotten(old), old):
            if former not in known:
                self._notes.note(new, {_FORGOTTEN_FROM: former})

    def find_forgotten(self, address: str) -> list[str]:
        """Former addresses of what an artifact is the rest of."""
        return sorted({note[_FORGOTTEN_FROM] for note in self._notes.read(address, (_FORGOTTEN_FROM,))})

    def find_rest(self, address: str) -> str | None:
        """The address of what is the rest of an artifact that was once at this one; None where there is none."""
        known = (other for other in self._notes.list_names() if other.startswith(f"{address.partition('/')[0]}/"))
        return next((other for other in known if address in self.find_forgotten(other)), None)

    def redirect(self, moved: Mapping[str, str]) -> None:
        """Let the notes of all artifacts name the new addresses of their inputs."""

        def change(note: dict[str, Any]) -> dict[str, Any]:
            if moved.keys().isdisjoint(note.get(_INPUTS, ())):
                return note
            return note | {_INPUTS: sorted({moved.get(item, item) for item in note[_INPUTS]})}

        for address in self._notes.list_names():
            if any(not moved.keys().isdisjoint(note[_INPUTS]) for note in self._notes.read(address, (_INPUTS,))):
                self._notes.rewrite(address, change)

    def forget(self, address: str) -> None:
        """Remove the notes of an artifact that is gone."""
        self._notes.remove(address)

    def find_parents(self, address: str) -> list[str]:
        """Addresses of what the artifact was made from, in every way that it was."""
        return sorted(self._find_parents(address))

    def find_children(self, address: str) -> list[str]:
        """Addresses of what was made from the artifact."""
        return sorted(found for found in self._list_known() if address in self._find_parents(found))

    def _list_known(self) -> set[str]:
        return {
            *(address for address in self._notes.list_names() if address.partition("/")[0] in KINDS),
            *(f"models/{path.parent.name}" for path in (self._root / "models").glob(f"*/{_MANIFEST}")),
        }

    def _find_parents(self, address: str) -> set[str]:
        return {*self._read_notes(address), *_read_manifest_inputs(self._root / address / _MANIFEST)}

    def _read_notes(self, address: str) -> Iterator[str]:
        for note in self._notes.read(address, (_INPUTS,)):
            yield from (item for item in note[_INPUTS] if isinstance(item, str))


def _read_manifest_inputs(path: Path) -> Iterator[str]:
    try:
        manifest: Any = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return
    if isinstance(manifest, dict):
        named = (manifest.get(name) for name in _MANIFEST_INPUTS)
        yield from (address for address in named if isinstance(address, str))
