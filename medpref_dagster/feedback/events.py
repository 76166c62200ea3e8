"""The event: what a model wrote (a generation), and what a clinician did with it (a reaction). Versioned, immutable.

An event's id is its sender's. The same id twice with the same content is one event; another content under an id that is
taken is a conflict. `docs/reference/events.md` is generated from the models here.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, Literal, Self, cast

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, TypeAdapter, model_validator
from pydantic_core import PydanticCustomError, to_json

from medpref_dagster.hashing import content_key

SCHEMA_VERSION = 1
"""What `schema_version` must be. It goes up with every change that an older reader would misunderstand."""

TEXT_CHARACTERS = 1_000_000
"""The longest prompt, answer or edited text."""
REASON_CHARACTERS = 10_000
ID_CHARACTERS = 200

FUTURE_TOLERANCE = timedelta(minutes=5)
"""How far a sender's clock may be ahead of ours."""
_EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
"""Earlier than that, a clock was never set."""

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_CONTROL_BYTES = bytes([*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), 0x7F])
"""Those of ASCII: to delete them from bytes takes a tenth of the time of the search."""
_HALF = re.compile(r"[\ud800-\udfff]")
_ID = re.compile(r"[!-~]+")
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def _check_text(value: object) -> object:
    if isinstance(value, str) and not _is_plain(value):
        if _HALF.search(value):
            raise PydanticCustomError(
                "half_character", "has half a character: one of a surrogate pair without the other"
            )
        if found := _CONTROL.search(value):
            raise PydanticCustomError(
                "control_character",
                "has the control character {code} at character {place}",
                {"code": f"U+{ord(found[0]):04X}", "place": found.start()},
            )
    return value


def _is_plain(text: str) -> bool:
    """Whether a text is ASCII without control characters, as most are."""
    return text.isascii() and len(text.encode().translate(None, _CONTROL_BYTES)) == len(text)


def _check_id(value: object) -> object:
    if isinstance(value, str) and value and not _ID.fullmatch(value):
        raise PydanticCustomError("malformed_id", "has a blank, a control character or a character that is not ASCII")
    return value


def is_id(value: object) -> bool:
    """Whether a value can be an event's id: only such a value may be said back."""
    return isinstance(value, str) and 0 < len(value) <= ID_CHARACTERS and _ID.fullmatch(value) is not None


def _read_time(value: object) -> object:
    """ISO 8601 with an offset, as UTC in microseconds."""
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            raise PydanticCustomError("malformed_time", "is no time in ISO 8601") from None
    if not isinstance(value, datetime):
        raise PydanticCustomError("wrong_type", "must be a time in ISO 8601, as text")
    if value.tzinfo is None:
        raise PydanticCustomError("naive_time", "has no offset from UTC: end it with Z or, say, +01:00")
    try:
        value = value.astimezone(UTC)
    except OverflowError:
        raise PydanticCustomError("malformed_time", "is no time that a calendar has") from None
    if value < _EARLIEST:
        raise PydanticCustomError("early_time", "is before the year 2000: the sender's clock was never set")
    return value


Id = Annotated[str, BeforeValidator(_check_id), Field(min_length=1, max_length=ID_CHARACTERS, pattern=r"^[!-~]+$")]
"""Visible ASCII without blanks. Ids of people are pseudonyms: who they are is nobody's business here."""
Text = Annotated[str, BeforeValidator(_check_text), Field(max_length=TEXT_CHARACTERS)]
"""Characters as they were. No control characters but tab, line feed and carriage return."""
Reason = Annotated[str, BeforeValidator(_check_text), Field(max_length=REASON_CHARACTERS)]
Time = Annotated[datetime, BeforeValidator(_read_time)]
Name = Annotated[str, BeforeValidator(_check_text), Field(min_length=1, max_length=ID_CHARACTERS)]


class _Part(BaseModel):
    """Immutable, without unknown fields, and without guesses: a number is no text, true is no number."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)


class Decoding(_Part):
    """How the answer was drawn."""

    temperature: float | None = Field(default=None, ge=0, description="0 is greedy")
    top_p: float | None = Field(default=None, ge=0, le=1)
    top_k: int | None = Field(default=None, ge=0, lt=2**31)
    max_new_tokens: int | None = Field(default=None, ge=1, lt=2**31)
    seed: int | None = Field(default=None, ge=-(2**63), lt=2**63)
    frequency_penalty: float | None = None
    presence_penalty: float | None = None


class Generation(_Part):
    """What a model wrote."""

    kind: Literal["generation"]
    schema_version: Literal[1]
    id: Id = Field(description="the sender's id of this event, and the generation's name")
    aliases: tuple[Id, ...] = Field(
        default=(),
        max_length=16,
        strict=False,
        description="other ids by which a reaction may name it, such as a response's or a span's; "
        "one that several generations have names none of them",
    )
    time: Time = Field(description="when the answer was written")
    prompt: Text = Field(
        min_length=1, description='what the model was given; a conversation as JSON, [{"role": ..., "content": ...}]'
    )
    answer: Text = Field(description="what it wrote, unchanged")
    model: Name = Field(description="address of the model artifact that wrote it")
    decoding: Decoding = Field(default=Decoding(), description="the settings by which it was drawn")
    task: Name | None = Field(default=None, description="the declared task, where the sender knows it")
    specialty: Name | None = Field(default=None, description="such as urology")
    style: Name | None = Field(default=None, description="the style of note that was asked for")
    patient: Id | None = Field(default=None, description="pseudonym of the patient")
    encounter: Id | None = Field(default=None, description="pseudonym of the encounter")


class Accepted(_Part):
    """Signed as it was."""

    kind: Literal["accepted"]


class Edited(_Part):
    """Signed after a change."""

    kind: Literal["edited"]
    text: Text = Field(description="the whole text that was signed")


class Rejected(_Part):
    """Not used."""

    kind: Literal["rejected"]
    reason: Reason | None = None


class Thumb(_Part):
    """A thumb up or down."""

    kind: Literal["thumb"]
    up: bool = Field(description="false is a thumb down")
    reason: Reason | None = None


class Regenerated(_Part):
    """Another answer was asked for in its place."""

    kind: Literal["regenerated"]


class Chosen(_Part):
    """Preferred to other answers, or found as good."""

    kind: Literal["chosen"]
    over: tuple[Id, ...] = Field(
        min_length=1, max_length=64, strict=False, description="ids of the generations that were shown beside it"
    )
    tie: bool = Field(default=False, description="true where none of them was better")


class Rated(_Part):
    """A rating on a Likert scale from 1 up."""

    kind: Literal["rated"]
    rating: int = Field(ge=1, le=100)
    highest: int = Field(default=5, ge=2, le=100, description="the best rating that the scale has")

    @model_validator(mode="after")
    def _rating_is_on_the_scale(self) -> Self:
        if self.rating > self.highest:
            raise PydanticCustomError("out_of_range", "the rating is above the highest of its scale")
        return self


class Reaction(_Part):
    """What a clinician did with an answer."""

    kind: Literal["reaction"]
    schema_version: Literal[1]
    id: Id = Field(description="the sender's id of this event")
    generation: Id = Field(description="id or alias of the generation")
    clinician: Id = Field(description="pseudonym of who reacted")
    time_shown: Time | None = Field(default=None, description="when the answer was shown; none where nobody knows")
    time_signed: Time = Field(description="when the clinician signed, clicked or chose")
    reaction: Annotated[
        Accepted | Edited | Rejected | Thumb | Regenerated | Chosen | Rated, Field(discriminator="kind")
    ]

    @model_validator(mode="after")
    def _times_and_names_are_in_order(self) -> Self:
        if self.time_shown is not None and self.time_shown > self.time_signed:
            raise PydanticCustomError("times_out_of_order", "signed before it was shown")
        if isinstance(self.reaction, Chosen):
            over = self.reaction.over
            if len(set(over)) < len(over) or self.generation in over:
                raise PydanticCustomError("same_generation_twice", "a generation stands twice in the choice")
        return self


Event = Annotated[Generation | Reaction, Field(discriminator="kind")]
EVENT: TypeAdapter[Generation | Reaction] = TypeAdapter(Event)


def dump_event(event: Generation | Reaction) -> dict[str, Any]:
    """An event as JSON has it, in one spelling: times in UTC, nothing that is not said."""
    return event.model_dump(mode="json", exclude_none=True, exclude_defaults=True)


def hash_event(event: Generation | Reaction) -> str:
    """The sha256 of what an event says, whatever order, spacing or offset it was sent in."""
    return hash_dumped(dump_event(event))


def hash_dumped(said: Mapping[str, Any]) -> str:
    """`hash_event` of what `dump_event` gave: its `content_key`."""
    if _holds_decimals(said):
        return content_key(**said)
    return hashlib.sha256(to_json(_sort_keys(said))).hexdigest()


def write_dumped(said: Mapping[str, Any]) -> str:
    """What `dump_event` gave, as JSON without blanks."""
    return _ENCODER.encode(said) if _holds_decimals(said) else to_json(said).decode()


def _holds_decimals(said: Mapping[str, Any]) -> bool:
    """Whether Pydantic's JSON may spell a number otherwise than the standard library's, which takes ten times as long.

    Only decoding settings are decimal numbers.
    """
    return any(isinstance(value, float) for value in said.get("decoding", {}).values())


def _sort_keys(value: Any) -> Any:
    if isinstance(value, dict):
        fields = cast("dict[str, Any]", value)
        return {name: _sort_keys(fields[name]) for name in sorted(fields)}
    return value


def get_time(event: Generation | Reaction) -> datetime:
    """When it happened: this decides in which week it counts."""
    return event.time if isinstance(event, Generation) else event.time_signed


def conflicts(stored_hash: str, sent_hash: str) -> bool:
    """Whether an event that came under a taken id is another event, not the same once more."""
    return stored_hash != sent_hash


def list_times(event: Generation | Reaction) -> dict[str, datetime]:
    """Field -> time, of every time that an event has."""
    times = {"time": event.time} if isinstance(event, Generation) else {"time_signed": event.time_signed}
    if isinstance(event, Reaction) and event.time_shown is not None:
        times["time_shown"] = event.time_shown
    return times


def describe_schema(ref_template: str = "#/$defs/{model}") -> dict[str, Any]:
    """The JSON Schema of an event, its parts under `$defs`; `ref_template` says how they refer to each other."""
    return EVENT.json_schema(mode="validation", ref_template=ref_template)
