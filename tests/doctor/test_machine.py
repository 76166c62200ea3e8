"""The doctor says what this machine lacks, and what to do."""

import time
from pathlib import Path

import pytest
import torch

from medpref_dagster.declaration.compute import ComputeDeclaration
from medpref_dagster.declaration.launchers import LauncherDeclaration
from medpref_dagster.devices import Compute
from medpref_dagster.doctor import machine
from medpref_dagster.doctor.findings import GIB


def test_this_machine_can_compute():
    findings, compute = machine.examine_device(ComputeDeclaration.model_validate({"device": "cpu"}))
    assert compute is not None
    assert all(finding.state != "wrong" for finding in findings)
    assert {finding.about for finding in findings} == {"device", "memory"}


@pytest.mark.skipif(torch.cuda.is_available(), reason="there is a GPU")
def test_a_gpu_that_is_declared_and_not_there_is_wrong_with_what_to_do():
    [finding], compute = machine.examine_device(ComputeDeclaration.model_validate({"device": "cuda"}))
    assert compute is None
    assert finding.state == "wrong"
    assert "MEDPREF_PROFILE=local" in (finding.remedy or "")


SLURM, TWO = LauncherDeclaration(launcher="slurm"), LauncherDeclaration(launcher="slurm", processes=2)
INLINE = LauncherDeclaration(launcher="inline")
TABLES = LauncherDeclaration(launcher="slurm", device=False)


@pytest.fixture
def no_gpu(monkeypatch):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)


@pytest.mark.parametrize("declared", ["cuda", "auto", "cpu"])
def test_a_login_node_needs_no_gpu_where_a_queues_nodes_do_what_runs_a_model(no_gpu, declared):
    findings, compute = machine.examine_device(ComputeDeclaration.model_validate({"device": declared}), [TABLES, SLURM])
    assert compute is None
    assert [finding.state for finding in findings] == ["well", "well"]
    assert findings[0].found == "is looked for where slurm does the steps that run a model, not on this machine"
    assert "of this machine" in findings[1].found


def test_steps_that_no_launcher_takes_need_the_device_of_the_login_node(no_gpu):
    cuda = ComputeDeclaration.model_validate({"device": "cuda"})
    findings, _ = machine.examine_device(cuda, [TWO])
    assert [finding.state for finding in findings] == ["well", "worth knowing", "well"]
    assert "{launcher: slurm}" in (findings[1].remedy or "")
    for launchers, states in (
        ([TWO, SLURM], ["well", "well"]),
        ([TWO, INLINE], ["well", "worth knowing", "well"]),
        ([TABLES], ["wrong"]),
        ([INLINE, SLURM], ["wrong"]),
    ):
        findings, _ = machine.examine_device(cuda, launchers)
        assert [finding.state for finding in findings] == states
    findings, _ = machine.examine_device(ComputeDeclaration.model_validate({"device": "cpu"}), [TWO])
    assert [finding.state for finding in findings] == ["well", "well"]


def test_a_python_that_is_not_supported_is_wrong(monkeypatch):
    assert [finding.state for finding in machine.examine_python()] == ["well"]
    monkeypatch.setattr(machine.sys, "version_info", (3, 9, 1))
    [finding] = machine.examine_python()
    assert (finding.state, finding.found) == ("wrong", "Python 3.9.1")


def test_weights_that_fill_the_memory_do_not_fit():
    compute = Compute(torch.device("cpu"), torch.float32, 2 * GIB, 1)
    assert machine.examine_room_for("small", GIB, compute).state == "well"
    large = machine.examine_room_for("large", 3 * GIB, compute)
    assert large.state == "wrong"
    assert "medpref plan TASK --base-model large" in (large.remedy or "")


def test_a_disk_that_is_almost_full_is_wrong(tmp_path, monkeypatch):
    usage = machine.shutil.disk_usage(tmp_path)
    monkeypatch.setattr(machine.shutil, "disk_usage", lambda _: usage._replace(free=GIB))
    assert machine.examine_disk(tmp_path).state == "wrong"
    monkeypatch.setattr(machine.shutil, "disk_usage", lambda _: usage._replace(free=3 * GIB))
    assert machine.examine_disk(tmp_path).state == "well"


def test_a_clock_that_was_set_back_is_told_by_the_newest_run(tmp_path: Path):
    assert machine.examine_clock(tmp_path, None).state == "well"
    assert machine.examine_clock(tmp_path, time.time() - 60).state == "well"
    back = machine.examine_clock(tmp_path, time.time() + 86_400)
    assert back.state == "wrong"
    assert "set back" in back.found


def test_a_file_server_with_another_clock_is_told(tmp_path: Path, monkeypatch):
    now = time.time()
    monkeypatch.setattr(machine.time, "time", lambda: now - 90)
    apart = machine.examine_clock(tmp_path, None)
    assert apart.state == "wrong"
    assert "s apart" in apart.found
    assert not list(tmp_path.iterdir()), "nothing is left behind"
