"""Which base models are offered as partitions: those that can be had, so that a task that succeeded is complete."""

import pytest
import yaml
from click.testing import CliRunner

from medpref_dagster.cli import main
from medpref_dagster.components.machine import declared_base_models, explain_absence, offered_base_models
from medpref_dagster.definitions import load_definitions

GATED = {
    "name": "big",
    "licence": "Its own",
    "gated": True,
    "origin": {"from": "hub", "repo": "owner/big", "revision": "main"},
}


@pytest.fixture
def profile(project, monkeypatch, tmp_path):
    """Add base models to the profile; the hub's folder is empty, and no setting of it is inherited."""
    for name in ("HF_TOKEN", "HF_HUB_CACHE", "HF_HUB_OFFLINE", "HF_TOKEN_PATH"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HF_HOME", str(tmp_path / "hub home"))

    def add(*base_models, keep=True):
        path = project / "resources" / "local" / "defs.yaml"
        machine = yaml.safe_load(path.read_text())
        own = machine["attributes"]["base_models"] if keep else []
        machine["attributes"]["base_models"] = [*own, *base_models]
        path.write_text(yaml.safe_dump(machine))

    return add


def test_a_gated_model_that_nobody_can_fetch_is_declared_and_no_partition(profile):
    profile(GATED)
    assert declared_base_models() == ("tiny", "smollm2-135m", "big")
    assert offered_base_models() == ("tiny", "smollm2-135m")
    [asset] = [asset for asset in load_definitions().assets if asset.key.path == ["uti", "sft_model"]]
    assert asset.partitions_def.get_partition_keys() == ["tiny", "smollm2-135m"]


def test_a_token_asks_for_it(profile, monkeypatch):
    profile(GATED)
    monkeypatch.setenv("HF_TOKEN", "hf_any")
    assert "big" in offered_base_models()


def test_a_login_asks_for_it(profile, tmp_path):
    profile(GATED)
    (tmp_path / "hub home").mkdir()
    (tmp_path / "hub home" / "token").write_text("hf_any")
    assert "big" in offered_base_models()


@pytest.mark.parametrize(
    "where", ["hub home/hub/models--owner--big/snapshots/abc", "project/store/base_models/big/abc"]
)
def test_one_that_is_there_is_offered_without_a_token_or_a_hub(profile, monkeypatch, tmp_path, where):
    profile(GATED)
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    assert "big" not in offered_base_models()
    (tmp_path / where).mkdir(parents=True)
    assert "big" in offered_base_models()


def test_an_open_one_is_offered_where_the_hub_may_be_asked(profile, monkeypatch):
    profile({**GATED, "gated": False})
    assert "big" in offered_base_models()
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    assert "big" not in offered_base_models()


def test_where_none_can_be_had_all_are_offered_and_a_run_says_why(profile):
    profile(GATED, keep=False)
    assert offered_base_models() == ("big",)


def test_who_asks_for_one_that_cannot_be_had_is_told_what_to_do(profile):
    profile(GATED)
    assert explain_absence("tiny") is None
    said = explain_absence("big")
    assert "accept its licence at https://huggingface.co/owner/big" in said
    assert "HF_TOKEN" in said
    asked = CliRunner().invoke(main, ["verdict", "uti", "--base-model", "big"])
    assert asked.exit_code == 1
    assert said in asked.output
