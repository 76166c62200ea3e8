"""What an earlier training took is planned with where it was of the same kind."""

from pathlib import Path

import pytest

from medpref_dagster.declaration.machine import BaseModelDeclaration
from medpref_dagster.declaration.quantization import Quantization
from medpref_dagster.plan.rates import find_measured
from medpref_dagster.storage.costs import measure_cost
from medpref_dagster.storage.manifests import MANIFEST, BaseModelReference, ModelManifest
from medpref_dagster.storage.store import Store
from tests.training.tiny_task import COMPUTE, make_declaration

PLAIN, NF4 = None, Quantization(kind="nf4")
LARGER_SCALES = Quantization(kind="nf4", double=False)


def train(store: Store, quantization: Quantization | None) -> None:
    """Keep a model that was trained on such a base, and what that took."""
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
    with measure_cost(store, "uti/sft_model", "tiny", COMPUTE) as meter:
        with store.new_folder("models") as pending:
            (pending.path / MANIFEST).write_text(manifest.model_dump_json())
        meter.finish(pending.finished, tokens=1000)
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


def test_a_model_without_a_manifest_gives_no_rate(tmp_path: Path):
    store, tasks = Store(tmp_path / "store"), {"uti": make_declaration()}
    train(store, PLAIN)
    (store.current("uti/sft_model", "tiny").path / MANIFEST).unlink()
    assert find_measured(store, tasks, "uti", declare(tmp_path, PLAIN), COMPUTE) == {}
