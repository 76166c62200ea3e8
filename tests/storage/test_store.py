"""The store: whole or not at all, and the same content under the same address."""

from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from medpref_dagster.storage.store import Store, StoreError, content_key, hash_folder

SCHEMA = pa.schema([pa.field("row_id", pa.string(), nullable=False), pa.field("n", pa.int64())])


def table(n: int) -> pa.Table:
    return pa.Table.from_pylist([{"row_id": str(i), "n": i} for i in range(n)], schema=SCHEMA)


def test_the_same_content_has_the_same_address_in_two_stores(tmp_path):
    addresses = {Store(tmp_path / name).write_table(table(3), SCHEMA).address for name in ("a", "b")}
    assert len(addresses) == 1


def test_other_content_has_another_address(tmp_path):
    store = Store(tmp_path)
    assert store.write_table(table(3), SCHEMA).address != store.write_table(table(4), SCHEMA).address


def test_a_table_streams_in_batches_and_reads_back_with_its_companion(tmp_path):
    store, seen = Store(tmp_path), []

    def batches():
        for batch in table(10).to_batches(max_chunksize=3):
            seen.append(batch.num_rows)
            yield batch

    artifact = store.write_table(batches(), SCHEMA, {"quarantine": lambda: table(len(seen))})
    assert store.read_table(artifact) == table(10)
    assert store.read_table(artifact, "quarantine").num_rows == 4


def test_a_failing_writer_leaves_nothing_behind(tmp_path):
    store = Store(tmp_path)

    def batches():
        yield table(1).to_batches()[0]
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space left"):
        store.write_table(batches(), SCHEMA)
    assert list((tmp_path / "tables").iterdir()) == []
    assert list((tmp_path / "tmp").iterdir()) == []


def test_an_asset_points_to_its_latest_artifact_for_each_partition(tmp_path):
    store = Store(tmp_path)
    first, second = store.write_table(table(1), SCHEMA), store.write_table(table(2), SCHEMA)
    store.point("uti/sft_model", first, "smollm2-135m")
    store.point("uti/sft_model", second, "llama-3-8b")
    store.point("uti/cases", first)
    store.point("uti/cases", second)
    assert store.current("uti/sft_model", "smollm2-135m") == first
    assert store.current("uti/sft_model", "llama-3-8b") == second
    assert store.current("uti/cases") == second


def test_what_was_never_materialized_is_named(tmp_path):
    with pytest.raises(StoreError, match="uti/cases, partition smollm2-135m was not materialized"):
        Store(tmp_path).current("uti/cases", "smollm2-135m")


@pytest.mark.parametrize("name", ["../secrets", "a/b", "", "..", "a\0b"])
def test_names_cannot_leave_the_store(tmp_path, name):
    store = Store(tmp_path)
    artifact = store.write_table(table(1), SCHEMA)
    with pytest.raises(StoreError):
        store.work_folder(name)
    with pytest.raises(StoreError):
        store.point(f"uti/../{name}", artifact)
    store.point("uti/cases", artifact, f"../{name}")  # a partition may have any name
    assert store.current("uti/cases", f"../{name}") == artifact
    files = {path.relative_to(tmp_path).parts[0] for path in tmp_path.rglob("*.json")}
    assert files == {"refs"}


@pytest.mark.parametrize("address", ["tables/../../etc", "tables/abc", "secrets/" + "0" * 64, "/etc/passwd"])
def test_a_malformed_address_is_refused(tmp_path, address):
    with pytest.raises(StoreError, match="no artifact address"):
        Store(tmp_path).artifact(address)


def test_a_path_outside_the_store_is_refused(tmp_path):
    with pytest.raises(StoreError, match="outside the store"):
        Store(tmp_path / "store").confined(Path("../elsewhere"))


def test_a_computation_is_recalled_by_its_inputs(tmp_path):
    store = Store(tmp_path)
    artifact = store.write_table(table(1), SCHEMA)
    store.remember(content_key(model="a", seed=1), artifact)
    assert store.recall(content_key(seed=1, model="a")) == artifact
    assert store.recall(content_key(model="a", seed=2)) is None


def test_a_recalled_artifact_that_was_deleted_is_forgotten(tmp_path):
    store = Store(tmp_path)
    artifact = store.write_table(table(1), SCHEMA)
    store.remember("key", artifact)
    (artifact.path / "rows.parquet").unlink()
    artifact.path.rmdir()
    assert store.recall("key") is None


def test_the_first_writer_of_a_folder_wins(tmp_path):
    store = Store(tmp_path)
    for text in ("first", "second"):
        with store.replacing_folder(tmp_path / "base_models" / "m") as folder:
            (folder / "weights").write_text(text)
    assert (tmp_path / "base_models" / "m" / "weights").read_text() == "first"


@given(
    st.dictionaries(st.text(alphabet="abcdef", min_size=1, max_size=4), st.binary(max_size=8), min_size=1, max_size=4)
)
def test_a_folders_hash_depends_on_names_and_bytes_only(tmp_path_factory, files):
    hashes = set()
    for order in (sorted(files), sorted(files, reverse=True)):
        folder = tmp_path_factory.mktemp("folder")
        for name in order:
            (folder / name).write_bytes(files[name])
        hashes.add(hash_folder(folder))
    assert len(hashes) == 1
    (folder / sorted(files)[0]).write_bytes(files[sorted(files)[0]] + b"x")
    assert hash_folder(folder) not in hashes
