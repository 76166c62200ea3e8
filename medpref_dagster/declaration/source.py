"""Where a task's cases come from, and how its patients are split."""

from typing import Any, Literal

from pydantic import Field, model_validator

from medpref_dagster.declaration.base import Declared
from medpref_dagster.declaration.deidentification import Deidentify
from medpref_dagster.disclosure import Disclosure

DISCLOSURE: Any = Field(
    default=None,
    # Left out where nothing is declared: an older declaration keeps the hash that it had before there was a choice.
    exclude_if=lambda value: value is None,
    description="What its text tells of patients: synthetic, deidentified or identifiable. All that is made of it has "
    "the strictest of its sources: only synthetic text is shown, only what the profile allows leaves the machine, and "
    "what is not synthetic is in files for their owner alone. Without it, identifiable; of the reader synthetic, "
    "synthetic.",
)
"""The field of every source."""


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
    disclosure: Disclosure | None = DISCLOSURE
    max_quarantined_share: float = Field(
        default=0.05, ge=0, le=1, description="Over this share of quarantined rows, a check fails."
    )

    def limit_of(self, kind: str) -> tuple[float, str]:
        """The limit of a kind of loss, and the field that says it."""
        return self.max_quarantined_share, "max_quarantined_share"


class LossLimits(Declared):
    """Limits of single kinds of loss, as shares of all rows. What has a limit here does not count for
    `max_quarantined_share`: a loss that is in the nature of the data is allowed, and every other stays watched."""

    unreadable: float | None = Field(
        default=None, ge=0, le=1, description="Rows that cannot be read, or hold a list or object where text is needed."
    )
    missing: float | None = Field(
        default=None, ge=0, le=1, description="Rows without text, answer, patient, row id or a value for the prompt."
    )
    unknown_label: float | None = Field(
        default=None,
        ge=0,
        le=1,
        description="Rows with an answer outside the label space, or whose option's text hides its letter.",
    )
    too_long: float | None = Field(default=None, ge=0, le=1, description="Rows over `max_text_characters`.")
    repeated: float | None = Field(default=None, ge=0, le=1, description="Rows with the id of another row.")
    split: float | None = Field(
        default=None, ge=0, le=1, description="Rows without a declared split, or of a patient who is in a later one."
    )
    conflicting: float | None = Field(
        default=None, ge=0, le=1, description="Rows that say the same as another one and have another answer."
    )
    duplicate: float | None = Field(
        default=None, ge=0, le=1, description="Duplicates and near duplicates that agree; without it, no limit."
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
    duplicates_by: tuple[str, ...] | None = Field(
        default=None,
        min_length=1,
        # Left out where nothing is declared: an older declaration keeps the hash that it had before there was a choice.
        exclude_if=lambda columns: columns is None,
        description="Columns in which cases are compared for duplicates; without it, those that the prompt shows.",
    )
    loss_limits: LossLimits = Field(
        default=LossLimits(),
        exclude_if=lambda limits: limits == LossLimits(),
        description="Limits of their own for single kinds of loss, e.g. {missing: 0.6}.",
    )

    deidentify: Deidentify | None = Field(
        default=None,
        exclude_if=lambda value: value is None,
        description="Replace what identifies somebody before rows become cases, patients' ids included; what is made "
        "of them is deidentified then. It needs the privacy key.",
    )

    def limit_of(self, kind: str) -> tuple[float, str]:
        """The limit of a kind of loss, and the field that says it."""
        own: float | None = getattr(self.loss_limits, kind)
        return super().limit_of(kind) if own is None else (own, f"source.loss_limits.{kind}")


SplitName = Literal["train", "eval", "dev", "test"]


class Split(Declared):
    """Which patients are trained on, evaluated on, chosen by and judged by.

    Without `column` a patient is placed by a stable hash and the shares: new rows move nobody. With it, the source
    says the split; where it knows fewer splits than we do, several are drawn from one of its values:
    `{column: part, values: {train: [train, eval, dev], test: test}}`.
    """

    train: float = Field(default=0.6, ge=0, le=1, description="Share of patients that is trained on.")
    eval: float = Field(default=0.1, ge=0, le=1, description="Share that gives the loss curve while training.")
    dev: float = Field(default=0.1, ge=0, le=1, description="Share that chooses among candidates.")
    test: float = Field(default=0.2, ge=0, le=1, description="Share that the verdict is about.")
    seed: int = Field(default=0, description="Another seed places the patients anew.")
    # Left out where they are the default: an older declaration keeps the hashes that it had before there was a choice.
    column: str | None = Field(
        default=None,
        exclude_if=lambda value: value is None,
        description="Column of the source that gives the split. A patient in several is kept in the last of them "
        "(test, dev, eval, train) and quarantined elsewhere.",
    )
    values: dict[str, SplitName | tuple[SplitName, ...]] = Field(
        default={},
        exclude_if=lambda value: not value,
        description="Value of that column -> the split that it means, or several among which its patients are drawn "
        "in proportion to the shares; without it, the names of the splits themselves.",
    )
    stratify: bool = Field(
        default=False,
        exclude_if=lambda value: not value,
        description="Place the patients, and choose the rows where fewer are declared than there are, label by label, "
        "so that each split has every label in about its share. Another patient may then move one at each border.",
    )
    min_per_label: int = Field(
        default=1,
        ge=1,
        exclude_if=lambda value: value == 1,
        description="Where fewer rows of a split are used than there are (max_dev_rows and its like), choose at least "
        "so many of each label, or all there are; and require so many of the positive label.",
    )

    @model_validator(mode="after")
    def _shares_sum_to_one(self) -> "Split":
        if self.column is not None:
            return self
        total = self.train + self.eval + self.dev + self.test
        if abs(total - 1) > 1e-9:
            raise ValueError(f"split: train, eval, dev and test must sum to 1, they sum to {total:g}")
        return self

    @model_validator(mode="after")
    def _values_lead_somewhere(self) -> "Split":
        if self.column is None and self.values:
            raise ValueError("split.values: say in split.column which column of the source has them")
        for value, names in self.given().items():
            if not names:
                raise ValueError(f"split.values: {value!r} leads to no split")
            if len(names) > 1 and not sum(self.share(name) for name in names):
                raise ValueError(f"split.values: {value!r} is drawn among splits whose shares are all 0")
        for needed in ("train", "test"):
            if needed not in self.used():
                raise ValueError(f"split: nothing leads to {needed!r}, so nothing can be {_PURPOSES[needed]}")
        return self

    def share(self, name: str) -> float:
        """The declared share of a split."""
        return {"train": self.train, "eval": self.eval, "dev": self.dev, "test": self.test}[name]

    def given(self) -> dict[str, tuple[SplitName, ...]]:
        """Value of `column` -> the splits among which its patients are drawn; nothing where no column is declared."""
        if self.column is None:
            return {}
        if not self.values:
            return {name: (name,) for name in _NAMES}
        return {
            value: (names,) if isinstance(names, str) else tuple(name for name in _NAMES if name in names)
            for value, names in self.values.items()
        }

    def used(self) -> tuple[SplitName, ...]:
        """The splits that a patient can be in, in their order; one with a share of 0 stays empty."""
        ways = list(self.given().values()) or [_NAMES]
        used = {name for names in ways for name in names if names == (name,) or self.share(name) > 0}
        return tuple(name for name in _NAMES if name in used)


_NAMES: tuple[SplitName, ...] = ("train", "eval", "dev", "test")
_PURPOSES = {"train": "trained", "test": "judged"}
