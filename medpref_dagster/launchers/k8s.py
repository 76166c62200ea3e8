"""A Kubernetes Job with one pod, whose processes find each other there.

The pod is described by a file of the project (`pod=...` among the options): its image, volumes, resources and service
account are the cluster's business, and this adds the command and names to it. The image must have this version of the
package; the store and the project must be mounted at the same paths as for the run. Of the run's environment only what
names the project goes along, no credentials: a pod gets its own from the cluster.

The API is asked through Kubernetes' own client, which finds the cluster by its service account, else by KUBECONFIG.
dagster-k8s's client for Pipes makes a pod without a Job: without a time limit, and with what kept it from starting told
as a timeout.
"""

import json
import re
import sys
import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import dagster as dg
import yaml

from medpref_dagster.declaration.launchers import LauncherDeclaration
from medpref_dagster.launchers import Errand
from medpref_dagster.launchers.elsewhere import (
    Ended,
    LaunchError,
    end_undisturbed,
    materialize_elsewhere,
    name_environment,
)
from medpref_dagster.launchers.left_jobs import list_left_jobs, note_handed_in
from medpref_dagster.launchers.torchrun import command_for, explain
from medpref_dagster.project import find_project_root

_SHORTEST_LOOK, _LONGEST_LOOK = 0.5, 10.0
"""Seconds from one look at a pod to the next."""
_SECONDS_WITHOUT_AN_ANSWER = 600.0
_LAST_LINES = 400
_NEVER_STARTS = frozenset(
    {
        *("CreateContainerConfigError", "CreateContainerError", "ErrImageNeverPull", "ErrImagePull"),
        *("ImagePullBackOff", "InvalidImageName"),
    }
)
"""Why a container waits that nobody mends meanwhile; Kubernetes itself would try for ever."""
_DID_NOT_START = frozenset({"ContainerCannotRun", "StartError"})
"""Why a container ended whose command could not be run."""
_TAKEN_AWAY = frozenset({"Evicted", "NodeLost", "NodeShutdown", "Preempted", "Preempting", "Shutdown", "Terminated"})
"""Why a pod ended that another one may not end by: the cluster needed its node, or lost it."""

_NO_RIGHT = (401, 403)
_RIGHTS = "A run may create, get and delete jobs, get and list pods, and get pods/log: resources/k8s/rights.yaml"

Tell = Callable[[str], None]


@dataclass(frozen=True)
class Cluster:
    """The API of a cluster, and where in it jobs go."""

    batch: Any
    core: Any
    refused: type[Exception]
    """What its client raises where the API says no; `.status` is HTTP's."""
    silent: tuple[type[Exception], ...]
    """What it raises where the API cannot be reached."""
    namespace: str


def materialize(errand: Errand) -> dg.MaterializeResult:
    """Have a Job do it.

    Raises
    ------
    LaunchError
        If there is no cluster, it does not take the Job, or its pod can never start.
    """
    return materialize_elsewhere(
        errand,
        lambda job, environment: run(
            job, environment, errand.declared, "-".join(errand.context.asset_key.path), errand.context.log.info
        ),
        errand.context.resources.store.open().new_job_folder(),
    )


def run(job: Path, environment: Mapping[str, str], declared: LauncherDeclaration, name: str, tell: Tell) -> Ended:
    """Make a Job and wait until it is over; an interrupt takes it away. What it printed is printed here at its end."""
    job.parent.chmod(0o700)
    options = read_options(declared.options)
    pod = read_pod(options["pod"], find_project_root())
    cluster = _connect(options.get("namespace"))
    described = describe_job(job, pod, name_environment(environment), declared, name)
    given = described["metadata"]["name"]
    container = described["spec"]["template"]["spec"]["containers"][0]["name"]
    _end_left(cluster, job, container, tell)
    try:
        cluster.batch.create_namespaced_job(cluster.namespace, described)
    except cluster.refused as error:
        raise LaunchError(f"Kubernetes did not take the job: {_read_complaint(error)}") from None
    except cluster.silent as error:
        raise LaunchError(f"Kubernetes' API cannot be reached: {' '.join(str(error).split())}") from None
    try:
        note_handed_in(job, f"{cluster.namespace}/{given}")
        tell(f"Kubernetes' job {given} in {cluster.namespace} waits for a pod")
        over = _wait(cluster, given, container, tell)
        printed = _read_printed(cluster, given, container, tell)
    finally:
        end_undisturbed(lambda: _remove(cluster, given))
    sys.stderr.write(printed or "")
    return explain_end(given, over, printed, declared)


def _end_left(cluster: Cluster, job: Path, container: str, tell: Tell) -> None:
    """See that nobody does the same any more: wait for a Job that a killed run left working, take one away that waits.

    What it made is found by the one that comes then.
    """
    for left in list_left_jobs(job):
        namespace, _, name = left.name.rpartition("/")
        said = _look(cluster, name, container) if namespace == cluster.namespace else None
        if said is None:  # no answer, or another namespace: the locks of the store are there, too
            continue
        try:
            if said["over"] == "Gone":
                pass
            elif not said["over"] and left.is_ours and said["phase"] != "Pending":
                tell(f"Kubernetes' job {name} still does this, for a run that was killed: it is waited for")
                _wait(cluster, name, container, tell)
            elif not said["over"]:
                tell(f"Kubernetes' job {name} is of a run that was killed: it is taken away")
        finally:  # after an interrupt, too, as a job of one's own
            end_undisturbed(lambda gone=name: _remove(cluster, gone))
        left.forget()


def read_options(options: tuple[str, ...]) -> dict[str, str]:
    """Name -> value.

    >>> read_options(("pod=resources/pod.yaml", "namespace=ml"))
    {'pod': 'resources/pod.yaml', 'namespace': 'ml'}
    """
    return {name: value for name, _, value in (option.partition("=") for option in options)}


def read_pod(path: str, project: Path) -> dict[str, Any]:
    """A pod's description from a file of the project, as Kubernetes has it: `spec`, with one container or more.

    Raises
    ------
    LaunchError
        If the file is not there, lies outside of the project, or describes no pod with an image.
    """
    found = (project / path).resolve()
    if not found.is_relative_to(project.resolve()):
        raise LaunchError(f"options: pod={path} lies outside of the project")
    try:
        described: Any = yaml.safe_load(found.read_text(encoding="utf-8"))
    except OSError as error:
        raise LaunchError(f"options: pod={path} cannot be read ({error.strerror})") from None
    except (UnicodeDecodeError, yaml.YAMLError):
        raise LaunchError(f"{path} is no YAML") from None
    try:
        containers: Any = described["spec"]["containers"]
        named = all(isinstance(container["image"], str) for container in containers) and len(containers) > 0
    except (KeyError, TypeError):
        named = False
    if not named:
        raise LaunchError(f"{path} describes no pod: it has no spec.containers whose first has an image")
    return described


def describe_job(
    job: Path, pod: Mapping[str, Any], environment: Mapping[str, str], declared: LauncherDeclaration, name: str
) -> dict[str, Any]:
    """The Job: the pod's first container does the step; it is tried once.

    Parameters
    ----------
    pod
        As `read_pod` gives it.
    name
        Of the asset, as far as Kubernetes takes its signs.
    """
    plain = re.sub(r"[^a-z0-9-]+", "-", name.lower()).strip("-")[:40]
    labels = {"app.kubernetes.io/managed-by": "medpref"}
    first, *others = pod["spec"]["containers"]
    added = [{"name": key, "value": value} for key, value in environment.items()]
    if declared.processes > 1:
        added.append({"name": "GLOO_SOCKET_IFNAME", "value": "lo"})
    own = {
        "name": "medpref",
        **first,
        "command": command_for(job, declared.processes, python="python"),
        "args": [],
        "workingDir": str(find_project_root()),
        "env": [*first.get("env", []), *added],
    }
    metadata: Mapping[str, Any] = pod.get("metadata") or {}
    return {
        "apiVersion": "batch/v1",
        "kind": "Job",
        "metadata": {"name": f"medpref-{plain}-{uuid.uuid4().hex[:8]}", "labels": labels},
        "spec": {
            "backoffLimit": 0,
            "completions": 1,
            **({} if declared.hours is None else {"activeDeadlineSeconds": max(1, round(declared.hours * 3600))}),
            "ttlSecondsAfterFinished": 3600,  # where the run is killed and cannot take it away
            "template": {
                "metadata": {**metadata, "labels": {**(metadata.get("labels") or {}), **labels}},
                "spec": {**pod["spec"], "restartPolicy": "Never", "containers": [own, *others]},
            },
        },
    }


def _connect(namespace: str | None) -> Cluster:
    try:
        from kubernetes import client, config
        from urllib3.exceptions import HTTPError
    except ImportError:
        raise LaunchError("Kubernetes' client is not installed here: pip install 'medpref-dagster[k8s]'") from None
    loaded: Any = client
    try:
        try:
            config.load_incluster_config()
            given = Path("/var/run/secrets/kubernetes.io/serviceaccount/namespace").read_text(encoding="utf-8").strip()
        except config.ConfigException:
            config.load_kube_config()
            _, active = config.list_kube_config_contexts()
            given = active["context"].get("namespace") or "default"
    except (config.ConfigException, OSError, TypeError) as error:
        raise LaunchError(
            f"no Kubernetes cluster is known here: {' '.join(str(error).split())}. Run this in a pod whose service "
            "account may make jobs, or set KUBECONFIG"
        ) from None
    return Cluster(
        loaded.BatchV1Api(), loaded.CoreV1Api(), loaded.ApiException, (HTTPError, OSError), namespace or given
    )


def _wait(cluster: Cluster, name: str, container: str, tell: Tell) -> dict[str, Any]:
    """What the Job and its pod say when the step is over; also when its pod can never start.

    The step is over when its container is, whatever other containers of the pod do; unless the pod is being taken away:
    a Job makes another one then, or fails, by Kubernetes' version. A pod is gone when its Job's time is, or when it was
    taken away: why it waited, or was taken, is kept from the look before.
    """
    told, pause, answered, waits, taken = "", _SHORTEST_LOOK, time.monotonic(), "", ""
    while True:
        said = _look(cluster, name, container)
        if said is not None:
            answered = time.monotonic()
            taken = said["taken"] or (taken if said["phase"] in ("", "Pending") else "")
            ended = said["status"] is not None and not taken
            if said["over"] or ended or said["reason"] in _NEVER_STARTS:
                return {**said, "waits": waits, "taken": taken}
            waits = said["reason"] if said["phase"] == "Pending" else ""
            now = said["phase"] + (f" ({said['reason']})" if said["reason"] else "")
            if now != told:
                tell(f"Kubernetes' job {name}: {now}" + (f" on {said['node']}" if said["node"] else ""))
                told = now
        elif time.monotonic() - answered > _SECONDS_WITHOUT_AN_ANSWER:
            raise LaunchError(
                f"Kubernetes has not answered for {_SECONDS_WITHOUT_AN_ANSWER / 60:g} minutes; what became of its job "
                f"{name} is not known. When it answers again, look with kubectl get jobs, and materialize again"
            )
        time.sleep(pause)
        pause = min(pause * 1.5, _LONGEST_LOOK)


def _look(cluster: Cluster, name: str, container: str) -> dict[str, Any] | None:
    """A Job's state, of its newest pod too; None where the API did not answer.

    Raises
    ------
    LaunchError
        If the API does not let it be seen.
    """
    try:
        # The job itself and not its part `status`, which is a right of its own that "may read jobs" does not give.
        status = cluster.batch.read_namespaced_job(name, cluster.namespace).status
        pods = cluster.core.list_namespaced_pod(cluster.namespace, label_selector=f"job-name={name}").items
    except cluster.refused as error:
        if getattr(error, "status", None) == 404:
            return {"over": "Gone", "why": "it was taken away", **_describe_pod(None, container)}
        if getattr(error, "status", None) in _NO_RIGHT:
            raise LaunchError(
                f"Kubernetes does not let this look after its job {name}: {_read_complaint(error)}. {_RIGHTS}"
            ) from None
        return None
    except cluster.silent:
        return None
    ended = next((item for item in status.conditions or () if item.type in ("Complete", "Failed")), None)
    pod = max(pods, key=lambda item: str(item.metadata.creation_timestamp), default=None)
    return {
        "over": ended.type if ended else "",
        "why": (ended.reason or "") if ended else "",
        **_describe_pod(pod, container),
    }


def _describe_pod(pod: Any, name: str) -> dict[str, Any]:
    """Of its containers the one that does the step; the others are the team's."""
    if pod is None:
        return {"phase": "Pending", "reason": "", "message": "", "node": "", "status": None, "taken": ""}
    container = next((item for item in pod.status.container_statuses or () if item.name == name), None)
    waiting = container.state.waiting if container else None
    terminated = container.state.terminated if container else None
    said = waiting or terminated
    conditions = pod.status.conditions or ()
    unplaced = next((item for item in conditions if item.status == "False" and item.message), None)
    disrupted = next((item for item in conditions if item.type == "DisruptionTarget" and item.status == "True"), None)
    taken = (
        (disrupted.reason if disrupted else "")
        or (pod.status.reason if pod.status.reason in _TAKEN_AWAY else "")
        or ("it was deleted" if pod.metadata.deletion_timestamp else "")
    )
    reason = (
        pod.status.reason
        or (waiting.reason if waiting else None)
        or (terminated.reason if terminated else None)
        or (f"{unplaced.reason}: {unplaced.message}" if unplaced and pod.status.phase == "Pending" else None)
    )
    return {
        "phase": pod.status.phase or "Pending",
        "reason": reason or "",
        "message": (said.message if said else None) or "",
        "node": pod.spec.node_name or "",
        "status": terminated.exit_code if terminated else None,
        "taken": taken,
    }


def _read_printed(cluster: Cluster, name: str, container: str, tell: Tell) -> str | None:
    try:
        pods = cluster.core.list_namespaced_pod(cluster.namespace, label_selector=f"job-name={name}").items
        # Asked for text, the client (36.0) gives how Python writes bytes: b'...\\n'.
        read: list[bytes] = [
            cluster.core.read_namespaced_pod_log(
                pod.metadata.name,
                cluster.namespace,
                container=container,
                tail_lines=_LAST_LINES,
                _preload_content=False,
            ).data
            for pod in pods
        ]
        return b"".join(read).decode("utf-8", "replace")
    except cluster.refused as error:
        if getattr(error, "status", None) in _NO_RIGHT:
            tell(f"what Kubernetes' job {name} printed cannot be read: {_read_complaint(error)}. {_RIGHTS}")
        return None  # a container that never began has none
    except cluster.silent:
        return None


def _remove(cluster: Cluster, name: str) -> None:
    try:
        cluster.batch.delete_namespaced_job(name, cluster.namespace, propagation_policy="Background")
    except (cluster.refused, *cluster.silent):
        return  # it is gone, or goes an hour after its end


def _read_complaint(error: Exception) -> str:
    try:
        return str(json.loads(str(getattr(error, "body", "")))["message"])
    except (json.JSONDecodeError, KeyError, TypeError):
        return f"{getattr(error, 'reason', None) or error} ({getattr(error, 'status', '')})"


def explain_end(name: str, over: Mapping[str, Any], printed: str | None, declared: LauncherDeclaration) -> Ended:
    """How the Job ended, by its condition, what its pod says, its exit status and what it printed."""
    job = f"Kubernetes' job {name}"
    if over["reason"] in _DID_NOT_START or (over["reason"] in _NEVER_STARTS and not over["over"]):
        because = over["reason"] + (f" ({over['message']})" if over["message"] else "")
        return Ended(well=False, killed=True, because=f"{job} cannot start: {because}; see to the pod's file and image")
    if over["over"] == "Complete" or over["status"] == 0:
        return Ended(well=True)  # whether a result is there says whether it is so
    if over["over"] == "Gone":
        return Ended(well=False, killed=True, because=f"{job} was taken away by somebody else")
    if over["why"] == "DeadlineExceeded" and over["waits"]:
        because = f"{job} did not start within the profile's {declared.hours:g} hours: {over['waits']}"
        return Ended(well=False, killed=True, because=because)
    if over["why"] == "DeadlineExceeded":
        return Ended(well=False, killed=True, because=f"{job} took longer than the profile's {declared.hours:g} hours")
    if over["reason"] == "OOMKilled":
        return Ended(
            well=False,
            killed=True,
            because=f"{job} took more memory than its pod may; raise limits.memory in the pod's file",
        )
    if over["taken"] or over["status"] is None:
        reason = over["taken"] or over["reason"] or over["why"] or "no reason given"
        because = f"{job} lost its pod" + (f" on {over['node']}" if over["node"] else "") + f": {reason}"
        return Ended(well=False, killed=True, because=because, taken_away=bool(over["taken"]))
    status = int(over["status"])
    # A container's shell counts signals from 128 on.
    ended = explain(printed or "", 128 - status if status > 128 else status, declared.processes)
    return Ended(well=False, killed=ended.killed, because=f"in {job}, {ended.because}")
