"""Which launcher does a step follows from what the step needs, and what a profile may say of launchers."""

import signal
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

import dagster as dg
import psutil
import pytest
from pydantic import ValidationError

from medpref_dagster.declaration.launchers import LauncherDeclaration
from medpref_dagster.launchers import INLINE, LAUNCHERS, Errand, choose_launcher, slurm
from medpref_dagster.launchers.elsewhere import Ended, LaunchError, end_undisturbed, materialize_elsewhere
from medpref_dagster.launchers.job import Job
from medpref_dagster.launchers.torchrun import explain
from medpref_dagster.launchers.torchrun import run as run_processes
from medpref_dagster.steps import Needs
from medpref_dagster.steps.task import TASK_STEPS
from medpref_dagster.storage.errors import StoreError, UnreachableError
from medpref_dagster.work import main as work

TWO = LauncherDeclaration(launcher="torchrun", processes=2)
ONE = LauncherDeclaration(launcher="torchrun")
TABLES = LauncherDeclaration(launcher="torchrun", device=False)


@pytest.mark.parametrize(
    ("declared", "device", "divides", "chosen"),
    [
        ([], True, True, INLINE),
        ([TWO], True, True, TWO),
        ([TWO], True, False, INLINE),
        ([TWO, ONE], True, False, ONE),
        ([TWO, ONE], False, False, INLINE),
        ([TWO, TABLES], False, False, TABLES),
    ],
)
def test_the_first_that_fits_what_a_step_needs_does_it(declared, device, divides, chosen):
    assert choose_launcher(declared, Needs(device, divides)) is chosen


def test_every_registered_launcher_can_do_a_step():
    assert set(LAUNCHERS.ours) == {"inline", "torchrun", "slurm", "ray", "k8s"}
    for name in LAUNCHERS.ours:
        assert callable(LAUNCHERS.load(name).materialize)


def test_only_steps_that_run_a_model_are_divided():
    divided = [step for step in TASK_STEPS if step.divides]
    assert divided
    assert all(step.runs_model for step in divided)


@pytest.mark.parametrize(
    ("declared", "said"),
    [
        ({"launcher": "inline", "processes": 2}, "leave processes and hours out"),
        ({"launcher": "inline", "hours": 1}, "leave processes and hours out"),
        ({"launcher": "torchrun", "processes": 0}, "greater than or equal to 1"),
        ({"launcher": "torchrun", "hours": 0}, "greater than 0"),
        ({"launcher": "torchrun", "options": ["--mem=1G"]}, "options: torchrun has none"),
        ({"launcher": "slurm", "options": ["-p gpu"]}, "'-p gpu' is no long option of sbatch"),
        ({"launcher": "slurm", "options": ["--output=x"]}, "--output is set by the launcher"),
        ({"launcher": "slurm", "options": ["--outp=x"]}, "--output is set by the launcher; leave --outp out"),
        ({"launcher": "slurm", "options": ["--clusters=b"]}, "--clusters is set by the launcher"),
        ({"launcher": "ray", "options": ["num_gpu=1"]}, "unknown resource 'num_gpu'; did you mean 'num_gpus'"),
        ({"launcher": "ray", "options": ["num_gpus=one"]}, "'num_gpus=one' says no number, such as num_gpus=1"),
        ({"launcher": "ray", "options": ["num_gpus=1.5"]}, r"whole ones \(num_gpus=1, num_gpus=2\)"),
        ({"launcher": "ray", "options": ["num_gpus=0.00001"]}, "num_gpus=0.0001 at least, or 0"),
        ({"launcher": "ray", "options": ["num_cpus=0.00009"]}, "num_cpus=0.0001 at least, or 0"),
        ({"launcher": "k8s"}, "k8s needs pod=FILE"),
        ({"launcher": "k8s", "options": ["pod=p.yaml", "namespce=x"]}, "did you mean 'namespace'"),
        ({"launcher": "k8s", "options": ["pod=p.yaml", "namespace=a/b"]}, "'a/b' is no name of a namespace"),
        ({"launcher": "torchrum"}, "did you mean torchrun|torchrun"),
    ],
)
def test_what_no_launcher_can_be_is_refused(declared, said):
    with pytest.raises(ValidationError, match=said):
        LauncherDeclaration.model_validate(declared)


@pytest.mark.parametrize("option", ["num_gpus=0.5", "num_gpus=2.0", "num_gpus=0", "num_cpus=1.5", "memory_gib=0.00001"])
def test_a_size_that_ray_takes_is_declared(option):
    assert LauncherDeclaration(launcher="ray", options=(option,)).options == (option,)


@pytest.mark.parametrize(
    ("raised", "kind"), [(UnreachableError("it is gone"), UnreachableError), (StoreError("it is full"), dg.Failure)]
)
def test_a_worker_whose_object_store_fell_silent_is_no_failure_that_stays(raised, kind, monkeypatch):
    """As inline, where the step is then tried again."""

    def fail(*_):
        raise raised

    monkeypatch.setattr("medpref_dagster.work.run_job", fail)

    def start(job: Path, _) -> Ended:
        return Ended(well=work([str(job)]) == 0, because="it ended")

    @dg.asset
    def cases(context: dg.AssetExecutionContext) -> dg.MaterializeResult:
        job = Job(project="here", profile="local", subject="uti", step="cases")
        errand = Errand(context, TWO, dg.MaterializeResult, lambda: job)
        with pytest.raises(kind) as found:
            materialize_elsewhere(errand, start, tempfile.TemporaryDirectory())
        told.append(found.value.description if isinstance(found.value, dg.Failure) else str(found.value))
        return dg.MaterializeResult()

    told: list[str] = []
    assert dg.materialize([cases]).success
    assert told == [str(raised)]


TORCHRUN_THAT_DIES = """
import os, signal, subprocess, sys
worker = "import os, signal, sys; signal.signal(signal.SIGALRM, lambda *_: open(sys.argv[1] + '.waited', 'w')); "
worker += "signal.alarm(60); os.kill(os.getppid(), signal.SIGKILL); signal.pause()"
subprocess.Popen([sys.executable, "-c", worker, sys.argv[1]], start_new_session=True)
signal.pause()
"""
"""Its process ends it, and then would wait; for a minute, so that nothing is left where this test fails."""


def test_what_a_killed_torchrun_leaves_is_ended_and_not_waited_for(tmp_path, monkeypatch):
    job = tmp_path / "job.json"
    command = [sys.executable, "-c", TORCHRUN_THAT_DIES, str(job)]
    monkeypatch.setattr("medpref_dagster.launchers.torchrun.command_for", lambda *_: command)
    ended = run_processes(job, {}, TWO)
    assert ended == Ended(well=False, killed=True, because="torchrun was killed by SIGKILL")
    assert not job.with_suffix(".json.waited").exists()
    assert not [item for item in psutil.process_iter(["cmdline"]) if str(job) in (item.info["cmdline"] or ())]


def test_an_option_with_which_sbatch_takes_no_job_is_told(tmp_path, monkeypatch):
    said = subprocess.CompletedProcess([], 0, "Usage: sbatch [OPTIONS...]\n  --help\n", "")
    monkeypatch.setattr(slurm, "_call", lambda *_: said)
    declared = LauncherDeclaration(launcher="slurm", options=("--help",))
    with pytest.raises(LaunchError, match=r"sbatch gave no number but 'Usage: sbatch \[OPTIONS\.\.\.\]'"):
        slurm.run(tmp_path / "job.json", {}, declared, "a", print)


REPORT = """
Root Cause (first observed failure):
[0]:
  time      : 2026-01-01_00:00:00
  host      : a
  rank      : {rank} (local_rank: {rank})
  exitcode  : {code} (pid: 77)
"""


@pytest.mark.parametrize(
    ("printed", "said"),
    [
        (REPORT.format(rank=1, code=-9), "process 2 of 2 was killed by SIGKILL"),
        (REPORT.format(rank=0, code=1), "process 1 of 2 ended with status 1"),
        (REPORT.format(rank=1, code=-9) + REPORT.format(rank=0, code=1), "process 2 of 2 was killed by SIGKILL"),
        (REPORT.format(rank=1, code=-15) + REPORT.format(rank=0, code=1), "process 1 of 2 ended with status 1"),
        ("nothing", "torchrun ended with status 3"),
    ],
)
def test_torchruns_report_is_one_clause(printed, said):
    ended = explain(printed, 3, 2)
    assert (ended.well, ended.because, ended.killed) == (False, said, "killed" in said)


def test_what_ends_a_job_is_done_to_its_end_whoever_interrupts_meanwhile():
    interrupted, ended = threading.Event(), []

    def interrupt(*_: object) -> None:
        interrupted.set()
        raise KeyboardInterrupt

    def end() -> None:
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)
        assert interrupted.wait(60)
        ended.append("to its end")

    before = signal.signal(signal.SIGINT, interrupt)
    try:
        end_undisturbed(end)
    finally:
        signal.signal(signal.SIGINT, before)
    assert ended == ["to its end"]
