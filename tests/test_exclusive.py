"""Steps that run alone wait for each other, say for whom, and let go before they are reported."""

import threading

import pytest

from medpref_dagster.exclusive import name_lock
from medpref_dagster.locks import DEVICE, is_held, read_holder
from medpref_dagster.schemas import QUARANTINE
from medpref_dagster.steps import DeclaredTask, Step, StepResult
from medpref_dagster.steps.running import run_step
from medpref_dagster.storage.store import Store
from medpref_dagster.workbench import Workbench
from tests.steps.declared import declare
from tests.training.tiny_task import COMPUTE


@pytest.fixture
def run_alone(tmp_path, monkeypatch):
    """Run a step of that lock; what is seen of the lock meanwhile, and what is told, are written down."""
    store = Store(tmp_path)

    def run(lock: str, seen: list, told: list | None = None) -> None:
        step = Step("raw_cases", "nowhere:nothing", "Made up.", runs_model=lock == DEVICE, alone="report")

        def look(workbench, about, inputs) -> StepResult:
            path = store.lock_path(name_lock(lock))
            seen.append((is_held(path), read_holder(path)))
            return StepResult(store.write_table(QUARANTINE.empty_table(), QUARANTINE))

        monkeypatch.setattr(Step, "load", lambda self: look)
        tell = lambda progress: None if told is None else told.append(str(progress))  # noqa: E731
        run_step(step, DeclaredTask("uti", declare("uti")), Workbench(store, None, COMPUTE, tell), "run 17")

    return run


@pytest.mark.parametrize("lock", [DEVICE, "report-uti"])
def test_a_step_holds_its_lock_while_it_runs_and_lets_go(run_alone, tmp_path, lock):
    seen: list = []
    run_alone(lock, seen)
    [(held, holder)] = seen
    assert held
    assert holder.purpose == "uti/raw_cases of run 17"
    assert not is_held(Store(tmp_path).lock_path(name_lock(lock)))


def test_a_step_that_waits_says_for_whom_and_goes_on_when_that_one_ends(run_alone, tmp_path):
    seen: list = []
    told: list[str] = []
    step = threading.Thread(target=lambda: run_alone(DEVICE, seen, told))
    with Store(tmp_path).hold_lock(name_lock(DEVICE), "another run", lambda _: None):
        step.start()
        pause = threading.Event()
        for _ in range(600):
            if any("another run, since 20" in message for message in told):
                break
            pause.wait(0.05)
        assert any("waits for the device; it is held by process" in message for message in told)
        assert seen == []
    step.join(60)
    assert len(seen) == 1


def test_devices_that_processes_were_given_apart_have_locks_of_their_own(monkeypatch):
    monkeypatch.delenv("CUDA_VISIBLE_DEVICES", raising=False)
    assert name_lock(DEVICE) == "device-0"
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "2,3")
    assert name_lock(DEVICE) == "device-2"
