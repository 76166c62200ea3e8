"""What a model answers, and how good that is. Light: the registry of metrics, by name.

A metric is a function of a module named here, resolved when it is used, so that a declaration can be checked
without importing what computes it. An installed package offers more by entry points of the group
`medpref_dagster.metrics`: its name leads to a module with `METRIC`, a `Metric`.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from medpref_dagster.declaration import Answer, LabelAnswer, LabelsAnswer, TaskDeclaration
from medpref_dagster.registry import Registry


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
    needs_positive: bool = False
    """Whether it is of a declared positive label."""
    needs_weights: bool = False
    """Whether it reads how probable the labels are, which only answers by likelihood have."""
    right_or_wrong: bool = False
    """Whether each case scores 0 or 1 by its nature, so that McNemar's test suits it."""
    of_one_side: bool = False
    """Whether one and the same answer to every case is perfect by it, whatever is right."""


class MetricError(Exception):
    """A metric is unknown, does not suit the answer, or lacks what it needs."""


class Metrics(Mapping[str, Metric]):
    """Ours by their description here, an installed package's by its module's `METRIC`, imported when asked for."""

    def __init__(self, group: str, ours: Mapping[str, Metric]) -> None:
        self._ours = ours
        self._registry = Registry(
            "metric", group, {name: metric.function.partition(":")[0] for name, metric in ours.items()}
        )

    def __getitem__(self, name: str) -> Metric:
        if name in self._ours:
            return self._ours[name]
        if name not in self._registry:
            raise KeyError(name)
        metric = getattr(self._registry.load(name), "METRIC", None)
        if not isinstance(metric, Metric):
            raise MetricError(
                f"metric {name!r}: the installed module has no METRIC, a medpref_dagster.answering.Metric"
            )
        return metric

    def __iter__(self) -> Iterator[str]:
        return iter(self._registry)

    def __len__(self) -> int:
        return sum(1 for _ in self._registry)


_LABELS = ("label", "labels")
_CHOICES = (*_LABELS, "option")


def _choice(function: str, kinds: tuple[str, ...], title: str, **more: bool) -> Metric:
    return Metric(f"medpref_dagster.answering.choice_metrics:{function}", kinds, title, **more)


def _text(function: str, title: str, **more: bool) -> Metric:
    return Metric(f"medpref_dagster.answering.text_metrics:{function}", ("text",), title, **more)


METRICS: Mapping[str, Metric] = Metrics(
    "medpref_dagster.metrics",
    {
        "accuracy": _choice("measure_accuracy", _CHOICES, "Accuracy", right_or_wrong=True),
        "f1": _choice("measure_f1", _LABELS, "F1"),
        "f1_macro": _choice("measure_f1_macro", _CHOICES, "F1, macro average"),
        "f1_weighted": _choice("measure_f1_weighted", _CHOICES, "F1, weighted by label"),
        "sensitivity": _choice("measure_sensitivity", _LABELS, "Sensitivity", needs_positive=True, of_one_side=True),
        "specificity": _choice("measure_specificity", _LABELS, "Specificity", needs_positive=True, of_one_side=True),
        "ppv": _choice("measure_positive_predictive_value", _LABELS, "Positive predictive value", needs_positive=True),
        "npv": _choice("measure_negative_predictive_value", _LABELS, "Negative predictive value", needs_positive=True),
        "auroc": _choice("measure_auroc", ("label",), "AUROC", needs_positive=True, needs_weights=True),
        "quadratic_kappa": _choice("measure_quadratic_kappa", _LABELS, "Quadratic-weighted kappa"),
        "exact_match": _choice("measure_accuracy", ("option",), "Exact match", right_or_wrong=True),
        "free_response_match": _text(
            "measure_free_response_match", "Free-response match", needs_cases=True, right_or_wrong=True
        ),
        "rouge_l": _text("measure_rouge_l", "ROUGE-L F"),
        "fact_recall": _text("measure_fact_recall", "Fact recall", needs_cases=True),
        "unsupported_statement_rate": _text(
            "measure_unsupported_statements", "Unsupported statements", higher_is_better=False, needs_cases=True
        ),
        "unreadable": _choice(
            "measure_unreadable", (*_CHOICES, "text"), "Unreadable answers", higher_is_better=False, of_one_side=True
        ),
    },
)
"""Name in `evaluation.metrics` -> metric."""


def qualify_metrics(names: Iterable[str], answer: Answer, answer_by: str | None = None) -> tuple[str, ...]:
    """The metrics of each field of an answer, in the declared order, once each.

    For an answer with several labels, `f1` stands for `personnel.f1`, `urgency.f1` and so on, which may also be
    named singly; for every other answer the names stay as they are.

    Parameters
    ----------
    answer_by
        The declared `evaluation.answer_by`, where it is known; then a metric of probabilities is refused that would
        have none.

    Raises
    ------
    MetricError
        If a name is not registered, does not suit the answer's kind, names no field, or lacks a positive label. The
        message lists what is accepted.
    """
    qualified: dict[str, None] = {}
    for name in names:
        field, _, metric = name.rpartition(".")
        accepted = [registered for registered, item in METRICS.items() if answer.kind in item.kinds]
        if metric not in accepted:
            raise MetricError(
                f"metric {name!r} is none for an answer of kind {answer.kind}; accepted: {', '.join(accepted)}"
            )
        if METRICS[metric].needs_weights and answer_by == "generation":
            raise MetricError(
                f"metric {name!r} reads how probable each label is, which answers by generation do not have; declare "
                "evaluation.answer_by: likelihood"
            )
        if not isinstance(answer, LabelsAnswer):
            if field:
                raise MetricError(f"metric {name!r}: only an answer of kind labels has fields; write {metric!r}")
            fields = [metric]
        elif field and field not in answer.fields:
            raise MetricError(
                f"metric {name!r}: no field {field!r}; the declared fields are {', '.join(answer.fields)}"
            )
        else:
            fields = [f"{item}.{metric}" for item in ([field] if field else answer.fields)]
        for item in fields:
            if METRICS[metric].needs_positive and find_positive(answer, item.rpartition(".")[0]) is None:
                raise MetricError(_ask_for_positive(name, metric, answer))
        qualified.update(dict.fromkeys(fields))
    return tuple(qualified)


def has_classes(task: TaskDeclaration) -> bool:
    """Whether its answers are labels or options, and no free texts."""
    return task.answer.kind in _CHOICES


def choose_metric(task: TaskDeclaration) -> str:
    """The metric that chooses a task's models on dev, as `evaluation.choose_by` says or would say."""
    if task.evaluation.choose_by is not None:
        return task.evaluation.choose_by
    return "f1_macro" if has_classes(task) else task.evaluation.metrics[0]


def find_positive(answer: Answer, field: str = "") -> str | None:
    """The positive label of an answer, or of one of its fields; None where none is declared."""
    if isinstance(answer, LabelsAnswer):
        return answer.fields[field].positive
    return answer.positive if isinstance(answer, LabelAnswer) else None


def title_metric(qualified: str, answer: Answer) -> str:
    """A metric as a reader knows it, with its field where an answer has several.

    `f1` without a positive label is the macro average, and is called so.
    """
    field, _, name = qualified.rpartition(".")
    averaged = name == "f1" and find_positive(answer, field) is None
    title = METRICS["f1_macro" if averaged else name].title
    return f"{title} of {field}" if field else title


def _ask_for_positive(name: str, metric: str, answer: Answer) -> str:
    said = f"metric {name!r} is of a positive label: "
    if not isinstance(answer, LabelsAnswer):
        return f"{said}declare answer.positive"
    able = [f"{field}.{metric}" for field in answer.fields if answer.fields[field].positive is not None]
    instead = f"write {' and '.join(able)}, or " if able else ""
    return f"{said}{instead}declare answer.fields.<field>.positive"
