"""A model's own wrong answers, sampled from the base or the SFT model at several temperatures."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import ClassVar

from pydantic import Field, field_validator

from medpref_dagster.answering.parsing import parse_answer
from medpref_dagster.declaration import TaskDeclaration, TextAnswer
from medpref_dagster.preferences.drawing import make_random
from medpref_dagster.preferences.rejected import (
    NO_ERROR_FOUND,
    AnswerKind,
    Case,
    Declined,
    Proposal,
    Sampler,
    SamplingModel,
    StrategyError,
    StrategyOptions,
)

CASES_AT_ONCE = 256
"""Enough for the sampler to sort by length and fill its passes; few enough to stop soon when pairs suffice."""


class Options(StrategyOptions):
    """Which model is sampled, how, and which of its answers are kept."""

    SUITS: ClassVar[frozenset[AnswerKind]] = frozenset({"label", "labels", "option", "text"})

    model: SamplingModel = Field(default="base", description="The model that answers: base or sft.")
    temperatures: tuple[float, ...] = Field(
        default=(0.7, 1.0, 1.3), min_length=1, description="One answer a case is sampled at each temperature."
    )
    keep_unreadable: bool = Field(
        default=False, description="Also keep answers that the strict parser cannot read; they count as wrong."
    )
    per_case: int = Field(default=1, gt=0, description="At most this many different wrong answers a case.")
    seed: int = Field(default=0, description="Another seed samples other answers.")

    @field_validator("temperatures")
    @classmethod
    def _positive(cls, temperatures: tuple[float, ...]) -> tuple[float, ...]:
        if any(not 0 < value <= 5 for value in temperatures):
            raise ValueError(f"must lie above 0 and at most at 5, got {list(temperatures)}")
        if len(set(temperatures)) != len(temperatures):
            raise ValueError(f"the same temperature twice in {list(temperatures)}")
        return temperatures

    def needed_models(self) -> frozenset[SamplingModel]:
        """The declared model."""
        return frozenset({self.model})


def propose(
    cases: Sequence[Case], task: TaskDeclaration, options: Options, sample: Sampler | None
) -> Iterator[Proposal | Declined]:
    """Sample answers at each temperature and keep, for each case, up to `per_case` different wrong ones.

    Columns in, of `CASES`: case_id, prompt, gold. Columns out, of `PREFERENCE_PAIRS`: rejected (as sampled, without
    white space around it); rejected_source is `model_errors:<model>@temperature <t>`.

    An answer is wrong if the strict parser reads another answer than the gold one. A free text is wrong if it differs
    from the gold text in more than case, punctuation and white space: the pair then prefers the gold text to the
    model's own (Chen et al. 2024, arXiv 2401.01335). A case is declined if no sampled answer is wrong.

    Raises
    ------
    StrategyError
        If there is no sampler.
    """
    if sample is None:
        message = f"model_errors samples from the {options.model} model, and the caller gave no sampler"
        raise StrategyError(message, ("rejected", "strategy"))
    for start in range(0, len(cases), CASES_AT_ONCE):
        yield from _propose_some(cases[start : start + CASES_AT_ONCE], task, options, sample)


def _propose_some(
    cases: Sequence[Case], task: TaskDeclaration, options: Options, sample: Sampler
) -> Iterator[Proposal | Declined]:
    prompts = [case.prompt for case in cases]
    sampled: list[tuple[float, Sequence[str]]] = []
    for temperature in options.temperatures:
        # The same for every chunk: a new case, which moves the chunks' borders, changes no other case's answers.
        seed = make_random(options.seed, f"{temperature:g}").getrandbits(31)
        texts = sample(prompts, model=options.model, temperature=temperature, seed=seed)
        if len(texts) != len(prompts):
            raise ValueError(f"the sampler gave {len(texts)} answers to {len(prompts)} prompts")
        sampled.append((temperature, texts))
    for position, case in enumerate(cases):
        wrong: dict[str, float] = {}
        for temperature, texts in sampled:
            text = texts[position].strip()
            if text not in wrong and _is_wrong(text, case.gold, task, options.keep_unreadable):
                wrong[text] = temperature
        if not wrong:
            yield Declined(case.case_id, NO_ERROR_FOUND, f"{len(sampled)} answers of the {options.model} model")
            continue
        # Not always the coolest one: the declared temperatures shall all be seen.
        kept = make_random(options.seed, case.case_id).sample(list(wrong), min(options.per_case, len(wrong)))
        for text in kept:
            yield Proposal(case.case_id, text, f"model_errors:{options.model}@temperature {wrong[text]:g}")


def _is_wrong(text: str, gold: Mapping[str, str], task: TaskDeclaration, keep_unreadable: bool) -> bool:
    if isinstance(task.answer, TextAnswer):
        return bool(text) and _normalize(text) != _normalize(gold["text"])
    parsed = parse_answer(task.answer, text)
    if parsed is None:
        return keep_unreadable and bool(text)
    return any(parsed[field] != gold[field] for field in parsed)


def _normalize(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", text.casefold()))
