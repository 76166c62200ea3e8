"""The store as several processes that do one step together see it: the lead writes, and says what is there.

Artifacts never change, so each process reads them itself. What may change while it is asked (what an asset points to,
what was computed already, who holds a lock) the lead looks up, and all go by that.
"""

import tempfile
from collections.abc import Callable, Generator, Iterable, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa

from medpref_dagster.disclosure import Disclosure
from medpref_dagster.locks import OnWait
from medpref_dagster.storage.artifacts import Artifact, PendingArtifact
from medpref_dagster.storage.names import Partition
from medpref_dagster.storage.store import Store
from medpref_dagster.together import together


class LedStore(Store):
    """A store of which only the lead writes; alone it is a `Store`. Methods are told there."""

    def _found(self, find: Callable[[], Artifact | None]) -> Artifact | None:
        address = together().by_lead(lambda: None if (artifact := find()) is None else artifact.address)
        return None if address is None else self.artifact(address)

    def _given(self, find: Callable[[], Artifact]) -> Artifact:
        return self.artifact(together().by_lead(lambda: find().address))

    # Writing

    @contextmanager
    def new_folder(self, kind: str) -> Generator[PendingArtifact]:
        """As `Store.new_folder`; who follows writes what is thrown away, and gets the lead's artifact."""
        processes = together()
        if not processes.are_several:
            with super().new_folder(kind) as pending:
                yield pending
            return
        if not processes.leads:
            with tempfile.TemporaryDirectory() as folder:
                pending = PendingArtifact(Path(folder))
                yield pending
            pending.artifact = self.artifact(processes.by_lead(str))
            return
        with super().new_folder(kind) as pending:
            yield pending
        processes.by_lead(lambda: pending.finished.address)

    def write_table(
        self,
        rows: pa.Table | Iterable[pa.RecordBatch],
        schema: pa.Schema,
        companions: Mapping[str, pa.Table | Callable[[], pa.Table]] | None = None,
    ) -> Artifact:
        """As `Store.write_table`."""
        return self._given(lambda: Store.write_table(self, rows, schema, companions))

    @contextmanager
    def replacing_folder(self, target: Path) -> Generator[Path]:
        """As `Store.replacing_folder`."""
        processes = together()
        if not processes.are_several or processes.leads:
            with super().replacing_folder(target) as folder:
                yield folder
        else:
            with tempfile.TemporaryDirectory() as name:
                yield Path(name)
        processes.by_lead(lambda: None)

    def remove_folder(self, target: Path) -> None:
        """As `Store.remove_folder`."""
        together().by_lead(lambda: Store.remove_folder(self, target))

    # What an asset points to, and what was computed

    def point(self, asset: str, artifact: Artifact, partition: Partition | None = None) -> None:
        """As `Store.point`."""
        together().by_lead(lambda: Store.point(self, asset, artifact, partition))

    def current(self, asset: str, partition: Partition | None = None) -> Artifact:
        """As `Store.current`."""
        return self._given(lambda: Store.current(self, asset, partition))

    def current_version(self, asset: str, partition: Partition | None = None) -> str | None:
        """As `Store.current_version`."""
        return together().by_lead(lambda: Store.current_version(self, asset, partition))

    def recall(self, key: str) -> Artifact | None:
        """As `Store.recall`."""
        return self._found(lambda: Store.recall(self, key))

    def remember(self, key: str, artifact: Artifact) -> None:
        """As `Store.remember`."""
        together().by_lead(lambda: Store.remember(self, key, artifact))

    def work_folder(self, key: str) -> Path:
        """As `Store.work_folder`."""
        return Path(together().by_lead(lambda: str(Store.work_folder(self, key))))

    def finish_work(self, key: str) -> None:
        """As `Store.finish_work`."""
        together().by_lead(lambda: Store.finish_work(self, key))

    def is_at_work(self, key: str) -> bool:
        """As `Store.is_at_work`."""
        return together().by_lead(lambda: Store.is_at_work(self, key))

    # What is noted

    def record_inputs(self, artifact: Artifact, inputs: Iterable[Artifact]) -> None:
        """As `Store.record_inputs`."""
        together().by_lead(lambda: Store.record_inputs(self, artifact, inputs))

    def record_disclosure(self, artifact: Artifact, asset: str, disclosure: Disclosure) -> None:
        """As `Store.record_disclosure`."""
        together().by_lead(lambda: Store.record_disclosure(self, artifact, asset, disclosure))

    def find_disclosure(self, artifact: Artifact | str, asset: str | None = None) -> Disclosure | None:
        """As `Store.find_disclosure`."""

        def find() -> str | None:
            found = Store.find_disclosure(self, artifact, asset)
            return None if found is None else found.value

        value = together().by_lead(find)
        return None if value is None else Disclosure(value)

    def note(self, journal: str, record: Mapping[str, Any]) -> None:
        """As `Store.note`."""
        together().by_lead(lambda: Store.note(self, journal, record))

    def read_notes(self, journal: str, *fields: str) -> list[dict[str, Any]]:
        """As `Store.read_notes`."""
        return together().by_lead(lambda: Store.read_notes(self, journal, *fields))

    def read_ledger(self, ledger: str) -> list[dict[str, Any]]:
        """As `Store.read_ledger`."""
        return together().by_lead(lambda: Store.read_ledger(self, ledger))

    def append_to_ledger(self, ledger: str, record: Mapping[str, Any], after: int) -> None:
        """As `Store.append_to_ledger`."""
        together().by_lead(lambda: Store.append_to_ledger(self, ledger, record, after))

    # Who does what

    @contextmanager
    def hold_work(self, key: str, purpose: str, on_wait: OnWait) -> Generator[None]:
        """As `Store.hold_work`."""
        with together().held_by_lead(lambda: Store.hold_work(self, key, purpose, on_wait)):
            yield

    @contextmanager
    def hold_forgetting(self, purpose: str, on_wait: OnWait, *, shared: bool) -> Generator[None]:
        """As `Store.hold_forgetting`."""
        with together().held_by_lead(lambda: Store.hold_forgetting(self, purpose, on_wait, shared=shared)):
            yield

    @contextmanager
    def hold_lock(self, name: str, purpose: str, on_wait: OnWait, *, places: int = 1) -> Generator[None]:
        """As `Store.hold_lock`."""
        with together().held_by_lead(lambda: Store.hold_lock(self, name, purpose, on_wait, places=places)):
            yield

    @contextmanager
    def hold_shared_lock(self, name: str, purpose: str, on_wait: OnWait) -> Generator[None]:
        """As `Store.hold_shared_lock`."""
        with together().held_by_lead(lambda: Store.hold_shared_lock(self, name, purpose, on_wait)):
            yield
