"""Slices of feedback: what has the same values of the declared columns."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from medpref_dagster.declaration.synthesis import SliceRules
from medpref_dagster.words import split_words

NameSlice = Callable[[Mapping[str, Any]], str | None]
"""A row's slice; None where a declared column has no value."""


def open_slices(rules: SliceRules) -> NameSlice:
    """How rows are told apart by slice.

    Parameters
    ----------
    rules
        Their columns are those of the row (`task`, `specialty`, `style`), or are found in the words of its `prompt`.

    >>> of = open_slices(SliceRules(columns=("style", "diagnosis"), terms={"diagnosis": {"sepsis": ("septic shock",)}}))
    >>> of({"style": "soap", "prompt": "In SEPTIC shock."}), of({"style": "soap", "prompt": "A septic patient."})
    ('style=soap, diagnosis=sepsis', None)
    """
    terms = {
        column: {value: [_join_words(phrase) for phrase in phrases] for value, phrases in values.items()}
        for column, values in rules.terms.items()
        if column in rules.columns
    }

    def name_slice(row: Mapping[str, Any]) -> str | None:
        words = _join_words(row["prompt"]) if terms else ""
        values = {
            column: _find_value(words, terms[column]) if column in terms else row.get(column)
            for column in rules.columns
        }
        # What no one named, or named with blanks alone, is no value.
        if not all(isinstance(value, str) and value.strip() for value in values.values()):
            return None
        return ", ".join(f"{column}={value}" for column, value in values.items())

    return name_slice


def count_slices(rows: Iterable[Mapping[str, Any]], name_slice: NameSlice) -> Counter[str | None]:
    """How many rows each slice has; under None those of no slice."""
    return Counter(name_slice(row) for row in rows)


def _join_words(text: str) -> str:
    return f" {' '.join(split_words(text))} "


def _find_value(words: str, values: Mapping[str, Iterable[str]]) -> str | None:
    return next((value for value, phrases in values.items() if any(phrase in words for phrase in phrases)), None)
