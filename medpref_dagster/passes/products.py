"""Matrix products in float32 by the faster of PyTorch's two libraries for the CPU.

PyTorch hands float32 products to Intel's MKL, which takes slower paths on processors of other makers: on an AMD EPYC
with AVX-512 it reaches 0.45 of the rate of oneDNN, which looks at the instruction set alone and comes with PyTorch
too. The sums are the same in another order, so results differ by rounding only.
"""

import functools
import platform
from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, cast

import torch
from torch import Tensor, nn
from torch.nn import functional

from medpref_dagster.passes.patching import patched

_CPU_INFO = Path("/proc/cpuinfo")


@contextmanager
def fast_products(model: nn.Module) -> Generator[None]:
    """Let the float32 linear layers of a model on a CPU use oneDNN inside the block, where that is the faster one.

    Layers inside LoRA's are served, too, forward and backward.
    """
    with ExitStack() as patches:
        for module in model.modules() if onednn_is_faster() else ():
            # A subclass may compute something else.
            if type(module) is nn.Linear and is_plain(module.weight, module.weight):
                patches.enter_context(patched(module, functools.partial(multiply, module)))
        yield


def multiply(layer: nn.Linear, x: Tensor) -> Tensor:
    """What the layer gives, by the faster library; with gradient where one is wanted."""
    if not is_plain(x, layer.weight):
        return functional.linear(x, layer.weight, layer.bias)
    if torch.is_grad_enabled():
        return cast(Tensor, _Product.apply(x, layer.weight, layer.bias))
    return project(x, layer.weight, layer.bias)


def project(x: Tensor, weight: Tensor, bias: Tensor | None = None) -> Tensor:
    """`x W' + bias` in float32 on a CPU, by the faster library; records no gradient.

    Parameters
    ----------
    x
        `[..., in]`
    weight
        `[out, in]`, transposed or not.
    bias
        `[out]`
    """
    if onednn_is_faster():
        return cast(Tensor, torch.ops.mkldnn._linear_pointwise(x, weight, bias, "none", [], ""))
    return functional.linear(x, weight, bias)


@functools.cache
def onednn_is_faster() -> bool:
    """Whether PyTorch uses MKL here, on a processor whose maker is not MKL's.

    Decided by the maker and not by a measurement, so that one machine always gives the same last digits.
    """
    if not (torch.backends.mkl.is_available() and torch.backends.mkldnn.is_available()):
        return False
    described = _CPU_INFO.read_text() if _CPU_INFO.is_file() else platform.processor()
    return "Intel" not in described


def is_plain(x: Tensor, weight: Tensor) -> bool:
    """Whether a product is one in float32 on a CPU."""
    return x.device.type == "cpu" and x.dtype == weight.dtype == torch.float32 and not torch.is_autocast_enabled("cpu")


class _Product(torch.autograd.Function):
    """`x W' + bias`; x `[..., in]`."""

    @staticmethod
    def forward(ctx: Any, x: Tensor, weight: Tensor, bias: Tensor | None) -> Tensor:
        flat = x.reshape(-1, x.shape[-1])
        ctx.save_for_backward(flat if weight.requires_grad else None, weight)
        ctx.shape = x.shape
        return project(flat, weight, bias).view(*x.shape[:-1], -1)

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> tuple[Tensor | None, ...]:
        flat, weight = ctx.saved_tensors
        gradient = gradients[0].reshape(-1, weight.shape[0])
        of_x = project(gradient, weight.t()).view(ctx.shape) if ctx.needs_input_grad[0] else None
        of_weight = project(gradient.t(), flat.t()) if ctx.needs_input_grad[1] else None
        of_bias = gradient.sum(dim=0) if ctx.needs_input_grad[2] else None
        return of_x, of_weight, of_bias
