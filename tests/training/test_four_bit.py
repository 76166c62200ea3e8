"""Adapters on weights of 4 bits: trained as TRL trains them, resumed, recalled, and the same bytes twice."""

from dataclasses import replace
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file
from trl import DPOConfig, DPOTrainer, SFTConfig, SFTTrainer

from medpref_dagster.declaration import Dpo, Sft
from medpref_dagster.declaration.quantization import Quantization
from medpref_dagster.passes.logps import score_completions
from medpref_dagster.passes.plain import score_plainly
from medpref_dagster.storage.models import load_model
from medpref_dagster.storage.store import Artifact, Store
from medpref_dagster.training.dpo import PackedDPOTrainer, tabulate_pairs
from medpref_dagster.training.errors import TrainingError
from medpref_dagster.training.rows import ChosenRows, EncodedExample
from medpref_dagster.training.sft import PackedSFTTrainer, tabulate_examples
from tests.storage.test_four_bit import prepare_four_bit
from tests.storage.test_models import ROWS, save_sft
from tests.tiny_models import make_tokenizer
from tests.training.test_checkpoints import KilledError, kill_at, trained_steps
from tests.training.test_packed_trainer import (
    COMPUTE,
    _PreparedDPOTrainer,
    assert_same_training,
    make_arguments,
    make_lora,
    make_rows,
    run_steps,
)
from tests.training.tiny_task import TinyTask, make_declaration, open_tiny_task

NF4 = Quantization(kind="nf4")
ARCHITECTURES = ["llama", "mistral", "qwen3", "gemma2"]


def float_adapters(trainer):
    """TRL rounds them to bfloat16, and ours are float32 from there on: so are the stock trainer's here."""
    for parameter in trainer.model.parameters():
        if parameter.requires_grad:
            parameter.data = parameter.data.float()
    return trainer


# The weights that both multiply with are the same float32 numbers, so the bounds are those of ordinary weights: only
# the order of sums differs.


@pytest.mark.parametrize("budget", [None, 48])
@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_sft_has_the_stock_trainers_losses_and_gradients(architecture: str, budget: int | None, tmp_path: Path):
    store = Store(tmp_path / "store")
    base = prepare_four_bit(store, tmp_path / "tiny", architecture)
    examples = ChosenRows([EncodedExample(row.row_id, row.prompt_ids, row.chosen_ids) for row in make_rows(8)], ())

    def make_trainer(kind):
        return kind(
            model=load_model(store, base, None, COMPUTE),
            args=SFTConfig(
                str(tmp_path), dataset_kwargs={"skip_prepare_dataset": True}, **make_arguments(Sft(batch_size=4))
            ),
            train_dataset=tabulate_examples(examples),
            processing_class=make_tokenizer(),
            peft_config=make_lora(),
        )

    stock = run_steps(float_adapters(make_trainer(SFTTrainer)))
    assert_same_training(run_steps(make_trainer(PackedSFTTrainer), budget), stock, ["loss"])


@pytest.mark.parametrize("recomputed", [False, True])
@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_dpo_on_an_sft_model_has_the_stock_trainers_losses_rewards_and_gradients(
    architecture: str, recomputed: bool, tmp_path: Path
):
    store = Store(tmp_path / "store")
    base = prepare_four_bit(store, tmp_path / "tiny", architecture)
    sft, _ = save_sft(store, base, store.write_table(ROWS, ROWS.schema))
    pairs = ChosenRows(make_rows(8), ())
    rows = [(pair.prompt_ids, side) for pair in pairs.rows for side in (pair.chosen_ids, pair.rejected_ids)]
    logps = score_completions(load_model(store, base, sft, COMPUTE), rows, 4096)
    reference = {pair.row_id: (logps[2 * i], logps[2 * i + 1]) for i, pair in enumerate(pairs.rows)}

    def make_trainer(kind):
        declared = Dpo(batch_size=4, activation_checkpointing=recomputed and kind is PackedDPOTrainer)
        table = tabulate_pairs(pairs, reference)
        if kind is DPOTrainer:  # TRL computes the reference itself, with its adapter switched off
            table = table.remove_columns(["ref_chosen_logps", "ref_rejected_logps"])
        return (_PreparedDPOTrainer if kind is DPOTrainer else kind)(
            model=load_model(store, base, sft, COMPUTE),
            args=DPOConfig(str(tmp_path), beta=0.3, **make_arguments(declared)),
            train_dataset=table,
            processing_class=make_tokenizer(),
            peft_config=make_lora(),
        )

    trainer = make_trainer(PackedDPOTrainer)
    stock = run_steps(float_adapters(make_trainer(DPOTrainer)))
    names = ["loss", "rewards/margins", "rewards/accuracies", "rewards/chosen", "logps/chosen", "logps/rejected"]
    assert_same_training(run_steps(trainer), stock, names)
    assert trainer.describe_passes() == "packed"
    trained = [value for value in trainer.model.parameters() if value.requires_grad]
    assert {value.dtype for value in trained} == {torch.float32}


@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_log_probabilities_over_packs_are_those_of_each_row_alone(architecture: str, tmp_path: Path):
    store = Store(tmp_path / "store")
    base = prepare_four_bit(store, tmp_path / "tiny", architecture)
    model = load_model(store, base, None, COMPUTE)
    rows = [(pair.prompt_ids, side) for pair in make_rows(6) for side in (pair.chosen_ids, pair.rejected_ids)]
    with torch.no_grad():
        alone = dict(pair for batch in score_plainly(model, rows, 64) for pair in batch)
    expected = [alone[row].double().sum().item() for row in range(len(rows))]
    assert score_completions(model, rows, 4096) == pytest.approx(expected, abs=1e-4)


# The whole way of a task


@pytest.fixture
def make_tiny(tmp_path: Path):
    """`make_tiny("name")`: a tiny task in a store of its own, its base model's weights in 4 bits."""

    def make(name: str, quantization: Quantization | None = NF4) -> TinyTask:
        tiny = open_tiny_task(tmp_path / name, tmp_path / "narrow")
        base = prepare_four_bit(tiny.store, tmp_path / "base")
        declaration = base.declaration.model_copy(update={"quantization": quantization})
        tiny.base = replace(base, declaration=declaration)
        return tiny

    return make


def train(tiny: TinyTask) -> tuple[Artifact, Artifact, Artifact]:
    task = make_declaration()
    sft = tiny.fit_sft(task).model
    reference = tiny.score_reference(sft)
    return sft, reference, tiny.fit_dpo(task, sft, reference).model


def test_the_same_rows_and_seed_give_the_same_bytes_and_other_bits_another_model(make_tiny):
    first, again, plain = train(make_tiny("a")), train(make_tiny("b")), train(make_tiny("c", quantization=None))
    assert [item.address for item in first] == [item.address for item in again]
    assert {item.address for item in first}.isdisjoint(item.address for item in plain)
    weights = load_file(first[2].path / "adapter_model.safetensors")
    assert all(".lora_" in name and value.dtype is torch.float32 for name, value in weights.items())


def test_what_was_trained_is_recalled_and_not_for_the_same_weights_without_quantization(make_tiny):
    tiny = make_tiny("a")
    models = train(tiny)
    tiny.told.clear()
    assert train(tiny) == models
    assert not tiny.told
    other = make_tiny("a", quantization=None)
    assert not other.fit_sft(make_declaration()).reused


def test_a_training_that_was_killed_goes_on_from_its_checkpoint_to_the_same_bytes(make_tiny):
    task = make_declaration(dpo={"epochs": 2.5, "checkpoints": 5})  # 10 steps, checkpoints at 2, 4, ... 10
    whole = make_tiny("whole")
    sft = whole.fit_sft(task).model
    expected = whole.fit_dpo(task, sft).model.address
    killed = make_tiny("killed")
    assert killed.fit_sft(task).model.address == sft.address
    sft = killed.store.artifact(sft.address)
    reference = killed.score_reference(sft)
    kill_at(7, killed)
    with pytest.raises(KilledError):
        killed.fit_dpo(task, sft, reference)
    killed.told = []
    assert killed.fit_dpo(task, sft, reference).model.address == expected
    assert trained_steps(killed) == [7, 8, 9, 10]


def test_to_train_every_weight_is_refused_before_anything_is_loaded(make_tiny, monkeypatch):
    tiny = make_tiny("a")
    monkeypatch.setattr("medpref_dagster.training.sft.load_to_train", None)
    with pytest.raises(TrainingError, match=r"sft\.method: full training changes every weight.*write method: lora"):
        tiny.fit_sft(make_declaration(sft={"method": "full"}))
