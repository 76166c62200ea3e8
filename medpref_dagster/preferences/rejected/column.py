"""Rejected answers that the data brings itself, in a column of the source."""

from collections.abc import Iterator, Sequence
from typing import ClassVar

from pydantic import Field, model_validator

from medpref_dagster.answering.answers import AnswerError, gold_from_source, render_answer
from medpref_dagster.declaration import LabelAnswer, OptionAnswer, TaskDeclaration
from medpref_dagster.preferences.rejected import (
    AnswerKind,
    Case,
    Declined,
    Proposal,
    Sampler,
    StrategyError,
    StrategyOptions,
)

NO_TEXT = "no rejected answer in the column"
NO_RATING = "rating missing or not a number"
EQUAL_RATINGS = "ratings equal"
RATED_HIGHER = "rejected answer rated above the gold one"


class Options(StrategyOptions):
    """The column, and the columns with ratings where there are any."""

    SUITS: ClassVar[frozenset[AnswerKind]] = frozenset({"label", "labels", "option", "text"})

    column: str = Field(description="Column of the source with the rejected answer.")
    gold_rating: str | None = Field(default=None, description="Column with the rating of the gold answer.")
    rejected_rating: str | None = Field(
        default=None,
        description="Column with the rating of the rejected answer; a pair is made only where it is lower.",
    )

    @model_validator(mode="after")
    def _ratings_come_in_pairs(self) -> "Options":
        if (self.gold_rating is None) != (self.rejected_rating is None):
            raise ValueError("gold_rating and rejected_rating: declare both or neither")
        return self

    def find_mistake(self, task: TaskDeclaration) -> tuple[str, tuple[str | int, ...]] | None:
        """Refuses the column of the gold answer."""
        if getattr(task.answer, "column", None) == self.column:
            return f"column: {self.column!r} is the column of the gold answer", ("column",)
        return None


def propose(
    cases: Sequence[Case],
    task: TaskDeclaration,
    options: Options,
    sample: Sampler | None = None,  # noqa: ARG001  every strategy is called alike
) -> Iterator[Proposal | Declined]:
    """Take each case's rejected answer from the declared column.

    Columns in, of `CASES`: case_id, source_fields. Columns out, of `PREFERENCE_PAIRS`: rejected; rejected_source is
    `column:<column>`.

    A value that names a label or an option becomes that answer's sentence; any other text is taken as it is. A case
    is declined if it has no text there; where ratings are declared also if one is missing, if they are equal (equal
    ratings say nothing about preference), or if the rejected answer is rated higher.

    Raises
    ------
    StrategyError
        If a declared column is in no case.
    """
    _require_columns(cases, options)
    for case in cases:
        value = case.fields.get(options.column)
        text = "" if value is None else str(value).strip()
        reason = NO_TEXT if not text else _compare_ratings(case, options)
        if reason is not None:
            yield Declined(case.case_id, reason, f"column {options.column!r}")
        else:
            yield Proposal(case.case_id, _write_answer(text, case, task, options.column), f"column:{options.column}")


def _require_columns(cases: Sequence[Case], options: Options) -> None:
    present = {name for case in cases for name in case.fields}
    for option in ("column", "gold_rating", "rejected_rating"):
        name: str | None = getattr(options, option)
        if cases and name is not None and name not in present:
            message = f"column: {option}: the source has no column {name!r}; it has {', '.join(sorted(present))}"
            raise StrategyError(message, ("rejected", "options", option))


def _compare_ratings(case: Case, options: Options) -> str | None:
    """Why the ratings make no pair; None where they do, or where none are declared."""
    if options.gold_rating is None or options.rejected_rating is None:
        return None
    gold = _read_number(case.fields.get(options.gold_rating))
    rejected = _read_number(case.fields.get(options.rejected_rating))
    if gold is None or rejected is None:
        return NO_RATING
    if gold == rejected:
        return EQUAL_RATINGS
    return RATED_HIGHER if rejected > gold else None


def _read_number(value: object) -> float | None:
    try:
        number = float(str(value))
    except ValueError:
        return None
    return number if number == number else None  # NaN is no rating


def _write_answer(text: str, case: Case, task: TaskDeclaration, column: str) -> str:
    """The sentence of the label or option that a value names; the value itself where it names none."""
    if not isinstance(task.answer, LabelAnswer | OptionAnswer):
        return text
    answer = task.answer.model_copy(update={"column": column})
    try:
        return render_answer(answer, gold_from_source(answer, case.fields), case.fields)
    except AnswerError:
        return text
