"""A whole clinical task: the fields of `assets/<task>/defs.yaml`."""

from pydantic import Field, field_validator, model_validator

from medpref_dagster.declaration.answers import Answer, LabelAnswer, OptionAnswer
from medpref_dagster.declaration.base import Declared
from medpref_dagster.declaration.evaluation import Evaluation
from medpref_dagster.declaration.prompt import Prompt, template_columns
from medpref_dagster.declaration.source import Source, Split
from medpref_dagster.declaration.training import Dpo, Rejected, Sft


class TaskDeclaration(Declared):
    """A clinical task, from its source to its verdict."""

    title: str = Field(description="What the task is called for people.")
    source: Source = Field(description="Where the raw cases come from.")
    prompt: str | Prompt = Field(
        description="The user message, with {column} for the source's columns, each of which must have a value; or a "
        "template with defaults and optional parts."
    )
    answer: Answer = Field(description="What the model may answer, and which column of the source says what is right.")
    split: Split = Field(default=Split(), description="How patients are split.")
    max_prompt_tokens: int = Field(
        default=1024, gt=0, description="A pair or example with a longer prompt is quarantined."
    )
    max_completion_tokens: int = Field(
        default=256, gt=0, description="A pair or example with a longer completion is quarantined."
    )
    rejected: Rejected = Field(default=Rejected(), description="How rejected answers are made.")
    sft: Sft = Field(default=Sft(), description="The SFT grid.")
    dpo: Dpo = Field(default=Dpo(), description="The DPO grid.")
    evaluation: Evaluation = Field(default=Evaluation(), description="How the models are judged.")

    @field_validator("prompt")
    @classmethod
    def _prompt_has_columns(cls, prompt: str | Prompt) -> str | Prompt:
        if not template_columns(prompt):
            raise ValueError("prompt: names no column of the source; write {column} where the case belongs")
        return prompt

    @model_validator(mode="after")
    def _likelihood_has_options(self) -> "TaskDeclaration":
        if self.evaluation.answer_by != "generation" and not isinstance(self.answer, LabelAnswer | OptionAnswer):
            raise ValueError(
                f"evaluation.answer_by: {self.evaluation.answer_by} needs answers to choose among, so an answer of "
                f"kind option or label; this one is of kind {self.answer.kind}: use generation"
            )
        return self
