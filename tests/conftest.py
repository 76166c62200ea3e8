"""Fixtures: a tiny base model in a folder, and a project of its own with the checkout's task declared on it."""

import functools
import os
import random
import shutil
import signal
from collections.abc import Callable, Generator
from pathlib import Path
from types import SimpleNamespace

import pytest
import yaml
from hypothesis import settings

import medpref_dagster  # noqa: F401 - sets what OpenMP reads when torch is loaded
from medpref_dagster import privacy_key

CHECKOUT = Path(__file__).resolve().parent.parent

# Tiny models gain nothing from several threads, and pytest runs beside other work.
os.environ.setdefault("OMP_NUM_THREADS", "1")

# A shared machine's speed is no property of the code.
settings.register_profile("medpref", deadline=None)
settings.load_profile("medpref")


@pytest.fixture(autouse=True)
def signals_as_they_were() -> Generator[None]:
    """A command that was interrupted leaves the two signals without effect, and processes started later inherit it."""
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.fixture(autouse=True)
def keys_from_a_seed(monkeypatch) -> None:
    """A privacy key decides patients' pseudonyms, and these the splits: in tests the same ones each time."""
    monkeypatch.setattr(privacy_key, "secrets", SimpleNamespace(token_bytes=random.Random(0).randbytes))


@pytest.fixture(scope="session")
def tiny_base_model(tmp_path_factory) -> Path:
    """A folder with a tiny random Llama and its tokenizer, as `save_pretrained` writes them."""
    from tests.tiny_models import make_model, make_tokenizer

    folder = tmp_path_factory.mktemp("tiny-llama")
    make_model("llama").save_pretrained(folder)
    make_tokenizer().save_pretrained(folder)
    return folder


def write_project(root: Path, tiny_base_model: Path) -> Path:
    """A project folder: the checkout's `uti` task, and a profile with the tiny base model under the name `tiny`."""
    shutil.copytree(CHECKOUT / "assets" / "uti", root / "assets" / "uti")
    machine = {
        "type": "medpref_dagster.components.Machine",
        "attributes": {
            # One thread: tiny models gain nothing from more, and sums come in the same order on every machine.
            "compute": {"device": "cpu", "threads": 1},
            "store": {"root": str(root / "store")},
            "base_models": [
                {"name": "tiny", "licence": "none", "origin": {"from": "folder", "path": str(tiny_base_model)}},
                {"name": "smollm2-135m", "licence": "none", "origin": {"from": "folder", "path": str(tiny_base_model)}},
            ],
        },
    }
    (root / "resources" / "local").mkdir(parents=True)
    (root / "resources" / "local" / "defs.yaml").write_text(yaml.safe_dump(machine))
    return root


def write_bare_project(root: Path, **machine: object) -> Path:
    """A project folder in which nothing is declared but a machine, for commands that run no model."""
    profile = root / "resources" / "local" / "defs.yaml"
    profile.parent.mkdir(parents=True)
    (root / "assets").mkdir()
    origin = {"from": "folder", "path": str(root / "no-model")}
    attributes = {
        "store": {"root": str(root / "store")},
        "base_models": [{"name": "tiny", "licence": "none", "origin": origin}],
    }
    declared = {"type": "medpref_dagster.components.Machine", "attributes": attributes | machine}
    profile.write_text(yaml.safe_dump(declared))
    return root


def enter_project(root: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let this process and those that it starts work in a project."""
    monkeypatch.setenv("MEDPREF_PROJECT", str(root))
    monkeypatch.delenv("MEDPREF_PROFILE", raising=False)
    monkeypatch.setenv("DAGSTER_HOME", str(root / ".dagster-home"))
    return root


def write_task(root: Path, task: str, change: Callable[[dict], object], copy_of: str | None = None) -> Path:
    """Write a task's YAML anew, or that of a copy of another task, with its attributes changed in place.

    A task that the project does not have is taken from the checkout.
    """
    name = copy_of or task
    source = next(path for folder in (root, CHECKOUT) if (path := folder / "assets" / name / "defs.yaml").is_file())
    declared = yaml.safe_load(source.read_text())
    change(declared["attributes"])
    target = root / "assets" / task / "defs.yaml"
    target.parent.mkdir(exist_ok=True)
    target.write_text(yaml.safe_dump(declared, sort_keys=False))
    return target


def shrink_task(attributes: dict) -> None:
    """The same task on few rows, two steps a training, two checkpoints: what is tested is that it goes through."""
    attributes["source"]["options"]["rows"] = 160
    attributes["rejected"]["pairs"] = 8
    # The tiny tokenizer writes a token a byte.
    attributes["max_prompt_tokens"], attributes["max_completion_tokens"] = 4096, 1024
    for stage in ("sft", "dpo"):
        attributes[stage] |= {
            "learning_rate": [1e-3],
            "epochs": [1],
            "batch_size": 4,
            "max_training_rows": 8,
            "max_eval_rows": 2,
            "max_dev_rows": 2,
            "lora": {"rank": 2, "alpha": 4},
        }
    attributes["evaluation"] |= {
        "max_new_tokens": 2,
        "max_test_rows": 4,
        "bootstrap_samples": 100,
        "sft_continued_learning_rate": [1e-3],
    }


@pytest.fixture
def project(tmp_path, tiny_base_model, monkeypatch) -> Path:
    """A project of its own that this test works in."""
    return enter_project(write_project(tmp_path / "project", tiny_base_model), monkeypatch)


@pytest.fixture
def edit_task(project):
    """`edit_task("uti", lambda attributes: ...)` changes a task of the project; see `write_task`."""
    return functools.partial(write_task, project)


@pytest.fixture
def tiny_task(edit_task):
    """Take a task of the checkout into the project, cut to a tiny size: `tiny_task("triage")`."""
    return functools.partial(edit_task, change=shrink_task)


@pytest.fixture(scope="session")
def made_clinic(tmp_path_factory, tiny_base_model) -> Path:
    """A project with the task `clinic` and the feedback `ward`, materialized once; whoever changes it takes a copy."""
    from tests.cli.calls import call
    from tests.forgetting.made_project import FEEDBACK, TASK, write_clinic

    root = write_clinic(tmp_path_factory.mktemp("clinic") / "project", tiny_base_model)
    with pytest.MonkeyPatch.context() as patched:
        enter_project(root, patched)
        for arguments in (("materialize", TASK, "--base-model", "tiny"), ("materialize", FEEDBACK)):
            made = call(*arguments)
            assert made.returncode == 0, made.stdout + made.stderr
    return root
