"""Which columns of its source a task names, and whether they are there. Light: checked while definitions load."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from medpref_dagster.declaration import (
    Answer,
    LabelsAnswer,
    OptionAnswer,
    Prompt,
    Records,
    Source,
    Split,
    TaskDeclaration,
    as_prompt,
    template_columns,
)
from medpref_dagster.sources.reading import MissingColumnError, SourceError, refuse_nested

if TYPE_CHECKING:
    import pyarrow as pa

Named = Iterator[tuple[str, str]]
"""(place in the YAML, column)"""


def name_source_columns(source: Records) -> Named:
    """The columns that `source` names."""
    for meaning, column in source.columns.model_dump().items():
        if column is not None:
            yield f"source.columns.{meaning}", column
    if isinstance(source, Source):
        for column in source.duplicates_by or ():
            yield "source.duplicates_by", column


def name_identified_columns(source: Source) -> Named:
    """The columns that `source.deidentify` names; what holds names goes no further than to the step that reads them."""
    if source.deidentify is not None:
        for column in source.deidentify.columns:
            yield "source.deidentify.columns", column
        for column in source.deidentify.known_names:
            yield "source.deidentify.known_names", column


def name_prompt_columns(prompt: str | Prompt) -> Named:
    """The columns that a prompt names."""
    for column in template_columns(prompt):
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

    Raises
    ------
    MissingColumnError
        For the first place that names a column which the source does not have.
    SourceError
        If an optional part of the prompt has the name of a column.
    """
    require_columns(name_source_columns(task.source), columns)
    require_columns(name_prompt_columns(task.prompt), columns)
    require_columns(name_answer_columns(task.answer), columns)
    require_columns(name_split_columns(task.split), columns)
    for part in as_prompt(task.prompt).optional:
        if part in columns:
            raise SourceError(
                f"prompt.optional.{part}: the source has a column {part!r}, too, so that {{{part}}} could mean either; "
                "give the part another name"
            )


def check_column_types(task: TaskDeclaration, schema: pa.Schema) -> None:
    """Refuse columns of lists or objects where a task needs one value. A list of messages will do for a text.

    Raises
    ------
    NestedColumnError
        For the first such place, with the column, its type and what to do.
    """
    free_text = {"prompt", "source.columns.text", "source.duplicates_by"}
    if task.answer.kind == "text":
        free_text.add("answer.column")
    for where, column in (
        *name_source_columns(task.source),
        *name_prompt_columns(task.prompt),
        *name_answer_columns(task.answer),
        *name_split_columns(task.split),
    ):
        refuse_nested(where, schema.field(column), messages=where in free_text)
