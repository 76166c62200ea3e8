"""From events to preference pairs: the fields of `assets/<name>/defs.yaml` of a Feedback."""

import zoneinfo
from datetime import date
from typing import Any, Literal
from urllib.parse import urlsplit

from pydantic import Field, field_validator, model_validator

from medpref_dagster.declaration.base import Declared
from medpref_dagster.declaration.deidentification import Deidentify
from medpref_dagster.declaration.edits import EditRules
from medpref_dagster.declaration.signal import SignalRules
from medpref_dagster.declaration.source import DISCLOSURE, Columns, Records
from medpref_dagster.declaration.synthesis import Synthesis
from medpref_dagster.disclosure import Disclosure
from medpref_dagster.names import name_unknown

RuleName = Literal["edit", "rejected_then_accepted", "thumbs", "choice", "ratings"]


class EventSource(Declared):
    """Where events come from: a capture database, or the rows of a reader."""

    capture: str | None = Field(
        default=None,
        min_length=1,
        description="URL of the database that `medpref capture` writes: {{ env.NAME }}, since it may hold a password.",
    )
    reader: str | None = Field(default=None, description="Name of a reader whose rows are events.")
    options: dict[str, Any] = Field(default_factory=dict, description="The reader's own options.")
    event: str | None = Field(
        default=None,
        description="The reader's column that holds the whole event as JSON. Without it, a row's columns are the "
        "event's fields, lists and objects as JSON; a line of JSON Lines is an event as it stands.",
    )
    disclosure: Disclosure | None = DISCLOSURE

    @model_validator(mode="after")
    def _one_of_both(self) -> "EventSource":
        if (self.capture is None) == (self.reader is None):
            raise ValueError("say capture (a database's URL) or reader (a reader's name), one of them")
        if self.capture is not None and (self.options or self.event):
            raise ValueError("options and event belong to a reader; a capture database has none")
        return self

    def records(self) -> Records:
        """What a reader is asked for; no column of it is a case's."""
        return Records(
            reader=self.reader or "",
            options=self.options,
            columns=Columns(text=self.event or "id"),
            disclosure=self.disclosure,
        )

    def identify(self) -> dict[str, Any]:
        """What decides its events, without a user or password."""
        if self.capture is None:
            return self.model_dump(mode="json", exclude={"capture", "disclosure"})
        parts = urlsplit(self.capture)
        return {"capture": f"{parts.scheme}://{parts.hostname or ''}{parts.path}"}


class AcceptedRule(Declared):
    """Accepted unchanged is an example to be learned, unless it was signed faster than it can be read."""

    words_per_second: float = Field(
        default=8.0, gt=0, description="Signed faster than that, an answer was not read: neither example nor pair."
    )
    without_time: Literal["keep", "drop"] = Field(
        default="keep", description="What becomes of an acceptance that does not say when the answer was shown."
    )


class RatingsRule(Declared):
    """Ratings by one clinician of answers to one prompt, on the same scale."""

    margin: int = Field(default=2, ge=1, description="So many steps apart, the higher is preferred to the lower.")


class PairRules(Declared):
    """How reactions become pairs."""

    use: tuple[RuleName, ...] = Field(
        default=("edit", "choice", "rejected_then_accepted", "thumbs", "ratings"),
        min_length=1,
        description="The rules that make pairs. Where two make the same pair, the first one named has it.",
    )
    edit: EditRules = Field(default_factory=EditRules, description="What edits are worth, and which are trivial.")
    accepted: AcceptedRule = Field(default=AcceptedRule(), description="What counts as accepted.")
    ratings: RatingsRule = Field(default=RatingsRule(), description="Which ratings make a pair.")
    opposite: Literal["drop_both", "keep_newest", "weighted_majority"] = Field(
        default="drop_both",
        description="Where a prompt has one preference and its opposite: drop all of them, keep the newest one's side, "
        "or keep the side of the more reliable clinicians; then what only clinicians no better than chance prefer is "
        "dropped, too.",
    )
    min_judgements: int = Field(
        default=20,
        ge=2,
        description="Of weighted_majority: a clinician with fewer judgements that others made, too, counts as the "
        "median one.",
    )
    most_answers: int = Field(
        default=20,
        ge=2,
        description="Of one clinician's thumbs or ratings for one prompt, the newest so many of a kind make pairs.",
    )

    @field_validator("use")
    @classmethod
    def _each_once(cls, names: tuple[RuleName, ...]) -> tuple[RuleName, ...]:
        if len(set(names)) < len(names):
            raise ValueError(f"the same rule twice in {list(names)}")
        return names


class FeedbackDeclaration(Declared):
    """What clinicians did, week by week, as preference pairs and accepted examples."""

    title: str = Field(description="What it is called for people.")
    sources: dict[str, EventSource] = Field(min_length=1, description="Name -> where events come from.")
    start: date = Field(description="A day of the first week, e.g. 2026-06-01; what happened before is left out.")
    end: date | None = Field(
        default=None,
        description="A day of the last week, of feedback that came to its end; what came after is left out.",
    )
    timezone: str = Field(default="UTC", description="Weeks begin on Monday, at midnight there.")
    task: str | None = Field(default=None, description="The task that every event belongs to; else its own.")
    tasks: dict[str, str] = Field(
        default_factory=dict[str, str],
        description="The sender's name of a task -> the name that it has here; others stay as they are.",
    )
    lookback_weeks: int = Field(
        default=4,
        ge=0,
        le=52,
        description="So many weeks before its own a reaction finds its generation, and a pair its other half.",
    )
    rules: PairRules = Field(default_factory=PairRules, description="How reactions become pairs.")
    signal: SignalRules = Field(
        default_factory=SignalRules, description="How the report judges clinicians and pairs, and finds changes."
    )
    synthesis: Synthesis | None = Field(
        default=None,
        description="Fill slices that have few pairs with synthetic ones, written by a model and ranked by a judge; "
        "without it, none are made.",
    )
    deidentify: Deidentify | None = Field(
        default=None,
        exclude_if=lambda value: value is None,
        description="Replace what identifies somebody in prompts, answers, edits and reasons, and patients' ids, "
        "before pairs are made of them. It needs the privacy key. Events have no columns and no known_names.",
    )
    max_quarantined_share: float = Field(
        default=0.05, ge=0, le=1, description="Over this share of events that cannot be taken, a check fails."
    )
    min_matched_share: float = Field(
        default=0.9, ge=0, le=1, description="Under this share of reactions whose generation is known, a check warns."
    )
    max_opposite_share: float = Field(
        default=0.1, ge=0, le=1, description="Over this share of pairs with an opposite, a check warns."
    )
    memory: str = Field(
        default="1GB",
        pattern=r"^[0-9]+(\.[0-9]+)?(MB|GB)$",
        description="What the tables may take of memory, e.g. 1GB; beyond it, they spill to the store's disk.",
    )

    @field_validator("start", "end", mode="before")
    @classmethod
    def _is_a_day(cls, value: object) -> object:
        if isinstance(value, str):
            try:
                return date.fromisoformat(value)
            except ValueError:
                raise ValueError(f"{value!r} is no day such as 2026-06-01") from None
        return value

    @field_validator("timezone")
    @classmethod
    def _timezone_is_known(cls, timezone: str) -> str:
        try:
            zoneinfo.ZoneInfo(timezone)
        except (ValueError, OSError, LookupError):
            known = sorted(zoneinfo.available_timezones())
            raise ValueError(name_unknown("time zone", timezone, known, listed=False)) from None
        return timezone

    @field_validator("deidentify")
    @classmethod
    def _has_no_columns(cls, declared: Deidentify | None) -> Deidentify | None:
        if declared is not None and (declared.columns or declared.known_names):
            raise ValueError("columns and known_names belong to a task's source; events have none")
        return declared

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> "FeedbackDeclaration":
        if self.end is not None and self.end < self.start:
            raise ValueError(f"end: {self.end} is before the start, {self.start}")
        return self

    @model_validator(mode="after")
    def _one_way_to_a_task(self) -> "FeedbackDeclaration":
        if self.task is not None and self.tasks:
            raise ValueError("tasks: every event belongs to `task` already; say one of them")
        return self
