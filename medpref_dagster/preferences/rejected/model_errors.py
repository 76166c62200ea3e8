"""A model's own wrong answers, sampled from the base or the SFT model at several temperatures."""

import re
from collections.abc import Iterator, Mapping, Sequence

from pydantic import Field, model_validator

from medpref_dagster.answering.answers import render_answer
from medpref_dagster.answering.parsing import parse_answer
from medpref_dagster.declaration import Declared, LabelsAnswer, TaskDeclaration, TextAnswer
from medpref_dagster.preferences.drawing import make_random
from medpref_dagster.preferences.rejected import (
    NO_ERROR_FOUND,
    OUT_OF_BAND,
    SEEN_BY_SAMPLED,
    Case,
    Declined,
    Proposal,
    Sampler,
    SamplingModel,
)
from medpref_dagster.preferences.rejected.sampled import CASES_AT_ONCE, SampledOptions, require_sampler, sample_answers


class Band(Declared):
    """From where to where a number may lie; without an end it may lie anywhere on that side."""

    min: float | None = Field(default=None, description="Not below.")
    max: float | None = Field(default=None, description="Not above.")

    @model_validator(mode="after")
    def _holds_something(self) -> "Band":
        if self.min is not None and self.max is not None and self.min > self.max:
            raise ValueError(f"min {self.min:g} is above max {self.max:g}")
        return self

    def holds(self, value: float) -> bool:
        """Whether a number lies in it."""
        return (self.min is None or value >= self.min) and (self.max is None or value <= self.max)


class Options(SampledOptions):
    """Which model is sampled, how, and which of its answers are kept."""

    reference_margin: Band | None = Field(
        default=None,
        description="Only pairs of which the SFT model's log-probability of the gold answer minus that of the wrong "
        "one, in nats, lies in this band, e.g. {min: -5, max: 5}: neither hopeless nor learned already.",
    )
    one_field: bool = Field(
        default=True,
        description="Of several labels, a sampled answer that is wrong in more than one becomes an answer for each, "
        "wrong in that one alone.",
    )
    keep_unreadable: bool = Field(
        default=False, description="Also keep answers that the strict parser cannot read; they count as wrong."
    )
    per_case: int = Field(default=1, gt=0, description="At most this many different wrong answers a case.")

    def needed_models(self) -> frozenset[SamplingModel]:
        """The declared model, and the SFT model where it measures margins."""
        return frozenset({self.model, "sft"} if self.reference_margin else {self.model})


def propose(
    cases: Sequence[Case], task: TaskDeclaration, options: Options, sample: Sampler | None
) -> Iterator[Proposal | Declined]:
    """Sample answers at each temperature and keep, for each case, up to `per_case` different wrong ones.

    Columns in, of `CASES`: case_id, prompt, gold. Columns out, of `PREFERENCE_PAIRS`: rejected (as sampled, without
    white space around it); rejected_source is `model_errors:<model>@temperature <t>`.

    An answer is wrong if the strict parser reads another answer than the gold one. A free text is wrong if it differs
    from the gold text in more than case, punctuation and white space: the pair then prefers the gold text to the
    model's own (Chen et al. 2024, arXiv 2401.01335). A case is declined if no sampled answer is wrong, or none in the
    band `reference_margin`. Cases of the train split are answered by the SFT model that never saw their fold; with
    `holdout_share`, those of other patients are declined.

    Raises
    ------
    StrategyError
        If there is no sampler.
    """
    sample = require_sampler("model_errors", options, sample)
    for start in range(0, len(cases), CASES_AT_ONCE):
        yield from _propose_some(cases[start : start + CASES_AT_ONCE], task, options, sample)


def _propose_some(
    cases: Sequence[Case], task: TaskDeclaration, options: Options, sample: Sampler
) -> Iterator[Proposal | Declined]:
    asked = [case for case in cases if options.find_model(case) is not None]
    sampled = [
        (temperature, sample_answers(asked, options, sample, temperature)) for temperature in options.temperatures
    ]
    wrong: dict[str, dict[str, float]] = {case.case_id: {} for case in cases}
    for temperature, texts in sampled:
        for case, [text] in zip(asked, texts, strict=True):
            for error in _list_errors(text, case, task, options):
                wrong[case.case_id].setdefault(error, temperature)
    within = wrong if options.reference_margin is None else _keep_within(options.reference_margin, wrong, cases, sample)
    for case in cases:
        if options.find_model(case) is None:
            yield Declined(case.case_id, SEEN_BY_SAMPLED)
            continue
        kept, errors = within[case.case_id], wrong[case.case_id]
        if not errors:
            yield Declined(case.case_id, NO_ERROR_FOUND, f"{len(sampled)} answers of the {options.model} model")
            continue
        if not kept:
            yield Declined(case.case_id, OUT_OF_BAND, f"{len(errors)} wrong answers of the {options.model} model")
            continue
        # Not always the coolest one: the declared temperatures shall all be seen.
        chosen = make_random(options.seed, case.case_id).sample(list(kept), min(options.per_case, len(kept)))
        for text in chosen:
            yield Proposal(case.case_id, text, f"model_errors:{options.model}@temperature {kept[text]:g}")


def _list_errors(text: str, case: Case, task: TaskDeclaration, options: Options) -> list[str]:
    """A sampled answer if it is wrong; of several labels, with `one_field`, an answer for each wrong one."""
    if not _is_wrong(text, case.gold, task, options.keep_unreadable):
        return []
    if options.one_field and isinstance(task.answer, LabelsAnswer):
        parsed = parse_answer(task.answer, text) or {}
        fields = [field for field in parsed if parsed[field] != case.gold[field]]
        if len(fields) > 1:
            return [render_answer(task.answer, {**case.gold, field: parsed[field]}, case.fields) for field in fields]
    return [text]


def _keep_within(
    band: Band, wrong: Mapping[str, Mapping[str, float]], cases: Sequence[Case], sample: Sampler
) -> dict[str, dict[str, float]]:
    """Case id -> its wrong answers (with their temperatures) whose margin lies in a band."""
    rows = [(case, text) for case in cases for text in wrong[case.case_id]]
    margins = sample.measure_margins([(case.prompt, case.answer, text) for case, text in rows])
    within: dict[str, dict[str, float]] = {case.case_id: {} for case in cases}
    for (case, text), margin in zip(rows, margins, strict=True):
        if band.holds(margin):
            within[case.case_id][text] = wrong[case.case_id][text]
    return within


def _is_wrong(text: str, gold: Mapping[str, str], task: TaskDeclaration, keep_unreadable: bool) -> bool:
    if isinstance(task.answer, TextAnswer):
        return bool(text) and _normalize(text) != _normalize(gold["text"])
    parsed = parse_answer(task.answer, text)
    if parsed is None:
        return keep_unreadable and bool(text)
    return any(parsed[field] != gold[field] for field in parsed)


def _normalize(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", text.casefold()))
