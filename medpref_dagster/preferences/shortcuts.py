"""Rules that rank pairs without reading the case: on lengths, on labels, on the first token in which answers differ.

Where such a rule ranks most pairs, a model lowers DPO's loss by learning the rule in place of the task. All but the
length rule is measured on the train split, which is what a model learns from.
"""

import itertools
from collections import Counter
from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import Any

import pyarrow as pa

from medpref_dagster.answering.answers import answer_fields, answer_labels
from medpref_dagster.answering.parsing import parse_answer
from medpref_dagster.declaration import Answer, TaskDeclaration, TextAnswer
from medpref_dagster.preferences.rejected import check_options, other_label

MAX_RULE_SHARE = 0.9
"""Over this share of pairs, a rule is told that ranks them."""

_RULES = {
    "length_rule": ("length alone", "length", "mix in rejected answers of other lengths"),
    "label_rule": ("labels alone", "the labels", "let every label be rejected as often as it is chosen"),
    "first_token_rule": (
        "the first differing token alone",
        "that token",
        "mix in rejected answers that differ in other places",
    ),
}
"""Key of a summary -> on what the rule is, what a model may learn, what to do."""

Change = tuple[tuple[str, str], ...]
"""(field, label) of one side of a pair, for the fields in which its sides differ."""


def measure_shortcuts(pairs: pa.Table, first_tokens: Mapping[str, tuple[int, int]], answer: Answer) -> dict[str, Any]:
    """What can be told of pairs without their prompts.

    Columns in: `PREFERENCE_PAIRS`.

    Parameters
    ----------
    pairs
        The pairs of all splits.
    first_tokens
        Pair id -> the first token in which its answers differ: the chosen one's, the rejected one's.
    answer
        The space of labels.

    Returns
    -------
    dict
        JSON values; those of labels are empty or null for free texts, shares of no pairs are null:

        - `length_rule`: share of pairs that the best rule on lengths ranks, see `measure_length_skew`; of all splits
        - `label_marginals`: for each field and label, the `pairs` whose sides differ in the field, and how often the
          label is `chosen` and `rejected` in them
        - `label_rule`: share of pairs with readable labels that the best rule on labels ranks, see `measure_order_rule`
        - `balanced_pairs`: pairs that stand against another one with the same labels in the other order
        - `first_token_rule`: share of pairs that the best rule on the first differing token ranks
    """
    train = [row for row in pairs.to_pylist() if row["split"] == "train"]
    changes = [change for row in train if (change := _read_change(answer, row["chosen"], row["rejected"])) is not None]
    tokens = [first_tokens[row["pair_id"]] for row in train]
    return {
        "length_rule": measure_length_skew(pairs["chosen_tokens"].to_pylist(), pairs["rejected_tokens"].to_pylist()),
        "label_marginals": list(_count_marginals(changes, answer)),
        "label_rule": measure_order_rule(changes),
        "balanced_pairs": count_balanced(changes),
        "first_token_rule": measure_order_rule(tokens),
    }


def measure_length_skew(chosen: Sequence[int], rejected: Sequence[int]) -> float | None:
    """The share of pairs that the better of "prefer the longer" and "prefer the shorter" would rank rightly.

    `max(P(chosen longer), P(chosen shorter)) + P(equal) / 2`, equal lengths being a coin's toss; 0.5 says that length
    tells nothing, 1 that a model may learn length and nothing else. None where there are no pairs.

    >>> measure_length_skew([3, 5, 4, 4], [2, 4, 4, 4])
    0.75
    """
    if not chosen:
        return None
    signs = [(a > b) - (a < b) for a, b in zip(chosen, rejected, strict=True)]
    return (max(signs.count(1), signs.count(-1)) + signs.count(0) / 2) / len(signs)


def measure_order_rule(pairs: Sequence[tuple[Hashable, Hashable]]) -> float | None:
    """The share of (chosen, rejected) that the best rule ranks which sees both and nothing of the case.

    For every two things that meet, the best rule prefers the one that is chosen more often:
    `sum over {a, b} of max(n(a over b), n(b over a)) / n`. No fixed order of all things ranks more. Two things that
    meet once in all pairs are a coin's toss: they tell of no other pair. 0.5 says that nothing can be told without
    reading, 1 that nothing need be read. None where there are no pairs.

    >>> measure_order_rule([("yes", "no"), ("yes", "no"), ("no", "yes"), ("yes", "maybe")])
    0.625
    """
    if not pairs:
        return None
    counts = Counter(pairs)
    ranked = 0.0
    for (one, other), count in counts.items():
        against = counts[other, one]
        if count + against == 1:
            ranked += 0.5
        elif count > against:
            ranked += count
        elif count == against:  # met again as (other, one)
            ranked += count / 2
    return ranked / len(pairs)


def count_balanced(pairs: Sequence[tuple[Hashable, Hashable]]) -> int:
    """How many of (chosen, rejected) stand against another one in the other order.

    >>> count_balanced([("yes", "no"), ("yes", "no"), ("no", "yes")])
    2
    """
    counts = Counter(pairs)
    return sum(min(count, counts[other, one]) for (one, other), count in counts.items())


def find_shortcuts(summary: Mapping[str, Any], task: TaskDeclaration) -> Iterator[str]:
    """What ranks the pairs without reading, as sentences.

    Parameters
    ----------
    summary
        Has what `measure_shortcuts` gives, and the `splits` of `summarize_pairs`.
    task
        Declares `rejected.max_marginal_gap`.
    """
    for name, (of_what, learned, cure) in _RULES.items():
        if (summary[name] or 0) > MAX_RULE_SHARE:
            yield (
                f"A rule on {of_what} would rank {summary[name]:.0%} of the pairs: a model may learn {learned} "
                f"instead of the task; {cure}."
            )
    for field, rows in itertools.groupby(summary["label_marginals"], key=lambda row: row["field"]):
        told = _tell_marginals(field, list(rows), summary, task)
        if told is not None:
            yield told


def _tell_marginals(
    field: str, rows: Sequence[Mapping[str, Any]], summary: Mapping[str, Any], task: TaskDeclaration
) -> str | None:
    """The sentence on a field of which a label is not chosen as often as it is rejected."""
    widest = max(rows, key=_measure_gap)
    count, most = widest["pairs"], task.rejected.max_marginal_gap
    # One pair too many is no skew: an odd number of pairs cannot be balanced.
    if _measure_gap(widest) <= 1 or _measure_gap(widest) / count <= most:
        return None
    return (
        f"{field}: {widest['label']!r} is chosen in {widest['chosen'] / count:.0%} and rejected in "
        f"{widest['rejected'] / count:.0%} of the {count} train pairs that differ in it, further apart than "
        f"rejected.max_marginal_gap {most:.0%}: a model may learn which label is frequent instead of the task, a rule "
        f"on labels alone ranks {summary['label_rule']:.0%} of the pairs{_find_cure(rows, summary, task)}."
    )


def _find_cure(rows: Sequence[Mapping[str, Any]], summary: Mapping[str, Any], task: TaskDeclaration) -> str:
    """How the strategy that is declared could come to equal marginals, as the end of a sentence."""
    declared = check_options(task)
    if not isinstance(declared, other_label.Options):
        return ""
    if not declared.balance:
        return "; `options: {balance: true}` of other_label draws every two labels in both orders equally often"
    majority = max(rows, key=lambda row: row["chosen"])
    if 2 * majority["chosen"] <= majority["pairs"]:
        return ""
    balanced = summary["balanced_pairs"]
    told = (
        f"; {majority['label']!r} is the gold label of more than half of them, which no draw can balance: "
        f"{balanced} of {summary['splits']['train']} train pairs are balanced"
    )
    return f"{told} and were made first, so `rejected.pairs: {balanced}` keeps those alone" if balanced else told


def _measure_gap(row: Mapping[str, Any]) -> int:
    return abs(row["chosen"] - row["rejected"])


def _read_change(answer: Answer, chosen: str, rejected: str) -> tuple[Change, Change] | None:
    """The labels in which two answers differ; None where one has none that can be read."""
    if isinstance(answer, TextAnswer):
        return None
    right, wrong = parse_answer(answer, chosen), parse_answer(answer, rejected)
    if right is None or wrong is None:
        return None
    fields = [field for field in right if right[field] != wrong[field]]
    return tuple((field, right[field]) for field in fields), tuple((field, wrong[field]) for field in fields)


def _count_marginals(changes: Sequence[tuple[Change, Change]], answer: Answer) -> Iterator[dict[str, Any]]:
    """One row a label, in declared order, of the fields in which any pair differs."""
    chosen, rejected = (Counter(part for change in changes for part in change[side]) for side in (0, 1))
    for field in answer_fields(answer):
        labels = answer_labels(answer, field)
        pairs = sum(chosen[field, label] for label in labels)
        for label in labels if pairs else ():
            yield {
                "field": field,
                "label": label,
                "pairs": pairs,
                "chosen": chosen[field, label],
                "rejected": rejected[field, label],
            }
