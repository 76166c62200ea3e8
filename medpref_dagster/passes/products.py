"""Matrix products in float32 by the faster of PyTorch's two libraries for the CPU.

PyTorch hands float32 products to Intel's MKL, which takes slower paths on processors of other makers: on an AMD EPYC
with AVX-512 it reaches 0.45 of the rate of oneDNN, which looks at the instruction set alone and comes with PyTorch
too. The sums are the same in another order, so results differ by rounding only.
"""

import functools
import platform
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

import torch
from torch import Tensor, nn
from torch.nn import functional

_CPU_INFO = Path("/proc/cpuinfo")


@contextmanager
def fast_products(model: nn.Module) -> Generator[None]:
    """Let the float32 linear layers of a model on a CPU use oneDNN inside the block, where that is the faster one.

    Where gradients are enabled a layer still runs as it is.
    """
    before: list[tuple[Any, Callable[..., Tensor] | None]] = []
    try:
        for module in model.modules() if onednn_is_faster() else ():
            # A subclass may compute something else.
            if type(module) is nn.Linear and _is_served(module.weight):
                layer: Any = module
                before.append((layer, vars(layer).get("forward")))
                layer.forward = functools.partial(multiply, layer)
        yield
    finally:
        for layer, forward in before:
            if forward is None:
                del layer.forward  # the class's own is there again
            else:
                layer.forward = forward


def multiply(layer: nn.Linear, x: Tensor) -> Tensor:
    """What the layer gives, by the faster library unless a gradient is wanted."""
    if torch.is_grad_enabled():
        return functional.linear(x, layer.weight, layer.bias)
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


def add_projection(result: Tensor, x: Tensor, weight: Tensor) -> Tensor:
    """`result += x W'` for thin x `[rows, few]`; see `project`."""
    return result.add_(project(x, weight)) if onednn_is_faster() else result.addmm_(x, weight.t())


@functools.cache
def onednn_is_faster() -> bool:
    """Whether PyTorch uses MKL here, on a processor whose maker is not MKL's.

    Decided by the maker and not by a measurement, so that one machine always gives the same last digits.
    """
    if not (torch.backends.mkl.is_available() and torch.backends.mkldnn.is_available()):
        return False
    described = _CPU_INFO.read_text() if _CPU_INFO.is_file() else platform.processor()
    return "Intel" not in described


def _is_served(weight: Tensor) -> bool:
    return weight.device.type == "cpu" and weight.dtype == torch.float32 and not torch.is_autocast_enabled("cpu")
