"""One raw row to a row of CASES: its cells as text, its prompt, its gold answer; or the reason why it is no case."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

import pyarrow as pa

from medpref_dagster.answering.answers import (
    MissingAnswer,
    NestedAnswer,
    UnknownLabel,
    gold_from_source,
    render_answer,
)
from medpref_dagster.answering.parsing import parse_answer
from medpref_dagster.declaration import MissingValueError, OptionAnswer, Prompt, TaskDeclaration, as_prompt
from medpref_dagster.preferences.rejected import OTHER_REJECTED
from medpref_dagster.sources.reading import ROW_ID, dump_record, list_values
from medpref_dagster.sources.records import NOT_TEXT, may_be_nested, unfold_nested
from medpref_dagster.sources.same_case import (
    BuiltCase,
    Record,
    RowsOfCase,
    describe_answer,
    describe_case,
    list_other_rejected,
)
from medpref_dagster.sources.splits import read_given_splits
from medpref_dagster.values import NotTextError, drop_point, is_missing, is_whole_number, read_text, spell_value

NO_ROW_ID = "no row id"
REPEATED_ROW_ID = "repeated row id"
NO_TEXT = "no text"
TOO_LONG = "text over the length limit"
NO_ANSWER = "no answer"
UNKNOWN_LABEL = "answer outside the label space"
MISREAD_ANSWER = "answer that would be read otherwise"
NO_PATIENT = "no patient id"
NO_PROMPT_VALUE = "no value for the prompt"
NO_SPLIT = "no split"
UNKNOWN_SPLIT = "split outside the declared values"
IN_LATER_SPLIT = "patient in a later split, too"


class UnusableRow(Exception):  # noqa: N818 - a row's condition
    """A row is no case, with the reason and the detail of its place in the quarantine."""

    def __init__(self, reason: str, detail: str | None = None) -> None:
        self.reason, self.detail = reason, detail
        super().__init__(reason)


def read_records(raw: pa.Table) -> Iterator[Record]:
    """The rows of raw cases, each as column -> value, nested as in the source."""
    for batch in raw.to_batches(max_chunksize=10_000):
        columns = [
            unfold_nested(column) if may_be_nested(field) else list_values(column)
            for field, column in zip(raw.schema, batch.columns, strict=True)
        ]
        for values in zip(*columns, strict=True):
            yield dict(zip(batch.schema.names, values, strict=True))


def find_id_problem(record: Record, task: TaskDeclaration) -> tuple[str, str] | None:
    """Why a row's own id cannot be used."""
    column = task.source.columns.row
    if column is None:
        return None
    try:
        return None if spell_value(record[column]) else (NO_ROW_ID, f"column {column!r} is empty")
    except NotTextError as error:
        return NOT_TEXT, f"column {column!r} holds {error}"


def find_whole_numbers(raw: pa.Table, task: TaskDeclaration) -> frozenset[str]:
    """Text columns of the prompt in which every value is a whole number, here and there with ".0" behind it: a program
    made floats of them. In a column of codes, where 250.0 is not 250, there are others, too."""
    return frozenset(name for name in as_prompt(task.prompt).columns() if _holds_whole_numbers(raw.column(name)))


def _holds_whole_numbers(column: pa.ChunkedArray) -> bool:
    if not (pa.types.is_string(column.type) or pa.types.is_large_string(column.type)):
        return False
    return all(is_missing(value) or is_whole_number(value.strip()) for value in column.to_pylist())


def build_case(rows: RowsOfCase, task: TaskDeclaration, whole: Collection[str]) -> BuiltCase:
    """A row of CASES without its source_fields; its `split` holds those among which its patient is drawn.

    Parameters
    ----------
    rows
        The row, and those that bring further rejected answers.
    whole
        What `find_whole_numbers` gave for the table.

    Raises
    ------
    UnusableRow
        With the first reason that holds.
    """
    record, answer, prompt = rows.record, task.answer, as_prompt(task.prompt)
    values = _read_values(record, task, prompt, whole)
    text = values[task.source.columns.text] or ""
    try:
        gold = gold_from_source(answer, record)
        written = render_answer(answer, gold, record)
    except MissingAnswer as error:
        raise UnusableRow(NO_ANSWER, str(error)) from None
    except UnknownLabel as error:
        raise UnusableRow(UNKNOWN_LABEL, str(error)) from None
    except NestedAnswer as error:
        raise UnusableRow(NOT_TEXT, str(error)) from None
    _refuse_misread_option(written, gold, task)
    row = {
        "case_id": record[ROW_ID],
        "patient_id": _read_patient(record, task),
        "text": text,
        "prompt": _render_prompt(prompt, values),
        "split": _read_splits(record, task),
        "answer": written,
        "gold": list(gold.items()),
    }
    try:
        shown = describe_case(record, prompt, values, task)
    except NotTextError as error:
        raise UnusableRow(NOT_TEXT, f"a column of source.duplicates_by or an option holds {error}") from None
    return BuiltCase(row, rows, shown, describe_answer(row, record, task))


def _refuse_misread_option(written: str, gold: Mapping[str, str], task: TaskDeclaration) -> None:
    """An option's text may say letters itself: "B. A and C". Who writes what it is taught would be counted wrong."""
    if not isinstance(task.answer, OptionAnswer) or task.evaluation.answer_by != "generation":
        return
    if parse_answer(task.answer, written) != gold:
        raise UnusableRow(
            MISREAD_ANSWER,
            f"by answer.template its option's text makes another letter of {gold['option']}, or none; a template of "
            "the letter alone, or evaluation.answer_by: likelihood, keeps such rows",
        )


def write_message(record: Record, task: TaskDeclaration) -> str:
    """The user message of a row whose answer nobody knows yet, as `build_case` would write it.

    Parameters
    ----------
    record
        Column -> value. A column that it does not have is taken for empty.

    Raises
    ------
    UnusableRow
        With the reason for which such a row would be no case.
    """
    prompt = as_prompt(task.prompt)
    named = (task.source.columns.text, *prompt.columns())
    return _render_prompt(prompt, _read_values({**dict.fromkeys(named), **record}, task, prompt, ()))


def _read_values(
    record: Record, task: TaskDeclaration, prompt: Prompt, whole: Collection[str]
) -> dict[str, str | None]:
    """What the prompt shows of a row: column -> text; that of the case itself without white space around it."""
    column = task.source.columns.text
    values = {name: _read_cell(record, name, whole) for name in (column, *prompt.columns())}
    text = values[column] or prompt.defaults.get(column)
    if text is None:
        raise UnusableRow(NO_TEXT, f"column {column!r} is empty")
    values[column] = text.strip()
    if len(text.strip()) > task.source.max_text_characters:
        raise UnusableRow(
            TOO_LONG, f"{len(text.strip())} characters, source.max_text_characters is {task.source.max_text_characters}"
        )
    return values


def _read_cell(record: Record, column: str, whole: Collection[str]) -> str | None:
    """A cell as the prompt shows it."""
    try:
        text = None if is_missing(record[column]) else read_text(record[column])
    except NotTextError as error:
        raise UnusableRow(NOT_TEXT, f"column {column!r} holds {error}") from None
    if text is None or not text.strip():
        return None
    return drop_point(text.strip()) if column in whole else text


def _read_patient(record: Record, task: TaskDeclaration) -> str:
    column = task.source.columns.patient
    if column is None:
        return str(record[ROW_ID])
    try:
        patient = spell_value(record[column])
    except NotTextError as error:
        raise UnusableRow(NOT_TEXT, f"column {column!r} holds {error}") from None
    if patient is None:
        raise UnusableRow(NO_PATIENT, f"column {column!r} is empty")
    return patient


def _render_prompt(prompt: Prompt, values: Mapping[str, str | None]) -> str:
    try:
        return prompt.render(values)
    except MissingValueError as error:
        raise UnusableRow(NO_PROMPT_VALUE, str(error)) from None


def _read_splits(record: Record, task: TaskDeclaration) -> tuple[str, ...]:
    try:
        return read_given_splits(record, task.split)
    except MissingAnswer as error:
        raise UnusableRow(NO_SPLIT, str(error)) from None
    except UnknownLabel as error:
        raise UnusableRow(UNKNOWN_SPLIT, str(error)) from None
    except NestedAnswer as error:
        raise UnusableRow(NOT_TEXT, str(error)) from None


def write_source_fields(rows: RowsOfCase, rejected: frozenset[str], task: TaskDeclaration) -> str:
    """The source's other columns; of the other rows of the case, their rejected answers."""
    columns = task.source.columns
    apart = {ROW_ID, columns.row, columns.patient, columns.text}
    fields: dict[str, Any] = {name: value for name, value in rows.record.items() if name not in apart}
    if rows.others:
        fields[OTHER_REJECTED] = list_other_rejected(rows, rejected)
    return dump_record(fields)
