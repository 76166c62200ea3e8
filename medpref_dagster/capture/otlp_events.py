"""OpenTelemetry's words for what a model wrote and how it was judged, as our events.

| record | event |
| --- | --- |
| `gen_ai.client.inference.operation.details`, or a span with `gen_ai.output.messages` | generation |
| `gen_ai.evaluation.result` | reaction |

What GenAI has no word for stands in `medpref.*` attributes. Everything else is other telemetry, and left alone.
Nothing is guessed: a score without a scale is no rating.
"""

import json
from datetime import UTC, datetime, timedelta
from typing import Any, cast

from medpref_dagster.capture.otlp_records import Record
from medpref_dagster.feedback.events import SCHEMA_VERSION
from medpref_dagster.feedback.labels import LABELS, add_reason, read_rating
from medpref_dagster.feedback.parsing import EventError
from medpref_dagster.hashing import content_key

GENERATION = "gen_ai.client.inference.operation.details"
REACTION = "gen_ai.evaluation.result"
_OUTPUT = "gen_ai.output.messages"

_DECODING = {
    "gen_ai.request.temperature": "temperature",
    "gen_ai.request.top_p": "top_p",
    "gen_ai.request.top_k": "top_k",
    "gen_ai.request.max_tokens": "max_new_tokens",
    "gen_ai.request.seed": "seed",
    "gen_ai.request.frequency_penalty": "frequency_penalty",
    "gen_ai.request.presence_penalty": "presence_penalty",
}
_CONTEXT = ("task", "specialty", "style", "patient", "encounter")


def is_feedback(record: Record) -> bool:
    """Whether a record is one of ours."""
    return record.problem is not None or (
        _OUTPUT in record.attributes if record.is_span else record.name in (GENERATION, REACTION)
    )


def read_record(record: Record) -> dict[str, Any]:
    """A record as the JSON of an event, for `parse_event`. Its id is `medpref.event.id`, else a hash of what it says.

    Raises
    ------
    EventError
        If a part of it cannot be understood.
    """
    if record.problem is not None:
        raise EventError("malformed_otlp", record.problem)
    is_reaction = record.name == REACTION and not record.is_span
    said = _read_reaction(record) if is_reaction else _read_generation(record)
    event = {name: value for name, value in said.items() if value is not None}
    event |= {"kind": "reaction" if is_reaction else "generation", "schema_version": SCHEMA_VERSION}
    given = record.attributes.get("medpref.event.id")
    # Half a character has no hash; what has one is refused when it is parsed.
    return event | {"id": f"otlp-{_hash(event)}" if given is None else given}


def _read_generation(record: Record) -> dict[str, Any]:
    attributes = record.attributes
    decoding = {name: attributes[key] for key, name in _DECODING.items() if attributes.get(key) is not None}
    top_k = decoding.get("top_k")
    if isinstance(top_k, float) and top_k.is_integer():
        decoding["top_k"] = int(top_k)  # OpenTelemetry has it as a double
    aliases = (attributes.get("gen_ai.response.id"), record.span_id, record.trace_id)
    models = (attributes.get(name) for name in ("medpref.model", "gen_ai.response.model", "gen_ai.request.model"))
    return {
        "aliases": list(dict.fromkeys(alias for alias in aliases if alias)) or None,
        "time": _write_time(record.time_ns),
        "prompt": _read_prompt(attributes),
        "answer": _read_answer(attributes.get(_OUTPUT)),
        "model": next((model for model in models if model is not None), None),
        "decoding": decoding or None,
        **{name: attributes.get(f"medpref.{name}") for name in _CONTEXT},
    }


def _read_reaction(record: Record) -> dict[str, Any]:
    attributes = record.attributes
    generation = attributes.get("medpref.generation.id") or attributes.get("gen_ai.response.id") or record.span_id
    return {
        "generation": generation or None,
        "clinician": attributes.get("medpref.clinician") or attributes.get("enduser.pseudo.id"),
        "time_shown": attributes.get("medpref.time_shown"),
        "time_signed": attributes.get("medpref.time_signed") or _write_time(record.time_ns),
        "reaction": _read_what_was_done(attributes),
    }


def _read_what_was_done(attributes: dict[str, Any]) -> dict[str, Any]:
    reason = attributes.get("medpref.reason") or attributes.get("gen_ai.evaluation.explanation")
    if (edited := attributes.get("medpref.edited_text")) is not None:
        return {"kind": "edited", "text": edited}
    if (over := attributes.get("medpref.over")) is not None:
        return {"kind": "chosen", "over": over, "tie": attributes.get("medpref.tie", False)}
    label = attributes.get("medpref.reaction") or attributes.get("gen_ai.evaluation.score.label")
    if isinstance(label, str) and label in LABELS:
        return add_reason(LABELS[label], reason)
    score = attributes.get("gen_ai.evaluation.score.value")
    if score is not None:
        return read_rating(score, attributes.get("medpref.highest"), "medpref.highest")
    raise EventError(
        "unknown_reaction",
        f"gen_ai.evaluation.score.label: is none of {', '.join(LABELS)}, and neither medpref.edited_text nor "
        "medpref.over nor a score is there",
    )


def _read_prompt(attributes: dict[str, Any]) -> str | None:
    """What the model was given: one message's text, or the conversation as JSON."""
    instructions = _load(attributes.get("gen_ai.system_instructions"), "gen_ai.system_instructions")
    messages = _read_messages(attributes.get("gen_ai.input.messages"), "gen_ai.input.messages")
    if instructions is not None:
        text = _join_parts({"parts": instructions}, "gen_ai.system_instructions")
        messages = [{"role": "system", "content": text}, *messages]
    if not messages:
        return None
    if len(messages) == 1:
        return messages[0]["content"]
    return json.dumps(messages, ensure_ascii=False)


def _read_answer(value: object) -> str | None:
    messages = _read_messages(value, _OUTPUT)
    if len(messages) > 1:
        raise EventError("unsupported_messages", f"{_OUTPUT}: has {len(messages)} answers; send an event for each")
    return messages[0]["content"] if messages else None


def _read_messages(value: object, where: str) -> list[dict[str, str]]:
    loaded = _load(value, where)
    if loaded is None:
        return []
    messages: list[dict[str, str]] = []
    for message in loaded:
        role = message.get("role")
        if not isinstance(role, str):
            raise EventError("unsupported_messages", f"{where}: a message without a role")
        messages.append({"role": role, "content": _join_parts(message, where)})
    return messages


def _load(value: object, where: str) -> list[dict[str, Any]] | None:
    """A list of objects, given as such or as JSON: logs can have either, spans JSON alone."""
    if value is None:
        return None
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            raise EventError("unsupported_messages", f"{where}: is cut off, or no JSON") from None
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in cast(list[object], value)):
        raise EventError("unsupported_messages", f"{where}: must be a list of objects")
    return cast("list[dict[str, Any]]", value)


def _join_parts(message: dict[str, Any], where: str) -> str:
    """A message's text. Reasoning is not what a clinician saw; a tool's call or an image is no text."""
    content = message.get("content")
    if isinstance(content, str):
        return content
    parts: object = message.get("parts")
    texts: list[str] = []
    for part in cast(list[object], parts) if isinstance(parts, list) else [None]:
        found = cast("dict[str, Any]", part) if isinstance(part, dict) else {}
        if found.get("type") == "reasoning":
            continue
        if found.get("type") != "text" or not isinstance(found.get("content"), str):
            raise EventError("unsupported_messages", f"{where}: has a part that is no text")
        texts.append(found["content"])
    return "\n".join(texts)


def _write_time(nanoseconds: int) -> str | None:
    """ISO 8601 in UTC, in microseconds; None where a sender left the time out."""
    if nanoseconds == 0:
        return None
    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=nanoseconds // 1000)).isoformat()


def _hash(event: dict[str, Any]) -> str:
    try:
        return content_key(**event)[:40]
    except ValueError:  # NaN, or half a character
        return "0"
