"""What a change is worth, and which edits are too small to make a pair: declared, not coded."""

from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, cast

from pydantic import Field, model_validator

from medpref_dagster.declaration import Declared
from medpref_dagster.feedback.edits.changes import KINDS, Edit, Kind

_WEIGHTS: Final = MappingProxyType[Kind, float](
    {
        "typo": 0.0,
        "style": 0.0,
        "order": 0.0,
        "number": 0.8,
        "unit": 1.0,
        "dose": 1.0,
        "negation": 1.0,
        "laterality": 1.0,
        "drug": 1.0,
        "diagnosis": 1.0,
        "omission": 0.6,
        "addition": 0.6,
        "other": 0.3,
    }
)


class EditRules(Declared):
    """How edits are judged."""

    weights: dict[Kind, float] = Field(
        default_factory=lambda: dict(_WEIGHTS),
        description="Clinical weight of a change by its kind, from 0; kinds that are not named keep their default.",
    )
    trivial: dict[Kind, int | None] = Field(
        default_factory=lambda: cast("dict[Kind, int | None]", {"typo": None, "style": None, "order": None}),
        description="Kind -> the largest change of it, in words, that is trivial; null: of any size. "
        "An edit of trivial changes alone makes no pair.",
    )
    max_characters: int = Field(
        default=200_000,
        gt=0,
        description="Where either text is longer, what lies between their common beginning and end is one change.",
    )

    @model_validator(mode="after")
    def _complete_weights(self) -> "EditRules":
        if any(weight < 0 for weight in self.weights.values()):
            raise ValueError("weights: must be 0 or more")
        if any(size is not None and size < 0 for size in self.trivial.values()):
            raise ValueError("trivial: a size in words must be 0 or more, or null")
        for kind in KINDS:
            self.weights.setdefault(kind, _WEIGHTS[kind])
        return self


@dataclass(frozen=True, slots=True)
class Triviality:
    """Whether an edit makes no pair, and why; it is true or false itself."""

    trivial: bool
    reason: str

    def __bool__(self) -> bool:
        return self.trivial


def is_trivial(edit: Edit, rules: EditRules) -> Triviality:
    """Whether every change is of a declared kind and size; the reason names the first change that is not."""
    if not edit.changes:
        return Triviality(True, "the texts are equal")
    for change in edit.changes:
        if change.kind not in rules.trivial:
            return Triviality(False, f"a change of kind {change.kind}")
        largest = rules.trivial[change.kind]
        if largest is not None and change.words > largest:
            return Triviality(False, f"a change of kind {change.kind} of {change.words} words, more than {largest}")
    return Triviality(True, f"only changes of kind {', '.join(edit.kinds)}")
