"""The demo's task with the real model by every launcher, from the command line and from the web UI.

    python -m tests.campaigns.launchers [--launchers torchrun slurm ray k8s] [--ways cli ui] [--pod FILE]

It is run once in the run's own process, and then in a project of its own, from nothing, by each launcher in each way:
by `medpref materialize`, and by a click in the browser on the job's page of `medpref dev`. Each has to end with the
tables' data versions of the first run, and with its verdict, word for word. What a launcher needs that is not here
(Slurm, Ray, the right to make a network for it, a browser) is said, and counts as a failure. Some four minutes a run on
two quiet cores.

`k8s` is done where a cluster is at hand: the one that KUBECONFIG names, with the pod that `--pod` describes in the
place of `resources/k8s/pod.yaml`. Its pods must see `--folder`, this checkout and its Python under the same paths.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Generator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import dagster as dg

from medpref_dagster.storage.store import Store
from tests.browser.conftest import CHROMIUM, serve
from tests.conftest import CHECKOUT
from tests.launchers.one_node import list_missing, run_cluster
from tests.launchers.one_ray_node import run_cluster as run_ray
from tests.launchers.own_network import Network
from tests.servers import find_free_port

TASK, BASE_MODEL = "uti", "smollm2-135m"
TABLES = ("raw_cases", "cases", "sft_examples", "preference_pairs")
"""Which no trained model computes, so that a launcher makes them byte for byte."""
LAUNCHERS, WAYS = ("torchrun", "slurm", "ray"), ("cli", "ui")
K8S = "k8s"
"""Done only where it is asked for: its cluster is not made here."""

_COMMAND = "from medpref_dagster.cli import main; main()"
_SOON = 300_000
"""Milliseconds, on a machine that does other things, too."""


class RunFailedError(Exception):
    """What was found."""


def make_project(root: Path, pod: Path | None = None) -> Path:
    """The demo's task and the profiles, without a store; `pod` in the place of the one that Kubernetes is given."""
    shutil.copytree(CHECKOUT / "assets" / TASK, root / "assets" / TASK)
    shutil.copytree(CHECKOUT / "resources", root / "resources")
    shutil.copyfile(CHECKOUT / "workspace.yaml", root / "workspace.yaml")
    if pod is not None:
        shutil.copyfile(pod, root / "resources" / K8S / "pod.yaml")
    return root


def name_environment(root: Path, profile: str) -> dict[str, str]:
    """How a project and its profile are told to a process."""
    return {
        "PYTHONPATH": str(CHECKOUT),
        "MEDPREF_PROJECT": str(root),
        "MEDPREF_PROFILE": profile,
        "DAGSTER_HOME": str(root / ".dagster-home"),
    }


def call(environment: dict[str, str], *arguments: str) -> str:
    """What a command prints.

    Raises
    ------
    RunFailedError
        If it does not end well.
    """
    done = subprocess.run(
        [sys.executable, "-c", _COMMAND, *arguments],
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise RunFailedError(f"{' '.join(arguments)} ended with {done.returncode}: {done.stdout[-2000:]}")
    return done.stdout


def launch_in_browser(environment: dict[str, str]) -> None:
    """Materialize the whole task by a click on its job's page, and look at the run's page once it is over.

    Raises
    ------
    RunFailedError
        If the page did not show what was waited for.
    """
    from playwright.sync_api import Error, sync_playwright

    try:
        _click_through(environment, sync_playwright)
    except Error as error:
        raise RunFailedError(f"in the browser: {error}") from error


def _click_through(environment: dict[str, str], sync_playwright: Callable[[], Any]) -> None:
    port = find_free_port()
    command = ["-c", _COMMAND, "dev", "--port", str(port)]
    with serve(command, port, "Serving dagster-webserver", **environment) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 1600, "height": 1000})
        page.goto(f"{address}/locations/medpref/jobs/{TASK}")
        page.get_by_text("Materialize all").first.click(timeout=_SOON)
        page.get_by_role("button", name="All", exact=True).click(timeout=_SOON)  # there is one base model
        page.get_by_text("1 partition", exact=True).first.wait_for(timeout=_SOON)
        page.get_by_role("button", name="Launch 1 run").click(timeout=_SOON)
        run = wait_for_run(Path(environment["DAGSTER_HOME"]), lambda: page.wait_for_timeout(1000))
        page.goto("about:blank")  # a page with a run draws all the time, which takes half a core
        wait_for_end(Path(environment["DAGSTER_HOME"]), run)
        page.goto(f"{address}/runs/{run}")
        ended = page.get_by_text("Success", exact=True).or_(page.get_by_text("Failure", exact=True))
        ended.first.wait_for(timeout=_SOON)
        if picture := os.environ.get("MEDPREF_PICTURES"):
            page.screenshot(path=Path(picture) / f"{environment['MEDPREF_PROFILE']}.png")
        browser.close()


def wait_for_run(home: Path, look_again: Callable[[], None]) -> str:
    """The id of the run that was launched, once the instance of a Dagster home knows of it.

    Raises
    ------
    RunFailedError
        If there is none for five minutes.
    """
    until = time.monotonic() + _SOON / 1000
    with dg.DagsterInstance.from_config(str(home)) as instance:
        while time.monotonic() < until:
            for run in instance.get_runs(limit=1):
                return run.run_id
            look_again()
    raise RunFailedError("the click launched no run")


def wait_for_end(home: Path, run: str) -> None:
    """Until a run is over, however it ends."""
    with dg.DagsterInstance.from_config(str(home)) as instance:
        while (found := instance.get_run_by_id(run)) is not None and not found.is_finished:
            time.sleep(2)


def read_run(root: Path, profile: str) -> tuple[dict[str, str], str]:
    """Each table's data version, and the verdict; nothing of it may be missing, so that nothing is computed for it."""
    environment = name_environment(root, profile)
    printed = call(environment, "materialize", TASK, "--base-model", BASE_MODEL)
    if "nothing was trained or computed again" not in printed:
        raise RunFailedError("the run had left something to do")
    store = Store(root / ".medpref" / "store")
    versions = {
        name: store.current(f"{TASK}/{name}", BASE_MODEL if name == "preference_pairs" else None).version
        for name in TABLES
    }
    verdict = printed.partition("Verdict:")[2].partition("Next steps:")[0].strip()
    if not verdict:
        raise RunFailedError("no verdict was printed")
    return versions, verdict


@contextmanager
def cluster_of(launcher: str) -> Generator[dict[str, str]]:
    """The environment in which a launcher finds its cluster, which has a network of its own, as has this thread
    meanwhile."""
    if launcher not in ("slurm", "ray"):
        yield {}
        return
    if launcher == "slurm" and (missing := list_missing()):
        raise RunFailedError(f"no Slurm here ({', '.join(missing)} missing)")
    try:
        network = Network()
    except OSError as error:
        raise RunFailedError(f"no network of its own for {launcher} ({error.strerror})") from error
    with ExitStack() as running:
        running.callback(network.close)
        if launcher == "ray":
            environment = running.enter_context(run_ray(network, threads=2))
            running.enter_context(network.entered())
        else:
            running.enter_context(network.entered())
            folder = Path(running.enter_context(tempfile.TemporaryDirectory(prefix="mp-slurm-")))
            environment = running.enter_context(run_cluster(folder))
        yield environment


def run_once(folder: Path, launcher: str, way: str, pod: Path | None) -> tuple[dict[str, str], str]:
    """One run from nothing; what an earlier campaign ended in this folder is only read."""
    root = folder / f"{launcher}-{way}"
    if root.exists():
        return read_run(root, "local")
    make_project(root, pod)
    profile = "local" if launcher == "inline" else launcher
    environment = name_environment(root, profile)
    call(environment, "prepare", "--base-model", BASE_MODEL)
    with cluster_of(launcher) as cluster:
        environment |= cluster
        if way == "ui":
            launch_in_browser(environment)
        else:
            call(environment, "materialize", TASK, "--base-model", BASE_MODEL)
    return read_run(root, "local")


def run_campaign(folder: Path, launchers: Sequence[str], ways: Sequence[str], pod: Path | None = None) -> list[str]:
    """What differs from the run in the run's own process."""
    right, verdict = _timed(folder, "inline", "cli", pod)
    print(verdict, flush=True)
    found: list[str] = []
    for launcher in launchers:
        for way in ways:
            try:
                versions, said = _timed(folder, launcher, way, pod)
            except RunFailedError as failure:
                found.append(f"{launcher}, {way}: {failure}")
                print(found[-1], flush=True)
                continue
            found += [f"{launcher}, {way}: another {name}" for name in TABLES if versions[name] != right[name]]
            if said != verdict:
                found.append(f"{launcher}, {way}: another verdict: {said}")
    return found


def _timed(folder: Path, launcher: str, way: str, pod: Path | None) -> tuple[dict[str, str], str]:
    started = time.monotonic()
    result = run_once(folder, launcher, way, pod)
    print(f"{launcher}, {way}: {time.monotonic() - started:.0f} s", flush=True)
    return result


def main() -> int:
    """Run the campaign that the command line asks for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--launchers", nargs="+", choices=(*LAUNCHERS, K8S), default=list(LAUNCHERS))
    parser.add_argument("--ways", nargs="+", choices=WAYS, default=list(WAYS))
    parser.add_argument("--folder", type=Path, help="where the projects stay, and are not run again")
    parser.add_argument("--pod", type=Path, help="the pod of a Kubernetes cluster that KUBECONFIG names")
    options = parser.parse_args()
    if K8S in options.launchers and options.pod is None:
        parser.error(f"{K8S} needs --pod")
    if options.folder is not None:
        options.folder.mkdir(parents=True, exist_ok=True)
        found = run_campaign(options.folder, options.launchers, options.ways, options.pod)
    else:
        with tempfile.TemporaryDirectory(prefix="medpref-launchers-") as folder:
            found = run_campaign(Path(folder), options.launchers, options.ways, options.pod)
    print("\n".join(found) or "each has the same tables and the same verdict")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
