"""What a model scores on the dev cases, and how it answers them."""

import math
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
from transformers import PreTrainedModel, PreTrainedTokenizerBase

from medpref_dagster import schemas
from medpref_dagster.answering import choose_metric
from medpref_dagster.answering.metrics import score_metric, weigh_options
from medpref_dagster.answering.predictions import predict, predict_by_likelihood
from medpref_dagster.declaration import TaskDeclaration
from medpref_dagster.hashing import content_key
from medpref_dagster.progress import Tell
from medpref_dagster.storage.models import load_model, load_tokenizer
from medpref_dagster.storage.store import Artifact
from medpref_dagster.training.conduct import Conduct, measure_conduct
from medpref_dagster.training.grid import SCORED_BY, code_version, describe_dev, hash_weights
from medpref_dagster.workbench import Workbench

OPTION_SCORES = "option_scores"
"""The companion of dev answers by likelihood."""


@dataclass(frozen=True)
class DevScore:
    """What a model scored on the dev cases after some steps."""

    step: int
    score: float | None
    """By `answering.choose_metric`; None where it is undefined, where there are no dev cases, or where training was
    stopped."""
    unreadable: int
    """Answers that the strict parser could not read."""
    diverged: str | None = None
    """Why the training ended early, where its numbers stopped being finite."""
    collapsed: str | None = None
    """Why the candidate may not be chosen, where a declared guard tripped."""

    @property
    def failed(self) -> str | None:
        """Why the candidate may not be chosen."""
        return self.diverged or self.collapsed

    def note(self) -> dict[str, Any]:
        """As a JSON object. Without `collapsed` where it did not: a manifest of an earlier version has no such key."""
        noted = {"step": self.step, "score": self.score, "unreadable": self.unreadable, "diverged": self.diverged}
        return noted if self.collapsed is None else {**noted, "collapsed": self.collapsed}


@dataclass(frozen=True)
class DevAnswers:
    """One model's answers to the dev cases, measured."""

    score: float | None
    """As of `DevScore`."""
    unreadable: int
    conduct: Conduct


def answer_dev(
    model: PreTrainedModel,
    tokenizer: PreTrainedTokenizerBase,
    dev: pa.Table,
    task: TaskDeclaration,
    stage: str,
    workbench: Workbench,
    tell: Tell,
) -> tuple[pa.Table, pa.Table | None]:
    """A model's answers to the dev cases (PREDICTIONS), and by likelihood the OPTION_SCORES behind them."""
    asked = (model, tokenizer, dev, task, stage, workbench.compute, tell)
    if task.evaluation.answer_by == "generation":
        return predict(*asked), None
    return predict_by_likelihood(*asked)


def measure_dev(
    predictions: pa.Table, option_scores: pa.Table | None, dev: pa.Table, task: TaskDeclaration
) -> DevAnswers:
    """Score what `answer_dev` gave; there must be dev cases."""
    weights = None if option_scores is None else weigh_options(option_scores, task.evaluation.answer_by)
    score = score_metric(choose_metric(task), predictions, task.answer, dev, weights)
    return DevAnswers(
        score=score if math.isfinite(score) else None,
        unreadable=predictions["parsed"].null_count,
        conduct=measure_conduct(predictions, task.answer),
    )


def score_reference_on_dev(
    task: TaskDeclaration, dev: pa.Table, reference: Artifact, stage: str, workbench: Workbench
) -> DevAnswers | None:
    """What the model that training starts from answers to the dev cases; answered once, and remembered.

    Parameters
    ----------
    dev
        Columns in: `schemas.CASES`, the cases that choose among the candidates.
    reference
        The SFT model.
    stage
        Its name.

    Returns
    -------
    DevAnswers or None
        None where there are no dev cases.
    """
    if not dev.num_rows:
        return None
    store, tokenizer = workbench.store, load_tokenizer(workbench.base)
    key = content_key(
        what="dev answers of a reference",
        weights=hash_weights(store, workbench.base, reference),
        dev=describe_dev(task, tokenizer, dev),
        dtype=workbench.compute.arithmetic,
        device=workbench.compute.device.type,
        code=code_version(*SCORED_BY),
    )
    if (answered := store.recall(key)) is None:
        model = load_model(store, workbench.base, reference, workbench.compute)
        predictions, scores = answer_dev(model, tokenizer, dev, task, stage, workbench, workbench.tell)
        companions = {} if scores is None else {OPTION_SCORES: scores}
        answered = store.write_table(predictions, schemas.PREDICTIONS, companions)
        store.remember(key, answered)
    by_likelihood = task.evaluation.answer_by != "generation"
    scores = store.read_table(answered, OPTION_SCORES) if by_likelihood else None
    return measure_dev(store.read_table(answered), scores, dev, task)
