"""What a plan says of processes that need a GPU each."""

from pathlib import Path
from typing import Any

import pytest
import torch

from medpref_dagster.declaration.machine import MachineDeclaration
from medpref_dagster.devices import GIB, Compute
from medpref_dagster.plan import planning
from medpref_dagster.plan.planning import Plan, make_plan
from medpref_dagster.plan.rates import Rates
from tests.tiny_models import CONFIGS
from tests.training.tiny_task import make_declaration

GPU = Compute(torch.device("cuda", 0), torch.bfloat16, 80 * GIB, 8)


@pytest.fixture
def one_gpu(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine with one GPU."""
    monkeypatch.setattr(planning, "resolve_compute", lambda declared: GPU)
    monkeypatch.setattr(planning, "name_device", lambda compute: "a card")
    monkeypatch.setattr(planning, "probe_rates", lambda compute, shape: Rates(1e12, 1e12, "a probe"))
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 1)


def plan(folder: Path, *launchers: dict[str, Any]) -> Plan:
    config = CONFIGS["llama"]()
    origin = {"from": "folder", "path": str(folder / "model")}
    config.save_pretrained(folder / "model")
    said = {
        "compute": {"device": "cuda"},
        "store": {"root": str(folder / "store")},
        "launchers": launchers,
        "base_models": [{"name": "tiny", "licence": "none", "origin": origin}],
    }
    machine = MachineDeclaration.model_validate(said)
    return make_plan("uti", {"uti": make_declaration()}, machine, "tiny", folder / "store", cases=40)


def test_more_processes_than_gpus_do_not_fit_here_and_the_number_is_named(one_gpu: None, tmp_path: Path):
    refused = plan(tmp_path, {"launcher": "torchrun", "processes": 4}).refusal()
    assert refused is not None
    assert refused.startswith("tiny does not fit here: 4 processes do a step together, each on a GPU of its own")
    assert "this machine has 1 for them (a card): lower `processes` of the profile's launcher to 1" in refused


@pytest.mark.parametrize(
    "launchers",
    [
        (),
        ({"launcher": "torchrun"},),
        ({"launcher": "slurm", "processes": 4},),
        ({"launcher": "torchrun", "processes": 4, "device": False}, {"launcher": "slurm", "processes": 4}),
    ],
)
def test_a_queues_processes_have_its_nodes_gpus(one_gpu: None, tmp_path: Path, launchers: tuple[dict[str, Any], ...]):
    assert plan(tmp_path, *launchers).refusal() is None
