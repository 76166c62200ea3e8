"""Argilla: records with responses, of `dataset.records.to_json` (2.x) and of the server's API.

The SDK's export has responses by question and no times; the API has them by user, with times and ids.
"""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any, cast

from medpref_dagster.feedback.events import SCHEMA_VERSION
from medpref_dagster.feedback.importers.answers import ShownAnswers
from medpref_dagster.feedback.importers.fields import get_object, get_objects, pick, read_context
from medpref_dagster.feedback.importers.importing import NotFeedbackError, Part
from medpref_dagster.feedback.importers.naming import hash_text, name_event, name_person
from medpref_dagster.feedback.importers.options import ImportOptions
from medpref_dagster.feedback.importers.texts import write_answer, write_prompt
from medpref_dagster.feedback.importers.times import read_time
from medpref_dagster.feedback.parsing import EventError

PRODUCT = "argilla"
LISTS = ("items",)


def find_parts(record: Mapping[str, Any], options: ImportOptions) -> Iterator[Part]:
    """A record's answers, and each response to each of its questions."""
    if not isinstance(record.get("fields"), dict):
        raise EventError("unknown_record", "is no record of Argilla: it has no fields")
    fields, own = get_object(record, "fields"), pick(record, "external_id", "id", "_server_id")
    if own is None:
        raise EventError("missing", "id: a record without it")
    texts = {field: fields[field] for field in options.answers if fields.get(field) is not None}
    answers = ShownAnswers(f"{PRODUCT}-answer", own, texts)
    for number, field in enumerate(options.answers):
        yield Part(f"fields.{number}", fields, partial(_read_answer, record, own, field, options))
    if isinstance(record.get("responses"), dict):
        for number, question in enumerate(get_object(record, "responses")):
            for position, response in enumerate(get_objects(get_object(record, "responses"), question)):
                place = f"responses.{number}[{position}]"
                said = response | {"values": {question: response}}
                yield Part(place, response, partial(_read_response, own, said, question, answers, options))
        return
    for number, response in enumerate(get_objects(record, "responses")):
        for position, question in enumerate(get_object(response, "values")):
            place = f"responses[{number}].values.{position}"
            yield Part(place, response, partial(_read_response, own, response, question, answers, options))


def _read_answer(record: Mapping[str, Any], own: object, field: str, options: ImportOptions) -> list[dict[str, Any]]:
    fields, metadata = get_object(record, "fields"), get_object(record, "metadata")
    event = {
        "kind": "generation",
        "schema_version": SCHEMA_VERSION,
        "time": read_time(pick(record, "inserted_at"), options, "inserted_at"),
        "prompt": write_prompt(fields.get(options.prompt), f"fields.{options.prompt}"),
        "answer": write_answer(fields.get(field), f"fields.{field}"),
        "model": pick(metadata, f"{field}_model", "model") or options.model,
        **read_context(options.task, metadata),
    }
    return [name_event(f"{PRODUCT}-answer", f"{own}-{field}", event)]


def _read_response(
    record: object, response: Mapping[str, Any], question: str, answers: ShownAnswers, options: ImportOptions
) -> list[dict[str, Any]]:
    status = response.get("status")
    if status in ("draft", "discarded", "pending"):
        raise NotFeedbackError("a response that was not submitted")
    if status not in (None, "submitted"):
        raise EventError("unknown_kind", "status: is none of draft, discarded, pending and submitted")
    values = get_object(response, "values")
    value = cast("dict[str, Any]", values[question]).get("value") if isinstance(values[question], dict) else None
    said = answers.read(question, _read_ranking(value, answers), options)
    events: list[dict[str, Any]] = []
    for place, (generation, reaction) in enumerate(said):
        event = {
            "kind": "reaction",
            "schema_version": SCHEMA_VERSION,
            "generation": generation,
            "clinician": name_person(response.get("user_id"), options, "user_id"),
            "time_signed": read_time(pick(response, "updated_at", "inserted_at"), options, "updated_at"),
            "reaction": reaction,
        }
        # A person answers a question of a record once.
        person = pick(response, "id") or hash_text(f"{record}\n{response.get('user_id')}")
        suffix = f"-{place}" if len(said) > 1 else ""
        events.append(name_event(f"{PRODUCT}-response", f"{person}-{hash_text(question)[:12]}{suffix}", event))
    return events


def _read_ranking(value: object, answers: ShownAnswers) -> object:
    """A ranking as field -> rank: of the API objects with a rank, of the SDK the fields, the best first."""
    if not isinstance(value, list) or not value:
        return value
    items = cast("list[Any]", value)
    if all(isinstance(item, str) and item in answers.generations for item in items):
        return {field: rank for rank, field in enumerate(items)}
    if all(isinstance(item, dict) and isinstance(item.get("value"), str) for item in items):
        return {item["value"]: item.get("rank") for item in items}
    return value
