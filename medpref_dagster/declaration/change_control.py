"""What a team says of its loop that no program can know: the block `change_control` of a feedback loop."""

from pydantic import Field

from medpref_dagster.declaration.base import Declared


class ChangeControl(Declared):
    """Statements for the change-control plan. What is left out stands in the plan as not declared."""

    intended_use: str = Field(default="", description="What the model is for, by whom and in which setting.")
    population: str = Field(default="", description="The patients that it is for.")
    reasons: str = Field(default="", description="Why it is changed at all, and what changes are never made.")
    inclusion: str = Field(default="", description="Which feedback and cases are taken, and which are not.")
    reference_standard: str = Field(default="", description="How the right answer is known, and by whom.")
    communication: str = Field(default="", description="How users learn of a new champion.")
    rollout: str = Field(default="", description="How a new champion comes into use.")
    monitoring: str = Field(default="", description="What is watched afterwards, and when it is rolled back.")
    benefit: str = Field(default="", description="What patients and clinicians gain from updates.")
    risk: str = Field(default="", description="What may go wrong, and whom it would harm.")
    mitigation: str = Field(default="", description="What is done against that.")
