"""Each declared metric of each model, with intervals, and of which labels a field's answers are."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import product
from typing import Any

import numpy as np

from medpref_dagster.answering import METRICS, qualify_metrics, title_metric
from medpref_dagster.answering.choice_metrics import count_confusion, report_labels
from medpref_dagster.answering.metrics import CaseTotals, FieldAnswers, measure_metric
from medpref_dagster.declaration import TaskDeclaration
from medpref_dagster.verdict.estimates import Sampling, estimate_difference, estimate_metric
from medpref_dagster.verdict.intervals import Floats
from medpref_dagster.verdict.results import Estimate, Result

Comparisons = tuple[tuple[str, str], ...]
"""Pairs of models (first, second); a difference is second minus first."""


class Difference(Estimate):
    """A metric of the second model minus that of the first."""

    first: str
    second: str


class JudgedMetric(Result):
    """A metric of every model."""

    name: str
    """As `qualify_metrics` gives it."""
    title: str
    higher_is_better: bool
    models: dict[str, Estimate]
    differences: tuple[Difference, ...]


class JudgedField(Result):
    """Which labels a part of the answers has, and how often each model confused them."""

    field: str
    labels: tuple[str, ...]
    positive: str | None
    confusion: dict[str, list[list[int]]]
    """Of each model: gold labels x (read labels and, last, unreadable)."""
    label_report: dict[str, list[dict[str, Any]]]
    """Of each model: precision, recall, F1 and support of each label."""


def judge_metrics(
    task: TaskDeclaration,
    answers: Mapping[str, Mapping[str, FieldAnswers]],
    comparisons: Comparisons,
    sampling: Sampling,
) -> tuple[JudgedMetric, ...]:
    """Every declared metric of every model, and the differences of the compared pairs.

    Parameters
    ----------
    answers
        Field -> model -> answers, of the same cases in the same order.
    """
    return tuple(
        _judge_metric(qualified, title_metric(qualified, task.answer), answers, comparisons, sampling)
        for qualified in qualify_metrics(task.evaluation.metrics, task.answer)
    )


def _judge_metric(
    qualified: str,
    title: str,
    answers: Mapping[str, Mapping[str, FieldAnswers]],
    comparisons: Comparisons,
    sampling: Sampling,
) -> JudgedMetric:
    field, _, name = qualified.rpartition(".")
    by_model = answers[field or next(iter(answers))]
    shape = next(iter(by_model.values()))
    totals = {model: measure_metric(name, found) for model, found in by_model.items()}
    differences = {
        (first, second): compare_metric(name, by_model[first], by_model[second], sampling)
        for first, second in comparisons
    }
    return JudgedMetric(
        name=qualified,
        title=title,
        higher_is_better=METRICS[name].higher_is_better,
        models={
            model: estimate_metric(found, sampling, kinds=lambda: _list_kinds(name, shape))
            for model, found in totals.items()
        },
        differences=tuple(
            Difference(first=first, second=second, **dict(found)) for (first, second), found in differences.items()
        ),
    )


def compare_metric(name: str, first: FieldAnswers, second: FieldAnswers, sampling: Sampling) -> Estimate:
    """A metric (its name without a field) of the second model's answers minus that of the first's."""
    return estimate_difference(
        measure_metric(name, first),
        measure_metric(name, second),
        sampling,
        kinds=lambda: list_paired_kinds(name, first),
    )


def describe_field(by_model: Mapping[str, FieldAnswers]) -> JudgedField:
    """One part of every model's answers."""
    first = next(iter(by_model.values()))
    return JudgedField(
        field=first.field,
        labels=first.labels,
        positive=first.positive,
        confusion={model: count_confusion(answers).tolist() for model, answers in by_model.items()},
        label_report={model: report_labels(answers) for model, answers in by_model.items()},
    )


def _list_kinds(name: str, answers: FieldAnswers) -> Floats | None:
    """What a case of each gold and read label would contribute to a metric; None for free text, and where a case
    contributes more than its label."""
    if METRICS[name].needs_weights:
        return None
    cells = list(product(answers.labels, (*answers.labels, None)))
    return _contribute(name, answers, cells).contributions if cells else None


def list_paired_kinds(name: str, answers: FieldAnswers) -> Floats | None:
    """As `_list_kinds`, of two models that read the same case each in its way."""
    if METRICS[name].needs_weights:
        return None
    read = (*answers.labels, None)
    cells = list(product(answers.labels, read, read))
    if not cells:
        return None
    sides = [[(cell[0], cell[side]) for cell in cells] for side in (1, 2)]
    return np.concatenate([_contribute(name, answers, side).contributions for side in sides], axis=1)


def _contribute(name: str, answers: FieldAnswers, cells: list[tuple[str, str | None]]) -> CaseTotals:
    gold, read = zip(*cells, strict=True)
    return measure_metric(name, replace(answers, gold=gold, read=read, sources=None))
