"""What a task's YAML may say: the fields of `assets/<task>/defs.yaml`, without Dagster.

Every model forbids unknown fields. What can be checked without data or weights is checked here, so that a
mistake is refused at load, with its place in the file.
"""

import itertools
import string
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator


class Declared(BaseModel):
    """A part of a declaration: immutable, and strict about unknown fields."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Columns(Declared):
    """Which column of the source means what."""

    text: str = Field(
        description="Column with the case itself; its length is checked and near duplicates are searched in it."
    )
    row: str | None = Field(
        default=None, description="Column with the source's row id; without it, file and line number serve."
    )
    patient: str | None = Field(
        default=None, description="Column with the patient; without it, each row is its own patient."
    )


class Records(Declared):
    """Where records come from, and which of them can be read."""

    reader: str = Field(description="Name of a reader: a module of medpref_dagster.sources.")
    options: dict[str, Any] = Field(default_factory=dict, description="The reader's own options.")
    columns: Columns = Field(description="Which of its columns mean what.")
    max_quarantined_share: float = Field(
        default=0.05, ge=0, le=1, description="Over this share of quarantined rows, a check fails."
    )


class Source(Records):
    """Where the raw cases come from."""

    max_text_characters: int = Field(default=20_000, gt=0, description="A longer case is quarantined.")
    near_duplicate_similarity: float = Field(
        0.8,
        gt=0,
        le=1,
        description="Jaccard similarity of word 3-grams from which two cases count as near duplicates.",
    )


class Label(Declared):
    """One label of a label space."""

    answer: str = Field(description="The answer as the model should write it; begins with the label.")
    values: tuple[str, ...] = Field(
        default=(), description="Values of the source that mean this label; without them, the label itself."
    )


class LabelAnswer(Declared):
    """One label out of a declared space, written as a sentence that begins with it."""

    kind: Literal["label"] = Field(default="label", description="One label of a declared space.")
    column: str = Field(description="Column of the source with the gold label.")
    labels: dict[str, Label | str] = Field(
        description="The label space: label -> the answer sentence, or its answer and the source's values.",
        min_length=2,
    )
    positive: str | None = Field(
        default=None, description="The positive label of binary metrics; without it, macro averages are used."
    )

    @field_validator("labels", mode="before")
    @classmethod
    def _labels_are_text(cls, labels: Any) -> Any:
        return _refuse_yaml_booleans(labels)

    @model_validator(mode="after")
    def _consistent(self) -> "LabelAnswer":
        if self.positive is not None and self.positive not in self.labels:
            raise ValueError(f"positive: unknown label {self.positive!r}; accepted: {', '.join(self.labels)}")
        for label, sentence in self.sentences().items():
            if not sentence.lower().startswith(label.lower()):
                raise ValueError(f"labels: the answer of {label!r} must begin with {label!r}, it is {sentence!r}")
        return self

    def sentences(self) -> dict[str, str]:
        """Label -> answer sentence."""
        return {name: item if isinstance(item, str) else item.answer for name, item in self.labels.items()}

    def source_values(self) -> dict[str, str]:
        """Value in the source -> label."""
        return {
            value: name
            for name, item in self.labels.items()
            for value in ([name] if isinstance(item, str) else (item.values or (name,)))
        }


class LabelField(Declared):
    """One of several labels that an answer gives."""

    column: str = Field(description="Column of the source with the gold label.")
    labels: dict[str, tuple[str, ...]] = Field(
        description="The label space: label -> values of the source that mean it ([] for the label itself).",
        min_length=2,
    )
    positive: str | None = Field(
        default=None, description="The positive label of binary metrics; without it, macro averages are used."
    )

    @field_validator("labels", mode="before")
    @classmethod
    def _labels_are_text(cls, labels: Any) -> Any:
        return _refuse_yaml_booleans(labels)

    def source_values(self) -> dict[str, str]:
        """Value in the source -> label."""
        return {value: name for name, values in self.labels.items() for value in (values or (name,))}


class LabelsAnswer(Declared):
    """Several labels at once, e.g. who should answer a message and how urgently."""

    kind: Literal["labels"] = Field(description="Several labels at once.")
    fields: dict[str, LabelField] = Field(min_length=1, description="Name of each label -> its column and space.")
    template: str = Field(
        description="The answer, with {field} for each label, e.g. 'Personnel: {personnel}. Urgency: {urgency}.'"
    )

    @model_validator(mode="after")
    def _template_names_fields(self) -> "LabelsAnswer":
        named = set(template_fields(self.template))
        if named != set(self.fields):
            raise ValueError(f"template: names {sorted(named)}, the declared fields are {sorted(self.fields)}")
        return self


class OptionAnswer(Declared):
    """One of the options of a question, by letter."""

    kind: Literal["option"] = Field(description="One of a question's options, by letter.")
    column: str = Field(description="Column of the source with the gold letter.")
    options: dict[str, str] = Field(description="Letter -> column of the source with the option's text.", min_length=2)
    values: dict[str, str] = Field(
        default_factory=dict, description="Value in the source -> letter, where they differ."
    )
    template: str = Field(
        "The answer is {option}.",
        description="The answer, with {option} for the letter and {text} for its text.",
    )

    @model_validator(mode="after")
    def _template_names_the_option(self) -> "OptionAnswer":
        named = set(template_fields(self.template))
        if not named <= {"option", "text"} or "option" not in named:
            raise ValueError(f"template: must name {{option}} and may name {{text}}; it names {sorted(named)}")
        return self


class TextAnswer(Declared):
    """A free text: a summary, a rationale, a free response."""

    kind: Literal["text"] = Field(description="A free text.")
    column: str = Field(description="Column of the source with the gold text.")


Answer = Annotated[LabelAnswer | LabelsAnswer | OptionAnswer | TextAnswer, Field(discriminator="kind")]


class Split(Declared):
    """Shares of patients in each split. A patient is placed by a stable hash: new rows move nobody."""

    train: float = Field(default=0.6, gt=0, lt=1, description="Share of patients that is trained on.")
    eval: float = Field(default=0.1, gt=0, lt=1, description="Share that gives the loss curve while training.")
    dev: float = Field(default=0.1, gt=0, lt=1, description="Share that chooses among candidates.")
    test: float = Field(default=0.2, gt=0, lt=1, description="Share that the verdict is about.")
    seed: int = Field(default=0, description="Another seed places the patients anew.")

    @model_validator(mode="after")
    def _shares_sum_to_one(self) -> "Split":
        total = self.train + self.eval + self.dev + self.test
        if abs(total - 1) > 1e-9:
            raise ValueError(f"split: train, eval, dev and test must sum to 1, they sum to {total:g}")
        return self


class Rejected(Declared):
    """How rejected answers are made."""

    strategy: str = Field(
        default="other_label", description="Name of a strategy: a module of medpref_dagster.preferences.rejected."
    )
    options: dict[str, Any] = Field(default_factory=dict, description="The strategy's own options.")
    pairs: int = Field(default=500, gt=0, description="At most this many training pairs.")


class Lora(Declared):
    """Low-rank adapters; the target modules are the base model's."""

    rank: int = Field(default=16, gt=0, description="Rank of the update of each weight matrix.")
    alpha: int = Field(default=32, gt=0, description="The update is scaled by alpha / rank.")


class Training(Declared):
    """What SFT and DPO declare alike. A list makes a grid; the candidates are its product."""

    method: Literal["lora", "full"] = Field(default="lora", description="Train adapters, or every weight.")
    lora: Lora = Field(default=Lora(), description="The adapters of method lora.")
    learning_rate: tuple[float, ...] = Field(description="Peak learning rates of the grid.", min_length=1)
    epochs: tuple[float, ...] = Field(
        default=(1.0,), description="Passes over the training rows, of the grid.", min_length=1
    )
    batch_size: int = Field(default=8, gt=0, description="Rows an optimizer step, however they fit on the device.")
    warmup_share: float = Field(
        default=0.1, ge=0, lt=1, description="Share of the steps in which the learning rate rises."
    )
    scheduler: Literal["constant", "linear", "cosine"] = Field(
        default="linear", description="How the learning rate falls after the warm-up."
    )
    weight_decay: float = Field(default=0.0, ge=0, description="Of AdamW.")
    max_grad_norm: float = Field(default=1.0, gt=0, description="A larger gradient is scaled down to this norm.")
    seed: int = Field(default=0, description="Of the order of the rows and the adapters' first values.")
    max_training_rows: int | None = Field(
        default=None, gt=0, description="Use at most this many training rows (chosen by a stable hash)."
    )
    max_eval_rows: int | None = Field(
        default=100, gt=0, description="Rows of the eval split scored at each evaluation."
    )
    max_dev_rows: int | None = Field(default=None, gt=0, description="Dev rows that choose among candidates.")
    evaluations: int = Field(default=4, ge=1, description="How often the eval loss is taken in a training.")
    checkpoints: int = Field(
        default=4, ge=1, description="How many checkpoints a training writes; a killed one goes on from the last."
    )
    stop_early: bool = Field(
        default=False,
        description="Successive halving: after each round the worse half of the candidates on dev is stopped.",
    )

    @field_validator("learning_rate", "epochs", "beta", mode="before", check_fields=False)
    @classmethod
    def _one_value_is_a_list(cls, value: Any) -> Any:
        return (value,) if isinstance(value, int | float) and not isinstance(value, bool) else value

    @field_validator("learning_rate", "epochs", "beta", check_fields=False)
    @classmethod
    def _positive(cls, values: tuple[float, ...]) -> tuple[float, ...]:
        if any(value <= 0 for value in values):
            raise ValueError(f"must be above 0, got {list(values)}")
        if len(set(values)) != len(values):
            raise ValueError(f"the same value twice in {list(values)}")
        return values


class Sft(Training):
    """The SFT grid."""

    learning_rate: tuple[float, ...] = Field(
        default=(2e-3,), min_length=1, description="Peak learning rates of the grid."
    )
    epochs: tuple[float, ...] = Field(
        default=(2.0,), min_length=1, description="Passes over the training rows, of the grid."
    )

    def candidates(self) -> Iterator[dict[str, float]]:
        """Each candidate's own arguments, in the declared order."""
        for learning_rate, epochs in itertools.product(self.learning_rate, self.epochs):
            yield {"learning_rate": learning_rate, "epochs": epochs}


class Dpo(Training):
    """The DPO grid."""

    learning_rate: tuple[float, ...] = Field(
        default=(5e-5,), min_length=1, description="Peak learning rates of the grid."
    )
    beta: tuple[float, ...] = Field(
        default=(0.1,), description="Strengths of the tie to the reference model, of the grid.", min_length=1
    )
    sft_weight: float = Field(
        default=0.0, ge=0, description="Weight of the SFT loss on the chosen answer beside the DPO loss."
    )

    def candidates(self) -> Iterator[dict[str, float]]:
        """Each candidate's own arguments, in the declared order."""
        for learning_rate, beta, epochs in itertools.product(self.learning_rate, self.beta, self.epochs):
            yield {"learning_rate": learning_rate, "beta": beta, "epochs": epochs}


class Likert(Declared):
    """Ratings of the models' answers from 1 (worst) to 5 (best), by clinicians and, where declared, by a judge."""

    rubric: str = Field(min_length=1, description="What makes a good answer; the judge reads it.")
    judge: str | None = Field(
        default=None, description="Name of a judge of the profile; without it, only clinicians' ratings are shown."
    )
    max_cases: int | None = Field(
        default=None,
        ge=2,
        description="The judge rates at most this many test cases (chosen by a stable hash), each in two orders.",
    )
    seed: int = Field(default=0, description="Of the order in which the judge is shown the answers to a case.")


AnswerBy = Literal["generation", "likelihood", "likelihood_per_character"]


class Evaluation(Declared):
    """How the models are judged."""

    metrics: tuple[str, ...] = Field(
        default=("f1", "accuracy"), description="Names of metrics; the first one chooses models on dev.", min_length=1
    )
    # Left out where it is the default: an older declaration keeps the hashes that were made before there was a choice.
    answer_by: AnswerBy = Field(
        default="generation",
        exclude_if=lambda value: value == "generation",
        description="What the answer to a case is: what the model writes; or that of the declared options or labels "
        "which is most probable after the prompt, by its summed log-probability or by that per character.",
    )
    max_new_tokens: int = Field(default=24, gt=0, description="Length limit of a generated answer.")
    max_test_rows: int | None = Field(
        default=None, gt=0, description="Use at most this many test cases (chosen by a stable hash)."
    )
    confidence: float = Field(default=0.95, gt=0.5, lt=1, description="Coverage of the intervals.")
    bootstrap_samples: int = Field(default=2000, ge=100, description="Resamples of a bootstrap interval.")
    seed: int = Field(default=0, description="Of the bootstrap.")
    # Left out where there is none: a declaration without it keeps the hashes that it had before there was such a field.
    likert: Likert | None = Field(
        default=None,
        exclude_if=lambda value: value is None,
        description="Show ratings of the answers from 1 to 5 in the reports; without it, do not.",
    )

    def answer_settings(self) -> dict[str, Any]:
        """As JSON, what the models' answers may depend on: another rubric makes no model answer again."""
        return self.model_dump(mode="json", exclude={"likert"})


class TaskDeclaration(Declared):
    """A clinical task, from its source to its verdict."""

    title: str = Field(description="What the task is called for people.")
    source: Source = Field(description="Where the raw cases come from.")
    prompt: str = Field(description="The user message, with {column} for the source's columns.")
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
    def _prompt_has_columns(cls, prompt: str) -> str:
        if not template_fields(prompt):
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


Stage = Literal["base", "sft", "dpo"]


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
    comparisons: tuple[tuple[Stage, Stage], ...] = Field(
        default=(("sft", "dpo"),),
        min_length=1,
        description="The pairs of models whose tests make up the family that p-values are adjusted over.",
    )
    cross_task_rows: int = Field(
        default=16, gt=0, description="Test cases of each task that the models of the other tasks answer."
    )
    seeds: tuple[int, ...] = Field(
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
        if any(first == second for first, second in self.comparisons):
            raise ValueError("comparisons: a model cannot be compared with itself")
        results = self.published.results if self.published else ()
        if unknown := sorted({result.task for result in results} - set(self.tasks)):
            raise ValueError(f"published: unknown task {', '.join(unknown)}; accepted: {', '.join(self.tasks)}")
        return self


def template_fields(template: str) -> tuple[str, ...]:
    """The names in a `{name}` template, in order, once each. `{{` and `}}` stand for the braces themselves.

    Raises
    ------
    ValueError
        If a brace is unbalanced or a field is no plain name (no attributes, indexes, conversions or formats).
    """
    names: dict[str, None] = {}
    for _, name, specification, conversion in string.Formatter().parse(template):
        if name is None:
            continue
        if not name.isidentifier() or specification or conversion:
            raise ValueError(f"template field {{{name}}}: only a plain column name may stand in braces")
        names[name] = None
    return tuple(names)


def render_template(template: str, values: Mapping[str, object]) -> str:
    """Fill a `{name}` template.

    Raises
    ------
    KeyError
        If a named value is missing.
    """
    named = {name: str(values[name]) for name in template_fields(template)}
    return template.format_map(named)


def _refuse_yaml_booleans(labels: Any) -> Any:
    if isinstance(labels, dict):
        for label in labels:  # pyright: ignore[reportUnknownVariableType]
            if not isinstance(label, str):
                raise ValueError(
                    f"label {label!r} is not text; YAML reads a bare yes, no, true or 1 otherwise: put it in quotes"
                )
    return labels  # pyright: ignore[reportUnknownVariableType]
