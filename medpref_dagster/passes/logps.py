"""Log-probabilities of completions, with each distinct prefix computed once and logits only where a token is scored.

The numbers and gradients are those of a padded pass over each row; only the work differs.
"""

import logging
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

import torch
from torch import Tensor, nn
from torch.utils.checkpoint import checkpoint

from medpref_dagster.passes.architectures import require_packing, supports_packing
from medpref_dagster.passes.forward import lay_out_rows, run_pack
from medpref_dagster.passes.plain import score_plainly
from medpref_dagster.passes.products import fast_products
from medpref_dagster.passes.trie import CompletionRow, Pack
from medpref_dagster.progress import Progress, Tell, silent
from medpref_dagster.shards import has_shared_weights
from medpref_dagster.together import together

_LOG = logging.getLogger(__name__)

IGNORED_LABEL = -100


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


def completion_logps(model: nn.Module, rows: Sequence[CompletionRow], token_budget: int) -> list[Tensor]:
    """Log-probability of each completion token.

    Parameters
    ----------
    rows
        (prompt, completion) token ids.
    token_budget
        Tokens of one pass, see `pack_rows`, and with gradient the tokens whose activations are kept until
        `backward`: passes beyond it are computed once more there, so rows that fit are a third faster. Of a model
        whose weights several processes share all activations are kept.

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
    model: nn.Module, rows: Sequence[CompletionRow], token_budget: int, tell: Tell = silent
) -> list[float]:
    """Log-probability of each completion, summed over its tokens.

    Scores pairs for the reference and the options of a question; rows with the same prompt share it. Parameters
    as `completion_logps`; the model runs in eval mode. Several processes compute every so manieth pack each, so that
    each number is that of one process, bit by bit; row by row, where packs cannot be used, each computes all.

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
    sums: dict[int, float] = {}
    processes, packed = together(), False
    was_training = model.training
    model.eval()
    done = 0
    try:
        if reason := supports_packing(model):
            _LOG.warning("completions are scored row by row, without sharing their prompts: %s", reason)
            batches = score_plainly(model, rows, token_budget)
        else:
            batches = _score_packs(model, rows, token_budget)
            packed = True
        with fast_products(model):
            for scored in batches:
                for row, log_probs in scored:
                    sums[row] = log_probs.double().sum().item()
                done += len(scored)
                tell(Progress("log-probabilities", done, len(rows), "rows"))
    finally:
        model.train(was_training)
    if packed:
        sums = processes.merge(sums)
    return [sums.get(row, 0.0) for row in range(len(rows))]


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
    device = labels.device
    rows: list[CompletionRow] = []
    places: list[Tensor] = []  # per row, flat indexes into [rows, width]
    kept: list[Tensor] = []  # per row, which tokens of all rows' completions are scored
    tokens_before = 0
    # Read once: on a GPU each question about a row would wait for all that was computed before it.
    read = (input_ids.cpu(), attention_mask.cpu().bool(), labels.cpu())
    for index, (ids, real, wanted) in enumerate(zip(*read, strict=True)):
        columns = torch.nonzero(real).flatten()
        tokens, scored = ids[columns].tolist(), (wanted[columns] != IGNORED_LABEL)
        scored[:1] = False
        where = torch.nonzero(scored).flatten()
        first, end = (int(where[0]), int(where[-1]) + 1) if len(where) else (len(tokens), len(tokens))
        rows.append((tokens[:first], tokens[first:end]))
        kept.append(tokens_before + where - first)
        places.append(index * width + columns[where] - 1)
        tokens_before += end - first
    scores = _score_rows(model, rows, token_budget, statistics=True)
    place, keep = torch.cat(places).to(device), torch.cat(kept).to(device)

    def spread(values: list[Tensor]) -> Tensor:
        chosen = torch.cat(values)[keep]
        flat = chosen.new_zeros(labels.shape[0] * width)
        return flat.index_copy(0, place, chosen).view(labels.shape[0], width)

    log_probs = spread([item.log_probs for item in scores])
    mask = torch.zeros(labels.shape[0] * width, dtype=torch.bool, device=device)
    mask[place] = True
    return PackedOutput(
        log_probs=log_probs,
        entropy=spread([item.entropy for item in scores]),
        mean_logits=spread([item.mean_logits for item in scores]),
        is_top1=spread([item.is_top1 for item in scores]),
        loss=-log_probs.sum() / max(1, len(place)),
        label_mask=mask.view(labels.shape[0], width),
    )


def _score_rows(
    model: nn.Module, rows: Sequence[CompletionRow], token_budget: int, *, statistics: bool
) -> list[TokenScores]:
    require_packing(model)
    device = next(model.parameters()).device
    nothing = torch.zeros(0, device=device)
    found = [TokenScores(nothing, nothing, nothing, nothing.bool())] * len(rows)
    packs = lay_out_rows(model, rows, token_budget)
    following = sum(len(pack) for pack in packs)
    shared = has_shared_weights(model)
    most = max(together().gather(len(packs))) if shared else len(packs)
    for pack in packs:
        # Computed once more in the backward pass, a pack would gather every block of shared weights at once.
        if not shared and torch.is_grad_enabled() and following > token_budget and pack is not packs[-1]:
            # The backward pass comes to this pack last, when the following ones' activations are gone.
            parts = checkpoint(
                _score_pack, model, pack, statistics=statistics, use_reentrant=False, preserve_rng_state=False
            )
        else:
            parts = _score_pack(model, pack, statistics=statistics)
        following -= len(pack)
        for scored, scores in zip(pack.scored_rows, cast(list[TokenScores], parts), strict=True):
            found[scored.row] = scores
    for _ in range(len(packs), most):
        found[0] = replace(found[0], log_probs=found[0].log_probs + _pass_nothing(model))
    return found


def _pass_nothing(model: nn.Module) -> Tensor:
    """Zero, with a gradient of zero, by a pass: another process makes one and needs this one's part of the weights."""
    [pack] = lay_out_rows(model, [([0], [0])], token_budget=2)
    [scores] = _score_pack(model, pack, statistics=False)
    return 0.0 * scores.log_probs.sum()


def _score_packs(
    model: nn.Module, rows: Sequence[CompletionRow], token_budget: int
) -> Iterator[list[tuple[int, Tensor]]]:
    """(row, log-probability of each completion token), pack by pack."""
    packs, processes = lay_out_rows(model, rows, token_budget), together()
    own = processes.deal(packs)
    for pack in own:
        scores = _score_pack(model, pack, statistics=False)
        yield [(scored.row, part.log_probs) for scored, part in zip(pack.scored_rows, scores, strict=True)]
    if has_shared_weights(model) and len(own) < math.ceil(len(packs) / processes.count):
        _pass_nothing(model)


def _score_pack(model: nn.Module, pack: Pack, *, statistics: bool) -> list[TokenScores]:
    device = next(model.parameters()).device
    nodes = torch.tensor([node for scored in pack.scored_rows for node in scored.nodes])
    targets = torch.tensor([token for scored in pack.scored_rows for token in scored.token_ids], device=device)
    positions, which = (part.to(device) for part in torch.unique(nodes, return_inverse=True))
    logits = run_pack(model, pack, positions).float()
    log_probs, distribution, norm = cast(tuple[Tensor, Tensor, Tensor], _PickedLogProbs.apply(logits, which, targets))
    lengths = [len(scored.token_ids) for scored in pack.scored_rows]
    if not statistics:
        unknown = log_probs.new_zeros(0)
        return [TokenScores(part, unknown, unknown, unknown) for part in log_probs.split(lengths)]
    with torch.no_grad():
        entropy = norm - (distribution[:, None] @ logits[:, :, None]).flatten()
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


class _PickedLogProbs(torch.autograd.Function):
    """Of logits x `[nodes, vocabulary]` the log-probabilities `x_t - norm` of some tokens, with the least kept.

    Gives them, `[tokens]`, the distributions `[nodes, vocabulary]` and their norms `log sum exp x`, `[nodes]`. The
    gradient by x is `(1 where t, else 0) - distribution`, for which the distribution's memory is taken: a second
    backward pass through one forward pass is refused by autograd.
    """

    @staticmethod
    def forward(ctx: Any, logits: Tensor, which: Tensor, targets: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        distribution = torch.softmax(logits, dim=-1)
        greatest, place = logits.max(dim=-1, keepdim=True)
        greatest, of_greatest = greatest.flatten(), distribution.gather(1, place).log().flatten()
        ctx.save_for_backward(distribution, which, targets)
        norm = greatest - of_greatest
        ctx.mark_non_differentiable(distribution, norm)
        # Not x_t - norm: a difference of two logits is exact, a norm as large as they are has lost digits.
        return logits[which, targets] - greatest[which] + of_greatest[which], distribution, norm

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> tuple[Tensor | None, ...]:
        distribution, which, targets = ctx.saved_tensors
        of_nodes = torch.zeros_like(distribution[:, 0]).index_put_((which,), gradients[0], accumulate=True)
        of_logits = distribution.mul_(of_nodes.neg_()[:, None])
        return of_logits.index_put_((which, targets), gradients[0], accumulate=True), None, None
