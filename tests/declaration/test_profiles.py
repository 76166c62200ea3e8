"""A profile says only what differs from another, and names base models that are declared once."""

import os
from pathlib import Path

import pytest
import yaml

from medpref_dagster.declaration.documents import DeclarationError
from medpref_dagster.declaration.profiles import read_machine
from tests.conftest import CHECKOUT

TWO = {"launcher": "torchrun", "processes": 2}
SHARED = {"name": "shared", "licence": "none", "origin": {"from": "folder", "path": "/shared"}}
OWN = {"name": "own", "licence": "none", "origin": {"from": "folder", "path": "/own"}}
LOCAL = {"compute": {"device": "cpu", "threads": 1}, "store": {"root": "s"}, "base_models": ["shared", OWN]}


@pytest.fixture
def declare(tmp_path):
    """`declare(base_models, profile=attributes, ...)` writes the profiles; an entry that is None is no file."""

    def write(base_models, **profiles):
        folder = tmp_path / "resources"
        folder.mkdir(exist_ok=True)
        if base_models is not None:
            (folder / "base_models.yaml").write_text(yaml.safe_dump({"attributes": {"base_models": base_models}}))
        for name, attributes in profiles.items():
            (folder / name).mkdir(exist_ok=True)
            document = {"type": "medpref_dagster.components.Machine", "attributes": attributes}
            (folder / name / "defs.yaml").write_text(yaml.safe_dump(document))
        return tmp_path

    return write


def refusal(root: Path, profile: str) -> str:
    with pytest.raises(DeclarationError) as refused:
        read_machine(root, profile)
    return str(refused.value)


def test_a_name_among_the_base_models_is_what_is_declared_under_it(declare):
    machine = read_machine(declare([SHARED], local=LOCAL), "local")
    assert [item.model_dump(mode="json", by_alias=True, exclude_unset=True) for item in machine.base_models] == [
        SHARED,
        OWN,
    ]


def test_a_profile_takes_over_what_it_does_not_say_key_by_key(declare):
    two = [{"launcher": "torchrun", "processes": 2}]
    root = declare(
        [SHARED],
        local=LOCAL,
        two={"extends": "local", "launchers": two},
        fast={"extends": "two", "compute": {"device": "cuda"}},
    )
    local, fast = read_machine(root, "local"), read_machine(root, "fast")
    assert (fast.store, fast.base_models) == (local.store, local.base_models)
    assert fast.launchers == read_machine(root, "two").launchers != local.launchers
    assert fast.compute.device == "cuda"
    assert fast.compute.threads is None


def test_what_another_profile_says_now_is_taken_over_now(declare):
    root = declare([SHARED], local=LOCAL, other={"extends": "local"})
    assert read_machine(root, "other").compute.threads == 1
    declare([SHARED], local={**LOCAL, "compute": {"device": "cpu", "threads": 12}})
    os.utime(root / "resources" / "local" / "defs.yaml", ns=(1, 1))  # a clock that is too coarse is not what is tested
    assert read_machine(root, "other").compute.threads == 12


@pytest.mark.parametrize(
    ("base_models", "profiles", "said"),
    [
        (
            [SHARED],
            {"local": {**LOCAL, "base_models": ["shred"]}},
            "resources/local/defs.yaml:3 base_models.0: unknown base model 'shred'; did you mean 'shared'? "
            "declared in resources/base_models.yaml: 'shared'",
        ),
        (
            None,
            {"local": {**LOCAL, "base_models": ["shared"]}},
            "resources/local/defs.yaml:3 base_models.0: unknown base model 'shared'",
        ),
        ([SHARED], {"local": {**LOCAL, "base_models": ["shared", "shared"]}}, "the same name twice: shared"),
        ([{**SHARED, "licence": 3}], {"local": LOCAL}, "resources/base_models.yaml:3 base_models.0.licence: must be "),
        ([SHARED, SHARED], {"local": LOCAL}, "resources/base_models.yaml:2 base_models: the same name twice: shared"),
        ([], {"local": LOCAL}, "resources/base_models.yaml:2 base_models: must have at least 1"),
        (
            [SHARED],
            {"local": {"extends": "locl"}, "lcl": LOCAL},
            "resources/local/defs.yaml:2 extends: unknown profile 'locl'; did you mean 'lcl'?",
        ),
        (
            [SHARED],
            {"local": {"extends": "b"}, "b": {"extends": "local"}},
            "resources/b/defs.yaml:2 extends: goes in a circle: local extends b extends local; take one of them out",
        ),
        ([SHARED], {"local": {"extends": "local"}}, "extends: goes in a circle: local extends local"),
        ([SHARED], {"local": {"extends": 3}}, "resources/local/defs.yaml:2 extends: must be text"),
        (
            [SHARED],
            {"local": {"extends": "b"}, "b": {**LOCAL, "store": {}}},
            "resources/b/defs.yaml:12 store.root: is required",
        ),
        (
            [SHARED],
            {"local": {"extends": "b", "compute": {"device": "cpuu"}}, "b": LOCAL},
            "resources/local/defs.yaml:3 compute.device: unknown value 'cpuu'",
        ),
        (
            [SHARED],
            {"local": {**LOCAL, "compute": {"shards": True}}},
            "resources/local/defs.yaml:10 compute.shards: nobody shares a model with one process; declare a launcher "
            "with processes of 2 or more",
        ),
        (
            [SHARED],
            {"local": {**LOCAL, "compute": {"shards": True}, "launchers": [{"launcher": "k8s", "options": ["pod=p"]}]}},
            "compute.shards: nobody shares a model with one process",
        ),
        (
            [SHARED],
            {"local": {**LOCAL, "compute": {"shards": True}, "launchers": [{"launcher": "torchrun"}, TWO]}},
            "launchers: torchrun (number 2) never does a step: torchrun stands before it",
        ),
        (
            [SHARED],
            {"local": {**LOCAL, "launchers": [TWO, {"launcher": "slurm", "processes": 4}]}},
            "launchers: slurm (number 2) never does a step: torchrun stands before it and does all that it could",
        ),
    ],
)
def test_what_is_wrong_is_told_with_the_file_that_says_it(declare, base_models, profiles, said):
    assert said in refusal(declare(base_models, **profiles), "local")


def test_another_key_beside_the_base_models_is_refused(declare):
    root = declare([SHARED], local=LOCAL)
    (root / "resources" / "base_models.yaml").write_text("base_models: []\n")
    assert "resources/base_models.yaml:1 base_models: unknown key 'base_models'" in refusal(root, "local")


@pytest.mark.parametrize("profile", sorted(path.parent.name for path in (CHECKOUT / "resources").glob("*/defs.yaml")))
def test_the_checkouts_profiles_can_be_read_and_declare_no_base_model_themselves(profile):
    read_machine(CHECKOUT, profile)
    said = yaml.safe_load((CHECKOUT / "resources" / profile / "defs.yaml").read_text())["attributes"]
    assert all(isinstance(item, str) for item in said.get("base_models", []))
