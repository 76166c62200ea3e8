"""Token sequences as tries, so that a pass computes each distinct prefix once.

Every case of a task begins with the same system prompt and instruction, and a pair's chosen and rejected answers
begin with the same prompt. Laid out as a trie in preorder, such rows share the nodes of what they have in common:
a causal language model's hidden state depends on a token's ancestors alone, so one pass over the nodes, in which
node i attends to node j where j is i or an ancestor of i and whose positions are the depths, gives each row exactly
what a pass over that row alone gives.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

CompletionRow = tuple[Sequence[int], Sequence[int]]
"""Token ids of a prompt (at least one) and of the completion behind it (possibly none)."""

_PACK_COST = 48
"""What a pack costs beside its nodes, in tokens' worth of linear layers: every operator is called once more."""
PACK_COST_ON_GPU = 4096
"""The same on a GPU, which waits for the operators' calls rather than for its products (H100, hidden 576, mlp 1536)."""
_DENSE_LENGTH = 3072
"""Nodes at which attention over a whole mask costs as much as the linear layers (hidden 576, mlp 1536)."""


_LONG_ROW_EXCESS = 1.25
"""How far a pack around a row that is above the budget may go beyond that row. A pair with a long prompt is then one
pack, not the prompt computed twice."""


class PackingError(ValueError):
    """Rows that cannot be laid out as a trie."""


@dataclass(frozen=True)
class ScoredRow:
    """Where the log-probabilities of one row's completion are read off a pack."""

    row: int
    """Index of the row in what was packed."""
    nodes: list[int]
    """For each completion token, the node whose hidden state predicts it (its parent in the trie)."""
    token_ids: list[int]
    """The completion's tokens."""


@dataclass(frozen=True)
class Pack:
    """A trie in preorder: a node's descendants follow it without a gap."""

    token_ids: list[int]
    depths: list[int]
    """Distance from the row's first token, which has 0: the token's position in its row."""
    subtree_ends: list[int]
    """Node j's subtree is j, j+1, ..., subtree_ends[j] - 1."""
    scored_rows: list[ScoredRow]

    def __len__(self) -> int:
        """Count the nodes."""
        return len(self.token_ids)

    def attention_allowed(self, window: int | None = None, device: torch.device | str = "cpu") -> Tensor:
        """Which node attends to which.

        Parameters
        ----------
        window
            For a sliding-window layer, how many positions a token sees, itself included.

        Returns
        -------
        Tensor
            `[nodes, nodes]`, bool; true at (i, j) where j is i or an ancestor of i, within the window.
        """
        node = torch.arange(len(self), device=device)
        ends = torch.tensor(self.subtree_ends, device=device)
        allowed = (node[None, :] <= node[:, None]) & (node[:, None] < ends[None, :])
        if window is not None and window <= max(self.depths):
            depth = torch.tensor(self.depths, device=device)
            allowed &= depth[:, None] - depth[None, :] < window
        return allowed


def pack_rows(
    rows: Sequence[CompletionRow], token_budget: int, *, dense_attention: bool = True, pack_cost: float = _PACK_COST
) -> list[Pack]:
    """Lay rows out as tries of at most a number of nodes each.

    Rows with a common prefix become neighbours by sorting; the sorted rows are cut into packs where that costs
    least, so that a long common prefix is computed in as few packs as possible.

    Parameters
    ----------
    rows
        (prompt, completion) token ids. A completion's last token is predicted but predicts nothing, so it is no
        node. Rows without completion are left out.
    token_budget
        Nodes of one pack. A single row above it gets a pack of its own, with what shares most of it: such a pack
        has at most a quarter more nodes than its longest row.
    dense_attention
        Whether attention will cost the square of a pack's length, which speaks for shorter packs.
    pack_cost
        What one more pack costs, in tokens' worth of linear layers.

    Raises
    ------
    PackingError
        If a row with a completion has an empty prompt: nothing would predict its first token.
    """
    scored = [index for index, (_, completion) in enumerate(rows) if len(completion)]
    for index in scored:
        if not len(rows[index][0]):
            raise PackingError(f"row {index} has an empty prompt; its completion's first token has no predecessor")
    paths = {index: [*rows[index][0], *rows[index][1][:-1]] for index in scored}
    order = sorted(scored, key=lambda index: (paths[index], index))
    shared = [0] + [count_shared_tokens(paths[a], paths[b]) for a, b in itertools.pairwise(order)]
    cuts = _cut_cheaply([len(paths[index]) for index in order], shared, token_budget, dense_attention, pack_cost)
    return [
        _build_pack(
            [(index, paths[index], list(rows[index][1])) for index in order[start:end]], [0, *shared[start + 1 : end]]
        )
        for start, end in cuts
    ]


def count_shared_tokens(a: Sequence[int], b: Sequence[int]) -> int:
    """Length of the longest common prefix."""
    length = min(len(a), len(b))
    different = np.flatnonzero(np.asarray(a[:length]) != np.asarray(b[:length]))
    return int(different[0]) if len(different) else length


def _cut_cheaply(
    lengths: list[int], shared: list[int], token_budget: int, dense_attention: bool, pack_cost: float
) -> list[tuple[int, int]]:
    """Cut sorted rows into packs `[start, end)` of least total cost, by dynamic programming.

    `shared[k]` is what row k has in common with row k - 1, and thereby with every earlier row of its pack.
    """
    cheapest = [0.0]
    starts: list[int] = []
    for end in range(1, len(lengths) + 1):
        best, best_start = float("inf"), end - 1
        nodes = longest = 0
        for start in range(end - 1, -1, -1):
            nodes += lengths[start] - (shared[start + 1] if start + 1 < end else 0)
            longest = max(longest, lengths[start])
            limit = token_budget if longest <= token_budget else _LONG_ROW_EXCESS * longest
            if nodes > limit and start < end - 1:
                break
            attention = nodes * nodes / _DENSE_LENGTH if dense_attention else 0.0
            cost = cheapest[start] + pack_cost + nodes + attention
            if cost < best:
                best, best_start = cost, start
        cheapest.append(best)
        starts.append(best_start)
    cuts: list[tuple[int, int]] = []
    end = len(lengths)
    while end:
        cuts.append((starts[end - 1], end))
        end = starts[end - 1]
    return cuts[::-1]


def _build_pack(rows: list[tuple[int, list[int], list[int]]], shared: list[int]) -> Pack:
    token_ids: list[int] = []
    depths: list[int] = []
    ends: list[int] = []
    scored_rows: list[ScoredRow] = []
    path: list[int] = []  # the nodes of the row before
    for (index, tokens, completion), common in zip(rows, shared, strict=True):
        for node in path[common:]:
            ends[node] = len(token_ids)
        new = range(len(token_ids), len(token_ids) + len(tokens) - common)
        path = [*path[:common], *new]
        token_ids += tokens[common:]
        depths += range(common, len(tokens))
        ends += [0] * len(new)
        scored_rows.append(ScoredRow(index, path[len(tokens) - len(completion) :], completion))
    for node in path:
        ends[node] = len(token_ids)
    return Pack(token_ids, depths, ends, scored_rows)
