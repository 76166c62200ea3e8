"""What a study's report says: of each task and base model what is in the store, judged as one family."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from typing import Any

import pyarrow as pa

from medpref_dagster.answering.test_set import count_test_uses, find_held_out_rows
from medpref_dagster.declaration import StudyDeclaration, TaskDeclaration
from medpref_dagster.disclosure import is_about_patients, read_disclosure
from medpref_dagster.ratings.likert import list_likert_tests, list_measures
from medpref_dagster.reports.page import REPORT_JSON
from medpref_dagster.stages import DPO, TRAINED
from medpref_dagster.storage.costs import Cost, read_cost
from medpref_dagster.storage.models import read_manifest
from medpref_dagster.storage.store import Artifact, Store, StoreError
from medpref_dagster.study.cross_task import tabulate_forgetting
from medpref_dagster.study.family import JudgedTests, judge_family
from medpref_dagster.verdict.paired_tests import read_test

NOT_RUN = "not run"
EVALUATED = "evaluated"


def describe_study(
    study: StudyDeclaration, tasks: Mapping[str, TaskDeclaration], base_models: Sequence[str], name: str, store: Store
) -> dict[str, Any]:
    """What `report.json` holds: JSON values only.

    `entries`: one a task and base model, with `status` and, where it was evaluated, the numbers of that task's own
    report and the `p_study` and `outcome_study` of each test of the family, Holm-adjusted over all of them.
    """
    entries = [_read_entry(task, declared, base, store) for base in base_models for task, declared in tasks.items()]
    # A base model that nobody ran is named in one line, not in one for each task.
    run = [base for base in base_models if any(e["status"] == EVALUATED for e in entries if e["base_model"] == base)]
    shown = run or list(base_models[:1])
    entries = [entry for entry in entries if entry["base_model"] in shown]
    evaluated = [entry for entry in entries if entry["status"] == EVALUATED]
    family = _judge_entries(entries, study.comparisons)
    return {
        "title": study.title,
        "tasks": {task: declared.title for task, declared in tasks.items()},
        "base_models": shown,
        "base_models_not_run": [base for base in base_models if base not in shown],
        "comparisons": [list(pair) for pair in study.comparisons],
        "family": family,
        "entries": entries,
        "made_up": sorted({entry["task"] for entry in evaluated if not is_about_patients(read_disclosure(entry))}),
        "published": None if study.published is None else study.published.model_dump(mode="json"),
        "forgetting": {base: table for base in shown if (table := _read_forgetting(name, base, tasks, store))},
        "seeds": {base: table for base in shown if (table := _read_seeds(name, base, store))},
        "shared_texts": _read_shared_texts(name, study.feedback, store),
        "test_uses": {task: count_test_uses(store, task) for task in tasks},
    }


def _judge_entries(entries: Sequence[dict[str, Any]], comparisons: Sequence[Sequence[str]]) -> int:
    """Give each test its `p_study` and `outcome_study`, None where it is not of the family; how many tests that has."""
    evaluated = [entry for entry in entries if entry["status"] == EVALUATED]
    groups = [JudgedTests(tuple(map(read_test, entry["tests"])), 1 - entry["confidence"]) for entry in evaluated]
    judged = judge_family(groups, comparisons)
    for entry, tests in zip(evaluated, judged, strict=True):
        for written, test in zip(entry["tests"], tests, strict=True):
            written["p_study"] = None if test is None else test.p_adjusted
            written["outcome_study"] = None if test is None else str(test.outcome)
    return sum(test is not None for tests in judged for test in tests)


def read_content(written: Artifact) -> dict[str, Any]:
    """What `report.json` of a task's or a study's report holds."""
    return json.loads((written.path / REPORT_JSON).read_text(encoding="utf-8"))


def _read_entry(task: str, declared: TaskDeclaration, base: str, store: Store) -> dict[str, Any]:
    """What is known of one task on one base model."""
    entry: dict[str, Any] = {"task": task, "base_model": base, "title": declared.title, "status": NOT_RUN}
    try:
        report = store.current(f"{task}/evaluation_report", base)
    except StoreError:
        return entry
    written = read_content(report)
    result, likert = written["result"], written.get("likert")
    models = [store.artifact(written["provenance"][f"{stage.name}_model"]) for stage in TRAINED]
    return entry | {
        "status": EVALUATED,
        "address": report.address,
        "disclosure": read_disclosure(written).value,
        "base_weights": read_manifest(models[0]).base_model.weights_sha256,
        "cases": result["cases"],
        "patients": result["patients"],
        "confidence": result["confidence"],
        "metrics": [*result["metrics"], *list_measures(likert)],
        "tests": [
            {**test, "effect": read_test(test).effect.to_json()}
            for test in [*result["tests"], *list_likert_tests(likert)]
        ],
        "likert": likert,
        "unreadable": result["unreadable"],
        "cut_off": result.get("cut_off"),
        "preferences": result["preferences"],
        "candidates": written["candidates"],
        "patients_in_several_splits": written["patients_in_several_splits"],
        "held_out_problems": find_held_out_rows(store, models[-1], store.artifact(written["provenance"]["cases"])),
        # Text of cases is in a task's own report only where its disclosure allows it.
        "examples": [
            group for group in written["examples"] or () if (group["first"], group["second"]) == (DPO.parent, DPO.name)
        ],
        "costs": {
            asset: _read_cost(store, f"{task}/{asset}", base) for asset in (f"{stage.name}_model" for stage in TRAINED)
        },
        "provenance": written["provenance"],
    }


def _read_cost(store: Store, asset: str, base: str) -> dict[str, Any] | None:
    try:
        cost: Cost | None = read_cost(store, asset, base)
    except StoreError:
        return None
    return None if cost is None else asdict(cost)


def _read_forgetting(name: str, base: str, tasks: Mapping[str, TaskDeclaration], store: Store) -> dict[str, Any] | None:
    try:
        predictions = store.read_table(store.current(f"{name}/cross_task_predictions", base))
        cases = {task: store.read_table(store.current(f"{task}/cases")) for task in tasks}
    except StoreError:
        return None
    return tabulate_forgetting(predictions, tasks, cases)


def _read_seeds(name: str, base: str, store: Store) -> list[dict[str, Any]]:
    try:
        table = store.read_table(store.current(f"{name}/seeds", base))
    except StoreError:
        return []
    return summarize_seeds(table)


def summarize_seeds(scores: pa.Table) -> list[dict[str, Any]]:
    """Mean, standard deviation (n - 1) and range over the seeds, of each task's metric by each model.

    Columns in: SEED_SCORES. A line a task and metric: `task`, `metric`, `seeds`, and `models`, each with `mean`, `sd`,
    `low`, `high` and its `values` in the order of `seeds`.
    """
    groups: dict[tuple[str, str], dict[str, dict[int, float]]] = {}
    for row in scores.to_pylist():
        if row["value"] is not None:
            groups.setdefault((row["task"], row["metric"]), {}).setdefault(row["model"], {})[row["seed"]] = row["value"]
    found: list[dict[str, Any]] = []
    for (task, metric), by_model in groups.items():
        seeds = sorted({seed for values in by_model.values() for seed in values})
        spread: dict[str, Any] = {}
        for model, by_seed in by_model.items():
            values = list(by_seed.values())
            mean = sum(values) / len(values)
            variance = sum((value - mean) ** 2 for value in values) / (len(values) - 1) if len(values) > 1 else None
            spread[model] = {
                "mean": mean,
                "sd": None if variance is None else variance**0.5,
                "low": min(values),
                "high": max(values),
                "values": [by_seed.get(seed) for seed in seeds],
            }
        found.append({"task": task, "metric": metric, "seeds": seeds, "models": spread})
    return found


def _read_shared_texts(name: str, feedback: Collection[str], store: Store) -> dict[str, Any] | None:
    """How many near duplicates any two tasks share, where one trains on what the other is judged by, and the same for
    each declared feedback, which is trained on."""
    try:
        table = store.read_table(store.current(f"{name}/shared_texts"))
    except StoreError:
        return None
    seen = {"train", "eval"}
    rows = table.to_pylist()
    between = [row for row in rows if row["other_kind"] == "task"]
    of = {item: [row for row in rows if row["other_kind"] == "feedback" and row["other"] == item] for item in feedback}
    return {
        "pairs": len(between),
        "leaks": sum((row["split"] in seen) != (row["other_split"] in seen) for row in between),
        "feedback": {
            item: {"pairs": len(found), "leaks": sum(row["split"] not in seen for row in found)}
            for item, found in of.items()
        },
    }
