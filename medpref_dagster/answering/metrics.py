"""Metrics of predictions, each as a sum over cases and a function of that sum.

That form gives the metric itself, its value on thousands of bootstrap samples at once (weights times contributions),
and its leave-one-out values, without going back to the cases. An unreadable answer counts as wrong in every metric.
"""

import importlib
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from medpref_dagster.answering import METRICS, MetricError, qualify_metrics
from medpref_dagster.answering.answers import answer_fields, answer_labels
from medpref_dagster.declaration import Answer, LabelAnswer, LabelsAnswer

Floats = npt.NDArray[np.float64]

_TOKEN = re.compile(r"[^\W_]+(?:[.,/][^\W_]+)*")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_STATEMENT_END = re.compile(r"(?<=[.!?;])\s+|\n+")
_NEGATIONS = frozenset({"not", "no", "never", "without", "unlikely", "neither", "nor", "excluded", "exclude", "than"})
_ALTERNATIVES = frozenset({"or", "and", "versus", "vs"})


@dataclass(frozen=True)
class FieldAnswers:
    """One part of a model's answers (a label, an option, a text), case by case."""

    field: str
    gold: tuple[str, ...]
    read: tuple[str | None, ...]
    """None where the answer was unreadable."""
    labels: tuple[str, ...]
    """The label space; empty for free text."""
    positive: str | None = None
    sources: tuple[Mapping[str, Any], ...] | None = None
    """The cases' source fields, with the case's own text as `case_text`, where a metric needs them."""


@dataclass(frozen=True)
class CaseTotals:
    """What each case contributes to a metric, and the metric of a sum of contributions."""

    contributions: Floats
    """Cases x columns."""
    combine: Callable[[Floats], Floats]
    """Totals (... x columns) -> metric (...)."""
    scores: Floats | None = None
    """Per case, where the metric is a mean over cases; NaN where a case has none (no facts to recall)."""

    def value(self) -> float:
        """The metric over all cases; NaN where it is undefined."""
        return float(self.combine(self.contributions.sum(axis=0)))


def measure_metric(name: str, answers: FieldAnswers) -> CaseTotals:
    """Measure a registered metric, by its name without a field, e.g. `f1`.

    Raises
    ------
    MetricError
        If the name is not registered, or the metric needs the cases and has none.
    """
    if name not in METRICS:
        raise MetricError(f"no metric {name!r}; there are {', '.join(METRICS)}")
    metric = METRICS[name]
    if metric.needs_cases and answers.sources is None:
        raise MetricError(f"metric {name!r} reads the cases' source fields; pass the cases table")
    module, _, function = metric.function.partition(":")
    return getattr(importlib.import_module(module), function)(answers)


def score_metric(name: str, predictions: pa.Table, answer: Answer, cases: pa.Table | None = None) -> float:
    """The value of a metric on one model's predictions.

    Parameters
    ----------
    name
        A registered metric, or `<field>.<metric>` of an answer with several labels; there a name without a field
        gives the mean over the fields.
    predictions
        Columns in: PREDICTIONS, of one model.
    answer
        The task's declared answer.
    cases
        Columns in: CASES; needed by metrics that compare with facts of the source.

    Raises
    ------
    MetricError
        As `qualify_metrics`, and if there are no predictions or those of several models.
    """
    names = qualify_metrics([name], answer)
    return float(np.mean([measure_predictions(item, predictions, answer, cases).value() for item in names]))


def measure_predictions(
    qualified: str, predictions: pa.Table, answer: Answer, cases: pa.Table | None = None
) -> CaseTotals:
    """Measure a metric named as `qualify_metrics` gives it on one model's predictions (columns in: PREDICTIONS)."""
    field, _, metric = qualified.rpartition(".")
    return measure_metric(metric, read_field(predictions, answer, field or answer_fields(answer)[0], cases))


def read_field(predictions: pa.Table, answer: Answer, field: str, cases: pa.Table | None = None) -> FieldAnswers:
    """One part of one model's answers.

    Parameters
    ----------
    predictions
        Columns in: PREDICTIONS, of one model.
    cases
        Columns in: CASES; every predicted case must be there.

    Raises
    ------
    MetricError
        If there are no predictions, those of several models, or a case is missing from `cases`.
    """
    models = predictions["model"].unique().to_pylist()
    if len(models) != 1:
        raise MetricError(f"expected the predictions of one model, got {sorted(models) or 'none'}")
    positive = answer.positive if isinstance(answer, LabelAnswer) else None
    if isinstance(answer, LabelsAnswer):
        positive = answer.fields[field].positive
    return FieldAnswers(
        field=field,
        gold=tuple(dict(parts)[field] for parts in predictions["gold"].to_pylist()),
        read=tuple(None if parts is None else dict(parts)[field] for parts in predictions["parsed"].to_pylist()),
        labels=answer_labels(answer, field),
        positive=positive,
        sources=None if cases is None else _read_sources(predictions["case_id"].to_pylist(), cases),
    )


def _read_sources(case_ids: Sequence[str], cases: pa.Table) -> tuple[Mapping[str, Any], ...]:
    rows = {
        case_id: {**json.loads(fields or "{}"), "case_text": text}
        for case_id, fields, text in zip(
            *(cases[name].to_pylist() for name in ("case_id", "source_fields", "text")), strict=True
        )
    }
    missing = sorted(set(case_ids) - rows.keys())
    if missing:
        raise MetricError(f"{len(missing)} predicted cases are not in the cases table, e.g. {missing[0]}")
    return tuple(rows[case_id] for case_id in case_ids)


# Choices: a label or an option


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
            "precision": float(_ratio(true[i], read[i])),
            "recall": float(_ratio(true[i], support[i])),
            "f1": float(_ratio(2 * true[i], read[i] + support[i])),
            "support": int(support[i]),
        }
        for i, label in enumerate(answers.labels)
    ]


def find_correct(answers: FieldAnswers) -> npt.NDArray[np.bool_]:
    """Per case, whether the answer was read and is the gold one."""
    return np.array([read == gold for read, gold in zip(answers.read, answers.gold, strict=True)], dtype=bool)


def measure_accuracy(answers: FieldAnswers) -> CaseTotals:
    """Share of cases whose answer is the gold one."""
    return _mean_over_cases(find_correct(answers).astype(np.float64))


def measure_unreadable(answers: FieldAnswers) -> CaseTotals:
    """Share of cases whose answer the strict parser could not read."""
    return _mean_over_cases(np.array([read is None for read in answers.read], dtype=np.float64))


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
    return CaseTotals(contributions, lambda totals: _ratio(2 * totals[..., 0], totals[..., 1]))


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
        return _ratio((weights * _ratio(2 * true, support + read)).sum(axis=-1), weights.sum(axis=-1))

    return CaseTotals(_confusion_cells(answers), combine)


def _confusion_cells(answers: FieldAnswers) -> Floats:
    """Cases x flattened confusion matrix: a single 1 in each row."""
    places: dict[str | None, int] = {label: index for index, label in enumerate(answers.labels)}
    places[None] = len(answers.labels)
    cells = np.zeros((len(answers.gold), len(answers.labels) * len(places)))
    for row, (gold, read) in enumerate(zip(answers.gold, answers.read, strict=True)):
        cells[row, places[gold] * len(places) + places[read]] = 1
    return cells


# Free text


def measure_free_response_match(answers: FieldAnswers) -> CaseTotals:
    """Share of cases whose first sentence names the gold answer, or a variant from the source field `accepted`
    (a list), as whole words: not behind a negation ("not", "unlikely", "rather than"), and not as one of several
    alternatives ("cystitis or pyelonephritis")."""
    scores: list[float] = []
    for gold, read, source in zip(answers.gold, answers.read, answers.sources or (), strict=True):
        accepted = [gold, *(source.get("accepted") or ())]
        sentence = _tokenize(_STATEMENT_END.split(read.strip())[0]) if read else []
        scores.append(float(any(_names_plainly(sentence, _tokenize(phrase)) for phrase in accepted)))
    return _mean_over_cases(np.array(scores))


def measure_rouge_l(answers: FieldAnswers) -> CaseTotals:
    """Mean over cases of the ROUGE-L F measure against the gold text.

    With LCS the longest common subsequence of words, precision LCS / words written, recall LCS / words of the gold
    text, F their harmonic mean (Lin, ROUGE: A Package for Automatic Evaluation of Summaries, 2004, with beta = 1).
    Words are casefolded runs of letters and digits.
    """
    scores = [
        _rouge_l(re.findall(r"[^\W_]+", (read or "").casefold()), re.findall(r"[^\W_]+", gold.casefold()))
        for read, gold in zip(answers.read, answers.gold, strict=True)
    ]
    return _mean_over_cases(np.array(scores))


def measure_fact_recall(answers: FieldAnswers) -> CaseTotals:
    """Mean over cases of the share of the case's facts that the text mentions.

    Facts are the source field `facts`: a list of `{"fact": name, "mentions": [accepted phrases]}`. A phrase is
    mentioned where its words stand in the text in a row. Cases without facts do not count.
    """
    scores: list[float] = []
    for read, source in zip(answers.read, answers.sources or (), strict=True):
        words = _tokenize(read or "")
        facts = _read_facts(source)
        found = [any(_find_phrase(words, phrase) is not None for phrase in mentions) for mentions in facts]
        scores.append(sum(found) / len(found) if found else np.nan)
    return _mean_over_cases(np.array(scores))


def measure_unsupported_statements(answers: FieldAnswers) -> CaseTotals:
    """Mean over cases of the share of statements that the case's facts do not support.

    A statement is a sentence, a line, or what a semicolon ends. It is unsupported if it mentions no fact of the
    case (source field `facts`, as in `measure_fact_recall`), or a number that neither a fact nor the case's text
    has. A blank text counts as wholly unsupported. Cases without facts do not count.
    """
    scores: list[float] = []
    for read, source in zip(answers.read, answers.sources or (), strict=True):
        facts = _read_facts(source)
        mentions = [phrase for accepted in facts for phrase in accepted]
        known = set(_NUMBER.findall(str(source["case_text"]))) | set(_NUMBER.findall(" ".join(map(" ".join, mentions))))
        statements = [words for item in _STATEMENT_END.split(read or "") if (words := _tokenize(item))]
        unsupported = [
            not all(number in known for number in _NUMBER.findall(" ".join(words)))
            or not any(_find_phrase(words, phrase) is not None for phrase in mentions)
            for words in statements
        ]
        scores.append(np.nan if not facts else sum(unsupported) / len(unsupported) if unsupported else 1.0)
    return _mean_over_cases(np.array(scores))


def _read_facts(source: Mapping[str, Any]) -> list[list[list[str]]]:
    """Per fact, its accepted phrases as words."""
    facts = source.get("facts")
    # A reader of flat files brings the list as JSON text.
    facts = json.loads(facts) if isinstance(facts, str) else facts
    return [[_tokenize(phrase) for phrase in fact["mentions"]] for fact in facts or ()]


def _tokenize(text: str) -> list[str]:
    """Casefolded words; numbers and units such as 7.5, 5/325 or mg/dl stay whole."""
    return _TOKEN.findall(text.casefold())


def _find_phrase(words: Sequence[str], phrase: Sequence[str]) -> int | None:
    """Where a phrase first stands in a text, both as words."""
    size = len(phrase)
    return next((i for i in range(len(words) - size + 1) if size and list(words[i : i + size]) == list(phrase)), None)


def _names_plainly(sentence: Sequence[str], phrase: Sequence[str]) -> bool:
    place = _find_phrase(sentence, phrase)
    if place is None or _NEGATIONS & set(sentence[:place]):
        return False
    neighbours = {*sentence[max(0, place - 1) : place], *sentence[place + len(phrase) : place + len(phrase) + 1]}
    return not neighbours & _ALTERNATIVES


def _rouge_l(written: Sequence[str], gold: Sequence[str]) -> float:
    common = longest_common_subsequence(written, gold)
    return 2 * common / (len(written) + len(gold)) if common else 0.0


def longest_common_subsequence(left: Sequence[str], right: Sequence[str]) -> int:
    """Length of the longest common subsequence, bit-parallel: one machine-word step per 64 words of `left`.

    Hyyrö, Bit-parallel LCS-length computation revisited, 2004.
    """
    places: dict[str, int] = {}
    for index, word in enumerate(left):
        places[word] = places.get(word, 0) | (1 << index)
    every = (1 << len(left)) - 1
    row = every
    for word in right:
        matches = row & places.get(word, 0)
        row = ((row + matches) | (row - matches)) & every
    return len(left) - row.bit_count()


def _mean_over_cases(scores: Floats) -> CaseTotals:
    counted = ~np.isnan(scores)
    contributions = np.stack([np.where(counted, scores, 0.0), counted.astype(np.float64)], axis=1)
    return CaseTotals(contributions, _combine_mean, scores)


def _combine_mean(totals: Floats) -> Floats:
    return _ratio(totals[..., 0], totals[..., 1], empty=np.nan)


def _ratio(numerator: Any, denominator: Any, empty: float = 0.0) -> Floats:
    numerator, denominator = np.asarray(numerator, np.float64), np.asarray(denominator, np.float64)
    return np.divide(numerator, denominator, out=np.full(denominator.shape, empty), where=denominator > 0)
