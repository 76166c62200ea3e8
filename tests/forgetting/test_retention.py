"""What has passed its declared age goes, and nothing else; what nothing points to can be collected."""

import os
import time

import pyarrow as pa
import pytest
import yaml

from medpref_dagster.audit.log import AuditLog
from medpref_dagster.forgetting.collecting import collect, collect_old
from medpref_dagster.storage.store import MissingError, Store
from tests.forgetting.made_project import (
    FEEDBACK,
    TASK,
    check_whole,
    find_remains,
    list_captured,
    list_words,
    name_patient,
)

SCHEMA = pa.schema([("number", pa.int64())])
DAY = 24 * 3600


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "store")


def write(store, number, days_ago=0.0):
    artifact = store.write_table(pa.table({"number": [number]}), SCHEMA)
    then = time.time() - days_ago * DAY
    for path in (*artifact.path.iterdir(), artifact.path):
        os.utime(path, (then, then))
    return artifact


def is_there(store, artifact):
    return artifact.path.is_dir()


def test_gc_keeps_what_assets_and_computations_point_to_and_what_that_was_made_from(store):
    pointed, computed, parent, lost = (write(store, number) for number in range(4))
    store.point("task/cases", pointed)
    store.remember("key", computed)
    store.record_inputs(pointed, [parent])
    assert collect(store, dry_run=True).artifacts == [lost.address]
    assert is_there(store, lost)
    found = collect(store, dry_run=False)
    assert (found.artifacts, found.bytes > 0) == ([lost.address], True)
    assert [is_there(store, one) for one in (pointed, computed, parent, lost)] == [True, True, True, False]
    assert collect(store, dry_run=False).artifacts == []


def test_what_is_superseded_goes_after_its_days_though_a_computation_is_remembered(store):
    old, young, current = write(store, 1, 11), write(store, 2, 9), write(store, 3, 30)
    store.remember("old", old)
    store.point("task/cases", current)
    kept = collect_old(store, superseded_days=None, unfinished_days=None, raw_days=None, dry_run=False)
    assert kept.artifacts == []
    found = collect_old(store, superseded_days=10, unfinished_days=None, raw_days=None, dry_run=False)
    assert found.artifacts == [old.address]
    assert [is_there(store, one) for one in (old, young, current)] == [False, True, True]
    assert store.recall("old") is None


def test_raw_rows_go_with_their_pointer_and_unfinished_work_goes(store):
    raw, cases = write(store, 1, 11), write(store, 2, 11)
    store.point("task/raw_cases", raw)
    store.point("task/cases", cases)
    store.record_inputs(cases, [raw])
    work = store.work_folder("key")
    (work / "checkpoint").write_text("weights")
    os.utime(work / "checkpoint", (time.time() - 11 * DAY,) * 2)
    store.work_folder("young")
    found = collect_old(store, superseded_days=None, unfinished_days=10, raw_days=10, dry_run=False)
    assert (found.artifacts, found.pointers, found.unfinished) == ([raw.address], ["task/raw_cases"], ["key"])
    with pytest.raises(MissingError, match="was not materialized yet"):
        store.current("task/raw_cases")
    assert store.current("task/cases").address == cases.address
    assert [path.name for path in (store.root / "work").iterdir()] == ["young"]


def declare_retention(root, **days):
    profile = root / "resources" / "local" / "defs.yaml"
    machine = yaml.safe_load(profile.read_text())
    machine["attributes"]["retention"] = days
    profile.write_text(yaml.safe_dump(machine))


def test_captured_events_go_after_their_days_with_every_page_that_had_them(clinic, invoke):
    declare_retention(clinic, captured_days=30)
    assert "removed nothing" in invoke("retention").stdout
    declare_retention(clinic, captured_days=5)
    told = invoke("retention", "--dry-run")
    assert "would remove 18 captured events" in told.stdout
    assert len(list_captured(clinic)) == 18
    assert "removed 18 captured events" in invoke("retention").stdout
    assert list_captured(clinic) == []
    held = find_remains(clinic, list_words(name_patient(1), clinic))
    assert not [path for path in held if path.startswith("capture.sqlite")]
    *_, entry = AuditLog(clinic / "store" / "audit").entries()
    assert (entry.action, entry.details["counts"]) == ("retention.applied", {"captured events": 18})
    check_whole(clinic)


def test_retention_that_is_not_declared_is_said(clinic, invoke):
    refused = invoke("retention")
    assert refused.exit_code == 1
    assert "declares no retention" in refused.stderr


def test_gc_of_a_made_project_takes_nothing_that_is_current(clinic, invoke):
    done = invoke("store", "gc")
    assert done.exit_code == 0, done.output
    check_whole(clinic)
    store = Store(clinic / "store")
    assert store.current(f"{TASK}/evaluation_report", "tiny")
    assert list((store.root / "refs" / FEEDBACK).iterdir())
