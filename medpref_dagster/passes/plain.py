"""A model's own pass over whole rows: for architectures that packs cannot serve, and what packs are held against."""

import itertools
from collections.abc import Iterator, Mapping, Sequence

import torch
from torch import Tensor, nn

from medpref_dagster.passes.forward import PackingUnsupportedError, unwrap_model
from medpref_dagster.passes.trie import CompletionRow, PackingError


def score_plainly(
    model: nn.Module, rows: Sequence[CompletionRow], token_budget: int
) -> Iterator[list[tuple[int, Tensor]]]:
    """Log-probabilities by the model's own passes over equally long rows, so that nothing is padded.

    Yields
    ------
    list of (int, Tensor)
        Pass by pass: a row's index, and the log-probability of each of its completion's tokens in nats, float32.
        Rows without completion are left out.

    Raises
    ------
    PackingUnsupportedError
        If the model is an encoder-decoder.
    PackingError
        If a row has a completion but no prompt.
    """
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
