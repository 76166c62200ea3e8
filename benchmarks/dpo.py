"""DPO steps: TRL's DPOTrainer against ours, same model shape, same rows, LoRA of rank 16.

The peer has its best settings for the case: no gradient checkpointing, the adapter switched off for the reference
pass (its default, no second model), tokenized rows. Ours takes the reference's log-probabilities from a table that
is computed once for all epochs and candidates; the ratio `with our reference pass` adds that computation to a single
step over the same rows, as if there were one epoch and one candidate.
"""

import argparse
import tempfile

from datasets import Dataset
from trl import DPOConfig, DPOTrainer

from benchmarks.alternating import OURS, PEER, describe_machine, release_memory, take_turns
from benchmarks.training import (
    BATCH_SIZES,
    REFERENCE,
    common_arguments,
    compare_apart,
    compare_steps,
    lora_config,
    parse_arguments,
    prepare_ours,
    read_shape,
    run_quietly,
)
from benchmarks.workloads import SHAPES, find_compute, make_model, make_rows, make_tokenizer
from medpref_dagster.devices import Compute, token_budget
from medpref_dagster.passes.logps import score_completions
from medpref_dagster.training.dpo import PackedDPOTrainer


class _TokenizedDPOTrainer(DPOTrainer):
    """The stock trainer on rows that are tokenized already, as ours are."""

    def _prepare_dataset(self, dataset, *_args, **_kwargs):
        return dataset


def main() -> None:
    """Print one row for each combination of lengths and instruction."""
    options = parse_arguments(__doc__)
    compute = find_compute(options.threads)
    if not options.only:
        print(describe_machine(options.threads))
    for lengths in options.lengths:
        for shared in options.shared:
            compare_lengths(options, compute, lengths, shared)


def compare_lengths(options: argparse.Namespace, compute: Compute, lengths: str, shared: int) -> None:
    """Print one row."""
    shape = read_shape(lengths, shared)
    count = options.batch_size or BATCH_SIZES.get(lengths, 8)
    if options.apart and not options.only:
        compare_apart("benchmarks.dpo", options, lengths, shared, count)
        return
    rows = make_rows(shape, count, SHAPES[options.model].vocab_size)
    table = Dataset.from_dict(
        {
            "prompt_ids": [row.prompt for row in rows],
            "chosen_ids": [row.chosen for row in rows],
            "rejected_ids": [row.rejected for row in rows],
        }
    )
    completions = [(row.prompt, side) for row in rows for side in (row.chosen, row.rejected)]
    reference = None if options.only == PEER else make_model(options.model, compute)
    scored, others = table, {}

    def score() -> list[float]:
        return score_completions(reference, completions, token_budget(compute, reference.config, training=False))

    if reference is not None:
        logps = score()
        scored = table.add_column("ref_chosen_logps", logps[0::2]).add_column("ref_rejected_logps", logps[1::2])
    if options.only == OURS:
        # As in a training, where the reference is gone before the first step.
        others = take_turns({REFERENCE: score}, options.rounds)
        reference = None
        release_memory()
    with tempfile.TemporaryDirectory() as folder:
        arguments = {"processing_class": make_tokenizer()}
        config = DPOConfig(beta=0.1, **common_arguments(compute, count, folder, recompute=options.recompute))
        peer = ours = None
        if options.only != OURS:
            peer = run_quietly(
                lambda: _TokenizedDPOTrainer(
                    model=make_model(options.model, compute),
                    args=config,
                    train_dataset=table,
                    peft_config=lora_config(),
                    **arguments,
                )
            )
        if options.only != PEER:
            ours = run_quietly(
                lambda: prepare_ours(
                    PackedDPOTrainer(
                        model=make_model(options.model, compute).requires_grad_(False),
                        args=config,
                        train_dataset=scored,
                        peft_config=lora_config(),
                        **arguments,
                    ),
                    compute,
                )
            )
        compare_steps(
            "benchmarks.dpo",
            options,
            compute,
            lengths,
            shared,
            rows,
            peer,
            ours,
            extra=score if reference is not None else None,
            others=others,
        )


if __name__ == "__main__":
    main()
