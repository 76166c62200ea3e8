"""Steps that are done by tasks of a Ray cluster: of one node, on this machine; and what is said when one is not."""

import importlib.util
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from medpref_dagster.declaration.launchers import LauncherDeclaration
from medpref_dagster.launchers.elsewhere import LaunchError
from medpref_dagster.launchers.ray import explain_error, read_resources, run
from tests.launchers import runs
from tests.launchers.one_ray_node import run_cluster
from tests.launchers.runs import UP_TO_CASES, assert_as_inline, assert_two_processes_agree_with_one, declare

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("ray") is None, reason="no Ray here: pip install 'medpref-dagster[ray]'"
)
ONE = LauncherDeclaration(launcher="ray")


@pytest.fixture(scope="module")
def cluster(network) -> Iterator[dict[str, str]]:
    """The environment in which a cluster is found that runs meanwhile."""
    with run_cluster(network, threads=1) as environment:
        yield environment


@pytest.fixture
def ray(cluster, network, monkeypatch) -> Iterator[dict[str, str]]:
    """Tasks go to the cluster."""
    for name, value in cluster.items():
        monkeypatch.setenv(name, value)
    with network.entered():
        yield cluster


@pytest.fixture
def job(tmp_path) -> Path:
    folder = tmp_path / "job"
    folder.mkdir()
    path = folder / "job.json"
    path.write_text("{}")
    return path


def test_tasks_of_a_cluster_materialize_what_the_runs_own_process_does(project, tiny_task, ray, monkeypatch):
    tiny_task("uti")
    declare(project, "one")
    expected = runs.run(*UP_TO_CASES, "sft_model")
    declare(project, "ray", {"launcher": "ray"})
    found = runs.run(*UP_TO_CASES, "sft_model")
    assert_as_inline(project, "ray", found, expected, *UP_TO_CASES, "sft_model")
    assert_two_processes_agree_with_one(project, {"launcher": "ray", "options": ["num_cpus=2"]})


def test_what_no_node_has_is_refused_before_any_work(ray, job):
    declared = LauncherDeclaration(launcher="ray", options=["num_gpus=1"])
    with pytest.raises(LaunchError, match=r"^no node of the Ray cluster has 1 CPU, 1 GPU .* have 2 CPU, 0 GPU"):
        run(job, {}, declared, "test", lambda _: None)


def test_a_worker_that_does_no_job_ends_it_with_its_status(ray, job):
    ended = run(job, {}, ONE, "test", lambda _: None)
    assert (ended.well, ended.because) == (False, "the process ended with status 1")
    [noted] = job.parent.glob("job.error.*")
    assert "is no job" in json.loads(noted.read_text())["sentence"]


def test_a_job_that_the_node_does_not_see_is_told_as_such(ray, job, monkeypatch):
    monkeypatch.setattr("pathlib.Path.chmod", lambda *_: None)
    ended = run(job.parent / "elsewhere" / "job.json", {}, ONE, "test", lambda _: None)
    assert not ended.well
    assert "does not see" in ended.because


def test_an_interrupt_ends_the_processes(ray, job, monkeypatch, tmp_path):
    import ray as library

    (tmp_path / "sitecustomize.py").write_text(
        f"import os, signal; open({str(tmp_path / 'pid')!r}, 'w').write(str(os.getpid())); signal.pause()"
    )
    get = library.get

    def interrupted(doing):
        while not (tmp_path / "pid").exists():
            with pytest.raises(library.exceptions.GetTimeoutError):
                get(doing, timeout=0.2)
        raise KeyboardInterrupt

    monkeypatch.setattr(library, "get", interrupted)
    with pytest.raises(KeyboardInterrupt):
        run(job, {"PYTHONPATH": str(tmp_path)}, ONE, "test", lambda _: None)
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "pid").read_text()), 0)


def test_where_no_cluster_is_it_is_said(job, monkeypatch):
    monkeypatch.setenv("RAY_ADDRESS", "127.0.0.1:9")
    monkeypatch.setenv("RAY_AUTH_TOKEN", "0" * 32)
    with pytest.raises(LaunchError, match=r"^no Ray cluster can be reached from here: .* as its head says$"):
        run(job, {}, ONE, "test", lambda _: None)


def test_where_ray_is_not_it_is_said(job, monkeypatch):
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(LaunchError, match="pip install 'medpref-dagster\\[ray\\]'"):
        run(job, {}, ONE, "test", lambda _: None)


def test_a_task_takes_one_core_unless_it_asks_for_more():
    assert read_resources(()) == {"CPU": 1.0, "GPU": 0.0, "memory": 0.0}
    assert read_resources(("num_gpus=2", "memory_gib=1"))["GPU"] == 2.0


def test_how_a_task_ended_is_one_clause():
    from ray import exceptions

    assert "ran out of memory" in explain_error(exceptions.OutOfMemoryError("x")).because
    assert explain_error(exceptions.WorkerCrashedError()).because == "Ray's worker was killed"
    assert explain_error(exceptions.RayError("x")).because == "Ray's task failed with RayError"
    taken = [explain_error(error).taken_away for error in (exceptions.NodeDiedError("x"), exceptions.RayError("x"))]
    assert taken == [True, False]
