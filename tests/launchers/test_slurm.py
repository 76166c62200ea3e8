"""Steps that are done by jobs of a Slurm cluster: of one node, on this machine; and what is said when one is not."""

import json
import re
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from medpref_dagster.declaration.launchers import LauncherDeclaration
from medpref_dagster.launchers.elsewhere import LaunchError
from medpref_dagster.launchers.slurm import explain_end, read_state, run, write_script
from medpref_dagster.storage.owners import Owner, this_process
from medpref_dagster.storage.store import Store
from tests.conftest import CHECKOUT
from tests.launchers import runs
from tests.launchers.own_network import Network
from tests.launchers.runs import UP_TO_CASES, assert_as_inline, assert_two_processes_agree_with_one, declare

ONE = LauncherDeclaration(launcher="slurm")
TWO = LauncherDeclaration(launcher="slurm", processes=2)
QUEUED = ("cases", "sft_examples", "sft_model")


@pytest.fixture
def job(tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(CHECKOUT))
    folder = tmp_path / "job"
    folder.mkdir()
    path = folder / "job.json"
    path.write_text("{}")
    return path


def list_jobs() -> str:
    return subprocess.run(["squeue", "--noheader"], capture_output=True, text=True, check=True).stdout


def test_jobs_of_a_queue_materialize_what_the_runs_own_process_does(project, tiny_task, slurm, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(CHECKOUT))
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    tiny_task("uti")
    declare(project, "one")
    expected = runs.run(*UP_TO_CASES, "sft_model")
    declare(project, "queued", {"launcher": "slurm", "device": False})
    runs.run("raw_cases")
    declare(project, "queued", {"launcher": "slurm"})
    found = runs.run(*QUEUED)
    assert_as_inline(project, "queued", found, expected, *QUEUED)
    assert_two_processes_agree_with_one(project, {"launcher": "slurm"})


WATCHED = '''
import importlib.abc, importlib.util, signal, sys
from pathlib import Path

HERE = Path(__file__).parent

class AfterImport(importlib.abc.MetaPathFinder):
    """Note each step of a training; the first process stays in its second one, once the first is kept."""

    def find_spec(self, name, path, target=None):
        if name != "medpref_dagster.training.packed_trainer":
            return None
        sys.meta_path.remove(self)
        spec = importlib.util.find_spec(name)
        load = spec.loader.exec_module

        def exec_module(module):
            load(module)
            step = module.PackedPasses.training_step

            def training_step(self, *args):
                with (HERE / "steps").open("a") as file:
                    file.write(f"{self.state.global_step} ")
                if self.state.global_step == 1 and not (HERE / "reached").exists():
                    (HERE / "reached").touch()
                    signal.alarm(120)
                    signal.pause()
                return step(self, *args)

            module.PackedPasses.training_step = training_step

        spec.loader.exec_module = exec_module
        return spec

sys.meta_path.insert(0, AfterImport())
'''


def test_a_job_that_a_more_urgent_one_displaces_is_tried_again_and_goes_on_from_its_checkpoint(
    project, tiny_task, slurm, network, tmp_path, monkeypatch, capfd
):
    watched = tmp_path / "watched"
    watched.mkdir()
    monkeypatch.setattr("medpref_dagster.components.frame._RETRY_SECONDS", 0)
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    monkeypatch.setenv("PYTHONPATH", str(CHECKOUT))
    tiny_task("uti")
    declare(project, "one")
    runs.run(*UP_TO_CASES, "sft_model")
    declare(project, "queued", {"launcher": "slurm"})
    runs.run(*UP_TO_CASES)
    (watched / "sitecustomize.py").write_text(WATCHED)
    monkeypatch.setenv("PYTHONPATH", f"{watched}:{CHECKOUT}")
    over = threading.Event()
    urgent = threading.Thread(target=displace, args=(watched / "reached", network, over))
    urgent.start()
    try:
        found = runs.run("sft_model")
    finally:
        over.set()
        urgent.join()
    assert found.success
    said = " ".join("".join(capfd.readouterr()).split())
    assert "Slurm took the node away for a job that goes first" in said
    assert "a training goes on from its last checkpoint; it is tried again" in said
    assert (watched / "steps").read_text().split()[:3] == ["0", "1", "1"], "the first step was not trained again"
    assert (watched / "steps").read_text().split().count("0") == 1
    versions = [Store(project / name / "store").current("uti/sft_model", "tiny").version for name in ("one", "queued")]
    assert versions[0] == versions[1]


_RUNS = """
from tests.launchers import runs
runs.run("sft_model")
"""


def test_a_job_whose_run_is_killed_goes_on_and_the_next_run_waits_for_it_and_finds_what_it_made(
    project, tiny_task, slurm, tmp_path, monkeypatch, capfd
):
    watched = tmp_path / "watched"
    watched.mkdir()
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    monkeypatch.setenv("PYTHONPATH", str(CHECKOUT))
    tiny_task("uti")
    declare(project, "queued", {"launcher": "slurm"})
    runs.run(*UP_TO_CASES)
    (watched / "sitecustomize.py").write_text(WATCHED.replace("signal.pause()", WAIT))
    monkeypatch.setenv("PYTHONPATH", f"{watched}:{CHECKOUT}")
    with subprocess.Popen([sys.executable, "-c", _RUNS], cwd=CHECKOUT) as killed:
        wait_for(watched / "reached", killed)
        killed.kill()
    store = Store(project / "queued" / "store")
    with store.new_scratch():  # whoever writes next sweeps
        [left] = [folder for folder in (store.root / "tmp").iterdir() if folder.name.endswith("~job")]
    number = (left / "handed_in").read_text()
    over = threading.Event()
    releasing = threading.Thread(target=release, args=(watched, capfd, over))
    releasing.start()
    try:
        found = runs.run("sft_model")
    finally:
        over.set()
        releasing.join()
    assert found.success
    told = (watched / "go").read_text()
    assert f"Slurm's job {number} still does this, for a run that was killed: it is waited for" in told
    assert (watched / "steps").read_text().split().count("0") == 1, "it was trained a second time"
    assert list((store.root / "tmp").iterdir()) == []
    said = subprocess.run(["scontrol", "show", "job", number], capture_output=True, text=True, check=True).stdout
    assert "JobState=COMPLETED" in said


WAIT = """
                    import time
                    while not (HERE / "go").exists():
                        time.sleep(0.05)"""


def wait_for(reached: Path, process: "subprocess.Popen[bytes]") -> None:
    waiting = threading.Event()
    while not reached.exists():
        assert process.poll() is None, "it ended before its job began"
        waiting.wait(0.05)


def release(watched: Path, capfd: pytest.CaptureFixture[str], over: threading.Event) -> None:
    """Let the training go on once somebody waits for it."""
    told = ""
    while "it is waited for" not in told and not over.wait(0.1):
        told += " ".join(" ".join(capfd.readouterr()).split())
    (watched / "go").write_text(told)


@pytest.mark.parametrize(("differs", "is_left"), [({}, True), ({"step": "dpo_model"}, False), ({"run": "2"}, True)])
def test_a_job_that_a_killed_run_left_waiting_is_taken_out_of_the_queue_before_the_same_is_asked_for(
    differs, is_left, slurm, job, tmp_path, monkeypatch
):
    gone = this_process()
    left = tmp_path / f"{Owner(gone.host, gone.machine, gone.pid, gone.started - 1)}~0~job"
    left.mkdir()
    asked = ["sbatch", "--parsable", "--begin=now+1hour", "--job-name=test", f"--chdir={left}", "--wrap=true"]
    number = subprocess.run(asked, check=True, capture_output=True, text=True).stdout.strip()
    (left / "handed_in").write_text(number)
    (left / "job.json").write_text(json.dumps({"step": "sft_model", "run": "1"} | differs))
    job.write_text(json.dumps({"step": "sft_model", "run": "1"}))
    told = []
    run(job, {}, ONE, "test", told.append)
    try:
        assert (f"Slurm's job {number} is of a run that was killed: it is taken out of the queue" in told) is is_left
        assert (number in list_jobs().split()) is not is_left
        assert left.exists() is not is_left
    finally:
        subprocess.run(["scancel", number], check=True)


def displace(reached: Path, network: Network, over: threading.Event) -> None:
    """Hand in a job that takes the node, once a training is far enough."""
    while not reached.exists():
        if over.wait(0.1):
            return
    with network.entered():
        asked = ["sbatch", "--partition=urgent", "--exclusive", "--output=/dev/null", "--wrap=true"]
        subprocess.run(asked, check=True, capture_output=True)


def test_the_cluster_of_these_tests_is_reached_by_nobody_else(cluster, network):
    configuration = Path(cluster["SLURM_CONF"]).read_text()
    ports = [int(port) for port in re.findall(r"^Slurm\w+Port=(\d+)$", configuration, re.MULTILINE)]
    assert len(ports) == 2
    assert not any(map(answers, ports)), "from where everybody is"
    with network.entered():
        assert all(map(answers, ports))


def answers(port: int) -> bool:
    with socket.socket() as asking:
        return asking.connect_ex(("127.0.0.1", port)) == 0


def test_what_a_cluster_cannot_give_is_refused_before_any_work(slurm, job):
    declared = LauncherDeclaration(launcher="slurm", options=["--gres=gpu:1"])
    with pytest.raises(LaunchError, match=r"^Slurm did not take the job: Invalid generic resource \(gres\)"):
        run(job, {}, declared, "test", lambda _: None)
    declared = LauncherDeclaration(launcher="slurm", options=["--partition=none"])
    with pytest.raises(LaunchError, match="nvalid partition"):
        run(job, {}, declared, "test", lambda _: None)


def test_a_job_that_somebody_cancels_is_told_as_such(slurm, job):
    told = []

    def tell(line: str) -> None:
        told.append(line)
        subprocess.run(["scancel", line.split()[2]], check=True)

    ended = run(job, {}, LauncherDeclaration(launcher="slurm", options=["--begin=now+1hour"]), "test", tell)
    assert (ended.well, ended.killed) == (False, True)
    assert ended.because.endswith("it was cancelled")
    assert told[0].endswith("waits in the queue")


def test_an_interrupt_takes_the_job_out_of_the_queue(slurm, job):
    def tell(line: str) -> None:
        if "BeginTime" in line:  # it is seen in the queue
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(job, {}, LauncherDeclaration(launcher="slurm", options=["--begin=now+1hour"]), "test", tell)
    assert list_jobs() == ""


def test_a_job_whose_process_is_killed_says_by_what(slurm, job, tmp_path):
    (tmp_path / "sitecustomize.py").write_text("import os; os.kill(os.getpid(), 9)")
    ended = run(job, {"PYTHONPATH": str(tmp_path)}, ONE, "test", lambda _: None)
    assert (ended.well, ended.killed) == (False, True)
    assert ended.because.endswith("the process was killed by SIGKILL")


def test_a_worker_that_does_no_job_ends_it_with_its_status_and_prints_why(slurm, job, capfd):
    ended = run(job, {}, ONE, "test", lambda _: None)
    assert ended.because.endswith("the process ended with status 1")
    assert "is no job" in capfd.readouterr().err


def test_where_slurm_is_not_it_is_said(job, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(LaunchError, match=r"^there is no sbatch on this machine: .* take another profile$"):
        run(job, {}, ONE, "test", lambda _: None)


def test_a_controller_that_never_answers_again_is_given_up(job, monkeypatch, tmp_path):
    for name, script in (("sbatch", "echo 7"), ("scontrol", "exit 1"), ("scancel", "echo $1 > cancelled")):
        (tmp_path / name).write_text(f"#!/bin/sh\ncd {tmp_path}; {script}\n")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    now = iter(range(0, 10_000, 100))
    monkeypatch.setattr("time.monotonic", lambda: next(now))
    monkeypatch.setattr("time.sleep", lambda _: None)
    with pytest.raises(LaunchError, match="has not answered for 30 minutes; what became of its job 7 is not known"):
        run(job, {}, ONE, "test", lambda _: None)
    assert (tmp_path / "cancelled").read_text() == "7\n"


@pytest.mark.parametrize(
    ("over", "printed", "declared", "because"),
    [
        ({"JobState": "TIMEOUT"}, "", ONE, "took longer than the partition's time"),
        (
            {"JobState": "TIMEOUT"},
            "",
            LauncherDeclaration(launcher="slurm", hours=0.5),
            "took longer than the profile's 0.5 hours",
        ),
        ({"JobState": "PREEMPTED"}, "", ONE, "Slurm took the node away for a job that goes first"),
        ({"JobState": "NODE_FAIL", "NodeList": "n3"}, "", ONE, "the node n3 failed"),
        ({"JobState": "OUT_OF_MEMORY"}, "", ONE, "more memory than it had asked for"),
        ({"JobState": "FAILED", "ExitCode": "1:0", "NodeList": "n3"}, None, ONE, "on n3 without a trace in the store"),
        ({"JobState": "FAILED", "ExitCode": "0:9"}, "", ONE, "the process was killed by SIGKILL"),
        ({"JobState": "FAILED", "ExitCode": "1:0"}, "nothing", TWO, "torchrun ended with status 1"),
        (
            {"JobState": "FAILED", "ExitCode": "1:0"},
            "rank : 1 (local_rank: 1)\n exitcode : -9 (pid: 7)",
            TWO,
            "process 2 of 2 was killed by SIGKILL",
        ),
    ],
)
def test_how_a_job_ended_is_one_clause(over, printed, declared, because):
    ended = explain_end("7", over, printed, declared)
    assert not ended.well
    assert "Slurm's job 7" in ended.because
    assert because in ended.because


@pytest.mark.parametrize(
    ("state", "taken_away"),
    [
        ("PREEMPTED", True),
        ("NODE_FAIL", True),
        ("BOOT_FAIL", True),
        ("CANCELLED", False),
        ("OUT_OF_MEMORY", False),
        ("TIMEOUT", False),
        ("FAILED", False),
    ],
)
def test_only_what_passes_is_tried_again(state, taken_away):
    assert explain_end("7", {"JobState": state}, "", ONE).taken_away is taken_away


@pytest.mark.parametrize(
    ("status", "out", "err", "state"),
    [
        (0, "JobId=1 JobName=x JobState=RUNNING Reason=None NodeList=n3", "", "RUNNING"),
        (1, "", "slurm_load_jobs error: Invalid job id specified", "GONE"),
        (1, "", "Unable to contact slurm controller", None),
        (0, "", "", None),
    ],
)
def test_what_is_no_answer_is_no_state(status, out, err, state):
    said = read_state(subprocess.CompletedProcess([], status, out, err))
    assert (said and said["JobState"]) == state


def test_a_script_divides_the_nodes_cores_among_its_processes(tmp_path):
    for processes, cores, threads in ((1, 8, "8"), (2, 8, "4"), (4, 2, "1")):
        script = write_script(tmp_path / "job.json", processes)
        assert f"exec {sys.executable} -m" in script
        shown = script.replace("exec ", 'echo "$OMP_NUM_THREADS" #')
        environment = {"SLURM_CPUS_ON_NODE": str(cores), "PATH": "/usr/bin:/bin"}
        done = subprocess.run(["sh", "-c", shown], env=environment, capture_output=True, text=True, check=True)
        assert done.stdout.strip() == threads
