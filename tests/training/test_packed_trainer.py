"""TRL's trainers give the same numbers over packed passes as over their own."""

import math
from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from peft import LoraConfig
from trl import DPOConfig, DPOTrainer, SFTConfig, SFTTrainer

from medpref_dagster.declaration import Dpo, Sft
from medpref_dagster.declaration.losses import SMOOTHED, PreferenceLoss
from medpref_dagster.devices import Compute, token_budget
from medpref_dagster.passes.logps import score_completions
from medpref_dagster.shards import gather_whole
from medpref_dagster.storage.models import ModelError
from medpref_dagster.training.dpo import PackedDPOTrainer, tabulate_pairs
from medpref_dagster.training.packed_trainer import divide_rows, steady_token_budget, trainer_arguments
from medpref_dagster.training.rows import ChosenRows, EncodedExample, EncodedPair
from medpref_dagster.training.sft import PackedSFTTrainer, tabulate_examples
from tests.passes.architectures import make_tiny_model
from tests.tiny_models import make_model, make_tokenizer

ARCHITECTURES = ["llama", "mistral", "qwen3", "gemma2", "gemma3"]
COMPUTE = Compute(device=torch.device("cpu"), dtype=torch.float32, memory_bytes=2**33, threads=1)
STEPS = 3


def make_rows(count: int, seed: int = 0) -> list[EncodedPair]:
    """Pairs with a common instruction, one-token and long completions, and sides of unequal length."""
    draw = torch.Generator().manual_seed(seed)

    def ids(length: int) -> list[int]:
        return torch.randint(0, 256, (length,), generator=draw).tolist()

    instruction = ids(12)
    lengths = [(1, 1), (1, 9), (14, 3), (6, 6)]
    return [
        EncodedPair(f"r{i}", [*instruction, *ids(5 + 7 * (i % 4))], ids(lengths[i % 4][0]), ids(lengths[i % 4][1]))
        for i in range(count)
    ]


def make_lora() -> LoraConfig:
    return LoraConfig(r=4, lora_alpha=8, lora_dropout=0.0, target_modules=["q_proj", "v_proj", "down_proj"])


def make_arguments(declared, **own) -> dict:
    return trainer_arguments(declared, {"learning_rate": 1e-2, **own}, STEPS, COMPUTE)


def run_steps(
    trainer, compute_budget: int | None = None, compute: Compute = COMPUTE
) -> tuple[list[dict], dict[str, torch.Tensor]]:
    """Train, and give every step's log and the gradients of the first."""
    gradients: dict[str, torch.Tensor] = {}
    step = trainer.training_step

    def remember(model, *args):
        loss = step(model, *args)
        if not gradients:
            gradients.update(
                {
                    name: gather_whole(value.grad).clone()
                    for name, value in model.named_parameters()
                    if value.grad is not None
                }
            )
        return loss

    trainer.training_step = remember
    if isinstance(trainer, PackedSFTTrainer | PackedDPOTrainer):
        trainer.use_packed_passes(compute)
        assert trainer.stock_because is None
        trainer.token_budget = compute_budget or trainer.token_budget
    trainer.args.logging_strategy = "steps"
    trainer.args.logging_steps = trainer.state.logging_steps = 1
    trainer.train()
    return [entry for entry in trainer.state.log_history if "loss" in entry], gradients


def assert_same_training(ours, stock, names: list[str]) -> None:
    our_log, our_gradients = ours
    stock_log, stock_gradients = stock
    assert our_gradients.keys() == stock_gradients.keys()
    assert our_gradients
    for name, gradient in stock_gradients.items():
        torch.testing.assert_close(our_gradients[name], gradient, rtol=1e-4, atol=1e-5)
    assert len(our_log) == len(stock_log) == STEPS
    for our_entry, stock_entry in zip(our_log, stock_log, strict=True):
        for name in names:
            if name == "rewards/accuracies" and our_entry["step"] == 1:
                continue  # every margin is 0 but for rounding
            assert our_entry[name] == pytest.approx(stock_entry[name], rel=1e-4, abs=1e-4), name


def compare_with_stock_dpo(
    architecture: str,
    folder: Path,
    budget: int | None = None,
    lora: bool = True,
    recomputed: bool = False,
    **losses,
) -> PackedDPOTrainer:
    """Train some pairs by TRL's own trainer and by ours, and ask for the same numbers; gives our trainer."""
    pairs = ChosenRows(make_rows(8), ())
    rows = [(pair.prompt_ids, side) for pair in pairs.rows for side in (pair.chosen_ids, pair.rejected_ids)]
    logps = score_completions(make_model(architecture), rows, 4096)
    reference = {pair.row_id: (logps[2 * i], logps[2 * i + 1]) for i, pair in enumerate(pairs.rows)}

    def make_trainer(kind):
        config = DPOConfig(
            str(folder),
            beta=0.3,
            precompute_ref_log_probs=not lora,
            **losses,
            **make_arguments(Dpo(batch_size=4, activation_checkpointing=recomputed and kind is PackedDPOTrainer)),
        )
        table = tabulate_pairs(pairs, reference)
        if kind is DPOTrainer:  # TRL computes the reference itself
            table = table.remove_columns(["ref_chosen_logps", "ref_rejected_logps"])
            kind = _PreparedDPOTrainer
        return kind(
            model=make_model(architecture),
            args=config,
            train_dataset=table,
            processing_class=make_tokenizer(),
            peft_config=make_lora() if lora else None,
        )

    trainer = make_trainer(PackedDPOTrainer)
    names = ["loss", "rewards/margins", "rewards/accuracies", "rewards/chosen", "logps/chosen", "logps/rejected"]
    assert_same_training(run_steps(trainer, budget), run_steps(make_trainer(DPOTrainer)), names)
    return trainer


@pytest.mark.parametrize("budget", [None, 48])
@pytest.mark.parametrize("lora", [True, False])
@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_dpo_has_the_stock_trainers_losses_rewards_and_gradients(
    architecture: str, lora: bool, budget: int | None, tmp_path: Path
) -> None:
    losses = {"loss_type": ["sigmoid", "sft"], "loss_weights": [1.0, 0.5]}
    trainer = compare_with_stock_dpo(architecture, tmp_path, budget, lora, **losses)
    assert trainer.describe_passes() == "packed", "else the stock trainer was held against itself"


@pytest.mark.parametrize("lora", [True, False])
@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_layers_that_are_computed_again_for_the_gradient_give_the_same_training(
    architecture: str, lora: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    losses = {"loss_type": ["sigmoid", "sft"], "loss_weights": [1.0, 0.5]}
    passes = 0
    checkpoint = torch.utils.checkpoint.checkpoint

    def count(*args, **kwargs):
        nonlocal passes
        passes += 1
        return checkpoint(*args, **kwargs)

    monkeypatch.setattr("transformers.modeling_utils.checkpoint", count)
    compare_with_stock_dpo(architecture, tmp_path, None, lora, recomputed=True, **losses)
    assert passes >= STEPS * 2, "each layer of each step, in ours; TRL's own keeps its activations"


@pytest.mark.parametrize("budget", [None, 48])
@pytest.mark.parametrize("loss", get_args(PreferenceLoss))
def test_every_loss_is_the_stock_trainers_also_where_a_batch_is_divided(
    loss: str, budget: int | None, tmp_path: Path
) -> None:
    smoothing = {"label_smoothing": 0.1} if loss in SMOOTHED else {}
    trainer = compare_with_stock_dpo("llama", tmp_path, budget, loss_type=[loss], **smoothing)
    told = trainer.describe_passes()
    assert told == (
        "packed"
        if loss not in {"aot", "aot_unpaired"}
        else f"packed; undivided, because the loss {loss} sorts all pairs of a batch"
    )


class _PreparedDPOTrainer(DPOTrainer):
    def _prepare_dataset(self, dataset, *args, **kwargs):
        return dataset


@pytest.mark.parametrize("budget", [None, 48])
@pytest.mark.parametrize("lora", [True, False])
@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_sft_has_the_stock_trainers_losses_and_gradients(
    architecture: str, lora: bool, budget: int | None, tmp_path: Path
) -> None:
    examples = ChosenRows([EncodedExample(row.row_id, row.prompt_ids, row.chosen_ids) for row in make_rows(8)], ())

    def make_trainer(kind):
        config = SFTConfig(
            str(tmp_path), dataset_kwargs={"skip_prepare_dataset": True}, **make_arguments(Sft(batch_size=4))
        )
        return kind(
            model=make_model(architecture),
            args=config,
            train_dataset=tabulate_examples(examples),
            processing_class=make_tokenizer(),
            peft_config=make_lora() if lora else None,
        )

    assert_same_training(
        run_steps(make_trainer(PackedSFTTrainer), budget),
        run_steps(make_trainer(SFTTrainer)),
        ["loss", "mean_token_accuracy"] if budget is None else ["loss"],
    )


def test_the_first_dpo_loss_is_ln_2_and_identical_sides_stay_tied(tmp_path: Path) -> None:
    rows = make_rows(8)
    rows[3] = EncodedPair("same", rows[3].prompt_ids, rows[3].chosen_ids, rows[3].chosen_ids)
    sides = [(pair.prompt_ids, side) for pair in rows for side in (pair.chosen_ids, pair.rejected_ids)]
    logps = score_completions(make_model(), sides, 4096)
    reference = {pair.row_id: (logps[2 * i], logps[2 * i + 1]) for i, pair in enumerate(rows)}
    trainer = PackedDPOTrainer(
        model=make_model(),
        args=DPOConfig(str(tmp_path), beta=0.5, **make_arguments(Dpo(batch_size=8))),
        train_dataset=tabulate_pairs(ChosenRows(rows, ()), reference),
        processing_class=make_tokenizer(),
        peft_config=make_lora(),
    )
    log, _ = run_steps(trainer)
    assert log[0]["loss"] == pytest.approx(math.log(2), abs=1e-4)
    assert log[-1]["tie_rate"] == 1 / 8
    assert log[-1]["loss"] < log[0]["loss"]


def test_adapters_that_could_not_be_kept_are_refused_before_the_first_step(tmp_path: Path) -> None:
    """PEFT takes down_proj of a mixture of experts for the experts' fused weights."""
    examples = ChosenRows([EncodedExample(row.row_id, row.prompt_ids, row.chosen_ids) for row in make_rows(2)], ())
    trainer = PackedSFTTrainer(
        model=make_tiny_model("deepseek_v3"),
        args=SFTConfig(
            str(tmp_path), dataset_kwargs={"skip_prepare_dataset": True}, **make_arguments(Sft(batch_size=2))
        ),
        train_dataset=tabulate_examples(examples),
        processing_class=make_tokenizer(),
        peft_config=LoraConfig(r=2, target_modules=["o_proj", "down_proj"]),
    )
    with pytest.raises(ModelError, match=r"target_parameters.*lora_targets"):
        trainer.use_packed_passes(COMPUTE)


def test_a_little_more_free_memory_does_not_change_how_rows_are_divided() -> None:
    model = make_model()
    computes = [replace(COMPUTE, memory_bytes=memory) for memory in (8_000_000, 8_100_000, 8_200_000)]
    assert len({token_budget(compute, model.config, True) for compute in computes}) == 3
    assert len({steady_token_budget(compute, model, training=True) for compute in computes}) == 1


@given(
    st.lists(
        st.tuples(st.lists(st.integers(0, 2), min_size=1, max_size=9), st.integers(1, 5)), min_size=1, max_size=12
    ),
    st.integers(1, 20),
)
def test_every_row_is_in_one_group_and_no_group_of_several_is_over_the_budget(rows, budget: int) -> None:
    prompts, completions = [row[0] for row in rows], [row[1] for row in rows]
    groups = divide_rows(prompts, completions, budget)
    assert sorted(row for group in groups for row in group) == list(range(len(rows)))
    for group in groups:
        prefixes = {tuple(prompts[row][: n + 1]) for row in group for n in range(len(prompts[row]))}
        assert len(group) == 1 or len(prefixes) + sum(completions[row] for row in group) <= budget
