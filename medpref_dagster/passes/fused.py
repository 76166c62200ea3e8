"""Layers of a step on a CPU with fewer walks through memory and the faster products: linear layers and RMS norms.

A small model's step on a CPU spends a fifth or more of its time reading and writing activations. A LoRA layer as PEFT
writes it makes four tensors as wide as its output (the product, the adapter's product, that times the scale, the sum),
here it makes one that the adapter's product is added to in place; an RMS norm reads and writes its input six times,
here three times, and recomputes in the backward pass instead of keeping its intermediate values.
Products go through `passes.products`. The formulas are the same, so the results differ by rounding only.
"""

import functools
from collections.abc import Callable, Generator
from contextlib import ExitStack, contextmanager
from typing import Any, cast

import torch
from peft.tuners.lora.layer import Linear as LoraLinear
from torch import Tensor, nn

from medpref_dagster.passes.patching import patched
from medpref_dagster.passes.products import is_plain, multiply, onednn_is_faster, project

_RMS_NORMS = frozenset({"LlamaRMSNorm", "MistralRMSNorm", "Qwen2RMSNorm", "Qwen3RMSNorm"})
"""Classes whose forward is `weight * (x / sqrt(mean(x ** 2) + variance_epsilon))`."""


@contextmanager
def fused_layers(model: nn.Module) -> Generator[None]:
    """Let the linear layers and RMS norms of a float32 model on a CPU run fused inside the block.

    A layer is left alone where its result would be another: with dropout, several adapters, DoRA or another LoRA
    variant, a bias in the adapter, or a norm whose weight is trained.
    """
    inside_lora = {part for module in model.modules() if isinstance(module, LoraLinear) for part in module.modules()}
    with ExitStack() as patches:
        for module in model.modules():
            if isinstance(module, LoraLinear):
                patches.enter_context(patched(module, _fuse_lora(module)))
            elif type(module) is nn.Linear and module not in inside_lora and onednn_is_faster():
                patches.enter_context(patched(module, functools.partial(multiply, module)))
            elif type(module).__name__ in _RMS_NORMS:
                patches.enter_context(patched(module, _fuse_norm(cast(Any, module))))
        yield


def _fuse_lora(module: LoraLinear) -> Callable[..., Tensor]:
    layer: Any = module
    stock = layer.forward

    def forward(x: Tensor, *args: Any, **kwargs: Any) -> Tensor:
        # Asked at each call: the adapter is disabled for a reference pass and merged for an export.
        adapter = _find_plain_adapter(layer) if not args and not kwargs else None
        if adapter is None or not is_plain(x, layer.base_layer.weight):
            return stock(x, *args, **kwargs)
        base = layer.base_layer
        down, up = layer.lora_A[adapter].weight, layer.lora_B[adapter].weight
        return cast(Tensor, _LoraLinear.apply(x, base.weight, base.bias, down, up, float(layer.scaling[adapter])))

    return forward


def _find_plain_adapter(layer: Any) -> str | None:
    """The one active adapter of a layer, if it adds `scale * up(down(x))` to a frozen linear layer and no more."""
    if layer.disable_adapters or layer.merged or type(layer.base_layer) is not nn.Linear:
        return None
    active = [name for name in layer.active_adapters if name in layer.lora_A]
    if len(active) != 1:
        return None
    [name] = active
    base: Any = layer.base_layer
    frozen = not base.weight.requires_grad and (base.bias is None or not base.bias.requires_grad)
    dropout = layer.lora_dropout[name]
    quiet = isinstance(dropout, nn.Identity) or (isinstance(dropout, nn.Dropout) and not dropout.p)
    plain = name not in layer.lora_variant and layer.lora_B[name].bias is None
    return name if frozen and quiet and plain else None


def _fuse_norm(module: Any) -> Callable[[Tensor], Tensor]:
    stock = module.forward

    def forward(x: Tensor) -> Tensor:
        if module.weight.requires_grad or not is_plain(x, module.weight):
            return stock(x)
        return cast(Tensor, _RmsNorm.apply(x, module.weight, float(module.variance_epsilon)))

    return forward


class _LoraLinear(torch.autograd.Function):
    """`x W' + bias + scale * x A' B'` with W and bias frozen; x `[..., in]`, A `[rank, in]`, B `[out, rank]`."""

    @staticmethod
    def forward(
        ctx: Any, x: Tensor, weight: Tensor, bias: Tensor | None, down: Tensor, up: Tensor, scale: float
    ) -> Tensor:
        flat = x.reshape(-1, x.shape[-1])
        inner = project(flat, down).mul_(scale)
        # In place by whatever library: a product this thin costs what it writes, and another tensor costs the most.
        result = project(flat, weight, bias).addmm_(inner, up.t())
        ctx.save_for_backward(flat, weight, down, up, inner)
        ctx.scale, ctx.shape = scale, x.shape
        return result.view(*x.shape[:-1], -1)

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> tuple[Tensor | None, ...]:
        flat, weight, down, up, inner = ctx.saved_tensors
        gradient = gradients[0].reshape(-1, weight.shape[0])
        of_inner = project(gradient, up.t()).mul_(ctx.scale)
        # In this order the libraries walk along the rows of both: 1.6 to 3 times as fast as gradient' inner.
        of_up = project(inner.t(), gradient.t()).t() if ctx.needs_input_grad[4] else None
        of_down = project(of_inner.t(), flat.t()) if ctx.needs_input_grad[3] else None
        of_x = None
        if ctx.needs_input_grad[0]:
            of_x = project(gradient, weight.t()).addmm_(of_inner, down).view(ctx.shape)
        return of_x, None, None, of_down, of_up, None


class _RmsNorm(torch.autograd.Function):
    """`weight * x / sqrt(mean(x ** 2) + epsilon)` over the last axis, with the weight frozen."""

    @staticmethod
    def forward(ctx: Any, x: Tensor, weight: Tensor, epsilon: float) -> Tensor:
        inverse = torch.linalg.vector_norm(x, dim=-1).square_().div_(x.shape[-1]).add_(epsilon).rsqrt_()[..., None]
        ctx.save_for_backward(x, weight, inverse)
        return (x * inverse).mul_(weight)

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> tuple[Tensor | None, ...]:
        x, weight, inverse = ctx.saved_tensors
        # With y = x r and r = (mean(x^2) + e)^(-1/2):  dx = r g' - x r^3 mean(g' x), where g' = gradient * weight.
        weighted = gradients[0] * weight
        projection = torch.linalg.vecdot(weighted, x)[..., None] * inverse.pow(3).div_(x.shape[-1])
        return weighted.mul_(inverse).addcmul_(x, projection, value=-1), None, None
