"""The reference is the SFT model, scored once, and never taken for another."""

import math
import shutil
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pytest
import torch

from medpref_dagster import schemas
from medpref_dagster.storage.models import ModelError, load_model
from medpref_dagster.storage.store import Artifact
from medpref_dagster.training import reference_logps
from medpref_dagster.training.errors import StaleReferenceError, TrainingError
from medpref_dagster.training.reference_logps import encode_all_pairs, score_reference
from medpref_dagster.workbench import Workbench
from tests.training.tiny_task import COMPUTE, TinyTask, make_declaration, open_tiny_task

TASK = make_declaration(sft={"learning_rate": 3e-2})


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the SFT model."""
    folder = tmp_path_factory.mktemp("trained")
    open_tiny_task(folder / "store", folder / "base").fit_sft(TASK)
    return folder


@pytest.fixture
def tiny(tmp_path: Path, trained: Path) -> TinyTask:
    shutil.copytree(trained / "store", tmp_path / "store")
    return open_tiny_task(tmp_path / "store", trained / "base")


def read_logps(tiny: TinyTask, artifact: Artifact) -> list[dict]:
    return tiny.store.read_table(artifact).to_pylist()


def score_plainly(tiny: TinyTask, model: Artifact | None) -> list[tuple[float, float]]:
    """Each pair's log-probabilities, side by side and token by token."""
    loaded = load_model(tiny.store, tiny.base, model, COMPUTE)

    def score(prompt: list[int], completion: list[int]) -> float:
        with torch.no_grad():
            logits = loaded(torch.tensor([prompt + completion])).logits[0].log_softmax(-1)
        return sum(logits[len(prompt) + i - 1, token].item() for i, token in enumerate(completion))

    pairs = encode_all_pairs(tiny.base, tiny.store.read_table(tiny.pairs))
    return [(score(row.prompt_ids, row.chosen_ids), score(row.prompt_ids, row.rejected_ids)) for row in pairs]


def test_the_reference_is_the_sft_model_and_not_the_base_model(tiny: TinyTask) -> None:
    sft = tiny.fit_sft(TASK).model
    rows = read_logps(tiny, tiny.score_reference(sft))
    assert [row["pair_id"] for row in rows] == tiny.store.read_table(tiny.pairs)["pair_id"].to_pylist()
    found = [(row["chosen_logp"], row["rejected_logp"]) for row in rows]
    of_sft, of_base = score_plainly(tiny, sft), score_plainly(tiny, None)
    assert all(a == pytest.approx(b, abs=1e-3) for a, b in zip(found, of_sft, strict=True))
    assert all(abs(a[0] - b[0]) > 0.1 for a, b in zip(found, of_base, strict=True))


@pytest.mark.parametrize("method", ["lora", "full"])
def test_the_first_dpo_loss_is_ln_2(method: str, tiny: TinyTask) -> None:
    sft = tiny.fit_sft(TASK).model
    selection = tiny.fit_dpo(make_declaration(dpo={"method": method}), sft)
    first = selection.log.to_pylist()[0]
    assert first["step"] == 1
    assert first["loss"] == pytest.approx(math.log(2), abs=1e-4)
    assert first["tie_rate"] == 1


def test_an_unsupported_architecture_is_scored_by_its_own_pass(tiny: TinyTask, monkeypatch: pytest.MonkeyPatch) -> None:
    sft = tiny.fit_sft(TASK).model
    packed = read_logps(tiny, tiny.score_reference(sft))
    (tiny.store.root / "done").rename(tiny.store.root / "forgotten")
    (tiny.store.root / "done").mkdir()
    monkeypatch.setattr(reference_logps, "supports_packing", lambda model: "it is not served")
    monkeypatch.setattr(reference_logps, "score_completions", None)
    alone = read_logps(tiny, tiny.score_reference(sft))
    for one, other in zip(alone, packed, strict=True):
        assert one["chosen_logp"] == pytest.approx(other["chosen_logp"], abs=1e-4)
        assert one["rejected_logp"] == pytest.approx(other["rejected_logp"], abs=1e-4)


def test_it_is_scored_once_for_every_beta_rate_and_seed(tiny: TinyTask, monkeypatch: pytest.MonkeyPatch) -> None:
    sft = tiny.fit_sft(TASK).model
    first = tiny.score_reference(sft)
    monkeypatch.setattr(reference_logps, "score_completions", None)
    assert tiny.score_reference(sft) == first
    task = make_declaration(dpo={"beta": [0.1, 0.3], "learning_rate": 1e-3, "seed": 5})
    assert tiny.fit_dpo(task, sft).candidates.num_rows == 2


def test_a_changed_row_is_scored_anew_and_the_old_table_refused(tiny: TinyTask) -> None:
    sft = tiny.fit_sft(TASK).model
    old = tiny.score_reference(sft)
    pairs = tiny.store.read_table(tiny.pairs)
    changed = pc.replace_substring(pairs["rejected"], "No.", "Nope.")
    tiny.pairs = tiny.store.write_table(
        pairs.set_column(pairs.schema.get_field_index("rejected"), "rejected", changed), schemas.PREFERENCE_PAIRS
    )
    assert tiny.score_reference(sft) != old
    with pytest.raises(StaleReferenceError, match="materialize reference_logps again"):
        tiny.fit_dpo(TASK, sft, old)


def test_another_sft_model_is_scored_anew_and_the_old_table_refused(tiny: TinyTask) -> None:
    old = tiny.score_reference(tiny.fit_sft(TASK).model)
    other = tiny.fit_sft(make_declaration(sft={"learning_rate": 1e-3})).model
    assert tiny.score_reference(other) != old
    with pytest.raises(StaleReferenceError):
        tiny.fit_dpo(TASK, other, old)


def test_another_dtype_is_scored_anew(tiny: TinyTask) -> None:
    sft = tiny.fit_sft(TASK).model
    old = tiny.score_reference(sft)
    half = replace(COMPUTE, dtype=torch.bfloat16)
    assert score_reference(tiny.pairs, sft, Workbench(tiny.store, tiny.base, half)) != old


def test_weights_overwritten_in_place_are_neither_scored_nor_recalled(tiny: TinyTask) -> None:
    sft = tiny.fit_sft(TASK).model
    old = tiny.score_reference(sft)
    other = tiny.fit_sft(make_declaration(sft={"learning_rate": 1e-3})).model
    weights = "adapter_model.safetensors"
    (sft.path / weights).write_bytes((other.path / weights).read_bytes())
    with pytest.raises(ModelError, match="damaged"):
        tiny.score_reference(sft)
    with pytest.raises(StaleReferenceError):
        tiny.fit_dpo(TASK, sft, old)


def test_a_diverged_sft_model_is_named_as_the_cause(tiny: TinyTask, monkeypatch: pytest.MonkeyPatch) -> None:
    sft = tiny.fit_sft(TASK).model
    monkeypatch.setattr(reference_logps, "score_completions", lambda model, rows, *_: [math.nan] * len(rows))
    with pytest.raises(TrainingError, match=r"23 pairs .* 'c0-0'; .* lower its learning_rate"):
        tiny.score_reference(sft)


def test_test_pairs_are_scored_for_the_win_rate(tiny: TinyTask) -> None:
    table: pa.Table = tiny.store.read_table(tiny.score_reference(tiny.fit_sft(TASK).model))
    assert set(table["split"].to_pylist()) == set(schemas.SPLITS)
