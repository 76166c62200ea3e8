"""How the worth of clinicians' feedback is judged: the block `signal` of a Feedback."""

from typing import Literal

from pydantic import Field

from medpref_dagster.declaration.base import Declared, Seed

ReliabilityUse = Literal["majority", "weights", "label_noise"]


class ReliabilityRules(Declared):
    """How clinicians' reliability is judged and used."""

    use: ReliabilityUse = Field(
        default="weights",
        description="majority: of opposite pairs of one prompt only the side with more clinicians counts. weights: a "
        "pair's weight is its clinician's 2 r - 1, never below 0. label_noise: pairs stay, and their mean 1 - r is "
        "given to the loss `robust` as its label_smoothing.",
    )
    careless_share: float = Field(
        default=0.5,
        gt=0,
        le=1,
        description="Over this share of acceptances faster than they can be read, surely, a clinician is careless.",
    )
    near_chance: float = Field(
        default=0.65, gt=0.5, lt=1, description="Under this reliability, surely, a clinician is careless."
    )
    min_judgements: int = Field(default=20, ge=2, description="Who has fewer is not judged by them.")
    confidence: float = Field(default=0.95, gt=0.5, lt=1, description="Of intervals and of naming.")
    samples: int = Field(default=300, ge=50, description="Resamples of items for the intervals.")
    seed: Seed = Field(default=0, description="Of the resamples.")


class SignalRules(Declared):
    """What the report on feedback measures, and how."""

    reliability: ReliabilityRules = Field(
        default_factory=ReliabilityRules, description="How clinicians' reliability is judged and used."
    )
    near_duplicates: float = Field(
        default=0.8,
        gt=0,
        le=1,
        description="Jaccard similarity of word 3-grams from which prompts are near duplicates.",
    )
    drawn_tables: int = Field(
        default=4999,
        ge=199,
        le=100_000,
        description="Drawn for each test of a change by week: no p is below 1 of them.",
    )
    significance: float = Field(default=0.05, gt=0, lt=0.5, description="Under this adjusted p, a change is told.")
