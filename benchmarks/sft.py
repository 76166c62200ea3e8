"""SFT steps: TRL's SFTTrainer against ours, same model shape, same rows, LoRA of rank 16.

Of the lengths `prompt,chosen,rejected` the chosen answer is the completion. The peer has its best settings for the
case: no gradient checkpointing, loss on the completion only, tokenized rows.
"""

import argparse
import tempfile

from trl import SFTConfig, SFTTrainer

from benchmarks.alternating import OURS, PEER, describe_machine
from benchmarks.training import (
    BATCH_SIZES,
    common_arguments,
    compare_apart,
    compare_steps,
    lora_config,
    parse_arguments,
    prepare_ours,
    read_shape,
    run_quietly,
)
from benchmarks.workloads import SHAPES, Row, find_compute, make_model, make_rows, make_tokenizer
from medpref_dagster.devices import Compute
from medpref_dagster.training.rows import ChosenRows, EncodedExample
from medpref_dagster.training.sft import PackedSFTTrainer, tabulate_examples


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
    count = options.batch_size or BATCH_SIZES.get(lengths, 8)
    if options.apart and not options.only:
        compare_apart("benchmarks.sft", options, lengths, shared, count)
        return
    vocabulary = SHAPES[options.model].vocab_size
    rows = [Row(row.prompt, row.chosen, []) for row in make_rows(read_shape(lengths, shared), count, vocabulary)]
    examples = [EncodedExample(str(index), row.prompt, row.chosen) for index, row in enumerate(rows)]
    table = tabulate_examples(ChosenRows(examples, ()))
    with tempfile.TemporaryDirectory() as folder:
        config = SFTConfig(
            dataset_kwargs={"skip_prepare_dataset": True},
            **common_arguments(compute, count, folder, recompute=options.recompute),
        )
        peer = ours = None
        arguments = {"args": config, "train_dataset": table, "processing_class": make_tokenizer()}
        if options.only != OURS:
            peer = run_quietly(
                lambda: SFTTrainer(model=make_model(options.model, compute), peft_config=lora_config(), **arguments)
            )
        if options.only != PEER:
            ours = run_quietly(
                lambda: prepare_ours(
                    PackedSFTTrainer(model=make_model(options.model, compute), peft_config=lora_config(), **arguments),
                    compute,
                )
            )
        compare_steps("benchmarks.sft", options, compute, lengths, shared, rows, peer, ours, extra=None)


if __name__ == "__main__":
    main()
