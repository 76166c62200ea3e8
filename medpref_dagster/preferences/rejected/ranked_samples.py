"""A model's own answers, the better one chosen: the pairs of a person who picks among drafts and writes none.

No answer of such a pair is the gold one. It says of two drafts which is better, so that a model that learns the chosen
ones alone learns to write as it did. The gold answer stands in for the person: it says how good each draft is.
"""

from collections.abc import Iterator, Sequence

from pydantic import Field

from medpref_dagster.answering import METRICS
from medpref_dagster.answering.parsing import parse_answer
from medpref_dagster.declaration import TaskDeclaration, TextAnswer
from medpref_dagster.preferences.rejected import (
    NO_BETTER_SAMPLE,
    SEEN_BY_SAMPLED,
    Case,
    Declined,
    Proposal,
    Sampler,
)
from medpref_dagster.preferences.rejected.sampled import CASES_AT_ONCE, SampledOptions, require_sampler, sample_answers

Quality = tuple[float, ...]
"""How good an answer is, compared as tuples are: by the first number in which two differ, more being better."""


class Options(SampledOptions):
    """Which model is sampled, how often, and what makes a draft the better one."""

    temperatures: tuple[float, ...] = Field(
        default=(1.0,), min_length=1, description="`draws` answers a case are sampled at each temperature."
    )
    draws: int = Field(default=4, ge=1, le=64, description="So many answers a case at each temperature.")

    def find_mistake(self, task: TaskDeclaration) -> tuple[str, tuple[str | int, ...]] | None:
        """Refuses what cannot tell one draft from another."""
        if self.draws * len(self.temperatures) < 2:
            return "draws: of one answer a case none is the better one; sample at least two", ("draws",)
        return None

    def ranks_by_metrics(self) -> bool:
        """Which of two texts is the better one."""
        return True


def propose(
    cases: Sequence[Case], task: TaskDeclaration, options: Options, sample: Sampler | None
) -> Iterator[Proposal | Declined]:
    """Sample `draws` answers at each temperature; the best one is chosen, the worst one rejected.

    Columns in, of `CASES`: case_id, text, prompt, gold, source_fields. Columns out, of `PREFERENCE_PAIRS`: chosen and
    rejected (as sampled, without white space around them); chosen_source and rejected_source are
    `ranked_samples:<model>@temperature <t>`.

    An answer of labels or of an option is the better the more of them are right; one that the strict parser cannot
    read is worse than any that it can. A free text is the better by `evaluation.metrics`, the first in which two
    differ. Among equals it is the one that was sampled first. The best and the worst of several samples differ more
    than two that are taken as they come (Pace et al. 2024, arXiv 2401.12086). A case is declined if all its samples are
    equally good. Cases of the train split are answered by the SFT model that never saw their fold; with
    `holdout_share`, those of other patients are declined.

    Raises
    ------
    StrategyError
        If there is no sampler.
    """
    sample = require_sampler("ranked_samples", options, sample)
    for start in range(0, len(cases), CASES_AT_ONCE):
        yield from _propose_some(cases[start : start + CASES_AT_ONCE], task, options, sample)


def _propose_some(
    cases: Sequence[Case], task: TaskDeclaration, options: Options, sample: Sampler
) -> Iterator[Proposal | Declined]:
    asked = [case for case in cases if options.find_model(case) is not None]
    samples: dict[str, list[tuple[str, str, Quality]]] = {case.case_id: [] for case in asked}
    for temperature in options.temperatures:
        provenance = f"ranked_samples:{options.model}@temperature {temperature:g}"
        drawn = sample_answers(asked, options, sample, temperature, options.draws)
        texts = [text for of_case in drawn for text in of_case]
        of_texts = [case for case in asked for _ in range(options.draws)]
        for case, text, quality in zip(of_texts, texts, _measure(texts, of_texts, task), strict=True):
            samples[case.case_id].append((text, provenance, quality))
    for case in cases:
        if case.case_id not in samples:
            yield Declined(case.case_id, SEEN_BY_SAMPLED)
            continue
        of_case = samples[case.case_id]
        best = max(of_case, key=lambda item: item[2])
        worst = min(of_case, key=lambda item: item[2])
        if best[2] == worst[2]:
            yield Declined(case.case_id, NO_BETTER_SAMPLE, f"{len(of_case)} answers of the {options.model} model")
            continue
        yield Proposal(case.case_id, worst[0], worst[1], chosen=best[0], chosen_provenance=best[1])


def _measure(texts: Sequence[str], cases: Sequence[Case], task: TaskDeclaration) -> list[Quality]:
    """How good each answer to its case is."""
    if isinstance(task.answer, TextAnswer):
        return _measure_texts(texts, cases, task.evaluation.metrics)
    qualities: list[Quality] = []
    for text, case in zip(texts, cases, strict=True):
        parsed = parse_answer(task.answer, text)
        right = None if parsed is None else sum(label == case.gold[field] for field, label in parsed.items())
        qualities.append((-1.0 if right is None else float(right),))
    return qualities


def _measure_texts(texts: Sequence[str], cases: Sequence[Case], metrics: Sequence[str]) -> list[Quality]:
    """By each metric, turned so that more is better; where a case has no score, all its texts are equal."""
    # Not at the top: numpy has no place in what loads with the definitions.
    from medpref_dagster.answering.metrics import FieldAnswers, measure_metric

    answers = FieldAnswers(
        field="text",
        gold=tuple(case.gold["text"] for case in cases),
        read=tuple(texts),
        labels=(),
        sources=tuple({**case.fields, "case_text": case.text} for case in cases),
    )
    columns: list[list[float]] = []
    for name in metrics:
        scores = measure_metric(name, answers).scores
        if scores is None:
            raise ValueError(f"metric {name!r} has no score of a single case, by which two drafts could be compared")
        sign = 1.0 if METRICS[name].higher_is_better else -1.0
        columns.append([0.0 if score != score else sign * float(score) for score in scores])
    return list(zip(*columns, strict=True))
