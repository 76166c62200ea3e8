"""Predictions of base, SFT and DPO to a verdict: metrics with intervals, paired tests, and what they mean in words."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from pyarrow import compute as pc

from medpref_dagster.answering import METRICS, qualify_metrics, title_metric
from medpref_dagster.answering.answers import answer_fields
from medpref_dagster.answering.choice_metrics import count_confusion, report_labels
from medpref_dagster.answering.metrics import (
    CaseTotals,
    FieldAnswers,
    measure_metric,
    read_field,
    weigh_models,
)
from medpref_dagster.declaration import Evaluation, TaskDeclaration, TextAnswer
from medpref_dagster.verdict.statistics import (
    Interval,
    adjust_holm,
    bootstrap_difference,
    bootstrap_interval,
    compare_correctness,
    compare_scores,
    compute_wilson_interval,
    count_cases_needed,
    estimate_design_effect,
    find_detectable_difference,
)

EvaluationResult = dict[str, Any]
"""What `evaluate` gives: JSON values only, None where a number is undefined."""

MODELS = ("base", "sft", "dpo")
MODEL_TITLES = {"base": "Base", "sft": "SFT", "dpo": "DPO"}
COMPARISONS = (("base", "sft"), ("sft", "dpo"), ("base", "dpo"))
POWER = 0.8
_HISTOGRAM_BINS = 24


class EvaluationError(Exception):
    """Predictions or pair scores do not belong together."""


@dataclass(frozen=True)
class PairScores:
    """What the held-out win rate is computed from."""

    pairs: pa.Table
    """PREFERENCE_PAIRS; those of the test split count."""
    policy: pa.Table
    """PAIR_LOGPS under the DPO model."""
    reference: pa.Table
    """PAIR_LOGPS under the SFT model."""
    beta: float


def evaluate(
    task: TaskDeclaration,
    cases: pa.Table,
    predictions: pa.Table,
    pair_scores: PairScores | None = None,
    option_scores: pa.Table | None = None,
) -> EvaluationResult:
    """Judge the models of a task by their answers to the same test cases.

    Parameters
    ----------
    task
        Its `answer` and `evaluation` (metrics, confidence, bootstrap samples, seed) are used.
    cases
        Columns in: CASES; every predicted case must be there.
    predictions
        Columns in: PREDICTIONS, of two or three of the models base, sft, dpo, each of the same cases.
    pair_scores
        Log-probabilities of the held-out pairs, for the win rate.
    option_scores
        Columns in: OPTION_SCORES, of the same models and cases, where answers are chosen by likelihood.

    Returns
    -------
    EvaluationResult
        `models`, `cases`, `patients`, `confidence`, `bootstrap_samples`;
        `metrics`: per metric its estimate and interval for each model and the differences between models;
        `fields`: per label field the confusion matrix (last column: unreadable) and label report of each model;
        `unreadable`: per model count and share; `generated_tokens`: per model the mean;
        `tests`: per compared pair of models and field (or free-text metric) the paired test, Holm-adjusted over all
        of them, and a `verdict` sentence; `preferences`: win rate and margin on held-out pairs, or None.

    Raises
    ------
    EvaluationError
        If the models did not answer the same cases, or pair scores do not cover the same pairs.
    MetricError
        If a declared metric does not suit the answer or lacks what it needs.
    """
    aligned = _align_models(predictions)
    first = next(iter(aligned.values()))
    patients = first["patient_id"].to_pylist()
    settings = _Settings(task.evaluation, patients)
    weights = {} if option_scores is None else weigh_models(option_scores, task.evaluation.answer_by)
    answers = {
        field: {
            model: read_field(table, task.answer, field, cases, weights.get(model)) for model, table in aligned.items()
        }
        for field in answer_fields(task.answer)
    }
    result: EvaluationResult = {
        "title": task.title,
        "answer": task.answer.kind,
        "models": list(aligned),
        "cases": first.num_rows,
        "patients": len(set(patients)),
        "confidence": task.evaluation.confidence,
        "bootstrap_samples": task.evaluation.bootstrap_samples,
        "metrics": _judge_metrics(task, answers, settings),
        "fields": [] if isinstance(task.answer, TextAnswer) else [_describe_field(item) for item in answers.values()],
        "unreadable": {
            model: _estimate(measure_metric("unreadable", answer), settings)
            for model, answer in next(iter(answers.values())).items()
        },
        "generated_tokens": {model: _mean(table["generated_tokens"]) for model, table in aligned.items()},
        "tests": _test_models(task, answers, settings),
        "preferences": None if pair_scores is None else _judge_preferences(pair_scores, task.evaluation),
    }
    return _without_nan(result)


def format_number(value: float | None, signed: bool = False) -> str:
    """Two decimals, three with a sign (differences are small), or a dash for undefined."""
    if value is None:
        return "–"  # noqa: RUF001
    text = f"{value:+.3f}" if signed else f"{value:.2f}"
    return text.replace("-", "−")  # noqa: RUF001


def format_interval(interval: Mapping[str, Any], signed: bool = False) -> str:
    """An estimate and its interval: `0.63 (0.55 to 0.70)`."""
    if interval["low"] is None:
        return format_number(interval["estimate"], signed)
    places = [format_number(interval[name], signed) for name in ("estimate", "low", "high")]
    return f"{places[0]} ({places[1]} to {places[2]})"


def format_p(p: float) -> str:
    """A p-value as journals print it: `<.001`, `.03`, `>.99`."""
    if p < 0.001:
        return "<.001"
    if p > 0.99:
        return ">.99"
    return f"{p:.3f}".removeprefix("0") if p < 0.01 or 0.045 <= p < 0.055 else f"{p:.2f}".removeprefix("0")


@dataclass(frozen=True)
class _Settings:
    evaluation: Evaluation
    patients: list[str]

    @property
    def clusters(self) -> list[str] | None:
        """Patients, where any has several cases."""
        return self.patients if len(set(self.patients)) < len(self.patients) else None

    @property
    def bootstrap(self) -> dict[str, Any]:
        return {
            "confidence": self.evaluation.confidence,
            "samples": self.evaluation.bootstrap_samples,
            "seed": self.evaluation.seed,
            "clusters": self.clusters,
        }


def _align_models(predictions: pa.Table) -> dict[str, pa.Table]:
    """Each model's predictions, in `MODELS` order, rows in the order of the first model's cases."""
    present = set(predictions["model"].to_pylist())
    if unknown := present - set(MODELS):
        raise EvaluationError(f"predictions of unknown models {sorted(unknown)}; expected {', '.join(MODELS)}")
    if not present:
        raise EvaluationError("there are no predictions: is the test split empty?")
    tables = {model: predictions.filter(pc.field("model") == model) for model in MODELS if model in present}
    order: list[str] = next(iter(tables.values()))["case_id"].to_pylist()
    for model, table in tables.items():
        places = {case_id: index for index, case_id in enumerate(table["case_id"].to_pylist())}
        if len(places) != table.num_rows:
            raise EvaluationError(f"model {model} answered a case twice")
        if different := set(order) ^ places.keys():
            raise EvaluationError(
                f"model {model} and model {next(iter(tables))} did not answer the same cases: {len(different)} differ, "
                f"e.g. {min(different)}; materialize predictions again"
            )
        tables[model] = table.take(pa.array([places[case_id] for case_id in order], pa.int64()))
    return tables


def _judge_metrics(
    task: TaskDeclaration, answers: Mapping[str, Mapping[str, FieldAnswers]], settings: _Settings
) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for qualified in qualify_metrics(task.evaluation.metrics, task.answer):
        field, _, name = qualified.rpartition(".")
        by_model = answers[field or next(iter(answers))]
        totals = {model: measure_metric(name, answer) for model, answer in by_model.items()}
        rows.append(
            {
                "name": qualified,
                "title": title_metric(qualified, task.answer),
                "higher_is_better": METRICS[name].higher_is_better,
                "models": {model: _estimate(item, settings) for model, item in totals.items()},
                "differences": [
                    {"first": first, "second": second, **_difference(totals[first], totals[second], settings)}
                    for first, second in COMPARISONS
                    if first in totals and second in totals
                ],
            }
        )
    return rows


def _describe_field(by_model: Mapping[str, FieldAnswers]) -> dict[str, Any]:
    first = next(iter(by_model.values()))
    return {
        "field": first.field,
        "labels": list(first.labels),
        "positive": first.positive,
        "confusion": {model: count_confusion(answers).tolist() for model, answers in by_model.items()},
        "label_report": {model: report_labels(answers) for model, answers in by_model.items()},
    }


def _estimate(totals: CaseTotals, settings: _Settings) -> dict[str, Any]:
    interval = bootstrap_interval(totals.contributions, totals.combine, **settings.bootstrap)
    method = "BCa bootstrap"
    scores = totals.scores
    if interval.low == interval.high and scores is not None and interval.estimate in (0.0, 1.0):
        # All right or all wrong: resampling cannot show how uncertain that is.
        units = len(set(settings.patients))
        interval = compute_wilson_interval(round(interval.estimate * units), units, settings.evaluation.confidence)
        method = "Wilson"
    counted = len(settings.patients) if scores is None else int((~np.isnan(scores)).sum())
    return {**_as_json(interval), "n": counted, "method": method}


def _difference(first: CaseTotals, second: CaseTotals, settings: _Settings) -> dict[str, Any]:
    return _as_json(
        bootstrap_difference(
            (first.contributions, first.combine), (second.contributions, second.combine), **settings.bootstrap
        )
    )


def _as_json(interval: Interval) -> dict[str, Any]:
    return {"estimate": interval.estimate, "low": interval.low, "high": interval.high}


# Paired tests


def _test_models(
    task: TaskDeclaration, answers: Mapping[str, Mapping[str, FieldAnswers]], settings: _Settings
) -> list[dict[str, Any]]:
    """One test for each compared pair of models and each field, or each metric of a free text, Holm-adjusted."""
    tested: list[tuple[str, str, Mapping[str, CaseTotals]]] = []
    if isinstance(task.answer, TextAnswer):
        for name in qualify_metrics(task.evaluation.metrics, task.answer):
            by_model = {model: measure_metric(name, answer) for model, answer in answers["text"].items()}
            tested.append((name, METRICS[name].title, by_model))
    else:
        for field, item in answers.items():
            by_model = {model: measure_metric("accuracy", answer) for model, answer in item.items()}
            name = "accuracy" if len(answers) == 1 else f"{field}.accuracy"
            tested.append((name, "Accuracy" if len(answers) == 1 else f"Accuracy of {field}", by_model))
    tests: list[dict[str, Any]] = [
        {
            "first": first,
            "second": second,
            "metric": name,
            "title": f"{MODEL_TITLES[second]} against {'base' if first == 'base' else MODEL_TITLES[first]}"
            + (f", {_in_sentence(title)}" if len(tested) > 1 else ""),
            "metric_title": title,
            "higher_is_better": METRICS[name.rpartition(".")[2]].higher_is_better,
            "difference": _difference(by_model[first], by_model[second], settings),
            "estimates": [by_model[first].value(), by_model[second].value()],
            **_test_pair(name, by_model[first], by_model[second], settings),
        }
        for first, second in COMPARISONS
        for name, title, by_model in tested
        if first in by_model and second in by_model
    ]
    for test, adjusted in zip(tests, adjust_holm([test["p"] for test in tests]), strict=True):
        test["p_adjusted"] = adjusted
        test["outcome"] = _decide(test, 1 - settings.evaluation.confidence)
        test["verdict"] = _say_verdict(test)
    return tests


def _test_pair(name: str, first: CaseTotals, second: CaseTotals, settings: _Settings) -> dict[str, Any]:
    left, right = _scores_of(first), _scores_of(second)
    alpha = 1 - settings.evaluation.confidence
    if not METRICS[name.rpartition(".")[2]].right_or_wrong:
        try:
            compared = compare_scores(left.tolist(), right.tolist(), settings.clusters)
        except ValueError as error:
            raise EvaluationError(f"paired test: {error}; more test cases are needed") from None
        # Where all differences are alike, t is infinite and its p 0, however few they are: ranks do not fall for that.
        varies = math.isfinite(compared.t)
        return {
            "kind": "scores" if varies else "wilcoxon",
            "p": compared.p_t if varies else compared.p_wilcoxon,
            "p_wilcoxon": compared.p_wilcoxon,
            "t": compared.t,
            "cohen_dz": compared.cohen_dz,
            "rank_biserial": compared.rank_biserial,
            "units": compared.units,
        }
    test = compare_correctness(left == 1, right == 1, settings.clusters)
    discordant = (test.only_first + test.only_second) / len(left)
    observed = (test.only_second - test.only_first) / len(left)
    inflation = 1.0 if settings.clusters is None else estimate_design_effect(right - left, settings.clusters)
    # Without this cap, patients whose cases cancel out would seem to add cases.
    inflation = max(1.0, inflation)
    return {
        "kind": "mcnemar",
        "p": test.p_exact,
        "p_mid": test.p_mid,
        "only_first": test.only_first,
        "only_second": test.only_second,
        "units": len(left),
        "clustered": settings.clusters is not None,
        "detectable_difference": find_detectable_difference(int(len(left) / inflation), discordant, alpha, POWER),
        "cases_needed": math.ceil(inflation * count_cases_needed(discordant, observed, alpha, POWER))
        if observed
        else None,
    }


def _scores_of(totals: CaseTotals) -> npt.NDArray[np.float64]:
    if totals.scores is None:
        raise EvaluationError("a metric without scores per case cannot be tested case by case")
    return totals.scores


def _decide(test: Mapping[str, Any], alpha: float) -> str:
    """Better, worse or undecided: the second model against the first."""
    if test["p_adjusted"] >= alpha or not test["difference"]["estimate"]:
        return "undecided"
    return "better" if (test["difference"]["estimate"] > 0) == test["higher_is_better"] else "worse"


def _say_verdict(test: Mapping[str, Any]) -> str:
    first, second = (
        "the base model" if test[side] == "base" else MODEL_TITLES[test[side]] for side in ("first", "second")
    )
    before, after = (format_number(value) for value in test["estimates"])
    what = _in_sentence(test["metric_title"])
    if test["outcome"] != "undecided":
        name = {"mcnemar": "exact McNemar", "scores": "paired t", "wilcoxon": "Wilcoxon"}[test["kind"]]
        return (
            f"{second} is {test['outcome']} than {first}: {what} {after} against {before} "
            f"({name} test, Holm-adjusted p {_spell_p(test['p_adjusted'])})."
        )
    said = f"No difference between {first} and {second} was shown: {what} {after} against {before}"
    said += f" (Holm-adjusted p {_spell_p(test['p_adjusted'])})."
    if test["kind"] == "mcnemar":
        points = 100 * test["detectable_difference"]
        said += f" With {test['units']} cases, a true difference of {points:.0f} points is found in 4 of 5 such tests"
        needed = test["cases_needed"]
        said += f"; to show the one seen here, about {needed:,} cases are needed." if needed else "."
    return said


def _in_sentence(title: str) -> str:
    return title if title[:2].isupper() else f"{title[0].lower()}{title[1:]}"


def _spell_p(p: float) -> str:
    text = format_p(p)
    return f"{text[0]} {text[1:]}" if text[0] in "<>" else f"= {text}"


# Preferences


def _judge_preferences(scores: PairScores, evaluation: Evaluation) -> dict[str, Any]:
    """Implicit reward accuracy and margin, beta ((log pi/ref)(chosen) - (log pi/ref)(rejected)), on test pairs."""
    patients = {
        row["pair_id"]: row["patient_id"]
        for row in scores.pairs.select(["pair_id", "patient_id", "split"]).to_pylist()
        if row["split"] == "test"
    }
    if not patients:
        raise EvaluationError("there are no preference pairs in the test split, so no win rate")
    policy, reference = (_read_log_ratios(table, patients.keys()) for table in (scores.policy, scores.reference))
    margins = np.array([scores.beta * (policy[pair] - reference[pair]) for pair in sorted(patients)])
    counts, edges = _count_margins(margins)
    settings = _Settings(evaluation, [patients[pair] for pair in sorted(patients)])

    def estimate(values: npt.NDArray[np.float64]) -> dict[str, Any]:
        return _estimate(
            CaseTotals(
                np.stack([values, np.ones_like(values)], axis=1), lambda totals: totals[..., 0] / totals[..., 1], values
            ),
            settings,
        )

    return {
        "pairs": len(margins),
        "beta": scores.beta,
        "win_rate": estimate((margins > 0).astype(np.float64)),
        "margin": estimate(margins),
        "ties": int((margins == 0).sum()),
        "histogram": {"edges": edges.tolist(), "counts": counts.tolist()},
    }


def _count_margins(margins: npt.NDArray[np.float64]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float64]]:
    """A histogram with an edge at 0, so that each bin is won or lost as a whole."""
    width = float(np.ptp(margins)) / _HISTOGRAM_BINS or max(1.0, float(np.abs(margins).max()))
    first, last = math.floor(float(margins.min()) / width), math.floor(float(margins.max()) / width) + 1
    edges = np.arange(first, last + 1, dtype=np.float64) * width
    return np.histogram(margins, bins=edges)[0].astype(np.int64), edges


def _read_log_ratios(table: pa.Table, pairs: Any) -> dict[str, float]:
    """pair_id -> chosen minus rejected log-probability, in nats."""
    ratios = {
        row["pair_id"]: row["chosen_logp"] - row["rejected_logp"]
        for row in table.to_pylist()
        if row["pair_id"] in pairs
    }
    if missing := set(pairs) - ratios.keys():
        raise EvaluationError(
            f"{len(missing)} test pairs have no log-probabilities, e.g. {min(missing)}; materialize them again"
        )
    return ratios


def _mean(column: pa.ChunkedArray) -> float:
    values: Sequence[int] = column.to_pylist()
    return sum(values) / len(values)


def _without_nan(value: Any) -> Any:
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {key: _without_nan(item) for key, item in value.items()}  # pyright: ignore[reportUnknownVariableType]
    return [_without_nan(item) for item in value] if isinstance(value, list) else value  # pyright: ignore[reportUnknownVariableType]
