"""Fixtures: a tiny base model in a folder, and a project of its own with the checkout's task declared on it."""

import os
import shutil
from pathlib import Path

import pytest
import yaml

CHECKOUT = Path(__file__).resolve().parent.parent

# Tiny models gain nothing from several threads, and pytest runs beside other work.
os.environ.setdefault("OMP_NUM_THREADS", "1")


@pytest.fixture(scope="session")
def tiny_base_model(tmp_path_factory) -> Path:
    """A folder with a tiny random Llama and its tokenizer, as `save_pretrained` writes them."""
    from tests.tiny_models import make_model, make_tokenizer

    folder = tmp_path_factory.mktemp("tiny-llama")
    make_model("llama").save_pretrained(folder)
    make_tokenizer().save_pretrained(folder)
    return folder


@pytest.fixture
def project(tmp_path, tiny_base_model, monkeypatch) -> Path:
    """A project folder: the checkout's `uti` task, and a profile with the tiny base model under the name `tiny`."""
    root = tmp_path / "project"
    shutil.copytree(CHECKOUT / "assets" / "uti", root / "assets" / "uti")
    machine = {
        "type": "medpref_dagster.components.Machine",
        "attributes": {
            "compute": {"device": "cpu"},
            "store": {"root": str(root / "store")},
            "base_models": [
                {"name": "tiny", "licence": "none", "origin": {"from": "folder", "path": str(tiny_base_model)}},
                {"name": "smollm2-135m", "licence": "none", "origin": {"from": "folder", "path": str(tiny_base_model)}},
            ],
        },
    }
    (root / "resources" / "local").mkdir(parents=True)
    (root / "resources" / "local" / "defs.yaml").write_text(yaml.safe_dump(machine))
    monkeypatch.setenv("MEDPREF_PROJECT", str(root))
    monkeypatch.delenv("MEDPREF_PROFILE", raising=False)
    monkeypatch.setenv("DAGSTER_HOME", str(root / ".dagster-home"))
    return root


@pytest.fixture
def edit_task(project):
    """Write a task's YAML anew: `edit_task("uti", lambda attributes: ...)` changes it in place."""

    def edit(task: str, change, copy_of: str | None = None) -> Path:
        source = project / "assets" / (copy_of or task) / "defs.yaml"
        declared = yaml.safe_load(source.read_text())
        change(declared["attributes"])
        target = project / "assets" / task / "defs.yaml"
        target.parent.mkdir(exist_ok=True)
        target.write_text(yaml.safe_dump(declared, sort_keys=False))
        return target

    return edit


@pytest.fixture
def tiny_task(project, edit_task):
    """Copy a task of the checkout into the project, cut to a tiny size: `tiny_task("triage")`."""

    def copy(task: str) -> Path:
        target = project / "assets" / task / "defs.yaml"
        target.parent.mkdir(exist_ok=True)
        target.write_text((CHECKOUT / "assets" / task / "defs.yaml").read_text())
        return edit_task(task, lambda attributes: (make_tiny(attributes), attributes.pop("schedule", None)))

    return copy


def make_tiny(attributes: dict) -> None:
    """The same task on few rows: what is tested is that it goes through, not what is learned."""
    attributes["source"]["options"]["rows"] = 160
    attributes["rejected"]["pairs"] = 8
    # The tiny tokenizer writes a token a byte.
    attributes["max_prompt_tokens"], attributes["max_completion_tokens"] = 4096, 1024
    for stage in ("sft", "dpo"):
        attributes[stage] |= {
            "learning_rate": [1e-3],
            "epochs": [1],
            "max_training_rows": 8,
            "max_eval_rows": 2,
            "max_dev_rows": 2,
            "lora": {"rank": 2, "alpha": 4},
        }
    attributes["evaluation"] |= {"max_new_tokens": 2, "max_test_rows": 4, "bootstrap_samples": 100}
