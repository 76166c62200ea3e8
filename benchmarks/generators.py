"""What words alone reach on the made-up tasks, as Markdown: `python -m benchmarks.generators`.

Every task under `assets/` whose cases are made up; without a model, in minutes. All training rows and all test cases
are used, whatever the task's training declares.
"""

import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import yaml

from medpref_dagster.declaration import TaskDeclaration
from medpref_dagster.project import find_project_root
from medpref_dagster.sources import is_generated, open_source
from medpref_dagster.sources.cases import build_cases
from medpref_dagster.study.learning_curves import (
    CHOICE_BASELINES,
    NEARLY,
    SIZES,
    TEXT_BASELINES,
    draw_learning_curves,
    find_baseline,
)
from medpref_dagster.verdict.words import format_interval

COMMAND = "python -m benchmarks.generators > docs/results/generators.md"


def read_tasks(assets: Path) -> Iterator[tuple[str, TaskDeclaration]]:
    for path in sorted(assets.glob("*/defs.yaml")):
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
        if document["type"].endswith(".ClinicalTask"):
            known = {key: value for key, value in document["attributes"].items() if key in TaskDeclaration.model_fields}
            task = TaskDeclaration.model_validate(known)
            if is_generated(task.source):
                yield path.parent.name, task


def measure(task: TaskDeclaration) -> list[dict[str, Any]]:
    reading = open_source(task.source, None)
    raw = pa.Table.from_batches(list(reading.batches), schema=reading.schema)
    return draw_learning_curves(task, build_cases(raw, task).cases).to_pylist()


def judge(rows: list[dict[str, Any]]) -> str:
    """What the last bag of words says against a careful reader, who makes no mistake by the generator's rules."""
    last = [row["estimate"] for row in rows if row["baseline"] == "bag_of_words"]
    if not last:
        return "free text"
    return "yes" if last[-1] >= NEARLY else "no"


def print_row(cells: list[str]) -> None:
    print("| " + " | ".join(cells) + " |")


def main() -> None:
    measured = {name: measure(task) for name, task in read_tasks(find_project_root() / "assets")}
    print("# What words alone reach on each generated task\n")
    print(f"Measured on {datetime.date.today():%d %B %Y} by\n\n    {COMMAND}\n")
    print(
        "No language model answered here. Each baseline saw training rows only; all test cases, 95% intervals over "
        "patients. A careful reader who knows the generator's rules makes no mistake (1.00). *Words decide*: the bag "
        f"of words, with all training rows, reaches {NEARLY} of that. A dash: as many training rows are not there.\n"
    )
    for name, baseline in (CHOICE_BASELINES | TEXT_BASELINES).items():
        print(f"- {baseline.title} (`{name}`): {baseline.description}.")
    print("\n## The whole training split\n")
    heads = ["Majority", "Keyword rule", "Bag of words"]
    print_row(["task", "metric", "training rows", "test cases (patients)", *heads, "words decide"])
    print_row(["---"] * (5 + len(heads)))
    for task, rows in measured.items():
        for metric in dict.fromkeys(row["metric"] for row in rows):
            of_metric = [row for row in rows if row["metric"] == metric]
            best = {row["baseline"]: format_interval(row) for row in of_metric}
            first = of_metric[-1]
            shown = [best.get(name, "–") for name in CHOICE_BASELINES]  # noqa: RUF001
            if of_metric[0]["baseline"] in TEXT_BASELINES:
                shown = ["; ".join(f"{find_baseline(name).title} {value}" for name, value in best.items()), "–", "–"]  # noqa: RUF001
            counted = f"{first['test_cases']} ({first['test_patients']})"
            print_row([task, first["title"], str(first["training_rows"]), counted, *shown, judge(of_metric)])
    print("\n## Over training sizes\n")
    print_row(["task", "metric", "baseline", *map(str, SIZES), "all"])
    print_row(["---"] * (4 + len(SIZES)))
    for task, rows in measured.items():
        everything = max(row["training_rows"] for row in rows)
        for metric, name in dict.fromkeys((row["metric"], row["baseline"]) for row in rows):
            found = {row["training_rows"]: row for row in rows if row["metric"] == metric and row["baseline"] == name}
            if len(found) == 1:
                continue
            cells = [format_interval(found[size]) if size in found else "–" for size in (*SIZES, everything)]  # noqa: RUF001
            print_row([task, next(iter(found.values()))["title"], find_baseline(name).title, *cells])
    print("\n## The keyword rules\n")
    for task, rows in measured.items():
        rules = [row["rule"] for row in rows if row["rule"] and row["baseline"] in ("keyword_rule", "copied_part")]
        if rules:
            print(f"- {task}: {rules[-1]}")
    print(READING)


READING = """
## How to read this

- **reasoning**: no option's own words give it away (the keyword rule reads options only, and stays at chance). But
  which words of a question stand beside which words of an option, counted over all training questions, finds nine
  answers of ten. With all its rows it needs the association of a finding with an answer, seen before, and should
  not be called reasoning; with 50 to 200 rows counting fails, and a model has to bring the knowledge.
- **uti** is nearly decided by words once some hundred notes are there; **hyponatremia** is not, because a sodium has to
  be compared and corrected.
- **dosing**, **radiology** and **pathology** have their labels in equal shares, and the numbers that decide stand
  beside numbers of another time, organ or person from the same range.
"""

if __name__ == "__main__":
    main()
