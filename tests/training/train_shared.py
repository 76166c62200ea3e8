"""What tests have processes compute that share a model's weights: `torchrun ... -m tests.training.train_shared FOLDER`.

The lead writes what came of it into `<FOLDER>/<number of processes>.{json,safetensors}`. In `<FOLDER>/begun` one
process has begun a training, which is ended; in `<FOLDER>/killed` one is begun.
"""

import json
import sys
import warnings
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import torch
from peft import get_peft_model
from safetensors.torch import save_file
from torch import Tensor

from medpref_dagster.passes.architectures import supports_packing
from medpref_dagster.passes.generation import generate_greedy, sample
from medpref_dagster.passes.logps import score_completions
from medpref_dagster.progress import Progress
from medpref_dagster.shards import gather_whole, share_weights, take_part
from medpref_dagster.storage.led_store import LedStore
from medpref_dagster.together import join_processes, together
from tests.tiny_models import make_model
from tests.training.test_packed_trainer import COMPUTE, make_lora, make_rows, run_steps
from tests.training.tiny_task import TinyTask, declare_base_model, lay_out_tiny_task, make_declaration
from tests.training.train_together import BUDGET, LOSSES, ROWS, train_dpo, train_sft

TASK = make_declaration(sft={"method": "full", "learning_rate": 1e-3, "epochs": 1.5, "checkpoints": 3})  # 6 steps
LAST_BEFORE_THE_KILL = 2

TRAININGS: dict[str, Callable[[Path], Any]] = {
    "sft": lambda folder: train_sft(folder, ROWS),
    "sft of one row": lambda folder: train_sft(folder, 1),
    "sft of all weights, recomputed": lambda folder: train_sft(folder, ROWS, lora=False, recomputed=True),
    "dpo": lambda folder: train_dpo(folder, LOSSES["dpo"]),
    "dpo, recomputed": lambda folder: train_dpo(folder, LOSSES["dpo"], recomputed=True),
    "dpo of all weights": lambda folder: train_dpo(folder, LOSSES["dpo"], lora=False),
    "sorting": lambda folder: train_dpo(folder, LOSSES["sorting"]),
}


class KilledError(Exception):
    pass


def end_at(step: int) -> Callable[[Progress], None]:
    """Let the report of a step raise, before the step's checkpoint."""

    def tell(progress: Progress) -> None:
        if progress.unit == "steps" and progress.done == step:
            raise KilledError

    return tell


class Told(list[Progress]):
    def __init__(self, tell: Callable[[Progress], None]) -> None:
        super().__init__()
        self.tell = tell

    def append(self, progress: Progress) -> None:
        self.tell(progress)
        super().append(progress)


def trained_steps(tiny: TinyTask) -> list[int]:
    return [progress.done for progress in tiny.told if progress.unit == "steps"]


def compute(folder: Path) -> tuple[dict[str, Any], dict[str, Tensor]]:
    numbers: dict[str, Any] = {"bytes": {}}
    tensors: dict[str, Tensor] = {}
    device = replace(COMPUTE, shards=together().count)
    for name, make in TRAININGS.items():
        trainer = make(folder)
        log, gradients = run_steps(trainer, BUDGET, device)
        times = ("runtime", "per_second")
        numbers[name] = [{key: entry[key] for key in entry if not key.endswith(times)} for entry in log]
        model: Any = trainer.model
        numbers["bytes"][name] = count_bytes(model, trainer.optimizer)
        tensors.update({f"{name} gradient {key}": value for key, value in gradients.items()})
        weights = {key: value for key, value in model.named_parameters() if value.requires_grad}
        tensors.update({f"{name} weight {key}": gather_whole(value.detach()).clone() for key, value in weights.items()})
    for architecture in ("llama", "gemma3"):
        model = get_peft_model(make_model(architecture), make_lora()).eval()
        if device.shards > 1:
            share_weights(model)
        rows = [(pair.prompt_ids, side) for pair in make_rows(11) for side in (pair.chosen_ids, pair.rejected_ids)]
        numbers[f"scores of {architecture}"] = score_completions(model, rows, 64)
        assert supports_packing(model) is None
        prompts = [pair.prompt_ids for pair in make_rows(11)]
        limits = {"max_new_tokens": 6, "stop_token_ids": {257}, "token_budget": 64}
        numbers[f"answers of {architecture}"] = generate_greedy(model, prompts, **limits)
        numbers[f"samples of {architecture}"] = sample(model, prompts, temperature=0.8, seed=3, **limits)
    return numbers, tensors


def count_bytes(model: Any, optimizer: Any) -> dict[str, int]:
    """What this process holds."""
    state = [value for values in optimizer.state.values() for value in values.values()]
    return {
        "weights": sum(take_part(value).nbytes for value in model.parameters()),
        "optimizer": sum(take_part(value).nbytes for value in state),
    }


def go_on(folder: Path) -> list[int]:
    """End a training that one process has begun; begin another one."""
    device = replace(COMPUTE, shards=together().count)
    base = declare_base_model(folder / "base")
    begun = lay_out_tiny_task(LedStore(folder / "begun"), base, compute=device)
    begun.fit_sft(TASK)
    killed = lay_out_tiny_task(LedStore(folder / "killed"), base, compute=device)
    killed.told = Told(end_at(LAST_BEFORE_THE_KILL + 1))
    try:
        killed.fit_sft(TASK)
    except KilledError:
        return trained_steps(begun)
    raise AssertionError("it was not ended")


def main(folder: Path) -> None:
    torch.set_num_threads(1)
    warnings.filterwarnings("ignore", "FSDP2-wrapped module")
    with join_processes() as processes:
        numbers, tensors = compute(folder)
        numbers["steps"] = go_on(folder)
        if processes.leads:
            (folder / f"{processes.count}.json").write_text(json.dumps(numbers))
            save_file(tensors, folder / f"{processes.count}.safetensors")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
