"""Predictions of several models to a verdict: metrics with intervals, paired tests, and what they mean in words."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
from pyarrow import compute as pc

from medpref_dagster.answering.answers import answer_fields
from medpref_dagster.answering.metrics import measure_metric, read_field, weigh_models
from medpref_dagster.declaration import TaskDeclaration, TextAnswer
from medpref_dagster.stages import COMPARISONS, STAGES, order_stages
from medpref_dagster.verdict.errors import VerdictError
from medpref_dagster.verdict.estimates import Sampling, average_scores, estimate_metric
from medpref_dagster.verdict.metrics import Comparisons, JudgedField, JudgedMetric, describe_field, judge_metrics
from medpref_dagster.verdict.model_tests import compare_models
from medpref_dagster.verdict.paired_tests import AnyTest
from medpref_dagster.verdict.preferences import PairScores, Preferences, judge_preferences
from medpref_dagster.verdict.results import Estimate, Result

CUT_OFF = "cut_off"
"""The column of predictions that says whether an answer ended at the length limit."""


class Verdict(Result):
    """How the models of a task answered its test cases, and which differences hold."""

    title: str
    """The task's."""
    answer: str
    """The kind of its answer."""
    models: tuple[str, ...]
    """In the order in which they are shown."""
    cases: int
    patients: int
    confidence: float
    bootstrap_samples: int
    metrics: tuple[JudgedMetric, ...]
    fields: tuple[JudgedField, ...]
    """None of a free text."""
    unreadable: dict[str, Estimate]
    """Of each model, the share of answers that the strict parser could not read."""
    cut_off: dict[str, Estimate] | None = None
    """Of each model, the share of answers that ended at the length limit; None where predictions do not say."""
    generated_tokens: dict[str, float]
    """Of each model, the mean."""
    tests: tuple[AnyTest, ...]
    """Of each compared pair of models and each field, or each metric of a free text; Holm-adjusted over all."""
    preferences: Preferences | None


def evaluate(
    task: TaskDeclaration,
    cases: pa.Table,
    predictions: pa.Table,
    pair_scores: PairScores | None = None,
    comparisons: Sequence[tuple[str, str]] | None = None,
    option_scores: pa.Table | None = None,
) -> Verdict:
    """Judge the models of a task by their answers to the same test cases.

    Parameters
    ----------
    task
        Its `answer` and `evaluation` (metrics, confidence, bootstrap samples, seed) are used.
    cases
        Columns in: CASES; every predicted case must be there.
    predictions
        Columns in: PREDICTIONS, of two or more models, each of the same cases.
    pair_scores
        Log-probabilities of the held-out pairs, for the win rate.
    comparisons
        Which models are tested, (first, second); without it, as `choose_comparisons` has it.
    option_scores
        Columns in: OPTION_SCORES, of the same models and cases, where answers are chosen by likelihood.

    Raises
    ------
    VerdictError
        If the models did not answer the same cases, a compared model did not answer at all, or pair scores do not
        cover the same pairs.
    MetricError
        If a declared metric does not suit the answer or lacks what it needs.
    """
    aligned = _align_models(predictions)
    compared = choose_comparisons(tuple(aligned)) if comparisons is None else tuple(comparisons)
    if missing := {model for pair in compared for model in pair} - aligned.keys():
        raise VerdictError(f"no predictions of {', '.join(sorted(missing))}; there are those of {', '.join(aligned)}")
    first = next(iter(aligned.values()))
    patients: list[str] = first["patient_id"].to_pylist()
    sampling = Sampling(task.evaluation, patients)
    weights = {} if option_scores is None else weigh_models(option_scores, task.evaluation.answer_by)
    answers = {
        field: {
            model: read_field(table, task.answer, field, cases, weights.get(model)) for model, table in aligned.items()
        }
        for field in answer_fields(task.answer)
    }
    return Verdict(
        title=task.title,
        answer=task.answer.kind,
        models=tuple(aligned),
        cases=first.num_rows,
        patients=len(set(patients)),
        confidence=task.evaluation.confidence,
        bootstrap_samples=task.evaluation.bootstrap_samples,
        metrics=judge_metrics(task, answers, compared, sampling),
        fields=() if isinstance(task.answer, TextAnswer) else tuple(map(describe_field, answers.values())),
        unreadable={
            model: estimate_metric(measure_metric("unreadable", found), sampling)
            for model, found in next(iter(answers.values())).items()
        },
        cut_off={model: _count_cut_off(table, sampling) for model, table in aligned.items()}
        if CUT_OFF in predictions.column_names
        else None,
        generated_tokens={
            model: float(np.mean(table["generated_tokens"].to_pylist())) for model, table in aligned.items()
        },
        tests=compare_models(task, answers, compared, sampling),  # pyright: ignore[reportArgumentType]
        preferences=None if pair_scores is None else judge_preferences(pair_scores, task.evaluation),
    )


def choose_comparisons(models: Sequence[str]) -> Comparisons:
    """Which of the models are tested against each other, (first, second).

    Those of `COMPARISONS` whose models are there. A model that is not one of `STAGES` (a control, a champion) is what
    the last trained one is held against, or the base model's successor where nothing was trained.

    >>> choose_comparisons(("base", "sft", "sft_continued"))
    (('base', 'sft'), ('sft_continued', 'sft'))
    >>> choose_comparisons(("champion", "challenger"))
    (('champion', 'challenger'),)
    """
    ordered = order_stages(models)
    ours = [stage.name for stage in STAGES if stage.name in ordered]
    others = [model for model in ordered if model not in ours]
    known = [pair for pair in COMPARISONS if set(pair) <= set(ours)]
    trained = [stage.name for stage in STAGES if stage.name in ours and stage.parent is not None]
    if trained:
        return (*known, *((other, trained[-1]) for other in others))
    return tuple((first, second) for first, second in zip([*ours, *others], [*ours, *others][1:], strict=False))


def _align_models(predictions: pa.Table) -> dict[str, pa.Table]:
    """Each model's predictions, in the order in which models are shown, rows in that of the first model's cases."""
    present = order_stages(predictions["model"].to_pylist())
    if not present:
        raise VerdictError("there are no predictions: is the test split empty?")
    tables = {model: predictions.filter(pc.field("model") == model) for model in present}
    order: list[str] = tables[present[0]]["case_id"].to_pylist()
    for model, table in tables.items():
        places = {case_id: index for index, case_id in enumerate(table["case_id"].to_pylist())}
        if len(places) != table.num_rows:
            raise VerdictError(f"model {model} answered a case twice")
        if different := set(order) ^ places.keys():
            raise VerdictError(
                f"model {model} and model {present[0]} did not answer the same cases: {len(different)} differ, "
                f"e.g. {min(different)}; materialize predictions again"
            )
        tables[model] = table.take(pa.array([places[case_id] for case_id in order], pa.int64()))
    return tables


def _count_cut_off(predictions: pa.Table, sampling: Sampling) -> Estimate:
    cut = [float(bool(value)) for value in predictions[CUT_OFF].to_pylist()]
    return estimate_metric(average_scores(np.array(cut)), sampling)
