"""A step that needs what only one process can have waits for it, says for whom, and lets go before it is reported."""

import errno
import re
import threading
from dataclasses import dataclass

import dagster as dg
import pyarrow as pa
import pytest

from medpref_dagster.components import frame
from medpref_dagster.components.frame import build_assets
from medpref_dagster.declaration import Columns, Source
from medpref_dagster.disclosure import Disclosure
from medpref_dagster.exclusive import DEVICE, name_lock
from medpref_dagster.gpus import Gpu
from medpref_dagster.launchers.elsewhere import TakenAwayError
from medpref_dagster.locks import read_holder
from medpref_dagster.resources import BaseModelsResource, ComputeResource, StoreResource
from medpref_dagster.steps import Step, StepResult
from medpref_dagster.steps.running import call_step, run_step
from medpref_dagster.storage.errors import StoreError, UnreachableError
from medpref_dagster.storage.objects import Objects
from medpref_dagster.storage.store import Store
from medpref_dagster.workbench import Workbench
from tests.held_locks import is_held

SCHEMA = pa.schema([("n", pa.int64())])


@dataclass(frozen=True)
class Subject:
    name: str = "uti"
    sources: tuple = ()

    def expand(self, name: str) -> tuple[str, ...]:
        return (f"uti/{name}",)


@dataclass(frozen=True)
class StubStep(Step):
    seen: tuple[list, ...] = ()

    def load(self):
        def make(workbench, about, inputs):
            held = self.exclusive(about)
            path = workbench.store.lock_path(name_lock(held)) if held else None
            self.seen[0].append((is_held(path), read_holder(path).purpose) if path else None)
            return StepResult(write(workbench.store, 2), more={"candidates": write(workbench.store, 3)})

        return make


def write(store: Store, n: int):
    return store.write_table(pa.table({"n": [n]}, schema=SCHEMA), SCHEMA)


def step(seen: list, **more) -> Step:
    return StubStep("sft_model", "none:none", "A model.", seen=(seen,), **more)


def materialize(step: Step, store: Store, instance: dg.DagsterInstance, at_once: int = 1) -> dg.ExecuteInProcessResult:
    resources = {
        "store": StoreResource(root=str(store.root)),
        "compute": ComputeResource(device="cpu", threads=1, at_once=at_once),
        "base_models": BaseModelsResource(declared=[]),
    }
    return dg.materialize(build_assets([step], Subject(), ["tiny"], []), instance=instance, resources=resources)


def messages(instance: dg.DagsterInstance) -> list[str]:
    runs = instance.get_runs()
    records = instance.get_records_for_run(runs[0].run_id).records if runs else []
    return [record.event_log_entry.user_message for record in records]


@pytest.mark.parametrize(("more", "held"), [({"runs_model": True}, DEVICE), ({"holds": "report"}, "report")])
def test_a_step_holds_what_it_needs_alone_while_it_runs_and_lets_go(tmp_path, more, held):
    seen: list = []
    store = Store(tmp_path)
    with dg.DagsterInstance.ephemeral() as instance:
        result = materialize(step(seen, **more), store, instance)
    assert seen == [(True, f"uti/sft_model of run {result.run_id}")]
    assert not is_held(store.lock_path(name_lock(held)))


def test_a_step_that_waits_says_for_whom_and_goes_on_when_that_one_ends(tmp_path):
    seen: list = []
    store = Store(tmp_path)
    with dg.DagsterInstance.ephemeral() as instance:
        waiting = threading.Thread(target=materialize, args=(step(seen, runs_model=True), store, instance))
        with store.hold_lock(name_lock(DEVICE), "another run", lambda _: None):
            waiting.start()
            told = threading.Event()
            for _ in range(600):
                if any("waits for the device; it is held by process" in message for message in messages(instance)):
                    break
                told.wait(0.05)
            assert any("another run, since 20" in message for message in messages(instance))
            assert seen == []
        waiting.join(60)
    assert len(seen) == 1


def test_a_device_does_as_many_steps_side_by_side_as_the_profile_says_and_a_report_is_written_alone(tmp_path):
    store, seen, reports = Store(tmp_path), [], []
    with dg.DagsterInstance.ephemeral() as instance, store.hold_lock(name_lock(DEVICE), "another", lambda _: None):
        assert materialize(step(seen, runs_model=True), store, instance, at_once=2).success
        assert seen == [(True, "another")]
    with dg.DagsterInstance.ephemeral() as instance:
        waiting = threading.Thread(
            target=materialize, args=(step(reports, holds="report"), store, instance), kwargs={"at_once": 2}
        )
        with store.hold_lock("report", "another", lambda _: None):
            waiting.start()
            told = threading.Event()
            for _ in range(600):
                if any("waits for the report" in message for message in messages(instance)):
                    break
                told.wait(0.05)
            assert reports == []
        waiting.join(60)
    assert len(reports) == 1


def test_what_a_step_gives_is_recorded_as_made_from_its_inputs(tmp_path):
    store = Store(tmp_path)
    raw = write(store, 1)
    store.point("uti/raw_cases", raw)
    result = run_step(step([], inputs=("raw_cases",)), Subject(), Workbench(store, _never, _never))
    for artifact in (result.artifact, result.more["candidates"]):
        assert store.parents(artifact) == [raw.address]
    assert store.children(raw) == sorted([result.artifact.address, result.more["candidates"].address])


@pytest.mark.parametrize(
    ("declared", "noted", "expected"),
    [
        (Disclosure.SYNTHETIC, None, Disclosure.SYNTHETIC),
        (Disclosure.DEIDENTIFIED, None, Disclosure.DEIDENTIFIED),
        (Disclosure.SYNTHETIC, Disclosure.IDENTIFIABLE, Disclosure.IDENTIFIABLE),
        (Disclosure.IDENTIFIABLE, Disclosure.SYNTHETIC, Disclosure.IDENTIFIABLE),
    ],
)
def test_what_a_step_gives_has_the_strictest_disclosure_of_its_sources_and_inputs(tmp_path, declared, noted, expected):
    store = Store(tmp_path)
    raw = write(store, 1)
    store.point("uti/raw_cases", raw)
    if noted is not None:
        store.record_disclosure(raw, "uti/raw_cases", noted)
    about = Subject(sources=(Source(reader="files", columns=Columns(text="note"), disclosure=declared),))
    result = run_step(step([], inputs=("raw_cases",)), about, Workbench(store, _never, _never))
    assert result.shown["disclosure"] == expected.value
    for artifact in (result.artifact, result.more["candidates"]):
        assert store.find_disclosure(artifact, "uti/sft_model") is expected
        modes = {path.stat().st_mode & 0o077 for path in (artifact.path, *artifact.path.iterdir())}
        assert (modes == {0}) == (expected is not Disclosure.SYNTHETIC)


def test_content_that_was_everybodys_is_taken_from_them_once_it_is_made_of_a_stricter_source(tmp_path):
    store = Store(tmp_path)
    everybodys = write(store, 2)
    assert everybodys.path.stat().st_mode & 0o077
    about = Subject(sources=(Source(reader="files", columns=Columns(text="note")),))
    result = run_step(step([]), about, Workbench(store, _never, _never))
    assert result.artifact.address == everybodys.address
    assert not everybodys.path.stat().st_mode & 0o077


def test_the_same_content_of_two_assets_has_a_disclosure_for_each(tmp_path):
    store = Store(tmp_path)
    empty = write(store, 0)
    store.record_disclosure(empty, "uti/ratings", Disclosure.IDENTIFIABLE)
    store.record_disclosure(empty, "triage/ratings", Disclosure.SYNTHETIC)
    assert store.find_disclosure(empty, "triage/ratings") is Disclosure.SYNTHETIC
    assert store.find_disclosure(empty) is Disclosure.IDENTIFIABLE
    store.record_disclosure(empty, "uti/ratings", Disclosure.DEIDENTIFIED)
    assert store.find_disclosure(empty, "uti/ratings") is Disclosure.DEIDENTIFIED
    assert store.find_disclosure(write(store, 9)) is None


def _never():
    raise AssertionError("asked for what the step does not need")


def test_a_gpu_has_one_lock_however_the_processes_that_use_it_number_it(monkeypatch):
    """Two jobs of a queue see a GPU each, and both see it as the first."""
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "0")
    names = []
    for uuid in ("one", "other", "one"):
        seen = [Gpu("a card", uuid, (9, 0)), Gpu("a card", "third", (9, 0))]
        monkeypatch.setattr("medpref_dagster.exclusive.list_gpus", lambda seen=seen: seen)
        names.append(name_lock(DEVICE))
    assert names == ["device-one", "device-other", "device-one"]
    assert name_lock("report") == "report"


def test_devices_that_processes_were_given_apart_have_locks_of_their_own(monkeypatch):
    monkeypatch.setattr("medpref_dagster.exclusive.list_gpus", list)
    monkeypatch.delenv("CUDA_VISIBLE_DEVICES", raising=False)
    assert name_lock(DEVICE) == "device-0"
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "2,3")
    assert name_lock(DEVICE) == "device-2"


@dataclass(frozen=True)
class SourcedStep(StubStep):
    disclosure: Disclosure = Disclosure.IDENTIFIABLE

    def disclosure_of(self, about):
        return self.disclosure


@pytest.mark.parametrize("may_hold", [None, Disclosure.DEIDENTIFIED])
def test_a_step_on_text_that_the_object_store_may_not_hold_does_not_begin(tmp_path, monkeypatch, may_hold):
    """Whatever the server is: it is not asked."""
    monkeypatch.setattr(Objects, "_require_conditions", lambda self: None)
    store, seen = Store(tmp_path, "s3://hospital/store", may_hold), []
    stub = SourcedStep("cases", "none:none", "Cases.", seen=(seen,))
    with pytest.raises(StoreError, match="uti/cases is identifiable, and s3://hospital/store may hold"):
        call_step(stub, Subject(), Workbench(store, _never, _never), {}, "uti/cases")
    assert seen == []


@dataclass(frozen=True)
class FailingStep(SourcedStep):
    error: Exception | None = None

    def load(self):
        def fail(workbench, about, inputs):
            raise self.error

        return fail


@pytest.mark.parametrize("disclosure", [Disclosure.SYNTHETIC, Disclosure.IDENTIFIABLE])
@pytest.mark.parametrize(
    "error",
    [
        OSError(errno.ENOSPC, "x", "Jane Doe"),
        OSError(errno.EDQUOT, "x"),
        ValueError("IO: No space left on device"),
    ],
    ids=["disk", "quota", "by a library"],
)
def test_a_full_disk_is_a_sentence_whichever_library_meets_it_and_no_text_is_said(tmp_path, disclosure, error):
    stub = FailingStep("cases", "none:none", "Cases.", seen=([],), disclosure=disclosure, error=error)
    with pytest.raises(StoreError, match=f"the disk is full at {tmp_path}: nothing half written is kept") as raised:
        run_step(stub, Subject(), Workbench(Store(tmp_path), _never, _never))
    assert "Jane" not in str(raised.value)
    assert re.search(r"\. [\d,]+ MiB are free", str(raised.value)), "how much"


GONE, PREEMPTED = UnreachableError("s3://x does not answer"), TakenAwayError("Slurm took the node away")


@pytest.mark.parametrize(
    ("error", "fails", "tries"),
    [(GONE, 2, 3), (PREEMPTED, 2, 3), (GONE, 9, 4), (PREEMPTED, 9, 4), (StoreError("x"), 2, 1)],
)
def test_only_what_passes_is_tried_again(tmp_path, monkeypatch, error, fails, tries):
    opened, store = [], Store(tmp_path)

    def open_store(resource) -> Store:
        opened.append(resource)
        if len(opened) <= fails:
            raise error
        return store

    monkeypatch.setattr(StoreResource, "open", open_store)
    monkeypatch.setattr(frame, "_RETRY_SECONDS", 0)
    with dg.DagsterInstance.ephemeral() as instance:
        resources = {
            "store": StoreResource(root=str(tmp_path)),
            "compute": ComputeResource(device="cpu", threads=1),
            "base_models": BaseModelsResource(declared=[]),
        }
        assets = build_assets([step([])], Subject(), ["tiny"], [])
        result = dg.materialize(assets, instance=instance, resources=resources, raise_on_error=False)
    assert (result.success, len(opened)) == (tries == 3, tries)
    if tries == 4:
        [failed] = [event for event in result.all_events if event.event_type_value == "STEP_FAILURE"]
        said = failed.step_failure_data.user_failure_data
        assert said is not None
        assert said.description == f"{error}; it was tried 4 times"
