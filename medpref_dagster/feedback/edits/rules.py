"""Which edits are too small to make a pair."""

from dataclasses import dataclass

from medpref_dagster.declaration.edits import EditRules
from medpref_dagster.feedback.edits.changes import Edit

__all__ = ["EditRules", "Triviality", "is_trivial"]


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
