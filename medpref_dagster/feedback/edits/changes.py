"""What an edit is: its changes, each with its place in both texts, its kind, its size, its weight and a sentence."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any, Final, Literal

from medpref_dagster.declaration.edits import KINDS, Kind

__all__ = ["CLINICAL", "KINDS", "Change", "Edit", "Kind", "apply_edit"]

CLINICAL: Final[tuple[Kind, ...]] = ("negation", "drug", "dose", "laterality", "diagnosis", "unit", "number")
"""What a left out or added clause may hold, the heaviest first."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change. Offsets count characters of the texts as they were given; an absent side is an empty span."""

    kind: Kind
    before_start: int
    before_end: int
    after_start: int
    after_end: int
    before: str
    after: str
    words: int
    """Of the larger side; what moved is counted once."""
    weight: float
    """By `EditRules.weights`: the kind's, and of a clause left out or added that of the heaviest thing in it."""
    holds: tuple[Kind, ...]
    """Clinical kinds that a clause left out or added holds."""
    explanation: str


@dataclass(frozen=True, slots=True)
class Edit:
    """What it took from one text to the other."""

    changes: tuple[Change, ...]
    """In the order of the later text. The changes inside a moved sentence stand behind its own."""
    words_before: int
    words_after: int

    @property
    def words(self) -> int:
        """Size in words. A change inside a moved sentence counts beside the sentence's own."""
        return sum(change.words for change in self.changes)

    @property
    def weight(self) -> float:
        """Of the heaviest change; 0 for equal texts."""
        return max((change.weight for change in self.changes), default=0.0)

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """Each kind once, in the order of `KINDS`."""
        present = {change.kind for change in self.changes}
        return tuple(kind for kind in KINDS if kind in present)

    def to_json(self) -> dict[str, Any]:
        """Lists, numbers and text only: for a column of JSON."""
        return {
            "changes": [{**asdict(change), "holds": list(change.holds)} for change in self.changes],
            "kinds": list(self.kinds),
            "words": self.words,
            "words_before": self.words_before,
            "words_after": self.words_after,
            "weight": self.weight,
        }


def apply_edit(before: str, edit: Edit) -> str:
    """The later text, made of the earlier one and the edit alone.

    What no change covers stands in both texts alike and in one order: so it fills what the changes leave open in the
    later text.

    Raises
    ------
    ValueError
        If the edit is not one of this text.
    """
    if any(before[change.before_start : change.before_end] != change.before for change in edit.changes):
        raise ValueError("the edit was described for another text: what it replaces does not stand there")
    kept = "".join(before[start:end] for start, end in _list_gaps(_cover(edit, "before"), len(before)))
    pieces: list[str] = []
    taken = written = 0
    for start, end, text in _cover(edit, "after"):
        pieces += [kept[taken : taken + start - written], text]
        taken += start - written
        written = end
    return "".join([*pieces, kept[taken:]])


def _cover(edit: Edit, side: Literal["before", "after"]) -> list[tuple[int, int, str]]:
    """The union of the spans of a side, in order, with what stands there."""
    if side == "before":
        spans = [(change.before_start, change.before_end, change.before) for change in edit.changes]
    else:
        spans = [(change.after_start, change.after_end, change.after) for change in edit.changes]
    covered: list[tuple[int, int, str]] = []
    for start, end, text in sorted(spans, key=lambda span: (span[0], -span[1])):
        if covered and start < covered[-1][1]:
            first, last, known = covered[-1]
            if end > last:
                covered[-1] = (first, end, known + text[last - start :])
        elif start < end:
            covered.append((start, end, text))
    return covered


def _list_gaps(spans: list[tuple[int, int, str]], length: int) -> Iterator[tuple[int, int]]:
    start = 0
    for first, last, _ in spans:
        yield start, first
        start = last
    yield start, length
