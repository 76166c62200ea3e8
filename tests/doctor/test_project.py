"""The doctor says what is wrong with a project's YAML, store, base models and judges."""

import os
from pathlib import Path

import pytest
import torch
import yaml

from medpref_dagster.components.machine import read_machine, store_folder
from medpref_dagster.devices import Compute
from medpref_dagster.doctor.project import (
    examine_base_models,
    examine_declarations,
    examine_judges,
    examine_store,
)


def change_profile(project: Path, **changes) -> None:
    file = project / "resources" / "local" / "defs.yaml"
    declared = yaml.safe_load(file.read_text())
    declared["attributes"] |= changes
    file.write_text(yaml.safe_dump(declared))


def test_a_mistake_in_yaml_is_one_wrong_line(project):
    assert [finding.state for finding in examine_declarations(project, "local")] == ["well"]
    file = project / "assets" / "uti" / "defs.yaml"
    file.write_text(file.read_text().replace("title:", "titel:", 1))
    found = [finding for finding in examine_declarations(project, "local") if finding.state == "wrong"]
    assert found
    assert all("assets/uti/defs.yaml:" in finding.found for finding in found)


def test_a_store_that_others_may_enter_is_worth_knowing(tmp_path):
    store = tmp_path / "store"
    store.mkdir(mode=0o700)
    assert [finding.state for finding in examine_store(store)] == ["well"]
    store.chmod(0o755)
    assert [finding.state for finding in examine_store(store)] == ["well", "worth knowing"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_store_that_cannot_be_written_is_wrong(tmp_path):
    tmp_path.chmod(0o500)
    [finding] = examine_store(tmp_path / "store")
    assert finding.state == "wrong"


def test_a_store_that_is_a_file_is_wrong(tmp_path):
    (tmp_path / "store").write_text("")
    [finding] = examine_store(tmp_path / "store")
    assert finding.state == "wrong"
    assert "set store.root" in (finding.remedy or "")


def test_each_base_model_is_prepared_to_be_had_or_not(project):
    gated = {"name": "gated", "licence": "none", "gated": True}
    hub = {"from": "hub", "repo": "a/b", "revision": "main"}
    machine = yaml.safe_load((project / "resources" / "local" / "defs.yaml").read_text())["attributes"]
    change_profile(project, base_models=[*machine["base_models"], gated | {"origin": hub}])
    declared = read_machine(project, "local")
    found = {finding.about: finding for finding in examine_base_models(declared, store_folder(declared, project), None)}
    assert "not prepared yet" in found["base model tiny"].found
    assert found["base model gated"].state == "worth knowing"
    assert "HF_TOKEN" in (found["base model gated"].remedy or "")


def test_weights_in_4_bits_are_measured_as_such_and_without_the_package_they_are_wrong(project, monkeypatch):
    def declare(**quantization):
        machine = yaml.safe_load((project / "resources" / "local" / "defs.yaml").read_text())["attributes"]
        change_profile(project, base_models=[{**machine["base_models"][0], **quantization}])
        return read_machine(project, "local")

    store = store_folder(declare(), project)
    folder = store / "base_models" / "tiny" / "prepared"
    folder.mkdir(parents=True)
    origin = Path(declare().base_model("tiny").origin.path)
    for name in ("config.json", "model.safetensors"):
        (folder / name).write_bytes((origin / name).read_bytes())
    # Between what the weights take in 4 bits and what they take as they are.
    room = Compute(torch.device("cpu"), torch.float32, 90_000, 1)
    [whole] = examine_base_models(declare(), store, room)
    [packed] = examine_base_models(declare(quantization={"kind": "nf4"}), store, room)
    assert (whole.state, packed.state) == ("wrong", "well")
    monkeypatch.setattr("medpref_dagster.doctor.project.find_spec", lambda name: None)
    missing, _ = examine_base_models(declare(quantization={"kind": "nf4"}), store, None)
    assert missing.state == "wrong"
    assert "medpref-dagster[4bit]" in (missing.remedy or "")


def test_a_judges_key_that_is_not_set_is_wrong_and_never_shown(project, monkeypatch):
    judge = {"name": "j", "from": "endpoint", "url": "http://127.0.0.1:9/v1", "model": "m", "api_key_env": "JUDGE_KEY"}
    change_profile(project, judges=[judge])
    declared = read_machine(project, "local")
    [missing] = examine_judges(declared)
    assert (missing.state, missing.found) == ("wrong", "JUDGE_KEY is not set")
    monkeypatch.setenv("JUDGE_KEY", "secret-value")
    [there] = examine_judges(declared)
    assert there.state == "well"
    assert "secret-value" not in there.found
