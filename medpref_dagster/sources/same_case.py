"""Which rows describe the same case: what they are compared by, and the rejected answers that they bring together.

Rows of a preference set often repeat a case, each with another rejected answer. They are one case with several
pairs, not duplicates of each other.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from medpref_dagster.declaration import OptionAnswer, Prompt, TaskDeclaration, TextAnswer
from medpref_dagster.preferences.rejected import read_options
from medpref_dagster.sources.duplicates import list_compared_words
from medpref_dagster.sources.reading import ROW_ID, dump_record
from medpref_dagster.values import is_missing, read_text, spell_value

Record = Mapping[str, Any]


@dataclass
class RowsOfCase:
    """A row that is a case, and the rows that say the same case with other rejected answers."""

    record: Record
    others: list[Record] = field(default_factory=list[Record])


@dataclass
class BuiltCase:
    """A row of CASES in the making."""

    row: dict[str, Any]
    rows: RowsOfCase
    shown: str
    """What its duplicates are searched by."""
    answer: object
    """What makes it contradict another case that shows the same."""


def name_rejected_columns(task: TaskDeclaration) -> frozenset[str]:
    """The source's columns from which the task's strategy reads rejected answers and their ratings."""
    return read_options(task.rejected.strategy, task.rejected.options).source_columns()


def describe_case(record: Record, prompt: Prompt, values: Mapping[str, str | None], task: TaskDeclaration) -> str:
    """What makes two rows the same case: the declared columns, else what a prompt shows of the row.

    The options belong to a question, in whatever order they stand: "Which of these is true?" is asked of many.
    """
    options = list(task.answer.options.values()) if isinstance(task.answer, OptionAnswer) else []
    named = [name for name in task.source.duplicates_by or () if name not in options]
    shown = [read_text(record[name]) or "" for name in named if not is_missing(record[name])]
    if not shown:  # a row that is empty there is no duplicate of the next one that is
        shown = [text for name, text in prompt.show_values(values).items() if name not in options]
    texts = [read_text(record[column]) or "" for column in options if not is_missing(record[column])]
    return " ".join([*shown, *sorted(texts)])


def describe_answer(row: Mapping[str, Any], record: Record, task: TaskDeclaration) -> object:
    """What makes two cases' answers contradict each other. Two summaries of one note do not."""
    if isinstance(task.answer, TextAnswer):
        return None
    gold = dict(row["gold"])
    if isinstance(task.answer, OptionAnswer):
        return tuple(list_compared_words(str(read_text(record[task.answer.options[gold["option"]]]))))
    return tuple(sorted(gold.items()))


def join_rows(cases: Sequence[BuiltCase], rejected: frozenset[str], *, has_patient: bool) -> list[BuiltCase]:
    """One case of those that are of one patient and split, show the same and have the same answer, but other rejected
    answers.

    Where the source has no patients, a row's own patient is no sign that it is another one. Rows that bring no new
    rejected answer stay: they are duplicates.

    Parameters
    ----------
    cases
        In the order in which the first of several is kept.
    rejected
        Of the source's columns those with rejected answers; empty where the strategy reads none.
    has_patient
        Whether the patient is declared.
    """
    if not rejected:
        return list(cases)
    kept: list[BuiltCase] = []
    first: dict[tuple[Any, ...], BuiltCase] = {}
    for case in cases:
        patient = case.row["patient_id"] if has_patient else None
        same = (patient, case.row["split"], tuple(list_compared_words(case.shown)), case.row["answer"])
        case_before = first.setdefault(same, case)
        new = [case.rows.record, *case.rows.others]
        known = {read_rejected(record, rejected) for record in (case_before.rows.record, *case_before.rows.others)}
        if case_before is case or any(read_rejected(record, rejected) in known for record in new):
            kept.append(case)
        else:
            case_before.rows.others += new
    return kept


def read_rejected(record: Record, rejected: frozenset[str]) -> str:
    """What a row says in the columns of its rejected answer, as one text."""
    return dump_record({name: record[name] for name in sorted(rejected) if name in record})


def list_other_rejected(rows: RowsOfCase, rejected: frozenset[str]) -> list[dict[str, Any]]:
    """The rejected answers of the other rows of a case, each with its row's id."""
    return [
        {ROW_ID: record[ROW_ID], **{name: record[name] for name in sorted(rejected) if name in record}}
        for record in sorted(rows.others, key=lambda record: (record[ROW_ID], read_rejected(record, rejected)))
    ]


def spell_record(record: Record) -> str:
    """A row's values in one spelling, so that rows which differ in spelling only are equal."""
    return dump_record({name: _spell(value) for name, value in record.items()})


def _spell(value: object) -> object:
    return spell_value(value) if isinstance(value, str | int | float) else value
