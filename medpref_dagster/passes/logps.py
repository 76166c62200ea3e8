"""Log-probabilities of completions, with each distinct prefix computed once and logits only where a token is scored.

The numbers and gradients are those of a padded pass over each row; only the work differs.
"""

import inspect
import itertools
import logging
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar, cast

import torch
from torch import Tensor, nn
from torch.nn.attention.flex_attention import BlockMask
from torch.utils.checkpoint import checkpoint
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
from medpref_dagster.passes.block_attention import BLOCK_ATTENTION, build_block_mask, can_attend_by_blocks
from medpref_dagster.passes.products import fast_products
from medpref_dagster.passes.trie import CompletionRow, Pack, PackingError, pack_rows
from medpref_dagster.progress import Progress, Report, silent

_LOG = logging.getLogger(__name__)

IGNORED_LABEL = -100

LayerMask = TypeVar("LayerMask", Tensor, BlockMask)

_MASKED_ATTENTIONS = frozenset({"sdpa", "eager"})
_LAYER_KINDS = frozenset({"full_attention", "sliding_attention"})


class PackingUnsupportedError(ValueError):
    """A model that cannot be run over packs; the message says why. Use the stock pass instead."""


@dataclass(frozen=True)
class TokenScores:
    """What a model says of some tokens, each seen from its predecessor. All tensors have the tokens' shape."""

    log_probs: Tensor
    """Nats, float32, with gradient where enabled."""
    entropy: Tensor
    """Of the distribution that the token was drawn from; nats, without gradient."""
    mean_logits: Tensor
    """Mean over the vocabulary, without gradient."""
    is_top1: Tensor
    """Whether the token had the greatest logit; bool."""


@dataclass(frozen=True)
class PackedOutput(TokenScores):
    """`TokenScores` shaped `[rows, length - 1]`, zero or false where nothing is scored.

    Has the fields that TRL 1.16's `DPOTrainer` and `SFTTrainer` read from
    `model(..., labels=..., fused_lm_head=True)`.
    """

    loss: Tensor
    """Mean negative log-probability of the scored tokens, with gradient."""
    label_mask: Tensor
    """Where a token is scored; bool."""
    aux_loss: None = None


def supports_packing(model: nn.Module) -> str | None:
    """Whether a model gives each row of a pack what it gives that row alone.

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
    base = _find_transformer(model)
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
    unknown = set(_list_layer_kinds(config)) - _LAYER_KINDS
    if unknown:
        return f"it has layers of kind {', '.join(sorted(unknown))}"
    if getattr(config, "use_bidirectional_attention", False):
        return "its attention is bidirectional"
    rope = getattr(config, "rope_parameters", None) or {}
    kinds = {rope.get("rope_type")} | {item.get("rope_type") for item in rope.values() if isinstance(item, dict)}
    if kinds & {"dynamic", "longrope"}:
        return "its rotary embedding changes with the longest row of a batch"
    if getattr(config, "output_router_logits", False):
        return "its router loss depends on every token of every row"
    implementation = config._attn_implementation  # pyright: ignore[reportPrivateUsage]
    if implementation not in _MASKED_ATTENTIONS:
        return f"attention {implementation!r} takes no mask; load it with {' or '.join(sorted(_MASKED_ATTENTIONS))}"
    if model.training and (name := _find_dropout(model, config)):
        return f"dropout is active ({name})"
    return None


def completion_logps(model: nn.Module, rows: Sequence[CompletionRow], token_budget: int) -> list[Tensor]:
    """Log-probability of each completion token.

    Parameters
    ----------
    rows
        (prompt, completion) token ids.
    token_budget
        Tokens of one pass, see `pack_rows`, and with gradient the tokens whose activations are kept until
        `backward`: passes beyond it are computed once more there, so rows that fit are a third faster.

    Returns
    -------
    list of Tensor
        For each row, `[completion length]`, float32, nats; with gradient where enabled.

    Raises
    ------
    PackingUnsupportedError
        If `supports_packing` gives a reason.
    PackingError
        If a row has a completion but no prompt.
    """
    return [scores.log_probs for scores in _score_rows(model, rows, token_budget, statistics=False)]


@torch.no_grad()
def score_completions(
    model: nn.Module, rows: Sequence[CompletionRow], token_budget: int, report: Report = silent
) -> list[float]:
    """Log-probability of each completion, summed over its tokens.

    Scores pairs for the reference and the options of a question; rows with the same prompt share it. Parameters
    as `completion_logps`; the model runs in eval mode.

    Returns
    -------
    list of float
        For each row, nats, summed in float64; 0.0 for an empty completion.

    Raises
    ------
    PackingUnsupportedError
        If the model is no causal language model. Where `supports_packing` gives another reason, a stock pass is
        used, and a warning says so.
    PackingError
        If a row has a completion but no prompt.
    """
    sums = [0.0] * len(rows)
    was_training = model.training
    model.eval()
    done = 0
    try:
        if reason := supports_packing(model):
            _LOG.warning("completions are scored row by row, without sharing their prompts: %s", reason)
            batches = _score_plainly(model, rows, token_budget)
        else:
            batches = _score_packs(model, rows, token_budget)
        with fast_products(model):
            for scored in batches:
                for row, log_probs in scored:
                    sums[row] = log_probs.double().sum().item()
                done += len(scored)
                report(Progress("log-probabilities", done, len(rows), "rows"))
    finally:
        model.train(was_training)
    return sums


def packed_forward(
    model: nn.Module, input_ids: Tensor, attention_mask: Tensor, labels: Tensor, token_budget: int
) -> PackedOutput:
    """Do what TRL's `model(..., labels=labels, fused_lm_head=True)` does, by packs.

    Parameters
    ----------
    input_ids, attention_mask
        `[rows, length]`; padding on either side, or anywhere, is where `attention_mask` is 0.
    labels
        `[rows, length]`: the token itself where it is scored, -100 elsewhere. As in the stock pass, a row's first
        column is never scored.
    token_budget
        See `completion_logps`, whose errors it shares.

    Returns
    -------
    PackedOutput
        Column t belongs to the token in column t + 1.
    """
    width = labels.shape[1] - 1
    rows: list[CompletionRow] = []
    places: list[Tensor] = []  # per row, flat indexes into [rows, width]
    kept: list[Tensor] = []  # per row, which tokens of its completion are scored
    for index, (ids, real, wanted) in enumerate(zip(input_ids, attention_mask.bool(), labels, strict=True)):
        columns = torch.nonzero(real).flatten()
        tokens, scored = ids[columns].tolist(), (wanted[columns] != IGNORED_LABEL)
        scored[:1] = False
        where = torch.nonzero(scored).flatten()
        first, end = (int(where[0]), int(where[-1]) + 1) if len(where) else (len(tokens), len(tokens))
        rows.append((tokens[:first], tokens[first:end]))
        kept.append(scored[first:end])
        places.append(index * width + columns[where] - 1)
    scores = _score_rows(model, rows, token_budget, statistics=True)
    place = torch.cat(places)

    def spread(values: list[Tensor]) -> Tensor:
        chosen = torch.cat([value[keep] for value, keep in zip(values, kept, strict=True)])
        flat = chosen.new_zeros(labels.shape[0] * width)
        return flat.index_copy(0, place, chosen).view(labels.shape[0], width)

    log_probs = spread([item.log_probs for item in scores])
    mask = torch.zeros(labels.shape[0] * width, dtype=torch.bool, device=labels.device)
    mask[place] = True
    return PackedOutput(
        log_probs=log_probs,
        entropy=spread([item.entropy for item in scores]),
        mean_logits=spread([item.mean_logits for item in scores]),
        is_top1=spread([item.is_top1 for item in scores]),
        loss=-log_probs.sum() / max(1, len(place)),
        label_mask=mask.view(labels.shape[0], width),
    )


def packed_log_probs(
    model: nn.Module, input_ids: Tensor, attention_mask: Tensor, labels: Tensor, token_budget: int
) -> Tensor:
    """Only the `log_probs` of `packed_forward`: `[rows, length - 1]`, nats, zero where nothing is scored."""
    return packed_forward(model, input_ids, attention_mask, labels, token_budget).log_probs


def _score_rows(
    model: nn.Module, rows: Sequence[CompletionRow], token_budget: int, *, statistics: bool
) -> list[TokenScores]:
    require_packing(model)
    device = next(model.parameters()).device
    nothing = torch.zeros(0, device=device)
    found = [TokenScores(nothing, nothing, nothing, nothing.bool())] * len(rows)
    packs = lay_out_rows(model, rows, token_budget)
    following = sum(len(pack) for pack in packs)
    for pack in packs:
        if torch.is_grad_enabled() and following > token_budget and pack is not packs[-1]:
            # The backward pass comes to this pack last, when the following ones' activations are gone.
            parts = checkpoint(
                _score_pack, model, pack, statistics=statistics, use_reentrant=False, preserve_rng_state=False
            )
        else:
            parts = _score_pack(model, pack, statistics=statistics)
        following -= len(pack)
        for scored, scores in zip(pack.scored_rows, cast(list[TokenScores], parts), strict=True):
            found[scored.row] = scores
    return found


def _score_packs(
    model: nn.Module, rows: Sequence[CompletionRow], token_budget: int
) -> Iterator[list[tuple[int, Tensor]]]:
    """(row, log-probability of each completion token), pack by pack."""
    for pack in lay_out_rows(model, rows, token_budget):
        scores = _score_pack(model, pack, statistics=False)
        yield [(scored.row, part.log_probs) for scored, part in zip(pack.scored_rows, scores, strict=True)]


def _score_plainly(
    model: nn.Module, rows: Sequence[CompletionRow], token_budget: int
) -> Iterator[list[tuple[int, Tensor]]]:
    """The same by stock passes over equally long rows, so that nothing is padded."""
    base = unwrap_model(model)
    if base.config.is_encoder_decoder:
        raise PackingUnsupportedError("an encoder-decoder takes its prompt otherwise; declare a causal language model")
    lengths = {row: len(prompt) + len(completion) for row, (prompt, completion) in enumerate(rows) if len(completion)}
    for row in lengths:
        if not len(rows[row][0]):
            raise PackingError(f"row {row} has an empty prompt; its completion's first token has no predecessor")
    for batch in batch_equal_lengths(lengths, token_budget):
        input_ids = torch.tensor([[*rows[row][0], *rows[row][1]] for row in batch], device=base.device)
        logits = model(input_ids=input_ids, attention_mask=torch.ones_like(input_ids)).logits
        log_distribution = logits[:, -input_ids.shape[1] : -1].float().log_softmax(dim=-1)
        log_probs = log_distribution.gather(2, input_ids[:, 1:, None])[..., 0]
        yield [(row, log_probs[place, len(rows[row][0]) - 1 :]) for place, row in enumerate(batch)]


def batch_equal_lengths(lengths: Mapping[int, int], token_budget: int, new_tokens: int = 0) -> Iterator[list[int]]:
    """Rows of one length at a time, shortest first, with at most `token_budget` tokens a batch (or one row)."""
    for length, group in itertools.groupby(
        sorted(lengths, key=lambda row: (lengths[row], row)), key=lengths.__getitem__
    ):
        rows = list(group)
        size = max(1, token_budget // (length + new_tokens))
        yield from (rows[start : start + size] for start in range(0, len(rows), size))


def _score_pack(model: nn.Module, pack: Pack, *, statistics: bool) -> list[TokenScores]:
    device = next(model.parameters()).device
    nodes = torch.tensor([node for scored in pack.scored_rows for node in scored.nodes], device=device)
    targets = torch.tensor([token for scored in pack.scored_rows for token in scored.token_ids], device=device)
    positions, which = torch.unique(nodes, return_inverse=True)
    logits = run_pack(model, pack, positions).float()
    log_distribution = torch.log_softmax(logits, dim=-1)
    log_probs = log_distribution[which, targets]
    lengths = [len(scored.token_ids) for scored in pack.scored_rows]
    if not statistics:
        unknown = log_probs.new_zeros(0)
        return [TokenScores(part, unknown, unknown, unknown) for part in log_probs.split(lengths)]
    with torch.no_grad():
        entropy = -torch.linalg.vecdot(log_distribution.exp(), log_distribution)
        mean_logits = logits.mean(dim=-1)
        best = logits.argmax(dim=-1)
        is_top1 = best[which] == targets
    return [
        TokenScores(*parts)
        for parts in zip(
            log_probs.split(lengths),
            entropy[which].split(lengths),
            mean_logits[which].split(lengths),
            is_top1.split(lengths),
            strict=True,
        )
    ]


def lay_out_rows(model: nn.Module, rows: Sequence[CompletionRow], token_budget: int) -> list[Pack]:
    """`pack_rows` for the attention that `run_pack` will use."""
    base = unwrap_model(model)
    sparse = can_attend_by_segments(base) or can_attend_by_blocks(base)
    return pack_rows(rows, token_budget, dense_attention=not sparse)


def run_pack(model: nn.Module, pack: Pack, nodes: Tensor, cache: Cache | None = None) -> Tensor:
    """The model's own logits at some nodes of a pack, `[len(nodes), vocabulary]`, in one pass.

    A cache, if given, is empty before and holds each node's keys and values after.
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
    with _last_mlp_at(base, nodes):
        if can_attend_by_segments(base):
            segments = cut_into_segments(pack)
            masks = build_layer_masks(
                base, lambda window: carry_mask(build_segmented_mask(pack, segments, window, base.dtype))
            )
            with attending_by(base, SEGMENTED_ATTENTION):
                return model(**arguments, attention_mask=masks).logits[0]

        if can_attend_by_blocks(base):
            masks = build_layer_masks(base, lambda window: build_block_mask(pack, window, device))
            with attending_by(base, BLOCK_ATTENTION):
                return model(**arguments, attention_mask=masks).logits[0]

        masks = build_layer_masks(
            base, lambda window: make_additive(pack.attention_allowed(window, device)[None, None], base.dtype)
        )
        return model(**arguments, attention_mask=masks).logits[0]


@contextmanager
def _last_mlp_at(model: PreTrainedModel, nodes: Tensor) -> Generator[None]:
    """Compute the last layer's MLP where logits are wanted only: nothing reads it elsewhere."""
    mlp = _find_last_mlp(model)
    if mlp is None:
        yield
        return
    stock = mlp.forward

    def forward(hidden: Tensor) -> Tensor:
        kept = stock(hidden[:, nodes])
        return kept.new_zeros(hidden.shape).index_copy_(1, nodes, kept)

    mlp.forward = forward
    try:
        yield
    finally:
        del mlp.forward  # the class's own method is there again


def _find_last_mlp(model: PreTrainedModel) -> nn.Module | None:
    """A gated MLP, which treats each token by itself; None where the last layer has another block."""
    if model.training and model.is_activation_checkpointing:
        return None  # the layer runs once more in the backward pass, when the method is no longer there
    layers = getattr(model.get_decoder(), "layers", None)
    mlp = getattr(layers[-1], "mlp", None) if layers else None
    gated = all(isinstance(getattr(mlp, name, None), nn.Module) for name in ("gate_proj", "up_proj", "down_proj"))
    return mlp if gated else None


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
        for kind in sorted(set(_list_layer_kinds(config)))
    }
    if len(windows) == 1:
        return build(*windows.values())
    return {kind: build(window) for kind, window in windows.items()}


def make_additive(allowed: Tensor, dtype: torch.dtype) -> Tensor:
    """A mask to add to attention scores: 0 where allowed, the dtype's least number elsewhere."""
    return torch.zeros(allowed.shape, dtype=dtype, device=allowed.device).masked_fill_(~allowed, torch.finfo(dtype).min)


def require_packing(model: nn.Module) -> None:
    """Raise `PackingUnsupportedError` if `supports_packing` gives a reason."""
    reason = supports_packing(model)
    if reason is not None:
        raise PackingUnsupportedError(f"packed passes cannot serve this model: {reason}")


def unwrap_model(model: nn.Module) -> PreTrainedModel:
    """The transformers model inside PEFT and data-parallel wrappers."""
    base = _find_transformer(model)
    if base is None:
        raise PackingUnsupportedError(f"{type(model).__name__} is no transformers model")
    return base


def _find_transformer(model: nn.Module) -> PreTrainedModel | None:
    while not isinstance(model, PreTrainedModel):
        inner = getattr(model, "module", None) or (
            model.get_base_model() if hasattr(model, "get_base_model") else None  # pyright: ignore
        )
        if not isinstance(inner, nn.Module):
            return None
        model = inner
    return model


def _list_layer_kinds(config: Any) -> Sequence[str]:
    kinds = getattr(config, "layer_types", None)
    if kinds:
        return kinds
    return ["sliding_attention" if getattr(config, "sliding_window", None) else "full_attention"]


def _find_dropout(model: nn.Module, config: Any) -> str | None:
    """The name of a dropout that would make the pass random: then rows that share a prefix share its noise."""
    for key in ("attention_dropout", "attn_pdrop", "attn_dropout", "attention_probs_dropout_prob"):
        if getattr(config, key, 0.0):
            return key
    for name, module in model.named_modules():
        if isinstance(module, nn.Dropout) and module.p > 0 and module.training:
            return name
    return None
