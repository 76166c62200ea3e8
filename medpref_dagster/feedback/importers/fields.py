"""A record's fields, whatever their spelling, and what every product's metadata may say about an answer."""

import json
import re
from collections.abc import Mapping
from typing import Any, cast

CONTEXT = ("task", "specialty", "style", "patient", "encounter")

_DECODING = {
    "temperature": ("temperature",),
    "top_p": ("top_p", "topP"),
    "top_k": ("top_k", "topK"),
    "max_new_tokens": ("max_new_tokens", "max_completion_tokens", "max_tokens", "maxTokens"),
    "seed": ("seed",),
    "frequency_penalty": ("frequency_penalty", "frequencyPenalty"),
    "presence_penalty": ("presence_penalty", "presencePenalty"),
}
_WHOLE = ("top_k", "max_new_tokens", "seed")


def pick(record: Mapping[str, Any], *names: str) -> Any:
    """The first of these fields that says something: neither null nor an empty text."""
    for name in names:
        value = record.get(name)
        if value is not None and value != "":
            return value
    return None


def get_object(record: Mapping[str, Any], *names: str) -> dict[str, Any]:
    """The object in the first of these fields, also where it is written as JSON; an empty one if there is none."""
    value = pick(record, *names)
    if isinstance(value, str) and value.lstrip()[:1] == "{":
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            return {}
    return cast("dict[str, Any]", value) if isinstance(value, dict) else {}


def get_objects(record: Mapping[str, Any], *names: str) -> list[dict[str, Any]]:
    """The objects of the list in the first of these fields; what else stands in it becomes an empty object."""
    value = pick(record, *names)
    items = cast("list[object]", value) if isinstance(value, list) else []
    return [cast("dict[str, Any]", item) if isinstance(item, dict) else {} for item in items]


def read_context(task: str | None, *metadata: Mapping[str, Any]) -> dict[str, Any]:
    """Task, specialty, style, patient and encounter, from the first metadata that has each, as `task` or
    `medpref.task`."""
    found: dict[str, Any] = {}
    for name in CONTEXT:
        values = (pick(fields, name, f"medpref.{name}") for fields in metadata)
        value = next((value for value in values if value is not None), None)
        found[name] = str(value) if type(value) is int else value
    if found["task"] is None:
        found["task"] = task
    return found


def read_highest(metadata: Mapping[str, Any]) -> object:
    """The best rating of a score's scale, as metadata may say it; some products write all metadata as text."""
    highest = metadata.get("highest")
    return int(highest) if isinstance(highest, str) and re.fullmatch("[0-9]{1,3}", highest) else highest


def read_decoding(parameters: Mapping[str, Any]) -> dict[str, Any] | None:
    """The settings that we know, of a model call's parameters; numbers may be written as text."""
    found: dict[str, Any] = {}
    for ours, theirs in _DECODING.items():
        value = pick(parameters, *theirs)
        try:
            number = None if value is None or isinstance(value, bool) else float(value)
        except (TypeError, ValueError, OverflowError):
            number = None
        if number is None or number - number != 0:  # infinity and NaN: no setting
            continue
        found[ours] = int(number) if ours in _WHOLE and number.is_integer() else number
    return found or None
