"""MLflow: traces with their assessments, as `Trace.to_json`, `mlflow traces` and the REST API write them.

| version | spans | ids of spans |
| --- | --- | --- |
| 2 | `context`, `start_time`, `end_time` | `0x` and hexadecimal |
| early 3 | `span_id`, `end_time_unix_nano` | base64 |
| later 3 | the same, with `otel_trace_id` | hexadecimal |
"""

import base64
import binascii
import json
import re
from collections.abc import Iterator, Mapping
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
from medpref_dagster.feedback.importers.scores import read_score
from medpref_dagster.feedback.importers.texts import write_answer, write_prompt
from medpref_dagster.feedback.importers.times import read_time
from medpref_dagster.feedback.parsing import EventError

PRODUCT = "mlflow"
LISTS = ("traces",)

_CALLS = ("LLM", "CHAT_MODEL")
_TRACE_FIELDS = frozenset({"info", "trace_info", "trace_location", "assessments", "request_metadata"})
_EXPECTED = "expected_response"
"""MLflow's own name of the answer that should have been."""
_HEX_SPAN = re.compile(r"(?:0x)?([0-9a-f]{16})")
_MODELS = ("mlflow.llm.model", "gen_ai.response.model", "gen_ai.request.model", "model")


def find_parts(record: Mapping[str, Any], options: ImportOptions) -> Iterator[Part]:
    """A trace with its assessments, or an assessment by itself."""
    info = get_object(record, "info") or get_object(get_object(record, "trace_info"), "trace_info") or record
    trace_id = pick(info, "trace_id", "request_id")
    if "assessment_name" in record or ("source" in record and ("feedback" in record or "expectation" in record)):
        yield Part("", record, partial(_read_assessment, record, None, options))
        return
    if trace_id is None or not record.keys() & _TRACE_FIELDS:
        raise EventError("unknown_record", "is neither a trace nor an assessment of MLflow")
    data = get_object(record, "data")
    spans = get_objects(data, "spans") or get_objects(record, "spans")
    calls = [number for number, span in enumerate(spans) if _get_attribute(span, "mlflow.spanType") in _CALLS]
    for number in calls:
        yield Part(f"spans[{number}]", spans[number], partial(_read_span, spans[number], info, trace_id, options))
    if not calls:
        yield Part("trace", record, partial(_read_trace, info, data, spans, trace_id, options))
    assessments = get_objects(info, "assessments") or get_objects(record, "assessments")
    for number, assessment in enumerate(assessments):
        place = f"assessments[{number}]"
        yield Part(place, assessment, partial(_read_assessment, assessment, trace_id, options))


def _read_span(
    span: Mapping[str, Any], info: Mapping[str, Any], trace_id: object, options: ImportOptions
) -> list[dict[str, Any]]:
    if options.call is not None and span.get("name") != options.call:
        raise NotFeedbackError("another model call than the declared one")
    inputs, span_id = _get_attribute(span, "mlflow.spanInputs"), _read_span_id(span)
    settings = inputs if isinstance(inputs, dict) else {}
    models = (_get_attribute(span, name) for name in _MODELS)
    end = pick(span, "end_time_unix_nano", "end_time", "start_time_unix_nano", "start_time")
    event = {
        "kind": "generation",
        "schema_version": SCHEMA_VERSION,
        "aliases": [name for name in (name_other(span_id), name_other(trace_id)) if name is not None],
        "time": read_time(end, options, "end_time", unit="ns"),
        "prompt": write_prompt(inputs, "mlflow.spanInputs"),
        "answer": write_answer(_get_attribute(span, "mlflow.spanOutputs"), "mlflow.spanOutputs"),
        "model": next((model for model in models if model), None) or settings.get("model") or options.model,
        "decoding": read_decoding(settings | get_object(span, "model_parameters")),
        **_read_trace_context(info, options),
    }
    # A span's id holds within its trace alone.
    own = None if span_id is None else f"{trace_id}-{span_id}"
    return [name_event(f"{PRODUCT}-span", own, event)]


def _read_trace(
    info: Mapping[str, Any],
    data: Mapping[str, Any],
    spans: list[dict[str, Any]],
    trace_id: object,
    options: ImportOptions,
) -> list[dict[str, Any]]:
    """A trace without a model call of its own is what the model wrote: its root's inputs and outputs."""
    root = next((span for span in spans if not pick(span, "parent_span_id", "parent_id")), {})
    answer = _get_attribute(root, "mlflow.spanOutputs") or _load(data.get("response"))
    if answer is None:
        raise NotFeedbackError("a trace without its data")
    tags = get_object(info, "tags")
    event = {
        "kind": "generation",
        "schema_version": SCHEMA_VERSION,
        "aliases": [name_other(trace_id)],
        "time": read_time(pick(info, "request_time", "timestamp_ms"), options, "request_time", unit="ms"),
        "prompt": write_prompt(_get_attribute(root, "mlflow.spanInputs") or _load(data.get("request")), "request"),
        "answer": write_answer(answer, "response"),
        "model": pick(tags, "medpref.model") or options.model,
        **_read_trace_context(info, options),
    }
    return [name_event(f"{PRODUCT}-trace", trace_id, event)]


def _read_trace_context(info: Mapping[str, Any], options: ImportOptions) -> dict[str, Any]:
    return read_context(options.task, get_object(info, "tags"), get_object(info, "trace_metadata", "request_metadata"))


def _read_assessment(assessment: Mapping[str, Any], trace_id: object, options: ImportOptions) -> list[dict[str, Any]]:
    source, metadata = get_object(assessment, "source"), get_object(assessment, "metadata")
    if (kind := source.get("source_type")) != "HUMAN":
        if kind not in ("LLM_JUDGE", "AI_JUDGE", "CODE"):
            raise EventError("unknown_kind", "source.source_type: is none of HUMAN, LLM_JUDGE, AI_JUDGE and CODE")
        raise NotFeedbackError("a judge's or a program's assessment")
    if assessment.get("valid") is False:
        raise NotFeedbackError("an assessment that another one replaced")
    person = pick(metadata, "clinician") or source.get("source_id")
    times = ("last_update_time", "last_update_time_ms", "create_time", "create_time_ms")
    event = {
        "kind": "reaction",
        "schema_version": SCHEMA_VERSION,
        "generation": name_other(pick(assessment, "span_id") or pick(assessment, "trace_id") or trace_id),
        "clinician": name_person(person, options, "source.source_id"),
        "time_shown": metadata.get("time_shown"),
        "time_signed": metadata.get("time_signed")
        or read_time(pick(assessment, *times), options, "last_update_time", unit="ms"),
        "reaction": _read_reaction(assessment, metadata, options),
    }
    return [name_event(f"{PRODUCT}-assessment", assessment.get("assessment_id"), event)]


def _read_reaction(
    assessment: Mapping[str, Any], metadata: Mapping[str, Any], options: ImportOptions
) -> dict[str, Any]:
    name = pick(assessment, "assessment_name", "name")
    if expectation := get_object(assessment, "expectation"):
        value = expectation.get("value")
        if serialized := get_object(expectation, "serialized_value"):
            value = _load(serialized.get("value"))
        if name == _EXPECTED and name not in options.scores and isinstance(value, str):
            return {"kind": "edited", "text": value}
        return read_score(name, value, options)
    feedback = get_object(assessment, "feedback")
    if feedback.get("error") or assessment.get("error"):
        raise NotFeedbackError("an assessment that failed")
    if "value" not in feedback:
        raise EventError("missing", "feedback.value: is missing")
    return read_score(
        name, feedback["value"], options, reason=pick(assessment, "rationale"), highest=read_highest(metadata)
    )


def _get_attribute(span: Mapping[str, Any], name: str) -> Any:
    return _load(get_object(span, "attributes").get(name))


def _load(value: object) -> Any:
    """Attributes of spans are JSON, except where another program wrote them."""
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        return value


def _read_span_id(span: Mapping[str, Any]) -> str | None:
    """As assessments name it: 16 hexadecimal digits. None where it is no span's id."""
    own = pick(get_object(span, "context"), "span_id") or pick(span, "span_id")
    if not isinstance(own, str):
        return None
    if found := _HEX_SPAN.fullmatch(own):
        return found[1]
    try:
        decoded = base64.b64decode(own, validate=True)
    except (binascii.Error, ValueError):
        return own
    return decoded.hex() if len(decoded) == 8 else own
