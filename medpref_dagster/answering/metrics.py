"""Metrics of predictions, each as a sum over cases and a function of that sum.

That form gives the metric itself, its value on thousands of bootstrap samples at once (weights times contributions),
and its leave-one-out values, without going back to the cases. An unreadable answer counts as wrong in every metric.
"""

import importlib
import itertools
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from pyarrow import compute as pc

from medpref_dagster.answering import METRICS, MetricError, find_positive, qualify_metrics
from medpref_dagster.answering.answers import answer_fields, answer_labels
from medpref_dagster.declaration import Answer

Floats = npt.NDArray[np.float64]
Weights = Mapping[str, Mapping[str, float]]
"""Case id -> label -> how probable a model holds it, in nats."""


@dataclass(frozen=True)
class FieldAnswers:
    """One part of a model's answers (a label, an option, a text), case by case."""

    field: str
    gold: tuple[str, ...]
    read: tuple[str | None, ...]
    """None where the answer was unreadable."""
    labels: tuple[str, ...]
    """The label space; empty for free text."""
    positive: str | None = None
    sources: tuple[Mapping[str, Any], ...] | None = None
    """The cases' source fields, with the case's own text as `case_text`, where a metric needs them."""
    weights: tuple[Mapping[str, float], ...] | None = None
    """How probable the model holds each label, case by case (`weigh_options`), where answers are chosen so
    and a metric needs it."""


@dataclass(frozen=True)
class CaseTotals:
    """What each case contributes to a metric, and the metric of a sum of contributions."""

    contributions: Floats
    """Cases x columns."""
    combine: Callable[[Floats], Floats]
    """Totals (... x columns) -> metric (...)."""
    scores: Floats | None = None
    """Per case, where the metric is a mean over cases; NaN where a case has none (no facts to recall)."""

    def value(self) -> float:
        """The metric over all cases; NaN where it is undefined."""
        return float(self.combine(self.contributions.sum(axis=0)))


def measure_metric(name: str, answers: FieldAnswers) -> CaseTotals:
    """Measure a registered metric, by its name without a field, e.g. `f1`.

    Raises
    ------
    MetricError
        If the name is not registered, or the metric needs a positive label, the cases or the labels' probabilities
        and has none.
    """
    if name not in METRICS:
        raise MetricError(f"no metric {name!r}; there are {', '.join(METRICS)}")
    metric = METRICS[name]
    if metric.needs_cases and answers.sources is None:
        raise MetricError(f"metric {name!r} reads the cases' source fields; pass the cases table")
    if metric.needs_positive and answers.positive is None:
        raise MetricError(f"metric {name!r} is of a positive label, and {answers.field} declares none")
    if metric.needs_weights and answers.weights is None:
        raise MetricError(f"metric {name!r} reads how probable each label is; pass the option scores of the answers")
    module, _, function = metric.function.partition(":")
    return getattr(importlib.import_module(module), function)(answers)


def score_metric(
    name: str,
    predictions: pa.Table,
    answer: Answer,
    cases: pa.Table | None = None,
    weights: Weights | None = None,
) -> float:
    """The value of a metric on one model's predictions.

    Parameters
    ----------
    name
        A registered metric, or `<field>.<metric>` of an answer with several labels; there a name without a field
        gives the mean over the fields.
    predictions
        Columns in: PREDICTIONS, of one model.
    answer
        The task's declared answer.
    cases
        Columns in: CASES; needed by metrics that compare with facts of the source.
    weights
        Case id -> label -> its weight (`weigh_options`); needed by metrics of probabilities.

    Raises
    ------
    MetricError
        As `qualify_metrics`, and if there are no predictions or those of several models.
    """
    names = qualify_metrics([name], answer)
    return float(np.mean([measure_predictions(item, predictions, answer, cases, weights).value() for item in names]))


def measure_predictions(
    qualified: str,
    predictions: pa.Table,
    answer: Answer,
    cases: pa.Table | None = None,
    weights: Weights | None = None,
) -> CaseTotals:
    """Measure a metric named as `qualify_metrics` gives it on one model's predictions (columns in: PREDICTIONS)."""
    field, _, metric = qualified.rpartition(".")
    return measure_metric(metric, read_field(predictions, answer, field or answer_fields(answer)[0], cases, weights))


def read_field(
    predictions: pa.Table,
    answer: Answer,
    field: str,
    cases: pa.Table | None = None,
    weights: Weights | None = None,
) -> FieldAnswers:
    """One part of one model's answers.

    Parameters
    ----------
    predictions
        Columns in: PREDICTIONS, of one model.
    cases
        Columns in: CASES; every predicted case must be there.
    weights
        Case id -> label -> its weight for this model; every predicted case must be there.

    Raises
    ------
    MetricError
        If there are no predictions, those of several models, or a case is missing from `cases` or `weights`.
    """
    models = predictions["model"].unique().to_pylist()
    if len(models) != 1:
        raise MetricError(f"expected the predictions of one model, got {sorted(models) or 'none'}")
    return FieldAnswers(
        field=field,
        gold=tuple(dict(parts)[field] for parts in predictions["gold"].to_pylist()),
        read=tuple(None if parts is None else dict(parts)[field] for parts in predictions["parsed"].to_pylist()),
        labels=answer_labels(answer, field),
        positive=find_positive(answer, field),
        sources=None if cases is None else _read_sources(predictions["case_id"].to_pylist(), cases),
        weights=None if weights is None else _read_weights(predictions["case_id"].to_pylist(), weights),
    )


def _read_sources(case_ids: Sequence[str], cases: pa.Table) -> tuple[Mapping[str, Any], ...]:
    rows = {
        case_id: {**json.loads(fields or "{}"), "case_text": text}
        for case_id, fields, text in zip(
            *(cases[name].to_pylist() for name in ("case_id", "source_fields", "text")), strict=True
        )
    }
    missing = sorted(set(case_ids) - rows.keys())
    if missing:
        raise MetricError(f"{len(missing)} predicted cases are not in the cases table, e.g. {missing[0]}")
    return tuple(rows[case_id] for case_id in case_ids)


def weigh_options(scores: pa.Table, answer_by: str) -> dict[str, dict[str, float]]:
    """How probable one model holds each answer to each case, as answers are chosen: summed, or per character.

    Parameters
    ----------
    scores
        Columns in: OPTION_SCORES, of one model, case by case.
    answer_by
        The declared `evaluation.answer_by`.

    Returns
    -------
    dict
        Case id -> option -> nats, in declared order.
    """
    per_character = answer_by == "likelihood_per_character"
    return {
        case: {row["option"]: row["log_prob"] / (row["characters"] if per_character else 1) for row in rows}
        for case, rows in itertools.groupby(scores.to_pylist(), key=lambda row: row["case_id"])
    }


def weigh_models(scores: pa.Table, answer_by: str) -> dict[str, dict[str, dict[str, float]]]:
    """`weigh_options` of each model of a table OPTION_SCORES: model -> case id -> option -> nats."""
    models = scores["model"].unique().to_pylist()
    return {model: weigh_options(scores.filter(pc.field("model") == model), answer_by) for model in models}


def _read_weights(case_ids: Sequence[str], weights: Weights) -> tuple[Mapping[str, float], ...]:
    missing = sorted(set(case_ids) - weights.keys())
    if missing:
        raise MetricError(f"{len(missing)} predicted cases have no option scores, e.g. {missing[0]}")
    return tuple(weights[case_id] for case_id in case_ids)


def mean_over_cases(scores: Floats) -> CaseTotals:
    """The metric that is the mean of its cases' scores; NaN for a case that does not count."""
    counted = ~np.isnan(scores)
    contributions = np.stack([np.where(counted, scores, 0.0), counted.astype(np.float64)], axis=1)
    return CaseTotals(contributions, _combine_mean, scores)


def _combine_mean(totals: Floats) -> Floats:
    return divide(totals[..., 0], totals[..., 1], empty=np.nan)


def divide(numerator: Any, denominator: Any, empty: float = 0.0) -> Floats:
    """Element by element; `empty` where the denominator is 0."""
    numerator, denominator = np.asarray(numerator, np.float64), np.asarray(denominator, np.float64)
    return np.divide(numerator, denominator, out=np.full(denominator.shape, empty), where=denominator > 0)
