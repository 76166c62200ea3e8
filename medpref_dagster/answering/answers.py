"""Answers in parts and as text: the gold answer of a source row, and the sentence that a model should write."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from medpref_dagster.declaration import (
    Answer,
    LabelAnswer,
    LabelsAnswer,
    OptionAnswer,
    render_template,
    template_fields,
)
from medpref_dagster.values import NotTextError, is_missing, read_reply, read_text, spell_value
from medpref_dagster.words import fold

if TYPE_CHECKING:
    import pyarrow as pa
Labels = tuple[tuple[str, str], ...]
"""The labels of one case: (field, label) of each field."""


class AnswerError(Exception):
    """An answer cannot be made or read as declared."""


class MissingAnswer(AnswerError):  # noqa: N818 - a row's condition, named as its quarantine reason
    """A source row has no gold answer."""


class UnknownLabel(AnswerError):  # noqa: N818
    """A source row has a gold answer outside the declared space."""


class NestedAnswer(AnswerError):  # noqa: N818
    """A source row has a list or an object where its answer should be."""


def answer_fields(answer: Answer) -> tuple[str, ...]:
    """The parts of an answer, in order: `label`, `option`, `text`, or the declared fields of several labels."""
    return tuple(answer.fields) if isinstance(answer, LabelsAnswer) else (answer.kind,)


def answer_labels(answer: Answer, field: str) -> tuple[str, ...]:
    """The values that a part of an answer can take, in declared order; empty for free text."""
    if isinstance(answer, LabelsAnswer):
        return tuple(answer.fields[field].labels)
    if isinstance(answer, LabelAnswer):
        return tuple(answer.labels)
    return tuple(answer.options) if isinstance(answer, OptionAnswer) else ()


def read_labels(cases: "pa.Table", answer: Answer) -> list[Labels] | None:
    """The gold labels of each case, field by field; None for a free text, which has none.

    Columns in: `gold` of CASES.
    """
    fields = [field for field in answer_fields(answer) if answer_labels(answer, field)]
    if not fields:
        return None
    return [tuple((field, gold[field]) for field in fields) for gold in map(dict, cases["gold"].to_pylist())]


def gold_from_source(answer: Answer, fields: Mapping[str, object]) -> dict[str, str]:
    """The gold answer in parts, from a source row's columns.

    Labels are compared without surrounding blanks and without regard to case or to how an accent is encoded; a whole
    number stored as a float reads as the whole number. A free text that is a conversation is its last message of the
    assistant.

    Raises
    ------
    MissingAnswer
        If a column that the answer needs is absent or empty in this row.
    UnknownLabel
        If a value means none of the declared labels. The message names the column and the accepted values, never
        the value itself, which may be a patient's.
    NestedAnswer
        If a value is a list or an object. The message names the column and what it holds.
    """
    if isinstance(answer, LabelAnswer):
        return {"label": look_up_value(answer.column, answer.source_values(), fields)}
    if isinstance(answer, LabelsAnswer):
        return {name: look_up_value(item.column, item.source_values(), fields) for name, item in answer.fields.items()}
    if isinstance(answer, OptionAnswer):
        values = {**{letter: letter for letter in answer.options}, **answer.values}
        letter = look_up_value(answer.column, values, fields)
        _read_column(answer.options[letter], fields, read_text)
        return {"option": letter}
    return {"text": _read_column(answer.column, fields, read_reply)}


def render_answer(answer: Answer, gold: Mapping[str, str], fields: Mapping[str, object]) -> str:
    """The answer as the model should write it.

    Parameters
    ----------
    answer
        The declared answer.
    gold
        The answer in parts, e.g. from `gold_from_source`, or another label to make a rejected answer.
    fields
        The source row's columns; only an option's `{text}` reads them.

    Raises
    ------
    MissingAnswer
        If the text of the option is asked for and empty.
    UnknownLabel
        If a part is outside the declared space.
    """
    for field in answer_fields(answer):
        accepted = answer_labels(answer, field)
        if accepted and gold[field] not in accepted:
            raise UnknownLabel(f"{field}: not one of the declared values {', '.join(accepted)}")
    if isinstance(answer, LabelAnswer):
        return answer.sentences()[gold["label"]]
    if isinstance(answer, LabelsAnswer):
        return render_template(answer.template, gold)
    if isinstance(answer, OptionAnswer):
        values: dict[str, object] = {"option": gold["option"]}
        if "text" in template_fields(answer.template):
            values["text"] = _read_column(answer.options[gold["option"]], fields, read_text)
        return render_template(answer.template, values)
    return gold["text"]


def list_answers(answer: LabelAnswer | OptionAnswer, fields: Mapping[str, object]) -> dict[str, str]:
    """Every answer that may be given to a case: label or letter -> the answer as the model should write it.

    Parameters
    ----------
    fields
        The source row's columns. A letter whose column is empty in this row is no option of it: a space of five
        letters also serves questions with four.

    Returns
    -------
    dict
        In declared order.
    """
    if isinstance(answer, LabelAnswer):
        return answer.sentences()
    there = [letter for letter, column in answer.options.items() if not is_missing(fields.get(column))]
    return {letter: render_answer(answer, {"option": letter}, fields) for letter in there}


def _read_column(column: str, fields: Mapping[str, object], read: Callable[[object], str | None]) -> str:
    value = fields.get(column)
    try:
        written = "" if is_missing(value) else (read(value) or "").strip()
    except NotTextError as error:
        raise NestedAnswer(f"column {column!r} holds {error}, where text is needed") from None
    if not written:
        raise MissingAnswer(f"column {column!r} is {'empty' if column in fields else 'absent'} in this row")
    return written


def look_up_value(column: str, values: Mapping[str, str], fields: Mapping[str, object]) -> str:
    """What a column's value in a source row means, by `values` (value -> meaning).

    Raises
    ------
    MissingAnswer, UnknownLabel, NestedAnswer
        As `gold_from_source`.
    """
    written = _read_column(column, fields, read_text)
    if written in values:
        return values[written]
    spelled = _spell_label(written)
    meant = {label for value, label in values.items() if _spell_label(value) == spelled}
    if len(meant) != 1:
        raise UnknownLabel(f"column {column!r}: the value means no declared label; accepted: {', '.join(values)}")
    return meant.pop()


def _spell_label(value: str) -> str:
    return fold(spell_value(value) or "")
