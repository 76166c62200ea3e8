"""The study's report: every task x base model x {base, SFT, DPO} beside a published table, judged as one family."""

import csv
import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pyarrow as pa
from markupsafe import Markup

from medpref_dagster.answering.test_set import count_test_uses, find_held_out_rows
from medpref_dagster.declaration import StudyDeclaration, TaskDeclaration
from medpref_dagster.ratings.likert import NOT_RATED, is_likert, list_likert_tests, list_measures
from medpref_dagster.reports.figures import draw_forest, draw_learning_curves
from medpref_dagster.reports.task import REPORT_HTML, REPORT_JSON, load_template
from medpref_dagster.storage.costs import Cost, read_cost
from medpref_dagster.storage.models import read_manifest
from medpref_dagster.storage.store import Artifact, Store, StoreError
from medpref_dagster.study.cross_task import tabulate_forgetting
from medpref_dagster.verdict.statistics import adjust_holm
from medpref_dagster.verdict.verdict import MODEL_TITLES, MODELS

RESULTS_CSV = "results.csv"
TESTS_CSV = "tests.csv"
_STAGES = ("sft", "dpo")
_COSTS = ("sft_model", "dpo_model")
TEST_NAMES = {"mcnemar": "exact McNemar", "scores": "paired t", "wilcoxon": "Wilcoxon"}
"""A test's `kind`, as a reader knows it."""
_NOT_RUN = "not run"
_EVALUATED = "evaluated"


def write_study(
    study: StudyDeclaration, tasks: Mapping[str, TaskDeclaration], base_models: Sequence[str], name: str, store: Store
) -> Artifact:
    """Write the report of what of a study is in the store; what is missing is shown as not run.

    Parameters
    ----------
    study
        What its YAML says.
    tasks
        Its tasks, in the order of the report.
    base_models
        The declared base models.
    name
        The study's name; its assets' first part.

    Returns
    -------
    Artifact
        A report with `report.html` (self-contained), `report.json`, `results.csv` (a line for each metric of each
        model, ours and the published) and `tests.csv` (a line for each paired test).
    """
    content = describe_study(study, tasks, base_models, name, store)
    figures = {
        "forest": _draw_forests(content["entries"], study),
        "learning": {
            (entry["task"], entry["base_model"]): [
                Markup(draw_learning_curves(log, f"{MODEL_TITLES[stage]} training", chosen))  # noqa: S704 - our own SVG
                for stage, log, chosen in _read_logs(store, entry)
            ]
            for entry in content["entries"]
            if entry["status"] == _EVALUATED
        },
    }
    page = load_template("study.html.j2").render(
        **content,
        names=MODEL_TITLES,
        figures=figures,
        sentences=summarize_study(content),
        not_rated=NOT_RATED,
        test_names=TEST_NAMES,
    )
    with store.new_folder("reports") as pending:
        text = json.dumps(content, indent=1, ensure_ascii=False, allow_nan=False)
        (pending.path / REPORT_JSON).write_text(f"{text}\n", encoding="utf-8")
        (pending.path / REPORT_HTML).write_text(page, encoding="utf-8")
        _write_csv(pending.path / RESULTS_CSV, list_results(content))
        _write_csv(pending.path / TESTS_CSV, list_tests(content))
    return pending.finished


def read_study(report: Artifact) -> dict[str, Any]:
    """What `report.json` of a study's report holds."""
    return json.loads((report.path / REPORT_JSON).read_text(encoding="utf-8"))


def describe_study(
    study: StudyDeclaration, tasks: Mapping[str, TaskDeclaration], base_models: Sequence[str], name: str, store: Store
) -> dict[str, Any]:
    """What `report.json` holds: JSON values only.

    `entries`: one a task and base model, with `status` and, where it was evaluated, the numbers of that task's own
    report and the `p_study` and `outcome_study` of each test of the family, Holm-adjusted over all of them.
    """
    entries = [_read_entry(task, declared, base, store) for base in base_models for task, declared in tasks.items()]
    # A base model that nobody ran is named in one line, not in one for each task.
    run = [base for base in base_models if any(e["status"] == _EVALUATED for e in entries if e["base_model"] == base)]
    shown = run or list(base_models[:1])
    entries = [entry for entry in entries if entry["base_model"] in shown]
    family = adjust_family(entries, study.comparisons)
    return {
        "title": study.title,
        "tasks": {task: declared.title for task, declared in tasks.items()},
        "base_models": shown,
        "base_models_not_run": [base for base in base_models if base not in shown],
        "comparisons": [list(pair) for pair in study.comparisons],
        "family": family,
        "entries": entries,
        "synthetic": sorted({entry["task"] for entry in entries if entry.get("synthetic")}),
        "published": None if study.published is None else study.published.model_dump(mode="json"),
        "forgetting": {base: table for base in shown if (table := _read_forgetting(name, base, tasks, store))},
        "seeds": {base: table for base in shown if (table := _read_seeds(name, base, store))},
        "shared_texts": _read_shared_texts(name, study.feedback, store),
        "test_uses": {task: count_test_uses(store, task) for task in tasks},
    }


def adjust_family(entries: Sequence[dict[str, Any]], comparisons: Sequence[Sequence[str]]) -> int:
    """Adjust the p-values of a study's tests by Holm's method, all tasks and base models together, in place.

    Each test of a declared comparison gets `p_study` and `outcome_study` (better, worse or undecided); others get
    None. Returns how many tests the family has.
    """
    tests = [(entry, test) for entry in entries if entry["status"] == _EVALUATED for test in entry["tests"]]
    declared = {tuple(pair) for pair in comparisons}
    family = [(entry, test) for entry, test in tests if (test["first"], test["second"]) in declared]
    for _, test in tests:
        test["p_study"] = test["outcome_study"] = None
    adjusted = adjust_holm([test["p"] for _, test in family])
    for (entry, test), p in zip(family, adjusted, strict=True):
        difference = test["difference"]["estimate"]
        test["p_study"] = p
        if p >= 1 - entry["confidence"] or not difference:
            test["outcome_study"] = "undecided"
        else:
            test["outcome_study"] = "better" if (difference > 0) == test["higher_is_better"] else "worse"
    return len(family)


def measure_effect(test: Mapping[str, Any]) -> dict[str, Any]:
    """The effect size of a paired test: Cohen's dz of scores (the rank-biserial correlation where they all differ by
    the same, so that dz is infinite), Cohen's g of right and wrong answers.

    g = n_second / (n_first + n_second) - 0.5, with n the cases that only one of the two got right (Cohen, Statistical
    power analysis for the behavioral sciences, 1988, chapter 5); None where there is no such case.
    """
    if test["kind"] == "wilcoxon":
        return {"name": "rank-biserial", "value": test["rank_biserial"]}
    if test["kind"] != "mcnemar":
        return {"name": "Cohen's dz", "value": test["cohen_dz"]}
    discordant = test["only_first"] + test["only_second"]
    return {"name": "Cohen's g", "value": test["only_second"] / discordant - 0.5 if discordant else None}


def list_results(content: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The lines of `results.csv`: ours and the published, a line for each metric of each model."""
    for entry in content["entries"]:
        for metric in entry["metrics"] if entry["status"] == _EVALUATED else ():
            for model, value in metric["models"].items():
                yield {
                    "origin": "this study, synthetic data" if entry["synthetic"] else "this study",
                    "task": entry["task"],
                    "metric": metric["name"],
                    "base_model": entry["base_model"],
                    "model": model,
                    "estimate": value["estimate"],
                    "low": value["low"],
                    "high": value["high"],
                    "cases": metric.get("cases", entry["cases"]),
                }
    for row in content["published"]["results"] if content["published"] else ():
        for model in MODELS:
            yield {
                "origin": content["published"]["citation"],
                "task": row["task"],
                "metric": row["measure"],
                "base_model": row["model"],
                "model": model,
                "estimate": row[model],
                "low": None,
                "high": None,
                "cases": None,
            }


def list_tests(content: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The lines of `tests.csv`: one for each paired test."""
    for entry in content["entries"]:
        for test in entry["tests"] if entry["status"] == _EVALUATED else ():
            yield {
                "task": entry["task"],
                "base_model": entry["base_model"],
                "synthetic": entry["synthetic"],
                "first": test["first"],
                "second": test["second"],
                "metric": test["metric"],
                "test": TEST_NAMES[test["kind"]],
                "difference": test["difference"]["estimate"],
                "low": test["difference"]["low"],
                "high": test["difference"]["high"],
                "p": test["p"],
                "p_adjusted_in_task": test["p_adjusted"],
                "p_adjusted_in_study": test["p_study"],
                "outcome": test["outcome_study"],
                "effect": test["effect"]["name"],
                "effect_size": test["effect"]["value"],
                "units": test["units"],
            }


def summarize_study(content: Mapping[str, Any]) -> list[str]:
    """What the study says, in sentences, for a terminal and the head of the report."""
    said: list[str] = []
    for base in content["base_models"]:
        for first, second in content["comparisons"]:
            tests = [
                (entry, test)
                for entry in content["entries"]
                if entry["base_model"] == base and entry["status"] == _EVALUATED
                for test in entry["tests"]
                if (test["first"], test["second"]) == (first, second)
            ]
            if not tests:
                continue
            named = {
                outcome: [
                    f"{entry['task']} ({test['metric_title']})"
                    for entry, test in tests
                    if test["outcome_study"] == outcome
                ]
                for outcome in ("better", "worse", "undecided")
            }
            parts = [f"{word} on {', '.join(named[word])}" for word in ("better", "worse") if named[word]]
            if named["undecided"]:
                parts.append(f"no difference shown in {len(named['undecided'])} of {len(tests)} tests")
            against = "the base model" if first == "base" else MODEL_TITLES[first]
            said.append(f"{base}: {MODEL_TITLES[second]} against {against}: {'; '.join(parts)}.")
    missing = [f"{e['task']} on {e['base_model']}" for e in content["entries"] if e["status"] == _NOT_RUN]
    if missing:
        said.append(f"Not run: {', '.join(missing)}.")
    if content["synthetic"]:
        said.append(f"Synthetic data, which says nothing about patients: {', '.join(content['synthetic'])}.")
    return said


def _read_entry(task: str, declared: TaskDeclaration, base: str, store: Store) -> dict[str, Any]:
    """What is known of one task on one base model."""
    entry: dict[str, Any] = {"task": task, "base_model": base, "title": declared.title, "status": _NOT_RUN}
    try:
        report = store.current(f"{task}/evaluation_report", base)
    except StoreError:
        return entry
    written = json.loads((report.path / REPORT_JSON).read_text(encoding="utf-8"))
    result, likert = written["result"], written.get("likert")
    models = {stage: store.artifact(written["provenance"][f"{stage}_model"]) for stage in _STAGES}
    return entry | {
        "status": _EVALUATED,
        "address": report.address,
        "synthetic": written["synthetic"],
        "base_weights": read_manifest(models["sft"]).base_model.weights_sha256,
        "cases": result["cases"],
        "patients": result["patients"],
        "confidence": result["confidence"],
        "metrics": [*result["metrics"], *list_measures(likert)],
        "tests": [{**test, "effect": measure_effect(test)} for test in [*result["tests"], *list_likert_tests(likert)]],
        "likert": likert,
        "unreadable": result["unreadable"],
        "preferences": result["preferences"],
        "candidates": written["candidates"],
        "patients_in_several_splits": written["patients_in_several_splits"],
        "held_out_problems": find_held_out_rows(store, models["dpo"], store.artifact(written["provenance"]["cases"])),
        # Text of cases is in a task's own report only where its source is synthetic.
        "examples": [
            group for group in written["examples"] or () if (group["first"], group["second"]) == ("sft", "dpo")
        ],
        "costs": {asset: _read_cost(store, f"{task}/{asset}", base) for asset in _COSTS},
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


def _read_logs(store: Store, entry: Mapping[str, Any]) -> Iterator[tuple[str, pa.Table, str | None]]:
    for stage in _STAGES:
        chosen = next((row["candidate"] for row in entry["candidates"][stage] if row["status"] == "chosen"), None)
        yield stage, store.read_table(entry["provenance"][f"{stage}_candidates"], "log"), chosen


def _draw_forests(entries: Sequence[Mapping[str, Any]], study: StudyDeclaration) -> list[Markup]:
    drawn: list[Markup] = []
    for first, second in study.comparisons:
        rows = [
            {
                "label": f"{entry['task']}, {test['metric_title']}"
                + (f", {entry['base_model']}" if len({item["base_model"] for item in entries}) > 1 else ""),
                "difference": test["difference"],
                "outcome": test["outcome_study"],
            }
            for entry in entries
            if entry["status"] == _EVALUATED
            for test in entry["tests"]
            # Ratings are on another scale, on which a difference of shares could not be seen.
            if (test["first"], test["second"]) == (first, second) and not is_likert(test["metric"])
        ]
        if rows:
            title = f"{MODEL_TITLES[second]} minus {MODEL_TITLES[first]}"
            drawn.append(Markup(draw_forest(rows, title)))  # noqa: S704 - our own SVG; its labels are escaped
    return drawn


def _write_csv(path: Path, rows: Iterator[dict[str, Any]]) -> None:
    written = list(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(written[0]) if written else [])
        writer.writeheader()
        writer.writerows(written)
