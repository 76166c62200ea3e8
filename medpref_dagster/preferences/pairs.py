"""Cases to preference pairs: the gold answer (or the better of two) chosen, another one rejected.

Both are checked as the model will see them.
"""

import hashlib
import itertools
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
from transformers import PreTrainedTokenizerBase

from medpref_dagster.answering.parsing import parse_answer
from medpref_dagster.answering.subsets import order_rows, select_rows
from medpref_dagster.chat import encode_completions, stop_token_ids
from medpref_dagster.declaration import TaskDeclaration, TextAnswer
from medpref_dagster.preferences.drawing import draw_share
from medpref_dagster.preferences.placebo import PLACEBO, draw_preference
from medpref_dagster.preferences.reasons import REPEATED
from medpref_dagster.preferences.rejected import (
    GOLD,
    NO_BETTER_SAMPLE,
    NO_ERROR_FOUND,
    OUT_OF_BAND,
    SEEN_BY_SAMPLED,
    Case,
    Declined,
    Proposal,
    Sampler,
    check_options,
    load_strategy,
    read_cases,
)
from medpref_dagster.preferences.shortcuts import find_shortcuts, measure_shortcuts
from medpref_dagster.schemas import PREFERENCE_PAIRS, QUARANTINE

TIE = "chosen and rejected are the same tokens"
SAME_ANSWER = "rejected answer reads as the chosen answer"
EMPTY_CHOSEN = "chosen answer is empty"
EMPTY_REJECTED = "rejected answer is empty"
LONG_PROMPT = "prompt over max_prompt_tokens"
LONG_CHOSEN = "chosen answer over max_completion_tokens"
LONG_REJECTED = "rejected answer over max_completion_tokens"

_LOSSES = {
    "same": (TIE, SAME_ANSWER, REPEATED),
    "empty": (EMPTY_CHOSEN, EMPTY_REJECTED),
    "too_long": (LONG_PROMPT, LONG_CHOSEN, LONG_REJECTED),
}
"""Kind of loss that `rejected.loss_limits` may limit -> its reasons; every other reason is `no_rejected`."""

_NO_FAULTS = frozenset({NO_BETTER_SAMPLE, NO_ERROR_FOUND, OUT_OF_BAND, SEEN_BY_SAMPLED})
"""Reasons that say nothing against the data: a model answered rightly, or what is declared left the
pair out."""

PAIR_SPLITS = ("train", "eval", "test")
QUANTILES = (0.05, 0.5, 0.95, 1.0)


EncodedAnswers = tuple[Sequence[int], Sequence[Sequence[int]]]
"""The token ids of a prompt, and of the chosen and the rejected answer behind it."""


@dataclass(frozen=True)
class PairsResult:
    """What became of the cases."""

    pairs: pa.Table
    """`PREFERENCE_PAIRS`"""
    quarantine: pa.Table
    """`QUARANTINE`; `row_id` is the case's id."""
    summary: dict[str, Any]
    """For the asset's metadata, see `summarize_pairs`."""


def build_preference_pairs(
    cases: pa.Table, task: TaskDeclaration, tokenizer: PreTrainedTokenizerBase, sample: Sampler | None = None
) -> PairsResult:
    """Make the pairs of a task by its declared strategy, and drop what a model could not learn a preference from.

    Columns in: `CASES`. Columns out: `PREFERENCE_PAIRS` and `QUARANTINE`.

    Each side is checked after tokenization with the model's own chat template, end-of-turn token included: prompt
    and answers within `max_prompt_tokens` and `max_completion_tokens` (longer ones are dropped, never cut), answers
    not empty, chosen and rejected different, and not the same label in other words.

    The cases of a split are taken in the order of a stable hash of their ids, so a new case displaces few old ones
    (label by label, where the first ones would lack a label: `subsets.order_rows`):
    of train no more than `rejected.pairs` pairs are kept, of eval no more than `dpo.max_eval_rows`, of test those of
    the cases that the models will answer (`evaluation.max_test_rows`); these are only ever scored. Candidates are
    chosen on dev by generated answers, so dev has no pairs.

    Parameters
    ----------
    cases
        The cases of all splits.
    task
        Declares the strategy and the limits.
    tokenizer
        The base model's, with its chat template.
    sample
        Answers of models, for strategies that need them (`needed_models` of their options).

    Returns
    -------
    PairsResult
        The pairs sorted by split (in the order of `SPLITS`) and stable hash; the same cases, task, tokenizer and
        sampled answers give the same bytes.

    Raises
    ------
    StrategyError
        If the declared strategy does not fit the task or the source's columns.
    ChatTemplateError
        If the tokenizer's chat template cannot be used.
    """
    options = check_options(task)
    strategy = load_strategy(task.rejected.strategy)
    stops = stop_token_ids(tokenizer)
    ordered = sorted(read_cases(cases), key=lambda case: (draw_share("pairs", case.case_id), case.case_id))
    pairs: dict[str, dict[str, Any]] = {}
    first_tokens: dict[str, tuple[int, int]] = {}
    quarantined: list[dict[str, Any]] = []
    is_text = isinstance(task.answer, TextAnswer)
    answered = set(select_rows(cases, "test", task.evaluation.max_test_rows, task)["case_id"].to_pylist())
    for split, room in (("train", task.rejected.pairs), ("eval", task.dpo.max_eval_rows), ("test", None)):
        of_split = [case for case in ordered if case.split == split and (split != "test" or case.case_id in answered)]
        labels = None if is_text else [tuple(case.gold.items()) for case in of_split]
        places = order_rows(range(len(of_split)), room, labels, task.split)
        in_split = {of_split[place].case_id: of_split[place] for place in places}
        # Proposals come one by one: a strategy that samples a model stops when there are pairs enough.
        proposals = strategy.propose(list(in_split.values()), task, options, sample) if in_split else iter(())
        for proposal in proposals:
            case = in_split[proposal.case_id]
            if isinstance(proposal, Declined):
                quarantined.append(_quarantine(case, None, proposal.reason, proposal.detail))
                continue
            ids = encode_completions(tokenizer, case.prompt, (proposal.chosen_of(case), proposal.text))
            pair_id = name_pair(case.case_id, proposal.chosen_of(case), proposal.text)
            problem = _find_problem(ids, proposal, case, task, stops) if pair_id not in pairs else (REPEATED, None)
            if problem is not None:
                quarantined.append(_quarantine(case, proposal, *problem))
                continue
            row = {"pair_id": pair_id, **_write_pair(case, proposal, ids)}
            first = _find_first_difference(*ids[1])
            if task.rejected.placebo and split != "test":
                row, first = draw_preference(row, first, getattr(options, "seed", 0))
            pairs[pair_id], first_tokens[pair_id] = row, first
            room = None if room is None else room - 1
            if room == 0:
                break
    table = pa.Table.from_pylist(list(pairs.values()), PREFERENCE_PAIRS)
    quarantine = pa.Table.from_pylist(quarantined, QUARANTINE)
    shortcuts = measure_shortcuts(table, first_tokens, task.answer)
    return PairsResult(table, quarantine, summarize_pairs(table, quarantine, shortcuts))


def _write_pair(case: Case, proposal: Proposal, ids: EncodedAnswers) -> dict[str, Any]:
    """A row of PREFERENCE_PAIRS, but for its id."""
    prompt_ids, (chosen_ids, rejected_ids) = ids
    return {
        "case_id": case.case_id,
        "patient_id": case.patient_id,
        "split": case.split,
        "prompt": case.prompt,
        "chosen": proposal.chosen_of(case),
        "rejected": proposal.text,
        "chosen_source": proposal.chosen_provenance,
        "rejected_source": proposal.provenance,
        "prompt_tokens": len(prompt_ids),
        "chosen_tokens": len(chosen_ids),
        "rejected_tokens": len(rejected_ids),
    }


def _find_first_difference(chosen: Sequence[int], rejected: Sequence[int]) -> tuple[int, int]:
    """The first two tokens that differ; of two answers that are not the same and end alike, there are such."""
    return next((one, other) for one, other in zip(chosen, rejected, strict=False) if one != other)


def name_pair(case_id: str, chosen: str, rejected: str) -> str:
    """The id of a pair: 32 hex digits of the sha256 of its case's id and its two answers."""
    parts = json.dumps([case_id, chosen, rejected], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(parts.encode()).hexdigest()[:32]


def summarize_pairs(pairs: pa.Table, quarantine: pa.Table, shortcuts: Mapping[str, Any]) -> dict[str, Any]:
    """Count and describe pairs, for the asset's metadata and its check.

    Columns in: `PREFERENCE_PAIRS` and `QUARANTINE`; `shortcuts` is of `measure_shortcuts`.

    Returns
    -------
    dict
        JSON values:

        - `pairs`, `cases`: how many pairs, of how many cases
        - `splits`: split -> pairs
        - `provenance`: rejected_source without places and temperatures -> pairs
        - `chosen_provenance`: the same of chosen_source
        - `dropped`: reason -> rows in quarantine
        - `dropped_share`: dropped among all, without the cases that a model answered rightly
        - `tie_share`: identical sides among all that were compared (pairs and ties)
        - `tokens`: prompt, chosen, rejected -> quantile -> tokens (end of turn included)
        - `distinct_rejected`: different rejected texts among all
        - `distinct_bigrams`: different word bigrams of the rejected texts among all (Li et al. 2016, "distinct-2",
          doi:10.18653/v1/N16-1014)
        - what `measure_shortcuts` gives

        Shares without anything to count are null.
    """
    dropped = Counter[str](quarantine["reason"].to_pylist())
    faults = sum(count for reason, count in dropped.items() if reason not in _NO_FAULTS)
    rejected: list[str] = pairs["rejected"].to_pylist()
    bigrams = [bigram for text in rejected for bigram in _list_bigrams(text)]
    return {
        "pairs": len(pairs),
        "cases": len(set(pairs["case_id"].to_pylist())),
        "splits": {split: pairs["split"].to_pylist().count(split) for split in PAIR_SPLITS},
        "provenance": _count(map(describe_provenance, pairs["rejected_source"].to_pylist())),
        "chosen_provenance": _count(map(describe_provenance, pairs["chosen_source"].to_pylist())),
        "dropped": _count(dropped.elements()),
        "dropped_share": _share(faults, faults + len(pairs)),
        "tie_share": _share(dropped[TIE], dropped[TIE] + len(pairs)),
        "tokens": {side: _quantiles(pairs[f"{side}_tokens"]) for side in ("prompt", "chosen", "rejected")},
        "distinct_rejected": _share(len(set(rejected)), len(rejected)),
        "distinct_bigrams": _share(len(set(bigrams)), len(bigrams)),
        **shortcuts,
    }


def describe_provenance(source: str) -> str:
    """A source without what differs from pair to pair: places, temperatures, the label that was named.

    >>> describe_provenance("corruption:number@sentence 2+drug@sentence 1")
    'corruption:number+drug'
    >>> describe_provenance("other_label:No")
    'other_label'
    >>> describe_provenance("placebo:gold")
    'placebo'
    >>> describe_provenance("gold")
    'gold'
    """
    strategy, _, what = source.partition(":")
    return strategy if strategy in {GOLD, "other_label", PLACEBO} else f"{strategy}:{re.sub('@[^+]*', '', what)}"


def find_pair_problems(result: PairsResult, task: TaskDeclaration) -> list[str]:
    """What makes these pairs unfit for training, as sentences; for the asset's blocking check.

    No pair at all; a split without any; a larger share dropped than `rejected.max_dropped_share`, or of one kind than
    `rejected.loss_limits` says (cases that a model answered rightly are no fault and not counted).
    """
    summary = result.summary
    if not summary["pairs"]:
        return [f"No preference pair is left; dropped: {_list_counts(summary['dropped'])}."]
    problems = [
        f"The {split} split has no preference pair; its cases are too few or all were dropped (see the quarantine)."
        for split, count in summary["splits"].items()
        if not count and split in task.split.used()
    ]
    return [*problems, *_find_losses(summary, task)]


def _find_losses(summary: dict[str, Any], task: TaskDeclaration) -> Iterator[str]:
    """A sentence for each kind of loss over its own limit, and one for all that have none, taken together."""
    kind_of = {reason: kind for kind, reasons in _LOSSES.items() for reason in reasons}
    limits: dict[str, float | None] = task.rejected.loss_limits.model_dump()
    lost: dict[str | None, dict[str, int]] = {None: {}}
    for reason, count in summary["dropped"].items():
        kind = kind_of.get(reason, "no_rejected")
        if reason not in _NO_FAULTS:
            lost.setdefault(kind if limits[kind] is not None else None, {})[reason] = count
    whole = summary["pairs"] + sum(count for reasons in lost.values() for count in reasons.values())
    for kind, reasons in lost.items():
        own = None if kind is None else limits[kind]
        limit, field = (task.rejected.max_dropped_share, "max_dropped_share") if own is None else (own, str(kind))
        share = sum(reasons.values()) / whole
        if share > limit:
            place = f"rejected.{field}" if own is None else f"rejected.loss_limits.{field}"
            yield f"{share:.1%} of the pairs were dropped, over {place} {limit:.1%}: {_list_counts(reasons)}."


def find_pair_warnings(result: PairsResult, task: TaskDeclaration) -> list[str]:
    """What a person should look at before trusting a model trained on these pairs, as sentences.

    The pairs are a placebo; a rule ranks them without reading (`find_shortcuts`); a declared mixture's pairs are all of
    one strategy; the train split has fewer pairs than declared.
    """
    summary = result.summary
    if not summary["pairs"]:
        return []
    warnings = list(find_shortcuts(summary, task))
    if task.rejected.placebo:
        warnings.append(
            "A placebo (rejected.placebo): a coin says which answer of the train and eval pairs is preferred, so that "
            "there is no preference to learn."
        )
    strategies = sorted({source.partition(":")[0] for source in summary["provenance"]} - {PLACEBO})
    if task.rejected.strategy == "mixture" and len(strategies) == 1:
        warnings.append(f"A mixture is declared, yet every rejected answer comes from {strategies[0]}.")
    if summary["splits"]["train"] < task.rejected.pairs:
        warnings.append(f"{summary['splits']['train']} train pairs of at most {task.rejected.pairs} could be made.")
    return warnings


def _find_problem(
    ids: EncodedAnswers, proposal: Proposal, case: Case, task: TaskDeclaration, stops: frozenset[int]
) -> tuple[str, str | None] | None:
    """Why two answers make no pair, and the numbers behind it."""
    if problem := find_token_problem(ids, stops, task.max_prompt_tokens, task.max_completion_tokens):
        return problem
    return (SAME_ANSWER, None) if _reads_as_chosen(proposal, case, task) else None


def find_token_problem(
    ids: EncodedAnswers, stops: frozenset[int], max_prompt_tokens: int, max_completion_tokens: int
) -> tuple[str, str | None] | None:
    """Why a model could learn no preference from two answers as it sees them, and the numbers behind it.

    Parameters
    ----------
    ids
        As `chat.encode_completions` gives them.
    stops
        As `chat.stop_token_ids` gives them.
    """
    prompt, (chosen, rejected) = ids
    if stops.issuperset(chosen):
        return EMPTY_CHOSEN, None
    if stops.issuperset(rejected):
        return EMPTY_REJECTED, None
    if chosen == rejected:
        return TIE, None
    for tokens, most, reason in (
        (prompt, max_prompt_tokens, LONG_PROMPT),
        (chosen, max_completion_tokens, LONG_CHOSEN),
        (rejected, max_completion_tokens, LONG_REJECTED),
    ):
        if len(tokens) > most:
            return reason, f"{len(tokens)} tokens, at most {most}"
    return None


def _reads_as_chosen(proposal: Proposal, case: Case, task: TaskDeclaration) -> bool:
    """Whether a rejected answer gives the chosen label in other words; free texts cannot be told so."""
    if isinstance(task.answer, TextAnswer):
        return False
    chosen = case.gold if proposal.chosen is None else parse_answer(task.answer, proposal.chosen)
    return parse_answer(task.answer, proposal.text) == chosen


def _quarantine(case: Case, proposal: Proposal | None, reason: str, detail: str | None) -> dict[str, str | None]:
    record = {"case_id": case.case_id, "split": case.split, "prompt": case.prompt, "chosen": case.answer}
    if proposal is not None:
        record |= {"rejected": proposal.text, "rejected_source": proposal.provenance}
        if proposal.chosen is not None:
            record |= {"chosen": proposal.chosen, "chosen_source": proposal.chosen_provenance}
    return {
        "row_id": case.case_id,
        "reason": reason,
        "detail": detail,
        "record": json.dumps(record, ensure_ascii=False),
    }


def _list_bigrams(text: str) -> Iterator[tuple[str, str]]:
    words = re.findall(r"\w+", text.lower())
    return itertools.pairwise(words)


def _count(values: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(values).items()))


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _quantiles(tokens: pa.ChunkedArray) -> dict[str, int]:
    """Quantiles that are lengths of real rows: the smallest with at least that share of rows up to it."""
    if not len(tokens):
        return {}
    found = np.quantile(tokens.to_numpy(), QUANTILES, method="inverted_cdf")
    return {f"{share:g}": int(value) for share, value in zip(QUANTILES, found, strict=True)}


def _list_counts(counts: dict[str, int]) -> str:
    return ", ".join(f"{name} ({count})" for name, count in counts.items()) or "nothing"
