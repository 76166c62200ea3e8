"""A pair of weight 2 teaches what two rows of it teach."""

from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest
import torch
from trl import DPOConfig

from medpref_dagster.declaration import Dpo
from medpref_dagster.declaration.losses import SMOOTHED, SORTING, PreferenceLoss
from medpref_dagster.passes.logps import score_completions
from medpref_dagster.training.dpo import PackedDPOTrainer, WeighedPairs, tabulate_pairs
from medpref_dagster.training.errors import TrainingError
from medpref_dagster.training.rows import ChosenRows, EncodedPair
from tests.tiny_models import make_model, make_tokenizer
from tests.training.test_packed_trainer import make_arguments, make_lora, make_rows, run_steps

WEIGHTS = (2, 1, 3, 1)
LOSSES = [loss for loss in get_args(PreferenceLoss) if loss not in SORTING]


def train(rows: list[EncodedPair], folder: Path, budget: int | None, **losses) -> dict[str, torch.Tensor]:
    """The gradients of the first step, on all rows at once."""
    distinct = list({row.row_id: row for row in rows}.values())
    sides = [(pair.prompt_ids, side) for pair in distinct for side in (pair.chosen_ids, pair.rejected_ids)]
    logps = score_completions(make_model(), sides, 4096)
    # Not quite the model's own: at a margin of 0 a loss would have the same slope for every pair.
    reference = {pair.row_id: (logps[2 * i] - 0.3, logps[2 * i + 1] + 0.1 * i) for i, pair in enumerate(distinct)}
    trainer = PackedDPOTrainer(
        model=make_model(),
        args=DPOConfig(str(folder), beta=0.3, **losses, **make_arguments(Dpo(batch_size=len(rows)))),
        train_dataset=tabulate_pairs(ChosenRows(rows, ()), reference),
        processing_class=make_tokenizer(),
        peft_config=make_lora(),
        data_collator=WeighedPairs(pad_token_id=258),
    )
    return run_steps(trainer, budget)[1]


def repeat(rows: list[EncodedPair]) -> list[EncodedPair]:
    return [row for row, weight in zip(rows, WEIGHTS, strict=True) for _ in range(weight)]


def make_both() -> tuple[list[EncodedPair], list[EncodedPair]]:
    """Rows with weights, and each row as often as it weighs; their references are the same."""
    rows = make_rows(4)
    return [replace(row, weight=float(weight)) for row, weight in zip(rows, WEIGHTS, strict=True)], repeat(rows)


@pytest.mark.parametrize("budget", [None, 48])
@pytest.mark.parametrize("loss", LOSSES)
def test_weights_have_the_gradients_of_repeated_rows_whatever_the_loss_and_however_a_batch_is_divided(
    loss: str, budget: int | None, tmp_path: Path
) -> None:
    smoothing = {"label_smoothing": 0.1} if loss in SMOOTHED else {}
    losses = {"loss_type": [loss, "sft"], "loss_weights": [1.0, 0.5], **smoothing}
    weighed, repeated = make_both()
    ours, theirs = (train(rows, tmp_path, budget, **losses) for rows in (weighed, repeated))
    assert ours.keys() == theirs.keys()
    assert any(gradient.abs().max() > 1e-3 for gradient in ours.values())
    for name, gradient in theirs.items():
        torch.testing.assert_close(ours[name], gradient, rtol=1e-4, atol=1e-5)


def test_without_weights_the_gradients_are_others(tmp_path: Path) -> None:
    weighed, _ = make_both()
    plain = [replace(row, weight=1.0) for row in weighed]
    first, other = (train(rows, tmp_path, None, loss_type=["sigmoid"]) for rows in (weighed, plain))
    assert any(not torch.allclose(first[name], other[name], rtol=1e-2, atol=1e-4) for name in first)


@pytest.mark.parametrize("loss", sorted(SORTING))
def test_losses_that_sort_pairs_are_refused_with_weights(loss: str, tmp_path: Path) -> None:
    weighed, _ = make_both()
    with pytest.raises(TrainingError, match="no pair of it has a weight of its own"):
        train(weighed, tmp_path, None, loss_type=[loss])
