"""Which columns of its source a task names, and whether they are there. Light: checked while definitions load."""

from collections.abc import Collection, Iterator

from medpref_dagster.declaration import (
    Answer,
    LabelsAnswer,
    OptionAnswer,
    Records,
    Split,
    TaskDeclaration,
    template_fields,
)
from medpref_dagster.sources.reading import MissingColumnError

Named = Iterator[tuple[str, str]]
"""(place in the YAML, column)"""


def name_source_columns(source: Records) -> Named:
    """The columns that `source.columns` names."""
    for meaning, column in source.columns.model_dump().items():
        if column is not None:
            yield f"source.columns.{meaning}", column


def name_prompt_columns(prompt: str) -> Named:
    """The columns that a prompt's template names."""
    for column in template_fields(prompt):
        yield "prompt", column


def name_answer_columns(answer: Answer) -> Named:
    """The columns that an answer is read from."""
    if isinstance(answer, LabelsAnswer):
        for name, field in answer.fields.items():
            yield f"answer.fields.{name}.column", field.column
        return
    yield "answer.column", answer.column
    if isinstance(answer, OptionAnswer):
        for letter, column in answer.options.items():
            yield f"answer.options.{letter}", column


def name_split_columns(split: Split) -> Named:
    """The column that the split is read from, where the source gives it."""
    if split.column is not None:
        yield "split.column", split.column


def require_columns(named: Named, columns: Collection[str]) -> None:
    """Refuse a place of the YAML that names a column which the source does not have.

    Raises
    ------
    MissingColumnError
        For the first such place, with the columns there are.
    """
    for where, column in named:
        if column not in columns:
            raise MissingColumnError(where, column, columns)


def check_columns(task: TaskDeclaration, columns: Collection[str]) -> None:
    """`require_columns` for every place of a task.

    Parameters
    ----------
    columns
        The source's own columns, e.g. `sources.source_columns(task.source)`.
    """
    require_columns(name_source_columns(task.source), columns)
    require_columns(name_prompt_columns(task.prompt), columns)
    require_columns(name_answer_columns(task.answer), columns)
    require_columns(name_split_columns(task.split), columns)
