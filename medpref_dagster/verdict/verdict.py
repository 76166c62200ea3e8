"""Predictions of several models to a verdict: metrics with intervals, paired tests, and what they mean in words."""

from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa
from pyarrow import compute as pc

from medpref_dagster.answering.answers import answer_fields
from medpref_dagster.answering.metrics import FieldAnswers, measure_metric, read_field, weigh_models
from medpref_dagster.declaration import TaskDeclaration, TextAnswer
from medpref_dagster.stages import (
    BAG_OF_WORDS,
    COMPARISONS,
    CONTROL_COMPARISONS,
    CONTROLS,
    STAGES,
    order_stages,
)
from medpref_dagster.verdict.conclusion import DevScore, Facts, conclude, is_worrying
from medpref_dagster.verdict.errors import VerdictError
from medpref_dagster.verdict.estimates import Sampling, average_scores, estimate_metric
from medpref_dagster.verdict.fitness import OneAnswer, examine_models
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
    conclusion: tuple[str, ...] = ()
    """What it comes to, the main sentence first."""
    worrying: bool = False
    """Whether a trained model gives one answer only, or is worse than what it is compared with."""
    one_answer: tuple[OneAnswer, ...] = ()
    """The models that gave one answer only."""
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
    """Of each compared pair of models and each field, or each metric of a free text; Holm-adjusted over all of the
    declared metric, and apart from them over all secondary ones."""
    preferences: Preferences | None


def evaluate(
    task: TaskDeclaration,
    cases: pa.Table,
    predictions: pa.Table,
    pair_scores: PairScores | None = None,
    comparisons: Sequence[tuple[str, str]] | None = None,
    option_scores: pa.Table | None = None,
    dev_scores: Mapping[str, DevScore] | None = None,
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
    dev_scores
        What the kept candidate of each trained model scored on dev, where that is known.

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
    answers = _read_answers(task, cases, aligned, option_scores)
    unreadable = {
        model: estimate_metric(measure_metric("unreadable", found), sampling)
        for model, found in next(iter(answers.values())).items()
    }
    fitness = examine_models(answers, {model: found.estimate or 0.0 for model, found in unreadable.items()})
    facts = Facts(
        tests=compare_models(task, answers, compared, sampling, fitness),
        metrics=judge_metrics(task, answers, compared, sampling),
        fitness=fitness,
        dev_scores=dev_scores or {},
        words_left_out=isinstance(task.answer, TextAnswer) and BAG_OF_WORDS.name in task.evaluation.controls,
    )
    return Verdict(
        title=task.title,
        conclusion=conclude(facts),
        worrying=is_worrying(facts),
        one_answer=fitness.one_answer,
        answer=task.answer.kind,
        models=tuple(aligned),
        cases=first.num_rows,
        patients=len(set(patients)),
        confidence=task.evaluation.confidence,
        bootstrap_samples=task.evaluation.bootstrap_samples,
        metrics=tuple(facts.metrics),
        fields=() if isinstance(task.answer, TextAnswer) else tuple(map(describe_field, answers.values())),
        unreadable=unreadable,
        cut_off={model: _count_cut_off(table, sampling) for model, table in aligned.items()}
        if CUT_OFF in predictions.column_names
        else None,
        generated_tokens={
            model: float(np.mean(table["generated_tokens"].to_pylist())) for model, table in aligned.items()
        },
        tests=tuple(facts.tests),  # pyright: ignore[reportArgumentType]
        preferences=None if pair_scores is None else judge_preferences(pair_scores, task.evaluation),
    )


def choose_comparisons(models: Sequence[str]) -> Comparisons:
    """Which of the models are tested against each other, (first, second).

    Those of `COMPARISONS` and `CONTROL_COMPARISONS` whose models are there. A model that is none of ours (a champion)
    is what the last trained one is held against, or the base model's successor where nothing was trained.

    >>> choose_comparisons(("base", "sft", "bag_of_words"))
    (('base', 'sft'), ('bag_of_words', 'sft'))
    >>> choose_comparisons(("champion", "challenger"))
    (('champion', 'challenger'),)
    """
    ordered = order_stages(models)
    ours = [stage.name for stage in STAGES if stage.name in ordered]
    controls = [stage.name for stage in CONTROLS if stage.name in ordered]
    others = [model for model in ordered if model not in (*ours, *controls)]
    known = [pair for pair in (*COMPARISONS, *CONTROL_COMPARISONS) if set(pair) <= {*ours, *controls}]
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


def _read_answers(
    task: TaskDeclaration, cases: pa.Table, aligned: Mapping[str, pa.Table], option_scores: pa.Table | None
) -> dict[str, dict[str, FieldAnswers]]:
    """Field -> model -> answers."""
    weights = {} if option_scores is None else weigh_models(option_scores, task.evaluation.answer_by)
    return {
        field: {
            model: read_field(table, task.answer, field, cases, weights.get(model)) for model, table in aligned.items()
        }
        for field in answer_fields(task.answer)
    }


def _count_cut_off(predictions: pa.Table, sampling: Sampling) -> Estimate:
    cut = [float(bool(value)) for value in predictions[CUT_OFF].to_pylist()]
    return estimate_metric(average_scores(np.array(cut)), sampling)
