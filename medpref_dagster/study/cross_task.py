"""Each task's models on the other tasks' test cases: what a training on one task does to the others (forgetting)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import torch

from medpref_dagster.answering import METRICS
from medpref_dagster.answering.metrics import score_metric
from medpref_dagster.answering.parsing import read_by
from medpref_dagster.answering.predictions import predict
from medpref_dagster.answering.subsets import describe_choice, leave_controls_out, select_rows
from medpref_dagster.answering.test_set import note_test_use
from medpref_dagster.declaration import TaskDeclaration
from medpref_dagster.hashing import content_key, hash_file
from medpref_dagster.progress import Tell
from medpref_dagster.schemas import CROSS_TASK_PREDICTIONS
from medpref_dagster.stages import BASE, TRAINED
from medpref_dagster.storage.models import load_model, load_tokenizer
from medpref_dagster.storage.store import Artifact, Store
from medpref_dagster.versions import VERSIONS, raised
from medpref_dagster.workbench import Workbench


@dataclass(frozen=True)
class TrainedTask:
    """A task of a study, with what was made of it for one base model."""

    declared: TaskDeclaration
    cases: Artifact
    """CASES"""
    predictions: Artifact
    """PREDICTIONS of base, SFT and DPO on its own test cases."""
    models: Mapping[str, Artifact]
    """Name of each trained model -> the model."""


def answer_across_tasks(tasks: Mapping[str, TrainedTask], max_test_rows: int, workbench: Workbench) -> Artifact:
    """Let each task's SFT and DPO model answer some test cases of every other task.

    On its own task, and for the base model, the answers to the same cases are taken from that task's predictions: the
    cases of a smaller limit are among those of a larger one.

    Parameters
    ----------
    tasks
        Name -> the task.
    max_test_rows
        Test cases of each task that are answered.

    Returns
    -------
    Artifact
        Columns out: CROSS_TASK_PREDICTIONS. What was answered before is recalled, model by model.
    """
    store = workbench.store
    chosen = {name: _choose_cases(task, max_test_rows, store) for name, task in tasks.items()}
    tables: list[pa.Table] = []
    for name, task in tasks.items():
        own = leave_controls_out(store.read_table(task.predictions))
        own = own.filter(pc.field("case_id").isin(chosen[name]["case_id"].combine_chunks()))
        for stage in own["model"].unique().to_pylist():
            rows = own.filter(pc.field("model") == stage)
            tables.append(_label_rows(rows, "" if stage == BASE.name else name, name))
    for number, (name, task) in enumerate(tasks.items(), 1):
        for stage, model in task.models.items():
            said = f"{name} {stage} ({number} of {len(tasks)} tasks) on the other tasks"
            key = cross_task_key(name, stage, model, tasks, max_test_rows, workbench)
            done = store.recall(key)
            if done is None:
                done = _answer_others(name, stage, model, tasks, chosen, workbench.telling(_as(said, workbench.tell)))
                store.remember(key, done)
            tables.append(store.read_table(done))
    return store.write_table(pa.concat_tables(tables), CROSS_TASK_PREDICTIONS)


def cross_task_key(
    name: str,
    stage: str,
    model: Artifact,
    tasks: Mapping[str, TrainedTask],
    max_test_rows: int,
    workbench: Workbench,
) -> str:
    """What the answers of one task's model to the other tasks' cases depend on, hashed."""
    return content_key(
        what="cross-task predictions",
        version=VERSIONS["cross_task"],
        trained_on=name,
        stage=stage,
        base=workbench.base.network,
        tokenizer=workbench.base.tokenizer_sha256,
        model=model.address,
        rows=max_test_rows,
        others={
            other: {
                "cases": hash_file(workbench.store.table_path(found.cases)),
                "answer": found.declared.answer.model_dump(mode="json"),
                **raised(*read_by(found.declared.answer)[1:]),  # the first is in the code below
                "evaluation": found.declared.evaluation.answer_settings(),
                **_describe_cases(found, max_test_rows, workbench.store),
            }
            for other, found in tasks.items()
            if other != name
        },
        dtype=workbench.compute.arithmetic,
        device=workbench.compute.device.type,
        **raised("chat", "passes", "answers"),
    )


def _as(said: str, tell: Tell) -> Tell:
    return lambda progress: tell(replace(progress, stage=said, values={}))


def _answer_others(
    name: str,
    stage: str,
    artifact: Artifact,
    tasks: Mapping[str, TrainedTask],
    chosen: Mapping[str, pa.Table],
    workbench: Workbench,
) -> Artifact:
    store, base, compute = workbench.store, workbench.base, workbench.compute
    model, tokenizer = load_model(store, base, artifact, compute), load_tokenizer(base)
    tables = [CROSS_TASK_PREDICTIONS.empty_table()]
    for other, task in tasks.items():
        if other == name:
            continue
        note_test_use(store, other, base, artifact, f"{stage} of {name}", chosen[other].num_rows)
        with torch.inference_mode():
            rows = predict(model, tokenizer, chosen[other], task.declared, stage, compute, workbench.tell)
        tables.append(_label_rows(rows, name, other))
    return store.write_table(pa.concat_tables(tables), CROSS_TASK_PREDICTIONS)


def _choose_metric(task: TaskDeclaration) -> str:
    """The first metric that needs no probabilities, of which no table is kept for other tasks' models."""
    metrics = task.evaluation.metrics
    return next((name for name in metrics if not METRICS[name.rpartition(".")[2]].needs_weights), "accuracy")


def _choose_cases(task: TrainedTask, max_test_rows: int, store: Store) -> pa.Table:
    """Some of the test cases that the task's own models answered."""
    answered = select_rows(store.read_table(task.cases), "test", task.declared.evaluation.max_test_rows, task.declared)
    return select_rows(answered, "test", max_test_rows, task.declared)


def _describe_cases(task: TrainedTask, max_test_rows: int, store: Store) -> dict[str, list[str]]:
    most = min(max_test_rows, task.declared.evaluation.max_test_rows or max_test_rows)
    return describe_choice(_choose_cases(task, max_test_rows, store), store.read_table(task.cases), "test", most)


def _label_rows(predictions: pa.Table, trained_on: str, answered: str) -> pa.Table:
    labels = [pa.array([value] * predictions.num_rows, pa.string()) for value in (trained_on, answered)]
    return pa.table([*labels, *predictions.columns], schema=CROSS_TASK_PREDICTIONS)


def tabulate_forgetting(
    predictions: pa.Table, tasks: Mapping[str, TaskDeclaration], cases: Mapping[str, pa.Table]
) -> dict[str, Any]:
    """The matrix of models by tasks, as JSON values.

    Parameters
    ----------
    predictions
        Columns in: CROSS_TASK_PREDICTIONS.
    tasks
        Their first metric is what a cell holds; of those that need no more than the answers.
    cases
        Task -> columns in: CASES.

    Returns
    -------
    dict
        `columns`: per answered task its `metric` and number of `cases`; `rows`: per model `trained_on` (None for the
        base model), `model` and `scores`, task -> value or None, in the order of `columns`.
    """
    found = set(predictions["answered"].to_pylist())
    answered = [task for task in tasks if task in found]
    columns: list[dict[str, Any]] = [
        {
            "task": task,
            "metric": _choose_metric(tasks[task]),
            "cases": len(predictions.filter(pc.field("answered") == task)["case_id"].unique()),
        }
        for task in answered
    ]
    rows: list[dict[str, Any]] = []
    for trained_on, model in [("", BASE.name), *((task, stage.name) for task in answered for stage in TRAINED)]:
        by_model = predictions.filter((pc.field("trained_on") == trained_on) & (pc.field("model") == model))
        scores: dict[str, float | None] = {}
        for column in columns:
            task = tasks[column["task"]]
            rows_of_task = by_model.filter(pc.field("answered") == column["task"])
            value = score_metric(column["metric"], rows_of_task, task.answer, cases[column["task"]])
            scores[column["task"]] = None if value != value else value
        rows.append({"trained_on": trained_on or None, "model": model, "scores": scores})
    return {"columns": columns, "rows": rows}
