"""Processes that do a step together: one leads, errors are everybody's, numbers arrive as they are."""

import json

import pytest
import torch

from medpref_dagster import devices
from medpref_dagster.devices import Compute, DeviceError, share_compute
from medpref_dagster.together import Processes, join_processes, together
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


def test_several_processes_on_a_gpu_are_refused_and_on_a_cpu_plan_with_the_least_memory(monkeypatch):
    class Others(Processes):
        def gather(self, value):
            return [value, 600]

    monkeypatch.setattr(devices, "together", lambda: Others(0, 2))
    on_gpu = Compute(torch.device("cuda"), torch.bfloat16, 2**30, 1)
    with pytest.raises(DeviceError, match="on the CPU only, and this one found cuda"):
        share_compute(on_gpu)
    on_cpu = Compute(torch.device("cpu"), torch.float32, 1000, 1)
    assert share_compute(on_cpu).memory_bytes == 300
