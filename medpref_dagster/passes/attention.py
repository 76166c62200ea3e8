"""Attention over a pack on a CPU: only the blocks of the mask in which something is allowed.

A pack's mask is mostly empty, since a row never sees another row's own tokens. The nodes are cut into segments,
each a range in preorder; a segment attends to itself and to its first node's ancestors and to nothing else. Inside
a block the mask still decides, so the result is that of the whole mask. Segments of like size go through PyTorch's
kernel together, and the query heads that share a key head as more queries of it: a call of few rows is slow.
"""

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
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
class Block:
    """Segments that are computed together, each filled up to the size of the largest."""

    queries: Tensor
    """Node indexes, int64 `[segments, queries]`; where it is filled up, the segment's first node again."""
    is_query: Tensor
    """Where it is not filled up; bool."""
    keys: Tensor
    """Node indexes, int64 `[segments, keys]`; filled up in the same way, with what no query may see."""
    additive: Tensor
    """`[segments, queries, keys]`: 0 where allowed, the dtype's least number elsewhere."""


@dataclass(frozen=True)
class BlockRows:
    """Where a block's states lie in `[nodes * heads, head size]`, in the kernel's order."""

    queries: Tensor
    """Of `[segments, key heads, query heads of each * queries]`, flat."""
    keys: Tensor
    """Of `[segments, key heads, keys]`, flat."""
    additive: Tensor
    """`[segments, 1, query heads of each * queries, keys]`"""
    is_query: Tensor | None
    """As `queries`, with a last axis of 1; None where nothing is filled up."""


@dataclass(frozen=True)
class SegmentedMask:
    """One kind of layer's mask of a pack."""

    blocks: list[Block]
    _rows: dict[tuple[int, int], tuple[list[BlockRows], Tensor]] = field(default_factory=dict, repr=False)

    def find_rows(self, heads: int, key_heads: int) -> tuple[list[BlockRows], Tensor]:
        """Each block's rows, and where each node's query heads lie in all blocks' results, one behind the other.

        Computed once for all layers with as many heads.
        """
        if (heads, key_heads) not in self._rows:
            self._rows[heads, key_heads] = _lay_out_heads(self.blocks, heads, key_heads)
        return self._rows[heads, key_heads]


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
    return SegmentedMask(
        [_build_block(members, depths, ends, window, dtype) for members in _join_like_segments(segments)]
    )


def _join_like_segments(segments: Sequence[Segment]) -> list[list[Segment]]:
    """Segments that are computed together, so that calls and what is filled up cost least, by dynamic programming."""
    ordered = sorted(segments, key=lambda segment: (segment.end - segment.start, len(segment.keys), segment.start))
    cheapest, starts = [0], [0]
    for last in range(1, len(ordered) + 1):
        queries, keys = ordered[last - 1].end - ordered[last - 1].start, 0
        options: list[tuple[int, int]] = []
        for first in range(last - 1, -1, -1):
            keys = max(keys, len(ordered[first].keys))
            options.append((cheapest[first] + _SEGMENT_COST + (last - first) * queries * keys, first))
        cost, first = min(options)
        cheapest.append(cost)
        starts.append(first)
    joined: list[list[Segment]] = []
    last = len(ordered)
    while last > 0:
        joined.append(ordered[starts[last] : last])
        last = starts[last]
    return joined[::-1]


def _build_block(
    segments: Sequence[Segment], depths: Tensor, ends: Tensor, window: int | None, dtype: torch.dtype
) -> Block:
    starts = torch.tensor([segment.start for segment in segments])[:, None]
    sizes = torch.tensor([segment.end - segment.start for segment in segments])[:, None]
    place = torch.arange(int(sizes.max()))[None]
    is_query = place < sizes
    queries = torch.where(is_query, starts + place, starts)
    counts = torch.tensor([len(segment.keys) for segment in segments])[:, None]
    is_key = torch.arange(int(counts.max()))[None] < counts
    keys = starts.expand(is_key.shape).clone()
    keys[is_key] = torch.cat([segment.keys for segment in segments])
    query, key = queries[:, :, None], keys[:, None]
    allowed = (key <= query) & (query < ends[key]) & is_query[:, :, None] & is_key[:, None]
    if window is not None:
        allowed &= depths[query] - depths[key] < window
    additive = torch.zeros(allowed.shape, dtype=dtype).masked_fill_(~allowed, torch.finfo(dtype).min)
    return Block(queries, is_query, keys, additive)


def _lay_out_heads(blocks: Sequence[Block], heads: int, key_heads: int) -> tuple[list[BlockRows], Tensor]:
    group = heads // key_heads
    head, key_head = torch.arange(heads)[:, None], torch.arange(key_heads)[:, None]
    rows: list[BlockRows] = []
    nodes: list[Tensor] = []
    places: list[Tensor] = []
    before = 0
    for block in blocks:
        count, queries = block.queries.shape
        of_queries = block.queries[:, None] * heads + head
        is_query = block.is_query[:, None].expand(count, heads, queries)
        place = before + torch.arange(of_queries.numel()).view(of_queries.shape)
        nodes.append(of_queries[is_query])
        places.append(place[is_query])
        before += of_queries.numel()
        rows.append(
            BlockRows(
                of_queries.flatten(),
                (block.keys[:, None] * key_heads + key_head).flatten(),
                block.additive.repeat(1, group, 1)[:, None],
                None if block.is_query.all() else is_query.flatten()[:, None],
            )
        )
    of_nodes = torch.cat(places)
    return rows, torch.empty_like(of_nodes).index_copy_(0, torch.cat(nodes), of_nodes)


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
    """PyTorch's own CPU kernel on each block."""

    @staticmethod
    def forward(ctx: Any, query: Tensor, key: Tensor, value: Tensor, mask: SegmentedMask, scale: float) -> Tensor:
        blocks, of_nodes = mask.find_rows(query.shape[1], key.shape[1])
        kept: list[Tensor] = []
        for block in blocks:
            result, norm = _forward(*_gather(block, query, key, value), attn_mask=block.additive, scale=scale)
            kept += [result, norm]
        ctx.save_for_backward(query, key, value, *kept)
        ctx.mask, ctx.scale = mask, scale
        return _by_node(kept[::2], of_nodes, query.shape[1])

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> tuple[Tensor | None, ...]:
        query, key, value, *kept = ctx.saved_tensors
        heads, key_heads = query.shape[1], key.shape[1]
        blocks, of_nodes = ctx.mask.find_rows(heads, key_heads)
        of_query: list[Tensor] = []
        of_key, of_value = torch.zeros_like(_rows_of(key)), torch.zeros_like(_rows_of(value))
        for block, result, norm in zip(blocks, kept[::2], kept[1::2], strict=True):
            gradient = _rows_of(gradients[0]).index_select(0, block.queries)
            if block.is_query is not None:
                gradient *= block.is_query
            states = _gather(block, query, key, value)
            of_queries, of_keys, of_values = _backward(
                gradient.view_as(states[0]),
                *states,
                result,
                norm,
                0.0,
                False,
                attn_mask=block.additive,
                scale=ctx.scale,
            )
            of_query.append(of_queries)
            of_key.index_add_(0, block.keys, of_keys.reshape(-1, key.shape[-1]))
            of_value.index_add_(0, block.keys, of_values.reshape(-1, value.shape[-1]))
        return (
            _by_node(of_query, of_nodes, heads),
            of_key.view(1, -1, key_heads, key.shape[-1]).transpose(1, 2),
            of_value.view(1, -1, key_heads, value.shape[-1]).transpose(1, 2),
            None,
            None,
        )


def _rows_of(states: Tensor) -> Tensor:
    """`[1, heads, nodes, size]` as `[nodes * heads, size]`, which is how a model's layers leave them in memory."""
    return states[0].transpose(0, 1).reshape(-1, states.shape[-1])


def _gather(block: BlockRows, query: Tensor, key: Tensor, value: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """The states of a block: `[segments, key heads, query heads of each * queries, size]`, and twice as many keys."""
    count, key_heads = len(block.additive), key.shape[1]
    states = ((query, block.queries), (key, block.keys), (value, block.keys))
    of_query, of_key, of_value = (
        _rows_of(of).index_select(0, rows).view(count, key_heads, -1, of.shape[-1]) for of, rows in states
    )
    return of_query, of_key, of_value


def _by_node(parts: Sequence[Tensor], of_nodes: Tensor, heads: int) -> Tensor:
    """Blocks' results as `[1, heads, nodes, size]`."""
    size = parts[0].shape[-1]
    flat = [part.reshape(-1, size) for part in parts]
    rows = flat[0] if len(flat) == 1 else torch.cat(flat)
    return rows.index_select(0, of_nodes).view(1, -1, heads, size).transpose(1, 2)
