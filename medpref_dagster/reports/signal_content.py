"""What the signal report tells, as JSON values: who, how far they agree, what changed, what the pairs are worth."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import pyarrow as pa

from medpref_dagster.declaration import Answer, TextAnswer
from medpref_dagster.declaration.signal import SignalRules
from medpref_dagster.disclosure import Disclosure, may_show
from medpref_dagster.feedback.agreement import ALL, measure_agreement
from medpref_dagster.feedback.drift import OTHER_REASONS, count_weeks, find_changes
from medpref_dagster.feedback.edits import EditRules
from medpref_dagster.feedback.judgements import Judgement, list_judgements
from medpref_dagster.feedback.quality import find_opposed, measure_lengths
from medpref_dagster.feedback.reliability import (
    ClinicianReliability,
    describe_clinician,
    estimate_label_noise,
    measure_reliability,
    weigh_pairs,
)
from medpref_dagster.preferences.shortcuts import measure_shortcuts
from medpref_dagster.reports.signal_synthesis import Synthesized, describe_synthesis
from medpref_dagster.sources.duplicates import choose_dropped_duplicates, group_exact_duplicates
from medpref_dagster.verdict.intervals import Interval
from medpref_dagster.words import split_terms

NO_SPECIALTY = "none named"
_FREE_TEXT = TextAnswer(kind="text", column="text")
"""Answers without labels."""


@dataclass(frozen=True)
class Signal:
    """What clinicians did, as tables, and how it is judged."""

    reactions: pa.Table
    """REACTIONS"""
    pairs: pa.Table
    """FEEDBACK_PAIRS"""
    examples: pa.Table
    """ACCEPTED_EXAMPLES"""
    rules: SignalRules
    edits: EditRules
    """Which edits are trivial."""
    words_per_second: float
    """Accepted faster than that, an answer was not read."""
    answer: Answer | None = None
    """The task's answer, for the marginals of its labels."""
    synthesis: Synthesized | None = None
    """Synthetic pairs, where they are declared."""


def describe_signal(signal: Signal, title: str, *, disclosure: Disclosure) -> dict[str, Any]:
    """The report's content.

    Parameters
    ----------
    title
        The feedback's, as declared.
    disclosure
        Says whether its texts may be shown: where not, reasons are numbered, not said.
    """
    reliability = signal.rules.reliability
    judgements = list_judgements(signal.reactions, signal.edits)
    clinicians = measure_reliability(signal.reactions, judgements, reliability, signal.words_per_second)
    content: dict[str, Any] = {
        "title": title,
        "disclosure": disclosure.value,
        "totals": _count_totals(signal, judgements),
        "use": reliability.use,
        "words_per_second": signal.words_per_second,
        "rules": signal.rules.model_dump(mode="json"),
        "clinicians": [describe_clinician(item) for item in clinicians],
        "agreement": [
            {
                **asdict(item),
                "specialty": NO_SPECIALTY if item.specialty is None else item.specialty,
                "whole": item.specialty == ALL,
                "alpha": describe_interval(item.alpha),
            }
            for item in measure_agreement(judgements, confidence=reliability.confidence, seed=reliability.seed)
        ],
        "weeks": [asdict(week) for week in count_weeks(signal.reactions, signal.pairs)],
        "changes": [
            {**asdict(change), "told": change.week is not None and change.p_adjusted < signal.rules.significance}
            for change in find_changes(
                signal.reactions, signal.pairs, samples=signal.rules.drawn_tables, seed=reliability.seed
            )
        ],
        "pairs": _describe_pairs(signal, judgements, clinicians),
    }
    if signal.synthesis is not None:
        content["synthesis"] = describe_synthesis(signal.synthesis, signal.pairs.num_rows, reliability.confidence)
    return content if may_show(disclosure) else _number_reasons(content)


def describe_interval(interval: Interval) -> dict[str, float | None]:
    """As JSON values; what is undefined is null."""
    return {
        name: None if math.isnan(value) else value
        for name, value in (("estimate", interval.estimate), ("low", interval.low), ("high", interval.high))
    }


def _count_totals(signal: Signal, judgements: Sequence[Judgement]) -> dict[str, Any]:
    names = signal.reactions["clinician"].to_pylist()
    weeks = sorted(set(signal.reactions["week"].to_pylist()))
    return {
        "reactions": signal.reactions.num_rows,
        "kinds": dict(sorted(Counter(signal.reactions["kind"].to_pylist()).items())),
        "clinicians": len(set(names)),
        "weeks": len(weeks),
        "first_week": weeks[0] if weeks else None,
        "last_week": weeks[-1] if weeks else None,
        "pairs": signal.pairs.num_rows,
        "examples": signal.examples.num_rows,
        "judged_by_several": len({(item.family, item.item) for item in judgements}),
    }


def _describe_pairs(
    signal: Signal, judgements: Sequence[Judgement], clinicians: Sequence[ClinicianReliability]
) -> dict[str, Any]:
    pairs, rules = signal.pairs, signal.rules.reliability
    weights = weigh_pairs(pairs, clinicians, rules.model_copy(update={"use": "weights"}))
    used = weigh_pairs(pairs, clinicians, rules)
    by_rule = Counter(pairs["rule"].to_pylist())
    lengths = measure_lengths(pairs, rules.confidence)
    is_known = any(item.judgements >= rules.min_judgements for item in clinicians)
    return {
        "by_rule": dict(sorted(by_rule.items())),
        "by_clinician": dict(sorted(Counter(pairs["clinician"].to_pylist()).items())),
        "worth": sum(weight**2 for weight in weights) if is_known else None,
        "kept": sum(weight > 0 for weight in used),
        "label_noise": estimate_label_noise(pairs, clinicians, rules),
        "opposed": asdict(find_opposed(judgements, pairs)),
        "lengths": lengths and {**asdict(lengths), "longer_chosen": describe_interval(lengths.longer_chosen)},
        "shortcuts": _measure_shortcuts(pairs, signal.answer or _FREE_TEXT) if pairs.num_rows else None,
        "duplicates": _count_duplicates(pairs, signal.rules.near_duplicates),
    }


def _measure_shortcuts(pairs: pa.Table, answer: Answer) -> dict[str, Any]:
    """Rules that rank pairs unread, in words in the place of tokens: which model will learn them is not known here."""
    numbers: dict[str, int] = {}
    chosen, rejected = ([split_terms(text) for text in pairs[name].to_pylist()] for name in ("chosen", "rejected"))
    firsts: list[tuple[int, int]] = []
    for left, right in zip(chosen, rejected, strict=True):
        place = next(
            (i for i, (one, other) in enumerate(zip(left, right, strict=False)) if one != other),
            min(len(left), len(right)),
        )
        one, other = (words[place] if place < len(words) else "" for words in (left, right))
        firsts.append((numbers.setdefault(one, len(numbers)), numbers.setdefault(other, len(numbers))))
    ids = [str(place) for place in range(pairs.num_rows)]
    table = pa.table(
        {
            "pair_id": ids,
            "split": ["train"] * pairs.num_rows,
            "chosen": pairs["chosen"],
            "rejected": pairs["rejected"],
            "chosen_tokens": [len(words) for words in chosen],
            "rejected_tokens": [len(words) for words in rejected],
        }
    )
    return measure_shortcuts(table, dict(zip(ids, firsts, strict=True)), answer)


def _count_duplicates(pairs: pa.Table, similarity: float) -> dict[str, int]:
    prompts = list(dict.fromkeys(pairs["prompt"].to_pylist()))
    firsts = [prompts[place] for place in sorted(set(group_exact_duplicates(prompts).tolist()))]
    near = choose_dropped_duplicates(firsts, ["train"] * len(firsts), [None] * len(firsts), similarity)
    rows = Counter(tuple(row.values()) for row in pairs.select(["prompt", "chosen", "rejected"]).to_pylist())
    return {
        "prompts": len(prompts),
        "near_prompts": near.near_within_split,
        "repeated_pairs": sum(count - 1 for count in rows.values()),
    }


def _number_reasons(content: dict[str, Any]) -> dict[str, Any]:
    """The content with `reason 1`, ... in the place of what clinicians wrote, the most frequent first."""
    counts: Counter[str] = Counter()
    for week in content["weeks"]:
        counts.update(week["reasons"])
    order = sorted(counts, key=lambda reason: (-counts[reason], reason))
    names = {reason: f"reason {place}" for place, reason in enumerate(order, start=1)} | {OTHER_REASONS: OTHER_REASONS}
    for week in content["weeks"]:
        week["reasons"] = _rename(week["reasons"], names)
    for change in content["changes"]:
        if change["measure"] == "reasons":
            change |= {side: _rename(change[side], names) for side in ("before", "after")}
    return content


def _rename(values: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    return {names[name]: value for name, value in values.items()}
