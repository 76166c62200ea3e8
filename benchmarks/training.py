"""What `benchmarks.dpo` and `benchmarks.sft` have in common: steps of stock TRL and of ours in turns."""

import argparse
import contextlib
import io
import logging
import warnings
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import torch
from peft import LoraConfig
from transformers import Trainer, TrainerCallback

from benchmarks.alternating import (
    OURS,
    PEER,
    Clock,
    Turn,
    compare,
    make_parser,
    measure_matrix_rates,
    measure_peak_memory,
    print_row,
    report_turns,
    run_alone,
    spread,
    take_turns,
)
from benchmarks.workloads import LORA_RANK, LORA_TARGETS, SHAPES, Row, RowShape, count_step_operations
from medpref_dagster.devices import Compute
from medpref_dagster.passes.forward import lay_out_rows
from medpref_dagster.training.packed_trainer import PackedPasses, divide_rows, silence, unwrap_adapters

LENGTHS = ("107,3,3", "200,60,60", "400,80,80", "1000,150,150")
BATCH_SIZES = {"107,3,3": 8, "200,60,60": 8, "400,80,80": 4, "1000,150,150": 2}
"""Rows of one step. The long ones are few so that a step of the peer stays under a minute on two cores; both sides
have the same."""

REFERENCE = "extra"
"""What the reference pass is called among the turns."""

MATRIX_SHAPE = (1024, 576, 1536)
"""The product whose rate is taken as the machine's: a full pack through SmolLM2-135M's widest layer."""


def parse_arguments(description: str | None) -> argparse.Namespace:
    """The options of a training benchmark."""
    parser = make_parser(description)
    parser.add_argument("--lengths", nargs="+", default=LENGTHS, help="prompt,chosen,rejected tokens")
    parser.add_argument("--shared", nargs="+", type=int, default=[40, 0], help="tokens of the common instruction")
    parser.add_argument("--model", choices=sorted(SHAPES), default="smollm2-135m", help="shape of the random model")
    parser.add_argument("--batch-size", type=int, help="rows of a step; the same for both sides")
    parser.add_argument("--memory", action="store_true", help="also measure peak memory, each side in its own process")
    parser.add_argument(
        "--apart",
        action="store_true",
        help="each side in a process of its own, one after the other, and its peak memory: for models of which the "
        "device holds one",
    )
    parser.add_argument(
        "--recompute",
        action="store_true",
        help="both sides keep each layer's input alone and compute the layer once more (activation checkpointing)",
    )
    parser.add_argument("--only", choices=[PEER, OURS], help="run the steps of one side and print its peak memory")
    return parser.parse_args()


def read_shape(lengths: str, shared: int) -> RowShape:
    """`107,3,3` and the length of the instruction as a `RowShape`."""
    prompt, chosen, rejected = (int(part) for part in lengths.split(","))
    return RowShape(prompt, shared, chosen, rejected)


def lora_config() -> LoraConfig:
    """Rank 16 on all linear layers, no dropout."""
    return LoraConfig(
        r=LORA_RANK, lora_alpha=32, lora_dropout=0.0, target_modules=list(LORA_TARGETS), task_type="CAUSAL_LM"
    )


def common_arguments(compute: Compute, batch_size: int, folder: str, *, recompute: bool) -> dict[str, Any]:
    """Arguments of both sides' trainers: one step a call of `train`, nothing written."""
    return {
        "output_dir": folder,
        "per_device_train_batch_size": batch_size,
        "max_steps": 1,
        "learning_rate": 1e-4,
        "use_cpu": compute.device.type == "cpu",
        "bf16": compute.dtype == torch.bfloat16,
        "activation_checkpointing": recompute,
        "logging_strategy": "no",
        "save_strategy": "no",
        "eval_strategy": "no",
        "report_to": "none",
        "disable_tqdm": True,
        "dataloader_pin_memory": False,
        "max_length": None,
    }


def run_quietly(run: Callable[[], Any]) -> Any:
    """Without the trainers' words to their authors and users."""
    with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")
        logging.disable(logging.WARNING)
        try:
            return run()
        finally:
            logging.disable(logging.NOTSET)


def prepare_ours(trainer: PackedPasses, compute: Compute) -> PackedPasses:
    """As `training.selection` does before it trains."""
    silence(trainer)
    trainer.use_packed_passes(compute)
    if trainer.stock_because:
        raise SystemExit(f"packed passes are not used: {trainer.stock_because}")
    return trainer


class StepClock(TrainerCallback):
    """Times the optimizer step of a `train` that has one, without the loop's own start and end.

    A training pays those once for all of its steps; both sides have the same.
    """

    def __init__(self) -> None:
        self.turn: Turn | None = None
        self._clock = Clock()

    def on_step_begin(self, *_args: object, **_kwargs: object) -> None:
        """Start."""
        self._clock = Clock()

    def on_step_end(self, *_args: object, **_kwargs: object) -> None:
        """Stop."""
        self.turn = self._clock.read()


def time_step(trainer: Trainer) -> Callable[[], Turn]:
    """A call of a one-step training that returns how long its step took."""
    clock = StepClock()
    trainer.add_callback(clock)

    def run() -> Turn:
        run_quietly(trainer.train)
        if clock.turn is None:
            raise SystemExit("the training made no step")
        return clock.turn

    return run


def compare_steps(
    module: str,
    options: argparse.Namespace,
    compute: Compute,
    lengths: str,
    shared: int,
    rows: Sequence[Row],
    peer: Any,
    ours: PackedPasses,
    extra: Callable[[], object] | None,
    others: Mapping[str, Sequence[Turn]] = MappingProxyType({}),
) -> None:
    """Take turns, and print one row.

    Parameters
    ----------
    extra
        Work of ours outside of a step that a whole training pays once for these rows; counted as ours.
    others
        Turns of such work that were taken before, to be printed where one side runs only.
    """
    sides: dict[str, Callable[[], Any]] = {}
    if options.only != OURS:
        sides[PEER] = time_step(peer)
    if options.only != PEER:
        sides[OURS] = time_step(ours)
    if options.only:
        report_turns({**others, **take_turns(sides, options.rounds)})
        return
    if extra is not None:
        sides[REFERENCE] = extra
    turns = take_turns(sides, options.rounds)
    rates = measure_matrix_rates(compute.device, compute.dtype, MATRIX_SHAPE)
    operations = _count_operations(ours, rows)
    steps = [turn.seconds for turn in turns[OURS]]
    by_clock, by_cpu = compare(turns)
    row: dict[str, object] = {
        "tokens": lengths,
        "shared": shared,
        "batch": len(rows),
        "peer rows/s": spread([len(rows) / turn.seconds for turn in turns[PEER]]),
        "our rows/s": spread([len(rows) / seconds for seconds in steps]),
        "ratio of steps": by_clock,
        "in CPU time": by_cpu,
    }
    if extra is not None:
        whole = {
            PEER: turns[PEER],
            OURS: [
                type(step)(step.seconds + more.seconds, step.cpu_seconds + more.cpu_seconds)
                for step, more in zip(turns[OURS], turns[REFERENCE], strict=True)
            ],
        }
        row["with our reference pass"], _ = compare(whole)
    row["torch.mm GFLOP/s"] = round(rates.of_mm / 1e9)
    row["our share of it"] = spread([operations / seconds / rates.of_mm for seconds in steps])
    row["fastest product GFLOP/s"] = round(rates.fastest / 1e9)
    row["our share of that"] = spread([operations / seconds / rates.fastest for seconds in steps])
    if options.memory:
        arguments = ["--lengths", lengths, "--shared", str(shared), "--model", options.model]
        arguments += ["--threads", str(options.threads), "--batch-size", str(len(rows)), "--rounds", "1"]
        for side in (PEER, OURS):
            row[f"{side} GiB"] = f"{measure_peak_memory(module, arguments, side) / 2**30:.2f}"
    print_row(row, options.json)


def compare_apart(module: str, options: argparse.Namespace, lengths: str, shared: int, batch_size: int) -> None:
    """Run each side in a process of its own, one after the other, and print one row."""
    arguments = ["--lengths", lengths, "--shared", str(shared), "--model", options.model]
    arguments += ["--threads", str(options.threads), "--batch-size", str(batch_size), "--rounds", str(options.rounds)]
    arguments += ["--recompute"] if options.recompute else []
    alone = {side: run_alone(module, arguments, side) for side in (PEER, OURS)}
    steps = {side: spread([turn.seconds for turn in found.turns[side]]) for side, found in alone.items()}
    row: dict[str, object] = {"model": options.model, "tokens": lengths, "shared": shared, "batch": batch_size}
    for side, seconds in steps.items():
        row[f"{side} s a step"] = seconds
    row["ratio of median steps"] = f"{steps[PEER].median / steps[OURS].median:.2f}"
    if extra := alone[OURS].turns.get(REFERENCE):
        whole = steps[OURS].median + spread([turn.seconds for turn in extra]).median
        row["with our reference pass"] = f"{steps[PEER].median / whole:.2f}"
    for side, found in alone.items():
        row[f"{side} GiB"] = f"{found.peak_bytes / 2**30:.1f}"
    print_row(row, options.json)


def _count_operations(ours: PackedPasses, rows: Sequence[Row]) -> int:
    """Of one step, from the very packs that are run."""
    model = unwrap_adapters(ours.model)
    sides = [[row.chosen, row.rejected] if row.rejected else [row.chosen] for row in rows]
    groups = divide_rows(
        [row.prompt for row in rows], [sum(map(len, completions)) for completions in sides], ours.token_budget
    )
    total = 0
    for group in groups:
        pairs = [(rows[row].prompt, side) for row in group for side in sides[row]]
        for pack in lay_out_rows(model, pairs, ours.token_budget):
            scored = len({node for item in pack.scored_rows for node in item.nodes})
            total += count_step_operations(model, len(pack), scored)
    return total
