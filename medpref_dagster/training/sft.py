"""Supervised fine-tuning (SFT): the gold answers are learned, and the best of the declared grid is kept.

From top to bottom: the rows, the grid, one candidate's trainer. `select_model` runs them.
"""

from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
from datasets import Dataset
from transformers import PreTrainedTokenizerBase
from trl.trainer.sft_trainer import SFTTrainer

from medpref_dagster.answering.round_trip import require_round_trip
from medpref_dagster.declaration import TaskDeclaration
from medpref_dagster.passes.logps import IGNORED_LABEL
from medpref_dagster.stages import SFT
from medpref_dagster.storage.models import load_to_train, load_tokenizer
from medpref_dagster.storage.store import Artifact
from medpref_dagster.training.configurations import SFTArguments
from medpref_dagster.training.grid import (
    Candidate,
    Grid,
    describe_dev,
    describe_inputs,
    list_candidates,
    select_dev_cases,
)
from medpref_dagster.training.packed_trainer import (
    Inputs,
    PackedPasses,
    lora_config,
    split_row,
    trainer_arguments,
)
from medpref_dagster.training.rows import (
    ChosenRows,
    EncodedExample,
    encode_examples,
    refuse_held_out_rows,
    require_training_rows,
    take_split,
)
from medpref_dagster.training.schedule import count_steps
from medpref_dagster.training.selection import Selection, select_model
from medpref_dagster.workbench import Workbench


def fit_sft(task: TaskDeclaration, examples: Artifact, cases: Artifact, workbench: Workbench) -> Selection:
    """Fine-tune a base model on a task's gold answers.

    Parameters
    ----------
    examples
        Columns in: `schemas.SFT_EXAMPLES`. Split train is trained on, eval gives the loss curve.
    cases
        Columns in: `schemas.CASES`. Split dev chooses among the candidates of `task.sft`.
    workbench
        Told the loss and learning rate some thirty times a training.

    Returns
    -------
    Selection
        The best candidate's model. What was trained before with the same inputs is recalled, not trained.

    Raises
    ------
    TrainingError
        Without training rows; if a row of another split is marked for training (`HeldOutRowsError`); if every
        candidate diverged; if the device runs out of memory (`OutOfMemoryError`) or the disk (`CheckpointError`).
    """
    store, base, compute = workbench.store, workbench.base, workbench.compute
    tokenizer = load_tokenizer(base)
    table, all_cases = store.read_table(examples), store.read_table(cases)
    train, evaluation = _choose_examples(task, table, all_cases, tokenizer)

    own = list(task.sft.candidates())
    dev = select_dev_cases(SFT.title, task.sft, len(own), all_cases, task)
    grid = Grid(
        stage=SFT.name,
        declared=task.sft,
        candidates=list_candidates(
            task.sft,
            own,
            lambda epochs: count_steps(len(train.rows), task.sft.batch_size, epochs),
            stage=SFT.name,
            weights=base.network,
            rows_from=examples.address,
            **describe_inputs(train, evaluation, describe_dev(task, tokenizer, dev), workbench),
        ),
        rows_from=examples,
        rows_seen={"train": train.row_ids, "eval": evaluation.row_ids},
        too_long=[*train.too_long, *evaluation.too_long],
        parent=None,
    )

    def build_trainer(candidate: Candidate, folder: Path) -> PackedPasses:
        model, _ = load_to_train(store, base, None, compute)
        config = SFTArguments(
            output_dir=str(folder),
            dataset_kwargs={"skip_prepare_dataset": True},
            per_device_eval_batch_size=max(1, len(evaluation.rows)),
            **trainer_arguments(task.sft, candidate.arguments, candidate.steps, compute),
        )
        return PackedSFTTrainer(
            model=model,
            args=config,
            train_dataset=tabulate_examples(train),
            eval_dataset=tabulate_examples(evaluation) if evaluation.rows else None,
            processing_class=tokenizer,
            peft_config=lora_config(task.sft, base, model),
        )

    return select_model(grid, build_trainer, task, dev, tokenizer, workbench)


def _choose_examples(
    task: TaskDeclaration, examples: pa.Table, cases: pa.Table, tokenizer: PreTrainedTokenizerBase
) -> tuple[ChosenRows[EncodedExample], ChosenRows[EncodedExample]]:
    """The rows that are trained on, and those that give the loss curve."""
    limits = {"max_prompt_tokens": task.max_prompt_tokens, "max_completion_tokens": task.max_completion_tokens}
    training = take_split(examples, "train", "case_id", task.sft.max_training_rows, task, cases)
    refuse_held_out_rows(training, cases)
    require_round_trip(tokenizer, task.answer, training, "case_id", "completion")
    train = encode_examples(tokenizer, training, **limits)
    require_training_rows(train, "SFT examples")
    curve = take_split(examples, "eval", "case_id", task.sft.max_eval_rows, task, cases)
    return train, encode_examples(tokenizer, curve, **limits)


def tabulate_examples(chosen: ChosenRows[EncodedExample]) -> Dataset:
    """Examples as SFTTrainer takes prepared ones: `input_ids`, and `labels` that are -100 on the prompt."""
    return Dataset.from_dict(
        {
            "input_ids": [row.prompt_ids + row.completion_ids for row in chosen.rows],
            "labels": [[IGNORED_LABEL] * len(row.prompt_ids) + row.completion_ids for row in chosen.rows],
        }
    )


class PackedSFTTrainer(PackedPasses, SFTTrainer):
    """SFTTrainer over packed passes. Its loss, the mean over a batch's completion tokens, is a sum over parts."""

    def measure_rows(self, inputs: Inputs) -> tuple[list[list[int]], list[int]]:
        """Each example's prompt and completion length."""
        rows = zip(*(inputs[name].cpu() for name in ("input_ids", "attention_mask", "labels")), strict=True)
        prompts, completions = zip(*(split_row(*row) for row in rows), strict=True)
        return list(prompts), list(completions)

    def take_rows(self, inputs: Inputs, rows: Sequence[int]) -> Inputs:
        """Some of a batch's examples."""
        return {name: values[list(rows)] for name, values in inputs.items()}
