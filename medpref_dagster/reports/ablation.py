"""An ablation's report: one page that begins with its answer, and the same numbers as JSON and CSV."""

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from markupsafe import Markup

from medpref_dagster.declaration import AblationDeclaration, Trial
from medpref_dagster.disclosure import Disclosure, is_about_patients, read_disclosure
from medpref_dagster.reports.ablation_content import NEIGHBOURS, NOT_RUN, OTHER_CASES, WITHIN, describe_ablation
from medpref_dagster.reports.figures import draw_curves, draw_forest
from medpref_dagster.reports.page import REPORT_HTML, REPORT_JSON, load_template
from medpref_dagster.stages import SFT, SFT_CONTINUED, find_stage
from medpref_dagster.storage.store import Artifact, Store
from medpref_dagster.verdict.paired_tests import Outcome
from medpref_dagster.verdict.words import count, format_interval, put_in_sentence

TRIALS_CSV = "trials.csv"
CONDITIONS_CSV = "conditions.csv"
TESTS_CSV = "tests.csv"

_MOST_NAMED = 6
"""Conditions in one sentence."""


def write_ablation(
    ablation: AblationDeclaration,
    trials: Mapping[str, Trial],
    found: Mapping[tuple[str, str], Artifact],
    store: Store,
    *,
    disclosure: Disclosure,
) -> Artifact:
    """Write the report of the trials that are there; the others are shown as not run.

    Parameters
    ----------
    trials, found, disclosure
        As of `describe_ablation`.

    Returns
    -------
    Artifact
        A report with `report.html` (self-contained), `report.json`, `trials.csv` (a line for each metric of each model
        of each trial), `conditions.csv` (the same over seeds, with intervals) and `tests.csv`.
    """
    content = describe_ablation(ablation, trials, found, store, disclosure=disclosure)
    content["least"] = list(find_least_levels(content))
    content["answer"], content["sentences"] = answer_question(content), summarize_details(content)
    page = load_template("ablation.html.j2").render(
        **content, figures={"curves": list(_draw_curves(content)), "forest": list(_draw_forests(content))}
    )
    with store.new_folder("reports") as pending:
        text = json.dumps(content, indent=1, ensure_ascii=False, allow_nan=False)
        (pending.path / REPORT_JSON).write_text(f"{text}\n", encoding="utf-8")
        (pending.path / REPORT_HTML).write_text(page, encoding="utf-8")
        _write_csv(pending.path / TRIALS_CSV, list(_list_trial_rows(content)))
        _write_csv(pending.path / CONDITIONS_CSV, list(_list_condition_rows(content)))
        _write_csv(pending.path / TESTS_CSV, list(_list_test_rows(content)))
    return pending.finished


def read_ablation(written: Artifact) -> dict[str, Any]:
    """What `report.json` of an ablation's report holds."""
    return json.loads((written.path / REPORT_JSON).read_text(encoding="utf-8"))


def summarize_ablation(content: Mapping[str, Any]) -> list[str]:
    """The answer, then what is behind it, in sentences."""
    return [content["answer"], *content["sentences"]]


def choose_pair(content: Mapping[str, Any]) -> tuple[str, str] | None:
    """The pair of models that the answer is about: the first declared one that any condition has."""
    tested = {(test["first"], test["second"]) for test in content["tests"] if test["kind"] == WITHIN}
    return next(((first, second) for first, second in content["comparisons"] if (first, second) in tested), None)


def find_least_levels(content: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """On each axis of numbers, the least level at which the second model is better than the first, and has gained.

    Of each base model, task, metric and combination of the other axes' levels: `level` (None where there is none
    among those that were run), `within` (the greatest that was run) and `test`, that of the level.
    """
    pair = choose_pair(content)
    for axis in content["axes"] if pair else ():
        if not axis["ordered"] or len(axis["levels"]) < 2:
            continue
        series: dict[tuple[Any, ...], list[Mapping[str, Any]]] = {}
        for test in content["tests"]:
            if test["kind"] == WITHIN and (test["first"], test["second"]) == pair and axis["name"] in test["levels"]:
                others = tuple((name, level) for name, level in test["levels"].items() if name != axis["name"])
                series.setdefault((test["base_model"], test["task"], test["metric"], others), []).append(test)
        for (base, task, _, others), tests in series.items():
            tests.sort(key=lambda test: float(test["levels"][axis["name"]]))
            least = next((test for test in tests if has_gained(content, test)), None)
            yield {
                "base_model": base,
                "task": task,
                "metric_title": tests[0]["metric_title"],
                "axis": axis["name"],
                "others": dict(others),
                "pair": list(pair or ()),
                "level": None if least is None else least["levels"][axis["name"]],
                "within": tests[-1]["levels"][axis["name"]],
                "test": least or tests[-1],
            }


def has_gained(content: Mapping[str, Any], test: Mapping[str, Any]) -> bool:
    """Whether a model is better, and not only because its opponent fell behind the model that both started from.

    What beats continued SFT, but was not shown to beat SFT itself, has gained if half of that difference or more is
    one to SFT; else continued SFT lost it.
    """
    if test["outcome"] != Outcome.BETTER or test["first"] != SFT_CONTINUED.name:
        return test["outcome"] == Outcome.BETTER
    place = ("kind", "base_model", "condition", "metric", "second")
    before = [
        other
        for other in content["tests"]
        if other["first"] == SFT.name and all(other[name] == test[name] for name in place)
    ]
    return all(
        other["outcome"] == Outcome.BETTER or (other["estimate"] or 0.0) >= 0.5 * test["estimate"] for other in before
    )


def answer_question(content: Mapping[str, Any]) -> str:
    """The answer in one sentence."""
    pair = choose_pair(content)
    if pair is None:
        return "No trial was run yet." if not content["conditions"] else "No declared pair of models was there to test."
    tests = [t for t in content["tests"] if t["kind"] == WITHIN and (t["first"], t["second"]) == pair]
    first, second = (find_stage(name).title for name in pair)
    counted = {outcome: [test for test in tests if test["outcome"] == outcome] for outcome in Outcome}
    lost = [test for test in counted[Outcome.BETTER] if not has_gained(content, test)]
    counted[Outcome.BETTER] = [test for test in counted[Outcome.BETTER] if test not in lost]
    begun = find_stage(SFT.name).title
    places = f"{count(len(lost), 'test')} ({_name_places(lost)})"
    fell = f" In {places} it is better than {first} only, which fell behind {begun}."
    parts = [
        f"{outcome} in {len(counted[outcome])} of {count(len(tests), 'test')} ({_name_places(counted[outcome])})"
        for outcome in (Outcome.BETTER, Outcome.WORSE)
        if counted[outcome]
    ]
    undecided = len(counted[Outcome.UNDECIDED])
    if not parts:
        if lost:
            return f"{second} was shown to gain nothing over {begun} and {first} in {count(len(tests), 'test')}.{fell}"
        where = "the one test" if len(tests) == 1 else f"any of {len(tests)} tests"
        return f"{second} was shown to be neither better nor worse than {first} in {where}."
    rest = f"; in {'' if lost else 'the other '}{undecided} no difference was shown" if undecided else ""
    return f"{second} is {' and '.join(parts)} than {first}{rest}.{fell if lost else ''}"


def summarize_details(content: Mapping[str, Any]) -> list[str]:
    """Where on an axis it begins, what differs between neighbours, and what a reader must know."""
    said = [_say_least(item) for item in content["least"]]
    neighbours = [test for test in content["tests"] if test["kind"] == NEIGHBOURS]
    shown = [test for test in neighbours if test["outcome"] != Outcome.UNDECIDED]
    for test in shown:
        said.append(
            f"{find_stage(test['second']).title} is {test['outcome']} at {test['axis']} = {test['to']} than at "
            f"{test['from']}: {_name_place(test)}, {put_in_sentence(test['metric_title'])} "
            f"{format_interval({**test}, signed=True)}."
        )
    if neighbours and not shown:
        said.append(f"Between neighbouring levels no difference was shown in any of {len(neighbours)} tests.")
    said += [f"{sentence}." for sentence in _say_withheld(content)]
    said += _say_limits(content)
    return said


def _say_withheld(content: Mapping[str, Any]) -> Iterator[str]:
    """What would have been called better, of models that no verdict praises, or praises against; each reason once."""
    withheld: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for test in content["tests"]:
        if test["withheld"]:
            withheld.setdefault((find_stage(test["second"]).title, test["held_back"]), []).append(test)
    for (model, reason), tests in withheld.items():
        if len(tests) > 1:
            yield f"In {len(tests)} tests ({_name_places(tests)}) {model} is not called better, because {reason}"
            continue
        [test] = tests
        where = _name_place(test) if test["kind"] == WITHIN else f"{_name_place(test)} at {test['to']}"
        yield f"{where}, {put_in_sentence(test['metric_title'])}: {model} is not called better, because {reason}"


def _say_least(item: Mapping[str, Any]) -> str:
    first, second = (find_stage(name).title for name in item["pair"])
    where = ", ".join([item["task"], *(f"{axis} = {level}" for axis, level in item["others"].items())])
    what, test = put_in_sentence(item["metric_title"]), item["test"]
    difference = "not defined" if test["estimate"] is None else format_interval({**test}, signed=True)
    if item["level"] is None:
        beaten = f"both {find_stage(SFT.name).title} and {first}" if test["outcome"] == Outcome.BETTER else first
        return (
            f"{where}, {what}: {second} does not beat {beaten} within {item['axis']} = {item['within']}; "
            f"there the difference is {difference}."
        )
    return f"{where}, {what}: {second} first beats {first} at {item['axis']} = {item['level']}, by {difference}."


def _say_limits(content: Mapping[str, Any]) -> Iterator[str]:
    seeds = [len(condition["seeds"]) for condition in content["conditions"]]
    pair, wanted = choose_pair(content), tuple(content["comparisons"][0])
    if pair is not None and pair != wanted:
        first, second = (find_stage(name).title for name in wanted)
        yield f"{first} and {second} did not both answer, so that the answer is about another pair of models."
    if seeds and max(seeds) == 1:
        yield "One seed: nothing here tells what another training with the same rows would have given."
    elif seeds:
        least = min(seeds)
        if least < 6:
            yield (
                f"With {count(least, 'seed')} an exchange of models within seeds cannot give a p below "
                f"{2.0 ** (1 - least):.3g}; whether another seed would show the same rests on the interval."
            )
    if missing := [line for line in content["trials"] if line["status"] == NOT_RUN]:
        yield f"Not run: {len(missing)} of {len(content['trials'])} trials."
    if apart := [line["name"] for line in content["trials"] if line["status"] == OTHER_CASES]:
        yield (
            f"Left out: {count(len(apart), 'trial')} that answered other cases than the other seeds, because the "
            f"source changed between the runs ({', '.join(apart[:_MOST_NAMED])}); run again what is older."
        )
    if content["conditions"] and not is_about_patients(read_disclosure(content)):
        yield "Synthetic data: these numbers say nothing about patients."


def _name_places(tests: Sequence[Mapping[str, Any]]) -> str:
    """The conditions of some tests; of many the first ones."""
    named = list(dict.fromkeys(map(_name_place, tests)))
    more = f" and {len(named) - _MOST_NAMED} more" if len(named) > _MOST_NAMED else ""
    return f"{', '.join(named[:_MOST_NAMED])}{more}"


def _name_place(test: Mapping[str, Any]) -> str:
    return str(test["condition"])


def _draw_curves(content: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """One figure for each base model, task, axis of numbers, combination of the other levels, and first metric."""
    for axis in content["axes"]:
        if not axis["ordered"] or len(axis["levels"]) < 2:
            continue
        series: dict[tuple[Any, ...], list[tuple[float, Mapping[str, Any]]]] = {}
        for condition in content["conditions"]:
            if axis["name"] not in condition["levels"]:
                continue
            others = ", ".join(f"{a} = {v}" for a, v in condition["levels"].items() if a != axis["name"])
            for metric in condition["metrics"]:
                place = (condition["base_model"], condition["task"], others, metric["title"])
                series.setdefault(place, []).append((float(condition["levels"][axis["name"]]), metric["models"]))
        for (base, task, others, title), points in series.items():
            points.sort(key=lambda point: point[0])
            yield {
                "caption": ", ".join(filter(None, [task, others, base])),
                "figure": Markup(draw_curves(points, axis["name"], title)),  # noqa: S704 - our own SVG, escaped
            }


def _draw_forests(content: Mapping[str, Any]) -> Iterator[Markup]:
    for first, second in content["comparisons"]:
        rows = [
            {
                "label": f"{test['condition']}, {test['metric_title']}",
                "difference": {name: test[name] for name in ("estimate", "low", "high")},
                "outcome": test["outcome"],
            }
            for test in content["tests"]
            if test["kind"] == WITHIN and (test["first"], test["second"]) == (first, second)
        ]
        if rows:
            title = f"{find_stage(second).title} minus {find_stage(first).title}"
            yield Markup(draw_forest(rows, title))  # noqa: S704 - our own SVG; its labels are escaped


def _list_trial_rows(content: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    axes = [axis["name"] for axis in content["axes"]]
    for line in content["trials"]:
        for metric in line.get("metrics", ()):
            for model, value in metric["models"].items():
                cost = line["cost"] or {}
                yield {
                    "base_model": line["base_model"],
                    "task": line["task"],
                    **{axis: line["levels"].get(axis) for axis in axes},
                    "seed": line["seed"],
                    "model": model,
                    "metric": metric["name"],
                    "estimate": value["estimate"],
                    "low": value["low"],
                    "high": value["high"],
                    "test_cases": line["cases"],
                    "dev_score": line["dev"].get(model, {}).get("dev_score"),
                    "trained_rows": line["trained_rows"].get(model),
                    "train_pairs": line["pairs"].get("train"),
                    "cpu_seconds_of_all_models": cost.get("cpu_seconds"),
                    "cpu_joules_of_all_models": cost.get("cpu_joules"),
                    "disclosure": read_disclosure(content).value,
                }


def _list_condition_rows(content: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    axes = [axis["name"] for axis in content["axes"]]
    for condition in content["conditions"]:
        for metric in condition["metrics"]:
            for model, value in metric["models"].items():
                yield {
                    "base_model": condition["base_model"],
                    "task": condition["task"],
                    **{axis: condition["levels"].get(axis) for axis in axes},
                    "model": model,
                    "metric": metric["name"],
                    **{name: value[name] for name in ("estimate", "low", "high", "between_seeds", "seeds")},
                    "test_cases": value["n"],
                    "test_patients": condition["patients"],
                    "disclosure": read_disclosure(content).value,
                }


def _list_test_rows(content: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    names = ("kind", "base_model", "condition", "axis", "from", "to", "first", "second", "metric", "estimate", "low")
    more = ("high", "p", "p_adjusted", "p_patients", "p_seeds", "least_p_seeds", "outcome", "seeds", "n")
    for test in content["tests"]:
        yield {name: test[name] for name in (*names, *more)} | {"disclosure": read_disclosure(content).value}


def _write_csv(path: Path, rows: Sequence[Mapping[str, Any]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]) if rows else [])
        writer.writeheader()
        writer.writerows(rows)
