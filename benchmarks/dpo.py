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

from benchmarks.alternating import OURS, PEER, describe_machine
from benchmarks.training import (
    BATCH_SIZES,
    common_arguments,
    compare_steps,
    lora_config,
    parse_arguments,
    prepare_ours,
    read_shape,
    run_quietly,
)
from benchmarks.workloads import find_compute, make_model, make_rows, make_tokenizer
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
    model = make_model(options.model, compute)
    rows = make_rows(shape, count, model.config.vocab_size)
    table = Dataset.from_dict(
        {
            "prompt_ids": [row.prompt for row in rows],
            "chosen_ids": [row.chosen for row in rows],
            "rejected_ids": [row.rejected for row in rows],
        }
    )
    completions = [(row.prompt, side) for row in rows for side in (row.chosen, row.rejected)]
    budget = token_budget(compute, model.config, training=False)
    logps = score_completions(model, completions, budget)
    scored = table.add_column("ref_chosen_logps", logps[0::2]).add_column("ref_rejected_logps", logps[1::2])
    with tempfile.TemporaryDirectory() as folder:
        arguments = {"processing_class": make_tokenizer()}
        config = DPOConfig(beta=0.1, **common_arguments(compute, count, folder))
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
            extra=lambda: score_completions(model, completions, budget),
        )


if __name__ == "__main__":
    main()
