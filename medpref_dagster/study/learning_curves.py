"""What a task's answers need: how far the majority answer, a keyword rule and a bag of words come, by training rows.

A task on which a bag of words answers as well as a reader is decided by words: to call it reasoning would be wrong, and
a language model that is no better there has shown nothing.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa

from medpref_dagster import stages
from medpref_dagster.answering import METRICS, qualify_metrics
from medpref_dagster.answering.answers import answer_fields
from medpref_dagster.answering.metrics import read_field
from medpref_dagster.answering.subsets import select_rows
from medpref_dagster.controls.bag_of_words import fit_bag_of_words
from medpref_dagster.controls.majority import fit_majority
from medpref_dagster.declaration import TaskDeclaration, TextAnswer
from medpref_dagster.schemas import SIMPLE_BASELINES
from medpref_dagster.study.simple_answers import (
    SimpleAnswers,
    fit_copied_part,
    fit_keyword_rule,
    fit_lead_sentence,
)
from medpref_dagster.verdict.estimates import Sampling
from medpref_dagster.verdict.metrics import judge_metrics

SIZES = (50, 100, 200, 400, 800)
"""Numbers of training rows at which a baseline is fitted; and all of them at last."""

NEARLY = 0.95
"""Of a model's score: a bag of words that reaches as much of it decides the task."""


@dataclass(frozen=True)
class Baseline:
    """A way to answer without a language model."""

    title: str
    description: str
    fit: Callable[[TaskDeclaration, pa.Table], Callable[[pa.Table], pa.Table]]
    """(task, training cases) -> what answers cases by a table PREDICTIONS."""
    at_all_rows_only: bool = False
    """Whether more rows make no difference that is worth a curve."""
    reads_words: bool = False
    """Whether it is what a task that is decided by words is decided by."""


MAJORITY = Baseline("Majority", "the most frequent training answer", fit_majority, at_all_rows_only=True)
KEYWORD_RULE = Baseline("Keyword rule", "a decision tree of at most five words or word pairs", fit_keyword_rule)
BAG_OF_WORDS = Baseline(
    "Bag of words",
    "TF-IDF of words and word pairs (of options: with each word of the question), and a logistic regression",
    fit_bag_of_words,
    reads_words=True,
)
LEAD_SENTENCE = Baseline("Lead sentence", "the first sentence of the case", fit_lead_sentence, at_all_rows_only=True)
COPIED_PART = Baseline(
    "Copied part", "as many first and last sentences as served the training rows best", fit_copied_part
)

CHOICE_BASELINES: Mapping[str, Baseline] = {
    stages.MAJORITY.name: MAJORITY,
    "keyword_rule": KEYWORD_RULE,
    stages.BAG_OF_WORDS.name: BAG_OF_WORDS,
}
"""Of labels and options."""
TEXT_BASELINES: Mapping[str, Baseline] = {"lead_sentence": LEAD_SENTENCE, "copied_part": COPIED_PART}
"""Of free texts, which a bag of words does not write."""


def list_baselines(task: TaskDeclaration) -> Mapping[str, Baseline]:
    """Those that suit the task's answer, by name."""
    return TEXT_BASELINES if isinstance(task.answer, TextAnswer) else CHOICE_BASELINES


def find_baseline(name: str) -> Baseline:
    """The baseline of that name."""
    return (CHOICE_BASELINES | TEXT_BASELINES)[name]  # pyright: ignore[reportOperatorIssue]


def choose_metrics(task: TaskDeclaration) -> tuple[str, ...]:
    """The first declared metric that needs no probabilities, of each field, and accuracy where there is any."""
    declared = [name for name in task.evaluation.metrics if not METRICS[name.rpartition(".")[2]].needs_weights]
    more = [] if isinstance(task.answer, TextAnswer) else ["accuracy"]
    return qualify_metrics([*declared[:1], *more], task.answer)


def list_sizes(rows: int, sizes: Sequence[int] = SIZES) -> list[int]:
    """The sizes below the number of training rows, and that number itself.

    >>> list_sizes(300, (100, 200, 400))
    [100, 200, 300]
    """
    return [*(size for size in sizes if size < rows), rows]


def draw_learning_curves(
    task: TaskDeclaration, cases: pa.Table, *, sizes: Sequence[int] = SIZES, test_rows: int | None = None
) -> pa.Table:
    """Fit every baseline on growing parts of the train split, and measure it on the test split.

    Parameters
    ----------
    task
        Its answer, metrics, confidence, bootstrap samples and seed are used.
    cases
        Columns in: CASES. A larger part holds the smaller ones (`subsets.select_rows`).
    test_rows
        At most as many test cases, chosen as an evaluation chooses them; None for all.

    Returns
    -------
    pa.Table
        Columns out: SIMPLE_BASELINES; no rows where the train or the test split is empty. Intervals are over
        patients, as in a verdict.
    """
    train, test = select_rows(cases, "train"), select_rows(cases, "test", test_rows, task)
    if not train.num_rows or not test.num_rows:
        return SIMPLE_BASELINES.empty_table()
    from threadpoolctl import threadpool_limits

    rows: list[dict[str, object]] = []
    for name, baseline in list_baselines(task).items():
        for size in list_sizes(train.num_rows, () if baseline.at_all_rows_only else sizes):
            # These matrices are small: threads would only wait for each other.
            with threadpool_limits(1):
                fitted = baseline.fit(task, select_rows(cases, "train", size, task))
            rows += _measure(task, cases, test, name, size, fitted)
    return pa.Table.from_pylist(rows, schema=SIMPLE_BASELINES)


def _measure(
    task: TaskDeclaration, cases: pa.Table, test: pa.Table, name: str, size: int, fitted: Callable[[pa.Table], pa.Table]
) -> list[dict[str, object]]:
    """Rows of SIMPLE_BASELINES, one a metric."""
    predictions = fitted(test)
    metrics = choose_metrics(task)
    asked = task.model_copy(update={"evaluation": task.evaluation.model_copy(update={"metrics": metrics})})
    answers = {
        field: {name: read_field(predictions, task.answer, field, cases)} for field in answer_fields(task.answer)
    }
    patients = test["patient_id"].to_pylist()
    return [
        {
            "baseline": name,
            "training_rows": size,
            "metric": judged.name,
            "title": judged.title,
            "estimate": judged.models[name].estimate,
            "low": judged.models[name].low,
            "high": judged.models[name].high,
            "test_cases": test.num_rows,
            "test_patients": len(set(patients)),
            "rule": fitted.rule if isinstance(fitted, SimpleAnswers) else None,
        }
        for judged in judge_metrics(asked, answers, (), Sampling(task.evaluation, patients))
    ]


@dataclass(frozen=True)
class WordsJudged:
    """Whether one metric of a task is decided by words, against the best of some models."""

    metric: str
    title: str
    words: float
    """Of the bag of words."""
    rows: int
    """That it was fitted on: all training rows, where a model may have seen fewer."""
    model: str
    """The best model's name."""
    score: float
    decided: bool
    beaten: bool
    """Whether the bag of words is better than the best model."""


def judge_words(curves: pa.Table, scores: Mapping[str, Mapping[str, Mapping[str, float | None]]]) -> list[WordsJudged]:
    """Whether a task is decided by words: its bag of words gets beyond the majority answer, and lies within the best
    model's interval or above it, or reaches `NEARLY` of its score.

    Parameters
    ----------
    curves
        Columns in: SIMPLE_BASELINES.
    scores
        Metric -> model -> estimate, low and high; models whose metric is undefined do not count, nor does what needs
        no language model.

    Returns
    -------
    list
        One for each metric of which more is better that both sides have; empty for free texts.
    """
    judged: list[WordsJudged] = []
    rows = curves.to_pylist()
    last = {row["metric"]: row for row in rows if find_baseline(row["baseline"]).reads_words}
    bars = {row["metric"]: row["estimate"] for row in rows if row["baseline"] == stages.MAJORITY.name}
    for metric, row in last.items():
        known = {
            model: found
            for model, found in scores.get(metric, {}).items()
            if found["estimate"] is not None and model not in CHOICE_BASELINES
        }
        if not known or row["estimate"] is None or not METRICS[metric.rpartition(".")[2]].higher_is_better:
            continue
        model = max(known, key=lambda name: known[name]["estimate"] or 0.0)
        score, low = known[model]["estimate"] or 0.0, known[model].get("low")
        words = row["estimate"]
        reached = words >= NEARLY * score or (low is not None and words >= low)
        bar = bars.get(metric)
        decided = reached and (bar is None or words > bar)
        judged.append(
            WordsJudged(metric, row["title"], words, row["training_rows"], model, score, decided, words > score)
        )
    return judged
