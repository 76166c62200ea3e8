"""Processes that do a step together: one leads, errors are everybody's, numbers arrive as they are."""

import json
import os

import pytest
import torch

from medpref_dagster import devices, exclusive
from medpref_dagster.devices import Compute, DeviceError, share_compute
from medpref_dagster.exclusive import DEVICE, hold_exclusively
from medpref_dagster.progress import silent
from medpref_dagster.storage.store import Store
from medpref_dagster.together import Processes, join_processes, take_own_gpu, together
from tests.training.test_together import launch


@pytest.fixture(scope="module")
def seen(tmp_path_factory) -> list[dict]:
    folder = tmp_path_factory.mktemp("processes")
    done = launch(2, "tests.together_program", str(folder), cwd=folder)
    assert done.returncode == 0, done.stdout
    return [json.loads((folder / f"{rank}.json").read_text()) for rank in range(2)]


def test_only_the_lead_acts_and_both_have_what_came_of_it(seen):
    assert [process["who"] for process in seen] == [[0, 2], [1, 2]]
    assert [process["called"] for process in seen] == [[0], []]
    assert [process["given"] for process in seen] == [[1, 0]] * 2
    assert [process["afterwards"] for process in seen] == [1, 1]


def test_the_leads_error_is_everybodys(seen):
    assert [process["raised"] for process in seen] == ["uti/cases was not materialized yet"] * 2
    assert [process["raised elsewhere"] for process in seen] == ["JSONDecodeError", "ProcessError"]


def test_nobody_goes_on_before_the_lead_holds_what_it_waits_for(seen):
    assert [process["held"] for process in seen] == [True, True]


def test_what_each_computed_is_brought_together(seen):
    for process in seen:
        assert process["gathered"] == [{"of": 0, "number": 0.1}, {"of": 1, "number": 0.1 + 1 / 3}]
        assert process["merged"] == [[0, 0], [1, 1], [2, 0], [3, 1], [4, 0]]
        assert process["added"] == [[3.0, 3.0], 10.0]


def test_processes_that_no_longer_compute_the_same_are_told_so(seen):
    for process in seen:
        assert "have not the same weights any more" in process["differs"]
        assert "launcher: inline" in process["differs"]


def test_alone_everything_is_as_without(monkeypatch):
    for name in ("RANK", "WORLD_SIZE"):
        monkeypatch.delenv(name, raising=False)
    with join_processes() as processes:
        assert processes == together() == Processes(0, 1)
        assert processes.by_lead(lambda: object).__name__ == "object", "nothing is sent anywhere"
        assert processes.gather(3) == [3]
        assert processes.deal([1, 2, 3]) == [1, 2, 3]


class Others(Processes):
    """The first of two processes, the other of which found this."""

    other = ("cpu", 600)

    def gather(self, value):
        return [value, list(self.other)]


def test_processes_on_a_cpu_plan_with_their_part_of_the_least_memory(monkeypatch):
    monkeypatch.setattr(devices, "together", lambda: Others(0, 2))
    on_cpu = Compute(torch.device("cpu"), torch.float32, 1000, 1)
    assert share_compute(on_cpu).memory_bytes == 300


def test_processes_with_a_gpu_each_plan_with_the_smallest_ones_memory(monkeypatch):
    monkeypatch.setattr(devices, "together", lambda: Others(0, 2))
    monkeypatch.setattr(Others, "other", ("cuda", 600))
    on_gpu = Compute(torch.device("cuda"), torch.bfloat16, 1000, 1)
    assert share_compute(on_gpu).memory_bytes == 600


def test_fewer_gpus_than_processes_are_told_in_each_process(monkeypatch):
    monkeypatch.setattr(devices, "together", lambda: Others(0, 2))
    on_gpu = Compute(torch.device("cuda"), torch.bfloat16, 1000, 1)
    with pytest.raises(DeviceError, match=r"1 of the 2 processes .* found no GPU: lower `processes`"):
        share_compute(on_gpu)


@pytest.mark.parametrize(
    ("given", "place", "seen"),
    [(None, 1, "1"), ("4,6", 0, "4"), ("4, 6", 1, "6"), ("GPU-a1,GPU-b2", 1, "GPU-b2"), ("4", 1, ""), ("", 0, "")],
)
def test_each_process_sees_its_own_of_the_gpus_that_were_given(monkeypatch, given, place, seen):
    if given is None:
        monkeypatch.delenv("CUDA_VISIBLE_DEVICES", raising=False)
    else:
        monkeypatch.setenv("CUDA_VISIBLE_DEVICES", given)
    take_own_gpu(place)
    assert os.environ["CUDA_VISIBLE_DEVICES"] == seen


def test_a_step_of_several_processes_holds_each_ones_gpu(tmp_path, monkeypatch):
    class OnTwoGpus(Processes):
        def gather(self, value):
            return ["device-3", value]

    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "2")
    monkeypatch.setattr(exclusive, "together", lambda: OnTwoGpus(1, 2))
    store = Store(tmp_path)
    with hold_exclusively(store, DEVICE, "uti/sft_model of run 1", silent):
        monkeypatch.setattr(exclusive, "together", Processes)
        for gpu in ("2", "3"):
            monkeypatch.setenv("CUDA_VISIBLE_DEVICES", gpu)
            assert asks_in_vain(store), gpu
        monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "4")
        assert not asks_in_vain(store)


def asks_in_vain(store: Store) -> bool:
    """Whether somebody else has the device that this process would work on."""

    def give_up(waiting) -> None:
        raise TimeoutError

    try:
        with hold_exclusively(store, DEVICE, "uti/dpo_model of run 2", give_up):
            return False
    except TimeoutError:
        return True
