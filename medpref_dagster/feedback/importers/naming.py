"""Ids that are the same at every import: the product's own, with its name before them, else a hash of the content."""

import hashlib
import hmac
from typing import Any

from medpref_dagster.feedback.events import is_id
from medpref_dagster.feedback.importers.options import ImportOptions
from medpref_dagster.feedback.parsing import EventError
from medpref_dagster.hashing import content_key

_DIGITS = 40


def name_event(prefix: str, own: object, event: dict[str, Any]) -> dict[str, Any]:
    """An event with its id: `prefix-own`, where the product has an id of its own, else `prefix-sha256-...` of what the
    event says.

    An id that is too long, or has blanks or characters that are not ASCII, is hashed.
    """
    said = {name: value for name, value in event.items() if value is not None}
    if isinstance(own, str | int) and not isinstance(own, bool) and own != "":
        return said | {"id": name_other(own, f"{prefix}-")}
    try:
        return said | {"id": f"{prefix}-sha256-{content_key(**said)[:_DIGITS]}"}
    except (ValueError, TypeError):  # NaN, half a character, a value that JSON lacks: parsing says so
        return said | {"id": f"{prefix}-sha256-0"}


def name_other(own: object, prefix: str = "") -> str | None:
    """How an event names another one by the product's id; None where there is none."""
    if isinstance(own, bool) or not isinstance(own, str | int) or own == "":
        return None
    name = f"{prefix}{own}"
    return name if is_id(name) else f"{prefix}sha256-{hash_text(str(own))}"


def hash_text(text: str) -> str:
    """The begin of the sha256 of a text; half a character counts as what it is."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]


def name_person(own: object, options: ImportOptions, where: str) -> str | None:
    """The pseudonym of a person: with a key always `person-...`, without one the product's id if it may be one.

    Raises
    ------
    EventError
        `no_pseudonym`, for an e-mail address or a name with blanks, where there is no key.
    """
    if isinstance(own, bool) or not isinstance(own, str | int) or own == "":
        return None
    text = str(own)
    if options.pseudonym_key is not None:
        key = options.pseudonym_key.encode()
        digest = hmac.new(key, text.encode("utf-8", "surrogatepass"), "sha256").hexdigest()
        return f"person-{digest[:_DIGITS]}"
    if "@" in text or not is_id(text):
        raise EventError("no_pseudonym", f"{where}: an e-mail address or a name: set a key for pseudonyms")
    return text
