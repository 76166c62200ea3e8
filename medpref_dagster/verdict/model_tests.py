"""The paired tests of a task: each compared pair of models, on the declared metric of each field, or each of a text.

What is tested is the first declared metric, by the test that suits it. Where that is not accuracy itself, McNemar's
test of right and wrong answers stands beside it, in a family of its own, and the sentence says where both disagree.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from medpref_dagster.answering import METRICS, qualify_metrics, title_metric
from medpref_dagster.answering.metrics import FieldAnswers, measure_metric
from medpref_dagster.declaration import TaskDeclaration, TextAnswer
from medpref_dagster.stages import find_stage
from medpref_dagster.verdict.estimates import Sampling
from medpref_dagster.verdict.fitness import Fitness
from medpref_dagster.verdict.intervals import Floats
from medpref_dagster.verdict.metrics import Comparisons, compare_metric
from medpref_dagster.verdict.paired_tests import (
    CorrectnessTest,
    Outcome,
    PairedTest,
    RandomizationTest,
    ScoresTest,
    describe_correctness,
    describe_scores,
    judge_tests,
    name_against,
)
from medpref_dagster.verdict.randomization import randomize_pairs
from medpref_dagster.verdict.words import put_in_sentence

ACCURACY = "accuracy"


@dataclass(frozen=True)
class _Tested:
    """What is tested: a metric of a field, of every model."""

    name: str
    """As `qualify_metrics` gives it."""
    title: str
    field: str
    models: Mapping[str, FieldAnswers]
    secondary: bool = False


def compare_models(
    task: TaskDeclaration,
    answers: Mapping[str, Mapping[str, FieldAnswers]],
    comparisons: Comparisons,
    sampling: Sampling,
    fitness: Fitness,
) -> tuple[PairedTest, ...]:
    """The tests of each compared pair of models, in the order of the pairs; those of the declared metric come first.

    Parameters
    ----------
    answers
        Field -> model -> answers, of the same cases in the same order.
    fitness
        Which models may not be called better, and which are no opponents.
    """
    tested = list(_list_tested(task, answers))
    made = [
        _compare(first, second, item, sampling, fitness, alone=len(tested) == 1)
        for first, second in comparisons
        for item in tested
    ]
    families = [[test for test in made if test.secondary is secondary] for secondary in (False, True)]
    judged = {id(test): done for family in families for test, done in _judge_family(family, sampling.alpha)}
    ordered = [judged[id(test)] for test in made]
    return tuple(_say_where_accuracy_differs(test, ordered) for test in ordered)


def _judge_family(family: Sequence[PairedTest], alpha: float) -> Iterator[tuple[PairedTest, PairedTest]]:
    return zip(family, judge_tests(family, alpha) if family else (), strict=True)


def _list_tested(task: TaskDeclaration, answers: Mapping[str, Mapping[str, FieldAnswers]]) -> Iterator[_Tested]:
    if isinstance(task.answer, TextAnswer):
        [(field, by_model)] = answers.items()
        for name in qualify_metrics(task.evaluation.metrics, task.answer):
            yield _Tested(name, title_metric(name, task.answer), field, by_model)
        return
    declared = qualify_metrics(task.evaluation.metrics[:1], task.answer)
    for name in declared:
        field = name.rpartition(".")[0] or next(iter(answers))
        yield _Tested(name, title_metric(name, task.answer), field, answers[field])
    if METRICS[declared[0].rpartition(".")[2]].right_or_wrong:
        return
    for name in qualify_metrics([ACCURACY], task.answer):
        field = name.rpartition(".")[0] or next(iter(answers))
        yield _Tested(name, title_metric(name, task.answer), field, answers[field], secondary=True)


def _compare(
    first: str, second: str, tested: _Tested, sampling: Sampling, fitness: Fitness, *, alone: bool
) -> PairedTest:
    name = tested.name.rpartition(".")[2]
    before, after = (measure_metric(name, tested.models[model]) for model in (first, second))
    shown = {
        "first": first,
        "second": second,
        "metric": tested.name,
        "title": name_against(first, second) + ("" if alone else f", {put_in_sentence(tested.title)}"),
        "metric_title": tested.title,
        "higher_is_better": METRICS[name].higher_is_better,
        "difference": compare_metric(name, tested.models[first], tested.models[second], sampling),
        "estimates": (before.value(), after.value()),
        "secondary": tested.secondary,
        "held_back": fitness.hold_back(first, second, tested.field),
    }
    if before.scores is None or after.scores is None or _is_rate_of_choices(name, tested):
        return _randomize(shown, name, tested.models[first], tested.models[second], sampling)
    scores: tuple[Floats, Floats] = before.scores, after.scores
    if METRICS[name].right_or_wrong:
        return CorrectnessTest(**shown, **describe_correctness(*scores, sampling))
    return ScoresTest(**shown, **describe_scores(*scores, sampling))


def _is_rate_of_choices(name: str, tested: _Tested) -> bool:
    """Sensitivity, precision and the like: each model may have other cases that count, so that scores do not pair."""
    return bool(next(iter(tested.models.values())).labels) and not METRICS[name].right_or_wrong


def _randomize(
    shown: Mapping[str, object], name: str, first: FieldAnswers, second: FieldAnswers, sampling: Sampling
) -> RandomizationTest:
    # Measured together, so that both have the same columns: AUROC's are the odds that occur.
    both = measure_metric(name, _stack(first, second))
    cases = len(first.gold)
    found = randomize_pairs(
        both.contributions[:cases],
        both.contributions[cases:],
        both.combine,
        seed=sampling.evaluation.seed,
        clusters=sampling.clusters,
    )
    return RandomizationTest(
        **shown,  # pyright: ignore[reportArgumentType]
        p=found.p,
        swaps=found.swaps,
        exact=found.exact,
        units=len(set(sampling.patients)),
        clustered=sampling.clusters is not None,
    )


def _stack(first: FieldAnswers, second: FieldAnswers) -> FieldAnswers:
    return replace(
        first,
        gold=first.gold + second.gold,
        read=first.read + second.read,
        sources=None if first.sources is None or second.sources is None else first.sources + second.sources,
        weights=None if first.weights is None or second.weights is None else first.weights + second.weights,
    )


def _say_where_accuracy_differs(test: PairedTest, tests: Sequence[PairedTest]) -> PairedTest:
    """The test with a further sentence, where it stands beside another test that has another outcome."""
    beside = [
        other
        for other in tests
        if other.secondary
        and not test.secondary
        and (other.first, other.second) == (test.first, test.second)
        and other.metric.rpartition(".")[0] == test.metric.rpartition(".")[0]
        and other.outcome != test.outcome
        and not (other.withheld or test.withheld)
    ]
    said = [_say_by_answers(other) for other in beside]
    return test.model_copy(update={"verdict": " ".join(chain([test.verdict or ""], said))}) if said else test


def _say_by_answers(other: PairedTest) -> str:
    second = find_stage(other.second).phrase
    found = "no difference was shown" if other.outcome is Outcome.UNDECIDED else f"{second} is {other.outcome}"
    return f"By right and wrong answers {found}: {other.proof}."
