"""How our own passes grow: with CPU threads, with sequence length, with the number of rows.

`threads` and `lengths` are DPO steps (forward and backward of the packed pass, LoRA of rank 16), without TRL's loop.
`layout` is the packing of rows into passes, which has no peer and must stay small beside the passes.
"""

import argparse
import random

import torch
from peft import get_peft_model

from benchmarks.alternating import compare, describe_machine, make_parser, print_row, spread, take_turns
from benchmarks.training import lora_config, read_shape
from benchmarks.workloads import SHAPES, find_compute, make_model, make_rows
from medpref_dagster.passes.fused import fuse_layers
from medpref_dagster.passes.logps import completion_logps
from medpref_dagster.passes.trie import pack_rows
from medpref_dagster.training.packed_trainer import steady_token_budget

LENGTHS = ("107,3,3", "200,60,60", "400,80,80", "800,100,100")
TOKENS_OF_A_STEP = 1024
"""Every length gets about so many tokens a step, so that only the length differs."""


def main() -> None:
    """Print one row for each size."""
    parser = make_parser(__doc__)
    parser.add_argument("--model", choices=sorted(SHAPES), default="smollm2-135m", help="shape of the random model")
    options = parser.parse_args()
    print(describe_machine(options.threads))
    measure_lengths_and_threads(options)
    measure_layout(options)


def measure_lengths_and_threads(options: argparse.Namespace) -> None:
    """Trie nodes a second at each length, with one thread and with all."""
    compute = find_compute(options.threads)
    base = make_model(options.model, compute)
    model = get_peft_model(base, lora_config()).train()
    fuse_layers(model)
    budget = steady_token_budget(compute, base, training=True)
    for lengths in LENGTHS:
        shape = read_shape(lengths, shared=40)
        tokens = shape.prompt + shape.chosen + shape.rejected
        rows = make_rows(shape, max(1, TOKENS_OF_A_STEP // tokens), base.config.vocab_size)
        completions = [(row.prompt, side) for row in rows for side in (row.chosen, row.rejected)]
        nodes = sum(len(pack) for pack in pack_rows(completions, budget, dense_attention=False))

        def step(threads: int, completions: list[tuple[list[int], list[int]]] = completions) -> None:
            torch.set_num_threads(threads)
            torch.cat(completion_logps(model, completions, budget)).sum().backward()

        sides = {"1": lambda step=step: step(1), "all": lambda step=step: step(options.threads)}
        turns = take_turns(sides, options.rounds)
        ratio, _ = compare(turns, peer="1", ours="all")
        print_row(
            {
                "tokens": lengths,
                "nodes of a step": nodes,
                "nodes/s, 1 thread": spread([nodes / turn.seconds for turn in turns["1"]]),
                f"nodes/s, {options.threads} threads": spread([nodes / turn.seconds for turn in turns["all"]]),
                "speed-up": ratio,
            },
            options.json,
        )


def measure_layout(options: argparse.Namespace) -> None:
    """Milliseconds of packing a row, for growing numbers of rows."""
    draw = random.Random(0)
    instruction = [draw.randrange(49152) for _ in range(40)]
    for count in (1000, 4000, 16000):
        rows = [(instruction + [draw.randrange(49152) for _ in range(67)], [7, 8, 9]) for _ in range(count)]
        turns = take_turns({"layout": lambda rows=rows: pack_rows(rows, 1024, dense_attention=False)}, options.rounds)
        milliseconds = spread([turn.seconds / count * 1000 for turn in turns["layout"]])
        print_row({"rows laid out": count, "ms a row": milliseconds}, options.json)


if __name__ == "__main__":
    main()
