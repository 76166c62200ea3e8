"""Clinicians' Likert ratings: answers out, blinded and shuffled; ratings in; agreement and paired tests.

A rating is only ever what a person wrote into the file: what is missing stays missing.
"""

import csv
import hashlib
import itertools
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from medpref_dagster.evaluation.statistics import (
    adjust_holm,
    compare_scores,
    compute_krippendorff_alpha,
    compute_weighted_kappa,
)
from medpref_dagster.evaluation.verdict import COMPARISONS, MODELS

SCALE = (1, 2, 3, 4, 5)
COLUMNS = ("item", "case", "answer", "rating", "comment")
"""Of the file that clinicians fill in; they write `rating` and, if they want, `comment`."""


class RatingsError(Exception):
    """A file of ratings cannot be used. The message says where and what to do."""


@dataclass(frozen=True)
class Item:
    """One answer to be rated."""

    item: str
    """A name that tells neither case nor model."""
    case_id: str
    patient_id: str
    model: str
    text: str


def blind_predictions(predictions: pa.Table, seed: int, max_cases: int | None = None) -> list[Item]:
    """Each case's answers under names that do not tell the model, in an order that does not either.

    Parameters
    ----------
    predictions
        Columns in: PREDICTIONS.
    seed
        The same predictions and seed give the same names and order, so that ratings are understood without a key
        that would have to be kept apart. Another seed gives others: keep it from the raters.
    max_cases
        At most this many cases, chosen by a stable hash of the case.

    Returns
    -------
    list of Item
        Shuffled. Every chosen case has one item a model.
    """
    rows = predictions.select(["case_id", "patient_id", "model", "text"]).to_pylist()
    cases = sorted({row["case_id"] for row in rows}, key=lambda case_id: hashlib.sha256(case_id.encode()).digest())
    kept = set(cases[:max_cases])
    items = [
        Item(_name_item(seed, row), row["case_id"], row["patient_id"], row["model"], row["text"])
        for row in rows
        if row["case_id"] in kept
    ]
    items.sort(key=lambda item: item.item)
    random.Random(seed).shuffle(items)
    return items


def export_ratings(path: Path, items: Sequence[Item], cases: pa.Table) -> None:
    """Write the file that a clinician fills in.

    Parameters
    ----------
    path
        Refused if it exists: it may hold ratings.
    items
        From `blind_predictions`.
    cases
        Columns in: CASES; their text is what the rater reads.

    Raises
    ------
    RatingsError
        If the file exists.
    """
    texts = dict(zip(cases["case_id"].to_pylist(), cases["text"].to_pylist(), strict=True))
    try:
        with path.open("x", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(COLUMNS)
            writer.writerows([item.item, _as_text(texts[item.case_id]), _as_text(item.text), "", ""] for item in items)
    except FileExistsError:
        raise RatingsError(f"{path} exists and may hold ratings; give another name") from None


def read_ratings(path: Path, items: Sequence[Item]) -> dict[str, int | None]:
    """One rater's file: item -> rating, None where the rater left it empty.

    Raises
    ------
    RatingsError
        Naming the line, if a column is missing, an item is unknown or rated twice, or a rating is no whole number
        from 1 to 5. Items that the file lacks are not rated.
    """
    known = {item.item for item in items}
    ratings: dict[str, int | None] = {}
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            missing = [name for name in ("item", "rating") if name not in (reader.fieldnames or ())]
            if missing:
                raise RatingsError(f"{path}: no column {' and '.join(missing)}; export writes {', '.join(COLUMNS)}")
            for row in reader:
                where = f"{path}, line {reader.line_num}"
                item, written = (row["item"] or "").strip(), (row["rating"] or "").strip()
                if item not in known:
                    raise RatingsError(
                        f"{where}: item {item!r} is not among those exported; are seed and task the same?"
                    )
                if item in ratings:
                    raise RatingsError(f"{where}: item {item!r} is rated twice; keep one line")
                if written and written not in {str(rating) for rating in SCALE}:
                    raise RatingsError(
                        f"{where}: rating {written[:20]!r} of item {item} is no whole number from 1 to 5"
                    )
                ratings[item] = int(written) if written else None
    except FileNotFoundError:
        raise RatingsError(f"there is no file {path}") from None
    except (UnicodeDecodeError, csv.Error) as error:
        raise RatingsError(f"{path} cannot be read as a CSV file in UTF-8: {type(error).__name__}") from None
    return ratings


def judge_ratings(items: Sequence[Item], by_rater: Mapping[str, Mapping[str, int | None]]) -> dict[str, Any]:
    """Agreement between the raters, each model's mean, and paired tests of the models.

    A case's score under a model is the mean of the raters that rated all of that case's answers, so that no rater's
    severity stands in a difference. Patients are the units where some have several cases.

    Parameters
    ----------
    items
        From `blind_predictions`.
    by_rater
        Rater -> what `read_ratings` gave.

    Returns
    -------
    dict
        JSON values: `raters`, `items`, `ratings`, `cases` that some rater rated in full; `kappa`, per pair of raters
        the quadratic weighted kappa over `items` rated by both; `alpha`, Krippendorff's, ordinal, None with one rater;
        `models`, mean and number of cases; `tests`, the paired t and Wilcoxon tests, Holm-adjusted.

    Raises
    ------
    RatingsError
        If no rater rated every answer of two units.
    """
    names = [item.item for item in items]
    table = {rater: [ratings.get(name) for name in names] for rater, ratings in by_rater.items()}
    models = [model for model in MODELS if any(item.model == model for item in items)]
    scores = _score_cases(items, by_rater, models)
    patients = {item.case_id: item.patient_id for item in items}
    cases = sorted(scores)
    units = [patients[case_id] for case_id in cases]
    tests: list[dict[str, Any]] = []
    for first, second in COMPARISONS:
        if first not in models or second not in models:
            continue
        try:
            compared = compare_scores(
                [scores[case_id][first] for case_id in cases],
                [scores[case_id][second] for case_id in cases],
                units if len(set(units)) < len(units) else None,
            )
        except ValueError:
            raise RatingsError(
                "fewer than two cases were rated in full by any rater; more ratings are needed"
            ) from None
        tests.append(
            {
                "first": first,
                "second": second,
                "difference": compared.difference,
                "p": compared.p_t,
                "p_wilcoxon": compared.p_wilcoxon,
                "cohen_dz": compared.cohen_dz,
                "rank_biserial": compared.rank_biserial,
                "units": compared.units,
            }
        )
    for test, p in zip(tests, adjust_holm([test["p"] for test in tests]), strict=True):
        test["p_adjusted"] = p
    return {
        "raters": list(table),
        "items": len(items),
        "ratings": sum(rating is not None for row in table.values() for rating in row),
        "cases": len(cases),
        "kappa": [_measure_kappa(first, second, table) for first, second in itertools.combinations(table, 2)],
        "alpha": _or_none(compute_krippendorff_alpha(list(table.values()))) if len(table) > 1 else None,
        "models": {
            model: {"mean": sum(scores[case_id][model] for case_id in cases) / len(cases), "cases": len(cases)}
            for model in models
        },
        "tests": tests,
    }


def _score_cases(
    items: Sequence[Item], by_rater: Mapping[str, Mapping[str, int | None]], models: Sequence[str]
) -> dict[str, dict[str, float]]:
    """case_id -> model -> mean rating, over the raters that rated all of the case's answers."""
    of_case: dict[str, dict[str, str]] = {}
    for item in items:
        of_case.setdefault(item.case_id, {})[item.model] = item.item
    scores: dict[str, dict[str, float]] = {}
    for case_id, named in of_case.items():
        rated = [[ratings.get(named[model]) for model in models] for ratings in by_rater.values()]
        whole = [[rating for rating in row if rating is not None] for row in rated if None not in row]
        if whole:
            scores[case_id] = {
                model: sum(row[place] for row in whole) / len(whole) for place, model in enumerate(models)
            }
    return scores


def _measure_kappa(first: str, second: str, table: Mapping[str, Sequence[int | None]]) -> dict[str, Any]:
    both = [(a, b) for a, b in zip(table[first], table[second], strict=True) if a is not None and b is not None]
    kappa = compute_weighted_kappa([a for a, _ in both], [b for _, b in both], SCALE) if both else None
    return {"raters": [first, second], "items": len(both), "kappa": _or_none(kappa)}


def _or_none(value: float | None) -> float | None:
    return None if value is None or value != value else value


def _name_item(seed: int, row: Mapping[str, str]) -> str:
    text = "\0".join((str(seed), row["case_id"], row["model"]))
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _as_text(value: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{value}" if value[:1] in {"=", "+", "-", "@", "\t", "\r"} else value
