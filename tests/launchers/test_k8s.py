"""Steps that are done by Jobs of Kubernetes: by its client against its API on loopback, whose pods are processes."""

import importlib.util
import json
import os
from pathlib import Path

import pytest
import yaml

from medpref_dagster.declaration.launchers import LauncherDeclaration
from medpref_dagster.launchers.elsewhere import LaunchError
from medpref_dagster.launchers.k8s import describe_job, explain_end, read_pod, run
from medpref_dagster.storage.owners import Owner, this_process
from tests.conftest import CHECKOUT
from tests.launchers import runs
from tests.launchers.kubernetes_api import serve_api
from tests.launchers.runs import (
    UP_TO_CASES,
    assert_as_inline,
    assert_two_processes_agree_with_one,
    declare,
    read_failure,
)

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("kubernetes") is None, reason="no client here: pip install 'medpref-dagster[k8s]'"
)
POD = {
    "metadata": {"labels": {"team": "ward"}},
    "spec": {
        "containers": [
            {
                "image": "registry/medpref:1",
                "env": [{"name": "HF_HOME", "value": "/models"}],
                "resources": {"limits": {"cpu": 2}},
            }
        ],
        "volumes": [{"name": "store"}],
    },
}
ONE = LauncherDeclaration(launcher="k8s", options=["pod=resources/pod.yaml"])


@pytest.fixture
def api(tmp_path, monkeypatch):
    folder = tmp_path / "api"
    folder.mkdir()
    with serve_api(folder) as (served, config):
        monkeypatch.setenv("KUBECONFIG", str(config))
        monkeypatch.setattr("kubernetes.config.kube_config.KUBE_CONFIG_DEFAULT_LOCATION", str(config))
        yield served


@pytest.fixture
def pod(project) -> Path:
    path = project / "resources" / "pod.yaml"
    path.write_text(yaml.safe_dump(POD))
    return path


@pytest.fixture
def job(tmp_path, pod) -> Path:
    folder = tmp_path / "job"
    folder.mkdir()
    path = folder / "job.json"
    path.write_text("{}")
    return path


def test_jobs_materialize_what_the_runs_own_process_does(project, tiny_task, api, pod, monkeypatch):
    tiny_task("uti")
    monkeypatch.setenv("MEDPREF_PRIVACY_KEY", "0" * 64)
    declare(project, "one")
    expected = runs.run(*UP_TO_CASES, "sft_model")
    declare(project, "k8s", {"launcher": "k8s", "options": ["pod=resources/pod.yaml"]})
    found = runs.run(*UP_TO_CASES, "sft_model")
    assert_as_inline(project, "k8s", found, expected, *UP_TO_CASES, "sft_model")
    assert len(api.removed) == 1, "of the steps only the one that runs a model was a Job, and it is gone"
    assert_two_processes_agree_with_one(project, {"launcher": "k8s", "options": ["pod=resources/pod.yaml"]})


def test_a_job_is_the_teams_pod_with_the_steps_command_and_no_credentials(job, project, monkeypatch):
    monkeypatch.setenv("MEDPREF_PRIVACY_KEY", "secret")
    declared = LauncherDeclaration(launcher="k8s", hours=0.5, options=["pod=resources/pod.yaml"])
    made = describe_job(job, read_pod("resources/pod.yaml", project), {"A": "b"}, declared, "UTI_adults-sft_model")
    assert made["metadata"]["name"].startswith("medpref-uti-adults-sft-model-")
    assert (made["spec"]["backoffLimit"], made["spec"]["activeDeadlineSeconds"]) == (0, 1800)
    template = made["spec"]["template"]
    assert template["metadata"]["labels"]["team"] == "ward"
    assert template["spec"]["restartPolicy"] == "Never"
    assert template["spec"]["volumes"] == [{"name": "store"}]
    [container] = template["spec"]["containers"]
    assert container["image"] == "registry/medpref:1"
    assert container["command"] == ["python", "-m", "medpref_dagster.work", str(job)]
    assert container["env"] == [{"name": "HF_HOME", "value": "/models"}, {"name": "A", "value": "b"}]
    assert container["resources"] == {"limits": {"cpu": 2}}
    assert "secret" not in json.dumps(made)


def test_a_worker_that_does_no_job_ends_it_with_its_status(api, job, capfd):
    ended = run(job, {}, ONE, "test", lambda _: None)
    assert not ended.well
    assert ended.because.endswith("the process ended with status 1")
    assert f"{job} is no job: project is not as it must be\n" in capfd.readouterr().err.splitlines(keepends=True)
    [noted] = job.parent.glob("job.error.*")
    assert "is no job" in json.loads(noted.read_text())["sentence"]


def test_what_the_api_refuses_is_said(api, job):
    api.refuses = 'jobs.batch is forbidden: User "ward" cannot create resource "jobs"'
    with pytest.raises(LaunchError, match=r'^Kubernetes did not take the job: jobs.batch is forbidden: User .*"jobs'):
        run(job, {}, ONE, "test", lambda _: None)
    assert api.removed == []


def test_what_a_role_does_not_give_is_said_at_once_with_what_it_has_to_give(api, job):
    api.forbids = "/pods"
    with pytest.raises(LaunchError, match=r"let this look after its job medpref-test.*/pods is forbidden") as refused:
        run(job, {}, ONE, "test", lambda _: None)
    assert "get and list pods, and get pods/log: resources/k8s/rights.yaml" in str(refused.value)
    assert len(api.removed) == 1


def test_a_log_that_may_not_be_read_is_said_and_the_step_is_judged_without_it(api, job):
    api.forbids = "/log"
    told: list[str] = []
    ended = run(job, {}, ONE, "test", told.append)
    assert not ended.well
    assert [line for line in told if "printed cannot be read" in line and line.endswith("rights.yaml")]


def test_of_several_containers_the_first_does_the_step_and_is_looked_at(api, job, pod, capfd):
    described = yaml.safe_load(pod.read_text())
    described["spec"]["containers"][0]["name"] = "step"
    described["spec"]["containers"].append({"name": "logs", "image": "registry/logs:1"})
    pod.write_text(yaml.safe_dump(described))
    ended = run(job, {}, ONE, "test", lambda _: None)
    assert ended.because.endswith("the process ended with status 1")
    assert "is no job" in capfd.readouterr().err


def test_the_projects_role_gives_what_a_run_asks_for_and_no_more():
    *_, role, binding = yaml.safe_load_all((CHECKOUT / "resources" / "k8s" / "rights.yaml").read_text())
    given = {
        (group, resource, verb)
        for rule in role["rules"]
        for group in rule["apiGroups"]
        for resource in rule["resources"]
        for verb in rule["verbs"]
    }
    assert given == {
        *(("batch", "jobs", verb) for verb in ("create", "get", "delete")),
        *(("", "pods", verb) for verb in ("get", "list")),
        ("", "pods/log", "get"),
    }
    assert binding["roleRef"]["name"] == role["metadata"]["name"]


def test_an_image_that_cannot_be_had_ends_the_wait(api, job):
    api.pod_waits = "ImagePullBackOff"
    ended = run(job, {}, ONE, "test", lambda _: None)
    assert ended.because.endswith("cannot start: ImagePullBackOff; see to the pod's file and image")
    assert len(api.removed) == 1


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"pod_reason": "Evicted", "job_reason": "BackoffLimitExceeded"}, "lost its pod on n1: Evicted"),
        ({"disruption": "PreemptionByScheduler"}, "lost its pod on n1: PreemptionByScheduler"),
        ({"deleted": True}, "lost its pod on n1: it was deleted"),
        ({"pod_reason": "Preempting"}, "lost its pod on n1: Preempting"),
        (
            {"pod_reason": "DeadlineExceeded", "job_reason": "DeadlineExceeded"},
            "took longer than the profile's 2 hours",
        ),
    ],
)
def test_a_pod_that_the_cluster_takes_away_is_told_with_its_reason(api, job, said, expected):
    api.ended = said
    declared = ONE.model_copy(update={"hours": 2.0})
    ended = run(job, {}, declared, "test", lambda _: None)
    assert (ended.well, ended.killed) == (False, True)
    assert ended.because.endswith(expected)
    assert ended.taken_away is ("lost its pod" in expected), "what took too long takes too long again"


def test_too_little_memory_and_a_signal_are_told_as_such():
    over = {"over": "Failed", "why": "BackoffLimitExceeded", "node": "n1", "message": "", "waits": "", "taken": ""}
    assert "raise limits.memory" in explain_end("j", {**over, "reason": "OOMKilled", "status": 137}, "", ONE).because
    killed = explain_end("j", {**over, "reason": "Error", "status": 137}, "", ONE)
    assert (killed.killed, killed.because) == (True, "in Kubernetes' job j, the process was killed by SIGKILL")


def test_a_command_that_cannot_be_run_and_a_pod_that_waited_too_long_are_told_with_what_kubernetes_says():
    over = {"over": "Failed", "why": "BackoffLimitExceeded", "node": "n1", "message": "", "waits": "", "taken": ""}
    started = {**over, "reason": "StartError", "message": 'exec: "python": not found', "status": 128}
    assert 'cannot start: StartError (exec: "python": not found)' in explain_end("j", started, "", ONE).because
    waited = {
        **over,
        "why": "DeadlineExceeded",
        "reason": "",
        "status": None,
        "waits": "Unschedulable: 1 Insufficient cpu.",
    }
    declared = ONE.model_copy(update={"hours": 2.0})
    said = explain_end("j", waited, None, declared).because
    assert said == "Kubernetes' job j did not start within the profile's 2 hours: Unschedulable: 1 Insufficient cpu."


def test_a_step_is_over_with_its_container_whatever_the_others_of_the_pod_do(api, job, pod):
    described = yaml.safe_load(pod.read_text())
    described["spec"]["containers"].append({"name": "logs", "image": "registry/logs:1"})
    pod.write_text(yaml.safe_dump(described))
    api.goes_on = True
    assert run(job, {}, ONE, "test", lambda _: None).because.endswith("the process ended with status 1")
    assert len(api.removed) == 1


def leave_job(folder: Path, name: str, told: dict[str, str]) -> Path:
    """What a run that was killed leaves of a Job that was taken as `name`."""
    gone = this_process()
    left = folder / f"{Owner(gone.host, gone.machine, gone.pid, gone.started - 1)}~0~job"
    left.mkdir()
    (left / "handed_in").write_text(name)
    (left / "job.json").write_text(json.dumps(told))
    return left


def hand_in(api, job: Path, project: Path, *command: str) -> str:
    """A Job that is there, whose container does this."""
    described = describe_job(job, read_pod("resources/pod.yaml", project), {}, ONE, "test")
    described["spec"]["template"]["spec"]["containers"][0]["command"] = list(command)
    api.create(described)
    return described["metadata"]["name"]


@pytest.mark.parametrize(("differs", "is_left"), [({}, True), ({"step": "dpo_model"}, False), ({"run": "2"}, True)])
def test_a_job_that_a_killed_run_left_waiting_is_taken_away_before_the_same_is_asked_for(
    differs, is_left, api, job, project, tmp_path
):
    api.pod_waits = "ContainerCreating"
    name = hand_in(api, job, project, "true")
    left = leave_job(tmp_path, f"research/{name}", {"step": "sft_model", "run": "1"} | differs)
    job.write_text(json.dumps({"step": "sft_model", "run": "1"}))
    api.pod_waits = ""
    told = []
    run(job, {}, ONE, "test", told.append)
    assert (f"Kubernetes' job {name} is of a run that was killed: it is taken away" in told) is is_left
    assert (name in api.removed) is is_left
    assert left.exists() is not is_left


def test_a_job_that_a_killed_run_left_working_is_waited_for(api, job, project, tmp_path):
    go, done = tmp_path / "go", tmp_path / "done"
    script = f"while [ ! -e {go} ]; do sleep 0.05; done; touch {done}"
    name = hand_in(api, job, project, "sh", "-c", script)
    left = leave_job(tmp_path, f"research/{name}", {"step": "sft_model"})
    job.write_text(json.dumps({"step": "sft_model"}))
    told = []

    def tell(said: str) -> None:
        told.append(said)
        if said == f"Kubernetes' job {name} still does this, for a run that was killed: it is waited for":
            go.touch()
        if "waits for a pod" in said:
            assert done.exists(), "the next one begins when it is over"

    run(job, {}, ONE, "test", tell)
    assert go.exists()
    assert api.removed[0] == name
    assert not left.exists()


def test_a_job_that_was_left_in_another_namespace_is_left_alone(api, job, project, tmp_path):
    name = hand_in(api, job, project, "true")
    left = leave_job(tmp_path, f"others/{name}", {"step": "sft_model"})
    job.write_text(json.dumps({"step": "sft_model"}))
    run(job, {}, ONE, "test", lambda _: None)
    assert name not in api.removed
    assert left.exists()


def test_a_job_notes_how_the_cluster_calls_it(api, job):
    noted = []
    run(job, {}, ONE, "test", lambda _: noted.append(job.with_name("handed_in").read_text()))
    assert noted[0] == f"research/{api.removed[0]}"


def test_an_interrupt_takes_the_job_away(api, job):
    def interrupt(_: str) -> None:
        raise KeyboardInterrupt

    api.pod_waits = "ContainerCreating"
    with pytest.raises(KeyboardInterrupt):
        run(job, {}, ONE, "test", interrupt)
    assert len(api.removed) == 1
    assert api.jobs == {}


def test_a_step_says_why_there_is_no_cluster(project, tiny_task, pod, monkeypatch, tmp_path):
    monkeypatch.setattr("kubernetes.config.kube_config.KUBE_CONFIG_DEFAULT_LOCATION", str(tmp_path / "none"))
    tiny_task("uti")
    declare(project, "none", {"launcher": "k8s", "options": ["pod=resources/pod.yaml"]})
    said = read_failure(runs.run(*UP_TO_CASES, "sft_model", fails=True))
    assert said.startswith("no Kubernetes cluster is known here: ")
    assert said.endswith("or set KUBECONFIG")


def test_an_api_that_does_not_answer_is_said(api, job, monkeypatch):
    config = yaml.safe_load(Path(os.environ["KUBECONFIG"]).read_text())
    config["clusters"][0]["cluster"]["server"] = "http://127.0.0.1:9"
    Path(os.environ["KUBECONFIG"]).write_text(yaml.safe_dump(config))
    with pytest.raises(LaunchError, match=r"^Kubernetes' API cannot be reached: .*refused"):
        run(job, {}, ONE, "test", lambda _: None)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (None, "cannot be read (No such file or directory)"),
        ("{", "is no YAML"),
        ("spec: {containers: []}", "describes no pod"),
        ("spec: {containers: [{name: a}]}", "describes no pod"),
        ("- 1", "describes no pod"),
    ],
)
def test_what_is_no_pod_is_refused(project, written, said):
    if written is not None:
        (project / "resources" / "pod.yaml").write_text(written)
    with pytest.raises(LaunchError) as refused:
        read_pod("resources/pod.yaml", project)
    assert said in str(refused.value)


def test_a_pod_outside_of_the_project_is_refused(project):
    (project.parent / "pod.yaml").write_text(yaml.safe_dump(POD))
    with pytest.raises(LaunchError, match="lies outside of the project"):
        read_pod("../pod.yaml", project)
