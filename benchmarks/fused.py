"""What `passes/fused.py` gains in a training step on a CPU, beside what `passes/products.py` gains alone.

Forward and backward of the packed pass over DPO pairs with LoRA of rank 16, three ways in turns: PEFT's and
transformers' layers as they are (`stock`), the same with every product by the faster library, those inside LoRA's
layers too (`products`), and LoRA layers and RMS norms fused (`fused`). `fused.py` earns its lines by `products /
fused`.
"""

from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, contextmanager

import torch
from peft import get_peft_model
from torch import nn

from benchmarks.alternating import compare, describe_machine, make_parser, print_row, spread, take_turns
from benchmarks.training import lora_config, read_shape
from benchmarks.workloads import SHAPES, find_compute, make_model, make_rows
from medpref_dagster.passes.fused import fused_layers
from medpref_dagster.passes.logps import completion_logps
from medpref_dagster.passes.products import fast_products, onednn_is_faster
from medpref_dagster.training.packed_trainer import steady_token_budget

LENGTHS = ("107,3,3", "200,60,60")
PAIRS = 8


@contextmanager
def stock_layers(_model: nn.Module) -> Generator[None]:
    """As they are."""
    yield


WAYS = {"stock": stock_layers, "products": fast_products, "fused": fused_layers}


def main() -> None:
    """Print one row for each length."""
    parser = make_parser(__doc__)
    parser.add_argument("--model", choices=sorted(SHAPES), default="smollm2-135m", help="shape of the random model")
    parser.add_argument("--lengths", nargs="+", default=LENGTHS, help="prompt,chosen,rejected tokens")
    parser.add_argument("--pairs", type=int, default=PAIRS, help="pairs of a step")
    options = parser.parse_args()
    print(describe_machine(options.threads))
    print(f"the faster library is {'oneDNN' if onednn_is_faster() else 'the one that PyTorch takes anyway'}")
    compute = find_compute(options.threads)
    if compute.device.type != "cpu":
        raise SystemExit("fused layers are the CPU's; hide the GPU (CUDA_VISIBLE_DEVICES=)")
    base = make_model(options.model, compute)
    model = get_peft_model(base, lora_config()).train()
    budget = steady_token_budget(compute, base, training=True)
    for lengths in options.lengths:
        rows = make_rows(read_shape(lengths, shared=40), options.pairs, base.config.vocab_size)
        completions = [(row.prompt, side) for row in rows for side in (row.chosen, row.rejected)]
        sides = {name: make_step(model, way, completions, budget) for name, way in WAYS.items()}
        turns = take_turns(sides, options.rounds)
        row: dict[str, object] = {"tokens": lengths, "pairs": options.pairs}
        row |= {f"{name} s": spread([turn.seconds for turn in turns[name]]) for name in WAYS}
        for peer, ours in (("stock", "products"), ("stock", "fused"), ("products", "fused")):
            by_clock, by_cpu = compare(turns, peer=peer, ours=ours)
            row[f"{peer} / {ours}"] = f"{by_clock}, in CPU time {by_cpu}"
        print_row(row, options.json)


def make_step(
    model: nn.Module,
    way: Callable[[nn.Module], AbstractContextManager[None]],
    completions: list[tuple[list[int], list[int]]],
    budget: int,
) -> Callable[[], None]:
    """A call that makes one step's forward and backward."""

    def step() -> None:
        with way(model):
            torch.cat(completion_logps(model, completions, budget)).sum().backward()
        model.zero_grad()

    return step


if __name__ == "__main__":
    main()
