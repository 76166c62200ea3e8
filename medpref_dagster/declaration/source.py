"""Where a task's cases come from, and how its patients are split."""

from typing import Any

from pydantic import Field, model_validator

from medpref_dagster.declaration.base import Declared


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
