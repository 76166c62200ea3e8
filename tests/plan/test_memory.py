"""Gradients and the optimizer are told to the byte, activations from above."""

import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from peft import LoraConfig, get_peft_model
from transformers import AutoModelForCausalLM

from medpref_dagster.declaration import TaskDeclaration
from medpref_dagster.declaration.machine import BaseModelDeclaration
from medpref_dagster.declaration.quantization import Quantization
from medpref_dagster.devices import Compute, token_budget
from medpref_dagster.passes.fused import fused_layers
from medpref_dagster.passes.generation import generate_greedy
from medpref_dagster.passes.logps import packed_forward
from medpref_dagster.plan.memory import count_activations, count_stacked, plan_answering, plan_training, size_pass
from medpref_dagster.plan.shape import measure_shape
from medpref_dagster.plan.workload import Workload
from medpref_dagster.storage.four_bit import describe_loading, is_four_bit
from tests.tiny_models import CONFIGS, make_model

TARGETS = ("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj")
ROWS, PROMPT, COMPLETION = 4, 40, 6
CPU = Compute(torch.device("cpu"), torch.float32, 2**34, 1)
BASE = BaseModelDeclaration.model_validate(
    {"name": "tiny", "licence": "none", "origin": {"from": "folder", "path": "nowhere"}, "lora_targets": TARGETS}
)
WORKLOAD = Workload(
    {"train": ROWS, "eval": 1, "dev": 1, "test": ROWS}, PROMPT, COMPLETION, PROMPT, COMPLETION, "a test"
)


def declare(method: str) -> TaskDeclaration:
    training = {"method": method, "lora": {"rank": 2, "alpha": 4}, "batch_size": ROWS}
    return TaskDeclaration.model_validate(
        {
            "title": "Task",
            "source": {"reader": "files", "columns": {"text": "note"}},
            "prompt": "{note}",
            "answer": {"kind": "text", "column": "answer"},
            "sft": training,
            "dpo": training,
            "evaluation": {"metrics": ["rouge_l"], "max_new_tokens": COMPLETION},
        }
    )


def train_one_step(architecture: str, method: str) -> tuple[Any, torch.optim.AdamW, int]:
    """The model, its optimizer, and the bytes that the pass kept for its backward pass, parameters apart."""
    model: Any = make_model(architecture)
    if method == "lora":
        model = get_peft_model(model, LoraConfig(r=2, lora_alpha=4, target_modules=list(TARGETS))).get_base_model()
    model.train()
    own = {parameter.untyped_storage().data_ptr() for parameter in model.parameters()}
    kept: dict[int, int] = {}

    def keep(tensor: torch.Tensor) -> torch.Tensor:
        storage = tensor.untyped_storage()
        if storage.data_ptr() not in own:
            kept[storage.data_ptr()] = storage.nbytes()
        return tensor

    ids = torch.randint(0, 256, (ROWS, PROMPT + COMPLETION), generator=torch.Generator().manual_seed(0))
    labels = ids.clone()
    labels[:, :PROMPT] = -100
    with fused_layers(model), torch.autograd.graph.saved_tensors_hooks(keep, lambda tensor: tensor):
        loss = packed_forward(model, ids, torch.ones_like(ids), labels, token_budget=1024).loss
        loss.backward()
    optimizer = torch.optim.AdamW([item for item in model.parameters() if item.requires_grad])
    optimizer.step()
    return model, optimizer, sum(kept.values())


@pytest.mark.parametrize("method", ["lora", "full"])
@pytest.mark.parametrize("architecture", CONFIGS)
def test_gradients_and_optimizer_are_told_to_the_byte_and_activations_within_a_factor(architecture: str, method: str):
    task = declare(method)
    need = plan_training(measure_shape(CONFIGS[architecture]()), task.sft, BASE, CPU, WORKLOAD, completions=1)
    model, optimizer, kept = train_one_step(architecture, method)
    assert need.weights == sum(parameter.nbytes for parameter in model.parameters())
    assert need.gradients == sum(item.grad.nbytes for item in model.parameters() if item.grad is not None)
    state = [value for values in optimizer.state.values() for value in values.values()]
    assert need.optimizer == sum(value.nbytes for value in state)
    assert need.pass_tokens == ROWS * (PROMPT + COMPLETION)
    assert kept <= need.activations <= 3 * kept


@pytest.mark.parametrize("double", [True, False])
@pytest.mark.parametrize("architecture", CONFIGS)
def test_weights_in_4_bits_and_the_adapters_beside_them_are_told_to_the_byte(
    architecture: str, double: bool, tmp_path: Path
):
    quantization, task = Quantization(kind="nf4", double=double), declare("lora")
    base = BASE.model_copy(update={"quantization": quantization})
    shape = measure_shape(CONFIGS[architecture](), quantization)
    make_model(architecture).save_pretrained(tmp_path)
    model: Any = AutoModelForCausalLM.from_pretrained(
        tmp_path, dtype=torch.float32, **describe_loading(quantization, CPU)
    )
    held = sum(parameter.nbytes for parameter in model.parameters())
    for module in filter(is_four_bit, model.modules()):
        state = module.weight.quant_state
        held += state.absmax.nbytes + (state.state2.absmax.nbytes if double else 0)
    assert shape.count_weight_bytes(4) == held
    adapted = get_peft_model(model, LoraConfig(r=2, lora_alpha=4, target_modules=list(TARGETS)))
    adapters = sum(parameter.nbytes for parameter in adapted.parameters() if parameter.requires_grad)
    stacked = count_stacked(shape, base, task.sft)
    assert stacked == adapters
    need = plan_training(shape, task.dpo, base, CPU, WORKLOAD, 2, stacked)
    assert need.weights == held + 2 * adapters
    assert count_stacked(measure_shape(CONFIGS[architecture]()), BASE, task.sft) == 0, "merged ones take nothing"


def test_weights_in_4_bits_leave_room_for_more_tokens():
    config = CONFIGS["llama"]()
    weights = measure_shape(config).parameters * 4
    compute = Compute(torch.device("cpu"), torch.float32, weights + 6_000_000, 1)
    found = [
        token_budget(compute, measure_shape(CONFIGS["llama"](), quantization).model.config, training=True)
        for quantization in (None, Quantization(kind="nf4"))
    ]
    assert found[0] < found[1]


def test_what_generation_keeps_is_within_the_plan():
    model, rooms = make_model("llama"), [0]

    def watch(_model: Any, _arguments: Any, named: dict[str, Any]) -> None:
        # Of the batch's own steps; the pass over the prompts has another kind of cache.
        layers = getattr(named.get("past_key_values"), "layers", [])
        rooms.append(
            sum(layer.key_room.nbytes + layer.value_room.nbytes for layer in layers if hasattr(layer, "key_room"))
        )

    model.register_forward_pre_hook(watch, with_kwargs=True)
    prompts = [[*range(start, start + PROMPT)] for start in (0, 100, 50, 9)]
    generate_greedy(model, prompts, max_new_tokens=COMPLETION, stop_token_ids=(), token_budget=1024)
    need = plan_answering(measure_shape(CONFIGS["llama"]()), CPU, WORKLOAD, declare("lora"))
    assert 0 < max(rooms) <= need.keys_and_values <= 3 * max(rooms)


@pytest.mark.parametrize("method", ["lora", "full"])
def test_processes_that_share_a_model_hold_a_part_each_and_what_is_gathered_at_a_time(method: str):
    shape, declared = measure_shape(CONFIGS["llama"]()), declare(method).sft
    one, each = (plan_training(shape, declared, BASE, device, WORKLOAD, 1) for device in (CPU, replace(CPU, shards=2)))
    model: Any = make_model("llama")
    blocks = [sum(item.nbytes for item in layer.parameters() if item.ndim > 1) for layer in model.model.layers]
    gathered = sum(blocks) + model.lm_head.weight.nbytes
    assert each.weights == math.ceil(one.weights / 2) + gathered
    assert each.gradients == one.gradients // 2 + (gathered if method == "full" else 0)
    assert one.optimizer / 2 <= each.optimizer < 0.6 * one.optimizer
    assert (each.activations, each.pass_tokens) == (one.activations, one.pass_tokens)


def test_dpo_s_pass_has_both_answers_of_a_pair():
    shape, task = measure_shape(CONFIGS["llama"]()), declare("lora")
    sft, dpo = (plan_training(shape, task.sft, BASE, CPU, WORKLOAD, number) for number in (1, 2))
    assert dpo.pass_tokens - sft.pass_tokens == ROWS * COMPLETION
    assert dpo.activations > sft.activations
    assert (dpo.gradients, dpo.optimizer) == (sft.gradients, sft.optimizer)


def test_uncapped_attention_keeps_no_matrix_for_each_layer():
    plain, capped = (count_activations(measure_shape(CONFIGS[name]()), 4, 512, 8) for name in ("llama", "gemma2"))
    assert capped - plain == 3 * 2 * 4 * 512 * 512 * 4


@pytest.mark.parametrize(
    ("row", "budget", "rows", "tokens"),
    [(100, 1024, 4, 400), (100, 256, 4, 256), (1000, 256, 4, 1250), (1000, 256, 1, 1000)],
)
def test_a_pass_has_the_budget_s_tokens_or_a_long_row_s(row: int, budget: int, rows: int, tokens: int):
    assert size_pass(row, budget, rows) == tokens
