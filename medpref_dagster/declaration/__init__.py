"""What YAML may say, without Dagster: a task, a study, an ablation, feedback, a loop, a machine.

Every model forbids unknown fields. What can be checked without data or weights is checked here, so that a
mistake is refused at load, with its place in the file.
"""

from medpref_dagster.declaration.ablation import AblationDeclaration, Trial
from medpref_dagster.declaration.answers import (
    Answer,
    Label,
    LabelAnswer,
    LabelField,
    LabelsAnswer,
    OptionAnswer,
    TextAnswer,
)
from medpref_dagster.declaration.base import Declared, render_template, template_fields
from medpref_dagster.declaration.deidentification import DeclaredIdFormat, Deidentify
from medpref_dagster.declaration.evaluation import AnswerBy, Evaluation, Likert
from medpref_dagster.declaration.feedback import FeedbackDeclaration
from medpref_dagster.declaration.gate import Gate
from medpref_dagster.declaration.loop import LoopDeclaration
from medpref_dagster.declaration.prompt import MissingValueError, Prompt, as_prompt, template_columns
from medpref_dagster.declaration.source import Columns, LossLimits, Records, Source, Split
from medpref_dagster.declaration.study import Published, PublishedResult, StudyDeclaration
from medpref_dagster.declaration.task import TaskDeclaration
from medpref_dagster.declaration.training import Dpo, Guards, Lora, PairLossLimits, Rejected, Sft, Training

__all__ = [
    "AblationDeclaration",
    "Answer",
    "AnswerBy",
    "Columns",
    "Declared",
    "DeclaredIdFormat",
    "Deidentify",
    "Dpo",
    "Evaluation",
    "FeedbackDeclaration",
    "Gate",
    "Guards",
    "Label",
    "LabelAnswer",
    "LabelField",
    "LabelsAnswer",
    "Likert",
    "LoopDeclaration",
    "Lora",
    "LossLimits",
    "MissingValueError",
    "OptionAnswer",
    "PairLossLimits",
    "Prompt",
    "Published",
    "PublishedResult",
    "Records",
    "Rejected",
    "Sft",
    "Source",
    "Split",
    "StudyDeclaration",
    "TaskDeclaration",
    "TextAnswer",
    "Training",
    "Trial",
    "as_prompt",
    "render_template",
    "template_columns",
    "template_fields",
]
