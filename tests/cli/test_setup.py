"""`medpref init`, `prepare`, `dev`, `dg`, and the package as it comes out of a wheel."""

import errno
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from medpref_dagster.cli import main, setup
from medpref_dagster.locks import hold_lock
from medpref_dagster.project import ProjectError, find_project_root, prepare_dagster_home
from tests.cli.calls import call, refusal
from tests.conftest import CHECKOUT, shrink_task


def test_the_version_is_the_installed_one(project):
    assert call("--version").stdout == f"medpref, version {version('medpref-dagster')}\n"


@pytest.mark.parametrize("module", ["medpref_dagster", "medpref_dagster.cli"])
def test_the_package_runs_as_the_command(module):
    called = subprocess.run([sys.executable, "-m", module, "--help"], capture_output=True, text=True, check=False)
    assert called.returncode == 0
    assert called.stdout.startswith("Usage: medpref ")
    wrong = subprocess.run([sys.executable, "-m", module, "nothing"], capture_output=True, text=True, check=False)
    assert wrong.returncode == 2
    assert "No such command" in wrong.stderr


def test_a_project_is_made_and_nothing_is_written_over(tmp_path):
    target = tmp_path / "mine"
    assert call("init", str(target)).returncode == 0
    made = {str(path.relative_to(target)) for path in target.rglob("*") if path.is_file()}
    assert made == {
        ".gitignore",
        "README.md",
        "assets/uti/defs.yaml",
        "pyproject.toml",
        "resources/base_models.yaml",
        *(
            f"resources/{name}/defs.yaml"
            for name in ("gpu", "k8s", "large", "local", "multi_gpu", "ray", "slurm", "torchrun")
        ),
        *(f"resources/cluster/{name}" for name in ("Dockerfile", "dagster.yaml", "values.yaml")),
        "resources/k8s/pod.yaml",
        "resources/k8s/rights.yaml",
        "workspace.yaml",
    }
    again = call("init", str(target))
    assert again.returncode == 1
    assert "is not empty" in again.stderr


def test_a_second_daemon_on_a_dagster_home_is_refused(project):
    home = prepare_dagster_home(project)
    with hold_lock(home / "medpref-dev", "medpref dev"):
        said = refusal("dev", "--port", "1")
    assert f"the Dagster home {home} has a UI and a daemon already: process {os.getpid()} on " in said
    assert "use that one's UI, or end it first" in said


class Installed:
    """The package as a wheel installs it, in a folder of its own before everything else."""

    def __init__(self, site: Path, home: Path) -> None:
        self.site, self.home = site, home
        self.environment = {
            name: value for name, value in os.environ.items() if not name.startswith(("MEDPREF_", "DAGSTER_"))
        } | {"PYTHONPATH": str(site), "PYTHONDONTWRITEBYTECODE": "1", "HOME": str(home)}

    def call(self, *arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "medpref_dagster.cli", *arguments],
            cwd=folder,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )

    def content(self) -> dict[str, float]:
        return {str(path): path.stat().st_mtime for path in self.site.rglob("*")}


@pytest.fixture(scope="module")
def installed(tmp_path_factory) -> Installed:
    pytest.importorskip("hatchling")
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    offline = ["--no-deps", "--no-index"]
    subprocess.run(
        [*pip, "wheel", *offline, "--no-build-isolation", "--wheel-dir", str(folder), str(CHECKOUT)], check=True
    )
    (wheel,) = folder.glob("*.whl")
    subprocess.run([*pip, "install", *offline, "--target", str(folder / "site"), str(wheel)], check=True)
    (folder / "home").mkdir()
    return Installed(folder / "site", folder / "home")


def test_an_installed_package_makes_a_project_and_works_there_and_writes_nothing_elsewhere(
    installed, tmp_path, tiny_base_model
):
    before = installed.content()
    project = tmp_path / "mine"
    outside = installed.call("verdict", "uti", folder=tmp_path)
    assert outside.returncode == 1
    assert "make one with `medpref init DIR`" in outside.stderr
    assert installed.call("init", "mine", folder=tmp_path).returncode == 0

    machine = yaml.safe_load((project / "resources" / "local" / "defs.yaml").read_text())
    machine["attributes"]["base_models"] = [
        {"name": "tiny", "licence": "none", "origin": {"from": "folder", "path": str(tiny_base_model)}}
    ]
    (project / "resources" / "local" / "defs.yaml").write_text(yaml.safe_dump(machine))
    task = yaml.safe_load((project / "assets" / "uti" / "defs.yaml").read_text())
    shrink_task(task["attributes"])
    task["attributes"].pop("schedule")
    (project / "assets" / "uti" / "defs.yaml").write_text(yaml.safe_dump(task))

    # from a folder inside the project, too
    checked = installed.call("check", "uti", folder=project / "assets" / "uti")
    assert checked.returncode == 0, checked.stdout + checked.stderr
    done = installed.call("materialize", "uti", folder=project)
    assert done.returncode == 0, done.stdout + done.stderr
    listed = installed.call("dg", "list", "defs", folder=project)
    assert "uti/evaluation_report" in listed.stdout, listed.stderr

    assert {path.name for path in project.iterdir()} >= {".dagster-home", ".medpref"}
    assert "enabled: false" in (project / ".dagster-home" / "dagster.yaml").read_text()
    assert installed.content() == before
    assert not (installed.home / ".dagster").exists(), "no second home, no telemetry"
    assert "elemetry" not in done.stdout + done.stderr + listed.stdout + listed.stderr


def test_the_project_is_the_named_one_then_the_nearest_then_the_checkout(project, tmp_path, monkeypatch):
    monkeypatch.delenv("MEDPREF_PROJECT")
    monkeypatch.chdir(project / "assets" / "uti")
    assert find_project_root() == project.resolve()
    (tmp_path / "assets").mkdir()
    (tmp_path / "resources").mkdir()  # of something else: no profile in it
    monkeypatch.chdir(tmp_path)
    assert find_project_root() == CHECKOUT
    monkeypatch.setenv("MEDPREF_PROJECT", str(project))
    assert find_project_root() == project.resolve()
    monkeypatch.setenv("MEDPREF_PROJECT", str(tmp_path))
    with pytest.raises(ProjectError, match="medpref init"):
        find_project_root()


def test_the_readme_of_a_new_project_names_only_commands_that_there_are(project):
    text = (CHECKOUT / "medpref_dagster" / "cli" / "new_project" / "README.md").read_text()
    commands = set(re.findall(r"^medpref (\S+)", text, re.MULTILINE))
    assert commands == {"check", "materialize", "dev", "dg"}
    known = call("--help").stdout
    assert all(re.search(rf"^  {command} ", known, re.MULTILINE) for command in commands)


@pytest.mark.parametrize("asked", [("prepare",), ("materialize", "uti")], ids=lambda asked: asked[0])
def test_a_home_that_cannot_be_made_is_one_sentence(asked, project, tmp_path, monkeypatch):
    home = tmp_path / "file" / "home"
    home.parent.write_text("")
    monkeypatch.setenv("DAGSTER_HOME", str(home))
    assert f"Error: the Dagster home {home} cannot be made" in refusal(*asked)


def test_a_place_that_the_operating_system_refuses_is_one_sentence(project):
    said = refusal("init", "x" * 300)
    assert said.startswith("Error: File name too long: x")
    assert said.count("\n") == 1


@pytest.mark.parametrize(
    ("error", "where", "free"),
    [
        (OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)), "store", "3 MiB are free"),
        (OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "store/tmp/1~2/rows"), "store", "3 MiB are free"),
        (OSError(errno.EDQUOT, os.strerror(errno.EDQUOT)), "store", "3 MiB are free, but no more of it for this user"),
        (OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "new/file"), "new", "3 MiB are free"),
        (sqlite3.OperationalError("database or disk is full"), "store", "3 MiB are free"),
    ],
    ids=["disk", "of a file in the store", "quota", "of a file that is named", "by a library"],
)
def test_a_full_disk_is_one_sentence_whatever_the_command(project, monkeypatch, error, where, free):
    def refuse(*_):
        raise error

    monkeypatch.chdir(project)
    usage = shutil.disk_usage(project)._replace(free=3 * 2**20)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    monkeypatch.setattr(setup, "prepare_dagster_home", refuse)
    refused = CliRunner().invoke(main, ["prepare"])
    assert refused.exit_code == 1
    assert refused.stderr.startswith(
        f"Error: the disk is full at {project / where}: nothing half written is kept there. {free}"
    )
    assert "Free some space (`medpref store gc` removes what nothing points to)" in refused.stderr
    assert refused.stderr.count("\n") == 1


def test_a_store_on_a_disk_that_is_full_is_named_with_what_is_free(project):
    store = project / "store"
    store.mkdir()
    # In a view of the file systems that is the command's own, so that nothing stays mounted.
    fill = f"mount -t tmpfs -o size=64k none {store} && (head -c 1M /dev/zero > {store}/filler; exec $@)"
    command = ["unshare", "--mount", "sh", "-c", fill, "sh"]
    if shutil.which("unshare") is None or subprocess.run([*command, "true"], check=False).returncode:
        pytest.skip("no file system can be mounted here: root may")
    environment = {**os.environ, "PYTHONPATH": str(CHECKOUT)}
    asked = [*command, sys.executable, "-m", "medpref_dagster", "prepare", "--base-model", "tiny"]
    done = subprocess.run(asked, env=environment, capture_output=True, text=True, check=False)
    said = done.stderr.splitlines()[-1]
    assert re.match(rf"Error: the disk is full at {store}: nothing half written is kept there\. 0 MiB are free", said)
    assert "Traceback" not in done.stderr


def test_a_store_that_cannot_be_made_is_one_sentence(project):
    (project / "store").write_text("")
    said = refusal("verdict", "uti")
    assert f"the store {project / 'store'} cannot be made: Not a directory" in said
    assert "correct store.root in the profile" in said


@pytest.mark.parametrize("before", [signal.SIG_IGN, signal.SIG_DFL])
def test_what_a_script_starts_in_the_background_can_be_ended(before, project, monkeypatch):
    """A shell has Ctrl-C ignored there, and Dagster does with SIGTERM what it finds done with Ctrl-C."""
    started_with = []
    monkeypatch.setattr("os.execv", lambda *_: started_with.append(signal.getsignal(signal.SIGINT)))
    shell = signal.signal(signal.SIGINT, before)
    try:
        CliRunner().invoke(main, ["dg", "list", "defs"])
    finally:
        signal.signal(signal.SIGINT, shell)
    assert started_with == [signal.SIG_DFL]
