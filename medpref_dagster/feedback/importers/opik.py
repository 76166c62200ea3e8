"""Opik: traces with their spans (`opik export`), and the traces and spans of its SDK and REST API."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from medpref_dagster.feedback.events import SCHEMA_VERSION
from medpref_dagster.feedback.importers.fields import get_object, get_objects, pick, read_context, read_decoding
from medpref_dagster.feedback.importers.importing import NotFeedbackError, Part
from medpref_dagster.feedback.importers.naming import hash_text, name_event, name_other, name_person
from medpref_dagster.feedback.importers.options import ImportOptions
from medpref_dagster.feedback.importers.scores import find_label, read_score
from medpref_dagster.feedback.importers.texts import write_answer, write_prompt
from medpref_dagster.feedback.importers.times import read_time
from medpref_dagster.feedback.parsing import EventError

PRODUCT = "opik"
LISTS = ("content",)

_SPAN_TYPES = ("general", "tool", "llm", "guardrail")
_CALL = "llm"


def find_parts(record: Mapping[str, Any], options: ImportOptions) -> Iterator[Part]:
    """A trace with its spans, a span, or a trace by itself; each with its scores."""
    if trace := get_object(record, "trace"):
        spans = get_objects(record, "spans")
        for number, span in enumerate(spans):
            if span.get("type") == _CALL:
                yield Part(f"spans[{number}]", span, partial(_read_span, span, trace, options))
        if not any(span.get("type") == _CALL for span in spans):
            yield Part("trace", trace, partial(_read_trace, trace, options))
        yield from _find_scores(trace, "trace.", options)
        for number, span in enumerate(spans):
            yield from _find_scores(span, f"spans[{number}].", options)
    elif "trace_id" in record and "type" in record:
        yield Part("", record, partial(_read_span, record, {}, options))
        yield from _find_scores(record, "", options)
    elif "start_time" in record and "id" in record:
        yield Part("", record, partial(_read_trace, record, options))
        yield from _find_scores(record, "", options)
    else:
        raise EventError("unknown_record", "is neither a trace nor a span of Opik")


def _read_span(span: Mapping[str, Any], trace: Mapping[str, Any], options: ImportOptions) -> list[dict[str, Any]]:
    if span.get("type") != _CALL:
        if span.get("type") not in _SPAN_TYPES:
            raise EventError("unknown_kind", f"type: is none of {', '.join(_SPAN_TYPES)}")
        raise NotFeedbackError("a span that is no model call")
    if options.call is not None and span.get("name") != options.call:
        raise NotFeedbackError("another model call than the declared one")
    metadata = get_object(span, "metadata")
    ids = (span.get("id"), pick(span, "trace_id") or trace.get("id"))
    event = {
        "kind": "generation",
        "schema_version": SCHEMA_VERSION,
        "aliases": [name for name in map(name_other, ids) if name is not None] or None,
        "model": pick(metadata, "medpref.model") or pick(span, "model") or options.model,
        "decoding": read_decoding(get_object(span, "input") | get_object(metadata, "model_parameters")),
        **_read_call(span, options),
        **read_context(options.task, metadata, get_object(trace, "metadata")),
    }
    return [name_event(f"{PRODUCT}-span", span.get("id"), event)]


def _read_trace(trace: Mapping[str, Any], options: ImportOptions) -> list[dict[str, Any]]:
    """A trace without model calls, or whose spans are not in the export, is what the model wrote."""
    if pick(trace, "output") is None:
        raise NotFeedbackError("a trace without an answer")
    metadata = get_object(trace, "metadata")
    name = name_other(trace.get("id"))
    event = {
        "kind": "generation",
        "schema_version": SCHEMA_VERSION,
        "aliases": None if name is None else [name],
        "model": pick(metadata, "medpref.model", "model") or options.model,
        **_read_call(trace, options),
        **read_context(options.task, metadata),
    }
    return [name_event(f"{PRODUCT}-trace", trace.get("id"), event)]


def _read_call(call: Mapping[str, Any], options: ImportOptions) -> dict[str, Any]:
    return {
        "time": read_time(pick(call, "end_time", "start_time"), options, "end_time"),
        "prompt": write_prompt(call.get("input"), "input"),
        "answer": write_answer(call.get("output"), "output"),
    }


def _find_scores(entity: Mapping[str, Any], place: str, options: ImportOptions) -> Iterator[Part]:
    """Scores, one for each author where several gave one under the same name."""
    for number, score in enumerate(get_objects(entity, "feedback_scores")):
        where = f"{place}feedback_scores[{number}]"
        by_author = get_object(score, "value_by_author")
        if not by_author:
            author = pick(score, "last_updated_by", "created_by")
            yield Part(where, score, partial(_read_score, entity.get("id"), score, author, options))
        for place_of_author, (key, entry) in enumerate(by_author.items()):
            fields: dict[str, Any] = dict(entry) if isinstance(entry, dict) else {}
            said = fields | {"name": score.get("name")}
            about = pick(fields, "span_id") or entity.get("id")
            # Of a span's score that a trace shows, the key is the author's and the span's.
            author = pick(fields, "author") or key.removesuffix(f"_{about}")
            read = partial(_read_score, about, said, author, options)
            yield Part(f"{where}.value_by_author[{place_of_author}]", said, read)


def _read_score(
    about: object, score: Mapping[str, Any], author: object, options: ImportOptions
) -> list[dict[str, Any]]:
    if (source := score.get("source")) not in ("ui", "sdk"):
        if source != "online_scoring":
            raise EventError("unknown_kind", "source: is none of ui, sdk and online_scoring")
        raise NotFeedbackError("a judge's score")
    category = pick(score, "category_name")
    value = category if find_label(category, options) is not None else score.get("value")
    event = {
        "kind": "reaction",
        "schema_version": SCHEMA_VERSION,
        "generation": name_other(about),
        "clinician": name_person(author, options, "last_updated_by"),
        "time_signed": read_time(pick(score, "last_updated_at", "created_at"), options, "last_updated_at"),
        "reaction": read_score(score.get("name"), value, options, reason=pick(score, "reason")),
    }
    # Opik has no ids of scores: one name by one author about one trace or span is one score.
    said = "\n".join((str(score.get("name")), str(author)))
    own = None if name_other(about) is None else f"{about}-{hash_text(said)}"
    return [name_event(f"{PRODUCT}-score", own, event)]
