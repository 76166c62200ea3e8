"""Damage is absence: whatever happens to a file, what is read is right, or an error of the store, or made again."""

import json
import os
import shutil
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from medpref_dagster.hashing import hash_folder
from medpref_dagster.storage import artifacts
from medpref_dagster.storage.store import DamagedError, MissingError, Store, StoreError
from medpref_dagster.storage.temporary import Temporaries
from tests.storage.damage import DAMAGES

SCHEMA = pa.schema([("row_id", pa.string()), ("n", pa.int64())])


def table(*numbers: int) -> pa.Table:
    return pa.Table.from_pylist([{"row_id": str(n), "n": n} for n in numbers], schema=SCHEMA)


def make(store: Store) -> None:
    """A small task: a table with a companion, a model with a part, a computation, notes."""
    cases = store.write_table(table(1, 2, 3), SCHEMA, {"quarantine": table(4)})
    candidates = store.write_table(table(5), SCHEMA)
    with store.new_folder("models") as pending:
        (pending.path / "weights").write_bytes(bytes(range(64)))
        (pending.path / "manifest.json").write_text(json.dumps({"parent": None, "rows_from": cases.address}))
    store.point("uti/cases", cases)
    store.point("uti/sft_model.candidates", candidates, "tiny")
    store.point("uti/sft_model", pending.finished, "tiny")
    store.remember("trained", pending.finished)
    store.record_inputs(cases, [candidates])
    store.note("costs/uti", {"seconds": 1})


READINGS = {
    "rows": lambda store: store.read_table(store.current("uti/cases")).to_pydict(),
    "companion": lambda store: store.read_table(store.current("uti/cases"), "quarantine").to_pydict(),
    "batches": lambda store: [b.to_pydict() for b in store.read_batches(store.current("uti/cases"))],
    "weights": lambda store: (store.current("uti/sft_model", "tiny").path / "weights").read_bytes(),
    "part": lambda store: store.read_table(store.current("uti/sft_model.candidates", "tiny")).to_pydict(),
    "version": lambda store: store.current_version("uti/sft_model", "tiny"),
    "recalled": lambda store: store.recall("trained") and store.recall("trained").address,
    "notes": lambda store: store.read_notes("costs/uti", "seconds"),
    "parents": lambda store: store.parents(store.current("uti/cases")),
    "children": lambda store: store.children(store.current("uti/cases")),
}
ABSENT = ([], None)


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> tuple[Path, dict, list[Path]]:
    root = tmp_path_factory.mktemp("made") / "store"
    make(Store(root))
    files = sorted(path.relative_to(root) for path in root.rglob("*") if path.is_file())
    return root, {name: read(Store(root)) for name, read in READINGS.items()}, files


@settings(max_examples=50)  # each copies and writes a store
@given(
    what=st.integers(0, 1000),
    damage=st.sampled_from(DAMAGES),
    position=st.integers(0, 1_000_000),
    bit=st.integers(0, 7),
)
def test_whatever_is_damaged_what_is_read_is_right_or_absent_and_making_it_again_mends_it(
    made, tmp_path_factory, what, damage, position, bit
):
    original, right, files = made
    root = tmp_path_factory.mktemp("damaged") / "store"
    shutil.copytree(original, root)
    damage(root / files[what % len(files)], position, bit)
    store = Store(root)
    for name, read in READINGS.items():
        try:
            found = read(store)
        except StoreError:
            continue
        assert found == right[name] or found in ABSENT, name
    make(store)
    again = {name: read(store) for name, read in READINGS.items()}
    # What happened is not made again; it was noted once more.
    assert again.pop("notes") in ([{"seconds": 1}], [{"seconds": 1}] * 2)
    assert again == {name: value for name, value in right.items() if name != "notes"}
    assert list((root / "tmp").iterdir()) == []


def test_damage_says_what_to_do_and_absence_is_another_error(tmp_path):
    store = Store(tmp_path)
    artifact = store.write_table(table(1), SCHEMA, {"quarantine": table(2)})
    (artifact.path / "quarantine.parquet").unlink()
    with pytest.raises(DamagedError, match=f"{artifact.address} is damaged.*materialize the asset that made it: that"):
        store.read_table(artifact)
    shutil.rmtree(artifact.path)
    with pytest.raises(MissingError, match="is not in the store"):
        store.read_table(artifact)


@pytest.mark.parametrize("stands_there", ["a file", "an empty folder", "another folder"])
def test_whatever_stands_at_an_artifacts_address_makes_room_for_it(tmp_path, stands_there):
    artifact = Store(tmp_path).write_table(table(1), SCHEMA)
    shutil.rmtree(artifact.path)
    if stands_there == "a file":
        artifact.path.write_text("no folder")
    else:
        artifact.path.mkdir()
    if stands_there == "another folder":
        (artifact.path / "rows.parquet").write_text("no table")
    assert Store(tmp_path).write_table(table(1), SCHEMA) == artifact
    assert Store(tmp_path).read_table(artifact) == table(1)


def test_what_another_process_puts_in_the_place_of_what_was_damaged_is_kept(tmp_path, monkeypatch):
    ours, other = Store(tmp_path), Store(tmp_path)
    artifact = ours.write_table(table(1), SCHEMA)
    (artifact.path / "rows.parquet").write_bytes(b"damaged")
    remove = Temporaries.remove

    def remove_and_be_overtaken(temporaries: Temporaries, path: Path) -> None:
        remove(temporaries, path)
        monkeypatch.setattr(Temporaries, "remove", remove)
        other.write_table(table(1), SCHEMA)

    monkeypatch.setattr(Temporaries, "remove", remove_and_be_overtaken)
    assert ours.write_table(table(1), SCHEMA) == artifact
    assert Store(tmp_path).read_table(artifact) == table(1)


def test_a_whole_artifact_stays_where_it_is_when_its_content_is_written_again(tmp_path):
    store = Store(tmp_path)
    artifact = store.write_table(table(1), SCHEMA)
    inode = (artifact.path / "rows.parquet").stat().st_ino
    assert store.write_table(table(1), SCHEMA) == artifact
    assert (artifact.path / "rows.parquet").stat().st_ino == inode


def test_an_artifact_is_hashed_once_in_a_process_and_again_when_a_file_of_it_changed(tmp_path, monkeypatch):
    hashed: list[Path] = []

    def count(folder: Path) -> str:
        hashed.append(folder)
        return hash_folder(folder)

    artifact = Store(tmp_path / "written").write_table(table(1), SCHEMA)
    shutil.copytree(tmp_path / "written", tmp_path / "read")
    monkeypatch.setattr(artifacts, "hash_folder", count)
    store = Store(tmp_path / "read")
    for _ in range(3):
        store.read_table(artifact.address)
    assert len(hashed) == 1
    os.utime(store.artifact(artifact.address).path / "rows.parquet", (0, 0))
    store.read_table(artifact.address)
    assert len(hashed) == 2
