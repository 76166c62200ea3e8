"""The part of Kubernetes' API that a launcher asks for, on loopback; a Job's pod is a process of this machine.

It stands for a cluster that cannot be had in a test: paths, bodies and answers are those of the API's version 1, which
Kubernetes' own client writes and reads.
"""

import json
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import yaml

from tests.conftest import CHECKOUT

_JOBS = re.compile(r"^/apis/batch/v1/namespaces/([\w-]+)/jobs(?:/([\w-]+))?(/status)?$")
_PODS = re.compile(r"^/api/v1/namespaces/([\w-]+)/pods(?:/([\w-]+)/log)?$")


class Api:
    """Jobs by their names, and what their pods do; a test may say that no pod starts, or how one ended."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.jobs: dict[str, dict[str, Any]] = {}
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        self.removed: list[str] = []
        self.refuses = ""
        """What is answered in the place of a Job that is taken."""
        self.forbids = ""
        """A part of the paths that may not be asked for, as where a role does not name what is there."""
        self.pod_waits = ""
        """Why containers wait; nothing runs then."""
        self.ended: dict[str, Any] = {}
        """What a pod and its Job say in the place of how the process ended: `pod_reason`, `job_reason`; that the pod is
        `deleted`, or why it is taken away (`disruption`)."""
        self.goes_on = False
        """Whether a Job is not over when its process is: another container of its pod still runs."""

    def create(self, job: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        if self.refuses:
            return 403, {
                "kind": "Status",
                "status": "Failure",
                "message": self.refuses,
                "reason": "Forbidden",
                "code": 403,
            }
        name = job["metadata"]["name"]
        self.jobs[name] = job
        if not self.pod_waits:
            container = job["spec"]["template"]["spec"]["containers"][0]
            given = {item["name"]: item["value"] for item in container["env"] if "value" in item}
            environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(CHECKOUT), **given}
            command = [sys.executable if part == "python" else part for part in container["command"]]
            with (self.folder / name).open("wb") as out:
                self.processes[name] = subprocess.Popen(command, env=environment, stdout=out, stderr=out)
        return 201, {**job, "status": {}}

    def status(self, name: str) -> tuple[int, dict[str, Any]]:
        if name not in self.jobs:
            return 404, {"kind": "Status", "status": "Failure", "message": f'jobs "{name}" not found', "code": 404}
        process = self.processes.get(name)
        conditions = []
        if self.ended or (process and process.poll() is not None and not self.goes_on):
            well = not self.ended and process is not None and process.returncode == 0
            conditions.append(
                {
                    "type": "Complete" if well else "Failed",
                    "status": "True",
                    "reason": self.ended.get("job_reason", "" if well else "BackoffLimitExceeded"),
                }
            )
        return 200, {**self.jobs[name], "status": {"conditions": conditions}}

    def pods(self, selector: str) -> tuple[int, dict[str, Any]]:
        name = selector.partition("=")[2]
        items = [self._describe_pod(name)] if name in self.jobs else []
        return 200, {"kind": "PodList", "apiVersion": "v1", "metadata": {}, "items": items}

    def _describe_pod(self, name: str) -> dict[str, Any]:
        process, state = self.processes.get(name), {}
        own, *others = self.jobs[name]["spec"]["template"]["spec"]["containers"]
        beside = [
            {"image": "made", "imageID": "", "ready": True, "restartCount": 0, "state": {}, "name": other["name"]}
            for other in others
        ]
        status = process.poll() if process else None
        phase = "Pending" if process is None else "Running"
        if self.pod_waits:
            state = {"waiting": {"reason": self.pod_waits}}
        elif self.ended.get("pod_reason"):
            phase = "Failed"
        elif status is not None:
            phase = "Failed" if status else "Succeeded"
            code = 128 - status if status < 0 else status
            state = {"terminated": {"exitCode": code, "reason": "Error" if status else "Completed"}}
        container = {
            "name": own["name"],
            "image": own["image"],
            "imageID": "",
            "ready": False,
            "restartCount": 0,
            "state": state,
        }
        return {
            "metadata": {
                "name": f"{name}-pod",
                "creationTimestamp": "2026-01-01T00:00:00Z",
                "deletionTimestamp": "2026-01-01T00:01:00Z" if self.ended.get("deleted") else None,
            },
            "spec": {
                "containers": [{"name": item["name"], "image": "made"} for item in (own, *others)],
                "nodeName": None if self.pod_waits else "n1",
            },
            "status": {
                "phase": phase,
                "reason": self.ended.get("pod_reason"),
                "conditions": [
                    {"type": "DisruptionTarget", "status": "True", "reason": reason}
                    for reason in (self.ended.get("disruption"),)
                    if reason
                ],
                "containerStatuses": [] if self.ended.get("pod_reason") else [*beside, container],
            },
        }

    def read_log(self, name: str, container: str) -> tuple[int, dict[str, Any] | str]:
        own, *others = self.jobs[name]["spec"]["template"]["spec"]["containers"]
        if container != own["name"] and (container or others):
            said = f"a container name must be specified for pod {name}-pod"
            return 400, {"kind": "Status", "status": "Failure", "message": said, "reason": "BadRequest", "code": 400}
        if name not in self.processes:
            said = f'container "medpref" in pod "{name}-pod" is waiting to start: {self.pod_waits}'
            return 400, {"kind": "Status", "status": "Failure", "message": said, "reason": "BadRequest", "code": 400}
        return 200, (self.folder / name).read_text()

    def remove(self, name: str) -> tuple[int, dict[str, Any]]:
        self.removed.append(name)
        if (process := self.processes.get(name)) and process.poll() is None:
            process.send_signal(signal.SIGTERM)
            process.wait(60)
        self.jobs.pop(name, None)
        return 200, {"kind": "Status", "status": "Success"}


class _Handler(BaseHTTPRequestHandler):
    server: "_Server"

    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self._answer(*self.server.api.create(body))

    def do_GET(self) -> None:
        path, _, query = self.path.partition("?")
        api = self.server.api
        if path.endswith("/status") or (api.forbids and api.forbids in path):
            # A role that gives jobs does not give jobs/status.
            self._answer(403, {"kind": "Status", "status": "Failure", "message": f"{path} is forbidden", "code": 403})
        elif found := _JOBS.match(path):
            self._answer(*api.status(found.group(2)))
        elif (found := _PODS.match(path)) and found.group(2):
            container = re.search(r"container=([^&]+)", query)
            self._answer(*api.read_log(found.group(2).removesuffix("-pod"), container.group(1) if container else ""))
        elif found:
            selector = re.search(r"labelSelector=([^&]+)", query)
            self._answer(*api.pods(selector.group(1).replace("%3D", "=") if selector else ""))
        else:
            self._answer(404, {})

    def do_DELETE(self) -> None:
        found = _JOBS.match(self.path.partition("?")[0])
        self._answer(*self.server.api.remove(found.group(2) if found else ""))

    def _answer(self, status: int, body: dict[str, Any] | str) -> None:
        text = body if isinstance(body, str) else json.dumps(body)
        self.send_response(status)
        self.send_header("Content-Type", "text/plain" if isinstance(body, str) else "application/json")
        self.send_header("Content-Length", str(len(text.encode())))
        self.end_headers()
        self.wfile.write(text.encode())


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    api: Api


@contextmanager
def serve_api(folder: Path) -> Iterator[tuple[Api, Path]]:
    """The API, and a file for KUBECONFIG by which it is found."""
    with _Server(("127.0.0.1", 0), _Handler) as server:
        server.api = Api(folder)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        config = {
            "apiVersion": "v1",
            "kind": "Config",
            "current-context": "made",
            "clusters": [{"name": "made", "cluster": {"server": f"http://127.0.0.1:{server.server_port}"}}],
            "contexts": [{"name": "made", "context": {"cluster": "made", "user": "made", "namespace": "research"}}],
            "users": [{"name": "made", "user": {}}],
        }
        path = folder / "kubeconfig"
        path.write_text(yaml.safe_dump(config))
        try:
            yield server.api, path
        finally:
            server.shutdown()
            for process in server.api.processes.values():
                if process.poll() is None:
                    process.kill()
                    process.wait()
