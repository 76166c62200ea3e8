"""Two hosts share one object store and one PostgreSQL instance of Dagster, and one of them is killed.

    python -m tests.campaigns.two_hosts --kills 3 --seed 0

Each host has a name, process ids, a cache and a Dagster home of its own (namespaces, so it needs the right to make
them). Hosts `one` and `other` begin the same task; `one` is killed with SIGKILL at a random moment. `other` has to run
it to its end, over what `one` left, and so has `one` when it comes back. Locks last as long as they do for users.

A loss is an artifact that was in the store at the kill and is not there, or not whole, afterwards. A difference is an
asset that points to another content than after a run that nobody killed. A failure is a command that does not end well,
or Dagster's instance not knowing of it.
"""

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import dagster as dg
import yaml

from medpref_dagster.storage.store import Store, StoreError
from tests.campaigns.project import BASE_MODELS, write_tiny_model, write_tiny_project
from tests.capture.postgres import find_programs
from tests.capture.postgres import run_server as run_postgres
from tests.conftest import CHECKOUT
from tests.storage.hosts import can_make_hosts, start_on_host
from tests.storage.s3_server import BUCKET, run_server
from tests.test_cluster import name_database

_COMMAND = "from medpref_dagster.cli import main\nmain()\n"
_TIMEOUT_SECONDS = 900


@dataclass
class Tally:
    """What the campaign found."""

    kills: int = 0
    ended_before: int = 0
    other_still_ran: int = 0
    """At how many ends of `one` `other` had work left."""
    artifacts_at_kills: int = 0
    losses: list[str] = field(default_factory=list)
    differences: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)

    def is_clean(self) -> bool:
        """Whether nothing was found."""
        return not (self.losses or self.differences or self.failures)


class Host:
    """A host with a project of its own on a shared store."""

    def __init__(self, folder: Path, name: str, url: str, model: Path) -> None:
        self.name, self.folder = name, folder
        root = write_tiny_project(folder / "project", model)
        profile = root / "resources" / "local" / "defs.yaml"
        machine = yaml.safe_load(profile.read_text())
        machine["attributes"]["store"]["url"] = url
        profile.write_text(yaml.safe_dump(machine))
        self.home = folder / "dagster-home"
        self.home.mkdir()
        shutil.copyfile(CHECKOUT / "resources" / "cluster" / "dagster.yaml", self.home / "dagster.yaml")

    def start(self) -> Any:
        """Begin the task."""
        environment = {"MEDPREF_PROJECT": str(self.folder / "project"), "DAGSTER_HOME": str(self.home)}
        arguments = ("materialize", "uti", "--base-model", BASE_MODELS[0])
        return start_on_host(self.name, _COMMAND, *arguments, environment=environment, log=self.folder / "commands.log")

    def run(self) -> int:
        """Run the task to its end; its exit status."""
        return _wait(self.start())


def run_campaign(folder: Path, kills: int, seed: int) -> Tally:
    """Kill so many times, each time on a store of its own, on the servers that the environment names."""
    chance, tally = random.Random(seed), Tally()
    model = write_tiny_model(folder / "model")
    right_url = f"s3://{BUCKET}/right"
    started = time.monotonic()
    if (status := _make_host(folder, "right", right_url, model).run()) != 0:
        raise SystemExit(f"the run that nobody kills ended with {status}; see {folder}/right/commands.log")
    usual = time.monotonic() - started
    right = _read_pointers(folder, right_url)
    while tally.kills < kills:
        number = tally.kills + tally.ended_before
        url = f"s3://{BUCKET}/killed-{number}"
        one, other = (_make_host(folder, f"{name}-{number}", url, model) for name in ("one", "other"))
        _kill_once(folder, one, other, url, chance.uniform(0.3, 0.95) * usual, tally)
        if _read_pointers(folder, url) != right:
            tally.differences.append(url)
        if one.run() != 0:
            tally.failures.append(f"{one.name} came back and did not end well")
        _look_at_runs(one, other, tally)
    return tally


def _make_host(folder: Path, name: str, url: str, model: Path) -> Host:
    (folder / name).mkdir()
    return Host(folder / name, name, url, model)


def _wait(process: Any) -> int:
    """Until it ends; what hangs is killed, which is a status of its own."""
    try:
        return process.wait(_TIMEOUT_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        return process.wait()


def _kill_once(folder: Path, one: Host, other: Host, url: str, after: float, tally: Tally) -> None:
    process, beside = one.start(), other.start()
    try:
        process.wait(after)
        tally.ended_before += 1
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        tally.kills += 1
    at_kill = _open(folder, url).list_artifacts()
    tally.artifacts_at_kills += len(at_kill)
    tally.other_still_ran += beside.poll() is None
    if (status := _wait(beside)) != 0:
        tally.failures.append(f"{other.name} ended with {status}")
    store = _open(folder, url)
    tally.losses += [f"{address} of {url}" for address in at_kill if not store.has(address)]
    for address in store.list_artifacts():
        try:
            store.artifact(address)
        except StoreError as error:
            tally.losses.append(f"{url}: {error}")


def _open(folder: Path, url: str) -> Store:
    """As another machine, that has no copies, finds it."""
    return Store(tempfile.mkdtemp(dir=folder), url)


def _read_pointers(folder: Path, url: str) -> dict[str, Any]:
    return dict(_open(folder, url).pointers.read_all())


def _look_at_runs(one: Host, other: Host, tally: Tally) -> None:
    """What the one instance knows: both hosts' runs, none of them still shown as running."""
    with dg.DagsterInstance.from_config(str(one.home)) as instance:
        by_host: dict[str, list[dg.DagsterRunStatus]] = {}
        for run in instance.get_runs():
            by_host.setdefault(run.tags["medpref/process"].partition(":")[0], []).append(run.status)
    for host in (one, other):
        statuses = by_host.get(host.name, [])
        if not statuses or set(statuses) - {dg.DagsterRunStatus.SUCCESS, dg.DagsterRunStatus.FAILURE}:
            tally.failures.append(f"runs of {host.name}: {[status.value for status in statuses]}")
    if by_host.get(other.name, [])[:1] != [dg.DagsterRunStatus.SUCCESS]:
        tally.failures.append(f"{other.name} did not succeed")


def main() -> None:
    """Run the campaign and print what it found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=3)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    programs = find_programs()
    if programs is None or not can_make_hosts():
        raise SystemExit("needs a PostgreSQL server (apt-get install postgresql) and the right to make namespaces")
    started = time.monotonic()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="medpref-hosts-")))
        folder.chmod(0o755)
        os.environ |= stack.enter_context(run_server()).environment
        os.environ |= name_database(stack.enter_context(run_postgres(folder / "postgres", programs)))
        tally = run_campaign(folder, asked.kills, asked.seed)
        print(f"{tally}, {time.monotonic() - started:.0f} s")
        if not tally.is_clean():
            for log in sorted(folder.glob("*/commands.log")):
                print(f"--- {log.parent.name}\n{log.read_text()[-3000:]}", file=sys.stderr)
    raise SystemExit(0 if tally.is_clean() else 1)


if __name__ == "__main__":
    main()
