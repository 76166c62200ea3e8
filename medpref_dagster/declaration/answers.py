"""What a model may answer: a label, several, an option, a text."""

import re
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal

from pydantic import Field, field_validator, model_validator

from medpref_dagster.declaration.base import Declared, template_fields
from medpref_dagster.names import name_unknown


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
            raise ValueError(f"positive: {name_unknown('label', self.positive, self.labels)}")
        for label, sentence in self.sentences().items():
            if not sentence.lower().startswith(label.lower()):
                raise ValueError(f"labels: the answer of {label!r} must begin with {label!r}, it is {sentence!r}")
        _refuse_shared_values({name: self._values_of(name) for name in self.labels})
        return self

    def sentences(self) -> dict[str, str]:
        """Label -> answer sentence."""
        return {name: item if isinstance(item, str) else item.answer for name, item in self.labels.items()}

    def source_values(self) -> dict[str, str]:
        """Value in the source -> label."""
        return {value: name for name in self.labels for value in self._values_of(name)}

    def _values_of(self, name: str) -> tuple[str, ...]:
        item = self.labels[name]
        return (name,) if isinstance(item, str) else (item.values or (name,))


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

    @model_validator(mode="after")
    def _values_mean_one_label(self) -> "LabelField":
        _refuse_shared_values({name: values or (name,) for name, values in self.labels.items()})
        return self

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
        description="The answer, with {option} for the letter and {text} for its text, before or behind it.",
    )

    @model_validator(mode="after")
    def _template_names_the_option(self) -> "OptionAnswer":
        named = set(template_fields(self.template))
        if not named <= {"option", "text"} or "option" not in named:
            raise ValueError(f"template: must name {{option}} and may name {{text}}; it names {sorted(named)}")
        if re.search(r"\{text\}\s*\{option\}", self.template):
            raise ValueError(
                "template: a sign or a word must stand between {text} and {option}, as in '{text} ({option})', or the "
                "letter of 'Vitamin A B' is anyone's guess"
            )
        return self


class TextAnswer(Declared):
    """A free text: a summary, a rationale, a free response."""

    kind: Literal["text"] = Field(description="A free text.")
    column: str = Field(description="Column of the source with the gold text.")


Answer = Annotated[LabelAnswer | LabelsAnswer | OptionAnswer | TextAnswer, Field(discriminator="kind")]


def _refuse_shared_values(values: Mapping[str, Sequence[str]]) -> None:
    """The last of two labels would have the rows of both."""
    label_of: dict[str, str] = {}
    for label, of_label in values.items():
        for value in of_label:
            if label_of.setdefault(value, label) != label:
                raise ValueError(
                    f"labels: the source's value {value!r} stands under {label_of[value]!r} and under {label!r}; it "
                    "can mean one of them"
                )


def _refuse_yaml_booleans(labels: Any) -> Any:
    if isinstance(labels, dict):
        for label in labels:  # pyright: ignore[reportUnknownVariableType]
            if not isinstance(label, str):
                raise ValueError(
                    f"label {label!r} is not text; YAML reads a bare yes, no, true or 1 otherwise: put it in quotes"
                )
    return labels  # pyright: ignore[reportUnknownVariableType]
