"""The majority answer: of each field the label that most training rows have, whatever the case says."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from medpref_dagster.answering.answers import answer_fields
from medpref_dagster.controls.fitted import FittedControl, Probabilities, list_possible, require_choices
from medpref_dagster.declaration import TaskDeclaration
from medpref_dagster.stages import MAJORITY


def fit_majority(task: TaskDeclaration, training: pa.Table) -> FittedControl:
    """Count the labels of training rows (columns in: CASES).

    Where the most frequent letter is no option of a question, the most frequent of its options is the answer.

    Raises
    ------
    medpref_dagster.controls.fitted.ControlError
        If answers are free texts, or there are no rows.
    """
    require_choices(task, training, "majority answer")
    fields = answer_fields(task.answer)
    golds = [dict(gold) for gold in training["gold"].to_pylist()]
    counts = {field: Counter(gold[field] for gold in golds) for field in fields}

    def weigh(rows: Sequence[Mapping[str, Any]]) -> dict[str, list[Probabilities]]:
        return {
            field: [
                {label: counts[field][label] / len(golds) for label in list_possible(task, field, row)} for row in rows
            ]
            for field in fields
        }

    return FittedControl(MAJORITY.name, task, weigh)
