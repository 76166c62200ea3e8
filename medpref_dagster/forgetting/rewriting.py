"""Current artifacts without somebody's rows, at addresses of their own; what names them is written anew with them.

A table keeps its other rows. A model keeps its weights, which cannot be unlearned (`taint`), and loses the ids of the
rows. What is a page, a score of words or a trial is not rewritten but removed: it is made again of what is left.
"""

import json
import os
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from medpref_dagster.disclosure import find_kept, keep_private
from medpref_dagster.forgetting.holdings import REPORTS, Holdings
from medpref_dagster.forgetting.named import list_named, read_candidates
from medpref_dagster.forgetting.reach import Reach, find_reach
from medpref_dagster.forgetting.rows import PatientColumns, Search, is_raw, keep_others, read_parts
from medpref_dagster.schemas import SIMPLE_BASELINES
from medpref_dagster.storage.manifests import MANIFEST
from medpref_dagster.storage.store import ROWS, Artifact, Store

_TRIALS = "trials"
_CARD = "README.md"


class Rewriting:
    """What becomes of the current artifacts of a store."""

    def __init__(self, store: Store, holdings: Holdings, columns: PatientColumns) -> None:
        self._store, self._holdings, self._columns = store, holdings, columns
        self._held = {holding.address: holding for holding in (*holdings.tables, *holdings.models)}
        self.removed = self._choose_removed()
        self.reach: Reach = find_reach(store, without=self.removed)
        """What stays current."""
        self.moved: dict[str, str] = {}
        """Address -> address of the rest."""
        self.emptied: set[str] = set()
        """Of those moved, the ones that lost rows."""
        self._unchanged: set[str] = set()

    def run(self) -> None:
        """Write everything that must be written anew; nothing points to it yet."""
        for address in sorted(self.reach.owners):
            if self._store.has(address):
                self._move(address)

    def list_obsolete(self) -> set[str]:
        """The artifacts that are to be gone: what was written anew, what is removed, and what is superseded and holds
        somebody's rows or learned from them."""
        superseded = {*self._held, *self._holdings.descended} - self.reach.owners.keys()
        return {*self.moved, *self.removed, *superseded}

    def _choose_removed(self) -> frozenset[str]:
        reach = self._holdings.reach
        touched = {owner for address in self._held for owner in reach.owners_of(address)}
        removed = set(self._holdings.reports)
        for pointer in reach.pointers:
            for address in pointer.addresses:
                folder = self._store.folder(address)
                is_trial = pointer.asset.endswith(f"/{_TRIALS}")
                if is_trial and self._stands_on_held(address):
                    removed.add(address)
                if pointer.owner in touched and _is_of_words(folder):
                    removed.add(address)
        return frozenset(removed)

    def _stands_on_held(self, address: str) -> bool:
        seen: set[str] = set()
        waiting = [address]
        while waiting:
            current = waiting.pop()
            if current in self._held:
                return True
            if current not in seen:
                seen.add(current)
                waiting += [named for named, _ in list_named(self._store, current)]
        return False

    def _move(self, address: str) -> str:
        """The address of an artifact's rest: another one if it lost rows, or names what has another one."""
        if address in self.moved or address in self._unchanged:
            return self.moved.get(address, address)
        self._unchanged.add(address)  # until it is known better; addresses cannot name each other in a circle
        for named, _ in list_named(self._store, address):
            if named in self.reach.owners and self._store.has(named):
                self._move(named)
        names_moved = any(named in self.moved for named, _ in list_named(self._store, address))
        if address not in self._held and not names_moved:
            return address
        with keep_private(find_kept(self._store.folder(address), self._store.find_disclosure(address))):
            new, lost = self._write(address)
        if new.address == address:
            return address
        self._unchanged.discard(address)
        self.moved[address] = new.address
        if lost:
            self.emptied.add(address)
        return new.address

    def _write(self, address: str) -> tuple[Artifact, int]:
        folder, kind = self._store.folder(address), address.partition("/")[0]
        search = Search(self._holdings.wanted, self.reach.owners_of(address), self._columns)
        held = self._held.get(address)
        candidates, lost = set(read_candidates(folder)), 0
        with self._store.new_folder(kind) as pending:
            for path in sorted(folder.rglob("*")):
                target = pending.path / path.relative_to(folder)
                if path.is_dir():
                    target.mkdir()
                elif path.suffix == ".parquet" and held is not None and path.stem in held.rows:
                    lost += keep_others(path, target, search, self._redirect)
                elif path.name == f"{ROWS}.parquet" and candidates & self.moved.keys():
                    pq.write_table(self._redirect(pq.read_table(path)), target, compression="zstd")
                elif path.name in (MANIFEST, _CARD) and kind != REPORTS:
                    target.write_text(self._redirect_text(path), encoding="utf-8")
                else:
                    _share(path, target)
        return pending.finished, lost

    def _redirect(self, table: pa.Table) -> pa.Table:
        """A table whose column `model` names where models are now; an event's model is what its sender said."""
        if table.schema.names[:1] != ["candidate"] or "model" not in table.column_names:
            return table
        place = table.column_names.index("model")
        models = [self.moved.get(name, name) for name in table["model"].to_pylist()]
        return table.set_column(place, table.schema.field(place), pa.array(models, pa.string()))

    def _redirect_text(self, path: Path) -> str:
        """A manifest or a card: an address is 64 digits that stand for nothing else."""
        text = path.read_text(encoding="utf-8")
        for old, new in self.moved.items():
            text = text.replace(old, new)
        if path.name == MANIFEST:
            fields: Any = json.loads(text)
            text = json.dumps(fields, indent=2, sort_keys=True) + "\n"
        return text


def collect_texts(store: Store, holdings: Holdings, columns: PatientColumns) -> set[str]:
    """The texts of somebody's rows, each as a table shows it (`steps.shown`): what Dagster's log may have of them. None
    that rows of others have as well, such as a label's answer."""
    found: set[str] = set()
    for holding in holdings.tables:
        search = Search(holdings.wanted, holdings.reach.owners_of(holding.address), columns)
        for _, batches in read_parts(store.folder(holding.address)):
            for batch in batches:
                found |= _find_own_texts(batch, np.asarray(search.find(batch)))
    return {text for text in found if len(text) >= _SHORTEST_TEXT}


def _find_own_texts(batch: pa.RecordBatch, is_own: np.ndarray[Any, Any]) -> set[str]:
    names = batch.schema.names
    own: set[str] = set()
    others: set[str] = set()
    meant = () if not is_own.any() else names if is_raw(names) else _TEXTS & set(names)
    for name in meant:
        for text, wanted in zip(batch.column(name).to_pylist(), is_own, strict=True):
            if isinstance(text, str):
                (own if wanted else others).add(_show(text))
    return own - others


_TEXTS = {
    *("text", "prompt", "answer", "completion", "chosen", "rejected", "source_fields"),
    *("content", "record", "reason", "explanation"),
}
_SHORTEST_TEXT, _SHOWN_CHARACTERS = 20, 300


def _show(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())[:_SHOWN_CHARACTERS]


def _is_of_words(folder: Path) -> bool:
    """Whether it is a table of scores beside which rules of the cases' words stand."""
    path = folder / f"{ROWS}.parquet"
    return path.is_file() and pq.read_schema(path).names == SIMPLE_BASELINES.names


def _share(path: Path, target: Path) -> None:
    """The same file at a second place; copied where the file system cannot have it twice."""
    try:
        os.link(path, target)
    except OSError:
        shutil.copyfile(path, target)
