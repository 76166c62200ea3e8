"""One pass of a model over a pack: the masks that each kind of layer takes, and the logits at some nodes."""

from collections.abc import Callable, Generator, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from typing import Any, TypeVar

import torch
from torch import Tensor, nn
from torch.nn.attention.flex_attention import BlockMask
from transformers import PreTrainedModel
from transformers.cache_utils import Cache

from medpref_dagster.passes.attention import (
    SEGMENTED_ATTENTION,
    attending_by,
    build_segmented_mask,
    can_attend_by_segments,
    carry_mask,
    cut_into_segments,
)
from medpref_dagster.passes.block_attention import (
    BLOCK_ATTENTION,
    SHORTEST_ROW_FOR_BLOCKS,
    build_block_mask,
    can_attend_by_blocks,
)
from medpref_dagster.passes.patching import patched
from medpref_dagster.passes.rotation import fused_rotation
from medpref_dagster.passes.trie import PACK_COST_ON_GPU, CompletionRow, Pack, pack_rows

LayerMask = TypeVar("LayerMask", Tensor, BlockMask)


class PackingUnsupportedError(ValueError):
    """A model that cannot be run over packs; the message says why. Use the stock pass instead."""


def unwrap_model(model: nn.Module) -> PreTrainedModel:
    """The transformers model inside PEFT and data-parallel wrappers."""
    base = find_transformer(model)
    if base is None:
        raise PackingUnsupportedError(f"{type(model).__name__} is no transformers model")
    return base


def find_transformer(model: nn.Module) -> PreTrainedModel | None:
    """As `unwrap_model`; None where there is none."""
    while not isinstance(model, PreTrainedModel):
        inner = getattr(model, "module", None) or (
            model.get_base_model() if hasattr(model, "get_base_model") else None  # pyright: ignore
        )
        if not isinstance(inner, nn.Module):
            return None
        model = inner
    return model


def lay_out_rows(model: nn.Module, rows: Sequence[CompletionRow], token_budget: int) -> list[Pack]:
    """`pack_rows` for the attention that `run_pack` will use."""
    base = unwrap_model(model)
    longest = max((len(prompt) + len(completion) - 1 for prompt, completion in rows), default=0)
    sparse = can_attend_by_segments(base) or (longest >= SHORTEST_ROW_FOR_BLOCKS and can_attend_by_blocks(base))
    if base.device.type == "cuda":
        return pack_rows(rows, token_budget, dense_attention=not sparse, pack_cost=PACK_COST_ON_GPU)
    return pack_rows(rows, token_budget, dense_attention=not sparse)


def run_pack(
    model: nn.Module, pack: Pack, nodes: Tensor, cache: Cache | None = None, *, whole_mask: bool = False
) -> Tensor:
    """The model's own logits at some nodes of a pack, `[len(nodes), vocabulary]`, in one pass.

    Parameters
    ----------
    nodes
        Indexes into the pack, int64.
    cache
        If given, it is empty before and holds each node's keys and values after.
    whole_mask
        Attend under the whole mask also where a sparse attention would serve.
    """
    device = nodes.device
    base = unwrap_model(model)
    arguments = {
        "input_ids": torch.tensor([pack.token_ids], device=device),
        "position_ids": torch.tensor([pack.depths], device=device),
        "logits_to_keep": nodes,
        "past_key_values": cache,
        "use_cache": cache is not None,
    }
    with _last_layer_at(base, nodes), fused_rotation(base):
        if not whole_mask and can_attend_by_segments(base):
            segments = cut_into_segments(pack)
            masks = build_layer_masks(
                base, lambda window: carry_mask(build_segmented_mask(pack, segments, window, base.dtype))
            )
            with attending_by(base, SEGMENTED_ATTENTION):
                return model(**arguments, attention_mask=masks).logits[0]

        if not whole_mask and can_attend_by_blocks(base) and max(pack.depths) + 1 >= SHORTEST_ROW_FOR_BLOCKS:
            masks = build_layer_masks(base, lambda window: build_block_mask(pack, window, device))
            with attending_by(base, BLOCK_ATTENTION):
                return model(**arguments, attention_mask=masks).logits[0]

        masks = build_layer_masks(
            base, lambda window: make_additive(pack.attention_allowed(window, device)[None, None], base.dtype)
        )
        return model(**arguments, attention_mask=masks).logits[0]


@contextmanager
def _last_layer_at(model: PreTrainedModel, nodes: Tensor) -> Generator[None]:
    """Compute the last layer where logits are wanted only, but for keys and values: nothing reads it elsewhere."""
    with ExitStack() as patches:
        for module in _find_last_parts(model):
            patches.enter_context(patched(module, partial(_run_at, module.forward, nodes)))
        yield


def _run_at(forward: Callable[[Tensor], Tensor], nodes: Tensor, hidden: Tensor) -> Tensor:
    kept = forward(hidden[:, nodes])
    return kept.new_zeros(*hidden.shape[:-1], kept.shape[-1]).index_copy_(1, nodes, kept)


def _find_last_parts(model: PreTrainedModel) -> list[nn.Module]:
    """Of the last layer the gated MLP, the queries' and the outputs' projection, which treat each token by itself.

    None of them where the layer has another block.
    """
    if model.training and model.is_activation_checkpointing:
        return []  # the layer runs once more in the backward pass, when the methods are no longer there
    layers = getattr(model.get_decoder(), "layers", None)
    mlp = getattr(layers[-1], "mlp", None) if layers else None
    if not all(isinstance(getattr(mlp, name, None), nn.Module) for name in ("gate_proj", "up_proj", "down_proj")):
        return []
    attention = getattr(layers[-1], "self_attn", None) if layers else None
    projections = [getattr(attention, name, None) for name in ("q_proj", "o_proj")]
    return [part for part in (mlp, *projections) if isinstance(part, nn.Module)]


def build_layer_masks(
    model: PreTrainedModel, build: Callable[[int | None], LayerMask]
) -> LayerMask | dict[str, LayerMask]:
    """The 4D attention mask of each kind of layer; transformers passes one through as it is.

    Parameters
    ----------
    build
        Given the kind's sliding window (None for full attention), its mask.

    Returns
    -------
    Tensor or dict
        The mask, or the masks by kind of layer where a model has several.
    """
    config = model.config.get_text_config()
    windows = {
        kind: config.sliding_window if kind == "sliding_attention" else None
        for kind in sorted(set(list_layer_kinds(config)))
    }
    if len(windows) == 1:
        return build(*windows.values())
    return {kind: build(window) for kind, window in windows.items()}


def make_additive(allowed: Tensor, dtype: torch.dtype) -> Tensor:
    """A mask to add to attention scores: 0 where allowed, the dtype's least number elsewhere."""
    return torch.zeros(allowed.shape, dtype=dtype, device=allowed.device).masked_fill_(~allowed, torch.finfo(dtype).min)


def list_layer_kinds(config: Any) -> Sequence[str]:
    """The kind of each layer's attention, by the names that transformers has for them; one for all where alike."""
    kinds = getattr(config, "layer_types", None)
    if kinds:
        return kinds
    return ["sliding_attention" if getattr(config, "sliding_window", None) else "full_attention"]
