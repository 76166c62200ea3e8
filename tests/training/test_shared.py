"""Processes that share a model's weights train and answer as one does that has all of them."""

import json
import shutil
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file

from medpref_dagster.storage.store import Store
from tests.training.test_together import TOLERANCE, check_same_history, check_same_tensors, compute_alone, launch
from tests.training.tiny_task import TinyTask, declare_base_model, lay_out_tiny_task, open_tiny_task
from tests.training.train_shared import (
    LAST_BEFORE_THE_KILL,
    TASK,
    TRAININGS,
    KilledError,
    Told,
    compute,
    end_at,
    trained_steps,
)

alone = compute_alone(compute)


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("both")


@pytest.fixture(scope="module")
def undisturbed(folder) -> Path:
    return open_tiny_task(folder / "undisturbed", folder / "base").fit_sft(TASK).model.path


@pytest.fixture(scope="module")
def both(folder, undisturbed):
    tiny = open_tiny_task(folder / "begun", folder / "base")
    tiny.told = Told(end_at(LAST_BEFORE_THE_KILL + 1))
    with pytest.raises(KilledError):
        tiny.fit_sft(TASK)
    done = launch(2, "tests.training.train_shared", str(folder), cwd=folder)
    assert done.returncode == 0, done.stdout
    shutil.copytree(folder / "killed", folder / "lacking")
    return json.loads((folder / "2.json").read_text()), load_file(folder / "2.safetensors")


@pytest.mark.parametrize("training", TRAININGS)
def test_losses_and_the_clipped_norm_are_those_of_one_process(alone, both, training):
    if "all weights" in training:
        assert any(entry["grad_norm"] > 1.0 for entry in alone[0][training]), "nothing is clipped"
    check_same_history(alone[0][training], both[0][training])


@pytest.mark.parametrize("what", ["gradient", "weight"])
@pytest.mark.parametrize("training", TRAININGS)
def test_gradients_and_weights_are_those_of_one_process(alone, both, training, what):
    check_same_tensors(alone[1], both[1], f"{training} {what} ")


@pytest.mark.parametrize("training", TRAININGS)
def test_each_process_holds_its_part_of_weights_and_optimizer(alone, both, training):
    for name, whole in alone[0]["bytes"][training].items():
        assert both[0]["bytes"][training][name] <= 0.55 * whole, name


@pytest.mark.parametrize("architecture", ["llama", "gemma3"])
@pytest.mark.parametrize("what", ["answers", "samples", "scores"])
def test_answers_and_scores_are_those_of_one_process_bit_by_bit(alone, both, what, architecture):
    assert both[0][f"{what} of {architecture}"] == alone[0][f"{what} of {architecture}"]


def test_processes_that_share_weights_go_on_from_a_checkpoint_of_one_that_had_all(folder, both, undisturbed):
    assert both[0]["steps"] == [3, 4, 5, 6]
    [model] = (folder / "begun" / "models").iterdir()
    assert_same_files(model, undisturbed)


def test_one_process_goes_on_from_the_parts_that_several_wrote(folder, both, undisturbed):
    [checkpoint] = (folder / "killed" / "work").glob("*/checkpoint-*")
    assert checkpoint.name == f"checkpoint-{LAST_BEFORE_THE_KILL}"
    assert len(list(checkpoint.glob("shard-*.safetensors"))) == 2
    kinds = {path.suffix for path in checkpoint.iterdir()}
    assert kinds == {".safetensors", ".json"}
    tiny = reopen(folder / "killed", folder / "base")
    model = tiny.fit_sft(TASK).model
    assert trained_steps(tiny) == [3, 4, 5, 6]
    assert_same_files(model.path, undisturbed)
    assert not list((tiny.store.root / "tmp").iterdir())


def test_a_checkpoint_that_lacks_a_part_is_none(folder, both):
    [part] = (folder / "lacking" / "work").glob("*/checkpoint-*/shard-00002*")
    part.unlink()
    tiny = reopen(folder / "lacking", folder / "base")
    tiny.fit_sft(TASK)
    assert trained_steps(tiny)[0] == 1


def reopen(store: Path, base: Path) -> TinyTask:
    return lay_out_tiny_task(Store(store), declare_base_model(base))


def assert_same_files(ours: Path, theirs: Path) -> None:
    assert {path.name for path in ours.iterdir()} == {path.name for path in theirs.iterdir()}
    assert (ours / "config.json").read_text() == (theirs / "config.json").read_text()
    found, expected = load_file(ours / "model.safetensors"), load_file(theirs / "model.safetensors")
    assert found.keys() == expected.keys()
    for name, value in expected.items():
        torch.testing.assert_close(found[name], value, **TOLERANCE)
