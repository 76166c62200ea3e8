"""Cases to look at: what a training step fixed or broke, and what could not be read."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pyarrow as pa

from medpref_dagster.declaration import TaskDeclaration, TextAnswer
from medpref_dagster.reports.text_changes import find_text_changes
from medpref_dagster.stages import TRAINED

STEPS = tuple((stage.parent, stage.name) for stage in TRAINED if stage.parent is not None)
"""(model before, model after) of each training."""

_EXAMPLES = 3
_EXAMPLE_CHARACTERS = 900

_Answers = Mapping[str, Mapping[str, Mapping[str, Any]]]
"""Model -> case_id -> row of PREDICTIONS."""


def find_examples(task: TaskDeclaration, cases: pa.Table, predictions: pa.Table) -> list[dict[str, Any]]:
    """A few cases of each kind: those that a training step fixed, those that it broke, those that a model left
    unreadable, chosen by a stable hash of the case. Free-text answers have no right and wrong: theirs are the cases
    whose score by the task's first metric changed most, with both scores.

    Parameters
    ----------
    cases
        Columns in: CASES.
    predictions
        Columns in: PREDICTIONS, of several models.

    Returns
    -------
    list of dict
        As JSON: `first` (None where no step is concerned), `second`, `what`, `count` (of all such cases) and `cases`,
        each with `case_id`, `text`, `gold` and `answers` by model; of free texts also `metric` and a case's `scores`.
    """
    answers: dict[str, dict[str, dict[str, Any]]] = {}
    for row in predictions.to_pylist():
        answers.setdefault(row["model"], {})[row["case_id"]] = row
    texts = dict(zip(cases["case_id"].to_pylist(), cases["text"].to_pylist(), strict=True))
    golds = dict(zip(cases["case_id"].to_pylist(), cases["answer"].to_pylist(), strict=True))

    def show(case_id: str, models: Iterable[str]) -> dict[str, Any]:
        return {
            "case_id": case_id,
            "text": _shorten(texts[case_id]),
            "gold": golds[case_id],
            "answers": {model: _shorten(answers[model][case_id]["text"]) for model in models},
        }

    if isinstance(task.answer, TextAnswer):
        return [
            {**group, "cases": [{**case, **show(case["case_id"], case["scores"])} for case in group["cases"]]}
            for group in find_text_changes(task, cases, predictions, STEPS, _EXAMPLES)
        ]
    return [
        {
            "first": first,
            "second": second,
            "what": what,
            "count": len(case_ids),
            "cases": [show(case_id, filter(None, (first, second))) for case_id in _choose(case_ids)],
        }
        for first, second, what, case_ids in [*_find_changes(answers), *_find_unreadable(answers)]
    ]


def _find_changes(answers: _Answers) -> Iterable[tuple[str | None, str, str, list[str]]]:
    for first, second in STEPS:
        if first in answers and second in answers:
            for what, before in (("fixed", False), ("broke", True)):
                yield (
                    first,
                    second,
                    what,
                    [
                        case_id
                        for case_id, row in answers[first].items()
                        if _is_right(row) == before and _is_right(answers[second][case_id]) != before
                    ],
                )


def _find_unreadable(answers: _Answers) -> Iterable[tuple[str | None, str, str, list[str]]]:
    for model, rows in answers.items():
        yield None, model, "unreadable", [case_id for case_id, row in rows.items() if row["parsed"] is None]


def _choose(case_ids: Sequence[str]) -> list[str]:
    return sorted(case_ids, key=lambda item: hashlib.sha256(item.encode()).digest())[:_EXAMPLES]


def _is_right(row: Mapping[str, Any]) -> bool:
    return row["parsed"] is not None and dict(row["parsed"]) == dict(row["gold"])


def _shorten(text: str) -> str:
    return text if len(text) <= _EXAMPLE_CHARACTERS else f"{text[:_EXAMPLE_CHARACTERS].rstrip()} …"
