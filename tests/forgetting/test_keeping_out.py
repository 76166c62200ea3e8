"""What a source says of a patient who was forgotten is dropped where it is read, whatever the source is."""

import json

import pyarrow as pa
import pytest

from medpref_dagster.forgetting.keeping_out import Sieve
from medpref_dagster.forgetting.tombstones import name_tombstone, read_tombstones, write_tombstones
from medpref_dagster.forgetting.wanted import ForgettingError
from medpref_dagster.privacy_key import FILE_VARIABLE, create_privacy_key
from medpref_dagster.storage.store import Store


@pytest.fixture
def tombstones(tmp_path, monkeypatch):
    monkeypatch.setenv(FILE_VARIABLE, str(tmp_path / "key"))
    key = create_privacy_key(tmp_path / "key")
    store = Store(tmp_path / "store")
    write_tombstones(store, key, name_tombstone(key, ["1001"]), ["1001"], ["g-1"])
    return read_tombstones(store)


@pytest.mark.parametrize(
    "patients", [pa.array([1001, 7]), pa.array([1001.0, 7.0]), pa.array([" 1001", "7"]), pa.array(["1001.0", None])]
)
def test_rows_go_in_whatever_spelling_and_type_the_patient_is(tombstones, patients):
    sieve = Sieve(tombstones, "mrn")
    batch = pa.RecordBatch.from_arrays([pa.array(["a", "b"]), patients], names=["row_id", "mrn"])
    [kept] = sieve.sift_rows([batch])
    assert kept.column("row_id").to_pylist() == ["b"]
    assert sieve.forgotten == 1


def test_without_a_patients_column_each_row_is_a_patient(tombstones):
    batch = pa.RecordBatch.from_arrays([pa.array(["1001", "1002"])], names=["row_id"])
    [kept] = Sieve(tombstones).sift_rows([batch])
    assert kept.column("row_id").to_pylist() == ["1002"]


def test_quarantined_rows_go_by_the_patients_column_and_by_any_field_of_what_is_no_row(tombstones):
    records = ['{"mrn": 1001}', '{"mrn": "7", "note": "1001"}', '{"x": ["1001"]}', "1001,fever", "7,fever", None]
    rows = [{"row_id": str(place), "record": record} for place, record in enumerate(records)]
    kept = Sieve(tombstones, "mrn").sift_quarantine(rows)
    assert [row["row_id"] for row in kept] == ["1", "4", "5"]


def test_events_go_with_their_generation_also_where_that_is_new_and_of_another_week(tombstones):
    new = {"id": "g-2", "aliases": ["span-2"], "patient": "1001"}
    events = [
        {"id": "r-1", "generation": "g-1"},
        {"id": "r-2", "generation": "span-2"},
        {"id": "r-3", "generation": "g-3", "reaction": {"kind": "chosen", "over": ["g-2"]}},
        {"id": "r-4", "generation": "g-3"},
        {"id": "g-3", "patient": "7"},
    ]
    sieve = Sieve(tombstones)
    sieve.learn([json.dumps(new)])
    kept = list(sieve.sift_arrivals({"content": json.dumps(event)} for event in (*events, new)))
    assert [json.loads(str(item["content"]))["id"] for item in kept] == ["r-4", "g-3"]
    assert sieve.forgotten == 4


def test_where_nobody_was_forgotten_no_key_is_needed_and_everything_stays(tmp_path, monkeypatch):
    monkeypatch.delenv(FILE_VARIABLE, raising=False)
    sieve = Sieve(read_tombstones(Store(tmp_path / "store")), "mrn")
    batch = pa.RecordBatch.from_arrays([pa.array([1001])], names=["mrn"])
    assert list(sieve.sift_rows([batch])) == [batch]


def test_a_damaged_tombstone_is_refused_not_passed_over(tombstones, tmp_path):
    [path] = (tmp_path / "store" / "tombstones").iterdir()
    path.write_text("{")
    with pytest.raises(ForgettingError, match="restore the store's folder tombstones/"):
        read_tombstones(Store(tmp_path / "store"))
