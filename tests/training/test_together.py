"""Several processes that train and answer together give what one gives."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from safetensors.torch import load_file
from torch import Tensor

from medpref_dagster.training.packed_trainer import share_rows
from tests.conftest import CHECKOUT
from tests.training.train_together import LOSSES, compute

TRAININGS = ["sft", "sft of one row", *LOSSES]
SHOWN = ["loss", "grad_norm", "rewards/margins", "rewards/chosen", "logps/chosen", "tie_rate", "chosen_drop"]
TOLERANCE = {"rtol": 1e-5, "atol": 1e-5}
Computed = tuple[dict[str, Any], dict[str, Tensor]]
"""Numbers and tensors."""


def launch(processes: int, module: str, *arguments: str, cwd: Path) -> subprocess.CompletedProcess:
    """Run a module of the tests in processes of its own, by torchrun on the loopback interface."""
    command = [sys.executable, "-m", "torch.distributed.run", "--standalone", "--local-addr", "127.0.0.1"]
    with (cwd / "out").open("w") as out:
        done = subprocess.run(
            [*command, "--nproc-per-node", str(processes), "-m", module, *arguments],
            env=environment(),
            cwd=cwd,
            stdout=out,
            stderr=out,
        )
    done.stdout = (cwd / "out").read_text()
    return done


def environment() -> dict[str, str]:
    return os.environ | {"PYTHONPATH": str(CHECKOUT), "GLOO_SOCKET_IFNAME": "lo", "OMP_NUM_THREADS": "1"}


def check_same_history(expected: list[dict[str, float]], found: list[dict[str, float]]) -> None:
    """What is shown of each step, of one process and of several."""
    for ours, one in zip(found, expected, strict=True):
        for name in set(SHOWN) & one.keys():
            assert ours[name] == pytest.approx(one[name], rel=1e-5, abs=1e-5), name


def check_same_tensors(expected: dict[str, Tensor], found: dict[str, Tensor], prefix: str) -> None:
    """Every gradient or weight of a training, of one process and of several."""
    wanted = {name: value for name, value in expected.items() if name.startswith(prefix)}
    assert any(value.abs().max() > 1e-3 for value in wanted.values()), "all is zero, so nothing was compared"
    assert {name for name in found if name.startswith(prefix)} == wanted.keys()
    for name, value in wanted.items():
        torch.testing.assert_close(found[name], value, **TOLERANCE)


def compute_alone(compute: Callable[[Path], Computed]) -> Callable[..., Iterator[Computed]]:
    """A module's fixture `alone`: what one process computes, with one thread, as each of several has."""

    @pytest.fixture(scope="module")
    def alone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Computed]:
        threads = torch.get_num_threads()
        torch.set_num_threads(1)
        try:
            yield compute(tmp_path_factory.mktemp("alone"))
        finally:
            torch.set_num_threads(threads)

    return alone


alone = compute_alone(compute)


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    folder = tmp_path_factory.mktemp("both")
    done = launch(2, "tests.training.train_together", str(folder), cwd=folder)
    assert done.returncode == 0, done.stdout
    return json.loads((folder / "2.json").read_text()), load_file(folder / "2.safetensors")


# Where pairs have weights, TRL's loss is logged without them, whatever the division: there the gradients count.
@pytest.mark.parametrize("training", [name for name in TRAININGS if name != "weighed"])
def test_two_processes_have_one_processs_losses(alone, both, training):
    check_same_history(alone[0][training], both[0][training])


@pytest.mark.parametrize("what", ["gradient", "weight"])
@pytest.mark.parametrize("training", TRAININGS)
def test_two_processes_have_one_processs_gradients_and_end_with_its_weights(alone, both, training, what):
    check_same_tensors(alone[1], both[1], f"{training} {what} ")


@pytest.mark.parametrize("what", ["answers", "one answer", "samples", "scores", "one batch"])
def test_two_processes_answer_and_score_as_one_does_bit_by_bit(alone, both, what):
    assert both[0][what] == alone[0][what]


rows = st.lists(st.tuples(st.lists(st.integers(0, 3), min_size=1, max_size=9), st.integers(1, 9)), min_size=1)


@given(rows, st.integers(1, 5))
def test_every_row_is_one_processs_and_no_process_has_much_more_than_its_part(rows, processes):
    prompts, completions = [prompt for prompt, _ in rows], [completion for _, completion in rows]
    shares = share_rows(prompts, completions, processes)
    assert len(shares) == processes
    assert sorted(row for share in shares for row in share) == list(range(len(rows)))
    costs = [len(prompt) + completion for prompt, completion in rows]
    for share in shares:
        assert sum(costs[row] for row in share) <= sum(costs) / processes + max(costs)
