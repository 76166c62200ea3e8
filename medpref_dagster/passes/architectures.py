"""Which models can be run over packs: what they say of themselves, and what they do when it is tried."""

import inspect
import itertools
import sys
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any
from weakref import WeakKeyDictionary

import torch
from torch import Tensor, nn
from transformers import PreTrainedModel

from medpref_dagster.passes.forward import (
    PackingUnsupportedError,
    find_transformer,
    lay_out_rows,
    list_layer_kinds,
    run_pack,
)
from medpref_dagster.passes.plain import score_plainly
from medpref_dagster.passes.trie import CompletionRow

_MASKED_ATTENTIONS = frozenset({"sdpa", "eager"})
_LAYER_KINDS = frozenset({"full_attention", "sliding_attention"})

_WINDOWED_MASK = "create_sliding_window_causal_mask"
"""What an architecture of transformers makes the masks of its sliding-window layers with."""

_EXACT = 1e-3
"""Nats, or that share of the mean log-probability where it is greater: in float32 no token's log-probability may
differ by more, nor follow another row's tokens by more. Rounding gives a tenth of it."""
_ROUNDED = 0.03
"""The same in a lower precision, of the mean difference; rounding gives a fifth of it."""

_TRIAL_TOKENS = 48

_Tried = tuple[str, str, bool]
"""Attention implementation, kind of device, training or not."""

_tried: WeakKeyDictionary[PreTrainedModel, dict[_Tried, str | None]] = WeakKeyDictionary()


def supports_packing(model: nn.Module) -> str | None:
    """Whether a model gives each row of a pack what it gives that row alone.

    First what its class and configuration say; then it is tried with a few short rows, once for each model, because
    an architecture may take a mask and positions and yet not do what they say.

    Parameters
    ----------
    model
        A causal language model, with or without PEFT adapters.

    Returns
    -------
    str or None
        None if so, else the reason why not, as an end of the sentence "the stock pass is used because ...".
    """
    peft_config: dict[str, Any] = getattr(model, "peft_config", {})
    for name, adapter in peft_config.items():
        if getattr(adapter, "is_prompt_learning", False):
            return f"adapter {name!r} learns virtual tokens in front of each row"
    base = find_transformer(model)
    if base is None:
        return f"{type(model).__name__} is no transformers model"
    config = base.config.get_text_config()
    if config.is_encoder_decoder:
        return "it is an encoder-decoder"
    accepted = inspect.signature(type(base).forward).parameters
    for argument in ("attention_mask", "position_ids", "logits_to_keep"):
        if argument not in accepted:
            return f"{type(base).__name__} takes no {argument}"
    if getattr(base, "_is_stateful", False):
        return f"{type(base).__name__} carries a recurrent state from token to token"
    if getattr(config, "alibi", False):
        return "its attention is biased by distance in the row (ALiBi)"
    kinds = set(list_layer_kinds(config))
    if unknown := kinds - _LAYER_KINDS:
        return f"it has layers of kind {', '.join(sorted(unknown))}"
    # Trying it with short rows, as below, would not show a window.
    if "sliding_attention" in kinds and not _makes_windowed_masks(base):
        return "it declares a sliding window and makes its masks without one"
    if "local" in getattr(config, "attention_layers", ()):
        return "it has local layers with a mask of their own"
    if getattr(config, "use_bidirectional_attention", False):
        return "its attention is bidirectional"
    rope = getattr(config, "rope_parameters", None) or {}
    rotations = {rope.get("rope_type")} | {item.get("rope_type") for item in rope.values() if isinstance(item, dict)}
    if rotations & {"dynamic", "longrope"}:
        return "its rotary embedding changes with the longest row of a batch"
    if getattr(config, "output_router_logits", False):
        return "its router loss depends on every token of every row"
    implementation = config._attn_implementation  # pyright: ignore[reportPrivateUsage]
    if implementation not in _MASKED_ATTENTIONS:
        return f"attention {implementation!r} takes no mask; load it with {' or '.join(sorted(_MASKED_ATTENTIONS))}"
    if model.training and (name := _find_dropout(model, config)):
        return f"dropout is active ({name})"
    return _try_pack(model, base)


def _makes_windowed_masks(base: PreTrainedModel) -> bool:
    # Where weights are shared, the model's class is one that was made for it; the architecture's own is above it.
    return any(hasattr(sys.modules[kind.__module__], _WINDOWED_MASK) for kind in type(base).__mro__)


def require_packing(model: nn.Module) -> None:
    """Raise `PackingUnsupportedError` if `supports_packing` gives a reason."""
    reason = supports_packing(model)
    if reason is not None:
        raise PackingUnsupportedError(f"packed passes cannot serve this model: {reason}")


def _try_pack(model: nn.Module, base: PreTrainedModel) -> str | None:
    """Run three short rows packed and plainly; None if they agree, else what they do instead.

    The weights are the model's own, so that what is tried costs no second model. Weights that make a wrong mask
    unseen (all zero) are let through.
    """
    implementation = str(base.config.get_text_config()._attn_implementation)  # pyright: ignore[reportPrivateUsage]
    key = (implementation, base.device.type, base.training)
    known = _tried.setdefault(base, {})
    if key not in known:
        was_training = model.training
        model.eval()
        try:
            known[key] = _compare_passes(model, base)
        finally:
            model.train(was_training)
    return known[key]


@contextmanager
def _in_whole_float32() -> Generator[None]:
    """TensorFloat-32 rounds a row in a pack otherwise than alone, by more than what is looked for here."""
    before = torch.get_float32_matmul_precision()
    torch.set_float32_matmul_precision("highest")
    try:
        yield
    finally:
        torch.set_float32_matmul_precision(before)


@torch.no_grad()
@_in_whole_float32()
def _compare_passes(model: nn.Module, base: PreTrainedModel) -> str | None:
    rows, with_another = _make_trial_rows(base)
    plain = dict(pair for batch in score_plainly(model, rows, 64) for pair in batch)
    expected = torch.stack([plain[row] for row in range(len(rows))])
    if not expected.isfinite().all():
        return None  # these weights give nothing to compare; who uses them says so
    try:
        packed, beside_another = _score_pack(model, rows), _score_pack(model, with_another)
    except torch.OutOfMemoryError:
        raise
    except Exception as error:  # whatever an architecture makes of a pack that it was not written for
        return f"{type(base).__name__} fails on a pack ({type(error).__name__})"
    scale = max(1.0, expected.abs().mean().item())
    own, others = (packed - expected).abs() / scale, (packed - beside_another)[:-1].abs() / scale
    if base.dtype == torch.float32 and not torch.is_autocast_enabled(base.device.type):
        differ, limit = own.max(), _EXACT
    else:
        differ, limit = own.mean(), _ROUNDED
    # Asked so that what is no number is refused, too.
    if not others.max() <= limit:
        return f"{type(base).__name__} lets a row of a pack see the other rows"
    return None if differ <= limit else f"{type(base).__name__} gives a row of a pack other numbers than alone"


def _make_trial_rows(base: PreTrainedModel) -> tuple[list[CompletionRow], list[CompletionRow]]:
    """Equally long rows that share a beginning, two of them a whole prompt; and the same with another last row."""
    config = base.config.get_text_config()
    named = {**base.config.to_dict(), **config.to_dict()}
    special = {value for name, value in named.items() if name.endswith("_token_id") and isinstance(value, int)}
    # Spread over the vocabulary, so that their embeddings are unlike.
    spread = (1 + index * 7919 % (config.vocab_size - 1) for index in range(config.vocab_size - 1))
    ordinary = itertools.islice((token for token in spread if token not in special), _TRIAL_TOKENS)
    # A pack has its rows in the order of their tokens, and the row that changes must come before the others: where
    # only what is in front is seen, it would else be unseen by itself.
    first, second, *others = sorted(ordinary)
    tokens = itertools.cycle(others[::2] + others[1::2])

    def take(count: int) -> list[int]:
        return list(itertools.islice(tokens, count))

    beginning = take(5)
    prompt = beginning + take(4)
    rows: list[CompletionRow] = [(prompt, take(4)), (prompt, take(4)), ([*beginning, first, *take(3)], take(4))]
    return rows, [*rows[:2], ([*beginning, second, *take(3)], take(4))]


def _score_pack(model: nn.Module, rows: list[CompletionRow]) -> Tensor:
    """Log-probability of each completion token, `[rows, tokens of a completion]`, by the pass that packs get here."""
    device = next(model.parameters()).device
    [pack] = lay_out_rows(model, rows, 256)
    scored = sorted(pack.scored_rows, key=lambda item: item.row)
    nodes = torch.tensor([item.nodes for item in scored], device=device)
    targets = torch.tensor([item.token_ids for item in scored], device=device)
    # On CUDA a sparse attention is compiled for each new shape; there the whole mask stands for it, and
    # `can_attend_by_blocks` asks for an architecture that takes its attention from transformers.
    logits = run_pack(model, pack, nodes.flatten(), whole_mask=device.type == "cuda").float()
    return logits.log_softmax(dim=-1).gather(1, targets.flatten()[:, None]).view(targets.shape)


def _find_dropout(model: nn.Module, config: Any) -> str | None:
    """The name of a dropout that would make the pass random: then rows that share a prefix share its noise."""
    for key in ("attention_dropout", "attn_pdrop", "attn_dropout", "attention_probs_dropout_prob"):
        if getattr(config, key, 0.0):
            return key
    for name, module in model.named_modules():
        if isinstance(module, nn.Dropout) and module.p > 0 and module.training:
            return name
    return None
