"""What weights in 4 bits cost in time and save in memory: the same model shape with its weights as they came, in turns.

Forward and backward of the packed pass over DPO pairs with LoRA of rank 16, and greedy answers, both as a training and
an evaluation run them. On the CPU no fused layers serve weights in 4 bits, and every product unpacks them first. Bytes
are those of parameters and of the scales beside them.
"""

import tempfile
from collections.abc import Callable
from typing import Any

import torch
from peft import get_peft_model
from torch import nn
from transformers import AutoModelForCausalLM, PreTrainedModel

from benchmarks.alternating import compare, describe_machine, make_parser, print_row, spread, take_turns
from benchmarks.training import lora_config, read_shape, run_quietly
from benchmarks.workloads import SHAPES, find_compute, make_model, make_rows
from medpref_dagster.declaration.quantization import Quantization
from medpref_dagster.devices import Compute, token_budget
from medpref_dagster.passes.fused import fused_layers
from medpref_dagster.passes.generation import generate_greedy
from medpref_dagster.passes.logps import completion_logps
from medpref_dagster.storage.four_bit import describe_loading, is_four_bit, settle
from medpref_dagster.storage.models import without_progress_bars
from medpref_dagster.training.packed_trainer import steady_token_budget

FOUR_BITS, AS_THEY_CAME = "4 bits", "as they came"
LENGTHS = ("107,3,3", "200,60,60")
PAIRS = 8
NEW_TOKENS = 24


def main() -> None:
    """Print a row of bytes, then for each length one of a step's time and one of answers'."""
    parser = make_parser(__doc__)
    parser.add_argument("--model", choices=sorted(SHAPES), default="smollm2-135m", help="shape of the random model")
    parser.add_argument("--lengths", nargs="+", default=LENGTHS, help="prompt,chosen,rejected tokens")
    parser.add_argument("--pairs", type=int, default=PAIRS, help="pairs of a step, and prompts that are answered")
    parser.add_argument("--scales-in-float32", action="store_true", help="quantization: {double: false}")
    options = parser.parse_args()
    print(describe_machine(options.threads))
    compute = find_compute(options.threads)
    quantization = Quantization(kind="nf4", double=not options.scales_in_float32)
    models = run_quietly(lambda: make_both(options.model, compute, quantization))
    held = {name: count_bytes(model) / 2**20 for name, model in models.items()}
    sizes = {f"{name}, MiB of weights": f"{size:.0f}" for name, size in held.items()}
    print_row({**sizes, "ratio": f"{held[AS_THEY_CAME] / held[FOUR_BITS]:.2f}"}, options.json)
    for lengths in options.lengths:
        rows = make_rows(read_shape(lengths, shared=40), options.pairs, SHAPES[options.model].vocab_size)
        completions = [(row.prompt, side) for row in rows for side in (row.chosen, row.rejected)]
        prompts = [row.prompt for row in rows]
        steps = {name: make_step(model, completions, compute) for name, model in models.items()}
        answers = {name: make_answers(model, prompts, compute) for name, model in models.items()}
        for what, sides in (("DPO step", steps), (f"{NEW_TOKENS} tokens of {options.pairs} answers", answers)):
            turns = take_turns(sides, options.rounds)
            by_clock, by_cpu = compare(turns, peer=FOUR_BITS, ours=AS_THEY_CAME)
            row: dict[str, object] = {"tokens": lengths, "what": what}
            row |= {f"{name} s": spread([turn.seconds for turn in turns[name]]) for name in sides}
            print_row({**row, f"{FOUR_BITS} / {AS_THEY_CAME}": f"{by_clock}, in CPU time {by_cpu}"}, options.json)


def make_both(shape: str, compute: Compute, quantization: Quantization) -> dict[str, Any]:
    """The model of a shape with random weights, both ways, with adapters."""
    with tempfile.TemporaryDirectory() as folder, without_progress_bars():
        plain = make_model(shape, compute)
        plain.save_pretrained(folder)
        packed: PreTrainedModel = AutoModelForCausalLM.from_pretrained(
            folder, dtype=compute.dtype, local_files_only=True, **describe_loading(quantization, compute)
        )
    settle(packed)
    return {FOUR_BITS: get_peft_model(packed, lora_config()), AS_THEY_CAME: get_peft_model(plain, lora_config())}


def count_bytes(model: nn.Module) -> int:
    """Bytes of the weights and their scales, without the adapters."""
    held = sum(value.nbytes for value in model.parameters() if not value.requires_grad)
    for module in model.modules():
        if is_four_bit(module):
            state: Any = module.weight.quant_state
            held += state.absmax.nbytes + (state.state2.absmax.nbytes if state.nested else 0)
    return held


def make_step(model: Any, completions: list[tuple[list[int], list[int]]], compute: Compute) -> Callable[[], None]:
    """A call that makes one step's forward and backward."""
    budget = steady_token_budget(compute, model.get_base_model(), training=True)

    def step() -> None:
        model.train()
        with fused_layers(model):
            torch.cat(completion_logps(model, completions, budget)).sum().backward()
        model.zero_grad()

    return step


def make_answers(model: Any, prompts: list[list[int]], compute: Compute) -> Callable[[], None]:
    """A call that answers the prompts."""
    base = model.get_base_model()

    def answer() -> None:
        model.eval()
        generate_greedy(
            base,
            prompts,
            max_new_tokens=NEW_TOKENS,
            stop_token_ids=(),
            token_budget=token_budget(compute, base.config, training=False),
        )

    return answer


if __name__ == "__main__":
    main()
