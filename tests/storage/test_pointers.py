"""What an asset points to: for each partition of any name, with its parts, and never half."""

import json

import pyarrow as pa
import pytest

from medpref_dagster.storage.store import Artifact, DamagedError, MissingError, Store
from tests.storage.damage import flip_a_bit

SCHEMA = pa.schema([("n", pa.int64())])
ASSET, PART = "uti/sft_model", "uti/sft_model.candidates"


@pytest.fixture
def store(tmp_path) -> Store:
    return Store(tmp_path)


def table(store: Store, n: int) -> Artifact:
    return store.write_table(pa.table({"n": [n]}, schema=SCHEMA), SCHEMA)


def damage(artifact: Artifact) -> None:
    (artifact.path / "rows.parquet").write_bytes(b"damaged")


@pytest.mark.parametrize(
    "partition", ["ward 3", "2026-06-01|tiny", "..", "Ä/ö", {"week": "2026-06-01", "model": "a/b"}]
)
def test_a_partition_may_have_any_name_and_several_dimensions(store, partition):
    store.point(ASSET, table(store, 1), partition)
    store.point(ASSET, table(store, 2), "another")
    assert store.current(ASSET, partition) == table(store, 1)


def test_the_dimensions_of_a_partition_have_no_order(store):
    store.point(ASSET, table(store, 1), {"week": "1", "model": "a"})
    assert store.current(ASSET, {"model": "a", "week": "1"}) == table(store, 1)
    with pytest.raises(MissingError, match="uti/sft_model, partition model a, week 2 was not materialized"):
        store.current(ASSET, {"model": "a", "week": "2"})


def test_a_part_is_pointed_to_in_the_same_file_as_its_asset(store):
    store.point(PART, table(store, 1), "tiny")
    store.point(ASSET, table(store, 2), "tiny")
    assert (store.current(PART, "tiny"), store.current(ASSET, "tiny")) == (table(store, 1), table(store, 2))
    assert [path.name for path in (store.root / "refs").rglob("*.json")] == ["tiny.json"]


def test_pointers_of_earlier_versions_are_read_and_a_new_part_takes_the_place_of_an_old_one(store):
    for name, n in ((ASSET, 1), (PART, 2)):
        path = store.root / "refs" / name / "tiny.json"
        path.parent.mkdir(parents=True)
        path.write_text(json.dumps({"address": table(store, n).address}))
    assert (store.current(ASSET, "tiny"), store.current(PART, "tiny")) == (table(store, 1), table(store, 2))
    assert store.current_version(ASSET, "tiny") == table(store, 1).version
    store.point(PART, table(store, 3), "tiny")
    assert (store.current(ASSET, "tiny"), store.current(PART, "tiny")) == (table(store, 1), table(store, 3))


@pytest.mark.parametrize("broken", [ASSET, PART])
def test_an_asset_has_no_version_while_it_or_a_part_of_it_is_damaged(store, broken):
    pointed = {PART: table(store, 1), ASSET: table(store, 2)}
    for name, artifact in pointed.items():
        store.point(name, artifact, "tiny")
    damage(pointed[broken])
    assert store.current_version(ASSET, "tiny") is None
    assert pointed == {PART: table(store, 1), ASSET: table(store, 2)}  # made again
    assert store.current_version(ASSET, "tiny") == pointed[ASSET].version


def test_a_damaged_part_that_is_no_longer_made_is_forgotten(store):
    store.point(PART, table(store, 1), "tiny")
    damage(table(store, 1))
    store.point(ASSET, table(store, 2), "tiny")
    assert store.current_version(ASSET, "tiny") == table(store, 2).version


def test_a_pointer_whose_part_changed_its_name_is_damaged(store):
    store.point(PART, table(store, 1), "tiny")
    store.point(ASSET, table(store, 2), "tiny")
    path = store.root / "refs" / ASSET / "tiny.json"
    path.write_text(path.read_text().replace("candidates", "candidatez"))
    with pytest.raises(DamagedError, match="materialize the asset again: that writes it anew"):
        store.current(ASSET, "tiny")
    store.point(PART, table(store, 1), "tiny")
    store.point(ASSET, table(store, 2), "tiny")
    assert store.current(PART, "tiny") == table(store, 1)


def test_whatever_bit_of_a_pointer_flips_the_error_says_what_to_do(store):
    store.point("uti/cases", table(store, 1))
    [pointer] = (store.root / "refs").rglob("*.json")
    written = pointer.read_bytes()
    for place in range(8 * len(written)):
        flip_a_bit(pointer, place // 8, place)
        with pytest.raises((DamagedError, MissingError), match="materialize"):
            store.current("uti/cases")
        pointer.write_bytes(written)
