"""A bag of words: TF-IDF features and logistic regression, by scikit-learn. What it reaches needs no language model.

Labels are told from the words and word pairs of the prompt, field by field. An option is told from the option's words,
their pairs with the question's words, and how alike question and option are: one regression over all options of all
questions, in which the right one is the positive. Everything is deterministic.
"""

from collections.abc import Callable, Mapping, Sequence
from itertools import product
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from scipy import sparse

from medpref_dagster.answering.answers import answer_fields
from medpref_dagster.controls.fitted import (
    FittedControl,
    Probabilities,
    list_possible,
    read_fields,
    require_choices,
)
from medpref_dagster.declaration import OptionAnswer, TaskDeclaration
from medpref_dagster.stages import BAG_OF_WORDS
from medpref_dagster.values import read_text
from medpref_dagster.words import NO_WORD, split_words

INVERSE_REGULARIZATION = 10.0
"""scikit-learn's C. TF-IDF rows have length 1, for which its default of 1 is too strict."""
_ITERATIONS = 1000
_HASHED_FEATURES = 2**18

Rows = Sequence[Mapping[str, Any]]


def fit_bag_of_words(task: TaskDeclaration, training: pa.Table) -> FittedControl:
    """Learn labels or options from training rows (columns in: CASES).

    Returns
    -------
    FittedControl
        Called with a table CASES, it answers them as PREDICTIONS.

    Raises
    ------
    medpref_dagster.controls.fitted.ControlError
        If answers are free texts, or there are no rows.
    """
    require_choices(task, training, "bag of words")
    rows = training.to_pylist()
    if isinstance(task.answer, OptionAnswer):
        return FittedControl(BAG_OF_WORDS.name, task, _fit_options(task, task.answer, rows))
    return FittedControl(BAG_OF_WORDS.name, task, _fit_labels(task, rows))


def _fit_labels(task: TaskDeclaration, training: Rows) -> Callable[[Rows], dict[str, list[Probabilities]]]:
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectorizer = TfidfVectorizer(
        tokenizer=lambda text: split_words(text) or [NO_WORD],
        token_pattern=None,  # pyright: ignore[reportArgumentType] - what scikit-learn asks for beside a tokenizer
        lowercase=False,
        ngram_range=(1, 2),
        sublinear_tf=True,
    )
    features = vectorizer.fit_transform([row["prompt"] for row in training])
    golds = [dict(row["gold"]) for row in training]
    fitted = {field: _fit_regression(features, [gold[field] for gold in golds]) for field in answer_fields(task.answer)}

    def weigh(rows: Rows) -> dict[str, list[Probabilities]]:
        seen = vectorizer.transform([row["prompt"] for row in rows])
        weighed: dict[str, list[Probabilities]] = {}
        for field, (labels, predict) in fitted.items():
            of_case = [dict(zip(labels, values, strict=True)) for values in predict(seen).tolist()]
            weighed[field] = [
                {label: found.get(label, 0.0) for label in list_possible(task, field, row)}
                for found, row in zip(of_case, rows, strict=True)
            ]
        return weighed

    return weigh


def _fit_options(
    task: TaskDeclaration, answer: OptionAnswer, training: Rows
) -> Callable[[Rows], dict[str, list[Probabilities]]]:
    from sklearn.feature_extraction import FeatureHasher
    from sklearn.feature_extraction.text import TfidfTransformer

    [field] = answer_fields(answer)
    hasher = FeatureHasher(_HASHED_FEATURES, input_type="string", alternate_sign=False)
    weighting = TfidfTransformer(sublinear_tf=True)

    def list_pairs(rows: Rows) -> list[tuple[int, str]]:
        return [(place, letter) for place, row in enumerate(rows) for letter in list_possible(task, field, row)]

    def read_pairs(rows: Rows) -> tuple[sparse.csr_matrix, npt.NDArray[np.float64]]:
        words: list[list[str]] = []
        shared: list[float] = []
        for place, letter in list_pairs(rows):
            question = set(split_words(rows[place]["text"]))
            option = set(split_words(read_text(read_fields(rows[place]).get(answer.options[letter])) or ""))
            words.append([*sorted(option), *(f"{asked} {said}" for asked, said in sorted(product(question, option)))])
            shared.append(len(question & option) / max(1, len(option)))
        return sparse.csr_matrix(hasher.transform(words)), np.array(shared).reshape(-1, 1)

    counted, shared = read_pairs(training)
    features = sparse.hstack([weighting.fit_transform(counted), shared], format="csr")
    golds = [dict(row["gold"])[field] for row in training]
    _, predict = _fit_regression(features, [letter == golds[place] for place, letter in list_pairs(training)])

    def weigh(rows: Rows) -> dict[str, list[Probabilities]]:
        found, likeness = read_pairs(rows)
        right = predict(sparse.hstack([weighting.transform(found), likeness], format="csr"))[:, -1].tolist()
        weighed: list[dict[str, float]] = [{} for _ in rows]
        for (place, letter), value in zip(list_pairs(rows), right, strict=True):
            weighed[place][letter] = value
        return {field: [{letter: value / sum(of.values()) for letter, value in of.items()} for of in weighed]}

    return weigh


def _fit_regression(features: Any, labels: Sequence[Any]) -> tuple[list[Any], Callable[[Any], npt.NDArray[np.float64]]]:
    """The labels that there are, and what gives rows their probabilities (rows x labels)."""
    from sklearn.linear_model import LogisticRegression

    there = sorted(set(labels))
    if len(there) == 1:  # nothing to tell apart
        return there, lambda rows: np.ones((rows.shape[0], 1))
    regression = LogisticRegression(C=INVERSE_REGULARIZATION, max_iter=_ITERATIONS).fit(features, list(labels))
    return list(regression.classes_), regression.predict_proba
