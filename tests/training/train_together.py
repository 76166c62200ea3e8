"""What the tests have several processes compute: `torchrun ... -m tests.training.train_together FOLDER`.

The lead writes what came of it into `<FOLDER>/<number of processes>.{json,safetensors}`.
"""

import json
import sys
from pathlib import Path
from typing import Any

import torch
from peft import get_peft_model
from safetensors.torch import save_file
from torch import Tensor
from trl import DPOConfig, SFTConfig

from medpref_dagster.declaration import Dpo, Sft
from medpref_dagster.passes.generation import generate_greedy, sample
from medpref_dagster.passes.logps import score_completions
from medpref_dagster.together import join_processes
from medpref_dagster.training.dpo import PackedDPOTrainer, tabulate_pairs
from medpref_dagster.training.packed_trainer import require_same_weights
from medpref_dagster.training.rows import ChosenRows, EncodedExample
from medpref_dagster.training.sft import PackedSFTTrainer, tabulate_examples
from tests.tiny_models import make_model, make_tokenizer
from tests.training.test_packed_trainer import make_arguments, make_lora, make_rows, run_steps

ROWS = 8
BUDGET = 120
LOSSES: dict[str, dict[str, Any]] = {
    "dpo": {"loss_type": ["sigmoid", "sft"], "loss_weights": [1.0, 0.5]},
    "weighed": {"loss_type": ["sigmoid"]},
    "sorting": {"loss_type": ["aot"]},
}


def rate_for(*, lora: bool) -> dict[str, float]:
    """A tenth for all weights, some of which have a gradient that is rounding alone."""
    return {} if lora else {"learning_rate": 1e-3}


def damp_for(*, lora: bool) -> dict[str, float]:
    """Of such a gradient Adam makes a whole step, unless its epsilon is greater than what is rounded."""
    return {} if lora else {"adam_epsilon": 1e-6}


def train_sft(folder: Path, count: int, *, lora: bool = True, recomputed: bool = False) -> PackedSFTTrainer:
    rows = [EncodedExample(pair.row_id, pair.prompt_ids, pair.chosen_ids) for pair in make_rows(count)]
    return PackedSFTTrainer(
        model=make_model("llama"),
        args=SFTConfig(
            str(folder),
            dataset_kwargs={"skip_prepare_dataset": True},
            **make_arguments(Sft(batch_size=min(4, count), activation_checkpointing=recomputed), **rate_for(lora=lora)),
            **damp_for(lora=lora),
        ),
        train_dataset=tabulate_examples(ChosenRows(rows, ())),
        processing_class=make_tokenizer(),
        peft_config=make_lora() if lora else None,
    )


def train_dpo(
    folder: Path, losses: dict[str, Any], *, weighed: bool = False, lora: bool = True, recomputed: bool = False
) -> PackedDPOTrainer:
    pairs = make_rows(ROWS)
    table = tabulate_pairs(ChosenRows(pairs, ()), {pair.row_id: (-40.0, -41.0) for pair in pairs})
    if weighed:
        table = table.add_column("weights", [1.0 + 0.5 * (index % 3) for index in range(ROWS)])
    return PackedDPOTrainer(
        model=make_model("llama"),
        args=DPOConfig(
            str(folder),
            beta=0.3,
            precompute_ref_log_probs=not lora,
            **losses,
            **make_arguments(Dpo(batch_size=4, activation_checkpointing=recomputed), **rate_for(lora=lora)),
            **damp_for(lora=lora),
        ),
        train_dataset=table,
        processing_class=make_tokenizer(),
        peft_config=make_lora() if lora else None,
        **({"data_collator": make_collator()} if weighed else {}),
    )


def make_collator():
    from medpref_dagster.training.dpo import WeighedPairs

    return WeighedPairs(pad_token_id=make_tokenizer().pad_token_id)


def compute(folder: Path) -> tuple[dict[str, Any], dict[str, Tensor]]:
    numbers: dict[str, Any] = {}
    tensors: dict[str, Tensor] = {}

    def keep(name: str, trainer) -> None:
        log, gradients = run_steps(trainer, BUDGET)
        require_same_weights(trainer)
        times = ("runtime", "per_second")
        numbers[name] = [{key: entry[key] for key in entry if not key.endswith(times)} for entry in log]
        tensors.update({f"{name} gradient {key}": value for key, value in gradients.items()})
        weights = {key: value for key, value in trainer.model.named_parameters() if value.requires_grad}
        tensors.update({f"{name} weight {key}": value.detach().clone() for key, value in weights.items()})

    keep("sft", train_sft(folder, ROWS))
    keep("sft of one row", train_sft(folder, 1))
    for name, losses in LOSSES.items():
        keep(name, train_dpo(folder, losses, weighed=name == "weighed"))
    model = get_peft_model(make_model("llama"), make_lora()).eval()
    prompts = [pair.prompt_ids for pair in make_rows(11)]
    limits = {"max_new_tokens": 6, "stop_token_ids": {257}, "token_budget": 64}
    rows = [(pair.prompt_ids, side) for pair in make_rows(11) for side in (pair.chosen_ids, pair.rejected_ids)]
    numbers["answers"] = generate_greedy(model, prompts, **limits)
    numbers["one answer"] = generate_greedy(model, prompts[:1], **limits)
    numbers["samples"] = sample(model, prompts * 2, temperature=0.8, seed=3, **limits)
    numbers["scores"] = score_completions(model, rows, 64)
    numbers["one batch"] = generate_greedy(model, prompts, **{**limits, "token_budget": 4096})
    return numbers, tensors


def main(folder: Path) -> None:
    torch.set_num_threads(1)
    with join_processes() as processes:
        numbers, tensors = compute(folder)
        if processes.leads:
            (folder / f"{processes.count}.json").write_text(json.dumps(numbers))
            save_file(tensors, folder / f"{processes.count}.safetensors")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
