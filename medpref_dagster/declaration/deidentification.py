"""What a source says of its identifiers: which columns hold text, what names it knows, codes in formats of its own."""

from typing import Literal, get_args

import regex
from pydantic import Field, field_validator, model_validator

from medpref_dagster.declaration.base import Declared

Kind = Literal[
    "email",
    "url",
    "ip_address",
    "ssn",
    "phone",
    "fax",
    "medical_record",
    "health_plan",
    "account",
    "licence",
    "vehicle",
    "device",
    "biometric",
    "age",
    "date",
    "zip_code",
    "location",
    "name",
    "other_id",
]
"""The identifiers of 45 CFR 164.514(b)(2) that a text can hold; photographs are none of a text."""

KINDS: tuple[Kind, ...] = get_args(Kind)


class DeclaredIdFormat(Declared):
    """Ids in a format that only this organization has."""

    pattern: str = Field(
        min_length=1, max_length=500, description="A regular expression of the id, e.g. `STU-[0-9]{4}`; all of it goes."
    )
    kind: Kind = Field(default="other_id", description="What the id is of.")

    @field_validator("pattern")
    @classmethod
    def _can_be_searched(cls, pattern: str) -> str:
        try:
            compiled = regex.compile(pattern)
        except regex.error as error:
            raise ValueError(f"{pattern!r} is no regular expression: {error}") from None
        if compiled.search("") is not None:
            raise ValueError(
                f"{pattern!r} matches nothing at all, which is everywhere; let it ask for a letter or digit"
            )
        return pattern


class Deidentify(Declared):
    """How a source's texts are de-identified before they become cases."""

    columns: tuple[str, ...] = Field(
        default=(),
        description="Further columns with text in which identifiers are replaced. In the case's text, a free-text "
        "answer and rejected answers they always are.",
    )
    known_names: tuple[str, ...] = Field(
        default=(),
        description="Columns with names of patients and clinicians: found in the row's texts wherever they stand. They "
        "are left out of what is de-identified.",
    )
    id_formats: tuple[DeclaredIdFormat, ...] = Field(
        default=(), description="Codes in formats of your own, beside those that are known by their label or form."
    )
    languages: tuple[Literal["en"], ...] = Field(
        default=("en",), min_length=1, description="Languages of the texts; the rules know English."
    )
    on_unknown_language: Literal["refuse", "keep"] = Field(
        default="refuse",
        description="A text with a paragraph in another language is quarantined (refuse), or filtered all the same by "
        "rules that do not know it (keep).",
    )
    max_characters: int = Field(default=1_000_000, gt=0, description="A longer text is quarantined.")
    key: str | None = Field(
        default=None,
        pattern="^[0-9a-f]{16}$",
        description="Fingerprint of the privacy key (`medpref privacy-key show`): with another key nothing is made. "
        "Without it, the key of what is there already is the right one.",
    )

    @field_validator("columns", "known_names")
    @classmethod
    def _once_each(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        for name in names:
            if names.count(name) > 1:
                raise ValueError(f"{name!r} stands there twice")
        return names

    @model_validator(mode="after")
    def _no_column_is_both(self) -> "Deidentify":
        for name in self.known_names:
            if name in self.columns:
                raise ValueError(f"{name!r} is in columns and in known_names: names are left out, texts are kept")
        return self
