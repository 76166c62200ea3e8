"""Ratings from 1 to 5 to what a report says of them: means, paired tests, agreement, the bias of the judge."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from medpref_dagster.declaration import Evaluation
from medpref_dagster.ratings.clinicians import CLINICIAN, OUTDATED
from medpref_dagster.ratings.judge import JUDGE, ORDERS
from medpref_dagster.ratings.raters import (
    ENDS,
    AgainstClinicians,
    Agreement,
    Position,
    Scores,
    compare_with_clinicians,
    list_common_items,
    measure_agreement,
    measure_position,
)
from medpref_dagster.stages import find_stage, order_stages
from medpref_dagster.verdict.estimates import Sampling, average_scores, estimate_change, estimate_metric
from medpref_dagster.verdict.metrics import Comparisons, Difference
from medpref_dagster.verdict.paired_tests import ScoresTest, describe_scores, judge_tests, name_against
from medpref_dagster.verdict.results import Estimate, Result
from medpref_dagster.verdict.verdict import choose_comparisons
from medpref_dagster.verdict.words import format_estimate

METRIC = "likert"
"""The first part of the names `likert.clinician` and `likert.judge`, as a study calls these measures."""
NOT_RATED = "Not rated: no clinician's ratings of these answers were imported, and no judge rated them."

_TITLES = {CLINICIAN: "Likert rating by clinicians", JUDGE: "Likert rating by the judge"}


class RatingGroup(Result):
    """What the raters of one kind gave the models: it reads like a metric of a report, with its tests."""

    kind: str
    """clinician or judge."""
    name: str
    title: str
    higher_is_better: bool = True
    raters: tuple[str, ...]
    ratings: int
    """How many they gave."""
    cases: int
    """Rated in full."""
    models: dict[str, Estimate]
    """The mean; empty where no case was rated in full."""
    differences: tuple[Difference, ...]
    tests: tuple[ScoresTest, ...]
    """Of each compared pair of models, where there are two units or more."""


class LikertResult(Result):
    """The models by their answers' ratings, and the raters by each other."""

    groups: tuple[RatingGroup, ...]
    """Of clinicians and of the judge, where they rated anything; their tests are one family."""
    agreement: Agreement
    against_clinicians: AgainstClinicians | None
    position: Position | None
    asked: int
    """Questions to the judge."""
    unread: dict[str, int]
    """Reason -> how many of the judge's answers."""
    outdated: int
    """Clinicians' ratings of answers that the models no longer give."""


@dataclass(frozen=True)
class _Rated:
    """Whose cases they are, and how intervals are drawn."""

    evaluation: Evaluation
    patients: Mapping[str, str]
    """case_id -> patient."""
    models: tuple[str, ...]
    comparisons: Comparisons

    def sampling(self, cases: Sequence[str]) -> Sampling:
        return Sampling(self.evaluation, [self.patients[case_id] for case_id in cases])


def describe_likert(
    ratings: pa.Table, quarantine: pa.Table, models: Sequence[str], evaluation: Evaluation
) -> dict[str, Any]:
    """What `judge_ratings` gives, as the JSON of a report."""
    return judge_ratings(ratings, quarantine, models, evaluation).to_json()


def judge_ratings(
    ratings: pa.Table, quarantine: pa.Table, models: Sequence[str], evaluation: Evaluation
) -> LikertResult:
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
    """
    rows: list[dict[str, Any]] = ratings.to_pylist()
    ordered = order_stages(models)
    patients = {row["case_id"]: row["patient_id"] for row in rows}
    rated = _Rated(evaluation, patients, ordered, choose_comparisons(ordered))
    by_clinician = _read_clinicians(rows)
    orders = _read_judge(rows, ordered)
    in_both = sorted(case_id for case_id, shown in orders.items() if len(shown) == len(ORDERS))
    judge_scores: Scores = {
        case_id: {model: sum(orders[case_id][order][model] for order in ORDERS) / len(ORDERS) for model in ordered}
        for case_id in in_both
    }
    groups = [
        group
        for kind, scores in ((CLINICIAN, _score_clinicians(by_clinician, ordered)), (JUDGE, judge_scores))
        if (group := _describe_group(kind, rows, scores, rated))
    ]
    reasons: list[str] = quarantine["reason"].to_pylist()
    unread = {reason: reasons.count(reason) for reason in sorted(set(reasons) - {OUTDATED})}
    read = len({(row["case_id"], row["order"]) for row in rows if row["rater_kind"] == JUDGE})
    common = [case_id for case_id, _ in list_common_items(judge_scores, by_clinician)]
    return LikertResult(
        groups=_judge_groups(groups, 1 - evaluation.confidence),
        agreement=measure_agreement(by_clinician),
        against_clinicians=compare_with_clinicians(judge_scores, by_clinician, rated.sampling(common)),
        position=measure_position(rows, orders, in_both, rated.sampling(in_both)),
        asked=read + sum(unread.values()),
        unread=unread,
        outdated=reasons.count(OUTDATED),
    )


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
            f"{find_stage(model).title} {format_estimate(found)}" for model, found in group["models"].items()
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


def _score_clinicians(by_rater: Mapping[str, Mapping[tuple[str, str], int]], models: Sequence[str]) -> Scores:
    scores: Scores = {}
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


def _describe_group(kind: str, rows: Sequence[Mapping[str, Any]], scores: Scores, rated: _Rated) -> RatingGroup | None:
    own = [row for row in rows if row["rater_kind"] == kind]
    if not own:
        return None
    cases = sorted(scores)
    sampling = rated.sampling(cases)
    columns = {model: np.array([scores[case_id][model] for case_id in cases]) for model in rated.models}
    differences = {
        (first, second): estimate_change(columns[second] - columns[first], sampling, ENDS)
        for first, second in rated.comparisons
    }
    name, title = f"{METRIC}.{kind}", _TITLES[kind]
    tests = [
        ScoresTest(
            first=first,
            second=second,
            metric=name,
            title=f"{name_against(first, second)}, {title}",
            metric_title=title,
            higher_is_better=True,
            difference=found,
            estimates=(float(columns[first].mean()), float(columns[second].mean())),
            **describe_scores(columns[first], columns[second], sampling),
        )
        for (first, second), found in differences.items()
        if cases
    ]
    return RatingGroup(
        kind=kind,
        name=name,
        title=title,
        raters=tuple(sorted({row["rater"] for row in own})),
        ratings=len(own),
        cases=len(cases),
        models={
            model: estimate_metric(average_scores(column), sampling, ENDS) for model, column in columns.items() if cases
        },
        differences=tuple(
            Difference(first=first, second=second, **dict(found))
            for (first, second), found in differences.items()
            if cases
        ),
        tests=tuple(test for test in tests if test.units > 1),
    )


def _judge_groups(groups: Sequence[RatingGroup], alpha: float) -> tuple[RatingGroup, ...]:
    """The groups with their tests judged, as one family."""
    judged = iter(judge_tests([test for group in groups for test in group.tests], alpha))
    return tuple(group.model_copy(update={"tests": tuple(next(judged) for _ in group.tests)}) for group in groups)
