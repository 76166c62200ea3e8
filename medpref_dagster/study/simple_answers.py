"""Rules without a language model, each fitted on training rows alone, beside those that are controls of every task.

A `fit_` function takes a task and cases (columns in: CASES) and gives what answers further cases (columns out:
PREDICTIONS). Words are `words.split_terms`: folded, in every script, `7.5` whole.
"""

import itertools
import json
import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pyarrow as pa
import regex

from medpref_dagster.answering import METRICS
from medpref_dagster.answering.answers import answer_fields
from medpref_dagster.answering.metrics import measure_predictions
from medpref_dagster.answering.predictions import tabulate_predictions
from medpref_dagster.declaration import OptionAnswer, TaskDeclaration
from medpref_dagster.values import is_missing, read_text
from medpref_dagster.words import NO_WORD, split_terms

Predict = Callable[[pa.Table], list[dict[str, str]]]
"""Cases (columns in: CASES) -> their answers in parts."""


@dataclass(frozen=True)
class SimpleAnswers:
    """A fitted way to answer."""

    name: str
    predict: Predict
    rule: str | None = None
    """What it looks for, in words; it may hold words of the cases, and so is only shown of made-up ones."""

    def __call__(self, cases: pa.Table) -> pa.Table:
        """Answer cases (columns in: CASES); columns out: PREDICTIONS, in their order."""
        answers, rows = self.predict(cases), cases.num_rows
        texts = [" ".join(answer.values()) for answer in answers]
        return tabulate_predictions(cases, self.name, texts, answers, [0] * rows, [False] * rows)


KEYWORD_RULE = "keyword_rule"
LEAD_SENTENCE = "lead_sentence"
COPIED_PART = "copied_part"

KEYWORDS = 5
"""A keyword rule looks for at most as many words or word pairs."""
_MOST_SENTENCES = 6
_SENTENCE_END = regex.compile(r"(?<=[.!?;])\s+|(?<=[\u3002\uff01\uff1f\uff1b])\s*|\n+")


def fit_keyword_rule(task: TaskDeclaration, cases: pa.Table) -> SimpleAnswers:
    """A decision tree that asks for the presence of at most `KEYWORDS` words or word pairs, for each field.

    Of questions with options it reads the options without the question: whether an answer's own words give it away.
    """
    if isinstance(task.answer, OptionAnswer):
        return _fit_options(KEYWORD_RULE, task.answer, cases, lambda _, option: _list_ngrams(option), _make_tree)
    fitted, parts = _fit_labels(KEYWORD_RULE, task, cases, lambda: (_count_terms(), _make_tree()))
    rule = "; ".join(f"{field}: {_name_words(*part)}" for field, part in parts.items())
    return replace(fitted, rule=rule)


def fit_lead_sentence(task: TaskDeclaration, cases: pa.Table) -> SimpleAnswers:  # noqa: ARG001 - as its siblings
    """The first sentence of the case."""
    return SimpleAnswers(LEAD_SENTENCE, _copy(1, 0))


def fit_copied_part(task: TaskDeclaration, cases: pa.Table) -> SimpleAnswers:
    """The first and the last sentences of the case, as many of each as served the training rows best by the task's
    first metric."""
    metric = task.evaluation.metrics[0]
    choices = [
        (first, last)
        for first in range(_MOST_SENTENCES + 1)
        for last in range(_MOST_SENTENCES + 1)
        if 0 < first + last <= _MOST_SENTENCES
    ]
    scores = {
        choice: measure_predictions(
            metric, SimpleAnswers(COPIED_PART, _copy(*choice))(cases), task.answer, cases
        ).value()
        for choice in choices
    }
    sign = 1 if METRICS[metric].higher_is_better else -1

    def rate(choice: tuple[int, int]) -> tuple[float, int]:
        score = scores[choice]
        return -math.inf if math.isnan(score) else sign * score, -sum(choice)

    first, last = max(choices, key=rate)
    return SimpleAnswers(COPIED_PART, _copy(first, last), f"the first {first} and the last {last} sentences")


# Labels


def _fit_labels(
    name: str, task: TaskDeclaration, cases: pa.Table, make: Callable[[], tuple[Any, Any]]
) -> tuple[SimpleAnswers, dict[str, tuple[Any, Any]]]:
    """A classifier for each field, and (vectorizer, classifier) of those that were fitted."""
    golds, texts = _read_gold(cases), cases["text"].to_pylist()
    constant, parts = dict[str, str](), dict[str, tuple[Any, Any]]()
    for field in answer_fields(task.answer):
        labels = [gold[field] for gold in golds]
        if len(set(labels)) == 1:
            constant[field] = labels[0]
            continue
        vectorizer, classifier = make()
        parts[field] = vectorizer, classifier.fit(vectorizer.fit_transform(texts), labels)

    def predict(asked: pa.Table) -> list[dict[str, str]]:
        texts = asked["text"].to_pylist()
        read = {
            field: classifier.predict(vectorizer.transform(texts)) for field, (vectorizer, classifier) in parts.items()
        }
        return [
            {
                field: constant[field] if field in constant else str(read[field][place])
                for field in answer_fields(task.answer)
            }
            for place in range(asked.num_rows)
        ]

    return SimpleAnswers(name, predict), parts


def _count_terms() -> Any:
    from sklearn.feature_extraction.text import CountVectorizer

    return CountVectorizer(analyzer=_list_ngrams, binary=True)  # pyright: ignore[reportArgumentType]


def _list_ngrams(text: str) -> list[str]:
    """The words and the pairs of neighbours."""
    words = split_terms(text) or [NO_WORD]
    return words + [f"{first} {second}" for first, second in itertools.pairwise(words)]


def _make_tree() -> Any:
    from sklearn.tree import DecisionTreeClassifier

    return DecisionTreeClassifier(max_leaf_nodes=KEYWORDS + 1, random_state=0)


def _name_words(vectorizer: Any, tree: Any) -> str:
    asked = [place for place in tree.tree_.feature.tolist() if place >= 0]
    names = vectorizer.get_feature_names_out()
    return ", ".join(dict.fromkeys(str(names[place]) for place in asked)) or "no word"


# Options


def _fit_options(
    name: str,
    answer: OptionAnswer,
    cases: pa.Table,
    list_features: Callable[[str, str], list[str]],
    make: Callable[[], Any],
) -> SimpleAnswers:
    """Right or wrong, option by option; the likeliest option of a question is its answer."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectorizer = TfidfVectorizer(analyzer=lambda pair: list_features(*pair))  # pyright: ignore[reportArgumentType]
    asked = _list_options(answer, cases)
    right = [
        letter == gold["option"] for gold, options in zip(_read_gold(cases), asked, strict=True) for letter in options
    ]
    classifier = make().fit(vectorizer.fit_transform([pair for options in asked for pair in options.values()]), right)
    place = list(classifier.classes_).index(True)

    def predict(cases: pa.Table) -> list[dict[str, str]]:
        answers: list[dict[str, str]] = []
        for options in _list_options(answer, cases):
            chances = classifier.predict_proba(vectorizer.transform(list(options.values())))[:, place]
            answers.append({"option": list(options)[int(np.argmax(chances))]})
        return answers

    return SimpleAnswers(name, predict)


def _list_options(answer: OptionAnswer, cases: pa.Table) -> list[dict[str, tuple[str, str]]]:
    """Of each case, letter -> (question, the option's text)."""
    return [
        {
            letter: (text, read_text(fields[column]) or "")
            for letter, column in answer.options.items()
            if not is_missing(fields.get(column))
        }
        for text, fields in zip(
            cases["text"].to_pylist(), map(json.loads, cases["source_fields"].to_pylist()), strict=True
        )
    ]


# Texts


def _copy(first: int, last: int) -> Predict:
    def predict(cases: pa.Table) -> list[dict[str, str]]:
        return [{"text": _copy_sentences(text, first, last)} for text in cases["text"].to_pylist()]

    return predict


def _copy_sentences(text: str, first: int, last: int) -> str:
    sentences = [sentence for sentence in _SENTENCE_END.split(text) if sentence.strip()]
    kept = sentences if first + last >= len(sentences) else sentences[:first] + sentences[len(sentences) - last :]
    return " ".join(kept)


def _read_gold(cases: pa.Table) -> list[dict[str, str]]:
    return [dict(gold) for gold in cases["gold"].to_pylist()]
