"""Attention over a pack on a GPU: FlexAttention, which computes only the blocks of the mask that hold something.

Where a CPU takes `passes.attention`, CUDA takes this: the mask of a pack is a function of two node indexes, from which
PyTorch compiles one kernel for forward and one for backward (Dong et al., FlexAttention, 2024, arXiv 2412.05496).
transformers' own `flex_attention` calls it, with grouped key heads and soft caps.
"""

from typing import Any

import torch
from torch import Tensor
from torch.nn.attention.flex_attention import BlockMask, create_block_mask
from torch.utils._triton import has_triton  # pyright: ignore[reportPrivateImportUsage, reportUnknownVariableType]
from transformers import PreTrainedModel

from medpref_dagster.passes.attention import takes_registered_attention
from medpref_dagster.passes.trie import Pack

BLOCK_ATTENTION = "flex_attention"
"""The name of transformers' own."""

SHORTEST_ROW_FOR_BLOCKS = 1024
"""Tokens. Packs of shorter rows are laid out short instead, and attend under their whole mask: on an H100 the kernels'
compilation takes longer than whole trainings of notes that short."""

_LEAST_HEAD_SIZE = 16
"""FlexAttention's kernels take no smaller heads."""


def can_attend_by_blocks(model: PreTrainedModel) -> bool:
    """Whether a model may run under `BLOCK_ATTENTION`: on CUDA where kernels can be compiled."""
    config: Any = model.config.get_text_config()
    head_size = getattr(config, "head_dim", None) or config.hidden_size // config.num_attention_heads
    return (
        model.device.type == "cuda"
        and takes_registered_attention(model)
        and config._attn_implementation == "sdpa"
        and head_size >= _LEAST_HEAD_SIZE
        # A checkpointed layer runs once more in the backward pass, when the model attends otherwise again.
        and not (model.training and model.is_activation_checkpointing)
        and has_triton()
    )


def build_block_mask(pack: Pack, window: int | None, device: torch.device | str) -> BlockMask:
    """A pack's mask, see `Pack.attention_allowed`, as FlexAttention takes it.

    Parameters
    ----------
    window
        For a sliding-window layer, how many positions a token sees, itself included.
    """
    ends = torch.tensor(pack.subtree_ends, device=device)
    depths = torch.tensor(pack.depths, device=device)

    def is_ancestor(_batch: Tensor, _head: Tensor, query: Tensor, key: Tensor) -> Tensor:
        return (key <= query) & (query < ends[key])

    reach = len(pack) if window is None else window

    def is_near_ancestor(batch: Tensor, head: Tensor, query: Tensor, key: Tensor) -> Tensor:
        return is_ancestor(batch, head, query, key) & (depths[query] - depths[key] < reach)

    allowed = is_ancestor if window is None else is_near_ancestor
    return create_block_mask(allowed, B=None, H=None, Q_LEN=len(pack), KV_LEN=len(pack), device=str(device))
