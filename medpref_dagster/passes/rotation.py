"""Queries and keys rotated by their positions with fewer walks through memory, on a CPU.

Llama's code, which most architectures share, makes four tensors as large as the one that it rotates; here it is one.
The sums are the same, so results differ by rounding only.
"""

import functools
import inspect
import sys
import threading
from collections import Counter
from collections.abc import Callable, Generator
from contextlib import contextmanager
from types import ModuleType
from typing import Any, cast

import torch
from torch import Tensor
from transformers import PreTrainedModel
from transformers.models.llama import modeling_llama

from medpref_dagster.passes.products import is_plain

_NAME = "apply_rotary_pos_emb"
_stock: Callable[..., tuple[Tensor, Tensor]] = modeling_llama.apply_rotary_pos_emb
_lock = threading.Lock()
_inside: Counter[str] = Counter()
"""How many blocks have replaced the function of a module of transformers."""


@contextmanager
def fused_rotation(model: PreTrainedModel) -> Generator[None]:
    """Let a model rotate in this way inside the block.

    Its code calls a function of its module, not a method, so that function is what is replaced: another thread's model
    of the same architecture rotates in this way, too, as long as one block is open. A block must end where it began,
    and not with an object that is cleared away some time.
    """
    code = sys.modules[type(model).__module__]
    # A layer that runs once more in the backward pass has to do what it did before, and the block has ended then.
    if not _rotates_as_llama(code) or (model.training and model.is_activation_checkpointing):
        yield
        return
    _count_blocks(code, 1)
    try:
        yield
    finally:
        _count_blocks(code, -1)


def rotate(q: Tensor, k: Tensor, cos: Tensor, sin: Tensor, unsqueeze_dim: int = 1) -> tuple[Tensor, Tensor]:
    """What Llama's `apply_rotary_pos_emb` gives, by the same names.

    Parameters
    ----------
    q, k
        `[rows, heads, tokens, head size]`, or with heads and tokens in the other order and `unsqueeze_dim` 2.
    cos, sin
        `[rows, tokens, head size]`, without gradient.
    """
    if not (is_plain(q, cos) and is_plain(k, sin)) or cos.requires_grad or sin.requires_grad:
        return _stock(q, k, cos, sin, unsqueeze_dim)
    cos, sin = cos.unsqueeze(unsqueeze_dim), sin.unsqueeze(unsqueeze_dim)
    return cast(Tensor, _Rotation.apply(q, cos, sin)), cast(Tensor, _Rotation.apply(k, cos, sin))


def _count_blocks(code: ModuleType, more: int) -> None:
    with _lock:
        _inside[code.__name__] += more
        setattr(code, _NAME, rotate if _inside[code.__name__] else _find_stock(code))


@functools.cache
def _find_stock(code: ModuleType) -> Callable[..., Any]:
    """The module's own function; asked before it is replaced for the first time."""
    return getattr(code, _NAME)


@functools.cache
def _rotates_as_llama(code: ModuleType) -> bool:
    """Whether a model's code rotates by functions that are, to the letter, Llama's."""
    names = (_NAME, "rotate_half")
    if not all(hasattr(code, name) for name in names):
        return False
    _find_stock(code)
    return all(inspect.getsource(getattr(code, name)) == _read_llama(name) for name in names)


@functools.cache
def _read_llama(name: str) -> str:
    return inspect.getsource(_stock if name == _NAME else getattr(modeling_llama, name))


class _Rotation(torch.autograd.Function):
    """`x * cos + (-b, a) * sin` of x = (a, b), halves of the last axis (Su et al. 2021, RoFormer)."""

    @staticmethod
    def forward(ctx: Any, x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
        ctx.save_for_backward(cos, sin)
        (a, b), (sin_a, sin_b) = x.chunk(2, dim=-1), sin.chunk(2, dim=-1)
        result = x * cos
        of_a, of_b = result.chunk(2, dim=-1)
        of_a.addcmul_(b, sin_a, value=-1)
        of_b.addcmul_(a, sin_b)
        return result

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> tuple[Tensor | None, ...]:
        cos, sin = ctx.saved_tensors
        (a, b), (sin_a, sin_b) = gradients[0].chunk(2, dim=-1), sin.chunk(2, dim=-1)
        of_x = gradients[0] * cos
        of_a, of_b = of_x.chunk(2, dim=-1)
        of_a.addcmul_(b, sin_b)
        of_b.addcmul_(a, sin_a, value=-1)
        return of_x, None, None
