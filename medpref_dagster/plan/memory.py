"""What lies in the device's memory at once in each step, part by part, in bytes.

Weights, gradients and optimizer are exact; of weights in 4 bits the tables that all blocks share are not counted, some
kilobytes. Activations and keys and values are upper bounds for the longest rows of
the task, at the token budget that the step itself will take (`devices.token_budget`); docs/performance.md has them
beside what was measured. Where processes share a model (`Compute.shards`), it is what one of them holds: its part, but
for the rounding of each tensor to whole rows, and what is gathered at a time.
"""

import math
from dataclasses import dataclass

import torch

from medpref_dagster.declaration import TaskDeclaration
from medpref_dagster.declaration.machine import BaseModelDeclaration
from medpref_dagster.declaration.training import Training
from medpref_dagster.devices import Compute, activation_bytes_a_token, cache_bytes_a_token, whole_bytes_of_shards
from medpref_dagster.plan.shape import Shape
from medpref_dagster.plan.workload import Workload
from medpref_dagster.training.packed_trainer import steady_token_budget

_FLOAT32 = 4
_EAGER_COPIES = 3
"""Matrices of attention scores that an attention without a fused kernel keeps: before and after the cap, and the
probabilities."""
_BATCH_PASSES = 4
"""Passes' worth of keys and values that a generating batch keeps (`passes.generation`)."""
_LONGER_PACK = 1.25
"""A pack around a row above the budget may be so much larger than the row (`passes.trie`)."""


@dataclass(frozen=True)
class Need:
    """A step's memory, in bytes."""

    weights: int
    """The base model's with everything merged into it, and the adapters beside it; on weights of 4 bits all of them are
    beside it."""
    gradients: int = 0
    optimizer: int = 0
    """Adam's two moments and its step counts."""
    activations: int = 0
    """What a pass keeps, logits with it."""
    keys_and_values: int = 0
    pass_tokens: int = 0
    """Tokens of the largest pass."""

    @property
    def total(self) -> int:
        """All parts."""
        return self.weights + self.gradients + self.optimizer + self.activations + self.keys_and_values


def count_trained(shape: Shape, declared: Training, base: BaseModelDeclaration) -> tuple[int, int]:
    """Parameters and tensors that a training changes.

    Raises
    ------
    PlanError
        If the architecture has not the layers that adapters are declared for.
    """
    if declared.method == "full":
        return shape.parameters, shape.tensors
    return shape.count_adapters(base.lora_targets, declared.lora.rank)


def count_stacked(shape: Shape, base: BaseModelDeclaration, *earlier: Training) -> int:
    """Bytes of the adapters of earlier trainings, where they stand beside weights of 4 bits; merged ones take none."""
    if shape.quantization is None:
        return 0
    return _FLOAT32 * sum(count_trained(shape, declared, base)[0] for declared in earlier)


def plan_training(
    shape: Shape,
    declared: Training,
    base: BaseModelDeclaration,
    compute: Compute,
    workload: Workload,
    completions: int,
    stacked: int = 0,
) -> Need:
    """What SFT (one completion a row) or DPO (two) holds while it trains.

    DPO's reference is no model in memory: its log-probabilities were computed before. `stacked`: of `count_stacked`.
    """
    trained, tensors = count_trained(shape, declared, base)
    element = compute.dtype.itemsize
    # Adapters stay in float32 (peft); in full training gradient and moments have the weights' own type.
    width = _FLOAT32 if declared.method == "lora" else element
    row = workload.longest_prompt + completions * workload.longest_completion
    recomputed = declared.activation_checkpointing
    budget = steady_token_budget(
        compute, shape.model, training=True, optimized_parameters=trained, recomputed=recomputed
    )
    tokens = size_pass(row, budget, declared.batch_size)
    scored = math.ceil(tokens * completions * workload.longest_completion / row)
    adapters = trained * width if declared.method == "lora" else 0
    # A gradient is whole until it is added up: in full training as long as its block is.
    whole_gradients = _count_gathered(shape, compute, width) if declared.method == "full" else 0
    return Need(
        weights=_count_weights(shape, compute, adapters) + stacked,
        gradients=math.ceil(trained * width / compute.shards) + whole_gradients,
        optimizer=math.ceil(2 * trained * width / compute.shards) + tensors * _FLOAT32,
        activations=count_activations(shape, element, tokens, scored, recomputed=recomputed)
        + shape.count_unpacked_bytes(element),
        pass_tokens=tokens,
    )


def plan_scoring(shape: Shape, compute: Compute, workload: Workload, rows: int, stacked: int = 0) -> Need:
    """What the reference's pass over the pairs holds: no gradients, one block's activations at a time."""
    row = workload.longest_prompt + 2 * workload.longest_completion
    tokens = size_pass(row, steady_token_budget(compute, shape.model, training=False), rows)
    scored = math.ceil(tokens * 2 * workload.longest_completion / row)
    element = compute.dtype.itemsize
    block = activation_bytes_a_token(shape.config, element, training=False)
    logits = 2 * scored * shape.config.vocab_size * _FLOAT32
    return Need(
        weights=_count_weights(shape, compute) + stacked,
        activations=tokens * block
        + logits
        + _count_attention(shape, element, tokens, layers=1)
        + shape.count_unpacked_bytes(element),
        pass_tokens=tokens,
    )


def plan_answering(shape: Shape, compute: Compute, workload: Workload, task: TaskDeclaration, stacked: int = 0) -> Need:
    """What generation holds: the prompts' pass with its keys and values, and those of the batch."""
    element = compute.dtype.itemsize
    budget = steady_token_budget(compute, shape.model, training=False)
    tokens = size_pass(workload.longest_prompt, budget, workload.test_cases(task))
    row = workload.longest_prompt + task.evaluation.max_new_tokens
    kept = min(workload.test_cases(task) * row, max(row, _BATCH_PASSES * budget))
    block = activation_bytes_a_token(shape.config, element, training=False)
    logits = 2 * max(1, kept // row) * shape.config.vocab_size * _FLOAT32
    return Need(
        weights=_count_weights(shape, compute) + stacked,
        activations=tokens * block
        + logits
        + _count_attention(shape, element, tokens, layers=1)
        + shape.count_unpacked_bytes(element),
        keys_and_values=(kept + tokens) * cache_bytes_a_token(shape.config, element),
        pass_tokens=tokens,
    )


def count_activations(shape: Shape, element: int, tokens: int, scored: int, *, recomputed: bool = False) -> int:
    """Bytes that a training pass keeps for its backward pass: blocks, logits of scored tokens, attention's matrices.

    Parameters
    ----------
    tokens
        Of the pass; shared beginnings are taken as not shared.
    scored
        Those whose logits are computed: they stay in the weights' type and in float32, with their log-softmax and
        its gradient.
    recomputed
        Whether blocks keep their input alone.
    """
    blocks = tokens * activation_bytes_a_token(shape.config, element, training=True, recomputed=recomputed)
    logits = scored * shape.config.vocab_size * (element + 3 * _FLOAT32)
    layers = 1 if recomputed else shape.config.num_hidden_layers
    return blocks + logits + _count_attention(shape, element, tokens, layers=layers)


def _count_weights(shape: Shape, compute: Compute, adapters: int = 0) -> int:
    element = compute.dtype.itemsize
    held = math.ceil((shape.count_weight_bytes(element) + adapters) / compute.shards)
    return held + _count_gathered(shape, compute, element)


def _count_gathered(shape: Shape, compute: Compute, element: int) -> int:
    return whole_bytes_of_shards(shape.config, element) if compute.shards > 1 else 0


def size_pass(row: int, budget: int, rows: int) -> int:
    """Tokens of the largest pass: the budget, less where all rows need less, more where one row alone needs more."""
    if row > budget:
        return min(row * rows, math.ceil(row * _LONGER_PACK))
    return min(row * rows, budget)


def _count_attention(shape: Shape, element: int, tokens: int, *, layers: int) -> int:
    """The additive mask; and where attention is not fused (Gemma 2 caps its scores), each layer's score matrices."""
    mask = tokens * tokens * element
    if getattr(shape.config, "attn_logit_softcapping", None) is None:
        return mask
    return mask + layers * shape.config.num_attention_heads * tokens * tokens * _EAGER_COPIES * element


def needs_gpu(compute: Compute) -> bool:
    """Whether the memory is a GPU's, so that the process's own is none of it."""
    return compute.device.type == torch.device("cuda").type
