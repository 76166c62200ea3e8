"""The paired tests of a task: each compared pair of models, on each field's right answers or each metric of a text."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from medpref_dagster.answering import METRICS, qualify_metrics, title_metric
from medpref_dagster.answering.metrics import CaseTotals, FieldAnswers, measure_metric
from medpref_dagster.declaration import TaskDeclaration, TextAnswer
from medpref_dagster.verdict.errors import VerdictError
from medpref_dagster.verdict.estimates import Sampling, estimate_difference
from medpref_dagster.verdict.intervals import Floats
from medpref_dagster.verdict.metrics import Comparisons
from medpref_dagster.verdict.paired_tests import (
    CorrectnessTest,
    PairedTest,
    ScoresTest,
    describe_correctness,
    describe_scores,
    judge_tests,
    name_against,
)
from medpref_dagster.verdict.words import put_in_sentence


@dataclass(frozen=True)
class _Tested:
    """What is tested: a metric with a score per case, of every model."""

    name: str
    title: str
    models: Mapping[str, CaseTotals]


def compare_models(
    task: TaskDeclaration,
    answers: Mapping[str, Mapping[str, FieldAnswers]],
    comparisons: Comparisons,
    sampling: Sampling,
) -> tuple[PairedTest, ...]:
    """One test for each compared pair of models and each field, or each metric of a free text, judged as one family.

    Parameters
    ----------
    answers
        Field -> model -> answers, of the same cases in the same order.

    Raises
    ------
    VerdictError
        If a metric of a free text has no score per case.
    """
    tested = list(_list_tested(task, answers))
    return judge_tests(
        (
            _compare(first, second, item, sampling, alone=len(tested) == 1)
            for first, second in comparisons
            for item in tested
        ),
        sampling.alpha,
    )


def _list_tested(task: TaskDeclaration, answers: Mapping[str, Mapping[str, FieldAnswers]]) -> Iterator[_Tested]:
    if isinstance(task.answer, TextAnswer):
        [by_model] = answers.values()
        for name in qualify_metrics(task.evaluation.metrics, task.answer):
            title = title_metric(name, task.answer)
            yield _Tested(name, title, {model: measure_metric(name, found) for model, found in by_model.items()})
        return
    title = METRICS["accuracy"].title
    for field, by_model in answers.items():
        alone = len(answers) == 1
        yield _Tested(
            "accuracy" if alone else f"{field}.accuracy",
            title if alone else f"{title} of {field}",
            {model: measure_metric("accuracy", found) for model, found in by_model.items()},
        )


def _compare(first: str, second: str, tested: _Tested, sampling: Sampling, *, alone: bool) -> PairedTest:
    metric = METRICS[tested.name.rpartition(".")[2]]
    before, after = tested.models[first], tested.models[second]
    shown = {
        "first": first,
        "second": second,
        "metric": tested.name,
        "title": name_against(first, second) + ("" if alone else f", {put_in_sentence(tested.title)}"),
        "metric_title": tested.title,
        "higher_is_better": metric.higher_is_better,
        "difference": estimate_difference(before, after, sampling),
        "estimates": (before.value(), after.value()),
    }
    scores = _read_scores(before), _read_scores(after)
    if metric.right_or_wrong:
        return CorrectnessTest(**shown, **describe_correctness(*scores, sampling))
    return ScoresTest(**shown, **describe_scores(*scores, sampling))


def _read_scores(totals: CaseTotals) -> Floats:
    if totals.scores is None:
        raise VerdictError("a metric without scores per case cannot be tested case by case")
    return totals.scores
