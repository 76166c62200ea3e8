"""TRL's trainers with packed passes under them.

TRL 1.16's `SFTTrainer` and `DPOTrainer` ask a model for per-token log-probabilities by `model(..., labels=...,
fused_lm_head=True)`. `PackedPasses` answers that call from a token trie (`passes.logps`); their losses, arguments,
callbacks and loops stay as they are.
"""

import hashlib
import logging
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any, Self

import torch
from peft import LoraConfig
from torch import Tensor, nn
from transformers import PreTrainedModel, PrinterCallback, ProgressCallback

from medpref_dagster.declaration import Training
from medpref_dagster.declaration.quantization import UntrainableError, require_trainable
from medpref_dagster.devices import Compute, token_budget
from medpref_dagster.passes.architectures import supports_packing
from medpref_dagster.passes.fused import fused_layers
from medpref_dagster.passes.logps import IGNORED_LABEL, packed_forward
from medpref_dagster.passes.patching import patched
from medpref_dagster.passes.trie import count_shared_tokens
from medpref_dagster.shards import gather_whole, has_shared_weights, is_part, share_weights
from medpref_dagster.storage.adapters import list_sharing_modules, merge_adapter, require_plain_lora
from medpref_dagster.storage.base_models import BaseModelFiles
from medpref_dagster.storage.store import Artifact
from medpref_dagster.together import Processes, together
from medpref_dagster.training.checkpoints import WholeCheckpoints, trained_parameters
from medpref_dagster.training.errors import OutOfMemoryError, TrainingError

_LOG = logging.getLogger(__name__)

Inputs = dict[str, Tensor]


class PackedPasses(WholeCheckpoints):
    """A mixin before SFTTrainer or DPOTrainer. Call `use_packed_passes` once the trainer is made."""

    token_budget: int
    stock_because: str | None = None
    """Why the model's passes are TRL's own, padded ones; None where they are packed."""

    undivided_because: str | None = None
    """Why a batch cannot be divided, whatever the token budget; None where it can. Passes beyond the budget are then
    computed once more for the gradient (`passes.logps`)."""

    scored: Tensor
    """The log-probabilities of the last pass, as TRL's loss saw them, without gradient."""

    row_scale: Tensor | None = None
    """`[rows]`: what the gradient of each row's log-probabilities is multiplied by; None where by nothing."""

    shares_weights: bool = False
    """Whether this process holds a part of the weights, so that each pass takes all processes."""

    to_merge: Sequence[Artifact] = ()
    """Of `storage.models.load_to_train`."""

    aux_loss_enabled: bool
    _patches: ExitStack
    _metrics: dict[str, Any]

    def merging(self, adapters: Sequence[Artifact]) -> Self:
        """This trainer, which merges adapters into the weights once they are shared."""
        self.to_merge = adapters
        return self

    def use_packed_passes(self, compute: Compute) -> None:
        """Take the packed passes where the model's architecture allows it, and say so where not.

        Raises
        ------
        ModelError
            If peft made something of the adapters that could not be kept afterwards.
        """
        self._patches = ExitStack()
        for adapter in getattr(self.model, "peft_config", {}).values():
            require_plain_lora(adapter.to_dict(), "this training")
        model = unwrap_adapters(self.model)
        _keep_adapters_in_float32(model)
        trained = sum(parameter.numel() for parameter in model.parameters() if parameter.requires_grad)
        self.token_budget = steady_token_budget(
            compute,
            model,
            training=True,
            optimized_parameters=trained,
            recomputed=bool(self.args.activation_checkpointing),
        )
        model.train()
        self.stock_because = (
            "its router loss depends on every token of every row" if self.aux_loss_enabled else supports_packing(model)
        )
        if self.stock_because is not None:
            _LOG.warning("%s: TRL's own padded passes are used because %s", type(model).__name__, self.stock_because)
        else:
            self._patches.enter_context(fused_layers(model))
        if self.undivided_because is not None:
            _LOG.info("every batch is one loss, undivided, because %s", self.undivided_because)
        stock: Callable[..., Any] = model.forward

        def forward(*args: Any, **kwargs: Any) -> Any:
            if not kwargs.get("fused_lm_head"):
                return stock(*args, **kwargs)
            if self.stock_because is None:
                rows = {name: kwargs[name] for name in ("input_ids", "attention_mask", "labels")}
                outputs: Any = packed_forward(model, **rows, token_budget=self.token_budget)
            else:
                outputs = stock(*args, **kwargs)
            self.scored = outputs.log_probs.detach()
            if (scale := self.row_scale) is not None and outputs.log_probs.requires_grad:
                outputs.log_probs.register_hook(lambda gradient: gradient * scale[:, None])
            return outputs

        self._patches.enter_context(patched(model, forward))
        if compute.shards > 1:
            require_same_weights(self)
            share_weights(self.trained_model())
            self.shares_weights = True
        for member in self.to_merge:
            merge_adapter(model, member)

    def take_model(self) -> PreTrainedModel:
        """The trained model (a PeftModel where adapters were trained), as it was before a trainer changed it."""
        self._patches.close()
        model: Any = self.model
        for part in (model, unwrap_adapters(model)):
            vars(part).pop("forward", None)  # TRL and accelerate leave theirs
        model.eval()
        return model

    def describe_passes(self) -> str:
        """How the batches were computed, for a model's manifest."""
        passes = "packed" if self.stock_because is None else f"TRL's own, because {self.stock_because}"
        return passes if self.undivided_because is None else f"{passes}; undivided, because {self.undivided_because}"

    def training_step(
        self, model: nn.Module, inputs: dict[str, Any], num_items_in_batch: Tensor | int | None = None
    ) -> Tensor:
        """One optimizer step's forward and backward, in as many passes as the token budget asks for.

        Each group of rows runs TRL's own step with its share of the batch, so that the sum of the losses, and of the
        gradients, is what TRL gives for the whole batch at once. Several processes have the same batch, and each takes
        a part of its rows; their losses, gradients and metrics are added up, so that each goes on with those of the
        whole batch. Where they share weights, too, each runs as many passes as the one with the most groups, and its
        gradients are added up as they are divided.
        """
        processes = together()
        groups, rows = self._divide(inputs, processes)
        most = max(processes.gather(len(groups))) if self.shares_weights else len(groups)
        shares = [len(group) / rows for group in groups]
        before = {name: len(values) for name, values in self._metrics["train"].items()}
        total = torch.zeros((), device=self.args.device)
        try:
            for group in groups:
                part = self.take_rows(inputs, group)
                with self.weighing(inputs, part):
                    total = total + super().training_step(model, part, num_items_in_batch)
            for _ in range(len(groups), most):
                self._pass_nothing(model)
        except torch.OutOfMemoryError as error:
            raise OutOfMemoryError(
                f"the device ran out of memory at step {self.state.global_step + 1}, in a pass of "
                f"{max(map(len, groups), default=0)} rows under a budget of {self.token_budget} tokens. Lower "
                "memory_gib in the profile's compute (smaller passes, same result), or max_prompt_tokens or the LoRA "
                "rank in the task; batch_size does not help, a step is divided already"
            ) from error
        if processes.are_several:
            self._add_up(model, total, processes)
        if len(groups) > 1 or processes.are_several:
            self._merge_metrics(before, shares, processes)
        return total

    def _divide(self, inputs: Inputs, processes: Processes) -> tuple[list[list[int]], int]:
        """The groups of rows that this process computes, and how many rows the batch has."""
        prompts, completion_tokens = self.measure_rows(inputs)
        rows = len(prompts)
        if self.undivided_because is not None:
            return [list(range(rows))] if processes.leads else [], rows
        if not processes.are_several:
            return divide_rows(prompts, completion_tokens, self.token_budget), rows
        mine = share_rows(prompts, completion_tokens, processes.count)[processes.rank]
        groups = divide_rows(
            [prompts[row] for row in mine], [completion_tokens[row] for row in mine], self.token_budget
        )
        return [[mine[place] for place in group] for group in groups], rows

    def _pass_nothing(self, model: nn.Module) -> None:
        """Forward and backward, counting nothing: another process does so and needs this one's part of the weights."""
        self.row_scale = None  # of rows that are none of these
        ids = torch.zeros(1, 2, dtype=torch.long, device=self.args.device)
        with self.compute_loss_context_manager():
            outputs = model(input_ids=ids, attention_mask=torch.ones_like(ids), labels=ids, fused_lm_head=True)
            nothing = 0.0 * outputs.log_probs.sum()
        self.accelerator.backward(nothing)

    def _get_grad_norm(self, model: nn.Module, grad_norm: Tensor | float | None = None) -> Any:
        norm: Any = super()._get_grad_norm(model, grad_norm=grad_norm)
        return gather_whole(norm) if isinstance(norm, Tensor) else norm

    @staticmethod
    def _add_up(model: nn.Module, total: Tensor, processes: Processes) -> None:
        """Put the sum over the processes into the loss and every trained parameter's gradient."""
        trained = [parameter for parameter in model.parameters() if parameter.requires_grad and not is_part(parameter)]
        for parameter in trained:
            if parameter.grad is None:  # this process had no row
                parameter.grad = torch.zeros_like(parameter)
        gradients = [parameter.grad for parameter in trained if parameter.grad is not None]
        for dtype in dict.fromkeys(gradient.dtype for gradient in gradients):
            processes.add_up([gradient for gradient in gradients if gradient.dtype is dtype])
        processes.add_up([total])

    def measure_rows(self, inputs: Inputs) -> tuple[list[list[int]], list[int]]:
        """Each row's prompt, and how many completion tokens follow it."""
        raise NotImplementedError

    def take_rows(self, inputs: Inputs, rows: Sequence[int]) -> Inputs:
        """The part of a batch with these rows only."""
        raise NotImplementedError

    @contextmanager
    def weighing(self, inputs: Inputs, part: Inputs) -> Generator[None]:
        """Let the loss of a part of a batch be its share of the batch's loss."""
        yield

    def _merge_metrics(self, before: Mapping[str, int], shares: Sequence[float], processes: Processes) -> None:
        merged: dict[str, float] = {}
        for name, values in self._metrics["train"].items():
            parts = values[before.get(name, 0) :]
            if shares and len(parts) == len(shares):
                merged[name] = sum(share * part for share, part in zip(shares, parts, strict=True))
                del values[-len(parts) :]
        found = processes.gather(merged)
        for name in dict.fromkeys(name for part in found for name in part):
            self._metrics["train"][name].append(sum(part[name] for part in found if name in part))

    def _send_telemetry(self) -> None:
        """Send nothing: TRL would tell the hub about each training of clinical data."""


def _keep_adapters_in_float32(model: PreTrainedModel) -> None:
    """TRL keeps adapters on weights of 4 bits in bfloat16, where a step below 1/256 of a value would be lost; here they
    are in float32, as on all other weights."""
    if getattr(model, "is_loaded_in_4bit", False):
        for parameter in model.parameters():
            if parameter.requires_grad:
                parameter.data = parameter.data.float()


def steady_token_budget(
    compute: Compute,
    model: PreTrainedModel,
    *,
    training: bool,
    optimized_parameters: int = 0,
    recomputed: bool = False,
) -> int:
    """`devices.token_budget`, on the CPU rounded down to a power of two.

    Another division into passes sums in another order. The free memory is a little different at each start, and
    the last digits of the weights must not follow it.
    """
    budget = token_budget(
        compute, model.config, training, optimized_parameters=optimized_parameters, recomputed=recomputed
    )
    return budget if compute.device.type == "cuda" else 2 ** (budget.bit_length() - 1)


def divide_rows(
    prompts: Sequence[Sequence[int]], completion_tokens: Sequence[int], token_budget: int
) -> list[list[int]]:
    """Group rows so that each group's trie has at most `token_budget` tokens; a longer row is alone.

    Rows with a common prompt prefix come together. Returns the rows' indexes; every row once.

    >>> divide_rows([[1, 2, 3], [7, 8], [1, 2, 4]], [1, 1, 1], token_budget=6)
    [[0, 2], [1]]
    """
    groups: list[list[int]] = []
    used = 0
    for row in sorted(range(len(prompts)), key=lambda index: (list(prompts[index]), index)):
        if groups:
            shared = count_shared_tokens(prompts[groups[-1][-1]], prompts[row])
            added = len(prompts[row]) - shared + completion_tokens[row]
            if used + added <= token_budget:
                groups[-1].append(row)
                used += added
                continue
        groups.append([row])
        used = len(prompts[row]) + completion_tokens[row]
    return [sorted(group) for group in groups]


def share_rows(prompts: Sequence[Sequence[int]], completion_tokens: Sequence[int], processes: int) -> list[list[int]]:
    """Give each process a part of the rows, of about as many tokens; rows with a common prompt prefix stay together.

    Returns the rows' indexes; every row once. A process has none where there are fewer rows than processes.

    >>> share_rows([[1, 2, 3], [7, 8], [1, 2, 4]], [1, 1, 1], processes=2)
    [[0, 2], [1]]
    """
    ordered = sorted(range(len(prompts)), key=lambda index: (list(prompts[index]), index))
    tokens = [len(prompts[row]) + completion_tokens[row] for row in ordered]
    shares: list[list[int]] = [[] for _ in range(processes)]
    done = 0
    for row, cost in zip(ordered, tokens, strict=True):
        # By the middle of the row, so that the parts differ by less than a row.
        shares[min(processes - 1, int((done + cost / 2) * processes / sum(tokens)))].append(row)
        done += cost
    return [sorted(share) for share in shares]


def split_row(input_ids: Tensor, attention_mask: Tensor, labels: Tensor) -> tuple[list[int], int]:
    """A padded row's prompt, and the number of its scored tokens."""
    scored = int((labels != IGNORED_LABEL).sum())
    tokens: list[int] = input_ids[attention_mask.bool()].tolist()
    return tokens[: len(tokens) - scored], scored


def unwrap_adapters(model: Any) -> PreTrainedModel:
    """The transformers model, inside its PEFT adapters if it has some."""
    return model.get_base_model() if hasattr(model, "get_base_model") else model


def trainer_arguments(
    declared: Training, arguments: Mapping[str, float], steps: int, compute: Compute
) -> dict[str, Any]:
    """What SFTConfig and DPOConfig are given alike.

    One batch is one optimizer step; `PackedPasses` divides it. Trainer logs, evaluates and saves when
    `FollowSchedule` says so. Nothing is truncated: rows over the limits were left out before.
    """
    on_cpu = compute.device.type == "cpu"
    return {
        "per_device_train_batch_size": declared.batch_size,
        "gradient_accumulation_steps": 1,
        "max_steps": steps,
        "learning_rate": arguments["learning_rate"],
        "lr_scheduler_type": "constant_with_warmup" if declared.scheduler == "constant" else declared.scheduler,
        "warmup_steps": round(declared.warmup_share * steps),
        "weight_decay": declared.weight_decay,
        "max_grad_norm": declared.max_grad_norm,
        "seed": declared.seed,
        "data_seed": declared.seed,
        "use_cpu": on_cpu,
        # The weights have compute.dtype already; on CUDA adapters and optimizer stay in float32 under autocast.
        "bf16": compute.dtype == torch.bfloat16 and not on_cpu,
        "activation_checkpointing": declared.activation_checkpointing,
        "activation_checkpointing_kwargs": {"use_reentrant": False} if declared.activation_checkpointing else None,
        "logging_strategy": "no",
        "logging_nan_inf_filter": False,
        "eval_strategy": "no",
        "save_strategy": "no",
        "report_to": "none",
        "disable_tqdm": True,
        "dataloader_pin_memory": False,
        "max_length": None,
    }


def refuse_full_training(stage: str, declared: Training, base: BaseModelFiles) -> None:
    """Refuse to train every weight of a base model whose weights have 4 bits, before it is loaded.

    A task's declaration is refused as it is read; the trials of an ablation are not all of one method.

    Raises
    ------
    TrainingError
        If that is declared.
    """
    quantized = () if base.declaration.quantization is None else (base.declaration.name,)
    try:
        require_trainable(stage, declared, quantized)
    except UntrainableError as error:
        raise TrainingError(f"{'.'.join(map(str, error.path))}: {error}") from None


def lora_config(declared: Training, base: BaseModelFiles, model: nn.Module) -> LoraConfig | None:
    """The declared adapters, or None for full training.

    Raises
    ------
    TrainingError
        If the model has no linear layer of a declared name, or one whose weight is also another layer's.
    """
    if declared.method == "full":
        return None
    targets = set(base.declaration.lora_targets)
    modules = {name: module for name, module in model.named_modules() if name.rpartition(".")[2] in targets}
    linear = {name.rpartition(".")[2] for name, module in model.named_modules() if isinstance(module, nn.Linear)}
    others = {name.rpartition(".")[2] for name, module in modules.items() if not isinstance(module, nn.Linear)}
    if unknown := sorted((targets - linear) | others):
        raise TrainingError(
            f"base model {base.declaration.name}: lora_targets names {', '.join(unknown)}, it has the linear layers "
            f"{', '.join(sorted(linear - others))}"
        )
    for name in modules:
        if sharing := list_sharing_modules(model, name):
            raise TrainingError(
                f"base model {base.declaration.name}: lora_targets names {name.rpartition('.')[2]}, whose weight is "
                f"also that of {', '.join(sharing)} (tied embeddings): an adapter of the one would change the other "
                "once it is merged. Leave it out of lora_targets, or train with method: full"
            )
    return LoraConfig(
        r=declared.lora.rank,
        lora_alpha=declared.lora.alpha,
        lora_dropout=0.0,
        target_modules=sorted(base.declaration.lora_targets),
        task_type="CAUSAL_LM",
    )


def require_same_weights(trainer: PackedPasses) -> None:
    """Be sure that several processes train the same weights.

    Raises
    ------
    ProcessError
        If they differ.
    """
    if not (processes := together()).are_several or has_shared_weights(trainer.trained_model()):
        return  # alone, or each has another part
    digest = hashlib.sha256()
    for name, tensor in trained_parameters(trainer.trained_model()).items():
        digest.update(f"{name}\0".encode() + tensor.flatten().view(torch.uint8).cpu().numpy().tobytes())
    processes.require_same("weights", digest.hexdigest())


def silence(trainer: PackedPasses) -> None:
    """Leave telling to `FollowSchedule`."""
    for callback in (PrinterCallback, ProgressCallback):
        trainer.remove_callback(callback)
