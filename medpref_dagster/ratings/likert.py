"""Ratings from 1 to 5 to what a report says of them: means, paired tests, agreement, the bias of the judge."""

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from medpref_dagster.declaration import Evaluation
from medpref_dagster.ratings.clinicians import CLINICIAN, OUTDATED, SCALE
from medpref_dagster.ratings.judge import JUDGE, ORDERS
from medpref_dagster.verdict.statistics import (
    Interval,
    adjust_holm,
    bootstrap_interval,
    compare_scores,
    compute_krippendorff_alpha,
    compute_weighted_kappa,
    compute_wilson_interval,
)
from medpref_dagster.verdict.verdict import COMPARISONS, MODEL_TITLES, MODELS, format_number, format_p

LikertSection = dict[str, Any]
"""What `describe_likert` gives: JSON values only, None where a number is undefined."""

METRIC = "likert"
"""The first part of the names `likert.clinician` and `likert.judge`, as a study calls these measures."""
NOT_RATED = "Not rated: no clinician's ratings of these answers were imported, and no judge rated them."

_HALF_STEPS = tuple(range(2 * SCALE[0], 2 * SCALE[-1] + 1))
"""The scale in half steps: a judge's score is the mean of two ratings."""

_Scores = dict[str, dict[str, float]]
"""case_id -> model -> score."""


@dataclass(frozen=True)
class _Settings:
    evaluation: Evaluation
    patients: Mapping[str, str]
    """case_id -> patient."""

    def clusters(self, cases: Sequence[str]) -> list[str] | None:
        """The cases' patients, where any has several of them."""
        patients = [self.patients[case_id] for case_id in cases]
        return patients if len(set(patients)) < len(patients) else None


def describe_likert(
    ratings: pa.Table, quarantine: pa.Table, models: Sequence[str], evaluation: Evaluation
) -> LikertSection:
    """Judge the models by their answers' ratings, and the raters by each other.

    A case's score under a model is, of clinicians, the mean of those who rated all of that case's answers, so that
    no rater's severity stands in a difference; of the judge, the mean over both orders where both could be read.
    Patients are the units where some have several cases.

    Parameters
    ----------
    ratings
        Columns in: RATINGS.
    quarantine
        Columns in: QUARANTINE: the judge's answers that could not be read, and ratings of answers that are no more.
    models
        Which models answered.
    evaluation
        Its confidence, bootstrap samples and seed are used.

    Returns
    -------
    LikertSection
        `groups`: for clinicians and for the judge, where they rated anything, `name` and `title` of the measure, the
        `raters`, how many `ratings` and how many `cases` rated in full, of each model its mean with interval, of each
        compared pair of models the difference with interval and, with two units or more, the paired t and Wilcoxon
        tests, Holm-adjusted over all tests here (by t, or by Wilcoxon where all differences are alike);
        `agreement`: of the clinicians, per pair the quadratic weighted kappa, and Krippendorff's alpha (ordinal);
        `against_clinicians`: the judge's scores against the clinicians' ratings of the same answers: quadratic
        weighted kappa over all pairs of the two and for each clinician, and the mean difference (`bias`);
        `position`: in how many cases the order changed which answers the judge rates highest, with Wilson's interval,
        and by how much an answer's rating rises from being shown first rather than last;
        `unread`: reason -> how many of the judge's answers, of `asked`; `outdated`: ratings of other answers.
    """
    rows: list[dict[str, Any]] = ratings.to_pylist()
    ordered = [model for model in MODELS if model in models]
    settings = _Settings(evaluation, {row["case_id"]: row["patient_id"] for row in rows})
    by_clinician = _read_clinicians(rows)
    orders = _read_judge(rows, ordered)
    judge_scores: _Scores = {
        case_id: {model: (shown[ORDERS[0]][model] + shown[ORDERS[1]][model]) / 2 for model in ordered}
        for case_id, shown in orders.items()
        if len(shown) == len(ORDERS)
    }
    groups = [
        group
        for kind, scores in ((CLINICIAN, _score_clinicians(by_clinician, ordered)), (JUDGE, judge_scores))
        if (group := _describe_group(kind, rows, scores, ordered, settings))
    ]
    _judge_tests([test for group in groups for test in group["tests"]], 1 - evaluation.confidence)
    reasons: list[str] = quarantine["reason"].to_pylist()
    unread = {reason: reasons.count(reason) for reason in sorted(set(reasons) - {OUTDATED})}
    read = len({(row["case_id"], row["order"]) for row in rows if row["rater_kind"] == JUDGE})
    section = {
        "groups": groups,
        "agreement": _measure_agreement(by_clinician),
        "against_clinicians": _compare_raters(judge_scores, by_clinician, settings),
        "position": _measure_position(rows, orders, settings),
        "asked": read + sum(unread.values()),
        "unread": unread,
        "outdated": reasons.count(OUTDATED),
    }
    return _finite(section)


def list_measures(section: Mapping[str, Any] | None) -> list[dict[str, Any]]:
    """The groups that have a mean: each reads like a metric of a report."""
    return [group for group in (section or {}).get("groups", ()) if group["models"]]


def list_likert_tests(section: Mapping[str, Any] | None) -> list[dict[str, Any]]:
    """The paired tests of all groups: each reads like a test of a report."""
    return [test for group in (section or {}).get("groups", ()) for test in group["tests"]]


def is_likert(name: str) -> bool:
    """Whether a metric or test of a report is about ratings, which are on another scale than shares."""
    return name.partition(".")[0] == METRIC


def summarize_likert(section: Mapping[str, Any] | None) -> list[str]:
    """What the ratings say, in sentences for a terminal; none where the task declares no ratings."""
    if section is None:
        return []
    if not section["groups"]:
        return [NOT_RATED]
    said: list[str] = []
    for group in section["groups"]:
        means = ", ".join(
            f"{MODEL_TITLES[model]} {format_number(found['estimate'])}" for model, found in group["models"].items()
        )
        said.append(
            f"{group['title']}, {group['cases']} cases: {means}."
            if means
            else f"{group['title']}: no case was rated in full."
        )
        said += [test["verdict"] for test in group["tests"]]
    return said


# Who rated what


def _read_clinicians(rows: Sequence[Mapping[str, Any]]) -> dict[str, dict[tuple[str, str], int]]:
    """Rater -> (case_id, model) -> rating."""
    found: dict[str, dict[tuple[str, str], int]] = {}
    for row in rows:
        if row["rater_kind"] == CLINICIAN:
            found.setdefault(row["rater"], {})[row["case_id"], row["model"]] = row["rating"]
    return found


def _read_judge(rows: Sequence[Mapping[str, Any]], models: Sequence[str]) -> dict[str, dict[str, dict[str, int]]]:
    """case_id -> order -> model -> rating, of orders in which every model was rated."""
    found: dict[str, dict[str, dict[str, int]]] = {}
    for row in rows:
        if row["rater_kind"] == JUDGE:
            found.setdefault(row["case_id"], {}).setdefault(row["order"], {})[row["model"]] = row["rating"]
    return {
        case_id: {order: rated for order, rated in shown.items() if rated.keys() == set(models)}
        for case_id, shown in found.items()
    }


def _score_clinicians(by_rater: Mapping[str, Mapping[tuple[str, str], int]], models: Sequence[str]) -> _Scores:
    scores: _Scores = {}
    for case_id in sorted({case_id for ratings in by_rater.values() for case_id, _ in ratings}):
        whole = [
            [ratings[case_id, model] for model in models]
            for ratings in by_rater.values()
            if all((case_id, model) in ratings for model in models)
        ]
        if whole:
            scores[case_id] = {
                model: sum(row[place] for row in whole) / len(whole) for place, model in enumerate(models)
            }
    return scores


# Models against each other


def _describe_group(
    kind: str, rows: Sequence[Mapping[str, Any]], scores: _Scores, models: Sequence[str], settings: _Settings
) -> dict[str, Any] | None:
    own = [row for row in rows if row["rater_kind"] == kind]
    if not own:
        return None
    name, title = (
        f"{METRIC}.{kind}",
        "Likert rating by clinicians" if kind == CLINICIAN else "Likert rating by the judge",
    )
    cases = sorted(scores)
    columns = {model: np.array([scores[case_id][model] for case_id in cases]) for model in models}
    pairs = [(first, second) for first, second in COMPARISONS if first in models and second in models]
    differences = {pair: _estimate(columns[pair[1]] - columns[pair[0]], cases, settings) for pair in pairs}
    tests: list[dict[str, Any]] = []
    for first, second in pairs:
        try:
            compared = compare_scores(columns[first].tolist(), columns[second].tolist(), settings.clusters(cases))
        except ValueError:  # fewer than two units
            continue
        # Where all differences are alike, t is infinite and its p 0, however few they are: ranks do not fall for that.
        varies = math.isfinite(compared.t)
        tests.append(
            {
                "first": first,
                "second": second,
                "metric": name,
                "title": f"{MODEL_TITLES[second]} against {_name_model(first)}, {title}",
                "metric_title": title,
                "higher_is_better": True,
                "difference": differences[first, second],
                "estimates": [float(columns[first].mean()), float(columns[second].mean())],
                "kind": "scores" if varies else "wilcoxon",
                "p": compared.p_t if varies else compared.p_wilcoxon,
                "p_t": compared.p_t if varies else None,
                "p_wilcoxon": compared.p_wilcoxon,
                "t": compared.t,
                "cohen_dz": compared.cohen_dz,
                "rank_biserial": compared.rank_biserial,
                "units": compared.units,
            }
        )
    return {
        "kind": kind,
        "name": name,
        "title": title,
        "higher_is_better": True,
        "raters": sorted({row["rater"] for row in own}),
        "ratings": len(own),
        "cases": len(cases),
        "models": {model: _estimate(columns[model], cases, settings) for model in models} if cases else {},
        "differences": [
            {"first": first, "second": second, **found} for (first, second), found in differences.items() if cases
        ],
        "tests": tests,
    }


def _estimate(values: npt.NDArray[np.float64], cases: Sequence[str], settings: _Settings) -> dict[str, Any]:
    """The mean with its bootstrap interval; none where all values are equal, because resampling cannot show one."""
    if not len(values):
        return {"estimate": None, "low": None, "high": None, "n": 0}
    interval = bootstrap_interval(
        np.stack([values, np.ones_like(values)], axis=1),
        lambda totals: totals[..., 0] / totals[..., 1],
        confidence=settings.evaluation.confidence,
        samples=settings.evaluation.bootstrap_samples,
        seed=settings.evaluation.seed,
        clusters=settings.clusters(cases),
    )
    if interval.low == interval.high:
        interval = Interval(interval.estimate, math.nan, math.nan)
    return {"estimate": interval.estimate, "low": interval.low, "high": interval.high, "n": len(values)}


def _judge_tests(tests: Sequence[dict[str, Any]], alpha: float) -> None:
    for test, adjusted in zip(tests, adjust_holm([test["p"] for test in tests]), strict=True):
        difference = test["difference"]["estimate"]
        decided = adjusted < alpha and bool(difference)
        test["p_adjusted"] = adjusted
        test["outcome"] = ("better" if difference > 0 else "worse") if decided else "undecided"
        test["verdict"] = _say_verdict(test)


def _say_verdict(test: Mapping[str, Any]) -> str:
    first, second = _name_model(test["first"], "the base model"), MODEL_TITLES[test["second"]]
    before, after = (format_number(value) for value in test["estimates"])
    p = format_p(test["p_adjusted"])
    name = "paired t" if test["kind"] == "scores" else "Wilcoxon"
    proof = f"{name} test, Holm-adjusted p {f'{p[0]} {p[1:]}' if p[0] in '<>' else f'= {p}'}"
    what = f"{test['metric_title']} {after} against {before}"
    if test["outcome"] == "undecided":
        return f"No difference between {first} and {second} was shown: {what} ({proof})."
    return f"{second} is {test['outcome']} than {first}: {what} ({proof})."


def _name_model(model: str, base: str = "base") -> str:
    return base if model == "base" else MODEL_TITLES[model]


# Raters against each other


def _measure_agreement(by_rater: Mapping[str, Mapping[tuple[str, str], int]]) -> dict[str, Any]:
    items = sorted({item for ratings in by_rater.values() for item in ratings})
    kappa: list[dict[str, Any]] = []
    for first, second in itertools.combinations(sorted(by_rater), 2):
        both = [item for item in items if item in by_rater[first] and item in by_rater[second]]
        values = [[by_rater[rater][item] for item in both] for rater in (first, second)]
        found = compute_weighted_kappa(values[0], values[1], SCALE) if both else None
        kappa.append({"raters": [first, second], "items": len(both), "kappa": found})
    table = [[by_rater[rater].get(item) for item in items] for rater in sorted(by_rater)]
    return {"kappa": kappa, "alpha": compute_krippendorff_alpha(table) if len(table) > 1 else None}


def _compare_raters(
    scores: _Scores, by_rater: Mapping[str, Mapping[tuple[str, str], int]], settings: _Settings
) -> dict[str, Any] | None:
    """The judge's scores against the clinicians' ratings of the same answers."""
    pairs = [
        (rater, item, scores[item[0]][item[1]], rating)
        for rater in sorted(by_rater)
        for item, rating in sorted(by_rater[rater].items())
        if item[0] in scores
    ]
    if not pairs:
        return None
    items = sorted({item for _, item, _, _ in pairs})
    means = {
        item: float(np.mean([ratings[item] for ratings in by_rater.values() if item in ratings])) for item in items
    }
    bias = np.array([scores[case_id][model] - means[case_id, model] for case_id, model in items])
    return {
        "items": len(items),
        "pairs": len(pairs),
        "kappa": _measure_half_step_kappa([(score, rating) for _, _, score, rating in pairs]),
        "by_rater": [
            {
                "rater": rater,
                "items": len(own),
                "kappa": _measure_half_step_kappa([(score, rating) for _, _, score, rating in own]),
            }
            for rater in sorted(by_rater)
            if (own := [pair for pair in pairs if pair[0] == rater])
        ],
        "bias": _estimate(bias, [case_id for case_id, _ in items], settings),
    }


def _measure_half_step_kappa(pairs: Sequence[tuple[float, int]]) -> float:
    """Quadratic weighted kappa of scores in half steps; with these weights it is that of whole steps where all are."""
    return compute_weighted_kappa([round(2 * score) for score, _ in pairs], [2 * r for _, r in pairs], _HALF_STEPS)


# The judge against itself


def _measure_position(
    rows: Sequence[Mapping[str, Any]], orders: Mapping[str, Mapping[str, Mapping[str, int]]], settings: _Settings
) -> dict[str, Any] | None:
    cases = sorted(case_id for case_id, shown in orders.items() if len(shown) == len(ORDERS))
    if not cases:
        return None
    changed = sum(_preferred(orders[case_id][ORDERS[0]]) != _preferred(orders[case_id][ORDERS[1]]) for case_id in cases)
    share = compute_wilson_interval(changed, len(cases), settings.evaluation.confidence)
    placed = {(row["case_id"], row["order"], row["place"]): row["rating"] for row in rows if row["rater_kind"] == JUDGE}
    last = max(place for _, _, place in placed)
    # What is first in one order is last in the other, so that what the answers are worth cancels out.
    gains = [[placed[case_id, order, 1] - placed[case_id, order, last] for order in ORDERS] for case_id in cases]
    return {
        "cases": len(cases),
        "changed": changed,
        "share": {"estimate": share.estimate, "low": share.low, "high": share.high},
        "first_place_advantage": _estimate(np.mean(gains, axis=1), cases, settings),
    }


def _preferred(rated: Mapping[str, int]) -> frozenset[str]:
    """The models whose answers were rated highest: several, where they are rated alike."""
    return frozenset(model for model, rating in rated.items() if rating == max(rated.values()))


def _finite(value: Any) -> Any:
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {key: _finite(item) for key, item in value.items()}  # pyright: ignore[reportUnknownVariableType]
    return [_finite(item) for item in value] if isinstance(value, list) else value  # pyright: ignore[reportUnknownVariableType]
