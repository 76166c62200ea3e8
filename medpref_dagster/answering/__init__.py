"""Predictions to metrics, statistics and a report. Light: the registry of metrics, by name.

A metric is a function of a module named here, resolved when it is used, so that a declaration can be checked
without importing what computes it.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from medpref_dagster.declaration import Answer, LabelsAnswer


@dataclass(frozen=True)
class Metric:
    """A registered metric."""

    function: str
    """`module:function`, from `metrics.FieldAnswers` to `metrics.CaseTotals`."""
    kinds: tuple[str, ...]
    """The kinds of answer that it suits."""
    title: str
    """As a reader of the report knows it."""
    higher_is_better: bool = True
    needs_cases: bool = False
    """Whether it reads the cases' `source_fields` and text."""
    right_or_wrong: bool = False
    """Whether each case scores 0 or 1 by its nature, so that McNemar's test suits it."""


_METRICS_MODULE = "medpref_dagster.answering.metrics"
_LABELS = ("label", "labels")
_CHOICES = (*_LABELS, "option")

METRICS: dict[str, Metric] = {
    "accuracy": Metric(f"{_METRICS_MODULE}:measure_accuracy", _CHOICES, "Accuracy", right_or_wrong=True),
    "f1": Metric(f"{_METRICS_MODULE}:measure_f1", _LABELS, "F1"),
    "f1_macro": Metric(f"{_METRICS_MODULE}:measure_f1_macro", _CHOICES, "F1, macro average"),
    "f1_weighted": Metric(f"{_METRICS_MODULE}:measure_f1_weighted", _CHOICES, "F1, weighted by label"),
    "exact_match": Metric(f"{_METRICS_MODULE}:measure_accuracy", ("option",), "Exact match", right_or_wrong=True),
    "free_response_match": Metric(
        f"{_METRICS_MODULE}:measure_free_response_match",
        ("text",),
        "Free-response match",
        needs_cases=True,
        right_or_wrong=True,
    ),
    "rouge_l": Metric(f"{_METRICS_MODULE}:measure_rouge_l", ("text",), "ROUGE-L F"),
    "fact_recall": Metric(f"{_METRICS_MODULE}:measure_fact_recall", ("text",), "Fact recall", needs_cases=True),
    "unsupported_statement_rate": Metric(
        f"{_METRICS_MODULE}:measure_unsupported_statements",
        ("text",),
        "Unsupported statements",
        higher_is_better=False,
        needs_cases=True,
    ),
    "unreadable": Metric(
        f"{_METRICS_MODULE}:measure_unreadable", (*_CHOICES, "text"), "Unreadable answers", higher_is_better=False
    ),
}
"""Name in `evaluation.metrics` -> metric."""


class MetricError(Exception):
    """A metric is unknown, does not suit the answer, or lacks what it needs."""


def qualify_metrics(names: Iterable[str], answer: Answer) -> tuple[str, ...]:
    """The metrics of each field of an answer, in the declared order, once each.

    For an answer with several labels, `f1` stands for `personnel.f1`, `urgency.f1` and so on, which may also be
    named singly; for every other answer the names stay as they are.

    Raises
    ------
    MetricError
        If a name is not registered, does not suit the answer's kind, or names no field. The message lists what is
        accepted.
    """
    qualified: dict[str, None] = {}
    for name in names:
        field, _, metric = name.rpartition(".")
        accepted = [registered for registered, item in METRICS.items() if answer.kind in item.kinds]
        if metric not in accepted:
            raise MetricError(
                f"metric {name!r} is none for an answer of kind {answer.kind}; accepted: {', '.join(accepted)}"
            )
        if not isinstance(answer, LabelsAnswer):
            if field:
                raise MetricError(f"metric {name!r}: only an answer of kind labels has fields; write {metric!r}")
            qualified[metric] = None
        elif field and field not in answer.fields:
            raise MetricError(
                f"metric {name!r}: no field {field!r}; the declared fields are {', '.join(answer.fields)}"
            )
        else:
            qualified.update(dict.fromkeys(f"{item}.{metric}" for item in ([field] if field else answer.fields)))
    return tuple(qualified)
