"""Direct preference optimization (DPO, Rafailov et al., NeurIPS 2023, arXiv 2305.18290) from the SFT model.

The SFT model is where training starts and what it is held to: its adapters are merged into the weights, and a fresh
adapter (or every weight) is trained on top. Its log-probabilities of the pairs come from the asset `reference_logps`;
no reference model is in memory.

From top to bottom: the rows, the grid, one candidate's trainer. `select_model` runs them.
"""

from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, cast

import pyarrow as pa
import torch
from datasets import Dataset
from torch import Tensor, nn
from transformers import PreTrainedTokenizerBase
from trl.trainer.dpo_trainer import DataCollatorForPreference, DPOTrainer

from medpref_dagster.answering.round_trip import require_round_trip
from medpref_dagster.declaration import TaskDeclaration
from medpref_dagster.declaration.losses import SORTING
from medpref_dagster.passes.logps import IGNORED_LABEL
from medpref_dagster.stages import DPO, SFT
from medpref_dagster.storage.models import load_to_train, load_tokenizer
from medpref_dagster.storage.store import Artifact
from medpref_dagster.training.configurations import DPOArguments
from medpref_dagster.training.dev import score_reference_on_dev
from medpref_dagster.training.errors import TrainingError
from medpref_dagster.training.grid import (
    Candidate,
    Grid,
    describe_dev,
    describe_inputs,
    hash_weights,
    list_candidates,
    select_dev_cases,
)
from medpref_dagster.training.packed_trainer import Inputs, PackedPasses, lora_config, split_row, trainer_arguments
from medpref_dagster.training.reference_logps import encode_all_pairs, read_reference, reference_key
from medpref_dagster.training.rows import (
    ChosenRows,
    EncodedPair,
    encode_pairs,
    refuse_held_out_rows,
    require_training_rows,
    take_split,
)
from medpref_dagster.training.schedule import CHOSEN_DROP, count_steps
from medpref_dagster.training.selection import Selection, select_model
from medpref_dagster.workbench import Workbench

TIE = 1e-4
"""Nats. Two log-ratios closer than that are equal: float32 gives a completion's log-probability no better."""

SFT_LOSS = "sft"
"""TRL's name of the loss on the chosen answer alone."""

ReferenceLogps = dict[str, tuple[float, float]]


def fit_dpo(
    task: TaskDeclaration,
    pairs: Artifact,
    reference_logps: Artifact,
    cases: Artifact,
    sft_model: Artifact,
    workbench: Workbench,
    reference_model: Artifact | None = None,
) -> Selection:
    """Train the SFT model to prefer chosen over rejected answers.

    Parameters
    ----------
    pairs
        Columns in: `schemas.PREFERENCE_PAIRS`, and `weight` where they count unlike. Split train is trained on, eval
        gives the curves.
    reference_logps
        Of these pairs under the reference model, from `score_reference`.
    cases
        Columns in: `schemas.CASES`. Split dev chooses among the candidates of `task.dpo`.
    sft_model
        Where training starts: the SFT model, or any other one of this base model.
    reference_model
        What training is tied to; without it, the model that it starts from.
    workbench
        Told loss, learning rate, reward margin and reward accuracy some thirty times a training.

    Returns
    -------
    Selection
        The best candidate's model, or with `task.dpo.fallback` the SFT model; recalled where it was made before.

    Raises
    ------
    StaleReferenceError
        If the log-probabilities are those of other pairs or another model.
    TrainingError
        As `fit_sft`; and if every candidate diverged or collapsed, without a fallback.
    """
    store, base, tokenizer = workbench.store, workbench.base, load_tokenizer(workbench.base)
    table, all_cases = store.read_table(pairs), store.read_table(cases)
    rows = encode_all_pairs(base, table)
    key = reference_key(rows, reference_model or sft_model, workbench)
    reference = read_reference(store, reference_logps, key)
    train, evaluation = choose_pairs(task, table, all_cases, tokenizer)
    dev = select_dev_cases(DPO.title, task.dpo, len(list(task.dpo.candidates())), all_cases, task)
    inputs = describe_inputs(train, evaluation, describe_dev(task, tokenizer, dev), workbench)
    grid = _plan_grid(task, (pairs, reference_logps, sft_model), train, evaluation, inputs, workbench)

    def build_trainer(candidate: Candidate, folder: Path) -> PackedPasses:
        model, to_merge = load_to_train(store, base, sft_model, workbench.compute)
        peft_config = lora_config(task.dpo, base, model)
        model.requires_grad_(peft_config is None)  # merging the SFT adapter left the weights frozen
        config = _configure(task, candidate, folder, len(evaluation.rows), workbench, full=peft_config is None)
        return PackedDPOTrainer(
            model=model,
            args=config,
            train_dataset=tabulate_pairs(train, reference),
            eval_dataset=tabulate_pairs(evaluation, reference) if evaluation.rows else None,
            processing_class=tokenizer,
            peft_config=peft_config,
            data_collator=WeighedPairs(pad_token_id=cast("int", tokenizer.pad_token_id)),
        ).merging(to_merge)

    score_reference = partial(score_reference_on_dev, task, dev, sft_model, SFT.name, workbench)
    return select_model(grid, build_trainer, task, dev, tokenizer, workbench, score_reference)


def _plan_grid(
    task: TaskDeclaration,
    given: tuple[Artifact, Artifact, Artifact],
    train: ChosenRows[EncodedPair],
    evaluation: ChosenRows[EncodedPair],
    inputs: Mapping[str, Any],
    workbench: Workbench,
) -> Grid:
    """The candidates, their keys and what they have in common; `given` are pairs, log-probabilities and the start."""
    pairs, reference_logps, start = given
    return Grid(
        stage=DPO.name,
        declared=task.dpo,
        candidates=list_candidates(
            task.dpo,
            list(task.dpo.candidates()),
            lambda epochs: count_steps(len(train.rows), task.dpo.batch_size, epochs),
            stage=DPO.name,
            weights=hash_weights(workbench.store, workbench.base, start),
            parent=start.address,
            reference=reference_logps.address,
            rows_from=pairs.address,
            guards=task.dpo.guards.model_dump(mode="json"),
            **inputs,
        ),
        rows_from=pairs,
        rows_seen={"train": train.row_ids, "eval": evaluation.row_ids},
        too_long=[*train.too_long, *evaluation.too_long],
        parent=start,
        guards=task.dpo.guards,
        fallback=task.dpo.fallback == SFT.name,
    )


def choose_pairs(
    task: TaskDeclaration, pairs: pa.Table, cases: pa.Table, tokenizer: PreTrainedTokenizerBase
) -> tuple[ChosenRows[EncodedPair], ChosenRows[EncodedPair]]:
    """The rows that are trained on, and those that give the curves."""
    limits = {"max_prompt_tokens": task.max_prompt_tokens, "max_completion_tokens": task.max_completion_tokens}
    training = take_split(pairs, "train", "pair_id", task.dpo.max_training_rows, task, cases)
    refuse_held_out_rows(training, cases)
    require_round_trip(tokenizer, task.answer, training, "pair_id", "chosen")
    train = encode_pairs(tokenizer, training, **limits)
    require_training_rows(train, "preference pairs")
    curve = take_split(pairs, "eval", "pair_id", task.dpo.max_eval_rows, task, cases)
    return train, encode_pairs(tokenizer, curve, **limits)


def _configure(
    task: TaskDeclaration, candidate: Candidate, folder: Path, eval_rows: int, workbench: Workbench, *, full: bool
) -> DPOArguments:
    return DPOArguments(
        output_dir=str(folder),
        beta=candidate.arguments["beta"],
        loss_type=[task.dpo.loss, SFT_LOSS] if task.dpo.sft_weight else [task.dpo.loss],
        loss_weights=[1.0, task.dpo.sft_weight] if task.dpo.sft_weight else [1.0],
        label_smoothing=task.dpo.label_smoothing,
        # For full training this is what keeps TRL from loading a second model.
        precompute_ref_log_probs=full,
        per_device_eval_batch_size=max(1, eval_rows),
        **trainer_arguments(task.dpo, candidate.arguments, candidate.steps, workbench.compute),
    )


def tabulate_pairs(chosen: ChosenRows[EncodedPair], reference: ReferenceLogps) -> Dataset:
    """Pairs as DPOTrainer takes them after its own preparation and precomputation; weights where they count unlike."""
    weights = [row.weight for row in chosen.rows]
    return Dataset.from_dict(
        {
            "prompt_ids": [row.prompt_ids for row in chosen.rows],
            "chosen_ids": [row.chosen_ids for row in chosen.rows],
            "rejected_ids": [row.rejected_ids for row in chosen.rows],
            "ref_chosen_logps": [reference[row.row_id][0] for row in chosen.rows],
            "ref_rejected_logps": [reference[row.row_id][1] for row in chosen.rows],
            **({"weights": weights} if set(weights) - {1.0} else {}),
        }
    )


class WeighedPairs(DataCollatorForPreference):
    """TRL's batches with the tensor `weights` beside, `[pairs]`, where the rows have some."""

    def torch_call(self, examples: list[dict[str, Any]]) -> dict[str, Any]:
        """One batch."""
        batch = super().torch_call(examples)
        if "weights" in examples[0]:
            batch["weights"] = torch.tensor([example["weights"] for example in examples])
        return batch


class PackedDPOTrainer(PackedPasses, DPOTrainer):
    """DPOTrainer over packed passes, with the reference's log-probabilities in the rows.

    TRL's losses on pairs are means over pairs, also those on log-ratios per token; the `sft` loss beside them is a mean
    over the chosen answers' tokens. Where pairs have weights, the gradient is that of the weighted means: a pair of
    weight 2 teaches what two rows of it would teach. TRL takes its means without weights, so the gradient of each
    pair's log-probabilities is scaled instead (`row_scale`), which is the same where a loss is a sum over pairs; losses
    that sort pairs are no such sum and are refused with weights. What is logged is without weights.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.precompute_ref_logps = True
        if sorting := SORTING.intersection(self.loss_types):
            self.undivided_because = f"the loss {', '.join(sorted(sorting))} sorts all pairs of a batch"
            if "weights" in self.train_dataset.column_names:
                raise TrainingError(f"{self.undivided_because}, so that no pair of it has a weight of its own")

    def _set_signature_columns_if_needed(self) -> None:
        """Let the trainer keep the weights: it drops the columns that TRL's loss does not read."""
        super()._set_signature_columns_if_needed()
        self._signature_columns = list(dict.fromkeys([*(self._signature_columns or ()), "weights"]))

    def _prepare_dataset(self, dataset: Dataset, *_args: Any, **_kwargs: Any) -> Dataset:
        """Leave the rows as they are: their tokens are `chat.encode_prompt`'s and `chat.encode_completion`'s."""
        return dataset

    def _precompute_ref_logps(self, dataset: Dataset, *_args: Any, **_kwargs: Any) -> Dataset:
        """Leave the rows as they are: they have their log-probabilities."""
        return dataset

    def measure_rows(self, inputs: Inputs) -> tuple[list[list[int]], list[int]]:
        """Each pair's prompt, and the tokens of both completions."""
        ids, real, completion = (inputs[name].cpu() for name in ("input_ids", "attention_mask", "completion_mask"))
        labels = ids.masked_fill(completion == 0, IGNORED_LABEL)
        rows = [split_row(*row) for row in zip(ids, real, labels, strict=True)]
        pairs = len(rows) // 2
        return (
            [prompt for prompt, _ in rows[:pairs]],
            [rows[pair][1] + rows[pair + pairs][1] for pair in range(pairs)],
        )

    def take_rows(self, inputs: Inputs, rows: Sequence[int]) -> Inputs:
        """Some of a batch's pairs; where a tensor has two rows a pair, the chosen ones come first."""
        pairs = len(inputs["ref_chosen_logps"])
        both = [*rows, *(row + pairs for row in rows)]
        return {name: values[list(rows) if len(values) == pairs else both] for name, values in inputs.items()}

    @contextmanager
    def weighing(self, inputs: Inputs, part: Inputs) -> Generator[None]:
        """Weigh each loss by its own denominator: tokens of chosen answers for SFT, pairs for every other; both counted
        by the pairs' weights."""
        of_pairs = weigh_all(part).sum().item() / weigh_all(inputs).sum().item()
        # Within the part TRL divides by its tokens, which `row_scale` does not know of.
        of_tokens = (
            weigh_all(part).mean().item() * count_chosen_tokens(part) / count_chosen_tokens(inputs, weigh_all(inputs))
        )
        whole = self.loss_weights
        self.loss_weights = [
            weight * (of_tokens if name == SFT_LOSS else of_pairs)
            for name, weight in zip(self.loss_types, whole, strict=True)
        ]
        try:
            yield
        finally:
            self.loss_weights = whole

    def compute_loss(
        self,
        model: nn.Module,
        inputs: dict[str, Any],
        return_outputs: bool = False,
        num_items_in_batch: Tensor | int | None = None,
    ) -> Any:
        """TRL's loss. Logged beside its own metrics are the share of pairs whose two rewards are equal, and how far the
        chosen answers have fallen below the reference (`CHOSEN_DROP`).

        At the first step nothing is learned and every pair is tied. Where chosen and rejected are the same tokens
        the pair stays tied whatever is learned: the loss then stops
        falling at (share of such pairs) x ln 2.
        """
        if "weights" in inputs:
            scale = inputs["weights"] / inputs["weights"].mean()
            self.row_scale = torch.cat([scale, scale])
        loss = super().compute_loss(model, inputs, return_outputs, num_items_in_batch)
        chosen, rejected = self.scored.sum(dim=1).chunk(2)
        margins = (chosen - inputs["ref_chosen_logps"]) - (rejected - inputs["ref_rejected_logps"])
        tokens = inputs["completion_mask"][: len(chosen)].sum(dim=1).clamp(min=1)
        drop = ((inputs["ref_chosen_logps"] - chosen) / tokens).mean().item()
        ties = (margins.abs() < TIE).float().mean().item()
        metrics = self._metrics["train" if model.training else "eval"]
        metrics["tie_rate"].append(ties)
        metrics[CHOSEN_DROP].append(drop)
        return loss


def weigh_all(inputs: Inputs) -> Tensor:
    """The weight of each pair of a batch: 1 where none is said."""
    return inputs["weights"] if "weights" in inputs else torch.ones_like(inputs["ref_chosen_logps"])


def count_chosen_tokens(inputs: Inputs, weights: Tensor | None = None) -> float:
    """Tokens of the chosen answers of a batch; with weights, by these."""
    tokens = inputs["completion_mask"][: len(inputs["ref_chosen_logps"])].sum(dim=1)
    return float(tokens.sum() if weights is None else (weights * tokens).sum())
