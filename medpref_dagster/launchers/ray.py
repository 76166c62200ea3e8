"""A task of a Ray cluster, on one of its nodes, whose processes find each other there.

The run must be on a node of the cluster, which Ray finds by `RAY_ADDRESS`. The job's folder lies in the store, which
all nodes must see; what is in it is gone when the step is over. The processes run the Python that runs this, under its
path, in the environment of the node: of the run's own, only what names the project goes along, no credentials.

Ray is imported where it is used: it is an extra of this package.
"""

import os
import signal
import socket
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import dagster as dg

from medpref_dagster.declaration.launchers import RAY_RESOURCES, LauncherDeclaration
from medpref_dagster.launchers import Errand
from medpref_dagster.launchers.elsewhere import Ended, LaunchError, materialize_elsewhere, name_environment
from medpref_dagster.launchers.torchrun import run as run_processes

_GIB = 2**30
_SECONDS_TO_CONNECT = 10.0
_SECONDS_TO_CANCEL = 60.0
"""torchrun ends its processes within 40."""

Tell = Callable[[str], None]


def materialize(errand: Errand) -> dg.MaterializeResult:
    """Have a task of the cluster do it.

    Raises
    ------
    LaunchError
        If there is no cluster, or none of its nodes has what is asked for.
    """
    name = f"medpref-{'-'.join(errand.context.asset_key.path)}"
    return materialize_elsewhere(
        errand,
        lambda job, environment: run(job, environment, errand.declared, name, errand.context.log.info),
        errand.context.resources.store.open().new_job_folder(),
    )


def run(job: Path, environment: Mapping[str, str], declared: LauncherDeclaration, name: str, tell: Tell) -> Ended:
    """Hand a task to the cluster, and wait until it is over; an interrupt ends it."""
    job.parent.chmod(0o700)
    asked = read_resources(declared.options)
    with _connected() as ray:
        _require_node(ray.nodes(), asked)
        given = name_environment(environment)
        given["OMP_NUM_THREADS"] = str(max(1, int(asked["CPU"]) // declared.processes))
        task = ray.remote(do).options(
            name=name, num_cpus=asked["CPU"], num_gpus=asked["GPU"], memory=int(asked["memory"]), max_retries=0
        )
        doing = task.remote(str(job), given, declared.model_dump())
        tell(f"Ray's task {name} waits for a node")
        try:
            return Ended(**ray.get(doing))
        except ray.exceptions.RayError as error:
            return explain_error(error)
        except BaseException:  # an interrupt
            ray.cancel(doing)
            ray.wait([doing], timeout=_SECONDS_TO_CANCEL)
            raise


def do(job: str, environment: Mapping[str, str], declared: Mapping[str, Any]) -> dict[str, Any]:
    """What a node does: run the processes; what they print goes where Ray's worker prints."""
    # A cluster that was started in the background has SIGINT ignored, and with it what Ray cancels a task by.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    path = Path(job)
    if not path.exists():
        because = f"the node {os.uname().nodename} does not see {path}: the nodes must see the store and the project"
        return vars(Ended(well=False, because=because))
    return vars(run_processes(path, environment, LauncherDeclaration.model_validate(declared)))


@contextmanager
def _connected() -> Generator[Any]:
    """Ray, with this process as one of the cluster's drivers during the block."""
    try:
        import ray
    except ImportError:
        raise LaunchError(
            "Ray is not installed here: pip install 'medpref-dagster[ray]', with the version that the cluster has"
        ) from None
    address = os.environ.get("RAY_ADDRESS", "auto")
    try:
        _knock(address)
        ray.init(address, configure_logging=False)
    except (OSError, RuntimeError, ValueError) as error:
        said = " ".join(str(error).split())
        raise LaunchError(
            f"no Ray cluster can be reached from here: {said}. Run this on a node of the cluster (ray start), with "
            "RAY_ADDRESS as its head says"
        ) from None
    try:
        yield ray
    finally:
        ray.shutdown()


def _knock(address: str) -> None:
    """Be sure that somebody answers there: Ray would try for minutes, and not obey an interrupt meanwhile.

    Raises
    ------
    OSError
        If nobody does.
    """
    host, _, port = address.rpartition(":")
    if host and port.isdecimal():
        socket.create_connection((host.strip("[]"), int(port)), _SECONDS_TO_CONNECT).close()


def read_resources(options: tuple[str, ...]) -> dict[str, float]:
    """What a task takes of its node, as Ray names and counts it: `memory_gib=2` is so many bytes of `memory`.

    >>> read_resources(("num_cpus=4", "memory_gib=2"))
    {'CPU': 4.0, 'GPU': 0.0, 'memory': 2147483648.0}
    """
    said = {name: float(value) for name, _, value in (option.partition("=") for option in options)}
    cpus, gpus, gib = (said.get(name, default) for name, default in RAY_RESOURCES.items())
    return {"CPU": cpus, "GPU": gpus, "memory": gib * _GIB}


def _require_node(nodes: list[Mapping[str, Any]], asked: Mapping[str, float]) -> None:
    """Be sure that a node has it all: Ray would wait for one for ever."""
    alive = [node["Resources"] for node in nodes if node["Alive"]]
    if any(all(node.get(name, 0.0) >= value for name, value in asked.items()) for node in alive):
        return
    wanted = ", ".join(f"{value:g} {name}" for name, value in asked.items() if value)
    most = "; ".join(", ".join(f"{node.get(name, 0.0):g} {name}" for name in asked) for node in alive)
    raise LaunchError(
        f"no node of the Ray cluster has {wanted} (memory in bytes); its nodes have {most or 'nothing'}: ask for less "
        "in the launcher's options, or add a node"
    )


def explain_error(error: Exception) -> Ended:
    """How a task ended that gave no answer."""
    kind = type(error).__name__
    because = {
        "OutOfMemoryError": "Ray ended it because its node ran out of memory; ask for more (memory_gib)",
        "WorkerCrashedError": "Ray's worker was killed",
        "NodeDiedError": "its node died",
        "TaskCancelledError": "it was cancelled",
    }.get(kind, f"Ray's task failed with {kind}")
    return Ended(well=False, killed=True, because=because, taken_away=kind == "NodeDiedError")
