"""Two processes with a GPU each train what one process trains. Needs two GPUs; without, the tests say so."""

from pathlib import Path

import pytest
import torch

from medpref_dagster.storage.store import Store
from tests.launchers.runs import UP_TO_CASES, assert_same_weights, declare, materializations, run

pytestmark = pytest.mark.skipif(torch.cuda.device_count() < 2, reason="needs two GPUs that this process sees")

TWO = {"launcher": "torchrun", "processes": 2}


@pytest.mark.parametrize("shards", [False, True])
def test_two_gpus_train_what_one_trains(project: Path, tiny_task, shards: bool):
    tiny_task("uti")
    on_gpu = {"device": "cuda", "dtype": "float32"}
    declare(project, "one", **on_gpu)
    run(*UP_TO_CASES, "sft_model")
    declare(project, "two", TWO, shards=shards, **on_gpu)
    found = materializations(run(*UP_TO_CASES, "sft_model"))
    assert found["sft_model"]["processes"].value == 2
    assert_same_weights(Store(project / "one" / "store"), Store(project / "two" / "store"), "sft_model")
