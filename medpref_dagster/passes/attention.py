"""Attention over a pack on a CPU: only the blocks of the mask in which something is allowed.

A pack's mask is mostly empty, since a row never sees another row's own tokens. The nodes are cut into segments,
each a range in preorder; a segment attends to itself and to its first node's ancestors and to nothing else. Inside
a block the mask still decides, so the result is that of the whole mask.
"""

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, cast

import torch
from torch import Tensor, nn
from torch.nn import functional
from transformers import AttentionInterface, PreTrainedModel

from medpref_dagster.passes.trie import Pack

SEGMENTED_ATTENTION = "medpref_segmented"

_LONGEST_SEGMENT = 256
_SEGMENT_COST = 2048
"""What one more segment costs, in (query, key) pairs: its operators' overhead. Measured at head size 64."""

_UNSERVED_OPTIONS = ("softcap", "position_bias", "s_aux")
"""What a layer may ask of its attention function that the kernel below cannot do; PyTorch's own cannot either."""

_forward = torch.ops.aten._scaled_dot_product_flash_attention_for_cpu.default
_backward = torch.ops.aten._scaled_dot_product_flash_attention_for_cpu_backward.default


@dataclass(frozen=True)
class Segment:
    """The queries `start` to `end - 1` of a pack and the keys that any of them may see."""

    start: int
    end: int
    keys: Tensor
    """Node indexes, int64, ascending."""


@dataclass(frozen=True)
class SegmentedMask:
    """One kind of layer's mask of a pack, by segments."""

    segments: list[Segment]
    additive: list[Tensor]
    """For each segment `[queries, keys]`: 0 where allowed, the dtype's least number elsewhere."""


def cut_into_segments(pack: Pack) -> list[Segment]:
    """Cut a pack where that leaves the fewest (query, key) pairs to compute, by dynamic programming."""
    depths, ends = torch.tensor(pack.depths), torch.tensor(pack.subtree_ends)
    branches = [node for node in range(1, len(pack)) if pack.depths[node] <= pack.depths[node - 1]]
    cuts = sorted({0, len(pack), *branches, *range(0, len(pack), _LONGEST_SEGMENT // 2)})
    cheapest = [0]
    starts = [0]
    for last in range(1, len(cuts)):
        options: list[tuple[int, int]] = []
        for first in range(last - 1, -1, -1):
            size = cuts[last] - cuts[first]
            if options and size > _LONGEST_SEGMENT:
                break
            cost = cheapest[first] + _SEGMENT_COST + size * (int(depths[cuts[first]]) + size)
            options.append((cost, first))
        cost, first = min(options)
        cheapest.append(cost)
        starts.append(first)
    segments: list[Segment] = []
    last = len(cuts) - 1
    while last > 0:
        start, end = cuts[starts[last]], cuts[last]
        above = torch.nonzero(ends[:start] > start).flatten()
        segments.append(Segment(start, end, torch.cat([above, torch.arange(start, end)])))
        last = starts[last]
    return segments[::-1]


def build_segmented_mask(
    pack: Pack, segments: Sequence[Segment], window: int | None, dtype: torch.dtype
) -> SegmentedMask:
    """The blocks of a pack's mask, see `Pack.attention_allowed`."""
    depths, ends = torch.tensor(pack.depths), torch.tensor(pack.subtree_ends)
    additive: list[Tensor] = []
    for segment in segments:
        query = torch.arange(segment.start, segment.end)[:, None]
        key = segment.keys[None]
        allowed = (key <= query) & (query < ends[key])
        if window is not None:
            allowed &= depths[query] - depths[key] < window
        additive.append(torch.zeros(allowed.shape, dtype=dtype).masked_fill_(~allowed, torch.finfo(dtype).min))
    return SegmentedMask(list(segments), additive)


def carry_mask(mask: SegmentedMask) -> Tensor:
    """A 4D tensor that takes a segmented mask through a model's forward, which hands 4D masks on as they are."""
    carrier = torch.full((1, 1, 1, 1), torch.nan)  # whoever takes it for a mask shall not go unseen
    carrier.segmented_mask = mask  # pyright: ignore[reportAttributeAccessIssue]
    return carrier


def can_attend_by_segments(model: PreTrainedModel) -> bool:
    """Whether a model may run under `SEGMENTED_ATTENTION`: on a CPU, with PyTorch's attention as it is."""
    config: Any = model.config.get_text_config()
    return (
        model.device.type == "cpu"
        and takes_registered_attention(model)
        and config._attn_implementation == "sdpa"
        and not torch.is_autocast_enabled("cpu")
        # A checkpointed layer runs once more in the backward pass, when the masks are no longer these.
        and not (model.training and model.is_activation_checkpointing)
    )


def takes_registered_attention(model: PreTrainedModel) -> bool:
    """Whether a model's layers ask transformers' `AttentionInterface`; Falcon's call PyTorch's attention themselves."""
    return bool(model.is_backend_compatible())


@contextmanager
def attending_by(model: PreTrainedModel, implementation: str) -> Generator[None]:
    """Let a model run with an attention that was registered under this name; its masks must be that one's."""
    config: Any = model.config.get_text_config()
    before = config._attn_implementation
    config._attn_implementation = implementation
    try:
        yield
    finally:
        config._attn_implementation = before


def attend_by_segments(
    _module: nn.Module,
    query: Tensor,
    key: Tensor,
    value: Tensor,
    attention_mask: Tensor | None,
    dropout: float = 0.0,
    scaling: float | None = None,
    **options: Any,
) -> tuple[Tensor, None]:
    """The attention function that transformers calls in each layer.

    Parameters
    ----------
    query
        `[1, heads, nodes, head size]`
    key, value
        `[1, key heads, nodes, head size]`; each key head serves `heads / key heads` query heads, and a value may be
        narrower than a key.
    attention_mask
        From `carry_mask`.

    Returns
    -------
    tuple
        `[1, nodes, heads, head size]`, and no attention weights.
    """
    mask = cast(SegmentedMask, getattr(attention_mask, "segmented_mask"))  # noqa: B009 - not an attribute of Tensor
    unserved = [name for name in _UNSERVED_OPTIONS if options.get(name) is not None]
    if dropout or unserved:
        raise ValueError(f"segmented attention serves no {', '.join(unserved) or 'dropout'}")
    # The kernel wants heads of one size; latent attention (DeepSeek) has smaller values. Zeros add nothing.
    width, sought = value.shape[-1], query.shape[-1]
    scale = sought**-0.5 if scaling is None else scaling
    query, key, value = (_widen(states, max(width, sought)) for states in (query, key, value))
    result = cast(Tensor, _SegmentedAttention.apply(query, key, value, mask, scale))
    return result[..., :width].transpose(1, 2), None


def _widen(states: Tensor, width: int) -> Tensor:
    missing = width - states.shape[-1]
    return functional.pad(states, (0, missing)) if missing else states


AttentionInterface.register(SEGMENTED_ATTENTION, attend_by_segments)


class _SegmentedAttention(torch.autograd.Function):
    """PyTorch's own CPU kernel on each segment; it serves grouped key heads without repeating them."""

    @staticmethod
    def forward(
        ctx: Any, query: Tensor, key: Tensor, value: Tensor, mask: SegmentedMask, scale: float | None
    ) -> Tensor:
        result = torch.empty_like(query)
        norms: list[Tensor] = []
        for segment, additive in zip(mask.segments, mask.additive, strict=True):
            rows = slice(segment.start, segment.end)
            result[:, :, rows], norm = _forward(
                query[:, :, rows],
                key[:, :, segment.keys],
                value[:, :, segment.keys],
                attn_mask=additive,
                scale=scale,
            )
            norms.append(norm)
        ctx.save_for_backward(query, key, value, result, *norms)
        ctx.mask, ctx.scale = mask, scale
        return result

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> tuple[Tensor | None, ...]:
        query, key, value, result, *norms = ctx.saved_tensors
        gradient = gradients[0].contiguous()
        of_query, of_key, of_value = torch.empty_like(query), torch.zeros_like(key), torch.zeros_like(value)
        for segment, additive, norm in zip(ctx.mask.segments, ctx.mask.additive, norms, strict=True):
            rows = slice(segment.start, segment.end)
            of_query[:, :, rows], of_keys, of_values = _backward(
                gradient[:, :, rows],
                query[:, :, rows],
                key[:, :, segment.keys],
                value[:, :, segment.keys],
                result[:, :, rows],
                norm,
                0.0,
                False,
                attn_mask=additive,
                scale=ctx.scale,
            )
            of_key.index_add_(2, segment.keys, of_keys)
            of_value.index_add_(2, segment.keys, of_values)
        return of_query, of_key, of_value, None, None
