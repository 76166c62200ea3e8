"""A training that was killed goes on from its last whole checkpoint and ends with the same bytes."""

import errno
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from medpref_dagster.hashing import hash_folder
from medpref_dagster.progress import Progress
from medpref_dagster.training import checkpoints
from medpref_dagster.training.errors import CheckpointError
from tests.training.tiny_task import TinyTask, make_declaration, open_tiny_task

TASK = make_declaration(sft={"epochs": 2.5, "checkpoints": 5})  # 10 steps, 4 an epoch; checkpoints at 2, 4, ... 10


class KilledError(Exception):
    pass


def kill_at(step: int, tiny: TinyTask) -> None:
    """Let the next report of a step raise."""

    class Told(list):
        def append(self, progress: Progress) -> None:
            super().append(progress)
            if progress.unit == "steps" and progress.done == step:
                raise KilledError

    tiny.told = Told()


def trained_steps(tiny: TinyTask) -> list[int]:
    return [progress.done for progress in tiny.told if progress.unit == "steps"]


@pytest.fixture(scope="module")
def base_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("base")


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory, base_folder: Path) -> str:
    return open_tiny_task(tmp_path_factory.mktemp("store"), base_folder).fit_sft(TASK).model.address


@pytest.mark.parametrize("step", [1, 4, 7, 10])
def test_a_killed_training_goes_on_and_gives_the_same_artifact(
    step: int, tmp_path: Path, base_folder: Path, undisturbed: str
) -> None:
    tiny = open_tiny_task(tmp_path, base_folder)
    kill_at(step, tiny)
    with pytest.raises(KilledError):
        tiny.fit_sft(TASK)
    tiny.told = []
    selection = tiny.fit_sft(TASK)
    last_checkpoint = (step - 1) // 2 * 2  # the kill comes before this step's own checkpoint
    assert trained_steps(tiny) == list(range(last_checkpoint + 1, 11))
    assert selection.model.address == undisturbed
    assert not selection.reused
    assert not list((tiny.store.root / "work").iterdir())


def test_a_process_killed_by_the_kernel_leaves_nothing_half_written(
    tmp_path: Path, base_folder: Path, undisturbed: str
) -> None:
    program = (
        "import os, signal, sys; from pathlib import Path\n"
        "from tests.training.test_checkpoints import TASK; from tests.training.tiny_task import open_tiny_task\n"
        "from medpref_dagster.training import checkpoints\n"
        "save, calls = checkpoints.save_file, []\n"
        "def kill(tensors, path):\n"
        "    save(tensors, path); calls.append(path)\n"
        "    if len(calls) == 8: os.kill(os.getpid(), signal.SIGKILL)\n"  # inside the third checkpoint
        "checkpoints.save_file = kill\n"
        "open_tiny_task(Path(sys.argv[1]), Path(sys.argv[2])).fit_sft(TASK)\n"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", program, tmp_path, base_folder],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
        check=False,
        capture_output=True,
    )
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()
    tiny = open_tiny_task(tmp_path, base_folder)
    assert [path.name for path in (tiny.store.root / "work").glob("*/checkpoint-*")] == ["checkpoint-4"]
    assert tiny.fit_sft(TASK).model.address == undisturbed
    assert trained_steps(tiny)[0] == 5
    assert not list((tiny.store.root / "tmp").iterdir())


def test_a_full_disk_is_told_clearly_and_the_training_goes_on_later(
    tmp_path: Path, base_folder: Path, undisturbed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    tiny = open_tiny_task(tmp_path, base_folder)
    save, calls = checkpoints.save_file, []

    def fill_disk(tensors, path: Path) -> None:
        calls.append(path)
        if len(calls) == 5:  # the optimizer's state of the second checkpoint
            path.write_bytes(b"half")
            raise OSError(errno.ENOSPC, "No space left on device")
        save(tensors, path)

    monkeypatch.setattr(checkpoints, "save_file", fill_disk)
    with pytest.raises(CheckpointError, match=r"the disk is full: .*checkpoint-4 .* free some space"):
        tiny.fit_sft(TASK)
    assert [path.name for path in (tiny.store.root / "work").glob("*/checkpoint-*")] == ["checkpoint-2"]
    assert not list((tiny.store.root / "tmp").iterdir())
    monkeypatch.undo()
    tiny.told = []
    assert tiny.fit_sft(TASK).model.address == undisturbed
    assert trained_steps(tiny)[0] == 3


@pytest.mark.parametrize("damage", ["remove", "flip"])
def test_a_damaged_checkpoint_is_not_used(damage: str, tmp_path: Path, base_folder: Path, undisturbed: str) -> None:
    tiny = open_tiny_task(tmp_path, base_folder)
    kill_at(5, tiny)
    with pytest.raises(KilledError):
        tiny.fit_sft(TASK)
    [checkpoint] = (tiny.store.root / "work").glob("*/checkpoint-*")
    weights = checkpoint / checkpoints.WEIGHTS
    content = bytearray(weights.read_bytes())
    if damage == "flip":
        content[-1] ^= 1
        weights.write_bytes(content)
    else:
        (checkpoint / checkpoints.SUMMARY).unlink()
    tiny.told = []
    assert tiny.fit_sft(TASK).model.address == undisturbed
    assert trained_steps(tiny)[0] == 1


def test_a_killed_dpo_with_every_weight_goes_on_too(tmp_path: Path, base_folder: Path) -> None:
    task = make_declaration(dpo={"method": "full", "epochs": 2, "checkpoints": 4})
    first, second = (open_tiny_task(tmp_path / name, base_folder) for name in ("first", "second"))
    sft = first.fit_sft(task).model
    expected = first.fit_dpo(task, sft).model
    sft = second.fit_sft(task).model
    kill_at(7, second)
    with pytest.raises(KilledError):
        second.fit_dpo(task, sft)
    second.told = []
    assert second.fit_dpo(task, sft).model.address == expected.address
    assert trained_steps(second) == [7, 8]
    assert hash_folder(expected.path) == expected.version


def test_no_checkpoint_or_model_holds_a_pickle(tmp_path: Path, base_folder: Path) -> None:
    tiny = open_tiny_task(tmp_path, base_folder)
    kill_at(5, tiny)
    with pytest.raises(KilledError):
        tiny.fit_sft(TASK)
    [checkpoint] = (tiny.store.root / "work").glob("*/checkpoint-*")
    kinds = {path.suffix for path in checkpoint.iterdir()}
    assert kinds == {".safetensors", ".json"}
    tiny.told = []
    model = tiny.fit_sft(TASK).model
    assert {path.suffix for path in model.path.iterdir()} == {".safetensors", ".json", ".parquet", ".md"}
