"""From a product's record to events: each part by itself, so that a bad one costs itself and not the record."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from medpref_dagster.feedback.events import Generation, Reaction
from medpref_dagster.feedback.importers.options import ImportOptions
from medpref_dagster.feedback.parsing import EventError, parse_event

REASONS = {
    "unknown_record": "a record of another form than the product's exports have",
    "undeclared_score": "a score, assessment or question whose meaning nobody declared",
    "unknown_reaction": "a value that its declared meaning does not have",
    "unsupported_messages": "a prompt or an answer that is no text: an image, a call of a tool",
    "ambiguous_time": "a time without an offset in an hour that its zone has twice, or not at all",
    "no_pseudonym": "a person's e-mail address or name, and no key to make a pseudonym of it",
    "conflict": "another event with the same id came before it",
}
"""Why a part is refused, beside the reasons of `feedback.parsing`."""


class NotFeedbackError(Exception):
    """A part that is no person's reaction and no model's answer. The message says what it is, and no text."""


@dataclass(frozen=True)
class Part:
    """What of a record may be an event."""

    place: str
    """Within the record, such as `scores[2]`; empty for the record itself."""
    content: object
    """For the quarantine."""
    read: Callable[[], Sequence[dict[str, Any]]]
    """Its events as JSON has them. Raises EventError, or NotFeedbackError."""


@dataclass(frozen=True)
class Refused:
    """A part that cannot be an event."""

    place: str
    """File, record and part."""
    reason: str
    detail: str
    content: str
    """As JSON, or the text that is none."""


@dataclass(frozen=True)
class Skipped:
    """A part that is no feedback."""

    place: str
    reason: str


Outcome = Generation | Reaction | Refused | Skipped


class Importer(Protocol):
    """The module of a product."""

    PRODUCT: str
    LISTS: tuple[str, ...]

    def find_parts(self, record: Mapping[str, Any], options: ImportOptions) -> Iterable[Part]:
        """What of a record may be an event."""
        ...


def import_record(
    importer: Importer, record: Mapping[str, Any], place: str, options: ImportOptions, now: datetime
) -> Iterator[Outcome]:
    """What becomes of a record: its events, and why the rest of it is none.

    Parameters
    ----------
    record
        As JSON has it, no deeper than a source may be.
    place
        File and line, for messages.
    now
        With an offset; a time that is further ahead is refused.
    """
    try:
        parts = list(importer.find_parts(record, options))
    except EventError as error:
        yield Refused(place, error.reason, str(error), write_content(record))
        return
    for part in parts:
        where = f"{place} {part.place}".rstrip()
        try:
            events = [parse_event(event, now) for event in part.read()]
        except NotFeedbackError as no_feedback:
            yield Skipped(where, str(no_feedback))
        except EventError as error:
            yield Refused(where, error.reason, str(error), write_content(part.content))
        else:
            yield from events


def write_content(content: object) -> str:
    """What is kept in the quarantine. In ASCII, so that half an emoji can be kept, too."""
    return json.dumps(content, default=str)
