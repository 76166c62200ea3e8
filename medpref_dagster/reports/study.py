"""The study's report: every task and base model beside a published table, judged as one family."""

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
from markupsafe import Markup

from medpref_dagster.declaration import StudyDeclaration, TaskDeclaration
from medpref_dagster.ratings.likert import NOT_RATED, is_likert
from medpref_dagster.reports.figures import draw_forest, draw_learning_curves
from medpref_dagster.reports.page import REPORT_HTML, REPORT_JSON, load_template
from medpref_dagster.reports.study_content import EVALUATED, NOT_RUN, describe_study, read_content
from medpref_dagster.stages import DPO, STAGES, TRAINED, find_stage, order_stages
from medpref_dagster.storage.store import Artifact, Store
from medpref_dagster.verdict.paired_tests import TEST_NAMES, Outcome

RESULTS_CSV = "results.csv"
TESTS_CSV = "tests.csv"


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
                Markup(draw_learning_curves(log, f"{find_stage(stage).title} training", chosen))  # noqa: S704 - ours
                for stage, log, chosen in _read_logs(store, entry)
            ]
            for entry in content["entries"]
            if entry["status"] == EVALUATED
        },
    }
    page = load_template("study.html.j2").render(
        **content,
        models=_list_models(content["entries"]),
        shown_pair=_choose_shown_pair(study.comparisons),
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


def read_study(written: Artifact) -> dict[str, Any]:
    """What `report.json` of a study's report holds."""
    return read_content(written)


def list_results(content: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The lines of `results.csv`: ours and the published, a line for each metric of each model."""
    for entry in content["entries"]:
        for metric in entry["metrics"] if entry["status"] == EVALUATED else ():
            for model, value in metric["models"].items():
                yield {
                    "origin": f"this study, {entry['disclosure']} data",
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
        for model in (stage.name for stage in STAGES):
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
        for test in entry["tests"] if entry["status"] == EVALUATED else ():
            yield {
                "task": entry["task"],
                "base_model": entry["base_model"],
                "disclosure": entry["disclosure"],
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
                if entry["base_model"] == base and entry["status"] == EVALUATED
                for test in entry["tests"]
                if (test["first"], test["second"]) == (first, second) and not test.get("secondary")
            ]
            if not tests:
                continue
            named = {
                outcome: [
                    f"{entry['task']} ({test['metric_title']})"
                    for entry, test in tests
                    if test["outcome_study"] == outcome
                ]
                for outcome in Outcome
            }
            parts = [f"{word} on {', '.join(named[word])}" for word in (Outcome.BETTER, Outcome.WORSE) if named[word]]
            if undecided := named[Outcome.UNDECIDED]:
                parts.append(f"no difference shown in {len(undecided)} of {len(tests)} tests")
            compared = f"{find_stage(second).title} against {find_stage(first).phrase}"
            said.append(f"{base}: {compared}: {'; '.join(parts)}.")
    missing = [f"{e['task']} on {e['base_model']}" for e in content["entries"] if e["status"] == NOT_RUN]
    if missing:
        said.append(f"Not run: {', '.join(missing)}.")
    if content["made_up"]:
        said.append(f"Synthetic data, which says nothing about patients: {', '.join(content['made_up'])}.")
    return said


def _list_models(entries: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    """The columns of the table: every model that anything was measured of, and those that a task always has."""
    measured = [
        model
        for entry in entries
        if entry["status"] == EVALUATED
        for metric in entry["metrics"]
        for model in metric["models"]
    ]
    return order_stages([*(stage.name for stage in STAGES), *measured])


def _choose_shown_pair(comparisons: Sequence[Sequence[str]]) -> tuple[str, str]:
    """The pair whose difference stands in the table: DPO and its parent where declared, as in published tables."""
    declared = [(first, second) for first, second in comparisons]
    return next((pair for pair in declared if pair == (DPO.parent, DPO.name)), declared[0])


def _read_logs(store: Store, entry: Mapping[str, Any]) -> Iterator[tuple[str, pa.Table, str | None]]:
    for stage in (stage.name for stage in TRAINED):
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
            if entry["status"] == EVALUATED
            for test in entry["tests"]
            # Ratings are on another scale, on which a difference of shares could not be seen.
            if (test["first"], test["second"]) == (first, second)
            and not is_likert(test["metric"])
            and not test.get("secondary")
        ]
        if rows:
            title = f"{find_stage(second).title} minus {find_stage(first).title}"
            drawn.append(Markup(draw_forest(rows, title)))  # noqa: S704 - our own SVG; its labels are escaped
    return drawn


def _write_csv(path: Path, rows: Iterator[dict[str, Any]]) -> None:
    written = list(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(written[0]) if written else [])
        writer.writeheader()
        writer.writerows(written)
