"""Metrics of chosen labels and options: accuracy, F1, the measures of a diagnostic test, agreement of grades."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from medpref_dagster.answering.metrics import CaseTotals, FieldAnswers, Floats, divide, mean_over_cases


def count_confusion(answers: FieldAnswers) -> npt.NDArray[np.int64]:
    """The confusion matrix: gold labels x (read labels and, last, unreadable), in declared order."""
    return _confusion_cells(answers).sum(axis=0).astype(np.int64).reshape(len(answers.labels), -1)


def report_labels(answers: FieldAnswers) -> list[dict[str, Any]]:
    """Precision, recall, F1 and support of each label, in declared order.

    Precision TP / (TP + FP), recall TP / (TP + FN), F1 2 TP / (2 TP + FP + FN); 0 where the denominator is 0.
    """
    confusion = count_confusion(answers)
    true, read, support = np.diag(confusion), confusion[:, :-1].sum(axis=0), confusion.sum(axis=1)
    return [
        {
            "label": label,
            "precision": float(divide(true[i], read[i])),
            "recall": float(divide(true[i], support[i])),
            "f1": float(divide(2 * true[i], read[i] + support[i])),
            "support": int(support[i]),
        }
        for i, label in enumerate(answers.labels)
    ]


def find_correct(answers: FieldAnswers) -> npt.NDArray[np.bool_]:
    """Per case, whether the answer was read and is the gold one."""
    return np.array([read == gold for read, gold in zip(answers.read, answers.gold, strict=True)], dtype=bool)


def measure_accuracy(answers: FieldAnswers) -> CaseTotals:
    """Share of cases whose answer is the gold one."""
    return mean_over_cases(find_correct(answers).astype(np.float64))


def measure_unreadable(answers: FieldAnswers) -> CaseTotals:
    """Share of cases whose answer the strict parser could not read."""
    return mean_over_cases(np.array([read is None for read in answers.read], dtype=np.float64))


def measure_sensitivity(answers: FieldAnswers) -> CaseTotals:
    """Share of the positive cases whose answer is the positive label: TP / (TP + FN). Also called recall.

    An unreadable answer to a positive case is a false negative. NaN without a positive case.
    """
    gold, read = _find_positive(answers)
    return mean_over_cases(np.where(gold, read, np.nan))


def measure_specificity(answers: FieldAnswers) -> CaseTotals:
    """Share of the negative cases whose answer is another label than the positive one: TN / (TN + FP).

    An unreadable answer to a negative case is no true negative. NaN without a negative case.
    """
    gold, read = _find_positive(answers)
    return mean_over_cases(np.where(gold, np.nan, _find_readable(answers) & ~read))


def measure_positive_predictive_value(answers: FieldAnswers) -> CaseTotals:
    """Share of the answers with the positive label that are right: TP / (TP + FP). Also called precision.

    An unreadable answer is no positive one. NaN where no answer is positive.
    """
    gold, read = _find_positive(answers)
    return mean_over_cases(np.where(read, gold, np.nan))


def measure_negative_predictive_value(answers: FieldAnswers) -> CaseTotals:
    """Share of the answers with another label than the positive one whose case is negative: TN / (TN + FN).

    An unreadable answer is no negative one. NaN where no answer is negative.
    """
    gold, read = _find_positive(answers)
    return mean_over_cases(np.where(_find_readable(answers) & ~read, ~gold, np.nan))


def _find_positive(answers: FieldAnswers) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """Per case, whether gold and answer are the positive label."""
    return tuple(np.array([label == answers.positive for label in side]) for side in (answers.gold, answers.read))  # pyright: ignore[reportReturnType]


def _find_readable(answers: FieldAnswers) -> npt.NDArray[np.bool_]:
    return np.array([label is not None for label in answers.read])


def measure_auroc(answers: FieldAnswers) -> CaseTotals:
    """Area under the receiver operating characteristic: how often a positive case is ranked above a negative one.

    Cases are ranked by the odds of the positive label against all others together. It is the Mann-Whitney U over the
    number of pairs, equal ranks counting by half (Hanley, McNeil, Radiology 1982;143:29-36). NaN without a positive
    or without a negative case.
    """
    odds = np.array([_log_odds(weights, str(answers.positive)) for weights in answers.weights or ()])
    gold, _ = _find_positive(answers)
    levels, place = np.unique(odds, return_inverse=True)
    contributions = np.zeros((len(gold), 2 * len(levels)))  # negatives at each level, then positives
    contributions[np.arange(len(gold)), place + len(levels) * gold] = 1

    def combine(totals: Floats) -> Floats:
        negative, positive = np.split(totals, 2, axis=-1)
        below = np.cumsum(negative, axis=-1) - negative / 2
        pairs = negative.sum(axis=-1) * positive.sum(axis=-1)
        return divide((positive * below).sum(axis=-1), pairs, empty=np.nan)

    return CaseTotals(contributions, combine)


def _log_odds(weights: Mapping[str, float], positive: str) -> float:
    others = [weight for label, weight in weights.items() if label != positive]
    return weights[positive] - float(np.logaddexp.reduce(others))


def measure_quadratic_kappa(answers: FieldAnswers) -> CaseTotals:
    """Agreement beyond chance of labels that are grades, in their declared order, with quadratic weights.

    `1 - sum(w observed) / sum(w expected)` with w = ((i - j) / (K - 1))^2 for labels i and j of K, and the expected
    table that of the margins (Cohen, Psychological Bulletin 1968;70:213-20). An unreadable answer counts as the label
    that lies farthest from the right one. NaN where all cases and answers have one label.
    """
    size = len(answers.labels)
    grades = np.arange(size)
    cost = ((grades[:, None] - grades[None]) / (size - 1)) ** 2
    farthest = np.eye(size)[cost.argmax(axis=1)]

    def combine(totals: Floats) -> Floats:
        table = totals.reshape(*totals.shape[:-1], size, size + 1)
        table = table[..., :size] + table[..., size:] * farthest
        margins = table.sum(axis=-1)[..., :, None] * table.sum(axis=-2)[..., None, :]
        observed = (cost * table).sum(axis=(-2, -1)) * table.sum(axis=(-2, -1))
        # Where all lie on one label, nothing is expected to differ: 0 / 0.
        return 1 - divide(observed, (cost * margins).sum(axis=(-2, -1)), empty=np.nan)

    return CaseTotals(_confusion_cells(answers), combine)


def measure_f1(answers: FieldAnswers) -> CaseTotals:
    """F1 of the declared positive label, 2 TP / (2 TP + FP + FN); without one, the macro average.

    An unreadable answer to a positive case is a false negative; to a negative case it is neither a false positive
    nor a true negative. 0 where no case is positive or read as positive.
    """
    if answers.positive is None:
        return measure_f1_macro(answers)
    gold = np.array([label == answers.positive for label in answers.gold])
    read = np.array([label == answers.positive for label in answers.read])
    contributions = np.stack([gold & read, gold.astype(np.int64) + read], axis=1).astype(np.float64)
    return CaseTotals(contributions, lambda totals: divide(2 * totals[..., 0], totals[..., 1]))


def measure_f1_macro(answers: FieldAnswers) -> CaseTotals:
    """Mean of the labels' F1, over the labels that occur as gold or were read."""
    return _average_f1(answers, lambda occurs, _: occurs.astype(np.float64))


def measure_f1_weighted(answers: FieldAnswers) -> CaseTotals:
    """Mean of the labels' F1, weighted by how many cases have the label as gold."""
    return _average_f1(answers, lambda _, support: support)


def _average_f1(answers: FieldAnswers, weigh: Callable[[npt.NDArray[np.bool_], Floats], Floats]) -> CaseTotals:
    size = len(answers.labels)

    def combine(totals: Floats) -> Floats:
        confusion = totals.reshape(*totals.shape[:-1], size, size + 1)
        true = np.diagonal(confusion, axis1=-2, axis2=-1)
        support, read = confusion.sum(axis=-1), confusion[..., :-1].sum(axis=-2)
        weights = weigh(support + read > 0, support)
        return divide((weights * divide(2 * true, support + read)).sum(axis=-1), weights.sum(axis=-1))

    return CaseTotals(_confusion_cells(answers), combine)


def _confusion_cells(answers: FieldAnswers) -> Floats:
    """Cases x flattened confusion matrix: a single 1 in each row."""
    places: dict[str | None, int] = {label: index for index, label in enumerate(answers.labels)}
    places[None] = len(answers.labels)
    cells = np.zeros((len(answers.gold), len(answers.labels) * len(places)))
    for row, (gold, read) in enumerate(zip(answers.gold, answers.read, strict=True)):
        cells[row, places[gold] * len(places) + places[read]] = 1
    return cells
