"""A trial of an ablation: what its models scored, from which artifacts, and each case's scores; never a case's text."""

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from medpref_dagster.answering import qualify_metrics
from medpref_dagster.answering.answers import answer_fields
from medpref_dagster.answering.comparison import OPTION_SCORES
from medpref_dagster.answering.metrics import CaseTotals, measure_predictions, read_field, weigh_models
from medpref_dagster.declaration import TaskDeclaration, TextAnswer, Trial
from medpref_dagster.schemas import TRIAL_ANSWERS
from medpref_dagster.stages import order_stages
from medpref_dagster.storage.store import ROWS, Artifact, Store
from medpref_dagster.training.outcome import KEPT
from medpref_dagster.verdict.fitness import Fitness, examine_models
from medpref_dagster.verdict.verdict import evaluate
from medpref_dagster.workbench import Workbench

TRIAL_JSON = "trial.json"

PREDICTIONS, CASES, PAIRS = "predictions", "cases", "preference_pairs"
"""Names of a task's assets that a trial is read from."""

_MODEL, _CANDIDATES = "_model", ".candidates"


@dataclass(frozen=True)
class MeasuredModel:
    """How one model of a trial answered the test cases."""

    case_ids: tuple[str, ...]
    """Sorted."""
    patients: tuple[str, ...]
    """Of each case."""
    metrics: Mapping[str, CaseTotals]
    """As `qualify_metrics` names them -> what each case contributes."""


def write_trial(trial: Trial, made: Mapping[str, Artifact], key: str, workbench: Workbench) -> Artifact:
    """Judge a trial's answers, and keep what an ablation's report needs.

    Parameters
    ----------
    made
        The artifacts of the task's steps, by name.
    key
        The hash of what decided the trial.

    Returns
    -------
    Artifact
        A table (columns out: TRIAL_ANSWERS), with `trial.json` beside it: `name`, `task`, `levels`, `seed`, `key`,
        `base_model`, `base_weights`, `cases`, `patients`, `metrics` and `unreadable` as a verdict has them, `dev`
        (model -> metric and score of the chosen candidate), `trained_rows` (model -> how many), `pairs` (split -> how
        many), `artifacts` (name -> address). What it cost is in the store's journals, outside of every hash.
    """
    store, task = workbench.store, trial.declaration
    verdict = evaluate(
        task,
        store.read_table(made[CASES]),
        store.read_table(made[PREDICTIONS]),
        option_scores=_read_option_scores(task, made[PREDICTIONS].address, store),
    ).to_json()
    artifacts = {name: artifact.address for name, artifact in made.items()}
    content = {
        "name": trial.name,
        "task": trial.task,
        "levels": dict(trial.levels),
        "seed": trial.seed,
        "key": key,
        "base_model": workbench.base_name,
        "base_weights": workbench.base.network,
        **{name: verdict[name] for name in ("models", "cases", "patients", "metrics", "unreadable")},
        "dev": dict(_read_dev_scores(made, store)),
        "trained_rows": {
            name.removesuffix(_MODEL): _count_splits(store.read_table(model, ROWS)).get("train", 0)
            for name, model in made.items()
            if name.endswith(_MODEL) and model.address.startswith("models/")
        },
        "pairs": _count_splits(store.read_table(made[PAIRS])),
        "artifacts": artifacts,
    }
    rows = list(_list_scores(measure_trial(task, artifacts, store)))
    with store.new_folder("tables") as pending:
        pq.write_table(
            pa.Table.from_pylist(rows, schema=TRIAL_ANSWERS), pending.path / f"{ROWS}.parquet", compression="zstd"
        )
        text = json.dumps(content, indent=1, ensure_ascii=False, allow_nan=False)
        (pending.path / TRIAL_JSON).write_text(f"{text}\n", encoding="utf-8")
    return pending.finished


def read_trial(artifact: Artifact) -> dict[str, Any]:
    """What `trial.json` of a trial holds."""
    return json.loads((artifact.path / TRIAL_JSON).read_text(encoding="utf-8"))


def measure_trial(task: TaskDeclaration, artifacts: Mapping[str, str], store: Store) -> dict[str, MeasuredModel]:
    """Every model's answers of a trial, measured case by case.

    Parameters
    ----------
    task
        The trial's declaration.
    artifacts
        Name -> address, as `trial.json` has them.

    Returns
    -------
    dict
        Model -> its answers by each declared metric, and by which are right, in the order in which models are shown.
    """
    cases = store.read_table(artifacts[CASES])
    predictions = store.read_table(artifacts[PREDICTIONS])
    scores = _read_option_scores(task, artifacts[PREDICTIONS], store)
    weights = {} if scores is None else weigh_models(scores, task.evaluation.answer_by)
    measured: dict[str, MeasuredModel] = {}
    for model in order_stages(predictions["model"].to_pylist()):
        table = predictions.filter(pc.field("model") == model).sort_by("case_id")
        measured[model] = MeasuredModel(
            tuple(table["case_id"].to_pylist()),
            tuple(table["patient_id"].to_pylist()),
            {
                name: measure_predictions(name, table, task.answer, cases, weights.get(model))
                for name in list_measured(task)
            },
        )
    return measured


def examine_trial(task: TaskDeclaration, artifacts: Mapping[str, str], store: Store) -> Fitness:
    """Which models of a trial give one answer only, or mostly unreadable ones; parameters as of `measure_trial`."""
    predictions = store.read_table(artifacts[PREDICTIONS])
    tables = {
        model: predictions.filter(pc.field("model") == model).sort_by("case_id")
        for model in order_stages(predictions["model"].to_pylist())
    }
    scores = _read_option_scores(task, artifacts[PREDICTIONS], store)
    weights = {} if scores is None else weigh_models(scores, task.evaluation.answer_by)
    answers = {
        name: {
            model: read_field(table, task.answer, name, weights=weights.get(model)) for model, table in tables.items()
        }
        for name in list_fields(task)
    }
    unreadable = {model: table["parsed"].null_count / table.num_rows for model, table in tables.items()}
    return examine_models(answers, unreadable)


def list_measured(task: TaskDeclaration) -> tuple[str, ...]:
    """The declared metrics, the first of them first; where answers are right or wrong, accuracy besides."""
    declared = qualify_metrics(task.evaluation.metrics, task.answer, task.evaluation.answer_by)
    if isinstance(task.answer, TextAnswer):
        return tuple(declared)
    return tuple(dict.fromkeys([*declared, *qualify_metrics(["accuracy"], task.answer)]))


def list_first(task: TaskDeclaration) -> tuple[str, ...]:
    """The first declared metric, by which models are chosen and tested: of each field, where there are several."""
    return tuple(qualify_metrics(task.evaluation.metrics[:1], task.answer, task.evaluation.answer_by))


def list_fields(task: TaskDeclaration) -> tuple[str, ...]:
    """The parts of an answer."""
    return tuple(answer_fields(task.answer))


def _list_scores(measured: Mapping[str, MeasuredModel]) -> Iterator[dict[str, Any]]:
    for model, answers in measured.items():
        for metric, totals in answers.metrics.items():
            if totals.scores is None:
                continue
            for case_id, patient_id, score in zip(answers.case_ids, answers.patients, totals.scores, strict=True):
                known = float(score) if math.isfinite(score) else None
                yield {
                    "case_id": case_id,
                    "patient_id": patient_id,
                    "model": model,
                    "metric": metric,
                    "score": known,
                }


def _read_option_scores(task: TaskDeclaration, predictions: str, store: Store) -> pa.Table | None:
    return None if task.evaluation.answer_by == "generation" else store.read_table(predictions, OPTION_SCORES)


def _read_dev_scores(made: Mapping[str, Artifact], store: Store) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, artifact in made.items():
        if name.endswith(f"{_MODEL}{_CANDIDATES}"):
            rows: Sequence[dict[str, Any]] = store.read_table(artifact).to_pylist()
            kept = next((row for row in rows if row["status"] in KEPT), None)
            if kept is not None:
                picked = {key: kept[key] for key in ("candidate", "metric", "dev_score", "steps")}
                yield name.removesuffix(f"{_MODEL}{_CANDIDATES}"), picked


def _count_splits(table: pa.Table) -> dict[str, int]:
    counted = {row["values"]: row["counts"] for row in table["split"].value_counts().to_pylist()}
    return dict(sorted(counted.items()))
