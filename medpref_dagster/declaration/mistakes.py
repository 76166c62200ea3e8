"""From what pydantic finds wrong with a document to one line a mistake, with its place in the file."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeVar, cast

from pydantic import BaseModel, ValidationError

from medpref_dagster.declaration.documents import DeclarationError, Document, Place
from medpref_dagster.names import name_unknown, suggest_name

Declaration = TypeVar("Declaration", bound=BaseModel)

_LEADING_PLACE = re.compile(r"([A-Za-z_]\w*(?:\.\w+)*): ")
_LISTED_NAMES = re.compile(r"'(?P<name>[^']+)'(?P<why>[^;']*); accepted: (?P<known>\w+(?:, \w+)*)")
"""How a reader, a strategy or a metric says that a name is not one of its own."""
_SHOWN_CHARACTERS = 60
_PLAIN = {
    "missing": "is required",
    "model_type": "must be a map",
    "dict_type": "must be a map",
    "string_type": "must be text; put it in quotes",
    "tuple_type": "must be a list",
    "list_type": "must be a list",
    "union_tag_not_found": "is required",
}


def read_attributes(model: type[Declaration], document: Document) -> Declaration:
    """What stands under a document's `attributes:`, as the model that it must be.

    Raises
    ------
    DeclarationError
        One line for each mistake that the model's own validators find.
    """
    attributes = document.value.get("attributes")
    if not isinstance(attributes, dict):
        raise DeclarationError([document.mistake(("attributes",), "attributes are missing")])
    try:
        return model.model_validate(attributes)
    except ValidationError as error:
        schema = model.model_json_schema()
        found = _merge_branches([_explain(item, document, schema) for item in error.errors(include_url=False)])
        raise DeclarationError([document.mistake(place, message) for place, message in found]) from None


def list_fields(schema: Mapping[str, Any], place: Iterable[str | int]) -> list[str]:
    """The fields that a model's JSON schema has at a place, of every kind of value that may stand there."""
    definitions: dict[str, Any] = schema.get("$defs", {})
    nodes = list(_expand(schema, definitions))
    for part in place:
        following: list[Mapping[str, Any]] = []
        for node in nodes:
            below = node.get("properties", {}).get(part) or node.get("items") or node.get("additionalProperties")
            if isinstance(below, dict):
                following += _expand(cast("dict[str, Any]", below), definitions)
        nodes = following
    return list(dict.fromkeys(name for node in nodes for name in node.get("properties", {})))


def _expand(node: Mapping[str, Any], definitions: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    if "$ref" in node:
        yield from _expand(definitions[str(node["$ref"]).rpartition("/")[2]], definitions)
    for union in ("anyOf", "oneOf", "allOf"):
        for option in node.get(union, ()):
            yield from _expand(option, definitions)
    yield node


def _explain(error: Any, document: Document, schema: Mapping[str, Any]) -> tuple[Place, str]:
    """The place of an error in the document, with `attributes` before it, and what to say there."""
    kind, context = str(error["type"]), error.get("ctx", {})
    place = _find_place(error["loc"], document, keep_last=kind in {"missing", "union_tag_not_found"})
    if kind == "extra_forbidden":
        *above, name = place
        return place, name_unknown("field", str(name), list_fields(schema, above[1:]))
    if kind in {"union_tag_invalid", "union_tag_not_found"}:
        # of a field with another name in YAML pydantic gives both: 'from_' | 'from'
        place = (*place, re.findall(r"'([^']*)'", str(context["discriminator"]))[-1])
        if kind == "union_tag_invalid":
            tags = re.findall(r"'([^']*)'", str(context["expected_tags"]))
            return place, name_unknown("value", str(context["tag"]), tags)
    if kind == "value_error":
        return _follow_message(place, str(context["error"]), getattr(context["error"], "path", ()), document)
    message = _PLAIN.get(kind) or str(error["msg"])
    shown = _show_written(place, document)
    if kind in {"literal_error", "enum"}:
        names = re.findall(r"'([^']*)'", str(context["expected"]))
        if not isinstance(error["input"], str):
            given = "a list" if isinstance(error["input"], list | tuple) else shown or "a map"
            return place, f"must be one of {', '.join(map(repr, names))}, got {given}"
        return place, name_unknown("value", shown.strip("'"), names)
    if kind in {"too_short", "too_long"}:
        limit = context.get("min_length") if kind == "too_short" else context.get("max_length")
        message = f"must have at {'least' if kind == 'too_short' else 'most'} {limit}, has {context['actual_length']}"
    message = message[0].lower() + message[1:]
    message = message.replace("input should", "must").replace("unable to parse", "cannot read")
    return place, message + (f", got {shown}" if shown and kind != "missing" else "")


def _find_place(location: tuple[str | int, ...], document: Document, *, keep_last: bool) -> Place:
    """pydantic's location without the names of the branches of a union, which stand in no file."""
    place: Place = ("attributes",)
    value: Any = document.written.get("attributes")
    for number, part in enumerate(location):
        last = keep_last and number == len(location) - 1
        inside = isinstance(value, dict | list) and (
            part in value if isinstance(value, dict) else isinstance(part, int) and part < len(cast("Any", value))
        )
        if inside:
            place, value = (*place, part), cast("Any", value)[part]
        elif last:
            place = (*place, part)
    return place


def _follow_message(place: Place, message: str, path: Place, document: Document) -> tuple[Place, str]:
    """Our own validators may say the field themselves, as a path or at the head of the message: go there."""
    message = _LISTED_NAMES.sub(_name_nearest, message.replace("Value error, ", ""))
    if path:
        return ("attributes", *path), message
    while match := _LEADING_PLACE.match(message):
        parts: Place = tuple(match[1].split("."))
        numbered: Place = tuple(int(part) if part.isdecimal() else part for part in match[1].split("."))
        spots = [(*place[:depth], *way) for depth in range(len(place), 0, -1) for way in (parts, numbered)]
        # A field that is not written may have a default that is wrong together with what is written.
        spot = next((spot for spot in spots if spot in document.lines), None)
        if spot is None:
            break
        place, message = spot, message[match.end() :]
    return place, message


def _name_nearest(match: re.Match[str]) -> str:
    known = match["known"].split(", ")
    nearest = suggest_name(match["name"], known)
    return f"{match['name']!r}{match['why']};{nearest} accepted: {', '.join(map(repr, known))}"


def _show_written(place: Place, document: Document) -> str:
    """What is written at a place, as far as it is short and simple."""
    value: Any = document.written
    for part in place:
        if not isinstance(value, dict | list):
            return ""
        try:
            value = cast("Any", value)[part]
        except (KeyError, IndexError, TypeError):
            return ""
    if isinstance(value, dict | list):
        return ""
    shown = "nothing" if value is None else repr(value)
    return shown if len(shown) <= _SHOWN_CHARACTERS else shown[:_SHOWN_CHARACTERS] + " ..."


def _merge_branches(found: list[tuple[Place, str]]) -> list[tuple[Place, str]]:
    """One mistake once: of a union's branches the one that goes deepest speaks."""
    kept: dict[Place, str] = {}
    for place, message in found:
        if any(len(other) > len(place) and other[: len(place)] == place for other, _ in found):
            continue
        kept[place] = f"{kept[place]}, or {message}" if place in kept and kept[place] != message else message
    return list(kept.items())
