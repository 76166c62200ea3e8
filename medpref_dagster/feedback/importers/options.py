"""What an export does not say by itself, declared: what a score means, whose zone its times are in."""

import re
import zoneinfo
from datetime import datetime
from typing import Annotated

from pydantic import Field, field_validator

from medpref_dagster.declaration import Declared
from medpref_dagster.feedback.labels import LABELS

Meaning = Annotated[
    str, Field(pattern=r"^(thumb|edited|label|chosen|ignore|rated/([2-9]|[1-9][0-9]|100))(@[^@]{1,200})?$")
]
"""`thumb`, `edited`, `label`, `chosen`, `ignore` or `rated/5` (5 is the best); `@field` names the answer meant."""

TIE = "tie"
"""The label of a choice in which no answer is better."""


class ImportOptions(Declared):
    """What `medpref feedback import` is told."""

    scores: dict[str, Meaning] = Field(
        default={},
        description="Name of a score, assessment or question -> what it means: thumb, edited, label, chosen, ignore or "
        "rated/HIGHEST; with @FIELD where a record has several answers.",
    )
    labels: dict[str, str] = Field(
        default={},
        description="The product's label -> ours: accepted, rejected, regenerated, thumb_up, thumb_down, tie.",
    )
    timezone: str | None = Field(default=None, description="Zone of times without an offset, such as Europe/Vienna.")
    time: str | None = Field(default=None, description="Time of records that have none; ISO 8601 with an offset.")
    model: str | None = Field(default=None, description="Model of answers whose record names none.")
    task: str | None = Field(default=None, description="Task of answers whose record names none.")
    call: str | None = Field(
        default=None, description="Of a trace with several model calls, the name of the one that clinicians see."
    )
    prompt: str = Field(default="prompt", description="Label Studio, Argilla: the field that holds the prompt.")
    answers: tuple[str, ...] = Field(
        default=("answer",),
        min_length=1,
        max_length=64,
        description="Label Studio, Argilla: the fields that hold the answers; of a pair the left one first.",
    )
    pseudonym_key: str | None = Field(
        default=None,
        min_length=16,
        description="Secret by which people's ids become pseudonyms. Without it an e-mail address is refused.",
        repr=False,
    )

    @field_validator("labels")
    @classmethod
    def _labels_are_ours(cls, labels: dict[str, str]) -> dict[str, str]:
        if unknown := sorted(set(labels.values()) - {*LABELS, TIE}):
            raise ValueError(f"{', '.join(unknown)}: not among {', '.join([*LABELS, TIE])}")
        return labels

    @field_validator("timezone")
    @classmethod
    def _zone_is_known(cls, name: str | None) -> str | None:
        if name is not None:
            try:
                zoneinfo.ZoneInfo(name)
            except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
                raise ValueError("no time zone of this name; such as UTC or Europe/Vienna") from None
        return name

    @field_validator("time")
    @classmethod
    def _time_has_an_offset(cls, written: str | None) -> str | None:
        if written is not None and (not re.match(r"\d{4}-", written) or datetime.fromisoformat(written).tzinfo is None):
            raise ValueError("must be ISO 8601 with an offset, such as 2026-11-02T00:00:00Z")
        return written

    @field_validator("answers")
    @classmethod
    def _answers_differ(cls, answers: tuple[str, ...]) -> tuple[str, ...]:
        if len(set(answers)) < len(answers):
            raise ValueError("a field stands twice")
        return answers


NO_OPTIONS = ImportOptions()
