"""Several tasks judged together: the fields of `assets/<study>/defs.yaml`."""

from pydantic import Field, model_validator

from medpref_dagster.declaration.base import Declared, Seed
from medpref_dagster.declaration.source import Records
from medpref_dagster.names import name_unknown
from medpref_dagster.stages import DPO, SFT, check_comparisons


class PublishedResult(Declared):
    """One line of a published table, shown beside what a study found."""

    task: str = Field(description="The study's task that it is about.")
    measure: str = Field(description="What was measured, as it is called there.")
    metric: str | None = Field(
        default=None, description="The task's metric that it is shown beside, e.g. f1 or urgency.f1_macro."
    )
    model: str = Field(description="The base model there.")
    base: float | None = Field(default=None, description="Of the base model.")
    sft: float | None = Field(default=None, description="After SFT.")
    dpo: float | None = Field(default=None, description="After DPO.")
    p: str | None = Field(default=None, description="The p-value as printed, DPO against SFT.")


class Published(Declared):
    """A published table."""

    citation: str = Field(description="Where it was published.")
    note: str = Field(default="", description="What a reader must know to compare.")
    results: tuple[PublishedResult, ...] = Field(min_length=1, description="Its lines.")


class StudyDeclaration(Declared):
    """Several tasks judged together: one family of tests, one report."""

    title: str = Field(description="What the study is called for people.")
    tasks: tuple[str, ...] = Field(min_length=1, description="Folders under assets/, in the order of the report.")
    comparisons: tuple[tuple[str, str], ...] = Field(
        default=((SFT.name, DPO.name),),
        min_length=1,
        description="The pairs of models (first, second), by names as in predictions, whose tests make up the family "
        "that p-values are adjusted over.",
    )
    cross_task_rows: int = Field(
        default=16, gt=0, description="Test cases of each task that the models of the other tasks answer."
    )
    seeds: tuple[Seed, ...] = Field(
        default=(),
        description="Train every task again with each of these seeds, and report the spread; without them, do not.",
    )
    near_duplicate_similarity: float = Field(
        default=0.8, gt=0, le=1, description="As of a source, between the cases of different tasks, and feedback."
    )
    feedback: dict[str, Records] = Field(
        default_factory=dict[str, Records],
        description="Name -> texts that are trained on elsewhere, e.g. exported feedback; a check warns where one is a "
        "near duplicate of a dev or test case.",
    )
    published: Published | None = Field(default=None, description="A published table to stand beside ours.")

    @model_validator(mode="after")
    def _consistent(self) -> "StudyDeclaration":
        if len(set(self.tasks)) < len(self.tasks):
            raise ValueError(f"tasks: the same task twice in {list(self.tasks)}")
        if len(set(self.seeds)) < len(self.seeds):
            raise ValueError(f"seeds: the same seed twice in {list(self.seeds)}")
        if both := sorted(self.feedback.keys() & set(self.tasks)):
            raise ValueError(f"feedback: {', '.join(both)} is the name of a task; give it another one")
        check_comparisons(self.comparisons)
        results = self.published.results if self.published else ()
        if unknown := sorted({result.task for result in results} - set(self.tasks)):
            raise ValueError(f"published: {name_unknown('task', unknown[0], self.tasks)}")
        return self
