"""Label Studio: tasks with annotations, of its JSON export. Old exports call annotations `completions`."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any, cast

from medpref_dagster.feedback.events import SCHEMA_VERSION
from medpref_dagster.feedback.importers.answers import ShownAnswers
from medpref_dagster.feedback.importers.fields import get_object, get_objects, pick, read_context
from medpref_dagster.feedback.importers.importing import NotFeedbackError, Part
from medpref_dagster.feedback.importers.naming import name_event, name_person
from medpref_dagster.feedback.importers.options import ImportOptions
from medpref_dagster.feedback.importers.texts import write_answer, write_prompt
from medpref_dagster.feedback.importers.times import read_time
from medpref_dagster.feedback.parsing import EventError

PRODUCT = "label-studio"
LISTS = ("tasks",)

_SAME_SESSION = timedelta(seconds=1)
"""An annotation that was changed later than this after its making was opened again: its lead time is of both."""


def find_parts(record: Mapping[str, Any], options: ImportOptions) -> Iterator[Part]:
    """A task's answers, and each result of its annotations."""
    if not isinstance(record.get("data"), dict) or not ("annotations" in record or "completions" in record):
        raise EventError("unknown_record", "is no task of Label Studio's JSON export (JSON, not JSON-MIN)")
    if pick(record, "id") is None:
        raise EventError("missing", "id: a task without it")
    predicted = _find_predicted(record, options)
    data = get_object(record, "data")
    texts = {field: data.get(field, predicted.get(field, {}).get("text")) for field in options.answers}
    texts = {field: text for field, text in texts.items() if text is not None}
    answers = ShownAnswers(f"{PRODUCT}-answer", record.get("id"), texts)
    for field in options.answers:
        read = partial(_read_answer, record, field, texts.get(field), predicted.get(field, {}), options)
        yield Part(f"data.{options.answers.index(field)}", data, read)
    for number, annotation in enumerate(get_objects(record, "annotations", "completions")):
        place = f"annotations[{number}]"
        if annotation.get("was_cancelled") is True:
            yield Part(place, annotation, _skip_cancelled)
            continue
        results = get_objects(annotation, "result")
        if not results:
            yield Part(place, annotation, _skip_empty)
        for position, result in enumerate(results):
            read = partial(_read_result, annotation, result, answers, options)
            yield Part(f"{place}.result[{position}]", annotation, read)


def _skip_cancelled() -> list[dict[str, Any]]:
    raise NotFeedbackError("a cancelled annotation")


def _skip_empty() -> list[dict[str, Any]]:
    raise NotFeedbackError("an annotation without a result")


def _find_predicted(record: Mapping[str, Any], options: ImportOptions) -> dict[str, dict[str, Any]]:
    """Field -> text and model of a prediction that wrote it into a text area."""
    found: dict[str, dict[str, Any]] = {}
    for prediction in get_objects(record, "predictions"):
        for result in get_objects(prediction, "result"):
            text = _get_text(get_object(result, "value"))
            if result.get("type") == "textarea" and result.get("from_name") in options.answers and text is not None:
                model = pick(prediction, "model_version")
                time = pick(prediction, "created_at")
                found.setdefault(str(result["from_name"]), {"text": text, "model": model, "time": time})
    return found


def _get_text(value: Mapping[str, Any]) -> str | None:
    """A text area's text; where it has several, one a line."""
    text = value.get("text")
    if isinstance(text, list) and text and all(isinstance(line, str) for line in cast("list[object]", text)):
        return "\n".join(cast("list[str]", text))
    return text if isinstance(text, str) else None


def _read_answer(
    record: Mapping[str, Any], field: str, text: object, predicted: Mapping[str, Any], options: ImportOptions
) -> list[dict[str, Any]]:
    data = get_object(record, "data")
    time = pick(predicted, "time") or pick(record, "created_at")
    event = {
        "kind": "generation",
        "schema_version": SCHEMA_VERSION,
        "time": read_time(time, options, "created_at"),
        "prompt": write_prompt(data.get(options.prompt), f"data.{options.prompt}"),
        "answer": write_answer(text, f"data.{field}"),
        "model": pick(data, f"{field}_model", "model") or pick(predicted, "model") or options.model,
        **read_context(options.task, data, get_object(record, "meta")),
    }
    return [name_event(f"{PRODUCT}-answer", f"{record['id']}-{field}", event)]


def _read_result(
    annotation: Mapping[str, Any],
    result: Mapping[str, Any],
    answers: ShownAnswers,
    options: ImportOptions,
) -> list[dict[str, Any]]:
    signed = read_time(pick(annotation, "updated_at", "created_at"), options, "updated_at")
    said = _read_value(result, answers, options)
    events: list[dict[str, Any]] = []
    for place, (generation, reaction) in enumerate(said):
        event = {
            "kind": "reaction",
            "schema_version": SCHEMA_VERSION,
            "generation": generation,
            "clinician": _name_annotator(annotation.get("completed_by"), options),
            "time_shown": _read_shown(annotation, options),
            "time_signed": signed,
            "reaction": reaction,
        }
        own = annotation.get("id")
        if own is not None:
            own = f"{own}-{result.get('from_name')}" + (f"-{place}" if len(said) > 1 else "")
        events.append(name_event(f"{PRODUCT}-annotation", own, event))
    return events


def _read_value(
    result: Mapping[str, Any], answers: ShownAnswers, options: ImportOptions
) -> list[tuple[str, dict[str, Any]]]:
    kind, name, value = result.get("type"), result.get("from_name"), get_object(result, "value")
    if kind == "pairwise":
        sides: dict[object, str] = dict(zip(("left", "right"), options.answers, strict=False))
        selected: object = value.get("selected")
        return answers.choose(sides.get(selected, selected) if isinstance(selected, str) else None, options)
    if kind == "rating":
        return answers.read(name, value.get("rating"), options)
    if kind == "number":
        return answers.read(name, value.get("number"), options)
    if kind == "textarea":
        # A text area that the answer was written into before is the answer, edited.
        if name in answers.generations and name not in options.scores:
            options = options.model_copy(update={"scores": {**options.scores, name: f"edited@{name}"}})
        return answers.read(name, _get_text(value), options)
    if kind == "choices":
        choices = value.get("choices")
        if isinstance(choices, list) and len(cast("list[object]", choices)) == 1:
            return answers.read(name, choices[0], options)
        raise EventError("unknown_reaction", "not one choice, but several or none")
    raise EventError("unknown_reaction", "type: is none of pairwise, rating, number, textarea and choices")


def _name_annotator(completed_by: object, options: ImportOptions) -> str | None:
    """A number, or an object with it and an e-mail address."""
    if isinstance(completed_by, dict):
        person = cast("dict[str, Any]", completed_by)
        completed_by = pick(person, "id", "email")
    if type(completed_by) is int:
        completed_by = f"{PRODUCT}-{completed_by}"
    return name_person(completed_by, options, "completed_by")


def _read_shown(annotation: Mapping[str, Any], options: ImportOptions) -> str | None:
    """When it was opened: `lead_time` seconds before it was made, where it was not opened again later."""
    seconds = annotation.get("lead_time")
    made = read_time(annotation.get("created_at"), options, "created_at")
    changed = read_time(pick(annotation, "updated_at", "created_at"), options, "updated_at")
    if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not isinstance(made, str):
        return None
    try:
        created, updated = datetime.fromisoformat(made), datetime.fromisoformat(str(changed))
        if updated - created > _SAME_SESSION:
            return None
        return (created - timedelta(seconds=seconds)).isoformat()
    except (ValueError, TypeError, OverflowError):
        return None
