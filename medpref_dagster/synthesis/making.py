"""From thin slices and their prompts to synthetic pairs: answered, ranked, checked, and not more than declared."""

import itertools
import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa
from transformers import PreTrainedTokenizerBase

from medpref_dagster.chat import encode_completions, stop_token_ids
from medpref_dagster.declaration.synthesis import Synthesis
from medpref_dagster.disclosure import Disclosure
from medpref_dagster.hashing import content_key
from medpref_dagster.preferences.pairs import find_token_problem
from medpref_dagster.progress import Tell, silent
from medpref_dagster.ratings.asking import Unanswered
from medpref_dagster.ratings.judge import Judge
from medpref_dagster.schemas import COMPARISONS, QUARANTINE, SLICES, SYNTHETIC_PAIRS
from medpref_dagster.storage.store import Store
from medpref_dagster.synthesis.against_clinicians import draw_clinicians
from medpref_dagster.synthesis.comparing import (
    CANDIDATES,
    FIRST,
    SECOND,
    UNREAD,
    Compared,
    Comparison,
    compare,
    draw_comparison,
)
from medpref_dagster.synthesis.generating import Generator, Request, list_requests, write_answers
from medpref_dagster.synthesis.joining import count_room, join_with_cap
from medpref_dagster.synthesis.prompts import Prompt, ThinSlices
from medpref_dagster.synthesis.slices import NameSlice

RULE = "synthesis"
"""Of every synthetic pair."""

NO_ANSWER = "the generator's answer is empty, or was cut off"
ALIKE = "the generator's answers are all alike"
OPPOSITE = "clinicians prefer the other answer"
KNOWN = "clinicians' own pair"
OVER = "over max_share"
FULL = "the slice has pairs enough"


@dataclass(frozen=True)
class Sources:
    """What synthetic pairs of a week are made from."""

    week: str
    slices: ThinSlices
    name_slice: NameSlice
    own: pa.Table
    """FEEDBACK_PAIRS of the week: what the share is of, and what the judge is held against."""
    known: pa.Table
    """FEEDBACK_PAIRS of the week and those before it that are looked into: none is made again or contradicted."""


@dataclass(frozen=True)
class Makers:
    """Who makes them, and where what they say is noted."""

    generator: Generator
    judge: Judge
    tokenizers: Mapping[str, PreTrainedTokenizerBase]
    """Base model -> its tokenizer: as each of them sees it, a pair is checked."""
    store: Store
    journals: tuple[str, str]
    """The generator's and the judge's."""
    disclosure: Disclosure
    """Of the prompts: what of the judge's words is noted."""
    tell: Tell = silent


@dataclass
class Made:
    """A week's synthetic pairs, and what became of the rest."""

    pairs: pa.Table = field(default_factory=SYNTHETIC_PAIRS.empty_table)
    quarantine: pa.Table = field(default_factory=QUARANTINE.empty_table)
    """`row_id` is the hash of a prompt, or of a pair."""
    comparisons: pa.Table = field(default_factory=COMPARISONS.empty_table)
    slices: pa.Table = field(default_factory=SLICES.empty_table)


@dataclass(frozen=True)
class _Written:
    """An answer, and in which ways it was written."""

    text: str
    requests: tuple[Request, ...]


def make_synthetic_pairs(sources: Sources, synthesis: Synthesis, makers: Makers) -> Made:
    """Let the generator answer the prompts of thin slices, and keep what the judge ranks surely.

    A pair is kept if the judge prefers the same answer in both orders, by the declared margin at least, if it can be
    learned from as every declared base model sees it, and if no clinician says otherwise. Ties make no pair.
    Prompts are answered some at a time, until there are as many pairs as the declared share leaves room for.

    Raises
    ------
    GeneratorError, medpref_dagster.ratings.judge.JudgeError
        If the generator or the judge cannot be asked. What they answered before is kept.
    """
    making = _Making(sources, synthesis, makers)
    room, waiting = count_room(sources.own.num_rows, synthesis.max_share), sources.slices.list_in_turns()
    while waiting and len(making.rows) < room:
        # At least as many as before, so that a model is not loaded once for each prompt of a judge that prefers none.
        size = max(room - len(making.rows), sum(making.asked.values()))
        making.fill(waiting[:size])
        waiting = waiting[size:]
    own = making.ask_about_clinicians()
    candidates = pa.Table.from_pylist(making.rows, schema=SYNTHETIC_PAIRS)
    joined = join_with_cap(sources.own, candidates, synthesis.max_share)
    making.losses += [
        _quarantine(row["pair_id"], OVER, f"{row['slice']}, margin {row['margin']}", _dump(row))
        for row in joined.left_out.to_pylist()
    ]
    kept = joined.pairs.slice(sources.own.num_rows)
    return Made(
        kept,
        pa.Table.from_pylist(making.losses, schema=QUARANTINE),
        _tabulate_comparisons([*((item, None) for item in making.compared), *own]),
        _tabulate_slices(sources.slices, making, kept),
    )


class _Making:
    """A week's pairs while they are made, a few prompts at a time."""

    def __init__(self, sources: Sources, synthesis: Synthesis, makers: Makers) -> None:
        self.sources, self.synthesis, self.makers = sources, synthesis, makers
        self.rows: list[dict[str, Any]] = []
        """Of SYNTHETIC_PAIRS."""
        self.losses: list[dict[str, str | None]] = []
        """Of QUARANTINE."""
        self.compared: list[Compared] = []
        """Written answers."""
        self.asked: Counter[str] = Counter()
        """Slice -> prompts that were answered."""
        self._of_slice: Counter[str] = Counter()
        self._known = {(row["prompt"], row["chosen"], row["rejected"]) for row in sources.known.to_pylist()}

    def fill(self, prompts: Sequence[Prompt]) -> None:
        """Let the generator answer prompts, let the judge compare the answers, and choose."""
        self.asked.update(prompt.slice for prompt in prompts)
        by_text = {prompt.text: prompt for prompt in prompts}
        written = self._write(list(by_text))
        comparisons = [
            draw_comparison(CANDIDATES, by_text[text].slice, text, (one.text, other.text), self.synthesis.judge.seed)
            for text, answers in written.items()
            for one, other in itertools.combinations(answers, 2)
        ]
        compared = self._compare(comparisons)
        self.compared += compared
        self._choose(compared, by_text, written)

    def ask_about_clinicians(self) -> list[tuple[Compared, str]]:
        """Pairs of clinicians as the judge sees them, each with what they chose."""
        rules = self.synthesis.judge
        rows = self.sources.own.to_pylist()
        own = draw_clinicians(rows, self.sources.name_slice, rules.against_clinicians, rules.seed)
        compared = self._compare([comparison for comparison, _ in own])
        return [(item, chosen) for item, (_, chosen) in zip(compared, own, strict=True)]

    def _compare(self, comparisons: Sequence[Comparison]) -> list[Compared]:
        makers = self.makers
        rubric, journal = self.synthesis.judge.rubric, makers.journals[1]
        compared = compare(makers.judge, rubric, comparisons, makers.store, journal, makers.disclosure, makers.tell)
        self.losses += [
            _quarantine(item.comparison.comparison_id, item.reason or "", item.detail, None)
            for item in compared
            if item.outcome == UNREAD
        ]
        return compared

    def _write(self, prompts: Sequence[str]) -> dict[str, list[_Written]]:
        """Prompt -> its different answers, at least two."""
        makers, losses = self.makers, self.losses
        requests = list_requests(prompts, self.synthesis.generator)
        answers = write_answers(makers.generator, requests, makers.store, makers.journals[0], makers.tell)
        found: defaultdict[str, defaultdict[str, list[Request]]] = defaultdict(lambda: defaultdict(list))
        for request, answer in zip(requests, answers, strict=True):
            prompt_id, way = content_key(what="prompt", text=request.prompt), _describe(request)
            if isinstance(answer, Unanswered):
                losses.append(_quarantine(prompt_id, answer.reason, f"{way}: {answer.detail}", None))
            elif not answer.strip():
                losses.append(_quarantine(prompt_id, NO_ANSWER, way, _dump({"prompt": request.prompt})))
            else:
                found[request.prompt][answer.strip()].append(request)
        for text, by_answer in found.items():
            number = sum(map(len, by_answer.values()))
            if len(by_answer) == 1 and number > 1:
                record = _dump({"prompt": text, "answer": next(iter(by_answer))})
                losses.append(_quarantine(content_key(what="prompt", text=text), ALIKE, f"{number} answers", record))
        return {
            text: [_Written(answer, tuple(by_answer[answer])) for answer in sorted(by_answer)]
            for text, by_answer in found.items()
            if len(by_answer) > 1
        }

    def _choose(
        self,
        compared: Sequence[Compared],
        prompts: Mapping[str, Prompt],
        written: Mapping[str, Sequence[_Written]],
    ) -> None:
        """Of each prompt the declared number of pairs, those of the largest margins first."""
        synthesis, slices = self.synthesis, self.sources.slices
        sure = [item for item in compared if item.margin is not None and item.margin >= synthesis.judge.margin]
        sure.sort(key=lambda item: (-(item.margin or 0), item.comparison.comparison_id))
        of_prompt: Counter[str] = Counter()
        for item in sure:
            prompt = prompts[item.comparison.prompt]
            if of_prompt[prompt.text] == synthesis.pairs_per_prompt:
                continue
            row = _write_row(item, prompt, written[prompt.text], self.sources.week, self.makers)
            if self._of_slice[prompt.slice] + slices.pairs[prompt.slice] == synthesis.slices.fewer_than:
                problem = FULL, prompt.slice
            else:
                problem = _find_problem(row, self._known, synthesis, self.makers.tokenizers)
            if problem is not None:
                self.losses.append(_quarantine(row["pair_id"], *problem, _dump(row)))
                continue
            of_prompt[prompt.text] += 1
            self._of_slice[prompt.slice] += 1
            self.rows.append(row)


def _find_problem(
    row: Mapping[str, Any],
    known: set[tuple[str, str, str]],
    synthesis: Synthesis,
    tokenizers: Mapping[str, PreTrainedTokenizerBase],
) -> tuple[str, str | None] | None:
    prompt, chosen, rejected = row["prompt"], row["chosen"], row["rejected"]
    if (prompt, rejected, chosen) in known:
        return OPPOSITE, None
    if (prompt, chosen, rejected) in known:
        return KNOWN, None
    for name, tokenizer in tokenizers.items():
        ids = encode_completions(tokenizer, prompt, (chosen, rejected))
        limits = synthesis.max_prompt_tokens, synthesis.max_completion_tokens
        if problem := find_token_problem(ids, stop_token_ids(tokenizer), *limits):
            return problem[0], ": ".join(filter(None, (name, problem[1])))
    return None


def _write_row(
    item: Compared, prompt: Prompt, written: Sequence[_Written], week: str, makers: Makers
) -> dict[str, Any]:
    chosen, rejected = str(item.preferred), str(item.other)
    ways = {answer.text: " and ".join(map(_describe, answer.requests)) for answer in written}
    place = 0 if item.outcome == FIRST else 1
    better, worse = (
        " and ".join(str(ratings[which]) for ratings in item.ratings or ()) for which in (place, 1 - place)
    )
    return {
        "pair_id": content_key(what=RULE, prompt=prompt.text, chosen=chosen, rejected=rejected),
        "prompt": prompt.text,
        "chosen": chosen,
        "rejected": rejected,
        "rule": RULE,
        "event_ids": [],
        "clinician": "",
        "patient_id": prompt.patient_id,
        "specialty": prompt.specialty,
        "style": prompt.style,
        "task": prompt.task,
        "week": week,
        "edit_kinds": None,
        "edit_words": None,
        "weight": 1.0,
        "explanation": f"{makers.judge.name} rated the chosen answer {better} and the rejected one {worse}; "
        f"{makers.generator.name} wrote the chosen one at {ways[chosen]}, the rejected one at {ways[rejected]}",
        "synthetic": True,
        "generator": makers.generator.name,
        "judge": makers.judge.name,
        "margin": item.margin,
        "slice": prompt.slice,
    }


def _tabulate_comparisons(compared: Sequence[tuple[Compared, str | None]]) -> pa.Table:
    """Columns out: COMPARISONS. Beside a pair of clinicians is what they chose."""
    rows = [
        {
            "comparison_id": item.comparison.comparison_id,
            "kind": item.comparison.kind,
            "slice": item.comparison.slice,
            "outcome": item.outcome,
            "margin": item.margin,
            "clinicians": None if chosen is None else FIRST if chosen == item.comparison.first else SECOND,
        }
        for item, chosen in compared
    ]
    return pa.Table.from_pylist(rows, schema=COMPARISONS)


def _tabulate_slices(slices: ThinSlices, making: _Making, kept: pa.Table) -> pa.Table:
    """Columns out: SLICES."""
    compared = Counter(item.comparison.slice for item in making.compared)
    by_slice = Counter(kept["slice"].to_pylist())
    rows = [
        {
            "slice": name,
            "pairs": pairs,
            "prompts": making.asked[name],
            "compared": compared[name],
            "kept": by_slice[name],
        }
        for name, pairs in slices.pairs.items()
    ]
    return pa.Table.from_pylist(rows, schema=SLICES)


def _describe(request: Request) -> str:
    """The way of a request, without the text of a system prompt."""
    under = " under a system prompt" if request.system_prompt else ""
    return f"temperature {request.temperature:g}, seed {request.seed}{under}"


def _quarantine(row_id: str, reason: str, detail: str | None, record: str | None) -> dict[str, str | None]:
    return {"row_id": row_id, "reason": reason, "detail": detail, "record": record}


def _dump(row: Mapping[str, Any]) -> str:
    kept = ("prompt", "answer", "chosen", "rejected", "slice", "margin")
    return json.dumps({name: row[name] for name in kept if name in row}, ensure_ascii=False)
