"""Langfuse: observations and scores of its blob storage export, its tables' export, its API, and whole traces.

| form | fields |
| --- | --- |
| blob storage: `observations_v2/`, `observations/`, `scores/` | `trace_id`, `string_value`; times in UTC, no offset |
| export of a table, API | `traceId`, `stringValue`; of the scores API v3 `subject`, and the text in `value` |
| a trace as JSON | `trace`, `observations`, `scores`; or a trace with these two inside |
"""

from collections.abc import Iterator, Mapping
from datetime import UTC
from functools import partial
from typing import Any

from medpref_dagster.feedback.events import SCHEMA_VERSION
from medpref_dagster.feedback.importers.fields import (
    get_object,
    get_objects,
    pick,
    read_context,
    read_decoding,
    read_highest,
)
from medpref_dagster.feedback.importers.importing import NotFeedbackError, Part
from medpref_dagster.feedback.importers.naming import name_event, name_other, name_person
from medpref_dagster.feedback.importers.options import ImportOptions
from medpref_dagster.feedback.importers.scores import find_label, read_score
from medpref_dagster.feedback.importers.texts import write_answer, write_prompt
from medpref_dagster.feedback.importers.times import read_time
from medpref_dagster.feedback.parsing import EventError

PRODUCT = "langfuse"
LISTS = ("data",)

_CALLS = ("GENERATION",)


def find_parts(record: Mapping[str, Any], options: ImportOptions) -> Iterator[Part]:
    """A score, an observation, or a trace with both."""
    trace = get_object(record, "trace") if "trace" in record and "name" not in record else record
    observations = get_objects(record, "observations") or get_objects(trace, "observations")
    scores = get_objects(record, "scores") or get_objects(trace, "scores")
    if any(observations) or any(scores):
        yield from _find_in_trace(trace, observations, scores, options)
    elif "dataType" in record or "data_type" in record:
        yield Part("", record, partial(_read_score, record, {}, options))
    elif "type" in record and ("traceId" in record or "trace_id" in record):
        yield Part("", record, partial(_read_observation, record, {}, options))
    elif "timestamp" in record and "id" in record:
        yield Part("", record, _skip_trace)
    else:
        raise EventError("unknown_record", "is neither a score nor an observation nor a trace of Langfuse")


def _find_in_trace(
    trace: Mapping[str, Any], observations: list[dict[str, Any]], scores: list[dict[str, Any]], options: ImportOptions
) -> Iterator[Part]:
    for number, observation in enumerate(observations):
        yield Part(f"observations[{number}]", observation, partial(_read_observation, observation, trace, options))
    if not any(observation.get("type") in _CALLS for observation in observations):
        yield Part("trace", trace, partial(_read_trace, trace, options))
    for number, score in enumerate(scores):
        yield Part(f"scores[{number}]", score, partial(_read_score, score, trace, options))


def _skip_trace() -> list[dict[str, Any]]:
    raise NotFeedbackError("a trace by itself: its observations are what models wrote")


def _read_observation(
    observation: Mapping[str, Any], trace: Mapping[str, Any], options: ImportOptions
) -> list[dict[str, Any]]:
    if observation.get("type") not in _CALLS:
        if not observation.get("type"):
            raise EventError("missing", "type: an observation without it")
        raise NotFeedbackError("an observation that is no model call")
    if options.call is not None and observation.get("name") != options.call:
        raise NotFeedbackError("another model call than the declared one")
    own, trace_id = observation.get("id"), pick(observation, "traceId", "trace_id") or trace.get("id")
    metadata = get_object(observation, "metadata")
    end = pick(observation, "endTime", "end_time", "startTime", "start_time")
    event = {
        "kind": "generation",
        "schema_version": SCHEMA_VERSION,
        "aliases": _name_aliases(own, trace_id),
        "time": read_time(end, options, "endTime", zone=UTC),
        "prompt": write_prompt(observation.get("input"), "input"),
        "answer": write_answer(observation.get("output"), "output"),
        "model": pick(metadata, "medpref.model")
        or pick(observation, "model", "provided_model_name", "providedModelName")
        or options.model,
        "decoding": read_decoding(get_object(observation, "modelParameters", "model_parameters")),
        **read_context(options.task, metadata, get_object(metadata, "attributes"), get_object(trace, "metadata")),
    }
    return [name_event(f"{PRODUCT}-observation", own, event)]


def _read_trace(trace: Mapping[str, Any], options: ImportOptions) -> list[dict[str, Any]]:
    """A trace without a model call of its own is what the model wrote."""
    if pick(trace, "output") is None:
        raise NotFeedbackError("a trace without an answer")
    metadata = get_object(trace, "metadata")
    event = {
        "kind": "generation",
        "schema_version": SCHEMA_VERSION,
        "aliases": _name_aliases(trace.get("id")),
        "time": read_time(trace.get("timestamp"), options, "timestamp", zone=UTC),
        "prompt": write_prompt(trace.get("input"), "input"),
        "answer": write_answer(trace.get("output"), "output"),
        "model": pick(metadata, "medpref.model", "model") or options.model,
        **read_context(options.task, metadata, get_object(metadata, "attributes")),
    }
    return [name_event(f"{PRODUCT}-trace", trace.get("id"), event)]


def _read_score(score: Mapping[str, Any], trace: Mapping[str, Any], options: ImportOptions) -> list[dict[str, Any]]:
    if score.get("source") == "EVAL":
        raise NotFeedbackError("a judge's score")
    metadata, subject = get_object(score, "metadata"), get_object(score, "subject")
    person = pick(metadata, "clinician") or pick(score, "authorUserId", "author_user_id")
    if person is None and score.get("source") != "ANNOTATION":
        # Sent by the product: by whoever used it.
        person = pick(get_object(score, "trace"), "userId", "user_id") or pick(trace, "userId", "user_id")
    about = pick(score, "observationId", "observation_id", "traceId", "trace_id")
    if about is None and subject.get("kind") in ("trace", "observation"):
        about = subject.get("id")
    event = {
        "kind": "reaction",
        "schema_version": SCHEMA_VERSION,
        "generation": name_other(about),
        "clinician": name_person(person, options, "authorUserId"),
        "time_shown": metadata.get("time_shown"),
        "time_signed": metadata.get("time_signed")
        or read_time(pick(score, "timestamp", "createdAt", "created_at"), options, "timestamp", zone=UTC),
        "reaction": _read_reaction(score, metadata, options),
    }
    return [name_event(f"{PRODUCT}-score", score.get("id"), event)]


def _read_reaction(score: Mapping[str, Any], metadata: Mapping[str, Any], options: ImportOptions) -> dict[str, Any]:
    data_type, value = pick(score, "dataType", "data_type"), score.get("value")
    text = pick(score, "stringValue", "string_value", "longStringValue", "long_string_value")
    if data_type in ("CORRECTION", "TEXT", "CATEGORICAL") and text is not None:
        value = text
    if data_type == "CORRECTION":
        return {"kind": "edited", "text": value}
    if data_type == "BOOLEAN" and find_label(text, options) is not None:
        value = text
    if data_type not in ("NUMERIC", "BOOLEAN", "CATEGORICAL", "TEXT"):
        raise EventError("unknown_kind", "dataType: is none of NUMERIC, BOOLEAN, CATEGORICAL, TEXT and CORRECTION")
    return read_score(score.get("name"), value, options, reason=pick(score, "comment"), highest=read_highest(metadata))


def _name_aliases(*ids: object) -> list[str] | None:
    names = [name for name in map(name_other, ids) if name is not None]
    return list(dict.fromkeys(names)) or None
