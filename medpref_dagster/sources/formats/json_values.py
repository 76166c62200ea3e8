"""One JSON value: parsed within the limits, or why it is not."""

from __future__ import annotations

import json
import math
import re

from medpref_dagster.sources.limits import Limits
from medpref_dagster.sources.records import HALF_A_CHARACTER, Unreadable, is_unicode

NESTED_TOO_DEEP = "nested deeper than a record may be"
TOO_LONG = "longer than a record may be"

_STRING = re.compile(r'"(?:[^"\\]|\\.)*+"?', re.DOTALL)
_BRACKET = re.compile(r"[\[\]{}]")
_HALF_ESCAPE = re.compile(r"\\u[dD][89a-fA-F]")


class _RepeatedKeyError(ValueError):
    """An object has a key twice: one of the values would be lost."""


def parse_object(text: str, limits: Limits, where: str) -> dict[str, object] | Unreadable:
    """The object that a text is.

    NaN and the infinities are read as Python's json writes them; whole numbers have any size. A number that is too
    large for a float (1e999) stays the text that it is: it would be read as infinity.

    Parameters
    ----------
    text
        Without what stands around it.
    where
        The file and the place in it, for the detail.
    """

    def refuse(reason: str, why: str) -> Unreadable:
        return Unreadable(reason, f"{where}: {why}", text)

    if _is_deep(text, limits.depth):
        return refuse(NESTED_TOO_DEEP, "more levels than source.options.limits.depth")
    try:
        value = json.loads(text, object_pairs_hook=_keep_every_key, parse_float=_keep_every_number)
    except json.JSONDecodeError as error:
        return refuse("not valid JSON", f"not valid JSON at column {error.colno}")
    except _RepeatedKeyError:
        return refuse("a key stands twice", "an object has one key twice")
    except ValueError:
        return refuse("not valid JSON", "a whole number has more digits than Python reads")
    if not isinstance(value, dict):
        return refuse("not a JSON object", f"a JSON {type(value).__name__} instead of an object")
    if _HALF_ESCAPE.search(text) and not is_unicode(json.dumps(value, ensure_ascii=False)):
        return refuse(HALF_A_CHARACTER, "half of a surrogate pair, as of an emoji that was cut")
    return value


def _keep_every_number(text: str) -> float | str:
    number = float(text)
    return number if math.isfinite(number) else text


def _keep_every_key(pairs: list[tuple[str, object]]) -> dict[str, object]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise _RepeatedKeyError
    return value


def _is_deep(text: str, limit: int) -> bool:
    """Whether lists and objects are nested deeper; without recursion, since it decides whether a parser may."""
    if text.count("[") + text.count("{") <= limit:
        return False
    depth = 0
    for bracket in _BRACKET.finditer(_STRING.sub("", text)):
        depth += 1 if bracket[0] in "[{" else -1
        if depth > limit:
            return True
    return False
