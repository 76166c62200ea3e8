"""What of a task or a study refreshes by itself: the fields of `automation` of its `defs.yaml`."""

from pydantic import Field

from medpref_dagster.declaration.base import Declared


class Automation(Declared):
    """What refreshes by itself: what was made once and runs no model. What trains, answers or rates is not."""

    refresh: bool = Field(
        default=False,
        description="Whether tables and reports are made again when what they are made of has changed: on or off. It "
        "can be turned in the UI as well.",
    )
    read_again_at: int = Field(
        default=5, ge=0, le=23, description="The hour, in UTC, at which a source that is read is read again each day."
    )
    fresh_for_hours: int = Field(
        default=48, ge=1, description="A source that was not read again for so long is shown as overdue."
    )
