"""What every cheap control gives: how probable it holds each answer to a case, and the most probable as its answer."""

import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from medpref_dagster.answering.answers import answer_fields, answer_labels, list_answers, render_answer
from medpref_dagster.answering.predictions import tabulate_predictions
from medpref_dagster.declaration import LabelAnswer, OptionAnswer, TaskDeclaration, TextAnswer
from medpref_dagster.schemas import OPTION_SCORES

Probabilities = Mapping[str, float]
"""Label or letter -> probability; only those that may be given to the case."""

_LEAST = 1e-12
"""Stands for a probability of 0, which has no logarithm."""


class ControlError(Exception):
    """A control cannot be fitted to such answers or rows. The message says why."""


@dataclass(frozen=True)
class FittedControl:
    """A control that was fitted; called with cases, it answers them."""

    name: str
    """As in `stages.CONTROLS`."""
    task: TaskDeclaration
    weigh: Callable[[Sequence[Mapping[str, Any]]], Mapping[str, Sequence[Probabilities]]]
    """Rows of CASES -> field -> the probabilities of each case's labels."""

    def __call__(self, cases: pa.Table) -> pa.Table:
        """Answer cases (columns in: CASES) with the most probable labels; columns out: PREDICTIONS, in their order."""
        rows = cases.to_pylist()
        weighed = self.weigh(rows)
        # max takes the first declared among equals.
        parsed = [
            {field: max(weighed[field][place], key=weighed[field][place].__getitem__) for field in weighed}
            for place in range(len(rows))
        ]
        texts = [self._write(parts, row) for parts, row in zip(parsed, rows, strict=True)]
        return tabulate_predictions(cases, self.name, texts, parsed, [0] * len(rows), [False] * len(rows))

    def score_options(self, cases: pa.Table) -> pa.Table:
        """The log-probability of each answer to cases (columns in: CASES) of one field; columns out: OPTION_SCORES.

        A probability of 0 counts as 1e-12; `tokens` is 0, because nothing was written.
        """
        answer, rows = self.task.answer, cases.to_pylist()
        if not isinstance(answer, LabelAnswer | OptionAnswer):
            raise ControlError(f"an answer of kind {answer.kind} has no options to score")
        [field] = answer_fields(answer)
        scored = [
            {
                "case_id": row["case_id"],
                "model": self.name,
                "option": option,
                "log_prob": math.log(max(_LEAST, weights[option])),
                "tokens": 0,
                "characters": len(text.strip()),
            }
            for row, weights in zip(rows, self.weigh(rows)[field], strict=True)
            for option, text in list_answers(answer, read_fields(row)).items()
        ]
        return pa.Table.from_pylist(scored, schema=OPTION_SCORES)

    def _write(self, parts: Mapping[str, str], row: Mapping[str, Any]) -> str:
        return render_answer(self.task.answer, parts, read_fields(row)).strip()


def read_fields(row: Mapping[str, Any]) -> dict[str, Any]:
    """The source's other columns of a row of CASES."""
    return json.loads(row["source_fields"]) if row["source_fields"] else {}


def list_possible(task: TaskDeclaration, field: str, row: Mapping[str, Any]) -> list[str]:
    """The labels or letters that may be given to a case, in declared order."""
    if isinstance(task.answer, OptionAnswer):
        return list(list_answers(task.answer, read_fields(row)))
    return list(answer_labels(task.answer, field))


def require_choices(task: TaskDeclaration, training: pa.Table, control: str) -> None:
    """Refuse what a control cannot learn from.

    Raises
    ------
    ControlError
        If answers are free texts, or there is not one row.
    """
    if isinstance(task.answer, TextAnswer):
        raise ControlError(f"free texts have no {control}: no two of them need be the same")
    if not training.num_rows:
        raise ControlError("there are no rows to learn from")
