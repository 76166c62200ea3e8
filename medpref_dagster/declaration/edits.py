"""What a change of a text is worth, and which edits are too small to make a pair: declared, not coded."""

from types import MappingProxyType
from typing import Final, Literal, cast, get_args

from pydantic import Field, model_validator

from medpref_dagster.declaration.base import Declared

Kind = Literal[
    "typo",
    "style",
    "order",
    "number",
    "unit",
    "dose",
    "negation",
    "laterality",
    "drug",
    "diagnosis",
    "omission",
    "addition",
    "other",
]

KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
"""docs/reference/edits.md has an example of each."""

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
