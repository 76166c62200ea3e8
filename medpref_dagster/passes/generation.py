"""Answers token by token: the prompts' shared prefixes are computed once, and rows leave as they finish.

A batch's prompts go through the model as token tries (`trie`); each row then takes its own path's keys and values
out of the trie's, and the batch goes on with one token a row and step.
"""

import hashlib
import logging
import time
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from typing import Any, cast

import torch
from torch import Tensor, nn
from transformers import GenerationConfig, LogitsProcessorList, StoppingCriteriaList
from transformers.cache_utils import Cache, DynamicCache, DynamicLayer

from medpref_dagster.passes.architectures import supports_packing
from medpref_dagster.passes.forward import (
    PackingUnsupportedError,
    build_layer_masks,
    lay_out_rows,
    make_additive,
    run_pack,
    unwrap_model,
)
from medpref_dagster.passes.plain import batch_equal_lengths
from medpref_dagster.passes.products import fast_products
from medpref_dagster.passes.trie import PackingError
from medpref_dagster.progress import Progress, Tell, silent
from medpref_dagster.shards import who_divides

_LOG = logging.getLogger(__name__)

IsFinished = Callable[[list[int]], bool]
"""Told the tokens that a row has generated so far: whether the answer is complete without any more."""

_Choose = Callable[[Tensor, list[int], int], Tensor]
"""(logits `[rows, vocabulary]`, the rows' indexes, step) -> token ids `[rows]`."""

_KEPT_PER_PASS_TOKEN = 4
"""Tokens whose keys and values a batch may keep, for each token of a pass. A step reads every weight whatever the
number of rows, so more rows are almost free; a pass token's own activations and logits take more than four tokens'
keys and values do (SmolLM2-135M: 240 against 46 kB, Llama-3-8B: 600 against 131 kB)."""

_COMPACT_BELOW = 0.75
"""Share of running rows under which the others' keys and values are dropped: copying what stays costs about as
much as one step saves."""


@torch.no_grad()
def generate_greedy(
    model: nn.Module,
    prompts: Sequence[Sequence[int]],
    *,
    max_new_tokens: int,
    stop_token_ids: Collection[int],
    token_budget: int,
    is_finished: IsFinished | None = None,
    tell: Tell = silent,
) -> list[list[int]]:
    """Answer prompts with the most probable token at each step.

    The answers are those of `model.generate(do_sample=False)`, token for token in float32, without the penalties
    that a model's own generation configuration may add.

    Parameters
    ----------
    model
        A causal language model; run in eval mode.
    prompts
        Token ids, at least one each.
    max_new_tokens
        At most so many tokens an answer.
    stop_token_ids
        Tokens that end an answer.
    token_budget
        Tokens of one pass; four times as many tokens' keys and values are kept at once (rows of a batch times its
        longest row). A single row above it still runs.
    is_finished
        Ends an answer earlier, e.g. once its label is there.

    Returns
    -------
    list of list of int
        For each prompt the new tokens, with the stop token where there was one.

    Raises
    ------
    PackingUnsupportedError
        If the model is no causal language model. Where `supports_packing` gives another reason, transformers' own
        `generate` is used, and a warning says so.
    PackingError
        If a prompt is empty.
    """

    def choose(logits: Tensor, _rows: list[int], _step: int) -> Tensor:
        return logits.argmax(dim=-1)

    with fast_products(model):
        return _generate(model, prompts, choose, max_new_tokens, stop_token_ids, token_budget, is_finished, tell)


@torch.no_grad()
def sample(
    model: nn.Module,
    prompts: Sequence[Sequence[int]],
    *,
    temperature: float,
    seed: int,
    max_new_tokens: int,
    stop_token_ids: Collection[int],
    token_budget: int,
    is_finished: IsFinished | None = None,
    tell: Tell = silent,
) -> list[list[int]]:
    """Answer prompts with tokens drawn from the model's distribution at a temperature.

    A row's draws depend on the seed, its prompt and how often that prompt stood before it, not on the other rows;
    repeat a prompt to draw several answers. Parameters, returns and errors as `generate_greedy`; `temperature`
    above 0.

    Raises
    ------
    ValueError
        If the temperature is not above 0.
    """
    if not temperature > 0:
        raise ValueError(f"temperature {temperature} is not above 0; use generate_greedy for the most probable answer")
    uniforms = _draw_uniforms(prompts, seed, max_new_tokens)

    def choose(logits: Tensor, rows: list[int], step: int) -> Tensor:
        # Inverse of the cumulative distribution, in float64 so that the same draw falls on the same token whatever
        # else is in the batch.
        cumulative = torch.softmax(logits.double() / temperature, dim=-1).cumsum(dim=-1)
        point = uniforms[rows, step].to(logits.device)[:, None] * cumulative[:, -1:]
        return torch.searchsorted(cumulative, point, right=True)[:, 0].clamp(max=logits.shape[-1] - 1)

    with fast_products(model):
        return _generate(model, prompts, choose, max_new_tokens, stop_token_ids, token_budget, is_finished, tell)


def _draw_uniforms(prompts: Sequence[Sequence[int]], seed: int, count: int) -> Tensor:
    """Numbers in [0, 1), `[rows, count]` float64, each row's from its own generator."""
    before: Counter[tuple[int, ...]] = Counter()
    rows: list[Tensor] = []
    for prompt in prompts:
        key = tuple(prompt)
        digest = hashlib.sha256(f"{seed}\0{before[key]}\0{','.join(map(str, key))}".encode()).digest()
        before[key] += 1
        generator = torch.Generator().manual_seed(int.from_bytes(digest[:8], "big", signed=True))
        rows.append(torch.rand(count, generator=generator, dtype=torch.float64))
    return torch.stack(rows) if rows else torch.zeros(0, count)


def _generate(
    model: nn.Module,
    prompts: Sequence[Sequence[int]],
    choose: _Choose,
    max_new_tokens: int,
    stop_token_ids: Collection[int],
    token_budget: int,
    is_finished: IsFinished | None,
    tell: Tell,
) -> list[list[int]]:
    for index, prompt in enumerate(prompts):
        if not len(prompt):
            raise PackingError(f"prompt {index} is empty; there is nothing to go on from")
    answers: list[list[int]] = [[] for _ in prompts]
    was_training = model.training
    model.eval()
    started, done = time.monotonic(), 0
    try:
        if reason := supports_packing(model):
            _LOG.warning("prompts are read row by row, without sharing their prefixes: %s", reason)
            return _generate_plainly(
                model, prompts, choose, max_new_tokens, stop_token_ids, token_budget, is_finished, tell
            )
        processes = who_divides(model)
        batches = processes.deal(_split_batches(_make_batches(prompts, max_new_tokens, token_budget), processes.count))
        mine = [row for rows in batches for row in rows]
        for rows in batches:
            batch = _Batch(model, [prompts[row] for row in rows], max_new_tokens, token_budget)
            running = rows
            for step in range(max_new_tokens):
                token_ids = choose(batch.logits, running, step).tolist()
                for row, token in zip(running, token_ids, strict=True):
                    answers[row].append(token)
                going_on = [
                    place
                    for place, row in enumerate(running)
                    if not _has_ended(answers[row], stop_token_ids, is_finished)
                ]
                if not going_on or step + 1 == max_new_tokens:
                    break
                running = [running[place] for place in going_on]
                batch.advance([token_ids[place] for place in going_on], going_on)
            done += len(rows)
            left = (time.monotonic() - started) / done * (len(mine) - done)
            tell(Progress("generation", done, len(mine), "rows", seconds_left=left))
        found = processes.merge({row: answers[row] for row in mine})
        answers = [found[row] for row in range(len(prompts))]
    finally:
        model.train(was_training)
    return answers


def _generate_plainly(
    model: nn.Module,
    prompts: Sequence[Sequence[int]],
    choose: _Choose,
    max_new_tokens: int,
    stop_token_ids: Collection[int],
    token_budget: int,
    is_finished: IsFinished | None,
    tell: Tell,
) -> list[list[int]]:
    """By transformers' own `generate`, in batches of equally long prompts, so that nothing is padded."""
    base = unwrap_model(model)
    if base.config.is_encoder_decoder:
        raise PackingUnsupportedError("an encoder-decoder takes its prompt otherwise; declare a causal language model")
    answers: list[list[int]] = [[] for _ in prompts]
    done = 0
    lengths = {row: len(prompt) for row, prompt in enumerate(prompts)}
    for rows in batch_equal_lengths(lengths, token_budget, max_new_tokens):
        length = lengths[rows[0]]
        input_ids = torch.tensor([list(prompts[row]) for row in rows], device=base.device)

        def only_the_choice(ids: Tensor, scores: Tensor, rows: list[int] = rows, length: int = length) -> Tensor:
            chosen = choose(scores, rows, ids.shape[1] - length)
            return torch.full_like(scores, -torch.inf).scatter_(1, chosen[:, None], 0.0)

        def are_finished(ids: Tensor, _scores: Any, length: int = length) -> Tensor:
            ended = [_has_ended(row[length:], stop_token_ids, is_finished) for row in ids.tolist()]
            return torch.tensor(ended, device=ids.device)

        generated = cast(Any, base).generate(
            input_ids=input_ids,
            attention_mask=torch.ones_like(input_ids),
            generation_config=GenerationConfig(max_new_tokens=max_new_tokens, do_sample=False, pad_token_id=0),
            logits_processor=LogitsProcessorList([only_the_choice]),
            stopping_criteria=StoppingCriteriaList([are_finished]),
        )
        for row, new in zip(rows, generated[:, length:].tolist(), strict=True):
            ends = (end for end in range(1, len(new)) if _has_ended(new[:end], stop_token_ids, is_finished))
            answers[row] = new[: next(ends, len(new))]
        done += len(rows)
        tell(Progress("generation", done, len(prompts), "rows"))
    return answers


def _has_ended(answer: list[int], stop_token_ids: Collection[int], is_finished: IsFinished | None) -> bool:
    return answer[-1] in stop_token_ids or (is_finished is not None and is_finished(answer))


def _make_batches(prompts: Sequence[Sequence[int]], max_new_tokens: int, token_budget: int) -> list[list[int]]:
    """Row indexes of each batch, longest rows first, so that memory and time left show early what is to come."""
    batches: list[list[int]] = []
    longest = 0
    for row in sorted(range(len(prompts)), key=lambda row: (-len(prompts[row]), list(prompts[row]), row)):
        if not batches or (len(batches[-1]) + 1) * (longest + max_new_tokens) > _KEPT_PER_PASS_TOKEN * token_budget:
            batches.append([])
            longest = len(prompts[row])
        batches[-1].append(row)
    return batches


def _split_batches(batches: list[list[int]], least: int) -> list[list[int]]:
    """At least so many batches, where there are as many rows: the longest is halved until there are.

    A row's answer does not depend on the others of its batch but for rounding.
    """
    while batches and len(batches) < least and len(longest := max(batches, key=len)) > 1:
        place, middle = batches.index(longest), len(longest) // 2
        batches = [*batches[:place], longest[:middle], longest[middle:], *batches[place + 1 :]]
    return batches


class _RowsLayer(DynamicLayer):
    """Keys and values of a batch's rows in one layer, written in place into room made once."""

    def __init__(self, keys: Tensor, values: Tensor, rows: int, columns: int, used: int) -> None:
        super().__init__()
        self.is_initialized = True
        self.used = used  # columns
        # [rows, heads, columns, head size]; zeros, because a masked column must still be finite
        self.key_room = keys.new_zeros(rows, keys.shape[1], columns, keys.shape[3])
        self.value_room = values.new_zeros(rows, values.shape[1], columns, values.shape[3])

    def read_prompts(self, rows: Tensor, keys: Tensor, values: Tensor) -> None:
        self.key_room[rows, :, : self.used] = keys
        self.value_room[rows, :, : self.used] = values

    def update(self, key_states: Tensor, value_states: Tensor, *_args: Any, **_kwargs: Any) -> tuple[Tensor, Tensor]:
        end = self.used + key_states.shape[-2]
        self.key_room[:, :, self.used : end] = key_states
        self.value_room[:, :, self.used : end] = value_states
        self.used = end
        return self.key_room[:, :, :end], self.value_room[:, :, :end]

    def get_seq_length(self) -> int:
        return self.used

    def keep_rows(self, places: Tensor) -> None:
        self.key_room, self.value_room = self.key_room[places], self.value_room[places]


class _Batch:
    """Rows that are being answered: their keys and values, and the logits of each one's next token."""

    def __init__(self, model: nn.Module, prompts: list[Sequence[int]], max_new_tokens: int, token_budget: int) -> None:
        self.model = model
        self.base = unwrap_model(model)
        self.device = next(model.parameters()).device
        self.lengths = torch.tensor([len(prompt) for prompt in prompts], device=self.device)
        self.width = int(self.lengths.max())  # columns of the prompts; generated tokens have the columns behind
        self.step = 0
        self.places = list(range(len(prompts)))  # where each running row's keys and values lie
        self.layers, self.logits = self._read_prompts(prompts, max_new_tokens, token_budget)

    def _read_prompts(
        self, prompts: list[Sequence[int]], max_new_tokens: int, token_budget: int
    ) -> tuple[list[_RowsLayer], Tensor]:
        layers: list[_RowsLayer] = []
        logits = torch.empty(0)
        # A completion of one token makes the prompt's last token the one scored node of the row.
        for pack in lay_out_rows(self.model, [(prompt, [0]) for prompt in prompts], token_budget):
            cache = DynamicCache()
            last = torch.tensor([scored.nodes[0] for scored in pack.scored_rows], device=self.device)
            rows = torch.tensor([scored.row for scored in pack.scored_rows], device=self.device)
            ends, which = torch.unique(last, return_inverse=True)
            pack_logits = run_pack(self.model, pack, ends, cache)[which]
            states = [
                cast(tuple[Tensor, Tensor], (layer.keys, layer.values)) for layer in cast(list[Any], cache.layers)
            ]
            if not layers:
                columns = self.width + max_new_tokens
                layers = [_RowsLayer(keys, values, len(prompts), columns, self.width) for keys, values in states]
                logits = pack_logits.new_empty(len(prompts), pack_logits.shape[-1])
            allowed = pack.attention_allowed(device=self.device)
            paths = torch.zeros(len(last), self.width, dtype=torch.long, device=self.device)
            for place, node in enumerate(last.tolist()):
                path = torch.nonzero(allowed[node]).flatten()
                paths[place, : len(path)] = path
            for layer, (keys, values) in zip(layers, states, strict=True):
                layer.read_prompts(rows, keys[0][:, paths].transpose(0, 1), values[0][:, paths].transpose(0, 1))
            logits[rows] = pack_logits
        return layers, logits

    def advance(self, token_ids: list[int], going_on: list[int]) -> None:
        """Take one token for each row that goes on (by its place in `logits`) and find the next one's logits."""
        self.places = [self.places[place] for place in going_on]
        room_rows = len(self.lengths)
        if len(self.places) < _COMPACT_BELOW * room_rows:
            kept = torch.tensor(self.places, device=self.device)
            for layer in self.layers:
                layer.keep_rows(kept)
            self.lengths = self.lengths[kept]
            self.places = list(range(len(self.places)))
            room_rows = len(self.places)
        # Rows that have finished but still lie in the room take any token; nothing reads what they give.
        tokens = torch.zeros(room_rows, 1, dtype=torch.long)
        tokens[self.places, 0] = torch.tensor(token_ids)
        outputs = self.model(
            input_ids=tokens.to(self.device),
            position_ids=(self.lengths + self.step)[:, None],
            attention_mask=build_layer_masks(self.base, self._see_columns),
            past_key_values=Cache(layers=list(self.layers)),
            use_cache=True,
        )
        self.step += 1
        self.logits = outputs.logits[self.places, -1]

    def _see_columns(self, window: int | None) -> Tensor:
        """Which columns each row's newest token attends to, `[rows, 1, 1, columns]`, additive."""
        column = torch.arange(self.width + self.step + 1, device=self.device)[None]
        length = self.lengths[:, None]
        generated = column >= self.width
        seen = generated | (column < length)
        if window is not None:
            depth = torch.where(generated, length + column - self.width, column)
            seen = seen & (length + self.step - depth < window)
        return make_additive(seen[:, None, None], self.base.dtype)
