"""From an artifact to what it was made from, and to what was made from it."""

import json

import pyarrow as pa
import pytest

from medpref_dagster.storage.store import Artifact, Store

SCHEMA = pa.schema([("n", pa.int64())])


@pytest.fixture
def store(tmp_path) -> Store:
    return Store(tmp_path)


def table(store: Store, n: int) -> Artifact:
    return store.write_table(pa.table({"n": [n]}, schema=SCHEMA), SCHEMA)


def model(store: Store, **manifest) -> Artifact:
    with store.new_folder("models") as pending:
        (pending.path / "manifest.json").write_text(json.dumps(manifest))
    return pending.finished


def test_what_was_recorded_is_found_in_both_directions(store):
    raw, ratings, cases = (table(store, n) for n in range(3))
    store.record_inputs(cases, [raw, ratings])
    assert store.parents(cases) == sorted([raw.address, ratings.address])
    assert store.children(raw) == [cases.address]
    assert store.children(cases) == store.parents(raw) == []


def test_the_same_content_made_from_other_inputs_has_both(store):
    old, new, cases = (table(store, n) for n in range(3))
    store.record_inputs(cases, [old])
    store.record_inputs(cases, [new])
    assert store.parents(cases) == sorted([old.address, new.address])


def test_what_is_recorded_again_is_noted_once(store):
    raw, cases = table(store, 0), table(store, 1)
    for _ in range(3):
        store.record_inputs(cases, [raw])
    assert len((store.root / "lineage" / f"{cases.address}.jsonl").read_text().split()) == 3  # {"inputs": [...]} #hash


def test_a_models_parents_are_read_from_its_manifest(store):
    examples, pairs = table(store, 0), table(store, 1)
    sft = model(store, parent=None, rows_from=examples.address)
    dpo = model(store, parent=sft.address, rows_from=pairs.address)
    assert store.parents(dpo) == sorted([sft.address, pairs.address])
    assert store.children(sft) == [dpo.address]
    assert store.children(examples.address) == [sft.address]


def test_the_index_is_rebuilt_from_manifests_where_all_notes_are_gone_or_damaged(store):
    examples, raw = table(store, 0), table(store, 1)
    sft = model(store, parent=None, rows_from=examples.address)
    store.record_inputs(examples, [raw])
    (store.root / "lineage" / f"{examples.address}.jsonl").write_bytes(b"\xff{")
    assert store.parents(examples) == []
    assert store.children(examples) == [sft.address]
    store.record_inputs(examples, [raw])
    assert store.children(raw) == [examples.address]


def test_what_lost_rows_twice_is_found_by_every_address_that_it_had(store):
    first, second, third, other = (table(store, n) for n in range(4))
    for old, new in ((first, second), (second, third)):
        store.lineage.carry_over(old.address, new.address, {old.address: new.address})
        store.remove_artifact(old.address)
    assert store.lineage.find_forgotten(third.address) == sorted([first.address, second.address])
    assert [store.find_rest(one.address) for one in (first, second, third)] == [third.address] * 3
    store.remove_artifact(other.address)
    assert store.find_rest(other.address) == other.address
