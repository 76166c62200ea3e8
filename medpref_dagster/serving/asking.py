"""One case, answered as the evaluation answers: the task's own message, chat format, way to answer and parser."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pyarrow as pa
from pydantic import ValidationError

from medpref_dagster.answering.predictions import predict
from medpref_dagster.declaration import TaskDeclaration, template_columns
from medpref_dagster.feedback.events import EVENT, SCHEMA_VERSION, dump_event
from medpref_dagster.progress import Tell, silent
from medpref_dagster.schemas import CASES
from medpref_dagster.serving.chosen import ChosenModel
from medpref_dagster.serving.errors import ServingError
from medpref_dagster.sources.case_rows import UnusableRow, write_message
from medpref_dagster.storage.models import load_model, load_tokenizer
from medpref_dagster.workbench import Workbench

_ASKED = "asked"


@dataclass(frozen=True)
class GivenAnswer:
    """What a model answered."""

    prompt: str
    """The user message."""
    text: str
    readable: bool
    """Whether the task's parser reads it as an answer."""


def answer_case(
    chosen: ChosenModel, fields: Mapping[str, Any], workbench: Workbench, tell: Tell = silent
) -> GivenAnswer:
    """Let the chosen model answer one case, to the end of its sentence.

    Parameters
    ----------
    fields
        A row of the task's source: column -> value.

    Raises
    ------
    ServingError
        If the row is no case; the message names columns and never a value.
    ModelError, BaseModelError
        As `load_model`.
    """
    task = chosen.task
    case = make_case(task, fields)
    tokenizer = load_tokenizer(workbench.base)
    model = load_model(workbench.store, workbench.base, chosen.model, workbench.compute)
    answered = predict(model, tokenizer, case, task, chosen.manifest.stage, workbench.compute, tell, to_the_end=True)
    [row] = answered.to_pylist()
    return GivenAnswer(case["prompt"][0].as_py(), row["text"], row["parsed"] is not None)


def make_case(task: TaskDeclaration, fields: Mapping[str, Any]) -> pa.Table:
    """A row of the source as a case without an answer.

    Columns out: CASES, one row. Raises as `answer_case`.
    """
    for column, value in fields.items():
        if not _is_text(column, value):
            raise ServingError(
                f"this is no case: column {column!a} has half a character (an emoji that was cut), or a byte that is "
                "no UTF-8"
            )
    try:
        prompt = write_message(fields, task)
    except UnusableRow as error:
        needed = ", ".join(template_columns(task.prompt))
        raise ServingError(
            f"this is no case: {error.reason} ({error.detail}). The message of this task is made of: {needed}. Give "
            "them as a JSON object, column -> value, with --case FILE"
        ) from None
    row = {
        "case_id": _ASKED,
        "patient_id": _ASKED,
        "split": "test",
        "text": prompt,
        "prompt": prompt,
        "answer": "",
        "gold": [],
        "source_fields": json.dumps(dict(fields), ensure_ascii=False),
    }
    return pa.Table.from_pylist([row], schema=CASES)


def _is_text(*values: object) -> bool:
    """Whether what is written of values as JSON can be written as UTF-8."""
    try:
        json.dumps(values, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False
    return True


def describe_generation(
    chosen: ChosenModel, answer: GivenAnswer, identifier: str, time: datetime, patient: str | None = None
) -> dict[str, Any]:
    """The answer as an event that the capture service takes.

    Raises
    ------
    ServingError
        If it is none: an id of a patient that is no pseudonym, a control character in the text.
    """
    evaluation = chosen.task.evaluation
    by_writing = evaluation.answer_by == "generation"
    event = {
        "kind": "generation",
        "schema_version": SCHEMA_VERSION,
        "id": identifier,
        "time": time.isoformat(),
        "prompt": answer.prompt,
        "answer": answer.text,
        "model": chosen.model.address,
        "task": chosen.task_name,
        "decoding": {"temperature": 0.0, **({"max_new_tokens": evaluation.max_new_tokens} if by_writing else {})},
        **({} if patient is None else {"patient": patient}),
    }
    try:
        return dump_event(EVENT.validate_python(event))
    except ValidationError as error:
        # Without the value, which may be a patient's.
        [first, *_] = error.errors(include_input=False, include_url=False)
        place = ".".join(map(str, first["loc"][1:]))
        raise ServingError(f"the capture service would refuse this event: {place} {first['msg']}") from None
