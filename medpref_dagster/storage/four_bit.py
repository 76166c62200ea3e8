"""Base models with weights of 4 bits, by bitsandbytes: loaded, given adapters, and turned into ordinary weights.

A layer W x with the adapters of earlier stages is W x + s1 B1 (A1 x) + s2 B2 (A2 x): they stand beside the weights.
Merged into them, as they are into ordinary weights, they would be rounded to 4 bits with them, and the model that is
trained on, or answers, would be none that was trained.
"""

import importlib
from collections.abc import Iterator
from typing import Any, cast

import torch
from torch import Tensor, nn
from torch.nn import functional
from transformers import BitsAndBytesConfig, PreTrainedModel

from medpref_dagster.declaration.quantization import Quantization
from medpref_dagster.devices import Compute
from medpref_dagster.storage.manifests import ModelError

_STACKED = "_stacked_scalings"
_CPU_ROWS = 64
"""Of so many weights, or a multiple, a row must be for bitsandbytes 0.50 to unpack it on a CPU as it was: of another
one it takes the scales of other blocks (seen with AVX-512)."""


def describe_loading(declared: Quantization, compute: Compute) -> dict[str, Any]:
    """What `from_pretrained` is told beside the folder, so that the weights are in 4 bits on the device."""
    return {
        "quantization_config": BitsAndBytesConfig(
            load_in_4bit=True,
            bnb_4bit_quant_type=declared.kind,
            bnb_4bit_use_double_quant=declared.double,
            bnb_4bit_compute_dtype=compute.dtype,
        ),
        "device_map": {"": str(compute.device)},
    }


def settle(model: nn.Module) -> None:
    """Let the layers of a model that was just loaded compute alike in training and in eval mode.

    On a CPU with AVX-512 BF16 bitsandbytes rounds to bfloat16 where no gradient is wanted: what is trained would be
    another network than what answers, and than the reference.

    Raises
    ------
    ModelError
        If no layer has weights of 4 bits; on a CPU, if one has rows that are not unpacked rightly there.
    """
    layers = dict(_list_layers(model))
    if not layers:
        raise ModelError(
            f"{type(model).__name__} has no linear layer that can be kept in 4 bits; take quantization out of the base "
            "model's declaration"
        )
    for name, layer in layers.items():
        if layer.weight.device.type == "cpu" and layer.in_features % _CPU_ROWS:
            raise ModelError(
                f"the layer {name} has rows of {layer.in_features} weights, and on a CPU bitsandbytes unpacks only "
                f"rows of a multiple of {_CPU_ROWS} as they were: use a GPU, or take quantization out of the base "
                "model's declaration"
            )
        layer.support_avx512bf16_for_cpu = False


def is_four_bit(module: nn.Module) -> bool:
    """Whether it is a linear layer with weights of 4 bits."""
    return hasattr(getattr(module, "weight", None), "quant_state")


def stack_adapter(layer: nn.Module, down: Tensor, up: Tensor, scaling: float) -> None:
    """Let a layer add an adapter's product to its own from now on: s B (A x), as peft computes it.

    Parameters
    ----------
    down, up
        A `[rank, in]` and B `[out, rank]`; kept as they are, without gradient.
    """
    scalings: list[float] = list(getattr(layer, _STACKED, ()))
    number = len(scalings)
    setattr(layer, _STACKED, [*scalings, scaling])
    layer.register_buffer(_name_factor("down", number), down, persistent=False)
    layer.register_buffer(_name_factor("up", number), up, persistent=False)

    def add(called: nn.Module, arguments: tuple[Any, ...], output: Tensor) -> Tensor:
        # Asked of the layer, which may have been moved to another device.
        first, second = (cast(Tensor, getattr(called, _name_factor(side, number))) for side in ("down", "up"))
        x = cast(Tensor, arguments[0]).to(first.dtype)
        return output + (functional.linear(functional.linear(x, first), second) * scaling).to(output.dtype)

    layer.register_forward_hook(add)


@torch.no_grad()
def unpack(model: PreTrainedModel) -> PreTrainedModel:
    """Replace layers of 4 bits by ordinary ones, which compute the same, and bring the model to the CPU.

    The adapters that stand beside the weights are merged into them; in float32 only the order of sums differs.

    Returns
    -------
    PreTrainedModel
        The same one, changed.
    """
    functions: Any = importlib.import_module("bitsandbytes.functional")
    for name, layer in list(_list_layers(model)):
        weight: Tensor = functions.dequantize_4bit(layer.weight.data, layer.weight.quant_state)
        dtype, merged = weight.dtype, weight.float().cpu()
        for number, scaling in enumerate(getattr(layer, _STACKED, ())):
            down, up = (getattr(layer, _name_factor(side, number)).float().cpu() for side in ("down", "up"))
            merged.add_((up @ down).mul_(scaling))
        plain = nn.Linear(layer.in_features, layer.out_features, bias=False, device="meta")
        plain.weight = nn.Parameter(merged.to(dtype), requires_grad=False)
        if layer.bias is not None:
            plain.bias = nn.Parameter(layer.bias.detach().cpu(), requires_grad=False)
        model.set_submodule(name, plain)
    noted: Any = model
    noted.hf_quantizer.remove_quantization_config(model)
    noted.is_loaded_in_4bit = False
    return noted.to("cpu")


def _name_factor(side: str, number: int) -> str:
    return f"_stacked_{side}_{number}"


def _list_layers(model: nn.Module) -> Iterator[tuple[str, Any]]:
    for name, module in model.named_modules():
        if is_four_bit(module):
            yield name, module
