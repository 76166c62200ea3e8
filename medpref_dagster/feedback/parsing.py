"""From JSON to an event, strictly. What is refused is refused with a precise reason, and never with any of its text."""

import json
import math
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, cast

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from medpref_dagster.feedback.events import (
    EVENT,
    FUTURE_TOLERANCE,
    SCHEMA_VERSION,
    Accepted,
    Chosen,
    Decoding,
    Edited,
    Generation,
    Rated,
    Reaction,
    Regenerated,
    Rejected,
    Thumb,
    list_times,
)
from medpref_dagster.names import suggest_name

DEPTH = 64
"""Levels of lists and objects that JSON may have."""
_MARK = b"\xef\xbb\xbf"
"""The byte order mark, which some senders put before UTF-8."""

_PARTS = (Generation, Reaction, Decoding, Accepted, Edited, Rejected, Thumb, Regenerated, Chosen, Rated)
_FIELDS = sorted({name for part in _PARTS for name in part.model_fields})
_REASONS = {
    "string_too_long": "too_long",
    "too_long": "too_long",
    "string_too_short": "empty",
    "too_short": "empty",
    "greater_than_equal": "out_of_range",
    "greater_than": "out_of_range",
    "less_than_equal": "out_of_range",
    "less_than": "out_of_range",
    "finite_number": "out_of_range",
}
"""Pydantic's kind of error -> ours; every other is a `wrong_type`."""
_OURS = frozenset(
    {
        "half_character",
        "control_character",
        "malformed_id",
        "malformed_time",
        "wrong_type",
        "naive_time",
        "early_time",
        "out_of_range",
        "times_out_of_order",
        "same_generation_twice",
    }
)
REASONS = {
    "not_utf8": "bytes that are not UTF-8",
    "malformed_json": "no JSON",
    "too_deep": f"lists and objects nested deeper than {DEPTH} levels",
    "repeated_key": "a key that stands twice in one object",
    "wrong_type": "a value of another type than the field's",
    "unknown_version": f"a `schema_version` other than {SCHEMA_VERSION}",
    "unknown_kind": "a `kind` that there is not",
    "missing": "a field that must be there",
    "unknown_field": "a field that there is not",
    "empty": "an empty id, text or list where something must be",
    "too_long": "a text or list that is too long",
    "out_of_range": "a number outside of its range",
    "malformed_id": "an id with blanks or characters that are not ASCII",
    "control_character": "NUL or another control character in a text",
    "half_character": "half of a surrogate pair: an emoji that was cut",
    "malformed_time": "no time in ISO 8601",
    "naive_time": "a time without an offset from UTC",
    "early_time": "a time before the year 2000",
    "future_time": "a time further ahead of the service's clock than is tolerated",
    "times_out_of_order": "signed before shown",
    "same_generation_twice": "a choice with one generation twice",
}
"""Every reason for which an event is refused."""


class EventError(ValueError):
    """An event that cannot be taken. `reason` is one of `REASONS`; the message says where and what, and no text."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason


def load_json(body: bytes) -> object:
    """JSON as its standard has it: UTF-8, no NaN, nothing infinite, no key twice, no deeper than `DEPTH`.

    Raises
    ------
    EventError
        `not_utf8`, `malformed_json`, `too_deep` or `repeated_key`.
    """
    try:
        text = body.removeprefix(_MARK).decode()
    except UnicodeDecodeError as error:
        raise EventError("not_utf8", f"the byte at {error.start} is not UTF-8") from None
    try:
        loaded: object = _DECODER.decode(text)
    except json.JSONDecodeError as error:
        raise EventError("malformed_json", f"no JSON from line {error.lineno}, column {error.colno} on") from None
    except RecursionError:
        raise EventError("too_deep", f"nested deeper than {DEPTH} levels") from None
    except EventError:
        raise
    except ValueError:
        raise EventError("malformed_json", "a number of thousands of digits") from None
    if is_deeper_than(loaded, DEPTH):
        raise EventError("too_deep", f"nested deeper than {DEPTH} levels")
    return loaded


def is_deeper_than(value: object, levels: int) -> bool:
    """Whether lists and objects are nested deeper than so many levels."""
    layer = _list_nested([value])
    for _ in range(levels):
        if not layer:
            return False
        layer = _list_nested(item for outer in layer for item in (outer.values() if isinstance(outer, dict) else outer))
    return bool(layer)


def _list_nested(values: Iterable[object]) -> list[dict[str, object] | list[object]]:
    return [cast("dict[str, object] | list[object]", value) for value in values if isinstance(value, dict | list)]


def parse_event(record: object, now: datetime, future_tolerance: timedelta = FUTURE_TOLERANCE) -> Generation | Reaction:
    """An event from a JSON object.

    Parameters
    ----------
    record
        What JSON gives: an object with `kind`, `schema_version`, `id` and what the kind needs.
    now
        The receiver's time, with an offset.
    future_tolerance
        How far the event's times may be ahead of it.

    Raises
    ------
    EventError
        With the first reason that holds. Never with a value of the record.
    """
    if not isinstance(record, Mapping):
        raise EventError("wrong_type", "an event must be a JSON object")
    fields = cast("Mapping[str, Any]", record)
    if "schema_version" not in fields:
        raise EventError("missing", "schema_version: is missing")
    version = fields["schema_version"]
    if type(version) is not int or version != SCHEMA_VERSION:
        raise EventError("unknown_version", f"schema_version: this medpref reads {SCHEMA_VERSION}, this is another")
    try:
        event = EVENT.validate_python(fields)
    except ValidationError as error:
        raise _explain(error.errors(include_url=False, include_input=False)[0]) from None
    for name, time in list_times(event).items():
        if time > now + future_tolerance:
            seconds = future_tolerance.total_seconds()
            raise EventError(
                "future_time", f"{name}: is more than {seconds:.0f} s ahead of this service's clock: set the sender's"
            )
    return event


def _explain(error: ErrorDetails) -> EventError:
    kind, place = error["type"], [str(part) for part in error["loc"]]
    # The first part is the kind of event, by which the model was chosen.
    place = place[1:]
    if kind == "extra_forbidden":
        # The name is the sender's: it may be anything, a patient's too.
        where = f" in {'.'.join(place[:-1])}" if place[:-1] else ""
        near = suggest_name(place[-1], _FIELDS)
        return EventError("unknown_field", f"a field{where} that there is not{';' + near if near else ''}")
    if kind in ("union_tag_invalid", "union_tag_not_found"):
        where = ".".join([*place, "kind"])
        if kind == "union_tag_not_found":
            return EventError("missing", f"{where}: is missing")
        return EventError(
            "unknown_kind", f"{where}: there is no such kind; {error.get('ctx', {}).get('expected_tags')}"
        )
    where = f"{'.'.join(place)}: " if place else ""
    if kind == "missing":
        return EventError("missing", f"{where}is missing")
    if kind == "string_unicode":
        # Texts are looked through before: it is the name of a field.
        return EventError("half_character", f"{where}the name of a field has half a character")
    said: Mapping[str, Any] = error.get("ctx", {})
    if kind == "too_long" and said.get("field_type") == "Value":
        length, most = said["actual_length"], said["max_length"]
        return EventError("too_long", f"{where}has {length} characters; at most {most} are taken")
    reason = kind if kind in _OURS else _REASONS.get(kind, "wrong_type")
    return EventError(reason, f"{where}{error['msg'][:1].lower()}{error['msg'][1:]}")


def _refuse_repeated_keys(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise EventError("repeated_key", "a key stands twice in one object")
    return found


def _refuse_constant(_: str) -> object:
    raise EventError("malformed_json", "NaN and Infinity are no JSON")


def _read_float(text: str) -> float:
    """What is beyond all floats would be read as infinite, of which there is no JSON to keep or to answer with."""
    value = float(text)
    if math.isinf(value):
        raise EventError("malformed_json", "a number that is larger than any that can be kept")
    return value


_DECODER = json.JSONDecoder(
    object_pairs_hook=_refuse_repeated_keys, parse_constant=_refuse_constant, parse_float=_read_float
)
"""Made once: to make one costs as much as to read an event with it."""
