"""Assets that are made one at a time wait for each other, say for whom, and let go before they report."""

import threading

import dagster as dg
import pytest

from medpref_dagster.components.exclusive import hold_while_made
from medpref_dagster.exclusive import DEVICE, name_lock
from medpref_dagster.locks import is_held, read_holder
from medpref_dagster.resources import StoreResource
from medpref_dagster.storage.store import Store


def declare(lock: str, seen: list) -> dg.AssetsDefinition:
    def model(context: dg.AssetExecutionContext, store: StoreResource) -> dg.MaterializeResult:
        path = store.open().lock_path(name_lock(lock))
        seen.append((is_held(path), read_holder(path)))
        return dg.MaterializeResult()

    return dg.asset(key=["uti", "model"])(hold_while_made(lock, model))


def messages(instance: dg.DagsterInstance) -> list[str]:
    runs = instance.get_runs()
    records = instance.get_records_for_run(runs[0].run_id).records if runs else []
    return [record.event_log_entry.user_message for record in records]


@pytest.mark.parametrize("lock", [DEVICE, "report-study"])
def test_an_asset_holds_its_lock_while_it_is_made_and_lets_go(tmp_path, lock):
    seen: list = []
    with dg.DagsterInstance.ephemeral() as instance:
        result = dg.materialize(
            [declare(lock, seen)], instance=instance, resources={"store": StoreResource(root=str(tmp_path))}
        )
    assert result.success
    [(held, holder)] = seen
    assert held
    assert holder.purpose == f"uti/model of run {result.run_id}"
    assert not is_held(Store(tmp_path).lock_path(name_lock(lock)))


def test_a_step_that_waits_says_for_whom_and_goes_on_when_that_one_ends(tmp_path):
    seen: list = []
    results: list = []
    with dg.DagsterInstance.ephemeral() as instance:
        step = threading.Thread(
            target=lambda: results.append(
                dg.materialize(
                    [declare(DEVICE, seen)], instance=instance, resources={"store": StoreResource(root=str(tmp_path))}
                )
            )
        )
        with Store(tmp_path).hold_lock(name_lock(DEVICE), "another run", lambda _: None):
            step.start()
            told = threading.Event()
            for _ in range(600):
                if any("waits for the device; it is held by process" in message for message in messages(instance)):
                    break
                told.wait(0.05)
            assert any("another run, since 20" in message for message in messages(instance))
            assert seen == []
        step.join(60)
    assert results[0].success
    assert len(seen) == 1


def test_devices_that_processes_were_given_apart_have_locks_of_their_own(monkeypatch):
    monkeypatch.delenv("CUDA_VISIBLE_DEVICES", raising=False)
    assert name_lock(DEVICE) == "device-0"
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "2,3")
    assert name_lock(DEVICE) == "device-2"
