"""Reader `medqa`: the official JSON Lines of MedQA (Jin et al., Applied Sciences 2021;11:6421), US or translated.

A line is `{"question": ..., "answer": ..., "options": {"A": ..., ...}, "meta_info": "step1", "answer_idx": "E"}`;
there are editions with four and with five options.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import ModuleType
from typing import Literal

from pydantic import Field

from medpref_dagster import values
from medpref_dagster.declaration import Columns, Declared
from medpref_dagster.sources import fields, opening, records
from medpref_dagster.sources.formats import json_lines, json_values
from medpref_dagster.sources.formats.json_lines import read_json_lines
from medpref_dagster.sources.limits import DEFAULT_LIMITS, Limits
from medpref_dagster.sources.opening import find_files
from medpref_dagster.sources.reading import Reading, dump_record, list_shown_names
from medpref_dagster.sources.records import Record, Unreadable, read_as_text

_LETTERS = "ABCDE"


class Options(Declared):
    """What `source.options` of the reader `medqa` may say."""

    path: str = Field(description="Path, glob or fsspec URL of the JSON Lines, e.g. questions/US/train.jsonl.")
    options: Literal[4, 5] = Field(default=5, description="How many options each question has.")
    limits: Limits = Field(default=DEFAULT_LIMITS, description="What one record and one file may ask of the machine.")


def code_modules(options: Options) -> tuple[ModuleType, ...]:  # noqa: ARG001  every reader is called alike
    """What makes the rows beside this module: other code makes them stale."""
    return (json_lines, json_values, fields, opening, records, values)


def columns(options: Options) -> tuple[str, ...]:
    """`question`, `option_a` to `option_d` or `option_e`, `answer_idx` (a letter), `answer` (its text), `meta_info`."""
    return _name_columns(options.options)


def read(options: Options, columns: Columns) -> Reading:
    """Read the questions.

    Returns
    -------
    Reading
        Columns out: `row_id` (`file:line`; the data have no ids), then `columns(options)`, all strings. In the
        quarantine: lines that are no question, with another number of options, or whose answer is not the text of its
        letter.

    Raises
    ------
    SourceError
        As the reader `files`.
    """
    names = _name_columns(options.options)
    records = (
        _unfold(record, options.options)
        for file in find_files([options.path])
        for record in read_json_lines(file, encoding="utf-8", limits=options.limits)
    )
    return read_as_text(records, columns, names, {name: name for name in names})


def _name_columns(count: int) -> tuple[str, ...]:
    letters = (f"option_{letter.lower()}" for letter in _LETTERS[:count])
    return ("question", *letters, "answer_idx", "answer", "meta_info")


def _unfold(record: Record, count: int) -> Record:
    """A question with a column for each option."""
    content = record.content
    if isinstance(content, Unreadable):
        return record
    problem = _find_problem(content, count)
    if problem is not None:
        reason, detail = problem
        return Record(record.file, record.line, Unreadable(reason, f"{record.place}: {detail}", dump_record(content)))
    offered = content["options"]
    assert isinstance(offered, Mapping)  # noqa: S101  _find_problem has looked
    return Record(
        record.file,
        record.line,
        {**content, **{f"option_{letter.lower()}": text for letter, text in offered.items()}},
    )


def _find_problem(content: Mapping[str, object], count: int) -> tuple[str, str] | None:
    missing = [name for name in ("question", "options", "answer_idx", "answer") if not content.get(name)]
    if missing:
        return "field missing", f"no {', '.join(missing)}"
    offered, letter = content["options"], content["answer_idx"]
    letters = list(_LETTERS[:count])
    if not isinstance(offered, Mapping) or sorted(map(str, offered)) != letters:
        given = (
            list_shown_names(sorted(map(str, offered))) if isinstance(offered, Mapping) else [type(offered).__name__]
        )
        return "other options than declared", f"the options are {', '.join(given)}, declared are {', '.join(letters)}"
    if letter not in letters or offered.get(letter) != content["answer"]:
        return "answer is not the text of its letter", "answer_idx names another option, or none"
    return None
