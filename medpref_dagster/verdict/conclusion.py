"""What a task's verdict comes to, in sentences, the main one first: what DPO and SFT are worth, and against what.

DPO is called better without further words only where it is better than SFT that was trained on for as long; SFT is
praised only where a bag of words is worse. Decided here and nowhere else.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from medpref_dagster.answering import METRICS
from medpref_dagster.stages import BAG_OF_WORDS, BASE, DPO, MAJORITY, SFT, SFT_CONTINUED, find_stage
from medpref_dagster.verdict.fitness import Fitness
from medpref_dagster.verdict.metrics import JudgedMetric
from medpref_dagster.verdict.paired_tests import Outcome, PairedTest, begin_sentence
from medpref_dagster.verdict.words import format_pair, put_in_sentence


@dataclass(frozen=True)
class DevScore:
    """What the chosen candidate of a model scored on dev."""

    metric: str
    score: float
    higher_is_better: bool = True


@dataclass(frozen=True)
class Facts:
    """What a conclusion is drawn from."""

    tests: Sequence[PairedTest]
    """Judged."""
    metrics: Sequence[JudgedMetric]
    fitness: Fitness
    dev_scores: Mapping[str, DevScore] = field(default_factory=dict[str, DevScore])
    """Model -> its score, where it is known."""
    words_left_out: bool = False
    """Whether a bag of words was declared and cannot be, because answers are free texts."""


class _Tests:
    """The tests of one metric by their models."""

    def __init__(self, tests: Sequence[PairedTest]) -> None:
        self._tests = {(test.first, test.second): test for test in tests}
        self.last = tests[-1]

    def find(self, first: str, second: str) -> PairedTest | None:
        return self._tests.get((first, second))

    def says(self, outcome: Outcome, first: str, second: str) -> bool:
        test = self.find(first, second)
        return test is not None and test.outcome is outcome


def conclude(facts: Facts) -> tuple[str, ...]:
    """The sentences, the main one first."""
    one_answer = [f"{begin_sentence(facts.fitness.describe(found))}." for found in facts.fitness.one_answer]
    unreadable = [f"{facts.fitness.describe_unreadable(model)}." for model in facts.fitness.unreadable_trained]
    alike = [f"{facts.fitness.describe_one_gold(name)}." for name in facts.fitness.one_gold]
    said = [sentence for tests in _group_by_metric(facts.tests) for sentence in _conclude_metric(tests, facts)]
    ends = [*_compare_with_majority(facts), *_compare_dev(facts)]
    if facts.words_left_out:
        ends.append("Answers are free texts, which no bag of words gives: nothing so cheap stands beside the models.")
    return tuple(dict.fromkeys([*one_answer, *unreadable, *alike, *said, *ends]))


def is_worrying(facts: Facts) -> bool:
    """Whether a trained model gives one answer only or mostly unreadable ones, or any is worse than what it is
    compared with."""
    trained = {find_stage(found.model).parent for found in facts.fitness.one_answer} - {None}
    return bool(trained or facts.fitness.unreadable_trained) or any(
        test.outcome is Outcome.WORSE for test in facts.tests
    )


def _group_by_metric(tests: Sequence[PairedTest]) -> Iterator[_Tests]:
    primary = [test for test in tests if not test.secondary]
    for metric in dict.fromkeys(test.metric for test in primary):
        yield _Tests([test for test in primary if test.metric == metric])


def _conclude_metric(tests: _Tests, facts: Facts) -> Iterator[str]:
    found = [*_conclude_dpo(tests, facts.fitness), *_conclude_sft(tests, facts.fitness)]
    yield from found or [tests.last.verdict or ""]


def _conclude_dpo(tests: _Tests, fitness: Fitness) -> Iterator[str]:
    step, control = tests.find(SFT.name, DPO.name), tests.find(SFT_CONTINUED.name, DPO.name)
    if step is not None and fitness.dpo_is_sft:
        yield "DPO gives the same answer as SFT to every case: by DPO nothing was gained or lost."
        yield from _repeat_if_worse(control)
    elif control is None:
        yield from [] if step is None else _conclude_step(step, "no SFT was continued beside it")
    elif step is None:
        yield control.verdict or ""
    elif control.outcome is Outcome.BETTER:
        yield _praise(step, control)
    elif control.withheld and step.outcome is Outcome.BETTER:
        yield from _conclude_step(step, control.held_back or "")
    elif control.outcome is Outcome.WORSE or control.withheld or None in (*step.estimates, *control.estimates):
        yield control.verdict or ""
        yield from [step.verdict or ""] if None in step.estimates else _repeat_if_worse(step)
    elif step.outcome is Outcome.BETTER:
        yield (
            f"DPO is better than SFT, but not shown better than SFT continued with equal compute: {step.proof}; "
            f"against continued SFT, {control.proof}. What it gained may be further training alone."
        )
    elif step.outcome is Outcome.WORSE or step.withheld:
        yield step.verdict or ""
    else:
        yield (
            f"No gain of DPO was shown, neither over SFT ({step.proof}) nor over SFT continued with equal compute "
            f"({control.proof})."
        )
    yield from _repeat_if_worse(tests.find(BAG_OF_WORDS.name, DPO.name))


def _repeat_if_worse(test: PairedTest | None) -> list[str]:
    return [test.verdict or ""] if test is not None and test.outcome is Outcome.WORSE else []


def _conclude_step(step: PairedTest, unknown: str) -> Iterator[str]:
    """DPO against SFT, where nothing tells what further training alone is worth."""
    yield step.verdict or ""
    if step.outcome is Outcome.BETTER:
        yield f"Whether DPO did that or further training alone is not known: {unknown}."


def _praise(step: PairedTest, control: PairedTest) -> str:
    """DPO that is better than continued SFT, and what it is beside SFT itself."""
    if step.outcome is Outcome.WORSE:
        return (
            f"DPO is worse than SFT ({step.proof}), though better than SFT continued with equal compute "
            f"({control.proof}): it only lost less by further training."
        )
    if step.outcome is Outcome.BETTER:
        return f"DPO is better than SFT continued with equal compute: {control.proof}."
    if step.withheld:
        return (
            f"DPO is better than SFT continued with equal compute: {control.proof}; it is not called better than SFT "
            f"itself, because {step.held_back}."
        )
    # Continued SFT may have fallen behind the model that it started from: being better than that is no gain.
    return (
        f"No gain of DPO over SFT was shown ({step.proof}); it is better than SFT continued with equal compute only "
        f"({control.proof})."
    )


def _conclude_sft(tests: _Tests, fitness: Fitness) -> Iterator[str]:
    gain, words = tests.find(BASE.name, SFT.name), tests.find(BAG_OF_WORDS.name, SFT.name)
    if gain is None:
        return
    if fitness.is_no_opponent(BASE.name) and gain.withheld:
        yield f"{begin_sentence(fitness.describe_opponent(BASE.name))}: a gain over it shows that the form was learned."
        yield from [words.verdict] if words is not None and words.verdict else []
        return
    if gain.outcome is not Outcome.BETTER or words is None:
        yield gain.verdict or ""
        yield from [words.verdict] if words is not None and words.outcome is Outcome.WORSE and words.verdict else []
    elif words.outcome is Outcome.BETTER:
        yield f"SFT is better than the base model ({gain.proof}) and than a bag of words ({words.proof})."
    elif words.outcome is Outcome.WORSE:
        yield (
            f"SFT is better than the base model ({gain.proof}), which is no praise: it is worse than a bag of words "
            f"({words.proof})."
        )
    else:
        yield (
            f"SFT is better than the base model ({gain.proof}), but not shown better than a bag of words "
            f"({words.proof}): word counts may do as well."
        )


def _compare_with_majority(facts: Facts) -> Iterator[str]:
    """Name each trained model that is not above the majority answer by the metric that is tested."""
    tested = {test.metric for test in facts.tests if not test.secondary}
    for metric in facts.metrics:
        majority = metric.models.get(MAJORITY.name)
        if metric.name not in tested or majority is None or majority.estimate is None:
            continue
        field_name, _, name = metric.name.rpartition(".")
        if METRICS[name].of_one_side or _has_one_gold(field_name, facts.fitness):
            continue  # always to say the same is perfect by such a metric, or by such cases
        for model in (SFT.name, DPO.name):
            value = metric.models[model].estimate if model in metric.models else None
            if value is None or (value > majority.estimate if metric.higher_is_better else value < majority.estimate):
                continue
            own, other = format_pair(value, majority.estimate)
            yield (
                f"{find_stage(model).title} does not get beyond the majority answer: {put_in_sentence(metric.title)} "
                f"{own} against {other}."
            )


def _has_one_gold(name: str, fitness: Fitness) -> bool:
    return name in fitness.one_gold if fitness.several_fields else bool(fitness.one_gold)


def _compare_dev(facts: Facts) -> Iterator[str]:
    sft, dpo = facts.dev_scores.get(SFT.name), facts.dev_scores.get(DPO.name)
    if sft is None or dpo is None or sft.metric != dpo.metric:
        return
    if dpo.score < sft.score if dpo.higher_is_better else dpo.score > sft.score:
        own, other = format_pair(dpo.score, sft.score)
        yield f"Already on dev, the DPO model that was kept scored below its SFT model: {own} against {other}."
