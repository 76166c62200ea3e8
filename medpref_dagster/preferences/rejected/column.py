"""Rejected answers that the data brings itself, in a column of the source."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar, cast

from pydantic import Field, model_validator

from medpref_dagster.answering.answers import AnswerError, gold_from_source, render_answer
from medpref_dagster.declaration import LabelAnswer, OptionAnswer, TaskDeclaration
from medpref_dagster.preferences.rejected import (
    OTHER_REJECTED,
    AnswerKind,
    Case,
    Declined,
    Proposal,
    Sampler,
    StrategyError,
    StrategyOptions,
)
from medpref_dagster.values import NotTextError, is_missing, read_reply, spell_value

NO_TEXT = "no rejected answer in the column"
NOT_TEXT = "rejected answer is a list or object"
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

    def source_columns(self) -> frozenset[str]:
        """The column of the rejected answer and those of the two ratings."""
        declared = (self.column, self.gold_rating, self.rejected_rating)
        return frozenset(name for name in declared if name is not None)


def propose(
    cases: Sequence[Case],
    task: TaskDeclaration,
    options: Options,
    sample: Sampler | None = None,  # noqa: ARG001  every strategy is called alike
) -> Iterator[Proposal | Declined]:
    """Take each case's rejected answer from the declared column.

    Columns in, of `CASES`: case_id, source_fields. Columns out, of `PREFERENCE_PAIRS`: rejected; rejected_source is
    `column:<column>`.

    A value that names a label or an option becomes that answer's sentence; of a conversation it is the last message of
    the assistant; any other text is taken as it is. Where other rows of the source say the same case
    (`OTHER_REJECTED`), each brings its own. A case is declined if it has no text there, or a list or object; where
    ratings are declared also if one is missing, if they are equal (equal ratings say nothing about preference), or if
    the rejected answer is rated higher.

    Raises
    ------
    StrategyError
        If a declared column is in no case.
    """
    _require_columns(cases, options)
    for case in cases:
        others = cast(Sequence[Mapping[str, Any]], case.fields.get(OTHER_REJECTED, ()))
        for fields in (case.fields, *({**case.fields, **other} for other in others)):
            yield _propose_one(case.case_id, fields, task, options)


def _propose_one(
    case_id: str, fields: Mapping[str, object], task: TaskDeclaration, options: Options
) -> Proposal | Declined:
    where, value = f"column {options.column!r}", fields.get(options.column)
    try:
        text = "" if is_missing(value) else (read_reply(value) or "").strip()
    except NotTextError as error:
        return Declined(case_id, NOT_TEXT, f"{where} holds {error}")
    reason = _compare_ratings(fields, options) if text else NO_TEXT
    if reason is not None:
        return Declined(case_id, reason, where)
    return Proposal(case_id, _write_answer(text, fields, task, options.column), f"column:{options.column}")


def _require_columns(cases: Sequence[Case], options: Options) -> None:
    present = {name for case in cases for name in case.fields}
    for option in ("column", "gold_rating", "rejected_rating"):
        name: str | None = getattr(options, option)
        if cases and name is not None and name not in present:
            message = f"column: {option}: the source has no column {name!r}; it has {', '.join(sorted(present))}"
            raise StrategyError(message, ("rejected", "options", option))


def _compare_ratings(fields: Mapping[str, object], options: Options) -> str | None:
    """Why the ratings make no pair; None where they do, or where none are declared."""
    if options.gold_rating is None or options.rejected_rating is None:
        return None
    gold = _read_number(fields.get(options.gold_rating))
    rejected = _read_number(fields.get(options.rejected_rating))
    if gold is None or rejected is None:
        return NO_RATING
    if gold == rejected:
        return EQUAL_RATINGS
    return RATED_HIGHER if rejected > gold else None


def _read_number(value: object) -> float | None:
    try:
        number = float(spell_value(value) or "")
    except ValueError:  # a NotTextError is one
        return None
    return number if number == number else None  # NaN is no rating


def _write_answer(text: str, fields: Mapping[str, object], task: TaskDeclaration, column: str) -> str:
    """The sentence of the label or option that a value names; the value itself where it names none."""
    if not isinstance(task.answer, LabelAnswer | OptionAnswer):
        return text
    answer = task.answer.model_copy(update={"column": column})
    try:
        return render_answer(answer, gold_from_source(answer, fields), fields)
    except AnswerError:
        return text
