"""What an earlier training took is planned with where it was of the same kind."""

from dataclasses import replace
from pathlib import Path

import pytest

from medpref_dagster.declaration.machine import BaseModelDeclaration
from medpref_dagster.declaration.quantization import Quantization
from medpref_dagster.plan.rates import find_measured
from medpref_dagster.storage.costs import measure_cost
from medpref_dagster.storage.manifests import MANIFEST, BaseModelReference, ModelManifest
from medpref_dagster.storage.store import Store
from medpref_dagster.together import Processes
from tests.training.tiny_task import COMPUTE, make_declaration

ALONE = Processes()
TWO = Processes(0, 2)
PLAIN, NF4 = None, Quantization(kind="nf4")
LARGER_SCALES = Quantization(kind="nf4", double=False)


def train(store: Store, quantization: Quantization | None, *, by: Processes = ALONE, shards: int = 1) -> None:
    """Keep a model that was trained on such a base by such processes, and what that took."""
    reference = BaseModelReference(
        name="tiny", repo=None, revision="1", weights_sha256="0" * 64, licence="none", quantization=quantization
    )
    manifest = ModelManifest(
        task="uti",
        stage="sft",
        kind="adapter",
        base_model=reference,
        parent=None,
        training={},
        rows_from="",
        dev_metrics={},
        versions={},
    )
    with measure_cost(store, "uti/sft_model", "tiny", replace(COMPUTE, shards=shards)) as meter:
        with store.new_folder("models") as pending:
            (pending.path / MANIFEST).write_text(manifest.model_dump_json())
        meter.finish(pending.finished, tokens=1000)
        assert meter.cost is not None
        meter.cost = replace(meter.cost, processes=by.count)
        store.point("uti/sft_model", pending.finished, "tiny")


def declare(path: Path, quantization: Quantization | None) -> BaseModelDeclaration:
    said = {"name": "tiny", "licence": "none", "origin": {"from": "folder", "path": str(path)}}
    return BaseModelDeclaration.model_validate({**said, "quantization": quantization})


@pytest.mark.parametrize("trained", [PLAIN, NF4, LARGER_SCALES])
@pytest.mark.parametrize("planned", [PLAIN, NF4, LARGER_SCALES])
def test_a_rate_is_taken_of_weights_of_as_many_bits_only(
    trained: Quantization | None, planned: Quantization | None, tmp_path: Path
):
    store, tasks = Store(tmp_path / "store"), {"uti": make_declaration()}
    train(store, trained)
    found = find_measured(store, tasks, "uti", declare(tmp_path, planned), COMPUTE)
    assert set(found) == ({"sft"} if trained == planned else set())


WAYS = [(1, 1), (2, 1), (2, 2), (4, 1)]
"""How many processes, and how many of them share a model."""


@pytest.mark.parametrize("trained", WAYS)
@pytest.mark.parametrize("planned", WAYS)
def test_a_rate_is_taken_of_as_many_processes_and_shards_only(
    trained: tuple[int, int], planned: tuple[int, int], tmp_path: Path
):
    store, tasks = Store(tmp_path / "store"), {"uti": make_declaration()}
    train(store, PLAIN, by=Processes(0, trained[0]), shards=trained[1])
    compute = replace(COMPUTE, shards=planned[1])
    found = find_measured(store, tasks, "uti", declare(tmp_path, PLAIN), compute, planned[0])
    assert set(found) == ({"sft"} if trained == planned else set())
    if planned[0] > 1 and found:
        assert found["sft"].source == f"uti/sft_model, trained here by {planned[0]} processes"


def test_a_training_that_different_numbers_of_processes_made_gives_no_rate(tmp_path: Path):
    store, tasks = Store(tmp_path / "store"), {"uti": make_declaration()}
    train(store, PLAIN)
    train(store, PLAIN, by=TWO)
    for processes in (1, 2):
        assert find_measured(store, tasks, "uti", declare(tmp_path, PLAIN), COMPUTE, processes) == {}


def test_what_an_earlier_version_noted_of_several_processes_gives_no_rate(tmp_path: Path):
    store, tasks = Store(tmp_path / "store"), {"uti": make_declaration()}
    train(store, PLAIN, by=TWO)
    [note] = (store.root / "journals").rglob("*.json*")
    note.write_text(note.read_text().replace('"shards": 1', '"other": 1'))
    assert find_measured(store, tasks, "uti", declare(tmp_path, PLAIN), COMPUTE, 2) == {}


def test_a_model_without_a_manifest_gives_no_rate(tmp_path: Path):
    store, tasks = Store(tmp_path / "store"), {"uti": make_declaration()}
    train(store, PLAIN)
    (store.current("uti/sft_model", "tiny").path / MANIFEST).unlink()
    assert find_measured(store, tasks, "uti", declare(tmp_path, PLAIN), COMPUTE) == {}
