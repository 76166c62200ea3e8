"""What speaks against pairs without reading them: opposite preferences, and answers preferred for their length."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa

from medpref_dagster.feedback.judgements import Judgement, group_judgements
from medpref_dagster.verdict.intervals import Interval, compute_wilson_interval
from medpref_dagster.words import split_terms


@dataclass(frozen=True)
class Opposed:
    """How often preferences contradict each other."""

    compared: int
    """Pairs of answers that two clinicians or more chose between, without a tie."""
    opposed: int
    """Of these, those with a clinician on either side."""
    contradicting_pairs: int
    """Preference pairs of whose prompt the opposite pair is in the table, too."""


@dataclass(frozen=True)
class Lengths:
    """Whether the longer answer is preferred."""

    chosen_words: float
    """Mean."""
    rejected_words: float
    longer_chosen: Interval
    """Share of pairs in which the longer answer is chosen, of those of unequal length; 1/2 is no bias."""
    unequal: int


def find_opposed(judgements: Sequence[Judgement], pairs: pa.Table) -> Opposed:
    """Opposite preferences, before pairs are made of them and after.

    Columns in, of FEEDBACK_PAIRS: prompt, chosen, rejected.
    """
    decided = [item for item in judgements if item.family == "preferred" and item.label is not None]
    groups = [
        group
        for group in group_judgements(decided, lambda item: item.item).values()
        if len({item.clinician for item in group}) > 1
    ]
    sides: defaultdict[tuple[str, frozenset[str]], set[str]] = defaultdict(set)
    rows = pairs.select(["prompt", "chosen", "rejected"]).to_pylist()
    for row in rows:
        sides[row["prompt"], frozenset((row["chosen"], row["rejected"]))].add(row["chosen"])
    return Opposed(
        compared=len(groups),
        opposed=sum(len({item.label for item in group}) > 1 for group in groups),
        contradicting_pairs=sum(
            len(sides[row["prompt"], frozenset((row["chosen"], row["rejected"]))]) > 1 for row in rows
        ),
    )


def measure_lengths(pairs: pa.Table, confidence: float = 0.95) -> Lengths | None:
    """Length bias in words; None where there are no pairs.

    Columns in, of FEEDBACK_PAIRS: chosen, rejected.
    """
    if not pairs.num_rows:
        return None
    chosen, rejected = ([len(split_terms(text)) for text in pairs[name].to_pylist()] for name in ("chosen", "rejected"))
    unequal = [(left, right) for left, right in zip(chosen, rejected, strict=True) if left != right]
    longer = sum(left > right for left, right in unequal)
    nan = float("nan")
    return Lengths(
        chosen_words=sum(chosen) / len(chosen),
        rejected_words=sum(rejected) / len(rejected),
        longer_chosen=compute_wilson_interval(longer, len(unequal), confidence) if unequal else Interval(nan, nan, nan),
        unequal=len(unequal),
    )
