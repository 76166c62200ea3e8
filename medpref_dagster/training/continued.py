"""SFT continued: the control of DPO that had as much further training, and was told of the chosen answers alone.

It starts from the SFT model as DPO does (adapters merged, a fresh one on top), sees the same training pairs, as many a
step and for as many steps as the DPO model that was kept, and learns the chosen answers with the SFT loss. What DPO is
better by than this model is what the rejected answers were good for (online DPO can reduce to SFT on the chosen
answers, arXiv 2508.18312).
"""

from collections.abc import Sequence
from pathlib import Path

from medpref_dagster.declaration import Sft, TaskDeclaration, Training
from medpref_dagster.stages import DPO, SFT_CONTINUED
from medpref_dagster.storage.models import load_to_train, load_tokenizer, read_manifest
from medpref_dagster.storage.store import Artifact
from medpref_dagster.training.configurations import SFTArguments
from medpref_dagster.training.dpo import choose_pairs
from medpref_dagster.training.grid import (
    Candidate,
    Grid,
    describe_dev,
    describe_inputs,
    hash_weights,
    list_candidates,
    select_dev_cases,
)
from medpref_dagster.training.packed_trainer import PackedPasses, lora_config, trainer_arguments
from medpref_dagster.training.rows import ChosenRows, EncodedExample, EncodedPair
from medpref_dagster.training.schedule import count_steps
from medpref_dagster.training.selection import Selection, select_model
from medpref_dagster.training.sft import PackedSFTTrainer, tabulate_examples
from medpref_dagster.workbench import Workbench


def fit_continued_sft(
    task: TaskDeclaration,
    pairs: Artifact,
    cases: Artifact,
    sft_model: Artifact,
    dpo_model: Artifact,
    workbench: Workbench,
) -> Selection:
    """Train the SFT model on with the SFT loss, on the chosen answers of the pairs.

    Parameters
    ----------
    pairs
        Columns in: `schemas.PREFERENCE_PAIRS`; the rows are those of DPO. Split train is trained on, eval gives the
        loss curve.
    cases
        Columns in: `schemas.CASES`. Split dev chooses among the learning rates.
    sft_model
        Where training starts.
    dpo_model
        Its number of steps is the number of steps here. Where what was kept is no DPO model, it is that of the
        longest declared candidate.

    Returns
    -------
    Selection
        As `fit_dpo`, of a model of the stage `sft_continued`.

    Raises
    ------
    TrainingError
        As `fit_sft`.
    """
    store, base, compute = workbench.store, workbench.base, workbench.compute
    tokenizer = load_tokenizer(base)
    all_cases = store.read_table(cases)
    train, evaluation = map(take_chosen, choose_pairs(task, store.read_table(pairs), all_cases, tokenizer))
    declared = declare_continued(task)
    epochs, steps = _equal_compute(task, dpo_model, len(train.rows))
    own = [{"learning_rate": rate, "epochs": epochs} for rate in declared.learning_rate]
    dev = select_dev_cases(SFT_CONTINUED.title, declared, len(own), all_cases, task)
    grid = Grid(
        stage=SFT_CONTINUED.name,
        declared=declared,
        candidates=list_candidates(
            declared,
            own,
            lambda _: steps,
            stage=SFT_CONTINUED.name,
            weights=hash_weights(store, base, sft_model),
            parent=sft_model.address,
            rows_from=pairs.address,
            steps=steps,
            **describe_inputs(train, evaluation, describe_dev(task, tokenizer, dev), workbench),
        ),
        rows_from=pairs,
        rows_seen={"train": train.row_ids, "eval": evaluation.row_ids},
        too_long=[*train.too_long, *evaluation.too_long],
        parent=sft_model,
    )

    def build_trainer(candidate: Candidate, folder: Path) -> PackedPasses:
        model, to_merge = load_to_train(store, base, sft_model, compute)
        peft_config = lora_config(declared, base, model)
        model.requires_grad_(peft_config is None)  # merging the SFT adapter left the weights frozen
        return PackedSFTTrainer(
            model=model,
            args=SFTArguments(
                output_dir=str(folder),
                dataset_kwargs={"skip_prepare_dataset": True},
                per_device_eval_batch_size=max(1, len(evaluation.rows)),
                **trainer_arguments(declared, candidate.arguments, candidate.steps, compute),
            ),
            train_dataset=tabulate_examples(train),
            eval_dataset=tabulate_examples(evaluation) if evaluation.rows else None,
            processing_class=tokenizer,
            peft_config=peft_config,
        ).merging(to_merge)

    return select_model(grid, build_trainer, task, dev, tokenizer, workbench)


def declare_continued(task: TaskDeclaration) -> Sft:
    """What DPO declares, as a declaration of SFT with the control's own learning rates."""
    rates = task.evaluation.sft_continued_learning_rate
    if rates is None:
        rates = _propose_rates(task.dpo.learning_rate, task.sft.learning_rate)
    alike = {name: getattr(task.dpo, name) for name in Training.model_fields if name not in ("learning_rate", "epochs")}
    return Sft(**alike, learning_rate=rates, epochs=task.dpo.epochs)


def take_chosen(pairs: ChosenRows[EncodedPair]) -> ChosenRows[EncodedExample]:
    """The chosen side of pairs, under the pairs' ids."""
    return ChosenRows(
        rows=[EncodedExample(row.row_id, row.prompt_ids, row.chosen_ids) for row in pairs.rows],
        too_long=pairs.too_long,
    )


def _propose_rates(dpo: Sequence[float], sft: Sequence[float]) -> tuple[float, ...]:
    # A tenth as a person writes it: 0.002 / 10 is 0.0002, and not beside a declared 0.0002.
    return tuple(sorted({*dpo, *sft, *(float(f"{rate / 10:.6g}") for rate in sft)}))


def _equal_compute(task: TaskDeclaration, dpo_model: Artifact, rows: int) -> tuple[float, int]:
    """The epochs and steps that the kept DPO model was trained for."""
    longest = max(task.dpo.epochs)
    steps = count_steps(rows, task.dpo.batch_size, longest)
    manifest = read_manifest(dpo_model)
    if manifest.stage != DPO.name:
        return longest, steps
    return float(manifest.training["arguments"]["epochs"]), int(manifest.training["steps"])
